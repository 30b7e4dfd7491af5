/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The narrow columns of every invitation in memory: what queries filter and sort by. The file stays
 * the truth; the engine fills this from it and follows each transaction once it is committed. It
 * belongs to the store's worker thread.
 *
 * Why not SQL: with 100,000 rows, on the machine that also measures the bound of 30 ms, SQLite took
 * 23 ms for one status in the order of a covering index, 51 ms for a text with few hits, and 80 to
 * 200 ms for a text with many, most of it for sorting; and it has no locale's collation. Here it is
 * one walk through memory, and orders are kept, not made for each query. It costs about 250 bytes an
 * invitation, and one walk through the table when the store is opened.
 *
 * Rows live in slots. Slots are in the order of row ids, since SQLite gives out rising ones; a row
 * that goes leaves its slot empty until enough of them are. An order is an array of slots, made when
 * it is first asked for; rows that change afterwards are taken out and merged in again. */
#include "store/usher-invitation-index-private.h"

#include "model/usher-text.h"

static void
party_clear (Party *party)
{
  g_free (party->id);
  g_free (party->search);
  g_free (party->key);
}

static void
slot_clear (Slot *slot)
{
  g_clear_pointer (&slot->search, g_free);
  g_clear_pointer (&slot->recipient_key, g_free);
}

static GArray *
new_parties (void)
{
  GArray *parties = g_array_new (FALSE, FALSE, sizeof (Party));
  Party none = { NULL, };

  g_array_set_clear_func (parties, (GDestroyNotify) party_clear);
  none.id = g_strdup ("");
  none.search = g_strdup ("");
  none.key = g_strdup ("");
  g_array_append_val (parties, none);
  /* cppcheck-suppress memleak ; the array has them, and party_clear() frees them */
  return parties;
}

/**
 * usher_invitation_index_new:
 *
 * Returns: (transfer full): an empty index
 */
UsherInvitationIndex *
usher_invitation_index_new (void)
{
  UsherInvitationIndex *self = g_new0 (UsherInvitationIndex, 1);

  self->slots = g_array_new (FALSE, FALSE, sizeof (Slot));
  g_array_set_clear_func (self->slots, (GDestroyNotify) slot_clear);
  self->marks = g_byte_array_new ();
  self->found = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->companies = new_parties ();
  self->connections = new_parties ();
  self->company_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->connection_numbers = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * usher_invitation_index_free:
 * @self: (transfer full): an index
 */
void
usher_invitation_index_free (UsherInvitationIndex *self)
{
  g_hash_table_unref (self->company_numbers);
  g_hash_table_unref (self->connection_numbers);
  g_array_unref (self->companies);
  g_array_unref (self->connections);
  usher_invitation_order_drop_all (self);
  g_byte_array_unref (self->marks);
  g_array_unref (self->found);
  g_array_unref (self->slots);
  g_free (self);
}

static guint
get_number (GArray     *parties,
            GHashTable *numbers,
            const char *id)
{
  Party party = { NULL, };
  guint number;

  if (id == NULL || *id == '\0')
    return 0;

  number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, id));
  if (number != 0)
    return number;

  party.id = g_strdup (id);
  party.search = g_strdup ("");
  party.key = g_strdup ("");
  g_array_append_val (parties, party);
  g_hash_table_insert (numbers, party.id, GUINT_TO_POINTER (parties->len - 1));
  return parties->len - 1;
}

/* The slot of a row, or where it would be. */
static gboolean
find_slot (UsherInvitationIndex *self,
           gint64                row_id,
           guint                *number)
{
  guint low = 0, high = self->slots->len;

  /* New rows come last, which is by far the most common question. */
  if (high > 0 && get_slot (self, high - 1)->row_id < row_id)
    low = high;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_slot (self, middle)->row_id < row_id)
        low = middle + 1;
      else
        high = middle;
    }

  *number = low;
  return low < self->slots->len && get_slot (self, low)->row_id == row_id;
}

/**
 * usher_invitation_index_put:
 * @self: an index
 * @row: what to hold; copied
 *
 * Adds a row, or replaces the one with its id.
 */
void
usher_invitation_index_put (UsherInvitationIndex *self,
                            const UsherIndexRow  *row)
{
  Slot slot = { 0, };
  guint32 number;

  slot.row_id = row->row_id;
  slot.created_at = row->created_at;
  slot.expires_at = row->expires_at;
  slot.last_event_at = row->last_event_at;
  slot.fulfilled_at = row->fulfilled_at;
  slot.use_count = row->use_count;
  slot.search = g_strdup (row->search);
  slot.company = get_number (self->companies, self->company_numbers, row->company_id);
  slot.connection = get_number (self->connections, self->connection_numbers, row->connection_id);
  slot.kind = row->kind;
  slot.status = row->status;
  slot.is_open = row->is_open;
  slot.has_log = row->has_log;
  slot.is_viewed = row->n_viewed > 0;

  if (find_slot (self, row->row_id, &number))
    {
      Slot *old = get_slot (self, number);

      if (old->search == NULL)
        self->n_empty--;
      slot_clear (old);
      *old = slot;
    }
  else if (number == self->slots->len)
    {
      g_array_append_val (self->slots, slot);
    }
  else
    {
      /* Never, with row ids that rise; but the file is not to be trusted. */
      g_array_insert_val (self->slots, number, slot);
      usher_invitation_order_drop_all (self);
    }

  usher_invitation_order_note (self, number);
}

static void
close_gaps (UsherInvitationIndex *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = get_slot (self, i);

      if (slot->search == NULL)
        continue;
      if (kept != i)
        {
          *get_slot (self, kept) = *slot;
          *slot = (Slot) { 0, };
        }
      kept++;
    }

  g_array_set_size (self->slots, kept);
  self->n_empty = 0;
  usher_invitation_order_drop_all (self);
}

/**
 * usher_invitation_index_remove:
 * @self: an index
 * @row_id: a row that is gone; nothing happens when it never was
 */
void
usher_invitation_index_remove (UsherInvitationIndex *self,
                               gint64                row_id)
{
  guint32 number;

  if (!find_slot (self, row_id, &number) || get_slot (self, number)->search == NULL)
    return;

  slot_clear (get_slot (self, number));
  self->n_empty++;
  usher_invitation_order_note (self, number);

  if (self->n_empty > 1024 && self->n_empty > self->slots->len / 2)
    close_gaps (self);
}

/* Accents count, as the language has them: ä is an a in German, and a letter after z in Swedish. Case does not, in any. */
static char *
dup_sort_key (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autofree char *folded = g_utf8_casefold (valid, -1);

  return g_utf8_collate_key (folded, -1);
}

/**
 * usher_invitation_index_set_company:
 * @self: an index
 * @company_id: a company
 * @name: (nullable): its name, %NULL when it is gone
 *
 * Tells a name that rows are found and sorted by.
 */
void
usher_invitation_index_set_company (UsherInvitationIndex *self,
                                    const char           *company_id,
                                    const char           *name)
{
  guint number = get_number (self->companies, self->company_numbers, company_id);
  g_autofree char *search = usher_text_fold (name != NULL ? name : "");
  g_autofree char *key = dup_sort_key (name);
  Party *company = &g_array_index (self->companies, Party, number);

  if (number == 0 || (g_str_equal (company->search, search) && g_strcmp0 (company->key, key) == 0))
    return;

  g_free (company->key);
  company->key = g_steal_pointer (&key);
  g_free (company->search);
  company->search = g_steal_pointer (&search);
  usher_invitation_order_drop (self, USHER_SORT_COMPANY);
}

/**
 * usher_invitation_index_set_connection:
 * @self: an index
 * @connection_id: a connection that reconnect invitations may mend
 * @search: (nullable): its provider, folded; %NULL when it is gone
 *
 * Returns: %TRUE when rows are found by other words now
 */
gboolean
usher_invitation_index_set_connection (UsherInvitationIndex *self,
                                       const char           *connection_id,
                                       const char           *search)
{
  guint number = get_number (self->connections, self->connection_numbers, connection_id);
  Party *connection = &g_array_index (self->connections, Party, number);

  if (number == 0 || g_str_equal (connection->search, search != NULL ? search : ""))
    return FALSE;

  g_free (connection->search);
  connection->search = g_strdup (search != NULL ? search : "");

  for (guint i = 0; i < self->slots->len; i++)
    {
      if (get_slot (self, i)->search != NULL && get_slot (self, i)->connection == number)
        return TRUE;
    }
  return FALSE;
}

/**
 * usher_invitation_index_get_size:
 * @self: an index
 *
 * Returns: how many rows there are
 */
guint
usher_invitation_index_get_size (UsherInvitationIndex *self)
{
  return self->slots->len - self->n_empty;
}
