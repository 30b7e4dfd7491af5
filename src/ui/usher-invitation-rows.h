/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/usher-invitation-row.h"

G_BEGIN_DECLS

/* The model of the list's view: UsherInvitationRow, and which of them are selected. */
#define USHER_TYPE_INVITATION_ROWS (usher_invitation_rows_get_type ())
G_DECLARE_FINAL_TYPE (UsherInvitationRows, usher_invitation_rows, USHER, INVITATION_ROWS, GObject)

UsherInvitationRows *usher_invitation_rows_new       (void);
void                 usher_invitation_rows_set_items (UsherInvitationRows *self,
                                                      GListModel          *items);
/* The first so many are rows; G_MAXUINT for all. */
void                 usher_invitation_rows_set_limit (UsherInvitationRows *self,
                                                      guint                limit);
guint                usher_invitation_rows_get_limit (UsherInvitationRows *self);
guint                usher_invitation_rows_get_n     (UsherInvitationRows *self);
/* (transfer full) (nullable) */
UsherInvitationItem *usher_invitation_rows_dup_item  (UsherInvitationRows *self,
                                                      guint                position);
/* Whether anything has to be read; then "come" follows. */
gboolean             usher_invitation_rows_want      (UsherInvitationRows *self,
                                                      const guint         *positions,
                                                      guint                n);
/* What stands for that row wherever it moves, and for no other; 0: nothing does. */
guint                usher_invitation_rows_get_key   (UsherInvitationRows *self,
                                                      guint                position);

/* For the rows. */
void                 usher_invitation_rows_row_changed (UsherInvitationRows *self,
                                                        UsherInvitationRow  *row);
void                 usher_invitation_rows_row_gone    (UsherInvitationRows *self,
                                                        guint                position);

G_END_DECLS
