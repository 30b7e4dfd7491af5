/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exporting logs from the main window: of what is selected, or of what the list shows; and dragging rows to a file manager, which
 * makes a log of them. Main thread. */
#include "ui/usher-window-private.h"

#include "ui/usher-export-window.h"

/* --- dragged ----------------------------------------------------------------------------------- */

#define SELECTED_KEY "usher-selected"

/* As any export, as logs may have to be fetched, and some may fail: whoever dragged is told. */
static void
on_wanted (UsherWindow *self, const char *path, UsherLogDrag *drag)
{
  UsherExportWindow *window;

  if (self->session == NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "No account is open");

      usher_log_drag_finish (drag, error);
      return;
    }
  window = usher_export_window_new (self->session, g_object_get_data (G_OBJECT (drag), SELECTED_KEY));
  usher_dialog_present (USHER_DIALOG (window), GTK_WIDGET (self));
  usher_export_window_hand_over (window, path, drag);
}

/* The rows that are selected, if the one under the pointer is among them; else that one. */
static GdkContentProvider *
on_prepare_drag (UsherWindow *self, double x, double y, GtkDragSource *source)
{
  GtkWidget *pane = GTK_WIDGET (usher_shell_get_list (self->shell));
  GtkWidget *row = usher_log_drag_pick_row (pane, x, y);
  g_autoptr (GPtrArray) selected = NULL;
  g_autofree char *name = NULL;
  UsherLogDrag *drag;

  if (row == NULL || self->session == NULL)
    return NULL;
  selected = usher_invitation_pane_dup_selection (USHER_INVITATION_PANE (pane));
  if (selected->len == 0)
    return NULL;
  name = usher_export_window_dup_name (self->session, USHER_LOG_FORMAT_USHERLOG);
  drag = usher_log_drag_new (name);
  g_object_set_data_full (G_OBJECT (drag), SELECTED_KEY, g_steal_pointer (&selected), (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (drag, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  usher_log_drag_set_icon (source, pane);
  return GDK_CONTENT_PROVIDER (drag);
}

void
usher_window_export_init (UsherWindow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  g_signal_connect_object (source, "prepare", G_CALLBACK (on_prepare_drag), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (usher_shell_get_list (self->shell)), GTK_EVENT_CONTROLLER (source));
}

void
usher_window_export_begin (UsherWindow *self, gboolean of_selected)
{
  UsherExportWindow *window = NULL;
  g_autoptr (GPtrArray) selected = NULL;

  if (self->session == NULL)
    return;
  selected = usher_invitation_pane_dup_selection (usher_shell_get_list (self->shell));
  /* One row is always selected beside its detail: that alone says nothing about what is to be exported. */
  if (!of_selected && selected->len < 2)
    g_ptr_array_set_size (selected, 0);
  window = usher_export_window_new (self->session, selected);
  usher_dialog_present (USHER_DIALOG (window), GTK_WIDGET (self));
}
