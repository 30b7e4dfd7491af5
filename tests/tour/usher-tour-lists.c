/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists, the search, and one invitation with its activity log. */

#include "tour/usher-tour.h"

static UsherSession *
get_session (UsherTour *tour)
{
  return usher_application_get_session (tour->application);
}

static guint
get_n_rows (UsherTour *tour)
{
  return g_list_model_get_n_items (usher_session_get_invitations (get_session (tour)));
}

static gboolean
is_synced (UsherTour *tour)
{
  return get_session (tour) != NULL && usher_session_get_state (get_session (tour)) == USHER_SYNC_IDLE &&
         usher_session_get_last_sync (get_session (tour)) != USHER_TIME_NONE &&
         !usher_session_get_loading (get_session (tour)) && get_n_rows (tour) > 0;
}

static gboolean
is_listed (UsherTour *tour)
{
  return !usher_session_get_loading (get_session (tour));
}

static gboolean
is_empty (UsherTour *tour)
{
  return is_listed (tour) && get_n_rows (tour) == 0;
}

static UsherInvitationItem *
get_selected (UsherTour *tour)
{
  return usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (tour->window)));
}

/* Selects the first row for which there is something to see. */
static gboolean
select_first (UsherTour *tour, UsherInvitationKind kind, gint64 uses)
{
  GListModel *rows = usher_session_get_invitations (get_session (tour));

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, i);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);

      if (usher_invitation_get_kind (invitation) == kind && usher_invitation_get_use_count (invitation) >= uses)
        {
          usher_invitation_pane_select_id (usher_shell_get_list (usher_window_get_shell (tour->window)),
                                           usher_invitation_item_get_id (item));
          return TRUE;
        }
    }
  if (get_n_rows (tour) > 0)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, 0);

      usher_invitation_pane_select_id (usher_shell_get_list (usher_window_get_shell (tour->window)),
                                       usher_invitation_item_get_id (item));
      return TRUE;
    }
  return FALSE;
}

/* The log of the selected one has come: its latest events are shown above the facts. */
static gboolean
has_detail (UsherTour *tour)
{
  GtkWidget *latest = usher_tour_find_text (GTK_WIDGET (tour->window), "Latest Activity");

  return get_selected (tour) != NULL && latest != NULL
         && (usher_tour_is_narrow (tour) || gtk_widget_get_mapped (latest));
}

static void
search_for (UsherTour *tour, const char *text)
{
  /* The companies have a search of their own. */
  GtkWidget *pane = GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (tour->window)));
  GtkWidget *entry = usher_tour_find (tour, pane, "search_entry");

  if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static gboolean
is_searched (UsherTour *tour)
{
  return usher_query_get_text (usher_session_get_query (get_session (tour))) != NULL && is_listed (tour);
}

static gboolean
is_unsearched (UsherTour *tour)
{
  return usher_query_get_text (usher_session_get_query (get_session (tour))) == NULL && is_listed (tour) &&
         get_n_rows (tour) > 0;
}

void
usher_tour_lists (UsherTour *tour)
{
  GtkWidget *detail;
  gboolean ok;

  ok = usher_tour_wait (is_synced, tour);
  usher_tour_picture (tour, NULL, "all", "All invitations, just read from the server", ok);
  if (!ok)
    return;

  ok = usher_tour_action (tour, "win.show-list", "active") && usher_tour_wait (is_listed, tour) &&
       select_first (tour, USHER_INVITATION_KIND_CONTRIBUTOR, 0) && usher_tour_wait (has_detail, tour);
  usher_tour_picture (tour, NULL, "active", "Active invitations, one of them selected", ok);

  detail = GTK_WIDGET (usher_shell_get_detail (usher_window_get_shell (tour->window)));
  usher_detail_pane_show_page (USHER_DETAIL_PANE (detail), "activity");
  usher_tour_picture (tour, NULL, "activity", "Its activity log", ok);
  usher_detail_pane_show_page (USHER_DETAIL_PANE (detail), "details");

  ok = usher_tour_action (tour, "win.show-list", "fulfilled") && usher_tour_wait (is_listed, tour) &&
       select_first (tour, USHER_INVITATION_KIND_CONTRIBUTOR, 1) && usher_tour_wait (has_detail, tour);
  usher_tour_picture (tour, NULL, "fulfilled", "Fulfilled invitations and the connection that came of one", ok);

  ok = usher_tour_action (tour, "win.show-list", "expired") && usher_tour_wait (is_listed, tour);
  usher_tour_picture (tour, NULL, "expired", "Expired invitations", ok);
  ok = usher_tour_action (tour, "win.show-list", "revoked") && usher_tour_wait (is_listed, tour);
  usher_tour_picture (tour, NULL, "revoked", "Revoked invitations", ok);

  ok = usher_tour_action (tour, "win.show-list", "all") && usher_tour_action (tour, "win.search", NULL);
  search_for (tour, "example");
  ok = ok && usher_tour_wait (is_searched, tour) && get_n_rows (tour) > 0;
  usher_tour_picture (tour, NULL, "search", "A search among all of them", ok);
  search_for (tour, "nobody of that name");
  ok = usher_tour_wait (is_empty, tour);
  usher_tour_picture (tour, NULL, "no-match", "A search that finds nothing", ok);
  search_for (tour, "");
  ok = usher_tour_wait (is_unsearched, tour);
  g_object_set (usher_shell_get_list (usher_window_get_shell (tour->window)), "search-mode", FALSE, NULL);
  if (!ok)
    usher_tour_fail (tour, "the search cannot be taken away");
}
