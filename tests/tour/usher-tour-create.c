/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The wizard, for both kinds, to the end: the invitations are really made. */

#include "tour/usher-tour.h"

#include "ui/usher-address-group.h"
#include "ui/usher-choice-list.h"
#include "ui/usher-choice.h"
#include "ui/usher-connection-picker.h"
#include "ui/usher-picker-row.h"

static UsherSession *
get_session (UsherTour *tour)
{
  return usher_application_get_session (tour->application);
}

static GtkWidget *
get_wizard (UsherTour *tour)
{
  return usher_tour_dialog (tour, USHER_TYPE_CREATE_WINDOW);
}

static gboolean
has_wizard (UsherTour *tour)
{
  return get_wizard (tour) != NULL;
}

static gboolean
has_no_wizard (UsherTour *tour)
{
  return get_wizard (tour) == NULL;
}

static gboolean
is_at (UsherTour *tour, const char *step)
{
  GtkWidget *wizard = get_wizard (tour);

  return wizard != NULL && g_strcmp0 (usher_create_window_get_step (USHER_CREATE_WINDOW (wizard)), step) == 0;
}

static gboolean
is_done (UsherTour *tour)
{
  return is_at (tour, "done");
}

static gboolean
next (UsherTour *tour)
{
  return gtk_widget_activate_action (get_wizard (tour), "create.next", NULL);
}

static void
type_into (UsherTour *tour, const char *id, const char *text)
{
  GtkWidget *entry = usher_tour_find (tour, get_wizard (tour), id);

  if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
pick (UsherTour *tour, const char *id, const char *choice)
{
  GtkWidget *row = usher_tour_find (tour, get_wizard (tour), id);

  if (row == NULL)
    return;
  usher_picker_row_set_selected_id (USHER_PICKER_ROW (row), choice);
  g_signal_emit_by_name (row, "changed");
}

static void
add_address (UsherTour *tour, const char *address)
{
  GtkWidget *group = usher_tour_find (tour, get_wizard (tour), "addresses");
  GtkWidget *entry = usher_tour_find (tour, group, "entry");

  if (entry == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (entry), address);
  g_signal_emit_by_name (entry, "apply");
}

static const char *
get_first_company (UsherTour *tour)
{
  g_autoptr (UsherCompany) company = g_list_model_get_item (usher_session_get_companies (get_session (tour)), 0);

  return usher_company_get_id (company); /* the session's list keeps it */
}

static void
create_contributor (UsherTour *tour)
{
  gboolean ok;

  ok = usher_tour_action (tour, "win.new-invitation", NULL) && usher_tour_wait (has_wizard, tour);
  usher_tour_picture (tour, get_wizard (tour), "create-flow", "A new invitation: which kind", ok);
  if (!ok)
    return;

  ok = next (tour) && is_at (tour, "access");
  pick (tour, "company_row", get_first_company (tour));
  type_into (tour, "url_row", "https://nectarclimate.com");
  pick (tour, "country_row", "US");
  add_address (tour, "facilities@example.com, not-an-address");
  usher_tour_picture (tour, get_wizard (tour), "create-access", "Who may use it, and what is filled in for them", ok);

  ok = next (tour);
  usher_tour_picture (tour, get_wizard (tour), "create-refused", "An address that is none is refused at its field",
                      ok && is_at (tour, "access"));
  {
    GtkWidget *group = usher_tour_find (tour, get_wizard (tour), "addresses");
    GtkWidget *entry = usher_tour_find (tour, group, "entry");

    usher_address_group_set_addresses (USHER_ADDRESS_GROUP (group), (const char *[]) { "facilities@example.com", NULL });
    g_signal_emit_by_name (group, "changed");
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  }
  ok = next (tour) && is_at (tour, "delivery");
  usher_tour_picture (tour, get_wizard (tour), "create-delivery", "How the link gets to them", ok);
  ok = next (tour) && is_at (tour, "review");
  usher_tour_picture (tour, get_wizard (tour), "create-review", "What it will do, in words", ok);
  ok = next (tour) && usher_tour_wait (is_done, tour);
  usher_tour_picture (tour, get_wizard (tour), "create-done", "Done: the link, and where it went", ok);
  ok = next (tour) && usher_tour_wait (has_no_wizard, tour);
  usher_tour_picture (tour, NULL, "created", "The new invitation is selected in the list", ok);
}

static UsherConnectionPicker *
get_picker (UsherTour *tour)
{
  return USHER_CONNECTION_PICKER (usher_ui_test_find (get_wizard (tour), USHER_TYPE_CONNECTION_PICKER, 0));
}

static gboolean
has_connections (UsherTour *tour)
{
  GtkWidget *list = usher_ui_test_find_id (GTK_WIDGET (get_picker (tour)), "list");
  GListModel *choices = list != NULL ? usher_choice_list_get_choices (USHER_CHOICE_LIST (list)) : NULL;

  return choices != NULL && g_list_model_get_n_items (choices) > 0;
}

static void
create_reconnect (UsherTour *tour)
{
  GtkWidget *check;
  gboolean ok;

  ok = usher_tour_action (tour, "win.new-invitation", NULL) && usher_tour_wait (has_wizard, tour);
  check = usher_tour_find (tour, get_wizard (tour), "reconnect_check");
  if (!ok || check == NULL)
    return;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  ok = next (tour) && is_at (tour, "access") && usher_tour_wait (has_connections, tour);
  if (ok)
    {
      GtkWidget *list = usher_ui_test_find_id (GTK_WIDGET (get_picker (tour)), "list");
      g_autoptr (UsherChoice) first =
        g_list_model_get_item (usher_choice_list_get_choices (USHER_CHOICE_LIST (list)), 0);

      g_signal_emit_by_name (list, "picked", first);
      add_address (tour, "owner@example.com");
    }
  usher_tour_picture (tour, get_wizard (tour), "reconnect-connection", "A reconnect invitation: broken connections first", ok);
  ok = next (tour) && next (tour) && is_at (tour, "review");
  usher_tour_picture (tour, get_wizard (tour), "reconnect-review", "Its review", ok);
  ok = next (tour) && usher_tour_wait (is_done, tour) && next (tour) && usher_tour_wait (has_no_wizard, tour);
  usher_tour_picture (tour, NULL, "reconnect-created", "Both new invitations in the list", ok);
}

void
usher_tour_create (UsherTour *tour)
{
  create_contributor (tour);
  create_reconnect (tour);
}
