/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/compat/usher-panes.h"
#include "ui/usher-notice.h"
#include "ui/usher-review-overview.h"
#include "ui/usher-review-window.h"

G_BEGIN_DECLS

struct _UsherReviewWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;       /* (template) */
  AdwWindowTitle *title;         /* (template) */
  GtkWidget *back_button;        /* (template) */
  AdwSplitButton *open_button;   /* (template) */
  UsherReviewVerify *verify;     /* (template) */
  UsherNotice *notice;           /* (template) */
  GtkStack *stack;               /* (template) */
  GtkSpinner *spinner;           /* (template) */
  AdwStatusPage *failed_page;    /* (template) */
  UsherPanes *panes;             /* (template) */
  UsherReviewBoard *board;       /* (template) */
  GtkStack *side_stack;          /* (template) */
  UsherReviewDetail *detail;     /* (template) */
  UsherReviewOverview *overview; /* (template) */

  UsherReview *review;           /* (owned) */
  UsherArchiveNotes *notes;      /* (owned) (nullable) */
  char *not_local;               /* (owned) (nullable) a file that is on no disk of this computer */
  guint adapt_source;
  gboolean stopped;              /* reading was, by the person */
  GCancellable *cancellable;     /* (owned) of dialogs; cancelled when the window goes */
  GCancellable *exporting;       /* (owned) (nullable) while an export goes on */
  GtkPrintOperation *printing;   /* (owned) (nullable) while one goes on */
  guint slow_source;
  guint print_source;
  guint opening_source;
  guint looking_source;
  gboolean opening_is_slow;
  gboolean looking_is_slow;
  gboolean export_is_slow;
  gboolean print_is_slow;
};

void usher_review_window_actions_init   (UsherReviewWindow *self);
void usher_review_window_actions_update (UsherReviewWindow *self);
void usher_review_window_export_init    (UsherReviewWindow *self);
/* Comes back when it is over. */
GtkPrintOperationResult usher_review_window_run_print (UsherReviewWindow *self, GtkPrintOperation *operation,
                                                       GtkPrintOperationAction action);
void usher_review_window_drag_init      (UsherReviewWindow *self);
void usher_review_window_update_notice  (UsherReviewWindow *self);
void usher_review_window_toast          (UsherReviewWindow *self, const char *text);

G_END_DECLS
