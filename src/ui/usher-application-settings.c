/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the preferences mean for the program as a whole: light or dark, going on without a window, and throwing away
 * what was read. Main thread. */
#include "ui/usher-application-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-background.h"

/* Nobody looks: a server is asked no more often than that, in seconds. */
#define QUIET_INTERVAL 900

/* --- Style --- */

static void
on_style_changed (UsherApplication *self)
{
  g_autofree char *style = g_settings_get_string (self->settings, "style");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (style, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (style, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

/* --- Background --- */

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

/* How often the server is asked: quietly while nobody looks. 0 is only when asked to, anywhere. */
guint
usher_application_get_interval (UsherApplication *self)
{
  guint seconds = g_settings_get_uint (self->settings, "sync-interval");

  return self->in_background && seconds != 0 ? MAX (seconds, QUIET_INTERVAL) : seconds;
}

/* The window is gone: goes on with what is open, if that is wanted. */
gboolean
usher_application_begin_background (UsherApplication *self)
{
  if (self->quitting || self->session == NULL || !g_settings_get_boolean (self->settings, "background"))
    return FALSE;
  self->in_background = TRUE;
  g_application_hold (G_APPLICATION (self));
  usher_session_set_sync_interval (self->session, usher_application_get_interval (self));
  return TRUE;
}

/* There is a window again. */
void
usher_application_leave_background (UsherApplication *self)
{
  if (!self->in_background)
    return;
  self->in_background = FALSE;
  if (self->session != NULL)
    usher_session_set_sync_interval (self->session, usher_application_get_interval (self));
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

/* --- What was read --- */

/* No session is open. */
void
usher_application_clear_caches_now (UsherApplication *self)
{
  g_autoptr (GError) error = NULL;

  self->clear_caches = FALSE;
  if (usher_accounts_clear_caches (self->accounts, &error))
    return;
  g_message ("What was read could not be deleted: %s", error->message);
  if (self->window != NULL)
    usher_window_toast (self->window, _("Not all of the cached data could be deleted"));
}

static void
on_clear_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherAccount *account = self->session != NULL ? usher_session_get_account (self->session) : NULL;

  if (!usher_compat_confirm_finish (GTK_WINDOW (source), result, &error) || self->accounts == NULL)
    return;
  self->clear_caches = TRUE;
  if (account != NULL && usher_accounts_find (self->accounts, usher_account_get_id (account)) == account)
    usher_application_want_account (self, account);
  else if (self->sides->len > 0)
    usher_application_close_sides (self, NULL);
  else if (!self->working)
    usher_application_clear_caches_now (self);
}

/* Asks whether what was read is to be deleted, and does it: an account that is open is closed for that. */
void
usher_application_ask_to_clear (UsherApplication *self, UsherDialog *dialog)
{
  if (self->accounts == NULL)
    return;
  usher_compat_confirm_async (usher_dialog_get_window (dialog), _("Clear Cached Data?"),
                              _("Invitations and activity logs that were read are deleted from this computer, for all "
                                "accounts, and read again from the server. Accounts, keys and what waits to be sent "
                                "stay."),
                              _("_Clear"), TRUE, NULL, on_clear_answered, g_object_ref (self));
}

void
usher_application_settings_init (UsherApplication *self)
{
  g_autoptr (GVariant) style = NULL;

  g_signal_connect_object (self->settings, "changed::style", G_CALLBACK (on_style_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::background", G_CALLBACK (on_background_changed), self,
                           G_CONNECT_SWAPPED);
  /* Following the desktop is what happens by itself. */
  style = g_settings_get_user_value (self->settings, "style");
  if (style != NULL)
    on_style_changed (self);
}
