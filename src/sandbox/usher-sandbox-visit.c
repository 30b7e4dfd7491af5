/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Visits: what a cookie stands for. A row is made by the first form that is sent, not by opening a
 * link, which mail scanners do as well. Main thread. */

#include "sandbox/usher-sandbox-visit.h"

#include <string.h>

#include "sandbox/usher-sandbox-link.h"
#include "sandbox/usher-sandbox-secret.h"

/* Visits of one invitation that have not come to an end; after a week they are forgotten. */
#define MAX_OPEN 200
#define MAX_AGE (G_GINT64_CONSTANT (7) * 86400 * G_USEC_PER_SEC)

/* Of usher_sandbox_random_token(). */
#define SECRET_LENGTH 32

void
usher_sandbox_visit_free (UsherSandboxVisit *visit)
{
  usher_sandbox_secret_free (visit->secret);
  g_free (visit->asked_email);
  g_free (visit->email);
  g_free (visit->provider_name);
  g_free (visit->provider_url);
  g_free (visit->country);
  g_free (visit->utility_types);
  g_free (visit->username);
  g_free (visit->outcome);
  g_free (visit);
}

static gboolean
is_secret (const char *text)
{
  return text != NULL && strlen (text) == SECRET_LENGTH
         && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
              == SECRET_LENGTH;
}

static char *
make_digest (UsherSandbox *sandbox, const char *secret, gint64 invitation)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, invitation);

  return usher_sandbox_link_seal (sandbox, "visit", secret, key, NULL);
}

/**
 * usher_sandbox_visit_load:
 * @sandbox: the service
 * @invitation: key of the invitation that is opened
 * @cookie: (nullable): what the browser sent
 * @error: return location for an error of the database
 *
 * Finds the visit of a cookie, or begins one. A cookie without a row is that of a form that has been
 * looked at, and stays.
 *
 * Returns: (transfer full) (nullable): the visit
 */
UsherSandboxVisit *
usher_sandbox_visit_load (UsherSandbox *sandbox, gint64 invitation, const char *cookie, GError **error)
{
  g_autoptr (UsherSandboxVisit) visit = g_new0 (UsherSandboxVisit, 1);
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  g_autofree char *digest = NULL;

  visit->invitation = invitation;
  visit->is_returning = is_secret (cookie);
  visit->secret = is_secret (cookie) ? g_strdup (cookie) : usher_sandbox_random_token ();
  if (!is_secret (cookie))
    return g_steal_pointer (&visit);
  digest = make_digest (sandbox, visit->secret, invitation);
  row = usher_sandbox_db_query (sandbox->db, &local,
                                "SELECT key, seen_at, asked_email, email, provider_name,"
                                " provider_url, country, utility_types, needs_mfa, has_chosen,"
                                " username, outcome, mfa_tries, locked_until, connection FROM visit"
                                " WHERE digest = ?",
                                "s", digest);
  if (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      visit->key = sqlite3_column_int64 (row, 0);
      visit->seen_at = sqlite3_column_int64 (row, 1);
      visit->asked_email = g_strdup (usher_sandbox_statement_get_text (row, 2));
      visit->email = g_strdup (usher_sandbox_statement_get_text (row, 3));
      visit->provider_name = g_strdup (usher_sandbox_statement_get_text (row, 4));
      visit->provider_url = g_strdup (usher_sandbox_statement_get_text (row, 5));
      visit->country = g_strdup (usher_sandbox_statement_get_text (row, 6));
      visit->utility_types = g_strdup (usher_sandbox_statement_get_text (row, 7));
      visit->needs_mfa = sqlite3_column_int (row, 8) != 0;
      visit->has_chosen = sqlite3_column_int (row, 9) != 0;
      visit->username = g_strdup (usher_sandbox_statement_get_text (row, 10));
      visit->outcome = g_strdup (usher_sandbox_statement_get_text (row, 11));
      visit->mfa_tries = sqlite3_column_int64 (row, 12);
      visit->locked_until = sqlite3_column_int64 (row, 13);
      visit->connection = sqlite3_column_int64 (row, 14);
    }
  if (local == NULL)
    return g_steal_pointer (&visit);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* -1: error; 0: no room; 1: room */
static int
make_room (UsherSandbox *sandbox, const UsherSandboxVisit *visit, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  gint64 n_open = 0;

  if (!usher_sandbox_db_run (sandbox->db, error,
                             "DELETE FROM visit WHERE invitation = ? AND connection IS NULL"
                             " AND seen_at < ?",
                             "ii", visit->invitation, usher_sandbox_now (sandbox) - MAX_AGE))
    return -1;
  row = usher_sandbox_db_query (sandbox->db, &local,
                                "SELECT count(*) FROM visit WHERE invitation = ?"
                                " AND connection IS NULL",
                                "i", visit->invitation);
  if (row != NULL && usher_sandbox_statement_step (row, &local))
    n_open = sqlite3_column_int64 (row, 0);
  if (local == NULL)
    return n_open < MAX_OPEN;
  g_propagate_error (error, g_steal_pointer (&local));
  return -1;
}

/**
 * usher_sandbox_visit_save:
 * @sandbox: the service
 * @visit: the visit
 * @error: return location for an error of the database
 *
 * Keeps how far somebody has come. May be part of a transaction.
 *
 * Returns: %FALSE on an error; also, with @error unset, if the invitation has too many visits
 */
gboolean
usher_sandbox_visit_save (UsherSandbox *sandbox, UsherSandboxVisit *visit, GError **error)
{
  visit->seen_at = usher_sandbox_now (sandbox);
  if (visit->key == 0)
    {
      g_autofree char *digest = make_digest (sandbox, visit->secret, visit->invitation);

      if (make_room (sandbox, visit, error) <= 0)
        return FALSE;
      if (!usher_sandbox_db_run (sandbox->db, error,
                                 "INSERT INTO visit (digest, invitation, seen_at) VALUES (?, ?, ?)",
                                 "sii", digest, visit->invitation, visit->seen_at))
        return FALSE;
      visit->key = usher_sandbox_db_get_last_key (sandbox->db);
    }
  return usher_sandbox_db_run (
    sandbox->db, error,
    "UPDATE visit SET seen_at = ?, asked_email = ?, email = ?, provider_name = ?,"
    " provider_url = ?, country = ?, utility_types = ?, needs_mfa = ?, has_chosen = ?,"
    " username = ?, outcome = ?, mfa_tries = ?, locked_until = ?, connection = nullif (?, 0)"
    " WHERE key = ?",
    "issssssiissiiii", visit->seen_at, visit->asked_email, visit->email, visit->provider_name,
    visit->provider_url, visit->country, visit->utility_types, (gint64) visit->needs_mfa,
    (gint64) visit->has_chosen, visit->username, visit->outcome, visit->mfa_tries,
    visit->locked_until, visit->connection, visit->key);
}

/**
 * usher_sandbox_visit_forget_sign_in:
 * @visit: the visit
 *
 * Takes the sign-in back.
 */
void
usher_sandbox_visit_forget_sign_in (UsherSandboxVisit *visit)
{
  g_clear_pointer (&visit->username, g_free);
  g_clear_pointer (&visit->outcome, g_free);
  visit->mfa_tries = 0;
}

/**
 * usher_sandbox_visit_start_again:
 * @visit: the visit
 *
 * Begins the form anew, for another account.
 */
void
usher_sandbox_visit_start_again (UsherSandboxVisit *visit)
{
  usher_sandbox_visit_forget_sign_in (visit);
  g_clear_pointer (&visit->provider_name, g_free);
  g_clear_pointer (&visit->provider_url, g_free);
  g_clear_pointer (&visit->country, g_free);
  g_clear_pointer (&visit->utility_types, g_free);
  visit->needs_mfa = FALSE;
  visit->has_chosen = FALSE;
  visit->connection = 0;
}
