/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may happen to an invitation, and what follows from it: the only place that changes one. Each
 * change and its line in the activity log are one transaction. Main thread. */

#include "sandbox/usher-sandbox-rules.h"

#include <json-glib/json-glib.h>

#include "sandbox/usher-sandbox-link.h"
#include "sandbox/usher-sandbox-mail.h"
#include "sandbox/usher-sandbox-secret.h"

G_DEFINE_QUARK (usher-sandbox-rule-error-quark, usher_sandbox_rule_error)

/* What a change needs to know of an invitation before it happens. */
typedef struct
{
  char *kind;         /* (owned) */
  char *status;       /* (owned) */
  char *emails;       /* (owned) JSON array */
  gint64 company;
  gint64 connection;
  gint64 max_uses;    /* 0: unlimited */
  gint64 use_count;
} State;

static void
state_free (State *state)
{
  g_free (state->kind);
  g_free (state->status);
  g_free (state->emails);
  g_free (state);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (State, state_free)

static State *
load_state (UsherSandbox *sandbox, gint64 invitation, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) statement = NULL;
  State *state;

  statement = usher_sandbox_db_query (sandbox->db, &local,
                                      "SELECT kind, status, allowed_emails, company,"
                                      " coalesce (connection, 0), coalesce (max_uses, 0), use_count"
                                      " FROM invitation WHERE key = ?",
                                      "i", invitation);
  if (statement == NULL || !usher_sandbox_statement_step (statement, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_UNKNOWN,
                             "Not found.");
      return NULL;
    }
  state = g_new0 (State, 1);
  state->kind = g_strdup (usher_sandbox_statement_get_text (statement, 0));
  state->status = g_strdup (usher_sandbox_statement_get_text (statement, 1));
  state->emails = g_strdup (usher_sandbox_statement_get_text (statement, 2));
  state->company = sqlite3_column_int64 (statement, 3);
  state->connection = sqlite3_column_int64 (statement, 4);
  state->max_uses = sqlite3_column_int64 (statement, 5);
  state->use_count = sqlite3_column_int64 (statement, 6);
  return state;
}

static State *
load_active_state (UsherSandbox *sandbox, gint64 invitation, const char *what, GError **error)
{
  g_autoptr (State) state = load_state (sandbox, invitation, error);

  if (state == NULL || g_str_equal (state->status, "ACTIVE"))
    return g_steal_pointer (&state);
  g_set_error (error, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE,
               "Only an active invitation can be %s; this one is %s.", what,
               g_str_equal (state->status, "EXPIRED")     ? "expired"
               : g_str_equal (state->status, "FULFILLED") ? "fulfilled"
                                                          : "revoked");
  return NULL;
}

/* Ends a transaction: on the disk if all went well, otherwise as if nothing had been. */
static gboolean
finish (UsherSandbox *sandbox, gboolean ok, GError **error)
{
  if (ok && usher_sandbox_db_commit (sandbox->db, error))
    {
      usher_sandbox_mail_deliver (sandbox);
      return TRUE;
    }
  usher_sandbox_mail_discard (sandbox);
  usher_sandbox_db_rollback (sandbox->db);
  return FALSE;
}

/* When the next status changes by itself; G_MAXINT64 if none will. */
static gboolean
find_next_due (UsherSandbox *sandbox, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) statement =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT min (a, b) FROM"
                            " (SELECT coalesce (min (expires_at), 9223372036854775807) AS a"
                            "  FROM invitation WHERE status = 'ACTIVE' AND expires_at IS NOT NULL),"
                            " (SELECT coalesce (min (due_at), 9223372036854775807) AS b"
                            "  FROM connection WHERE due_at IS NOT NULL)",
                            "");

  if (statement != NULL && usher_sandbox_statement_step (statement, &local))
    sandbox->next_due = sqlite3_column_int64 (statement, 0);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
note_due (UsherSandbox *sandbox, gint64 at)
{
  if (at != USHER_SANDBOX_NEVER && sandbox->next_due != USHER_SANDBOX_NEVER)
    sandbox->next_due = MIN (sandbox->next_due, at);
}

/**
 * usher_sandbox_rules_settle_at:
 * @sandbox: the service
 * @at: when
 * @error: return location for an error
 *
 * Lets happen what time has brought: active invitations past their expiry become EXPIRED (contract
 * 3.2), new connections have been checked.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_settle_at (UsherSandbox *sandbox, gint64 at, GError **error)
{
  return usher_sandbox_db_run (sandbox->db, error,
                               "UPDATE invitation SET status = 'EXPIRED'"
                               " WHERE status = 'ACTIVE' AND expires_at IS NOT NULL"
                               " AND expires_at <= ?",
                               "i", at)
         && usher_sandbox_db_run (sandbox->db, error,
                                  "UPDATE connection SET status = due_status, status_detail = NULL,"
                                  " status_updated = due_at, status_first_seen = due_at,"
                                  " updated = due_at, due_status = NULL, due_at = NULL"
                                  " WHERE due_at IS NOT NULL AND due_at <= ?",
                                  "i", at);
}

/**
 * usher_sandbox_rules_settle:
 * @sandbox: the service
 * @error: return location for an error
 *
 * Lets happen what time has brought. Called before every request is answered; costs nothing when
 * nothing is due.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_settle (UsherSandbox *sandbox, GError **error)
{
  gint64 now = usher_sandbox_now (sandbox);
  gboolean ok;

  if (now < sandbox->next_due)
    return TRUE;
  if (!usher_sandbox_db_begin (sandbox->db, error))
    return FALSE;
  ok = usher_sandbox_rules_settle_at (sandbox, now, error) && find_next_due (sandbox, error);
  if (finish (sandbox, ok, error))
    return TRUE;
  sandbox->next_due = USHER_SANDBOX_NEVER;
  return FALSE;
}

/**
 * usher_sandbox_rules_log_at:
 * @sandbox: the service
 * @invitation: its key
 * @kind: such as "VIEWED" (contract 3.7)
 * @actor: (nullable): who did it
 * @at: when
 * @error: return location for an error
 *
 * Writes a line of the activity log.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_log_at (UsherSandbox *sandbox, gint64 invitation, const char *kind,
                            const UsherSandboxActor *actor, gint64 at, GError **error)
{
  static const UsherSandboxActor nobody = { 0 };
  g_autofree char *id = usher_sandbox_new_id (sandbox);

  if (actor == NULL)
    actor = &nobody;
  return usher_sandbox_db_run (sandbox->db, error,
                               "INSERT INTO event (id, invitation, kind, email, at, user_agent,"
                               " ip_address) VALUES (?, ?, ?, ?, ?, ?, ?)",
                               "sississ", id, invitation, kind, actor->email, at, actor->user_agent,
                               actor->ip_address);
}

static char *
emails_to_json (const char * const *emails)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();

  for (gsize i = 0; emails != NULL && emails[i] != NULL; i++)
    json_array_add_string_element (array, emails[i]);
  json_node_init_array (node, array);
  return json_to_string (node, FALSE);
}

/**
 * usher_sandbox_rules_create_at:
 * @sandbox: the service
 * @draft: the invitation
 * @at: when
 * @error: return location for an error
 *
 * Makes an invitation (contract 3.3, 3.4), with CREATED in its log, and EMAIL_SENT for each address
 * if mail is wanted and there is anybody to mail.
 *
 * Returns: its key; 0 on an error
 */
gint64
usher_sandbox_rules_create_at (UsherSandbox *sandbox, const UsherSandboxDraft *draft, gint64 at,
                               GError **error)
{
  g_autofree char *own_id = draft->id == NULL ? usher_sandbox_new_id (sandbox) : NULL;
  g_autofree char *emails = emails_to_json (draft->emails);
  const char *id = draft->id != NULL ? draft->id : own_id;
  g_autofree char *token = usher_sandbox_link_dup_token (sandbox, id, "");
  gint64 expires_at = draft->expires_in > 0 ? at + draft->expires_in * G_USEC_PER_SEC
                                            : USHER_SANDBOX_NEVER;
  gint64 key;

  if (!usher_sandbox_db_run (
          sandbox->db,
          error,
          "INSERT INTO invitation (id, token, token_hash, kind, status, company,"
          " connection, allowed_emails, expires_at, max_uses, created_at, prefill)"
          " VALUES (?, '', ?, ?, 'ACTIVE', ?, nullif (?, 0), ?, ?, nullif (?, 0), ?, ?)",
          "sisiistiis",
          id,
          usher_sandbox_token_hash (token),
          draft->connection != 0 ? USHER_SANDBOX_EDIT_CONNECTION : USHER_SANDBOX_CREATE_CONNECTION,
          draft->company,
          draft->connection,
          emails,
          expires_at,
          draft->max_uses,
          at,
          draft->prefill))
    return 0;
  key = usher_sandbox_db_get_last_key (sandbox->db);
  if (!usher_sandbox_rules_log_at (sandbox, key, "CREATED", NULL, at, error))
    return 0;
  for (gsize i = 0; draft->send_email && draft->emails != NULL && draft->emails[i] != NULL; i++)
    {
      UsherSandboxActor actor = { draft->emails[i], NULL, NULL };

      if (!usher_sandbox_rules_log_at (sandbox, key, "EMAIL_SENT", &actor, at, error))
        return 0;
    }
  note_due (sandbox, expires_at);
  return key;
}

/**
 * usher_sandbox_rules_create:
 * @sandbox: the service
 * @draft: the invitation, already checked
 * @error: return location for an error
 *
 * Makes an invitation now, and mails it if that is wanted.
 *
 * Returns: its key; 0 on an error
 */
gint64
usher_sandbox_rules_create (UsherSandbox *sandbox, const UsherSandboxDraft *draft, GError **error)
{
  gint64 key;
  gboolean ok;

  if (!usher_sandbox_db_begin (sandbox->db, error))
    return 0;
  key = usher_sandbox_rules_create_at (sandbox, draft, usher_sandbox_now (sandbox), error);
  ok = key != 0
       && (!draft->send_email || usher_sandbox_mail_invitation (sandbox, key, FALSE, error));
  return finish (sandbox, ok, error) ? key : 0;
}

static gboolean
set_status (UsherSandbox *sandbox, gint64 invitation, const char *status, GError **error)
{
  return usher_sandbox_db_run (sandbox->db, error, "UPDATE invitation SET status = ? WHERE key = ?",
                               "si", status, invitation);
}

/**
 * usher_sandbox_rules_revoke_at:
 * @sandbox: the service
 * @invitation: its key
 * @at: when
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * Stops an active invitation for good (contract 3.8).
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_revoke_at (UsherSandbox *sandbox, gint64 invitation, gint64 at, GError **error)
{
  g_autoptr (State) state = load_active_state (sandbox, invitation, "revoked", error);

  return state != NULL && set_status (sandbox, invitation, "REVOKED", error)
         && usher_sandbox_rules_log_at (sandbox, invitation, "REVOKED", NULL, at, error);
}

/**
 * usher_sandbox_rules_revoke:
 * @sandbox: the service
 * @invitation: its key
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * Stops an active invitation now.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_revoke (UsherSandbox *sandbox, gint64 invitation, GError **error)
{
  if (!usher_sandbox_db_begin (sandbox->db, error))
    return FALSE;
  return finish (
      sandbox,
      usher_sandbox_rules_revoke_at (sandbox, invitation, usher_sandbox_now (sandbox), error),
      error);
}

/**
 * usher_sandbox_rules_resend_at:
 * @sandbox: the service
 * @invitation: its key
 * @at: when
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * Mails an active invitation again to everyone on its allow-list; the link stays (contract 3.9).
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_resend_at (UsherSandbox *sandbox, gint64 invitation, gint64 at, GError **error)
{
  g_autoptr (State) state = load_active_state (sandbox, invitation, "sent again", error);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *emails;

  if (state == NULL)
    return FALSE;
  node = json_from_string (state->emails, NULL);
  emails = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (emails == NULL || json_array_get_length (emails) == 0)
    {
      g_set_error_literal (
          error,
          USHER_SANDBOX_RULE_ERROR,
          USHER_SANDBOX_RULE_ERROR_NO_RECIPIENTS,
          "This invitation has no allowed addresses, so there is nobody to send it to.");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (emails); i++)
    {
      UsherSandboxActor actor = { json_array_get_string_element (emails, i), NULL, NULL };

      if (!usher_sandbox_rules_log_at (sandbox, invitation, "EMAIL_RESENT", &actor, at, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * usher_sandbox_rules_resend:
 * @sandbox: the service
 * @invitation: its key
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * Mails an active invitation again now.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_resend (UsherSandbox *sandbox, gint64 invitation, GError **error)
{
  if (!usher_sandbox_db_begin (sandbox->db, error))
    return FALSE;
  return finish (
      sandbox,
      usher_sandbox_rules_resend_at (sandbox, invitation, usher_sandbox_now (sandbox), error)
          && usher_sandbox_mail_invitation (sandbox, invitation, TRUE, error),
      error);
}

/**
 * usher_sandbox_rules_view:
 * @sandbox: the service
 * @invitation: its key
 * @actor: who opened the link
 * @error: return location for an error
 *
 * Records that the link was opened. Uses nothing up: mail scanners open links too.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_view (UsherSandbox *sandbox, gint64 invitation, const UsherSandboxActor *actor,
                          GError **error)
{
  return usher_sandbox_rules_log_at (
      sandbox, invitation, "VIEWED", actor, usher_sandbox_now (sandbox), error);
}

static gboolean
add_connection (UsherSandbox *sandbox, gint64 invitation, const State *state,
                const UsherSandboxUse *use, gint64 at, GError **error)
{
  g_autofree char *own_id = use->connection_id == NULL ? usher_sandbox_new_id (sandbox) : NULL;
  const char *owner = use->owner_email != NULL ? use->owner_email : use->actor.email;
  gint64 due_at =
      use->due_status != NULL ? at + use->due_after * G_USEC_PER_SEC : USHER_SANDBOX_NEVER;
  gint64 connection;

  if (!usher_sandbox_db_run (
          sandbox->db,
          error,
          "INSERT INTO connection (id, company, datasource_name, datasource_url,"
          " status, status_detail, status_updated, status_first_seen, due_status, due_at,"
          " country, utility_types, username, owner_email, start_date, created, updated)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          "sissssiistsssssii",
          use->connection_id != NULL ? use->connection_id : own_id,
          state->company,
          use->provider_name,
          use->provider_url,
          use->status,
          use->status_detail,
          at,
          at,
          use->due_status,
          due_at,
          use->country,
          use->utility_types,
          use->username,
          owner != NULL ? owner : "",
          use->start_date,
          at,
          at))
    return FALSE;
  connection = usher_sandbox_db_get_last_key (sandbox->db);
  for (gsize i = 0; i < use->n_sites; i++)
    if (!usher_sandbox_db_run (sandbox->db,
                               error,
                               "INSERT OR IGNORE INTO connection_site VALUES (?, ?)",
                               "ii",
                               connection,
                               use->sites[i]))
      return FALSE;
  note_due (sandbox, due_at);
  return usher_sandbox_db_run (sandbox->db, error, "INSERT INTO created_connection VALUES (?, ?)", "ii",
                               invitation, connection);
}

/* The same connection is kept: its history and its sites stay (contract 3.1). */
static gboolean
repair_connection (UsherSandbox *sandbox, const State *state, const UsherSandboxUse *use, gint64 at,
                   GError **error)
{
  gint64 due_at =
      use->due_status != NULL ? at + use->due_after * G_USEC_PER_SEC : USHER_SANDBOX_NEVER;

  note_due (sandbox, due_at);
  return usher_sandbox_db_run (
      sandbox->db,
      error,
      "UPDATE connection SET status = ?, status_detail = ?,"
      " status_updated = ?, status_first_seen = ?, due_status = ?, due_at = ?,"
      " username = coalesce (?, username), updated = ? WHERE key = ?",
      "ssiistsii",
      use->status,
      use->status_detail,
      at,
      at,
      use->due_status,
      due_at,
      use->username,
      at,
      state->connection);
}

/**
 * usher_sandbox_rules_use_at:
 * @sandbox: the service
 * @invitation: its key
 * @use: what the recipient entered
 * @at: when
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * A recipient ends the form: a contributor's new connection is made and linked, a reconnect's
 * connection is repaired; the use is counted; the last one makes the invitation FULFILLED.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_use_at (UsherSandbox *sandbox, gint64 invitation, const UsherSandboxUse *use,
                            gint64 at, GError **error)
{
  g_autoptr (State) state = load_active_state (sandbox, invitation, "used", error);
  gboolean ok;

  if (state == NULL)
    return FALSE;
  if (state->connection != 0)
    ok = repair_connection (sandbox, state, use, at, error);
  else
    ok = add_connection (sandbox, invitation, state, use, at, error);
  return ok
         && usher_sandbox_db_run (sandbox->db, error,
                                  "UPDATE invitation SET use_count = use_count + 1,"
                                  " status = iif (use_count + 1 >= max_uses, 'FULFILLED', status)"
                                  " WHERE key = ?",
                                  "i", invitation)
         && usher_sandbox_rules_log_at (sandbox, invitation, "USED", &use->actor, at, error);
}

/**
 * usher_sandbox_rules_use:
 * @sandbox: the service
 * @invitation: its key
 * @use: what the recipient entered
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * A recipient ends the form now. Of two who race for the last use, the second gets
 * %USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_rules_use (UsherSandbox *sandbox, gint64 invitation, const UsherSandboxUse *use,
                         GError **error)
{
  if (!usher_sandbox_rules_settle (sandbox, error) || !usher_sandbox_db_begin (sandbox->db, error))
    return FALSE;
  return finish (
      sandbox,
      usher_sandbox_rules_use_at (sandbox, invitation, use, usher_sandbox_now (sandbox), error),
      error);
}
