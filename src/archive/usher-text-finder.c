/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Substring search. A line is first looked through as bytes, 16 at a time; where the text stands, the quotes before
 * and after it tell whether it stands in a value and not in a member's name. Values beyond ASCII are folded, and
 * whether they have the text is remembered: the names of companies repeat. Only lines with escapes, and those with
 * members of their own, are taken apart. One thread at a time. */

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
  GHashTable *known;   /* (owned) value beyond ASCII, as written → whether it has the text */
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
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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
  g_hash_table_unref (self->known);
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
  char short_key[128];
  g_autofree char *long_key = NULL;
  char *key = short_key;
  gpointer found;

  if (value->length < sizeof short_key)
    {
      memcpy (short_key, value->data, value->length);
      short_key[value->length] = '\0';
    }
  else
    {
      key = long_key = g_strndup (value->data, value->length);
    }
  if (!g_hash_table_lookup_extended (self->known, key, NULL, &found))
    {
      g_autofree char *text = usher_json_unescape (value, NULL);
      g_autofree char *folded = usher_text_fold (text);

      if (g_hash_table_size (self->known) >= MAX_REMEMBERED)
        g_hash_table_remove_all (self->known);
      found = GINT_TO_POINTER (strstr (folded, self->needle) != NULL);
      g_hash_table_insert (self->known, g_strdup (key), found);
    }
  return GPOINTER_TO_INT (found);
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

/* Whether there is an odd number of quotes. */
static gboolean
ends_in_string (const char *p, const char *end)
{
  gboolean odd = FALSE;

#ifdef __SSE2__
  guint masks = 0;

  for (; end - p >= 16; p += 16)
    masks ^= (guint) _mm_movemask_epi8 (
        _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) (const void *) p), _mm_set1_epi8 ('"')));
  odd = __builtin_parity (masks) != 0;
#endif
  for (; p < end; p++)
    odd ^= *p == '"';
  return odd;
}

/* Whether a colon follows the string that ends at this quote. */
static gboolean
is_name (const char *close, const char *end)
{
  do
    close++;
  while (close < end && (*close == ' ' || *close == '\t' || *close == '\r'));
  return close < end && *close == ':';
}

/* Of a line without escapes and with nothing but the members that are searched: a string is what stands between
 * an odd quote and the next. A text that stands there as it was typed is found, whatever else the value holds: each
 * letter is folded for itself, and accents are only left out. */
static gboolean
usual_matches (UsherTextFinder *self, const char *line, gsize length)
{
  const char *end = line + length;
  const char *counted = line;
  const char *hit = self->hit;
  gboolean in_string = FALSE;

  while (hit != NULL)
    {
      in_string ^= ends_in_string (counted, hit);
      counted = hit;
      if (!in_string)
        {
          if (self->in_token)
            return TRUE;
        }
      else
        {
          const char *close = memchr (hit, '"', (gsize) (end - hit));

          if (close == NULL)
            return FALSE;
          if (!is_name (close, end))
            return TRUE;
        }
      hit = usher_find_no_case (hit + 1, (gsize) (end - hit - 1), self->needle, self->length);
    }
  return FALSE;
}

static const char *
find_beyond_ascii (const char *p, const char *end)
{
#ifdef __SSE2__
  for (; end - p >= 16; p += 16)
    {
      guint mask = (guint) _mm_movemask_epi8 (_mm_loadu_si128 ((const __m128i *) (const void *) p));

      if (mask != 0)
        return p + __builtin_ctz (mask);
    }
#endif
  for (; p < end; p++)
    if ((guchar) *p >= 0x80)
      return p;
  return NULL;
}

typedef enum
{
  ODD_NONE,  /* no string beyond ASCII has the text */
  ODD_VALUE, /* a value has it */
  ODD_MAYBE, /* something has it, perhaps the name of a member */
} Odd;

/* Of a line without escapes: its strings beyond ASCII. */
static Odd
find_in_odd_values (UsherTextFinder *self, const char *line, gsize length)
{
  const char *end = line + length;
  const char *p = line;
  const char *odd;

  while ((odd = find_beyond_ascii (p, end)) != NULL)
    {
      /* Such a byte stands in a string, or it would not be JSON; and the string has no quotes of its own. */
      const char *open = memrchr (p, '"', (gsize) (odd - p));
      const char *close = memchr (odd, '"', (gsize) (end - odd));
      UsherSlice value;

      if (open == NULL || close == NULL)
        return ODD_MAYBE;
      value = (UsherSlice){ open + 1, (gsize) (close - open - 1) };
      if (folded_contains (self, &value))
        return is_name (close, end) ? ODD_MAYBE : ODD_VALUE;
      p = close + 1;
    }
  return ODD_NONE;
}

/**
 * usher_text_finder_matches:
 * @self: a finder
 * @line: a line of a log
 * @length: its length
 * @tail: how many bytes at its end are its chain; 0 when there is none
 * @hit: (nullable): what [func@text_finder_find] found in it
 * @plain: %TRUE when it is ASCII without escapes
 * @usual: %TRUE when all its members but the chain are searched
 * @bad: %TRUE when it cannot be read, and is looked through as it stands
 *
 * Returns: %TRUE when a value of it contains the text
 */
gboolean
usher_text_finder_matches (UsherTextFinder *self, const char *line, gsize length, gsize tail, const char *hit,
                           gboolean plain, gboolean usual, gboolean bad)
{
  UsherLogLine parts;

  if (self->length == 0)
    return TRUE;
  if (bad)
    return bad_matches (self, line, length);
  self->hit = hit != NULL && hit < line + length - tail ? hit : NULL;
  self->odd = !plain;
  self->found = FALSE;
  if (self->hit == NULL && plain)
    return FALSE;
  usual = usual && self->in_string;
  if (plain && usual)
    return usual_matches (self, line, length - tail);
  if (memchr (line, '\\', length - tail) == NULL)
    {
      Odd odd;

      if (usual && self->hit != NULL && usual_matches (self, line, length - tail))
        return TRUE;
      odd = find_in_odd_values (self, line, length - tail);
      if (usual && odd == ODD_VALUE)
        return TRUE;
      if (odd == ODD_NONE && (usual || self->hit == NULL))
        return FALSE;
    }
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
 * Returns: (nullable): the first place where it stands as it was typed but for the case of letters; a line that is
 *   ASCII without escapes matches in no other way
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
