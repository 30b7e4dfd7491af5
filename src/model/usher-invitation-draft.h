/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-enums.h"
#include "model/usher-field-errors.h"
#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* An invitation that is being written: what the wizard and the command line fill in, and the one
 * place that knows the API's rules for it (contract 3.3, 3.4). Every setter takes text as typed;
 * nothing is judged before usher_invitation_draft_check(). */
#define USHER_TYPE_INVITATION_DRAFT (usher_invitation_draft_get_type ())
G_DECLARE_FINAL_TYPE (UsherInvitationDraft, usher_invitation_draft, USHER, INVITATION_DRAFT, GObject)

/* With the guide's defaults for the kind: contributor 1 use; reconnect 7 days and 1 use. */
UsherInvitationDraft *usher_invitation_draft_new                 (UsherInvitationKind kind);
UsherInvitationDraft *usher_invitation_draft_new_from_invitation (UsherInvitation *invitation);
/* The journal's form: target, kind and body. */
UsherInvitationDraft *usher_invitation_draft_new_from_journal    (JsonNode *node, GError **error);
JsonNode             *usher_invitation_draft_to_journal          (UsherInvitationDraft *self);
/* The request body, with only the members that say something. */
JsonNode             *usher_invitation_draft_to_json             (UsherInvitationDraft *self);
/* (nullable) What is wrong, or NULL when it may be sent. Transfer full. */
UsherFieldErrors     *usher_invitation_draft_check               (UsherInvitationDraft *self);

UsherInvitationKind   usher_invitation_draft_get_kind            (UsherInvitationDraft *self);
/* Company for a contributor, connection for a reconnect; both are kept for the journal. */
const char           *usher_invitation_draft_get_company_id      (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_company_id      (UsherInvitationDraft *self, const char *id);
const char           *usher_invitation_draft_get_connection_id   (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_connection_id   (UsherInvitationDraft *self, const char *id);
const char * const   *usher_invitation_draft_get_allowed_emails  (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_allowed_emails  (UsherInvitationDraft *self, const char * const *emails);
gint64                usher_invitation_draft_get_expires_in      (UsherInvitationDraft *self); /* seconds; 0: never */
void                  usher_invitation_draft_set_expires_in      (UsherInvitationDraft *self, gint64 seconds);
gint64                usher_invitation_draft_get_max_uses        (UsherInvitationDraft *self); /* or USHER_USES_UNLIMITED */
void                  usher_invitation_draft_set_max_uses        (UsherInvitationDraft *self, gint64 uses);
gboolean              usher_invitation_draft_get_send_email      (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_send_email      (UsherInvitationDraft *self, gboolean send);
const char           *usher_invitation_draft_get_url             (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_url             (UsherInvitationDraft *self, const char *url);
const char           *usher_invitation_draft_get_datasource_id   (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_datasource_id   (UsherInvitationDraft *self, const char *id);
const char * const   *usher_invitation_draft_get_site_ids        (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_site_ids        (UsherInvitationDraft *self, const char * const *ids);
const char * const   *usher_invitation_draft_get_utility_types   (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_utility_types   (UsherInvitationDraft *self, const char * const *types);
const char           *usher_invitation_draft_get_country         (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_country         (UsherInvitationDraft *self, const char *code);
const char           *usher_invitation_draft_get_owner_email     (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_owner_email     (UsherInvitationDraft *self, const char *email);
const char           *usher_invitation_draft_get_start_date      (UsherInvitationDraft *self);
void                  usher_invitation_draft_set_start_date      (UsherInvitationDraft *self, const char *date);

G_END_DECLS
