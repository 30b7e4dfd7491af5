/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "archive/usher-archive-filter.h"

G_BEGIN_DECLS

/* How often something occurs: a name, a number, a bar. Activating it shows only that; its button leaves it out.
 * Signal "exclude". */
#define USHER_TYPE_REVIEW_COUNT_ROW (usher_review_count_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewCountRow, usher_review_count_row, USHER, REVIEW_COUNT_ROW, GtkListBoxRow)

GtkWidget         *usher_review_count_row_new       (void);
/* value: (nullable) what a condition of this type asks for; NULL: the row only tells. */
void               usher_review_count_row_set       (UsherReviewCountRow *self, UsherConditionType type,
                                                     const char *value, const char *name, guint n, guint of);
UsherConditionType usher_review_count_row_get_type_of (UsherReviewCountRow *self);
const char        *usher_review_count_row_get_value (UsherReviewCountRow *self); /* (nullable) */

G_END_DECLS
