/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-cell-painter.h"
#include "ui/usher-filter-button.h"
#include "ui/usher-filter-chips.h"
#include "ui/usher-intents-notice.h"
#include "ui/usher-invitation-pane.h"
#include "ui/usher-invitation-rows.h"
#include "ui/usher-summary-strip.h"
#include "ui/usher-sync-notice.h"

G_BEGIN_DECLS

#define USHER_N_COLUMNS 8

/* What a column stands for in the query, and how wide the view must be for it to be shown. */
typedef struct
{
  UsherInvitationPane *pane; /* (unowned): the pane this stands in */
  UsherSort sort;
  int min_width;
  GtkColumnViewColumn *column; /* (owned by the view) */
} UsherPaneColumn;

struct _UsherInvitationPane
{
  AdwBin parent_instance;

  /* Template children */
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  UsherFilterButton *filter_button;
  UsherSummaryStrip *summary_strip;
  UsherFilterChips *filter_chips;
  UsherSyncNotice *sync_notice;
  UsherIntentsNotice *intents_notice;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  GtkGestureClick *click;
  GtkSpinner *spinner;
  AdwStatusPage *status_page;
  GtkButton *status_button;
  GMenuModel *context_menu;
  GtkColumnViewColumn *recipients_column;
  GtkColumnViewColumn *status_column;
  GtkColumnViewColumn *expires_column;
  GtkColumnViewColumn *company_column;
  GtkColumnViewColumn *kind_column;
  GtkColumnViewColumn *uses_column;
  GtkColumnViewColumn *created_column;
  GtkColumnViewColumn *activity_column;

  UsherSession *session;         /* (owned) (nullable) */
  GSignalGroup *signals;         /* (owned): on the session */
  UsherInvitationRows *rows;     /* (owned): the session's invitations, at first only the first of them */
  UsherCellPainter *painter;     /* (owned): for their cells */
  GtkWidget *popover;            /* (owned by the view) (nullable): the context menu */
  GHashTable *kept;              /* (owned): set of UsherInvitationItem, what the person selected … */
  GtkBitset *kept_keys;          /* (owned) (nullable): … or, of a great many, what stands for them */
  UsherInvitationItem *selected; /* (owned) (nullable): the only member of kept */
  char *wanted_id;               /* (owned) (nullable): to be selected when it is listed */
  guint n_announced;             /* the n-selected that was notified last */
  guint reconcile_source;
  guint spinner_source;
  guint adapt_source;
  guint grow_source;             /* until all rows are in the view */
  gboolean click_activates;
  gboolean to_top;               /* after this change the first row is shown */
  gboolean asked;                /* for something else: how much was found is yet to be said */
  gboolean searched;             /* the query had a text when it was seen last */
  gboolean mirroring;            /* the header arrows are being set from the query */

  UsherPaneColumn columns[USHER_N_COLUMNS];
  int asked_sort;                /* see usher_invitation_pane_columns_init() */
};

/* usher-invitation-pane-columns.c */
void usher_invitation_pane_columns_init       (UsherInvitationPane *self);
void usher_invitation_pane_columns_mirror     (UsherInvitationPane *self);
void usher_invitation_pane_columns_adapt      (UsherInvitationPane *self);

/* usher-invitation-pane-selection.c */
void usher_invitation_pane_selection_init      (UsherInvitationPane *self);
/* Nothing is selected; whoever calls it announces that. */
void usher_invitation_pane_selection_forget    (UsherInvitationPane *self);
/* Notifies what changed of "selected" and "n-selected". */
void usher_invitation_pane_selection_announce  (UsherInvitationPane *self);
/* At the end of this turn of the main loop, what was selected is selected again. */
void usher_invitation_pane_selection_reconcile (UsherInvitationPane *self);

/* usher-invitation-pane-clicks.c */
void usher_invitation_pane_clicks_class_init   (GtkWidgetClass *widget_class);

/* usher-invitation-pane-state.c */
void usher_invitation_pane_state_update       (UsherInvitationPane *self);

G_END_DECLS
