/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The edge between two panes side by side, which can be moved: dragged, or by keys once F8 went to it. It moves nothing
 * by itself. Signals: "move-to" (int x: where it is dragged to, in its parent), "move" (GtkScrollType: by a key),
 * "leave" (gboolean: whether it stays where it was moved to). */
#define USHER_TYPE_PANE_HANDLE (usher_pane_handle_get_type ())
G_DECLARE_FINAL_TYPE (UsherPaneHandle, usher_pane_handle, USHER, PANE_HANDLE, GtkWidget)

GtkWidget *usher_pane_handle_new       (void);
/* Where it is, for a screen reader, in pixels. */
void       usher_pane_handle_set_value (UsherPaneHandle *self, int value, int least, int most);

G_END_DECLS
