/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can go wrong between Usher and the server: an extended error that also carries the server's
 * texts per field, the seconds to wait, and whether the request ever left this machine. Any
 * thread. */

#include "model/usher-api-error.h"

#include "model/usher-field-errors.h"

typedef struct
{
  UsherFieldErrors *fields; /* (owned) (nullable) */
  int retry_after;          /* seconds, or -1 */
  gboolean unsent;          /* nothing of the request reached the server */
} UsherApiErrorPrivate;

static void
usher_api_error_private_init (UsherApiErrorPrivate *priv)
{
  priv->retry_after = -1;
}

static void
usher_api_error_private_copy (const UsherApiErrorPrivate *src, UsherApiErrorPrivate *dest)
{
  dest->fields = src->fields != NULL ? usher_field_errors_ref (src->fields) : NULL;
  dest->retry_after = src->retry_after;
  dest->unsent = src->unsent;
}

static void
usher_api_error_private_clear (UsherApiErrorPrivate *priv)
{
  g_clear_pointer (&priv->fields, usher_field_errors_unref);
}

G_DEFINE_EXTENDED_ERROR (UsherApiError, usher_api_error)

/**
 * usher_api_error_new:
 * @code: what kind of failure
 * @message: what happened and what to do, for people
 * @fields: (nullable) (transfer none): the server's texts per field
 * @retry_after: seconds to wait, or -1 when the server named none
 *
 * Returns: (transfer full): an error of the domain %USHER_API_ERROR
 */
GError *
usher_api_error_new (UsherApiError code, const char *message, UsherFieldErrors *fields,
                     int retry_after)
{
  GError *error = g_error_new_literal (USHER_API_ERROR, code, message);
  UsherApiErrorPrivate *priv = usher_api_error_get_private (error);

  priv->fields = fields != NULL ? usher_field_errors_ref (fields) : NULL;
  priv->retry_after = retry_after;
  return error;
}

/**
 * usher_api_error_new_unsent:
 * @code: what kind of failure
 * @message: what happened and what to do, for people
 *
 * For a request that never reached the server: the name was not found, the connection was refused,
 * it was still waiting its turn. [func@Usher.ApiError.is_unclear] then answers %FALSE, so that a
 * create may be tried again without fear of mailing people twice.
 *
 * Returns: (transfer full): an error of the domain %USHER_API_ERROR
 */
GError *
usher_api_error_new_unsent (UsherApiError code, const char *message)
{
  GError *error = usher_api_error_new (code, message, NULL, -1);

  usher_api_error_get_private (error)->unsent = TRUE;
  return error;
}

/**
 * usher_api_error_get_field_errors:
 * @error: (nullable): any error
 *
 * Returns: (nullable) (transfer none): the server's texts per field
 */
UsherFieldErrors *
usher_api_error_get_field_errors (const GError *error)
{
  if (error == NULL || error->domain != USHER_API_ERROR)
    return NULL;
  return usher_api_error_get_private (error)->fields;
}

/**
 * usher_api_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Returns: the seconds after which the server wants to be asked again, or -1
 */
int
usher_api_error_get_retry_after (const GError *error)
{
  if (error == NULL || error->domain != USHER_API_ERROR)
    return -1;
  return usher_api_error_get_private (error)->retry_after;
}

/**
 * usher_api_error_is_unclear:
 * @error: (nullable): any error of a request that changes something
 *
 * A network failure after sending, an answer that cannot be read and a 5xx do not say whether the
 * server acted; neither does cancelling, which only stops us from waiting (contract 7).
 *
 * Returns: %TRUE when it is unknown whether the server acted
 */
gboolean
usher_api_error_is_unclear (const GError *error)
{
  if (error == NULL)
    return FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  if (error->domain != USHER_API_ERROR || usher_api_error_get_private (error)->unsent)
    return FALSE;

  switch ((UsherApiError) error->code)
    {
    case USHER_API_ERROR_NETWORK:
    case USHER_API_ERROR_PROTOCOL:
    case USHER_API_ERROR_SERVER:
      return TRUE;
    case USHER_API_ERROR_AUTH:
    case USHER_API_ERROR_FORBIDDEN:
    case USHER_API_ERROR_NOT_FOUND:
    case USHER_API_ERROR_CONFLICT:
    case USHER_API_ERROR_INVALID_REQUEST:
    case USHER_API_ERROR_RATE_LIMITED:
    case USHER_API_ERROR_TLS:
    case USHER_API_ERROR_UNSUPPORTED:
    default:
      return FALSE;
    }
}
