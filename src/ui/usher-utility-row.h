/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The utility types as check buttons, the common ones first. Signal "changed". */
#define USHER_TYPE_UTILITY_ROW (usher_utility_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherUtilityRow, usher_utility_row, USHER, UTILITY_ROW, AdwPreferencesRow)

GtkWidget *usher_utility_row_new       (void);
/* Types that this version does not know get a check button of their own. */
void       usher_utility_row_set_types (UsherUtilityRow *self, const char * const *types);
char     **usher_utility_row_dup_types (UsherUtilityRow *self);

G_END_DECLS
