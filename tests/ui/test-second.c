/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usher is started while it runs: the second ends at once, and the first comes to the front. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

typedef struct
{
  UsherApplication *application;
  guint n_activated;
  gboolean ran;
} Run;

static void
on_activated (Run *run)
{
  run->n_activated++;
}

static GSubprocess *
start_second (const char *option)
{
  g_autofree char *folder = g_path_get_dirname (g_getenv ("USHER_SANDBOX"));
  g_autofree char *program = g_build_filename (folder, "..", "usher", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *second = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, option, NULL);

  g_assert_no_error (error);
  return second;
}

static gboolean
on_running (gpointer user_data)
{
  Run *run = user_data;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GSubprocess) second = NULL;
  g_autoptr (GError) error = NULL;
  UsherWindow *window;

  usher_test_wait_for (usher_application_get_window (run->application) != NULL);
  window = usher_application_get_window (run->application);
  usher_ui_test_draw (GTK_WIDGET (window));
  /* Somewhere behind other windows. */
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  run->n_activated = 0;
  second = start_second (NULL);
  g_subprocess_wait_async (second, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_true (g_subprocess_wait_finish (second, result, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (second));
  g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 0);
  usher_test_wait_for (run->n_activated == 1);
  usher_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)));
  g_assert_true (usher_application_get_window (run->application) == window);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (GTK_APPLICATION (run->application))), ==, 1);
  run->ran = TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
test_second (void)
{
  char program[] = "usher";
  char *argv[] = { program, NULL };
  Run run = { .application = usher_application_new () };

  g_signal_connect_swapped (run.application, "activate", G_CALLBACK (on_activated), &run);
  g_idle_add (on_running, &run);
  g_assert_cmpint (g_application_run (G_APPLICATION (run.application), 1, argv), ==, 0);
  g_assert_true (run.ran);
  usher_test_settle ();
  g_assert_finalize_object (run.application);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/second/raises-the-first", test_second);
  return g_test_run ();
}
