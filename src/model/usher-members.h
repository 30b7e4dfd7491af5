/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Private to the model: a list of the members an object of the API may have. Whatever is not in such a
 * list is never kept, so a secret of tomorrow does not end up on the disk (contract 5.1). */

typedef enum
{
  USHER_MEMBER_STRING,
  USHER_MEMBER_SCALAR,  /* string, number or boolean */
  USHER_MEMBER_STRINGS, /* an array, of which the strings are kept */
  USHER_MEMBER_ARRAY,   /* an array, kept whole */
  USHER_MEMBER_OBJECT,  /* an object with members of its own */
} UsherMemberType;

typedef struct _UsherMember UsherMember;

struct _UsherMember
{
  const char *name; /* NULL ends a list */
  UsherMemberType type;
  const UsherMember *members; /* of a USHER_MEMBER_OBJECT */
};

JsonObject *usher_members_copy         (JsonObject *from, const UsherMember *members);
JsonNode   *usher_members_take_object  (JsonObject *object);
void        usher_members_set_string   (JsonObject *object, const char *name, const char *value);
void        usher_members_set_strv     (JsonObject *object, const char *name, const char * const *value);

/* A string that says something, or NULL. */
const char *usher_members_get_text     (JsonObject *object, const char *name);
/* What people call it, safe to show: its name, or its id. */
char       *usher_members_dup_name     (JsonObject *object);
/* The object and its id; NULL and USHER_MODEL_ERROR_MALFORMED when there is none. */
JsonObject *usher_members_check_object (JsonNode *node, const char *what, GError **error);

G_END_DECLS
