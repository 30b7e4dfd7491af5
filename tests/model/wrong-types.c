/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wrong-types.h"

#include "model/usher-json.h"

static const char *const values[] = {
  "null", "true", "0", "-1", "9223372036854775807", "1.5", "1e300", "\"\"", "\"text\"", "\"\\u202e<b>&\"",
  "[]", "[null, 1, true, \"text\", {}, [[]]]", "{}", "{\"id\": 7, \"name\": [], \"url\": {}}",
  "[{\"id\": null}, {\"id\": \"\"}, {\"id\": {}}, {}]",
};

JsonNode *
parse_sample (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = usher_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

void
assert_json_equal (JsonNode *got, const char *expected)
{
  g_autoptr (JsonNode) expected_node = parse_sample (expected);
  g_autofree char *got_text = usher_json_to_string (got, FALSE);
  g_autofree char *expected_text = usher_json_to_string (expected_node, FALSE);

  g_assert_cmpstr (got_text, ==, expected_text);
}

static gboolean
is_id (JsonNode *value)
{
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING &&
         *json_node_get_string (value) != '\0';
}

void
wrong_types_try (const char *sample, gboolean needs_id, ReadFunc read)
{
  g_autoptr (JsonNode) first = parse_sample (sample);
  g_autoptr (GList) members = json_object_get_members (json_node_get_object (first));

  g_assert_nonnull (members);
  read (first, TRUE);
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autoptr (JsonNode) without = parse_sample (sample);

      for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
        {
          g_autoptr (JsonNode) node = parse_sample (sample);
          JsonNode *value = parse_sample (values[i]);
          gboolean accept = !needs_id || !g_str_equal (l->data, "id") || is_id (value);

          g_test_message ("%s: %s", (const char *) l->data, values[i]);
          json_object_set_member (json_node_get_object (node), l->data, value);
          read (node, accept);
        }
      json_object_remove_member (json_node_get_object (without), l->data);
      read (without, !needs_id || !g_str_equal (l->data, "id"));
    }
  /* The whole answer of another type. */
  read (NULL, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) node = parse_sample (values[i]);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        read (node, FALSE);
    }
}
