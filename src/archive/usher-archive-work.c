/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with the rows of an archive: see them, filter, add up, write them to a file. Getters are for the
 * main thread and cheap; the rest runs on workers, which hold the data that was there when they were
 * asked. */

#include "usher-config.h"

#include "archive/usher-archive-search.h"
#include "archive/usher-archive.h"
#include "model/usher-time.h"

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
