/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's file. All of it on the journal's worker thread, but for the making and freeing of
 * records and jobs. */
#include "store/usher-journal-file.h"

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
  return record;
}

UsherJournalJob *
usher_journal_job_new (UsherJournalFunc func)
{
  UsherJournalJob *job = g_new0 (UsherJournalJob, 1);

  job->func = func;
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
  g_free (job);
}

/* On the worker's thread */

static UsherIntentState
read_state (int number)
{
  switch ((UsherIntentState) number)
    {
    case USHER_INTENT_QUEUED:
    case USHER_INTENT_REFUSED:
    case USHER_INTENT_DONE:
      return number;
    case USHER_INTENT_SENDING:
    case USHER_INTENT_UNCLEAR:
    default:
      return USHER_INTENT_UNCLEAR;
    }
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
                                      " message, draft FROM intents WHERE state != ?1"
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
      UsherJournalRecord *record;

      if (!usher_database_step (file->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      record = g_new0 (UsherJournalRecord, 1);
      record->id = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      record->kind = sqlite3_column_int (statement, 1);
      record->state = read_state (sqlite3_column_int (statement, 2));
      record->created_at = sqlite3_column_int64 (statement, 3);
      record->invitation_id = g_strdup ((const char *) sqlite3_column_text (statement, 4));
      record->summary = g_strdup ((const char *) sqlite3_column_text (statement, 5));
      record->message = g_strdup ((const char *) sqlite3_column_text (statement, 6));
      record->draft = g_strdup ((const char *) sqlite3_column_text (statement, 7));
      g_ptr_array_add (job->records, record);
    }
}

static gboolean
run_update (UsherJournalFile  *file,
            const char        *sql,
            gint64             first,
            gint64             second,
            GError           **error)
{
  g_autoptr (UsherStatement) statement = usher_database_prepare (file->database, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  sqlite3_bind_int64 (statement, 2, second);
  return usher_database_run (file->database, statement, error);
}

/* What was on its way when the last run ended may have arrived. */
static gboolean
settle (UsherJournalFile  *file,
        GError           **error)
{
  if (usher_database_get_read_only (file->database))
    return TRUE;

  return run_update (file, "UPDATE intents SET state = ?2 WHERE state = ?1", USHER_INTENT_SENDING,
                     USHER_INTENT_UNCLEAR, error) &&
         run_update (file, "DELETE FROM intents WHERE state = ?1 AND created_at < ?2",
                     USHER_INTENT_DONE, usher_time_now () - KEEP_DONE, error);
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

  if (!settle (file, &local_error) || !load (file, job, &local_error))
    {
      if (!g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT) ||
          !usher_database_begin_again (file->database, NULL) || !load (file, job, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          g_clear_pointer (&file->database, usher_database_close);
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
  return TRUE;
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
                                      " invitation_id, summary, message, draft)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);
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
  return usher_database_run (file->database, statement, error);
}

gboolean
usher_journal_file_forget (UsherJournalFile  *file,
                           UsherJournalJob   *job,
                           GError           **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (file->database, "DELETE FROM intents WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, job->record->id, -1, SQLITE_STATIC);
  return usher_database_run (file->database, statement, error);
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
