/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox-json.h"

#include <string.h>

#include "sandbox/usher-sandbox.h"

static void
test_good (void)
{
  static const char * const good[] = {
    "{}", "[]", " \t\r\n{ } ", "null", "true", "false", "0", "-0", "-1.5e-10", "1E+2", "\"\"", "\"\\u00e4\"",
    "\"\\ud83d\\ude00\"", "[1,[2,[3]],{\"a\":{\"b\":[]}}]", "{\"a\":1,\"b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
    "999999999999999999", "{\"\":[[],[],{}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = usher_sandbox_json_parse (good[i], strlen (good[i]), &error);

      g_test_message ("%s", good[i]);
      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_bad (void)
{
  static const char * const bad[] = {
    "", " ", "{", "}", "[", "]", "[1", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
    "{'a':1}", "{1:1}", "{\"a\":1]", "[1}", "nul", "nulll", "True", "NaN", "Infinity", "+1", "01", "1.", ".5",
    "1e", "1e+", "--1", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u0000\"", "\"\\ud800\"",
    "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\x01\"", "\"\t\"", "\"\xff\"", "\xef\xbb\xbf{}",
    "{} {}", "1 2", "// x\n{}", "/* x */{}", "# x\n{}", "var x = {}", "1000000000000000000",
    "-1000000000000000000", "1e100", "1e-100",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = usher_sandbox_json_parse (bad[i], strlen (bad[i]), &error);
      g_autofree char *shown = g_strescape (bad[i], NULL);

      g_test_message ("%s", shown);
      g_assert_null (node);
      g_assert_nonnull (error);
      g_assert_true (error->domain == USHER_SANDBOX_JSON_ERROR);
    }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = usher_sandbox_json_parse ("{}\0", 3, &error);

  g_assert_null (node);
  g_assert_error (error, USHER_SANDBOX_JSON_ERROR, USHER_SANDBOX_JSON_ERROR_SYNTAX);
}

static void
test_depth (void)
{
  for (guint depth = 31; depth <= 33; depth++)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autofree char *text = g_strconcat (open, close, NULL);
      g_autofree char *filled = g_strconcat (open, "1", close, NULL);
      g_autoptr (JsonNode) node = usher_sandbox_json_parse (text, strlen (text), NULL);
      g_autoptr (JsonNode) other = usher_sandbox_json_parse (filled, strlen (filled), NULL);

      g_assert_true ((node != NULL) == (depth <= 32));
      g_assert_true ((other != NULL) == (depth <= 32));
    }
}

/* What is written can be read, and says what it was told. */
static void
test_writer (void)
{
  static const char odd[] = "\"q\" \\ / \b\f\n\r\t\x01\x1f\x7f é 漢 </script>";
  g_autoptr (UsherSandboxJson) writer = usher_sandbox_json_new ();
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  usher_sandbox_json_begin_object (writer, NULL);
  usher_sandbox_json_begin_array (writer, "empty");
  usher_sandbox_json_end_array (writer);
  usher_sandbox_json_add_string (writer, odd, odd);
  usher_sandbox_json_add_string (writer, "none", NULL);
  usher_sandbox_json_begin_array (writer, "items");
  usher_sandbox_json_add_int (writer, NULL, G_GINT64_CONSTANT (-123456789012345678));
  usher_sandbox_json_begin_object (writer, NULL);
  usher_sandbox_json_add_bool (writer, "yes", TRUE);
  usher_sandbox_json_add_bool (writer, "no", FALSE);
  usher_sandbox_json_end_object (writer);
  usher_sandbox_json_add_null (writer, NULL);
  usher_sandbox_json_end_array (writer);
  usher_sandbox_json_add_time (writer, "at", 0);
  usher_sandbox_json_add_time (writer, "never", USHER_SANDBOX_NEVER);
  usher_sandbox_json_add_text (writer, "kept", "{\"a\": [1, 2]}");
  usher_sandbox_json_add_text (writer, "broken", "{\"a\": ");
  usher_sandbox_json_add_text (writer, "absent", NULL);
  usher_sandbox_json_end_object (writer);
  text = usher_sandbox_json_print (writer);
  node = usher_sandbox_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), odd), ==, odd);
  g_assert_null (strchr (text, 0x7f));
  g_assert_nonnull (strstr (text, "\"none\":null,\"items\":[-123456789012345678,{\"yes\":true,\"no\":false},null],"
                                  "\"at\":\"1970-01-01T00:00:00Z\",\"never\":null,\"kept\":{\"a\": [1, 2]},"
                                  "\"broken\":null,\"absent\":null}"));
  g_assert_true (g_str_has_prefix (text, "{\"empty\":[],"));
}

static void
test_time (void)
{
  static const struct
  {
    gint64 time;
    const char *text;
  } cases[] = {
    { 0, "1970-01-01T00:00:00Z" },
    { 1, "1970-01-01T00:00:00.000001Z" },
    { -1, "1969-12-31T23:59:59.999999Z" },
    { G_GINT64_CONSTANT (1699335116000000), "2023-11-07T05:31:56Z" },
    { G_GINT64_CONSTANT (1699335116120000), "2023-11-07T05:31:56.120000Z" },
    { G_GINT64_CONSTANT (1709164800000000), "2024-02-29T00:00:00Z" },
    { G_GINT64_CONSTANT (-62135596800000000), "0001-01-01T00:00:00Z" },
    { G_GINT64_CONSTANT (-62135596800000001), NULL },
    { G_GINT64_CONSTANT (253402300799999999), "9999-12-31T23:59:59.999999Z" },
    { G_GINT64_CONSTANT (253402300800000000), NULL },
    { USHER_SANDBOX_NEVER, NULL },
    { G_MAXINT64, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = usher_sandbox_time_to_string (cases[i].time);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  /* Every seventh day or so of two thousand years, beside GLib's calendar. */
  for (gint64 at = -G_GINT64_CONSTANT (62135596800); at < G_GINT64_CONSTANT (4102444800); at += 613331)
    {
      g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (at);
      g_autofree char *expected = g_strdup_printf (
        "%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year (date), g_date_time_get_month (date),
        g_date_time_get_day_of_month (date), g_date_time_get_hour (date), g_date_time_get_minute (date),
        g_date_time_get_second (date));
      g_autofree char *text = usher_sandbox_time_to_string (at * G_USEC_PER_SEC);

      g_assert_cmpstr (text, ==, expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/json/good", test_good);
  g_test_add_func ("/sandbox/json/bad", test_bad);
  g_test_add_func ("/sandbox/json/nul", test_nul);
  g_test_add_func ("/sandbox/json/depth", test_depth);
  g_test_add_func ("/sandbox/json/writer", test_writer);
  g_test_add_func ("/sandbox/json/time", test_time);
  return g_test_run ();
}
