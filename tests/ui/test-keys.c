/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window by keyboard alone: real keys, sent by xdotool to the real application. Skipped without it. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-create-window.h"

#define N_ROWS 60

typedef struct
{
  UsherApplication *application;
  UsherWindow *window;
  UsherSession *session;
  UsherInvitationPane *pane;
  GtkWidget *view;
  GtkWidget *entry;
} Parts;

static void
on_exited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    g_test_message ("xdotool: %s", error->message);
  *(gboolean *) user_data = TRUE;
}

/* To the main window: keys as xdotool names them. */
static void
press (const char *keys)
{
  const char *argv[] = { "xdotool", "search", "--onlyvisible", "--name", "^Usher", "windowfocus",
                         "key", "--clearmodifiers", keys, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  gboolean done = FALSE;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, on_exited, &done);
  usher_test_wait_for (done);
}

static void
wait_for_rows (Parts *parts)
{
  usher_test_wait_for (!usher_session_get_loading (parts->session));
  usher_test_settle ();
}

static const char *
get_text (Parts *parts)
{
  return gtk_editable_get_text (GTK_EDITABLE (parts->entry));
}

static gboolean
is_searching (Parts *parts)
{
  gboolean searching;

  g_object_get (parts->pane, "search-mode", &searching, NULL);
  return searching;
}

static UsherInvitationItem *
get_selected (Parts *parts)
{
  return usher_invitation_pane_get_selected (parts->pane);
}

static gboolean
has_focus (Parts *parts, GtkWidget *inside)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (parts->window));

  return focus != NULL && (focus == inside || gtk_widget_is_ancestor (focus, inside));
}

static gboolean
is_asking (Parts *parts)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (parts->window));

  return question != NULL;
}

static gboolean
has_text (Parts *parts, const char *text)
{
  return usher_ui_test_find_text (GTK_WIDGET (parts->window), text) != NULL;
}

static UsherInvitationStatus
get_list (Parts *parts)
{
  return usher_query_get_status (usher_session_get_query (parts->session));
}

static void
check_lists (Parts *parts)
{
  static const UsherInvitationStatus lists[] = {
    USHER_INVITATION_STATUS_UNKNOWN, USHER_INVITATION_STATUS_ACTIVE, USHER_INVITATION_STATUS_EXPIRED,
    USHER_INVITATION_STATUS_REVOKED, USHER_INVITATION_STATUS_FULFILLED,
  };

  for (int i = (int) G_N_ELEMENTS (lists) - 1; i >= 0; i--)
    {
      g_autofree char *keys = g_strdup_printf ("alt+%d", i + 1);

      press (keys);
      usher_test_wait_for (get_list (parts) == lists[i]);
    }
  press ("alt+2");
  usher_test_wait_for (get_list (parts) == USHER_INVITATION_STATUS_ACTIVE);
  wait_for_rows (parts);
}

/* Typing anywhere begins a search; Escape ends it. In the entry, Ctrl+C and Delete are the entry's. */
static void
check_search (Parts *parts)
{
  guint n = g_list_model_get_n_items (usher_session_get_invitations (parts->session));

  gtk_widget_child_focus (parts->view, GTK_DIR_TAB_FORWARD);
  press ("z");
  usher_test_wait_for (is_searching (parts) && g_str_equal (get_text (parts), "z"));
  g_assert_true (has_focus (parts, parts->entry));
  press ("ctrl+a");
  press ("ctrl+c");
  press ("Delete");
  usher_test_wait_for (g_str_equal (get_text (parts), ""));
  g_assert_false (is_asking (parts));
  g_assert_false (has_text (parts, "Link copied"));
  press ("q");
  usher_test_wait_for (g_str_equal (get_text (parts), "q"));
  press ("Escape");
  usher_test_wait_for (!is_searching (parts));
  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (parts->session)) == n
                       && !usher_session_get_loading (parts->session));
  press ("ctrl+f");
  usher_test_wait_for (is_searching (parts) && has_focus (parts, parts->entry));
  press ("Escape");
  usher_test_wait_for (!is_searching (parts));
}

/* The first that may be mailed again. */
static void
select_one (Parts *parts)
{
  GListModel *rows = usher_session_get_invitations (parts->session);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, i);

      if (usher_invitation_why_not_resend (usher_invitation_item_get_invitation (item)) != NULL)
        continue;
      usher_invitation_pane_select_id (parts->pane, usher_invitation_item_get_id (item));
      usher_test_wait_for (get_selected (parts) == item);
      return;
    }
  g_assert_not_reached ();
}

static void
check_work (Parts *parts)
{
  UsherInvitation *invitation = usher_invitation_item_get_invitation (get_selected (parts));
  g_autofree char *recipients = usher_invitation_dup_recipients (invitation);
  g_autofree char *sent = g_strdup_printf ("Email sent again to %s", recipients);

  gtk_widget_child_focus (parts->view, GTK_DIR_TAB_FORWARD);
  usher_test_wait_for (has_focus (parts, parts->view));
  press ("ctrl+c");
  usher_test_wait_for (has_text (parts, "Link copied"));
  press ("Delete");
  usher_test_wait_for (is_asking (parts));
  /* Cancel is what Escape, and Return pressed too early, mean. */
  g_assert_true (usher_compat_answer (GTK_WINDOW (parts->window), FALSE));
  usher_test_wait_for (!is_asking (parts));
  usher_test_wait_for (g_action_group_get_action_enabled (G_ACTION_GROUP (parts->window), "resend"));
  press ("ctrl+r");
  usher_test_wait_for (has_text (parts, sent));
  usher_test_wait_for (g_action_group_get_action_enabled (G_ACTION_GROUP (parts->window), "resend"));
}

/* Return goes from the row into its detail. */
static void
check_return (Parts *parts)
{
  GtkWidget *detail = GTK_WIDGET (usher_shell_get_detail (usher_window_get_shell (parts->window)));

  gtk_widget_child_focus (parts->view, GTK_DIR_TAB_FORWARD);
  usher_test_wait_for (has_focus (parts, parts->view));
  press ("Home");
  press ("ctrl+space");
  press ("Down");
  usher_test_wait_for (get_selected (parts) != NULL);
  press ("Return");
  usher_test_wait_for (has_focus (parts, detail));
}

static void
check_frame (Parts *parts)
{
  UsherShell *shell = usher_window_get_shell (parts->window);
  gint64 before = usher_session_get_last_sync (parts->session);
  GtkWidget *create;

  press ("F9");
  usher_test_wait_for (!usher_shell_is_shown (shell, USHER_SHELL_SIDEBAR));
  press ("F9");
  usher_test_wait_for (usher_shell_is_shown (shell, USHER_SHELL_SIDEBAR));
  press ("F5");
  usher_test_wait_for (usher_session_get_last_sync (parts->session) > before
                       && usher_session_get_state (parts->session) == USHER_SYNC_IDLE);
  press ("ctrl+n");
  usher_test_wait_for ((create = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW)) != NULL);
  usher_ui_test_close (create);
}

static void
check (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts = { .application = application, .window = window };

  usher_test_wait_for ((parts.session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_state (parts.session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (parts.session) > 0
                       && usher_session_get_counts (parts.session)->total == N_ROWS);
  wait_for_rows (&parts);
  parts.pane = usher_shell_get_list (usher_window_get_shell (window));
  parts.view = usher_ui_test_find (GTK_WIDGET (parts.pane), GTK_TYPE_COLUMN_VIEW, 0);
  parts.entry = usher_ui_test_find (GTK_WIDGET (parts.pane), GTK_TYPE_SEARCH_ENTRY, 0);
  check_lists (&parts);
  check_search (&parts);
  select_one (&parts);
  check_work (&parts);
  check_return (&parts);
  check_frame (&parts);
  press ("ctrl+q");
  usher_test_wait_for (usher_application_get_window (application) == NULL);
}

static void
test_keys (void)
{
  const char *extra[] = { "--demo", G_STRINGIFY (N_ROWS), "--seed", "7", NULL };
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  g_autoptr (UsherTestSandbox) sandbox = NULL;
  const char *arguments[] = { "--server", NULL, NULL };

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed");
      return;
    }
  sandbox = usher_test_sandbox_start (NULL, extra);
  arguments[1] = sandbox->base_url;
  usher_ui_test_run (arguments, sandbox->api_key, check, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/keys/all", test_keys);
  return g_test_run ();
}
