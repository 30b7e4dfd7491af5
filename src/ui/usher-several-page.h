/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* What stands in the place of the detail when several invitations are selected: how many, and what can be
 * done to all of them. */
#define USHER_TYPE_SEVERAL_PAGE (usher_several_page_get_type ())
G_DECLARE_FINAL_TYPE (UsherSeveralPage, usher_several_page, USHER, SEVERAL_PAGE, AdwBin)

GtkWidget *usher_several_page_new   (void);
void       usher_several_page_set_n (UsherSeveralPage *self, guint n);
/* kinds: bits of UsherBatchKind, what can be done to one of them at least; session: (nullable). */
void       usher_several_page_set_kinds (UsherSeveralPage *self, guint kinds, UsherSession *session);

G_END_DECLS
