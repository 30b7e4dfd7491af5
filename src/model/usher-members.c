/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copying the known members of an object of the API, and nothing else. Pure functions; any thread. */

#include "model/usher-members.h"

#include <string.h>

#include "model/usher-json.h"
#include "model/usher-model-error.h"
#include "model/usher-text.h"

static JsonNode *
copy_strings (JsonObject *from, const char *name)
{
  g_auto (GStrv) strings = usher_json_dup_strv (from, name);
  g_autoptr (JsonArray) array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (gsize i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  json_node_take_array (node, g_steal_pointer (&array));
  return node;
}

static JsonNode *
copy_member (JsonObject *from, JsonNode *value, const UsherMember *member)
{
  if (JSON_NODE_HOLDS_NULL (value))
    return json_node_new (JSON_NODE_NULL);
  switch (member->type)
    {
    case USHER_MEMBER_STRING:
      if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
        return json_node_copy (value);
      break;
    case USHER_MEMBER_SCALAR:
      if (JSON_NODE_HOLDS_VALUE (value))
        return json_node_copy (value);
      break;
    case USHER_MEMBER_STRINGS:
      if (JSON_NODE_HOLDS_ARRAY (value))
        return copy_strings (from, member->name);
      break;
    case USHER_MEMBER_ARRAY:
      if (JSON_NODE_HOLDS_ARRAY (value))
        return json_node_copy (value);
      break;
    case USHER_MEMBER_OBJECT:
      if (JSON_NODE_HOLDS_OBJECT (value))
        return usher_members_take_object (
          usher_members_copy (json_node_get_object (value), member->members));
      break;
    default:
      g_assert_not_reached ();
    }
  return NULL;
}

/**
 * usher_members_copy:
 * @from: an object of an answer
 * @members: what may be kept, ending with a member without a name
 *
 * Copies the members that are listed and have the type that is listed. Others are left out.
 *
 * Returns: (transfer full): a new object, in the order of @members
 */
JsonObject *
usher_members_copy (JsonObject *from, const UsherMember *members)
{
  JsonObject *copy = json_object_new ();

  for (const UsherMember *member = members; member->name != NULL; member++)
    {
      JsonNode *value = json_object_get_member (from, member->name);
      JsonNode *kept = value != NULL ? copy_member (from, value, member) : NULL;

      if (kept != NULL)
        json_object_set_member (copy, member->name, kept);
    }
  return copy;
}

/**
 * usher_members_take_object:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node around it
 */
JsonNode *
usher_members_take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * usher_members_set_string:
 * @object: an object
 * @name: a member
 * @value: (nullable): its text, or %NULL for null
 */
void
usher_members_set_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * usher_members_set_strv:
 * @object: an object
 * @name: a member
 * @value: (array zero-terminated=1): strings
 */
void
usher_members_set_strv (JsonObject *object, const char *name, const char *const *value)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; value[i] != NULL; i++)
    json_array_add_string_element (array, value[i]);
  json_object_set_array_member (object, name, array);
}

/**
 * usher_members_get_text:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (nullable) (transfer none): the text, %NULL when it is missing, empty or not a string
 */
const char *
usher_members_get_text (JsonObject *object, const char *name)
{
  const char *text = object != NULL ? usher_json_get_string (object, name, NULL) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * usher_members_dup_name:
 * @object: an object with an id
 *
 * What people call it: its name, in one line and without what a screen or a terminal obeys, or its id where nothing is
 * left of that. It is shown in many places, so that it is made safe in one.
 *
 * Returns: (transfer full): its name
 */
char *
usher_members_dup_name (JsonObject *object)
{
  g_autofree char *name = usher_text_dup_safe (usher_members_get_text (object, "name"), 0);

  if (name[strspn (name, " ")] != '\0')
    return g_steal_pointer (&name);
  return usher_text_dup_safe (usher_members_get_text (object, "id"), 0);
}

/**
 * usher_members_check_object:
 * @node: (nullable): what came
 * @what: the kind of object, for the message of a log
 * @error: return location
 *
 * An item of a list is malformed when it is not an object or has no id, and for no other reason
 * (DESIGN, decision 3).
 *
 * Returns: (nullable) (transfer none): the object, or %NULL with %USHER_MODEL_ERROR_MALFORMED
 */
JsonObject *
usher_members_check_object (JsonNode *node, const char *what, GError **error)
{
  JsonObject *object = usher_json_node_get_object (node);

  if (usher_members_get_text (object, "id") != NULL)
    return object;
  g_set_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED,
               object != NULL ? "%s has no id" : "%s is not a JSON object", what);
  return NULL;
}
