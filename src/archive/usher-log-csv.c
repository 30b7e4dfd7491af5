/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logs for spreadsheets: RFC 4180, UTF-8, a row for each event, and reading them back. Any thread.
 *
 * A spreadsheet runs what begins like a formula, and an address or a company's name may begin so
 * on purpose. As OWASP advises ("CSV Injection"), such a cell gets an apostrophe in front and is quoted. A
 * cell that begins with an apostrophe of its own gets one, too: so taking one away always gives back
 * what was written. */

#include "usher-config.h"

#include "archive/usher-log-csv.h"

#include <string.h>

#define N_COLUMNS 16
#define MAX_CACHED 4096

/* As g_string_append_len(), without a call for each cell. */
static inline void
append_bytes (GString *text, const char *data, gsize length)
{
  if (text->len + length < text->allocated_len)
    {
      memcpy (text->str + text->len, data, length);
      text->len += length;
      text->str[text->len] = '\0';
    }
  else
    {
      g_string_append_len (text, data, (gssize) length);
    }
}

#define QUOTES 1 /* a cell with such a byte is quoted */
#define LOOK 2   /* it may begin what is not written as it is */

static const guint8 needs[256] = {
  [','] = QUOTES, ['"'] = QUOTES, ['\n'] = QUOTES, ['\r'] = QUOTES, [';'] = QUOTES, ['\t'] = QUOTES,
  [0x00] = LOOK, [0x01] = LOOK, [0x02] = LOOK, [0x03] = LOOK, [0x04] = LOOK, [0x05] = LOOK, [0x06] = LOOK, [0x07] = LOOK,
  [0x08] = LOOK, [0x0B] = LOOK, [0x0C] = LOOK, [0x0E] = LOOK, [0x0F] = LOOK, [0x10] = LOOK, [0x11] = LOOK, [0x12] = LOOK,
  [0x13] = LOOK, [0x14] = LOOK, [0x15] = LOOK, [0x16] = LOOK, [0x17] = LOOK, [0x18] = LOOK, [0x19] = LOOK, [0x1A] = LOOK,
  [0x1B] = LOOK, [0x1C] = LOOK, [0x1D] = LOOK, [0x1E] = LOOK, [0x1F] = LOOK, [0x7F] = LOOK, [0xC2] = LOOK, [0xD8] = LOOK,
  [0xE2] = LOOK, [0xEF] = LOOK,
};

/* CSV has no escapes: in place of control characters, which a terminal obeys, and of what turns the direction of writing
 * stands the sign for what cannot be shown. (transfer full) (nullable): NULL when there is none. */
static GString *
dup_harmless (const char *value, gsize length)
{
  GString *text = NULL;
  const char *end = value + length;
  const char *from = value;

  for (const char *p = value; p < end; p++)
    {
      gunichar c;
      gsize n = needs[(guchar) *p] != LOOK ? 0 : (guchar) *p < 0x20 ? 1 : usher_log_get_obeyed (p, end, &c);

      if (n == 0)
        continue;
      if (text == NULL)
        text = g_string_sized_new (length + 16);
      g_string_append_len (text, from, p - from);
      g_string_append (text, "\xef\xbf\xbd");
      p += n - 1;
      from = p + 1;
    }
  if (text != NULL)
    g_string_append_len (text, from, end - from);
  return text;
}

/* = + - @ tab, carriage return and line feed, and the full-width forms of the first four (OWASP). */
static gboolean
starts_formula (const char *p, gsize length)
{
  static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };

  if (length == 0)
    return FALSE;
  if (memchr ("=+-@\t\r\n'", (guchar) *p, 8) != NULL)
    return TRUE;
  if (length >= 3 && *p == '\xef')
    for (guint i = 0; i < G_N_ELEMENTS (wide); i++)
      if (memcmp (p, wide[i], 3) == 0)
        return TRUE;
  return FALSE;
}

/**
 * usher_csv_append_cell:
 * @text: where to
 * @value: UTF-8
 * @length: its length in bytes
 *
 * Appends a cell: quoted when it must be, never a formula, and without what a terminal or an editor obeys.
 */
void
usher_csv_append_cell (GString *text, const char *value, gsize length)
{
  gboolean formula = starts_formula (value, length);
  guint8 found = formula ? QUOTES : 0;
  const char *end = value + length;
  const char *quote;

  for (const char *p = value; p < end; p++)
    found |= needs[(guchar) *p];
  if (found & LOOK)
    {
      GString *harmless = dup_harmless (value, length);

      if (harmless != NULL)
        {
          usher_csv_append_cell (text, harmless->str, harmless->len);
          g_string_free (harmless, TRUE);
          return;
        }
    }
  if ((found & QUOTES) == 0)
    {
      append_bytes (text, value, length);
      return;
    }
  g_string_append_c (text, '"');
  if (formula)
    g_string_append_c (text, '\'');
  while ((quote = memchr (value, '"', (gsize) (end - value))) != NULL)
    {
      g_string_append_len (text, value, quote + 1 - value);
      g_string_append_c (text, '"');
      value = quote + 1;
    }
  g_string_append_len (text, value, end - value);
  g_string_append_c (text, '"');
}

static void
append_slice (GString *text, const UsherSlice *slice)
{
  if (slice->data == NULL || slice->length == 0)
    return;
  if (memchr (slice->data, '\\', slice->length) != NULL)
    {
      gsize length;
      g_autofree char *plain = usher_json_unescape (slice, &length);

      usher_csv_append_cell (text, plain, length);
      return;
    }
  usher_csv_append_cell (text, slice->data, slice->length);
}

/* "a@example.com b@example.com": an address has no space, and a spreadsheet has no arrays. */
static void
append_recipients (GString *text, const UsherSlice *array)
{
  g_autoptr (GString) joined = NULL;
  UsherJsonScan scan;
  UsherSlice only = { NULL, 0 };
  guint n = 0;

  if (array->data == NULL)
    return;
  usher_json_scan_init (&scan, array->data, array->length);
  if (!usher_json_scan_begin (&scan, '['))
    return;
  while (usher_json_scan_next_element (&scan, &n))
    {
      UsherSlice address;

      if (usher_json_scan_peek (&scan) != '"')
        {
          if (!usher_json_scan_value (&scan, NULL))
            return;
          continue;
        }
      if (!usher_json_scan_string (&scan, &address))
        return;
      if (n == 1)
        {
          only = address;
          continue;
        }
      if (joined == NULL)
        {
          gsize length = 0;
          g_autofree char *first = only.data != NULL ? usher_json_unescape (&only, &length) : NULL;

          joined = g_string_new_len (first != NULL ? first : "", (gssize) length);
        }
      if (joined->len > 0)
        g_string_append_c (joined, ' ');
      {
        g_autofree char *next = usher_json_unescape (&address, NULL);

        g_string_append (joined, next);
      }
    }
  if (joined != NULL)
    usher_csv_append_cell (text, joined->str, joined->len);
  else
    append_slice (text, &only);
}

/* What has no column of its own: the event's other members, as JSON. */
static void
append_details (GString *text, const UsherLogLine *line)
{
  static const char *const known[] = { "id",    "eventType",  "type",      "event",   "email",
                                       "actorEmail", "createdAt", "created", "timestamp" };
  g_autoptr (GString) details = NULL;
  UsherJsonScan scan;
  UsherSlice name;
  UsherSlice value;
  guint n = 0;

  if (line->event.data == NULL || !line->event_more)
    return;
  usher_json_scan_init (&scan, line->event.data, line->event.length);
  if (!usher_json_scan_begin (&scan, '{'))
    return;
  while (usher_json_scan_next_member (&scan, &n, &name))
    {
      gboolean extra = TRUE;

      if (!usher_json_scan_value (&scan, &value))
        return;
      for (guint i = 0; extra && i < G_N_ELEMENTS (known); i++)
        extra = strlen (known[i]) != name.length || memcmp (known[i], name.data, name.length) != 0;
      if (!extra)
        continue;
      if (details == NULL)
        details = g_string_new ("{");
      else
        g_string_append_c (details, ',');
      g_string_append_c (details, '"');
      g_string_append_len (details, name.data, (gssize) name.length);
      g_string_append (details, "\":");
      g_string_append_len (details, value.data, (gssize) value.length);
    }
  if (details != NULL)
    {
      g_string_append_c (details, '}');
      usher_csv_append_cell (text, details->str, details->len);
    }
}

/* From the recipients to the connection: what the facts of the invitation tell. */
static void
append_facts (GString *text, const UsherLogLine *line)
{
  const UsherSlice *facts[] = { &line->invitation_id, &line->invitation_type, &line->status,
                                &line->created_at,    &line->expires_at,      &line->max_uses,
                                &line->use_count,     &line->company_id,      &line->connection_id };

  append_recipients (text, &line->allowed_emails);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_string_append_c (text, ',');
      append_slice (text, facts[i]);
    }
}

static void
append_cached_facts (GString *text, const UsherLogLine *line, UsherCsvCache *cache)
{
  const UsherSlice *object = &line->invitation;
  gsize start = text->len;

  if (cache->object != NULL && object->length > 0 && cache->object->len == object->length
      && memcmp (cache->object->str, object->data, object->length) == 0)
    {
      append_bytes (text, cache->cells->str, cache->cells->len);
      return;
    }
  append_facts (text, line);
  if (cache->object == NULL)
    {
      cache->object = g_string_new (NULL);
      cache->cells = g_string_new (NULL);
    }
  g_string_truncate (cache->object, 0);
  g_string_truncate (cache->cells, 0);
  if (object->length == 0 || object->length > MAX_CACHED)
    return;
  g_string_append_len (cache->object, object->data, (gssize) object->length);
  g_string_append_len (cache->cells, text->str + start, (gssize) (text->len - start));
}

/**
 * usher_csv_cache_clear:
 * @self: a cache
 */
void
usher_csv_cache_clear (UsherCsvCache *self)
{
  if (self->object == NULL)
    return;
  g_string_free (g_steal_pointer (&self->object), TRUE);
  g_string_free (g_steal_pointer (&self->cells), TRUE);
}

/**
 * usher_csv_append_line:
 * @text: where to
 * @line: an event, or an invitation without events
 * @cache: (nullable): the facts of the line before
 *
 * Appends a row in the order of %USHER_CSV_HEADER, with its line end (CR LF, RFC 4180).
 */
void
usher_csv_append_line (GString *text, const UsherLogLine *line, UsherCsvCache *cache)
{
  const UsherSlice *first[] = { &line->time, &line->kind, &line->email, &line->company };

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      append_slice (text, first[i]);
      g_string_append_c (text, ',');
    }
  if (cache != NULL)
    append_cached_facts (text, line, cache);
  else
    append_facts (text, line);
  g_string_append_c (text, ',');
  append_slice (text, &line->event_id);
  g_string_append_c (text, ',');
  append_details (text, line);
  append_bytes (text, "\r\n", 2);
}

/**
 * usher_csv_read_record:
 * @p: (inout): where to read; moves past the record
 * @end: the end of the text
 * @cells: (element-type GString): becomes the record's cells; elements are used again
 * @closed: (out): %FALSE when the text ended within quotes
 *
 * Reads a record of RFC 4180, with CR LF or LF.
 *
 * Returns: %FALSE at the end of the text
 */
gboolean
usher_csv_read_record (const char **p, const char *end, GPtrArray *cells, gboolean *closed)
{
  const char *q = *p;
  guint n = 0;

  *closed = TRUE;
  if (q >= end)
    return FALSE;
  while (TRUE)
    {
      gboolean quoted = q < end && *q == '"';
      GString *cell;

      if (n == cells->len)
        g_ptr_array_add (cells, g_string_new (NULL));
      cell = g_ptr_array_index (cells, n++);
      g_string_truncate (cell, 0);
      if (quoted)
        {
          q++;
          *closed = FALSE;
          while (q < end)
            {
              if (*q == '"' && (q + 1 >= end || q[1] != '"'))
                {
                  *closed = TRUE;
                  q++;
                  break;
                }
              q += *q == '"';
              g_string_append_c (cell, *q++);
            }
        }
      while (q < end && *q != ',' && *q != '\n' && *q != '\r')
        g_string_append_c (cell, *q++);
      if (q < end && *q == ',' && n < 64)
        {
          q++;
          continue;
        }
      while (q < end && *q != '\n')
        q++;
      *p = q < end ? q + 1 : q;
      break;
    }
  while (cells->len > n)
    g_ptr_array_remove_index (cells, cells->len - 1);
  return TRUE;
}

static void
append_member (GString *line, const char *name, GString *value, gboolean number)
{
  const char *text = value->str;
  gsize length = value->len;

  if (length > 0 && *text == '\'')
    {
      text++;
      length--;
    }
  if (length == 0)
    return;
  if (line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  g_string_append_printf (line, "\"%s\":", name);
  if (number && length <= 18 && strspn (text, "0123456789") == length && (*text != '0' || length == 1))
    g_string_append_len (line, text, (gssize) length);
  else
    usher_json_append_string (line, text, (gssize) length);
}

static void
append_allowed (GString *line, GString *cell)
{
  g_auto (GStrv) addresses = g_strsplit (cell->str + (cell->len > 0 && *cell->str == '\''), " ", -1);

  if (cell->len == 0)
    return;
  if (line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  g_string_append (line, "\"allowedEmails\":[");
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (line, ',');
      usher_json_append_string (line, addresses[i], -1);
    }
  g_string_append_c (line, ']');
}

/* The members within {…}, when the cell is an object. */
static void
append_extra (GString *line, GString *cell)
{
  const char *text = cell->str;
  UsherJsonScan scan;

  usher_json_scan_init (&scan, text, cell->len);
  if (cell->len <= 2 || *text != '{' || !usher_json_scan_value (&scan, NULL)
      || !usher_json_scan_at_end (&scan) || scan.p[-1] != '}')
    return;
  if (line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  g_string_append_len (line, text + 1, (gssize) cell->len - 2);
}

/**
 * usher_csv_to_line:
 * @cells: (element-type GString): a record of our CSV
 * @line: where to; without a line end
 *
 * Appends the line of an Usher log (without chain) that the row came from.
 *
 * Returns: %FALSE when the row has another number of columns, or neither event nor invitation
 */
gboolean
usher_csv_to_line (GPtrArray *cells, GString *line)
{
#define CELL(i) ((GString *) g_ptr_array_index (cells, i))
  gsize start = line->len;
  gsize before;

  if (cells->len != N_COLUMNS || (CELL (0)->len == 0 && CELL (1)->len == 0 && CELL (5)->len == 0))
    return FALSE;

  g_string_append_c (line, '{');
  if (CELL (0)->len + CELL (1)->len + CELL (2)->len + CELL (14)->len > 0)
    {
      g_string_append (line, "\"event\":{");
      append_member (line, "id", CELL (14), FALSE);
      append_member (line, "eventType", CELL (1), FALSE);
      append_member (line, "email", CELL (2), FALSE);
      append_member (line, "createdAt", CELL (0), FALSE);
      append_extra (line, CELL (15));
      g_string_append_c (line, '}');
    }
  if (line->len > start + 1)
    g_string_append_c (line, ',');
  g_string_append (line, "\"invitation\":{");
  append_member (line, "id", CELL (5), FALSE);
  append_member (line, "invitationType", CELL (6), FALSE);
  append_member (line, "status", CELL (7), FALSE);
  append_member (line, "companyId", CELL (12), FALSE);
  append_member (line, "connectionId", CELL (13), FALSE);
  append_allowed (line, CELL (4));
  append_member (line, "expiresAt", CELL (9), FALSE);
  append_member (line, "maxUses", CELL (10), TRUE);
  append_member (line, "useCount", CELL (11), TRUE);
  append_member (line, "createdAt", CELL (8), FALSE);
  g_string_append_c (line, '}');
  before = line->len;
  g_string_append_c (line, ',');
  append_member (line, "company", CELL (3), FALSE);
  if (line->len == before + 1)
    g_string_truncate (line, before);
  else
    g_string_erase (line, (gssize) before, 1); /* append_member() wrote a comma of its own */
  g_string_append_c (line, '}');
  return TRUE;
#undef CELL
}
