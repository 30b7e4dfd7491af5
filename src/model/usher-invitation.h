/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-enums.h"
#include "model/usher-json.h"

G_BEGIN_DECLS

#define USHER_USES_UNLIMITED (-1)

/* An invitation as the API tells it (contract 3.5, 3.7). Immutable; a newer answer is a new object. */
#define USHER_TYPE_INVITATION (usher_invitation_get_type ())
G_DECLARE_FINAL_TYPE (UsherInvitation, usher_invitation, USHER, INVITATION, GObject)

UsherInvitation      *usher_invitation_new_from_json       (JsonNode *node, GError **error);
JsonNode             *usher_invitation_to_json             (UsherInvitation *self, UsherJsonFlags flags);
const char           *usher_invitation_get_id              (UsherInvitation *self);
UsherInvitationKind   usher_invitation_get_kind            (UsherInvitation *self);
const char           *usher_invitation_get_kind_name       (UsherInvitation *self);
UsherInvitationStatus usher_invitation_get_status          (UsherInvitation *self);
const char           *usher_invitation_get_status_name     (UsherInvitation *self);
const char           *usher_invitation_get_url             (UsherInvitation *self); /* (nullable) secret */
const char           *usher_invitation_get_company_id      (UsherInvitation *self); /* (nullable) */
const char           *usher_invitation_get_connection_id   (UsherInvitation *self); /* (nullable) */
const char * const   *usher_invitation_get_allowed_emails  (UsherInvitation *self); /* empty: open */
gboolean              usher_invitation_is_open             (UsherInvitation *self);
gint64                usher_invitation_get_expires_at      (UsherInvitation *self); /* NONE: never */
gint64                usher_invitation_get_created_at      (UsherInvitation *self);
gint64                usher_invitation_get_max_uses        (UsherInvitation *self); /* or UNLIMITED */
gint64                usher_invitation_get_use_count       (UsherInvitation *self);
UsherPrefill         *usher_invitation_get_prefill         (UsherInvitation *self);
/* (element-type UsherConnection) Never NULL. */
GPtrArray            *usher_invitation_get_created_connections (UsherInvitation *self);
/* (nullable) (element-type UsherEvent) Oldest first; NULL when it came from a list, which has no log. */
GPtrArray            *usher_invitation_get_events          (UsherInvitation *self);
/* How many members of events/createdConnections were unreadable and left out. */
guint                 usher_invitation_get_n_skipped       (UsherInvitation *self);
gint64                usher_invitation_get_last_event_at   (UsherInvitation *self);

/* Whether the server said the same, link and log left aside. */
gboolean              usher_invitation_equal               (UsherInvitation *a, UsherInvitation *b);

/* The rules behind the buttons, once (contract 3.8, 3.9). The reason is translated; NULL when allowed. */
const char           *usher_invitation_why_not_revoke      (UsherInvitation *self);
const char           *usher_invitation_why_not_resend      (UsherInvitation *self);
/* "a@example.com", "a@example.com and 2 more", "Anyone with the link". Transfer full. */
char                 *usher_invitation_dup_recipients      (UsherInvitation *self);
char                 *usher_recipients_to_text             (const char * const *emails);
/* "1 of 3", "2, no limit". Transfer full. */
char                 *usher_invitation_dup_uses            (UsherInvitation *self);

G_END_DECLS
