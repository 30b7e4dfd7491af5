/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program as it is started: its one line, its silence, its exit. */

#include <signal.h>
#include <string.h>

#include "sandbox/sandbox-http.h"

static void
run (const char * const *arguments, int expected, char **out, char **err)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;

  g_ptr_array_add (argv, (gpointer) g_getenv ("USHER_SANDBOX"));
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *)argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, expected);
}

static void
test_options (void)
{
  static const char * const version[] = { "--version", NULL };
  static const char * const help[] = { "--help", NULL };
  static const char * const wrong[][3] = {
    { "--nonsense", NULL }, { "extra", NULL },           { "--port=-1", NULL },     { "--port=65536", NULL },
    { "--port=x", NULL },   { "--latency=-1", NULL },    { "--demo=-2", NULL },     { "--demo=2000000", NULL },
    { "--port", NULL },     { "--latency=99999", NULL }, { "--seed=x", NULL },      { "--clock-offset=x", NULL },
  };
  static const char * const no_folder[] = { "--port", "0", "--data", "/dev/null/x", NULL };
  g_autofree char *version_out = NULL, *help_out = NULL, *folder_out = NULL, *folder_err = NULL;

  run (version, 0, &version_out, NULL);
  g_assert_true (g_str_has_prefix (version_out, "usher-sandbox "));
  run (help, 0, &help_out, NULL);
  g_assert_nonnull (strstr (help_out, "--clock-offset"));
  g_assert_nonnull (strstr (help_out, "00000000-0000-4000-8000-000000000403"));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *out = NULL, *err = NULL;

      run (wrong[i], 2, &out, &err);
      g_assert_cmpstr (out, ==, "");
      g_assert_cmpstr (err, !=, "");
    }
  run (no_folder, 1, &folder_out, &folder_err);
  g_assert_cmpstr (folder_out, ==, "");
  g_assert_nonnull (strstr (folder_err, "/dev/null/x"));
}

/* One line at the start; after that, whatever happens, no word of keys, tokens or addresses. */
static void
test_silence (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                      g_getenv ("USHER_SANDBOX"), "--port", "0", "--data", dir, "--demo", "20", NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL, *rest = NULL, *err = NULL, *id = NULL, *url = NULL, *wrong = NULL;
  UsherTestSandbox sandbox = { 0 };
  g_autoptr (JsonNode) start = NULL;
  JsonObject *object;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (lines), 1);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  start = json_from_string (line, &error);
  g_assert_no_error (error);
  object = json_node_get_object (start);
  g_assert_cmpuint (json_object_get_size (object), ==, 3);
  sandbox.base_url = (char *) json_object_get_string_member (object, "baseUrl");
  sandbox.api_key = (char *) json_object_get_string_member (object, "apiKey");
  g_assert_true (g_str_has_prefix (sandbox.base_url, "http://127.0.0.1:"));
  {
    g_autoptr (SandboxReply) made = sandbox_post (
        &sandbox,
        "{\"allowedEmails\": [\"a@example.com\"], \"sendEmail\": true}",
        "invitation/company/%s",
        json_array_get_string_element (json_object_get_array_member (object, "companies"), 0));
    g_autoptr (SandboxReply) page = NULL, refused = NULL, unknown = NULL;

    id = sandbox_reply_dup (made, "id");
    url = sandbox_reply_dup (made, "invitationUrl");
    page = sandbox_ask (&sandbox, "GET", url, NULL);
    sandbox_assert_status (page, 200);
    wrong = g_strconcat (sandbox.base_url, "/ping", NULL);
    refused = sandbox_ask_with (wrong, "GET", "not-the-key", NULL, NULL);
    sandbox_assert_status (refused, 401);
    unknown = sandbox_get (&sandbox, "invitation/%s/nothing", id);
    sandbox_assert_status (unknown, 404);
  }
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &rest, &err, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (err, ==, "");
  g_assert_cmpstr (rest, ==, "");
  g_assert_true (g_subprocess_get_successful (process));
  usher_test_remove_tree (dir);
}

/* The same folder and the same command give the same state. */
static void
test_restart (void)
{
  static const char * const demo[] = { "--demo", "40", "--seed", "9", NULL };
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *before = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, demo);
      g_autoptr (SandboxReply) list =
          sandbox_get (sandbox, "invitation/company/%s", sandbox->companies[0]);
      g_autofree char *id = sandbox_reply_dup (list, "invitations.0.id");
      g_autofree char *token = sandbox_reply_dup (list, "invitations.0.token");
      g_autofree char *total = sandbox_reply_dup (list, "totalInvitations");
      g_autofree char *state = g_strjoin (" ", id, token, total, sandbox->api_key, NULL);

      if (before == NULL)
        before = g_steal_pointer (&state);
      else
        g_assert_cmpstr (state, ==, before);
    }
  usher_test_remove_tree (dir);
}

static void
test_port_in_use (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) first = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (GUri) uri = g_uri_parse (first->base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("--port=%d", g_uri_get_port (uri));
  const char *arguments[] = { port, "--data", dir, NULL };
  g_autofree char *out = NULL, *err = NULL;

  run (arguments, 1, &out, &err);
  g_assert_cmpstr (out, ==, "");
  g_assert_cmpstr (err, !=, "");
  usher_test_remove_tree (dir);
}

/* The shell that started it ends without a word to it. */
static void
test_die_with_parent (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GSubprocess) shell =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "sh", "-c",
                      "\"$USHER_SANDBOX\" --port 0 --data \"$1\" --die-with-parent & read line", "sh", dir, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL, *more = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (shell));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_output_stream_close (g_subprocess_get_stdin_pipe (shell), NULL, &error);
  g_assert_no_error (error);
  /* The pipe ends when the last one that holds it has ended. */
  more = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (more);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/main/options", test_options);
  g_test_add_func ("/sandbox/main/silence", test_silence);
  g_test_add_func ("/sandbox/main/restart", test_restart);
  g_test_add_func ("/sandbox/main/port-in-use", test_port_in_use);
  g_test_add_func ("/sandbox/main/die-with-parent", test_die_with_parent);
  return g_test_run ();
}
