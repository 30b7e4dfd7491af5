/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From errors to exit codes and to the one line on standard error. Pure functions. */
#include "cli/usher-cli-error.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/usher-api-error.h"
#include "model/usher-field-errors.h"
#include "model/usher-model-error.h"
#include "model/usher-text.h"
#include "session/usher-accounts.h"

/* A server's whole error page is no help in a terminal. */
#define MAX_CHARS 1000

G_DEFINE_QUARK (usher - cli - error - quark, usher_cli_error)

static UsherCliExit
get_cli_exit (int code)
{
  switch ((UsherCliError) code)
    {
    case USHER_CLI_ERROR_USAGE:
      return USHER_CLI_EXIT_USAGE;
    case USHER_CLI_ERROR_KEY:
      return USHER_CLI_EXIT_KEY;
    case USHER_CLI_ERROR_REFUSED:
    case USHER_CLI_ERROR_OUTPUT:
    case USHER_CLI_ERROR_READER_GONE:
    default:
      return USHER_CLI_EXIT_FAILED;
    }
}

static UsherCliExit
get_api_exit (int code)
{
  switch ((UsherApiError) code)
    {
    case USHER_API_ERROR_AUTH:
      return USHER_CLI_EXIT_KEY;
    case USHER_API_ERROR_NETWORK:
    case USHER_API_ERROR_TLS:
      return USHER_CLI_EXIT_NETWORK;
    case USHER_API_ERROR_FORBIDDEN:
    case USHER_API_ERROR_NOT_FOUND:
    case USHER_API_ERROR_CONFLICT:
    case USHER_API_ERROR_INVALID_REQUEST:
    case USHER_API_ERROR_RATE_LIMITED:
    case USHER_API_ERROR_SERVER:
    case USHER_API_ERROR_PROTOCOL:
    case USHER_API_ERROR_UNSUPPORTED:
    default:
      return USHER_CLI_EXIT_FAILED;
    }
}

/**
 * usher_cli_error_get_exit:
 * @error: (nullable): what went wrong
 *
 * Returns: the exit code for it; %USHER_CLI_EXIT_DONE for %NULL
 */
UsherCliExit
usher_cli_error_get_exit (const GError *error)
{
  if (error == NULL)
    return USHER_CLI_EXIT_DONE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return USHER_CLI_EXIT_INTERRUPTED;
  if (error->domain == USHER_CLI_ERROR)
    return get_cli_exit (error->code);
  if (error->domain == USHER_API_ERROR)
    return get_api_exit (error->code);
  if (error->domain == USHER_MODEL_ERROR && error->code != USHER_MODEL_ERROR_MALFORMED)
    return USHER_CLI_EXIT_USAGE;
  if (g_error_matches (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_KEY_MISSING) ||
      g_error_matches (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_BAD_KEY))
    return USHER_CLI_EXIT_KEY;
  return USHER_CLI_EXIT_FAILED;
}

/**
 * usher_cli_error_dup_line:
 * @error: what went wrong
 *
 * The message, which may hold a server's words, with everything taken out that a terminal obeys,
 * and with the server's refusals of single fields after it.
 *
 * Returns: (transfer full) (nullable): one line, or %NULL when there is nothing to tell
 */
char *
usher_cli_error_dup_line (const GError *error)
{
  UsherFieldErrors *fields = usher_api_error_get_field_errors (error);
  g_autofree char *line = NULL;
  g_autofree char *details = NULL;
  g_autofree char *safe_details = NULL;

  if (g_error_matches (error, USHER_CLI_ERROR, USHER_CLI_ERROR_READER_GONE))
    return NULL;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_("Interrupted."));

  line = usher_text_dup_safe (error->message, MAX_CHARS);
  if (fields == NULL || usher_field_errors_get_length (fields) == 0)
    return g_steal_pointer (&line);

  details = usher_field_errors_to_text (fields);
  safe_details = usher_text_dup_safe (details, MAX_CHARS);
  if (strstr (line, safe_details) != NULL)
    return g_steal_pointer (&line);
  /* Translators: what went wrong, and the server's words about it. */
  return g_strdup_printf (C_("error line", "%s %s"), line, safe_details);
}
