/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The objects of the API as JSON: companies, sites, connections, invitations, events
 * (contract 3.5, 3.7, 4 and 5). Main thread. */

#include "sandbox/usher-sandbox-objects.h"

#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox-link.h"
#include "sandbox/usher-sandbox-rules.h"

#define TEXT(column) usher_sandbox_statement_get_text (row, (column))
#define TIME(column) usher_sandbox_statement_get_time (row, (column))

/* Ends a walk over rows: passes an error on. */
static gboolean
walked (GError *local, GError **error)
{
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/**
 * usher_sandbox_write_site:
 * @row: a row of %USHER_SANDBOX_SITE_COLUMNS
 * @json: where the object goes
 */
void
usher_sandbox_write_site (UsherSandboxStatement *row, UsherSandboxJson *json)
{
  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "id", TEXT (0));
  usher_sandbox_json_add_string (json, "name", TEXT (1));
  usher_sandbox_json_add_string (json, "externalId", TEXT (2));
  usher_sandbox_json_add_string (json, "address", TEXT (3));
  usher_sandbox_json_add_text (json, "path", TEXT (4));
  usher_sandbox_json_add_string (json, "occupancyPercent", TEXT (5));
  usher_sandbox_json_add_string (json, "dataCollectionStopDate", TEXT (6));
  usher_sandbox_json_end_object (json);
}

static gboolean
write_sites (UsherSandbox *sandbox, gint64 company, UsherSandboxJson *json, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT " USHER_SANDBOX_SITE_COLUMNS " FROM site s WHERE s.company = ?"
                            " ORDER BY s.key",
                            "i", company);

  usher_sandbox_json_begin_array (json, "sites");
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    usher_sandbox_write_site (row, json);
  usher_sandbox_json_end_array (json);
  return walked (local, error);
}

/**
 * usher_sandbox_write_company:
 * @sandbox: the service
 * @row: a row of %USHER_SANDBOX_COMPANY_COLUMNS
 * @json: where the object goes
 * @error: return location for an error of the database
 *
 * Writes a company with its sites.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_write_company (UsherSandbox *sandbox,
                             UsherSandboxStatement *row,
                             UsherSandboxJson *json,
                             GError **error)
{
  gboolean ok;

  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "id", TEXT (1));
  usher_sandbox_json_add_string (json, "name", TEXT (2));
  usher_sandbox_json_add_string (json, "externalId", TEXT (3));
  usher_sandbox_json_add_bool (json, "isDemandEnabled", sqlite3_column_int (row, 4) != 0);
  usher_sandbox_json_add_string (json, "dataCollectionStartDate", TEXT (5));
  usher_sandbox_json_add_bool (json, "isImpliedMeteringEnabled", FALSE);
  usher_sandbox_json_add_string (json, "impliedMeteringFraction", "0.00");
  usher_sandbox_json_add_bool (json, "isBasicIdentifierMappingEnabled", FALSE);
  usher_sandbox_json_add_bool (json, "isLowAccuracyModeEnabled", FALSE);
  usher_sandbox_json_add_text (json, "users", TEXT (6));
  ok = write_sites (sandbox, sqlite3_column_int64 (row, 0), json, error);
  usher_sandbox_json_end_object (json);
  return ok;
}

static gboolean
write_site_ids (UsherSandbox *sandbox, gint64 connection, UsherSandboxJson *json, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT s.id FROM connection_site cs JOIN site s ON s.key = cs.site"
                            " WHERE cs.connection = ? ORDER BY s.key",
                            "i", connection);

  usher_sandbox_json_begin_array (json, "initialSites");
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    usher_sandbox_json_add_string (json, NULL, TEXT (0));
  usher_sandbox_json_end_array (json);
  return walked (local, error);
}

/**
 * usher_sandbox_write_connection:
 * @sandbox: the service
 * @row: a row of %USHER_SANDBOX_CONNECTION_COLUMNS
 * @json: where the object goes
 * @error: return location for an error of the database
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_write_connection (UsherSandbox *sandbox,
                                UsherSandboxStatement *row,
                                UsherSandboxJson *json,
                                GError **error)
{
  gboolean ok;

  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "id", TEXT (1));
  usher_sandbox_json_add_time (json, "created", TIME (15));
  usher_sandbox_json_add_time (json, "updated", TIME (16));
  usher_sandbox_json_begin_object (json, "datasource");
  usher_sandbox_json_add_string (json, "name", TEXT (2));
  usher_sandbox_json_add_string (json, "url", TEXT (3));
  usher_sandbox_json_end_object (json);
  usher_sandbox_json_begin_object (json, "company");
  usher_sandbox_json_add_string (json, "id", TEXT (17));
  usher_sandbox_json_add_string (json, "name", TEXT (18));
  usher_sandbox_json_add_string (json, "externalId", TEXT (19));
  usher_sandbox_json_end_object (json);
  usher_sandbox_json_add_string (json, "url", TEXT (3));
  usher_sandbox_json_add_string (json, "status", TEXT (4));
  usher_sandbox_json_add_string (json, "statusErrorDetail", TEXT (5));
  usher_sandbox_json_add_time (json, "statusLastUpdateTime", TIME (6));
  usher_sandbox_json_add_time (json, "statusFirstSeenTime", TIME (7));
  usher_sandbox_json_add_string (json, "country", TEXT (8));
  ok = write_site_ids (sandbox, sqlite3_column_int64 (row, 0), json, error);
  usher_sandbox_json_add_text (json, "initialDatasourceTypes", TEXT (9));
  usher_sandbox_json_add_string (json, "username", TEXT (10));
  /* An empty text would not be an address, and the member is not nullable: without an owner it is
   * left out. */
  if (TEXT (11) != NULL && *TEXT (11) != '\0')
    usher_sandbox_json_add_string (json, "workflowOwnerEmail", TEXT (11));
  usher_sandbox_json_add_string (json, "dataCollectionStartDate", TEXT (12));
  usher_sandbox_json_add_bool (json, "multiplyByOccupancy", sqlite3_column_int (row, 13) != 0);
  usher_sandbox_json_add_string (json, "externalId", TEXT (14));
  usher_sandbox_json_add_bool (json, "isActive", TRUE);
  usher_sandbox_json_begin_array (json, "accounts");
  usher_sandbox_json_end_array (json);
  usher_sandbox_json_end_object (json);
  return ok;
}

static gboolean
write_created_connections (UsherSandbox *sandbox,
                           gint64 invitation,
                           UsherSandboxJson *json,
                           GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT n.id, n.datasource_name, n.status, n.created"
                            " FROM created_connection cc JOIN connection n ON n.key = cc.connection"
                            " WHERE cc.invitation = ? ORDER BY n.key",
                            "i", invitation);

  while (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      usher_sandbox_json_begin_object (json, NULL);
      usher_sandbox_json_add_string (json, "id", TEXT (0));
      usher_sandbox_json_add_string (json, "datasourceName", TEXT (1));
      usher_sandbox_json_add_string (json, "status", TEXT (2));
      usher_sandbox_json_add_time (json, "created", TIME (3));
      usher_sandbox_json_end_object (json);
    }
  return walked (local, error);
}

/* Oldest first (contract 3.7: chronological). */
static gboolean
write_events (UsherSandbox *sandbox, gint64 invitation, UsherSandboxJson *json, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT id, kind, email, at, user_agent, ip_address FROM event"
                            " WHERE invitation = ? ORDER BY at, key",
                            "i", invitation);

  usher_sandbox_json_begin_array (json, "events");
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      usher_sandbox_json_begin_object (json, NULL);
      usher_sandbox_json_add_string (json, "id", TEXT (0));
      usher_sandbox_json_add_string (json, "eventType", TEXT (1));
      usher_sandbox_json_add_string (json, "email", TEXT (2));
      usher_sandbox_json_add_time (json, "createdAt", TIME (3));
      if (TEXT (4) != NULL)
        usher_sandbox_json_add_string (json, "userAgent", TEXT (4));
      if (TEXT (5) != NULL)
        usher_sandbox_json_add_string (json, "ipAddress", TEXT (5));
      usher_sandbox_json_end_object (json);
    }
  usher_sandbox_json_end_array (json);
  return walked (local, error);
}

/**
 * usher_sandbox_write_invitation:
 * @sandbox: the service
 * @row: a row of %USHER_SANDBOX_INVITATION_COLUMNS
 * @with_events: whether the activity log is in it: in the detail only (contract 3.6)
 * @json: where the object goes
 * @error: return location for an error of the database
 *
 * Writes an invitation. Its address is made of where the service listens now.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_write_invitation (UsherSandbox *sandbox,
                                UsherSandboxStatement *row,
                                gboolean with_events,
                                UsherSandboxJson *json,
                                GError **error)
{
  gint64 key = sqlite3_column_int64 (row, 0);
  gint64 use_count = sqlite3_column_int64 (row, 10);
  g_autofree char *token = usher_sandbox_link_dup_token (sandbox, TEXT (1), TEXT (2));
  g_autofree char *url = usher_sandbox_link_dup_url (sandbox, token);
  gboolean ok = TRUE;

  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "id", TEXT (1));
  usher_sandbox_json_add_string (json, "token", token);
  usher_sandbox_json_add_string (json, "invitationType", TEXT (3));
  usher_sandbox_json_add_string (json, "status", TEXT (4));
  usher_sandbox_json_add_string (json, "invitationUrl", url);
  usher_sandbox_json_add_string (json, "companyId", TEXT (5));
  usher_sandbox_json_add_string (json, "connectionId", TEXT (6));
  usher_sandbox_json_add_text (json, "allowedEmails", TEXT (7));
  usher_sandbox_json_add_time (json, "expiresAt", TIME (8));
  if (sqlite3_column_type (row, 9) == SQLITE_NULL)
    usher_sandbox_json_add_null (json, "maxUses");
  else
    usher_sandbox_json_add_int (json, "maxUses", sqlite3_column_int64 (row, 9));
  usher_sandbox_json_add_int (json, "useCount", use_count);
  usher_sandbox_json_add_time (json, "createdAt", TIME (11));
  usher_sandbox_json_add_text (json, "prefill", TEXT (12));
  usher_sandbox_json_begin_array (json, "createdConnections");
  if (use_count > 0)
    ok = write_created_connections (sandbox, key, json, error);
  usher_sandbox_json_end_array (json);
  if (ok && with_events)
    ok = write_events (sandbox, key, json, error);
  usher_sandbox_json_end_object (json);
  return ok;
}

/**
 * usher_sandbox_write_invitation_by_key:
 * @sandbox: the service
 * @key: its key
 * @with_events: whether the activity log is in it
 * @json: where the object goes
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * Reads and writes one invitation.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_write_invitation_by_key (UsherSandbox *sandbox, gint64 key, gboolean with_events,
                                       UsherSandboxJson *json, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT " USHER_SANDBOX_INVITATION_COLUMNS
                            " FROM invitation i JOIN company c ON c.key = i.company"
                            " LEFT JOIN connection n ON n.key = i.connection WHERE i.key = ?",
                            "i", key);

  if (row != NULL && usher_sandbox_statement_step (row, &local))
    return usher_sandbox_write_invitation (sandbox, row, with_events, json, error);
  if (local == NULL)
    g_set_error_literal (
        &local, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_UNKNOWN, "Not found.");
  g_propagate_error (error, local);
  return FALSE;
}
