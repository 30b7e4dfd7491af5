/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Links are derived from what they are for and a secret of the data folder (HMAC-SHA256), so that no
 * row holds what opens one, and so that a mailed link is another than the one that is copied
 * (contract 3.10). Main thread. */

#include "sandbox/usher-sandbox-link.h"

#include <string.h>

#include "sandbox/usher-sandbox-secret.h"

/**
 * usher_sandbox_link_seal:
 * @sandbox: the service
 * @purpose: what it is for, so that one seal is never good for another purpose
 * @...: what is sealed, ended by %NULL
 *
 * Derives 192 bits in letters that need no escaping in an address.
 *
 * Returns: (transfer full): the seal
 */
char *
usher_sandbox_link_seal (UsherSandbox *sandbox, const char *purpose, ...)
{
  g_autoptr (GString) all = g_string_new (purpose);
  const char *part;
  va_list parts;

  va_start (parts, purpose);
  /* With its length before it, no part can pass for the end of another. */
  while ((part = va_arg (parts, const char *)) != NULL)
    g_string_append_printf (all, "\n%" G_GSIZE_FORMAT ":%s", strlen (part), part);
  va_end (parts);
  return usher_sandbox_derive_token (sandbox->link_secret, all->str);
}

/**
 * usher_sandbox_link_dup_token:
 * @sandbox: the service
 * @id: of the invitation
 * @stored: what its row holds
 *
 * Returns: (transfer full): the token of the link that is copied
 */
char *
usher_sandbox_link_dup_token (UsherSandbox *sandbox, const char *id, const char *stored)
{
  if (stored != NULL && *stored != '\0')
    return g_strdup (stored);
  return usher_sandbox_link_seal (sandbox, "invitation", id, NULL);
}

/**
 * usher_sandbox_link_dup_url:
 * @sandbox: a service that listens
 * @token: of a link
 *
 * Returns: (transfer full): the address that opens the pages
 */
char *
usher_sandbox_link_dup_url (UsherSandbox *sandbox, const char *token)
{
  return g_strdup_printf ("http://127.0.0.1:%u" USHER_SANDBOX_PAGE_PATH "%s", sandbox->port, token);
}

static char *
make_mailed (UsherSandbox *sandbox, const char *id, const char *email)
{
  g_autofree char *folded = g_utf8_casefold (email, -1);

  return usher_sandbox_link_seal (sandbox, "mailed", id, folded, NULL);
}

/**
 * usher_sandbox_link_add_mailed:
 * @sandbox: the service
 * @invitation: key of the invitation
 * @id: its id
 * @email: who is mailed
 * @error: return location for an error of the database
 *
 * Notes that an address is mailed, in the caller's transaction. A second time gives the same link:
 * sending again makes no new one (contract 3.9).
 *
 * Returns: (transfer full) (nullable): the token of the mailed link
 */
char *
usher_sandbox_link_add_mailed (UsherSandbox *sandbox, gint64 invitation, const char *id,
                               const char *email, GError **error)
{
  g_autofree char *token = make_mailed (sandbox, id, email);

  if (!usher_sandbox_db_run (sandbox->db, error,
                             "INSERT OR IGNORE INTO mail_link VALUES (?, ?, ?)", "isi", invitation,
                             email, usher_sandbox_token_hash (token)))
    return NULL;
  return g_steal_pointer (&token);
}

/**
 * usher_sandbox_link_find:
 * @sandbox: the service
 * @token: (nullable): the last part of an address, as it was asked for
 * @invitation: (out): key of the invitation, or 0
 * @email: (out) (transfer full) (nullable): whose mailbox the link has proven
 * @error: return location for an error of the database
 *
 * Looks a link up by a hash, and compares all of the token in constant time.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_link_find (UsherSandbox *sandbox, const char *token, gint64 *invitation, char **email,
                         GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  gint64 hash = token != NULL ? usher_sandbox_token_hash (token) : 0;

  *invitation = 0;
  *email = NULL;
  if (token == NULL)
    return TRUE;
  row = usher_sandbox_db_query (sandbox->db, &local,
                                "SELECT key, id, token, NULL FROM invitation WHERE token_hash = ?"
                                " UNION ALL SELECT i.key, i.id, '', m.email FROM mail_link m"
                                " JOIN invitation i ON i.key = m.invitation WHERE m.token_hash = ?",
                                "ii", hash, hash);
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      const char *id = usher_sandbox_statement_get_text (row, 1);
      const char *mailed = usher_sandbox_statement_get_text (row, 3);
      g_autofree char *wanted =
        mailed != NULL
          ? make_mailed (sandbox, id, mailed)
          : usher_sandbox_link_dup_token (sandbox, id, usher_sandbox_statement_get_text (row, 2));

      if (!usher_sandbox_secret_equal (wanted, token))
        continue;
      *invitation = sqlite3_column_int64 (row, 0);
      g_free (*email);
      *email = g_strdup (mailed);
    }
  if (local == NULL)
    return TRUE;
  g_clear_pointer (email, g_free);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
