/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-review-filter-button.h"
#include "ui/usher-review-histogram.h"
#include "ui/usher-review-pane.h"
#include "ui/usher-review-search.h"

G_BEGIN_DECLS

/* The left side of the review window: search, filters, histogram, and the events. */
#define USHER_TYPE_REVIEW_BOARD (usher_review_board_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewBoard, usher_review_board, USHER, REVIEW_BOARD, AdwBin)

GtkWidget               *usher_review_board_new           (void);
void                     usher_review_board_set_review    (UsherReviewBoard *self, UsherReview *review);
UsherReviewPane         *usher_review_board_get_pane      (UsherReviewBoard *self);
UsherReviewSearch       *usher_review_board_get_search    (UsherReviewBoard *self);
UsherReviewFilterButton *usher_review_board_get_filter_button (UsherReviewBoard *self);
/* "list", "empty" or "nothing". */
const char              *usher_review_board_get_page      (UsherReviewBoard *self);

G_END_DECLS
