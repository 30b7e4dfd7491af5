/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-lazy-cell.h"
#include "ui/usher-review-highlight.h"
#include "ui/usher-review-pane.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_REVIEW_COLUMN_MARK,
  USHER_REVIEW_COLUMN_DAY,
  USHER_REVIEW_COLUMN_TIME,
  USHER_REVIEW_COLUMN_KIND,
  USHER_REVIEW_COLUMN_RECIPIENT,
  USHER_REVIEW_COLUMN_COMPANY,
  USHER_REVIEW_COLUMN_INVITATION,
  USHER_REVIEW_COLUMN_DETAIL,
  USHER_REVIEW_COLUMN_FILE,
} UsherReviewColumnType;

#define USHER_N_REVIEW_COLUMNS 9

typedef struct
{
  UsherReviewPane *pane;       /* (unowned) */
  UsherReviewColumnType type;
  int chars;                   /* for which there is room, at least */
  int min_width;               /* of the view, for the column to be shown */
  GtkColumnViewColumn *column; /* (unowned): the view's */
} UsherReviewColumn;

struct _UsherReviewPane
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller; /* (template) */
  GtkColumnView *view;         /* (template) */
  GMenuModel *row_menu;        /* (template) */

  GtkWidget *popover;          /* (owned) (nullable) */
  UsherReview *review;         /* (owned) (nullable) */
  GSignalGroup *signals;       /* (owned) on the review */
  UsherArchiveNotes *notes;    /* (owned) (nullable) */
  GSignalGroup *note_signals;  /* (owned) */
  UsherReviewList *list;       /* (owned) */
  UsherReviewHighlight *highlight; /* (owned) (nullable) */
  GHashTable *cells;           /* (owned) (element-type UsherLazyCell) of all columns; borrowed */
  guint first_seen;            /* positions in view, and some around them */
  guint last_seen;
  GTimeZone *zone;             /* (owned) */
  UsherReviewColumn columns[USHER_N_REVIEW_COLUMNS];
  guint adapt_source;
};

char *usher_review_pane_dup_cell      (UsherReviewPane *self, UsherReviewColumnType type,
                                       UsherArchiveEvent *event, guint position);
void  usher_review_pane_columns_init  (UsherReviewPane *self);
void  usher_review_pane_columns_adapt (UsherReviewPane *self);
void  usher_review_pane_columns_rebind (UsherReviewPane *self);

G_END_DECLS
