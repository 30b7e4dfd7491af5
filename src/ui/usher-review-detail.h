/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "archive/usher-archive-notes.h"
#include "ui/usher-review-list.h"
#include "ui/usher-review.h"

G_BEGIN_DECLS

/* The event that is looked at: what it says, a note on it, and all that happened with its invitation, filtered or not.
 * Signal "row-wanted" (guint): a row of the archive that a person chose in the story. */
#define USHER_TYPE_REVIEW_DETAIL (usher_review_detail_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewDetail, usher_review_detail, USHER, REVIEW_DETAIL, AdwBin)

GtkWidget         *usher_review_detail_new         (void);
void               usher_review_detail_set_review  (UsherReviewDetail *self, UsherReview *review);
void               usher_review_detail_set_list    (UsherReviewDetail *self, UsherReviewList *list);
void               usher_review_detail_set_notes   (UsherReviewDetail *self, UsherArchiveNotes *notes);
/* (transfer none) (nullable) */
UsherArchiveEvent *usher_review_detail_get_event   (UsherReviewDetail *self);
/* (transfer none) Rows of the invitation, oldest first; filled a moment after the event is set. */
UsherReviewList   *usher_review_detail_get_story   (UsherReviewDetail *self);
const char        *usher_review_detail_get_page    (UsherReviewDetail *self); /* "none", "several" or "event" */
/* How high the person made the event above the story, in pixels; 0: nobody did. */
int                usher_review_detail_get_event_height (UsherReviewDetail *self);
void               usher_review_detail_set_event_height (UsherReviewDetail *self, int height);

G_END_DECLS
