/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a screen reader is told: the window as it stands on the accessibility bus, as text. The programs that use it call
 * usher_ui_tree_init() before the toolkit begins, and skip when there is no such bus. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* FALSE, and why: no tree can be had. */
gboolean usher_ui_tree_init (const char **why);
/* (transfer full) (nullable): the window's tree, one object a line; NULL when it is not on the bus.
 * faults: what no window should have, a line each: what takes the focus and has no name. */
char    *usher_ui_tree_dump (GtkWidget *window, GString *faults);
/* (transfer full): without what differs from one day, or one run, to the next. */
char    *usher_ui_tree_settle (const char *text);

/* From now on what is said without being asked is kept: what a screen reader would read aloud. */
void     usher_ui_tree_listen (void);
/* Whether that was said, or begins with it. */
gboolean usher_ui_tree_was_said (const char *text);

G_END_DECLS
