/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-item.h"
#include "model/usher-query.h"

G_BEGIN_DECLS

/* What the columns of the list say. A column is called by the order it gives. */
char *usher_cell_dup_words   (UsherInvitationItem *item, UsherSort column, gint64 now);
/* (nullable): what a cell tells when it is pointed at. */
char *usher_cell_dup_tooltip (UsherInvitationItem *item, UsherSort column);

G_END_DECLS
