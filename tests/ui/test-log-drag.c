/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log that is dragged to a file manager: written once it is asked for, to where nobody else reads, and gone in the end. */
#include "ui/usher-drag-test.h"

#include <glib/gstdio.h>

#include "ui/usher-log-drag.h"

typedef struct
{
  char *path; /* (owned) (nullable) */
  guint n;
} Wanted;

static void
on_wanted (UsherLogDrag *drag, const char *path, Wanted *wanted)
{
  g_free (wanted->path);
  wanted->path = g_strdup (path);
  wanted->n++;
}

static guint
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

/* Nothing is written for who only drags by. */
static void
test_asked (void)
{
  UsherLogDrag *drag = usher_log_drag_new ("a/b.usherlog");
  GdkContentProvider *provider = GDK_CONTENT_PROVIDER (drag);
  Wanted wanted = { 0 };
  UsherDragTest *first;
  UsherDragTest *second;
  g_autofree char *folder = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *three = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (drag, "wanted", G_CALLBACK (on_wanted), &wanted);
  first = usher_drag_test_ask (provider);
  g_assert_cmpuint (wanted.n, ==, 1);
  /* The name is one, and the folder the owner's alone. */
  g_assert_true (g_str_has_suffix (wanted.path, "/a-b.usherlog"));
  folder = g_path_get_dirname (wanted.path);
  g_assert_cmpuint (get_mode (folder), ==, 0700);
  g_assert_false (g_file_test (wanted.path, G_FILE_TEST_EXISTS));
  second = usher_drag_test_ask (provider);
  usher_test_settle ();
  g_assert_false (usher_drag_test_is_over (first));
  g_assert_true (g_file_set_contents (wanted.path, "x", 1, NULL));
  usher_log_drag_finish (drag, NULL);
  one = usher_drag_test_finish (first, &error);
  g_assert_no_error (error);
  two = usher_drag_test_finish (second, &error);
  g_assert_no_error (error);
  three = usher_drag_test_finish (usher_drag_test_ask (provider), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (one, ==, wanted.path);
  g_assert_cmpstr (two, ==, wanted.path);
  g_assert_cmpstr (three, ==, wanted.path);
  g_assert_cmpuint (wanted.n, ==, 1);
  g_assert_finalize_object (drag);

  /* The other side may copy it long after the drop. */
  g_assert_true (g_file_test (wanted.path, G_FILE_TEST_EXISTS));
  usher_log_drag_clean_up ();
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  usher_log_drag_clean_up ();
  g_free (wanted.path);
}

static void
test_failed (void)
{
  UsherLogDrag *drag = usher_log_drag_new ("x.usherlog");
  g_autoptr (GError) why = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");
  UsherDragTest *ask = usher_drag_test_ask (GDK_CONTENT_PROVIDER (drag));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  usher_log_drag_finish (drag, why);
  /* It is told once. */
  usher_log_drag_finish (drag, NULL);
  g_assert_null (usher_drag_test_finish (ask, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_null (usher_drag_test_finish (usher_drag_test_ask (GDK_CONTENT_PROVIDER (drag)), &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_finalize_object (drag);
  usher_log_drag_clean_up ();
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/log-drag/asked", test_asked);
  g_test_add_func ("/ui/log-drag/failed", test_failed);
  return g_test_run ();
}
