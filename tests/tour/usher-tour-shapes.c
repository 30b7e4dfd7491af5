/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The other windows; then the main one narrow, dark, and without its server. */

#include "tour/usher-tour.h"

static GtkWidget *
get_other (UsherTour *tour)
{
  GtkWidget *window = usher_tour_dialog (tour, GTK_TYPE_WINDOW);

  return window != NULL ? window : usher_dialog_find_over (GTK_WINDOW (tour->window));
}

static gboolean
has_other (UsherTour *tour)
{
  return get_other (tour) != NULL;
}

static gboolean
has_no_other (UsherTour *tour)
{
  return get_other (tour) == NULL;
}

static void
show_window (UsherTour *tour, const char *action, const char *name, const char *title)
{
  gboolean ok = usher_tour_action (tour, action, NULL) && usher_tour_wait (has_other, tour);

  usher_tour_picture (tour, get_other (tour), name, title, ok);
  if (GTK_IS_WINDOW (get_other (tour)))
    gtk_window_close (GTK_WINDOW (get_other (tour)));
  else
    usher_dialog_close_over (GTK_WINDOW (tour->window));
  if (!usher_tour_wait (has_no_other, tour))
    usher_tour_fail (tour, G_OBJECT_TYPE_NAME (get_other (tour)));
}

void
usher_tour_windows (UsherTour *tour)
{
  show_window (tour, "app.add-account", "add-account", "Adding an account");
  show_window (tour, "app.accounts", "accounts", "The accounts");
  show_window (tour, "app.preferences", "preferences", "The preferences");
  show_window (tour, "win.show-help-overlay", "shortcuts", "The keyboard shortcuts");
  show_window (tour, "app.about", "about", "About Usher");
}

static gboolean
is_narrow (UsherTour *tour)
{
  return gtk_widget_get_width (GTK_WIDGET (tour->window)) <= 400;
}

static gboolean
is_wide (UsherTour *tour)
{
  return gtk_widget_get_width (GTK_WIDGET (tour->window)) >= 1100;
}

static gboolean
is_offline (UsherTour *tour)
{
  return usher_session_get_state (usher_application_get_session (tour->application)) == USHER_SYNC_OFFLINE;
}

static void
show_shapes (UsherTour *tour)
{
  gboolean ok;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  usher_tour_picture (tour, NULL, "dark", "The same in the dark style", TRUE);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);

  gtk_window_set_default_size (GTK_WINDOW (tour->window), 360, 720);
  ok = usher_tour_wait (is_narrow, tour) && usher_tour_action (tour, "win.show-pane", "detail");
  usher_tour_picture (tour, NULL, "narrow-detail", "As narrow as a phone: the invitation", ok);
  ok = usher_tour_action (tour, "win.show-pane", "list");
  usher_tour_picture (tour, NULL, "narrow-list", "… the list", ok);
  ok = usher_tour_action (tour, "win.show-pane", "sidebar");
  usher_tour_picture (tour, NULL, "narrow-sidebar", "… the lists and accounts", ok);
  gtk_window_set_default_size (GTK_WINDOW (tour->window), 1200, 780);
  if (!usher_tour_wait (is_wide, tour))
    usher_tour_fail (tour, "the window does not become wide again");
}

void
usher_tour_shapes (UsherTour *tour)
{
  gboolean ok;

  if (!tour->looks)
    show_shapes (tour);
  usher_test_sandbox_kill (tour->sandbox);
  ok = usher_tour_action (tour, "win.refresh", NULL) && usher_tour_wait (is_offline, tour);
  usher_tour_picture (tour, NULL, "offline", "Without its server: everything can still be read", ok);
}
