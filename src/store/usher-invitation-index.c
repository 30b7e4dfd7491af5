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
#include "store/usher-invitation-index.h"

#include <string.h>

#include "model/usher-text.h"
#include "model/usher-time.h"

#define N_SORTS (USHER_SORT_ACTIVITY + 1)
#define MAX_WORDS 64
#define ROWS_PER_LOOK 8192

/* A company, or the connection of a reconnect invitation. Number 0 stands for none. */
typedef struct
{
  char *id;          /* (owned) */
  char *search;      /* (owned) folded */
  char *key;         /* (owned) for the collation */
  guint64 words;     /* which words of the running query it has */
} Party;

typedef struct
{
  gint64 row_id;
  gint64 created_at;
  gint64 expires_at;
  gint64 last_event_at;
  gint64 use_count;
  char *search;         /* (owned) (nullable) NULL: an empty slot */
  char *recipient_key;  /* (owned) (nullable) made when the list is first sorted by it */
  guint company;
  guint connection;
  guint8 kind;
  guint8 status;
  guint8 is_open;
} Slot;

struct _UsherInvitationIndex
{
  GArray *slots;            /* (owned) (element-type Slot) */
  guint n_empty;
  GArray *orders[N_SORTS];  /* (owned) (nullable) (element-type guint32) ascending */
  GArray *dirty[N_SORTS];   /* (owned) (nullable) (element-type guint32) to be merged into the order */
  GByteArray *marks;        /* (owned) a byte a slot, for merging */
  GArray *found;            /* (owned) (element-type gint64) a row id a slot, or 0, for a query */
  GArray *companies;        /* (owned) (element-type Party) */
  GArray *connections;      /* (owned) (element-type Party) */
  GHashTable *company_numbers;    /* (owned) (element-type utf8 guint) keys belong to companies */
  GHashTable *connection_numbers; /* (owned) (element-type utf8 guint) keys belong to connections */
};

/* What an order compares: a number that decides nearly always, and a text for when it does not. */
typedef struct
{
  guint64 number;
  const char *text;  /* (nullable) */
  const char *id;
  guint32 slot;
} SortKey;

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
  return parties;
}

static void
drop_order (UsherInvitationIndex *self,
            UsherSort             sort)
{
  g_clear_pointer (&self->orders[sort], g_array_unref);
  g_clear_pointer (&self->dirty[sort], g_array_unref);
}

static void
drop_orders (UsherInvitationIndex *self)
{
  for (guint sort = 0; sort < N_SORTS; sort++)
    drop_order (self, sort);
}

/* An order is brought up to date when it is next asked for, and only that one. */
static void
add_dirty (UsherInvitationIndex *self,
           guint32               number)
{
  for (guint sort = 0; sort < N_SORTS; sort++)
    {
      if (self->orders[sort] == NULL)
        continue;
      if (self->dirty[sort] == NULL)
        self->dirty[sort] = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_append_val (self->dirty[sort], number);
    }
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
  drop_orders (self);
  g_byte_array_unref (self->marks);
  g_array_unref (self->found);
  g_array_unref (self->slots);
  g_free (self);
}

static Slot *
get_slot (UsherInvitationIndex *self,
          guint                 number)
{
  return &g_array_index (self->slots, Slot, number);
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
  slot.use_count = row->use_count;
  slot.search = g_strdup (row->search);
  slot.company = get_number (self->companies, self->company_numbers, row->company_id);
  slot.connection = get_number (self->connections, self->connection_numbers, row->connection_id);
  slot.kind = row->kind;
  slot.status = row->status;
  slot.is_open = row->is_open;

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
      drop_orders (self);
    }

  add_dirty (self, number);
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
  drop_orders (self);
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
  add_dirty (self, number);

  if (self->n_empty > 1024 && self->n_empty > self->slots->len / 2)
    close_gaps (self);
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
  Party *company = &g_array_index (self->companies, Party, number);

  if (number == 0 || g_str_equal (company->search, search))
    return;

  g_free (company->key);
  company->key = g_utf8_collate_key (search, -1);
  g_free (company->search);
  company->search = g_steal_pointer (&search);
  drop_order (self, USHER_SORT_COMPANY);
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

/* Orders */

/* The second line of the search text is the first address. */
static void
ensure_recipient_key (Slot *slot)
{
  const char *line, *end;

  if (slot->recipient_key != NULL)
    return;

  line = strchrnul (slot->search, '\n');
  if (*line == '\n')
    line++;
  end = strchrnul (line, '\n');
  slot->recipient_key = g_utf8_collate_key (line, end - line);
}

/* Eight bytes of a text as a number that compares like it. Nothing comes last: links that are open
 * to anyone, and companies without a name, after all that have one. */
static guint64
get_text_number (const char *text)
{
  guint64 number = 0;

  if (*text == '\0')
    return G_MAXUINT64;

  for (guint i = 0; i < 8; i++)
    {
      number = number << 8 | (guint8) *text;
      if (*text != '\0')
        text++;
    }
  return number;
}

/* So that unsigned comparison orders signed numbers. */
static guint64
get_signed_number (gint64 number)
{
  return (guint64) number ^ G_GUINT64_CONSTANT (0x8000000000000000);
}

static SortKey
make_key (UsherInvitationIndex *self,
          UsherSort             sort,
          guint32               number)
{
  Slot *slot = get_slot (self, number);
  SortKey key = { 0, NULL, slot->search, number };

  switch (sort)
    {
    case USHER_SORT_CREATED:
      key.number = get_signed_number (slot->created_at);
      break;
    case USHER_SORT_RECIPIENT:
      ensure_recipient_key (slot);
      key.text = slot->recipient_key;
      key.number = get_text_number (key.text);
      break;
    case USHER_SORT_KIND:
      key.number = slot->kind;
      break;
    case USHER_SORT_COMPANY:
      key.text = g_array_index (self->companies, Party, slot->company).key;
      key.number = get_text_number (key.text);
      break;
    case USHER_SORT_STATUS:
      key.number = slot->status;
      break;
    case USHER_SORT_USES:
      key.number = get_signed_number (slot->use_count);
      break;
    case USHER_SORT_EXPIRES:
      key.number = slot->expires_at == USHER_TIME_NONE ? G_MAXUINT64
                                                       : get_signed_number (slot->expires_at);
      break;
    case USHER_SORT_ACTIVITY:
      key.number = get_signed_number (slot->last_event_at);
      break;
    default:
      break;
    }

  return key;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const SortKey *key_a = a;
  const SortKey *key_b = b;
  int order;

  if (key_a->number != key_b->number)
    return key_a->number < key_b->number ? -1 : 1;

  order = key_a->text != NULL ? strcmp (key_a->text, key_b->text) : 0;
  if (order == 0)
    order = strcmp (key_a->id, key_b->id); /* the search text begins with the id */
  if (order == 0)
    order = key_a->slot < key_b->slot ? -1 : 1;
  return order;
}

static GArray *
make_order (UsherInvitationIndex *self,
            UsherSort             sort,
            const guint32        *numbers,
            guint                 n_numbers)
{
  g_autofree SortKey *keys = g_new (SortKey, MAX (n_numbers, 1));
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n_numbers);
  guint n_keys = 0;

  for (guint i = 0; i < n_numbers; i++)
    {
      guint32 number = numbers != NULL ? numbers[i] : i;

      if (get_slot (self, number)->search != NULL)
        keys[n_keys++] = make_key (self, sort, number);
    }

  qsort (keys, n_keys, sizeof (SortKey), compare_keys);

  for (guint i = 0; i < n_keys; i++)
    g_array_append_val (order, keys[i].slot);
  return order;
}

/* The first place in the order, from low on, that does not come before the key. */
static guint
find_place (UsherInvitationIndex *self,
            UsherSort             sort,
            const GArray         *order,
            guint                 low,
            const SortKey        *key)
{
  guint high = order->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      SortKey other = make_key (self, sort, g_array_index (order, guint32, middle));

      if (compare_keys (&other, key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
clear_marks (UsherInvitationIndex *self)
{
  g_byte_array_set_size (self->marks, self->slots->len + 1);
  memset (self->marks->data, 0, self->marks->len);
}

/* Brings an order up to date with the rows that changed since: takes them out where they were, and
 * puts them in where they belong. */
static void
merge_changes (UsherInvitationIndex *self,
               UsherSort             sort)
{
  g_autoptr (GArray) order = g_steal_pointer (&self->orders[sort]);
  g_autoptr (GArray) dirty = g_steal_pointer (&self->dirty[sort]);
  g_autoptr (GArray) changed = NULL;
  guint n_kept = 0, n_unique = 0, done = 0;
  GArray *merged;

  clear_marks (self);
  for (guint i = 0; i < dirty->len; i++)
    {
      guint32 number = g_array_index (dirty, guint32, i);

      if (!self->marks->data[number])
        g_array_index (dirty, guint32, n_unique++) = number;
      self->marks->data[number] = 1;
    }

  for (guint i = 0; i < order->len; i++)
    {
      guint32 number = g_array_index (order, guint32, i);

      if (!self->marks->data[number])
        g_array_index (order, guint32, n_kept++) = number;
    }
  g_array_set_size (order, n_kept);

  changed = make_order (self, sort, (const guint32 *) dirty->data, n_unique);
  merged = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n_kept + changed->len);
  for (guint i = 0; i < changed->len; i++)
    {
      guint32 number = g_array_index (changed, guint32, i);
      SortKey key = make_key (self, sort, number);
      guint place = find_place (self, sort, order, done, &key);

      if (place > done)
        g_array_append_vals (merged, &g_array_index (order, guint32, done), place - done);
      g_array_append_val (merged, number);
      done = place;
    }
  if (done < n_kept)
    g_array_append_vals (merged, &g_array_index (order, guint32, done), n_kept - done);

  self->orders[sort] = merged;
}

static GArray *
ensure_order (UsherInvitationIndex *self,
              UsherSort             sort)
{
  /* When much has changed, making it anew costs no more than merging. */
  if (self->dirty[sort] != NULL && self->dirty[sort]->len > self->slots->len / 8)
    drop_order (self, sort);
  if (self->dirty[sort] != NULL)
    merge_changes (self, sort);
  if (self->orders[sort] == NULL)
    self->orders[sort] = make_order (self, sort, NULL, self->slots->len);
  return self->orders[sort];
}

/* Queries */

/* Which of the words each company or connection has, found out once, not for each row. */
static void
find_words (GArray *parties,
            char  **words,
            guint   n_words)
{
  for (guint i = 0; i < parties->len; i++)
    {
      Party *party = &g_array_index (parties, Party, i);

      party->words = 0;
      for (guint w = 0; w < n_words; w++)
        {
          if (strstr (party->search, words[w]) != NULL)
            party->words |= G_GUINT64_CONSTANT (1) << w;
        }
    }
}

static gboolean
has_words (UsherInvitationIndex *self,
           const Slot           *slot,
           char                **words,
           guint                 n_words)
{
  guint64 found = g_array_index (self->companies, Party, slot->company).words |
                  g_array_index (self->connections, Party, slot->connection).words;

  for (guint w = 0; w < n_words; w++)
    {
      if ((found >> w & 1) == 0 && strstr (slot->search, words[w]) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The words of a folded text, without empty and repeated ones. */
static char **
split_words (const char *text)
{
  g_autofree char *folded = usher_text_fold (text != NULL ? text : "");
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\r\n\f\v", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; parts[i] != NULL && g_hash_table_size (seen) < MAX_WORDS; i++)
    {
      if (*parts[i] != '\0' && g_hash_table_add (seen, parts[i]))
        g_strv_builder_add (builder, parts[i]);
    }
  return g_strv_builder_end (builder);
}

/* USHER_TIME_NONE, never, is before any moment. */
static gboolean
expires_within (const Slot *slot, gint64 now, GTimeSpan span)
{
  return slot->expires_at > now && slot->expires_at - now <= span;
}

/**
 * usher_invitation_index_query:
 * @self: an index
 * @query: which rows, in which order
 * @cancellable: (nullable): what ends it early
 * @error: where to put a #GError
 *
 * Finds rows. Text is taken apart at white space, and a row must have every word of it (the first 64,
 * if it has more) in its id, addresses, provider or company. Rows that the sort holds equal are in the
 * order of their ids; descending is ascending, backwards. What has no recipient, no company name or
 * no expiry comes after all that have one.
 *
 * Returns: (transfer full) (element-type gint64): row ids
 */
GArray *
usher_invitation_index_query (UsherInvitationIndex *self,
                              UsherQuery           *query,
                              GCancellable         *cancellable,
                              GError              **error)
{
  UsherInvitationStatus status = usher_query_get_status (query);
  UsherInvitationKind kind = usher_query_get_kind (query);
  UsherAccess access = usher_query_get_access (query);
  const char *company_id = usher_query_get_company_id (query);
  gint64 expires_before = usher_query_get_expires_before (query);
  GTimeSpan within = usher_query_get_expires_within (query);
  gint64 now = within > 0 ? usher_time_now () : USHER_TIME_NONE;
  UsherSort sort = CLAMP (usher_query_get_sort (query), 0, N_SORTS - 1);
  gboolean descending = usher_query_get_descending (query);
  g_auto (GStrv) words = split_words (usher_query_get_text (query));
  guint n_words = g_strv_length (words);
  GArray *order = ensure_order (self, sort);
  g_autoptr (GArray) rows = NULL;
  guint company = 0, n_found = 0, n_taken = 0;
  gint64 *found;

  if (company_id != NULL)
    {
      company = GPOINTER_TO_UINT (g_hash_table_lookup (self->company_numbers, company_id));
      if (company == 0)
        return g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  find_words (self->companies, words, n_words);
  find_words (self->connections, words, n_words);

  /* Once through the slots as they lie in memory, then through the order, which jumps about, but in
   * an array small enough to stay in the processor's cache. */
  g_array_set_size (self->found, self->slots->len + 1);
  found = (gint64 *) self->found->data;
  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = get_slot (self, i);

      if (i % ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      found[i] = 0;
      if (slot->search == NULL ||
          (status != USHER_INVITATION_STATUS_UNKNOWN && slot->status != status) ||
          (kind != USHER_INVITATION_KIND_UNKNOWN && slot->kind != kind) ||
          (access != USHER_ACCESS_ANY && slot->is_open != (access == USHER_ACCESS_OPEN)) ||
          (company != 0 && slot->company != company) ||
          (expires_before != USHER_TIME_NONE &&
           (slot->expires_at == USHER_TIME_NONE || slot->expires_at >= expires_before)) ||
          (within > 0 && !expires_within (slot, now, within)) ||
          !has_words (self, slot, words, n_words))
        continue;

      found[i] = slot->row_id;
      n_found++;
    }

  rows = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_found);
  g_array_set_size (rows, n_found);
  for (guint i = 0; i < order->len; i++)
    {
      guint32 number = g_array_index (order, guint32, descending ? order->len - 1 - i : i);

      if (found[number] != 0)
        g_array_index (rows, gint64, n_taken++) = found[number];
    }
  g_array_set_size (rows, n_taken);
  return g_steal_pointer (&rows);
}

/**
 * usher_invitation_index_count:
 * @self: an index
 * @company_id: (nullable): of which company; %NULL for all
 * @counts: (out caller-allocates): how many there are of each status
 */
void
usher_invitation_index_count (UsherInvitationIndex *self,
                              const char           *company_id,
                              UsherCounts          *counts)
{
  gint64 now = usher_time_now ();
  guint company = 0;

  memset (counts, 0, sizeof *counts);
  if (company_id != NULL)
    {
      company = GPOINTER_TO_UINT (g_hash_table_lookup (self->company_numbers, company_id));
      if (company == 0)
        return;
    }
  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = get_slot (self, i);

      if (slot->search == NULL || (company != 0 && slot->company != company))
        continue;
      counts->total++;
      if (slot->status < USHER_N_INVITATION_STATUSES)
        counts->by_status[slot->status]++;
      counts->expiring += slot->status == USHER_INVITATION_STATUS_ACTIVE &&
                          expires_within (slot, now, USHER_COUNTS_EXPIRING);
    }
}
