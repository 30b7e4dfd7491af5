/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-test-session.h"

#include <signal.h>

#include <glib/gstdio.h>

#include "session/usher-sandbox-process.h"

static UsherSandboxProcess *
start (const char *program, const char *dir, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_sandbox_process_start_async (program, dir, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_sandbox_process_start_finish (result, error);
}

/* A new one has something to show, and the same folder has the same state. */
static void
test_start (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *data = g_build_filename (dir, "sandbox", NULL);
  g_autofree char *key = NULL;

  for (int round = 0; round < 2; round++)
    {
      g_autoptr (GError) error = NULL;
      UsherSandboxProcess *process = start (NULL, data, &error);
      UsherSession *session;

      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (usher_sandbox_process_get_server (process), "http://127.0.0.1:"));
      session = usher_test_session_open (usher_sandbox_process_get_server (process),
                                         usher_sandbox_process_get_api_key (process), NULL);
      g_assert_true (usher_test_session_sync (session, &error));
      g_assert_no_error (error);
      usher_test_wait_for (usher_session_get_counts (session)->total == 120);
      if (round == 1)
        g_assert_cmpstr (usher_sandbox_process_get_api_key (process), ==, key);
      g_free (key);
      key = g_strdup (usher_sandbox_process_get_api_key (process));
      usher_test_session_close (session);
      g_assert_finalize_object (process);
    }
  usher_test_remove_tree (dir);
}

static void
test_not_there (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  static const char *const programs[] = { "/nowhere/usher-sandbox", "/bin/false", "/bin/echo" };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (start (programs[i], dir, &error));
      g_assert_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_SANDBOX);
    }
  usher_test_remove_tree (dir);
}

static void
test_cancel (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_sandbox_process_start_async ("/bin/cat", dir, cancellable, usher_test_keep_result, &slot);
  g_cancellable_cancel (cancellable);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_sandbox_process_start_finish (result, &error));
  g_assert_nonnull (error);
  usher_test_remove_tree (dir);
}

/* The parent of test_parent_dies(): prints where the sandbox listens, and waits to be killed. */
static void
test_parent (void)
{
  g_autoptr (UsherSandboxProcess) process = NULL;
  const char *dir = g_getenv ("USHER_TEST_DIR");

  if (dir == NULL)
    {
      g_test_skip ("is run by parent-dies");
      return;
    }
  process = start (NULL, dir, NULL);
  g_assert_nonnull (process);
  g_print ("server: %s\n", usher_sandbox_process_get_server (process));
  raise (SIGKILL);
}

static gboolean
listens (const char *server)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_uri (client, server, 80, NULL, NULL);

  return connection != NULL;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_parent_dies (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) parent = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_auto (GStrv) parts = NULL;
  guint ticks;

  g_subprocess_launcher_setenv (launcher, "USHER_TEST_DIR", dir, TRUE);
  parent = g_subprocess_launcher_spawn (launcher, &error, program, "-p",
                                        "/session/sandbox-process/parent", NULL);
  g_assert_no_error (error);
  /* Ends when the last one that writes there has ended, which the sandbox is not: it has a pipe of its own. */
  g_assert_true (g_subprocess_communicate_utf8 (parent, NULL, NULL, &output, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (parent));
  parts = g_strsplit_set (strstr (output, "server: ") + strlen ("server: "), "\n", 2);
  ticks = g_timeout_add (20, on_tick, NULL);
  usher_test_wait_for (!listens (parts[0]));
  g_source_remove (ticks);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/sandbox-process/start", test_start);
  g_test_add_func ("/session/sandbox-process/not-there", test_not_there);
  g_test_add_func ("/session/sandbox-process/cancel", test_cancel);
  g_test_add_func ("/session/sandbox-process/parent", test_parent);
  g_test_add_func ("/session/sandbox-process/parent-dies", test_parent_dies);
  return g_test_run ();
}
