/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON out, straight into one text. A tree of json-glib's would be built only to be printed and thrown
 * away, and took the larger part of the time in which an invitation is answered. Any thread. */

#include "sandbox/usher-sandbox-json-writer.h"

#include <string.h>

#include "sandbox/usher-sandbox-json.h"

/* Most answers about one thing fit. */
#define FIRST_SIZE 2048

/**
 * usher_sandbox_json_new:
 *
 * Begins a document.
 *
 * Returns: (transfer full): a writer
 */
UsherSandboxJson *
usher_sandbox_json_new (void)
{
  UsherSandboxJson *self = g_new0 (UsherSandboxJson, 1);

  self->text = g_string_sized_new (FIRST_SIZE);
  return self;
}

void
usher_sandbox_json_free (UsherSandboxJson *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_free (self);
}

/* Quotation marks, backslashes and control characters (RFC 8259, 7), and DEL, which terminals take for
 * one; everything else stands as it is. */
static void
put_string (GString *text, const char *value)
{
  static const char digits[] = "0123456789abcdef";
  const char *start = value;

  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0'; p++)
    {
      guchar c = *p;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;
      g_string_append_len (text, start, p - start);
      start = p + 1;
      g_string_append_c (text, '\\');
      switch (c)
        {
        case '"':
        case '\\':
          g_string_append_c (text, c);
          break;
        case '\n':
          g_string_append_c (text, 'n');
          break;
        case '\r':
          g_string_append_c (text, 'r');
          break;
        case '\t':
          g_string_append_c (text, 't');
          break;
        default:
          g_string_append (text, "u00");
          g_string_append_c (text, digits[c >> 4]);
          g_string_append_c (text, digits[c & 15]);
          break;
        }
    }
  g_string_append (text, start);
  g_string_append_c (text, '"');
}

static void
begin_value (UsherSandboxJson *self, const char *name)
{
  if (self->needs_comma)
    g_string_append_c (self->text, ',');
  self->needs_comma = TRUE;
  if (name == NULL)
    return;
  put_string (self->text, name);
  g_string_append_c (self->text, ':');
}

/**
 * usher_sandbox_json_begin_object:
 * @self: a writer
 * @name: (nullable): the member
 */
void
usher_sandbox_json_begin_object (UsherSandboxJson *self, const char *name)
{
  begin_value (self, name);
  g_string_append_c (self->text, '{');
  self->needs_comma = FALSE;
}

/**
 * usher_sandbox_json_end_object:
 * @self: a writer inside an object
 */
void
usher_sandbox_json_end_object (UsherSandboxJson *self)
{
  g_string_append_c (self->text, '}');
  self->needs_comma = TRUE;
}

/**
 * usher_sandbox_json_begin_array:
 * @self: a writer
 * @name: (nullable): the member
 */
void
usher_sandbox_json_begin_array (UsherSandboxJson *self, const char *name)
{
  begin_value (self, name);
  g_string_append_c (self->text, '[');
  self->needs_comma = FALSE;
}

/**
 * usher_sandbox_json_end_array:
 * @self: a writer inside an array
 */
void
usher_sandbox_json_end_array (UsherSandboxJson *self)
{
  g_string_append_c (self->text, ']');
  self->needs_comma = TRUE;
}

/**
 * usher_sandbox_json_add_string:
 * @self: a writer
 * @name: (nullable): the member
 * @value: (nullable): its value, UTF-8; %NULL becomes null
 */
void
usher_sandbox_json_add_string (UsherSandboxJson *self, const char *name, const char *value)
{
  begin_value (self, name);
  if (value != NULL)
    put_string (self->text, value);
  else
    g_string_append (self->text, "null");
}

/**
 * usher_sandbox_json_add_int:
 * @self: a writer
 * @name: (nullable): the member
 * @value: its value
 */
void
usher_sandbox_json_add_int (UsherSandboxJson *self, const char *name, gint64 value)
{
  begin_value (self, name);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

/**
 * usher_sandbox_json_add_bool:
 * @self: a writer
 * @name: (nullable): the member
 * @value: its value
 */
void
usher_sandbox_json_add_bool (UsherSandboxJson *self, const char *name, gboolean value)
{
  begin_value (self, name);
  g_string_append (self->text, value ? "true" : "false");
}

/**
 * usher_sandbox_json_add_null:
 * @self: a writer
 * @name: (nullable): the member
 */
void
usher_sandbox_json_add_null (UsherSandboxJson *self, const char *name)
{
  begin_value (self, name);
  g_string_append (self->text, "null");
}

/**
 * usher_sandbox_json_add_time:
 * @self: a writer
 * @name: (nullable): the member
 * @time: microseconds since the epoch; %USHER_SANDBOX_NEVER becomes null
 */
void
usher_sandbox_json_add_time (UsherSandboxJson *self, const char *name, gint64 time)
{
  g_autofree char *text = usher_sandbox_time_to_string (time);

  usher_sandbox_json_add_string (self, name, text);
}

/**
 * usher_sandbox_json_add_text:
 * @self: a writer
 * @name: (nullable): the member
 * @text: (nullable): JSON of the service's own making
 *
 * Adds a list or an object that is kept as text. Text that cannot be read, as in a file that
 * somebody edited, becomes null.
 */
void
usher_sandbox_json_add_text (UsherSandboxJson *self, const char *name, const char *text)
{
  begin_value (self, name);
  if (text != NULL && usher_sandbox_json_check (text, strlen (text), NULL))
    g_string_append (self->text, text);
  else
    g_string_append (self->text, "null");
}

/**
 * usher_sandbox_json_print:
 * @self: a writer at the end of its document; of no further use
 *
 * Returns: (transfer full): the JSON text, in one line
 */
char *
usher_sandbox_json_print (UsherSandboxJson *self)
{
  return g_string_free (g_steal_pointer (&self->text), FALSE);
}
