/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-types.h"

G_BEGIN_DECLS

#define USHER_MODEL_ERROR (usher_model_error_quark ())

/**
 * UsherModelError:
 * @USHER_MODEL_ERROR_MALFORMED: the JSON is not an object of this kind, or lacks its id
 * @USHER_MODEL_ERROR_INVALID_DRAFT: a draft breaks a rule of the API; see [struct@FieldErrors]
 * @USHER_MODEL_ERROR_INVALID_URL: not an address this program talks to
 */
typedef enum
{
  USHER_MODEL_ERROR_MALFORMED,
  USHER_MODEL_ERROR_INVALID_DRAFT,
  USHER_MODEL_ERROR_INVALID_URL,
} UsherModelError;

GQuark usher_model_error_quark (void);

G_END_DECLS
