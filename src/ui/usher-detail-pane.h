/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* One invitation: what it is, how far it got, what can be done with it, its log.
 * Properties: session (nullable), item (nullable). Its buttons use the window's actions copy-link,
 * resend, revoke, duplicate and open-in-browser, which work on the selection. */
#define USHER_TYPE_DETAIL_PANE (usher_detail_pane_get_type ())
G_DECLARE_FINAL_TYPE (UsherDetailPane, usher_detail_pane, USHER, DETAIL_PANE, AdwBin)

GtkWidget           *usher_detail_pane_new         (void);
UsherSession        *usher_detail_pane_get_session (UsherDetailPane *self); /* (nullable) */
void                 usher_detail_pane_set_session (UsherDetailPane *self, UsherSession *session);
UsherInvitationItem *usher_detail_pane_get_item    (UsherDetailPane *self); /* (nullable) */
void                 usher_detail_pane_set_item    (UsherDetailPane *self, UsherInvitationItem *item);
/* Reads the selected invitation again from the server. */
void                 usher_detail_pane_refresh     (UsherDetailPane *self);
/* "details" or "activity". */
void                 usher_detail_pane_show_page   (UsherDetailPane *self, const char *name);

G_END_DECLS
