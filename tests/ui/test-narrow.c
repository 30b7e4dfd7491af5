/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every window of the work with invitations fits a phone, 360 pixels wide, with text of twice the size. What
 * is too wide is named by its path, and with USHER_TEST_PICTURES there is a picture of each. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-accounts-window.h"
#include "ui/usher-activity-pane.h"
#include "ui/usher-batch-window.h"
#include "ui/usher-create-window.h"
#include "ui/usher-export-window.h"
#include "ui/usher-intents-window.h"
#include "ui/usher-preferences.h"

#define PHONE 360

/* --- Help --- */

static UsherSession *
wait_for_sync (UsherApplication *application)
{
  UsherSession *session = usher_ui_test_wait_for_sync (application);

  usher_test_wait_for (usher_session_get_counts (session)->total > 0);
  return session;
}

static int
get_minimum (GtkWidget *widget)
{
  int minimum = 0;

  /* Without a compositor the shadow of a window is a part of it. */
  if (GTK_IS_WINDOW (widget))
    return get_minimum (gtk_window_get_child (GTK_WINDOW (widget)));
  /* A dialog within a window is a frame for what it shows. */
  if (USHER_IS_DIALOG (widget))
    {
      g_autoptr (GtkWidget) view = NULL;

      g_object_get (widget, "view", &view, NULL);
      return get_minimum (view);
    }
  if (gtk_widget_should_layout (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* What asks for more than there is, the widest first, down to what has no wide child. */
static void
tell_wide (GtkWidget *widget, guint depth)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum = GTK_IS_NATIVE (child) ? 0 : get_minimum (child);

      if (minimum <= PHONE)
        continue;
      g_test_message ("%*s%d %s %s", depth * 2, "", minimum, G_OBJECT_TYPE_NAME (child),
                      GTK_IS_LABEL (child) ? gtk_label_get_text (GTK_LABEL (child))
                                           : gtk_buildable_get_buildable_id (GTK_BUILDABLE (child)));
      tell_wide (child, depth + 1);
    }
}

static void
assert_fits (GtkWidget *widget, const char *name)
{
  g_autofree char *file = g_strdup_printf ("narrow-%s", name);
  int minimum;

  usher_ui_test_draw (widget);
  minimum = get_minimum (widget);
  if (minimum > PHONE)
    {
      g_test_message ("%s asks for %d pixels:", name, minimum);
      tell_wide (widget, 0);
      g_test_fail ();
      return;
    }
  if (GTK_IS_WINDOW (widget))
    {
      gtk_window_set_default_size (GTK_WINDOW (widget), PHONE, 640);
      usher_test_wait_for (gtk_widget_get_width (widget) <= PHONE + 20);
    }
  usher_ui_test_picture (widget, file);
}

/* (transfer none) The window that an action opened. */
static GtkWidget *
wait_for_window (GType type)
{
  GtkWidget *window = NULL;

  usher_test_wait_for ((window = usher_ui_test_window (type)) != NULL);
  usher_test_settle ();
  return window;
}

static void
close_window (GtkWidget *window)
{
  GType type = G_OBJECT_TYPE (window);

  usher_ui_test_close (window);
  usher_test_wait_for (usher_ui_test_window (type) == NULL);
  usher_test_settle ();
}

static void
select_first (UsherWindow *window)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  g_autoptr (UsherInvitationItem) item =
    g_list_model_get_item (usher_session_get_invitations (usher_window_get_session (window)), 0);

  usher_invitation_pane_select_id (list, usher_invitation_item_get_id (item));
  usher_test_wait_for (usher_invitation_pane_get_selected (list) == item);
}

/* --- The windows --- */

static void
check_panes (UsherWindow *window)
{
  UsherShell *shell = usher_window_get_shell (window);
  GtkWidget *log;

  usher_shell_show (shell, USHER_SHELL_LIST);
  assert_fits (GTK_WIDGET (window), "list");
  usher_shell_show (shell, USHER_SHELL_SIDEBAR);
  assert_fits (GTK_WIDGET (window), "sidebar");
  select_first (window);
  usher_shell_show (shell, USHER_SHELL_DETAIL);
  log = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_ACTIVITY_PANE, 0);
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (USHER_ACTIVITY_PANE (log)), "list"));
  assert_fits (GTK_WIDGET (window), "detail");
  usher_detail_pane_show_page (usher_shell_get_detail (shell), "activity");
  assert_fits (GTK_WIDGET (window), "activity");
  usher_shell_show (shell, USHER_SHELL_LIST);
  g_action_group_activate_action (G_ACTION_GROUP (window), "search", NULL);
  assert_fits (GTK_WIDGET (window), "search");
}

static void
check_wizard (UsherWindow *window, UsherInvitationKind kind)
{
  UsherSession *session = usher_window_get_session (window);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (kind);
  g_autoptr (UsherCompany) company = g_list_model_get_item (usher_session_get_companies (session), 0);
  const char *addresses[] = { "a.rather.long.recipient@accounts.example.com", "b@example.com", NULL };
  const char *types[] = { "ELECTRICITY", "GAS", NULL };
  gboolean contributor = kind == USHER_INVITATION_KIND_CONTRIBUTOR;
  UsherCreateWindow *create;

  if (contributor)
    {
      usher_invitation_draft_set_company_id (draft, usher_company_get_id (company));
      usher_invitation_draft_set_utility_types (draft, types);
    }
  usher_invitation_draft_set_allowed_emails (draft, addresses);
  create = usher_create_window_new (session, draft, NULL);
  usher_dialog_present (USHER_DIALOG (create), NULL);
  usher_ui_test_draw (GTK_WIDGET (create));
  for (guint i = 0; i < 4; i++)
    {
      const char *step = usher_create_window_get_step (create);
      g_autofree char *name = g_strdup_printf ("wizard-%s-%s", contributor ? "contributor" : "reconnect", step);

      usher_test_settle ();
      assert_fits (GTK_WIDGET (create), name);
      if (g_str_equal (step, "review"))
        break;
      gtk_widget_activate_action (GTK_WIDGET (create), "create.next", NULL);
    }
  if (contributor)
    {
      g_assert_cmpstr (usher_create_window_get_step (create), ==, "review");
      gtk_widget_activate_action (GTK_WIDGET (create), "create.next", NULL);
      usher_test_wait_for (g_str_equal (usher_create_window_get_step (create), "done"));
      usher_test_settle ();
      assert_fits (GTK_WIDGET (create), "wizard-done");
    }
  usher_ui_test_close (GTK_WIDGET (create));
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_CREATE_WINDOW) == NULL);
}

static void
check_others (UsherApplication *application, UsherWindow *window)
{
  GtkWidget *other;

  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  other = wait_for_window (USHER_TYPE_PREFERENCES);
  assert_fits (other, "preferences");
  close_window (other);
  g_action_group_activate_action (G_ACTION_GROUP (application), "accounts", NULL);
  other = wait_for_window (USHER_TYPE_ACCOUNTS_WINDOW);
  assert_fits (other, "accounts");
  close_window (other);
  g_action_group_activate_action (G_ACTION_GROUP (application), "add-account", NULL);
  other = wait_for_window (USHER_TYPE_ACCOUNT_DIALOG);
  assert_fits (other, "add-account");
  close_window (other);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-intents", NULL);
  other = wait_for_window (USHER_TYPE_INTENTS_WINDOW);
  assert_fits (other, "intents");
  close_window (other);
  g_action_group_activate_action (G_ACTION_GROUP (window), "export", NULL);
  other = wait_for_window (USHER_TYPE_EXPORT_WINDOW);
  assert_fits (other, "export");
  close_window (other);
}

/* Several, with the question that counts them and what became of each. */
static void
check_several (UsherWindow *window)
{
  UsherSession *session = usher_window_get_session (window);
  GtkColumnView *view = GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0));
  GtkWidget *batch;

  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
  gtk_selection_model_select_range (gtk_column_view_get_model (view), 0, 3, TRUE);
  usher_shell_show (usher_window_get_shell (window), USHER_SHELL_DETAIL);
  assert_fits (GTK_WIDGET (window), "several");
  g_action_group_activate_action (G_ACTION_GROUP (window), "resend", NULL);
  usher_test_wait_for (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for ((batch = usher_ui_test_window (USHER_TYPE_BATCH_WINDOW)) != NULL);
  usher_test_wait_for (!usher_batch_get_running (usher_batch_window_get_batch (USHER_BATCH_WINDOW (batch))));
  assert_fits (batch, "batch");
  close_window (batch);
}

static void
check_all (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  wait_for_sync (application);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * (dpi > 0 ? dpi : 96 * 1024), NULL);
  check_panes (window);
  check_wizard (window, USHER_INVITATION_KIND_CONTRIBUTOR);
  check_wizard (window, USHER_INVITATION_KIND_RECONNECT);
  check_others (application, window);
  check_several (window);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
test_large_text (void)
{
  /* What cannot be resent is told row by row. */
  const char *extra[] = { "--demo", "60", "--seed", "7", "--no-resend", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_all, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/narrow/large-text", test_large_text);
  return g_test_run ();
}
