/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define USHER_SANDBOX_JSON_ERROR (usher_sandbox_json_error_quark ())

/**
 * UsherSandboxJsonError:
 * @USHER_SANDBOX_JSON_ERROR_SYNTAX: not JSON as RFC 8259 has it
 * @USHER_SANDBOX_JSON_ERROR_UNSUPPORTED: JSON, but too deep, or with numbers or text that cannot be kept
 */
typedef enum
{
  USHER_SANDBOX_JSON_ERROR_SYNTAX,
  USHER_SANDBOX_JSON_ERROR_UNSUPPORTED,
} UsherSandboxJsonError;

GQuark    usher_sandbox_json_error_quark (void);

JsonNode *usher_sandbox_json_parse (const char *data, gsize length, GError **error);
/* Whether it could be parsed. */
gboolean  usher_sandbox_json_check (const char *data, gsize length, GError **error);

char     *usher_sandbox_time_to_string (gint64 time);

G_END_DECLS
