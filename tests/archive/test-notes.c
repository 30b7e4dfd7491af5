/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes beside a log: kept, found again, never in the log, and never over what cannot be understood. */
#include "archive-test.h"

#include "archive/usher-archive-notes.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static UsherArchiveNotes *
open_notes (const char *path)
{
  return usher_archive_notes_new ((const char *[]) { path, NULL });
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
settle (UsherArchiveNotes *notes)
{
  guint tick = g_timeout_add (5, on_tick, NULL); /* nothing else wakes a wait for another thread */

  usher_test_wait_for (!usher_archive_notes_get_busy (notes));
  /* The worker lets go of them a moment after it has answered. */
  usher_test_wait_for (g_atomic_int_get (&G_OBJECT (notes)->ref_count) == 1);
  g_source_remove (tick);
}

static void
on_changed (UsherArchiveNotes *notes, guint *n)
{
  (*n)++;
}

static void
test_keep (void)
{
  g_autofree char *path = archive_test_path ("kept.usherlog");
  g_autofree char *beside = usher_archive_notes_dup_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveEvent) event = NULL;
  g_autoptr (UsherArchiveEvent) other = NULL;
  UsherArchiveNotes *notes;
  struct stat status;
  guint n = 0;

  g_assert_true (usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 50, 1, NULL, &error));
  g_assert_no_error (error);
  before = archive_test_read (path, NULL);
  archive = archive_test_open (path, NULL);
  event = usher_archive_dup_event (archive, 10);
  other = usher_archive_dup_event (archive, 11);
  g_assert_cmpuint (usher_archive_event_get_key (event), !=, usher_archive_event_get_key (other));

  notes = open_notes (path);
  g_signal_connect (notes, "changed", G_CALLBACK (on_changed), &n);
  g_assert_null (usher_archive_notes_get_note (notes, usher_archive_event_get_key (event)));
  usher_archive_notes_set (notes, event, "Käthe called \"again\"", FALSE);
  usher_archive_notes_set (notes, other, NULL, TRUE);
  usher_archive_notes_set (notes, other, NULL, TRUE);
  g_assert_cmpuint (n, ==, 2);
  settle (notes);
  g_assert_null (usher_archive_notes_get_problem (notes));
  g_assert_finalize_object (notes);
  g_assert_cmpint (g_stat (beside, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  after = archive_test_read (path, NULL);
  g_assert_cmpstr (after, ==, before);
  text = archive_test_read (beside, NULL);
  g_assert_nonnull (strstr (text, usher_archive_event_get_invitation_id (event)));

  notes = open_notes (path);
  g_assert_cmpuint (usher_archive_notes_get_size (notes), ==, 2);
  g_assert_cmpstr (usher_archive_notes_get_note (notes, usher_archive_event_get_key (event)), ==, "Käthe called \"again\"");
  g_assert_false (usher_archive_notes_get_bookmarked (notes, usher_archive_event_get_key (event)));
  g_assert_true (usher_archive_notes_get_bookmarked (notes, usher_archive_event_get_key (other)));
  /* Many changes while one is being written: the last is kept. */
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *note = g_strdup_printf ("%u", i);

      usher_archive_notes_set (notes, event, note, TRUE);
    }
  settle (notes);
  g_assert_finalize_object (notes);
  notes = open_notes (path);
  g_assert_cmpstr (usher_archive_notes_get_note (notes, usher_archive_event_get_key (event)), ==, "49");
  /* With the last note the file goes. */
  usher_archive_notes_set (notes, event, "", FALSE);
  usher_archive_notes_set (notes, other, NULL, FALSE);
  g_assert_cmpuint (usher_archive_notes_get_size (notes), ==, 0);
  settle (notes);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (notes);
}

/* An event is the same in another file, sorted otherwise or compressed. */
static void
test_elsewhere (void)
{
  g_autofree char *a = archive_test_path ("a.usherlog");
  g_autofree char *b = archive_test_path ("b.json");
  g_autoptr (UsherArchive) log = NULL;
  g_autoptr (UsherArchive) json = NULL;
  guint found = 0;

  g_assert_true (usher_demo_log_write (a, USHER_LOG_FORMAT_USHERLOG, 30, 2, NULL, NULL));
  g_assert_true (usher_demo_log_write (b, USHER_LOG_FORMAT_JSON, 30, 2, NULL, NULL));
  log = archive_test_open (a, NULL);
  json = archive_test_open (b, NULL);
  for (guint i = 0; i < usher_archive_get_n_rows (log); i++)
    {
      g_autoptr (UsherArchiveEvent) one = usher_archive_dup_event (log, i);

      for (guint k = 0; k < usher_archive_get_n_rows (json); k++)
        {
          g_autoptr (UsherArchiveEvent) two = usher_archive_dup_event (json, k);

          found += usher_archive_event_get_key (one) == usher_archive_event_get_key (two);
        }
    }
  g_assert_cmpuint (found, ==, usher_archive_get_n_rows (log));
}

static void
test_damaged (void)
{
  const char *const bad[] = { "", "{", "[]", "{\"usherNotes\":2,\"notes\":[]}", "{\"usherNotes\":1}",
                              "{\"usherNotes\":1,\"notes\":{}}", "\xff\xfe" };
  g_autofree char *path = archive_test_path ("bad.usherlog");
  g_autofree char *beside = usher_archive_notes_dup_path (path);
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveEvent) event = NULL;

  g_assert_true (usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 5, 1, NULL, NULL));
  archive = archive_test_open (path, NULL);
  event = usher_archive_dup_event (archive, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = NULL;
      UsherArchiveNotes *notes;

      archive_test_write (beside, bad[i], -1);
      notes = open_notes (path);
      g_assert_nonnull (strstr (usher_archive_notes_get_problem (notes), "bad.usherlog"));
      /* Held while the window is open, and the file is left alone. */
      usher_archive_notes_set (notes, event, "note", TRUE);
      settle (notes);
      g_assert_cmpstr (usher_archive_notes_get_note (notes, usher_archive_event_get_key (event)), ==, "note");
      text = archive_test_read (beside, NULL);
      g_assert_cmpstr (text, ==, bad[i]);
      g_assert_finalize_object (notes);
    }
  /* Members of other types are taken for missing. */
  {
    UsherArchiveNotes *notes;

    archive_test_write (beside,
                        "{\"usherNotes\":1,\"notes\":[1,null,{\"key\":7},{\"key\":\"zz\"},"
                        "{\"key\":\"00000000000000ff\",\"note\":[],\"bookmark\":\"x\"}]}", -1);
    notes = open_notes (path);
    g_assert_null (usher_archive_notes_get_problem (notes));
    g_assert_cmpuint (usher_archive_notes_get_size (notes), ==, 1);
    g_assert_null (usher_archive_notes_get_note (notes, 255));
    g_assert_finalize_object (notes);
  }
}

/* A folder that is gone stands for every place that cannot be written to, whoever runs the test. */
static void
test_unwritable (void)
{
  g_autofree char *dir = archive_test_path ("gone");
  g_autofree char *path = g_build_filename (dir, "x.usherlog", NULL);
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveEvent) event = NULL;
  UsherArchiveNotes *notes;

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_true (usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 5, 1, NULL, NULL));
  archive = archive_test_open (path, NULL);
  event = usher_archive_dup_event (archive, 0);
  notes = open_notes (path);
  usher_test_remove_tree (dir);
  usher_archive_notes_set (notes, event, "note", FALSE);
  settle (notes);
  g_assert_nonnull (strstr (usher_archive_notes_get_problem (notes), "x.usherlog"));
  g_assert_cmpstr (usher_archive_notes_get_note (notes, usher_archive_event_get_key (event)), ==, "note");
  g_assert_finalize_object (notes);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/notes/keep", test_keep);
  g_test_add_func ("/archive/notes/elsewhere", test_elsewhere);
  g_test_add_func ("/archive/notes/damaged", test_damaged);
  g_test_add_func ("/archive/notes/unwritable", test_unwritable);
  result = g_test_run ();
  archive_test_clean ();
  return result;
}
