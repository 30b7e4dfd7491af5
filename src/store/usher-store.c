/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache of one account, as the rest of the program sees it: asynchronous calls that become jobs
 * on the store's worker thread, and the items that lists show. The work itself is in
 * usher-store-engine.c and its neighbours.
 *
 * To be used from the thread that opened it, the main thread. */
#include "store/usher-store-private.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "store/usher-item-table.h"
#include "store/usher-row-ahead.h"
#include "store/usher-store-first.h"
#include "store/usher-worker.h"

/* So many rows that were read ahead and that nobody asked for are kept: those of a few jumps. */
#define MAX_AHEAD 600

struct _UsherStore
{
  GObject parent_instance;

  UsherWorker *worker;     /* (owned) (nullable) after it was closed */
  UsherStoreEngine engine; /* the worker thread's own */
  UsherRowAhead *reader;   /* (owned) (nullable) after it was closed */
  GHashTable *ahead;       /* (owned) (element-type gint64 UsherStoreRow) read, and not asked for yet */
  UsherItemTable *items;   /* (owned) */
  UsherStoreFirst *first;  /* (owned) (nullable) until the store changes */
  char *moved_aside;       /* (owned) (nullable) */
  gboolean closed;
  gboolean checking;
};

typedef enum
{
  PROP_MOVED_ASIDE = 1,
} UsherStoreProperty;

static GParamSpec *properties[PROP_MOVED_ASIDE + 1];

enum
{
  SIGNAL_CHANGED,
  SIGNAL_CLEARED,
  SIGNAL_ROWS_COME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherStore, usher_store, G_TYPE_OBJECT)

static void
usher_store_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  UsherStore *self = USHER_STORE (object);

  switch ((UsherStoreProperty) prop_id)
    {
    case PROP_MOVED_ASIDE:
      g_value_set_string (value, self->moved_aside);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_store_finalize (GObject *object)
{
  UsherStore *self = USHER_STORE (object);

  if (self->worker != NULL)
    {
      g_critical ("A store was let go of without being closed");
      usher_worker_free (self->worker);
    }
  g_clear_pointer (&self->reader, usher_row_ahead_free);
  g_hash_table_unref (self->ahead);
  usher_store_engine_close (&self->engine);
  usher_item_table_free (self->items);
  g_clear_pointer (&self->first, usher_store_first_free);
  g_free (self->moved_aside);

  G_OBJECT_CLASS (usher_store_parent_class)->finalize (object);
}

static void
usher_store_class_init (UsherStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_store_get_property;
  object_class->finalize = usher_store_finalize;

  /**
   * UsherStore:moved-aside:
   *
   * Where a damaged file went, when the store was opened or later.
   */
  properties[PROP_MOVED_ASIDE] =
    g_param_spec_string ("moved-aside", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherStore::changed:
   * @self: the store
   *
   * Emitted once after each transaction that changed invitations, or the company names they are shown
   * with, before the callback of the call that did it.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", USHER_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  /**
   * UsherStore::cleared:
   * @self: the store
   *
   * Emitted when row ids that were handed out mean nothing any more: the store was closed, or its file
   * was damaged and a new one begun.
   */
  signals[SIGNAL_CLEARED] = g_signal_new ("cleared", USHER_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  /**
   * UsherStore::rows-come:
   * @self: the store
   *
   * For lists: rows that they wanted were read.
   */
  signals[SIGNAL_ROWS_COME] = g_signal_new ("rows-come", USHER_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
}

static void
usher_store_init (UsherStore *self)
{
  self->items = usher_item_table_new ();
  self->ahead = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                       (GDestroyNotify) usher_store_row_free);
}

/* What was read ahead is not what the file holds any more. */
static void
forget_ahead (UsherStore *self)
{
  g_hash_table_remove_all (self->ahead);
  if (self->reader != NULL)
    usher_row_ahead_forget (self->reader);
}

static void
on_rows_come (gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ROWS_COME], 0);
}

static void
take_reader (UsherStore     *self,
             UsherRowReader *reader)
{
  self->reader = usher_row_ahead_new (reader, on_rows_come, self);
}

/* Jobs */

static void on_job_done (GTask        *task,
                         const GError *error);

/* Takes the job. For usher-store-calls.c too. */
void
usher_store_push (UsherStore          *self,
                  UsherStoreJob       *job,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data,
                  gpointer             tag)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) usher_store_job_free);

  if (self->closed)
    {
      g_task_return_new_error (task, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED,
                               _("The local data was closed meanwhile"));
      return;
    }

  usher_worker_push (self->worker, g_steal_pointer (&task), usher_store_engine_run, on_job_done);
}

/* The job with its output; %NULL on error. */
UsherStoreJob *
usher_store_finish (UsherStore    *self,
                    GAsyncResult  *result,
                    gpointer       tag,
                    GError       **error)
{
  g_return_val_if_fail (USHER_IS_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_task_get_task_data (G_TASK (result));
}

static void
on_rows_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  UsherStore *self = USHER_STORE (source);
  g_autoptr (GError) error = NULL;
  UsherStoreJob *job = usher_store_finish (self, result, on_rows_read, &error);

  if (job == NULL)
    {
      g_debug ("Items stay as they are: %s", error->message);
      return;
    }

  for (guint i = 0; i < job->list->len; i++)
    {
      UsherStoreRow *row = g_ptr_array_index (job->list, i);

      if (usher_item_table_lookup (self->items, row->row_id) != NULL)
        {
          g_autoptr (UsherInvitationItem) item =
            usher_item_table_dup (self->items, row->row_id, row->invitation, row->company_name,
                                  row->last_event_at, row->n_viewed);
        }
    }
}

/* Items that are shown and whose rows changed are read again on the worker, and updated in place. The
 * job is queued before "changed" makes lists ask their query again, so they are up to date by then. */
static void
refresh_items (UsherStore *self,
               GArray     *changed_rows)
{
  g_autoptr (GArray) rows = usher_item_table_list_rows (self->items, changed_rows);
  UsherStoreJob *job;

  if (rows->len == 0 || self->closed)
    return;

  job = usher_store_job_new (usher_store_engine_read_rows);
  job->wanted_rows = g_steal_pointer (&rows);
  usher_store_push (self, job, NULL, on_rows_read, NULL, on_rows_read);
}

static void
begin_anew (UsherStore    *self,
            UsherStoreJob *job)
{
  g_free (self->moved_aside);
  self->moved_aside = g_steal_pointer (&job->moved_aside);
  usher_item_table_forget_rows (self->items);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOVED_ASIDE]);
  g_signal_emit (self, signals[SIGNAL_CLEARED], 0);
}

static void
on_job_done (GTask        *task,
             const GError *error)
{
  UsherStore *self = g_task_get_source_object (task);
  UsherStoreJob *job = g_task_get_task_data (task);
  gboolean has_reader = job->reader != NULL;

  if (job->changed || has_reader)
    forget_ahead (self);
  if (has_reader)
    {
      g_clear_pointer (&self->reader, usher_row_ahead_free);
      if (!self->closed)
        take_reader (self, g_steal_pointer (&job->reader));
      begin_anew (self, job);
    }

  if (job->changed || has_reader)
    g_clear_pointer (&self->first, usher_store_first_free);
  if (job->changed)
    {
      refresh_items (self, job->changed_rows);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
}

/* Opening and closing */

static void
on_open_done (GTask        *task,
              const GError *error)
{
  UsherStoreJob *job = g_task_get_task_data (task);
  UsherStore *self = USHER_STORE (job->object);

  if (error != NULL)
    {
      self->closed = TRUE;
      g_clear_pointer (&self->worker, usher_worker_free);
      return;
    }

  take_reader (self, g_steal_pointer (&job->reader));
  self->first = g_steal_pointer (&job->first);
  self->moved_aside = g_steal_pointer (&job->moved_aside);
}

/**
 * usher_store_open_async:
 * @path: (nullable): the file, made with its folder when it is not there; %NULL for one in memory
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the cache of an account. A damaged file is moved aside and a new one begun: see
 * [method@Store.get_moved_aside]. A file that cannot be written is opened for reading; then every
 * change fails with %USHER_STORE_ERROR_READ_ONLY.
 */
void
usher_store_open_async (const char          *path,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  UsherStoreJob *job = usher_store_job_new (usher_store_engine_open);
  UsherStore *self = g_object_new (USHER_TYPE_STORE, NULL);

  job->id = g_strdup (path);
  job->object = G_OBJECT (self);
  g_task_set_source_tag (task, usher_store_open_async);
  g_task_set_task_data (task, job, (GDestroyNotify) usher_store_job_free);

  self->worker = usher_worker_new ("usher-store", &self->engine);
  usher_worker_push (self->worker, task, usher_store_engine_run, on_open_done);
}

/**
 * usher_store_open_finish:
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Fails with %USHER_STORE_ERROR_TOO_NEW when a later version wrote the file, which is then left
 * untouched, with %USHER_STORE_ERROR_READ_ONLY or %USHER_STORE_ERROR_FULL when there is no file and
 * none can be made, and with %USHER_STORE_ERROR_CORRUPT when a damaged one cannot be moved aside.
 *
 * Returns: (transfer full): the store, to be closed before the last reference goes
 */
UsherStore *
usher_store_open_finish (GAsyncResult  *result,
                         GError       **error)
{
  UsherStoreJob *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, usher_store_open_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  job = g_task_get_task_data (G_TASK (result));
  return USHER_STORE (g_steal_pointer (&job->object));
}

/**
 * usher_store_get_moved_aside:
 * @self: a store
 *
 * Returns: (nullable) (transfer none): where a damaged file went, when the store was opened or since
 *   (then the property notifies)
 */
const char *
usher_store_get_moved_aside (UsherStore *self)
{
  g_return_val_if_fail (USHER_IS_STORE (self), NULL);

  return self->moved_aside;
}

/**
 * usher_store_get_first_counts:
 * @self: a store
 * @counts: (out): how many invitations all companies have
 *
 * Tells what was read along with the opening, as long as nothing has changed since.
 *
 * Returns: %FALSE when it has to be asked for: usher_store_count_async()
 */
gboolean
usher_store_get_first_counts (UsherStore  *self,
                              UsherCounts *counts)
{
  g_return_val_if_fail (USHER_IS_STORE (self), FALSE);

  if (self->first != NULL)
    *counts = self->first->counts;
  return self->first != NULL;
}

/**
 * usher_store_get_first_companies:
 * @self: a store
 *
 * Returns: (nullable) (transfer none) (element-type UsherCompany): what was read along with the opening;
 *   %NULL when it has to be asked for: usher_store_get_companies_async()
 */
GPtrArray *
usher_store_get_first_companies (UsherStore *self)
{
  g_return_val_if_fail (USHER_IS_STORE (self), NULL);

  return self->first != NULL ? self->first->companies : NULL;
}

/**
 * usher_store_get_first_fact:
 * @self: a store
 * @name: a fact's name
 *
 * Of use only while usher_store_get_first_companies() tells something.
 *
 * Returns: (nullable) (transfer none): its value as it was when the store was opened
 */
const char *
usher_store_get_first_fact (UsherStore *self,
                            const char *name)
{
  g_return_val_if_fail (USHER_IS_STORE (self), NULL);

  return self->first != NULL ? g_hash_table_lookup (self->first->facts, name) : NULL;
}

/* For lists: the answer that was read along with the opening, once. */
gboolean
usher_store_take_first_rows (UsherStore  *self,
                             UsherQuery  *query,
                             GArray     **rows,
                             GPtrArray  **page)
{
  if (self->first == NULL || self->first->rows == NULL ||
      !usher_query_equal (self->first->query, query))
    return FALSE;

  *rows = g_steal_pointer (&self->first->rows);
  *page = g_steal_pointer (&self->first->page);
  return TRUE;
}

/* For lists: whether row ids can still be asked for. */
gboolean
usher_store_get_closed (UsherStore *self)
{
  return self->closed;
}

static void
on_close_done (GTask        *task,
               const GError *error)
{
  UsherStore *self = g_task_get_source_object (task);

  g_clear_pointer (&self->worker, usher_worker_free);
}

/**
 * usher_store_close_async:
 * @self: a store
 * @callback: called when the file is closed
 * @user_data: for @callback
 *
 * Finishes what is queued and closes the file. Whatever is asked from now on fails with
 * %USHER_STORE_ERROR_CLOSED, a second close too, and lists are empty.
 */
void
usher_store_close_async (UsherStore          *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, usher_store_close_async);

  if (self->closed)
    {
      g_task_return_new_error (task, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED,
                               _("The local data was closed meanwhile"));
      return;
    }

  self->closed = TRUE;
  /* First, so that the worker's connection is the last one, which folds the log into the file. */
  g_clear_pointer (&self->reader, usher_row_ahead_free);
  g_hash_table_remove_all (self->ahead);
  g_clear_pointer (&self->first, usher_store_first_free);
  g_task_set_task_data (task, usher_store_job_new (usher_store_engine_shut),
                        (GDestroyNotify) usher_store_job_free);
  usher_worker_push (self->worker, g_steal_pointer (&task), usher_store_engine_run, on_close_done);
  g_signal_emit (self, signals[SIGNAL_CLEARED], 0);
}

/**
 * usher_store_close_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %FALSE when it was closed before
 */
gboolean
usher_store_close_finish (UsherStore    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return usher_store_finish (self, result, usher_store_close_async, error) != NULL;
}

/* Items */

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  UsherStore *self = USHER_STORE (source);
  g_autoptr (GError) error = NULL;

  self->checking = FALSE;
  if (usher_store_finish (self, result, on_checked, &error) == NULL)
    g_debug ("Checked: %s", error->message);
}

/* What stands in a list for a row that is gone already, until the query that runs has told the list. */
static UsherInvitationItem *
make_placeholder (void)
{
  g_autoptr (JsonNode) node = usher_json_parse ("{\"id\": \"00000000-0000-0000-0000-000000000000\"}",
                                                -1, NULL);
  g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (node, NULL);

  return usher_invitation_item_new (invitation, NULL, USHER_TIME_NONE);
}

/**
 * usher_store_find_row:
 * @self: a store
 * @id: the id of an invitation
 *
 * Returns: its row, or 0 when nobody holds its item
 */
gint64
usher_store_find_row (UsherStore *self,
                      const char *id)
{
  return usher_item_table_find_row (self->items, id);
}

/* A damaged file is looked at by the worker, which can begin anew. */
static void
check_file (UsherStore *self)
{
  if (self->checking || self->closed)
    return;
  self->checking = TRUE;
  usher_store_push (self, usher_store_job_new (usher_store_engine_check), NULL, on_checked, NULL,
                    on_checked);
}

/* What was read ahead since it was last looked at. */
static void
take_ahead (UsherStore *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  if (self->reader == NULL || !usher_row_ahead_take (self->reader, rows))
    return;
  if (g_hash_table_size (self->ahead) + rows->len > MAX_AHEAD)
    g_hash_table_remove_all (self->ahead);
  for (guint i = 0; i < rows->len; i++)
    {
      UsherStoreRow *row = g_ptr_array_index (rows, i);

      g_hash_table_replace (self->ahead, &row->row_id, row);
    }
}

/* The item of a row that was just read. */
static UsherInvitationItem *
make_item (UsherStore    *self,
           gint64         row_id,
           UsherStoreRow *row)
{
  if (row->invitation != NULL)
    return usher_item_table_dup (self->items, row_id, row->invitation, row->company_name,
                                 row->last_event_at, row->n_viewed);
  if (row->is_corrupt)
    check_file (self);
  return make_placeholder ();
}

/**
 * usher_store_has_item:
 * @self: a store
 * @row_id: a row of a query's answer
 *
 * Returns: whether its item can be had without reading the file
 */
gboolean
usher_store_has_item (UsherStore *self,
                      gint64      row_id)
{
  if (self->reader == NULL || usher_item_table_lookup (self->items, row_id) != NULL)
    return TRUE;
  take_ahead (self);
  return g_hash_table_contains (self->ahead, &row_id);
}

/**
 * usher_store_want_rows:
 * @self: a store
 * @rows: (element-type gint64): rows of a query's answer, the most urgent first
 *
 * Has rows read on a thread of its own, so that usher_store_peek_item() has them. Takes the place of an
 * earlier wish.
 */
void
usher_store_want_rows (UsherStore *self,
                       GArray     *rows)
{
  if (self->reader != NULL)
    usher_row_ahead_want (self->reader, rows);
}

/**
 * usher_store_peek_item:
 * @self: a store
 * @row_id: a row of a query's answer
 * @known: (nullable): the row, if it was read with the query and did not change since
 *
 * Gives out the item of a row, if that needs no reading.
 *
 * A row may have gone since the query was answered. Then an empty item stands in for the moment until
 * the list knows, because a #GListModel may not have holes.
 *
 * Returns: (transfer full) (nullable): the item
 */
UsherInvitationItem *
usher_store_peek_item (UsherStore    *self,
                       gint64         row_id,
                       UsherStoreRow *known)
{
  UsherInvitationItem *item = usher_item_table_lookup (self->items, row_id);
  UsherStoreRow *row;

  if (item != NULL)
    return g_object_ref (item);
  if (self->reader == NULL)
    return make_placeholder ();
  if (known != NULL)
    return make_item (self, row_id, known);

  row = g_hash_table_lookup (self->ahead, &row_id);
  if (row == NULL)
    {
      take_ahead (self);
      row = g_hash_table_lookup (self->ahead, &row_id);
    }
  if (row == NULL)
    return NULL;
  g_hash_table_steal (self->ahead, &row_id);
  item = make_item (self, row_id, row);
  usher_store_row_free (row);
  return item;
}

/**
 * usher_store_dup_item:
 * @self: a store
 * @row_id: a row of a query's answer
 * @known: (nullable): the row, if it was read with the query and did not change since
 *
 * Gives out the item of a row. If nobody holds it yet and the row is not known, it is read from the
 * file: one point read.
 *
 * Returns: (transfer full): the item, as of usher_store_peek_item()
 */
UsherInvitationItem *
usher_store_dup_item (UsherStore    *self,
                      gint64         row_id,
                      UsherStoreRow *known)
{
  UsherInvitationItem *item = usher_store_peek_item (self, row_id, known);
  g_autoptr (UsherStoreRow) row = NULL;
  g_autoptr (GError) error = NULL;

  if (item != NULL)
    return item;

  row = usher_row_ahead_read (self->reader, row_id, &error);
  if (row != NULL)
    return make_item (self, row_id, row);

  g_debug ("Row %" G_GINT64_FORMAT ": %s", row_id, error->message);
  if (g_error_matches (error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT))
    check_file (self);
  return make_placeholder ();
}
