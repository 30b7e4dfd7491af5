/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain of the model: what can be wrong with a value by itself. Any thread. */

#include "model/usher-model-error.h"

/**
 * usher_model_error_quark:
 *
 * Returns: the domain of [error@Usher.ModelError]
 */
G_DEFINE_QUARK (usher-model-error-quark, usher_model_error)
