/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers for texts: a million rows name a few thousand companies and recipients. Texts lie in one
 * block, each ended by a zero; the hash table is made when something is first looked up, so that an index that
 * was only loaded does not pay for it. One thread at a time. */

#include "usher-config.h"

#include "archive/usher-intern.h"

#include <string.h>

struct _UsherIntern
{
  GByteArray *texts; /* (owned) */
  GArray *ends;      /* (owned) (element-type guint32) where each text ends, after its zero */
  guint32 *slots;    /* (owned) (nullable) id + 1, or 0 */
  guint32 n_slots;   /* a power of two */
  guint64 seed;      /* not to be guessed: a file must not be able to choose collisions */
};

/**
 * usher_intern_new:
 *
 * Returns: (transfer full): an empty table
 */
UsherIntern *
usher_intern_new (void)
{
  UsherIntern *self = g_new0 (UsherIntern, 1);

  self->texts = g_byte_array_new ();
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  return self;
}

/**
 * usher_intern_free:
 * @self: (nullable) (transfer full): a table
 */
void
usher_intern_free (UsherIntern *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->texts);
  g_array_unref (self->ends);
  g_free (self->slots);
  g_free (self);
}

static inline guint64
mix (guint64 a, guint64 b)
{
  __extension__ typedef unsigned __int128 Wide;
  Wide product = (Wide) a * b;

  return (guint64) product ^ (guint64) (product >> 64);
}

/**
 * usher_hash:
 * @text: bytes
 * @length: how many
 * @seed: another one gives other numbers
 *
 * Returns: a number of 64 bits, spread evenly (multiply and fold, as wyhash does)
 */
guint64
usher_hash (const char *text, gsize length, guint64 seed)
{
  guint64 hash = seed ^ 0x9e3779b97f4a7c15u;
  guint64 word;
  gsize at = 0;

  /* One product waits for the one before: of a long text, four go side by side. */
  if (length >= 256)
    {
      guint64 lanes[4] = { hash, hash ^ 0xa0761d6478bd642fu, hash ^ 0xe7037ed1a0b428dbu, hash ^ 0x589965cc75374cc3u };
      guint64 words[4];

      for (; at + sizeof words <= length; at += sizeof words)
        {
          memcpy (words, text + at, sizeof words);
          for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
            lanes[i] = mix (lanes[i] ^ words[i], 0xe7037ed1a0b428dbu);
        }
      hash = mix (lanes[0] ^ mix (lanes[1], 0x8ebc6af09c88c6e3u), lanes[2] ^ mix (lanes[3], 0xa0761d6478bd642fu));
    }
  for (; at + 8 <= length; at += 8)
    {
      memcpy (&word, text + at, 8);
      hash = mix (hash ^ word, 0xe7037ed1a0b428dbu);
    }
  word = 0;
  for (gsize i = at; i < length; i++)
    word = (word << 8) | (guchar) text[i];
  return mix (hash ^ word, 0x8ebc6af09c88c6e3u ^ length);
}

/**
 * usher_intern_get:
 * @self: a table
 * @id: a number that it gave
 * @length: (out) (optional): the text's length
 *
 * Returns: (transfer none): the text, ended by a zero; valid until the next one is added
 */
const char *
usher_intern_get (UsherIntern *self, guint32 id, gsize *length)
{
  guint32 start;

  if (id >= self->ends->len)
    {
      if (length != NULL)
        *length = 0;
      return "";
    }
  start = id == 0 ? 0 : g_array_index (self->ends, guint32, id - 1);
  if (length != NULL)
    *length = g_array_index (self->ends, guint32, id) - start - 1;
  return (const char *) self->texts->data + start;
}

/**
 * usher_intern_get_size:
 * @self: a table
 *
 * Returns: how many texts it holds
 */
guint32
usher_intern_get_size (UsherIntern *self)
{
  return self->ends->len;
}

/* The slot that holds the text, or the free one where it belongs. */
static guint32 *
find_slot (UsherIntern *self, const char *text, gsize length)
{
  guint32 at = (guint32) usher_hash (text, length, self->seed) & (self->n_slots - 1);

  while (self->slots[at] != 0)
    {
      gsize found_length;
      const char *found = usher_intern_get (self, self->slots[at] - 1, &found_length);

      if (found_length == length && memcmp (found, text, length) == 0)
        break;
      at = (at + 1) & (self->n_slots - 1);
    }
  return &self->slots[at];
}

static void
ensure_slots (UsherIntern *self)
{
  if (self->slots != NULL && self->ends->len < self->n_slots / 2)
    return;
  g_free (self->slots);
  self->n_slots = MAX (self->n_slots, 64);
  while (self->ends->len >= self->n_slots / 2)
    self->n_slots *= 2;
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint32 id = 0; id < self->ends->len; id++)
    {
      gsize length;
      const char *text = usher_intern_get (self, id, &length);

      *find_slot (self, text, length) = id + 1;
    }
}

/**
 * usher_intern_find:
 * @self: a table
 * @text: bytes
 * @length: how many
 *
 * Returns: the text's number, or %USHER_INTERN_NONE
 */
guint32
usher_intern_find (UsherIntern *self, const char *text, gsize length)
{
  ensure_slots (self);
  return *find_slot (self, text, length) - 1; /* 0 - 1 is NONE */
}

/**
 * usher_intern_add:
 * @self: a table
 * @text: bytes
 * @length: how many
 *
 * Returns: the text's number, a new one if need be; %USHER_INTERN_NONE when 4 GB are full
 */
guint32
usher_intern_add (UsherIntern *self, const char *text, gsize length)
{
  guint32 *slot;
  guint32 end;

  ensure_slots (self);
  slot = find_slot (self, text, length);
  if (*slot != 0)
    return *slot - 1;
  if (self->texts->len + length + 1 >= G_MAXUINT32 / 2)
    return USHER_INTERN_NONE;
  g_byte_array_append (self->texts, (const guint8 *) text, (guint) length);
  g_byte_array_append (self->texts, (const guint8 *) "", 1);
  end = self->texts->len;
  g_array_append_val (self->ends, end);
  *slot = self->ends->len;
  return *slot - 1;
}

/**
 * usher_intern_merge:
 * @self: a table
 * @other: another one
 *
 * Adds the texts of @other.
 *
 * Returns: (transfer full): for each of @other's numbers the one here
 */
guint32 *
usher_intern_merge (UsherIntern *self, UsherIntern *other)
{
  guint32 *map = g_new (guint32, other->ends->len + 1);

  for (guint32 id = 0; id < other->ends->len; id++)
    {
      gsize length;
      const char *text = usher_intern_get (other, id, &length);

      map[id] = usher_intern_add (self, text, length);
    }
  return map;
}

/**
 * usher_intern_save:
 * @self: a table
 * @bytes: where to
 */
void
usher_intern_save (UsherIntern *self, GByteArray *bytes)
{
  guint32 counts[2] = { self->ends->len, self->texts->len };

  g_byte_array_append (bytes, (const guint8 *) counts, sizeof counts);
  g_byte_array_append (bytes, (const guint8 *) self->ends->data, self->ends->len * 4);
  g_byte_array_append (bytes, self->texts->data, self->texts->len);
}

/**
 * usher_intern_load:
 * @p: (inout): bytes from [method@Intern.save]
 * @end: their end
 *
 * Returns: (transfer full) (nullable): the table, or %NULL when the bytes are none
 */
UsherIntern *
usher_intern_load (const guint8 **p, const guint8 *end)
{
  g_autoptr (UsherIntern) self = usher_intern_new ();
  guint32 counts[2];
  guint32 last = 0;

  if ((gsize) (end - *p) < sizeof counts)
    return NULL;
  memcpy (counts, *p, sizeof counts);
  *p += sizeof counts;
  if ((gsize) (end - *p) < (gsize) counts[0] * 4 + counts[1])
    return NULL;
  g_array_append_vals (self->ends, *p, counts[0]);
  *p += (gsize) counts[0] * 4;
  g_byte_array_append (self->texts, *p, counts[1]);
  *p += counts[1];
  for (guint32 i = 0; i < counts[0]; i++)
    {
      guint32 text_end = g_array_index (self->ends, guint32, i);

      if (text_end <= last || text_end > counts[1] || self->texts->data[text_end - 1] != 0)
        return NULL;
      last = text_end;
    }
  return g_steal_pointer (&self);
}
