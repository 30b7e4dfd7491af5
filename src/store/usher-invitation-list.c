/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of invitations that a window shows: row ids of one query, and items only for rows that are
 * asked for (DESIGN, decision 1). Main thread; queries run on the store's.
 *
 * When a new answer comes, what both have at the beginning and at the end stays, and `items-changed`
 * tells of the middle. A middle that is large is told as the removal of everything and then the
 * addition of everything, for two reasons. Told at once, GtkSingleSelection (4.8) asks for every new
 * row, one by one, to find the selected one among them (about a second for 100,000 rows). And told as
 * a removal of the middle alone, GTK 4.8.3 shows rows that are gone when all those it had widgets for
 * were in that middle (500 rows, scrolled to the end, all but the first 18 removed). A selection is
 * lost then, and whoever shows the list restores it by id; items keep their identity, so it means the
 * same row.
 *
 * A row that stays where it is while its content changes is not part of `items-changed`: its item is
 * updated in place by the store, and notifies through its properties. */
#include "store/usher-invitation-list.h"

#include "model/usher-read-ahead.h"
#include "store/usher-store-first.h"
#include "store/usher-store-private.h"

/* Seconds after which an answer that depends on the clock is asked for again. */
#define MINUTE 60
/* Up to so many rows are told of as a middle that changed. */
#define MAX_REPLACED 64

struct _UsherInvitationList
{
  GObject parent_instance;

  UsherStore *store;         /* (owned) */
  UsherQuery *query;         /* (owned) */
  GArray *rows;              /* (owned) (element-type gint64) */
  GHashTable *page;          /* (owned) (element-type gint64 UsherStoreRow) read with the query */
  GCancellable *cancellable; /* (owned) (nullable) of the query that runs */
  guint clock_source;        /* while the query depends on the time */
  gboolean stale;            /* the store changed while a query ran */
  gboolean loading;
  gboolean telling;          /* "items-changed" is being emitted */
  gboolean clear;            /* the rows were cleared meanwhile */
};

typedef enum
{
  PROP_QUERY = 1,
  PROP_LOADING,
  PROP_N_ITEMS,
} UsherInvitationListProperty;

static GParamSpec *properties[PROP_N_ITEMS + 1];

static void usher_invitation_list_model_init (GListModelInterface *iface);
static void usher_invitation_list_read_ahead_init (UsherReadAheadInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherInvitationList, usher_invitation_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      usher_invitation_list_model_init)
                               G_IMPLEMENT_INTERFACE (USHER_TYPE_READ_AHEAD,
                                                      usher_invitation_list_read_ahead_init))

static GType
usher_invitation_list_get_item_type (GListModel *model)
{
  return USHER_TYPE_INVITATION_ITEM;
}

static guint
usher_invitation_list_get_n_items (GListModel *model)
{
  return USHER_INVITATION_LIST (model)->rows->len;
}

static gpointer
usher_invitation_list_get_item (GListModel *model,
                                guint       position)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (model);
  gint64 row_id;

  if (position >= self->rows->len)
    return NULL;
  row_id = g_array_index (self->rows, gint64, position);
  return usher_store_dup_item (self->store, row_id, g_hash_table_lookup (self->page, &row_id));
}

static void
usher_invitation_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = usher_invitation_list_get_item_type;
  iface->get_n_items = usher_invitation_list_get_n_items;
  iface->get_item = usher_invitation_list_get_item;
}

static gpointer
usher_invitation_list_peek (UsherReadAhead *ahead,
                            guint           position)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (ahead);
  gint64 row_id;

  if (position >= self->rows->len)
    return NULL;
  row_id = g_array_index (self->rows, gint64, position);
  return usher_store_peek_item (self->store, row_id, g_hash_table_lookup (self->page, &row_id));
}

static gboolean
usher_invitation_list_want (UsherReadAhead *ahead,
                            const guint    *positions,
                            guint           n)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (ahead);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n; i++)
    {
      gint64 row_id;

      if (positions[i] >= self->rows->len)
        continue;
      row_id = g_array_index (self->rows, gint64, positions[i]);
      if (!g_hash_table_contains (self->page, &row_id) && !usher_store_has_item (self->store, row_id))
        g_array_append_val (rows, row_id);
    }
  if (rows->len > 0)
    usher_store_want_rows (self->store, rows);
  return rows->len > 0;
}

/* A row id is never used again: DESIGN, decision 1. */
static gint64
usher_invitation_list_get_key (UsherReadAhead *ahead,
                               guint           position)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (ahead);

  return position < self->rows->len ? g_array_index (self->rows, gint64, position) : 0;
}

static void
usher_invitation_list_read_ahead_init (UsherReadAheadInterface *iface)
{
  iface->get_key = usher_invitation_list_get_key;
  iface->peek = usher_invitation_list_peek;
  iface->want = usher_invitation_list_want;
}

static void
set_loading (UsherInvitationList *self,
             gboolean             loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* Eats the rows. Until this returns, whoever is told sees the list that the signal speaks of. */
static void
tell (UsherInvitationList *self,
      GArray              *rows,
      guint                position,
      guint                removed,
      guint                added)
{
  g_array_unref (self->rows);
  self->rows = rows;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Eats the new rows, and tells what is different. */
static void
take_rows (UsherInvitationList *self,
           GArray              *rows)
{
  g_autoptr (GArray) old = g_array_ref (self->rows);
  const gint64 *old_ids = (const gint64 *) old->data;
  const gint64 *new_ids = (const gint64 *) rows->data;
  guint n_old = old->len, n_new = rows->len;
  guint shorter = MIN (n_old, n_new);
  guint before = 0, after = 0, removed, added;

  while (before < shorter && old_ids[before] == new_ids[before])
    before++;
  while (after < shorter - before && old_ids[n_old - 1 - after] == new_ids[n_new - 1 - after])
    after++;
  removed = n_old - before - after;
  added = n_new - before - after;

  self->telling = TRUE;
  if (removed == 0 && added == 0)
    {
      g_array_unref (rows);
    }
  else if (removed > MAX_REPLACED || (removed > 0 && added > MAX_REPLACED) ||
           (removed > 0 && added > 0 && before == 0 && after == 0))
    {
      tell (self, g_array_new (FALSE, FALSE, sizeof (gint64)), 0, n_old, 0);
      if (n_new > 0)
        tell (self, rows, 0, 0, n_new);
      else
        g_array_unref (rows);
    }
  else
    tell (self, rows, before, removed, added);
  self->telling = FALSE;

  if (n_old != n_new)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);

  if (self->clear)
    {
      self->clear = FALSE;
      take_rows (self, g_array_new (FALSE, FALSE, sizeof (gint64)));
    }
}

static void ask (UsherInvitationList *self,
                 gboolean             with_page);

/* A query that runs does not keep the list alive. */
static GWeakRef *
new_weak (UsherInvitationList *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

static UsherInvitationList *
take_weak (GWeakRef *weak)
{
  UsherInvitationList *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self;
}

/* The rows that will be asked for at once were read by the worker along with the query. */
static void
take_page (UsherInvitationList *self,
           GPtrArray           *page)
{
  g_hash_table_remove_all (self->page);
  for (guint i = 0; page != NULL && i < page->len; i++)
    {
      UsherStoreRow *row = g_ptr_array_index (page, i);

      g_hash_table_insert (self->page, &row->row_id, row);
    }
  if (page != NULL)
    {
      g_ptr_array_set_free_func (page, NULL);
      g_ptr_array_set_size (page, 0);
    }
}

static void
on_queried (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (UsherInvitationList) self = take_weak (user_data);
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  UsherStoreJob *job;

  if (self == NULL)
    return;

  job = usher_store_finish (USHER_STORE (source), result, ask, &error);

  /* Another query was set meanwhile, or the rows mean nothing any more: this answer is nobody's. */
  if (cancellable != self->cancellable)
    return;

  g_clear_object (&self->cancellable);

  if (job != NULL)
    {
      take_page (self, job->list);
      take_rows (self, g_steal_pointer (&job->rows));
    }
  else
    g_debug ("The list stays as it is: %s", error->message);

  /* Whoever was told of the rows may have set another query. */
  if (self->cancellable != NULL)
    return;

  if (self->stale)
    ask (self, FALSE);
  set_loading (self, FALSE);
}

static void
stop_asking (UsherInvitationList *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
ask (UsherInvitationList *self,
     gboolean             with_page)
{
  UsherStoreJob *job;

  stop_asking (self);
  self->stale = FALSE;
  self->cancellable = g_cancellable_new ();
  job = usher_store_job_new (usher_store_engine_query);
  job->query = usher_query_ref (self->query);
  /* When only the store has changed, most of what is seen is there already. */
  job->page = with_page ? USHER_STORE_PAGE : 0;
  usher_store_push (self->store, job, self->cancellable, on_queried, new_weak (self), ask);
}

/* A query that runs for the person is not thrown away because a sync writes on: it is let finish, and
 * asked again. Otherwise a long sync would keep the list from showing anything. */
static void
on_changed (UsherInvitationList *self)
{
  /* What was read before may be different now. */
  g_hash_table_remove_all (self->page);
  usher_read_ahead_emit_stale (USHER_READ_AHEAD (self));

  if (usher_store_get_closed (self->store))
    return;

  if (self->cancellable != NULL)
    self->stale = TRUE;
  else
    ask (self, FALSE);
}

/* The row ids mean nothing any more. If the store goes on, "changed" follows. */
static void
on_cleared (UsherInvitationList *self)
{
  stop_asking (self);
  g_hash_table_remove_all (self->page);

  if (self->telling)
    self->clear = TRUE;
  else
    take_rows (self, g_array_new (FALSE, FALSE, sizeof (gint64)));

  if (usher_store_get_closed (self->store))
    set_loading (self, FALSE);
}

/* What expires "within a day" is not the same a minute later, though the store has not changed. */
static gboolean
on_minute (gpointer user_data)
{
  on_changed (USHER_INVITATION_LIST (user_data));
  return G_SOURCE_CONTINUE;
}

static void
watch_clock (UsherInvitationList *self)
{
  g_clear_handle_id (&self->clock_source, g_source_remove);
  if (usher_query_get_expires_within (self->query) > 0)
    self->clock_source = g_timeout_add_seconds (MINUTE, on_minute, self);
}

static void
usher_invitation_list_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (object);

  switch ((UsherInvitationListProperty) prop_id)
    {
    case PROP_QUERY:
      g_value_set_boxed (value, self->query);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->rows->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_invitation_list_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (object);

  switch ((UsherInvitationListProperty) prop_id)
    {
    case PROP_QUERY:
      usher_invitation_list_set_query (self, g_value_get_boxed (value));
      break;
    case PROP_LOADING:
    case PROP_N_ITEMS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_invitation_list_dispose (GObject *object)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (object);

  stop_asking (self);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_array_set_size (self->rows, 0);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (usher_invitation_list_parent_class)->dispose (object);
}

static void
usher_invitation_list_finalize (GObject *object)
{
  UsherInvitationList *self = USHER_INVITATION_LIST (object);

  usher_query_unref (self->query);
  g_array_unref (self->rows);
  g_hash_table_unref (self->page);

  G_OBJECT_CLASS (usher_invitation_list_parent_class)->finalize (object);
}

static void
usher_invitation_list_class_init (UsherInvitationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_invitation_list_get_property;
  object_class->set_property = usher_invitation_list_set_property;
  object_class->dispose = usher_invitation_list_dispose;
  object_class->finalize = usher_invitation_list_finalize;

  /**
   * UsherInvitationList:query:
   *
   * Which invitations the list has, in which order.
   */
  properties[PROP_QUERY] =
    g_param_spec_boxed ("query", NULL, NULL, USHER_TYPE_QUERY,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * UsherInvitationList:loading:
   *
   * Whether what is shown is not yet the answer to the query. Not set when the query is asked again
   * because the store changed.
   */
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * UsherInvitationList:n-items:
   *
   * How many invitations there are, for bindings.
   */
  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_invitation_list_init (UsherInvitationList *self)
{
  self->query = usher_query_new ();
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->page = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                      (GDestroyNotify) usher_store_row_free);
}

/**
 * usher_invitation_list_new:
 * @store: an open store
 *
 * Makes a list of everything, newest first; it is empty and loading until the store has answered. The
 * first list of a store that nobody has changed since it was opened is full at once.
 *
 * Returns: (transfer full): the list
 */
UsherInvitationList *
usher_invitation_list_new (UsherStore *store)
{
  g_autoptr (GPtrArray) page = NULL;
  UsherInvitationList *self;
  GArray *rows;

  g_return_val_if_fail (USHER_IS_STORE (store), NULL);

  self = g_object_new (USHER_TYPE_INVITATION_LIST, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "cleared", G_CALLBACK (on_cleared), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "rows-come", G_CALLBACK (usher_read_ahead_emit_come), self,
                           G_CONNECT_SWAPPED);
  if (usher_store_take_first_rows (store, self->query, &rows, &page))
    {
      take_page (self, page);
      g_array_unref (self->rows);
      self->rows = rows;
    }
  else if (!usher_store_get_closed (store))
    {
      self->loading = TRUE;
      ask (self, TRUE);
    }

  return self;
}

/**
 * usher_invitation_list_get_query:
 * @self: a list
 *
 * Returns: (transfer none): the query
 */
UsherQuery *
usher_invitation_list_get_query (UsherInvitationList *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_LIST (self), NULL);

  return self->query;
}

/**
 * usher_invitation_list_set_query:
 * @self: a list
 * @query: which invitations, in which order
 *
 * Asks another query. What is shown stays until it is answered; an older one that runs is cancelled.
 */
void
usher_invitation_list_set_query (UsherInvitationList *self,
                                 UsherQuery          *query)
{
  g_return_if_fail (USHER_IS_INVITATION_LIST (self));
  g_return_if_fail (query != NULL);

  if (usher_query_equal (self->query, query))
    return;

  usher_query_ref (query);
  usher_query_unref (self->query);
  self->query = query;

  if (self->store != NULL && !usher_store_get_closed (self->store))
    {
      watch_clock (self);
      ask (self, TRUE);
      set_loading (self, TRUE);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

/**
 * usher_invitation_list_get_loading:
 * @self: a list
 *
 * Returns: %TRUE from usher_invitation_list_set_query() until the answer is shown
 */
gboolean
usher_invitation_list_get_loading (UsherInvitationList *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_LIST (self), FALSE);

  return self->loading;
}

/**
 * usher_invitation_list_find:
 * @self: a list
 * @id: the id of an invitation whose item somebody holds: a selection's
 *
 * Restores a selection after rows moved, without making an item of every row on the way: a selection
 * that is lost when all rows are replaced means the same invitation again.
 *
 * Returns: its position, or %G_MAXUINT when it is not listed, or nobody holds its item
 */
guint
usher_invitation_list_find (UsherInvitationList *self,
                            const char          *id)
{
  gint64 row;

  g_return_val_if_fail (USHER_IS_INVITATION_LIST (self), G_MAXUINT);
  g_return_val_if_fail (id != NULL, G_MAXUINT);

  row = self->store != NULL ? usher_store_find_row (self->store, id) : 0;
  for (guint i = 0; row != 0 && i < self->rows->len; i++)
    {
      if (g_array_index (self->rows, gint64, i) == row)
        return i;
    }
  return G_MAXUINT;
}
