/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading JSON that is not to be trusted. json-glib recurses once for each level, asserts on broken
 * surrogate escapes and takes more than JSON (comments, single quotes, bytes that are no UTF-8), so
 * the text is looked over before it gets there. The size is bounded by whoever read it. Any
 * thread. */

#include "usher-config.h"

#include "model/usher-json.h"

#include "model/usher-model-error.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>
#include <string.h>

/* An answer of the API nests five levels; this leaves room and keeps the recursion harmless. */
#define MAX_DEPTH 64

static gboolean
read_escape (const char *data, gsize length, gsize at, guint *unit)
{
  if (at + 6 > length || data[at] != '\\' || data[at + 1] != 'u')
    return FALSE;

  *unit = 0;
  for (gsize i = at + 2; i < at + 6; i++)
    {
      int digit = g_ascii_xdigit_value (data[i]);

      if (digit < 0)
        return FALSE;
      *unit = *unit * 16 + (guint) digit;
    }
  return TRUE;
}

/* Looks over an escape at data[*at] == '\\' and moves past it. Half a surrogate pair and U+0000
 * have no place in a UTF-8 string: they become U+FFFD, in a copy that is made when it is first
 * needed. */
static gboolean
scan_escape (const char *data, gsize length, gsize *at, char **copy)
{
  guint unit;
  guint low;

  if (*at + 1 >= length)
    return FALSE;
  if (data[*at + 1] != 'u')
    {
      *at += 2;
      return strchr ("\"\\/bfnrt", data[*at - 1]) != NULL && data[*at - 1] != '\0';
    }
  if (!read_escape (data, length, *at, &unit))
    return FALSE;

  if (unit >= 0xD800 && unit <= 0xDBFF && read_escape (data, length, *at + 6, &low)
      && low >= 0xDC00 && low <= 0xDFFF)
    {
      *at += 12;
      return TRUE;
    }
  if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF))
    {
      if (*copy == NULL)
        *copy = g_memdup2 (data, length);
      memcpy (*copy + *at, "\\ufffd", 6);
    }
  *at += 6;
  return TRUE;
}

/* Moves to the quotation mark that ends the string which began before @at. */
static gboolean
scan_string (const char *data, gsize length, gsize *at, char **copy)
{
  while (*at < length && data[*at] != '"')
    {
      if (data[*at] == '\0')
        return FALSE;
      if (data[*at] != '\\')
        (*at)++;
      else if (!scan_escape (data, length, at, copy))
        return FALSE;
    }
  return *at < length;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static gboolean
scan (const char *data, gsize length, char **copy)
{
  guint depth = 0;
  gboolean closed = FALSE; /* the root has ended; json-glib would begin anew */

  for (gsize at = 0; at < length; at++)
    {
      char c = data[at];

      if (is_blank (c))
        continue;
      if (closed)
        return FALSE;
      switch (c)
        {
        case '"':
          at++;
          if (!scan_string (data, length, &at, copy))
            return FALSE;
          break;
        case '[':
        case '{':
          if (++depth > MAX_DEPTH)
            return FALSE;
          break;
        case ']':
        case '}':
          if (depth-- == 0)
            return FALSE;
          closed = depth == 0;
          break;
        default:
          /* Punctuation, numbers, and the letters of true, false and null. */
          if (c == '\0' || strchr (",:+-.0123456789eEtrufalsn", c) == NULL)
            return FALSE;
        }
    }
  return depth == 0;
}

/**
 * usher_json_parse:
 * @data: text from outside; need not end in a zero
 * @length: its length in bytes, or -1
 * @error: return location
 *
 * Refuses nesting beyond 64 levels, and what is JavaScript and not JSON (RFC 8259).
 *
 * Returns: (transfer full): the root; %NULL with %USHER_MODEL_ERROR_MALFORMED
 */
JsonNode *
usher_json_parse (const char *data, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *copy = NULL;
  gsize size;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  size = length >= 0 ? (gsize) length : (data != NULL ? strlen (data) : 0);
  if (size >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0) /* a byte order mark */
    {
      data += 3;
      size -= 3;
    }
  if (size > 0 && g_utf8_validate_len (data, size, NULL) && scan (data, size, &copy)
      && json_parser_load_from_data (parser, copy != NULL ? copy : data, (gssize) size, NULL))
    root = json_parser_steal_root (parser);
  if (root == NULL)
    {
      g_set_error_literal (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED,
                           _("This is not valid JSON."));
      return NULL;
    }
  return g_steal_pointer (&root);
}

static gboolean
is_too_long (const char *text, gsize most)
{
  return text != NULL && strnlen (text, most + 1) > most;
}

static void
shorten_string (JsonNode *node, gsize most)
{
  const char *text = json_node_get_string (node);
  const char *end;
  g_autofree char *shorter = NULL;

  if (!is_too_long (text, most))
    return;
  end = g_utf8_find_prev_char (text, text + most + 1);
  shorter = g_strdup_printf ("%.*s…", (int) (end - text), text);
  json_node_set_string (node, shorter);
}

/**
 * usher_json_shorten:
 * @node: (nullable): what came from outside, nested no deeper than usher_json_parse() lets it be
 * @most: how many bytes of a text are kept
 *
 * Cuts every text that is longer, with an ellipsis at its end, and leaves out members whose name is. Nothing that the API
 * has is nearly as long (contract 3); a name of a megabyte would hold up whoever sorts, folds or shows it.
 */
void
usher_json_shorten (JsonNode *node, gsize most)
{
  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        usher_json_shorten (json_array_get_element (array, i), most);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *l = names; l != NULL; l = l->next)
        {
          if (is_too_long (l->data, most))
            {
              g_autofree char *name = g_strdup (l->data); /* the object's own goes with the member */

              json_object_remove_member (object, name);
            }
          else
            usher_json_shorten (json_object_get_member (object, l->data), most);
        }
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    shorten_string (node, most);
}

/**
 * usher_json_to_string:
 * @node: a node
 * @pretty: whether to use several lines
 *
 * Returns: (transfer full): its text
 */
char *
usher_json_to_string (JsonNode *node, gboolean pretty)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, pretty);
}

/**
 * usher_json_node_get_object:
 * @node: (nullable): a node
 *
 * Returns: (nullable) (transfer none): its object, %NULL when it holds something else
 */
JsonObject *
usher_json_node_get_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * usher_json_node_get_array:
 * @node: (nullable): a node
 *
 * Returns: (nullable) (transfer none): its array, %NULL when it holds something else
 */
JsonArray *
usher_json_node_get_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonNode *
get_value (JsonObject *object, const char *member, GType *type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  *type = json_node_get_value_type (node);
  return node;
}

/**
 * usher_json_get_string:
 * @object: (nullable): an object
 * @member: a name
 * @fallback: (nullable): for what is missing or no string
 *
 * Returns: (nullable) (transfer none): the text
 */
const char *
usher_json_get_string (JsonObject *object, const char *member, const char *fallback)
{
  GType type = G_TYPE_INVALID;
  JsonNode *node = get_value (object, member, &type);

  return node != NULL && type == G_TYPE_STRING ? json_node_get_string (node) : fallback;
}

/**
 * usher_json_get_int:
 * @object: (nullable): an object
 * @member: a name
 * @fallback: for what is missing or no whole number
 *
 * Returns: the number; 3.0 is a whole number too
 */
gint64
usher_json_get_int (JsonObject *object, const char *member, gint64 fallback)
{
  GType type = G_TYPE_INVALID;
  JsonNode *node = get_value (object, member, &type);
  double number;

  if (node == NULL)
    return fallback;
  if (type == G_TYPE_INT64)
    return json_node_get_int (node);
  if (type != G_TYPE_DOUBLE)
    return fallback;

  number = json_node_get_double (node);
  /* Beyond 2^53 a double no longer tells whole numbers apart. Not-a-number fails both
   * comparisons. */
  if (!(number >= -9007199254740992.0 && number <= 9007199254740992.0)
      || (double) (gint64) number != number)
    return fallback;
  return (gint64) number;
}

/**
 * usher_json_get_boolean:
 * @object: (nullable): an object
 * @member: a name
 * @fallback: for what is missing or no boolean
 *
 * Returns: the value
 */
gboolean
usher_json_get_boolean (JsonObject *object, const char *member, gboolean fallback)
{
  GType type = G_TYPE_INVALID;
  JsonNode *node = get_value (object, member, &type);

  return node != NULL && type == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : fallback;
}

/**
 * usher_json_get_time:
 * @object: (nullable): an object
 * @member: a name
 *
 * Returns: microseconds since the epoch, %USHER_TIME_NONE when missing or unreadable
 */
gint64
usher_json_get_time (JsonObject *object, const char *member)
{
  return usher_time_parse (usher_json_get_string (object, member, NULL));
}

/**
 * usher_json_get_object:
 * @object: (nullable): an object
 * @member: a name
 *
 * Returns: (nullable) (transfer none): the object, %NULL when missing or something else
 */
JsonObject *
usher_json_get_object (JsonObject *object, const char *member)
{
  return object != NULL ? usher_json_node_get_object (json_object_get_member (object, member))
                        : NULL;
}

/**
 * usher_json_get_array:
 * @object: (nullable): an object
 * @member: a name
 *
 * Returns: (nullable) (transfer none): the array, %NULL when missing or something else
 */
JsonArray *
usher_json_get_array (JsonObject *object, const char *member)
{
  return object != NULL ? usher_json_node_get_array (json_object_get_member (object, member))
                        : NULL;
}

/**
 * usher_json_dup_strv:
 * @object: (nullable): an object
 * @member: a name
 *
 * Returns: (transfer full) (array zero-terminated=1): the strings of an array; what is no string is
 *   left out
 */
char **
usher_json_dup_strv (JsonObject *object, const char *member)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = usher_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }
  return g_strv_builder_end (builder);
}
