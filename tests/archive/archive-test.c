/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include "archive/usher-log-line.h"
#include "model/usher-time.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *scratch;

/* In memory where there is such a place: every log is synced to the disk when it is finished. */
void
archive_test_init (void)
{
  if (g_access ("/dev/shm", W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  scratch = usher_test_make_dir ();
  {
    g_autofree char *cache = g_build_filename (scratch, "cache", NULL);

    g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  }
}

const char *
archive_test_dir (void)
{
  return scratch;
}

void
archive_test_clean (void)
{
  usher_test_remove_tree (scratch);
  g_clear_pointer (&scratch, g_free);
}

char *
archive_test_path (const char *name)
{
  return g_build_filename (scratch, name, NULL);
}

/* Some tests write ten thousand files, and ext4 syncs what is written over another file: so it goes first. */
void
archive_test_write (const char *path, const char *data, gssize length)
{
  FILE *file = (g_unlink (path), fopen (path, "w"));
  gsize n = length < 0 ? strlen (data) : (gsize) length;

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, n, file), ==, n);
  g_assert_cmpint (fclose (file), ==, 0);
}

char *
archive_test_read (const char *path, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *data;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);
  return data;
}

static const char *
pick (GRand *rand, const char *const *words, guint n)
{
  return words[g_rand_int_range (rand, 0, (gint32) n)];
}

void
archive_test_append_random_text (GRand *rand, GString *line)
{
  static const char *const words[] = {
    "plain",     "=1+1",  "@SUM(A1)", "-2",     "+3",        "'quoted", "a,b;c",  "say \"hi\"", "back\\slash",
    "tab\there", "two\nlines", "\r\n", "Ärger", "ÉCOLE",     "日本語",  "ﬁne",    "İstanbul",  "ς Σ",
    "",          " ",     "\x01\x1f", "\xef\xbc\x9d" "1", "<b>&amp;", "null", "\xe2\x80\xae" "rtl", "😀",
    "\x7f\xc2\x9b" "31m", "\xc2\xa0 “no”", "\xe2\x80\xa8\xd8\x9c", "\xef\xbb\xbf" "mark", "\xd8\xa7\xe2\x81\xa9", "\x1b]0;x\x07",
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gint32 i = g_rand_int_range (rand, 0, 3); i >= 0; i--)
    g_string_append (text, pick (rand, words, G_N_ELEMENTS (words)));
  usher_json_append_string (line, text->str, (gssize) text->len);
}

void
archive_test_random_line (GRand *rand, GString *line)
{
  static const char *const kinds[] = { "CREATED", "EMAIL_SENT", "VIEWED", "EMAIL_VERIFIED", "USED", "SOME_NEW_KIND" };
  static const char *const people[] = { "anna@example.com", "Bob@Example.com", "cö@example.org", "=x@example.net" };
  static const char *const companies[] = { "Northwind", "Café Müller", "=cmd|' /C calc'!A0", "日本 Foods" };
  guint invitation = (guint) g_rand_int_range (rand, 0, 40);
  guint company = invitation % G_N_ELEMENTS (companies);
  gint64 time = G_GINT64_CONSTANT (1700000000) + g_rand_int_range (rand, 0, 500000);
  g_autofree char *stamp = usher_time_to_string (time * G_USEC_PER_SEC);

  g_string_truncate (line, 0);
  g_string_append_c (line, '{');
  if (g_rand_int_range (rand, 0, 20) != 0)
    {
      g_string_append_printf (line, "\"event\":{\"id\":\"e%u\",\"eventType\":\"%s\"", g_rand_int (rand),
                              pick (rand, kinds, G_N_ELEMENTS (kinds)));
      if (g_rand_boolean (rand))
        g_string_append_printf (line, ",\"email\":\"%s\"", pick (rand, people, G_N_ELEMENTS (people)));
      if (g_rand_int_range (rand, 0, 30) != 0)
        g_string_append_printf (line, ",\"createdAt\":\"%s\"", stamp);
      if (g_rand_int_range (rand, 0, 3) == 0)
        {
          g_string_append (line, ",\"note\":");
          archive_test_append_random_text (rand, line);
          g_string_append (line, ",\"n\":-1.5e3,\"deep\":{\"a\":[1,true,null,\"x\"]}");
        }
      g_string_append (line, "},");
    }
  g_string_append_printf (line, "\"invitation\":{\"id\":\"i%u\",\"invitationType\":\"CREATE_CONNECTION\","
                          "\"status\":\"ACTIVE\",\"companyId\":\"c%u\",\"allowedEmails\":[", invitation, company);
  for (gint32 i = g_rand_int_range (rand, 0, 3), first = 1; i > 0; i--, first = 0)
    g_string_append_printf (line, "%s\"%s\"", first ? "" : ",", people[(invitation + (guint) i) % G_N_ELEMENTS (people)]);
  g_string_append_printf (line, "],\"maxUses\":3,\"useCount\":0,\"createdAt\":\"%s\"},\"company\":", stamp);
  usher_json_append_string (line, companies[company], -1);
  g_string_append_c (line, '}');
}

GPtrArray *
archive_test_random_lines (guint32 seed, guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GString) line = g_string_new (NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      archive_test_random_line (rand, line);
      g_ptr_array_add (lines, g_strdup (line->str));
    }
  return lines;
}

void
archive_test_write_lines (const char *path, UsherLogFormat format, GPtrArray *lines)
{
  const UsherLogAbout about = { .account = "Test", .server = "https://example.com/v2.2",
                                .filter = "", .time_zone = "Europe/Berlin", .made_at = 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherLogWriter) writer =
      usher_log_writer_new (path, format, USHER_LOG_FLAGS_NONE, &about, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      usher_log_writer_add_line (writer, line, strlen (line), &error);
      g_assert_no_error (error);
    }
  usher_log_writer_finish (writer, &error);
  g_assert_no_error (error);
}

UsherArchive *
archive_test_open (const char *first, ...)
{
  UsherArchive *archive = usher_archive_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  va_list args;

  va_start (args, first);
  for (const char *path = first; path != NULL; path = va_arg (args, const char *))
    g_ptr_array_add (paths, (gpointer) path);
  va_end (args);
  g_ptr_array_add (paths, NULL);
  usher_archive_open_async (archive, (const char *const *) paths->pdata, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  usher_archive_open_finish (archive, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_archive_get_state (archive), ==, USHER_ARCHIVE_READY);
  return archive;
}

GArray *
archive_test_filter (UsherArchive *archive, UsherArchiveFilter *filter)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  GArray *rows;

  usher_archive_filter_async (archive, filter, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  rows = usher_archive_filter_finish (archive, result, &error);
  g_assert_no_error (error);
  return rows;
}

UsherVerification
archive_test_verify (const char *path)
{
  UsherVerification verification = { 0 };
  g_autoptr (GError) error = NULL;

  usher_verify_file (path, &verification, NULL, &error);
  g_assert_no_error (error);
  return verification;
}
