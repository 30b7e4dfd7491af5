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
/* Takes what the builder has built. One line, no final newline. */
char     *usher_sandbox_json_print (JsonBuilder *builder);

char     *usher_sandbox_time_to_string (gint64 time);

/* A member with its value; NULL and USHER_SANDBOX_NEVER become null. */
void usher_sandbox_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void usher_sandbox_json_add_int    (JsonBuilder *builder, const char *name, gint64 value);
void usher_sandbox_json_add_bool   (JsonBuilder *builder, const char *name, gboolean value);
void usher_sandbox_json_add_time   (JsonBuilder *builder, const char *name, gint64 time);
/* text: JSON that this service wrote itself */
void usher_sandbox_json_add_text   (JsonBuilder *builder, const char *name, const char *text);

G_END_DECLS
