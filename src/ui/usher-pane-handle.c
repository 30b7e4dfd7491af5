/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The edge between two panes: what GtkPaned has as a handle, for panes that fold in a narrow window, which a GtkPaned does
 * not. The same keys, and like that one no stop of the Tab key. Main thread. */
#include "ui/usher-pane-handle.h"

#include <glib/gi18n.h>

struct _UsherPaneHandle
{
  GtkWidget parent_instance;

  double grip; /* where in it the pointer took it */
};

enum
{
  MOVE_TO,
  MOVE,
  LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherPaneHandle, usher_pane_handle, GTK_TYPE_WIDGET)

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, UsherPaneHandle *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->grip = x;
}

static void
on_drag_update (GtkGestureDrag *gesture, double offset_x, double offset_y, UsherPaneHandle *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  double start_x = 0;
  double start_y = 0;
  double x = 0;
  double y = 0;

  /* It moves below the pointer meanwhile; its parent does not. */
  if (!gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y)
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self), parent, start_x + offset_x - self->grip, 0, &x, &y))
    return;
  g_signal_emit (self, signals[MOVE_TO], 0, (int) x);
}

static gboolean
on_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  GtkScrollType how;

  g_variant_get (arguments, "i", (int *) &how);
  if (how == GTK_SCROLL_NONE || how == GTK_SCROLL_JUMP)
    g_signal_emit (widget, signals[LEAVE], 0, how == GTK_SCROLL_JUMP);
  else
    g_signal_emit (widget, signals[MOVE], 0, how);
  return TRUE;
}

/* Tab goes past it. */
static gboolean
usher_pane_handle_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return FALSE;
}

static void
usher_pane_handle_class_init (UsherPaneHandleClass *klass)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    GtkScrollType how;
  } keys[] = {
    { GDK_KEY_Left, 0, GTK_SCROLL_STEP_LEFT },
    { GDK_KEY_KP_Left, 0, GTK_SCROLL_STEP_LEFT },
    { GDK_KEY_Right, 0, GTK_SCROLL_STEP_RIGHT },
    { GDK_KEY_KP_Right, 0, GTK_SCROLL_STEP_RIGHT },
    { GDK_KEY_Left, GDK_CONTROL_MASK, GTK_SCROLL_PAGE_LEFT },
    { GDK_KEY_Right, GDK_CONTROL_MASK, GTK_SCROLL_PAGE_RIGHT },
    { GDK_KEY_Home, 0, GTK_SCROLL_START },
    { GDK_KEY_End, 0, GTK_SCROLL_END },
    { GDK_KEY_Return, 0, GTK_SCROLL_JUMP },
    { GDK_KEY_KP_Enter, 0, GTK_SCROLL_JUMP },
    { GDK_KEY_space, 0, GTK_SCROLL_JUMP },
    { GDK_KEY_Escape, 0, GTK_SCROLL_NONE },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = usher_pane_handle_focus;
  gtk_widget_class_set_css_name (widget_class, "panehandle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEPARATOR);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, keys[i].modifiers, on_key, "i", (int) keys[i].how);

  /**
   * UsherPaneHandle::move-to:
   * @self: the handle
   * @x: where it is dragged to, in pixels of its parent
   */
  signals[MOVE_TO] = g_signal_new ("move-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT);
  /**
   * UsherPaneHandle::move:
   * @self: the handle
   * @how: a step or a page to the left or right, or as far as it goes
   */
  signals[MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, GTK_TYPE_SCROLL_TYPE);
  /**
   * UsherPaneHandle::leave:
   * @self: the handle
   * @accept: whether it stays where it was moved to
   *
   * The person is done with it.
   */
  signals[LEAVE] = g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
usher_pane_handle_init (UsherPaneHandle *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "col-resize");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  /* Translators: what the edge between two panes is called, which can be moved. */
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Edge between panes"),
                                  GTK_ACCESSIBLE_PROPERTY_ORIENTATION, GTK_ORIENTATION_VERTICAL, -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/**
 * usher_pane_handle_new:
 *
 * Returns: (transfer floating): a handle
 */
GtkWidget *
usher_pane_handle_new (void)
{
  return g_object_new (USHER_TYPE_PANE_HANDLE, NULL);
}

/**
 * usher_pane_handle_set_value:
 * @self: the handle
 * @value: how wide the pane is that it sizes, in pixels
 * @least: how narrow that can be
 * @most: how wide
 */
void
usher_pane_handle_set_value (UsherPaneHandle *self, int value, int least, int most)
{
  g_return_if_fail (USHER_IS_PANE_HANDLE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) value,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, (double) least,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) most, -1);
}
