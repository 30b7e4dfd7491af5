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

/* So many digits, with zeros before them. */
static char *
put_digits (char *to, guint number, guint n)
{
  for (guint i = n; i > 0; i--)
    {
      to[i - 1] = '0' + number % 10;
      number /= 10;
    }
  return to + n;
}

/* Year, month and day of a day since the epoch, in the proleptic Gregorian calendar. Years are counted
 * from March, so that the day that is there or not comes last, and eras are 400 years. */
static void
civil_from_days (gint64 days, gint64 *year, guint *month, guint *day)
{
  gint64 shifted = days + 719468;
  gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  guint day_of_era = shifted - era * 146097;
  guint year_of_era =
    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint shifted_month = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = era * 400 + year_of_era + (*month <= 2 ? 1 : 0);
}

/**
 * usher_sandbox_time_to_string:
 * @time: microseconds since the epoch, or %USHER_SANDBOX_NEVER
 *
 * Writes a time as Django REST framework does: with six fraction digits, or with none if they
 * would all be zero. By hand, since an answer has dozens of them.
 *
 * Returns: (transfer full) (nullable): such as "2026-11-20T08:15:00Z"; %NULL outside the years 1 to
 *   9999
 */
char *
usher_sandbox_time_to_string (gint64 time)
{
  gint64 fraction = time % G_USEC_PER_SEC;
  gint64 seconds = time / G_USEC_PER_SEC - (fraction < 0 ? 1 : 0);
  gint64 days = seconds / 86400 - (seconds % 86400 < 0 ? 1 : 0);
  guint second_of_day = seconds - days * 86400;
  gint64 year;
  guint month, day;
  char text[32];
  char *to = text;

  if (fraction < 0)
    fraction += G_USEC_PER_SEC;
  civil_from_days (days, &year, &month, &day);
  if (time == USHER_SANDBOX_NEVER || year < 1 || year > 9999)
    return NULL;
  to = put_digits (to, year, 4);
  *to++ = '-';
  to = put_digits (to, month, 2);
  *to++ = '-';
  to = put_digits (to, day, 2);
  *to++ = 'T';
  to = put_digits (to, second_of_day / 3600, 2);
  *to++ = ':';
  to = put_digits (to, second_of_day / 60 % 60, 2);
  *to++ = ':';
  to = put_digits (to, second_of_day % 60, 2);
  if (fraction != 0)
    {
      *to++ = '.';
      to = put_digits (to, fraction, 6);
    }
  *to++ = 'Z';
  return g_strndup (text, to - text);
}
