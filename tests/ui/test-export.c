/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exporting from the window: the real application against the real sandbox, by its actions and buttons. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "archive/usher-verification.h"
#include "ui/usher-drag-test.h"
#include "ui/usher-export-window.h"

#define N_DEMO 120

typedef struct
{
  UsherTestSandbox *sandbox; /* (owned) */
  char *dir;                 /* (owned) */
} Fixture;

static void
run (const char *latency, UsherUiTestBody body)
{
  const char *extra[] = { "--demo", "120", "--seed", "7", "--latency", latency, NULL };
  Fixture fixture = { .sandbox = usher_test_sandbox_start (NULL, extra), .dir = usher_test_make_dir () };
  const char *arguments[] = { "--server", fixture.sandbox->base_url, NULL };

  usher_ui_test_run (arguments, fixture.sandbox->api_key, body, &fixture);
  usher_test_sandbox_free (fixture.sandbox);
  usher_test_remove_tree (fixture.dir);
  g_free (fixture.dir);
}

static UsherSession *
wait_for_rows (UsherApplication *application)
{
  UsherSession *session = usher_ui_test_wait_for_sync (application);

  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (session)) == N_DEMO);
  return session;
}

static UsherExportWindow *
open_export (UsherWindow *window, const char *action)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW) != NULL);
  return (UsherExportWindow *) usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW);
}

static void
close_export (UsherExportWindow *export)
{
  usher_dialog_close (USHER_DIALOG (export));
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW) == NULL);
}

static gpointer
get (gpointer window, const char *id)
{
  GtkWidget *widget = usher_ui_test_find_id (GTK_WIDGET (window), id);

  g_assert_nonnull (widget);
  return widget;
}

static gboolean
is_shown (gpointer window, const char *id)
{
  return gtk_widget_get_visible (get (window, id));
}

static void
click (gpointer window, const char *id)
{
  g_assert_true (is_shown (window, id) && gtk_widget_get_sensitive (get (window, id)));
  g_signal_emit_by_name (get (window, id), "clicked");
}

static char *
save (Fixture *fixture, UsherExportWindow *export, const char *name)
{
  char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  usher_export_window_save_to (export, file);
  usher_test_wait_for (usher_export_window_get_export (export) != NULL);
  return path;
}

static void
wait_for_state (UsherExportWindow *export, UsherExportState state)
{
  usher_test_wait_for (usher_export_get_state (usher_export_window_get_export (export)) == state);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
look (gpointer window, const char *name)
{
  if (g_getenv ("USHER_TEST_PICTURES") == NULL)
    return;
  for (int i = 0; i < 5; i++)
    usher_ui_test_draw (window);
  usher_ui_test_picture (window, name);
}

/* Everything, as an Usher log, without links. */
static void
check_all (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Fixture *fixture = user_data;
  UsherExportWindow *export = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  UsherVerification verification = { 0 };

  wait_for_rows (application);
  export = open_export (window, "export");
  g_assert_true (gtk_switch_get_active (get (export, "fresh_switch")));
  g_assert_false (gtk_switch_get_active (get (export, "links_switch")));
  g_assert_false (is_shown (export, "warning_label"));
  look (export, "export-options");
  path = save (fixture, export, "all.usherlog");
  wait_for_state (export, USHER_EXPORT_DONE);
  usher_test_settle ();
  look (export, "export-done");
  g_assert_cmpstr (gtk_label_get_text (get (export, "outcome_label")), ==, "120 invitations exported.");
  g_assert_nonnull (strstr (gtk_label_get_text (get (export, "path_label")), "all.usherlog"));
  g_assert_true (is_shown (export, "close_button"));
  g_assert_false (is_shown (export, "cancel_button"));
  g_assert_true (usher_verify_file (path, &verification, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (gtk_label_get_text (get (export, "path_label")), verification.seal));
  close_export (export);

  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (text, "/p/i/"));
  g_assert_nonnull (strstr (text, "\"invitations\":120,"));
}

/* Two that are selected, in their order; the ending comes by itself; links only where they can be and with a warning. */
static void
check_selected (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Fixture *fixture = user_data;
  UsherSession *session = wait_for_rows (application);
  GListModel *model = usher_session_get_invitations (session);
  GtkColumnView *view = GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0));
  g_autoptr (UsherInvitationItem) first = g_list_model_get_item (model, 2);
  g_autoptr (UsherInvitationItem) second = g_list_model_get_item (model, 7);
  UsherExportWindow *export = NULL;
  g_autofree char *asked_for = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-selected"));
  gtk_selection_model_select_item (gtk_column_view_get_model (view), 7, TRUE);
  gtk_selection_model_select_item (gtk_column_view_get_model (view), 2, FALSE);
  usher_test_wait_for (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-selected"));
  export = open_export (window, "export-selected");

  gtk_switch_set_active (get (export, "links_switch"), TRUE);
  g_assert_true (is_shown (export, "warning_label"));
  g_assert_false (gtk_widget_get_sensitive (get (export, "fresh_switch")));
  look (export, "export-links");
  adw_combo_row_set_selected (get (export, "format_row"), USHER_LOG_FORMAT_CSV);
  g_assert_false (is_shown (export, "warning_label"));
  g_assert_false (gtk_widget_get_sensitive (get (export, "links_switch")));
  asked_for = save (fixture, export, "two");
  path = g_strconcat (asked_for, ".csv", NULL);
  wait_for_state (export, USHER_EXPORT_DONE);
  close_export (export);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (text, "/p/i/"));
  g_assert_nonnull (strstr (text, usher_invitation_item_get_id (first)));
  g_assert_true (strstr (text, usher_invitation_item_get_id (first)) < strstr (text, usher_invitation_item_get_id (second)));
}

/* Pause, go on; and closing the window on the way leaves nothing. */
static void
check_pause_and_cancel (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Fixture *fixture = user_data;
  UsherExportWindow *export = NULL;
  g_autofree char *path = NULL;

  wait_for_rows (application);
  export = open_export (window, "export");
  path = save (fixture, export, "x.usherlog");
  usher_test_wait_for (usher_export_get_n_done (usher_export_window_get_export (export)) > 0);
  g_assert_cmpstr (gtk_button_get_label (get (export, "pause_button")), ==, "_Pause");
  click (export, "pause_button");
  g_assert_cmpint (usher_export_get_state (usher_export_window_get_export (export)), ==, USHER_EXPORT_PAUSED);
  g_assert_cmpstr (gtk_button_get_label (get (export, "pause_button")), ==, "_Resume");
  g_assert_true (g_str_has_prefix (gtk_label_get_text (get (export, "outcome_label")), "Paused at "));
  g_assert_true (gtk_progress_bar_get_show_text (get (export, "progress")));
  {
    UsherExport *work = usher_export_window_get_export (export);
    g_autofree char *percent = g_strdup_printf ("%u %%", (usher_export_get_n_done (work) + usher_export_get_n_failed (work)) * 100 / N_DEMO);

    g_assert_cmpstr (gtk_progress_bar_get_text (get (export, "progress")), ==, percent);
    g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (get (export, "progress")),
                                    (usher_export_get_n_done (work) + usher_export_get_n_failed (work)) / (double) N_DEMO,
                                    0.001);
  }
  look (export, "export-paused");
  click (export, "pause_button");
  g_assert_cmpint (usher_export_get_state (usher_export_window_get_export (export)), ==, USHER_EXPORT_RUNNING);
  close_export (export);
  usher_test_wait_for (count_files (fixture) == 0);
}

/* A server that answers nothing for now: it is seen that it goes on, and Cancel ends it without waiting for an answer. */
static void
check_held (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Fixture *fixture = user_data;
  UsherExportWindow *export = NULL;
  g_autofree char *path = NULL;

  wait_for_rows (application);
  export = open_export (window, "export");
  /* Not what is kept here already. */
  gtk_switch_set_active (get (export, "fresh_switch"), TRUE);
  usher_test_sandbox_hold (fixture->sandbox);
  path = save (fixture, export, "x.usherlog");
  usher_test_wait_for (gtk_widget_get_mapped (get (export, "progress")) && gtk_widget_get_mapped (get (export, "cancel_button")));
  g_assert_cmpint (usher_export_get_state (usher_export_window_get_export (export)), ==, USHER_EXPORT_RUNNING);
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (get (export, "progress")), 0, 0.001);
  g_assert_cmpstr (gtk_progress_bar_get_text (get (export, "progress")), ==, "0 %");
  g_assert_cmpstr (gtk_label_get_text (get (export, "outcome_label")), ==, "0 of 120 invitations");
  look (export, "export-held");
  click (export, "cancel_button");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW) == NULL);
  usher_test_wait_for (count_files (fixture) == 0);
  usher_test_sandbox_let_go (fixture->sandbox);

  /* And another is whole. */
  export = open_export (window, "export");
  g_free (path);
  path = save (fixture, export, "y.usherlog");
  wait_for_state (export, USHER_EXPORT_DONE);
  close_export (export);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* The server goes away in between: what is missing is told, tried again in vain, and left out when asked. */
static void
check_failures (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Fixture *fixture = user_data;
  UsherExportWindow *export = NULL;
  UsherExport *work = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  wait_for_rows (application);
  export = open_export (window, "export");
  path = save (fixture, export, "some.usherlog");
  work = usher_export_window_get_export (export);
  usher_test_wait_for (usher_export_get_n_done (work) > 0);
  usher_test_sandbox_kill (fixture->sandbox);
  wait_for_state (export, USHER_EXPORT_INCOMPLETE);
  usher_test_settle ();
  look (export, "export-incomplete");
  g_assert_nonnull (strstr (gtk_label_get_text (get (export, "outcome_label")), " of 120 invitations exported. "));
  g_assert_nonnull (strstr (gtk_label_get_text (get (export, "outcome_label")), " failed: "));
  click (export, "retry_button");
  wait_for_state (export, USHER_EXPORT_INCOMPLETE);
  g_assert_cmpuint (count_files (fixture), ==, 1); /* the temporary one */
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  click (export, "accept_button");
  wait_for_state (export, USHER_EXPORT_DONE);
  close_export (export);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "\"missing\":"));
}

static void
assert_whole (const char *path, const char *counts)
{
  g_autofree char *text = NULL;
  UsherVerification verification = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (usher_verify_file (path, &verification, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, counts));
}

/* The place of a row of the list, in the list's pane. */
static void
find_row (UsherWindow *window, guint position, GtkWidget **pane, double *x, double *y)
{
  GListModel *invitations = usher_session_get_invitations (usher_window_get_session (window));
  g_autoptr (UsherInvitationItem) item = g_list_model_get_item (invitations, position);
  g_autofree char *recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
  GtkWidget *cell;

  *pane = GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (window)));
  cell = usher_ui_test_find_text (usher_ui_test_find (*pane, GTK_TYPE_COLUMN_VIEW, 0), recipients);
  g_assert_nonnull (cell);
  g_assert_true (gtk_widget_translate_coordinates (cell, *pane, 4, 4, x, y));
}

/* Rows, dragged: a log of them, which is exported as any other; and from the dialog, with what was chosen there. Whoever
 * waits is told when nothing comes. */
static void
check_drag (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GtkWidget *pane;
  UsherExportWindow *export = NULL;
  UsherDragTest *ask;
  GdkContentProvider *provider;
  g_autofree char *path = NULL;
  g_autofree char *table = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) why = NULL;
  double x, y;

  wait_for_rows (application);
  usher_ui_test_draw (GTK_WIDGET (window));
  find_row (window, 0, &pane, &x, &y);
  g_assert_null (usher_drag_test_begin (pane, x, 2));
  provider = usher_drag_test_begin (pane, x, y);
  g_assert_nonnull (provider);
  ask = usher_drag_test_ask (provider);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW) != NULL);
  export = (UsherExportWindow *) usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW);
  path = usher_drag_test_finish (ask, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (path, ".usherlog"));
  assert_whole (path, "\"invitations\":1,");
  g_assert_nonnull (strstr (gtk_label_get_text (get (export, "path_label")), "Handed to where you dropped it"));
  look (export, "export-dragged");
  close_export (export);
  g_object_unref (provider);

  export = open_export (window, "export");
  adw_combo_row_set_selected (get (export, "format_row"), USHER_LOG_FORMAT_CSV);
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (get (export, "drag_row")), ".csv"));
  provider = usher_drag_test_begin (get (export, "drag_row"), 10, 10);
  table = usher_drag_test_finish (usher_drag_test_ask (provider), &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (table, ".csv"));
  g_assert_true (g_file_test (table, G_FILE_TEST_EXISTS));
  g_assert_null (usher_drag_test_begin (get (export, "drag_row"), 10, 10));
  close_export (export);
  g_object_unref (provider);

  export = open_export (window, "export");
  provider = usher_drag_test_begin (get (export, "drag_row"), 10, 10);
  ask = usher_drag_test_ask (provider);
  usher_test_wait_for (usher_export_window_get_export (export) != NULL);
  click (export, "pause_button");
  close_export (export);
  g_assert_null (usher_drag_test_finish (ask, &why));
  g_assert_error (why, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (provider);
}

static void
test_drag (void)
{
  run ("20", check_drag);
}

static void
test_all (void)
{
  run ("0", check_all);
}

static void
test_selected (void)
{
  run ("0", check_selected);
}

static void
test_pause_and_cancel (void)
{
  run ("60", check_pause_and_cancel);
}

static void
test_held (void)
{
  run ("0", check_held);
}

static void
test_failures (void)
{
  run ("60", check_failures);
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/export/all", test_all);
  g_test_add_func ("/ui/export/selected", test_selected);
  g_test_add_func ("/ui/export/pause-and-cancel", test_pause_and_cancel);
  g_test_add_func ("/ui/export/held", test_held);
  g_test_add_func ("/ui/export/failures", test_failures);
  g_test_add_func ("/ui/export/drag", test_drag);
  return g_test_run ();
}
