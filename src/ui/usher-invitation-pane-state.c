/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands where the list would be when it has no rows: why, and what one can do. Main thread. */
#include "ui/usher-invitation-pane-private.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/usher-filter.h"

/* Before this many milliseconds a spinner is only a flicker. */
#define SPINNER_DELAY 300

static void
show_page (UsherInvitationPane *self, const char *name)
{
  gboolean loading = g_str_equal (name, "loading");

  if (!g_str_equal (name, "blank"))
    g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_set_spinning (self->spinner, loading);
  gtk_stack_set_visible_child_name (self->stack, name);
  g_object_notify (G_OBJECT (self), "empty");
}

static void
show_status (UsherInvitationPane *self,
             const char *icon_name,
             const char *title,
             const char *description,
             const char *button_label,
             const char *action_name)
{
  /* The page reads its description as markup: what a server says may hold < and &. */
  g_autofree char *escaped = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_status_page_set_icon_name (self->status_page, icon_name);
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->status_button), button_label != NULL);
  if (button_label != NULL)
    gtk_button_set_label (self->status_button, button_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->status_button), action_name);
  /* What is to be done, not what takes something away. */
  if (g_strcmp0 (action_name, "win.clear-filters") != 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->status_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status_button), "suggested-action");
  show_page (self, "status");
}

static void
show_empty (UsherInvitationPane *self, UsherInvitationStatus status)
{
  switch (status)
    {
    case USHER_INVITATION_STATUS_ACTIVE:
      show_status (self, "usher-active-symbolic", _("No Active Invitations"),
                   _("Nobody is waiting for a link, or has one that still works."), _("_New Invitation…"),
                   "win.new-invitation");
      break;
    case USHER_INVITATION_STATUS_EXPIRED:
      show_status (self, "usher-expired-symbolic", _("No Expired Invitations"),
                   _("Links that ran out of time before they were used up will be here."), NULL, NULL);
      break;
    case USHER_INVITATION_STATUS_REVOKED:
      show_status (self, "usher-revoked-symbolic", _("No Revoked Invitations"),
                   _("Links that were taken back will be here."), NULL, NULL);
      break;
    case USHER_INVITATION_STATUS_FULFILLED:
      show_status (self, "usher-fulfilled-symbolic", _("No Fulfilled Invitations"),
                   _("Links that were used as often as they may be will be here."), NULL, NULL);
      break;
    case USHER_INVITATION_STATUS_UNKNOWN:
    default:
      show_status (self, "usher-all-symbolic", _("No Invitations Yet"),
                   _("An invitation is a link by which someone connects a utility account, without "
                     "giving a password away."),
                   _("_New Invitation…"), "win.new-invitation");
      break;
    }
}

/* Nothing was ever read, and there is a reason to tell. */
static gboolean
is_trouble (UsherSession *session)
{
  UsherSyncState state = usher_session_get_state (session);

  return usher_session_get_last_sync (session) == USHER_TIME_NONE
         && (state == USHER_SYNC_OFFLINE || state == USHER_SYNC_KEY_NEEDED || state == USHER_SYNC_FAILED);
}

/* TRUE when there was one. */
static gboolean
show_trouble (UsherInvitationPane *self)
{
  const GError *error = usher_session_get_error (self->session);

  if (!is_trouble (self->session))
    return FALSE;
  switch (usher_session_get_state (self->session))
    {
    case USHER_SYNC_OFFLINE:
      show_status (self, "network-offline-symbolic", _("No Connection"),
                   error != NULL ? error->message : _("The server could not be reached."),
                   _("_Try Again"), "win.refresh");
      return TRUE;
    case USHER_SYNC_KEY_NEEDED:
      show_status (self, "dialog-password-symbolic", _("API Key Needed"),
                   usher_session_get_has_key (self->session)
                     ? _("The server does not accept the API key of this account.")
                     : _("There is no API key at hand for this account."),
                   _("_Enter API Key…"), "win.replace-key");
      return TRUE;
    case USHER_SYNC_FAILED:
      show_status (self, "dialog-warning-symbolic", _("Could Not Read Invitations"),
                   error != NULL ? error->message : NULL, _("_Try Again"), "win.refresh");
      return TRUE;
    case USHER_SYNC_IDLE:
    case USHER_SYNC_RUNNING:
    default:
      return FALSE;
    }
}

static gboolean
is_loading (UsherSession *session)
{
  return usher_session_get_loading (session)
         || (usher_session_get_state (session) == USHER_SYNC_RUNNING
             && usher_session_get_last_sync (session) == USHER_TIME_NONE);
}

static gboolean
on_spinner_due (gpointer user_data)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (user_data);

  self->spinner_source = 0;
  if (self->session != NULL && is_loading (self->session)
      && usher_invitation_rows_get_n (self->rows) == 0)
    show_page (self, "loading");
  return G_SOURCE_REMOVE;
}

static gboolean
has_filters (UsherQuery *query)
{
  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      if (usher_filter_is_active (i, query))
        return TRUE;
    }
  return FALSE;
}

void
usher_invitation_pane_state_update (UsherInvitationPane *self)
{
  UsherQuery *query;

  /* What a page says with a button of its own, no notice says above it. */
  usher_sync_notice_set_quiet (self->sync_notice, self->session != NULL && usher_invitation_rows_get_n (self->rows) == 0
                                                    && !is_loading (self->session) && is_trouble (self->session));
  if (self->session == NULL)
    {
      show_page (self, "blank");
      return;
    }
  query = usher_session_get_query (self->session);
  if (usher_invitation_rows_get_n (self->rows) > 0)
    show_page (self, "list");
  else if (is_loading (self->session))
    {
      /* What is there stays until the answer comes or takes too long. */
      if (self->spinner_source == 0)
        self->spinner_source = g_timeout_add (SPINNER_DELAY, on_spinner_due, self);
    }
  else if (show_trouble (self))
    ;
  else if (usher_session_get_last_sync (self->session) == USHER_TIME_NONE)
    /* Somebody stopped the first refresh: nobody knows whether there are any. */
    show_status (self, "view-refresh-symbolic", _("Not Read Yet"),
                 _("The invitations of this account were not read from the server yet."), _("_Refresh"), "win.refresh");
  else if (usher_query_is_filtered (query))
    show_status (self, "edit-find-symbolic", _("No Matches"),
                 _("No invitation in this list fits what you look for."),
                 has_filters (query) ? _("_Clear Filters") : _("_Clear Search"), "win.clear-filters");
  else
    show_empty (self, usher_query_get_status (query));
}
