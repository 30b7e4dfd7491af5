/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Indexes of large files are kept in the cache folder, so that a file that was open before opens at
 * once. A kept index is found by the file's identity (device, inode, size, times), is readable for its owner only,
 * and is checked before it is used: a damaged one is as good as none. What it says about the chain is
 * shown until the file has been looked at again; usher_verify_file() never asks it. Worker threads. */

#include "usher-config.h"

#include "archive/usher-file-index.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "USHERIX6" /* another layout, another number */
#define KEEP_FROM (4 * 1024 * 1024)
#define MAX_KEPT 12
#define MAX_PARTS 16

typedef struct
{
  char magic[8];
  UsherFileIdentity identity;
  guint64 text_size;
  guint32 n_rows;
  guint32 n_segments;
  guint32 n_invitations;
  guint32 row_size;
  UsherVerification verification;
  guint64 checksum; /* of what follows */
} Head;

static char *
make_path (const UsherFileIdentity *identity)
{
  g_autofree char *folder = usher_archive_cache_dir ();
  g_autofree char *name = g_strdup_printf ("%016" G_GINT64_MODIFIER "x.index",
                                           usher_hash ((const char *) identity, sizeof *identity, 2));

  return g_build_filename (folder, name, NULL);
}

/* The oldest go. */
static void
prune (void)
{
  g_autofree char *folder = usher_archive_cache_dir ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  for (guint round = 0; dir != NULL && round < 64; round++)
    {
      g_autofree char *oldest = NULL;
      gint64 oldest_time = G_MAXINT64;
      guint n = 0;

      /* cppcheck-suppress leakReturnValNotUsed ; it opens nothing: cppcheck's list of GLib takes it for g_dir_open() */
      g_dir_rewind (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          GStatBuf status;

          if (!g_str_has_suffix (name, ".index") || g_stat (path, &status) != 0)
            continue;
          n++;
          if (status.st_mtime < oldest_time)
            {
              oldest_time = status.st_mtime;
              g_free (oldest);
              oldest = g_steal_pointer (&path);
            }
        }
      if (n <= MAX_KEPT || oldest == NULL)
        break;
      g_unlink (oldest);
    }
}

typedef struct
{
  const char *data; /* (not owned) */
  gsize length;
  guint64 sums[MAX_PARTS];
} Sum;

static void
sum_part (guint i, guint thread, gpointer user_data)
{
  Sum *sum = user_data;
  gsize from = sum->length / MAX_PARTS * i;
  gsize to = i + 1 < MAX_PARTS ? sum->length / MAX_PARTS * (i + 1) : sum->length;

  sum->sums[i] = usher_hash (sum->data + from, to - from, i);
}

/* In parts, on all processors: it is a part of how long a large file takes to open again. */
static guint64
make_checksum (gconstpointer data, gsize length, guint64 former)
{
  Sum sum = { .data = data, .length = length };

  usher_parallel_run (MAX_PARTS, sum_part, &sum, NULL);
  return usher_hash ((const char *) sum.sums, sizeof sum.sums, former);
}

static gboolean
write_all (int fd, gconstpointer data, gsize length)
{
  const char *p = data;

  while (length > 0)
    {
      gssize n = write (fd, p, length);

      if (n <= 0)
        return FALSE;
      p += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/**
 * usher_file_index_keep:
 * @self: the whole index of a file
 * @source: the file
 *
 * Keeps it for the next time, when the file is large enough to be worth it. Failing is not an error.
 */
void
usher_file_index_keep (UsherFileIndex *self, UsherLogSource *source)
{
  g_autofree char *path = make_path (&source->identity);
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  g_autoptr (GByteArray) tables = NULL;
  gsize rows_size = (gsize) self->n_rows * sizeof (UsherRow);
  gsize order_size = (gsize) self->n_rows * sizeof (guint32);
  Head head;
  int fd;

  /* A text that was made anew each time is not faster for it; and it is what takes long. */
  if (source->size < KEEP_FROM || source->temporary)
    return;
  usher_file_index_sort (self);
  tables = g_byte_array_new ();
  usher_intern_save (self->kinds, tables);
  usher_intern_save (self->recipients, tables);
  usher_intern_save (self->invitations, tables);
  usher_intern_save (self->companies, tables);
  g_byte_array_append (tables, (const guint8 *) self->company_of->data, self->company_of->len * 4);
  g_byte_array_append (tables, (const guint8 *) self->segments->data,
                       self->segments->len * (guint) sizeof (UsherSegment));
  memset (&head, 0, sizeof head);
  memcpy (head.magic, MAGIC, sizeof head.magic);
  head.identity = source->identity;
  head.text_size = source->size;
  head.n_rows = self->n_rows;
  head.n_segments = self->segments->len;
  head.n_invitations = self->company_of->len;
  head.row_size = sizeof (UsherRow);
  head.verification = self->verification;
  head.checksum = make_checksum (self->by_offset, order_size, make_checksum (self->rows, rows_size, 3));
  head.checksum = make_checksum (tables->data, tables->len, head.checksum);

  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  if (!write_all (fd, &head, sizeof head) || !write_all (fd, self->rows, rows_size)
      || !write_all (fd, self->by_offset, order_size) || !write_all (fd, tables->data, tables->len)
      || close (g_steal_fd (&fd)) != 0
      || g_rename (temporary, path) != 0)
    g_unlink (temporary);
  if (fd >= 0)
    close (fd);
  prune ();
}

static gboolean
load_tables (UsherFileIndex *self, const Head *head, const guint8 *p, const guint8 *end)
{
  gsize segments_size = (gsize) head->n_segments * sizeof (UsherSegment);
  gsize companies_size = (gsize) head->n_invitations * 4;

  self->kinds = usher_intern_load (&p, end);
  self->recipients = self->kinds != NULL ? usher_intern_load (&p, end) : NULL;
  self->invitations = self->recipients != NULL ? usher_intern_load (&p, end) : NULL;
  self->companies = self->invitations != NULL ? usher_intern_load (&p, end) : NULL;
  if (self->companies == NULL || (gsize) (end - p) != companies_size + segments_size
      || usher_intern_get_size (self->invitations) != head->n_invitations)
    return FALSE;
  self->company_of = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (self->company_of, p, head->n_invitations);
  self->segments = g_array_new (FALSE, FALSE, sizeof (UsherSegment));
  g_array_append_vals (self->segments, p + companies_size, head->n_segments);
  return TRUE;
}

/**
 * usher_file_index_recall:
 * @source: an opened file
 *
 * Returns: (transfer full) (nullable): the index that was kept of this very file
 */
UsherFileIndex *
usher_file_index_recall (UsherLogSource *source)
{
  g_autofree char *path = make_path (&source->identity);
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (UsherFileIndex) self = g_new0 (UsherFileIndex, 1);
  const guint8 *data;
  const guint8 *end;
  gsize rows_size;
  gsize order_size;
  guint64 checksum;
  Head head;

  /* Our own file, which is only ever replaced: it may be mapped, and rows stay where they are. */
  if (source->temporary || (file = g_mapped_file_new (path, TRUE, NULL)) == NULL
      || g_mapped_file_get_length (file) < sizeof head)
    return NULL;
  data = (const guint8 *) g_mapped_file_get_contents (file);
  end = data + g_mapped_file_get_length (file);
  memcpy (&head, data, sizeof head);
  data += sizeof head;
  rows_size = (gsize) head.n_rows * sizeof (UsherRow);
  order_size = (gsize) head.n_rows * sizeof (guint32);
  if (memcmp (head.magic, MAGIC, sizeof head.magic) != 0 || head.row_size != sizeof (UsherRow)
      || memcmp (&head.identity, &source->identity, sizeof head.identity) != 0
      || head.text_size != source->size || (gsize) (end - data) < rows_size + order_size)
    return NULL;
  checksum = make_checksum (data + rows_size, order_size, make_checksum (data, rows_size, 3));
  data += rows_size + order_size;
  if (head.checksum != make_checksum (data, (gsize) (end - data), checksum))
    return NULL;
  self->n_rows = head.n_rows;
  self->rows = (UsherRow *) (gpointer) (g_mapped_file_get_contents (file) + sizeof head);
  self->by_offset = (guint32 *) (gpointer) ((char *) self->rows + rows_size);
  self->mapping = g_steal_pointer (&file);
  self->verification = head.verification;
  return load_tables (self, &head, data, end) ? g_steal_pointer (&self) : NULL;
}
