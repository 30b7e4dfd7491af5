/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* The link of an invitation: masked until asked for, since whoever sees it can use it. */
#define USHER_TYPE_LINK_ROW (usher_link_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherLinkRow, usher_link_row, USHER, LINK_ROW, AdwActionRow)

GtkWidget *usher_link_row_new          (void);
/* Another invitation: masked again. Both nullable. */
void       usher_link_row_set_target   (UsherLinkRow *self, UsherSession *session, const char *id);
gboolean   usher_link_row_get_revealed (UsherLinkRow *self);
void       usher_link_row_set_revealed (UsherLinkRow *self, gboolean revealed);

G_END_DECLS
