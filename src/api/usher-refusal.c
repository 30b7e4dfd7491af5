/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the bodies of refused requests in the forms that Django REST framework gives them: `detail`
 * as a text, a list or an object, messages per field, nested and numbered, `non_field_errors`
 * (contract 7). A body that is none of these, or no JSON at all, says nothing. Any thread. */

#include "usher-config.h"

#include "api/usher-refusal.h"

#include "model/usher-json.h"
#include "model/usher-text.h"

#include <string.h>

#define MAX_BODY (1024 * 1024)
#define MAX_FIELDS 100
#define MAX_MESSAGE_CHARS 300
#define MAX_SUMMARY_CHARS 600
#define MAX_PATH_CHARS 100

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* "prefill" and "country" make "prefill.country". Positions in a list ("0", "allowedEmails.0") say
 * which entry is meant, which no form has a place for; and some names mean the whole. */
static char *
join_path (const char *parent, const char *name)
{
  g_autofree char *safe = usher_text_dup_safe (name, MAX_PATH_CHARS);
  g_auto (GStrv) parts = g_strsplit (safe, ".", -1);
  g_autoptr (GString) path = g_string_new (parent);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0' || is_number (parts[i]) || strcmp (parts[i], "non_field_errors") == 0
          || (path->len == 0 && strcmp (parts[i], "detail") == 0))
        continue;
      if (path->len > 0)
        g_string_append_c (path, '.');
      g_string_append (path, parts[i]);
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static void
flatten (UsherFieldErrors *fields, const char *path, JsonNode *node)
{
  JsonObject *object = usher_json_node_get_object (node);
  JsonArray *array = usher_json_node_get_array (node);

  if (usher_field_errors_get_length (fields) >= MAX_FIELDS)
    return;
  if (object != NULL)
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, object);
      while (json_object_iter_next_ordered (&iter, &name, &value))
        {
          g_autofree char *below = join_path (path, name);

          flatten (fields, below, value);
        }
    }
  else if (array != NULL)
    {
      for (guint i = 0; i < MIN (json_array_get_length (array), MAX_FIELDS); i++)
        flatten (fields, path, json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *message =
          usher_text_dup_safe (json_node_get_string (node), MAX_MESSAGE_CHARS);

      usher_field_errors_add (fields, path, g_strstrip (message));
    }
}

/**
 * usher_refusal_new:
 * @body: the body of an answer that is no success
 *
 * Returns: (transfer full): what it says; nothing for HTML, an empty body or other JSON
 */
UsherRefusal *
usher_refusal_new (GBytes *body)
{
  UsherRefusal *self = g_new0 (UsherRefusal, 1);
  g_autoptr (UsherFieldErrors) fields = usher_field_errors_new ();
  g_autoptr (JsonNode) root = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  /* Longer than any refusal: not worth the main loop's time. */
  if (length == 0 || length > MAX_BODY)
    return self;
  root = usher_json_parse (text, (gssize) length, NULL);
  /* A bare text at the top is rather a proxy's than the API's; a list of texts is DRF's. */
  if (root == NULL || JSON_NODE_HOLDS_VALUE (root) || JSON_NODE_HOLDS_NULL (root))
    return self;

  flatten (fields, USHER_FIELD_GENERAL, root);
  if (usher_field_errors_get_length (fields) > 0)
    {
      const char *general = usher_field_errors_lookup (fields, USHER_FIELD_GENERAL);
      g_autofree char *all = general != NULL ? g_strdup (general)
                                             : usher_field_errors_to_text (fields);

      self->summary = usher_text_dup_safe (all, MAX_SUMMARY_CHARS); /* in one line */
      self->fields = g_steal_pointer (&fields);
    }
  return self;
}

/**
 * usher_refusal_free:
 * @self: (transfer full): a refusal
 */
void
usher_refusal_free (UsherRefusal *self)
{
  g_clear_pointer (&self->fields, usher_field_errors_unref);
  g_free (self->summary);
  g_free (self);
}
