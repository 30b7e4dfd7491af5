/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F1: which page it opens, and that the page exists. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "archive/usher-demo-log.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-account-button.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-accounts-window.h"
#include "ui/usher-create-window.h"
#include "ui/usher-export-window.h"
#include "ui/usher-help.h"
#include "ui/usher-intents-window.h"
#include "ui/usher-preferences.h"
#include "ui/usher-review-window.h"
#include "ui/usher-shortcut-row.h"
#include "ui/usher-shortcuts.h"
#include "ui/usher-sidebar.h"

static void
assert_page (GtkWindow *window, const char *page)
{
  g_autofree char *name = g_strconcat (page, ".page", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "help", "C", name, NULL);

  g_assert_cmpstr (usher_help_get_page (window), ==, page);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static gboolean
has_page (UsherWindow *window, GtkWidget *widget, const char *page)
{
  return gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD)
         && g_strcmp0 (usher_help_get_page (GTK_WINDOW (window)), page) == 0;
}

/* One with a link that can be shown. */
static void
select_active (UsherShell *shell, GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, i);

      if (usher_invitation_get_status (usher_invitation_item_get_invitation (item)) == USHER_INVITATION_STATUS_ACTIVE)
        {
          usher_invitation_pane_select_id (usher_shell_get_list (shell), usher_invitation_item_get_id (item));
          return;
        }
    }
  g_assert_not_reached ();
}

static void
open_log (UsherApplication *application, char *dir)
{
  g_autofree char *path = g_build_filename (dir, "a.usherlog", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFile *files[] = { file };
  GtkWidget *review;

  g_free (dir);
  g_assert_true (usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 20, 3, NULL, NULL));
  g_application_open (G_APPLICATION (application), files, 1, "");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW) != NULL);
  review = usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW);
  usher_ui_test_draw (review);
  assert_page (GTK_WINDOW (review), "review");
  usher_ui_test_close (review);
}

static void
check_window (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  const char *seen = user_data;
  g_autofree char *contents = NULL;
  UsherShell *shell = usher_window_get_shell (window);
  GtkWidget *list = GTK_WIDGET (usher_shell_get_list (shell));
  GListModel *rows;
  const struct
  {
    const char *action;
    GType (*get_type) (void);
    const char *page;
  } dialogs[] = {
    { "app.preferences", usher_preferences_get_type, "preferences" },
    { "app.accounts", usher_accounts_window_get_type, "accounts" },
    { "app.add-account", usher_account_dialog_get_type, "accounts" },
    { "win.new-invitation", usher_create_window_get_type, "create" },
    { "win.export", usher_export_window_get_type, "export" },
    { "win.show-intents", usher_intents_window_get_type, "waiting" },
    { "win.show-code", usher_plain_dialog_get_type, "follow" },
  };

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_test_wait_for (has_page (window, list, "find"));
  assert_page (GTK_WINDOW (window), "find");
  g_assert_cmpstr (usher_help_get_page (NULL), ==, "index");
  rows = usher_session_get_invitations (usher_application_get_session (application));
  usher_test_wait_for (usher_session_get_last_sync (usher_application_get_session (application)) > 0
                       && !usher_session_get_loading (usher_application_get_session (application)));
  select_active (shell, rows);
  usher_test_wait_for (has_page (window, GTK_WIDGET (usher_shell_get_detail (shell)), "follow"));
  usher_test_wait_for (has_page (window, usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_SIDEBAR, 0), "statuses"));
  usher_test_wait_for (has_page (window, usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_ACCOUNT_BUTTON, 0), "accounts"));
  usher_test_wait_for (has_page (window, list, "find"));

  g_action_group_activate_action (G_ACTION_GROUP (application), "help", NULL);
  usher_test_wait_for (g_file_test (seen, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (seen, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "help:usher/find");

  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      GActionGroup *group = g_str_has_prefix (dialogs[i].action, "app.") ? G_ACTION_GROUP (application)
                                                                          : G_ACTION_GROUP (window);
      GtkWidget *dialog;

      usher_test_wait_for (g_action_group_get_action_enabled (group, strchr (dialogs[i].action, '.') + 1));
      g_action_group_activate_action (group, strchr (dialogs[i].action, '.') + 1, NULL);
      g_test_message ("%s", dialogs[i].action);
      usher_test_wait_for (usher_ui_test_window (dialogs[i].get_type ()) != NULL);
      dialog = usher_ui_test_window (dialogs[i].get_type ());
      usher_test_wait_for (g_strcmp0 (usher_help_get_page (usher_dialog_get_window (USHER_DIALOG (dialog))),
                                      dialogs[i].page) == 0);
      assert_page (usher_dialog_get_window (USHER_DIALOG (dialog)), dialogs[i].page);
      usher_ui_test_close (dialog);
    }
  open_log (application, g_path_get_dirname (seen));
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = USHER_IS_SHORTCUT_ROW (widget) && gtk_widget_get_mapped (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (USHER_IS_SHORTCUT_ROW (widget))
    return g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

static void
search (GtkWidget *overlay, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (overlay, "search_entry")), text);
}

/* The shortcuts say the keys that there are, and can be searched by what they do and by the keys. */
static void
check_shortcuts (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), "win.show-help-overlay");
  GtkWidget *overlay, *row;
  int minimum;

  g_assert_true (g_strv_contains ((const char *const *) keys, "<Control>question"));
  for (guint i = 0; i < 2; i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "shortcuts", NULL);
      overlay = usher_ui_test_window (USHER_TYPE_SHORTCUTS);
      usher_test_wait_for (gtk_widget_get_mapped (overlay));
      g_assert_true (usher_dialog_get_parent (USHER_DIALOG (overlay)) == GTK_WINDOW (window));
      usher_test_wait_for (count_rows (overlay) > 40);
      row = find_row (overlay, "New invitation");
      g_assert_cmpstr (usher_shortcut_row_get_accelerator (USHER_SHORTCUT_ROW (row)), ==, "<Control>n");
      search (overlay, "undo");
      usher_test_wait_for (count_rows (overlay) == 1 && gtk_widget_get_mapped (find_row (overlay, "Undo, before it is sent")));
      search (overlay, "CTRL+N");
      usher_test_wait_for (count_rows (overlay) == 2);
      g_assert_true (gtk_widget_get_mapped (row));
      search (overlay, "no such thing");
      usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (overlay, "nothing")));
      search (overlay, "");
      usher_test_wait_for (count_rows (overlay) > 40);
      gtk_widget_measure (overlay, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
      usher_ui_test_close (overlay);
    }
}

static void
check_welcome (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  usher_test_wait_for (g_strcmp0 (usher_help_get_page (GTK_WINDOW (window)), "getting-started") == 0);
}

static void
test_welcome (void)
{
  usher_ui_test_run (NULL, NULL, check_welcome, NULL);
}

static void
test_shortcuts (void)
{
  usher_ui_test_run (NULL, NULL, check_shortcuts, NULL);
}

static void
test_window (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *seen = usher_ui_test_install_viewer (dir);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_window, seen);
  usher_test_remove_tree (dir);
}

/* Every page that the source names is one of the help's. */
static void
test_pages (void)
{
  g_autofree char *source = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "src", "ui", "usher-help.c", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("\\{ \"[A-Z][A-Za-z]+\", \"([a-z-]+)\" \\}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
  g_regex_match (regex, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *page = g_match_info_fetch (match, 1);
      g_autofree char *name = g_strconcat (page, ".page", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "help", "C", name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        g_error ("%s is missing", path);
      n++;
    }
  g_assert_cmpuint (n, >, 10);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/help/welcome", test_welcome);
  g_test_add_func ("/help/window", test_window);
  g_test_add_func ("/help/shortcuts", test_shortcuts);
  g_test_add_func ("/help/pages", test_pages);
  return g_test_run ();
}
