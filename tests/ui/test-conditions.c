/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a working life brings: many companies, long names, fifty addresses, a log of two thousand events, a
 * key revoked overnight, a slow server, two of them, a narrow window with a question open, large text and
 * high contrast. With USHER_TEST_PICTURES a picture of each; USHER_TEST_LONG adds what takes minutes. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <sqlite3.h>
#include <string.h>

#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-activity-pane.h"
#include "ui/usher-company-chooser.h"
#include "ui/usher-sync-status.h"

#define N_COMPANIES 200
#define N_EVENTS 2000
#define N_ADDRESSES 50
#define NAME_LENGTH 300

/* --- Data --- */

static void
run_sql (const char *dir, const char *sql)
{
  g_autofree char *path = g_build_filename (dir, "sandbox.db", NULL);
  char *message = NULL;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  if (sqlite3_exec (handle, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s", message);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

/* The demo data, and in it one invitation and one company that go to the edge. */
static void
make_extremes (const char *dir)
{
  const char *extra[] = { "--demo", "300", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, extra);
  g_autofree char *companies = g_strdup_printf (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
    " INSERT INTO company (id, name, start_date)"
    " SELECT printf ('%%08x-0000-4000-8000-00000000c0de', i), printf ('Zenith Branch %%03d', i), '2024-01-01'"
    " FROM n WHERE i <= %d - (SELECT count (*) FROM company WHERE NOT is_foreign);"
    "UPDATE company SET name = substr (replace (hex (zeroblob (%d)), '00', 'Very Long Näme '), 1, %d)"
    " WHERE key = 1;",
    N_COMPANIES, N_COMPANIES, NAME_LENGTH, NAME_LENGTH);
  /* The newest of all, so that it is the first row. */
  g_autofree char *invitation = g_strdup_printf (
    "UPDATE invitation SET status = 'ACTIVE', use_count = 0, expires_at = NULL, company = 1,"
    "  created_at = (SELECT max (created_at) + 1000 FROM invitation), allowed_emails ="
    "  (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
    "   SELECT json_group_array (printf ('recipient.number.%%d@example.com', i)) FROM n)"
    "  WHERE key = (SELECT max (key) FROM invitation WHERE kind = 'CREATE_CONNECTION');"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
    " INSERT INTO event (id, invitation, kind, email, at)"
    " SELECT printf ('%%08x-0000-4000-8000-0000000e7e47', i),"
    "  (SELECT max (key) FROM invitation WHERE kind = 'CREATE_CONNECTION'), 'VIEWED',"
    "  'recipient.number.1@example.com', (SELECT max (at) FROM event) + i FROM n;",
    N_ADDRESSES, N_EVENTS);

  usher_test_sandbox_kill (sandbox);
  run_sql (dir, companies);
  run_sql (dir, invitation);
}

/* --- Help --- */

static UsherSession *
wait_for_sync (UsherApplication *application)
{
  g_autoptr (UsherTestWait) wait = NULL;
  UsherSession *session;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  /* Reading 100,000 over HTTP takes its time on a busy machine. */
  wait = usher_test_wait_begin (g_getenv ("USHER_TEST_LONG") != NULL ? 900 : 60);
  while (usher_session_get_state (session) != USHER_SYNC_IDLE || usher_session_get_last_sync (session) <= 0
         || usher_session_get_loading (session) || usher_session_get_counts (session)->total == 0)
    g_assert_true (usher_test_wait_turn (wait));
  usher_test_settle ();
  return session;
}

static gboolean
is_enabled (UsherWindow *window, const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), name);
}

static void
resize (UsherWindow *window, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  /* The shadow of the window is part of it where there is no compositor. */
  usher_test_wait_for (ABS (gtk_widget_get_width (GTK_WIDGET (window)) - width) <= 60);
  for (guint i = 0; i < 3; i++)
    usher_ui_test_draw (GTK_WIDGET (window));
}

/* Nothing in the window asks for more room than a phone has. */
static void
assert_fits (UsherWindow *window, int width)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (usher_window_get_shell (window)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, width);
}

static void
select_first (UsherWindow *window)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  UsherSession *session = usher_window_get_session (window);
  g_autoptr (UsherInvitationItem) item = g_list_model_get_item (usher_session_get_invitations (session), 0);

  usher_invitation_pane_select_id (list, usher_invitation_item_get_id (item));
  usher_test_wait_for (usher_invitation_pane_get_selected (list) == item);
}

static UsherActivityPane *
get_log (UsherWindow *window)
{
  return USHER_ACTIVITY_PANE (usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_ACTIVITY_PANE, 0));
}

/* --- Many and long --- */

static void
check_extremes (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = wait_for_sync (application);
  UsherShell *shell = usher_window_get_shell (window);
  g_autoptr (UsherQuery) query = NULL;
  UsherInvitationItem *item;
  GtkWidget *chooser, *button, *entry;
  GListModel *found;
  int natural;

  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_companies (session)), ==, N_COMPANIES);
  resize (window, 1280, 800);
  select_first (window);
  item = usher_invitation_pane_get_selected (usher_shell_get_list (shell));
  g_assert_cmpuint (g_strv_length ((char **) usher_invitation_get_allowed_emails (
                      usher_invitation_item_get_invitation (item))), ==, N_ADDRESSES);
  g_assert_cmpint (g_utf8_strlen (usher_invitation_item_get_company_name (item), -1), ==, NAME_LENGTH);
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (get_log (window)), "list"));
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-extremes");
  usher_detail_pane_show_page (usher_shell_get_detail (shell), "activity");
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-long-log");
  assert_fits (window, 360);

  /* A company among two hundred is found by a part of its name. */
  chooser = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_COMPANY_CHOOSER, 0);
  button = usher_ui_test_find (chooser, GTK_TYPE_MENU_BUTTON, 0);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  entry = usher_ui_test_find (chooser, GTK_TYPE_SEARCH_ENTRY, 0);
  usher_test_wait_for (gtk_widget_get_mapped (entry));
  found = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (
    usher_ui_test_find (chooser, GTK_TYPE_LIST_VIEW, 0))));
  g_assert_cmpuint (g_list_model_get_n_items (found), ==, N_COMPANIES + 1);
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_test_picture (gtk_widget_get_ancestor (entry, GTK_TYPE_POPOVER), "conditions-companies");
  gtk_editable_set_text (GTK_EDITABLE (entry), "branch 07");
  usher_test_wait_for (g_list_model_get_n_items (found) == 10);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));

  query = usher_query_with_company_id (usher_session_get_query (session),
                                       usher_invitation_get_company_id (usher_invitation_item_get_invitation (item)));
  usher_session_set_query (session, query);
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
  assert_fits (window, 360);
  /* A long name does not push the panes about. */
  gtk_widget_measure (usher_ui_test_find_id (GTK_WIDGET (window), "sidebar_box"), GTK_ORIENTATION_HORIZONTAL, -1,
                      NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, <=, 280);
  g_assert_true (usher_shell_is_shown (shell, USHER_SHELL_DETAIL));
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-long-name");
  resize (window, 360, 720);
  usher_shell_show (shell, USHER_SHELL_DETAIL);
  usher_detail_pane_show_page (usher_shell_get_detail (shell), "details");
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-narrow-detail");
}

static void
test_extremes (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  const char *arguments[] = { "--server", NULL, NULL };

  make_extremes (dir);
  {
    g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);

    arguments[1] = sandbox->base_url;
    usher_ui_test_run (arguments, sandbox->api_key, check_extremes, NULL);
  }
  usher_test_remove_tree (dir);
}

static void
check_many (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  guint n = GPOINTER_TO_UINT (user_data);
  UsherSession *session = wait_for_sync (application);
  GListModel *rows = usher_session_get_invitations (session);
  g_autofree char *name = g_strdup_printf ("conditions-%u", n);

  usher_test_wait_for (g_list_model_get_n_items (rows) == n);
  select_first (window);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort", g_variant_new_string ("recipients"));
  usher_test_wait_for (!usher_session_get_loading (session));
  g_assert_nonnull (usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window))));
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("expired"));
  usher_test_wait_for (!usher_session_get_loading (session) && g_list_model_get_n_items (rows) < n);
  usher_ui_test_picture (GTK_WIDGET (window), name);
}

static void
run_many (const char *count)
{
  const char *extra[] = { "--demo", count, "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_many, GUINT_TO_POINTER (atoi (count)));
}

static void
test_many (void)
{
  if (g_getenv ("USHER_TEST_LONG") == NULL)
    {
      g_test_skip ("20,000 and 100,000 invitations only with USHER_TEST_LONG");
      return;
    }
  run_many ("20000");
  run_many ("100000");
}

/* --- Servers --- */

/* The key was good yesterday; this morning the server refuses it. What was read stays to be read. */
static void
check_revoked_key (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *first = user_data;
  UsherSession *session = wait_for_sync (application);
  g_autoptr (GUri) uri = g_uri_parse (first->base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (uri));
  const char *extra[] = { "--port", port, NULL };
  g_autoptr (UsherTestSandbox) second = NULL;
  GListModel *rows = usher_session_get_invitations (session);

  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (session));
  select_first (window);
  g_assert_true (is_enabled (window, "revoke"));

  /* Another sandbox in its place, which has never heard of that key. */
  usher_test_sandbox_kill (first);
  second = usher_test_sandbox_start (NULL, extra);
  g_assert_cmpstr (second->base_url, ==, first->base_url);
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_KEY_NEEDED);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "API key needed") != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rows), >, 0);
  g_assert_nonnull (usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window))));
  g_assert_true (is_enabled (window, "replace-key"));
  /* Nothing is offered that would be refused, and the reason is where the pointer looks for it. */
  g_assert_false (is_enabled (window, "revoke"));
  g_assert_false (is_enabled (window, "resend"));
  g_assert_false (is_enabled (window, "new-invitation"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (usher_ui_test_find_id (GTK_WIDGET (window), "revoke_button")), ==,
                   "The server did not accept the API key of this account.");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (usher_ui_test_find_id (GTK_WIDGET (window), "new_button")), ==,
                   "The server did not accept the API key of this account.");
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-revoked-key");
}

static void
test_revoked_key (void)
{
  const char *extra[] = { "--demo", "60", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_revoked_key, sandbox);
}

/* Five seconds for each answer: the window is there, says that it reads, and lets itself be used and closed. */
static void
check_slow (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  GtkWidget *list;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_RUNNING);
  /* Nobody knows yet whether there are any. */
  g_assert_null (usher_ui_test_find_text (GTK_WIDGET (window), "No Invitations Yet"));
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Updating…") != NULL);
  list = GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (window)));
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (list, "spinner")));
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-slow");
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("expired"));
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (session))
                       == USHER_INVITATION_STATUS_EXPIRED);
  if (g_getenv ("USHER_TEST_LONG") != NULL)
    wait_for_sync (application);
  else
    {
      GtkWidget *status = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_SYNC_STATUS, 0);
      GtkWidget *stop = usher_ui_test_find_id (status, "stop_button");
      GtkWidget *refresh = usher_ui_test_find_id (status, "refresh_button");

      g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_RUNNING);
      /* The window of the test before may have been too narrow for the sidebar. */
      gtk_window_set_default_size (GTK_WINDOW (window), 1180, 760);
      /* What takes that long can be stopped, and begun again. */
      usher_test_wait_for (gtk_widget_get_mapped (stop));
      g_assert_false (gtk_widget_get_mapped (refresh));
      usher_ui_test_picture (GTK_WIDGET (window), "conditions-slow-stop");
      gtk_widget_grab_focus (stop);
      gtk_widget_activate (stop);
      usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE);
      g_assert_true (gtk_widget_has_focus (refresh));
      g_assert_false (gtk_widget_get_mapped (stop));
      g_assert_cmpint (usher_session_get_last_sync (session), ==, USHER_TIME_NONE);
      usher_test_settle ();
      /* Nothing was learnt, and that is said, with what helps. */
      g_assert_null (usher_ui_test_find_text (GTK_WIDGET (window), "No Invitations Yet"));
      usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Not Read Yet") != NULL);
      usher_ui_test_picture (GTK_WIDGET (window), "conditions-not-read");
      {
        GtkWidget *button = usher_ui_test_find_id (list, "status_button");

        g_assert_true (gtk_widget_get_mapped (button));
        gtk_widget_activate (button);
      }
      usher_test_wait_for (usher_session_get_state (session) != USHER_SYNC_IDLE);
      g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_RUNNING);
    }
}

static void
test_slow (void)
{
  const char *extra[] = { "--demo", "60", "--seed", "7", "--latency", "5000", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_slow, NULL);
}

static guint
open_account (UsherApplication *application, UsherAccount *account)
{
  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (account)));
  usher_test_wait_for (usher_application_get_session (application) != NULL
                       && usher_session_get_account (usher_application_get_session (application)) == account);
  return usher_session_get_counts (wait_for_sync (application))->total;
}

/* Two at a time, each with its own server, key, store and selection. */
static void
check_two_servers (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) first = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) second = usher_ui_test_add_account (application, "South", sandboxes[1]);
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));

  g_assert_cmpuint (open_account (application, first), ==, 40);
  select_first (window);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "North") != NULL);
  g_assert_cmpuint (open_account (application, second), ==, 25);
  /* What was selected there is not selected here. */
  g_assert_null (usher_invitation_pane_get_selected (list));
  g_assert_null (usher_detail_pane_get_item (usher_shell_get_detail (usher_window_get_shell (window))));
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "South") != NULL);
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-two-servers");
  /* One server being gone is nothing to the other. */
  usher_test_sandbox_kill (sandboxes[1]);
  g_assert_cmpuint (open_account (application, first), ==, 40);
}

static void
test_two_servers (void)
{
  const char *forty[] = { "--demo", "40", "--seed", "7", NULL };
  const char *some[] = { "--demo", "25", "--seed", "8", NULL };
  g_autoptr (UsherTestSandbox) first = usher_test_sandbox_start (NULL, forty);
  g_autoptr (UsherTestSandbox) second = usher_test_sandbox_start (NULL, some);
  UsherTestSandbox *sandboxes[] = { first, second };

  usher_ui_test_run (NULL, NULL, check_two_servers, sandboxes);
}

/* --- Others at work --- */

static UsherInvitation *
create (UsherSession *session)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherCompany) company = g_list_model_get_item (usher_session_get_companies (session), 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherInvitation *made;

  usher_invitation_draft_set_company_id (draft, usher_company_get_id (company));
  usher_session_create_async (session, draft, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  made = usher_session_create_finish (session, result, &error);
  g_assert_no_error (error);
  return made;
}

static guint
count_revoked (UsherSession *session)
{
  return usher_session_get_counts (session)->by_status[USHER_INVITATION_STATUS_REVOKED];
}

/* Between the question and the answer a colleague makes many new ones, the list is read again and turned
 * around, and another row is selected: what is revoked is what was asked about, and nothing else. */
static void
check_identity (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = wait_for_sync (application);
  UsherSession *colleague = usher_ui_test_open_session (user_data);
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  g_autoptr (UsherInvitationItem) asked = NULL;
  g_autoptr (UsherInvitationItem) other = NULL;
  guint before, n_revoked = count_revoked (session);
  gint64 synced = usher_session_get_last_sync (session);

  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
  select_first (window);
  asked = g_object_ref (usher_invitation_pane_get_selected (list));
  before = usher_session_find_invitation (session, usher_invitation_item_get_id (asked));
  g_action_group_activate_action (G_ACTION_GROUP (window), "revoke", NULL);
  g_assert_false (is_enabled (window, "revoke"));

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (UsherInvitation) made = create (colleague);

      g_assert_nonnull (made);
    }
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (usher_session_get_last_sync (session) > synced
                       && usher_session_get_state (session) == USHER_SYNC_IDLE);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort", g_variant_new_string ("recipients"));
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
  /* It is the same one that is selected, elsewhere. */
  g_assert_true (usher_invitation_pane_get_selected (list) == asked);
  g_assert_cmpuint (usher_session_find_invitation (session, usher_invitation_item_get_id (asked)), !=, before);
  other = g_list_model_get_item (usher_session_get_invitations (session), before);
  g_assert_true (other != asked);
  usher_invitation_pane_select_id (list, usher_invitation_item_get_id (other));
  usher_test_wait_for (usher_invitation_pane_get_selected (list) == other);

  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for (usher_invitation_get_status (usher_invitation_item_get_invitation (asked))
                       == USHER_INVITATION_STATUS_REVOKED);
  usher_test_wait_for (count_revoked (session) == n_revoked + 1);
  g_assert_cmpint (usher_invitation_get_status (usher_invitation_item_get_invitation (other)), ==,
                   USHER_INVITATION_STATUS_ACTIVE);
  usher_ui_test_close_session (colleague);
}

static void
test_identity (void)
{
  const char *extra[] = { "--demo", "60", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_identity, sandbox);
}

/* --- Looks --- */

/* The question is asked in a wide window and answered in a narrow one. */
static void
check_resize (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = wait_for_sync (application);
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  resize (window, 1200, 760);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
  select_first (window);
  item = g_object_ref (usher_invitation_pane_get_selected (list));
  g_action_group_activate_action (G_ACTION_GROUP (window), "revoke", NULL);
  usher_test_wait_for ((before = usher_compat_dup_question (GTK_WINDOW (window))) != NULL);
  resize (window, 360, 640);
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-resized");
  after = usher_compat_dup_question (GTK_WINDOW (window));
  g_assert_cmpstr (before, ==, after);
  g_assert_true (usher_invitation_pane_get_selected (list) == item);
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for (usher_invitation_get_status (usher_invitation_item_get_invitation (item))
                       == USHER_INVITATION_STATUS_REVOKED);
  /* In a narrow window it is a sheet, which keeps a window that is destroyed while the sheet slides out. */
  usher_test_wait_for (usher_dialog_find_over (GTK_WINDOW (window)) == NULL);
}

static void
test_resize (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_resize, NULL);
}

static void
check_looks (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  wait_for_sync (application);
  g_assert_true (adw_style_manager_get_high_contrast (style));
  resize (window, 1280, 760);
  select_first (window);
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (get_log (window)), "list"));
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-contrast");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-contrast-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * (dpi > 0 ? dpi : 96 * 1024), NULL);
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-large-text");
  /* The dialogs are in test-narrow.c. */
  assert_fits (window, 360);
  resize (window, 360, 760);
  usher_shell_show (usher_window_get_shell (window), USHER_SHELL_LIST);
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-large-text-list");
  usher_shell_show (usher_window_get_shell (window), USHER_SHELL_DETAIL);
  usher_ui_test_picture (GTK_WIDGET (window), "conditions-large-text-detail");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static guint
move (UsherWindow *window, UsherShellPane pane)
{
  usher_shell_show (usher_window_get_shell (window), pane);
  return usher_ui_test_count_moving (GTK_WIDGET (window));
}

/* Who wants no motion gets none: what is gone to is there at once. Who does not mind sees it move. */
static void
check_still (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (window));

  wait_for_sync (application);
  resize (window, 360, 640);
  select_first (window);
  for (guint moves = 0; moves <= 1; moves++)
    {
      usher_shell_show (usher_window_get_shell (window), USHER_SHELL_LIST);
      usher_test_wait_for (usher_ui_test_count_moving (GTK_WIDGET (window)) == 0);
      g_object_set (settings, "gtk-enable-animations", moves == 1, NULL);
      if (moves == 1)
        g_assert_cmpuint (move (window, USHER_SHELL_DETAIL), >, 0);
      else
        g_assert_cmpuint (move (window, USHER_SHELL_DETAIL), ==, 0);
      usher_test_wait_for (usher_ui_test_count_moving (GTK_WIDGET (window)) == 0);
    }
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpuint (move (window, USHER_SHELL_LIST), ==, 0);
}

static void
test_still (void)
{
  const char *extra[] = { "--demo", "10", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_still, NULL);
}

/* High contrast is asked for before the toolkit begins, so this is a program of its own. */
static void
test_looks (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", NULL };

  if (g_test_subprocess ())
    {
      g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
      const char *arguments[] = { "--server", sandbox->base_url, NULL };

      usher_ui_test_run (arguments, sandbox->api_key, check_looks, NULL);
      return;
    }
  g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_unsetenv ("ADW_DEBUG_HIGH_CONTRAST");
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/conditions/extremes", test_extremes);
  g_test_add_func ("/ui/conditions/many", test_many);
  g_test_add_func ("/ui/conditions/revoked-key", test_revoked_key);
  g_test_add_func ("/ui/conditions/slow", test_slow);
  g_test_add_func ("/ui/conditions/two-servers", test_two_servers);
  g_test_add_func ("/ui/conditions/identity", test_identity);
  g_test_add_func ("/ui/conditions/resize", test_resize);
  g_test_add_func ("/ui/conditions/still", test_still);
  g_test_add_func ("/ui/conditions/looks", test_looks);
  return g_test_run ();
}
