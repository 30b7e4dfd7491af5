/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/usher-cli-output.h"

#include "common/usher-test.h"

/* The document means the same, and nothing in it turns a terminal around. */
static void
test_json_is_harmless (void)
{
  static const char text[] = "a\x1b[31m\xc2\x9b"
                             "1m\x7f\xe2\x80\xae\xe2\x80\xa8 <b>&\"\\ é 日本";
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *document = NULL;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, text, text);
  json_node_take_object (node, object);
  document = usher_cli_json_to_text (node);
  g_assert_true (g_str_has_suffix (document, "}\n"));
  for (const char *p = document; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_true (c == '\n' || !g_unichar_iscntrl (c));
      g_assert_cmpuint (c, !=, 0x202E);
      g_assert_cmpuint (c, !=, 0x2028);
    }

  again = json_from_string (document, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (node, again));
}

static void
test_width_without_terminal (void)
{
  g_assert_cmpuint (usher_cli_output_get_width (), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/output/json-is-harmless", test_json_is_harmless);
  g_test_add_func ("/cli/output/width-without-terminal", test_width_without_terminal);
  return g_test_run ();
}
