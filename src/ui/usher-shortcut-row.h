/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a key does, and the key. Properties: accelerator (nullable), as GtkShortcutLabel takes it; action-name
 * (nullable), whose key is shown. */
#define USHER_TYPE_SHORTCUT_ROW (usher_shortcut_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherShortcutRow, usher_shortcut_row, USHER, SHORTCUT_ROW, AdwPreferencesRow)

/* (nullable) */
const char *usher_shortcut_row_get_accelerator (UsherShortcutRow *self);
void        usher_shortcut_row_set_accelerator (UsherShortcutRow *self, const char *accelerator);
/* In the title or among the names of the keys; NULL or "" is in all of them. */
gboolean    usher_shortcut_row_has_text        (UsherShortcutRow *self, const char *text);

G_END_DECLS
