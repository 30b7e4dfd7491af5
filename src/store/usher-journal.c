/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: what a person asked for is on the disk before it is sent. Calls and the list on the main
 * thread, the file on a worker thread of its own, so that a write never waits behind a sync.
 *
 * What is done is kept for a month, for whoever has to find out what happened, and is not listed. */
#include "store/usher-journal.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "store/usher-database.h"
#include "store/usher-store-schema.h"
#include "store/usher-worker.h"

#define KEEP_DONE (30 * G_TIME_SPAN_DAY)

struct _UsherJournal
{
  GObject parent_instance;

  UsherWorker *worker;     /* (owned) (nullable) after it was closed */
  UsherDatabase *database; /* (owned) (nullable) the worker thread's own */
  GPtrArray *intents;      /* (owned) (element-type UsherIntent) newest first */
  GHashTable *claimed;     /* (owned) ids of the invitations that creates have made */
  char *moved_aside;       /* (owned) (nullable) */
  gboolean closed;
};

typedef enum
{
  PROP_MOVED_ASIDE = 1,
  PROP_N_ITEMS,
} UsherJournalProperty;

static GParamSpec *properties[PROP_N_ITEMS + 1];

/* An intent as it was when the call was made: the object is the main thread's and may change. */
typedef struct
{
  char *id;            /* (owned) */
  UsherIntentKind kind;
  UsherIntentState state;
  gint64 created_at;
  char *invitation_id; /* (owned) (nullable) */
  char *summary;       /* (owned) (nullable) */
  char *message;       /* (owned) (nullable) */
  char *draft;         /* (owned) (nullable) JSON */
} Record;

typedef gboolean (*JournalFunc) (UsherJournal *self,
                                 gpointer      job,
                                 GError      **error);

typedef struct
{
  /* Input data. */
  JournalFunc func;
  char *path;            /* (owned) (nullable) */
  UsherIntent *intent;   /* (owned) (nullable) not touched by the worker */
  Record *record;        /* (owned) (nullable) */

  /* Output data. */
  UsherJournal *journal; /* (owned) (nullable) */
  GPtrArray *records;    /* (owned) (nullable) (element-type Record) */
  char *moved_aside;     /* (owned) (nullable) */
} Job;

static void usher_journal_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherJournal, usher_journal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, usher_journal_model_init))

static void
record_free (Record *record)
{
  g_free (record->id);
  g_free (record->invitation_id);
  g_free (record->summary);
  g_free (record->message);
  g_free (record->draft);
  g_free (record);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Record, record_free)

static Record *
record_new (UsherIntent *intent)
{
  Record *record = g_new0 (Record, 1);
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

static void
job_free (Job *job)
{
  g_free (job->path);
  g_clear_object (&job->intent);
  g_clear_pointer (&job->record, record_free);
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
load (UsherJournal *self, Job *job, GError **error)
{
  g_autoptr (UsherStatement) statement = NULL;
  gboolean has_row;

  statement = usher_database_prepare (self->database,
                                      "SELECT id, kind, state, created_at, invitation_id, summary,"
                                      " message, draft FROM intents WHERE state != ?1"
                                      " OR (kind = ?2 AND invitation_id IS NOT NULL)"
                                      " ORDER BY created_at DESC, id DESC", error);
  if (statement == NULL)
    return FALSE;

  g_clear_pointer (&job->records, g_ptr_array_unref);
  job->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  sqlite3_bind_int (statement, 1, USHER_INTENT_DONE);
  sqlite3_bind_int (statement, 2, USHER_INTENT_CREATE);
  while (TRUE)
    {
      Record *record;

      if (!usher_database_step (self->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      record = g_new0 (Record, 1);
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
run_update (UsherJournal *self,
            const char   *sql,
            gint64        first,
            gint64        second,
            GError      **error)
{
  g_autoptr (UsherStatement) statement = usher_database_prepare (self->database, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  sqlite3_bind_int64 (statement, 2, second);
  return usher_database_run (self->database, statement, error);
}

/* What was on its way when the last run ended may have arrived. */
static gboolean
settle (UsherJournal *self, GError **error)
{
  if (usher_database_get_read_only (self->database))
    return TRUE;

  return run_update (self, "UPDATE intents SET state = ?2 WHERE state = ?1", USHER_INTENT_SENDING,
                     USHER_INTENT_UNCLEAR, error) &&
         run_update (self, "DELETE FROM intents WHERE state = ?1 AND created_at < ?2",
                     USHER_INTENT_DONE, usher_time_now () - KEEP_DONE, error);
}

static gboolean
open_file (UsherJournal *self,
           gpointer      data,
           GError      **error)
{
  Job *job = data;
  g_autoptr (GError) local_error = NULL;

  self->database = usher_database_open (job->path, &usher_journal_kind, error);
  if (self->database == NULL)
    return FALSE;

  if (!settle (self, &local_error) || !load (self, job, &local_error))
    {
      if (!g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT) ||
          !usher_database_begin_again (self->database, NULL) || !load (self, job, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          g_clear_pointer (&self->database, usher_database_close);
          return FALSE;
        }
    }

  job->moved_aside = g_strdup (usher_database_get_moved_aside (self->database));
  return TRUE;
}

static gboolean
close_file (UsherJournal *self, gpointer job, GError **error)
{
  g_clear_pointer (&self->database, usher_database_close);
  return TRUE;
}

/* One statement is one transaction, and with synchronous=FULL it is on the disk when it has answered. */
static gboolean
write_record (UsherJournal *self,
              gpointer      data,
              GError      **error)
{
  Job *job = data;
  g_autoptr (UsherStatement) statement = NULL;

  statement = usher_database_prepare (self->database,
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
  return usher_database_run (self->database, statement, error);
}

static gboolean
delete_record (UsherJournal *self,
               gpointer      data,
               GError      **error)
{
  Job *job = data;
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (self->database, "DELETE FROM intents WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, job->record->id, -1, SQLITE_STATIC);
  return usher_database_run (self->database, statement, error);
}

static gboolean
run (gpointer      state,
     gpointer      task_data,
     GCancellable *cancellable,
     GError      **error)
{
  UsherJournal *self = state;
  Job *job = task_data;
  g_autoptr (GError) local_error = NULL;
  gboolean is_open = self->database != NULL;
  gboolean ok;

  ok = job->func (self, job, &local_error);

  /* Damaged while open: a new file, and the same again, since this intent must not be lost. */
  if (!ok && is_open && g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT) &&
      usher_database_begin_again (self->database, NULL))
    {
      job->moved_aside = g_strdup (usher_database_get_moved_aside (self->database));
      g_clear_error (&local_error);
      ok = job->func (self, job, &local_error);
    }

  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return ok;
}

/* On the main thread */

static GType
usher_journal_get_item_type (GListModel *model)
{
  return USHER_TYPE_INTENT;
}

static guint
usher_journal_get_n_items (GListModel *model)
{
  return USHER_JOURNAL (model)->intents->len;
}

static gpointer
usher_journal_get_item (GListModel *model,
                        guint       position)
{
  UsherJournal *self = USHER_JOURNAL (model);

  if (position >= self->intents->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->intents, position));
}

static void
usher_journal_model_init (GListModelInterface *iface)
{
  iface->get_item_type = usher_journal_get_item_type;
  iface->get_n_items = usher_journal_get_n_items;
  iface->get_item = usher_journal_get_item;
}

static void
usher_journal_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  UsherJournal *self = USHER_JOURNAL (object);

  switch ((UsherJournalProperty) prop_id)
    {
    case PROP_MOVED_ASIDE:
      g_value_set_string (value, self->moved_aside);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->intents->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_journal_finalize (GObject *object)
{
  UsherJournal *self = USHER_JOURNAL (object);

  if (self->worker != NULL)
    {
      g_critical ("A journal was let go of without being closed");
      usher_worker_free (self->worker);
    }
  g_clear_pointer (&self->database, usher_database_close);
  g_ptr_array_unref (self->intents);
  g_hash_table_unref (self->claimed);
  g_free (self->moved_aside);

  G_OBJECT_CLASS (usher_journal_parent_class)->finalize (object);
}

static void
usher_journal_class_init (UsherJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_journal_get_property;
  object_class->finalize = usher_journal_finalize;

  /**
   * UsherJournal:moved-aside:
   *
   * Where a damaged file went, when the journal was opened or later.
   */
  properties[PROP_MOVED_ASIDE] =
    g_param_spec_string ("moved-aside", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * UsherJournal:n-items:
   *
   * How many intents are not done, for bindings.
   */
  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_journal_init (UsherJournal *self)
{
  self->intents = g_ptr_array_new_with_free_func (g_object_unref);
  self->claimed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
find_intent (UsherJournal *self, const char *id, guint *position)
{
  for (guint i = 0; i < self->intents->len; i++)
    {
      if (g_strcmp0 (usher_intent_get_id (g_ptr_array_index (self->intents, i)), id) == 0)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Where a new one belongs: before the first that is not newer. */
static guint
find_place (UsherJournal *self, UsherIntent *intent)
{
  guint i = 0;

  while (i < self->intents->len &&
         usher_intent_get_created_at (g_ptr_array_index (self->intents, i)) >
           usher_intent_get_created_at (intent))
    i++;
  return i;
}

static void
tell (UsherJournal *self,
      guint         position,
      guint         removed,
      guint         added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
on_job_done (GTask        *task,
             const GError *error)
{
  UsherJournal *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  gboolean is_there;
  guint position;

  if (job->moved_aside != NULL)
    {
      g_free (self->moved_aside);
      self->moved_aside = g_steal_pointer (&job->moved_aside);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOVED_ASIDE]);
    }

  if (error != NULL)
    return;

  is_there = find_intent (self, job->record->id, &position);
  if (job->func == delete_record || job->record->state == USHER_INTENT_DONE)
    {
      if (job->record->kind == USHER_INTENT_CREATE && job->record->invitation_id != NULL)
        g_hash_table_add (self->claimed, g_strdup (job->record->invitation_id));
      if (is_there)
        {
          g_ptr_array_remove_index (self->intents, position);
          tell (self, position, 1, 0);
        }
    }
  else if (!is_there)
    {
      position = find_place (self, job->intent);
      g_ptr_array_insert (self->intents, position, g_object_ref (job->intent));
      tell (self, position, 0, 1);
    }
  else if (g_ptr_array_index (self->intents, position) != job->intent)
    {
      g_object_unref (self->intents->pdata[position]);
      self->intents->pdata[position] = g_object_ref (job->intent);
      tell (self, position, 1, 1);
    }
}

static void
push (UsherJournal        *self,
      JournalFunc          func,
      UsherIntent         *intent,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data,
      gpointer             tag)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->intent = g_object_ref (intent);
  job->record = record_new (intent);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);

  if (self->closed)
    {
      g_task_return_new_error (task, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED,
                               _("The journal was closed meanwhile"));
      return;
    }

  usher_worker_push (self->worker, g_steal_pointer (&task), run, on_job_done);
}

static void
on_open_done (GTask        *task,
              const GError *error)
{
  Job *job = g_task_get_task_data (task);
  UsherJournal *self = job->journal;

  if (error != NULL)
    {
      self->closed = TRUE;
      g_clear_pointer (&self->worker, usher_worker_free);
      return;
    }

  self->moved_aside = g_steal_pointer (&job->moved_aside);
  for (guint i = 0; i < job->records->len; i++)
    {
      Record *record = g_ptr_array_index (job->records, i);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (UsherInvitationDraft) draft = NULL;

      if (record->state == USHER_INTENT_DONE)
        {
          g_hash_table_add (self->claimed, g_strdup (record->invitation_id));
          continue;
        }
      if (record->kind > USHER_INTENT_REVOKE)
        {
          g_warning ("An intent of kind %d in the journal is not known", (int) record->kind);
          continue;
        }
      if (record->draft != NULL)
        node = usher_json_parse (record->draft, -1, NULL);
      if (node != NULL)
        draft = usher_invitation_draft_new_from_journal (node, NULL);
      g_ptr_array_add (self->intents,
                       usher_intent_new_from_journal (record->id, record->kind, record->state,
                                                      record->created_at, record->invitation_id,
                                                      record->summary, record->message, draft));
    }
}

/**
 * usher_journal_open_async:
 * @path: (nullable): the file, made with its folder when it is not there; %NULL for one in memory
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens a journal. What was on its way when the last run ended is unclear now. A damaged file is moved
 * aside and a new one begun: see [method@Journal.get_moved_aside].
 */
void
usher_journal_open_async (const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->func = open_file;
  job->path = g_strdup (path);
  job->journal = g_object_new (USHER_TYPE_JOURNAL, NULL);
  g_task_set_source_tag (task, usher_journal_open_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);

  job->journal->worker = usher_worker_new ("usher-journal", job->journal);
  usher_worker_push (job->journal->worker, task, run, on_open_done);
}

/**
 * usher_journal_open_finish:
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Fails as usher_store_open_finish() does.
 *
 * Returns: (transfer full): the journal, to be closed before the last reference goes
 */
UsherJournal *
usher_journal_open_finish (GAsyncResult  *result,
                           GError       **error)
{
  Job *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, usher_journal_open_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  job = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&job->journal);
}

/**
 * usher_journal_get_moved_aside:
 * @self: a journal
 *
 * Returns: (nullable) (transfer none): where a damaged file went, when the journal was opened or since
 *   (then the property notifies)
 */
const char *
usher_journal_get_moved_aside (UsherJournal *self)
{
  g_return_val_if_fail (USHER_IS_JOURNAL (self), NULL);

  return self->moved_aside;
}

/**
 * usher_journal_is_claimed:
 * @self: a journal
 * @invitation_id: an invitation
 *
 * Returns: %TRUE when a create that is done, and not older than a month, has made it
 */
gboolean
usher_journal_is_claimed (UsherJournal *self, const char *invitation_id)
{
  return g_hash_table_contains (self->claimed, invitation_id);
}

static void
on_close_done (GTask        *task,
               const GError *error)
{
  UsherJournal *self = g_task_get_source_object (task);

  g_clear_pointer (&self->worker, usher_worker_free);
}

/**
 * usher_journal_close_async:
 * @self: a journal
 * @callback: called when the file is closed
 * @user_data: for @callback
 *
 * Writes what is queued and closes the file. Whatever is asked from now on fails with
 * %USHER_STORE_ERROR_CLOSED.
 */
void
usher_journal_close_async (UsherJournal        *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (USHER_IS_JOURNAL (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, usher_journal_close_async);
  if (self->closed)
    {
      g_task_return_new_error (task, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED,
                               _("The journal was closed meanwhile"));
      return;
    }

  self->closed = TRUE;
  job = g_new0 (Job, 1);
  job->func = close_file;
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  usher_worker_push (self->worker, g_steal_pointer (&task), run, on_close_done);
}

static gboolean
finish (UsherJournal  *self,
        GAsyncResult  *result,
        gpointer       tag,
        GError       **error)
{
  g_return_val_if_fail (USHER_IS_JOURNAL (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_journal_close_finish:
 * @self: a journal
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %FALSE when it was closed before
 */
gboolean
usher_journal_close_finish (UsherJournal  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish (self, result, usher_journal_close_async, error);
}

/**
 * usher_journal_write_async:
 * @self: a journal
 * @intent: a new intent, or one whose state has changed
 * @cancellable: (nullable): a #GCancellable, which has no effect once the write has begun
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Writes an intent as it is at this moment. The list follows when it is written: done ones leave it.
 */
void
usher_journal_write_async (UsherJournal        *self,
                           UsherIntent         *intent,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (USHER_IS_JOURNAL (self));
  g_return_if_fail (USHER_IS_INTENT (intent));

  push (self, write_record, intent, cancellable, callback, user_data, usher_journal_write_async);
}

/**
 * usher_journal_write_finish:
 * @self: a journal
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %TRUE when the intent is on the disk; only then may it be sent
 */
gboolean
usher_journal_write_finish (UsherJournal  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish (self, result, usher_journal_write_async, error);
}

/**
 * usher_journal_forget_async:
 * @self: a journal
 * @intent: an intent the person has seen
 * @cancellable: (nullable): a #GCancellable, which has no effect once the write has begun
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Takes an intent out of the journal.
 */
void
usher_journal_forget_async (UsherJournal        *self,
                            UsherIntent         *intent,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (USHER_IS_JOURNAL (self));
  g_return_if_fail (USHER_IS_INTENT (intent));

  push (self, delete_record, intent, cancellable, callback, user_data, usher_journal_forget_async);
}

/**
 * usher_journal_forget_finish:
 * @self: a journal
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %FALSE on error
 */
gboolean
usher_journal_forget_finish (UsherJournal  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish (self, result, usher_journal_forget_async, error);
}
