/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard output and standard error: UTF-8 whatever the locale is, each answer in one go, and
 * failures to write are told. Main thread. */
#include "cli/usher-cli-output.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/usher-cli-error.h"
#include "model/usher-json.h"

#define DEFAULT_WIDTH 80

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      text += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/**
 * usher_cli_output_text:
 * @text: what to print
 * @error: return location for %USHER_CLI_ERROR_OUTPUT, or %USHER_CLI_ERROR_READER_GONE for a closed
 * pipe
 *
 * Returns: %TRUE when all of it was written
 */
gboolean
usher_cli_output_text (const char *text, GError **error)
{
  int code;

  if (write_all (STDOUT_FILENO, text, strlen (text)))
    return TRUE;

  code = errno;
  if (code == EPIPE)
    g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_READER_GONE, g_strerror (code));
  else
    g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_OUTPUT,
                 /* Translators: %s is the system's reason. */
                 _("The output could not be written: %s."), g_strerror (code));
  return FALSE;
}

/* Control characters beyond ASCII, and those that turn the direction of writing. In JSON text they
 * stand in strings only, so that each may be written as an escape. */
static gboolean
must_be_escaped (gunichar c)
{
  return (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F || c == 0x2028 ||
         c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/**
 * usher_cli_json_to_text:
 * @node: a document
 *
 * Returns: (transfer full): the document with a line break after it
 */
char *
usher_cli_json_to_text (JsonNode *node)
{
  g_autofree char *raw = usher_json_to_string (node, TRUE);
  g_autofree char *plain = g_utf8_make_valid (raw, -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (must_be_escaped (c))
        g_string_append_printf (text, "\\u%04x", (guint) c);
      else
        g_string_append_unichar (text, c);
    }
  g_string_append_c (text, '\n');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * usher_cli_output_json:
 * @node: a document
 * @error: return location, as for usher_cli_output_text()
 *
 * Returns: %TRUE when all of it was written
 */
gboolean
usher_cli_output_json (JsonNode *node, GError **error)
{
  g_autofree char *text = usher_cli_json_to_text (node);

  return usher_cli_output_text (text, error);
}

/**
 * usher_cli_output_complaint:
 * @line: one safe line
 *
 * Writes to standard error. If that is closed there is nobody left to tell.
 */
void
usher_cli_output_complaint (const char *line)
{
  g_autofree char *text = g_strdup_printf ("usherctl: %s\n", line);

  write_all (STDERR_FILENO, text, strlen (text));
}

/**
 * usher_cli_output_get_width:
 *
 * Returns: the columns of the terminal that standard output is, or 0
 */
guint
usher_cli_output_get_width (void)
{
  struct winsize size = { 0 };
  const char *columns;
  guint64 width;

  if (!isatty (STDOUT_FILENO))
    return 0;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  columns = g_getenv ("COLUMNS");
  if (columns != NULL && g_ascii_string_to_unsigned (columns, 10, 1, 10000, &width, NULL))
    return (guint) width;
  return DEFAULT_WIDTH;
}
