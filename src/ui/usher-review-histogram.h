/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "archive/usher-archive-summary.h"

G_BEGIN_DECLS

/* How many events there were when, stacked by kind. A span is chosen by dragging, or with the arrow keys, Shift and
 * Enter. Signals: "span-chosen" (gint64 from, gint64 to), "span-cleared". */
#define USHER_TYPE_REVIEW_HISTOGRAM (usher_review_histogram_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewHistogram, usher_review_histogram, USHER, REVIEW_HISTOGRAM, GtkWidget)

GtkWidget  *usher_review_histogram_new         (void);
/* (nullable) */
void        usher_review_histogram_set_summary (UsherReviewHistogram *self, UsherArchiveSummary *summary);
/* What it shows, in words. */
const char *usher_review_histogram_get_text    (UsherReviewHistogram *self);
/* (transfer full) (nullable) What one piece holds, in words. */
char       *usher_review_histogram_dup_piece   (UsherReviewHistogram *self, guint piece);

/* A colour for each kind, to be seen on light and dark. */
void        usher_event_kind_get_colour        (UsherEventKind kind, GdkRGBA *colour);

G_END_DECLS
