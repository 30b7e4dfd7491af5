/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include "archive/usher-log-chain.h"
#include "archive/usher-log-csv.h"
#include "model/usher-event.h"
#include "model/usher-json.h"
#include "model/usher-time.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* What a format keeps of a line: CSV and JSON have no empty lists of addresses, JSON no company names. */
static char *
normalise (const char *line, UsherLogFormat format)
{
  g_autoptr (JsonNode) node = usher_json_parse (line, -1, NULL);
  g_autoptr (JsonNode) sorted = NULL;
  JsonObject *object = json_node_get_object (node);
  JsonObject *facts = json_object_get_object_member (object, "invitation");

  json_object_remove_member (object, "chain");
  if (format == USHER_LOG_FORMAT_JSON)
    json_object_remove_member (object, "company");
  if (json_object_has_member (facts, "allowedEmails")
      && json_array_get_length (json_object_get_array_member (facts, "allowedEmails")) == 0)
    json_object_remove_member (facts, "allowedEmails");
  /* Members in one order. */
  {
    static const char *const parts[] = { "event", "invitation", "company" };
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        JsonNode *part = json_object_get_member (object, parts[i]);
        g_autoptr (GList) names = NULL;

        if (part == NULL)
          continue;
        if (!JSON_NODE_HOLDS_OBJECT (part))
          {
            usher_json_append_node (text, part);
            continue;
          }
        names = g_list_sort (json_object_get_members (json_node_get_object (part)), (GCompareFunc) strcmp);
        for (GList *l = names; l != NULL; l = l->next)
          {
            g_string_append_printf (text, "%s.%s=", parts[i], (char *) l->data);
            usher_json_append_node (text, json_object_get_member (json_node_get_object (part), l->data));
            g_string_append_c (text, '\n');
          }
      }
    return g_string_free (text, FALSE);
  }
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
check_round_trip (UsherLogFormat format, const char *name, guint32 seed)
{
  g_autofree char *path = archive_test_path (name);
  g_autoptr (GPtrArray) lines = archive_test_random_lines (seed, 300);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (UsherArchive) archive = NULL;

  archive_test_write_lines (path, format, lines);
  archive = archive_test_open (path, NULL);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, lines->len);
  g_assert_cmpuint (usher_archive_get_n_bad (archive), ==, 0);
  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, i);

      g_assert_false (usher_archive_event_is_bad (event));
      g_ptr_array_add (wanted, normalise (g_ptr_array_index (lines, i), format));
      g_ptr_array_add (found, normalise (usher_archive_event_get_raw (event), format));
    }
  g_ptr_array_sort (wanted, compare_texts);
  g_ptr_array_sort (found, compare_texts);
  for (guint i = 0; i < lines->len; i++)
    g_assert_cmpstr (g_ptr_array_index (found, i), ==, g_ptr_array_index (wanted, i));
}

static void
test_round_trips (void)
{
  for (guint32 seed = 1; seed <= 5; seed++)
    {
      check_round_trip (USHER_LOG_FORMAT_USHERLOG, "round.usherlog", seed);
      check_round_trip (USHER_LOG_FORMAT_USHERLOG_GZIP, "round.usherlog.gz", seed);
      check_round_trip (USHER_LOG_FORMAT_CSV, "round.csv", seed);
    }
}

/* JSON: each invitation once, with its events; what the API gives is what it reads. */
static void
test_json (void)
{
  g_autofree char *path = archive_test_path ("details.json");
  g_autofree char *log_path = archive_test_path ("details.usherlog");
  g_autoptr (UsherArchive) log = NULL;
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveData) data = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *array;
  guint n_events = 0;

  usher_demo_log_write (log_path, USHER_LOG_FORMAT_USHERLOG, 2000, 5, NULL, &error);
  g_assert_no_error (error);
  log = archive_test_open (log_path, NULL);
  data = usher_archive_dup_data (log);
  usher_archive_data_export (data, NULL, path, USHER_LOG_FORMAT_JSON, NULL, NULL, &error);
  g_assert_no_error (error);

  text = archive_test_read (path, NULL);
  node = usher_json_parse (text, -1, &error);
  g_assert_no_error (error);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (UsherInvitation) invitation =
          usher_invitation_new_from_json (json_array_get_element (array, i), &error);

      g_assert_no_error (error);
      g_assert_true (g_hash_table_add (ids, g_strdup (usher_invitation_get_id (invitation))));
      n_events += usher_invitation_get_events (invitation)->len;
    }
  g_assert_cmpuint (n_events, ==, 2000);

  archive = archive_test_open (path, NULL);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 2000);
  g_assert_cmpint (usher_archive_get_verification (archive, 0)->verdict, ==, USHER_VERDICT_NOT_VERIFIABLE);
  for (guint i = 0; i < 2000; i++)
    g_assert_cmpint (usher_archive_get_row_time (archive, i), ==, usher_archive_get_row_time (log, i));
}

static UsherInvitation *
make_invitation (gboolean with_events)
{
  g_autofree char *text = g_strdup_printf (
      "{\"id\":\"11111111-1111-4111-8111-111111111111\",\"token\":\"tok-SECRET\",\"invitationType\":\"CREATE_CONNECTION\","
      "\"status\":\"ACTIVE\",\"invitationUrl\":\"https://example.com/p/i/tok-SECRET\",\"companyId\":\"c1\","
      "\"connectionId\":null,\"allowedEmails\":[\"a@example.com\"],\"expiresAt\":null,\"maxUses\":2,\"useCount\":1,"
      "\"createdAt\":\"2026-03-01T08:00:00Z\",\"prefill\":{},\"createdConnections\":[]%s}",
      with_events ? ",\"events\":[{\"id\":\"e1\",\"eventType\":\"VIEWED\",\"createdAt\":\"2026-03-02T08:00:00.123456Z\","
                    "\"email\":\"a@example.com\",\"ip\":\"192.0.2.1\",\"token\":\"tok-SECRET\","
                    "\"page\":\"https://example.com/p/i/tok-SECRET\"}]"
                  : "");
  g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);

  return usher_invitation_new_from_json (node, NULL);
}

static void
test_no_secrets (void)
{
  static const char *const names[] = { "s.usherlog", "s.csv", "s.json" };

  for (guint links = 0; links < 2; links++)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      {
        g_autofree char *path = archive_test_path (names[i]);
        g_autoptr (UsherInvitation) invitation = make_invitation (TRUE);
        g_autoptr (UsherInvitation) silent = make_invitation (FALSE);
        g_autoptr (GError) error = NULL;
        g_autofree char *text = NULL;
        g_autoptr (UsherLogWriter) writer = usher_log_writer_new (
            path, usher_log_format_from_path (path), links ? USHER_LOG_FLAGS_WITH_LINKS : USHER_LOG_FLAGS_NONE,
            NULL, NULL, &error);

        g_assert_no_error (error);
        g_assert_true (usher_log_writer_add_invitation (writer, invitation, "Northwind", &error));
        g_assert_true (usher_log_writer_add_invitation (writer, silent, "Northwind", &error));
        g_assert_true (usher_log_writer_finish (writer, &error));
        g_assert_no_error (error);
        text = archive_test_read (path, NULL);
        g_assert_nonnull (strstr (text, "192.0.2.1"));
        g_assert_nonnull (strstr (text, "08:00:00.123456"));
        if (!links)
          g_assert_null (strstr (text, "SECRET"));
        else if (i != 1)
          g_assert_nonnull (strstr (text, "SECRET"));
        if (i == 0)
          {
            UsherVerification verification = archive_test_verify (path);

            g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
            g_assert_cmpuint (verification.n_events, ==, 1);
            g_assert_nonnull (strstr (text, "{\"end\":{\"events\":1,\"invitations\":2,\"withoutEvents\":1}"));
          }
      }
}

/* What is taken over from a log with links has none, however it is spelt. */
static void
test_no_secrets_again (void)
{
  static const char *const lines[] = {
    "{\"event\":{\"id\":\"e1\",\"eventType\":\"VIEWED\",\"token\":\"tok-SECRET\"},\"invitation\":{\"id\":\"i1\","
    "\"invitationUrl\":\"https://example.com/p/i/tok-SECRET\",\"token\":\"tok-SECRET\"},\"company\":\"Northwind\"}",
    "{\"event\":{\"id\":\"e2\",\"eventType\":\"VIEWED\",\"page\":\"https://example.com\\u002fp\\u002fi\\u002ftok-SECRET\"},"
    "\"invitation\":{\"id\":\"i1\"},\"company\":\"Northwind\"}",
    "{\"event\":{\"id\":\"e3\",\"eventType\":\"VIEWED\",\"Access_Token\":{\"a\":\"tok-SECRET\"}},\"invitation\":{\"id\":\"i1\"}}",
  };
  static const char *const names[] = { "again.usherlog", "again.csv", "again.json" };
  g_autofree char *from = archive_test_path ("with-links.usherlog");
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveData) data = NULL;
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (UsherLogWriter) writer =
        usher_log_writer_new (from, USHER_LOG_FORMAT_USHERLOG, USHER_LOG_FLAGS_WITH_LINKS, NULL, NULL, &error);
    g_autofree char *text = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
      g_assert_true (usher_log_writer_add_line (writer, lines[i], strlen (lines[i]), &error));
    g_assert_true (usher_log_writer_finish (writer, &error));
    text = archive_test_read (from, NULL);
    g_assert_nonnull (strstr (text, "SECRET"));
  }
  archive = archive_test_open (from, NULL);
  data = usher_archive_dup_data (archive);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = archive_test_path (names[i]);
      g_autofree char *text = NULL;

      g_assert_true (usher_archive_data_export (data, NULL, path, usher_log_format_from_path (path), NULL, NULL, &error));
      text = archive_test_read (path, NULL);
      g_assert_null (strstr (text, "SECRET"));
      g_assert_nonnull (strstr (text, "e3"));
      if (i == 0)
        g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_WHOLE);
    }
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (archive_test_dir (), 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_files (void)
{
  g_autofree char *path = archive_test_path ("files.usherlog");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (2, 20);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (UsherLogWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  struct stat status;
  guint n_files;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  before = archive_test_read (path, NULL);
  n_files = count_files ();

  /* Freed before it is finished; cancelled; both leave the old file and nothing else. */
  writer = usher_log_writer_new (path, USHER_LOG_FORMAT_USHERLOG, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (), ==, n_files + 1);
  g_clear_pointer (&writer, usher_log_writer_free);
  g_assert_cmpuint (count_files (), ==, n_files);
  for (guint format = USHER_LOG_FORMAT_USHERLOG; format <= USHER_LOG_FORMAT_PDF; format++)
    {
      g_cancellable_reset (cancellable);
      writer = usher_log_writer_new (path, format, 0, NULL, cancellable, &error);
      g_assert_no_error (error);
      g_assert_true (usher_log_writer_add_line (writer, g_ptr_array_index (lines, 0),
                                                strlen (g_ptr_array_index (lines, 0)), &error));
      g_cancellable_cancel (cancellable);
      g_assert_false (usher_log_writer_finish (writer, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_clear_pointer (&writer, usher_log_writer_free);
      g_assert_cmpuint (count_files (), ==, n_files);
    }
  after = archive_test_read (path, NULL);
  g_assert_cmpstr (before, ==, after);

  g_assert_null (usher_log_writer_new (archive_test_dir (), USHER_LOG_FORMAT_CSV, 0, NULL, NULL, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_null (usher_log_writer_new ("/nonexistent/x.csv", USHER_LOG_FORMAT_CSV, 0, NULL, NULL, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE);
}

static void
test_finish_async (void)
{
  g_autofree char *path = archive_test_path ("async.csv");
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  UsherLogWriter *writer = usher_log_writer_new (path, USHER_LOG_FORMAT_CSV, 0, NULL, NULL, &error);

  g_assert_no_error (error);
  usher_log_writer_finish_async (writer, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_true (usher_log_writer_finish_finish (result, &error));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* The table of OWASP's "CSV Injection", and what looks like it. */
static void
test_formulas (void)
{
  static const char *const cells[] = {
    "=1+2", "=1+2\";=1+2", "=1+2'\" ;,=1+2", "+1", "-1", "@SUM(1+1)", "\tx", "\rx", "\nx",
    "\xef\xbc\x9d" "1", "\xef\xbc\x8b" "1", "\xef\xbc\x8d" "1", "\xef\xbc\xa0" "x",
    "=HYPERLINK(\"https://example.com\")", "'=1", "''", "plain", "a=b", "", ",", "\"", "a\r\nb", "=cmd|' /C calc'!A0",
  };
  g_autoptr (GPtrArray) parsed = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *p;
      gboolean closed;
      GString *cell;

      usher_csv_append_cell (text, cells[i], strlen (cells[i]));
      g_string_append (text, ",next\r\n");
      g_assert_false (strchr ("=+-@\t\r\n", text->str[0]) != NULL && text->str[0] != '\0');
      p = text->str;
      g_assert_true (usher_csv_read_record (&p, text->str + text->len, parsed, &closed));
      g_assert_true (closed);
      g_assert_cmpuint (parsed->len, ==, 2);
      cell = g_ptr_array_index (parsed, 0);
      /* What a spreadsheet sees begins with an apostrophe, which is text. */
      if (cell->len > 0)
        g_assert_null (strchr ("=+-@\t\r\n", cell->str[0]));
      g_assert_cmpstr (cell->str + (cell->str[0] == '\''), ==, cells[i]);
      g_assert_false (usher_csv_read_record (&p, text->str + text->len, parsed, &closed));
    }
  for (guint i = 0; i < parsed->len; i++)
    g_string_free (g_ptr_array_index (parsed, i), TRUE);
}

static void
test_csv_elsewhere (void)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *script = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "tests", "archive", "check-csv.py", NULL);
  g_autofree char *path = archive_test_path ("elsewhere.csv");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (77, 2000);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { python, script, path, NULL };

  if (python == NULL)
    {
      g_test_skip ("no python3");
      return;
    }
  archive_test_write_lines (path, USHER_LOG_FORMAT_CSV, lines);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (errors, ==, "");
  g_assert_cmpstr (output, ==, "2000\n");
}

static void
test_demo (void)
{
  g_autofree char *a = archive_test_path ("demo-a.usherlog");
  g_autofree char *b = archive_test_path ("demo-b.usherlog");
  g_autofree char *c = archive_test_path ("demo-c.usherlog");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (usher_demo_log_write (a, USHER_LOG_FORMAT_USHERLOG, 500, 1, NULL, &error));
  g_assert_true (usher_demo_log_write (b, USHER_LOG_FORMAT_USHERLOG, 500, 1, NULL, &error));
  g_assert_true (usher_demo_log_write (c, USHER_LOG_FORMAT_USHERLOG, 500, 2, NULL, &error));
  first = archive_test_read (a, NULL);
  second = archive_test_read (b, NULL);
  third = archive_test_read (c, NULL);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
  g_assert_cmpuint (archive_test_verify (c).n_events, ==, 500);
}

/* Nothing in a log is obeyed by the terminal or the editor that it is looked at with. */
static void
test_obeyed (void)
{
  static const char text[] = "\x1b[31m\x7f \xc2\x9b" "31m \xd8\x9c \xe2\x80\xae" "a\xe2\x80\xac \xe2\x81\xa6 \xe2\x80\xa8 \xef\xbb\xbf"
                             " \xc3\xa9 \xe2\x80\x9c \xef\xbd\x81 \xd8\xa7 \xc2\xa0";
  static const char wanted[] = "\"\\u001b[31m\\u007f \\u009b31m \\u061c \\u202ea\\u202c \\u2066 \\u2028 \\ufeff"
                               " \xc3\xa9 \xe2\x80\x9c \xef\xbd\x81 \xd8\xa7 \xc2\xa0\"";
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (GString) cell = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  usher_json_append_string (written, text, -1);
  g_assert_cmpstr (written->str, ==, wanted);
  node = json_from_string (written->str, NULL);
  g_assert_cmpstr (json_node_get_string (node), ==, text);
  usher_csv_append_cell (cell, text, strlen (text));
  for (const char *p = cell->str; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (!g_unichar_iscntrl (g_utf8_get_char (p)) && g_utf8_get_char (p) != 0x202E);
  g_assert_nonnull (strstr (cell->str, " \xc3\xa9 \xe2\x80\x9c \xef\xbd\x81 \xd8\xa7 \xc2\xa0"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/log-writer/obeyed", test_obeyed);
  g_test_add_func ("/archive/log-writer/round-trips", test_round_trips);
  g_test_add_func ("/archive/log-writer/json", test_json);
  g_test_add_func ("/archive/log-writer/no-secrets", test_no_secrets);
  g_test_add_func ("/archive/log-writer/no-secrets-again", test_no_secrets_again);
  g_test_add_func ("/archive/log-writer/files", test_files);
  g_test_add_func ("/archive/log-writer/finish-async", test_finish_async);
  g_test_add_func ("/archive/log-writer/formulas", test_formulas);
  g_test_add_func ("/archive/log-writer/csv-elsewhere", test_csv_elsewhere);
  g_test_add_func ("/archive/log-writer/demo", test_demo);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
