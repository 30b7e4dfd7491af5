/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a notification or the desktop's search leads: a place in an account. If another account is open, that
 * one is opened first, and the place is gone to when it is there. Main thread. */
#include "ui/usher-application-private.h"

#include "model/usher-invitation-draft.h"
#include "ui/usher-create-window.h"

#define EXPIRING G_TIME_SPAN_DAY

/* A reconnect invitation for the connection, ready to be looked at. */
static void
repair (UsherApplication *self, UsherWindow *window, const char *connection_id)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  UsherCreateWindow *create;

  usher_invitation_draft_set_connection_id (draft, connection_id);
  create = usher_create_window_new (usher_window_get_session (window), draft, NULL);
  usher_create_window_set_settings (create, self->settings);
  usher_dialog_present (USHER_DIALOG (create), GTK_WIDGET (window));
}

static void
show (UsherApplication *self, UsherWindow *window, const char *place, const char *id)
{
  UsherShell *shell = usher_window_get_shell (window);
  UsherInvitationPane *pane = usher_shell_get_list (shell);
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) active = usher_query_with_status (all, USHER_INVITATION_STATUS_ACTIVE);
  g_autoptr (UsherQuery) query = NULL;

  if (g_str_equal (place, "broken"))
    {
      if (*id != '\0')
        repair (self, window, id);
      else
        g_action_group_activate_action (G_ACTION_GROUP (window), "new-invitation", NULL);
      return;
    }
  /* What failed stands in the notice above the list. */
  if (g_str_equal (place, "failed"))
    {
      usher_shell_show (shell, USHER_SHELL_LIST);
      return;
    }
  usher_invitation_pane_clear_search (pane);
  if (g_str_equal (place, "search"))
    query = usher_query_with_text (all, id);
  else if (g_str_equal (place, "fulfilled") && *id == '\0')
    query = usher_query_with_status (all, USHER_INVITATION_STATUS_FULFILLED);
  else if (g_str_equal (place, "stuck") && *id == '\0')
    query = usher_query_with_progress (all, USHER_PROGRESS_OPENED);
  else if (g_str_equal (place, "expiring") && *id == '\0')
    query = usher_query_with_expires_within (active, EXPIRING);
  else
    query = usher_query_ref (all);
  usher_session_set_query (usher_window_get_session (window), query);
  usher_shell_show (shell, USHER_SHELL_LIST);
  if (*id != '\0' && !g_str_equal (place, "search"))
    {
      usher_invitation_pane_select_id (pane, id);
      usher_shell_show (shell, USHER_SHELL_DETAIL);
    }
}

/* There is a session: goes where one was to go. */
void
usher_application_go_on (UsherApplication *self)
{
  g_autofree char *place = NULL;
  g_autofree char *id = NULL;
  UsherAccount *wanted = self->accounts != NULL && self->place_account != NULL
                           ? usher_accounts_find (self->accounts, self->place_account)
                           : NULL;
  UsherWindow *found = usher_application_find_window (self, wanted);
  UsherWindow *window = found != NULL ? found : self->window;
  UsherSession *session = window != NULL ? usher_window_get_session (window) : NULL;
  UsherAccount *account = session != NULL ? usher_session_get_account (session) : NULL;
  UsherNotifier *notifier;

  if (self->place == NULL || session == NULL)
    return;
  place = g_steal_pointer (&self->place);
  id = g_steal_pointer (&self->place_id);
  if (self->place_account != NULL && *self->place_account != '\0' && account != NULL
      && !g_str_equal (self->place_account, usher_account_get_id (account)))
    return;
  show (self, window, place, id);
  notifier = usher_open_accounts_find_notifier (self->open, account);
  if (notifier != NULL)
    usher_notifier_went (notifier, place);
}

/**
 * usher_application_go:
 * @self: the application
 * @account_id: an account; an empty text for whichever is open
 * @place: "fulfilled", "stuck", "expiring", "broken", "failed", "invitation" or "search"
 * @id: an invitation, a connection, or what to search for; an empty text for the whole list
 *
 * Shows the window, and in it that place. Comes from outside, over the bus: what is unknown is shown as a list
 * without a filter.
 */
void
usher_application_go (UsherApplication *self, const char *account_id, const char *place, const char *id)
{
  UsherAccount *account = NULL;
  UsherAccount *open = NULL;

  g_return_if_fail (USHER_IS_APPLICATION (self));

  g_free (self->place);
  g_free (self->place_id);
  g_free (self->place_account);
  self->place = g_strdup (place);
  self->place_id = g_strdup (id);
  self->place_account = g_strdup (account_id);
  if (self->accounts != NULL && *account_id != '\0')
    account = usher_accounts_find (self->accounts, account_id);
  if (usher_application_find_side (self, account) != NULL)
    {
      gtk_window_present (GTK_WINDOW (usher_application_find_window (self, account)));
      usher_application_go_on (self);
      return;
    }
  /* The window opens with it. */
  if (self->window == NULL && account != NULL && self->server == NULL)
    g_settings_set_string (self->settings, "last-account", account_id);
  g_application_activate (G_APPLICATION (self));
  open = self->session != NULL ? usher_session_get_account (self->session) : NULL;
  if (account != NULL && self->window == NULL && self->sides->len > 0)
    usher_side_open (g_ptr_array_index (self->sides, 0), account);
  else if (account != NULL && open != NULL && account != open)
    usher_application_want_account (self, account);
  else
    usher_application_go_on (self);
}
