/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-review.h"

G_BEGIN_DECLS

/* The conditions of a review's filter, each a chip that can be taken away; not visible without any. */
#define USHER_TYPE_REVIEW_CHIPS (usher_review_chips_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewChips, usher_review_chips, USHER, REVIEW_CHIPS, AdwBin)

GtkWidget *usher_review_chips_new        (void);
void       usher_review_chips_set_review (UsherReviewChips *self, UsherReview *review);

G_END_DECLS
