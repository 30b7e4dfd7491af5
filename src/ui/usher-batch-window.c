/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch as the person sees it. While something is under way, the first wish to close only stops it, so
 * that the outcome is read; the second closes, and the last answers are then waited for without a window.
 * Main thread. */
#include "ui/usher-batch-window.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-batch-cell.h"
#include "ui/usher-batch-words.h"
#include "ui/usher-ui.h"

struct _UsherBatchWindow
{
  UsherDialog parent_instance;

  /* Template children */
  GtkButton *cancel_button;
  GtkButton *close_button;
  GtkButton *retry_button;
  AdwWindowTitle *heading;
  GtkLabel *summary_label;
  GtkProgressBar *progress;
  GtkListView *view;

  UsherBatch *batch;     /* (owned) */
  GSignalGroup *signals; /* (owned): on the batch */
};

G_DEFINE_FINAL_TYPE (UsherBatchWindow, usher_batch_window, USHER_TYPE_DIALOG)

static void
update (UsherBatchWindow *self)
{
  guint total = g_list_model_get_n_items (G_LIST_MODEL (self->batch));
  gboolean running = usher_batch_get_running (self->batch);
  g_autofree char *summary = usher_batch_dup_summary (self->batch);

  gtk_label_set_text (self->summary_label, summary);
  gtk_progress_bar_set_fraction (self->progress,
                                 total > 0 ? (double) usher_batch_get_n_finished (self->batch) / total : 1.0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), !usher_batch_get_cancelled (self->batch));
  gtk_widget_set_visible (GTK_WIDGET (self->close_button), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button),
                          !running && usher_batch_get_n_to_retry (self->batch) > 0);
}

static void
on_running (UsherBatchWindow *self)
{
  gboolean running = usher_batch_get_running (self->batch);

  update (self);
  /* What had the focus may just have gone. */
  if (running)
    gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  else
    gtk_widget_grab_focus (GTK_WIDGET (gtk_widget_get_visible (GTK_WIDGET (self->retry_button))
                                         ? self->retry_button
                                         : self->close_button));
}

static void
on_finished (UsherBatchWindow *self)
{
  if (usher_batch_get_n_in_state (self->batch, USHER_BATCH_DONE)
      == g_list_model_get_n_items (G_LIST_MODEL (self->batch)))
    usher_dialog_close (USHER_DIALOG (self));
  else
    {
      update (self);
      usher_compat_announce (GTK_WIDGET (self), gtk_label_get_text (self->summary_label));
    }
}

static void
on_cancel (UsherBatchWindow *self)
{
  usher_batch_cancel (self->batch);
  update (self);
}

static void
on_retry (UsherBatchWindow *self)
{
  usher_batch_retry (self->batch);
}

static gboolean
on_query_close (UsherDialog *dialog)
{
  UsherBatchWindow *self = USHER_BATCH_WINDOW (dialog);

  if (usher_batch_get_running (self->batch) && !usher_batch_get_cancelled (self->batch))
    {
      on_cancel (self);
      return TRUE;
    }
  /* What was refused is read by now. While answers are still due, it is told above the list. */
  if (!usher_batch_get_running (self->batch))
    usher_batch_forget_refusals (self->batch);
  return FALSE;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, UsherBatchWindow *self)
{
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, usher_batch_cell_new (usher_batch_get_kind (self->batch)));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, UsherBatchWindow *self)
{
  usher_batch_cell_set_row (USHER_BATCH_CELL (gtk_list_item_get_child (list_item)),
                            gtk_list_item_get_item (list_item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, UsherBatchWindow *self)
{
  usher_batch_cell_set_row (USHER_BATCH_CELL (gtk_list_item_get_child (list_item)), NULL);
}

static void
usher_batch_window_dispose (GObject *object)
{
  UsherBatchWindow *self = USHER_BATCH_WINDOW (object);

  /* The window goes with its parent: nobody is left to see what comes. */
  if (self->batch != NULL)
    usher_batch_leave (self->batch);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_BATCH_WINDOW);
  g_clear_object (&self->batch);
  G_OBJECT_CLASS (usher_batch_window_parent_class)->dispose (object);
}

static void
usher_batch_window_class_init (UsherBatchWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_batch_window_dispose;
  USHER_DIALOG_CLASS (klass)->query_close = on_query_close;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-batch-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherBatchWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchWindow, summary_label);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
usher_batch_window_init (UsherBatchWindow *self)
{
  self->signals = g_signal_group_new (USHER_TYPE_BATCH);
  g_signal_group_connect_swapped (self->signals, "notify::running", G_CALLBACK (on_running), self);
  g_signal_group_connect_swapped (self->signals, "notify::n-finished", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::n-to-retry", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "finished", G_CALLBACK (on_finished), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
}

/**
 * usher_batch_window_new:
 * @batch: what it shows
 *
 * Returns: (transfer none): a dialog, owned by the toolkit until it is closed
 */
UsherBatchWindow *
usher_batch_window_new (UsherBatch *batch)
{
  UsherBatchWindow *self = NULL;
  GtkListItemFactory *factory = NULL;
  const char *title = NULL;

  g_return_val_if_fail (USHER_IS_BATCH (batch), NULL);

  title = usher_batch_get_title (usher_batch_get_kind (batch));
  self = g_object_new (USHER_TYPE_BATCH_WINDOW, "title", title, NULL);
  self->batch = g_object_ref (batch);
  adw_window_title_set_title (self->heading, title);
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  {
    g_autoptr (GtkSelectionModel) model =
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (batch))));

    gtk_list_view_set_model (self->view, model);
  }
  g_signal_group_set_target (self->signals, batch);
  update (self);
  return self;
}

/**
 * usher_batch_window_get_batch:
 * @self: the window
 *
 * Returns: (transfer none): what it shows
 */
UsherBatch *
usher_batch_window_get_batch (UsherBatchWindow *self)
{
  g_return_val_if_fail (USHER_IS_BATCH_WINDOW (self), NULL);

  return self->batch;
}
