/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which session is open. One step at a time: close what is open, start the sandbox if it is needed, open
 * what is wanted; a wish that comes meanwhile is looked at when the step has ended. The application is held
 * while a step is under way, so that a store is never left open by quitting. Main thread. */
#include "ui/usher-application-private.h"

#include <glib/gi18n.h>

static void step (UsherApplication *self);

static void
begin (UsherApplication *self)
{
  self->working = TRUE;
  g_application_hold (G_APPLICATION (self));
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

/* There is no session, and none is on its way: the ways to begin, or to begin again. */
static void
show_stopped (UsherApplication *self)
{
  self->stopping = FALSE;
  if (self->session != NULL || self->leaving)
    return;
  g_clear_object (&self->main_account);
  usher_application_follow_window (self);
  if (self->window != NULL)
    usher_window_show_stopped (self->window, self->stopped != NULL);
}

static void
end (UsherApplication *self)
{
  self->working = FALSE;
  g_clear_object (&self->cancellable);
  step (self);
  if (self->stopping && !self->working)
    show_stopped (self);
  g_application_release (G_APPLICATION (self));
}

static void
show_welcome (UsherApplication *self, const char *message)
{
  if (self->window != NULL)
    usher_window_show_welcome (self->window, message, FALSE);
}

static void
fail (UsherApplication *self, const char *what, const GError *error)
{
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->main_account);
  usher_application_follow_window (self);
  /* Translators: what failed, then why, each a sentence. */
  message = g_strdup_printf (C_("what, why", "%1$s %2$s"), what, error->message);
  show_welcome (self, message);
}

static void
take_session (UsherApplication *self, UsherSession *session)
{
  UsherAccount *account = usher_session_get_account (session);
  const char *id = account != NULL ? usher_account_get_id (account) : "";

  self->session = session;
  self->stopping = FALSE;
  g_clear_object (&self->stopped);
  g_set_object (&self->main_account, account);
  if (self->in_background)
    usher_open_accounts_change_use (self->open, account, USHER_OPEN_WINDOW, USHER_OPEN_BACKGROUND);
  if (usher_accounts_find (self->accounts, id) != NULL)
    g_settings_set_string (self->settings, "last-account", id);
  usher_application_restore_list (self, session);
  if (self->window != NULL)
    usher_window_set_session (self->window, session);
  usher_application_follow_window (self);
  usher_application_watch (self);
  if (self->present_source != 0)
    usher_application_present (self);
  usher_application_go_on (self);
  usher_application_sync_soon (self);
  if (self->new_invitation && self->window != NULL)
    {
      self->new_invitation = FALSE;
      g_action_group_activate_action (G_ACTION_GROUP (self->window), "new-invitation", NULL);
    }
}

/* --- Steps --- */

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (!usher_open_accounts_give_back_finish (USHER_OPEN_ACCOUNTS (source), result, &error))
    g_warning ("A session did not close well: %s", error->message);
  end (self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherSession *session = usher_open_accounts_take_finish (USHER_OPEN_ACCOUNTS (source), result, &error);

  if (session != NULL)
    {
      if (self->open_notice != NULL)
        usher_session_tell (session, self->open_notice);
      take_session (self, session);
    }
  else
    fail (self, _("The account could not be opened."), error);
  g_clear_pointer (&self->open_notice, g_free);
  end (self);
}

static void
on_ephemeral_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherSession *session = usher_session_open_ephemeral_finish (result, &error);

  if (session != NULL)
    take_session (self, usher_open_accounts_adopt (self->open, session));
  else
    fail (self, _("The server could not be opened."), error);
  end (self);
}

static void
on_sandbox_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  self->sandbox = usher_sandbox_process_start_finish (result, &error);
  if (self->sandbox == NULL && self->wanted != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr (UsherAccount) account = g_steal_pointer (&self->wanted);

      /* What was read from it before can be looked at all the same. */
      self->want_sandbox = FALSE;
      g_free (self->open_notice);
      /* Translators: %s is a whole sentence that tells why. */
      self->open_notice = g_strdup_printf (_("The sandbox did not start, so this is what was read from it "
                                             "before. %s"), error->message);
      usher_open_accounts_take_async (self->open, account, USHER_OPEN_WINDOW, self->cancellable, on_opened,
                                       g_object_ref (self));
      return;
    }
  if (self->sandbox == NULL)
    {
      self->want_sandbox = FALSE;
      g_clear_object (&self->wanted);
      fail (self, _("The sandbox did not start."), error);
    }
  end (self);
}

static void
on_sandbox_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAccount) account = NULL;
  g_autofree char *key_notice = NULL;
  gboolean key_saved = FALSE;
  guint n_companies = 0;

  /* Whether its key was saved is no matter: the sandbox tells it anew each time. */
  account = usher_accounts_add_finish (USHER_ACCOUNTS (source), result, &n_companies, &key_saved,
                                       &key_notice, &error);
  self->want_sandbox = FALSE;
  if (account != NULL)
    g_set_object (&self->wanted, account);
  else
    fail (self, _("The sandbox could not be opened."), error);
  end (self);
}

static void
on_sandbox_key_replaced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *key_notice = NULL;
  gboolean key_saved = FALSE;

  if (!usher_accounts_replace_key_finish (USHER_ACCOUNTS (source), result, &key_saved, &key_notice, &error))
    g_message ("The sandbox's key could not be set: %s", error->message);
  if (self->wanted != NULL)
    {
      g_autoptr (UsherAccount) account = g_steal_pointer (&self->wanted);

      usher_open_accounts_take_async (self->open, account, USHER_OPEN_WINDOW, self->cancellable, on_opened,
                                       g_object_ref (self));
      return;
    }
  end (self);
}

static UsherAccount *
dup_sandbox_account (UsherApplication *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (usher_account_get_is_sandbox (account))
        return g_steal_pointer (&account);
    }
  return NULL;
}

static void
start_sandbox (UsherApplication *self)
{
  g_autofree char *dir = g_build_filename (usher_accounts_get_data_dir (self->accounts), "sandbox", NULL);

  begin (self);
  if (self->window != NULL)
    usher_window_show_welcome (self->window, NULL, TRUE);
  usher_sandbox_process_start_async (NULL, dir, self->cancellable, on_sandbox_started, g_object_ref (self));
}

static void
open_wanted (UsherApplication *self)
{
  g_autoptr (UsherAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_set_object (&self->main_account, self->wanted);
  if (usher_account_get_is_sandbox (self->wanted))
    {
      if (self->sandbox == NULL)
        {
          start_sandbox (self);
          return;
        }
      /* It listens on another port each time, and where the keyring did not keep its key there is none. */
      if (!usher_accounts_set_server (self->accounts, self->wanted,
                                      usher_sandbox_process_get_server (self->sandbox), &error))
        g_message ("The sandbox's address could not be written down: %s", error->message);
      begin (self);
      usher_accounts_replace_key_async (self->accounts, self->wanted,
                                        usher_sandbox_process_get_api_key (self->sandbox), self->cancellable,
                                        on_sandbox_key_replaced, g_object_ref (self));
      return;
    }
  account = g_steal_pointer (&self->wanted);
  begin (self);
  if (self->window != NULL)
    usher_window_show_opening (self->window);
  usher_open_accounts_take_async (self->open, account, USHER_OPEN_WINDOW, self->cancellable, on_opened,
                                   g_object_ref (self));
}

static void
open_ephemeral (UsherApplication *self)
{
  self->want_ephemeral = FALSE;
  begin (self);
  if (self->window != NULL)
    usher_window_show_opening (self->window);
  usher_session_open_ephemeral_async (self->server, self->api_key, USHER_EPHEMERAL_CHANGES,
                                      self->data_dir, self->cancellable, on_ephemeral_opened, g_object_ref (self));
}

static void
open_sandbox (UsherApplication *self)
{
  g_autoptr (UsherAccount) account = dup_sandbox_account (self);

  if (account != NULL)
    {
      self->want_sandbox = FALSE;
      g_set_object (&self->wanted, account);
      step (self);
    }
  else if (self->sandbox == NULL)
    start_sandbox (self);
  else
    {
      begin (self);
      /* Translators: the name of the account on the sandbox that comes with Usher. */
      usher_accounts_add_async (self->accounts, _("Sandbox"), usher_sandbox_process_get_server (self->sandbox),
                                usher_sandbox_process_get_api_key (self->sandbox), TRUE, self->cancellable,
                                on_sandbox_added, g_object_ref (self));
    }
}

/* It takes as long as it takes: the accounts may be many, and the disk slow. A new wish does not end it. */
static void
on_caches_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  usher_accounts_clear_caches_finish (USHER_ACCOUNTS (source), result, &error);
  g_clear_object (&self->clearing);
  usher_application_caches_cleared (self, error);
  end (self);
}

/* Whether what the main one shows is to make room. */
static gboolean
is_another_wanted (UsherApplication *self)
{
  return self->leaving || self->wanted != NULL || self->want_ephemeral || self->want_sandbox;
}

static void
remove_account (UsherApplication *self)
{
  g_autoptr (UsherAccount) account = g_steal_pointer (&self->to_remove);
  g_autoptr (UsherAccountsWindow) remover = g_steal_pointer (&self->remover);

  usher_accounts_window_remove (remover, account);
  /* Nothing is open now: another account, if there is one. */
  if (self->session == NULL && self->wanted == NULL)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

      for (guint i = 0; i < n && self->wanted == NULL; i++)
        {
          g_autoptr (UsherAccount) other = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

          if (other != account)
            self->wanted = g_steal_pointer (&other);
        }
      if (self->wanted == NULL)
        show_welcome (self, NULL);
    }
}

static void
step (UsherApplication *self)
{
  if (self->working || (!is_another_wanted (self) && self->to_remove == NULL && !self->clear_caches))
    return;
  /* An account that is removed, or whose data are deleted, is open nowhere: usher_application_side_closed() goes on. */
  if (self->to_remove != NULL && usher_application_find_side (self, self->to_remove) != NULL)
    {
      usher_application_close_sides (self, self->to_remove);
      return;
    }
  if (self->clear_caches && self->sides->len > 0)
    {
      usher_application_close_sides (self, NULL);
      return;
    }
  if ((self->to_remove != NULL || self->clear_caches) && self->search != NULL)
    usher_search_provider_let_go (self->search);
  if (self->session != NULL && (is_another_wanted (self) || self->to_remove != NULL)
      && !(self->to_remove != NULL && usher_session_get_account (self->session) != self->to_remove))
    {
      g_autoptr (UsherSession) session = g_steal_pointer (&self->session);

      begin (self);
      if (self->wanted == NULL)
        g_clear_object (&self->main_account);
      if (self->window != NULL)
        {
          usher_window_set_session (self->window, NULL);
          usher_window_show_opening (self->window);
        }
      usher_open_accounts_give_back_async (self->open, session,
                                           self->in_background ? USHER_OPEN_BACKGROUND : USHER_OPEN_WINDOW, on_closed,
                                           g_object_ref (self));
      return;
    }
  /* What the desktop's search had is being closed: sessions_init() sees to it that this goes on. */
  if (self->to_remove != NULL && usher_open_accounts_is_open (self->open, self->to_remove))
    return;
  if (self->clear_caches && usher_open_accounts_get_n_kept (self->open) > 0)
    return;
  if (self->to_remove != NULL)
    {
      remove_account (self);
      step (self);
      return;
    }
  if (self->clear_caches)
    {
      self->clear_caches = FALSE;
      begin (self);
      self->clearing = g_cancellable_new ();
      usher_accounts_clear_caches_async (self->accounts, self->clearing, on_caches_cleared, g_object_ref (self));
      return;
    }
  if (self->leaving)
    {
      g_clear_object (&self->main_account);
      usher_application_follow_window (self);
      /* A window beside may show it. */
      if (self->sides->len > 0)
        return;
      if (self->sandbox != NULL)
        usher_sandbox_process_stop (self->sandbox);
      g_clear_object (&self->sandbox);
      return;
    }
  if (self->want_ephemeral)
    open_ephemeral (self);
  else if (self->want_sandbox)
    open_sandbox (self);
  else if (self->wanted != NULL)
    open_wanted (self);
}

/* A new wish ends the wait for an old one. */
static void
wish (UsherApplication *self)
{
  self->stopping = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  step (self);
}

/* Opens that account in place of what is open. */
void
usher_application_want_account (UsherApplication *self, UsherAccount *account)
{
  g_set_object (&self->wanted, account);
  g_set_object (&self->main_account, account);
  self->want_ephemeral = FALSE;
  self->want_sandbox = FALSE;
  wish (self);
}

/* Opens the server and key that the program was started with. */
void
usher_application_want_ephemeral (UsherApplication *self)
{
  g_clear_object (&self->wanted);
  self->want_ephemeral = TRUE;
  wish (self);
}

/* Starts the sandbox if it does not run, and opens its account, which is made when there is none. */
void
usher_application_want_sandbox (UsherApplication *self)
{
  g_clear_object (&self->wanted);
  self->want_sandbox = TRUE;
  wish (self);
}

/* The person does not wait any longer. */
static void
on_stop_opening (UsherApplication *self)
{
  if (!self->working)
    return;
  g_set_object (&self->stopped, self->main_account);
  g_clear_object (&self->wanted);
  self->want_ephemeral = FALSE;
  self->want_sandbox = FALSE;
  self->stopping = TRUE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  usher_application_stop_clearing (self);
}

static void
on_open_again (UsherApplication *self)
{
  g_autoptr (UsherAccount) account = g_steal_pointer (&self->stopped);

  /* It may have been removed meanwhile. */
  if (account != NULL && usher_accounts_find (self->accounts, usher_account_get_id (account)) == account)
    usher_application_want_account (self, account);
}

/* The main window can say that. */
void
usher_application_watch_opening (UsherApplication *self, UsherWindow *window)
{
  g_signal_connect_object (window, "stop-opening", G_CALLBACK (on_stop_opening), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "open-again", G_CALLBACK (on_open_again), self, G_CONNECT_SWAPPED);
}

/* The account that is open has another key. */
void
usher_application_reopen (UsherApplication *self)
{
  UsherAccount *account = self->session != NULL ? usher_session_get_account (self->session) : NULL;

  if (account != NULL)
    usher_application_want_account (self, account);
}

/* Closes the account if it is open, and lets the accounts window remove it. */
void
usher_application_remove_account (UsherApplication *self, UsherAccountsWindow *remover, UsherAccount *account)
{
  g_set_object (&self->to_remove, account);
  g_set_object (&self->remover, remover);
  if (self->wanted == account)
    g_clear_object (&self->wanted);
  wish (self);
}

/* The last window is gone: closes what is open, then the application ends by itself. */
void
usher_application_leave (UsherApplication *self)
{
  self->leaving = TRUE;
  /* It would keep the program from ending for as long as it keeps what it has. */
  if (self->search != NULL)
    usher_search_provider_let_go (self->search);
  g_clear_object (&self->wanted);
  self->want_ephemeral = FALSE;
  self->want_sandbox = FALSE;
  g_clear_object (&self->to_remove);
  g_clear_object (&self->remover);
  wish (self);
}

void
usher_application_side_closed (UsherApplication *self)
{
  if (self->sides->len == 0 && self->window == NULL && !self->in_background)
    usher_application_leave (self);
  else
    step (self);
}

/* Deletes what was read, when nothing is open that it belongs to. */
void
usher_application_want_clear_caches (UsherApplication *self)
{
  UsherAccount *account = self->session != NULL ? usher_session_get_account (self->session) : NULL;

  self->clear_caches = TRUE;
  /* Closed, and opened anew after that. */
  if (account != NULL && usher_accounts_find (self->accounts, usher_account_get_id (account)) == account)
    usher_application_want_account (self, account);
  else
    step (self);
}

/* What was not deleted yet stays. */
void
usher_application_stop_clearing (UsherApplication *self)
{
  if (self->clearing != NULL)
    {
      g_cancellable_cancel (self->clearing);
    }
  else if (self->clear_caches)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");

      self->clear_caches = FALSE;
      usher_application_caches_cleared (self, error);
    }
}

void
usher_application_sessions_init (UsherApplication *self)
{
  self->open = usher_open_accounts_new (G_APPLICATION (self), self->accounts, self->settings);
  g_signal_connect_object (self->open, "closed", G_CALLBACK (step), self, G_CONNECT_SWAPPED);
}
