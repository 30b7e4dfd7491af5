/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UsherNotifier: somebody is stuck, a connection broke, something was not sent: told once, taken back when it was
 * dealt with or turned off, and clicking leads there. What is fulfilled or expires: see test-desktop.c. */
#include "ui/usher-ui-service.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <sqlite3.h>

#include "sandbox/sandbox-walk.h"
#include "ui/usher-application-private.h"
#include "ui/usher-connection-picker.h"
#include "ui/usher-create-window.h"

typedef struct
{
  UsherTestSandbox *sandbox; /* (borrowed) of runs: the last one */
  GPtrArray *runs;           /* (owned) (element-type UsherTestSandbox) */
  UsherUiService *service;   /* (borrowed) */
  const char *dir;           /* (borrowed): the sandbox's */
} World;

static void
start (World *world, const char *port)
{
  const char *extra[] = { "--port", port, NULL };

  world->sandbox = usher_test_sandbox_start (world->dir, port != NULL ? extra : NULL);
  g_ptr_array_add (world->runs, world->sandbox);
}

/* What a day, or somebody else, does. The service lets nobody at its data while it runs. */
static void
run_sql (World *world, const char *sql)
{
  g_autoptr (GUri) uri = g_uri_parse (world->sandbox->base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (uri));
  g_autofree char *path = g_build_filename (world->dir, "sandbox.db", NULL);
  char *message = NULL;
  sqlite3 *handle;

  usher_test_sandbox_kill (world->sandbox);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  if (sqlite3_exec (handle, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s", message);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  start (world, port);
}

static void
wait_until_ready (UsherApplication *application)
{
  usher_test_wait_for (usher_ui_test_get_news (application) != NULL
                       && usher_news_get_ready (usher_ui_test_get_news (application)));
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
}

static guint
get_n (UsherApplication *application, UsherNewsKind kind)
{
  return usher_news_get_n (usher_ui_test_get_news (application), kind);
}

static gboolean
is_shown (World *world, const char *id)
{
  return g_hash_table_contains (world->service->shown, id);
}

/* Reads everything again, and waits until that was looked at. */
static void
refresh (UsherWindow *window)
{
  UsherSession *session = usher_window_get_session (window);
  gint64 before = usher_session_get_last_sync (session);

  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE);
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (usher_session_get_last_sync (session) > before
                       && usher_session_get_state (session) == USHER_SYNC_IDLE);
}

static const char *
get_selected_id (UsherWindow *window)
{
  UsherInvitationItem *item =
    usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window)));

  return item != NULL ? usher_invitation_item_get_id (item) : NULL;
}

/* Turned off, what is shown goes. */
static void
turn_off (UsherApplication *application, World *world, const char *id, const char *key)
{
  g_assert_true (is_shown (world, id));
  g_settings_set_boolean (application->settings, key, FALSE);
  usher_test_wait_for (!is_shown (world, id));
}

/* --- Stuck --- */

/* For what the newest invitation's log says so far; nobody has read it yet. */
static void
let_hours_pass (World *world)
{
  run_sql (world, "UPDATE event SET at = at - 7200000000 WHERE invitation = (SELECT max (key) FROM invitation)");
}

static void
check_stuck (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  g_autofree char *id = NULL;
  g_autofree char *link = NULL;
  g_autofree char *other_id = NULL;
  g_autofree char *other = NULL;
  g_autofree char *recent = NULL;
  g_autoptr (SandboxWalk) walk = NULL;
  g_autoptr (SandboxWalk) second = NULL;
  g_autoptr (SandboxWalk) busy = NULL;

  wait_until_ready (application);
  /* Opened just now: whoever it is may be at it. */
  recent = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", NULL);
  busy = sandbox_walk_new (world->sandbox, recent);
  sandbox_walk_open (busy, NULL);
  refresh (window);
  link = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &id);
  walk = sandbox_walk_new (world->sandbox, link);
  sandbox_walk_open (walk, NULL);
  let_hours_pass (world);
  refresh (window);
  usher_test_wait_for (usher_ui_service_shows (world->service, "stuck", "was opened"));
  g_assert_cmpuint (world->service->n_added, ==, 1);
  /* Told once. */
  refresh (window);
  g_assert_cmpuint (world->service->n_added, ==, 1);
  usher_ui_service_click (application, world->service, "stuck");
  usher_test_wait_for (!is_shown (world, "stuck"));
  usher_test_wait_for (g_strcmp0 (get_selected_id (window), id) == 0);

  /* Another, which gets help and ends well: taken back. */
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
  g_settings_set_boolean (application->settings, "notify-fulfilled", FALSE);
  other = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &other_id);
  second = sandbox_walk_new (world->sandbox, other);
  sandbox_walk_open (second, NULL);
  let_hours_pass (world);
  refresh (window);
  usher_test_wait_for (is_shown (world, "stuck"));
  sandbox_walk_choose (second, "Northwind");
  sandbox_walk_sign_in (second, TRUE);
  sandbox_walk_finish (second);
  refresh (window);
  usher_test_wait_for (!is_shown (world, "stuck"));
}

static void
check_stuck_off (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  g_autofree char *id = NULL;
  g_autofree char *link = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (world->sandbox, link);
  g_autofree char *second_id = NULL;
  g_autofree char *second_link = NULL;
  g_autoptr (SandboxWalk) second = NULL;

  wait_until_ready (application);
  sandbox_walk_open (walk, NULL);
  let_hours_pass (world);
  refresh (window);
  usher_test_wait_for (is_shown (world, "stuck"));
  turn_off (application, world, "stuck", "notify-stuck");
  second_link = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &second_id);
  second = sandbox_walk_new (world->sandbox, second_link);
  sandbox_walk_open (second, NULL);
  let_hours_pass (world);
  refresh (window);
  usher_test_wait_for (get_n (application, USHER_NEWS_STUCK) == 2);
  usher_test_settle ();
  g_assert_cmpuint (world->service->n_added, ==, 1);
}

/* --- Broken --- */

static void
make_connections (World *world, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *link = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", NULL);
      g_autoptr (SandboxWalk) walk = sandbox_walk_new (world->sandbox, link);

      sandbox_walk_open (walk, NULL);
      sandbox_walk_choose (walk, "Northwind");
      sandbox_walk_sign_in (walk, TRUE);
      sandbox_walk_finish (walk);
    }
  run_sql (world, "UPDATE connection SET status = 'ACTIVE', due_status = NULL, due_at = NULL");
}

/* A password that was changed: told with the name of the connection; clicking begins its repair. */
static void
check_broken (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  GtkWidget *create = NULL;
  GtkWidget *picker;

  g_settings_set_boolean (application->settings, "notify-fulfilled", FALSE);
  wait_until_ready (application);
  make_connections (world, 3);
  refresh (window);
  usher_test_settle ();
  g_assert_cmpuint (get_n (application, USHER_NEWS_BROKEN), ==, 0);
  run_sql (world, "UPDATE connection SET status = 'PASSWORD_INCORRECT' WHERE key = (SELECT min (key) FROM connection)");
  refresh (window);
  usher_test_wait_for (usher_ui_service_shows (world->service, "broken", "no longer lets Nectar in"));
  usher_ui_service_click (application, world->service, "broken");
  usher_test_wait_for (!is_shown (world, "broken"));
  usher_test_wait_for ((create = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW)) != NULL);
  picker = usher_ui_test_find (create, USHER_TYPE_CONNECTION_PICKER, 0);
  g_assert_nonnull (usher_connection_picker_get_selected (USHER_CONNECTION_PICKER (picker)));
  usher_ui_test_close (create);

  /* Two more, in one; its owner repairs one, then the other. */
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
  run_sql (world, "UPDATE connection SET status = 'MFA_TOKEN_EXPIRED' WHERE key IN"
                  " (SELECT key FROM connection WHERE status = 'ACTIVE' ORDER BY key DESC LIMIT 2)");
  refresh (window);
  usher_test_wait_for (usher_ui_service_shows (world->service, "broken", "2 connections"));
  run_sql (world, "UPDATE connection SET status = 'ACTIVE'");
  refresh (window);
  usher_test_wait_for (!is_shown (world, "broken"));
  run_sql (world, "UPDATE connection SET status = 'PASSWORD_INCORRECT' WHERE key = (SELECT min (key) FROM connection)");
  refresh (window);
  usher_test_wait_for (is_shown (world, "broken"));
  turn_off (application, world, "broken", "notify-broken");
}

/* --- Failed --- */

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation = usher_session_revoke_finish (USHER_SESSION (source), result, &error);

  g_assert_null (invitation);
  *(gboolean *) user_data = TRUE;
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (usher_session_forget_intent_finish (USHER_SESSION (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

/* Asks to revoke what is not there any more. */
static void
fail (UsherSession *session, const char *id)
{
  gboolean done = FALSE;

  usher_session_revoke_async (session, id, NULL, on_asked, &done);
  usher_test_wait_for (done);
}

static void
check_failed (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  UsherSession *session = NULL;
  g_autofree char *id = NULL;
  g_autofree char *link = NULL;
  g_autoptr (UsherIntent) intent = NULL;
  gboolean done = FALSE;

  wait_until_ready (application);
  session = usher_window_get_session (window);
  link = sandbox_walk_invite (world->sandbox, 0, "{\"allowedEmails\": [\"jo@example.com\"]}", &id);
  refresh (window);
  run_sql (world, "UPDATE invitation SET id = '99999999-0000-4000-8000-000000000000' WHERE key ="
                  " (SELECT max (key) FROM invitation)");
  fail (session, id);
  usher_test_wait_for (usher_ui_service_shows (world->service, "failed", "was not done"));
  /* Whatever pane was in front, clicking shows the list, with what failed above it. */
  usher_shell_show (usher_window_get_shell (window), USHER_SHELL_SIDEBAR);
  usher_ui_service_click (application, world->service, "failed");
  usher_test_wait_for (!is_shown (world, "failed"));
  g_assert_true (usher_shell_is_shown (usher_window_get_shell (window), USHER_SHELL_LIST));

  /* Another; taken out of the list of what failed, it is dealt with. */
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), FALSE);
  fail (session, id);
  usher_test_wait_for (is_shown (world, "failed"));
  while (g_list_model_get_n_items (usher_session_get_intents (session)) > 0)
    {
      g_clear_object (&intent);
      intent = g_list_model_get_item (usher_session_get_intents (session), 0);
      done = FALSE;
      usher_session_forget_intent_async (session, intent, NULL, on_forgotten, &done);
      usher_test_wait_for (done);
    }
  usher_test_wait_for (!is_shown (world, "failed"));
  fail (session, id);
  usher_test_wait_for (is_shown (world, "failed"));
  turn_off (application, world, "failed", "notify-failed");
}

/* --- Many at once --- */

#define N_MANY 30

/* A night's worth of news is one notification a kind, and what is dealt with elsewhere takes it back. */
static void
check_flood (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  World *world = user_data;
  UsherUiService *service = world->service;

  wait_until_ready (application);
  for (guint i = 0; i < 2 * N_MANY; i++)
    {
      g_autofree char *id = NULL;
      g_autofree char *link = sandbox_walk_invite (world->sandbox, 0, "{\"maxUses\": 1}", &id);

      g_assert_nonnull (link);
    }
  refresh (window);
  usher_test_settle ();
  g_assert_cmpuint (service->n_added, ==, 0);
  run_sql (world, "UPDATE invitation SET status = 'FULFILLED', use_count = 1 WHERE key IN"
                  " (SELECT key FROM invitation WHERE status = 'ACTIVE' ORDER BY key DESC LIMIT 30);"
                  "UPDATE invitation SET expires_at = (strftime ('%s', 'now') + 7200) * 1000000 WHERE key IN"
                  " (SELECT key FROM invitation WHERE status = 'ACTIVE' ORDER BY key DESC LIMIT 30)");
  refresh (window);
  usher_test_wait_for (usher_ui_service_shows (service, "fulfilled", G_STRINGIFY (N_MANY) " invitations"));
  usher_test_wait_for (usher_ui_service_shows (service, "expiring", G_STRINGIFY (N_MANY) " invitations"));
  usher_test_settle ();
  g_assert_cmpuint (service->n_added, ==, 2);
  g_assert_cmpuint (g_hash_table_size (service->shown), ==, 2);
  /* Nothing new: nothing is told again. */
  refresh (window);
  usher_test_settle ();
  g_assert_cmpuint (service->n_added, ==, 2);

  run_sql (world, "UPDATE invitation SET status = 'REVOKED' WHERE status = 'ACTIVE'");
  refresh (window);
  usher_test_wait_for (!is_shown (world, "expiring"));
  usher_notifier_set_watched (usher_ui_test_get_notifier (application), TRUE);
  usher_test_wait_for (!is_shown (world, "fulfilled"));
  g_assert_cmpuint (service->n_added, ==, 2);
}

static void
run_with (gconstpointer body, gboolean portal)
{
  g_autofree char *dir = usher_test_make_dir ();

  {
    const char *arguments[] = { "--server", NULL, NULL };
    UsherUiService service = { .portal = portal };
    World world = { NULL, g_ptr_array_new_with_free_func ((GDestroyNotify) usher_test_sandbox_free), &service, dir };

    start (&world, NULL);
    arguments[1] = world.sandbox->base_url;
    usher_ui_service_start (&service);
    usher_ui_test_run (arguments, world.sandbox->api_key, (UsherUiTestBody) body, &world);
    usher_ui_service_stop (&service);
    g_ptr_array_unref (world.runs);
  }
  usher_test_remove_tree (dir);
}

static void
run (gconstpointer body)
{
  run_with (body, FALSE);
}

/* As in a Flatpak, where GLib looks once at what surrounds the program; outside, a variable says so, which is called
 * otherwise by newer ones. This desktop's portal knows of no network. */
static void
run_portal (gconstpointer body)
{
  if (g_test_subprocess ())
    {
      run_with (body, TRUE);
      return;
    }
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  g_setenv ("GIO_USE_PORTALS", "1", TRUE);
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR | G_TEST_SUBPROCESS_INHERIT_STDOUT);
  g_unsetenv ("GIO_USE_NETWORK_MONITOR");
  g_unsetenv ("GIO_USE_PORTALS");
  g_unsetenv ("GTK_USE_PORTAL");
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  usher_ui_test_notify = TRUE;
  g_test_add_data_func ("/ui/notifier/stuck", check_stuck, run);
  g_test_add_data_func ("/ui/notifier/stuck/off", check_stuck_off, run);
  g_test_add_data_func ("/ui/notifier/broken", check_broken, run);
  g_test_add_data_func ("/ui/notifier/failed", check_failed, run);
  g_test_add_data_func ("/ui/notifier/flood", check_flood, run);
  g_test_add_data_func ("/ui/notifier/portal", check_failed, run_portal);
  return g_test_run ();
}
