/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "archive/usher-archive-notes.h"
#include "ui/usher-review-board.h"
#include "ui/usher-review-detail.h"
#include "ui/usher-review-verify.h"

G_BEGIN_DECLS

/* Exported logs, to be read without account, key or network. */
#define USHER_TYPE_REVIEW_WINDOW (usher_review_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewWindow, usher_review_window, USHER, REVIEW_WINDOW, AdwApplicationWindow)

UsherReviewWindow *usher_review_window_new         (GtkApplication *application);
/* (element-type GFile) Opens these together, in place of what is open. */
void               usher_review_window_open        (UsherReviewWindow *self, GFile * const *files, guint n);
/* Writes the rows that are shown to a file, as "export" does when a name was chosen. */
void               usher_review_window_export_to   (UsherReviewWindow *self, const char *path);

UsherReview       *usher_review_window_get_review  (UsherReviewWindow *self);
UsherArchiveNotes *usher_review_window_get_notes   (UsherReviewWindow *self); /* (nullable) */
UsherReviewBoard  *usher_review_window_get_board   (UsherReviewWindow *self);
UsherReviewDetail *usher_review_window_get_detail  (UsherReviewWindow *self);
/* How wide the person made that, in pixels; 0: nobody did. */
int                usher_review_window_get_side_width (UsherReviewWindow *self);
void               usher_review_window_set_side_width (UsherReviewWindow *self, int width);
UsherReviewVerify *usher_review_window_get_verify  (UsherReviewWindow *self);
/* "loading", "failed" or "content". */
const char        *usher_review_window_get_page    (UsherReviewWindow *self);

G_END_DECLS
