/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-review.h"

G_BEGIN_DECLS

struct _UsherReview
{
  GObject parent_instance;

  UsherArchive *archive;        /* (owned) */
  GStrv paths;                  /* (owned) (nullable) */
  UsherArchiveData *data;       /* (owned) (nullable) */
  GArray *rows;                 /* (owned) (nullable) all when NULL */
  GArray *matches;              /* (owned) (nullable) rows that match the search, among those shown */
  UsherArchiveFilter *filter;   /* (owned) */
  char *search;                 /* (owned) (nullable) */
  gboolean regex;
  gboolean only;
  gboolean busy;
  char *problem;                /* (owned) (nullable) */
  UsherArchiveSummary *summary; /* (owned) (nullable) */
  GCancellable *opening;        /* (owned) (nullable) */
  GCancellable *working;        /* (owned) (nullable) */
  guint generation;             /* counts wishes: what belongs to a former one is dropped */
  GArray *next_rows;            /* (owned) (nullable) found, while the matches are being looked for */
};

typedef enum
{
  USHER_REVIEW_ROWS_CHANGED,
  USHER_REVIEW_MATCHES_CHANGED,
  USHER_REVIEW_SUMMARY_CHANGED,
  USHER_REVIEW_N_SIGNALS
} UsherReviewSignal;

void usher_review_emit        (UsherReview *self, UsherReviewSignal signal);
void usher_review_set_busy    (UsherReview *self, gboolean busy);
void usher_review_set_problem (UsherReview *self, const char *problem);
/* Looks for the rows anew: another file, filter or search. */
void usher_review_refresh     (UsherReview *self);

G_END_DECLS
