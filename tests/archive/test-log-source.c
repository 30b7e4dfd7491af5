/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void
assert_error (const char *path, int code)
{
  g_autoptr (GError) error = NULL;
  UsherVerification verification;

  g_assert_false (usher_verify_file (path, &verification, NULL, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

static void
test_not_logs (void)
{
  g_autofree char *path = archive_test_path ("thing");
  g_autofree char *pipe = archive_test_path ("pipe");
  static const char *const texts[] = { "hello\n", "{}", "[]", "[1,2,3]", "{", "{\"a\":1}", "<html></html>",
                                       "%PDF-1.4", "\"text\"", "[[[[", "a,b,c\n1,2,3\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      archive_test_write (path, texts[i], -1);
      assert_error (path, USHER_ARCHIVE_ERROR_FORMAT);
    }
  archive_test_write (path, "\0\0\0\0\0\0\0\0", 8);
  assert_error (path, USHER_ARCHIVE_ERROR_FORMAT);
  archive_test_write (path, "", 0);
  assert_error (path, USHER_ARCHIVE_ERROR_EMPTY);
  assert_error (archive_test_dir (), USHER_ARCHIVE_ERROR_NOT_A_FILE);
  assert_error ("/dev/null", USHER_ARCHIVE_ERROR_NOT_A_FILE);
  assert_error ("/nonexistent", USHER_ARCHIVE_ERROR_UNREADABLE);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_error (pipe, USHER_ARCHIVE_ERROR_NOT_A_FILE);
}

static guint
count_rows (const char *path, guint *n_bad)
{
  g_autoptr (UsherArchive) archive = archive_test_open (path, NULL);

  *n_bad = usher_archive_get_n_bad (archive);
  return usher_archive_get_n_rows (archive);
}

/* A bad line is kept, and the others open. */
static void
test_bad_lines (void)
{
  g_autofree char *path = archive_test_path ("bad.usherlog");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (3, 50);
  g_autofree char *text = NULL;
  g_autoptr (GString) mixed = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;
  guint n_bad;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  text = archive_test_read (path, NULL);
  parts = g_strsplit (text, "\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_string_append_printf (mixed, "%s\r\n", parts[i]);
      if (i == 10)
        g_string_append_len (mixed, "nul\0nul\n", 8);
      if (i == 20)
        g_string_append (mixed, "\n\xff\xfe broken\n{\"event\":{\"id\":\n");
    }
  archive_test_write (path, mixed->str, (gssize) mixed->len);
  g_assert_cmpuint (count_rows (path, &n_bad), ==, 50 + 3);
  g_assert_cmpuint (n_bad, ==, 3);
  g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_EDITED);
}

static void
test_encodings (void)
{
  static const char *const names[] = { "UTF-16LE", "UTF-16BE", "UTF-16" };
  g_autofree char *path = archive_test_path ("encoded.usherlog");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (3, 200);
  g_autofree char *text = NULL;
  gsize length;
  guint n_bad;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  text = archive_test_read (path, &length);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize written;
      g_autofree char *encoded = g_convert (text, (gssize) length, names[i], "UTF-8", NULL, &written, NULL);

      archive_test_write (path, encoded, (gssize) written);
      g_assert_cmpuint (count_rows (path, &n_bad), ==, 200);
      g_assert_cmpuint (n_bad, ==, 0);
      g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_EDITED);
    }
}

static void
test_gzip (void)
{
  g_autofree char *path = archive_test_path ("a.usherlog.gz");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (3, 3000);
  g_autofree char *data = NULL;
  g_autofree char *longer = NULL;
  gsize length;
  guint n_bad;
  guint n;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG_GZIP, lines);
  data = archive_test_read (path, &length);
  g_assert_cmpuint (count_rows (path, &n_bad), ==, 3000);

  archive_test_write (path, data, (gssize) length / 2);
  n = count_rows (path, &n_bad);
  g_assert_cmpuint (n, >, 500);
  g_assert_cmpuint (n, <, 3000);
  g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_CUT_SHORT);

  data[length / 2] ^= 0x55;
  archive_test_write (path, data, (gssize) length);
  g_assert_cmpint (archive_test_verify (path).verdict, !=, USHER_VERDICT_WHOLE);
  data[length / 2] ^= 0x55;

  longer = g_malloc0 (length + 10);
  memcpy (longer, data, length);
  archive_test_write (path, longer, (gssize) length + 10);
  g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_EDITED);

  archive_test_write (path, data, 12);
  assert_error (path, USHER_ARCHIVE_ERROR_UNREADABLE);
}

/* 400 MB of zeros in 400 KB. */
static void
test_bomb (void)
{
  g_autofree char *path = archive_test_path ("bomb.gz");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) base = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, 0, NULL, &error));
  g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (base, gzip);
  g_autofree char *zeros = g_malloc0 (1024 * 1024);

  for (guint i = 0; i < 400; i++)
    g_assert_true (g_output_stream_write_all (stream, zeros, 1024 * 1024, NULL, NULL, &error));
  g_assert_true (g_output_stream_close (stream, NULL, &error));
  assert_error (path, USHER_ARCHIVE_ERROR_TOO_LARGE);
}

/* A line without end: bounded memory, one bad row, and what follows is read. */
static void
test_long_line (void)
{
  g_autofree char *path = archive_test_path ("long.usherlog");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (3, 20);
  g_autofree char *block = g_strnfill (1024 * 1024, 'x');
  g_autofree char *text = NULL;
  const char *half;
  FILE *file;
  guint n_bad;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  text = archive_test_read (path, NULL);
  half = strchr (text + strlen (text) / 2, '\n') + 1;
  file = fopen (path, "w");
  fwrite (text, 1, (gsize) (half - text), file);
  for (guint i = 0; i < 64; i++)
    fwrite (block, 1, 1024 * 1024, file);
  fprintf (file, "\n%s", half);
  fclose (file);
  g_assert_cmpuint (count_rows (path, &n_bad), ==, 21);
  g_assert_cmpuint (n_bad, ==, 1);
}

static void
test_api_answers (void)
{
#define DETAIL(id, events)                                                                          \
  "{\"id\":\"" id "\",\"invitationType\":\"CREATE_CONNECTION\",\"status\":\"ACTIVE\",\"token\":\"SECRET\"," \
  "\"createdAt\":\"2026-01-01T00:00:00Z\",\"allowedEmails\":[\"a@example.com\"]" events "}"
#define EVENTS ",\"events\":[{\"type\":\"VIEWED\",\"created\":\"2026-01-02T00:00:00Z\"},7,{\"type\":\"USED\",\"created\":\"2026-01-03T00:00:00Z\"}]"
  static const struct
  {
    const char *text;
    guint n_rows;
    guint n_bad;
  } cases[] = {
    { DETAIL ("a", EVENTS), 3, 1 },
    { "\n [ " DETAIL ("a", EVENTS) " , " DETAIL ("b", "") " ]\n", 4, 1 },
    { DETAIL ("a", "") "\n" DETAIL ("b", EVENTS), 4, 1 },
    { "{\"totalInvitations\":2,\"hasNext\":false,\"invitations\":[" DETAIL ("a", "") "," DETAIL ("b", "") "]}", 2, 0 },
    { "[" DETAIL ("a", "") ",\"x\",null]", 3, 2 },
    { "[" DETAIL ("a", "") "," DETAIL ("b", EVENTS) ",{\"id\":\"c\",\"inv", 5, 2 },
    { "[{\"eventType\":\"VIEWED\",\"createdAt\":\"2026-01-02T00:00:00Z\"}]", 1, 0 },
  };
  g_autofree char *path = archive_test_path ("answer.json");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (UsherArchive) archive = NULL;

      archive_test_write (path, cases[i].text, -1);
      archive = archive_test_open (path, NULL);
      g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, cases[i].n_rows);
      g_assert_cmpuint (usher_archive_get_n_bad (archive), ==, cases[i].n_bad);
      for (guint row = 0; row < cases[i].n_rows; row++)
        {
          g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, row);

          g_assert_null (strstr (usher_archive_event_get_raw (event), "SECRET"));
        }
    }
}

static void
test_csv_damage (void)
{
  g_autofree char *path = archive_test_path ("damage.csv");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (3, 30);
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;
  guint n_bad;

  archive_test_write_lines (path, USHER_LOG_FORMAT_CSV, lines);
  text = archive_test_read (path, NULL);
  longer = g_strconcat (text, "too,few\r\n,,,,,,,,,,,,,,,\r\n", text + strlen (text) - 1, "x,\"never closed", NULL);
  archive_test_write (path, longer, -1);
  g_assert_cmpuint (count_rows (path, &n_bad), >=, 30 + 3);
  g_assert_cmpuint (n_bad, >=, 3);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/log-source/not-logs", test_not_logs);
  g_test_add_func ("/archive/log-source/bad-lines", test_bad_lines);
  g_test_add_func ("/archive/log-source/encodings", test_encodings);
  g_test_add_func ("/archive/log-source/gzip", test_gzip);
  g_test_add_func ("/archive/log-source/bomb", test_bomb);
  g_test_add_func ("/archive/log-source/long-line", test_long_line);
  g_test_add_func ("/archive/log-source/api-answers", test_api_answers);
  g_test_add_func ("/archive/log-source/csv-damage", test_csv_damage);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
