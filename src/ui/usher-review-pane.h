/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "archive/usher-archive-notes.h"
#include "ui/usher-review-list.h"
#include "ui/usher-review.h"

G_BEGIN_DECLS

/* So many rows are copied at most: a clipboard is no file, and exporting is there for more. */
#define USHER_REVIEW_MAX_COPIED 1000u

/* The events of a review as a table, grouped by day. Signal "activated": a row was asked for by Enter or a double
 * click. */
#define USHER_TYPE_REVIEW_PANE (usher_review_pane_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewPane, usher_review_pane, USHER, REVIEW_PANE, AdwBin)

GtkWidget       *usher_review_pane_new        (void);
void             usher_review_pane_set_review (UsherReviewPane *self, UsherReview *review);
/* (nullable) Notes and bookmarks, which rows have marks for. */
void             usher_review_pane_set_notes  (UsherReviewPane *self, UsherArchiveNotes *notes);
UsherReviewList *usher_review_pane_get_list   (UsherReviewPane *self);
/* Selects a row of the archive and brings it into view; FALSE when it is not listed. */
gboolean         usher_review_pane_show_row   (UsherReviewPane *self, guint row);
/* (transfer full) The selected rows as text: a header and a line each, cells separated by tabs. */
char            *usher_review_pane_dup_text   (UsherReviewPane *self);
void             usher_review_pane_grab       (UsherReviewPane *self);

G_END_DECLS
