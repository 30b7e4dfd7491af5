/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on without a window, if the person and the desktop want it: the account that the last window showed stays
 * open, and the others that have been read before are opened beside it, one after the other, for their news. All
 * servers are asked less often. Main thread. */
#include "ui/usher-application-private.h"

#include <glib/gi18n.h>

#include "ui/usher-background.h"

/* --- The portal --- */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *ref = user_data;
  g_autoptr (UsherApplication) self = g_weak_ref_get (ref);
  g_autoptr (GError) error = NULL;
  gboolean allowed = usher_background_request_finish (result, &error);

  g_weak_ref_clear (ref);
  g_free (ref);
  if (self == NULL || allowed)
    return;
  g_settings_set_boolean (self->settings, "background", FALSE);
  if (self->window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    usher_window_toast (self->window, _("The desktop does not let Usher go on without a window"));
}

static void
on_background_changed (UsherApplication *self)
{
  GWeakRef *ref;

  if (!g_settings_get_boolean (self->settings, "background"))
    {
      /* Turned off from elsewhere while there is no window. */
      usher_application_end_background (self);
      return;
    }
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  usher_background_request_async (NULL, on_answered, ref);
}

/* --- The other accounts --- */

static void quiet_next (UsherApplication *self);

static void
on_quiet_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (!usher_session_sync_finish (USHER_SESSION (source), result, &error))
    g_debug ("In the background: %s", error->message);
  self->quieting = FALSE;
  quiet_next (self);
}

static void
on_quiet_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherSession *session = usher_open_accounts_take_finish (USHER_OPEN_ACCOUNTS (source), result, &error);

  self->quieting = FALSE;
  if (session == NULL)
    {
      /* It is told when the account is opened for a window; the others have their turn. */
      g_debug ("In the background: %s", error->message);
      quiet_next (self);
      return;
    }
  g_ptr_array_add (self->quiet, session);
  if (!self->in_background)
    {
      usher_application_leave_background (self);
      return;
    }
  usher_open_accounts_begin_news (self->open, usher_session_get_account (session));
  if (usher_session_get_has_key (session))
    {
      self->quieting = TRUE;
      usher_session_sync_async (session, NULL, on_quiet_synced, g_object_ref (self));
      return;
    }
  quiet_next (self);
}

/* Takes the next that is not open yet. The sandbox is there for windows only, and what was never read has no news. */
static void
quiet_next (UsherApplication *self)
{
  guint n = self->accounts != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) : 0;

  while (self->in_background && !self->quieting && self->n_quieted < n)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), self->n_quieted++);

      if (account == self->main_account || usher_account_get_is_sandbox (account)
          || !usher_accounts_has_data (self->accounts, account))
        continue;
      self->quieting = TRUE;
      usher_open_accounts_take_async (self->open, account, USHER_OPEN_BACKGROUND, NULL, on_quiet_taken,
                                      g_object_ref (self));
    }
}

/* --- Without a window --- */

/* The window is gone: goes on with what is open, if that is wanted. */
gboolean
usher_application_begin_background (UsherApplication *self)
{
  if (self->quitting || self->session == NULL || !g_settings_get_boolean (self->settings, "background"))
    return FALSE;
  self->in_background = TRUE;
  self->n_quieted = 0;
  g_application_hold (G_APPLICATION (self));
  usher_open_accounts_change_use (self->open, usher_session_get_account (self->session), USHER_OPEN_WINDOW,
                                  USHER_OPEN_BACKGROUND);
  quiet_next (self);
  return TRUE;
}

/* There is a window again, or the end has come. */
void
usher_application_leave_background (UsherApplication *self)
{
  g_autoptr (GPtrArray) quiet = g_steal_pointer (&self->quiet);

  self->quiet = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < quiet->len; i++)
    usher_open_accounts_give_back_async (self->open, g_ptr_array_index (quiet, i), USHER_OPEN_BACKGROUND, NULL, NULL);
  if (!self->in_background)
    return;
  self->in_background = FALSE;
  if (self->session != NULL)
    usher_open_accounts_change_use (self->open, usher_session_get_account (self->session), USHER_OPEN_BACKGROUND,
                                    USHER_OPEN_WINDOW);
  g_application_release (G_APPLICATION (self));
}

/* Closes what is open, upon which the program ends. */
void
usher_application_end_background (UsherApplication *self)
{
  if (!self->in_background)
    return;
  usher_application_leave (self);
  usher_application_leave_background (self);
}

void
usher_application_background_init (UsherApplication *self)
{
  g_signal_connect_object (self->settings, "changed::background", G_CALLBACK (on_background_changed), self,
                           G_CONNECT_SWAPPED);
}
