/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The orders of the index: an array of slots for each way to sort, made when it is first asked for and
 * brought up to date when it is asked for again. On the store's worker thread. */
#include "store/usher-invitation-index-private.h"

#include <string.h>

#include "model/usher-time.h"

/* What an order compares: a number that decides nearly always, and a text for when it does not. */
typedef struct
{
  guint64 number;
  const char *text;  /* (nullable) */
  const char *id;
  guint32 slot;
} SortKey;

void
usher_invitation_order_drop (UsherInvitationIndex *self,
                             UsherSort             sort)
{
  g_clear_pointer (&self->orders[sort], g_array_unref);
  g_clear_pointer (&self->dirty[sort], g_array_unref);
}

void
usher_invitation_order_drop_all (UsherInvitationIndex *self)
{
  for (guint sort = 0; sort < USHER_N_SORTS; sort++)
    usher_invitation_order_drop (self, sort);
}

/* An order is brought up to date when it is next asked for, and only that one. */
void
usher_invitation_order_note (UsherInvitationIndex *self,
                             guint32               number)
{
  for (guint sort = 0; sort < USHER_N_SORTS; sort++)
    {
      if (self->orders[sort] == NULL)
        continue;
      if (self->dirty[sort] == NULL)
        self->dirty[sort] = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_append_val (self->dirty[sort], number);
    }
}

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

  /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): made for the same order, both have a text or none has */
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

GArray *
usher_invitation_order_ensure (UsherInvitationIndex *self,
                               UsherSort             sort)
{
  /* When much has changed, making it anew costs no more than merging. */
  if (self->dirty[sort] != NULL && self->dirty[sort]->len > self->slots->len / 8)
    usher_invitation_order_drop (self, sort);
  if (self->dirty[sort] != NULL)
    merge_changes (self, sort);
  if (self->orders[sort] == NULL)
    self->orders[sort] = make_order (self, sort, NULL, self->slots->len);
  return self->orders[sort];
}
