/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Syncs with a server that is not whole: some companies fail, go, or come in pieces. */

#include "usher-test-session.h"

#include "../api/usher-fixture-server.h"

typedef struct
{
  GMutex mutex;
  UsherFixture *fixture;     /* (owned) */
  const char *companies;
  const char *invitations_b; /* the list of company B */
  guint status_b;
  guint n_lists;
  gboolean hold;             /* details never answer */
  guint n_held;
} Server;

#define A "{\"id\": \"a\", \"name\": \"Alpha\", \"sites\": []}"
#define B "{\"id\": \"b\", \"name\": \"Beta <&>\", \"sites\": []}"

static gboolean
on_request (UsherFixtureRequest *request, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GMutexLocker) locker = NULL;

  if (server->hold)
    {
      g_atomic_int_inc (&server->n_held);
      return usher_fixture_hold (request);
    }
  locker = g_mutex_locker_new (&server->mutex);
  if (g_str_equal (request->path, "/company"))
    {
      server->n_lists++;
      return usher_fixture_reply_json (request, server->companies);
    }
  if (g_str_equal (request->path, "/invitation/company/a"))
    return usher_fixture_reply_json (
      request, "[{\"id\": \"a1\", \"companyId\": \"a\", \"status\": \"ACTIVE\"},"
               " {\"id\": \"a2\", \"companyId\": \"a\", \"status\": \"REVOKED\"}]");
  if (g_str_equal (request->path, "/invitation/company/b"))
    return usher_fixture_reply (request, server->status_b, "application/json", NULL,
                                server->invitations_b);
  return usher_fixture_reply_json (request, "[]");
}

static void
server_init (Server *server)
{
  *server = (Server) { 0 };
  g_mutex_init (&server->mutex);
  server->companies = "[" B ", " A "]";
  server->invitations_b = "[{\"id\": \"b1\", \"companyId\": \"b\", \"status\": \"ACTIVE\"},"
                          " {\"id\": \"b2\", \"companyId\": \"b\", \"status\": \"EXPIRED\"}]";
  server->status_b = 200;
  server->fixture = usher_fixture_start (on_request, server);
}

static void
server_clear (Server *server)
{
  usher_fixture_stop (server->fixture);
  g_mutex_clear (&server->mutex);
}

static guint
get_total (UsherSession *session)
{
  return usher_session_get_counts (session)->total;
}

/* A company that is closed to the key is named; the other one is there, and what was known stays. */
static void
test_one_fails (void)
{
  Server server;
  UsherSession *session;
  g_autoptr (GError) error = NULL;

  server_init (&server);
  session = usher_test_session_open (usher_fixture_get_base (server.fixture), "key", NULL);
  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (get_total (session), ==, 4);

  server.status_b = 403;
  server.invitations_b = "{\"detail\": \"No access.\"}";
  g_assert_false (usher_test_session_sync (session, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "Beta <&>"));
  g_assert_null (strstr (error->message, "Alpha"));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_FAILED);
  g_assert_cmpstr (usher_session_get_error (session)->message, ==, error->message);
  g_assert_cmpuint (get_total (session), ==, 4);

  /* It goes by itself when it is mended. */
  server.status_b = 200;
  server.invitations_b = "[]";
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_IDLE);
  g_assert_null (usher_session_get_error (session));
  g_assert_cmpuint (get_total (session), ==, 2);
  usher_test_session_close (session);
  server_clear (&server);
}

static void
test_company_goes (void)
{
  Server server;
  UsherSession *session;

  server_init (&server);
  session = usher_test_session_open (usher_fixture_get_base (server.fixture), "key", NULL);
  g_assert_true (usher_test_session_sync (session, NULL));
  server.companies = "[" A "]";
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_companies (session)), ==, 1);
  g_assert_null (usher_session_find_company (session, "b"));
  g_assert_nonnull (usher_session_find_company (session, "a"));
  g_assert_cmpuint (get_total (session), ==, 2);
  server.companies = "[]";
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_cmpuint (get_total (session), ==, 0);
  usher_test_session_close (session);
  server_clear (&server);
}

/* What cannot be read is counted and told, and nothing that was there before is taken for gone. */
static void
test_unreadable_items (void)
{
  Server server;
  UsherSession *session;

  server_init (&server);
  session = usher_test_session_open (usher_fixture_get_base (server.fixture), "key", NULL);
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_null (usher_session_get_notice (session));
  server.invitations_b = "[{\"id\": \"b1\", \"companyId\": \"b\", \"status\": \"ACTIVE\"}, {\"id\": 7}, null]";
  server.companies = "[" A ", " B ", {\"name\": \"no id\"}]";
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_cmpuint (get_total (session), ==, 4);
  g_assert_nonnull (strstr (usher_session_get_notice (session), "3"));
  server.companies = "[" A ", {\"name\": \"no id\"}]";
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_nonnull (usher_session_find_company (session, "b"));
  usher_test_session_close (session);
  server_clear (&server);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  guint *n_changes = user_data;

  (*n_changes)++;
}

/* A sync without news changes nothing that is shown. */
static void
test_no_news (void)
{
  Server server;
  UsherSession *session;
  GListModel *companies;
  g_autoptr (UsherCompany) first = NULL;
  guint n_changes = 0;

  server_init (&server);
  session = usher_test_session_open (usher_fixture_get_base (server.fixture), "key", NULL);
  companies = usher_session_get_companies (session);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (session)) == 4);
  g_signal_connect (companies, "items-changed", G_CALLBACK (on_items_changed), &n_changes);
  g_signal_connect (usher_session_get_invitations (session), "items-changed",
                    G_CALLBACK (on_items_changed), &n_changes);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_settle ();
  g_assert_cmpuint (n_changes, ==, 0);
  first = g_list_model_get_item (companies, 0);
  g_assert_cmpstr (usher_company_get_name (first), ==, "Alpha");
  g_clear_object (&first);
  /* One that is renamed changes alone, and finds its place. */
  server.companies = "[" A ", {\"id\": \"b\", \"name\": \"Aardvark\", \"sites\": []}]";
  g_assert_true (usher_test_session_sync (session, NULL));
  first = g_list_model_get_item (companies, 0);
  g_assert_cmpstr (usher_company_get_name (first), ==, "Aardvark");
  g_clear_object (&first);
  usher_test_session_close (session);
  server_clear (&server);
}

/* Five who ask at the same time are one asking. */
static void
test_asked_once (void)
{
  Server server;
  UsherSession *session;

  server_init (&server);
  session = usher_test_session_open (usher_fixture_get_base (server.fixture), "key", NULL);
  for (int i = 0; i < 5; i++)
    usher_session_sync_async (session, NULL, NULL, NULL);
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_cmpuint (server.n_lists, ==, 1);
  usher_test_session_close (session);
  server_clear (&server);
}

/* A server that never answers does not keep the window from closing. */
static void
test_close_at_once (void)
{
  Server server;
  UsherSession *session;
  GAsyncResult *fetched = NULL;
  GAsyncResult *listed = NULL;
  GAsyncResult *synced = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  server_init (&server);
  server.hold = TRUE;
  session = usher_test_session_open (usher_fixture_get_base (server.fixture), "key", NULL);
  usher_session_fetch_invitation_async (session, "a1", NULL, usher_test_keep_result, &fetched);
  usher_session_list_connections_async (session, "a", NULL, usher_test_keep_result, &listed);
  usher_session_sync_async (session, NULL, usher_test_keep_result, &synced);
  usher_test_wait_for (g_atomic_int_get (&server.n_held) == 3);
  before = g_get_monotonic_time ();
  usher_session_close_async (session, NULL, NULL);
  usher_test_wait_for (fetched != NULL && listed != NULL && synced != NULL);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_TIME_SPAN_SECOND);
  g_assert_null (usher_session_fetch_invitation_finish (session, fetched, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&fetched);
  g_clear_object (&listed);
  g_clear_object (&synced);
  usher_test_settle ();
  g_object_unref (session);
  server_clear (&server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/sync/one-fails", test_one_fails);
  g_test_add_func ("/session/sync/company-goes", test_company_goes);
  g_test_add_func ("/session/sync/unreadable-items", test_unreadable_items);
  g_test_add_func ("/session/sync/no-news", test_no_news);
  g_test_add_func ("/session/sync/asked-once", test_asked_once);
  g_test_add_func ("/session/sync/close-at-once", test_close_at_once);
  return g_test_run ();
}
