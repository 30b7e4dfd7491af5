/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A moment in words, exact in the tooltip. Properties: time (gint64, microseconds), none-text. */
#define USHER_TYPE_TIME_CELL (usher_time_cell_get_type ())
G_DECLARE_FINAL_TYPE (UsherTimeCell, usher_time_cell, USHER, TIME_CELL, GtkWidget)

GtkWidget *usher_time_cell_new       (void);
gint64     usher_time_cell_get_time  (UsherTimeCell *self);
void       usher_time_cell_set_time  (UsherTimeCell *self, gint64 time);

G_END_DECLS
