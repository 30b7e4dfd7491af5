/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive.h"

G_BEGIN_DECLS

/* Opened logs under review: which rows are shown, which of them match a search, and what they add up to.
 * No widgets.
 *
 * Properties (read-only): filter (UsherArchiveFilter), busy, problem (why a filter cannot be used; nullable).
 * Signals: "rows-changed" (other rows are shown), "matches-changed" (others match the search),
 * "summary-changed". */
#define USHER_TYPE_REVIEW (usher_review_get_type ())
G_DECLARE_FINAL_TYPE (UsherReview, usher_review, USHER, REVIEW, GObject)

UsherReview         *usher_review_new           (void);
UsherArchive        *usher_review_get_archive   (UsherReview *self);
/* Opens these files in place of those that are open; how that goes is said by the archive. */
void                 usher_review_open          (UsherReview *self, const char * const *paths);
void                 usher_review_reload        (UsherReview *self);
/* Reads no further. */
void                 usher_review_stop          (UsherReview *self);

/* (transfer none) (nullable) What is open now. */
UsherArchiveData    *usher_review_get_data      (UsherReview *self);
/* (transfer none) (nullable) (element-type guint32) The rows that are shown; NULL for all. */
GArray              *usher_review_get_rows      (UsherReview *self);
guint                usher_review_get_n_rows    (UsherReview *self);

UsherArchiveFilter  *usher_review_get_filter    (UsherReview *self);
void                 usher_review_set_filter    (UsherReview *self, UsherArchiveFilter *filter);
/* The span of time that is shown takes the place of one before; USHER_TIME_NONE twice: any time. */
void                 usher_review_set_span      (UsherReview *self, gint64 from, gint64 to);
gboolean             usher_review_get_span      (UsherReview *self, gint64 *from, gint64 *to);

/* text: (nullable) or "" for none. only: whether rows that do not match are left out. */
void                 usher_review_set_search    (UsherReview *self, const char *text, gboolean regex,
                                                 gboolean only);
const char          *usher_review_get_search    (UsherReview *self); /* (nullable) */
gboolean             usher_review_get_regex     (UsherReview *self);
gboolean             usher_review_get_only      (UsherReview *self);
/* How many of the rows shown match; 0 without a search. */
guint                usher_review_get_n_matches (UsherReview *self);
/* The next row of the archive after row that matches (before it: forward FALSE), going round at the end;
 * G_MAXUINT when none does. G_MAXUINT for row: from the beginning. */
guint                usher_review_find_match    (UsherReview *self, guint row, gboolean forward);

gboolean             usher_review_get_busy      (UsherReview *self);
const char          *usher_review_get_problem   (UsherReview *self); /* (nullable) */
/* (transfer none) (nullable) Of the rows that are shown. */
UsherArchiveSummary *usher_review_get_summary   (UsherReview *self);

/* Where a row of the archive is shown, or G_MAXUINT; and the other way round. */
guint                usher_review_find_row      (UsherReview *self, guint row);
guint                usher_review_get_row       (UsherReview *self, guint position);

G_END_DECLS
