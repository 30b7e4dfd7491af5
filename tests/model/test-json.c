/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/usher-json.h"

#include "model/usher-model-error.h"
#include "model/usher-time.h"

#include <string.h>

static void
test_refused (void)
{
  static const char *const cases[]
      = { "", "   ", "{", "[1,", "{\"a\":}", "[1}", "]", "<html></html>", "{'a': 1}", "// c\n[]",
          "/* \" */ [", "var x = {}", "[\"\\u12\"]", "[\"\\x41\"]", "[\"\\uZZZZ\"]", "[\"abc]", "\"\\",
          "[\"\xFF\"]", "nope", "[0x10]", "{\"a\" 1}", "[1] [2]" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (usher_json_parse (cases[i], -1, &error));
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
    }
  g_assert_null (usher_json_parse (NULL, 0, NULL));
  g_assert_null (usher_json_parse ("[]\0", 3, NULL));
}

static char *
nest (const char *open, const char *close, guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append_c (text, '1');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *deepest = nest ("[", "]", 64);
  g_autofree char *too_deep = nest ("[", "]", 65);
  g_autofree char *objects = nest ("{\"a\":", "}", 40000);
  g_autofree char *in_string = g_strdup_printf ("\"\\\"%s\"", too_deep);
  g_autoptr (JsonNode) node = usher_json_parse (deepest, -1, NULL);
  g_autoptr (JsonNode) text = usher_json_parse (in_string, -1, NULL);

  g_assert_nonnull (node);
  g_assert_nonnull (text);
  g_assert_null (usher_json_parse (too_deep, -1, NULL));
  g_assert_null (usher_json_parse (objects, -1, NULL));
}

/* json-glib asserts on half a surrogate pair: an answer must not be able to end the program. */
static void
test_escapes (void)
{
  static const char *const cases[][2] = {
    { "[\"\\ud83d\\ude00\"]", "\xF0\x9F\x98\x80" }, /* a whole pair */
    { "[\"\\ud83d\"]", "\uFFFD" },
    { "[\"\\ud83d\\u0041\"]", "\uFFFD" "A" },
    { "[\"\\ud83dx\"]", "\uFFFDx" },
    { "[\"\\ude00\"]", "\uFFFD" },
    { "[\"a\\u0000b\"]", "a\uFFFD" "b" },
    { "[\"\\\\ud83d\"]", "\\ud83d" },
    { "[\"\\n\\t\\/\\\"\"]", "\n\t/\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = usher_json_parse (cases[i][0], -1, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (json_array_get_string_element (json_node_get_array (node), 0), ==,
                       cases[i][1]);
    }
}

static void
test_length (void)
{
  g_autoptr (JsonNode) node = usher_json_parse ("[1, 2]garbage", 6, NULL);
  g_autoptr (JsonNode) marked = usher_json_parse ("\xEF\xBB\xBF{}", -1, NULL);
  g_autofree char *text = NULL;

  g_assert_nonnull (usher_json_node_get_array (node));
  g_assert_null (usher_json_node_get_object (node));
  g_assert_nonnull (usher_json_node_get_object (marked));
  text = usher_json_to_string (node, FALSE);
  g_assert_cmpstr (text, ==, "[1,2]");
}

static void
test_getters (void)
{
  static const char *const members[] = { "s", "i", "d", "e", "h", "b", "n", "o", "a", "t", "missing" };
  g_autoptr (JsonNode) node = usher_json_parse (
      "{\"s\": \"text\", \"i\": 7, \"d\": 3.0, \"e\": 3.5, \"h\": 1e300, \"b\": true, \"n\": null,"
      " \"o\": {\"x\": 1}, \"a\": [\"one\", 2, null, \"three\"], \"t\": \"2023-11-07T05:31:56Z\"}",
      -1, NULL);
  JsonObject *object = usher_json_node_get_object (node);
  g_auto (GStrv) strings = usher_json_dup_strv (object, "a");
  g_auto (GStrv) nothing = usher_json_dup_strv (NULL, "a");

  g_assert_cmpstr (usher_json_get_string (object, "s", "f"), ==, "text");
  g_assert_cmpint (usher_json_get_int (object, "i", -1), ==, 7);
  g_assert_cmpint (usher_json_get_int (object, "d", -1), ==, 3);
  g_assert_cmpint (usher_json_get_int (object, "e", -1), ==, -1);
  g_assert_cmpint (usher_json_get_int (object, "h", -1), ==, -1);
  g_assert_true (usher_json_get_boolean (object, "b", FALSE));
  g_assert_nonnull (usher_json_get_object (object, "o"));
  g_assert_nonnull (usher_json_get_array (object, "a"));
  g_assert_cmpint (usher_json_get_time (object, "t"), ==, usher_time_parse ("2023-11-07T05:31:56Z"));
  g_assert_cmpstr (strings[0], ==, "one");
  g_assert_cmpstr (strings[1], ==, "three");
  g_assert_null (strings[2]);
  g_assert_null (nothing[0]);

  /* Each getter on each member that is of another type, and without an object: the fallback. */
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *m = members[i];
      g_auto (GStrv) list = usher_json_dup_strv (object, m);

      if (strchr ("st", *m) == NULL)
        g_assert_cmpstr (usher_json_get_string (object, m, "f"), ==, "f");
      if (strchr ("id", *m) == NULL)
        g_assert_cmpint (usher_json_get_int (object, m, -9), ==, -9);
      if (*m != 'b')
        g_assert_true (usher_json_get_boolean (object, m, TRUE));
      if (*m != 't')
        g_assert_cmpint (usher_json_get_time (object, m), ==, USHER_TIME_NONE);
      if (*m != 'o')
        g_assert_null (usher_json_get_object (object, m));
      if (*m != 'a')
        g_assert_null (usher_json_get_array (object, m));
      if (*m != 'a')
        g_assert_null (list[0]);
      g_assert_null (usher_json_get_string (NULL, m, NULL));
      g_assert_cmpint (usher_json_get_int (NULL, m, 4), ==, 4);
    }
  g_assert_null (usher_json_node_get_object (NULL));
  g_assert_null (usher_json_node_get_array (NULL));
}

/* Texts at any place are cut between letters, and what is named by a megabyte is left out. */
static void
test_shorten (void)
{
  g_autofree char *name = g_strnfill (1024 * 1024, 'n');
  g_autofree char *text = g_strdup_printf ("{\"a\":\"12345678\",\"b\":\"123456789\",\"c\":[\"1234567\xC3\xA4\",7,null,{\"%s\":1,"
                                           "\"d\":\"123456\xF0\x9F\x99\x82\"}],\"%s\":true}", name, name);
  g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);
  g_autofree char *shorter = NULL;

  g_assert_nonnull (node);
  usher_json_shorten (node, 8);
  usher_json_shorten (NULL, 8);
  shorter = usher_json_to_string (node, FALSE);
  g_assert_cmpstr (shorter, ==, "{\"a\":\"12345678\",\"b\":\"12345678\xE2\x80\xA6\",\"c\":[\"1234567\xE2\x80\xA6\",7,null,"
                                "{\"d\":\"123456\xE2\x80\xA6\"}]}");
}

/* Whatever a bit of damage makes of an answer, reading it neither crashes nor warns. */
static void
test_damage (void)
{
  static const char text[] = "{\"a\": [1, -2.5e3, true, false, null, \"x\\ud83d\\ude00\\n\"],"
                             " \"b\": {\"c\": \"\\u0041 \xC3\xA4\"}, \"d\": 9223372036854775807}";
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  guint n_read = 0;

  for (guint i = 0; i < 4000; i++)
    {
      g_autofree char *copy = g_memdup2 (text, sizeof text);
      gint32 changes = g_rand_int_range (rand, 1, 4);
      g_autoptr (JsonNode) node = NULL;

      for (gint32 j = 0; j < changes; j++)
        copy[g_rand_int_range (rand, 0, sizeof text - 1)]
            = "{}[]\",:\\u0dD8-+.eEtn /'#\xC3"[g_rand_int_range (rand, 0, 26)];
      node = usher_json_parse (copy, sizeof text - 1, NULL);
      n_read += node != NULL;
    }
  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (n_read, <, 4000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/json/refused", test_refused);
  g_test_add_func ("/model/json/depth", test_depth);
  g_test_add_func ("/model/json/escapes", test_escapes);
  g_test_add_func ("/model/json/length", test_length);
  g_test_add_func ("/model/json/getters", test_getters);
  g_test_add_func ("/model/json/shorten", test_shorten);
  g_test_add_func ("/model/json/damage", test_damage);
  return g_test_run ();
}
