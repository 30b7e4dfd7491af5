/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several windows, with one account or several: opened, led to, told of, closed one by one, and ended together. */
#include "ui/usher-ui-service.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "sandbox/sandbox-walk.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-application-private.h"

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

static void
choose (UsherApplication *application, UsherAccount *account)
{
  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (account)));
}

/* Another window, of the account of the one in front. */
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

/* Which the person has in front: without a window manager no window is. */
static void
choose_in (UsherApplication *application, UsherWindow *window, UsherAccount *account)
{
  for (guint i = 0; i < application->sides->len; i++)
    {
      UsherSide *side = g_ptr_array_index (application->sides, i);

      if (usher_side_get_window (side) == window)
        {
          usher_side_open (side, account);
          return;
        }
    }
  usher_application_want_account (application, account);
}

static const char *
get_selected_id (UsherWindow *window)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  UsherInvitationItem *item = usher_invitation_pane_get_selected (list);

  return item != NULL ? usher_invitation_item_get_id (item) : NULL;
}

/* The person does not wait, and is told where that leads. */
static void
cancel_opening (UsherWindow *window)
{
  GtkWidget *told = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "opening.cancel", NULL));
  usher_test_wait_for ((told = usher_ui_test_find_text (GTK_WIDGET (window), "Opening the account was cancelled.")) != NULL
                       && gtk_widget_get_mapped (told));
  g_assert_null (usher_window_get_session (window));
}

static void
check_side_by_side (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", sandboxes[1]);
  g_autoptr (UsherInvitationItem) item = NULL;
  UsherSession *session, *other;
  UsherWindow *side;

  g_assert_false (can_open (application));
  choose (application, north);
  session = wait_for_account (window, north, 40);
  side = open_side (application);
  wait_for_account (side, north, 40);
  choose_in (application, side, south);
  cancel_opening (side); /* while what it showed is being closed */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (side), "opening.again", NULL));
  cancel_opening (side); /* while it is being opened */
  g_assert_true (usher_window_get_session (window) == session);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (side), "opening.again", NULL));
  other = wait_for_account (side, south, 25);
  g_assert_true (other != session);
  g_assert_true (usher_window_get_session (window) == session);
  g_assert_cmpuint (usher_open_accounts_count (application->open, north, USHER_OPEN_WINDOW), ==, 1);
  usher_ui_test_picture (GTK_WIDGET (side), "windows-side");

  /* Each has its own list and selection. */
  g_action_group_activate_action (G_ACTION_GROUP (side), "show-list", g_variant_new_string ("expired"));
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (other)), ==, USHER_INVITATION_STATUS_EXPIRED);
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (session)), ==, USHER_INVITATION_STATUS_UNKNOWN);

  /* A notification of that account leads into its window. */
  item = g_list_model_get_item (usher_session_get_invitations (other), 0);
  usher_application_go (application, usher_account_get_id (south), "invitation", usher_invitation_item_get_id (item));
  usher_test_wait_for (g_strcmp0 (get_selected_id (side), usher_invitation_item_get_id (item)) == 0);
  g_assert_null (get_selected_id (window));
  g_clear_object (&item);

  /* Closed, its session is closed. */
  gtk_window_close (GTK_WINDOW (side));
  usher_test_wait_for (application->sides->len == 0 && !usher_open_accounts_is_open (application->open, south));
  g_assert_true (usher_window_get_session (window) == session);

  /* The main one goes first: the other stays, and is what a second start shows. */
  side = open_side (application);
  wait_for_account (side, north, 40);
  choose_in (application, side, south);
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

/* Two looks at one account: one session, one server asked once, and each window with a list of its own. */
static void
check_same (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherQuery) active = NULL;
  g_autoptr (UsherInvitationItem) first = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session, *view;
  UsherWindow *side;
  guint n_active;

  choose (application, north);
  session = wait_for_account (window, north, 40);
  side = open_side (application);
  view = wait_for_account (side, north, 40);
  g_assert_true (view != session);
  g_assert_cmpuint (usher_open_accounts_count (application->open, north, USHER_OPEN_WINDOW), ==, 2);
  usher_ui_test_picture (GTK_WIDGET (side), "windows-same-account");

  /* What one looks at is no matter of the other's. */
  g_action_group_activate_action (G_ACTION_GROUP (side), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (view));
  n_active = usher_session_get_counts (view)->by_status[USHER_INVITATION_STATUS_ACTIVE];
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_invitations (view)), ==, n_active);
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (session)), ==, USHER_INVITATION_STATUS_UNKNOWN);
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_invitations (session)), ==, 40);

  /* What is done in one is seen in the other. */
  first = g_list_model_get_item (usher_session_get_invitations (view), 0);
  usher_session_revoke_async (view, usher_invitation_item_get_id (first), NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_object_unref (usher_session_revoke_finish (view, result, &error));
  g_assert_no_error (error);
  usher_test_wait_for (usher_session_get_counts (session)->by_status[USHER_INVITATION_STATUS_ACTIVE] == n_active - 1);
  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (view)) == n_active - 1);

  /* A sync that is asked for in one is one for both. */
  g_action_group_activate_action (G_ACTION_GROUP (side), "refresh", NULL);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_RUNNING);
  g_assert_cmpint (usher_session_get_state (view), ==, USHER_SYNC_RUNNING);
  usher_test_wait_for (usher_session_get_state (view) == USHER_SYNC_IDLE);

  /* The one that came first goes first; what the other shows stays. */
  gtk_window_close (GTK_WINDOW (window));
  usher_test_wait_for (usher_application_get_session (application) == NULL && !application->working);
  g_assert_cmpuint (usher_open_accounts_count (application->open, north, USHER_OPEN_WINDOW), ==, 1);
  g_assert_true (usher_window_get_session (side) == view);
  g_clear_object (&result);
  usher_session_sync_async (view, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_session_sync_finish (view, result, &error));
  /* Another joins it, and takes what the first left. */
  window = open_side (application);
  wait_for_account (window, north, 40);
}

/* Nothing but the server and key of the command line: a second window all the same. */
static void
check_command_line (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherWindow *side;
  UsherSession *session;

  usher_test_wait_for (usher_window_get_session (window) != NULL);
  session = usher_window_get_session (window);
  wait_for_account (window, usher_session_get_account (session), 40);
  side = open_side (application);
  wait_for_account (side, usher_session_get_account (session), 40);
  gtk_window_close (GTK_WINDOW (window));
  usher_test_wait_for (usher_application_get_session (application) == NULL && !application->working);
  g_assert_cmpuint (usher_session_get_counts (usher_window_get_session (side))->total, ==, 40);
}

/* --- What waits to be sent --- */

static gboolean
can (UsherWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

/* Asks for a revocation, which is held, in a window. (transfer full): of which invitation. */
static char *
hold_one (UsherWindow *window)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  UsherSession *session = usher_window_get_session (window);
  g_autoptr (UsherInvitationItem) item = NULL;

  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (session));
  item = g_list_model_get_item (usher_session_get_invitations (session), 0);
  usher_invitation_pane_select_id (list, usher_invitation_item_get_id (item));
  usher_test_wait_for (g_strcmp0 (get_selected_id (window), usher_invitation_item_get_id (item)) == 0
                       && can (window, "revoke"));
  usher_session_revoke_async (session, usher_invitation_item_get_id (item), NULL, NULL, NULL);
  usher_test_wait_for (can (window, "undo-held"));
  return g_strdup (usher_invitation_item_get_id (item));
}

static UsherInvitationStatus
ask_status (UsherTestSandbox *sandbox, const char *id)
{
  g_autoptr (SandboxReply) reply = sandbox_walk_ask (sandbox, id);

  return g_strstr_len (reply->body, -1, "\"REVOKED\"") != NULL ? USHER_INVITATION_STATUS_REVOKED
                                                                : USHER_INVITATION_STATUS_ACTIVE;
}

/* What waits in one of two windows of an account can be taken back in the other, and is not lost with its window. */
static void
check_held (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", sandboxes[1]);
  g_autofree char *taken_back = NULL;
  g_autofree char *sent = NULL;
  UsherSession *session;
  UsherWindow *side;

  choose (application, north);
  session = wait_for_account (window, north, 40);
  side = open_side (application);
  wait_for_account (side, north, 40);
  taken_back = hold_one (side);
  usher_test_wait_for (can (window, "undo-held"));
  /* The window that asked goes; the request goes on waiting. */
  gtk_window_close (GTK_WINDOW (side));
  usher_test_wait_for (application->sides->len == 0);
  g_assert_true (can (window, "undo-held"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "undo-held", NULL);
  usher_test_wait_for (!can (window, "undo-held")
                       && g_list_model_get_n_items (usher_session_get_intents (session)) == 0);
  g_assert_cmpint (ask_status (sandboxes[0], taken_back), ==, USHER_INVITATION_STATUS_ACTIVE);

  /* The only window of an account: it is sent before the account is closed, as at the end of the program. */
  side = open_side (application);
  wait_for_account (side, north, 40);
  choose_in (application, side, south);
  wait_for_account (side, south, 25);
  g_settings_set_uint (application->settings, "undo-seconds", 2);
  sent = hold_one (side);
  g_assert_false (can (window, "undo-held"));
  gtk_window_close (GTK_WINDOW (side));
  usher_test_wait_for (application->sides->len == 0 && !usher_open_accounts_is_open (application->open, south));
  g_assert_cmpint (ask_status (sandboxes[1], sent), ==, USHER_INVITATION_STATUS_REVOKED);
}

/* --- News --- */

static void
fulfil (UsherTestSandbox *sandbox, char **id)
{
  g_autofree char *link = sandbox_walk_invite (sandbox, 0, "{\"maxUses\": 1}", id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, link);

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_finish (walk);
}

static gboolean
is_telling (UsherApplication *application, UsherAccount *account)
{
  UsherNotifier *notifier = usher_open_accounts_find_notifier (application->open, account);

  return notifier != NULL && usher_notifier_get_news (notifier) != NULL
         && usher_news_get_ready (usher_notifier_get_news (notifier));
}

/* Each account tells its own, and says whose it is; clicking leads into the window of that account. */
static void
check_news (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  UsherUiService service = { 0 };
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", sandboxes[1]);
  g_autofree char *north_id = g_strdup_printf ("%s-fulfilled", usher_account_get_id (north));
  g_autofree char *south_id = g_strdup_printf ("%s-fulfilled", usher_account_get_id (south));
  g_autofree char *in_north = NULL;
  g_autofree char *in_south = NULL;
  const char *title;
  UsherWindow *side, *third;

  usher_ui_service_start (&service);
  choose (application, north);
  wait_for_account (window, north, 40);
  side = open_side (application);
  wait_for_account (side, north, 40);
  choose_in (application, side, south);
  wait_for_account (side, south, 25);
  third = open_side (application);
  wait_for_account (third, usher_session_get_account (usher_window_get_session (side)), 25);
  choose_in (application, third, north);
  wait_for_account (third, north, 40);
  usher_test_wait_for (is_telling (application, north) && is_telling (application, south));
  usher_open_accounts_set_watched (application->open, NULL);

  fulfil (sandboxes[0], &in_north);
  fulfil (sandboxes[1], &in_south);
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (side), "refresh", NULL);
  usher_test_wait_for (usher_ui_service_shows (&service, north_id, "was used as often as it allows")
                       && usher_ui_service_shows (&service, south_id, "was used as often as it allows"));
  /* Two windows look at one of them: that makes no second notification. */
  g_assert_cmpuint (usher_ui_service_count (&service, north_id), ==, 1);
  g_assert_cmpuint (usher_ui_service_count (&service, south_id), ==, 1);
  g_assert_true (g_variant_lookup (g_hash_table_lookup (service.shown, south_id), "title", "&s", &title));
  g_assert_cmpstr (title, ==, "Invitation Fulfilled · South");

  usher_ui_service_click (application, &service, south_id);
  usher_test_wait_for (g_strcmp0 (get_selected_id (side), in_south) == 0);
  usher_test_wait_for (!g_hash_table_contains (service.shown, south_id));
  g_assert_true (g_hash_table_contains (service.shown, north_id));
  g_assert_null (get_selected_id (window));

  /* Its window is gone: it is withdrawn with the account, as nothing would keep it true. */
  gtk_window_close (GTK_WINDOW (third));
  usher_test_wait_for (application->sides->len == 1);
  usher_ui_service_click (application, &service, north_id);
  usher_test_wait_for (g_strcmp0 (get_selected_id (window), in_north) == 0);
  usher_test_wait_for (g_hash_table_size (service.shown) == 0);
  gtk_window_close (GTK_WINDOW (side));
  usher_test_wait_for (application->sides->len == 0);
  usher_ui_service_stop (&service);
}

/* --- The key --- */

/* Another key for an account that two windows show: both go on, with the new one. */
static void
check_key (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  UsherSession *session, *view;
  GtkWidget *dialog;
  UsherWindow *side;
  gint64 before;

  choose (application, north);
  session = wait_for_account (window, north, 40);
  side = open_side (application);
  view = wait_for_account (side, north, 40);
  before = usher_session_get_last_sync (session);
  g_action_group_activate_action (G_ACTION_GROUP (side), "replace-key", NULL);
  usher_test_wait_for ((dialog = usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG)) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (dialog, "key_row")), sandboxes[0]->api_key);
  g_signal_emit_by_name (usher_ui_test_find_id (dialog, "apply_button"), "clicked");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == NULL);
  if (usher_compat_answer (GTK_WINDOW (side), FALSE) || usher_compat_answer (GTK_WINDOW (window), FALSE))
    usher_test_settle ();
  usher_test_wait_for (usher_session_get_last_sync (session) > before);
  g_assert_true (usher_window_get_session (window) == session);
  g_assert_true (usher_window_get_session (side) == view);

  /* In a window that is the only one of its account, it begins anew. */
  gtk_window_close (GTK_WINDOW (window));
  usher_test_wait_for (usher_application_get_session (application) == NULL && !application->working);
  usher_test_wait_for (usher_open_accounts_count (application->open, north, USHER_OPEN_WINDOW) == 1);
  g_action_group_activate_action (G_ACTION_GROUP (side), "replace-key", NULL);
  usher_test_wait_for ((dialog = usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG)) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (dialog, "key_row")), sandboxes[0]->api_key);
  before = usher_session_get_last_sync (view);
  g_signal_emit_by_name (usher_ui_test_find_id (dialog, "apply_button"), "clicked");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == NULL);
  if (usher_compat_answer (GTK_WINDOW (side), FALSE))
    usher_test_settle ();
  usher_test_wait_for (usher_window_get_session (side) != NULL
                       && usher_session_get_last_sync (usher_window_get_session (side)) > before);
  wait_for_account (side, north, 40);
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
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", sandboxes[1]);

  choose (application, north);
  wait_for_account (window, north, 40);
  open_side (application);
  choose_in (application, open_side (application), south);
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
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", sandboxes[1]);
  g_autofree char *path = g_build_filename (usher_accounts_get_data_dir (usher_application_get_accounts (application)),
                                            "accounts", usher_account_get_id (south), "store.db", NULL);
  GtkWidget *dialog = NULL;
  UsherSession *session;
  UsherSession *former = NULL;
  UsherWindow *side;

  choose (application, north);
  session = wait_for_account (window, north, 40);
  side = open_side (application);
  choose_in (application, side, south);
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
  choose_in (application, side, south);
  wait_for_account (side, south, 25);
  g_action_group_activate_action (G_ACTION_GROUP (application), "accounts", NULL);
  usher_test_wait_for ((dialog = usher_ui_test_window (USHER_TYPE_ACCOUNTS_WINDOW)) != NULL);
  usher_application_remove_account (application, USHER_ACCOUNTS_WINDOW (dialog), south);
  usher_test_wait_for (application->sides->len == 0);
  usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (usher_application_get_accounts (application))) == 1);
  g_assert_true (usher_window_get_session (window) == session);
}

static void
test_closed_first (void)
{
  run (check_closed_first);
}

static void
test_same (void)
{
  run (check_same);
}

static void
test_command_line (void)
{
  const char *forty[] = { "--demo", "40", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, forty);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_command_line, NULL);
}

static void
test_held (void)
{
  usher_ui_test_undo_seconds = 30;
  run (check_held);
  usher_ui_test_undo_seconds = 0;
}

static void
test_news (void)
{
  usher_ui_test_notify = TRUE;
  run (check_news);
  usher_ui_test_notify = FALSE;
}

static void
test_key (void)
{
  run (check_key);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/windows/side-by-side", test_side_by_side);
  g_test_add_func ("/ui/windows/same-account", test_same);
  g_test_add_func ("/ui/windows/command-line", test_command_line);
  g_test_add_func ("/ui/windows/held", test_held);
  g_test_add_func ("/ui/windows/news", test_news);
  g_test_add_func ("/ui/windows/key", test_key);
  g_test_add_func ("/ui/windows/quit", test_quit);
  g_test_add_func ("/ui/windows/closed-first", test_closed_first);
  return g_test_run ();
}
