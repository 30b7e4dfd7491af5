/* SPDX-License-Identifier: GPL-3.0-or-later */

/* libFuzzer's target for everything that reads a file: source, conversion, index, verification, search, rows.
 *
 *   CC=clang-14 meson setup _fuzz -Dfuzz=true -Dtests=headless -Db_sanitize=address,undefined -Db_lundef=false
 *   ninja -C _fuzz tests/archive/fuzz-archive
 *   _fuzz/tests/archive/fuzz-archive -max_len=8192 tests/archive/corpus
 */

#include <sys/mman.h>
#include <unistd.h>

#include "archive/usher-archive-event.h"
#include "archive/usher-archive-search.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
look_at (UsherLogSource *source)
{
  UsherFileIndex *index = usher_file_index_new (source, 0, NULL, NULL, NULL, NULL);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) usher_log_source_unref);
  g_autoptr (GPtrArray) indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) usher_file_index_free);
  g_autoptr (UsherArchiveData) archive = NULL;
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) text = usher_archive_filter_with (all, USHER_CONDITION_TEXT, "é1", FALSE);
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (text, USHER_CONDITION_REGEX, "a.c", TRUE);
  g_autoptr (GArray) rows = NULL;

  if (index == NULL)
    {
      usher_log_source_unref (source);
      return;
    }
  g_ptr_array_add (sources, source);
  g_ptr_array_add (indexes, index);
  archive = usher_archive_data_new (g_steal_pointer (&sources), g_steal_pointer (&indexes));
  rows = usher_archive_data_filter (archive, filter, NULL, NULL, NULL);
  for (guint32 i = 0; i < MIN (archive->n_rows, 20); i++)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_event_new (archive, i);
      g_autofree char *sentence = usher_archive_event_dup_sentence (event);

      usher_archive_event_get_line (event);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  UsherLogSource *source;

  if (write (fd, data, size) == (gssize) size)
    {
      source = usher_log_source_open (path, NULL, NULL);
      if (source != NULL)
        look_at (source);
    }
  close (fd);
  return 0;
}
