/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with the rows of an archive: see them, filter, add up, write them to a file. Getters are for the
 * main thread and cheap; the rest runs on workers, which hold the data that was there when they were
 * asked. */

#include "usher-config.h"

#include "archive/usher-archive-search.h"
#include "archive/usher-archive.h"
#include "archive/usher-line-reader.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>

/**
 * usher_archive_get_n_rows:
 * @self: an archive
 *
 * Returns: how many rows there are; while it is loading, the first of them
 */
guint
usher_archive_get_n_rows (UsherArchive *self)
{
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (self);

  return data != NULL ? data->n_rows : 0;
}

/**
 * usher_archive_get_n_folded:
 * @self: an archive
 *
 * Returns: how many rows were left out because another file has the same event
 */
guint
usher_archive_get_n_folded (UsherArchive *self)
{
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (self);

  return data != NULL ? data->n_folded : 0;
}

/**
 * usher_archive_get_n_bad:
 * @self: an archive
 *
 * Returns: how many lines of all files cannot be read
 */
guint
usher_archive_get_n_bad (UsherArchive *self)
{
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (self);
  guint64 n = 0;

  for (guint i = 0; data != NULL && i < data->sources->len; i++)
    n += data->verifications[i].n_bad;
  return (guint) MIN (n, G_MAXUINT);
}

/**
 * usher_archive_get_row_time:
 * @self: an archive
 * @row: a row
 *
 * Returns: the time that the row is sorted by; %USHER_TIME_NONE when no row of the file has a time
 */
gint64
usher_archive_get_row_time (UsherArchive *self, guint row)
{
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (self);

  return data != NULL && row < data->n_rows ? data->rows[row].time : USHER_TIME_NONE;
}

/**
 * usher_archive_dup_event:
 * @self: an archive
 * @row: a row
 *
 * Returns: (transfer full) (nullable): the row as an object
 */
UsherArchiveEvent *
usher_archive_dup_event (UsherArchive *self, guint row)
{
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (self);

  return data != NULL && row < data->n_rows ? usher_archive_event_new (data, row) : NULL;
}

/**
 * usher_archive_dup_story:
 * @self: an archive
 * @row: a row
 *
 * Returns: (transfer full) (element-type guint32): all rows of the invitation that @row belongs to, oldest first;
 *   a damaged line is alone
 */
GArray *
usher_archive_dup_story (UsherArchive *self, guint row)
{
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (self);
  GArray *story = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 invitation;

  if (data == NULL || row >= data->n_rows)
    return story;
  invitation = data->rows[row].invitation;
  for (guint32 i = 0; i < data->n_rows; i++)
    if (i == row || (invitation != USHER_INTERN_NONE && data->rows[i].invitation == invitation))
      g_array_append_val (story, i);
  return story;
}

/* What a worker needs. */
typedef struct
{
  /* Input data */
  UsherArchiveData *data;     /* (owned) (nullable) */
  UsherArchiveFilter *filter; /* (owned) (nullable) */
  GArray *rows;               /* (owned) (nullable) */
  gint64 from;
  gint64 to;
  guint n_buckets;
  char *path;                 /* (owned) (nullable) */
  UsherLogFormat format;
  UsherLogAbout about;        /* strings (owned) */
} WorkData;

static void
work_data_free (gpointer data)
{
  WorkData *work = data;

  g_clear_pointer (&work->data, usher_archive_data_unref);
  g_clear_pointer (&work->filter, usher_archive_filter_unref);
  g_clear_pointer (&work->rows, g_array_unref);
  g_free (work->path);
  g_free ((char *) work->about.account);
  g_free ((char *) work->about.server);
  g_free ((char *) work->about.filter);
  g_free ((char *) work->about.time_zone);
  g_free (work);
}

static WorkData *
work_data_new (UsherArchive *self, GArray *rows)
{
  WorkData *work = g_new0 (WorkData, 1);

  work->data = usher_archive_dup_data (self);
  work->rows = rows != NULL ? g_array_ref (rows) : NULL;
  return work;
}

static void
filter_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  WorkData *work = task_data;
  GError *error = NULL;
  GArray *rows;

  if (work->data == NULL)
    rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  else
    rows = usher_archive_data_filter (work->data, work->filter, work->data->cache, cancellable, &error);
  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * usher_archive_filter_async:
 * @self: an archive
 * @filter: what to look for
 * @cancellable: (nullable): to stop
 * @callback: called with the rows
 * @user_data: for @callback
 *
 * Finds the rows that pass a filter. Texts that were looked for before are remembered, so that changing another
 * condition takes milliseconds.
 */
void
usher_archive_filter_async (UsherArchive *self, UsherArchiveFilter *filter, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  WorkData *work = work_data_new (self, NULL);

  work->filter = usher_archive_filter_ref (filter);
  g_task_set_source_tag (task, usher_archive_filter_async);
  g_task_set_task_data (task, work, work_data_free);
  g_task_run_in_thread (task, filter_in_thread);
}

/**
 * usher_archive_filter_finish:
 * @self: an archive
 * @result: what the callback got
 * @error: return location: %USHER_ARCHIVE_ERROR_FILTER
 *
 * Returns: (transfer full) (nullable) (element-type guint32): the rows, oldest first
 */
GArray *
usher_archive_filter_finish (UsherArchive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
summarise_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  WorkData *work = task_data;

  if (work->data == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else
    g_task_return_pointer (task,
                           usher_archive_summary_new (work->data, work->rows, work->from, work->to,
                                                      work->n_buckets),
                           (GDestroyNotify) usher_archive_summary_unref);
}

/**
 * usher_archive_summarise_async:
 * @self: an archive
 * @rows: (nullable) (element-type guint32): the rows; %NULL for all
 * @from: where the histogram begins, or %USHER_TIME_NONE for the first row
 * @to: where it ends, or %USHER_TIME_NONE for the last row
 * @n_buckets: how many buckets the histogram has
 * @cancellable: (nullable): to stop
 * @callback: called with the summary
 * @user_data: for @callback
 *
 * Counts, histogram and funnel of some rows.
 */
void
usher_archive_summarise_async (UsherArchive *self, GArray *rows, gint64 from, gint64 to, guint n_buckets,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  WorkData *work = work_data_new (self, rows);

  work->from = from;
  work->to = to;
  work->n_buckets = n_buckets;
  g_task_set_source_tag (task, usher_archive_summarise_async);
  g_task_set_task_data (task, work, work_data_free);
  g_task_run_in_thread (task, summarise_in_thread);
}

/**
 * usher_archive_summarise_finish:
 * @self: an archive
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the summary
 */
UsherArchiveSummary *
usher_archive_summarise_finish (UsherArchive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static int
compare_by_invitation (gconstpointer a, gconstpointer b, gpointer user_data)
{
  UsherArchiveData *data = user_data;
  guint32 i = *(const guint32 *) a;
  guint32 j = *(const guint32 *) b;
  guint32 x = data->rows[i].invitation;
  guint32 y = data->rows[j].invitation;

  if (x != y)
    return x < y ? -1 : 1;
  return i < j ? -1 : i > j;
}

/* An array of details has each invitation once. */
static GArray *
group_by_invitation (UsherArchiveData *data, GArray *rows)
{
  GArray *grouped = g_array_sized_new (FALSE, FALSE, sizeof (guint32), rows != NULL ? rows->len : data->n_rows);

  for (guint32 i = 0; i < (rows != NULL ? rows->len : data->n_rows); i++)
    {
      guint32 row = rows != NULL ? g_array_index (rows, guint32, i) : i;

      if (row < data->n_rows)
        g_array_append_val (grouped, row);
    }
  g_array_sort_with_data (grouped, compare_by_invitation, data);
  return grouped;
}

/* The rows as they stand in their files: so a file is read once, from its beginning to its end, and what
 * belongs to an invitation stays together. By time, stories that overlap would make every row a leap. */
static GArray *
order_by_place (UsherArchiveData *data, GArray *rows)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint32), rows != NULL ? rows->len : data->n_rows);
  g_autofree guint8 *chosen = rows != NULL ? g_malloc0 (MAX (data->n_rows, 1)) : NULL;

  for (guint32 i = 0; rows != NULL && i < rows->len; i++)
    if (g_array_index (rows, guint32, i) < data->n_rows)
      chosen[g_array_index (rows, guint32, i)] = 1;
  for (guint32 i = 0; i < data->n_rows; i++)
    if (chosen == NULL || chosen[data->by_offset[i]] != 0)
      g_array_append_val (order, data->by_offset[i]);
  return order;
}

/* Rows are read through a block. */
typedef struct
{
  char *buffer; /* (owned) */
  guint64 base;
  gsize filled;
  guint file;
} Block;

#define BLOCK_SIZE (1024 * 1024)
#define BLOCK_AHEAD (64 * 1024)

static const char *
read_row (UsherArchiveData *data, Block *block, const UsherRow *row, char **owned)
{
  gsize length;
  gssize n;

  if (row->length > BLOCK_SIZE)
    return *owned = usher_archive_data_read_row (data, row, USHER_LINE_LIMIT, &length);
  if (row->file != block->file || row->offset < block->base
      || row->offset + row->length > block->base + block->filled)
    {
      /* From a bit before: grouped by invitation, rows may go back and forth. */
      gboolean near = row->file == block->file && row->offset > block->base
                      && row->offset < block->base + 2 * BLOCK_SIZE;

      block->base = near && row->offset > BLOCK_AHEAD ? row->offset - BLOCK_AHEAD : row->offset;
      block->file = row->file;
      n = usher_log_source_read (g_ptr_array_index (data->sources, row->file), block->base, block->buffer,
                                 BLOCK_SIZE);
      block->filled = (gsize) MAX (n, 0);
      if (row->offset + row->length > block->base + block->filled)
        {
          block->filled = 0;
          return *owned = usher_archive_data_read_row (data, row, BLOCK_SIZE, &length);
        }
    }
  return block->buffer + (row->offset - block->base);
}

/**
 * usher_archive_data_export:
 * @data: an archive
 * @rows: (nullable) (element-type guint32): the rows; %NULL for all
 * @path: the file to be
 * @format: what to write
 * @about: (nullable): what the header says
 * @cancellable: (nullable): to stop; nothing is left behind
 * @error: return location
 *
 * Writes rows as a log of its own, in the order in which they stand in their files; JSON by invitation. Damaged lines
 * are left out, and so are links and tokens. Blocks.
 *
 * Returns: %TRUE when it was written
 */
gboolean
usher_archive_data_export (UsherArchiveData *data,
                           GArray *rows,
                           const char *path,
                           UsherLogFormat format,
                           const UsherLogAbout *about,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) order = format == USHER_LOG_FORMAT_JSON ? group_by_invitation (data, rows)
                                                             : order_by_place (data, rows);
  g_autoptr (UsherLogWriter) writer =
      usher_log_writer_new (path, format, USHER_LOG_FLAGS_NONE, about, cancellable, error);
  g_autofree guint8 *seen = g_malloc0 ((gsize) usher_intern_get_size (data->invitations) + 1);
  g_autofree char *buffer = g_malloc (BLOCK_SIZE);
  Block block = { .buffer = buffer, .file = G_MAXUINT };
  guint64 n_invitations = 0;

  if (writer == NULL)
    return FALSE;
  for (guint32 i = 0; i < order->len; i++)
    {
      guint32 number = g_array_index (order, guint32, i);
      g_autofree char *owned = NULL;
      const UsherRow *row;
      const char *line;

      if (number >= data->n_rows)
        continue;
      row = &data->rows[number];
      if ((row->flags & USHER_ROW_BAD) != 0)
        continue;
      line = read_row (data, &block, row, &owned);
      if (line == NULL)
        {
          g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_CHANGED,
                       _("“%s” became shorter while it was read. Open it again."),
                       ((UsherLogSource *) g_ptr_array_index (data->sources, row->file))->name);
          return FALSE;
        }
      if (row->invitation != USHER_INTERN_NONE && seen[row->invitation] == 0)
        {
          seen[row->invitation] = 1;
          n_invitations++;
        }
      if (!((row->flags & USHER_ROW_CHAINED) != 0
                ? usher_log_writer_add_known_line (writer, line, row->length,
                                                   (row->flags & USHER_ROW_NO_EVENT) == 0, error)
                : usher_log_writer_add_line (writer, line, row->length, error))
          || (i % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)))
        return FALSE;
    }
  usher_log_writer_set_n_invitations (writer, n_invitations);
  return usher_log_writer_finish (writer, error);
}

static void
export_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  WorkData *work = task_data;
  GError *error = NULL;

  if (work->data == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else if (usher_archive_data_export (work->data, work->rows, work->path, work->format, &work->about,
                                      cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * usher_archive_export_async:
 * @self: an archive
 * @rows: (nullable) (element-type guint32): the rows; %NULL for all
 * @path: the file to be
 * @format: what to write
 * @about: (nullable): what the header says; copied
 * @cancellable: (nullable): to stop
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * [func@archive_data_export] on a thread of its own.
 */
void
usher_archive_export_async (UsherArchive *self, GArray *rows, const char *path, UsherLogFormat format,
                            const UsherLogAbout *about, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  WorkData *work = work_data_new (self, rows);

  work->path = g_strdup (path);
  work->format = format;
  work->about.made_at = USHER_TIME_NONE;
  if (about != NULL)
    {
      work->about.account = g_strdup (about->account);
      work->about.server = g_strdup (about->server);
      work->about.filter = g_strdup (about->filter);
      work->about.time_zone = g_strdup (about->time_zone);
      work->about.made_at = about->made_at;
    }
  g_task_set_source_tag (task, usher_archive_export_async);
  g_task_set_task_data (task, work, work_data_free);
  g_task_run_in_thread (task, export_in_thread);
}

/**
 * usher_archive_export_finish:
 * @self: an archive
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when the file was written
 */
gboolean
usher_archive_export_finish (UsherArchive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
