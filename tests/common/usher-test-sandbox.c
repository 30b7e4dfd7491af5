/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test-sandbox.h"

#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* A test that fails must not leave a service behind, which holds its output open for ever. */
static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

UsherTestSandbox *
usher_test_sandbox_start (const char *dir, const char * const *extra)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *companies;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  UsherTestSandbox *sandbox = g_new0 (UsherTestSandbox, 1);
  const char *program = g_getenv ("USHER_SANDBOX");

  g_assert_nonnull (program);
  sandbox->owns_dir = dir == NULL;
  sandbox->dir = dir != NULL ? g_strdup (dir) : usher_test_make_dir ();
  g_ptr_array_add (argv, (gpointer) program);
  g_ptr_array_add (argv, (gpointer) "--port");
  g_ptr_array_add (argv, (gpointer) "0");
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, sandbox->dir);
  for (gsize i = 0; extra != NULL && extra[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) extra[i]);
  g_ptr_array_add (argv, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  sandbox->process =
    g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (sandbox->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  node = json_from_string (line, &error);
  g_assert_no_error (error);
  object = json_node_get_object (node);
  sandbox->base_url = g_strdup (json_object_get_string_member (object, "baseUrl"));
  sandbox->api_key = g_strdup (json_object_get_string_member (object, "apiKey"));
  companies = json_object_get_array_member (object, "companies");
  for (guint i = 0; i < json_array_get_length (companies); i++)
    g_strv_builder_add (ids, json_array_get_string_element (companies, i));
  sandbox->companies = g_strv_builder_end (ids);
  return sandbox;
}

void
usher_test_sandbox_kill (UsherTestSandbox *sandbox)
{
  g_subprocess_send_signal (sandbox->process, SIGKILL);
  g_subprocess_wait (sandbox->process, NULL, NULL);
}

/* GSubprocess sends a signal at some time from another thread; this one has stopped when the function returns. */
void
usher_test_sandbox_hold (UsherTestSandbox *sandbox)
{
  int pid = atoi (g_subprocess_get_identifier (sandbox->process));
  siginfo_t info;

  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  g_assert_cmpint (waitid (P_PID, (id_t) pid, &info, WSTOPPED | WEXITED | WNOWAIT), ==, 0);
  g_assert_cmpint (info.si_code, ==, CLD_STOPPED);
}

void
usher_test_sandbox_let_go (UsherTestSandbox *sandbox)
{
  kill (atoi (g_subprocess_get_identifier (sandbox->process)), SIGCONT);
}

void
usher_test_sandbox_free (UsherTestSandbox *sandbox)
{
  g_subprocess_send_signal (sandbox->process, SIGTERM);
  g_subprocess_wait (sandbox->process, NULL, NULL);
  g_clear_object (&sandbox->process);
  if (sandbox->owns_dir)
    usher_test_remove_tree (sandbox->dir);
  g_free (sandbox->dir);
  g_free (sandbox->base_url);
  g_free (sandbox->api_key);
  g_strfreev (sandbox->companies);
  g_free (sandbox);
}
