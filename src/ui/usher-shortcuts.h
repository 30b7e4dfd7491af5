/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/compat/usher-dialog.h"

G_BEGIN_DECLS

/* The keyboard shortcuts, which can be searched. */
#define USHER_TYPE_SHORTCUTS (usher_shortcuts_get_type ())
G_DECLARE_FINAL_TYPE (UsherShortcuts, usher_shortcuts, USHER, SHORTCUTS, UsherDialog)

GtkWidget *usher_shortcuts_new    (void);
/* Gives a window the action win.show-help-overlay. */
void       usher_shortcuts_attach (GtkApplicationWindow *window);

G_END_DECLS
