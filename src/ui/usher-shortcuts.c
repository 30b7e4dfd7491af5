/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of the keyboard shortcuts. The toolkit loads one by itself for each window that is opened, when it
 * finds it as gtk/help-overlay.ui, which took a good part of a start; here it is made when it is asked for.
 * Main thread. */
#include "ui/usher-shortcuts.h"

#include "ui/usher-ui.h"

#define ACTION "show-help-overlay"

static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (user_data);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (USHER_RESOURCE_PATH "/ui/usher-shortcuts.ui");
  GtkWindow *overlay = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  /* The toolkit brings an action of its own along, if there is none. */
  g_action_map_remove_action (G_ACTION_MAP (window), ACTION);
  gtk_window_set_modal (overlay, TRUE);
  gtk_application_window_set_help_overlay (window, GTK_SHORTCUTS_WINDOW (overlay));
  g_action_group_activate_action (G_ACTION_GROUP (window), ACTION, NULL);
}

/**
 * usher_shortcuts_attach:
 * @window: a window of the application
 *
 * Lets `win.show-help-overlay` show the keyboard shortcuts.
 */
void
usher_shortcuts_attach (GtkApplicationWindow *window)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (ACTION, NULL);

  g_return_if_fail (GTK_IS_APPLICATION_WINDOW (window));

  /* The action is the window's, and goes with it. */
  g_signal_connect (action, "activate", G_CALLBACK (on_show), window);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}
