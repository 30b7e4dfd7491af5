/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections that nobody uses are closed, and only those. */

#include "api/usher-transport.h"
#include "common/usher-test.h"
#include "usher-fixture-server.h"

#include <fcntl.h>
#include <unistd.h>

#include <glib-unix.h>

#define UNUSED_MS 50

static UsherTransport *
new_transport (UsherFixture *server)
{
  g_autoptr (SecretValue) key = secret_value_new ("test-key-0123456789", -1, "text/plain");
  UsherTransport *transport = usher_transport_new (usher_fixture_get_base (server), key);

  usher_transport_set_unused_limit (transport, UNUSED_MS);
  return transport;
}

static void
take_answer (UsherTransport *transport, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = usher_test_take_result (slot);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAnswer) answer = usher_transport_send_finish (transport, result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 200);
}

static gboolean
answer_at_once (UsherFixtureRequest *request, gpointer user_data)
{
  guint *on_connection = user_data;

  g_atomic_int_set (on_connection, request->on_connection);
  return usher_fixture_reply_json (request, "{}");
}

/* The next request finds it gone, and makes another. */
static void
test_closed (void)
{
  guint on_connection = 0;
  g_autoptr (UsherFixture) server = usher_fixture_start (answer_at_once, &on_connection);
  UsherTransport *transport = new_transport (server);

  for (guint i = 0; i < 3; i++)
    {
      GAsyncResult *slot = NULL;

      usher_transport_send_async (transport, "GET", "/x", NULL, NULL, NULL, usher_test_keep_result, &slot);
      take_answer (transport, &slot);
      g_assert_cmpuint (g_atomic_int_get (&on_connection), ==, 1);
      usher_test_wait_for (usher_fixture_get_n_open (server) == 0);
    }
  g_assert_finalize_object (transport);
}

static gboolean
answer_when_released (UsherFixtureRequest *request, gpointer user_data)
{
  if (request->number == 1)
    return usher_fixture_reply_json (request, "{}");
  return usher_fixture_hold (request) && usher_fixture_reply_json (request, "{}");
}

typedef struct
{
  UsherTransport *transport; /* (unowned) */
  gint64 due;
  guint n_turns;
  GAsyncResult *slot; /* (owned) (nullable) */
} Starved;

/* Ready again and again, and before all timers, but only when the files were looked at: by then the main loop has noted
 * which timers are due. They stay noted until their turn comes, whatever is set anew meanwhile. */
static gboolean
send_when_due (int fd, GIOCondition condition, gpointer user_data)
{
  Starved *starved = user_data;

  if (g_get_monotonic_time () < starved->due || ++starved->n_turns < 3)
    return G_SOURCE_CONTINUE;
  usher_transport_send_async (starved->transport, "GET", "/second", NULL, NULL, NULL, usher_test_keep_result,
                              &starved->slot);
  return G_SOURCE_REMOVE;
}

/* As libsoup closes them (idle-timeout, in every version until now), it was the connection of the request that was just
 * sent: freed while it was waited for, or the request was never heard of again. */
static void
test_in_use (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (answer_when_released, NULL);
  UsherTransport *transport = new_transport (server);
  Starved starved = { .transport = transport };
  GAsyncResult *slot = NULL;
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
  usher_transport_send_async (transport, "GET", "/first", NULL, NULL, NULL, usher_test_keep_result, &slot);
  take_answer (transport, &slot);
  starved.due = g_get_monotonic_time () + 2 * UNUSED_MS * 1000;
  g_unix_fd_add_full (G_PRIORITY_HIGH, ends[0], G_IO_IN, send_when_due, &starved, NULL);
  usher_test_wait_for (usher_fixture_get_n_requests (server) == 2);
  usher_test_settle ();
  g_assert_cmpuint (usher_fixture_get_n_open (server), ==, 1);
  usher_fixture_release (server);
  take_answer (transport, &starved.slot);
  g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, 2);
  usher_test_wait_for (usher_fixture_get_n_open (server) == 0);
  g_assert_finalize_object (transport);
  close (ends[0]);
  close (ends[1]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/unused/closed", test_closed);
  g_test_add_func ("/api/unused/in-use", test_in_use);
  return g_test_run ();
}
