/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logs that are read after a sync, against the real sandbox. */
#include "usher-test-session.h"

#include "session/usher-log-reader.h"

static const char *const demo[] = { "--demo", "80", "--seed", "7", NULL };

/* After one sync nothing is unknown any more, and what the counts say of it is what the logs say. */
static void
test_read (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  UsherLogReader *reader = usher_log_reader_new (session);
  guint n_waiting;

  /* Nothing happens before there is something to ask about. */
  g_assert_false (usher_log_reader_get_reading (reader));
  {
    g_autoptr (GError) error = NULL;

    g_assert_true (usher_test_session_sync (session, &error));
    g_assert_no_error (error);
  }
  n_waiting = usher_session_get_counts (session)->waiting + usher_session_get_counts (session)->opened;
  g_assert_cmpuint (n_waiting, >, 0);
  usher_test_wait_for (!usher_log_reader_get_reading (reader)
                       && usher_session_get_counts (session)->unread == 0);
  g_assert_cmpuint (usher_session_get_counts (session)->opened, >, 0);
  g_assert_cmpuint (usher_session_get_counts (session)->waiting + usher_session_get_counts (session)->opened,
                    ==, n_waiting);

  usher_log_reader_stop (reader);
  usher_test_session_close (session);
}

/* It does not keep a session that is closed, whatever it was about to ask. */
static void
test_stop (void)
{
  const char *slow[] = { "--demo", "80", "--seed", "7", "--latency", "50", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, slow);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  UsherLogReader *reader = usher_log_reader_new (session);
  g_autoptr (GError) error = NULL;

  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  g_assert_true (usher_log_reader_get_reading (reader));
  usher_log_reader_stop (reader);
  usher_test_session_close (session);
}

/* The server goes away: it gives up, and what could not be read is read after the next sync. */
static void
test_offline (void)
{
  const char *slow[] = { "--demo", "80", "--seed", "7", "--latency", "20", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, slow);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  UsherLogReader *reader = usher_log_reader_new (session);
  g_autoptr (GError) error = NULL;
  guint n_unread;

  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  n_unread = usher_session_get_counts (session)->unread;
  usher_test_wait_for (usher_session_get_counts (session)->unread < n_unread);
  usher_test_sandbox_kill (sandbox);
  usher_test_wait_for (!usher_log_reader_get_reading (reader));
  g_assert_cmpuint (usher_session_get_counts (session)->unread, >, 0);
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_OFFLINE);
  usher_log_reader_stop (reader);
  usher_test_session_close (session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/log-reader/read", test_read);
  g_test_add_func ("/session/log-reader/stop", test_stop);
  g_test_add_func ("/session/log-reader/offline", test_offline);
  return g_test_run ();
}
