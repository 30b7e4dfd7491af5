/* SPDX-License-Identifier: GPL-3.0-or-later */

/* accounts.ini: a group for each account, named after its id. Read once, written whole and at once. Main
 * thread; the file is a few lines long. */

#include "session/usher-accounts-file.h"

#include <errno.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "model/usher-text.h"
#include "session/usher-accounts.h"

/* Keeps a file that makes no sense, and begins anew: its lines may be of use to someone who can read them.
 * FALSE when it still stands where it stood. */
static gboolean
keep_aside (const char *path, char **notice)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, stamp);

  if (g_rename (path, aside) == 0)
    {
      *notice = g_strdup_printf (
        /* Translators: %s is the name of a file. */
        _("The list of accounts was damaged and could not be read. The old file was kept as %s."), aside);
      return TRUE;
    }
  *notice = g_strdup_printf (
    /* Translators: %1$s is the name of a file, %2$s the system's words for what went wrong. */
    _("The list of accounts in %1$s is damaged and could not be moved aside: %2$s."), path,
    g_strerror (errno));
  return FALSE;
}

/* An id names a folder, so it must be a UUID and nothing else. */
static UsherAccount *
read_account (GKeyFile *file, const char *group)
{
  g_autofree char *name = g_key_file_get_string (file, group, "name", NULL);
  g_autofree char *server = g_key_file_get_string (file, group, "server", NULL);
  g_autofree char *base = server != NULL ? usher_server_url_normalise (server, NULL) : NULL;
  UsherAccount *account;

  if (!usher_uuid_is_valid (group) || base == NULL)
    return NULL;
  account = usher_account_new (group, name != NULL && *name != '\0' ? name : base, base);
  usher_account_set_is_sandbox (account, g_key_file_get_boolean (file, group, "sandbox", NULL));
  return account;
}

GPtrArray *
_usher_accounts_file_read (const char *path, char **notice, GError **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) groups = NULL;
  gsize length;
  gboolean damaged = FALSE;

  if (!g_file_get_contents (path, &text, &length, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
          g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
        return g_steal_pointer (&accounts);
      g_set_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE,
                   /* Translators: %s is the system's words for what went wrong. */
                   _("The list of accounts cannot be read: %s"), local->message);
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL) ||
      !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    {
      keep_aside (path, notice);
      return g_steal_pointer (&accounts);
    }
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      UsherAccount *account = read_account (file, groups[i]);

      if (account != NULL)
        g_ptr_array_add (accounts, account);
      else
        damaged = TRUE;
    }
  /* What can be read stays; the next save would lose the rest, so a copy is kept. */
  if (damaged && keep_aside (path, notice) && accounts->len > 0)
    _usher_accounts_file_write (path, accounts, NULL);
  return g_steal_pointer (&accounts);
}

gboolean
_usher_accounts_file_write (const char *path, GPtrArray *accounts, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  gsize length;

  for (guint i = 0; i < accounts->len; i++)
    {
      UsherAccount *account = g_ptr_array_index (accounts, i);
      const char *group = usher_account_get_id (account);

      g_key_file_set_string (file, group, "name", usher_account_get_name (account));
      g_key_file_set_string (file, group, "server", usher_account_get_server (account));
      if (usher_account_get_is_sandbox (account))
        g_key_file_set_boolean (file, group, "sandbox", TRUE);
    }
  text = g_key_file_to_data (file, &length, NULL);
  if (g_mkdir_with_parents (dir, 0700) == 0 &&
      g_file_set_contents_full (path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local))
    return TRUE;
  g_set_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE,
               /* Translators: %s is the system's words for what went wrong. */
               _("The list of accounts cannot be saved: %s"),
               local != NULL ? local->message : g_strerror (errno));
  return FALSE;
}
