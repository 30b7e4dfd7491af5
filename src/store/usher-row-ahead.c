/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows for a list that is scrolled. A row takes some fifty to a hundred microseconds to read, most of it for its
 * JSON, and a jump needs forty at once: so they are read here, while GTK lays out the widgets they go into, and are
 * mostly there when these are drawn. It is not the store's worker, which may be busy with a sync.
 *
 * All but run() is called by one thread, the main one. What nobody waits for any more is not read: the newest wish
 * takes the place of those before. */
#include "store/usher-row-ahead.h"

struct _UsherRowAhead
{
  UsherRowReader *reader;  /* (owned) under reading */
  GThread *thread;         /* (owned) (nullable) until something is wanted */
  GMainContext *context;   /* (owned) where func is called */
  UsherRowAheadFunc func;
  gpointer user_data;
  GMutex reading;          /* held while a row is read */

  GMutex lock;             /* for all that follows */
  GCond cond;
  GArray *wanted;          /* (owned) (element-type gint64) the next one last */
  GPtrArray *come;         /* (owned) (element-type UsherStoreRow) */
  GSource *source;         /* (owned) (nullable) that will call func */
  guint generation;        /* what was wanted in an earlier one is not what is in the file any more */
  gboolean owing;          /* a wish was made that nothing was told of */
  gboolean ended;
};

static gboolean
on_come (gpointer user_data)
{
  UsherRowAhead *self = user_data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->lock);

  self->func (self->user_data);
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
tell (UsherRowAhead *self)
{
  if (self->source != NULL)
    return;
  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (self->source, "[usher] on_come");
  g_source_set_callback (self->source, on_come, self, NULL);
  g_source_attach (self->source, self->context);
}

/* A row that cannot be read is answered without an invitation, so that it is not asked for again and again. */
static UsherStoreRow *
read_row (UsherRowAhead *self, gint64 row_id)
{
  g_autoptr (GError) error = NULL;
  UsherStoreRow *row = usher_row_ahead_read (self, row_id, &error);

  if (row != NULL)
    return row;
  row = g_new0 (UsherStoreRow, 1);
  row->row_id = row_id;
  row->is_corrupt = g_error_matches (error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT);
  g_debug ("Row %" G_GINT64_FORMAT ": %s", row_id, error->message);
  return row;
}

static gpointer
run (gpointer user_data)
{
  UsherRowAhead *self = user_data;

  g_mutex_lock (&self->lock);
  while (!self->ended)
    {
      guint generation = self->generation;
      UsherStoreRow *row;
      gint64 row_id;

      if (self->wanted->len == 0)
        {
          /* Even if all of it was taken by then. */
          if (self->owing)
            tell (self);
          self->owing = FALSE;
          g_cond_wait (&self->cond, &self->lock);
          continue;
        }
      row_id = g_array_index (self->wanted, gint64, self->wanted->len - 1);
      g_array_set_size (self->wanted, self->wanted->len - 1);
      g_mutex_unlock (&self->lock);
      row = read_row (self, row_id);
      g_mutex_lock (&self->lock);
      if (generation == self->generation)
        g_ptr_array_add (self->come, row);
      else
        usher_store_row_free (row);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * usher_row_ahead_new:
 * @reader: (transfer full): what reads
 * @func: called in the main context of this thread when rows that were wanted have come
 * @user_data: for @func
 *
 * Returns: (transfer full): a reader of rows; its thread starts when something is wanted
 */
UsherRowAhead *
usher_row_ahead_new (UsherRowReader *reader, UsherRowAheadFunc func, gpointer user_data)
{
  UsherRowAhead *self = g_new0 (UsherRowAhead, 1);

  self->reader = reader;
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->come = g_ptr_array_new_with_free_func ((GDestroyNotify) usher_store_row_free);
  g_mutex_init (&self->reading);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  return self;
}

/**
 * usher_row_ahead_free:
 * @self: (transfer full): a reader of rows
 *
 * Waits for the row that is being read, and closes the file.
 */
void
usher_row_ahead_free (UsherRowAhead *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  usher_row_reader_free (self->reader);
  g_ptr_array_unref (self->come);
  g_array_unref (self->wanted);
  g_main_context_unref (self->context);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->reading);
  g_free (self);
}

/**
 * usher_row_ahead_want:
 * @self: a reader of rows
 * @rows: (element-type gint64): what will be asked for soon, the first one first
 *
 * Has rows read. What was wanted before and was not read yet is given up.
 */
void
usher_row_ahead_want (UsherRowAhead *self, GArray *rows)
{
  g_mutex_lock (&self->lock);
  g_array_set_size (self->wanted, 0);
  for (guint i = rows->len; i > 0; i--)
    g_array_append_val (self->wanted, g_array_index (rows, gint64, i - 1));
  self->owing = rows->len > 0;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  if (self->thread == NULL && rows->len > 0)
    self->thread = g_thread_new ("usher-rows", run, self);
}

/**
 * usher_row_ahead_forget:
 * @self: a reader of rows
 *
 * Gives up what was wanted, and what was read and not taken: the file has changed.
 */
void
usher_row_ahead_forget (UsherRowAhead *self)
{
  g_mutex_lock (&self->lock);
  self->generation++;
  self->owing = FALSE;
  g_array_set_size (self->wanted, 0);
  g_ptr_array_set_size (self->come, 0);
  g_mutex_unlock (&self->lock);
}

/**
 * usher_row_ahead_take:
 * @self: a reader of rows
 * @rows: (element-type UsherStoreRow): where to add them; a row without an invitation could not be read
 *
 * Gives out what has come since, told or not.
 *
 * Returns: %FALSE when that is nothing
 */
gboolean
usher_row_ahead_take (UsherRowAhead *self, GPtrArray *rows)
{
  guint before = rows->len;

  g_mutex_lock (&self->lock);
  if (self->come->len > 0)
    g_ptr_array_extend_and_steal (rows, g_steal_pointer (&self->come));
  if (self->come == NULL)
    self->come = g_ptr_array_new_with_free_func ((GDestroyNotify) usher_store_row_free);
  g_mutex_unlock (&self->lock);
  return rows->len > before;
}

/**
 * usher_row_ahead_read:
 * @self: a reader of rows
 * @row_id: which row
 * @error: where to put a #GError
 *
 * Reads a row at once, for somebody who cannot wait.
 *
 * Returns: (transfer full): the row; %NULL on error, as of usher_row_reader_read()
 */
UsherStoreRow *
usher_row_ahead_read (UsherRowAhead *self, gint64 row_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reading);

  return usher_row_reader_read (self->reader, row_id, error);
}
