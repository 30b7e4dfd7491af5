/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errors of this room. libsecret passes on what GDBus, the keyring service and the file backend
 * say; here each is mapped once to a code, with words that tell what to do. No state; any thread.
 */
#include "keys/usher-keys-error.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (usher - keys - error - quark, usher_keys_error)

/* TRUE when nobody is there to answer: no bus, no service on it, or one that went away meanwhile.
 */
static gboolean
is_unavailable (const GError *error)
{
  static const int bus_codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,
    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_REPLY,
    G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_TIMEOUT,
    G_DBUS_ERROR_TIMED_OUT,
    G_DBUS_ERROR_NO_NETWORK,
    G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_UNKNOWN_METHOD,
    G_DBUS_ERROR_UNKNOWN_OBJECT,
    G_DBUS_ERROR_UNKNOWN_INTERFACE,
    G_DBUS_ERROR_ACCESS_DENIED,
    G_DBUS_ERROR_AUTH_FAILED,
    G_DBUS_ERROR_BAD_ADDRESS,
    G_DBUS_ERROR_FILE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_FORK_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED,
    G_DBUS_ERROR_SPAWN_SETUP_FAILED,
    G_DBUS_ERROR_SPAWN_CONFIG_INVALID,
    G_DBUS_ERROR_SPAWN_SERVICE_INVALID,
    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_PERMISSIONS_INVALID,
    G_DBUS_ERROR_SPAWN_FILE_INVALID,
  };
  static const int io_codes[] = {
    G_IO_ERROR_CLOSED,        G_IO_ERROR_TIMED_OUT,   G_IO_ERROR_CONNECTION_REFUSED,
    G_IO_ERROR_NOT_CONNECTED, G_IO_ERROR_BROKEN_PIPE, G_IO_ERROR_NOT_FOUND,
    G_IO_ERROR_NOT_SUPPORTED,
  };

  if (error->domain == G_DBUS_ERROR)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (bus_codes); i++)
        {
          if (error->code == bus_codes[i])
            return TRUE;
        }
    }
  else if (error->domain == G_IO_ERROR)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (io_codes); i++)
        {
          if (error->code == io_codes[i])
            return TRUE;
        }
    }
  else if (error->domain == G_SPAWN_ERROR)
    {
      /* No bus address, and dbus-launch is not there to start one. */
      return TRUE;
    }

  return FALSE;
}

/**
 * usher_keys_error_is_no_prompt:
 * @error: what a call ended with that needed a prompt
 *
 * The keyring service is there, but the program that would show its prompt is not, or cannot start:
 * the service hands that error on.
 *
 * Returns: %TRUE if the person could not be asked
 */
gboolean
usher_keys_error_is_no_prompt (const GError *error)
{
  return error->domain == G_DBUS_ERROR && (error->code == G_DBUS_ERROR_SERVICE_UNKNOWN ||
                                           error->code == G_DBUS_ERROR_SPAWN_EXEC_FAILED ||
                                           error->code == G_DBUS_ERROR_SPAWN_FORK_FAILED ||
                                           error->code == G_DBUS_ERROR_SPAWN_CHILD_EXITED ||
                                           error->code == G_DBUS_ERROR_SPAWN_CHILD_SIGNALED ||
                                           error->code == G_DBUS_ERROR_SPAWN_FAILED ||
                                           error->code == G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND);
}

/**
 * usher_keys_error_is_gone:
 * @error: what a call about an item or a keyring ended with
 *
 * Returns: %TRUE if the service has no such thing, or not any more
 */
gboolean
usher_keys_error_is_gone (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

/**
 * usher_keys_error_from_secret:
 * @error: what a call into libsecret ended with
 * @reached: whether the service answered before in the same piece of work; if not, whatever went
 * wrong means that nobody is there (without a bus GDBus says no more than "failed")
 *
 * Returns: (transfer full): the same in the [error@KeysError] domain; cancelling stays what it is
 */
GError *
usher_keys_error_from_secret (const GError *error, gboolean reached)
{
  g_autoptr (GError) plain = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return usher_keys_error_new_locked ();

  if (!reached || is_unavailable (error))
    return g_error_new_literal (
      USHER_KEYS_ERROR, USHER_KEYS_ERROR_UNAVAILABLE,
      _("No password service is running on this desktop, so API keys cannot be "
         "kept. Start one, such as GNOME Keyring or KWallet, and try again."));

  plain = g_error_copy (error);
  g_dbus_error_strip_remote_error (plain);
  /* Translators: %s is what the keyring said, in its own words. */
  return g_error_new (USHER_KEYS_ERROR, USHER_KEYS_ERROR_FAILED,
                      _("The keyring refused: %s. Open your keyring manager to see whether it "
                         "works."),
                      plain->message);
}

/**
 * usher_keys_error_new_not_found:
 * @account: whose key was looked for
 *
 * Returns: (transfer full): the error
 */
GError *
usher_keys_error_new_not_found (UsherAccount *account)
{
  /* Translators: %s is the name of an account. */
  return g_error_new (USHER_KEYS_ERROR, USHER_KEYS_ERROR_NOT_FOUND,
                      _("The keyring has no API key for “%s”. Enter the key again."),
                      usher_account_get_name (account));
}

/**
 * usher_keys_error_new_locked:
 *
 * Returns: (transfer full): the error for a keyring that stayed locked
 */
GError *
usher_keys_error_new_locked (void)
{
  return g_error_new_literal (USHER_KEYS_ERROR, USHER_KEYS_ERROR_LOCKED,
                              _("The keyring is locked and was not unlocked. Unlock it and try "
                                 "again."));
}

/**
 * usher_keys_error_new_no_keyring:
 *
 * Returns: (transfer full): the error for a desktop whose person has no keyring and did not set one
 * up
 */
GError *
usher_keys_error_new_no_keyring (void)
{
  return g_error_new_literal (USHER_KEYS_ERROR, USHER_KEYS_ERROR_LOCKED,
                              _("There is no keyring yet, and none was set up. Try again, and "
                                 "choose a "
                                 "password for it when you are asked."));
}

/**
 * usher_keys_error_new_silent:
 *
 * Returns: (transfer full): the error for a service that is there and does not answer
 */
GError *
usher_keys_error_new_silent (void)
{
  return g_error_new_literal (USHER_KEYS_ERROR, USHER_KEYS_ERROR_UNAVAILABLE,
                              _("The password service of this desktop does not answer. Log out "
                                 "and in "
                                 "again, or restart the service, and try again."));
}
