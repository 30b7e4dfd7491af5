/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions on a terminal. The answer is awaited in the main loop, so that SIGINT ends the waiting.
 */
#include "cli/usher-cli-confirm.h"

#include <stdlib.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#include "cli/usher-cli-session.h"

/**
 * usher_cli_can_ask:
 *
 * Returns: %TRUE when standard input and standard error are both a terminal
 */
gboolean
usher_cli_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/**
 * usher_cli_ask:
 * @question: a safe, translated question
 * @cancellable: (nullable): ends the waiting
 * @error: return location
 *
 * Returns: %TRUE for an answer that means yes where this person lives; the end of the input is a no
 */
gboolean
usher_cli_ask (const char *question, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autofree char *prompt = NULL;
  g_autofree char *answer = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gssize written;

  /* Translators: a question, and the answers in short, of which the second is taken without one. */
  prompt = g_strdup_printf (C_("question", "%s [y/N] "), question);
  written = write (STDERR_FILENO, prompt, strlen (prompt));
  if (written < 0)
    return FALSE; /* a question that nobody saw is not answered with yes */

  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, cancellable,
                                       usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  answer = g_data_input_stream_read_line_finish_utf8 (lines, result, NULL, error);
  return answer != NULL && rpmatch (g_strstrip (answer)) == 1;
}
