/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-session-bin.h"

G_BEGIN_DECLS

/* Account, company, the lists with their counts, and how fresh it all is.
 * Property: session. Signal: list-activated, when the person went for one of the lists. */
#define USHER_TYPE_SIDEBAR (usher_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (UsherSidebar, usher_sidebar, USHER, SIDEBAR, UsherSessionBin)

GtkWidget *usher_sidebar_new          (void);
/* (nullable): of UsherAccount */
void       usher_sidebar_set_accounts (UsherSidebar *self, GListModel *accounts);

G_END_DECLS
