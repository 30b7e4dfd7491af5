/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The JSON reader of the archive: it checks a text and hands out slices of it, without copying and without
 * building objects, because only the visible rows of a log become objects (and those go through
 * json-glib). Any thread; nothing is shared.
 *
 * Why it is our own. Measured on 100,000 lines of an Usher log, processor time of one busy core, against what
 * Debian 12 packages: json-glib 19 MB/s, Jansson 22, json-c 96, yajl (callbacks that do nothing) 184, this one
 * 276, and 404 with the facts of the line before at hand; simdjson (On Demand, six members) 1113. Only
 * simdjson is faster, and it would bring C++ into the build and the package for a part that is not the slow
 * one: SHA-256 over the same lines does 240 to 310 MB/s and cannot be left out.
 *
 * It takes exactly RFC 8259, less nesting beyond MAX_DEPTH; UTF-8 is checked by the caller, who knows where a line
 * ends (scan->non_ascii tells whether there is anything to check, scan->odd where). */

#include "usher-config.h"

#include "archive/usher-json-scan.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define MAX_DEPTH 64 /* as model/usher-json.c has it */

/**
 * usher_json_scan_init:
 * @scan: the scanner
 * @data: a text; need not end in a zero
 * @length: its length in bytes
 *
 * Begins to read @data, which must outlive the scanner and every slice.
 */
void
usher_json_scan_init (UsherJsonScan *scan, const char *data, gsize length)
{
  *scan = (UsherJsonScan){ .p = data, .end = data + length };
}

static gboolean
fail (UsherJsonScan *scan)
{
  scan->failed = TRUE;
  scan->p = scan->end;
  return FALSE;
}

static inline void
skip_space (UsherJsonScan *scan)
{
  while (scan->p < scan->end
         && (*scan->p == ' ' || *scan->p == '\n' || *scan->p == '\r' || *scan->p == '\t'))
    scan->p++;
}

/**
 * usher_json_scan_peek:
 * @scan: the scanner
 *
 * Returns: the next character that is no white space, or 0 at the end
 */
char
usher_json_scan_peek (UsherJsonScan *scan)
{
  skip_space (scan);
  return scan->p < scan->end ? *scan->p : '\0';
}

static inline gboolean
take (UsherJsonScan *scan, char c)
{
  if (usher_json_scan_peek (scan) != c || scan->p == scan->end)
    return fail (scan);
  scan->p++;
  return TRUE;
}

/**
 * usher_json_scan_begin:
 * @scan: the scanner
 * @bracket: '{' or '['
 *
 * Returns: %TRUE when an object or array began here
 */
gboolean
usher_json_scan_begin (UsherJsonScan *scan, char bracket)
{
  if (!take (scan, bracket))
    return FALSE;
  if (++scan->depth > MAX_DEPTH)
    return fail (scan);
  return TRUE;
}

/* The comma before all but the first, or the closing bracket. */
static inline gboolean
next (UsherJsonScan *scan, guint *n, char closing)
{
  char c = usher_json_scan_peek (scan);

  if (c == closing && scan->p < scan->end)
    {
      scan->p++;
      scan->depth--;
      return FALSE;
    }
  if ((*n)++ > 0)
    return take (scan, ',');
  return TRUE;
}

/**
 * usher_json_scan_next_member:
 * @scan: the scanner, within an object
 * @n: how many members were read; 0 before the first
 * @name: (out): its name, as written (a name with escapes is none that we know)
 *
 * Returns: %TRUE with the scanner before the member's value; %FALSE at the end of the object, or
 *   when @scan failed
 */
gboolean
usher_json_scan_next_member (UsherJsonScan *scan, guint *n, UsherSlice *name)
{
  return next (scan, n, '}') && usher_json_scan_string (scan, name) && take (scan, ':');
}

/**
 * usher_json_scan_next_element:
 * @scan: the scanner, within an array
 * @n: how many elements were read; 0 before the first
 *
 * Returns: %TRUE with the scanner before an element; %FALSE at the end, or when @scan failed
 */
gboolean
usher_json_scan_next_element (UsherJsonScan *scan, guint *n)
{
  return next (scan, n, ']');
}

/* Moves to the next quote, backslash or control character; most strings are nothing else. */
static inline const char *
find_special (UsherJsonScan *scan, const char *p)
{
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8 ('"');
  const __m128i backslash = _mm_set1_epi8 ('\\');
  const __m128i last_control = _mm_set1_epi8 (0x1f);

  while (scan->end - p >= 16)
    {
      __m128i bytes = _mm_loadu_si128 ((const __m128i *) (const void *) p);
      __m128i control = _mm_cmpeq_epi8 (_mm_min_epu8 (bytes, last_control), bytes);
      __m128i hit = _mm_or_si128 (_mm_or_si128 (_mm_cmpeq_epi8 (bytes, quote), control),
                                  _mm_cmpeq_epi8 (bytes, backslash));
      guint special = (guint) _mm_movemask_epi8 (hit);
      guint high = (guint) _mm_movemask_epi8 (bytes);

      if (special != 0)
        {
          guint at = (guint) __builtin_ctz (special);

          if ((high & ((1u << at) - 1)) != 0)
            scan->non_ascii = TRUE;
          return p + at;
        }
      if (high != 0)
        scan->non_ascii = TRUE;
      p += 16;
    }
#endif
  for (; p < scan->end && *p != '"' && *p != '\\' && (guchar) *p >= 0x20; p++)
    if ((guchar) *p >= 0x80)
      scan->non_ascii = TRUE;
  return p;
}

/* Past an escape at p; NULL when it is none. */
static const char *
skip_escape (const char *p, const char *end)
{
  if (end - p < 2)
    return NULL;
  if (p[1] == 'u')
    {
      if (end - p < 6)
        return NULL;
      for (int i = 2; i < 6; i++)
        if (!g_ascii_isxdigit (p[i]))
          return NULL;
      return p + 6;
    }
  return p[1] != '\0' && strchr ("\"\\/bfnrt", p[1]) != NULL ? p + 2 : NULL;
}

/**
 * usher_json_scan_string:
 * @scan: the scanner
 * @content: (out): what stands between the quotes, escapes and all
 *
 * Returns: %TRUE when there was a string
 */
gboolean
usher_json_scan_string (UsherJsonScan *scan, UsherSlice *content)
{
  gboolean non_ascii = scan->non_ascii;
  const char *p;

  if (!take (scan, '"'))
    return FALSE;
  scan->non_ascii = FALSE;
  p = content->data = scan->p;
  while (TRUE)
    {
      p = find_special (scan, p);
      if (p == scan->end || (guchar) *p < 0x20)
        return fail (scan);
      if (*p == '"')
        break;
      scan->escaped = TRUE;
      p = skip_escape (p, scan->end);
      if (p == NULL)
        return fail (scan);
    }
  content->length = (gsize) (p - content->data);
  scan->p = p + 1;
  if (scan->non_ascii)
    {
      scan->odd = scan->odd != NULL ? scan->odd : content->data;
      scan->odd_end = p;
    }
  scan->non_ascii |= non_ascii;
  return TRUE;
}

static gboolean
skip_digits (UsherJsonScan *scan)
{
  const char *first = scan->p;

  while (scan->p < scan->end && g_ascii_isdigit (*scan->p))
    scan->p++;
  return scan->p > first;
}

static gboolean
skip_number (UsherJsonScan *scan)
{
  if (*scan->p == '-')
    scan->p++;
  if (scan->p < scan->end && *scan->p == '0')
    scan->p++;
  else if (!skip_digits (scan))
    return fail (scan);
  if (scan->p < scan->end && *scan->p == '.')
    {
      scan->p++;
      if (!skip_digits (scan))
        return fail (scan);
    }
  if (scan->p < scan->end && (*scan->p == 'e' || *scan->p == 'E'))
    {
      scan->p++;
      if (scan->p < scan->end && (*scan->p == '+' || *scan->p == '-'))
        scan->p++;
      if (!skip_digits (scan))
        return fail (scan);
    }
  return TRUE;
}

static gboolean
skip_word (UsherJsonScan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->p) < length || memcmp (scan->p, word, length) != 0)
    return fail (scan);
  scan->p += length;
  return TRUE;
}

/**
 * usher_json_scan_value:
 * @scan: the scanner, before a value of any kind
 * @raw: (out) (optional): the value as written, quotes and brackets included
 *
 * Checks and skips a value. Recursion ends at 64 levels.
 *
 * Returns: %TRUE when there was one
 */
gboolean
usher_json_scan_value (UsherJsonScan *scan, UsherSlice *raw)
{
  UsherSlice ignored;
  const char *start;
  guint n = 0;
  char c = usher_json_scan_peek (scan);

  start = scan->p;
  switch (c)
    {
    case '"':
      usher_json_scan_string (scan, &ignored);
      break;
    case '{':
      if (usher_json_scan_begin (scan, '{'))
        while (usher_json_scan_next_member (scan, &n, &ignored))
          if (!usher_json_scan_value (scan, NULL))
            break;
      break;
    case '[':
      if (usher_json_scan_begin (scan, '['))
        while (usher_json_scan_next_element (scan, &n))
          if (!usher_json_scan_value (scan, NULL))
            break;
      break;
    case 't':
      skip_word (scan, "true");
      break;
    case 'f':
      skip_word (scan, "false");
      break;
    case 'n':
      skip_word (scan, "null");
      break;
    default:
      if (c == '-' || g_ascii_isdigit (c))
        skip_number (scan);
      else
        fail (scan);
    }
  if (scan->failed)
    return FALSE;
  if (raw != NULL)
    *raw = (UsherSlice){ start, (gsize) (scan->p - start) };
  return TRUE;
}

/**
 * usher_json_scan_at_end:
 * @scan: the scanner
 *
 * Returns: %TRUE when nothing but white space is left and all that was read is JSON
 */
gboolean
usher_json_scan_at_end (UsherJsonScan *scan)
{
  return !scan->failed && usher_json_scan_peek (scan) == '\0' && scan->p == scan->end;
}

static guint
read_unit (const char *p)
{
  guint unit = 0;

  for (int i = 0; i < 4; i++)
    unit = unit * 16 + (guint) g_ascii_xdigit_value (p[i]);
  return unit;
}

/* Half a surrogate pair and U+0000 have no place in a UTF-8 string: U+FFFD, as the model has it. */
static const char *
append_escape (GString *text, const char *p, const char *end)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  guint unit;

  if (p[1] != 'u')
    {
      const char *at = strchr (from, p[1]);

      g_string_append_c (text, at != NULL && *at != '\0' ? to[at - from] : '?');
      return p + 2;
    }
  unit = read_unit (p + 2);
  p += 6;
  if (unit >= 0xD800 && unit <= 0xDBFF && end - p >= 6 && p[0] == '\\' && p[1] == 'u')
    {
      guint low = read_unit (p + 2);

      if (low >= 0xDC00 && low <= 0xDFFF)
        {
          g_string_append_unichar (text, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
          return p + 6;
        }
    }
  if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF))
    unit = 0xFFFD;
  g_string_append_unichar (text, unit);
  return p;
}

/**
 * usher_json_unescape:
 * @content: a string's content, from [func@json_scan_string]
 * @length: (out) (optional): the length of what is returned
 *
 * Returns: (transfer full): the text that it stands for
 */
char *
usher_json_unescape (const UsherSlice *content, gsize *length)
{
  const char *p = content->data;
  const char *end;
  GString *text;

  /* A value that is empty need not be anywhere. */
  if (content->length == 0 || memchr (p, '\\', content->length) == NULL)
    {
      if (length != NULL)
        *length = content->length;
      return content->length == 0 ? g_strdup ("") : g_strndup (p, content->length);
    }
  end = p + content->length;
  text = g_string_sized_new (content->length);
  while (p < end)
    {
      const char *special = memchr (p, '\\', (gsize) (end - p));

      g_string_append_len (text, p, special != NULL ? special - p : end - p);
      if (special == NULL)
        break;
      p = append_escape (text, special, end);
    }
  if (length != NULL)
    *length = text->len;
  return g_string_free (text, FALSE);
}
