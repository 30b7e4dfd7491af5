/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* How an invitation stands, as icon and word. Property: invitation (nullable). */
#define USHER_TYPE_STATUS_CELL (usher_status_cell_get_type ())
G_DECLARE_FINAL_TYPE (UsherStatusCell, usher_status_cell, USHER, STATUS_CELL, GtkWidget)

GtkWidget *usher_status_cell_new            (void);
void       usher_status_cell_set_invitation (UsherStatusCell *self, UsherInvitation *invitation);

G_END_DECLS
