/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the preferences mean for the program as a whole: light or dark, and throwing away what was read. Main
 * thread. */
#include "ui/usher-application-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"

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

/* --- What was read --- */

/* Where the person asked for it, if that is still there. */
static void
tell (UsherApplication *self, const char *text)
{
  if (self->preferences != NULL)
    usher_preferences_toast (self->preferences, text);
  else if (self->window != NULL)
    usher_window_toast (self->window, text);
}

/* It is over; error: (nullable) why not all of it is gone. */
void
usher_application_caches_cleared (UsherApplication *self, const GError *error)
{
  if (self->preferences != NULL)
    usher_preferences_set_clearing (self->preferences, FALSE);
  if (error == NULL)
    {
      tell (self, _("Cached data deleted"));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      tell (self, _("Deleting cached data was cancelled"));
    }
  else
    {
      g_message ("What was read could not be deleted: %s", error->message);
      tell (self, _("Not all of the cached data could be deleted"));
    }
}

/* The preferences are there to be looked at; they may be opened while it goes on. */
void
usher_application_watch_preferences (UsherApplication *self, UsherPreferences *preferences)
{
  g_set_weak_pointer (&self->preferences, preferences);
  g_signal_connect_object (preferences, "clear", G_CALLBACK (usher_application_ask_to_clear), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "stop-clear", G_CALLBACK (usher_application_stop_clearing), self,
                           G_CONNECT_SWAPPED);
  usher_preferences_set_clearing (preferences, self->clear_caches || self->clearing != NULL);
}

static void
on_clear_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherApplication) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (!usher_compat_confirm_finish (GTK_WINDOW (source), result, &error) || self->accounts == NULL)
    return;
  if (self->preferences != NULL)
    usher_preferences_set_clearing (self->preferences, TRUE);
  usher_application_want_clear_caches (self);
}

/* Asks whether what was read is to be deleted, and does it: an account that is open is closed for that. */
void
usher_application_ask_to_clear (UsherApplication *self, UsherDialog *dialog)
{
  if (self->accounts == NULL || self->clear_caches || self->clearing != NULL)
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
  /* Following the desktop is what happens by itself. */
  style = g_settings_get_user_value (self->settings, "style");
  if (style != NULL)
    on_style_changed (self);
}
