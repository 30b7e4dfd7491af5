/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is read again, when, and how much: cheap when nothing changed, logs within a budget, after waking up, and
 * on a network that asks people to sign in. The network monitor is this test's own. */

#include "usher-test-session.h"

#include "../api/usher-fixture-server.h"
#include "model/usher-time.h"
#include "session/usher-activity.h"
#include "session/usher-session-private.h"
#include "session/usher-wake.h"

/* --- A network monitor that does as it is told --- */

#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor
{
  GObject parent_instance;

  GNetworkConnectivity connectivity;
};

static void test_monitor_network_init (GNetworkMonitorInterface *iface);
static void test_monitor_initable_init (GInitableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor, test_monitor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_monitor_initable_init)
                                 G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, test_monitor_network_init))

enum
{
  PROP_NETWORK_AVAILABLE = 1,
  PROP_NETWORK_METERED,
  PROP_CONNECTIVITY,
};

static void
test_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, TEST_MONITOR (object)->connectivity);
  else
    g_value_set_boolean (value, id == PROP_NETWORK_AVAILABLE);
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_NETWORK_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_NETWORK_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
  self->connectivity = G_NETWORK_CONNECTIVITY_FULL;
}

static gboolean
can_reach (GNetworkMonitor *monitor, GSocketConnectable *connectable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
test_monitor_network_init (GNetworkMonitorInterface *iface)
{
  iface->can_reach = can_reach;
}

static gboolean
initable_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
test_monitor_initable_init (GInitableIface *iface)
{
  iface->init = initable_init;
}

static void
set_connectivity (GNetworkConnectivity connectivity)
{
  TestMonitor *monitor = TEST_MONITOR (g_network_monitor_get_default ());

  monitor->connectivity = connectivity;
  g_object_notify (G_OBJECT (monitor), "connectivity");
}

/* --- A server that counts --- */

#define N_ACTIVE 30

typedef struct
{
  GMutex mutex;
  UsherFixture *fixture;
  guint n_companies;
  guint n_lists;
  guint n_connections;
  GPtrArray *details; /* (owned) (element-type utf8) ids, in the order that they were asked for */
  gboolean portal;
  guint detail_status;
} Server;

/* The first five expire within a day, the others in a month. */
static char *
make_list (void)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < N_ACTIVE; i++)
    {
      gint64 expires_at = usher_time_now () + (i < 5 ? G_TIME_SPAN_HOUR * (i + 2) : 30 * G_TIME_SPAN_DAY);
      g_autofree char *expires = usher_time_to_string (expires_at);

      g_string_append_printf (text,
                              "%s{\"id\": \"i%02u\", \"companyId\": \"a\", \"status\": \"ACTIVE\", \"expiresAt\": "
                              "\"%s\"}", i > 0 ? "," : "", i, expires);
    }
  g_string_append (text, ", {\"id\": \"gone\", \"companyId\": \"a\", \"status\": \"REVOKED\"}]");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
on_request (UsherFixtureRequest *request, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  g_autofree char *text = NULL;

  if (server->portal)
    return usher_fixture_reply (request, 200, "text/html", NULL, "<html>Please sign in</html>");
  if (g_str_equal (request->path, "/company"))
    {
      server->n_companies++;
      return usher_fixture_reply_json (request, "[{\"id\": \"a\", \"name\": \"Alpha\", \"sites\": []}]");
    }
  if (g_str_has_prefix (request->path, "/invitation/company/"))
    {
      server->n_lists++;
      text = make_list ();
      return usher_fixture_reply_json (request, text);
    }
  if (g_str_has_prefix (request->path, "/connection/"))
    {
      server->n_connections++;
      return usher_fixture_reply_json (request, "[]");
    }
  g_ptr_array_add (server->details, g_strdup (strrchr (request->path, '/') + 1));
  text = g_strdup_printf ("{\"id\": \"%s\", \"companyId\": \"a\", \"status\": \"ACTIVE\", \"events\": []}",
                          strrchr (request->path, '/') + 1);
  return usher_fixture_reply (request, server->detail_status, "application/json", NULL, text);
}

static guint
count_details (Server *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  return server->details->len;
}

static UsherSession *
begin (Server *server)
{
  *server = (Server) { .detail_status = 200 };
  g_mutex_init (&server->mutex);
  server->details = g_ptr_array_new_with_free_func (g_free);
  server->fixture = usher_fixture_start (on_request, server);
  return usher_test_session_open (usher_fixture_get_base (server->fixture), "key", NULL);
}

static void
end (Server *server, UsherSession *session)
{
  usher_test_session_close (session);
  usher_fixture_stop (server->fixture);
  g_ptr_array_unref (server->details);
  g_mutex_clear (&server->mutex);
}

/* --- What is chosen --- */

static GPtrArray *
make_active (guint n)
{
  g_autofree char *text = make_list ();
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonArray *array = json_node_get_array (node);
  GPtrArray *invitations = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < json_array_get_length (array) && i < n; i++)
    g_ptr_array_add (invitations, usher_invitation_new_from_json (json_array_get_element (array, i), NULL));
  return invitations;
}

static void
test_choose (void)
{
  g_autoptr (UsherActivity) activity = usher_activity_new ();
  g_autoptr (GPtrArray) all = make_active (G_MAXUINT);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) fresh = NULL;
  g_autoptr (GHashTable) reached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 now = usher_time_now ();

  usher_activity_begin (activity);
  usher_activity_note (activity, all);
  first = usher_activity_choose (activity, "i20", now, 8);
  g_assert_cmpuint (first->len, ==, 8);
  g_assert_cmpstr (g_ptr_array_index (first, 0), ==, "i20");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *soon = g_strdup_printf ("i%02u", i);

      g_assert_cmpstr (g_ptr_array_index (first, 1 + i), ==, soon);
    }
  /* What was just read is not read again, whatever it is. */
  for (guint i = 0; i < first->len; i++)
    usher_activity_seen (activity, g_ptr_array_index (first, i), now);
  fresh = usher_activity_choose (activity, "i20", now + G_TIME_SPAN_SECOND, G_MAXUINT);
  g_assert_cmpuint (fresh->len, ==, N_ACTIVE - 8);

  /* In few rounds each has its turn, and nothing but what is active. */
  for (guint round = 1; round <= 10; round++)
    {
      g_autoptr (GPtrArray) chosen = usher_activity_choose (activity, NULL, now + round * 5 * G_TIME_SPAN_MINUTE, 8);

      g_assert_cmpuint (chosen->len, ==, 8);
      for (guint i = 0; i < chosen->len; i++)
        {
          usher_activity_seen (activity, g_ptr_array_index (chosen, i), now + round * 5 * G_TIME_SPAN_MINUTE);
          g_hash_table_add (reached, g_strdup (g_ptr_array_index (chosen, i)));
        }
    }
  g_assert_cmpuint (g_hash_table_size (reached), ==, N_ACTIVE);
  g_assert_false (g_hash_table_contains (reached, "gone"));
}

static void
test_budget (void)
{
  Server server;
  UsherSession *session = begin (&server);

  usher_session_set_activity_budget (session, 7);
  usher_session_set_selected (session, "i25");
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (count_details (&server) == 7);
  usher_test_settle ();
  g_assert_cmpuint (count_details (&server), ==, 7);
  g_assert_cmpstr (g_ptr_array_index (server.details, 0), ==, "i25");
  g_assert_cmpstr (g_ptr_array_index (server.details, 1), ==, "i00");

  /* The next round goes on where this one ended. */
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (count_details (&server) == 14);
  for (guint i = 0; i < 7; i++)
    for (guint k = 7; k < 14; k++)
      g_assert_cmpstr (g_ptr_array_index (server.details, i), !=, g_ptr_array_index (server.details, k));
  end (&server, session);
}

/* A server that has enough is left alone. */
static void
test_enough (void)
{
  Server server;
  UsherSession *session = begin (&server);

  server.detail_status = 403;
  usher_session_set_activity_budget (session, 7);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (count_details (&server) == 1);
  usher_test_settle ();
  g_assert_cmpuint (count_details (&server), ==, 1);
  end (&server, session);
}

static void
on_changed (guint *n_changes)
{
  (*n_changes)++;
}

/* Nothing changed: a request for the companies and one for each page, nothing in the store, nothing in the list. */
static void
test_cheap (void)
{
  Server server;
  UsherSession *session = begin (&server);
  guint n_requests;
  guint n_changes = 0;

  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (server.n_connections == 1
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == N_ACTIVE + 1);
  usher_test_settle ();
  n_requests = usher_fixture_get_n_requests (server.fixture);
  g_signal_connect_swapped (usher_session_get_invitations (session), "items-changed", G_CALLBACK (on_changed),
                            &n_changes);
  g_signal_connect_swapped (session, "notify::counts", G_CALLBACK (on_changed), &n_changes);
  /* By itself, after waking up. */
  _usher_session_note_woken (session);
  usher_test_wait_for (server.n_lists == 2 && usher_session_get_state (session) == USHER_SYNC_IDLE);
  usher_test_settle ();
  g_assert_cmpuint (usher_fixture_get_n_requests (server.fixture), ==, n_requests + 2);
  g_assert_cmpuint (server.n_connections, ==, 1);
  g_assert_cmpuint (n_changes, ==, 0);
  /* A person who asks gets everything. */
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (server.n_connections == 2);
  end (&server, session);
}

/* A page to sign in on in place of every answer: said so, and tried again when the way is free. */
static void
test_portal (void)
{
  Server server;
  UsherSession *session = begin (&server);
  g_autoptr (GError) error = NULL;

  server.portal = TRUE;
  set_connectivity (G_NETWORK_CONNECTIVITY_PORTAL);
  g_assert_false (usher_test_session_sync (session, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "sign in"));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_OFFLINE);
  server.portal = FALSE;
  set_connectivity (G_NETWORK_CONNECTIVITY_FULL);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == N_ACTIVE + 1);
  end (&server, session);
}

typedef struct
{
  gint64 slept;
  guint n_looks;
  guint n_woken;
} Sleep;

static gint64
get_slept (gpointer user_data)
{
  Sleep *night = user_data;

  night->n_looks++;
  return night->slept;
}

static void
on_woken (gpointer user_data)
{
  ((Sleep *) user_data)->n_woken++;
}

static void
test_wake (void)
{
  Sleep night = { .slept = G_TIME_SPAN_DAY };
  UsherWake *wake = usher_wake_new (5, get_slept, on_woken, &night);
  UsherWake *real = usher_wake_new (5, NULL, on_woken, &night);

  usher_test_wait_for (night.n_looks >= 3);
  g_assert_cmpuint (night.n_woken, ==, 0);
  night.slept += G_TIME_SPAN_HOUR;
  usher_test_wait_for (night.n_woken == 1);
  night.n_looks = 0;
  usher_test_wait_for (night.n_looks >= 3);
  g_assert_cmpuint (night.n_woken, ==, 1);
  /* The clocks drift by less than a sleep. */
  night.slept += G_TIME_SPAN_MILLISECOND;
  night.n_looks = 0;
  usher_test_wait_for (night.n_looks >= 3);
  g_assert_cmpuint (night.n_woken, ==, 1);
  usher_wake_free (real);
  usher_wake_free (wake);
}

static gint64 night_so_far;

static gint64
get_night (gpointer user_data)
{
  return night_so_far;
}

/* The lid is closed for an hour: the next look at the clocks begins a sync by itself. */
static void
test_woken (void)
{
  Server server;
  UsherSession *session = begin (&server);
  guint n_lists;

  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE);
  _usher_session_watch_sleep (session, 5, get_night);
  n_lists = server.n_lists;
  usher_test_settle ();
  g_assert_cmpuint (server.n_lists, ==, n_lists);
  night_so_far += G_TIME_SPAN_HOUR;
  usher_test_wait_for (server.n_lists == n_lists + 1 && usher_session_get_state (session) == USHER_SYNC_IDLE);
  end (&server, session);
}

/* What the server's threads do wakes nobody here. */
static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char *argv[])
{
  g_setenv ("GIO_USE_NETWORK_MONITOR", "usher-test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TEST_TYPE_MONITOR, "usher-test", 100);
  g_assert_true (TEST_IS_MONITOR (g_network_monitor_get_default ()));
  g_timeout_add (20, on_tick, NULL);
  g_test_add_func ("/session/refresh/choose", test_choose);
  g_test_add_func ("/session/refresh/budget", test_budget);
  g_test_add_func ("/session/refresh/enough", test_enough);
  g_test_add_func ("/session/refresh/cheap", test_cheap);
  g_test_add_func ("/session/refresh/portal", test_portal);
  g_test_add_func ("/session/refresh/wake", test_wake);
  g_test_add_func ("/session/refresh/woken", test_woken);
  return g_test_run ();
}
