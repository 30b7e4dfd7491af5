/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A log that is dragged to a file manager: a file that is written once somebody asks for it.
 * Signal: "wanted" (path): write it there, then call usher_log_drag_finish(). At most once. */
#define USHER_TYPE_LOG_DRAG (usher_log_drag_get_type ())
G_DECLARE_FINAL_TYPE (UsherLogDrag, usher_log_drag, USHER, LOG_DRAG, GdkContentProvider)

UsherLogDrag *usher_log_drag_new        (const char *name);
/* The file is there, or why it is not (nullable). */
void          usher_log_drag_finish     (UsherLogDrag *self, const GError *error);
/* A source that drags what such a provider gives, with the icon of a log. */
void          usher_log_drag_set_icon   (GtkDragSource *source, GtkWidget *widget);
/* (nullable) The row of a list at that place, selected if it was not. */
GtkWidget    *usher_log_drag_pick_row   (GtkWidget *widget, double x, double y);
/* Removes what was written for others, at the start and the end of the program. */
void          usher_log_drag_clean_up   (void);

G_END_DECLS
