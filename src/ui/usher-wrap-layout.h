/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children side by side at their natural width, on as many lines as it takes.
 * Property: spacing (pixels, between children and between lines). */
#define USHER_TYPE_WRAP_LAYOUT (usher_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (UsherWrapLayout, usher_wrap_layout, USHER, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *usher_wrap_layout_new         (void);
int               usher_wrap_layout_get_spacing (UsherWrapLayout *self);
void              usher_wrap_layout_set_spacing (UsherWrapLayout *self, int spacing);

G_END_DECLS
