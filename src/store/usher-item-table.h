/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-item.h"

G_BEGIN_DECLS

/* The items that anyone holds, by invitation id and by row id; it holds none of them itself. */
typedef struct _UsherItemTable UsherItemTable;

UsherItemTable      *usher_item_table_new         (void);
void                 usher_item_table_free        (UsherItemTable      *self);
UsherInvitationItem *usher_item_table_lookup      (UsherItemTable      *self,
                                                   gint64               row_id);
gint64               usher_item_table_find_row    (UsherItemTable      *self,
                                                   const char          *id);
UsherInvitationItem *usher_item_table_dup         (UsherItemTable      *self,
                                                   gint64               row_id,
                                                   UsherInvitation     *invitation,
                                                   const char          *company_name,
                                                   gint64               last_event_at,
                                                   int                  n_viewed);
void                 usher_item_table_forget_rows (UsherItemTable      *self);
GArray              *usher_item_table_list_rows   (UsherItemTable      *self,
                                                   GArray              *among);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherItemTable, usher_item_table_free)

G_END_DECLS
