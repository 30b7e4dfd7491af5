/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* A row of the list: one per invitation id as long as anyone holds it, so that a selection means the
 * same invitation after a refresh (DESIGN, decision 1). The invitation inside is replaced and notified.
 * Properties: id, invitation, company-name, last-event-at. */
#define USHER_TYPE_INVITATION_ITEM (usher_invitation_item_get_type ())
G_DECLARE_FINAL_TYPE (UsherInvitationItem, usher_invitation_item, USHER, INVITATION_ITEM, GObject)

UsherInvitationItem *usher_invitation_item_new               (UsherInvitation *invitation,
                                                              const char      *company_name,
                                                              gint64           last_event_at);
/* TRUE when something that is shown changed; then the properties notify. The id must be the same. */
gboolean             usher_invitation_item_update            (UsherInvitationItem *self,
                                                              UsherInvitation     *invitation,
                                                              const char          *company_name,
                                                              gint64               last_event_at);
const char          *usher_invitation_item_get_id            (UsherInvitationItem *self);
UsherInvitation     *usher_invitation_item_get_invitation    (UsherInvitationItem *self);
const char          *usher_invitation_item_get_company_name  (UsherInvitationItem *self); /* (nullable) */
gint64               usher_invitation_item_get_last_event_at (UsherInvitationItem *self);
/* How often its link was opened, as far as its log was read; -1: it was not read. */
int                  usher_invitation_item_get_n_viewed      (UsherInvitationItem *self);
void                 usher_invitation_item_set_n_viewed      (UsherInvitationItem *self,
                                                              int                  n_viewed);

G_END_DECLS
