/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/usher-cli-test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void
usher_cli_result_free (UsherCliResult *self)
{
  g_free (self->out);
  g_free (self->err);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

static GStrv
make_argv (const char *server, const char *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (g_getenv ("USHER_USHERCTL"));
  g_strv_builder_add (builder, g_getenv ("USHER_USHERCTL"));
  if (server != NULL)
    {
      g_strv_builder_add (builder, "--server");
      g_strv_builder_add (builder, server);
    }
  if (*arguments != '\0')
    {
      g_shell_parse_argv (arguments, NULL, &words, &error);
      g_assert_no_error (error);
      for (gsize i = 0; words[i] != NULL; i++)
        g_strv_builder_add (builder, words[i]);
    }
  return g_strv_builder_end (builder);
}

static void
set_key (GSubprocessLauncher *launcher, const char *api_key)
{
  if (api_key != NULL)
    g_subprocess_launcher_setenv (launcher, "USHER_API_KEY", api_key, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "USHER_API_KEY");
}

static UsherCliResult *
run (const char *server, const char *api_key, const char *arguments)
{
  g_auto (GStrv) argv = make_argv (server, arguments);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  UsherCliResult *self = g_new0 (UsherCliResult, 1);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  set_key (launcher, api_key);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  /* Fails when it is not UTF-8. */
  g_subprocess_communicate_utf8_finish (process, result, &self->out, &self->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  self->exit_code = g_subprocess_get_exit_status (process);
  g_test_message ("usherctl %s: %d %s", arguments, self->exit_code, self->err);

  if (api_key != NULL && *api_key != '\0')
    {
      g_assert_null (strstr (self->out, api_key));
      g_assert_null (strstr (self->err, api_key));
    }
  if (self->exit_code == 0)
    g_assert_cmpstr (self->err, ==, "");
  else
    {
      g_assert_true (g_str_has_prefix (self->err, "usherctl: "));
      g_assert_cmpstr (self->out, ==, "");
    }
  if (self->exit_code == 0 && strstr (arguments, "--json") != NULL)
    {
      self->json = json_from_string (self->out, &error);
      g_assert_no_error (error);
    }
  return self;
}

UsherCliResult *
usher_cli_test_run (const char *server, const char *api_key, const char *arguments_format, ...)
{
  g_autofree char *arguments = NULL;
  va_list args;

  va_start (args, arguments_format);
  arguments = g_strdup_vprintf (arguments_format, args);
  va_end (args);
  return run (server, api_key, arguments);
}

UsherCliResult *
usher_cli_test_sandbox (UsherTestSandbox *sandbox, const char *arguments_format, ...)
{
  g_autofree char *arguments = NULL;
  UsherCliResult *self;
  va_list args;

  va_start (args, arguments_format);
  arguments = g_strdup_vprintf (arguments_format, args);
  va_end (args);
  self = run (sandbox->base_url, sandbox->api_key, arguments);
  g_assert_cmpint (self->exit_code, ==, 0);
  return self;
}

static int
dup_or_null (int fd)
{
  int copy = fd >= 0 ? fcntl (fd, F_DUPFD_CLOEXEC, 3) : open ("/dev/null", O_RDWR | O_CLOEXEC);

  g_assert_cmpint (copy, >=, 0);
  return copy;
}

GSubprocess *
usher_cli_test_spawn (const char *server, const char *api_key, int in, int out, int err,
                      const char *arguments_format, ...)
{
  g_autofree char *arguments = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;
  va_list args;

  va_start (args, arguments_format);
  arguments = g_strdup_vprintf (arguments_format, args);
  va_end (args);
  argv = make_argv (server, arguments);
  set_key (launcher, api_key);
  g_subprocess_launcher_take_stdin_fd (launcher, dup_or_null (in));
  g_subprocess_launcher_take_stdout_fd (launcher, dup_or_null (out));
  g_subprocess_launcher_take_stderr_fd (launcher, dup_or_null (err));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  return process;
}

int
usher_cli_test_wait (GSubprocess *process)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_async (process, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_subprocess_wait_finish (process, result, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

char *
usher_cli_test_read_all (int fd)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  do
    {
      n = read (fd, buffer, sizeof buffer);
      if (n > 0)
        g_string_append_len (text, buffer, n);
    }
  while (n > 0 || (n < 0 && errno == EINTR));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
usher_cli_test_open_pty (int *master, int *slave, guint columns)
{
  struct winsize size = { .ws_row = 25, .ws_col = (unsigned short) columns };

  *master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (*master, >=, 0);
  g_assert_cmpint (grantpt (*master), ==, 0);
  g_assert_cmpint (unlockpt (*master), ==, 0);
  *slave = open (ptsname (*master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (*slave, >=, 0);
  g_assert_cmpint (ioctl (*slave, TIOCSWINSZ, &size), ==, 0);
}

JsonObject *
usher_cli_test_object (UsherCliResult *result)
{
  g_assert_nonnull (result->json);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (result->json));
  return json_node_get_object (result->json);
}

JsonArray *
usher_cli_test_items (UsherCliResult *result, const char *name)
{
  return json_object_get_array_member (usher_cli_test_object (result), name);
}

char *
usher_cli_test_create (UsherTestSandbox *sandbox, const char *options)
{
  g_autoptr (UsherCliResult) result =
    usher_cli_test_sandbox (sandbox, "create contributor --json --company %s %s",
                            sandbox->companies[0], options);

  return g_strdup (json_object_get_string_member (usher_cli_test_object (result), "id"));
}
