/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's file. All of it on the journal's worker thread, but for the making and freeing of
 * records and jobs. */
#include "store/usher-journal-file.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "store/usher-store-schema.h"

/* What is done is kept for a month, for whoever has to find out what happened. */
#define KEEP_DONE (30 * G_TIME_SPAN_DAY)

void
usher_journal_record_free (UsherJournalRecord *record)
{
  g_free (record->id);
  g_free (record->invitation_id);
  g_free (record->summary);
  g_free (record->message);
  g_free (record->draft);
  g_free (record->mails_to);
  g_free (record->candidates);
  g_free (record);
}

UsherJournalRecord *
usher_journal_record_new (UsherIntent *intent)
{
  UsherJournalRecord *record = g_new0 (UsherJournalRecord, 1);
  UsherInvitationDraft *draft = usher_intent_get_draft (intent);

  record->id = g_strdup (usher_intent_get_id (intent));
  record->kind = usher_intent_get_kind (intent);
  record->state = usher_intent_get_state (intent);
  record->created_at = usher_intent_get_created_at (intent);
  record->invitation_id = g_strdup (usher_intent_get_invitation_id (intent));
  record->summary = g_strdup (usher_intent_get_summary (intent));
  record->message = g_strdup (usher_intent_get_message (intent));
  if (draft != NULL)
    {
      g_autoptr (JsonNode) node = usher_invitation_draft_to_journal (draft);

      record->draft = usher_json_to_string (node, FALSE);
    }
  record->due_at = usher_intent_get_due_at (intent);
  record->sent_at = usher_intent_get_sent_at (intent);
  record->clock_offset = usher_intent_get_clock_offset (intent);
  record->mails_to = g_strdup (usher_intent_get_mails_to (intent));
  record->found = usher_intent_get_found (intent);
  if (usher_intent_get_candidates (intent) != NULL)
    record->candidates = g_strjoinv ("\n", (char **) usher_intent_get_candidates (intent));
  return record;
}

void
usher_journal_record_apply (UsherJournalRecord *record,
                            UsherIntent        *intent)
{
  g_auto (GStrv) candidates =
    record->candidates != NULL ? g_strsplit (record->candidates, "\n", -1) : NULL;

  g_object_freeze_notify (G_OBJECT (intent));
  usher_intent_set_due_at (intent, record->due_at);
  usher_intent_set_sent (intent, record->sent_at, record->clock_offset);
  usher_intent_set_mails_to (intent, record->mails_to);
  usher_intent_set_found (intent, record->found, (const char *const *) candidates);
  usher_intent_set_elsewhere (intent, record->elsewhere);
  usher_intent_set_outcome (intent, record->state, record->invitation_id, record->message);
  g_object_thaw_notify (G_OBJECT (intent));
}

UsherIntent *
usher_journal_record_to_intent (UsherJournalRecord *record)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (UsherInvitationDraft) draft = NULL;
  UsherIntent *intent;

  if (record->kind > USHER_INTENT_REVOKE)
    {
      g_warning ("An intent of kind %d in the journal is not known", (int) record->kind);
      return NULL;
    }
  if (record->draft != NULL)
    node = usher_json_parse (record->draft, -1, NULL);
  if (node != NULL)
    draft = usher_invitation_draft_new_from_journal (node, NULL);
  intent = usher_intent_new_from_journal (record->id, record->kind, record->state, record->created_at,
                                          record->invitation_id, record->summary, record->message, draft);
  usher_journal_record_apply (record, intent);
  return intent;
}

UsherJournalJob *
usher_journal_job_new (UsherJournalFunc func)
{
  UsherJournalJob *job = g_new0 (UsherJournalJob, 1);

  job->func = func;
  job->expected = -1;
  return job;
}

void
usher_journal_job_free (UsherJournalJob *job)
{
  g_free (job->path);
  g_clear_object (&job->intent);
  g_clear_pointer (&job->record, usher_journal_record_free);
  g_clear_object (&job->journal);
  g_clear_pointer (&job->records, g_ptr_array_unref);
  g_free (job->moved_aside);
  g_clear_pointer (&job->mailed, g_hash_table_unref);
  g_free (job);
}

/* On the worker's thread */

/* Whether a program that lives has it in hand; ours counts, and is told apart. */
static gboolean
is_in_hand (UsherJournalFile *file,
            const char       *owner,
            gboolean         *own)
{
  const char *ours = usher_journal_owner_get_id (file->owner);

  *own = owner != NULL && g_strcmp0 (owner, ours) == 0;
  return *own || usher_journal_owner_lives (file->path, owner);
}

static UsherIntentState
read_state (int      number,
            gboolean in_hand)
{
  switch ((UsherIntentState) number)
    {
    case USHER_INTENT_QUEUED:
    case USHER_INTENT_REFUSED:
    case USHER_INTENT_DONE:
      return number;
    case USHER_INTENT_SENDING:
      return in_hand ? USHER_INTENT_SENDING : USHER_INTENT_UNCLEAR;
    case USHER_INTENT_UNCLEAR:
    default:
      return USHER_INTENT_UNCLEAR;
    }
}

static gint64
read_number (UsherStatement *statement,
             int             column,
             gint64          none)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL ? sqlite3_column_int64 (statement, column)
                                                                : none;
}

static char *
read_text (UsherStatement *statement,
           int             column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static UsherJournalRecord *
read_record (UsherJournalFile *file,
             UsherStatement   *statement)
{
  UsherJournalRecord *record = g_new0 (UsherJournalRecord, 1);
  gboolean in_hand;

  in_hand = is_in_hand (file, (const char *) sqlite3_column_text (statement, 8), &record->own);
  record->id = read_text (statement, 0);
  record->kind = sqlite3_column_int (statement, 1);
  record->state = read_state (sqlite3_column_int (statement, 2), in_hand);
  record->created_at = sqlite3_column_int64 (statement, 3);
  record->invitation_id = read_text (statement, 4);
  record->summary = read_text (statement, 5);
  record->message = read_text (statement, 6);
  record->draft = read_text (statement, 7);
  record->due_at = read_number (statement, 9, USHER_TIME_NONE);
  record->sent_at = read_number (statement, 10, USHER_TIME_NONE);
  record->clock_offset = read_number (statement, 11, USHER_INTENT_NO_OFFSET);
  record->mails_to = read_text (statement, 12);
  record->found = sqlite3_column_int (statement, 13);
  if (record->found > USHER_INTENT_FOUND_SEVERAL)
    record->found = USHER_INTENT_NOT_ASKED;
  record->candidates = read_text (statement, 14);
  record->elsewhere = in_hand && !record->own && (record->state == USHER_INTENT_SENDING ||
                                                  record->state == USHER_INTENT_QUEUED);
  return record;
}

static gboolean
load (UsherJournalFile  *file,
      UsherJournalJob   *job,
      GError           **error)
{
  g_autoptr (UsherStatement) statement = NULL;
  gboolean has_row;

  statement = usher_database_prepare (file->database,
                                      "SELECT id, kind, state, created_at, invitation_id, summary,"
                                      " message, draft, owner, due_at, sent_at, clock_offset, mails_to,"
                                      " found, candidates FROM intents WHERE state != ?1"
                                      " OR (kind = ?2 AND invitation_id IS NOT NULL)"
                                      " ORDER BY created_at DESC, id DESC", error);
  if (statement == NULL)
    return FALSE;

  g_clear_pointer (&job->records, g_ptr_array_unref);
  job->records = g_ptr_array_new_with_free_func ((GDestroyNotify) usher_journal_record_free);
  sqlite3_bind_int (statement, 1, USHER_INTENT_DONE);
  sqlite3_bind_int (statement, 2, USHER_INTENT_CREATE);
  while (TRUE)
    {
      if (!usher_database_step (file->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      g_ptr_array_add (job->records, read_record (file, statement));
    }
}

/* Those who had something in hand when it was last looked at, and are not alive; NULL among them stands for
 * a journal of an older version, or one that could not be locked. */
static gboolean
list_dead (UsherJournalFile  *file,
           GPtrArray         *dead,
           GError           **error)
{
  g_autoptr (UsherStatement) statement = NULL;
  gboolean has_row;
  gboolean own;

  statement = usher_database_prepare (file->database,
                                      "SELECT DISTINCT owner FROM intents WHERE state = ?1 OR"
                                      " (state = ?2 AND owner IS NOT NULL)", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, USHER_INTENT_SENDING);
  sqlite3_bind_int (statement, 2, USHER_INTENT_QUEUED);
  while (TRUE)
    {
      const char *owner;

      if (!usher_database_step (file->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      owner = (const char *) sqlite3_column_text (statement, 0);
      if (!is_in_hand (file, owner, &own))
        g_ptr_array_add (dead, g_strdup (owner));
    }
}

/* What was on its way when its program died may have arrived; what was queued did not leave. */
static gboolean
take_over (UsherJournalFile  *file,
           const char        *owner,
           GError           **error)
{
  g_autoptr (UsherStatement) statement = NULL;

  statement = usher_database_prepare (file->database,
                                      "UPDATE intents SET owner = NULL,"
                                      " state = CASE state WHEN ?1 THEN ?2 ELSE state END"
                                      " WHERE owner IS ?3 AND state IN (?1, ?4)", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, USHER_INTENT_SENDING);
  sqlite3_bind_int (statement, 2, USHER_INTENT_UNCLEAR);
  sqlite3_bind_text (statement, 3, owner, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 4, USHER_INTENT_QUEUED);
  return usher_database_run (file->database, statement, error);
}

static gboolean
settle (UsherJournalFile  *file,
        GError           **error)
{
  g_autoptr (GPtrArray) dead = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (UsherStatement) statement = NULL;

  if (usher_database_get_read_only (file->database))
    return TRUE;

  if (!list_dead (file, dead, error))
    return FALSE;
  for (guint i = 0; i < dead->len; i++)
    if (!take_over (file, g_ptr_array_index (dead, i), error))
      return FALSE;
  statement = usher_database_prepare (file->database,
                                      "DELETE FROM intents WHERE state = ?1 AND created_at < ?2", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, USHER_INTENT_DONE);
  sqlite3_bind_int64 (statement, 2, usher_time_now () - KEEP_DONE);
  return usher_database_run (file->database, statement, error);
}

/* What others have written meanwhile, and what the dead among them left behind. */
gboolean
usher_journal_file_reload (UsherJournalFile  *file,
                           UsherJournalJob   *job,
                           GError           **error)
{
  return settle (file, error) && load (file, job, error);
}

/* Whom a mail went out to since then, or may have, or is about to, and when last. What was left behind unsent has
 * mailed nobody. */
gboolean
usher_journal_file_mailed (UsherJournalFile  *file,
                           UsherJournalJob   *job,
                           GError           **error)
{
  g_autoptr (UsherStatement) statement = NULL;
  gboolean has_row;

  statement = usher_database_prepare (file->database,
                                      "SELECT mails_to, max(coalesce(sent_at, created_at)) FROM intents"
                                      " WHERE mails_to IS NOT NULL AND state != ?1"
                                      " AND NOT (state = ?3 AND owner IS NULL)"
                                      " AND coalesce(sent_at, created_at) >= ?2 GROUP BY mails_to", error);
  if (statement == NULL)
    return FALSE;
  g_clear_pointer (&job->mailed, g_hash_table_unref);
  job->mailed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_bind_int (statement, 1, USHER_INTENT_REFUSED);
  sqlite3_bind_int64 (statement, 2, job->since);
  sqlite3_bind_int (statement, 3, USHER_INTENT_QUEUED);
  while (TRUE)
    {
      gint64 when;

      if (!usher_database_step (file->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      when = sqlite3_column_int64 (statement, 1);
      g_hash_table_replace (job->mailed, read_text (statement, 0), g_memdup2 (&when, sizeof when));
    }
}

gboolean
usher_journal_file_open (UsherJournalFile  *file,
                         UsherJournalJob   *job,
                         GError           **error)
{
  g_autoptr (GError) local_error = NULL;

  file->database = usher_database_open (job->path, &usher_journal_kind, error);
  if (file->database == NULL)
    return FALSE;
  file->path = g_strdup (job->path);
  if (job->path != NULL && !usher_database_get_read_only (file->database))
    file->owner = usher_journal_owner_new (job->path);

  /* It is small; and of all files it is the one that nothing may be missing from without a word. */
  if (!usher_database_check (file->database, &local_error) || !settle (file, &local_error)
      || !load (file, job, &local_error))
    {
      if (!g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT) ||
          !usher_database_begin_again (file->database, NULL) || !load (file, job, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          usher_journal_file_close (file, job, NULL);
          return FALSE;
        }
    }

  job->moved_aside = g_strdup (usher_database_get_moved_aside (file->database));
  return TRUE;
}

gboolean
usher_journal_file_close (UsherJournalFile  *file,
                          UsherJournalJob   *job,
                          GError           **error)
{
  g_clear_pointer (&file->database, usher_database_close);
  g_clear_pointer (&file->owner, usher_journal_owner_free);
  g_clear_pointer (&file->path, g_free);
  return TRUE;
}

static void
bind_time (UsherStatement *statement,
           int             index,
           gint64          time,
           gint64          none)
{
  if (time != none)
    sqlite3_bind_int64 (statement, index, time);
  else
    sqlite3_bind_null (statement, index);
}

static gboolean
set_busy (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                       _("Somebody else has dealt with this request meanwhile."));
  return FALSE;
}

/* One statement is one transaction, and with synchronous=FULL it is on the disk when it has answered. */
gboolean
usher_journal_file_write (UsherJournalFile  *file,
                          UsherJournalJob   *job,
                          GError           **error)
{
  g_autoptr (UsherStatement) statement = NULL;

  statement = usher_database_prepare (file->database,
                                      "INSERT OR REPLACE INTO intents (id, kind, state, created_at,"
                                      " invitation_id, summary, message, draft, owner, due_at, sent_at,"
                                      " clock_offset, mails_to, found, candidates) SELECT ?1, ?2, ?3, ?4,"
                                      " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15 WHERE ?16 < 0 OR"
                                      " EXISTS (SELECT 1 FROM intents WHERE id = ?1 AND state = ?16 AND"
                                      " (owner IS NULL OR owner IS ?17))", error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_text (statement, 1, job->record->id, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 2, job->record->kind);
  sqlite3_bind_int (statement, 3, job->record->state);
  sqlite3_bind_int64 (statement, 4, job->record->created_at);
  sqlite3_bind_text (statement, 5, job->record->invitation_id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 6, job->record->summary, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 7, job->record->message, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 8, job->record->draft, -1, SQLITE_STATIC);
  if (job->record->state == USHER_INTENT_QUEUED || job->record->state == USHER_INTENT_SENDING)
    sqlite3_bind_text (statement, 9, usher_journal_owner_get_id (file->owner), -1, SQLITE_STATIC);
  else
    sqlite3_bind_null (statement, 9);
  bind_time (statement, 10, job->record->due_at, USHER_TIME_NONE);
  bind_time (statement, 11, job->record->sent_at, USHER_TIME_NONE);
  bind_time (statement, 12, job->record->clock_offset, USHER_INTENT_NO_OFFSET);
  sqlite3_bind_text (statement, 13, job->record->mails_to, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 14, job->record->found);
  sqlite3_bind_text (statement, 15, job->record->candidates, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 16, job->expected);
  sqlite3_bind_text (statement, 17, usher_journal_owner_get_id (file->owner), -1, SQLITE_STATIC);
  if (!usher_database_run (file->database, statement, error))
    return FALSE;
  if (sqlite3_changes (usher_database_get_handle (file->database)) > 0)
    return TRUE;
  return set_busy (error);
}

static gboolean
is_there (UsherJournalFile  *file,
          const char        *id,
          gboolean          *there,
          GError           **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (file->database, "SELECT 1 FROM intents WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  return usher_database_step (file->database, statement, there, error);
}

/* Only what is in the file as the person saw it: another program may have sent it meanwhile. A mail that may have
 * gone out is remembered, though nobody is shown it any more: its recipients are not mailed again without a question. */
gboolean
usher_journal_file_forget (UsherJournalFile  *file,
                           UsherJournalJob   *job,
                           GError           **error)
{
  gboolean may_have_mailed = job->record->state == USHER_INTENT_UNCLEAR && job->record->mails_to != NULL;
  const char *ours = usher_journal_owner_get_id (file->owner);
  g_autoptr (UsherStatement) statement = NULL;
  gboolean there;

  if (may_have_mailed)
    statement = usher_database_prepare (file->database,
                                        "UPDATE intents SET state = ?4, owner = NULL, draft = NULL, summary = NULL,"
                                        " message = NULL, candidates = NULL, found = 0 WHERE id = ?1 AND"
                                        " (owner = ?3 OR (owner IS NULL AND state = ?2))", error);
  else
    statement = usher_database_prepare (file->database,
                                        "DELETE FROM intents WHERE id = ?1 AND"
                                        " (owner = ?3 OR (owner IS NULL AND state = ?2))", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, job->record->id, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 2, job->record->state);
  sqlite3_bind_text (statement, 3, ours, -1, SQLITE_STATIC);
  if (may_have_mailed)
    sqlite3_bind_int (statement, 4, USHER_INTENT_DONE);
  if (!usher_database_run (file->database, statement, error))
    return FALSE;
  if (sqlite3_changes (usher_database_get_handle (file->database)) > 0)
    return TRUE;
  if (!is_there (file, job->record->id, &there, error))
    return FALSE;
  return !there || set_busy (error);
}

gboolean
usher_journal_file_run (gpointer       state,
                        gpointer       task_data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  UsherJournalFile *file = state;
  UsherJournalJob *job = task_data;
  g_autoptr (GError) local_error = NULL;
  gboolean is_open = file->database != NULL;
  gboolean ok;

  ok = job->func (file, job, &local_error);

  /* Damaged while open: a new file, and the same again, since this intent must not be lost. */
  if (!ok && is_open && g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT) &&
      usher_database_begin_again (file->database, NULL))
    {
      job->moved_aside = g_strdup (usher_database_get_moved_aside (file->database));
      g_clear_error (&local_error);
      ok = job->func (file, job, &local_error);
    }

  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return ok;
}
