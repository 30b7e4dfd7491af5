/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include "model/usher-json.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* usherctl's commands about logs, run as a child: no account, no keyring, no network. */
static int
run (char **output, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  va_list args;
  int status;

  g_ptr_array_add (argv, (gpointer) g_getenv ("USHER_USHERCTL"));
  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    {
      g_ptr_array_add (argv, (gpointer) arg);
      json |= strcmp (arg, "--json") == 0;
    }
  va_end (args);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, &errors, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 0)
    g_assert_cmpstr (errors, ==, "");
  else if (WEXITSTATUS (status) != 1 && !json) /* JSON holds the error */
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

/* Every kind of file by itself: 0 whole, 1 not, 2 unreadable; of several, the worst. */
static void
test_exit_codes (void)
{
  static const struct
  {
    const char *name;
    const char *verdict;
    int code;
  } cases[] = {
    { "whole.usherlog", "whole", 0 },      { "whole.usherlog.gz", "whole", 0 },
    { "edited.usherlog", "edited", 1 },    { "cut.usherlog", "cut-short", 1 },
    { "cut.usherlog.gz", "cut-short", 1 }, { "other.csv", "not-verifiable", 1 },
    { "other.json", "not-verifiable", 1 }, { "empty.usherlog", "unreadable", 2 },
    { "picture.png", "unreadable", 2 },    { "folder", "unreadable", 2 },
    { "pipe", "unreadable", 2 },           { "missing.usherlog", "unreadable", 2 },
    { "zero", "unreadable", 2 },
  };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lines = archive_test_random_lines (3, 60);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_ptr_array_add (paths, archive_test_path (cases[i].name));
#define PATH(i) ((const char *) g_ptr_array_index (paths, i))
  for (guint i = 0; i < 7; i++)
    archive_test_write_lines (PATH (i), usher_log_format_from_path (PATH (i)), lines);
  for (guint i = 2; i < 5; i++)
    {
      gsize length;
      g_autofree char *data = archive_test_read (PATH (i), &length);

      data[length / 2] ^= i == 2;
      archive_test_write (PATH (i), data, (gssize) (i == 2 ? length : length / 2));
    }
  archive_test_write (PATH (7), "", 0);
  archive_test_write (PATH (8), "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpint (g_mkdir_with_parents (PATH (9), 0700), ==, 0);
  g_assert_cmpint (mkfifo (PATH (10), 0600), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", PATH (12)), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *output = NULL;
      g_autoptr (JsonNode) node = NULL;
      JsonObject *object;

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (run (NULL, "verify", PATH (i), NULL), ==, cases[i].code);
      run (&output, "verify", "--json", PATH (i), NULL);
      node = usher_json_parse (output, -1, NULL);
      g_assert_nonnull (node);
      object = json_array_get_object_element (json_node_get_array (node), 0);
      g_assert_cmpstr (json_object_get_string_member (object, "verdict"), ==, cases[i].verdict);
      g_assert_cmpstr (json_object_get_string_member (object, "file"), ==, PATH (i));
      g_assert_cmpint (json_object_has_member (object, "error"), ==, cases[i].code == 2);
      {
        guint k = (i * 5 + 2) % G_N_ELEMENTS (cases);

        g_assert_cmpint (run (NULL, "verify", PATH (i), PATH (0), NULL), ==, cases[i].code);
        g_assert_cmpint (run (NULL, "verify", PATH (k), PATH (i), NULL), ==, MAX (cases[i].code, cases[k].code));
      }
    }
#undef PATH
}

/* A row of "usherctl log --json", and whether it is wanted. */
typedef gboolean (*Wanted) (JsonObject *row);

static JsonObject *
get_part (JsonObject *row, const char *part)
{
  return usher_json_get_object (row, part);
}

static const char *
get_text (JsonObject *row, const char *part, const char *member)
{
  JsonObject *object = part != NULL ? get_part (row, part) : row;
  const char *text = object != NULL ? usher_json_get_string (object, member, NULL) : NULL;

  return text != NULL ? text : "";
}

static gboolean
holds (JsonNode *node, const char *folded)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *l = values; l != NULL; l = l->next)
        if (holds (l->data, folded))
          return TRUE;
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        if (holds (json_array_get_element (json_node_get_array (node), i), folded))
          return TRUE;
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *text = usher_text_fold (json_node_get_string (node));

      return strstr (text, folded) != NULL;
    }
  return FALSE;
}

static gboolean
row_holds (JsonObject *row, const char *folded)
{
  static const char *const parts[] = { "event", "invitation", "company" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (json_object_has_member (row, parts[i]) && holds (json_object_get_member (row, parts[i]), folded))
      return TRUE;
  return FALSE;
}

static gboolean
is_of (JsonObject *row, const char *folded)
{
  g_autofree char *email = usher_text_fold (get_text (row, "event", "email"));
  JsonArray *allowed = usher_json_get_array (get_part (row, "invitation"), "allowedEmails");

  if (*email != '\0')
    return strcmp (email, folded) == 0;
  for (guint i = 0; allowed != NULL && i < json_array_get_length (allowed); i++)
    {
      g_autofree char *one = usher_text_fold (json_array_get_string_element (allowed, i));

      if (strcmp (one, folded) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean has_anna (JsonObject *row) { return row_holds (row, "anna@"); }
static gboolean has_muller (JsonObject *row) { return row_holds (row, "cafe muller"); }
static gboolean has_both (JsonObject *row) { return has_anna (row) && has_muller (row); }
static gboolean has_no_anna (JsonObject *row) { return !has_anna (row); }
static gboolean is_viewed (JsonObject *row) { return strcmp (get_text (row, "event", "eventType"), "VIEWED") == 0; }
static gboolean is_used (JsonObject *row) { return strcmp (get_text (row, "event", "eventType"), "USED") == 0; }
static gboolean is_viewed_or_used (JsonObject *row) { return is_viewed (row) || is_used (row); }
static gboolean is_not_viewed (JsonObject *row) { return !is_viewed (row); }
static gboolean is_bobs (JsonObject *row) { return is_of (row, "bob@example.com"); }
static gboolean is_not_bobs (JsonObject *row) { return !is_bobs (row); }
static gboolean is_northwind (JsonObject *row) { return strcmp (get_text (row, NULL, "company"), "Northwind") == 0; }
static gboolean is_company_1 (JsonObject *row) { return strcmp (get_text (row, "invitation", "companyId"), "c1") == 0; }
static gboolean is_not_northwind (JsonObject *row) { return !is_northwind (row); }
static gboolean is_7 (JsonObject *row) { return strcmp (get_text (row, "invitation", "id"), "i7") == 0; }
static gboolean is_not_7 (JsonObject *row) { return !is_7 (row); }
static gboolean is_all (JsonObject *row) { return is_bobs (row) && is_viewed (row) && !is_7 (row); }

/* Each option of "usherctl log" against the rows that it prints without one. */
static void
test_filters (void)
{
  static const struct
  {
    const char *arguments;
    Wanted wanted;
  } cases[] = {
    { "--text ANNA@", has_anna },
    { "--text café~müller", has_muller },
    { "--text anna@ --text CAFE~Muller", has_both },
    { "--not-text anna@", has_no_anna },
    { "--regex ^anna@", has_anna },
    { "--not-regex ^ANNA@", has_no_anna },
    { "--kind VIEWED", is_viewed },
    { "--kind VIEWED --kind USED", is_viewed_or_used },
    { "--not-kind VIEWED", is_not_viewed },
    { "--recipient BOB@example.com", is_bobs },
    { "--not-recipient bob@example.com", is_not_bobs },
    { "--company northwind", is_northwind },
    { "--company c1", is_company_1 },
    { "--not-company Northwind", is_not_northwind },
    { "--invitation i7", is_7 },
    { "--not-invitation i7", is_not_7 },
    { "--recipient bob@example.com --kind VIEWED --not-invitation i7", is_all },
  };
  g_autofree char *path = archive_test_path ("filters.usherlog");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (8, 400);
  g_autofree char *all_text = NULL;
  g_autoptr (JsonNode) all = NULL;
  JsonArray *rows;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  g_assert_cmpint (run (&all_text, "log", "--json", path, NULL), ==, 0);
  all = usher_json_parse (all_text, -1, NULL);
  rows = json_node_get_array (all);
  g_assert_cmpuint (json_array_get_length (rows), ==, 400);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) arguments = g_strsplit (cases[i].arguments, " ", -1);
      const char *argv[8] = { NULL };
      g_autoptr (GString) wanted = g_string_new (NULL);
      g_autoptr (GString) found = g_string_new (NULL);
      g_autofree char *output = NULL;
      g_autoptr (JsonNode) node = NULL;
      guint n = 0;

      /* A tilde stands for a space within an argument. */
      for (guint k = 0; arguments[k] != NULL; k++)
        argv[k] = g_strdelimit (arguments[k], "~", ' ');
      g_assert_cmpint (run (&output, "log", "--json", path, argv[0], argv[1], argv[2], argv[3], argv[4], argv[5], NULL),
                       ==, 0);
      node = usher_json_parse (output, -1, NULL);
      for (guint k = 0; k < json_array_get_length (rows); k++)
        if (cases[i].wanted (json_array_get_object_element (rows, k)))
          {
            g_string_append_printf (wanted, "%s ", get_text (json_array_get_object_element (rows, k), "event", "id"));
            n++;
          }
      for (guint k = 0; k < json_array_get_length (json_node_get_array (node)); k++)
        g_string_append_printf (found, "%s ",
                                get_text (json_array_get_object_element (json_node_get_array (node), k), "event", "id"));
      g_test_message ("%s: %u rows", cases[i].arguments, n);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <, 400);
      g_assert_cmpstr (found->str, ==, wanted->str);
    }
}

/* From a time on, and before one; without a time of day it is midnight, UTC. */
static void
test_dates (void)
{
  g_autofree char *path = archive_test_path ("dates.usherlog");
  g_autofree char *all_text = NULL;
  g_autofree char *some_text = NULL;
  g_autofree char *summary_text = NULL;
  g_autoptr (JsonNode) all = NULL;
  g_autoptr (JsonNode) some = NULL;
  g_autoptr (JsonNode) summary = NULL;
  gint64 from = usher_time_parse ("2024-01-05");
  gint64 to = usher_time_parse ("2024-01-09T12:30:00Z");
  guint n = 0;

  g_assert_cmpint (run (NULL, "demo-log", "--events", "2000", "--output", path, NULL), ==, 0);
  g_assert_cmpint (run (&all_text, "log", "--json", path, NULL), ==, 0);
  g_assert_cmpint (run (&some_text, "log", "--json", path, "--from", "2024-01-05", "--to", "2024-01-09T12:30:00Z", NULL),
                   ==, 0);
  g_assert_cmpint (run (&summary_text, "log", "--json", "--summary", path, "--from", "2024-01-05", "--to",
                        "2024-01-09T12:30:00Z", NULL), ==, 0);
  all = usher_json_parse (all_text, -1, NULL);
  some = usher_json_parse (some_text, -1, NULL);
  summary = usher_json_parse (summary_text, -1, NULL);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (all)); i++)
    {
      gint64 time =
          usher_time_parse (get_text (json_array_get_object_element (json_node_get_array (all), i), "event", "createdAt"));

      n += time >= from && time < to;
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 2000);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (some)), ==, n);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (summary), "rows"), ==, n);
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
  g_test_add_func ("/archive/cli/exit-codes", test_exit_codes);
  g_test_add_func ("/archive/cli/filters", test_filters);
  g_test_add_func ("/archive/cli/dates", test_dates);
  g_test_add_func ("/archive/cli/log", test_log);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
