/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Part of the desktop: notifications that are sent and withdrawn, where they lead, and the shell's search,
 * over a private bus. */
#include "ui/usher-ui-service.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "sandbox/sandbox-walk.h"
#include "model/usher-json.h"
#include "ui/usher-application-private.h"
#include "ui/usher-window-private.h"
#include "usher-config.h"

/* --- Notifications --- */

typedef struct
{
  UsherTestSandbox *sandbox; /* (borrowed) */
  UsherUiService *service;          /* (borrowed) */
} World;

static void
fulfil (UsherTestSandbox *sandbox, const char *link)
{
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, link);

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
}

static gboolean
is_ready (UsherApplication *application)
{
  UsherNews *news = usher_ui_test_get_news (application);

  return news != NULL && usher_news_get_ready (news);
}

static const char *
get_selected_id (UsherWindow *window)
{
  UsherInvitationItem *item =
    usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window)));

  return item != NULL ? usher_invitation_item_get_id (item) : NULL;
}

static void
refresh (UsherWindow *window)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
}

static void
check_notifications (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  UsherUiService *service = world->service;
  g_autofree char *first_id = NULL;
  g_autofree char *second_id = NULL;
  g_autofree char *third_id = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  UsherQuery *query;

  usher_test_wait_for (is_ready (application));
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
  g_assert_cmpuint (g_hash_table_size (service->shown), ==, 0);

  /* One: named, and clicking selects it. */
  first = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &first_id);
  fulfil (world->sandbox, first);
  refresh (window);
  usher_test_wait_for (usher_ui_service_shows (service, "fulfilled", "was used as often as it allows"));
  g_assert_cmpuint (service->n_added, ==, 1);
  usher_ui_service_click (application, service, "fulfilled");
  usher_test_wait_for (g_hash_table_lookup (service->shown, "fulfilled") == NULL);
  usher_test_wait_for (g_strcmp0 (get_selected_id (window), first_id) == 0);

  /* Several: counted in one, and clicking shows the list. */
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
  second = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &second_id);
  third = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &third_id);
  fulfil (world->sandbox, second);
  fulfil (world->sandbox, third);
  refresh (window);
  usher_test_wait_for (usher_ui_service_shows (service, "fulfilled", "2 invitations"));
  usher_ui_service_click (application, service, "fulfilled");
  usher_test_wait_for (g_hash_table_lookup (service->shown, "fulfilled") == NULL);
  query = usher_session_get_query (usher_application_get_session (application));
  g_assert_cmpint (usher_query_get_status (query), ==, USHER_INVITATION_STATUS_FULFILLED);
}

/* An invitation that ends within a day is told once; revoking it takes the notification back. */
static void
check_expiring (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  g_autofree char *id = NULL;
  g_autofree char *link = NULL;
  g_autoptr (SandboxReply) reply = NULL;

  usher_test_wait_for (is_ready (application));
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
  link = sandbox_walk_invite (world->sandbox, 0, "{\"expiresInSeconds\": 7200, \"allowedEmails\": [\"jo@example.com\"]}", &id);
  refresh (window);
  usher_test_wait_for (usher_ui_service_shows (world->service, "expiring", "jo@example.com"));

  reply = sandbox_post (world->sandbox, NULL, "invitation/%s/revoke", id);
  g_assert_cmpuint (reply->status, <, 300);
  refresh (window);
  usher_test_wait_for (g_hash_table_lookup (world->service->shown, "expiring") == NULL);
}

/* What is turned off is not told, and what is looked at is not, either. */
static void
check_silence (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  UsherNews *news;
  g_autofree char *first_id = NULL;
  g_autofree char *second_id = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  usher_test_wait_for (is_ready (application));
  news = usher_ui_test_get_news (application);
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
  g_settings_set_boolean (application->settings, "notify-fulfilled", FALSE);
  first = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &first_id);
  fulfil (world->sandbox, first);
  refresh (window);
  usher_test_wait_for (usher_news_get_n (news, USHER_NEWS_FULFILLED) == 1);
  g_settings_set_boolean (application->settings, "notify-fulfilled", TRUE);
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), TRUE);
  g_assert_cmpuint (usher_news_get_n (news, USHER_NEWS_FULFILLED), ==, 0);
  second = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &second_id);
  fulfil (world->sandbox, second);
  refresh (window);
  usher_test_wait_for (usher_news_get_n (news, USHER_NEWS_FULFILLED) == 1);
  usher_test_settle ();
  g_assert_cmpuint (world->service->n_added, ==, 0);
}

static void
run_notifications (gconstpointer body)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };
  UsherUiService service = { 0 };
  World world = { sandbox, &service };

  usher_ui_service_start (&service);
  usher_ui_test_run (arguments, sandbox->api_key, (UsherUiTestBody) body, &world);
  usher_ui_service_stop (&service);
}

/* --- Handing on a link --- */

static gboolean
is_dark (const guchar *pixels, gsize n, gsize x, gsize y)
{
  return pixels[(y * n + x) * 4] < 128;
}

/* A quiet zone of four modules, and the three squares by which a scanner finds a code. */
static void
test_code (void)
{
  g_autoptr (GdkTexture) texture = usher_window_share_make_code ("https://example.com/p/i/0123456789abcdef");
  gsize n = (gsize) gdk_texture_get_width (texture);
  g_autofree guchar *pixels = g_malloc (n * n * 4);
  gsize far;
  const gsize scale = 6;
  g_autofree char *endless = g_strnfill (4000, 'x');

  g_assert_cmpint (gdk_texture_get_height (texture), ==, (int) n);
  g_assert_cmpuint (n % scale, ==, 0);
  gdk_texture_download (texture, pixels, n * 4);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_false (is_dark (pixels, n, i, 4 * scale - 1));
      g_assert_false (is_dark (pixels, n, 4 * scale - 1, i));
      g_assert_false (is_dark (pixels, n, n - 4 * scale, i));
    }
  far = n - 5 * scale;
  for (gsize module = 0; module < 7; module++)
    {
      g_assert_true (is_dark (pixels, n, (4 + module) * scale, 4 * scale));
      g_assert_true (is_dark (pixels, n, far - module * scale, 4 * scale));
      g_assert_true (is_dark (pixels, n, 4 * scale, far - module * scale));
    }
  g_assert_false (is_dark (pixels, n, 5 * scale, 5 * scale));
  g_assert_null (usher_window_share_make_code (endless));
}

static void
test_draft (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = usher_json_parse ("{\"id\": \"11111111-1111-4111-8111-111111111111\", \"status\": \"ACTIVE\","
                                                "\"invitationType\": \"EDIT_CONNECTION\", \"allowedEmails\":"
                                                "[\"a+b@example.com\", \"c&d@example.com\"]}", -1, &error);
  g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (node, &error);
  g_autofree char *draft = usher_window_share_dup_draft (invitation, "https://example.com/p/i/x?y=1&z=2");
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  /* Nothing of an address or a link can begin another field. */
  g_assert_true (g_str_has_prefix (draft, "mailto:a%2Bb@example.com,c%26d@example.com?subject="));
  g_assert_nonnull (strstr (draft, "&body="));
  g_assert_null (strstr (strstr (draft, "&body=") + 1, "&"));
  text = g_uri_unescape_string (strstr (draft, "&body=") + strlen ("&body="), NULL);
  g_assert_nonnull (strstr (text, "\r\n\r\nhttps://example.com/p/i/x?y=1&z=2\r\n"));
}

/* --- The shell's search --- */

static GVariant *
ask (GDBusConnection *connection, const char *name, const char *method, GVariant *parameters, const char *type)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *answer;
  g_autofree char *path = g_strdup_printf ("/%s/SearchProvider", USHER_APP_ID);

  g_strdelimit (path, ".", '/');
  g_dbus_connection_call (connection, name, path, "org.gnome.Shell.SearchProvider2", method, parameters,
                          type != NULL ? G_VARIANT_TYPE (type) : NULL, G_DBUS_CALL_FLAGS_NONE, 60000, NULL,
                          usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  answer = g_dbus_connection_call_finish (connection, result, &error);
  g_assert_no_error (error);
  return answer;
}

static char **
find (GDBusConnection *connection, const char *name, const char *first, const char *second)
{
  const char *words[] = { first, second, NULL };
  g_autoptr (GVariant) answer = ask (connection, name, "GetInitialResultSet", g_variant_new ("(^as)", words), "(as)");
  char **found;

  g_variant_get (answer, "(^as)", &found);
  return found;
}

static void
assert_meta (GDBusConnection *connection, const char *name, char **ids, const char *title)
{
  g_autoptr (GVariant) answer = ask (connection, name, "GetResultMetas", g_variant_new ("(^as)", ids), "(aa{sv})");
  g_autoptr (GVariant) metas = g_variant_get_child_value (answer, 0);
  g_autoptr (GVariant) meta = NULL;
  const char *text;

  g_assert_cmpuint (g_variant_n_children (metas), ==, g_strv_length (ids));
  meta = g_variant_get_child_value (metas, 0);
  g_assert_true (g_variant_lookup (meta, "id", "&s", &text));
  g_assert_cmpstr (text, ==, ids[0]);
  g_assert_true (g_variant_lookup (meta, "name", "&s", &text));
  g_assert_cmpstr (text, ==, title);
  g_assert_true (g_variant_lookup (meta, "description", "&s", &text));
  g_assert_nonnull (strstr (text, "Active"));
}

static void
check_search (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (application));
  const char *name = g_dbus_connection_get_unique_name (connection);
  const char *wanted = user_data;
  const char *none[] = { NULL };
  const char *terms[] = { "search-me", NULL };
  UsherSession *session;
  g_auto (GStrv) found = NULL;
  g_auto (GStrv) nothing = NULL;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session));

  found = find (connection, name, "search-me", NULL);
  g_assert_cmpuint (g_strv_length (found), ==, 1);
  g_assert_true (g_str_has_suffix (found[0], wanted));
  assert_meta (connection, name, found, "search-me@example.com");
  nothing = find (connection, name, "nobody-has-this", NULL);
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);

  g_variant_unref (ask (connection, name, "ActivateResult", g_variant_new ("(s^asu)", found[0], none, 0), NULL));
  usher_test_wait_for (g_strcmp0 (get_selected_id (window), wanted) == 0);
  /* The selected link as a code: a window with a picture. */
  usher_test_wait_for (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "show-code"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-code", NULL);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_PLAIN_DIALOG) != NULL);
  g_assert_nonnull (usher_ui_test_find (usher_ui_test_window (USHER_TYPE_PLAIN_DIALOG), GTK_TYPE_PICTURE, 0));
  usher_dialog_close (USHER_DIALOG (usher_ui_test_window (USHER_TYPE_PLAIN_DIALOG)));
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_PLAIN_DIALOG) == NULL);

  g_variant_unref (ask (connection, name, "LaunchSearch", g_variant_new ("(^asu)", terms, 0), NULL));
  usher_test_wait_for (g_strcmp0 (usher_query_get_text (usher_session_get_query (session)), "search-me") == 0);
  /* Nonsense from the bus does no harm. */
  g_variant_unref (ask (connection, name, "ActivateResult", g_variant_new ("(s^asu)", "nonsense", none, 0), NULL));
}

static void
test_search (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };
  g_autofree char *id = NULL;
  g_autofree char *link = sandbox_walk_invite (sandbox, 0, "{\"allowedEmails\": [\"search-me@example.com\"]}", &id);

  usher_ui_test_run (arguments, sandbox->api_key, check_search, id);
}

/* Adds an account, reads it once, and closes it. */
static void
read_account (UsherAccounts *accounts, const char *name, UsherTestSandbox *sandbox)
{
  g_autoptr (UsherAccount) account = NULL;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) synced = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session;

  usher_accounts_add_async (accounts, name, sandbox->base_url, sandbox->api_key, FALSE, NULL, usher_test_keep_result,
                            &added);
  usher_test_wait_for (added != NULL);
  account = usher_accounts_add_finish (accounts, added, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  usher_accounts_open_session_async (accounts, account, NULL, usher_test_keep_result, &opened);
  usher_test_wait_for (opened != NULL);
  session = usher_accounts_open_session_finish (accounts, opened, &error);
  g_assert_no_error (error);
  usher_session_sync_async (session, NULL, usher_test_keep_result, &synced);
  usher_test_wait_for (synced != NULL);
  g_assert_true (usher_session_sync_finish (session, synced, &error));
  g_clear_object (&synced);
  usher_ui_test_close_session (session);
}

/* --- Several accounts --- */

typedef struct
{
  UsherTestSandbox *sandboxes[2]; /* (borrowed) */
  const char *ids[2];             /* (borrowed) */
} Two;

static UsherAccount *
find_account (UsherApplication *application, const char *name)
{
  return usher_accounts_find (usher_application_get_accounts (application), name);
}

static void
assert_descriptions (GDBusConnection *connection, const char *name, char **ids, const char *first, const char *second)
{
  g_autoptr (GVariant) answer = ask (connection, name, "GetResultMetas", g_variant_new ("(^as)", ids), "(aa{sv})");
  g_autoptr (GVariant) metas = g_variant_get_child_value (answer, 0);
  const char *texts[] = { first, second };

  g_assert_cmpuint (g_variant_n_children (metas), ==, 2);
  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr (GVariant) meta = g_variant_get_child_value (metas, i);
      const char *text;

      g_assert_true (g_variant_lookup (meta, "description", "&s", &text));
      g_assert_true (g_str_has_prefix (text, texts[i]));
    }
}

/* A window shows one account; what is found in the other says so, and leads there. */
static void
check_search_accounts (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Two *two = user_data;
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (application));
  const char *name = g_dbus_connection_get_unique_name (connection);
  const char *none[] = { NULL };
  UsherAccount *north, *south;
  GtkWidget *dialog = NULL;
  g_auto (GStrv) found = NULL;
  g_auto (GStrv) again = NULL;

  read_account (usher_application_get_accounts (application), "North", two->sandboxes[0]);
  read_account (usher_application_get_accounts (application), "South", two->sandboxes[1]);
  north = find_account (application, "North");
  south = find_account (application, "South");
  usher_application_want_account (application, north);
  usher_test_wait_for (usher_application_get_session (application) != NULL);

  found = find (connection, name, "search-me", NULL);
  g_assert_cmpuint (g_strv_length (found), ==, 2);
  /* First what the person looks at. */
  g_assert_true (g_str_has_prefix (found[0], usher_account_get_id (north)) && g_str_has_suffix (found[0], two->ids[0]));
  g_assert_true (g_str_has_prefix (found[1], usher_account_get_id (south)) && g_str_has_suffix (found[1], two->ids[1]));
  assert_descriptions (connection, name, found, "North · ", "South · ");
  /* Nothing but its store is used. */
  g_assert_cmpuint (usher_open_accounts_count (application->open, south, USHER_OPEN_SEARCH), ==, 1);
  g_assert_cmpuint (usher_open_accounts_get_interval (application->open, south), ==, 0);

  g_variant_unref (ask (connection, name, "ActivateResult", g_variant_new ("(s^asu)", found[1], none, 0), NULL));
  usher_test_wait_for (usher_application_get_session (application) != NULL
                       && usher_session_get_account (usher_application_get_session (application)) == south
                       && g_strcmp0 (get_selected_id (window), two->ids[1]) == 0);

  /* What the search holds stands in nobody's way. */
  g_assert_cmpuint (usher_open_accounts_count (application->open, north, USHER_OPEN_SEARCH), ==, 1);
  g_action_group_activate_action (G_ACTION_GROUP (application), "accounts", NULL);
  usher_test_wait_for ((dialog = usher_ui_test_window (USHER_TYPE_ACCOUNTS_WINDOW)) != NULL);
  usher_application_remove_account (application, USHER_ACCOUNTS_WINDOW (dialog), north);
  usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (usher_application_get_accounts (application))) == 1);
  again = find (connection, name, "search-me", NULL);
  g_assert_cmpuint (g_strv_length (again), ==, 1);
  g_assert_true (g_str_has_prefix (again[0], usher_account_get_id (south)));
}

static void
test_search_accounts (void)
{
  g_autoptr (UsherTestSandbox) north = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (UsherTestSandbox) south = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *first_link = sandbox_walk_invite (north, 0, "{\"allowedEmails\": [\"search-me@example.com\"]}", &first);
  g_autofree char *second_link = sandbox_walk_invite (south, 0, "{\"allowedEmails\": [\"search-me@example.org\"]}",
                                                      &second);
  Two two = { { north, south }, { first, second } };

  usher_ui_test_run (NULL, NULL, check_search_accounts, &two);
}

/* An action of the only window of a program that was started by the bus. */
static gboolean
is_enabled (GDBusConnection *connection, const char *action)
{
  g_autofree char *path = g_strdup_printf ("/%s/window/1", USHER_APP_ID);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) answer = NULL;
  gboolean enabled = FALSE;

  g_strdelimit (path, ".", '/');
  g_dbus_connection_call (connection, USHER_APP_ID, path, "org.gtk.Actions", "Describe", g_variant_new ("(s)", action),
                          NULL, G_DBUS_CALL_FLAGS_NONE, 60000, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  answer = g_dbus_connection_call_finish (connection, result, NULL);
  if (answer != NULL)
    g_variant_get (answer, "((bg@av))", &enabled, NULL, NULL);
  return enabled;
}

/* What clicking a notification does where there is no window: the bus starts the program, and tells it where to. */
static void
click (GDBusConnection *connection, const char *account, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/%s", USHER_APP_ID);
  GVariantBuilder parameters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_strdelimit (path, ".", '/');
  g_variant_builder_add (&parameters, "v", g_variant_new ("(sss)", account, "expiring", id));
  g_dbus_connection_call (connection, USHER_APP_ID, path, "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sava{sv})", "show-place", &parameters, NULL), NULL,
                          G_DBUS_CALL_FLAGS_NONE, 60000, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  answer = g_dbus_connection_call_finish (connection, result, &error);
  g_assert_no_error (error);
}

/* Started by the bus, without a window, and without a network: from the store. */
static void
test_search_service (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (UsherTestSandbox) other = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *other_id = NULL;
  g_autofree char *other_link = sandbox_walk_invite (other, 0, "{\"allowedEmails\": [\"search-me@example.com\"]}",
                                                     &other_id);
  g_autofree char *id = NULL;
  g_autofree char *link = sandbox_walk_invite (sandbox, 0, "{\"allowedEmails\": [\"search-me@example.com\"]}", &id);
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) found = NULL;
  g_autofree char *account_id = NULL;

  {
    g_autoptr (UsherAccounts) accounts = usher_accounts_new (NULL, &error);

    g_assert_no_error (error);
    read_account (accounts, "North", sandbox);
    read_account (accounts, "South", other);
  }
  usher_test_sandbox_kill (other);
  usher_test_sandbox_kill (sandbox);

  program = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("USHER_PROGRAM"), "--gapplication-service",
                              NULL);
  g_assert_no_error (error);
  {
    g_autoptr (GVariant) owner = NULL;

    /* Its name comes when it is ready. */
    do
      {
        g_autoptr (GAsyncResult) result = NULL;

        g_clear_pointer (&owner, g_variant_unref);
        g_dbus_connection_call (connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
                                g_variant_new ("(s)", USHER_APP_ID), G_VARIANT_TYPE ("(b)"), 0, -1, NULL,
                                usher_test_keep_result, &result);
        usher_test_wait_for (result != NULL);
        owner = g_dbus_connection_call_finish (connection, result, NULL);
        g_assert_null (g_subprocess_get_identifier (program) == NULL ? "ended" : NULL);
      }
    while (!g_variant_get_boolean (g_variant_get_child_value (owner, 0)));
  }
  found = find (connection, USHER_APP_ID, "search-me", "example.com");
  /* Of both accounts, and no window for it. */
  g_assert_cmpuint (g_strv_length (found), ==, 2);
  g_assert_true (g_str_has_suffix (found[0], id));
  g_assert_true (g_str_has_suffix (found[1], other_id));
  assert_meta (connection, USHER_APP_ID, found, "search-me@example.com");
  g_assert_false (is_enabled (connection, "duplicate"));

  account_id = g_strndup (found[1], strlen (found[1]) - strlen (other_id) - 1);
  click (connection, account_id, other_id);
  usher_test_wait_for (is_enabled (connection, "duplicate"));
  g_subprocess_send_signal (program, SIGTERM);
  g_subprocess_wait (program, NULL, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  usher_ui_test_notify = TRUE;
  g_test_add_data_func ("/desktop/notifications", check_notifications, run_notifications);
  g_test_add_data_func ("/desktop/notifications/expiring", check_expiring, run_notifications);
  g_test_add_data_func ("/desktop/notifications/silence", check_silence, run_notifications);
  g_test_add_func ("/desktop/code", test_code);
  g_test_add_func ("/desktop/draft", test_draft);
  g_test_add_func ("/desktop/search", test_search);
  g_test_add_func ("/desktop/search/accounts", test_search_accounts);
  g_test_add_func ("/desktop/search/service", test_search_service);
  return g_test_run ();
}
