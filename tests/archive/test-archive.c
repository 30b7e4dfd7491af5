/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include "model/usher-time.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
make_demo (const char *path, guint64 n, guint32 seed)
{
  g_autoptr (GError) error = NULL;

  usher_demo_log_write (path, usher_log_format_from_path (path), n, seed, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_sorted (UsherArchive *archive)
{
  for (guint i = 1; i < usher_archive_get_n_rows (archive); i++)
    g_assert_cmpint (usher_archive_get_row_time (archive, i - 1), <=, usher_archive_get_row_time (archive, i));
}

static void
on_rows_changed (UsherArchive *archive, gpointer user_data)
{
  GArray *seen = user_data;
  guint n = usher_archive_get_n_rows (archive);

  if (n > 0)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, n - 1);

      g_assert_false (usher_archive_event_is_bad (event));
    }
  g_array_append_val (seen, n);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The first rows come before all of them. */
static void
test_first_rows (void)
{
  g_autofree char *path = archive_test_path ("first.usherlog");
  const char *paths[] = { path, NULL };
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  UsherArchive *archive = usher_archive_new ();
  guint ticker;

  make_demo (path, 20000, 1);
  g_signal_connect (archive, "rows-changed", G_CALLBACK (on_rows_changed), seen);
  usher_archive_open_async (archive, paths, NULL, usher_test_keep_result, &slot);
  g_assert_cmpint (usher_archive_get_state (archive), ==, USHER_ARCHIVE_LOADING);
  result = usher_test_take_result (&slot);
  g_assert_true (usher_archive_open_finish (archive, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, 2);
  g_assert_cmpuint (g_array_index (seen, guint, 0), >, 100);
  g_assert_cmpuint (g_array_index (seen, guint, 0), <, 2000);
  g_assert_cmpuint (g_array_index (seen, guint, 1), ==, 20000);
  g_assert_cmpfloat (usher_archive_get_progress (archive), ==, 1);
  assert_sorted (archive);
  g_clear_object (&result);
  /* The worker lets go of it in its own time, and wakes nobody. */
  ticker = g_timeout_add (10, on_tick, NULL);
  g_object_add_weak_pointer (G_OBJECT (archive), (gpointer *) &archive);
  g_object_unref (archive);
  usher_test_wait_for (archive == NULL);
  g_source_remove (ticker);
}

/* Its name may come from anybody, as what is in it. */
static void
test_file_name (void)
{
  g_autofree char *path = archive_test_path ("march\xe2\x80\xae" "fdp\x1b[31m\n.usherlog");
  g_autofree char *missing = archive_test_path ("april\xe2\x80\xae\x1b.usherlog");
  const char *paths[] = { missing, NULL };
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchive) none = usher_archive_new ();
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  const GError *error;

  make_demo (path, 10, 1);
  archive = archive_test_open (path, NULL);
  g_assert_cmpstr (usher_archive_get_file_name (archive, 0), ==, "marchfdp[31m .usherlog");
  usher_archive_open_async (none, paths, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  usher_archive_open_finish (none, result, NULL);
  error = usher_archive_get_file_error (none, 0);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "april.usherlog"));
}

static void
test_event (void)
{
  g_autofree char *path = archive_test_path ("event.usherlog");
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveEvent) event = NULL;
  g_autoptr (UsherArchiveEvent) facts = NULL;
  g_autoptr (GArray) story = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *kind_name = NULL;

  g_ptr_array_add (lines, (gpointer) "{\"event\":{\"id\":\"e1\",\"eventType\":\"VIEWED\",\"email\":\"b\\u202e@example.com\","
                          "\"createdAt\":\"2026-03-02T08:00:00Z\",\"ip\":\"192.0.2.7\"},\"invitation\":{\"id\":\"i1\","
                          "\"allowedEmails\":[\"a@example.com\",\"b@example.com\"],\"companyId\":\"c1\"},"
                          "\"company\":\"North\\nwind\"}");
  g_ptr_array_add (lines, (gpointer) "{\"invitation\":{\"id\":\"i1\",\"allowedEmails\":[\"a@example.com\",\"b@example.com\"],"
                          "\"createdAt\":\"2026-03-01T08:00:00Z\"}}");
  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  archive = archive_test_open (path, NULL);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 2);
  facts = usher_archive_dup_event (archive, 0);
  event = usher_archive_dup_event (archive, 1);
  g_assert_true (usher_archive_event_has_no_event (facts));
  g_assert_null (usher_archive_event_get_event (facts));
  g_assert_cmpstr (usher_archive_event_get_recipient (facts), !=, "");
  g_assert_cmpuint (usher_archive_event_get_line (facts), ==, 3);
  g_assert_cmpuint (usher_archive_event_get_line (event), ==, 2);
  g_assert_cmpint (usher_archive_event_get_kind (event), ==, USHER_EVENT_KIND_VIEWED);
  g_assert_cmpstr (usher_archive_event_get_recipient (event), ==, "b@example.com");
  g_assert_null (strchr (usher_archive_event_get_company (event), '\n'));
  g_assert_cmpint (usher_archive_event_get_time (event), ==, usher_time_parse ("2026-03-02T08:00:00Z"));
  g_assert_nonnull (usher_archive_event_get_invitation (event));
  sentence = usher_archive_event_dup_sentence (event);
  g_assert_cmpstr (sentence, !=, "");
  g_object_get (event, "kind-name", &kind_name, NULL);
  g_assert_cmpstr (kind_name, ==, "VIEWED");
  story = usher_archive_dup_story (archive, 1);
  g_assert_cmpuint (story->len, ==, 2);
  g_assert_null (usher_archive_dup_event (archive, 2));
}

/* Two exports that overlap, in two formats: every event once, in the order of time. */
static void
test_merge (void)
{
  g_autofree char *first = archive_test_path ("merge-1.usherlog");
  g_autofree char *second = archive_test_path ("merge-2.csv");
  g_autofree char *third = archive_test_path ("merge-3.usherlog");
  g_autofree char *broken = archive_test_path ("merge-0.usherlog");
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchive) one = NULL;
  g_autoptr (UsherArchiveEvent) event = NULL;
  guint n_other = 0;

  make_demo (first, 1500, 4);
  make_demo (second, 1500, 4);
  make_demo (third, 1000, 6);
  archive_test_write (broken, "", 0);
  one = archive_test_open (first, NULL);
  archive = archive_test_open (broken, first, second, third, NULL);
  g_assert_cmpuint (usher_archive_get_n_files (archive), ==, 4);
  g_assert_error (usher_archive_get_file_error (archive, 0), USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_EMPTY);
  g_assert_cmpint (usher_archive_get_verification (archive, 1)->verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpint (usher_archive_get_verification (archive, 2)->verdict, ==, USHER_VERDICT_NOT_VERIFIABLE);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 2500);
  g_assert_cmpuint (usher_archive_get_n_folded (archive), ==, 1500);
  assert_sorted (archive);
  for (guint i = 0; i < 2500; i++)
    {
      g_autoptr (UsherArchiveEvent) row = usher_archive_dup_event (archive, i);

      g_assert_cmpuint (usher_archive_event_get_file (row), !=, 0);
      g_assert_cmpuint (usher_archive_event_get_file (row), !=, 2);
      n_other += usher_archive_event_get_file (row) == 3;
    }
  g_assert_cmpuint (n_other, ==, 1000);
}

/* Events without an id, twice in the same second of one file, are two events; a second file with one of them
 * adds none. */
static void
test_merge_without_ids (void)
{
  g_autofree char *first = archive_test_path ("twice-1.usherlog");
  g_autofree char *second = archive_test_path ("twice-2.usherlog");
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (UsherArchive) archive = NULL;
  const char *line = "{\"event\":{\"eventType\":\"VIEWED\",\"createdAt\":\"2026-03-02T08:00:00Z\"},\"invitation\":{\"id\":\"i1\"}}";

  g_ptr_array_add (lines, (gpointer) line);
  archive_test_write_lines (first, USHER_LOG_FORMAT_USHERLOG, lines);
  g_ptr_array_add (lines, (gpointer) line);
  archive_test_write_lines (second, USHER_LOG_FORMAT_USHERLOG, lines);
  archive = archive_test_open (first, second, NULL);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 2);
  g_assert_cmpuint (usher_archive_get_n_folded (archive), ==, 1);
}

static guint
count_kept (void)
{
  g_autofree char *folder = usher_archive_cache_dir ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".index");
  return n;
}

static char *
list_rows (UsherArchive *archive)
{
  GString *text = g_string_new (NULL);
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter =
      usher_archive_filter_with (all, USHER_CONDITION_COMPANY, "Northwind Foods", FALSE);
  g_autoptr (GArray) rows = archive_test_filter (archive, filter);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, g_array_index (rows, guint32, i));

      g_string_append_printf (text, "%u %" G_GUINT64_FORMAT " %s\n", g_array_index (rows, guint32, i),
                              usher_archive_event_get_line (event), usher_archive_event_get_invitation_id (event));
    }
  return g_string_free (text, FALSE);
}

static void
test_kept_index (void)
{
  g_autofree char *path = archive_test_path ("kept.usherlog");
  g_autofree char *fresh = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *folder = usher_archive_cache_dir ();
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_before = count_kept ();

  make_demo (path, 20000, 7);
  {
    g_autoptr (UsherArchive) archive = archive_test_open (path, NULL);

    fresh = list_rows (archive);
    g_assert_cmpuint (count_kept (), ==, n_before + 1);
    g_assert_cmpint (usher_archive_get_verification (archive, 0)->verdict, ==, USHER_VERDICT_WHOLE);
  }
  {
    g_autoptr (UsherArchive) archive = archive_test_open (path, NULL);

    kept = list_rows (archive);
    g_assert_cmpstr (fresh, ==, kept);
    /* What was kept is no proof: the chain is looked at again. */
    usher_test_wait_for (usher_archive_get_verification (archive, 0)->verdict != USHER_VERDICT_PENDING);
    g_assert_cmpint (usher_archive_get_verification (archive, 0)->verdict, ==, USHER_VERDICT_WHOLE);
    usher_test_settle ();
  }
  /* A damaged index is as good as none. */
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *index = g_build_filename (folder, name, NULL);
      struct stat status;
      FILE *file;

      g_assert_cmpint (stat (index, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
      file = fopen (index, "r+");
      fseek (file, status.st_size / 2, SEEK_SET);
      fputs ("damage", file);
      fclose (file);
    }
  {
    g_autoptr (UsherArchive) archive = archive_test_open (path, NULL);
    g_autofree char *again = list_rows (archive);

    g_assert_cmpstr (fresh, ==, again);
    g_assert_cmpint (usher_archive_get_verification (archive, 0)->verdict, ==, USHER_VERDICT_WHOLE);
  }
}

static void
test_file_changes (void)
{
  g_autofree char *path = archive_test_path ("grows.usherlog");
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (all, USHER_CONDITION_TEXT, "a", FALSE);
  FILE *file;

  make_demo (path, 500, 7);
  archive = archive_test_open (path, NULL);
  g_assert_false (usher_archive_check_changed (archive));
  file = fopen (path, "a");
  fputs ("more\n", file);
  fclose (file);
  usher_test_wait_for (usher_archive_get_changed (archive));
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 500);

  /* It becomes shorter while it is open: rows that are gone are damaged, and nothing falls over. */
  g_assert_cmpint (truncate (path, 100), ==, 0);
  {
    g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, 400);
    g_autoptr (GArray) rows = archive_test_filter (archive, filter);

    g_assert_true (usher_archive_event_is_bad (event));
    g_assert_cmpuint (rows->len, <, 500);
  }

  /* Gone: what is open stays open. */
  make_demo (path, 500, 7);
  g_clear_object (&archive);
  archive = archive_test_open (path, NULL);
  g_unlink (path);
  usher_test_wait_for (usher_archive_get_changed (archive));
  {
    g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, 400);

    g_assert_false (usher_archive_event_is_bad (event));
  }
}

static void
test_cancel_and_fail (void)
{
  g_autofree char *path = archive_test_path ("cancel.usherlog");
  const char *paths[] = { path, NULL };
  const char *missing[] = { "/nonexistent/a.usherlog", NULL };
  g_autoptr (UsherArchive) archive = usher_archive_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *a = NULL;
  GAsyncResult *b = NULL;

  make_demo (path, 20000, 7);
  usher_archive_open_async (archive, paths, cancellable, usher_test_keep_result, &a);
  g_cancellable_cancel (cancellable);
  first = usher_test_take_result (&a);
  g_assert_false (usher_archive_open_finish (archive, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* The second opening takes the place of the first. */
  a = NULL;
  usher_archive_open_async (archive, paths, NULL, usher_test_keep_result, &a);
  usher_archive_open_async (archive, missing, NULL, usher_test_keep_result, &b);
  second = usher_test_take_result (&a);
  third = usher_test_take_result (&b);
  g_assert_false (usher_archive_open_finish (archive, second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (usher_archive_open_finish (archive, third, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_UNREADABLE);
  g_assert_cmpint (usher_archive_get_state (archive), ==, USHER_ARCHIVE_FAILED);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 0);
  g_assert_cmpuint (usher_archive_get_n_files (archive), ==, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/archive/first-rows", test_first_rows);
  g_test_add_func ("/archive/archive/file-name", test_file_name);
  g_test_add_func ("/archive/archive/event", test_event);
  g_test_add_func ("/archive/archive/merge", test_merge);
  g_test_add_func ("/archive/archive/merge-without-ids", test_merge_without_ids);
  g_test_add_func ("/archive/archive/kept-index", test_kept_index);
  g_test_add_func ("/archive/archive/file-changes", test_file_changes);
  g_test_add_func ("/archive/archive/cancel-and-fail", test_cancel_and_fail);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
