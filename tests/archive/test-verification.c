/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include <string.h>

/* Everything that can be done to a small log, and none of it may pass for whole. A file that is no log any more
 * is an error, which is as good. */
static void
assert_not_whole (const char *path, const char *data, gsize length, const char *what, gsize at)
{
  UsherVerification verification = { 0 };
  g_autoptr (GError) error = NULL;

  archive_test_write (path, data, (gssize) length);
  if (usher_verify_file (path, &verification, NULL, &error)
      && verification.verdict != USHER_VERDICT_CUT_SHORT && verification.verdict != USHER_VERDICT_EDITED)
    {
      g_test_message ("%s at %" G_GSIZE_FORMAT " was not found: %s", what, at,
                      usher_verdict_to_string (verification.verdict));
      g_test_fail ();
    }
}

static char *
make_sample (const char *path, gsize *length)
{
  g_autoptr (GPtrArray) lines = archive_test_random_lines (7, 4);

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_WHOLE);
  return archive_test_read (path, length);
}

static void
test_every_change (void)
{
  g_autofree char *path = archive_test_path ("change.usherlog");
  gsize length;
  g_autofree char *sample = make_sample (path, &length);
  g_autofree char *copy = g_memdup2 (sample, length);

  for (gsize i = 0; i < length; i++)
    for (guint k = 0; k < usher_test_rounds (3, 255); k++)
      {
        /* In the long run every byte there is; else a neighbour, another case of a letter, and some other. */
        guint8 change = usher_test_is_long () ? (guint8) (k + 1) : k == 0 ? 0x01 : k == 1 ? 0x20 : (guint8) (2 + i % 250);

        copy[i] = (char) (sample[i] ^ change);
        assert_not_whole (path, copy, length, "change", i);
        copy[i] = sample[i];
      }
}

static void
test_every_cut (void)
{
  g_autofree char *path = archive_test_path ("cut.usherlog");
  gsize length;
  g_autofree char *sample = make_sample (path, &length);
  g_autofree char *copy = g_malloc (length);

  for (gsize i = 1; i < length; i++)
    assert_not_whole (path, sample, i, "end cut off", i);
  for (gsize i = 1; i < length; i++)
    assert_not_whole (path, sample + i, length - i, "beginning cut off", i);
  for (gsize i = 0; i < length; i++)
    {
      memcpy (copy, sample, i);
      memcpy (copy + i, sample + i + 1, length - i - 1);
      assert_not_whole (path, copy, length - 1, "byte taken out", i);
    }
}

static void
test_every_insertion (void)
{
  static const char bytes[] = { 'x', '\n', ' ', '"', '\0' };
  g_autofree char *path = archive_test_path ("insert.usherlog");
  gsize length;
  g_autofree char *sample = make_sample (path, &length);
  g_autofree char *copy = g_malloc (length + 1);

  for (gsize i = 0; i <= length; i++)
    {
      memcpy (copy, sample, i);
      memcpy (copy + i + 1, sample + i, length - i);
      copy[i] = bytes[i % sizeof bytes];
      assert_not_whole (path, copy, length + 1, "insertion", i);
      copy[i] = '\n';
      assert_not_whole (path, copy, length + 1, "line feed", i);
    }
}

static void
test_every_swap (void)
{
  g_autofree char *path = archive_test_path ("swap.usherlog");
  gsize length;
  g_autofree char *sample = make_sample (path, &length);
  g_autofree char *copy = g_memdup2 (sample, length);
  g_auto (GStrv) lines = NULL;

  for (gsize i = 0; i + 1 < length; i++)
    {
      if (sample[i] == sample[i + 1])
        continue;
      copy[i] = sample[i + 1];
      copy[i + 1] = sample[i];
      assert_not_whole (path, copy, length, "swap", i);
      copy[i] = sample[i];
      copy[i + 1] = sample[i + 1];
    }

  copy[length - 1] = '\0';
  lines = g_strsplit (copy, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    for (guint j = 0; lines[j] != NULL; j++)
      {
        g_autofree char *joined = NULL;
        g_autofree char *whole = NULL;
        char *line = lines[i];

        /* Swapped, or (the same) written over by another. */
        lines[i] = lines[j];
        if (j > i)
          lines[j] = line;
        joined = g_strjoinv ("\n", lines);
        if (j > i)
          lines[j] = lines[i];
        lines[i] = line;
        whole = g_strconcat (joined, "\n", NULL);
        if (i != j)
          assert_not_whole (path, whole, strlen (whole), "line", i);
      }
}

static void
test_says_where (void)
{
  g_autofree char *path = archive_test_path ("where.usherlog");
  g_autofree char *gz = archive_test_path ("where.usherlog.gz");
  g_autofree char *marked = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *sample = NULL;
  g_autoptr (GPtrArray) lines = archive_test_random_lines (9, 3000);
  UsherVerification verification;
  gsize length;
  char *at;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  verification = archive_test_verify (path);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpuint (verification.n_lines, ==, 3002);
  g_assert_cmpuint (strlen (verification.seal), ==, 64);

  sample = archive_test_read (path, &length);
  at = sample;
  for (guint i = 1; i < 1234; i++)
    at = strchr (at, '\n') + 1;
  *strstr (at, "ACTIVE") = 'a';
  archive_test_write (path, sample, (gssize) length);
  verification = archive_test_verify (path);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_EDITED);
  g_assert_cmpuint (verification.line, ==, 1234);
  sentence = usher_verification_dup_sentence (&verification);
  g_assert_nonnull (strstr (sentence, "line 1234"));
  *strstr (at, "aCTIVE") = 'A';

  *at = '\0';
  archive_test_write (path, sample, -1);
  g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_CUT_SHORT);
  *at = '{';

  marked = g_strconcat ("\xef\xbb\xbf", sample, NULL);
  archive_test_write (path, marked, -1);
  verification = archive_test_verify (path);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_EDITED);
  g_assert_cmpuint (verification.line, ==, 1);
  g_assert_cmpuint (verification.n_bad, ==, 0);

  archive_test_write_lines (gz, USHER_LOG_FORMAT_USHERLOG_GZIP, lines);
  g_assert_cmpint (archive_test_verify (gz).verdict, ==, USHER_VERDICT_WHOLE);
}

static void
test_large (void)
{
  g_autofree char *path = archive_test_path ("large.usherlog");
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  UsherVerification verification;
  gsize length;

  /* Several segments, on several threads. */
  usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 40000, 3, NULL, &error);
  g_assert_no_error (error);
  verification = archive_test_verify (path);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpuint (verification.n_events, ==, 40000);
  data = archive_test_read (path, &length);
  data[length - 5000] ^= 1;
  archive_test_write (path, data, (gssize) length);
  verification = archive_test_verify (path);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_EDITED);
  g_assert_cmpuint (verification.line, >, 39900);
  data[length - 5000] ^= 1;
  data[5 * 1024 * 1024] ^= 1;
  archive_test_write (path, data, (gssize) length);
  verification = archive_test_verify (path);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_EDITED);
  g_assert_cmpuint (verification.line, >, 9000);
  g_assert_cmpuint (verification.line, <, 10000);
}

/* (transfer full) The script that stands in the specification. */
static char *
dup_script (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "data", "usherlog-format.md", NULL);
  g_autofree char *text = archive_test_read (path, NULL);
  const char *start = strstr (text, "```python\n");
  const char *end;
  guint n_lines = 0;

  g_assert_nonnull (start);
  start += strlen ("```python\n");
  end = strstr (start, "```");
  g_assert_nonnull (end);
  for (const char *p = start; p < end; p++)
    n_lines += *p == '\n';
  g_assert_cmpuint (n_lines, <=, 30);
  return g_strndup (start, (gsize) (end - start));
}

static void
check_script (const char *python, const char *script, const char *path)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { python, "-c", script, path, NULL };
  UsherVerification verification = archive_test_verify (path);
  int status;

  if (verification.verdict == USHER_VERDICT_WHOLE)
    expected = g_strdup ("whole\n");
  else if (verification.verdict == USHER_VERDICT_EDITED)
    expected = g_strdup_printf ("edited at line %" G_GUINT64_FORMAT "\n", verification.line);
  else
    expected = g_strdup ("cut short\n");
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (errors, ==, "");
  g_assert_cmpstr (output, ==, expected);
  g_assert_cmpint (g_spawn_check_wait_status (status, NULL), ==, verification.verdict == USHER_VERDICT_WHOLE);
}

/* The specification and the program agree: the script that stands in the one finds what the other does, in random logs
 * that were changed, cut, or had a line taken out, put in twice or moved. */
static void
test_script (void)
{
  g_autofree char *path = archive_test_path ("script.usherlog");
  g_autofree char *gz = archive_test_path ("script.usherlog.gz");
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *script = dup_script ();

  if (python == NULL)
    {
      g_test_skip ("no python3");
      return;
    }
  for (guint seed = 0; seed < usher_test_rounds (2, 40); seed++)
    {
      g_autoptr (GPtrArray) lines = archive_test_random_lines (21 + seed, 60);
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_auto (GStrv) parts = NULL;
      g_autofree char *data = NULL;
      gsize length;

      archive_test_write_lines (gz, USHER_LOG_FORMAT_USHERLOG_GZIP, lines);
      check_script (python, script, gz);
      archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
      check_script (python, script, path);
      data = archive_test_read (path, &length);
      parts = g_strsplit (data, "\n", -1);
      data[g_rand_int_range (rand, 0, (gint32) length)] ^= 1;
      archive_test_write (path, data, (gssize) length);
      check_script (python, script, path);
      /* From the second line on: a file without its header may be no log at all. */
      for (guint how = 0; how < 4; how++)
        {
          g_autoptr (GString) text = g_string_new (NULL);
          guint at = (guint) g_rand_int_range (rand, 1, 59);

          for (guint i = 0; parts[i] != NULL && parts[i][0] != '\0'; i++)
            if (how == 0 && i == at) /* taken out */
              continue;
            else if (how == 1 && i == at) /* twice */
              g_string_append_printf (text, "%s\n%s\n", parts[i], parts[i]);
            else if (how == 2 && (i == at || i == at + 1)) /* moved */
              g_string_append_printf (text, "%s\n", parts[i == at ? at + 1 : at]);
            else
              g_string_append_printf (text, "%s\n", parts[i]);
          if (how == 3) /* cut */
            g_string_truncate (text, (gsize) g_rand_int_range (rand, 600, (gint32) text->len));
          archive_test_write (path, text->str, (gssize) text->len);
          check_script (python, script, path);
        }
    }
}

static void
test_async (void)
{
  g_autofree char *path = archive_test_path ("async.usherlog");
  g_autoptr (GPtrArray) lines = archive_test_random_lines (5, 10);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) missing = NULL;
  g_autoptr (GError) error = NULL;
  UsherVerification verification;
  GAsyncResult *slot = NULL;

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  usher_verify_file_async (path, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_true (usher_verify_file_finish (result, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);

  slot = NULL;
  usher_verify_file_async ("/nonexistent/x.usherlog", NULL, usher_test_keep_result, &slot);
  missing = usher_test_take_result (&slot);
  g_assert_false (usher_verify_file_finish (missing, &verification, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_UNREADABLE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/verification/every-change", test_every_change);
  g_test_add_func ("/archive/verification/every-cut", test_every_cut);
  g_test_add_func ("/archive/verification/every-insertion", test_every_insertion);
  g_test_add_func ("/archive/verification/every-swap", test_every_swap);
  g_test_add_func ("/archive/verification/says-where", test_says_where);
  g_test_add_func ("/archive/verification/large", test_large);
  g_test_add_func ("/archive/verification/script", test_script);
  g_test_add_func ("/archive/verification/async", test_async);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
