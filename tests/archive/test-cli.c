/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include <string.h>
#include <sys/wait.h>

/* usherctl's commands about logs, run as a child: no account, no keyring, no network. */
static int
run (char **output, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;
  int status;

  g_ptr_array_add (argv, (gpointer) g_getenv ("USHER_USHERCTL"));
  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, &errors, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 0)
    g_assert_cmpstr (errors, ==, "");
  else if (WEXITSTATUS (status) != 1)
    g_assert_cmpstr (errors, !=, "");
  if (output != NULL)
    *output = g_steal_pointer (&text);
  return WEXITSTATUS (status);
}

static void
test_verify (void)
{
  g_autofree char *good = archive_test_path ("good.usherlog");
  g_autofree char *bad = archive_test_path ("bad.usherlog");
  g_autofree char *data = NULL;
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;
  gsize length;

  g_assert_cmpint (run (NULL, "demo-log", "--events", "100", "--seed", "4", "--output", good, NULL), ==, 0);
  data = archive_test_read (good, &length);
  data[length / 2] ^= 1;
  archive_test_write (bad, data, (gssize) length);
  g_assert_cmpint (run (&output, "verify", good, NULL), ==, 0);
  g_assert_nonnull (strstr (output, "whole"));
  g_assert_cmpint (run (NULL, "verify", good, bad, NULL), ==, 1);
  g_assert_cmpint (run (&json, "--json", "verify", bad, NULL), ==, 1);
  g_assert_nonnull (strstr (json, "\"edited\""));
  g_assert_cmpint (run (NULL, "verify", good, bad, "/nonexistent", NULL), ==, 2);
  g_assert_cmpint (run (NULL, "verify", NULL), ==, 2);
  g_assert_cmpint (run (NULL, "verify", "--nonsense", good, NULL), ==, 2);
}

static void
test_log (void)
{
  g_autofree char *path = archive_test_path ("search.usherlog");
  g_autofree char *used = NULL;
  g_autofree char *json = NULL;
  g_autofree char *none = NULL;
  g_autofree char *summary = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  guint n_lines = 0;

  g_assert_cmpint (run (NULL, "demo-log", "--events", "500", "--output", path, NULL), ==, 0);
  g_assert_cmpint (run (&used, "log", path, "--kind", "USED", "--not-text", "ada", NULL), ==, 0);
  g_assert_null (strstr (used, "VIEWED"));
  g_assert_null (strstr (used, "ada."));
  for (const char *p = used; (p = strchr (p, '\n')) != NULL; p++)
    n_lines++;
  g_assert_cmpuint (n_lines, >, 10);
  g_assert_cmpint (run (&json, "log", path, "--kind", "USED", "--not-text", "ada", "--json", NULL), ==, 0);
  node = json_from_string (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, n_lines);
  g_assert_cmpint (run (&none, "log", path, "--from", "2099-01-01", "--json", NULL), ==, 0);
  g_assert_cmpstr (none, ==, "[\n]\n");
  g_assert_cmpint (run (&summary, "log", path, "--summary", NULL), ==, 0);
  g_assert_nonnull (strstr (summary, "500"));
  g_assert_cmpint (run (NULL, "log", path, "--regex", "(", NULL), ==, 1);
  g_assert_cmpint (run (NULL, "log", path, "--from", "yesterday", NULL), ==, 2);
  g_assert_cmpint (run (NULL, "log", "/nonexistent", NULL), ==, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/cli/verify", test_verify);
  g_test_add_func ("/archive/cli/log", test_log);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
