/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Substring search. A line is first looked through as bytes, 16 at a time; where the text stands, the line is
 * taken apart to see whether it stands in a value and not in a member's name. Values beyond ASCII are
 * folded, and what was folded is remembered: the names of companies repeat. One thread at a time. */

#include "usher-config.h"

#include "archive/usher-text-finder.h"

#include "model/usher-text.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define MAX_REMEMBERED 4096
#define BAD_LIMIT (64 * 1024)

struct _UsherTextFinder
{
  char *needle;        /* (owned) folded */
  gsize length;
  gboolean ascii;      /* the needle is */
  gboolean in_string;  /* it can stand within the quotes of a string without escapes: no quote, no backslash */
  gboolean in_token;   /* it can stand in a number, or in true, false, null */
  GHashTable *folded;  /* (owned) value as written → folded */
  /* Of the line at hand. */
  const char *hit;     /* (nullable) */
  gboolean found;
  gboolean odd;        /* look at values beyond ASCII */
};

static inline gboolean
is_letter (char c)
{
  return c >= 'a' && c <= 'z';
}

static inline gboolean
equals (const char *text, const char *needle, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((is_letter (needle[i]) ? text[i] | 0x20 : text[i]) != needle[i])
      return FALSE;
  return TRUE;
}

/**
 * usher_find_no_case:
 * @text: where to look; ASCII letters are compared without case, other bytes as they are
 * @length: its length
 * @needle: what to look for, with lower case letters only
 * @needle_length: its length, from 1
 *
 * Returns: (nullable): the first place
 */
const char *
usher_find_no_case (const char *text, gsize length, const char *needle, gsize needle_length)
{
  const char *p = text;
  const char *last;

  if (needle_length == 0 || length < needle_length)
    return NULL;
  last = text + length - needle_length; /* where the last match could begin */
#ifdef __SSE2__
  {
    /* The first and the last byte of the needle at the same time: few places have both. */
    const char tail = needle[needle_length - 1];
    const __m128i first_byte = _mm_set1_epi8 (needle[0]);
    const __m128i tail_byte = _mm_set1_epi8 (tail);
    const __m128i first_case = _mm_set1_epi8 (is_letter (needle[0]) ? 0x20 : 0);
    const __m128i tail_case = _mm_set1_epi8 (is_letter (tail) ? 0x20 : 0);

    for (; last - p >= 15; p += 16)
      {
        __m128i a = _mm_loadu_si128 ((const __m128i *) (const void *) p);
        __m128i b = _mm_loadu_si128 ((const __m128i *) (const void *) (p + needle_length - 1));
        guint mask = (guint) _mm_movemask_epi8 (
            _mm_and_si128 (_mm_cmpeq_epi8 (_mm_or_si128 (a, first_case), first_byte),
                           _mm_cmpeq_epi8 (_mm_or_si128 (b, tail_case), tail_byte)));

        for (; mask != 0; mask &= mask - 1)
          {
            const char *at = p + __builtin_ctz (mask);

            if (equals (at, needle, needle_length))
              return at;
          }
      }
  }
#endif
  for (; p <= last; p++)
    if (equals (p, needle, needle_length))
      return p;
  return NULL;
}

/**
 * usher_text_finder_new:
 * @text: what to look for, as a person typed it
 *
 * Returns: (transfer full): a finder
 */
UsherTextFinder *
usher_text_finder_new (const char *text)
{
  UsherTextFinder *self = g_new0 (UsherTextFinder, 1);

  self->needle = usher_text_fold (text);
  self->length = strlen (self->needle);
  self->ascii = g_str_is_ascii (self->needle);
  self->in_string = strpbrk (self->needle, "\"\\") == NULL;
  self->in_token = strspn (self->needle, "0123456789abcdefghijklmnopqrstuvwxyz+-.") == self->length;
  self->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * usher_text_finder_free:
 * @self: (nullable) (transfer full): a finder
 */
void
usher_text_finder_free (UsherTextFinder *self)
{
  if (self == NULL)
    return;
  g_free (self->needle);
  g_hash_table_unref (self->folded);
  g_free (self);
}

static gboolean
is_plain (const UsherSlice *value)
{
  gboolean plain = TRUE;

  for (gsize i = 0; plain && i < value->length; i++)
    plain = (guchar) value->data[i] < 0x80 && value->data[i] != '\\';
  return plain;
}

static gboolean
folded_contains (UsherTextFinder *self, const UsherSlice *value)
{
  g_autofree char *key = g_strndup (value->data, value->length);
  const char *folded = g_hash_table_lookup (self->folded, key);

  if (folded == NULL)
    {
      g_autofree char *text = usher_json_unescape (value, NULL);
      char *fresh = usher_text_fold (text);

      if (g_hash_table_size (self->folded) >= MAX_REMEMBERED)
        g_hash_table_remove_all (self->folded);
      folded = fresh;
      g_hash_table_insert (self->folded, g_steal_pointer (&key), fresh);
    }
  return strstr (folded, self->needle) != NULL;
}

static gboolean
on_value (const UsherSlice *value, gboolean is_string, gpointer user_data)
{
  UsherTextFinder *self = user_data;

  if (self->odd && is_string && !is_plain (value))
    self->found = folded_contains (self, value);
  else if (self->hit != NULL && value->data + value->length > self->hit)
    self->found = usher_find_no_case (value->data, value->length, self->needle, self->length) != NULL;
  return !self->found;
}

static gboolean
bad_matches (UsherTextFinder *self, const char *line, gsize length)
{
  g_autofree char *text = g_utf8_make_valid (line, (gssize) MIN (length, BAD_LIMIT));
  g_autofree char *folded = usher_text_fold (text);

  return strstr (folded, self->needle) != NULL;
}

static guint
count_quotes (const char *p, const char *end)
{
  guint n = 0;

#ifdef __SSE2__
  for (; end - p >= 16; p += 16)
    n += (guint) __builtin_popcount ((guint) _mm_movemask_epi8 (
        _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) (const void *) p), _mm_set1_epi8 ('"'))));
#endif
  for (; p < end; p++)
    n += *p == '"';
  return n;
}

/* Of a line without escapes and with nothing but the members that are searched: a string is what stands between
 * an odd quote and the next, and it is a name when a colon follows. So hits in most lines need no parser. */
static gboolean
usual_matches (UsherTextFinder *self, const char *line, gsize length)
{
  const char *end = line + length;
  const char *counted = line;
  const char *hit = self->hit;
  guint n_quotes = 0;

  while (hit != NULL)
    {
      n_quotes += count_quotes (counted, hit);
      counted = hit;
      if (n_quotes % 2 == 0)
        {
          if (self->in_token)
            return TRUE;
        }
      else
        {
          const char *close = memchr (hit, '"', (gsize) (end - hit));

          if (close == NULL)
            return FALSE;
          do
            close++;
          while (close < end && (*close == ' ' || *close == '\t' || *close == '\r'));
          if (close == end || *close != ':')
            return TRUE;
        }
      hit = usher_find_no_case (hit + 1, (gsize) (end - hit - 1), self->needle, self->length);
    }
  return FALSE;
}

/**
 * usher_text_finder_matches:
 * @self: a finder
 * @line: a line of a log
 * @length: its length
 * @tail: how many bytes at its end are its chain; 0 when there is none
 * @plain: %TRUE when it is ASCII without escapes
 * @usual: %TRUE when all its members but the chain are searched
 * @bad: %TRUE when it cannot be read, and is looked through as it stands
 *
 * Returns: %TRUE when a value of it contains the text
 */
gboolean
usher_text_finder_matches (UsherTextFinder *self, const char *line, gsize length, gsize tail,
                           gboolean plain, gboolean usual, gboolean bad)
{
  UsherLogLine parts;

  if (self->length == 0)
    return TRUE;
  if (bad)
    return bad_matches (self, line, length);
  self->hit = self->ascii ? usher_find_no_case (line, length - tail, self->needle, self->length) : NULL;
  self->odd = !plain;
  self->found = FALSE;
  if (self->hit == NULL && plain)
    return FALSE;
  if (plain && usual && self->in_string)
    return usual_matches (self, line, length - tail);
  usher_log_line_parse (&parts, line, length, NULL);
  usher_log_line_foreach_value (&parts, on_value, self);
  return self->found;
}

/**
 * usher_text_finder_find:
 * @self: a finder
 * @text: lines of a log
 * @length: their length
 *
 * Lines before that place need not be looked at one by one.
 *
 * Returns: (nullable): the first place where a line that is ASCII without escapes could match
 */
const char *
usher_text_finder_find (UsherTextFinder *self, const char *text, gsize length)
{
  if (!self->ascii)
    return NULL;
  return self->length == 0 ? text : usher_find_no_case (text, length, self->needle, self->length);
}

static gboolean
append_value (const UsherSlice *value, gboolean is_string, gpointer user_data)
{
  GString *text = user_data;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (is_string && memchr (value->data, '\\', value->length) != NULL)
    {
      g_autofree char *plain = usher_json_unescape (value, NULL);

      g_string_append (text, plain);
      return TRUE;
    }
  g_string_append_len (text, value->data, (gssize) value->length);
  return TRUE;
}

/**
 * usher_line_append_values:
 * @text: where to
 * @line: a line of a log
 * @length: its length
 * @bad: it cannot be read
 *
 * Sets @text to the values of the line, one a line; to the line itself when it is bad.
 */
void
usher_line_append_values (GString *text, const char *line, gsize length, gboolean bad)
{
  UsherLogLine parts;

  g_string_truncate (text, 0);
  if (bad)
    {
      g_autofree char *valid = g_utf8_make_valid (line, (gssize) MIN (length, BAD_LIMIT));

      g_string_append (text, valid);
      return;
    }
  usher_log_line_parse (&parts, line, length, NULL);
  usher_log_line_foreach_value (&parts, append_value, text);
}
