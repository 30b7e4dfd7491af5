/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usherctl and what it is connected to: terminals, pipes that close, full disks, signals, its
 * environment, and servers that say what a terminal must not obey. */
#include "api/usher-fixture-server.h"
#include "cli/usher-cli-test.h"
#include "usher-config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define ID "11111111-2222-4333-8444-555555555555"

static char *
get_status (UsherTestSandbox *sandbox, const char *id)
{
  g_autoptr (UsherCliResult) result = usher_cli_test_sandbox (sandbox, "show %s --json", id);

  return g_strdup (json_object_get_string_member (usher_cli_test_object (result), "status"));
}

/* Answers the question of revoke on a terminal. */
static int
revoke_on_terminal (UsherTestSandbox *sandbox, const char *id, const char *answer,
                    const char *options, char **seen)
{
  g_autoptr (GSubprocess) process = NULL;
  int master, slave, exit_code;

  usher_cli_test_open_pty (&master, &slave, 80);
  /* What is typed early waits in the terminal. */
  g_assert_cmpint (write (master, answer, strlen (answer)), ==, (gssize) strlen (answer));
  process = usher_cli_test_spawn (sandbox->base_url, sandbox->api_key, slave, -1, slave,
                                  "revoke %s %s", id, options);
  exit_code = usher_cli_test_wait (process);
  close (slave);
  *seen = usher_cli_test_read_all (master);
  close (master);
  return exit_code;
}

static void
test_asks (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = usher_cli_test_create (sandbox, "--email jo@example.com");
  const char *const noes[] = { "n\n", "\n", "what?\n", "\x04" };
  g_autofree char *seen = NULL;
  g_autofree char *status = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (noes); i++)
    {
      g_autofree char *question = NULL;
      g_autofree char *still = NULL;

      g_assert_cmpint (revoke_on_terminal (sandbox, id, noes[i], "", &question), ==, 1);
      g_assert_nonnull (strstr (question, "jo@example.com"));
      g_assert_nonnull (strstr (question, "[y/N]"));
      g_assert_nonnull (strstr (question, "Nothing was revoked."));
      still = get_status (sandbox, id);
      g_assert_cmpstr (still, ==, "ACTIVE");
    }
  g_assert_cmpint (revoke_on_terminal (sandbox, id, "y\n", "", &seen), ==, 0);
  status = get_status (sandbox, id);
  g_assert_cmpstr (status, ==, "REVOKED");
}

static void
test_asks_not_with_yes (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = usher_cli_test_create (sandbox, "");
  g_autofree char *seen = NULL;

  g_assert_cmpint (revoke_on_terminal (sandbox, id, "n\n", "--yes", &seen), ==, 0);
  g_assert_null (strstr (seen, "[y/N]"));
}

static void
test_fits_terminal (void)
{
  static const char *const demo[] = { "--demo", "40", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  int master, slave;

  usher_cli_test_open_pty (&master, &slave, 72);
  process = usher_cli_test_spawn (sandbox->base_url, sandbox->api_key, -1, slave, -1, "list");
  close (slave);
  text = usher_cli_test_read_all (master);
  close (master);
  g_assert_cmpint (usher_cli_test_wait (process), ==, 0);
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 42);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 72);
  g_assert_nonnull (strstr (lines[0], "RECIPIENTS"));
}

/* The reader has gone, the disk is full, there is no output at all: told or not, but no crash. */
static void
test_output_fails (void)
{
  static const char *const demo[] = { "--demo", "40", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  g_autoptr (GSubprocess) to_closed = NULL;
  g_autoptr (GSubprocess) to_full = NULL;
  g_autofree char *closed_err = NULL;
  g_autofree char *full_err = NULL;
  g_autoptr (GError) error = NULL;
  int out[2], err[2], full;

  g_assert_true (g_unix_open_pipe (out, FD_CLOEXEC, &error));
  g_assert_true (g_unix_open_pipe (err, FD_CLOEXEC, &error));
  close (out[0]);
  to_closed =
    usher_cli_test_spawn (sandbox->base_url, sandbox->api_key, -1, out[1], err[1], "list --json");
  close (out[1]);
  close (err[1]);
  closed_err = usher_cli_test_read_all (err[0]);
  close (err[0]);
  g_assert_cmpint (usher_cli_test_wait (to_closed), ==, 1);
  g_assert_cmpstr (closed_err, ==, "");

  full = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (full, >=, 0);
  g_assert_true (g_unix_open_pipe (err, FD_CLOEXEC, &error));
  to_full = usher_cli_test_spawn (sandbox->base_url, sandbox->api_key, -1, full, err[1], "list");
  close (full);
  close (err[1]);
  full_err = usher_cli_test_read_all (err[0]);
  close (err[0]);
  g_assert_cmpint (usher_cli_test_wait (to_full), ==, 1);
  g_assert_true (g_str_has_prefix (full_err, "usherctl: The output could not be written"));
}

static gboolean
hold (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_hold (request);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static char *
read_proc (GSubprocess *process, const char *name, gsize *length)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%s/%s", g_subprocess_get_identifier (process), name);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, length, &error);
  g_assert_no_error (error);
  return contents;
}

/* While it waits for a server, neither its arguments nor its environment have the key; and SIGINT
 * ends it in order. */
static void
test_key_and_signal (void)
{
  static const char key[] = "example-key-that-is-long-enough-to-find";
  const int signals[] = { SIGINT, SIGTERM };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (UsherFixture) server = usher_fixture_start (hold, NULL);
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *environment = NULL;
      g_autofree char *arguments = NULL;
      g_autofree char *complaint = NULL;
      g_autoptr (GError) error = NULL;
      guint tick = g_timeout_add (10, on_tick, NULL);
      gsize length = 0;
      int err[2];

      g_assert_true (g_unix_open_pipe (err, FD_CLOEXEC, &error));
      process = usher_cli_test_spawn (usher_fixture_get_base (server), key, -1, -1, err[1], "ping");
      close (err[1]);
      usher_test_wait_for (usher_fixture_get_n_requests (server) > 0);
      environment = read_proc (process, "environ", &length);
      g_assert_null (memmem (environment, length, key, strlen (key)));
      arguments = read_proc (process, "cmdline", &length);
      g_assert_null (memmem (arguments, length, key, strlen (key)));

      g_subprocess_send_signal (process, signals[i]);
      g_assert_cmpint (usher_cli_test_wait (process), ==, 130);
      complaint = usher_cli_test_read_all (err[0]);
      close (err[0]);
      g_assert_cmpstr (complaint, ==, "usherctl: Interrupted.\n");
      g_source_remove (tick);
    }
}

#define HOSTILE                                                                                    \
  "\\u001b[31mred\\u001b[0m\\u009b2J \\u202etxt.exe <b>&amp;</b> line\\nbreak \\u0007%%s"

static gboolean
answer_hostile (UsherFixtureRequest *request, gpointer user_data)
{
  if (g_str_has_suffix (request->path, "/ping"))
    return usher_fixture_reply_json (request, "{\"status\": \"" HOSTILE "\"}");
  if (g_str_has_prefix (request->path, "/connection/"))
    return usher_fixture_reply_json (request,
                                     "{\"totalConnections\": 1, \"connections\": [{\"id\": \"" ID
                                     "\", \"status\": \"" HOSTILE "\", \"username\": \"" HOSTILE
                                     "\", \"datasource\": {\"name\": \"" HOSTILE "\"}}]}");
  if (g_str_has_prefix (request->path, "/invitation/company/"))
    return usher_fixture_reply_json (request,
                                     "[{\"id\": \"" ID "\", \"status\": \"" HOSTILE
                                     "\", \"invitationType\": \"" HOSTILE "\", \"companyId\": \"" ID
                                     "\", \"allowedEmails\": [\"" HOSTILE "\"]}]");
  if (g_str_has_prefix (request->path, "/invitation/"))
    return usher_fixture_reply_json (request, "{\"id\": \"" ID "\", \"status\": \"" HOSTILE
                                              "\", \"invitationType\": \"" HOSTILE
                                              "\", \"companyId\": \"" HOSTILE
                                              "\", \"allowedEmails\": [\"" HOSTILE
                                              "\"], \"prefill\": {\"url\": \"" HOSTILE
                                              "\", \"utilityTypes\": [\"" HOSTILE
                                              "\"]}, \"events\": [{\"eventType\": \"" HOSTILE
                                              "\", \"email\": \"" HOSTILE "\"}]}");
  if (g_str_has_suffix (request->path, "/company"))
    return usher_fixture_reply_json (request, "[{\"id\": \"" ID "\", \"name\": \"" HOSTILE
                                              "\", \"sites\": []}]");
  return usher_fixture_reply (request, 400, "application/json", NULL,
                              "{\"detail\": \"" HOSTILE "\"}");
}

static void
assert_harmless (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_true (c == '\n' || !g_unichar_iscntrl (c));
      g_assert_cmpuint (c, !=, 0x202E);
    }
}

static void
test_hostile (void)
{
  static const char *const commands[] = {
    "ping", "ping --json", "companies", "companies --json", "connections", "connections --json",
    "list", "list --json", "show " ID,  "show --json " ID,
  };
  g_autoptr (UsherFixture) server = usher_fixture_start (answer_hostile, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (UsherCliResult) result =
        usher_cli_test_run (usher_fixture_get_base (server), "example-key", "%s", commands[i]);

      g_assert_cmpint (result->exit_code, ==, 0);
      assert_harmless (result->out);
      if (!g_str_equal (commands[i], "ping"))
        g_assert_nonnull (strstr (result->out, "<b>&amp;</b>"));
    }
}

static gboolean
answer_refusal (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply (request, 400, "application/json", NULL,
                              "{\"detail\": \"" HOSTILE "\"}");
}

static void
test_hostile_refusal (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (answer_refusal, NULL);
  g_autoptr (UsherCliResult) result =
    usher_cli_test_run (usher_fixture_get_base (server), "example-key", "show " ID);

  g_assert_cmpint (result->exit_code, ==, 1);
  assert_harmless (result->err);
  g_assert_cmpuint (strcspn (result->err, "\n"), ==, strlen (result->err) - 1);
}

static gboolean
swallow (UsherFixtureRequest *request, gpointer user_data)
{
  if (g_str_equal (request->method, "POST"))
    usher_fixture_reset (request);
  return FALSE;
}

/* The answer to a create never comes: the person is told how to find out, and can. */
static void
test_unclear (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (swallow, NULL);
  g_autoptr (UsherCliResult) result =
    usher_cli_test_run (usher_fixture_get_base (server), "example-key",
                        "create contributor --company " ID);
  g_autoptr (UsherCliResult) intents = NULL;
  JsonObject *intent;

  g_assert_cmpint (result->exit_code, ==, 3);
  g_assert_nonnull (strstr (result->err, "usherctl intents"));
  g_assert_cmpuint (strcspn (result->err, "\n"), ==, strlen (result->err) - 1);

  intents = usher_cli_test_run (usher_fixture_get_base (server), "example-key", "intents --json");
  g_assert_cmpint (intents->exit_code, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (intents->json)), ==, 1);
  intent = json_array_get_object_element (json_node_get_array (intents->json), 0);
  g_assert_cmpstr (json_object_get_string_member (intent, "state"), ==, "unclear");
}

/* Overwrites the record of what was asked for of this one server. */
static void
damage_journal (void)
{
  g_autofree char *servers = g_build_filename (g_get_user_data_dir (), USHER_DATA_NAME, "servers", NULL);
  g_autoptr (GDir) entries = g_dir_open (servers, 0, NULL);
  const char *entry;

  g_assert_nonnull (entries);
  while ((entry = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (servers, entry, "journal.db", NULL);

      g_assert_true (g_file_set_contents (path, "This is no database.", -1, NULL));
    }
}

/* That nothing is known any more is not told as if there had been nothing. */
static void
test_damaged (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (swallow, NULL);
  const char *base = usher_fixture_get_base (server);
  g_autoptr (UsherCliResult) result = usher_cli_test_run (base, "example-key", "create contributor --company " ID);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *complaint = NULL;
  int err[2];

  g_assert_cmpint (result->exit_code, ==, 3);
  damage_journal ();
  g_assert_true (g_unix_open_pipe (err, FD_CLOEXEC, NULL));
  process = usher_cli_test_spawn (base, "example-key", -1, -1, err[1], "intents");
  close (err[1]);
  complaint = usher_cli_test_read_all (err[0]);
  close (err[0]);
  g_assert_cmpint (usher_cli_test_wait (process), ==, 0);
  g_assert_true (g_str_has_prefix (complaint, "usherctl: The record of what was sent was damaged"));
  g_assert_nonnull (strstr (complaint, "journal.db.damaged-"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/terminal/asks", test_asks);
  g_test_add_func ("/cli/terminal/asks-not-with-yes", test_asks_not_with_yes);
  g_test_add_func ("/cli/terminal/fits-terminal", test_fits_terminal);
  g_test_add_func ("/cli/terminal/output-fails", test_output_fails);
  g_test_add_func ("/cli/terminal/key-and-signal", test_key_and_signal);
  g_test_add_func ("/cli/terminal/hostile", test_hostile);
  g_test_add_func ("/cli/terminal/hostile-refusal", test_hostile_refusal);
  g_test_add_func ("/cli/terminal/unclear", test_unclear);
  g_test_add_func ("/cli/terminal/damaged", test_damaged);
  return g_test_run ();
}
