/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What opens over the list: filters, companies, several at once, a code, an export, and what waits; then the states in which
 * there is no list. */

#include "tour/usher-tour.h"

#include "ui/compat/usher-compat.h"
#include "ui/usher-company-chooser.h"
#include "ui/usher-filter-button.h"
#include "ui/usher-window-private.h"

static UsherSession *
get_session (UsherTour *tour)
{
  return usher_application_get_session (tour->application);
}

static gboolean
is_listed (UsherTour *tour)
{
  return !usher_session_get_loading (get_session (tour));
}

/* Opens what hangs below a menu button within a widget of that type. */
static void
show_popover (UsherTour *tour, GType type, const char *pane, const char *name, const char *title)
{
  GtkWidget *owner = usher_ui_test_find (GTK_WIDGET (tour->window), type, 0);
  GtkWidget *button = owner != NULL ? usher_ui_test_find (owner, GTK_TYPE_MENU_BUTTON, 0) : NULL;
  GtkWidget *popover;

  if (button == NULL)
    {
      usher_tour_fail (tour, g_type_name (type));
      return;
    }
  if (usher_tour_is_narrow (tour))
    usher_tour_action (tour, "win.show-pane", pane);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  usher_tour_picture (tour, popover, name, title, popover != NULL && gtk_widget_get_visible (popover));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  usher_test_settle ();
}

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
close_other (UsherTour *tour)
{
  if (GTK_IS_WINDOW (get_other (tour)))
    gtk_window_close (GTK_WINDOW (get_other (tour)));
  else
    usher_dialog_close_over (GTK_WINDOW (tour->window));
  if (!usher_tour_wait (has_no_other, tour))
    usher_tour_fail (tour, G_OBJECT_TYPE_NAME (get_other (tour)));
}

static void
show_window (UsherTour *tour, const char *action, const char *name, const char *title)
{
  gboolean ok = usher_tour_action (tour, action, NULL) && usher_tour_wait (has_other, tour);

  usher_tour_picture (tour, get_other (tour), name, title, ok);
  if (get_other (tour) != NULL)
    close_other (tour);
}

/* The window of the code, with a code that opens nothing in the place of the link's. */
static void
show_code (UsherTour *tour)
{
  gboolean ok = usher_tour_action (tour, "win.show-code", NULL) && usher_tour_wait (has_other, tour);
  GtkWidget *picture = ok ? usher_ui_test_find (get_other (tour), GTK_TYPE_PICTURE, 0) : NULL;
  g_autoptr (GdkTexture) texture = usher_window_share_make_code ("https://example.com/");

  if (picture == NULL)
    {
      usher_tour_fail (tour, "there is no code");
      return;
    }
  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
  tour->harmless = texture;
  usher_tour_picture (tour, get_other (tour), "code", "The link as a code for a phone", ok);
  tour->harmless = NULL;
  close_other (tour);
}

static gboolean
can_share (UsherTour *tour)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (tour->window), "show-code");
}

static gboolean
has_question (UsherTour *tour)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (tour->window));

  return question != NULL;
}

static void
select_two (UsherTour *tour)
{
  GtkWidget *view = usher_ui_test_find (GTK_WIDGET (tour->window), GTK_TYPE_COLUMN_VIEW, 0);

  gtk_selection_model_select_range (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), 0, 2, TRUE);
  usher_test_settle ();
}

static void
show_several (UsherTour *tour)
{
  gboolean ok;

  select_two (tour);
  usher_tour_picture (tour, NULL, "several", "Two invitations selected", TRUE);
  ok = usher_tour_action (tour, "win.revoke", NULL) && usher_tour_wait (has_question, tour);
  usher_tour_picture (tour, get_other (tour), "several-question", "Revoking both counts them, and asks", ok);
  usher_compat_answer (GTK_WINDOW (tour->window), FALSE);
  usher_test_settle ();
}

void
usher_tour_more (UsherTour *tour)
{
  GListModel *rows = usher_session_get_invitations (get_session (tour));
  UsherInvitationPane *pane = usher_shell_get_list (usher_window_get_shell (tour->window));
  UsherInvitationItem *before = usher_invitation_pane_get_selected (pane);
  g_autofree char *id = before != NULL ? g_strdup (usher_invitation_item_get_id (before)) : NULL;
  gboolean ok = usher_tour_action (tour, "win.show-list", "active") && usher_tour_wait (is_listed, tour)
                && g_list_model_get_n_items (rows) > 2;

  if (!ok || id == NULL)
    {
      usher_tour_fail (tour, "there are no active invitations");
      return;
    }
  show_popover (tour, USHER_TYPE_FILTER_BUTTON, "list", "filters", "The filters");
  show_popover (tour, USHER_TYPE_COMPANY_CHOOSER, "sidebar", "companies", "The companies");
  {
    g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, 0);

    usher_invitation_pane_select_id (pane, usher_invitation_item_get_id (item));
  }
  if (usher_tour_wait (can_share, tour))
    show_code (tour);
  else
    usher_tour_fail (tour, "the link cannot be shared");
  usher_tour_action (tour, "win.show-pane", "list");
  show_window (tour, "win.export", "export", "Exporting activity logs");
  show_window (tour, "win.show-intents", "nothing-waits", "Nothing waits to be sent");
  show_several (tour);
  /* As it was found. */
  if (usher_tour_action (tour, "win.show-list", "all") && usher_tour_wait (is_listed, tour))
    usher_invitation_pane_select_id (pane, id);
  usher_test_settle ();
}

static gboolean
has_waiting (UsherTour *tour)
{
  return g_list_model_get_n_items (usher_session_get_intents (get_session (tour))) > 0;
}

static gboolean
can_retry (UsherTour *tour)
{
  return get_other (tour) != NULL && usher_tour_find_text (get_other (tour), "Try Again") != NULL;
}

/* After the server is gone. */
void
usher_tour_waiting (UsherTour *tour)
{
  GListModel *rows = usher_session_get_invitations (get_session (tour));
  UsherInvitationPane *pane = usher_shell_get_list (usher_window_get_shell (tour->window));
  gboolean ok = usher_tour_action (tour, "win.show-list", "active") && usher_tour_wait (is_listed, tour)
                && g_list_model_get_n_items (rows) > 0;

  if (ok)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, 0);

      usher_invitation_pane_select_id (pane, usher_invitation_item_get_id (item));
      usher_test_settle ();
    }
  ok = ok && usher_tour_action (tour, "win.revoke", NULL) && usher_tour_wait (has_question, tour)
       && usher_compat_answer (GTK_WINDOW (tour->window), TRUE) && usher_tour_wait (has_waiting, tour);
  if (!ok)
    usher_tour_fail (tour, "nothing waits");
  ok = usher_tour_action (tour, "win.show-intents", NULL) && usher_tour_wait (can_retry, tour);
  usher_tour_picture (tour, get_other (tour), "waiting", "What was not sent, and why", ok);
  if (get_other (tour) != NULL)
    close_other (tour);
}

static gboolean
is_synced (UsherTour *tour)
{
  return get_session (tour) != NULL && usher_session_get_state (get_session (tour)) == USHER_SYNC_IDLE
         && usher_session_get_last_sync (get_session (tour)) != USHER_TIME_NONE && is_listed (tour);
}

/* An account in which nothing was made yet. */
void
usher_tour_empty (UsherTour *tour)
{
  gboolean ok = usher_tour_wait (is_synced, tour);

  usher_test_settle ();
  usher_tour_picture (tour, NULL, "empty", "Before there is an invitation", ok);
}
