/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the identity of list items (DESIGN, decision 1): as long as anyone holds the item of an
 * invitation, that invitation has no other, whichever list and whichever refresh asks for it. A
 * selection holds its item, so it goes on meaning the same invitation.
 *
 * Items are held weakly. Main thread only. */
#include "store/usher-item-table.h"

typedef struct
{
  UsherItemTable *table;     /* (unowned) */
  UsherInvitationItem *item; /* (unowned) weak reference */
  char *id;                  /* (owned) */
  gint64 row_id;             /* 0: not known any more */
} Entry;

struct _UsherItemTable
{
  GHashTable *by_id;  /* (owned) (element-type utf8 Entry) owns the entries */
  GHashTable *by_row; /* (owned) (element-type gint64 Entry) keys belong to the entries */
};

static void
on_item_gone (gpointer  user_data,
              GObject  *where_it_was)
{
  Entry *entry = user_data;

  entry->item = NULL;
  if (entry->row_id != 0)
    g_hash_table_remove (entry->table->by_row, &entry->row_id);
  g_hash_table_remove (entry->table->by_id, entry->id);
}

static void
entry_free (Entry *entry)
{
  if (entry->item != NULL)
    g_object_weak_unref (G_OBJECT (entry->item), on_item_gone, entry);
  g_free (entry->id);
  g_free (entry);
}

/**
 * usher_item_table_new:
 *
 * Returns: (transfer full): an empty table
 */
UsherItemTable *
usher_item_table_new (void)
{
  UsherItemTable *self = g_new0 (UsherItemTable, 1);

  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) entry_free);
  self->by_row = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

/**
 * usher_item_table_free:
 * @self: (transfer full): a table
 */
void
usher_item_table_free (UsherItemTable *self)
{
  g_hash_table_unref (self->by_row);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

/**
 * usher_item_table_lookup:
 * @self: a table
 * @row_id: a row
 *
 * Returns: (nullable) (transfer none): its item, if anyone holds it
 */
UsherInvitationItem *
usher_item_table_lookup (UsherItemTable *self,
                         gint64          row_id)
{
  Entry *entry = g_hash_table_lookup (self->by_row, &row_id);

  return entry != NULL ? entry->item : NULL;
}

/**
 * usher_item_table_find_row:
 * @self: a table
 * @id: the id of an invitation
 *
 * Returns: its row, or 0 when nobody holds its item or its row is not known any more
 */
gint64
usher_item_table_find_row (UsherItemTable *self,
                           const char     *id)
{
  Entry *entry = g_hash_table_lookup (self->by_id, id);

  return entry != NULL ? entry->row_id : 0;
}

/**
 * usher_item_table_dup:
 * @self: a table
 * @row_id: a row that was just read
 * @invitation: what it holds
 * @company_name: (nullable): as above
 * @last_event_at: as above
 * @n_viewed: how often it was opened, or -1
 *
 * Makes the item of an invitation, or updates the one that there is: an invitation that went and came
 * back has another row, but the same item.
 *
 * Returns: (transfer full): the item
 */
UsherInvitationItem *
usher_item_table_dup (UsherItemTable  *self,
                      gint64           row_id,
                      UsherInvitation *invitation,
                      const char      *company_name,
                      gint64           last_event_at,
                      int              n_viewed)
{
  Entry *entry = g_hash_table_lookup (self->by_id, usher_invitation_get_id (invitation));
  g_autoptr (UsherInvitationItem) item = NULL;
  gboolean is_new = TRUE;

  if (entry == NULL)
    {
      item = usher_invitation_item_new (invitation, company_name, last_event_at);
      entry = g_new0 (Entry, 1);
      entry->table = self;
      entry->item = item;
      entry->id = g_strdup (usher_invitation_get_id (invitation));
      g_object_weak_ref (G_OBJECT (item), on_item_gone, entry);
      g_hash_table_insert (self->by_id, entry->id, entry);
    }
  else
    {
      item = g_object_ref (entry->item);
      is_new = FALSE;
    }

  if (entry->row_id != row_id)
    {
      if (entry->row_id != 0)
        g_hash_table_remove (self->by_row, &entry->row_id);
      entry->row_id = row_id;
      g_hash_table_insert (self->by_row, &entry->row_id, entry);
    }

  usher_invitation_item_set_n_viewed (item, n_viewed);
  /* Last: whoever is notified may ask for items again. */
  if (!is_new)
    usher_invitation_item_update (item, invitation, company_name, last_event_at);
  return g_steal_pointer (&item);
}

/**
 * usher_item_table_forget_rows:
 * @self: a table
 *
 * Tells that row ids mean other invitations from now on, because a new file was begun.
 */
void
usher_item_table_forget_rows (UsherItemTable *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_remove_all (self->by_row);
  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    ((Entry *) entry)->row_id = 0;
}

/**
 * usher_item_table_list_rows:
 * @self: a table
 * @among: (nullable) (element-type gint64): only these; %NULL for all
 *
 * Returns: (transfer full) (element-type gint64): the rows whose items anyone holds
 */
GArray *
usher_item_table_list_rows (UsherItemTable *self,
                            GArray         *among)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer row_id;

  if (among != NULL)
    {
      for (guint i = 0; i < among->len; i++)
        {
          if (g_hash_table_contains (self->by_row, &g_array_index (among, gint64, i)))
            g_array_append_val (rows, g_array_index (among, gint64, i));
        }
      return rows;
    }

  g_hash_table_iter_init (&iter, self->by_row);
  while (g_hash_table_iter_next (&iter, &row_id, NULL))
    g_array_append_vals (rows, row_id, 1);
  return rows;
}
