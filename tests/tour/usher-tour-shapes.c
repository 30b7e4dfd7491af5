/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The other windows; then the main one narrow, dark, and without its server. */

#include "tour/usher-tour.h"

#include "ui/usher-account-button.h"
#include "ui/usher-application-private.h"

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

void
usher_tour_show_window (UsherTour *tour, const char *action, const char *name, const char *title)
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

/* The popover in which another account is chosen. */
static void
show_accounts (UsherTour *tour)
{
  GtkWidget *owner = usher_ui_test_find (GTK_WIDGET (tour->window), USHER_TYPE_ACCOUNT_BUTTON, 0);
  GtkMenuButton *button = GTK_MENU_BUTTON (usher_ui_test_find (owner, GTK_TYPE_MENU_BUTTON, 0));

  if (usher_tour_is_narrow (tour))
    usher_tour_action (tour, "win.show-pane", "sidebar");
  gtk_menu_button_popup (button);
  usher_tour_picture (tour, GTK_WIDGET (gtk_menu_button_get_popover (button)), "account-list", "Another account to choose",
                      gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  gtk_menu_button_popdown (button);
  usher_test_settle ();
}

static void
remove_account (UsherTour *tour, UsherAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_accounts_remove_async (tour->application->accounts, account, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  if (!usher_accounts_remove_finish (tour->application->accounts, result, &error))
    usher_tour_fail (tour, error->message);
}

void
usher_tour_windows (UsherTour *tour)
{
  UsherAccounts *accounts = tour->application->accounts;
  g_autoptr (UsherAccount) other = usher_ui_test_add_account_to (accounts, "Example Estates", tour->sandbox);

  usher_tour_show_window (tour, "app.add-account", "add-account", "Adding an account");
  usher_tour_show_window (tour, "app.accounts", "accounts", "The accounts");
  show_accounts (tour);
  usher_tour_show_window (tour, "app.preferences", "preferences", "The preferences");
  usher_tour_show_window (tour, "win.show-help-overlay", "shortcuts", "The keyboard shortcuts");
  usher_tour_show_window (tour, "app.about", "about", "About Usher");
  remove_account (tour, other);
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
