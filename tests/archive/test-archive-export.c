/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of opened logs, written as logs of their own by several threads. */

#include "archive-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define N_MANY 12000 /* several batches for each thread */

static UsherArchive *
open_demo (const char *name, guint n)
{
  g_autofree char *path = archive_test_path (name);
  g_autoptr (GError) error = NULL;

  usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, n, 12, NULL, &error);
  g_assert_no_error (error);
  return archive_test_open (path, NULL);
}

static GAsyncResult *
export_rows (UsherArchive *archive, GArray *rows, const char *path, GCancellable *cancellable)
{
  GAsyncResult *slot = NULL;

  usher_archive_export_async (archive, rows, path, usher_log_format_from_path (path), NULL, cancellable,
                              usher_test_keep_result, &slot);
  return usher_test_take_result (&slot);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (archive_test_dir (), 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_filtered (void)
{
  static const char *const names[] = { "out.usherlog", "out.usherlog.gz", "out.csv", "out.json" };
  g_autoptr (UsherArchive) archive = open_demo ("export.usherlog", 4000);
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (all, USHER_CONDITION_KIND, "VIEWED", FALSE);
  g_autoptr (GArray) rows = NULL;

  rows = archive_test_filter (archive, filter);
  g_assert_cmpuint (rows->len, >, 500);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *out = archive_test_path (names[i]);
      g_autoptr (UsherArchive) copy = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      result = export_rows (archive, rows, out, NULL);
      g_assert_true (usher_archive_export_finish (archive, result, &error));
      g_assert_no_error (error);
      copy = archive_test_open (out, NULL);
      g_assert_cmpuint (usher_archive_get_n_rows (copy), ==, rows->len);
      g_assert_cmpint (usher_archive_get_verification (copy, 0)->verdict, ==,
                       i < 2 ? USHER_VERDICT_WHOLE : USHER_VERDICT_NOT_VERIFIABLE);
    }
}

/* Whatever thread made which batch ready: the lines are those of the file, in its order. */
static void
test_order (void)
{
  static const char *const names[] = { "order.usherlog", "order.usherlog.gz", "order.csv" };
  g_autoptr (UsherArchive) archive = open_demo ("many.usherlog", N_MANY);
  g_autofree char *path = archive_test_path ("many.usherlog");
  g_autofree char *text = archive_test_read (path, NULL);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (char *line = text, *end; (end = strchr (line, '\n')) != NULL; line = end + 1)
    {
      *end = '\0';
      g_ptr_array_add (wanted, line);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *out = archive_test_path (names[i]);
      g_autoptr (GAsyncResult) result = export_rows (archive, NULL, out, NULL);
      g_autoptr (UsherArchive) copy = NULL;
      g_autoptr (UsherArchiveData) data = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (usher_archive_export_finish (archive, result, &error));
      g_assert_no_error (error);
      copy = archive_test_open (out, NULL);
      data = usher_archive_dup_data (copy);
      g_assert_cmpuint (data->n_rows, ==, N_MANY);
      for (guint32 row = 0; row < data->n_rows; row++)
        {
          gsize length;
          g_autofree char *line = usher_archive_data_read_row (data, &data->rows[data->by_offset[row]], 4096, &length);
          const char *expected = g_ptr_array_index (wanted, row + 1);
          const char *id = expected + strlen ("{\"event\":{\"id\":\"");

          if (i < 2)
            g_assert_cmpmem (line, (gsize) (strstr (line, ",\"chain\"") - line), expected,
                             (gsize) (strstr (expected, ",\"chain\"") - expected));
          else
            {
              g_autofree char *event_id = g_strndup (id, 36);

              g_assert_nonnull (strstr (line, event_id));
            }
        }
    }
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Cancels as soon as there is a temporary file. FALSE: it was done before. */
static gboolean
export_and_cancel (UsherArchive *archive, const char *out)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  GAsyncResult *slot = NULL;
  guint n_files;

  archive_test_write (out, "before", -1);
  n_files = count_files ();
  usher_archive_export_async (archive, NULL, out, usher_log_format_from_path (out), NULL, cancellable,
                              usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL || count_files () > n_files);
  g_cancellable_cancel (cancellable);
  result = usher_test_take_result (&slot);
  if (usher_archive_export_finish (archive, result, &error))
    return FALSE;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (), ==, n_files);
  after = archive_test_read (out, NULL);
  g_assert_cmpstr (after, ==, "before");
  return TRUE;
}

/* While it is being written there is one temporary file; cancelled, there is none, and what was there stays. */
static void
test_cancel (void)
{
  static const char *const names[] = { "gone.usherlog", "gone.csv", "gone.json", "gone.usherlog.gz" };
  g_autoptr (UsherArchive) archive = open_demo ("large.usherlog", 40000);
  guint ticker = g_timeout_add (1, on_tick, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *out = archive_test_path (names[i]);
      gboolean cancelled = FALSE;

      /* This thread may have slept through all of it. */
      for (guint turn = 0; !cancelled && turn < 50; turn++)
        cancelled = export_and_cancel (archive, out);
      g_assert_true (cancelled);
    }
  g_source_remove (ticker);
}

/* The file becomes shorter meanwhile: it is told, and no half of it passes for the whole. */
static void
test_shorter (void)
{
  static const char *const names[] = { "short.usherlog", "short.csv", "short.json" };
  g_autoptr (UsherArchive) archive = open_demo ("shrinks.usherlog", N_MANY);
  g_autofree char *path = archive_test_path ("shrinks.usherlog");

  g_assert_cmpint (truncate (path, 3000000), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *out = archive_test_path (names[i]);
      guint n_files = count_files ();
      g_autoptr (GAsyncResult) result = export_rows (archive, NULL, out, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (usher_archive_export_finish (archive, result, &error));
      g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_CHANGED);
      g_assert_cmpuint (count_files (), ==, n_files);
    }
}

/* What may hold a link is looked at closely wherever in a line it stands, and what does not is not. */
static void
test_may_hold_links (void)
{
  static const char *const signs[] = { "/p/i/", "Token", "SECRET", "invitationUrl", "\\u002f" };
  char line[120];

  memset (line, '.', sizeof line);
  for (gsize length = 13; length < sizeof line; length++)
    {
      g_assert_false (usher_log_may_hold_links (line, length));
      for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
        for (gsize at = 0; at + strlen (signs[i]) <= length; at++)
          {
            memcpy (line + at, signs[i], strlen (signs[i]));
            g_assert_true (usher_log_may_hold_links (line, length));
            memset (line + at, '.', strlen (signs[i]));
          }
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/export/filtered", test_filtered);
  g_test_add_func ("/archive/export/order", test_order);
  g_test_add_func ("/archive/export/cancel", test_cancel);
  g_test_add_func ("/archive/export/shorter", test_shorter);
  g_test_add_func ("/archive/export/may-hold-links", test_may_hold_links);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
