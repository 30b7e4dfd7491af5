/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One page of a list: the paging envelope of contract 6, or a bare array in its place. Runs on any
 * thread. */

#include "api/usher-page.h"

#include "model/usher-json.h"

#include <string.h>

/* The items stand under an endpoint-specific key; if it is another than we know, under the only
 * array. */
static JsonArray *
find_items (JsonObject *object, const char *key)
{
  JsonArray *found = usher_json_get_array (object, key);
  JsonObjectIter iter;
  JsonNode *value;

  if (found != NULL)
    return found;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &value))
    {
      JsonArray *array = usher_json_node_get_array (value);

      if (array == NULL)
        continue;
      if (found != NULL)
        return NULL;
      found = array;
    }
  return found;
}

/* total<Items>, whatever the items are called; -1 when it is not there. */
static gint64
find_total (JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, "total") && strcmp (name, "totalPages") != 0)
      return usher_json_get_int (object, name, -1);
  return -1;
}

static void
read_items (UsherPage *self, JsonArray *array, const UsherItemType *type)
{
  guint n = json_array_get_length (array);

  for (guint i = 0; i < n; i++)
    {
      gpointer item = type->new_from_json (json_array_get_element (array, i), NULL);

      if (item != NULL)
        g_ptr_array_add (self->items, item);
      else
        self->n_skipped++;
    }
}

/* How many pages there are, if it can be believed: totals that contradict each other are not. */
static gint64
read_total_pages (JsonObject *object)
{
  gint64 pages = usher_json_get_int (object, "totalPages", -1);
  gint64 per_page = usher_json_get_int (object, "perPage", -1);
  gint64 total = find_total (object);

  if (pages < 1 || per_page == 0)
    return -1;
  if (per_page > 0 && total >= 0 && pages > total / per_page + 1)
    return -1;
  return pages;
}

/**
 * usher_page_read:
 * @root: (nullable): a parsed answer
 * @data: an [struct@Usher.ItemType]
 *
 * Malformed items are left out and counted (DESIGN, decision 3).
 *
 * Returns: (transfer full) (nullable): a page; %NULL when the answer is no list
 */
gpointer
usher_page_read (JsonNode *root, gconstpointer data)
{
  const UsherItemType *type = data;
  JsonArray *array = usher_json_node_get_array (root);
  JsonObject *object = usher_json_node_get_object (root);
  g_autoptr (UsherPage) self = g_new0 (UsherPage, 1);

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->current_page = -1;
  self->total = -1;
  self->total_pages = -1;
  if (array != NULL)
    self->is_whole = TRUE;
  else
    {
      array = object != NULL ? find_items (object, type->key) : NULL;
      if (array == NULL)
        return NULL;
      self->current_page = usher_json_get_int (object, "currentPage", -1);
      self->total = find_total (object);
      self->total_pages = read_total_pages (object);
      /* Left out, it follows from the number of pages; from one that is doubted, too: a page too many is asked for
       * sooner than the rest of a list is lost. */
      self->has_next = usher_json_get_boolean (object, "hasNext",
                                               usher_json_get_int (object, "totalPages", -1)
                                                 > MAX (self->current_page, 1));
    }
  read_items (self, array, type);
  return g_steal_pointer (&self);
}

/**
 * usher_page_free:
 * @self: (transfer full): a page
 */
void
usher_page_free (UsherPage *self)
{
  g_ptr_array_unref (self->items);
  g_free (self);
}
