/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole story: an invitation is made beside the window, mailed, walked through by its recipient over
 * HTTP, and seen in the window as it goes. Nobody asks the window to refresh. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "sandbox/sandbox-walk.h"
#include "ui/usher-create-window.h"
#include "ui/usher-window-private.h"

static UsherInvitationItem *
get_selected (UsherWindow *window)
{
  return usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window)));
}

/* Whether some label has the text among others. */
static gboolean
shows_below (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_below (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
shows (UsherWindow *window, const char *text)
{
  return shows_below (GTK_WIDGET (usher_shell_get_detail (usher_window_get_shell (window))), text);
}

static void
show_page (UsherWindow *window, const char *page)
{
  usher_detail_pane_show_page (usher_shell_get_detail (usher_window_get_shell (window)), page);
}

static void
invite (UsherWindow *window)
{
  static const char * const emails[] = { "ann@example.com", NULL };
  UsherSession *session = usher_window_get_session (window);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherCompany) company = g_list_model_get_item (usher_session_get_companies (session), 0);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *create;

  g_action_group_activate_action (G_ACTION_GROUP (window), "new-invitation", NULL);
  usher_test_wait_for ((create = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW)) != NULL);
  usher_invitation_draft_set_company_id (draft, usher_company_get_id (company));
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_max_uses (draft, 1);
  usher_invitation_draft_set_send_email (draft, TRUE);
  usher_session_create_async (session, draft, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  made = usher_session_create_finish (session, result, &error);
  g_assert_no_error (error);
  g_signal_emit_by_name (create, "created", made);
  usher_test_wait_for (get_selected (window) != NULL);
  usher_ui_test_close (create);
}

static UsherInvitationStatus
get_status (UsherWindow *window)
{
  return usher_invitation_get_status (usher_invitation_item_get_invitation (get_selected (window)));
}

static void
check_story (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  g_autoptr (SandboxWalk) walk = NULL;
  g_autoptr (GPtrArray) mail = NULL;
  g_autofree char *link = NULL;
  UsherSession *session;

  usher_test_wait_for ((session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "open-outbox"));
  invite (window);
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_cmpuint (mail->len, ==, 1);
  link = sandbox_mail_dup_link (mail->pdata[0]);
  walk = sandbox_walk_new (sandbox, link);
  sandbox_walk_open (walk, NULL);
  show_page (window, "activity");
  usher_test_wait_for (shows (window, "ann@example.com opened the link"));
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
  usher_test_wait_for (get_status (window) == USHER_INVITATION_STATUS_FULFILLED);
  usher_test_wait_for (shows (window, "ann@example.com submitted the form"));
  show_page (window, "details");
  usher_test_wait_for (shows (window, "Northwind Power"));
  /* The new connection is seen to become one that works. */
  usher_test_wait_for (shows (window, "Connected"));
}

static void
test_story (void)
{
  static const char * const demo[] = { "--demo", "20", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_story, sandbox);
}

static void
test_outbox_address (void)
{
  g_autofree char *address = usher_window_sandbox_dup_outbox ("http://127.0.0.1:8722/v2.2");

  g_assert_cmpstr (address, ==, "http://127.0.0.1:8722/outbox");
  g_assert_null (usher_window_sandbox_dup_outbox ("nonsense"));
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/story/outbox-address", test_outbox_address);
  g_test_add_func ("/ui/story/whole", test_story);
  return g_test_run ();
}
