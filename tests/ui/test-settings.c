/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the preferences do to the program: light or dark, going on without a window if the desktop's portal lets it,
 * and throwing away what was read. The portal is one of the test's own, on the private bus. */
#include "ui/usher-ui-service.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sandbox/sandbox-walk.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-application-private.h"
#include "ui/usher-preferences.h"
#include "usher-config.h"

/* --- A portal --- */

static const char portal_xml[] =
  "<node><interface name='org.freedesktop.portal.Background'>"
  "<method name='RequestBackground'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='o' direction='out'/></method></interface></node>";

typedef struct
{
  GDBusConnection *connection; /* (owned) */
  guint registration;
  guint name;
  gboolean owned;
  gboolean allows;
  guint n_asked;
} Portal;

static void
on_call (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
         GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  Portal *portal = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *who = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *request = NULL;
  GVariantBuilder results;
  const char *token, *reason;

  g_assert_cmpstr (method, ==, "RequestBackground");
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "&s", &reason));
  g_assert_cmpuint (strlen (reason), >, 0);
  request = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", who, token);
  portal->n_asked++;
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (portal->allows));
  g_variant_builder_add (&results, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_emit_signal (connection, NULL, request, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", portal->allows ? 0 : 1, &results), NULL);
}

static void
on_owned (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((Portal *) user_data)->owned = TRUE;
}

static void
portal_start (Portal *portal)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  g_autoptr (GError) error = NULL;

  portal->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  portal->registration = g_dbus_connection_register_object (portal->connection, "/org/freedesktop/portal/desktop",
                                                            info->interfaces[0], &vtable, portal, NULL, &error);
  g_assert_no_error (error);
  portal->name = g_bus_own_name_on_connection (portal->connection, "org.freedesktop.portal.Desktop",
                                               G_BUS_NAME_OWNER_FLAGS_NONE, on_owned, NULL, portal, NULL);
  usher_test_wait_for (portal->owned);
}

static void
portal_stop (Portal *portal)
{
  g_bus_unown_name (portal->name);
  g_dbus_connection_unregister_object (portal->connection, portal->registration);
  g_object_unref (portal->connection);
}

/* --- Help --- */

typedef struct
{
  UsherTestSandbox *sandbox; /* (borrowed) */
  UsherUiService *service;   /* (borrowed) */
  Portal *portal;            /* (borrowed) (nullable) */
} World;

static GtkWidget *
open_preferences (UsherApplication *application)
{
  GtkWidget *preferences = NULL;

  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  usher_test_wait_for ((preferences = usher_ui_test_window (USHER_TYPE_PREFERENCES)) != NULL);
  return preferences;
}

static void
close_window (UsherApplication *application)
{
  gtk_window_close (GTK_WINDOW (usher_application_get_window (application)));
  usher_test_wait_for (usher_application_get_window (application) == NULL);
  usher_test_settle ();
}

static void
fulfil (World *world, char **id)
{
  g_autofree char *link = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (world->sandbox, link);

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_finish (walk);
}

/* --- Style --- */

static void
check_style (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *preferences;
  AdwComboRow *row;

  usher_ui_test_wait_for_sync (application);
  g_assert_false (adw_style_manager_get_dark (style));
  preferences = open_preferences (application);
  row = ADW_COMBO_ROW (usher_ui_test_find_id (preferences, "style_row"));
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  adw_combo_row_set_selected (row, 2);
  g_assert_true (adw_style_manager_get_dark (style));
  usher_ui_test_picture (preferences, "preferences-dark");
  adw_combo_row_set_selected (row, 1);
  g_assert_false (adw_style_manager_get_dark (style));
  /* Set elsewhere, it is shown here. */
  g_settings_reset (application->settings, "style");
  usher_test_wait_for (adw_combo_row_get_selected (row) == 0);
  g_assert_cmpint (adw_style_manager_get_color_scheme (style), ==, ADW_COLOR_SCHEME_DEFAULT);
  g_assert_nonnull (usher_ui_test_find_text (preferences, "In the keyring of your desktop, and nowhere else"));
  usher_ui_test_close (preferences);
}

/* --- Background --- */

static void
check_background (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  UsherSession *session = usher_ui_test_wait_for_sync (application);
  UsherNews *news;
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) synced = NULL;
  GtkWidget *preferences = open_preferences (application);
  UsherInvitationPane *list;

  usher_test_wait_for ((news = usher_ui_test_get_news (application)) != NULL
                       && usher_news_get_ready (news));
  gtk_switch_set_active (GTK_SWITCH (usher_ui_test_find_id (preferences, "background_switch")), TRUE);
  usher_test_wait_for (world->portal == NULL || world->portal->n_asked == 1);
  usher_ui_test_close (preferences);
  usher_test_settle ();
  g_assert_true (g_settings_get_boolean (application->settings, "background"));
  g_assert_cmpuint (usher_open_accounts_get_interval (application->open, usher_session_get_account (session)), ==, 300);

  /* The window goes; the session stays, and asks less often. */
  close_window (application);
  g_assert_true (usher_application_get_session (application) == session);
  g_assert_cmpuint (usher_open_accounts_get_interval (application->open, usher_session_get_account (session)), ==, 900);
  fulfil (world, &id);
  usher_session_sync_async (session, NULL, usher_test_keep_result, &synced);
  usher_test_wait_for (synced != NULL);
  g_assert_true (usher_session_sync_finish (session, synced, NULL));
  usher_test_wait_for (usher_ui_service_shows (world->service, "fulfilled", "was used as often as it allows"));

  /* Clicking brings the window back, at what it told of. */
  usher_ui_service_click (application, world->service, "fulfilled");
  usher_test_wait_for (usher_application_get_window (application) != NULL);
  g_assert_true (usher_window_get_session (usher_application_get_window (application)) == session);
  g_assert_cmpuint (usher_open_accounts_get_interval (application->open, usher_session_get_account (session)), ==, 300);
  list = usher_shell_get_list (usher_window_get_shell (usher_application_get_window (application)));
  usher_test_wait_for (usher_invitation_pane_get_selected (list) != NULL
                       && g_str_equal (usher_invitation_item_get_id (usher_invitation_pane_get_selected (list)), id));
  usher_ui_test_draw (GTK_WIDGET (usher_application_get_window (application)));
  /* Without a window it can be ended, too: usher_ui_test_run() does, by Quit. */
  close_window (application);
}

/* All accounts that were read before go on, the one that was in the window and the one that was not. */
static void
check_background_accounts (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  g_autoptr (UsherTestSandbox) other = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", world->sandbox);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", other);
  g_autoptr (UsherAccount) unread = usher_ui_test_add_account (application, "Unread", other);
  g_autofree char *north_id = g_strdup_printf ("%s-fulfilled", usher_account_get_id (north));
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) synced = NULL;
  UsherInvitationPane *list;
  UsherSession *session;

  usher_application_want_account (application, north);
  usher_ui_test_wait_for_sync (application);
  usher_application_want_account (application, south);
  usher_test_wait_for (usher_application_get_session (application) != NULL
                       && usher_session_get_account (usher_application_get_session (application)) == south);
  usher_ui_test_wait_for_sync (application);
  g_settings_set_boolean (application->settings, "background", TRUE);
  usher_test_wait_for (world->portal->n_asked == 1);
  close_window (application);
  usher_test_wait_for (usher_open_accounts_count (application->open, north, USHER_OPEN_BACKGROUND) == 1
                       && !application->quieting);
  g_assert_cmpuint (usher_open_accounts_count (application->open, south, USHER_OPEN_BACKGROUND), ==, 1);
  g_assert_cmpuint (usher_open_accounts_get_interval (application->open, north), ==, 900);
  g_assert_cmpuint (usher_open_accounts_get_interval (application->open, south), ==, 900);
  g_assert_false (usher_open_accounts_is_open (application->open, unread));

  /* What it finds by itself is told, of an account that no window has shown since the start of this. */
  fulfil (world, &id);
  session = usher_open_accounts_find (application->open, north);
  usher_session_sync_async (session, NULL, usher_test_keep_result, &synced);
  usher_test_wait_for (synced != NULL);
  g_assert_true (usher_session_sync_finish (session, synced, NULL));
  g_clear_object (&synced);
  usher_test_wait_for (usher_ui_service_shows (world->service, north_id, "was used as often as it allows"));
  usher_ui_service_click (application, world->service, north_id);
  usher_test_wait_for (usher_application_get_window (application) != NULL
                       && usher_application_get_session (application) != NULL
                       && usher_session_get_account (usher_application_get_session (application)) == north);
  list = usher_shell_get_list (usher_window_get_shell (usher_application_get_window (application)));
  usher_test_wait_for (usher_invitation_pane_get_selected (list) != NULL
                       && g_str_equal (usher_invitation_item_get_id (usher_invitation_pane_get_selected (list)), id));
  /* With a window there is one that is open. */
  usher_test_wait_for (usher_open_accounts_get_n_kept (application->open) == 1);
  usher_ui_test_draw (GTK_WIDGET (usher_application_get_window (application)));
}

/* The desktop says no: the switch goes back, and closing the window is the end. */
static void
check_denied (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  GtkWidget *preferences;

  usher_ui_test_wait_for_sync (application);
  preferences = open_preferences (application);
  gtk_switch_set_active (GTK_SWITCH (usher_ui_test_find_id (preferences, "background_switch")), TRUE);
  usher_test_wait_for (world->portal->n_asked == 1);
  usher_test_wait_for (!g_settings_get_boolean (application->settings, "background"));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (usher_ui_test_find_id (preferences, "background_switch"))));
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window),
                                                "The desktop does not let Usher go on without a window") != NULL);
  usher_ui_test_close (preferences);
}

static void
run_with (World *world, gboolean has_server, UsherUiTestBody body)
{
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };
  UsherUiService service = { 0 };

  world->sandbox = sandbox;
  world->service = &service;
  if (world->portal != NULL)
    portal_start (world->portal);
  usher_ui_service_start (&service);
  usher_ui_test_run (has_server ? arguments : NULL, has_server ? sandbox->api_key : NULL, body, world);
  usher_ui_service_stop (&service);
  if (world->portal != NULL)
    portal_stop (world->portal);
  g_settings_reset (settings, "background");
}

static void
run (World *world, UsherUiTestBody body)
{
  run_with (world, TRUE, body);
}

static void
test_style (void)
{
  World world = { 0 };

  run (&world, check_style);
}

static void
test_background (void)
{
  Portal portal = { .allows = TRUE };
  World world = { .portal = &portal };

  run (&world, check_background);
}

static void
test_background_accounts (void)
{
  Portal portal = { .allows = TRUE };
  World world = { .portal = &portal };

  run_with (&world, FALSE, check_background_accounts);
}

/* Many desktops have no such portal, and do not mind. */
static void
test_background_without_portal (void)
{
  World world = { 0 };

  run (&world, check_background);
}

static void
test_denied (void)
{
  Portal portal = { .allows = FALSE };
  World world = { .portal = &portal };

  run (&world, check_denied);
}

/* --- Cached data --- */

static char *
dup_store (UsherApplication *application, UsherAccount *account)
{
  return g_build_filename (usher_accounts_get_data_dir (usher_application_get_accounts (application)), "accounts",
                           usher_account_get_id (account), "store.db", NULL);
}

static gboolean
is_same (const char *a, const char *b)
{
  GStatBuf first, second;

  g_assert_cmpint (g_stat (a, &first), ==, 0);
  g_assert_cmpint (g_stat (b, &second), ==, 0);
  return first.st_ino == second.st_ino;
}

/* The question, and after it everything is read again; offline there is nothing then. */
static void
check_clear (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  g_autoptr (UsherAccount) account = usher_ui_test_add_account (application, "North", sandbox);
  g_autofree char *path = dup_store (application, account);
  GtkWidget *preferences, *button;
  UsherSession *session;
  UsherSession *former = NULL;
  g_autofree char *mark = NULL;

  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (account)));
  session = usher_ui_test_wait_for_sync (application);
  g_assert_cmpuint (usher_session_get_counts (session)->total, ==, 40);
  /* Another name for the old file: as long as it has that, a new one is another. */
  mark = g_strconcat (path, ".old", NULL);
  g_assert_cmpint (link (path, mark), ==, 0);
  g_assert_true (is_same (path, mark));
  preferences = open_preferences (application);
  button = usher_ui_test_find_id (preferences, "clear_button");
  usher_ui_test_draw (button);
  /* Thought better of it. */
  gtk_widget_activate (button);
  usher_test_wait_for (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (preferences)), FALSE));
  usher_test_settle ();
  g_assert_true (usher_application_get_session (application) == session);

  gtk_widget_activate (button);
  /* The next one may well be where this one was. */
  g_set_weak_pointer (&former, session);
  usher_test_wait_for (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (preferences)), TRUE));
  usher_test_wait_for (former == NULL && usher_application_get_session (application) != NULL);
  usher_ui_test_close (preferences);
  session = usher_ui_test_wait_for_sync (application);
  g_assert_cmpuint (usher_session_get_counts (session)->total, ==, 40);
  g_assert_false (is_same (path, mark));
}

static void
test_clear (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  UsherUiService service = { 0 };

  usher_ui_service_start (&service);
  usher_ui_test_run (NULL, NULL, check_clear, sandbox);
  usher_ui_service_stop (&service);
}

/* A disk that takes its time over a store: this stands in front of the C library's. */
static GMutex disk_lock;
static GCond disk_changed;
static gboolean disk_held;
static guint n_waiting;

__attribute__ ((visibility ("default"))) int
unlink (const char *path)
{
  if (g_str_has_suffix (path, "/store.db"))
    {
      g_mutex_lock (&disk_lock);
      n_waiting++;
      while (disk_held)
        g_cond_wait (&disk_changed, &disk_lock);
      n_waiting--;
      g_mutex_unlock (&disk_lock);
    }
  return unlinkat (AT_FDCWD, path, 0);
}

static gboolean
is_waiting (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk_lock);

  return n_waiting > 0;
}

static void
hold_disk (gboolean held)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk_lock);

  disk_held = held;
  g_cond_broadcast (&disk_changed);
}

/* From the button on, until it waits for the disk and says so. */
static void
begin_to_clear (GtkWidget *preferences)
{
  GtkWidget *button = usher_ui_test_find_id (preferences, "clear_button");

  hold_disk (TRUE);
  /* A sheet's first frame may still be without what is in it; a button that is not there yet would ignore this. */
  usher_test_wait_for (gtk_widget_get_mapped (button));
  gtk_widget_activate (button);
  usher_test_wait_for (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (preferences)), TRUE));
  usher_test_wait_for (is_waiting ());
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (preferences, "stop_button")));
  g_assert_true (gtk_spinner_get_spinning (GTK_SPINNER (usher_ui_test_find_id (preferences, "clear_spinner"))));
  g_assert_false (gtk_widget_get_mapped (usher_ui_test_find_id (preferences, "clear_button")));
  g_assert_true (is_waiting ());
}

static void
assert_cleared (GtkWidget *preferences, const char *words)
{
  usher_test_wait_for (usher_ui_test_find_text (preferences, words) != NULL);
  g_assert_true (gtk_widget_get_mapped (usher_ui_test_find_id (preferences, "clear_button")));
  g_assert_false (gtk_widget_get_mapped (usher_ui_test_find_id (preferences, "stop_button")));
}

/* The window goes on meanwhile, shows that it is at work, and can be told to stop. */
static void
check_clear_slowly (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandbox);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", sandbox);
  g_autofree char *first = dup_store (application, north);
  g_autofree char *second = dup_store (application, south);
  g_autofree char *first_mark = g_strconcat (first, ".old", NULL);
  GtkWidget *preferences;

  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (south)));
  usher_test_wait_for (g_file_test (second, G_FILE_TEST_EXISTS));
  usher_ui_test_wait_for_sync (application);
  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (north)));
  usher_test_wait_for (g_file_test (first, G_FILE_TEST_EXISTS));
  usher_ui_test_wait_for_sync (application);
  g_assert_cmpint (link (first, first_mark), ==, 0);

  /* Stopped: what is not deleted by then stays. */
  preferences = open_preferences (application);
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (preferences, "clear_button")));
  gtk_widget_grab_focus (usher_ui_test_find_id (preferences, "clear_button"));
  begin_to_clear (preferences);
  g_assert_true (gtk_widget_is_focus (usher_ui_test_find_id (preferences, "stop_button")));
  usher_ui_test_draw (preferences);
  usher_ui_test_picture (gtk_widget_get_ancestor (usher_ui_test_find_id (preferences, "stop_button"),
                                                  ADW_TYPE_PREFERENCES_GROUP), "clearing");
  gtk_widget_activate (usher_ui_test_find_id (preferences, "stop_button"));
  usher_test_wait_for (g_cancellable_is_cancelled (application->clearing));
  hold_disk (FALSE);
  assert_cleared (preferences, "Deleting cached data was cancelled");
  usher_ui_test_wait_for_sync (application);
  g_assert_false (is_same (first, first_mark));
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));

  /* To the end, with the preferences closed and opened again meanwhile. */
  begin_to_clear (preferences);
  usher_ui_test_close (preferences);
  preferences = open_preferences (application);
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (preferences, "stop_button")));
  hold_disk (FALSE);
  assert_cleared (preferences, "Cached data deleted");
  usher_ui_test_draw (preferences);
  usher_ui_test_picture (preferences, "cleared");
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
  usher_ui_test_wait_for_sync (application);
  usher_ui_test_close (preferences);
}

static void
test_clear_slowly (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  UsherUiService service = { 0 };

  usher_ui_service_start (&service);
  usher_ui_test_run (NULL, NULL, check_clear_slowly, sandbox);
  usher_ui_service_stop (&service);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  usher_ui_test_notify = TRUE;
  g_test_add_func ("/ui/settings/style", test_style);
  g_test_add_func ("/ui/settings/background", test_background);
  g_test_add_func ("/ui/settings/background/accounts", test_background_accounts);
  g_test_add_func ("/ui/settings/background/without-portal", test_background_without_portal);
  g_test_add_func ("/ui/settings/background/denied", test_denied);
  g_test_add_func ("/ui/settings/clear", test_clear);
  g_test_add_func ("/ui/settings/clear-slowly", test_clear_slowly);
  return g_test_run ();
}
