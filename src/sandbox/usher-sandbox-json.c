/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON in. It is checked by a scanner of our own first: json-glib takes more
 * than JSON (comments, assignments), recurses as deep as it is told to, and its numbers wrap. Any
 * thread. */

#include "sandbox/usher-sandbox-json.h"

#include <string.h>

#include "sandbox/usher-sandbox.h"

#define MAX_DEPTH 32
/* So that every integer fits gint64 with room to spare. */
#define MAX_DIGITS 18

G_DEFINE_QUARK (usher-sandbox-json-error-quark, usher_sandbox_json_error)

typedef struct
{
  const char *at;
  const char *end;
  guint depth;
  char closers[MAX_DEPTH];
} Scanner;

static gboolean
fail (GError **error, UsherSandboxJsonError code, const char *what)
{
  g_set_error_literal (error, USHER_SANDBOX_JSON_ERROR, code, what);
  return FALSE;
}

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

static gboolean
skip_char (Scanner *self, char c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static guint
skip_digits (Scanner *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at - start;
}

static gboolean
skip_word (Scanner *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

static gboolean
scan_hex4 (Scanner *self, guint *value)
{
  *value = 0;
  for (int i = 0; i < 4; i++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return FALSE;
      *value = *value * 16 + g_ascii_xdigit_value (*self->at++);
    }
  return TRUE;
}

static gboolean
scan_escape (Scanner *self, GError **error)
{
  guint high, low;

  if (self->at == self->end)
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "text that does not end");
  if (*self->at != 'u')
    {
      if (*self->at == '\0' || strchr ("\"\\/bfnrt", *self->at) == NULL)
        return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "an unknown escape");
      self->at++;
      return TRUE;
    }
  self->at++;
  if (!scan_hex4 (self, &high))
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "an unfinished \\u escape");
  if (high == 0)
    return fail (error, USHER_SANDBOX_JSON_ERROR_UNSUPPORTED, "null characters are not allowed");
  if (high < 0xd800 || high > 0xdfff)
    return TRUE;
  if (high > 0xdbff || !skip_char (self, '\\') || !skip_char (self, 'u') || !scan_hex4 (self, &low)
      || low < 0xdc00 || low > 0xdfff)
    return fail (error, USHER_SANDBOX_JSON_ERROR_UNSUPPORTED, "a lone surrogate");
  return TRUE;
}

static gboolean
scan_string (Scanner *self, GError **error)
{
  if (!skip_char (self, '"'))
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "text expected");
  while (self->at < self->end)
    {
      guchar c = *self->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "a control character in a text");
      if (c == '\\' && !scan_escape (self, error))
        return FALSE;
    }
  return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "text that does not end");
}

static gboolean
scan_number (Scanner *self, GError **error)
{
  const char *start;
  guint digits;

  skip_char (self, '-');
  start = self->at;
  digits = skip_digits (self);
  if (digits == 0 || (digits > 1 && *start == '0'))
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "a value expected");
  if (digits > MAX_DIGITS)
    return fail (error, USHER_SANDBOX_JSON_ERROR_UNSUPPORTED, "a number out of range");
  if (skip_char (self, '.') && skip_digits (self) == 0)
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "an unfinished number");
  if (skip_char (self, 'e') || skip_char (self, 'E'))
    {
      if (!skip_char (self, '-'))
        skip_char (self, '+');
      digits = skip_digits (self);
      if (digits == 0)
        return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "an unfinished number");
      if (digits > 2)
        return fail (error, USHER_SANDBOX_JSON_ERROR_UNSUPPORTED, "a number out of range");
    }
  return TRUE;
}

static gboolean
scan_member_name (Scanner *self, GError **error)
{
  skip_space (self);
  if (!scan_string (self, error))
    return FALSE;
  skip_space (self);
  if (!skip_char (self, ':'))
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "a colon expected");
  return TRUE;
}

/* After a value: closes what ends here. *done tells that the document is complete; otherwise the
 * scanner stands where the next value begins. */
static gboolean
scan_after_value (Scanner *self, gboolean *done, GError **error)
{
  while (self->depth > 0)
    {
      char closer = self->closers[self->depth - 1];

      skip_space (self);
      if (skip_char (self, closer))
        {
          self->depth--;
          continue;
        }
      if (!skip_char (self, ','))
        return fail (
            error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "a comma or a closing bracket expected");
      *done = FALSE;
      return closer == ']' || scan_member_name (self, error);
    }
  *done = TRUE;
  return TRUE;
}

static gboolean
scan_document (Scanner *self, GError **error)
{
  gboolean done = FALSE;

  while (!done)
    {
      gboolean value = TRUE;

      skip_space (self);
      if (self->at < self->end && (*self->at == '{' || *self->at == '['))
        {
          char closer = *self->at++ == '{' ? '}' : ']';

          if (self->depth == MAX_DEPTH)
            return fail (error, USHER_SANDBOX_JSON_ERROR_UNSUPPORTED, "nested too deep");
          skip_space (self);
          if (!skip_char (self, closer))
            {
              self->closers[self->depth++] = closer;
              if (closer == '}' && !scan_member_name (self, error))
                return FALSE;
              value = FALSE;
            }
        }
      else if (self->at < self->end && *self->at == '"')
        {
          if (!scan_string (self, error))
            return FALSE;
        }
      else if (!skip_word (self, "true") && !skip_word (self, "false") && !skip_word (self, "null")
               && !scan_number (self, error))
        return FALSE;
      if (value && !scan_after_value (self, &done, error))
        return FALSE;
    }
  skip_space (self);
  if (self->at != self->end)
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "more after the end");
  return TRUE;
}

/**
 * usher_sandbox_json_check:
 * @data: (array length=length): the bytes of a body
 * @length: how many
 * @error: return location for an error of [error@SandboxJsonError]
 *
 * Checks that there is one JSON document strictly as RFC 8259 has it, nested at most 32 deep, with
 * whole numbers of at most 18 digits, without NUL characters and lone surrogates.
 *
 * Returns: whether there is
 */
gboolean
usher_sandbox_json_check (const char *data, gsize length, GError **error)
{
  Scanner scanner = { data, data + length, 0, { 0 } };

  if (!g_utf8_validate_len (data, length, NULL))
    return fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, "the body is not UTF-8");
  return scan_document (&scanner, error);
}

/**
 * usher_sandbox_json_parse:
 * @data: (array length=length): the bytes of a body
 * @length: how many
 * @error: return location for an error of [error@SandboxJsonError]
 *
 * Reads one JSON document, if it passes [func@sandbox_json_check].
 *
 * Returns: (transfer full) (nullable): the document
 */
JsonNode *
usher_sandbox_json_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local = NULL;

  if (!usher_sandbox_json_check (data, length, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, length, &local))
    {
      fail (error, USHER_SANDBOX_JSON_ERROR_SYNTAX, local->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

/**
 * usher_sandbox_time_to_string:
 * @time: microseconds since the epoch, or %USHER_SANDBOX_NEVER
 *
 * Writes a time as Django REST framework does: with six fraction digits, or with none if they
 * would all be zero.
 *
 * Returns: (transfer full) (nullable): such as "2026-11-20T08:15:00Z"
 */
char *
usher_sandbox_time_to_string (gint64 time)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds = time / G_USEC_PER_SEC;
  gint64 fraction = time % G_USEC_PER_SEC;

  if (fraction < 0)
    {
      fraction += G_USEC_PER_SEC;
      seconds--;
    }
  if (time != USHER_SANDBOX_NEVER)
    date = g_date_time_new_from_unix_utc (seconds);
  if (date == NULL)
    return NULL;
  if (fraction == 0)
    return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year (date),
                            g_date_time_get_month (date), g_date_time_get_day_of_month (date),
                            g_date_time_get_hour (date), g_date_time_get_minute (date),
                            g_date_time_get_second (date));
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", g_date_time_get_year (date),
                          g_date_time_get_month (date), g_date_time_get_day_of_month (date),
                          g_date_time_get_hour (date), g_date_time_get_minute (date),
                          g_date_time_get_second (date), (int) fraction);
}
