/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: what a person asked for is on the disk before it is sent. Calls and the list on the main
 * thread, the file on a worker thread of its own, so that a write never waits behind a sync.
 * What is done is kept for a month in the file, and not listed. */
#include "store/usher-journal.h"

#include <glib/gi18n.h>

#include "store/usher-journal-file.h"
#include "store/usher-worker.h"

struct _UsherJournal
{
  GObject parent_instance;

  UsherWorker *worker;     /* (owned) (nullable) after it was closed */
  UsherJournalFile file;   /* the worker thread's own */
  GPtrArray *intents;      /* (owned) (element-type UsherIntent) newest first */
  GHashTable *claimed;     /* (owned) ids of the invitations that creates have made */
  GHashTable *writing;     /* (owned) (element-type utf8 uint) ids of intents, and how many writes are under way */
  char *moved_aside;       /* (owned) (nullable) */
  gboolean closed;
};

typedef enum
{
  PROP_MOVED_ASIDE = 1,
  PROP_N_ITEMS,
} UsherJournalProperty;

static GParamSpec *properties[PROP_N_ITEMS + 1];

static void usher_journal_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherJournal, usher_journal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, usher_journal_model_init))

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
  usher_journal_file_close (&self->file, NULL, NULL);
  g_ptr_array_unref (self->intents);
  g_hash_table_unref (self->claimed);
  g_hash_table_unref (self->writing);
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
  self->writing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
find_intent (UsherJournal *self,
             const char   *id,
             guint        *position)
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
find_place (UsherJournal *self,
            UsherIntent  *intent)
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
take_out (UsherJournal *self,
          guint         position)
{
  g_ptr_array_remove_index (self->intents, position);
  tell (self, position, 1, 0);
}

static void
put_in (UsherJournal *self,
        UsherIntent  *intent)
{
  guint position = find_place (self, intent);

  g_ptr_array_insert (self->intents, (int) position, g_object_ref (intent));
  tell (self, position, 0, 1);
}

static void
count_writing (UsherJournal *self,
               const char   *id,
               int           change)
{
  int n = GPOINTER_TO_INT (g_hash_table_lookup (self->writing, id)) + change;

  if (n > 0)
    g_hash_table_replace (self->writing, g_strdup (id), GINT_TO_POINTER (n));
  else
    g_hash_table_remove (self->writing, id);
}

static void
note_moved_aside (UsherJournal    *self,
                  UsherJournalJob *job)
{
  if (job->moved_aside == NULL)
    return;
  g_free (self->moved_aside);
  self->moved_aside = g_steal_pointer (&job->moved_aside);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOVED_ASIDE]);
}

static void
on_job_done (GTask        *task,
             const GError *error)
{
  UsherJournal *self = g_task_get_source_object (task);
  UsherJournalJob *job = g_task_get_task_data (task);
  gboolean is_there;
  guint position;

  count_writing (self, job->record->id, -1);
  note_moved_aside (self, job);
  if (error != NULL)
    return;

  is_there = find_intent (self, job->record->id, &position);
  if (job->func == usher_journal_file_forget || job->record->state == USHER_INTENT_DONE)
    {
      if (job->record->kind == USHER_INTENT_CREATE && job->record->invitation_id != NULL)
        g_hash_table_add (self->claimed, g_strdup (job->record->invitation_id));
      if (is_there)
        take_out (self, position);
    }
  else if (!is_there)
    {
      put_in (self, job->intent);
    }
  else if (g_ptr_array_index (self->intents, position) != job->intent)
    {
      g_object_unref (self->intents->pdata[position]);
      self->intents->pdata[position] = g_object_ref (job->intent);
      tell (self, position, 1, 1);
    }
}

/* What others wrote. Of what this program has in hand, the objects know more than the file. */
static void
merge (UsherJournal *self,
       GPtrArray    *records)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    {
      UsherJournalRecord *record = g_ptr_array_index (records, i);
      guint position;

      if (record->state == USHER_INTENT_DONE)
        {
          g_hash_table_add (self->claimed, g_strdup (record->invitation_id));
          continue;
        }
      g_hash_table_add (seen, record->id);
      if (record->own || g_hash_table_contains (self->writing, record->id))
        continue;
      if (find_intent (self, record->id, &position))
        usher_journal_record_apply (record, g_ptr_array_index (self->intents, position));
      else
        {
          g_autoptr (UsherIntent) intent = usher_journal_record_to_intent (record);

          if (intent != NULL)
            put_in (self, intent);
        }
    }
  for (guint i = self->intents->len; i > 0; i--)
    {
      const char *id = usher_intent_get_id (g_ptr_array_index (self->intents, i - 1));

      if (!g_hash_table_contains (seen, id) && !g_hash_table_contains (self->writing, id))
        take_out (self, i - 1);
    }
}

static void
on_reload_done (GTask        *task,
                const GError *error)
{
  UsherJournal *self = g_task_get_source_object (task);
  UsherJournalJob *job = g_task_get_task_data (task);

  note_moved_aside (self, job);
  if (error == NULL)
    merge (self, job->records);
}

static void
push (UsherJournal        *self,
      UsherJournalFunc     func,
      UsherIntent         *intent,
      int                  expected,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data,
      gpointer             tag)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  UsherJournalJob *job = usher_journal_job_new (func);

  job->expected = expected;
  job->intent = g_object_ref (intent);
  job->record = usher_journal_record_new (intent);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) usher_journal_job_free);

  if (self->closed)
    {
      g_task_return_new_error (task, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED,
                               _("The journal was closed meanwhile"));
      return;
    }

  count_writing (self, job->record->id, 1);
  usher_worker_push (self->worker, g_steal_pointer (&task), usher_journal_file_run, on_job_done);
}

/* A job that reads. */
static void
push_reading (UsherJournal        *self,
              UsherJournalJob     *job,
              UsherWorkerDone      done,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data,
              gpointer             tag)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) usher_journal_job_free);
  if (self->closed)
    {
      g_task_return_new_error (task, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED,
                               _("The journal was closed meanwhile"));
      return;
    }
  usher_worker_push (self->worker, g_steal_pointer (&task), usher_journal_file_run, done);
}

static void
on_open_done (GTask        *task,
              const GError *error)
{
  UsherJournalJob *job = g_task_get_task_data (task);
  UsherJournal *self = USHER_JOURNAL (job->journal);

  if (error != NULL)
    {
      self->closed = TRUE;
      g_clear_pointer (&self->worker, usher_worker_free);
      return;
    }

  self->moved_aside = g_steal_pointer (&job->moved_aside);
  merge (self, job->records);
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
  UsherJournalJob *job = usher_journal_job_new (usher_journal_file_open);
  UsherJournal *self = g_object_new (USHER_TYPE_JOURNAL, NULL);

  job->path = g_strdup (path);
  job->journal = G_OBJECT (self);
  g_task_set_source_tag (task, usher_journal_open_async);
  g_task_set_task_data (task, job, (GDestroyNotify) usher_journal_job_free);

  self->worker = usher_worker_new ("usher-journal", &self->file);
  usher_worker_push (self->worker, task, usher_journal_file_run, on_open_done);
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
  UsherJournalJob *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, usher_journal_open_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  job = g_task_get_task_data (G_TASK (result));
  return USHER_JOURNAL (g_steal_pointer (&job->journal));
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
 * usher_journal_reload_async:
 * @self: a journal
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the list is as the file is
 * @user_data: for @callback
 *
 * Reads what other programs on the same journal have written. What one of them had on its way when it died
 * is unclear now, and what it had queued is left for whoever wants to send it.
 */
void
usher_journal_reload_async (UsherJournal        *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (USHER_IS_JOURNAL (self));

  push_reading (self, usher_journal_job_new (usher_journal_file_reload), on_reload_done, cancellable,
                callback, user_data, usher_journal_reload_async);
}

/**
 * usher_journal_find_mailed_async:
 * @self: a journal
 * @since: a time in microseconds of UTC
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks whom a mail went out to since then, or is to go out to, or may have.
 */
void
usher_journal_find_mailed_async (UsherJournal        *self,
                                 gint64               since,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  UsherJournalJob *job;

  g_return_if_fail (USHER_IS_JOURNAL (self));

  job = usher_journal_job_new (usher_journal_file_mailed);
  job->since = since;
  push_reading (self, job, NULL, cancellable, callback, user_data, usher_journal_find_mailed_async);
}

/**
 * usher_journal_find_mailed_finish:
 * @self: a journal
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: (transfer full) (element-type utf8 gint64): keys of usher_recipients_to_key(), and when last
 */
GHashTable *
usher_journal_find_mailed_finish (UsherJournal  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  UsherJournalJob *job;

  g_return_val_if_fail (g_async_result_is_tagged (result, usher_journal_find_mailed_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  job = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&job->mailed);
}

/**
 * usher_journal_is_claimed:
 * @self: a journal
 * @invitation_id: an invitation
 *
 * Returns: %TRUE when a create that is done, and not older than a month, has made it
 */
gboolean
usher_journal_is_claimed (UsherJournal *self,
                          const char   *invitation_id)
{
  g_return_val_if_fail (USHER_IS_JOURNAL (self), FALSE);

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
  UsherJournalJob *job;

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
  job = usher_journal_job_new (usher_journal_file_close);
  g_task_set_task_data (task, job, (GDestroyNotify) usher_journal_job_free);
  usher_worker_push (self->worker, g_steal_pointer (&task), usher_journal_file_run, on_close_done);
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
 * usher_journal_reload_finish:
 * @self: a journal
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %TRUE when the list is as the file is
 */
gboolean
usher_journal_reload_finish (UsherJournal  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish (self, result, usher_journal_reload_async, error);
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

  push (self, usher_journal_file_write, intent, -1, cancellable, callback, user_data, usher_journal_write_async);
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
 * usher_journal_exchange_async:
 * @self: a journal
 * @intent: an intent whose state has changed
 * @expected: the state before
 * @cancellable: (nullable): a #GCancellable, which has no effect once the write has begun
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Writes an intent as it is at this moment, if in the file it still is in the state that it was in, and no
 * other program has it in hand: what two programs find lying about is picked up by one.
 */
void
usher_journal_exchange_async (UsherJournal        *self,
                              UsherIntent         *intent,
                              UsherIntentState     expected,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (USHER_IS_JOURNAL (self));
  g_return_if_fail (USHER_IS_INTENT (intent));

  push (self, usher_journal_file_write, intent, (int) expected, cancellable, callback, user_data,
        usher_journal_exchange_async);
}

/**
 * usher_journal_exchange_finish:
 * @self: a journal
 * @result: a #GAsyncResult
 * @error: where to put a #GError: %G_IO_ERROR_BUSY when somebody else was faster
 *
 * Returns: %TRUE when the intent is on the disk
 */
gboolean
usher_journal_exchange_finish (UsherJournal  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return finish (self, result, usher_journal_exchange_async, error);
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

  push (self, usher_journal_file_forget, intent, -1, cancellable, callback, user_data, usher_journal_forget_async);
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
