/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search, filters, histogram and events, one under the other. Main thread. */
#include "ui/usher-review-board.h"

#include "ui/usher-review-chips.h"
#include "ui/usher-ui.h"

struct _UsherReviewBoard
{
  AdwBin parent_instance;

  UsherReviewSearch *search;              /* (template) */
  UsherReviewFilterButton *filter_button; /* (template) */
  UsherReviewChips *chips;                /* (template) */
  GtkWidget *histogram_box;               /* (template) */
  UsherReviewHistogram *histogram;        /* (template) */
  GtkWidget *zoom_out_button;             /* (template) */
  GtkStack *stack;                        /* (template) */
  UsherReviewPane *pane;                  /* (template) */

  UsherReview *review;                    /* (owned) (nullable) */
  GSignalGroup *signals;                  /* (owned) */
};

G_DEFINE_FINAL_TYPE (UsherReviewBoard, usher_review_board, ADW_TYPE_BIN)

static void
update_page (UsherReviewBoard *self)
{
  UsherArchiveData *data = usher_review_get_data (self->review);
  const char *page = "list";

  /* Another log is being opened, and its first rows come in a moment. */
  if (data == NULL && usher_archive_get_state (usher_review_get_archive (self->review)) == USHER_ARCHIVE_LOADING)
    return;
  if (usher_review_get_n_rows (self->review) == 0)
    page = data != NULL && data->n_rows == 0 ? "empty" : "nothing";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
update_summary (UsherReviewBoard *self)
{
  UsherArchiveData *data = usher_review_get_data (self->review);
  gint64 from;
  gint64 to;

  usher_review_histogram_set_summary (self->histogram, usher_review_get_summary (self->review));
  gtk_widget_set_visible (self->histogram_box, data != NULL && data->n_rows > 0);
  gtk_widget_set_visible (self->zoom_out_button, usher_review_get_span (self->review, &from, &to));
}

static void
on_span_chosen (UsherReviewBoard *self, gint64 from, gint64 to)
{
  if (self->review != NULL)
    usher_review_set_span (self->review, from, to);
}

static void
on_span_cleared (UsherReviewBoard *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.zoom-out", NULL);
}

static void
usher_review_board_dispose (GObject *object)
{
  UsherReviewBoard *self = USHER_REVIEW_BOARD (object);

  g_clear_object (&self->signals);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_BOARD);
  g_clear_object (&self->review);
  G_OBJECT_CLASS (usher_review_board_parent_class)->dispose (object);
}

static void
usher_review_board_class_init (UsherReviewBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_board_dispose;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_REVIEW_SEARCH);
  g_type_ensure (USHER_TYPE_REVIEW_FILTER_BUTTON);
  g_type_ensure (USHER_TYPE_REVIEW_CHIPS);
  g_type_ensure (USHER_TYPE_REVIEW_HISTOGRAM);
  g_type_ensure (USHER_TYPE_REVIEW_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-board.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, search);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, filter_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, chips);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, histogram_box);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, histogram);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, zoom_out_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewBoard, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_span_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_span_cleared);
}

static void
usher_review_board_init (UsherReviewBoard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_review_search_set_key_capture (self->search, GTK_WIDGET (self->pane));
  self->signals = g_signal_group_new (USHER_TYPE_REVIEW);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (update_page), self);
  g_signal_group_connect_swapped (self->signals, "summary-changed", G_CALLBACK (update_summary), self);
}

/**
 * usher_review_board_new:
 *
 * Returns: (transfer floating): a board of nothing
 */
GtkWidget *
usher_review_board_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_BOARD, NULL);
}

/**
 * usher_review_board_set_review:
 * @self: the board
 * @review: (nullable): what is shown
 */
void
usher_review_board_set_review (UsherReviewBoard *self, UsherReview *review)
{
  g_return_if_fail (USHER_IS_REVIEW_BOARD (self));

  if (!g_set_object (&self->review, review))
    return;
  g_signal_group_set_target (self->signals, review);
  usher_review_search_set_review (self->search, review);
  usher_review_filter_button_set_review (self->filter_button, review);
  usher_review_chips_set_review (self->chips, review);
  usher_review_pane_set_review (self->pane, review);
  if (review == NULL)
    return;
  update_page (self);
  update_summary (self);
}

/**
 * usher_review_board_get_pane:
 * @self: the board
 *
 * Returns: (transfer none): the events
 */
UsherReviewPane *
usher_review_board_get_pane (UsherReviewBoard *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_BOARD (self), NULL);

  return self->pane;
}

/**
 * usher_review_board_get_search:
 * @self: the board
 *
 * Returns: (transfer none): the search
 */
UsherReviewSearch *
usher_review_board_get_search (UsherReviewBoard *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_BOARD (self), NULL);

  return self->search;
}

/**
 * usher_review_board_get_filter_button:
 * @self: the board
 *
 * Returns: (transfer none): the button with the filters
 */
UsherReviewFilterButton *
usher_review_board_get_filter_button (UsherReviewBoard *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_BOARD (self), NULL);

  return self->filter_button;
}

/**
 * usher_review_board_get_page:
 * @self: the board
 *
 * Returns: (transfer none): "list", "empty" or "nothing"
 */
const char *
usher_review_board_get_page (UsherReviewBoard *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_BOARD (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
