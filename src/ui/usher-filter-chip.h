/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A filter that is at work, and can be taken away. Property: label. Signal "remove". */
#define USHER_TYPE_FILTER_CHIP (usher_filter_chip_get_type ())
G_DECLARE_FINAL_TYPE (UsherFilterChip, usher_filter_chip, USHER, FILTER_CHIP, AdwBin)

GtkWidget  *usher_filter_chip_new       (void);
const char *usher_filter_chip_get_label (UsherFilterChip *self);
void        usher_filter_chip_set_label (UsherFilterChip *self, const char *label);

G_END_DECLS
