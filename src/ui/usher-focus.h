/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once, before the first widget: a popover that closes gives the focus back. */
void     usher_focus_init      (void);
/* popover: one that hangs on no button. */
void     usher_focus_set_home  (GtkWidget *popover, GtkWidget *home);
/* Where the menu of the row that has the focus opens. */
gboolean usher_focus_get_place (GtkWidget *list, GtkWidget *relative_to, GdkRectangle *at);
/* Escape in a search entry of a popover or dialog: for its "stop-search". */
void     usher_focus_stop_search (GtkSearchEntry *entry);

G_END_DECLS
