/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing JSON in the one spelling that an Usher log has: data/usherlog-format.md, section 2. Any thread.
 *
 * json-glib's generator is not used because it leaves the spelling of numbers and slashes to its version, and
 * is ten times slower. */

#include "usher-config.h"

#include "archive/usher-log-line.h"

#include <math.h>
#include <string.h>

/* The facts of an invitation, in their order. prefill and createdConnections are no part of a log;
 * invitationUrl and token are secrets (DESIGN, decision 2). */
static const char *const facts[] = {
  "id",        "invitationType", "status",    "companyId", "connectionId", "allowedEmails",
  "expiresAt", "maxUses",        "useCount",  "createdAt",
};
static const char *const links[] = { "invitationUrl", "token" };

/**
 * usher_log_get_obeyed:
 * @p: where to look, in UTF-8
 * @end: the end of the text
 * @c: (out): the character
 *
 * Is this a character beyond ASCII's own controls that nobody sees, but terminals and editors obey? A log is looked at
 * with either: U+009B begins an order to a terminal, and U+202E turns the line around.
 *
 * Returns: its length in bytes, or 0
 */
gsize
usher_log_get_obeyed (const char *p, const char *end, gunichar *c)
{
  gsize length = (guchar) *p == 0x7F ? 1 : (guchar) *p < 0xE0 ? 2 : 3;

  if ((gsize) (end - p) < length)
    return 0;
  *c = g_utf8_get_char (p);
  if ((*c >= 0x7F && *c <= 0x9F) || *c == 0x061C || *c == 0x200E || *c == 0x200F || (*c >= 0x2028 && *c <= 0x202E)
      || (*c >= 0x2066 && *c <= 0x2069) || *c == 0xFEFF)
    return length;
  return 0;
}

/* Where usher_json_append_string() stops: at what is always escaped, and at the first bytes of what may be. */
static const guint8 stops[256] = {
  [0x00] = 1, [0x01] = 1, [0x02] = 1, [0x03] = 1, [0x04] = 1, [0x05] = 1, [0x06] = 1, [0x07] = 1, [0x08] = 1,
  [0x09] = 1, [0x0A] = 1, [0x0B] = 1, [0x0C] = 1, [0x0D] = 1, [0x0E] = 1, [0x0F] = 1, [0x10] = 1, [0x11] = 1,
  [0x12] = 1, [0x13] = 1, [0x14] = 1, [0x15] = 1, [0x16] = 1, [0x17] = 1, [0x18] = 1, [0x19] = 1, [0x1A] = 1,
  [0x1B] = 1, [0x1C] = 1, [0x1D] = 1, [0x1E] = 1, [0x1F] = 1, ['"'] = 1,  ['\\'] = 1, [0x7F] = 2, [0xC2] = 2,
  [0xD8] = 2, [0xE2] = 2, [0xEF] = 2,
};

/**
 * usher_json_append_string:
 * @text: where to
 * @value: any text; what is no UTF-8 is replaced
 * @length: its length in bytes, or -1
 *
 * Appends @value between quotes, with the escapes that JSON asks for, and with what would be obeyed escaped, too.
 */
void
usher_json_append_string (GString *text, const char *value, gssize length)
{
  static const char digits[] = "0123456789abcdef";
  g_autofree char *valid = NULL;
  const char *from;
  const char *end;

  if (length < 0)
    length = (gssize) strlen (value);
  if (!g_utf8_validate_len (value, (gsize) length, NULL))
    {
      value = valid = g_utf8_make_valid (value, length);
      length = (gssize) strlen (value);
    }
  g_string_append_c (text, '"');
  from = value;
  end = value + length;
  for (const char *p = value; p < end; p++)
    {
      guchar c = (guchar) *p;
      gunichar obeyed;
      gsize n;

      if (stops[c] == 0)
        continue;
      if (stops[c] == 2)
        {
          n = usher_log_get_obeyed (p, end, &obeyed);
          if (n == 0)
            continue;
          g_string_append_len (text, from, p - from);
          g_string_append_printf (text, "\\u%04x", obeyed);
          p += n - 1;
          from = p + 1;
          continue;
        }
      g_string_append_len (text, from, p - from);
      from = p + 1;
      g_string_append_c (text, '\\');
      if (c == '"' || c == '\\')
        {
          g_string_append_c (text, (char) c);
        }
      else
        {
          g_string_append (text, "u00");
          g_string_append_c (text, digits[c >> 4]);
          g_string_append_c (text, digits[c & 15]);
        }
    }
  g_string_append_len (text, from, end - from);
  g_string_append_c (text, '"');
}

static void
append_value (GString *text, JsonNode *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    usher_json_append_string (text, json_node_get_string (node), -1);
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE && isfinite (json_node_get_double (node)))
    g_string_append (text, g_ascii_dtostr (number, sizeof number, json_node_get_double (node)));
  else
    g_string_append (text, "null");
}

/* An event has members that nobody has documented; one that could open a form stays out. */
static gboolean
is_secret (const char *name, JsonNode *value)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (strstr (lower, "token") != NULL || strstr (lower, "secret") != NULL
      || strcmp (lower, "invitationurl") == 0)
    return TRUE;
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING
         && strstr (json_node_get_string (value), "/p/i/") != NULL;
}

static void
append_object (GString *text, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean first = TRUE;

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      if (is_secret (name, member))
        continue;
      if (!first)
        g_string_append_c (text, ',');
      first = FALSE;
      usher_json_append_string (text, name, -1);
      g_string_append_c (text, ':');
      usher_json_append_node (text, member);
    }
  g_string_append_c (text, '}');
}

/**
 * usher_json_append_node:
 * @text: where to
 * @node: any JSON
 *
 * Appends @node without white space, members in their order, but for what could be a link or a token.
 */
void
usher_json_append_node (GString *text, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      append_object (text, json_node_get_object (node));
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (text, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (text, ',');
          usher_json_append_node (text, json_array_get_element (array, i));
        }
      g_string_append_c (text, ']');
    }
  else if (JSON_NODE_HOLDS_VALUE (node))
    {
      append_value (text, node);
    }
  else
    {
      g_string_append (text, "null");
    }
}

static void
append_members (GString *text, JsonObject *object, const char *const *names, guint n, gboolean *first)
{
  for (guint i = 0; i < n; i++)
    {
      JsonNode *member = json_object_get_member (object, names[i]);

      /* Absent and null say the same in this API (contract 3.5), and absent is shorter. */
      if (member == NULL || JSON_NODE_HOLDS_NULL (member))
        continue;
      if (!*first)
        g_string_append_c (text, ',');
      *first = FALSE;
      usher_json_append_string (text, names[i], -1);
      g_string_append_c (text, ':');
      usher_json_append_node (text, member);
    }
}

/**
 * usher_log_append_facts:
 * @text: where to
 * @invitation: an invitation as the API tells it
 * @with_links: write its link and token, too
 *
 * Appends the facts of an invitation, as an object.
 */
void
usher_log_append_facts (GString *text, JsonObject *invitation, gboolean with_links)
{
  gboolean first = TRUE;

  g_string_append_c (text, '{');
  append_members (text, invitation, facts, G_N_ELEMENTS (facts), &first);
  if (with_links)
    append_members (text, invitation, links, G_N_ELEMENTS (links), &first);
  g_string_append_c (text, '}');
}

/**
 * usher_log_append_event:
 * @text: where to
 * @event: an event as the API tells it
 *
 * Appends its members as they came, but for what could be a link or a token.
 */
void
usher_log_append_event (GString *text, JsonNode *event)
{
  if (JSON_NODE_HOLDS_OBJECT (event))
    append_object (text, json_node_get_object (event));
  else
    g_string_append (text, "{}");
}
