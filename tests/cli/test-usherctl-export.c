/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usherctl export: the real program, the real sandbox, and what is on the disk afterwards. */
#include "cli/usher-cli-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#define NO_SUCH_ID "00000000-0000-4000-8000-00000000beef"

typedef struct
{
  UsherTestSandbox *sandbox; /* (owned) */
  char *dir;                 /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const demo[] = { "--demo", "60", "--seed", "7", NULL };
  static const char *const slow[] = { "--demo", "300", "--seed", "7", "--latency", "100", NULL };

  fixture->sandbox = usher_test_sandbox_start (NULL, data != NULL ? slow : demo);
  fixture->dir = usher_test_make_dir ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  usher_test_sandbox_free (fixture->sandbox);
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static char *
read_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;
  char *text;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
test_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherCliResult) result =
    usher_cli_test_sandbox (fixture->sandbox, "export --output %s/all.usherlog", fixture->dir);
  g_autoptr (UsherCliResult) json =
    usher_cli_test_sandbox (fixture->sandbox, "export --json -o %s/all.json", fixture->dir);
  g_autoptr (UsherCliResult) verified = usher_cli_test_run (NULL, NULL, "verify %s/all.usherlog", fixture->dir);
  g_autoptr (UsherCliResult) log = usher_cli_test_run (NULL, NULL, "log --json %s/all.usherlog", fixture->dir);
  g_autofree char *text = read_file (fixture, "all.usherlog");
  g_autofree char *details_text = read_file (fixture, "all.json");
  g_autoptr (JsonNode) details = json_from_string (details_text, NULL);
  gint64 n_events = json_object_get_int_member (usher_cli_test_object (json), "events");
  gint64 n_rows = 0;

  g_assert_true (g_str_has_prefix (result->out, "60 invitations exported. Written to “"));
  g_assert_cmpint (json_object_get_int_member (usher_cli_test_object (json), "invitations"), ==, 60);
  g_assert_cmpint (verified->exit_code, ==, 0);
  g_assert_nonnull (strstr (verified->out, "whole"));
  g_assert_nonnull (strstr (result->out, " Seal: "));
  g_assert_nonnull (strstr (verified->out, strstr (result->out, " Seal: ")));
  g_assert_null (strstr (text, "/p/i/"));
  g_assert_null (strstr (details_text, "/p/i/"));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (details)), ==, 60);

  /* What one reader of the archive counts is what the export said, and what the API's own detail says. */
  for (guint i = 0; i < json_array_get_length (json_node_get_array (log->json)); i++)
    n_rows += json_object_has_member (json_array_get_object_element (json_node_get_array (log->json), i), "event");
  g_assert_cmpint (n_rows, ==, n_events);
  for (guint i = 0; i < 5; i++)
    {
      JsonObject *detail = json_array_get_object_element (json_node_get_array (details), i * 10);
      g_autoptr (UsherCliResult) shown = usher_cli_test_sandbox (
        fixture->sandbox, "show --json %s", json_object_get_string_member (detail, "id"));

      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (detail, "events")), ==,
                        json_array_get_length (json_object_get_array_member (usher_cli_test_object (shown), "events")));
    }
}

static void
test_chosen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherCliResult) list = usher_cli_test_sandbox (fixture->sandbox, "list --json");
  JsonArray *items = usher_cli_test_items (list, "invitations");
  const char *one = json_object_get_string_member (json_array_get_object_element (items, 3), "id");
  const char *two = json_object_get_string_member (json_array_get_object_element (items, 9), "id");
  g_autoptr (UsherCliResult) few =
    usher_cli_test_sandbox (fixture->sandbox, "export %s %s %s --json -o %s/few.csv", one, two, one, fixture->dir);
  g_autoptr (UsherCliResult) active = usher_cli_test_sandbox (fixture->sandbox, "list --json --status active");
  g_autoptr (UsherCliResult) exported =
    usher_cli_test_sandbox (fixture->sandbox, "export --status active --json -o %s/a.usherlog.gz", fixture->dir);
  g_autofree char *csv = read_file (fixture, "few.csv");

  g_assert_cmpint (json_object_get_int_member (usher_cli_test_object (few), "invitations"), ==, 2);
  g_assert_nonnull (strstr (csv, one));
  g_assert_nonnull (strstr (csv, two));
  g_assert_cmpint (json_object_get_int_member (usher_cli_test_object (exported), "invitations"), ==,
                   json_array_get_length (usher_cli_test_items (active, "invitations")));
}

/* Asked for, links are there, and it is said. */
static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherCliResult) result =
    usher_cli_test_sandbox (fixture->sandbox, "export --with-links -o %s/l.usherlog", fixture->dir);
  g_autofree char *text = read_file (fixture, "l.usherlog");

  g_assert_nonnull (strstr (text, "/p/i/"));
  g_assert_nonnull (strstr (result->out, "whoever has it can open the forms"));
}

/* Some failed: the rest is there, the file and the exit status say so. None could be had: no file. */
static void
test_failures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = usher_cli_test_create (fixture->sandbox, "");
  g_autoptr (UsherCliResult) some =
    usher_cli_test_run (fixture->sandbox->base_url, fixture->sandbox->api_key, "export %s %s -o %s/s.usherlog",
                        one, NO_SUCH_ID, fixture->dir);
  g_autoptr (UsherCliResult) none =
    usher_cli_test_run (fixture->sandbox->base_url, fixture->sandbox->api_key, "export %s -o %s/n.usherlog",
                        NO_SUCH_ID, fixture->dir);
  g_autofree char *text = read_file (fixture, "s.usherlog");

  g_assert_cmpint (some->exit_code, ==, 1);
  g_assert_nonnull (strstr (some->err, "1 of 2 invitations exported. 1 failed: "));
  g_assert_nonnull (strstr (text, "\"missing\":1}"));
  g_assert_cmpint (none->exit_code, ==, 1);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
check_usage (Fixture *fixture, const char *arguments, int exit_code)
{
  g_autoptr (UsherCliResult) result =
    usher_cli_test_run (fixture->sandbox->base_url, fixture->sandbox->api_key, "%s", arguments);

  g_assert_cmpint (result->exit_code, ==, exit_code);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_strdup_printf ("export -o %s/no/such/folder.csv", fixture->dir);

  check_usage (fixture, "export", 2);
  check_usage (fixture, "export -o", 2);
  check_usage (fixture, "export nonsense -o x.csv", 2);
  check_usage (fixture, "export --with-links -o x.csv", 2);
  check_usage (fixture, "export --with-links -o x.pdf", 2);
  check_usage (fixture, "export --status nonsense -o x.csv", 2);
  check_usage (fixture, "export " NO_SUCH_ID " --status active -o x.csv", 2);
  check_usage (fixture, nowhere, 1);
}

/* Interrupted while it is at work: nothing is left. */
static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->dir);
  /* The wait below looks again whenever something happens here. */
  g_autoptr (GFileMonitor) monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  g_autoptr (GSubprocess) process =
    usher_cli_test_spawn (fixture->sandbox->base_url, fixture->sandbox->api_key, -1, -1, -1,
                          "export -o %s/i.usherlog", fixture->dir);

  usher_test_wait_for (count_files (fixture) == 1); /* the temporary file */
  g_subprocess_send_signal (process, SIGINT);
  g_assert_cmpint (usher_cli_test_wait (process), ==, 130);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

int
main (int argc, char **argv)
{
#define ADD(name, slow, func) g_test_add ("/cli/usherctl/export/" name, Fixture, slow, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("all", NULL, test_all);
  ADD ("chosen", NULL, test_chosen);
  ADD ("links", NULL, test_links);
  ADD ("failures", NULL, test_failures);
  ADD ("usage", NULL, test_usage);
  ADD ("interrupt", "slow", test_interrupt);
  return g_test_run ();
}
