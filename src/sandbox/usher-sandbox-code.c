/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verification codes for e-mail addresses: six digits, ten minutes, five tries, and five codes an
 * hour. They are counted by invitation and address, so that another browser gives no more tries.
 * Main thread. */

#include "sandbox/usher-sandbox-code.h"

#include "sandbox/usher-sandbox-link.h"
#include "sandbox/usher-sandbox-mail.h"
#include "sandbox/usher-sandbox-secret.h"

#define LIFETIME (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC)
#define MAX_TRIES 5
#define MAX_SENT 5
#define SENT_WINDOW (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define N_CODES 1000000

typedef struct
{
  char *digest;         /* (owned) (nullable): none was sent */
  gint64 expires_at;
  gint64 tries;
  gint64 n_sent;
  gint64 first_sent_at;
} Code;

static void
code_clear (Code *code)
{
  g_free (code->digest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Code, code_clear)

static gboolean
load (UsherSandbox *sandbox, gint64 invitation, const char *email, Code *code, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *folded = g_utf8_casefold (email, -1);
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT digest, expires_at, tries, n_sent, first_sent_at"
                            " FROM email_code WHERE invitation = ? AND email = ?",
                            "is", invitation, folded);

  if (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      code->digest = g_strdup (usher_sandbox_statement_get_text (row, 0));
      code->expires_at = sqlite3_column_int64 (row, 1);
      code->tries = sqlite3_column_int64 (row, 2);
      code->n_sent = sqlite3_column_int64 (row, 3);
      code->first_sent_at = sqlite3_column_int64 (row, 4);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static char *
make_digest (UsherSandbox *sandbox, gint64 invitation, const char *email, const char *code)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, invitation);
  g_autofree char *folded = g_utf8_casefold (email, -1);

  return usher_sandbox_link_seal (sandbox, "code", key, folded, code, NULL);
}

/* Every code is as likely as any other: what would favour the small ones is thrown again. */
static guint
throw_code (void)
{
  union
  {
    guint8 bytes[4];
    guint32 number;
  } random;

  do
    usher_sandbox_random_bytes (random.bytes, sizeof random.bytes);
  while (random.number >= G_MAXUINT32 / N_CODES * N_CODES);
  return random.number % N_CODES;
}

static UsherSandboxCodeResult
judge (UsherSandbox *sandbox, const Code *code)
{
  gint64 now = usher_sandbox_now (sandbox);

  if (code->digest == NULL)
    return USHER_SANDBOX_CODE_OLD;
  if (code->tries >= MAX_TRIES && now < code->expires_at)
    return USHER_SANDBOX_CODE_LOCKED;
  return now < code->expires_at ? USHER_SANDBOX_CODE_DONE : USHER_SANDBOX_CODE_OLD;
}

/**
 * usher_sandbox_code_look:
 * @sandbox: the service
 * @invitation: key of the invitation
 * @email: the address
 * @error: return location for an error of the database
 *
 * Returns: whether an address has a code that can be tried
 */
UsherSandboxCodeResult
usher_sandbox_code_look (UsherSandbox *sandbox, gint64 invitation, const char *email, GError **error)
{
  g_auto (Code) code = { 0 };

  if (!load (sandbox, invitation, email, &code, error))
    return USHER_SANDBOX_CODE_FAILED;
  return judge (sandbox, &code);
}

static gboolean
store (UsherSandbox *sandbox, gint64 invitation, const char *email, const char *code, gint64 n_sent,
       gint64 first_sent_at, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (email, -1);
  g_autofree char *digest = make_digest (sandbox, invitation, email, code);

  return usher_sandbox_db_run (sandbox->db, error,
                               "INSERT OR REPLACE INTO email_code (invitation, email, digest,"
                               " expires_at, n_sent, first_sent_at) VALUES (?, ?, ?, ?, ?, ?)",
                               "issiii", invitation, folded, digest,
                               usher_sandbox_now (sandbox) + LIFETIME, n_sent, first_sent_at);
}

/**
 * usher_sandbox_code_send:
 * @sandbox: the service
 * @invitation: key of the invitation
 * @email: an address of its allow-list
 * @sender: the company that invited
 * @error: return location for an error
 *
 * Mails a new code, which takes the place of any other.
 *
 * Returns: done, locked, enough or failed
 */
UsherSandboxCodeResult
usher_sandbox_code_send (UsherSandbox *sandbox, gint64 invitation, const char *email, const char *sender,
                         GError **error)
{
  gint64 now = usher_sandbox_now (sandbox);
  g_auto (Code) old = { 0 };
  char code[8];

  if (!load (sandbox, invitation, email, &old, error))
    return USHER_SANDBOX_CODE_FAILED;
  if (judge (sandbox, &old) == USHER_SANDBOX_CODE_LOCKED)
    return USHER_SANDBOX_CODE_LOCKED;
  if (old.digest == NULL || now - old.first_sent_at >= SENT_WINDOW)
    {
      old.n_sent = 0;
      old.first_sent_at = now;
    }
  if (old.n_sent >= MAX_SENT)
    return USHER_SANDBOX_CODE_ENOUGH;
  g_snprintf (code, sizeof code, "%06u", throw_code ());
  if (!usher_sandbox_db_begin (sandbox->db, error))
    return USHER_SANDBOX_CODE_FAILED;
  if (store (sandbox, invitation, email, code, old.n_sent + 1, old.first_sent_at, error)
      && usher_sandbox_mail_code (sandbox, email, sender, code, error)
      && usher_sandbox_db_commit (sandbox->db, error))
    {
      usher_sandbox_mail_deliver (sandbox);
      return USHER_SANDBOX_CODE_DONE;
    }
  usher_sandbox_mail_discard (sandbox);
  usher_sandbox_db_rollback (sandbox->db);
  return USHER_SANDBOX_CODE_FAILED;
}

/**
 * usher_sandbox_code_check:
 * @sandbox: the service
 * @invitation: key of the invitation
 * @email: the address
 * @code: what was typed
 * @error: return location for an error of the database
 *
 * Compares a code. A right one is used up; a wrong one is counted, before it is told.
 *
 * Returns: what it is
 */
UsherSandboxCodeResult
usher_sandbox_code_check (UsherSandbox *sandbox, gint64 invitation, const char *email, const char *code,
                          GError **error)
{
  g_autofree char *folded = g_utf8_casefold (email, -1);
  g_autofree char *digest = make_digest (sandbox, invitation, email, code);
  g_auto (Code) sent = { 0 };
  UsherSandboxCodeResult result;

  if (!load (sandbox, invitation, email, &sent, error))
    return USHER_SANDBOX_CODE_FAILED;
  result = judge (sandbox, &sent);
  if (result != USHER_SANDBOX_CODE_DONE)
    return result;
  if (usher_sandbox_secret_equal (sent.digest, digest))
    return usher_sandbox_db_run (sandbox->db, error,
                                 "DELETE FROM email_code WHERE invitation = ? AND email = ?", "is",
                                 invitation, folded)
             ? USHER_SANDBOX_CODE_DONE
             : USHER_SANDBOX_CODE_FAILED;
  if (!usher_sandbox_db_run (sandbox->db, error,
                             "UPDATE email_code SET tries = tries + 1"
                             " WHERE invitation = ? AND email = ?",
                             "is", invitation, folded))
    return USHER_SANDBOX_CODE_FAILED;
  return sent.tries + 1 >= MAX_TRIES ? USHER_SANDBOX_CODE_LOCKED : USHER_SANDBOX_CODE_WRONG;
}
