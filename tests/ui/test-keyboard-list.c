/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day's work with invitations by keyboard alone: find, read, copy, resend, revoke and take back, several at once, another
 * account, preferences. Nothing here calls an action, clicks, or says where the focus goes. */
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "ui/compat/usher-compat.h"
#include "ui/usher-activity-pane.h"
#include "ui/usher-batch-window.h"
#include "ui/usher-preferences.h"
#include "usher-config.h"

typedef struct
{
  UsherApplication *application;
  UsherWindow *window;
  UsherSession *session;
  UsherInvitationPane *pane;
  GtkWidget *view;
} Parts;

static void
wait_for_rows (Parts *parts)
{
  usher_test_wait_for (!usher_session_get_loading (parts->session));
  usher_test_settle ();
}

static void
get_parts (Parts *parts, UsherApplication *application, UsherWindow *window)
{
  parts->application = application;
  parts->window = window;
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  parts->session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (parts->session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (parts->session) > 0
                       && usher_session_get_counts (parts->session)->total > 0
                       && usher_session_get_counts (parts->session)->unread == 0);
  parts->pane = usher_shell_get_list (usher_window_get_shell (window));
  parts->view = usher_ui_test_find (GTK_WIDGET (parts->pane), GTK_TYPE_COLUMN_VIEW, 0);
  wait_for_rows (parts);
}

static guint
count (Parts *parts)
{
  return g_list_model_get_n_items (usher_session_get_invitations (parts->session));
}

static UsherInvitationItem *
get_selected (Parts *parts)
{
  return usher_invitation_pane_get_selected (parts->pane);
}

static UsherInvitationStatus
get_status (Parts *parts)
{
  return usher_invitation_get_status (usher_invitation_item_get_invitation (get_selected (parts)));
}

static gboolean
has_text (Parts *parts, const char *text)
{
  return usher_ui_test_find_part (GTK_WIDGET (parts->window), text) != NULL;
}

static gboolean
is_asking (Parts *parts)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (parts->window));

  return question != NULL;
}

static GtkWidget *
wait_for_window (GType type)
{
  usher_test_wait_for (usher_ui_test_window (type) != NULL);
  usher_test_settle ();
  return usher_ui_test_window (type);
}

/* --- Finding --- */

static void
check_find (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  guint n_all, n_some;

  get_parts (&parts, application, window);
  n_all = count (&parts);

  /* By status: a key, and the list at the side. */
  usher_ui_keys_press ("alt+2");
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (parts.session))
                       == USHER_INVITATION_STATUS_ACTIVE);
  wait_for_rows (&parts);
  n_some = count (&parts);
  g_assert_cmpuint (n_some, <, n_all);
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("alt+1");
  wait_for_rows (&parts);
  usher_test_wait_for (count (&parts) == n_all);
  usher_ui_keys_go ("Tab", "UsherSidebarRow");
  usher_ui_keys_press ("Down Down Down Return");
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (parts.session))
                       == USHER_INVITATION_STATUS_REVOKED);
  wait_for_rows (&parts);
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("alt+1");
  wait_for_rows (&parts);
  usher_test_wait_for (count (&parts) == n_all);

  /* By type: the filters open by a key, and a chip takes one away again. */
  usher_ui_keys_press ("ctrl+shift+f");
  usher_ui_keys_go ("Tab", "Reconnect");
  usher_ui_keys_press ("space");
  wait_for_rows (&parts);
  usher_test_wait_for (count (&parts) < n_all);
  usher_ui_keys_press ("Escape");
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "Remove filter: Reconnect");
  usher_ui_keys_press ("space");
  wait_for_rows (&parts);
  usher_test_wait_for (count (&parts) == n_all);
  usher_ui_keys_assert_not_lost ();

  /* By typing, wherever the focus is. */
  usher_ui_keys_go ("Tab", "view");
  usher_ui_keys_type ("zzz");
  usher_test_wait_for (count (&parts) == 0 && !usher_session_get_loading (parts.session));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (count (&parts) == n_all && !usher_session_get_loading (parts.session));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("ctrl+f");
  usher_ui_keys_type ("example.com");
  usher_test_wait_for (count (&parts) < n_all && count (&parts) > 0 && !usher_session_get_loading (parts.session));
  /* Down goes from what is searched to what was found. */
  usher_ui_keys_press ("Down");
  usher_ui_keys_wait_at (parts.view);
  usher_ui_keys_press ("ctrl+shift+k");
  usher_test_wait_for (count (&parts) == n_all && !usher_session_get_loading (parts.session));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
}

/* --- One --- */

/* The first row that may be mailed again. */
static void
select_one (Parts *parts)
{
  usher_ui_keys_go ("Tab", "view");
  usher_ui_keys_press ("Home");
  for (guint i = 0; i < count (parts); i++)
    {
      usher_test_wait_for (get_selected (parts) != NULL);
      if (usher_invitation_why_not_resend (usher_invitation_item_get_invitation (get_selected (parts))) == NULL)
        return;
      usher_ui_keys_press ("Down");
    }
  g_assert_not_reached ();
}

static void
read_log (Parts *parts)
{
  GtkWidget *detail = GTK_WIDGET (usher_shell_get_detail (usher_window_get_shell (parts->window)));
  GtkWidget *log = usher_ui_test_find (detail, USHER_TYPE_ACTIVITY_PANE, 0);

  usher_ui_keys_press ("Return");
  usher_ui_keys_wait_at (detail);
  usher_ui_keys_go ("Tab", "activity_button");
  usher_ui_keys_press ("space");
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (USHER_ACTIVITY_PANE (log)), "list")
                       && gtk_widget_get_mapped (log));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  g_assert_true (usher_ui_keys_is_at (detail));
  usher_ui_keys_go ("Tab", "view");
  g_assert_true (usher_ui_keys_is_at (log));
  usher_ui_keys_press ("End Home");
  g_assert_true (usher_ui_keys_is_at (log));
  while (!usher_ui_keys_is_at (parts->view))
    usher_ui_keys_press ("shift+Tab");
}

static void
revoke_it (Parts *parts)
{
  usher_ui_keys_press ("Delete");
  usher_test_wait_for (is_asking (parts));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("alt+r");
  usher_test_wait_for (!is_asking (parts));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
}

static void
check_one (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  Parts parts;

  get_parts (&parts, application, window);
  usher_ui_keys_press ("alt+2");
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (parts.session))
                       == USHER_INVITATION_STATUS_ACTIVE);
  wait_for_rows (&parts);
  select_one (&parts);
  read_log (&parts);
  usher_ui_keys_press ("ctrl+c");
  usher_test_wait_for (has_text (&parts, "Link copied"));
  /* Toasts wait for one another. */
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!has_text (&parts, "Link copied"));

  /* Asked, and kept by Escape; revoked, and taken back in time. */
  usher_ui_keys_press ("Delete");
  usher_test_wait_for (is_asking (&parts));
  usher_test_settle ();
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!is_asking (&parts));
  usher_ui_keys_wait_at (parts.view);
  revoke_it (&parts);
  usher_test_wait_for (has_text (&parts, "Revoking the invitation"));
  usher_ui_keys_press ("ctrl+z");
  usher_test_wait_for (!has_text (&parts, "Revoking the invitation"));
  g_assert_cmpint (get_status (&parts), ==, USHER_INVITATION_STATUS_ACTIVE);

  /* The same by the button of what tells of it. */
  usher_ui_keys_wait_at (parts.view);
  revoke_it (&parts);
  usher_test_wait_for (has_text (&parts, "Revoking the invitation"));
  usher_ui_keys_go ("Tab", "Undo");
  usher_ui_keys_press ("space");
  usher_test_wait_for (!has_text (&parts, "Revoking the invitation"));
  usher_ui_keys_wait_at (parts.view);
  g_assert_cmpint (get_status (&parts), ==, USHER_INVITATION_STATUS_ACTIVE);

  g_settings_set_uint (settings, "undo-seconds", 0);
  usher_test_wait_for (usher_session_get_hold (parts.session) == 0
                       && g_action_group_get_action_enabled (G_ACTION_GROUP (window), "resend"));
  usher_ui_keys_press ("ctrl+r");
  usher_test_wait_for (usher_ui_test_find_part (GTK_WIDGET (window), "Nothing was sent") == NULL
                       || (usher_ui_keys_press ("Escape"), FALSE));
  usher_test_wait_for (has_text (&parts, "Email sent again to"));
  usher_ui_keys_go ("Tab", "view");
  {
    UsherInvitationItem *item = get_selected (&parts);
    guint n = count (&parts);

    g_assert_nonnull (item);
    g_object_ref (item);
    revoke_it (&parts);
    usher_test_wait_for (usher_invitation_get_status (usher_invitation_item_get_invitation (item))
                         == USHER_INVITATION_STATUS_REVOKED);
    /* Its row goes from the list of those that are active, and the focus does not go with it. */
    usher_test_wait_for (count (&parts) == n - 1 && !usher_session_get_loading (parts.session));
    usher_test_settle ();
    usher_ui_keys_assert_not_lost ();
    g_object_unref (item);
  }
}

/* --- Several --- */

static void
check_several (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  GtkWidget *batch;

  get_parts (&parts, application, window);
  usher_ui_keys_press ("alt+2");
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (parts.session))
                       == USHER_INVITATION_STATUS_ACTIVE);
  wait_for_rows (&parts);
  usher_ui_keys_go ("Tab", "view");
  usher_ui_keys_press ("Home shift+Down shift+Down");
  usher_test_wait_for (usher_invitation_pane_get_n_selected (parts.pane) == 3);
  usher_ui_keys_press ("ctrl+r");
  usher_test_wait_for (is_asking (&parts));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("alt+r");
  /* This server mails nothing again, so there is something to tell. */
  batch = wait_for_window (USHER_TYPE_BATCH_WINDOW);
  usher_test_wait_for (!usher_batch_get_running (usher_batch_window_get_batch (USHER_BATCH_WINDOW (batch))));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "view");
  usher_ui_keys_press ("End");
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_BATCH_WINDOW) == NULL);
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_wait_at (parts.view);
}

/* --- Around it --- */

static void
change_preference (void)
{
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  gboolean before = g_settings_get_boolean (settings, "notify-expiring");

  usher_ui_keys_press ("ctrl+comma");
  wait_for_window (USHER_TYPE_PREFERENCES);
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "expiring_switch");
  usher_ui_keys_press ("space");
  usher_test_wait_for (g_settings_get_boolean (settings, "notify-expiring") != before);
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_PREFERENCES) == NULL);
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
}

static gboolean
is_open (UsherApplication *application, UsherAccount *account)
{
  UsherSession *session = usher_application_get_session (application);

  return session != NULL && usher_session_get_account (session) == account
         && usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session);
}

static void
check_accounts (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) first = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) second = usher_ui_test_add_account (application, "South", sandboxes[1]);

  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (first)));
  usher_test_wait_for (is_open (application, first));
  usher_ui_test_draw (GTK_WIDGET (window));
  change_preference ();
  usher_ui_keys_go ("Tab", "Choose an account");
  usher_ui_keys_press ("space");
  usher_test_settle ();
  usher_ui_keys_go ("Down", "South");
  usher_ui_keys_press ("Return");
  usher_test_wait_for (is_open (application, second));
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_keys_assert_not_lost ();
}

/* --- Starting --- */

static void
run (const char *option, guint undo_seconds, UsherUiTestBody body)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", option, NULL };
  g_autoptr (UsherTestSandbox) sandbox = NULL;

  if (!usher_ui_keys_init ())
    return;
  sandbox = usher_test_sandbox_start (NULL, extra);
  usher_ui_test_undo_seconds = undo_seconds;
  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, body, NULL);
  usher_ui_test_undo_seconds = 0;
}

static void
test_find (void)
{
  run (NULL, 0, check_find);
}

static void
test_one (void)
{
  run (NULL, 30, check_one);
}

static void
test_several (void)
{
  run ("--no-resend", 0, check_several);
}

static void
test_accounts (void)
{
  g_autoptr (UsherTestSandbox) first = NULL;
  g_autoptr (UsherTestSandbox) second = NULL;

  if (!usher_ui_keys_init ())
    return;
  first = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "20", "--seed", "7", NULL });
  second = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "10", "--seed", "8", NULL });
  usher_ui_test_run (NULL, NULL, check_accounts, (UsherTestSandbox *[]) { first, second });
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/keyboard/find", test_find);
  g_test_add_func ("/ui/keyboard/one", test_one);
  g_test_add_func ("/ui/keyboard/several", test_several);
  g_test_add_func ("/ui/keyboard/accounts", test_accounts);
  return g_test_run ();
}
