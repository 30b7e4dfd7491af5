/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a reader does with one answer. It must accept it exactly when accept says so. */
typedef void (*ReadFunc) (JsonNode *node, gboolean accept);

/* Puts every kind of value in the place of every member of a sample, and takes every member away. With
 * needs_id, an answer is to be accepted exactly when its id is a string that is not empty. */
void      wrong_types_try   (const char *sample, gboolean needs_id, ReadFunc read);

JsonNode *parse_sample      (const char *text);
/* Compares JSON by value; the message of a failure shows both. */
void      assert_json_equal (JsonNode *got, const char *expected);

G_END_DECLS
