/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer and keys on the rows of the list: going into one, and the menu of what can be done. Main thread. */
#include "ui/usher-invitation-pane-private.h"

#include "ui/usher-focus.h"
#include "ui/usher-menu-reasons.h"

static void
on_view_activated (UsherInvitationPane *self, guint position)
{
  if (g_hash_table_size (self->kept) == 1)
    g_signal_emit_by_name (self, "item-activated");
}

/* The row at that place of the view; NULL on the header and beneath the last row. */
static GtkWidget *
pick_row (UsherInvitationPane *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && widget != GTK_WIDGET (self->view))
    {
      if (g_str_equal (gtk_widget_get_css_name (widget), "row"))
        return widget;
      widget = gtk_widget_get_parent (widget);
    }
  return NULL;
}

static void
show_menu (UsherInvitationPane *self, double x, double y)
{
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->context_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self->stack));
      usher_focus_set_home (self->popover, GTK_WIDGET (self->view));
    }
  usher_menu_tell_reasons (self->popover, self->context_menu, self->session,
                           self->selected != NULL ? usher_invitation_item_get_invitation (self->selected) : NULL);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_pressed (UsherInvitationPane *self, int n_press, double x, double y)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (self->click));
  GtkWidget *row;

  if (event == NULL || !gdk_event_triggers_context_menu (event))
    return;
  row = pick_row (self, x, y);
  if (row == NULL)
    return;
  /* A menu is about the row it was opened on, or about all that are selected if that is one of them. */
  if (!(gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED))
    gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  gtk_gesture_set_state (GTK_GESTURE (self->click), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, x, y);
}

static void
on_released (UsherInvitationPane *self, int n_press, double x, double y)
{
  GdkModifierType modifiers;

  modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (self->click));
  if (!self->click_activates || n_press != 1
      || gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (self->click)) != GDK_BUTTON_PRIMARY
      || (modifiers & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0)
    return;
  if (pick_row (self, x, y) != NULL && g_hash_table_size (self->kept) == 1)
    g_signal_emit_by_name (self, "item-activated");
}

static void
on_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (widget);
  GdkRectangle at;

  if (usher_invitation_pane_get_n_selected (self) > 0
      && usher_focus_get_place (GTK_WIDGET (self->view), GTK_WIDGET (self->stack), &at))
    show_menu (self, at.x, at.y);
}

void
usher_invitation_pane_clicks_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_view_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_released);
  gtk_widget_class_install_action (widget_class, "invitations.menu", NULL, on_menu_action);
}
