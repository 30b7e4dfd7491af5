/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-enums.h"
#include "model/usher-json.h"

G_BEGIN_DECLS

/* One line of an activity log (contract 3.7). Immutable. */
#define USHER_TYPE_EVENT (usher_event_get_type ())
G_DECLARE_FINAL_TYPE (UsherEvent, usher_event, USHER, EVENT, GObject)

UsherEvent     *usher_event_new_from_json  (JsonNode *node, GError **error);
JsonNode       *usher_event_to_json        (UsherEvent *self);       /* the raw members, transfer full */
const char     *usher_event_get_id         (UsherEvent *self);       /* (nullable) */
UsherEventKind  usher_event_get_kind       (UsherEvent *self);
const char     *usher_event_get_kind_name  (UsherEvent *self);       /* the server's word */
gint64          usher_event_get_time       (UsherEvent *self);
const char     *usher_event_get_email      (UsherEvent *self);       /* (nullable) */
/* A sentence for people: "a@example.com opened the link". */
char           *usher_event_dup_sentence   (UsherEvent *self);
/* Members that this program has no name for, as "name: value" lines; (nullable). */
char           *usher_event_dup_extra      (UsherEvent *self);

G_END_DECLS
