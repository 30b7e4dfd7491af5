/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the window that shows a batch: an icon, the recipients, the outcome in a word and, where
 * there is one, the reason. Main thread. */
#include "ui/usher-batch-cell.h"

#include <glib/gi18n.h>

#include "ui/usher-batch-words.h"
#include "ui/usher-row-voice.h"

struct _UsherBatchCell
{
  AdwBin parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *recipients_label;
  GtkLabel *word_label;
  GtkLabel *message_label;

  UsherBatchKind kind;
  GSignalGroup *signals; /* (owned): on the row */
};

G_DEFINE_FINAL_TYPE (UsherBatchCell, usher_batch_cell, ADW_TYPE_BIN)

static char *
dup_spoken (GtkWidget *cell)
{
  UsherBatchCell *self = USHER_BATCH_CELL (cell);
  const char *message = gtk_label_get_text (self->message_label);
  g_autofree char *short_one = NULL;

  /* Translators: read aloud for a row: what was said of it so far, and one thing more */
  short_one = g_strdup_printf (C_("spoken list", "%1$s, %2$s"), gtk_label_get_text (self->recipients_label),
                               gtk_label_get_text (self->word_label));
  if (*message == '\0')
    return g_steal_pointer (&short_one);
  return g_strdup_printf (C_("spoken list", "%1$s, %2$s"), short_one, message);
}

static void
update (UsherBatchCell *self)
{
  g_autoptr (UsherBatchRow) row = g_signal_group_dup_target (self->signals);
  UsherBatchState state;
  const char *classes[2] = { NULL, NULL };
  const char *message;

  if (row == NULL)
    return;
  state = usher_batch_row_get_state (row);
  message = usher_batch_row_get_message (row);
  classes[0] = usher_batch_get_css_class (state);
  gtk_image_set_from_icon_name (self->icon, usher_batch_get_icon (state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_label_set_text (self->recipients_label, usher_batch_row_get_recipients (row));
  gtk_label_set_text (self->word_label, usher_batch_get_word (self->kind, state));
  gtk_label_set_text (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  usher_row_voice_note (GTK_WIDGET (self), dup_spoken);
}

static void
usher_batch_cell_dispose (GObject *object)
{
  g_clear_object (&USHER_BATCH_CELL (object)->signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_BATCH_CELL);
  G_OBJECT_CLASS (usher_batch_cell_parent_class)->dispose (object);
}

static void
usher_batch_cell_class_init (UsherBatchCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_batch_cell_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/usher/Usher/ui/usher-batch-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherBatchCell, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchCell, recipients_label);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchCell, word_label);
  gtk_widget_class_bind_template_child (widget_class, UsherBatchCell, message_label);
}

static void
usher_batch_cell_init (UsherBatchCell *self)
{
  self->signals = g_signal_group_new (USHER_TYPE_BATCH_ROW);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_batch_cell_new:
 * @kind: what is done
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
usher_batch_cell_new (UsherBatchKind kind)
{
  UsherBatchCell *self = g_object_new (USHER_TYPE_BATCH_CELL, NULL);

  self->kind = kind;
  return GTK_WIDGET (self);
}

/**
 * usher_batch_cell_set_row:
 * @self: a cell
 * @row: (nullable): what it shows, and follows
 */
void
usher_batch_cell_set_row (UsherBatchCell *self, UsherBatchRow *row)
{
  g_return_if_fail (USHER_IS_BATCH_CELL (self));
  g_return_if_fail (row == NULL || USHER_IS_BATCH_ROW (row));

  g_signal_group_set_target (self->signals, row);
  update (self);
}
