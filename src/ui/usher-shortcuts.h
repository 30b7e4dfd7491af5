/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives a window the action win.show-help-overlay. */
void usher_shortcuts_attach (GtkApplicationWindow *window);

G_END_DECLS
