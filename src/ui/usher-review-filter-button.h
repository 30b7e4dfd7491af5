/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-review.h"

G_BEGIN_DECLS

/* Filters of a review: to add, to save under a name, to use again. */
#define USHER_TYPE_REVIEW_FILTER_BUTTON (usher_review_filter_button_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewFilterButton, usher_review_filter_button, USHER, REVIEW_FILTER_BUTTON, AdwBin)

GtkWidget  *usher_review_filter_button_new         (void);
void        usher_review_filter_button_set_review  (UsherReviewFilterButton *self, UsherReview *review);
void        usher_review_filter_button_popup       (UsherReviewFilterButton *self);
/* (nullable) Why what was typed cannot be used. */
const char *usher_review_filter_button_get_message (UsherReviewFilterButton *self);

G_END_DECLS
