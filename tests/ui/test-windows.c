/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several windows, each with an account of its own: opened, led to, closed one by one, and ended together. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "ui/compat/usher-compat.h"
#include "ui/usher-application-private.h"

static UsherAccount *
add_account (UsherApplication *application, const char *name, UsherTestSandbox *sandbox)
{
  UsherAccounts *accounts = usher_application_get_accounts (application);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherAccount *account;

  usher_accounts_add_async (accounts, name, sandbox->base_url, sandbox->api_key, FALSE, NULL, usher_test_keep_result,
                            &result);
  usher_test_wait_for (result != NULL);
  account = usher_accounts_add_finish (accounts, result, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return account;
}

static gboolean
can_open (UsherApplication *application)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (application), "new-window");
}

/* Of a window, with everything read. */
static UsherSession *
wait_for_account (UsherWindow *window, UsherAccount *account, guint total)
{
  UsherSession *session;

  usher_test_wait_for (usher_window_get_session (window) != NULL
                       && usher_session_get_account (usher_window_get_session (window)) == account);
  session = usher_window_get_session (window);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && usher_session_get_counts (session)->total == total && !usher_session_get_loading (session));
  usher_test_settle ();
  return session;
}

static UsherWindow *
open_side (UsherApplication *application)
{
  guint n = application->sides->len;
  UsherWindow *window;

  usher_test_wait_for (can_open (application));
  g_action_group_activate_action (G_ACTION_GROUP (application), "new-window", NULL);
  g_assert_cmpuint (application->sides->len, ==, n + 1);
  window = usher_side_get_window (g_ptr_array_index (application->sides, n));
  usher_ui_test_draw (GTK_WIDGET (window));
  return window;
}

static void
choose (UsherApplication *application, UsherAccount *account)
{
  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (account)));
}

static void
check_side_by_side (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = NULL;
  g_autoptr (UsherInvitationItem) item = NULL;
  UsherInvitationPane *list;
  UsherSession *session, *other;
  UsherWindow *side;

  choose (application, north);
  session = wait_for_account (window, north, 40);
  /* With one account there is nothing to put beside it. */
  g_assert_false (can_open (application));
  south = add_account (application, "South", sandboxes[1]);
  side = open_side (application);
  other = wait_for_account (side, south, 25);
  g_assert_true (other != session);
  g_assert_true (usher_window_get_session (window) == session);
  g_assert_false (can_open (application));
  usher_ui_test_picture (GTK_WIDGET (side), "windows-side");

  /* Each has its own list and selection. */
  g_action_group_activate_action (G_ACTION_GROUP (side), "show-list", g_variant_new_string ("expired"));
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (other)), ==, USHER_INVITATION_STATUS_EXPIRED);
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (session)), ==, USHER_INVITATION_STATUS_UNKNOWN);

  /* What is open elsewhere is led to, not opened twice. */
  choose (application, north);
  choose (application, south);
  usher_test_settle ();
  g_assert_true (usher_window_get_session (window) == session);
  g_assert_true (usher_window_get_session (side) == other);

  /* A notification of that account leads into its window. */
  item = g_list_model_get_item (usher_session_get_invitations (other), 0);
  usher_application_go (application, usher_account_get_id (south), "invitation", usher_invitation_item_get_id (item));
  list = usher_shell_get_list (usher_window_get_shell (side));
  usher_test_wait_for (usher_invitation_pane_get_selected (list) != NULL
                       && g_str_equal (usher_invitation_item_get_id (usher_invitation_pane_get_selected (list)),
                                       usher_invitation_item_get_id (item)));
  g_assert_null (usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window))));
  g_clear_object (&item);

  /* Closed, its session is closed, and the account is free. */
  gtk_window_close (GTK_WINDOW (side));
  usher_test_wait_for (application->sides->len == 0);
  g_assert_true (can_open (application));
  g_assert_true (usher_window_get_session (window) == session);

  /* The main one goes first: the other stays, and is what a second start shows. */
  side = open_side (application);
  other = wait_for_account (side, south, 25);
  gtk_window_close (GTK_WINDOW (window));
  usher_test_wait_for (usher_application_get_window (application) == NULL
                       && usher_application_get_session (application) == NULL && !application->working);
  g_application_activate (G_APPLICATION (application));
  g_assert_null (usher_application_get_window (application));
  g_assert_true (usher_window_get_session (side) == other);
  /* Another account is opened in it. */
  choose (application, north);
  wait_for_account (side, north, 40);
  g_assert_true (can_open (application));
}

static void
run (UsherUiTestBody body)
{
  const char *forty[] = { "--demo", "40", "--seed", "7", NULL };
  const char *some[] = { "--demo", "25", "--seed", "8", NULL };
  g_autoptr (UsherTestSandbox) first = usher_test_sandbox_start (NULL, forty);
  g_autoptr (UsherTestSandbox) second = usher_test_sandbox_start (NULL, some);
  UsherTestSandbox *sandboxes[] = { first, second };

  usher_ui_test_run (NULL, NULL, body, sandboxes);
}

static void
test_side_by_side (void)
{
  run (check_side_by_side);
}

/* Quit ends both; what is opened at that moment, too. */
static void
check_quit (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = add_account (application, "South", sandboxes[1]);

  choose (application, north);
  wait_for_account (window, north, 40);
  open_side (application);
}

static void
test_quit (void)
{
  run (check_quit);
}

/* An account that is removed is closed first, wherever it is; so is all of it before what was read is deleted. */
static void
check_closed_first (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = add_account (application, "South", sandboxes[1]);
  g_autofree char *path = g_build_filename (usher_accounts_get_data_dir (usher_application_get_accounts (application)),
                                            "accounts", usher_account_get_id (south), "store.db", NULL);
  GtkWidget *dialog = NULL;
  UsherSession *session;
  UsherSession *former = NULL;
  UsherWindow *side;

  choose (application, north);
  session = wait_for_account (window, north, 40);
  side = open_side (application);
  wait_for_account (side, south, 25);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  gtk_window_present (GTK_WINDOW (window));
  application->clear_caches = TRUE;
  usher_application_want_account (application, north);
  /* The next one may well be where this one was. */
  g_set_weak_pointer (&former, session);
  usher_test_wait_for (application->sides->len == 0 && former == NULL && usher_window_get_session (window) != NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  session = wait_for_account (window, north, 40);

  side = open_side (application);
  wait_for_account (side, south, 25);
  g_action_group_activate_action (G_ACTION_GROUP (application), "accounts", NULL);
  usher_test_wait_for ((dialog = usher_ui_test_window (USHER_TYPE_ACCOUNTS_WINDOW)) != NULL);
  usher_application_remove_account (application, USHER_ACCOUNTS_WINDOW (dialog), south);
  usher_test_wait_for (application->sides->len == 0);
  usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (usher_application_get_accounts (application))) == 1);
  g_assert_true (usher_window_get_session (window) == session);
  g_assert_false (can_open (application));
}

static void
test_closed_first (void)
{
  run (check_closed_first);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/windows/side-by-side", test_side_by_side);
  g_test_add_func ("/ui/windows/quit", test_quit);
  g_test_add_func ("/ui/windows/closed-first", test_closed_first);
  return g_test_run ();
}
