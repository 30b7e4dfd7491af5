/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "archive/usher-archive-event.h"

G_BEGIN_DECLS

/* The rows of an archive as a list of UsherArchiveEvent, each parsed when it is asked for, with their selection:
 * no object stands for a row that is not seen, and selecting a million rows costs nothing.
 * Implements GListModel and GtkSelectionModel. Property (read-only): current (guint, a row of the archive). */
#define USHER_TYPE_REVIEW_LIST (usher_review_list_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewList, usher_review_list, USHER, REVIEW_LIST, GObject)

UsherReviewList *usher_review_list_new          (void);
/* A list whose items are places, which mean nothing: what stands at one is asked for by position, and may become another
 * row without the view being told of rows that went and came; whoever shows them draws them anew. */
UsherReviewList *usher_review_list_new_of_places (void);
/* The first rows come at once, the others in the turns of the main loop after; this tells of all now. */
void             usher_review_list_show_all     (UsherReviewList *self);
/* (transfer none) (nullable) What stands at a position: good until it is asked for another. */
UsherArchiveEvent *usher_review_list_get_event  (UsherReviewList *self, guint position);
/* rows: (nullable) (element-type guint32) all when NULL. What was selected stays selected where it is still there. */
gboolean         usher_review_list_set_rows     (UsherReviewList *self, UsherArchiveData *data, GArray *rows);
guint            usher_review_list_get_n        (UsherReviewList *self);
/* Rows of the archive and positions in the list; G_MAXUINT for none. */
guint            usher_review_list_get_row      (UsherReviewList *self, guint position);
guint            usher_review_list_find         (UsherReviewList *self, guint row);
/* When the row at a position happened, without reading it. */
gint64           usher_review_list_get_time     (UsherReviewList *self, guint position);
guint64          usher_review_list_get_key      (UsherReviewList *self, guint position);
/* Who is looked at: the row that was selected last, or G_MAXUINT. */
guint            usher_review_list_get_current  (UsherReviewList *self);
void             usher_review_list_select_row   (UsherReviewList *self, guint row);
guint            usher_review_list_get_n_selected (UsherReviewList *self);
/* (nullable) What is listed. */
UsherArchiveData *usher_review_list_get_data    (UsherReviewList *self);
/* (nullable) (element-type guint32) Its rows; NULL for all. */
GArray          *usher_review_list_get_rows     (UsherReviewList *self);

G_END_DECLS
