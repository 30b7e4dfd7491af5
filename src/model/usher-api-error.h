/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-types.h"

G_BEGIN_DECLS

#define USHER_API_ERROR (usher_api_error_quark ())

/**
 * UsherApiError:
 * @USHER_API_ERROR_AUTH: the key was refused (401)
 * @USHER_API_ERROR_FORBIDDEN: the key may not see that company (403)
 * @USHER_API_ERROR_NOT_FOUND: no such object (404)
 * @USHER_API_ERROR_CONFLICT: the object is in another state than the request supposes (409)
 * @USHER_API_ERROR_INVALID_REQUEST: refused input (400, 422, other 4xx); may carry texts per field
 * @USHER_API_ERROR_RATE_LIMITED: too many requests (429); carries the seconds to wait
 * @USHER_API_ERROR_SERVER: the server failed (5xx)
 * @USHER_API_ERROR_NETWORK: no answer: no network, refused, reset, timed out
 * @USHER_API_ERROR_TLS: the server could not prove who it is
 * @USHER_API_ERROR_PROTOCOL: an answer that is not the API's (not JSON, too large, a redirect)
 * @USHER_API_ERROR_UNSUPPORTED: this server has no such operation (404/405 on resend)
 *
 * What can go wrong between Usher and the server. It stands in the model, and not in api/, because
 * every room above has to tell these apart and only session/ may include api/.
 * Cancelling is always %G_IO_ERROR_CANCELLED and never shown.
 */
typedef enum
{
  USHER_API_ERROR_AUTH,
  USHER_API_ERROR_FORBIDDEN,
  USHER_API_ERROR_NOT_FOUND,
  USHER_API_ERROR_CONFLICT,
  USHER_API_ERROR_INVALID_REQUEST,
  USHER_API_ERROR_RATE_LIMITED,
  USHER_API_ERROR_SERVER,
  USHER_API_ERROR_NETWORK,
  USHER_API_ERROR_TLS,
  USHER_API_ERROR_PROTOCOL,
  USHER_API_ERROR_UNSUPPORTED,
} UsherApiError;

GQuark            usher_api_error_quark            (void);

/* An extended error: both getters answer for any GError, with NULL or -1 when there is nothing. */
GError           *usher_api_error_new              (UsherApiError     code,
                                                    const char       *message,
                                                    UsherFieldErrors *fields,
                                                    int               retry_after);
/* Nothing of the request reached the server: never unclear. */
GError           *usher_api_error_new_unsent       (UsherApiError     code,
                                                    const char       *message);
UsherFieldErrors *usher_api_error_get_field_errors (const GError *error);
int               usher_api_error_get_retry_after  (const GError *error);

/* TRUE when it is unknown whether the server acted (network or protocol failure, 5xx after sending,
 * cancelled). */
gboolean          usher_api_error_is_unclear       (const GError *error);

G_END_DECLS
