/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A few numbers as a row of small bars, in the colour of the text around it. It says nothing to a screen
 * reader: whoever shows it says the same in words. */
#define USHER_TYPE_SPARKLINE (usher_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (UsherSparkline, usher_sparkline, USHER, SPARKLINE, GtkWidget)

GtkWidget *usher_sparkline_new        (void);
/* Oldest first; copied. */
void       usher_sparkline_set_values (UsherSparkline *self, const guint *values, guint n_values);

G_END_DECLS
