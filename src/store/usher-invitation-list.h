/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-item.h"
#include "store/usher-store.h"

G_BEGIN_DECLS

/* A GListModel of UsherInvitationItem over one query (DESIGN, decision 1). It holds row ids; items are
 * made when asked for and keep their identity. Asks the query again when the store changes.
 * Properties: query (writable), loading, n-items. */
#define USHER_TYPE_INVITATION_LIST (usher_invitation_list_get_type ())
G_DECLARE_FINAL_TYPE (UsherInvitationList, usher_invitation_list, USHER, INVITATION_LIST, GObject)

UsherInvitationList *usher_invitation_list_new         (UsherStore *store);
UsherQuery          *usher_invitation_list_get_query   (UsherInvitationList *self);
void                 usher_invitation_list_set_query   (UsherInvitationList *self, UsherQuery *query);
gboolean             usher_invitation_list_get_loading (UsherInvitationList *self);
/* Where an invitation stands whose item somebody holds; G_MAXUINT when it is not listed, or not held. */
guint                usher_invitation_list_find        (UsherInvitationList *self, const char *id);

G_END_DECLS
