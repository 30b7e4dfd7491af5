/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Somebody who has a keyboard and nothing else: real keys, made by the X server (XTEST), to the window that a window
 * manager would give them to. Widgets are looked at only, to see where the focus went. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* FALSE, having skipped the test: there is no X server here, or it makes no keys. */
gboolean   usher_ui_keys_init      (void);
/* One or more, with spaces between: "Tab", "alt+n", "ctrl+shift+f Down Return". Each was handled when this returns. */
void       usher_ui_keys_press     (const char *keys);
/* What is on a keyboard of the United States. */
void       usher_ui_keys_type      (const char *text);
/* (nullable): the window that gets the keys. */
GtkWindow *usher_ui_keys_get_top   (void);
/* (nullable): what has the focus there. */
GtkWidget *usher_ui_keys_get_focus (void);
/* Whether the focus is on that, or within. widget: (nullable) */
gboolean   usher_ui_keys_is_at     (GtkWidget *widget);
/* Presses a key ("Tab", "Down") until the focus is on what has that template id, shows that text, or is called so: the
 * test fails when it comes round without, or has gone 80 steps, and says where it was. */
GtkWidget *usher_ui_keys_go        (const char *key, const char *what);
/* (transfer full): where the focus is, in words. */
char      *usher_ui_keys_dup_place (void);

/* Waits until the focus is there, or within. */
void       usher_ui_keys_wait_at   (GtkWidget *widget);
/* After another page, a dialog that closed, a row that went: what has no focus, or one that nobody sees, takes no keys. */
#define usher_ui_keys_assert_not_lost() usher_ui_keys_check_not_lost (G_STRLOC)
void       usher_ui_keys_check_not_lost (const char *where);

G_END_DECLS
