/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes rows of an archive as a log of their own. Threads read lines and make batches of them ready, at most so many
 * ahead; the calling thread writes the batches in their order. So the memory is the same for a thousand rows and for ten
 * million, and an Usher log takes as long as its chain does, which is one step after another. */

#include "usher-config.h"

#include "archive/usher-archive.h"
#include "archive/usher-line-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define BLOCK_SIZE (1024 * 1024)
#define BLOCK_AHEAD (64 * 1024)
#define ROWS_A_BATCH 4096
#define BYTES_A_BATCH (1024 * 1024)
#define MAX_WORKERS 4
#define N_SLOTS (2 * MAX_WORKERS)

/* Rows are read through a block. */
typedef struct
{
  char *buffer; /* (owned) */
  guint64 base;
  gsize filled;
  guint file;
} Block;

typedef struct
{
  UsherLogBatch *batch;        /* (owned) (nullable) */
  guint32 rows[ROWS_A_BATCH];
  guint n_rows;
  gboolean ready;
  const UsherLogSource *short_source; /* (unowned) (nullable): the file that became shorter */
} Slot;

typedef struct
{
  UsherArchiveData *data;      /* (not owned) */
  UsherLogFormat format;
  const guint32 *order;        /* (not owned) the rows as they are to be written */
  guint32 n_order;
  const guint8 *chosen;        /* (not owned) (nullable) of each row, whether it is wanted */
  GMutex mutex;
  GCond changed;
  guint32 at;                  /* (mutex mutex) how many of order were taken */
  guint n_taken;               /* (mutex mutex) batches */
  guint n_written;             /* (mutex mutex) batches */
  gboolean stop;               /* (mutex mutex) */
  guint n_ahead;               /* how many batches may be taken and not written */
  Slot *slots;                 /* (owned) */
} Export;

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

/* An array of details, and a report, have each invitation once. */
static GArray *
group_by_invitation (UsherArchiveData *data, GArray *rows)
{
  guint32 n = rows != NULL ? rows->len : data->n_rows;
  GArray *grouped = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);

  for (guint32 i = 0; i < n; i++)
    {
      guint32 row = rows != NULL ? g_array_index (rows, guint32, i) : i;

      if (row < data->n_rows)
        g_array_append_val (grouped, row);
    }
  g_array_sort_with_data (grouped, compare_by_invitation, data);
  return grouped;
}

static guint8 *
mark_chosen (UsherArchiveData *data, GArray *rows)
{
  guint8 *chosen = g_malloc0 (MAX (data->n_rows, 1));

  for (guint32 i = 0; i < rows->len; i++)
    if (g_array_index (rows, guint32, i) < data->n_rows)
      chosen[g_array_index (rows, guint32, i)] = 1;
  return chosen;
}

static inline gboolean
is_wanted (Export *export, guint32 number)
{
  return (export->chosen == NULL || export->chosen[number] != 0)
         && (export->data->rows[number].flags & USHER_ROW_BAD) == 0;
}

static guint64
count_invitations (Export *export)
{
  UsherArchiveData *data = export->data;
  g_autofree guint8 *seen = g_malloc0 ((gsize) usher_intern_get_size (data->invitations) + 1);
  guint64 n = 0;

  for (guint32 i = 0; i < export->n_order; i++)
    {
      guint32 invitation = data->rows[export->order[i]].invitation;

      if (!is_wanted (export, export->order[i]) || invitation == USHER_INTERN_NONE || seen[invitation] != 0)
        continue;
      seen[invitation] = 1;
      n++;
    }
  return n;
}

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

/* The next rows, until they are enough for a batch. */
static void
take_rows (Export *export, Slot *slot)
{
  gsize size = 0;

  slot->n_rows = 0;
  slot->ready = FALSE;
  slot->short_source = NULL;
  while (export->at < export->n_order && slot->n_rows < ROWS_A_BATCH && size < BYTES_A_BATCH)
    {
      guint32 number = export->order[export->at++];

      if (!is_wanted (export, number))
        continue;
      slot->rows[slot->n_rows++] = number;
      size += export->data->rows[number].length;
    }
}

static void
fill (Export *export, Slot *slot, Block *block)
{
  UsherArchiveData *data = export->data;

  if (slot->batch == NULL)
    {
      slot->batch = usher_log_batch_new (export->format, FALSE);
      /* At once: growing leaves holes behind, more in one run than in another. */
      g_string_set_size (slot->batch->text, BYTES_A_BATCH + BYTES_A_BATCH / 4);
    }
  usher_log_batch_clear (slot->batch);
  for (guint i = 0; i < slot->n_rows; i++)
    {
      const UsherRow *row = &data->rows[slot->rows[i]];
      g_autofree char *owned = NULL;
      const char *line = read_row (data, block, row, &owned);

      if (line == NULL)
        {
          slot->short_source = g_ptr_array_index (data->sources, row->file);
          return;
        }
      if ((row->flags & USHER_ROW_CHAINED) != 0)
        usher_log_batch_add_known_line (slot->batch, line, row->length, (row->flags & USHER_ROW_NO_EVENT) == 0);
      else
        usher_log_batch_add_line (slot->batch, line, row->length);
    }
}

static gpointer
work (gpointer user_data)
{
  Export *export = user_data;
  g_autofree char *buffer = g_malloc (BLOCK_SIZE);
  Block block = { .buffer = buffer, .file = G_MAXUINT };

  g_mutex_lock (&export->mutex);
  while (!export->stop && export->at < export->n_order)
    {
      Slot *slot = &export->slots[export->n_taken % N_SLOTS];

      if (export->n_taken - export->n_written >= export->n_ahead)
        {
          g_cond_wait (&export->changed, &export->mutex);
          continue;
        }
      export->n_taken++;
      take_rows (export, slot);
      g_mutex_unlock (&export->mutex);
      fill (export, slot, &block);
      g_mutex_lock (&export->mutex);
      slot->ready = TRUE;
      g_cond_broadcast (&export->changed);
    }
  g_cond_broadcast (&export->changed);
  g_mutex_unlock (&export->mutex);
  return NULL;
}

/* The next batch in its order; NULL after the last. */
static Slot *
wait_for_batch (Export *export)
{
  Slot *slot = &export->slots[export->n_written % N_SLOTS];
  gboolean any;

  g_mutex_lock (&export->mutex);
  while (!(any = export->n_written < export->n_taken) || !slot->ready)
    {
      if (!any && export->at >= export->n_order)
        break;
      g_cond_wait (&export->changed, &export->mutex);
    }
  g_mutex_unlock (&export->mutex);
  return any ? slot : NULL;
}

static gboolean
write_batches (Export *export, UsherLogWriter *writer, GCancellable *cancellable, GError **error)
{
  Slot *slot;

  while ((slot = wait_for_batch (export)) != NULL)
    {
      if (slot->short_source != NULL)
        {
          g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_CHANGED,
                       _("“%s” became shorter while it was read. Open it again."), slot->short_source->name);
          return FALSE;
        }
      if (!usher_log_writer_add_batch (writer, slot->batch, error)
          || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_mutex_lock (&export->mutex);
      export->n_written++;
      g_cond_broadcast (&export->changed);
      g_mutex_unlock (&export->mutex);
    }
  return TRUE;
}

/* Who writes an Usher log has a thread's work with its chain; rows of CSV are only handed over. */
static guint
get_n_workers (UsherLogFormat format)
{
  guint n = usher_parallel_n_threads ();

  return CLAMP (format == USHER_LOG_FORMAT_CSV ? n : n - 1, 1, MAX_WORKERS);
}

static gboolean
run (Export *export, UsherLogWriter *writer, GCancellable *cancellable, GError **error)
{
  GThread *threads[MAX_WORKERS] = { NULL };
  guint n_wanted = get_n_workers (export->format);
  guint n_workers = 0;
  gboolean done;

  g_mutex_init (&export->mutex);
  g_cond_init (&export->changed);
  export->slots = g_new0 (Slot, N_SLOTS);
  export->n_ahead = 2 * n_wanted;
  for (guint i = 0; i < n_wanted; i++)
    {
      threads[n_workers] = g_thread_try_new ("usher-export", work, export, n_workers > 0 ? NULL : error);
      n_workers += threads[n_workers] != NULL;
    }
  done = n_workers > 0 && write_batches (export, writer, cancellable, error);
  g_mutex_lock (&export->mutex);
  export->stop = TRUE;
  g_cond_broadcast (&export->changed);
  g_mutex_unlock (&export->mutex);
  for (guint i = 0; i < n_workers; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < N_SLOTS; i++)
    usher_log_batch_free (export->slots[i].batch);
  g_free (export->slots);
  g_cond_clear (&export->changed);
  g_mutex_clear (&export->mutex);
  return done;
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
 * Writes rows as a log of its own, in the order in which they stand in their files; JSON and reports by invitation. Damaged lines
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
  gboolean by_invitation = format == USHER_LOG_FORMAT_JSON || format == USHER_LOG_FORMAT_PDF;
  g_autoptr (GArray) grouped = by_invitation ? group_by_invitation (data, rows) : NULL;
  /* As they stand in their files: so a file is read once, from its beginning to its end, and what belongs to an
   * invitation stays together. By time, stories that overlap would make every row a leap. */
  g_autofree guint8 *chosen = rows != NULL && !by_invitation ? mark_chosen (data, rows) : NULL;
  g_autoptr (UsherLogWriter) writer =
      usher_log_writer_new (path, format, USHER_LOG_FLAGS_NONE, about, cancellable, error);
  Export export = { .data = data,
                    .format = format,
                    .order = by_invitation ? (const guint32 *) (gpointer) grouped->data : data->by_offset,
                    .n_order = by_invitation ? grouped->len : data->n_rows,
                    .chosen = chosen };

  if (writer == NULL)
    return FALSE;
  usher_log_writer_set_n_invitations (writer, count_invitations (&export));
  return run (&export, writer, cancellable, error) && usher_log_writer_finish (writer, error);
}
