/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Opens a popover in which the list is narrowed. Property: session.
 * Its actions, for the group "filter": kind, access, expires (see ui/usher-filter.h). */
#define USHER_TYPE_FILTER_BUTTON (usher_filter_button_get_type ())
G_DECLARE_FINAL_TYPE (UsherFilterButton, usher_filter_button, USHER, FILTER_BUTTON, AdwBin)

GtkWidget    *usher_filter_button_new         (void);
void          usher_filter_button_set_session (UsherFilterButton *self, UsherSession *session);
GActionGroup *usher_filter_button_get_actions (UsherFilterButton *self);
void          usher_filter_button_popup       (UsherFilterButton *self);

G_END_DECLS
