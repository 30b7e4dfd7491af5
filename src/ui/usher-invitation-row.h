/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-item.h"

G_BEGIN_DECLS

/* A place in the list, as the view sees it: which invitation stands there is asked for when it is drawn, and may
 * become another one without the view being told of rows that went and came. */
#define USHER_TYPE_INVITATION_ROW (usher_invitation_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherInvitationRow, usher_invitation_row, USHER, INVITATION_ROW, GObject)

typedef struct _UsherInvitationRows UsherInvitationRows;

UsherInvitationRow  *usher_invitation_row_new          (UsherInvitationRows *rows,
                                                        GListModel          *items,
                                                        guint                position);
guint                usher_invitation_row_get_position (UsherInvitationRow *self);
/* (nullable): NULL when there is no such row any more. */
UsherInvitationItem *usher_invitation_row_get_item     (UsherInvitationRow *self);
/* (nullable): if it is at hand; else it can be wanted: usher_invitation_rows_want() */
UsherInvitationItem *usher_invitation_row_find_item    (UsherInvitationRow *self);
/* (nullable): without asking for it. */
UsherInvitationItem *usher_invitation_row_peek_item    (UsherInvitationRow *self);
/* Another invitation may stand there now. */
void                 usher_invitation_row_reset        (UsherInvitationRow *self);
/* It stands elsewhere now. */
void                 usher_invitation_row_move         (UsherInvitationRow *self,
                                                        guint               position);
/* It stands nowhere any more. */
void                 usher_invitation_row_leave        (UsherInvitationRow *self);

G_END_DECLS
