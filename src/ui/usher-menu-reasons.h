/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Gives each line of a menu that cannot be chosen now its reason, as a tooltip and for a screen reader.
 * invitation: (nullable) what the menu is about; none: no line has a reason. */
void usher_menu_tell_reasons (GtkWidget *popover, GMenuModel *model, UsherSession *session,
                              UsherInvitation *invitation);

G_END_DECLS
