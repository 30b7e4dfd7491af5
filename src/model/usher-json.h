/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "model/usher-types.h"

G_BEGIN_DECLS

/* Reading that never asserts and never trusts a type: a member that is missing, null or of another
 * type gives the fallback. json-glib's own getters warn or abort there. */

typedef enum
{
  USHER_JSON_FLAGS_NONE = 0,
  USHER_JSON_FLAGS_WITH_LINKS = 1 << 0, /* token and invitationUrl too: memory and --with-links only */
} UsherJsonFlags;

/* Refuses nesting beyond a bound before json-glib recurses into it. Transfer full. */
JsonNode   *usher_json_parse          (const char *data, gssize length, GError **error);
/* Cuts texts that are longer than so many bytes. */
void        usher_json_shorten        (JsonNode *node, gsize most);
char       *usher_json_to_string      (JsonNode *node, gboolean pretty);

JsonObject *usher_json_node_get_object   (JsonNode *node);   /* (nullable) */
JsonArray  *usher_json_node_get_array    (JsonNode *node);   /* (nullable) */
const char *usher_json_get_string     (JsonObject *object, const char *member, const char *fallback);
gint64      usher_json_get_int        (JsonObject *object, const char *member, gint64 fallback);
gboolean    usher_json_get_boolean    (JsonObject *object, const char *member, gboolean fallback);
gint64      usher_json_get_time       (JsonObject *object, const char *member);
JsonObject *usher_json_get_object     (JsonObject *object, const char *member);  /* (nullable) */
JsonArray  *usher_json_get_array      (JsonObject *object, const char *member);  /* (nullable) */
/* Strings of an array; what is not a string is left out. Never NULL. Transfer full. */
char      **usher_json_dup_strv       (JsonObject *object, const char *member);

G_END_DECLS
