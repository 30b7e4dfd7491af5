/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include "archive/usher-json-scan.h"
#include "archive/usher-log-line.h"
#include "model/usher-json.h"
#include "model/usher-time.h"

#include <string.h>

static gboolean
is_json (const char *text, gsize length)
{
  UsherJsonScan scan;

  usher_json_scan_init (&scan, text, length);
  return usher_json_scan_value (&scan, NULL) && usher_json_scan_at_end (&scan);
}

static void
test_grammar (void)
{
  static const char *const good[] = {
    "{}", "[]", " [ ] ", "0", "-0", "1.5e-3", "1E+9", "\"\"", "true", "false", "null", "[1,2,[3]]",
    "{\"a\":{\"b\":[null,\"\\u00e9\\n\\\\\"]}}", "\"\\ud83d\\ude00\"", "\"0123456789012345678901234567890\"",
  };
  static const char *const bad[] = {
    "", " ", "{", "}", "[1,]", "{\"a\"}", "{\"a\":}", "{,}", "01", "1.", ".5", "+1", "1e", "tru", "nulll", "\"",
    "\"\\x\"", "\"\\u12g4\"", "\"\\u123", "'a'", "{a:1}", "[1 2]", "[1,2", "1 2", "//x\n1", "\"a\nb\"", "\"\t\"",
    "{\"a\":1,}", "-", "\"0123456789012345\n\"", "\"abc\\",
  };
  g_autofree char *deep = g_strnfill (100, '[');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (!is_json (good[i], strlen (good[i])))
      g_error ("refused: %s", good[i]);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (is_json (bad[i], strlen (bad[i])))
      g_error ("taken: %s", bad[i]);
  g_assert_false (is_json (deep, 100));
  g_assert_false (is_json ("\"a\0b\"", 5));
  g_assert_false (is_json ("1\0", 2));
}

/* Whatever the scanner takes, the parser that shows it must take, too, and the other way round. */
static void
test_agrees_with_parser (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GString) line = g_string_new (NULL);
  guint n_taken = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      UsherLogLine parts;
      gboolean taken;

      archive_test_random_line (rand, line);
      for (gint32 k = g_rand_int_range (rand, 0, 3); k > 0; k--)
        line->str[g_rand_int_range (rand, 0, (gint32) line->len)] =
            "{}[]\",:\\ue0-. \x80"[g_rand_int_range (rand, 0, 16)];
      taken = is_json (line->str, line->len) && g_utf8_validate (line->str, (gssize) line->len, NULL);
      node = usher_json_parse (line->str, (gssize) line->len, NULL);
      /* json-glib takes more numbers and duplicate names than JSON does; never less than the scanner. */
      if (taken && node == NULL)
        g_error ("the parser refuses: %s", line->str);
      n_taken += taken;
      usher_log_line_parse (&parts, line->str, line->len, NULL);
      if (parts.type != USHER_LINE_BAD && !taken)
        g_error ("a line that is no JSON: %s", line->str);
    }
  g_assert_cmpuint (n_taken, >, 5000);
  g_assert_cmpuint (n_taken, <, 19000);
}

static void
test_unescape (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } cases[] = {
    { "plain", "plain" },
    { "", "" },
    { "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t" },
    { "\\u00e9x", "éx" },
    { "\\ud83d\\ude00", "😀" },
    { "\\ud83d", "\xef\xbf\xbd" },
    { "\\ude00!", "\xef\xbf\xbd!" },
    { "\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd😀" },
    { "a\\u0000b", "a\xef\xbf\xbd" "b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      UsherSlice slice = { cases[i].json, strlen (cases[i].json) };
      gsize length;
      g_autofree char *text = usher_json_unescape (&slice, &length);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpuint (length, ==, strlen (cases[i].text));
    }
}

static void
test_times (void)
{
  static const char *const odd[] = { "2024-02-29T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
                                     "2024-01-31T24:00:00Z", "2024-06-30T23:59:60Z", "2024-01-01", "x",
                                     "2024-01-01T00:00:00.123456789Z", "2024-01-01T00:00:00+02:00", "" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text =
          i < G_N_ELEMENTS (odd)
              ? g_strdup (odd[i])
              : g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", g_rand_int_range (rand, 1890, 2110),
                                 g_rand_int_range (rand, 0, 14), g_rand_int_range (rand, 0, 33),
                                 g_rand_int_range (rand, 0, 26), g_rand_int_range (rand, 0, 62),
                                 g_rand_int_range (rand, 0, 62));
      UsherSlice slice = { text, strlen (text) };

      g_assert_cmpint (usher_slice_to_time (&slice), ==, usher_time_parse (text));
    }
}

static void
test_line (void)
{
  static const char line[] = "{\"event\":{\"type\":\"OLD\",\"eventType\":\"\",\"event\":\"X\",\"created\":\"bad\","
                             "\"timestamp\":\"2024-01-02T03:04:05Z\",\"id\":77,\"actorEmail\":\"a@example.com\"},"
                             "\"invitation\":{\"id\":\"i\\u0031\",\"maxUses\":null,\"useCount\":2}}";
  UsherLogLine parts;

  usher_log_line_parse (&parts, line, strlen (line), NULL);
  g_assert_cmpint (parts.type, ==, USHER_LINE_EVENT);
  g_assert_true (usher_slice_is (&parts.kind, "OLD"));
  g_assert_true (usher_slice_is (&parts.event_id, "77"));
  g_assert_true (usher_slice_is (&parts.email, "a@example.com"));
  g_assert_cmpint (parts.when, ==, usher_time_parse ("2024-01-02T03:04:05Z"));
  g_assert_null (parts.max_uses.data);
  g_assert_cmpuint (usher_slice_to_uint (&parts.use_count), ==, 2);
  g_assert_true (parts.non_ascii);

  usher_log_line_parse (&parts, "{\"event\":{},\"event\":{}}", 23, NULL);
  g_assert_cmpint (parts.type, ==, USHER_LINE_BAD);
  usher_log_line_parse (&parts, "{\"event\":{\"a\":\"\xff\"}}", 19, NULL);
  g_assert_cmpint (parts.type, ==, USHER_LINE_BAD);
  usher_log_line_parse (&parts, "{\"other\":1}", 11, NULL);
  g_assert_cmpint (parts.type, ==, USHER_LINE_BAD);
}

static void
assert_same (const UsherSlice *a, const UsherSlice *b, const char *line)
{
  if (a->data == b->data && a->length == b->length)
    return;
  g_test_message ("%s", line);
  g_test_fail ();
}

/* What the line before had is only a shortcut: with it and without it, a line is the same, whatever was done to it. */
static void
test_cache (void)
{
  static const char chain[] = ",\"chain\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}";
  static const char *const tails[] = {
    ",\"chain\":\"00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff\"}",
    ",\"chain\":\"ab\",\"company\":\"1234567890123456789012345678901234567890123456789\"}",
    ",\"chain\":\"short\"}", ",\"other\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}",
    ",\"event\":{\"eventType\":\"USED\"}}", "} ", "",
  };
  guint n_rounds = usher_test_rounds (4000, 200000);
  g_autoptr (GRand) rand = usher_test_new_rand ();
  g_autoptr (GString) line = g_string_new (NULL);
  UsherFactsCache cache = { 0 };
  guint n_known = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      UsherLogLine with;
      UsherLogLine without;
      gsize body;

      if (i % 5 == 0 || line->len == 0)
        {
          archive_test_random_line (rand, line);
          g_string_truncate (line, line->len - 1);
        }
      body = line->len;
      g_string_append (line, g_rand_int_range (rand, 0, 4) != 0
                                 ? chain
                                 : tails[g_rand_int_range (rand, 0, G_N_ELEMENTS (tails))]);
      if (g_rand_int_range (rand, 0, 4) == 0)
        line->str[g_rand_int_range (rand, 0, (gint32) line->len)] = (char) g_rand_int_range (rand, 32, 256);
      usher_log_line_parse (&with, line->str, line->len, &cache);
      usher_log_line_parse (&without, line->str, line->len, NULL);
      n_known += cache.rest_length > 0;
      g_assert_cmpint (with.type, ==, without.type);
      g_assert_cmpint (with.usual, ==, without.usual);
      g_assert_cmpuint (with.n_chains, ==, without.n_chains);
      g_assert_cmpint (with.non_ascii, ==, without.non_ascii);
      g_assert_cmpint (with.when, ==, without.when);
      assert_same (&with.event, &without.event, line->str);
      assert_same (&with.invitation, &without.invitation, line->str);
      assert_same (&with.company, &without.company, line->str);
      assert_same (&with.invitation_id, &without.invitation_id, line->str);
      assert_same (&with.allowed_emails, &without.allowed_emails, line->str);
      assert_same (&with.email, &without.email, line->str);
      g_string_truncate (line, body);
    }
  g_assert_cmpuint (n_known, >, n_rounds / 20);
  usher_facts_cache_clear (&cache);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/json-scan/grammar", test_grammar);
  g_test_add_func ("/archive/json-scan/agrees-with-parser", test_agrees_with_parser);
  g_test_add_func ("/archive/json-scan/unescape", test_unescape);
  g_test_add_func ("/archive/json-scan/times", test_times);
  g_test_add_func ("/archive/json-scan/line", test_line);
  g_test_add_func ("/archive/json-scan/cache", test_cache);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
