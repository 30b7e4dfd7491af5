/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of what waits, is on its way, or did not end well: the journal as a person reads it. Main
 * thread. */
#include "ui/usher-intents-window.h"

#include "ui/usher-intent-entry.h"
#include "ui/usher-ui.h"

struct _UsherIntentsWindow
{
  UsherDialog parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkListBox *list;

  UsherSession *session; /* (owned) */
};

G_DEFINE_FINAL_TYPE (UsherIntentsWindow, usher_intents_window, USHER_TYPE_DIALOG)

static void
on_edit (UsherIntentEntry *entry, UsherIntentsWindow *self)
{
  GtkWindow *parent = usher_dialog_get_parent (USHER_DIALOG (self));
  g_autofree char *id = g_strdup (usher_intent_get_id (usher_intent_entry_get_intent (entry)));

  /* The wizard opens on the main window, so this one must be out of its way. */
  if (parent == NULL)
    return;
  g_object_ref (parent);
  usher_dialog_force_close (USHER_DIALOG (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.retry-intent", "s", id);
  g_object_unref (parent);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  UsherIntentsWindow *self = user_data;
  GtkWidget *row = usher_intent_entry_new (self->session, item);

  g_signal_connect_object (row, "edit", G_CALLBACK (on_edit), self, 0);
  return row;
}

static void
on_items_changed (UsherIntentsWindow *self)
{
  guint n = g_list_model_get_n_items (usher_session_get_intents (self->session));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
usher_intents_window_dispose (GObject *object)
{
  UsherIntentsWindow *self = USHER_INTENTS_WINDOW (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_INTENTS_WINDOW);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (usher_intents_window_parent_class)->dispose (object);
}

static void
usher_intents_window_class_init (UsherIntentsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_intents_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-intents-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherIntentsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentsWindow, list);
}

static void
usher_intents_window_init (UsherIntentsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
}

/**
 * usher_intents_window_new:
 * @session: the account at work
 *
 * Returns: (transfer none): a dialog, owned by the toolkit until it is closed
 */
UsherIntentsWindow *
usher_intents_window_new (UsherSession *session)
{
  UsherIntentsWindow *self;
  GListModel *intents;

  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);

  self = g_object_new (USHER_TYPE_INTENTS_WINDOW, NULL);
  self->session = g_object_ref (session);
  intents = usher_session_get_intents (session);
  gtk_list_box_bind_model (self->list, intents, create_row, self, NULL);
  g_signal_connect_object (intents, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  return self;
}
