/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The objects of the API as JSON: companies, sites, connections, invitations, events
 * (contract 3.5, 3.7, 4 and 5). Main thread. */

#include "sandbox/usher-sandbox-objects.h"

#include "sandbox/usher-sandbox-json.h"
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
 * @builder: where the object goes
 */
void
usher_sandbox_write_site (UsherSandboxStatement *row, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  usher_sandbox_json_add_string (builder, "id", TEXT (0));
  usher_sandbox_json_add_string (builder, "name", TEXT (1));
  usher_sandbox_json_add_string (builder, "externalId", TEXT (2));
  usher_sandbox_json_add_string (builder, "address", TEXT (3));
  usher_sandbox_json_add_text (builder, "path", TEXT (4));
  usher_sandbox_json_add_string (builder, "occupancyPercent", TEXT (5));
  usher_sandbox_json_add_string (builder, "dataCollectionStopDate", TEXT (6));
  json_builder_end_object (builder);
}

static gboolean
write_sites (UsherSandbox *sandbox, gint64 company, JsonBuilder *builder, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT " USHER_SANDBOX_SITE_COLUMNS " FROM site s WHERE s.company = ?"
                            " ORDER BY s.key",
                            "i", company);

  json_builder_set_member_name (builder, "sites");
  json_builder_begin_array (builder);
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    usher_sandbox_write_site (row, builder);
  json_builder_end_array (builder);
  return walked (local, error);
}

/**
 * usher_sandbox_write_company:
 * @sandbox: the service
 * @row: a row of %USHER_SANDBOX_COMPANY_COLUMNS
 * @builder: where the object goes
 * @error: return location for an error of the database
 *
 * Writes a company with its sites.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_write_company (UsherSandbox *sandbox,
                             UsherSandboxStatement *row,
                             JsonBuilder *builder,
                             GError **error)
{
  gboolean ok;

  json_builder_begin_object (builder);
  usher_sandbox_json_add_string (builder, "id", TEXT (1));
  usher_sandbox_json_add_string (builder, "name", TEXT (2));
  usher_sandbox_json_add_string (builder, "externalId", TEXT (3));
  usher_sandbox_json_add_bool (builder, "isDemandEnabled", sqlite3_column_int (row, 4) != 0);
  usher_sandbox_json_add_string (builder, "dataCollectionStartDate", TEXT (5));
  usher_sandbox_json_add_bool (builder, "isImpliedMeteringEnabled", FALSE);
  usher_sandbox_json_add_string (builder, "impliedMeteringFraction", "0.00");
  usher_sandbox_json_add_bool (builder, "isBasicIdentifierMappingEnabled", FALSE);
  usher_sandbox_json_add_bool (builder, "isLowAccuracyModeEnabled", FALSE);
  usher_sandbox_json_add_text (builder, "users", TEXT (6));
  ok = write_sites (sandbox, sqlite3_column_int64 (row, 0), builder, error);
  json_builder_end_object (builder);
  return ok;
}

static gboolean
write_site_ids (UsherSandbox *sandbox, gint64 connection, JsonBuilder *builder, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT s.id FROM connection_site cs JOIN site s ON s.key = cs.site"
                            " WHERE cs.connection = ? ORDER BY s.key",
                            "i", connection);

  json_builder_set_member_name (builder, "initialSites");
  json_builder_begin_array (builder);
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    json_builder_add_string_value (builder, TEXT (0));
  json_builder_end_array (builder);
  return walked (local, error);
}

/**
 * usher_sandbox_write_connection:
 * @sandbox: the service
 * @row: a row of %USHER_SANDBOX_CONNECTION_COLUMNS
 * @builder: where the object goes
 * @error: return location for an error of the database
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_write_connection (UsherSandbox *sandbox,
                                UsherSandboxStatement *row,
                                JsonBuilder *builder,
                                GError **error)
{
  gboolean ok;

  json_builder_begin_object (builder);
  usher_sandbox_json_add_string (builder, "id", TEXT (1));
  usher_sandbox_json_add_time (builder, "created", TIME (15));
  usher_sandbox_json_add_time (builder, "updated", TIME (16));
  json_builder_set_member_name (builder, "datasource");
  json_builder_begin_object (builder);
  usher_sandbox_json_add_string (builder, "name", TEXT (2));
  usher_sandbox_json_add_string (builder, "url", TEXT (3));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "company");
  json_builder_begin_object (builder);
  usher_sandbox_json_add_string (builder, "id", TEXT (17));
  usher_sandbox_json_add_string (builder, "name", TEXT (18));
  usher_sandbox_json_add_string (builder, "externalId", TEXT (19));
  json_builder_end_object (builder);
  usher_sandbox_json_add_string (builder, "url", TEXT (3));
  usher_sandbox_json_add_string (builder, "status", TEXT (4));
  usher_sandbox_json_add_string (builder, "statusErrorDetail", TEXT (5));
  usher_sandbox_json_add_time (builder, "statusLastUpdateTime", TIME (6));
  usher_sandbox_json_add_time (builder, "statusFirstSeenTime", TIME (7));
  usher_sandbox_json_add_string (builder, "country", TEXT (8));
  ok = write_site_ids (sandbox, sqlite3_column_int64 (row, 0), builder, error);
  usher_sandbox_json_add_text (builder, "initialDatasourceTypes", TEXT (9));
  usher_sandbox_json_add_string (builder, "username", TEXT (10));
  /* An empty text would not be an address, and the member is not nullable: without an owner it is
   * left out. */
  if (TEXT (11) != NULL && *TEXT (11) != '\0')
    usher_sandbox_json_add_string (builder, "workflowOwnerEmail", TEXT (11));
  usher_sandbox_json_add_string (builder, "dataCollectionStartDate", TEXT (12));
  usher_sandbox_json_add_bool (builder, "multiplyByOccupancy", sqlite3_column_int (row, 13) != 0);
  usher_sandbox_json_add_string (builder, "externalId", TEXT (14));
  usher_sandbox_json_add_bool (builder, "isActive", TRUE);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return ok;
}

static gboolean
write_created_connections (UsherSandbox *sandbox,
                           gint64 invitation,
                           JsonBuilder *builder,
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
      json_builder_begin_object (builder);
      usher_sandbox_json_add_string (builder, "id", TEXT (0));
      usher_sandbox_json_add_string (builder, "datasourceName", TEXT (1));
      usher_sandbox_json_add_string (builder, "status", TEXT (2));
      usher_sandbox_json_add_time (builder, "created", TIME (3));
      json_builder_end_object (builder);
    }
  return walked (local, error);
}

/* Oldest first (contract 3.7: chronological). */
static gboolean
write_events (UsherSandbox *sandbox, gint64 invitation, JsonBuilder *builder, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT id, kind, email, at, user_agent, ip_address FROM event"
                            " WHERE invitation = ? ORDER BY at, key",
                            "i", invitation);

  json_builder_set_member_name (builder, "events");
  json_builder_begin_array (builder);
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      json_builder_begin_object (builder);
      usher_sandbox_json_add_string (builder, "id", TEXT (0));
      usher_sandbox_json_add_string (builder, "eventType", TEXT (1));
      usher_sandbox_json_add_string (builder, "email", TEXT (2));
      usher_sandbox_json_add_time (builder, "createdAt", TIME (3));
      if (TEXT (4) != NULL)
        usher_sandbox_json_add_string (builder, "userAgent", TEXT (4));
      if (TEXT (5) != NULL)
        usher_sandbox_json_add_string (builder, "ipAddress", TEXT (5));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return walked (local, error);
}

/**
 * usher_sandbox_write_invitation:
 * @sandbox: the service
 * @row: a row of %USHER_SANDBOX_INVITATION_COLUMNS
 * @with_events: whether the activity log is in it: in the detail only (contract 3.6)
 * @builder: where the object goes
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
                                JsonBuilder *builder,
                                GError **error)
{
  gint64 key = sqlite3_column_int64 (row, 0);
  gint64 use_count = sqlite3_column_int64 (row, 10);
  g_autofree char *token = usher_sandbox_link_dup_token (sandbox, TEXT (1), TEXT (2));
  g_autofree char *url = usher_sandbox_link_dup_url (sandbox, token);
  gboolean ok = TRUE;

  json_builder_begin_object (builder);
  usher_sandbox_json_add_string (builder, "id", TEXT (1));
  usher_sandbox_json_add_string (builder, "token", token);
  usher_sandbox_json_add_string (builder, "invitationType", TEXT (3));
  usher_sandbox_json_add_string (builder, "status", TEXT (4));
  usher_sandbox_json_add_string (builder, "invitationUrl", url);
  usher_sandbox_json_add_string (builder, "companyId", TEXT (5));
  usher_sandbox_json_add_string (builder, "connectionId", TEXT (6));
  usher_sandbox_json_add_text (builder, "allowedEmails", TEXT (7));
  usher_sandbox_json_add_time (builder, "expiresAt", TIME (8));
  json_builder_set_member_name (builder, "maxUses");
  if (sqlite3_column_type (row, 9) == SQLITE_NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, sqlite3_column_int64 (row, 9));
  usher_sandbox_json_add_int (builder, "useCount", use_count);
  usher_sandbox_json_add_time (builder, "createdAt", TIME (11));
  usher_sandbox_json_add_text (builder, "prefill", TEXT (12));
  json_builder_set_member_name (builder, "createdConnections");
  json_builder_begin_array (builder);
  if (use_count > 0)
    ok = write_created_connections (sandbox, key, builder, error);
  json_builder_end_array (builder);
  if (ok && with_events)
    ok = write_events (sandbox, key, builder, error);
  json_builder_end_object (builder);
  return ok;
}

/**
 * usher_sandbox_write_invitation_by_key:
 * @sandbox: the service
 * @key: its key
 * @with_events: whether the activity log is in it
 * @builder: where the object goes
 * @error: return location for an error of [error@SandboxRuleError], among others
 *
 * Reads and writes one invitation.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_write_invitation_by_key (UsherSandbox *sandbox, gint64 key, gboolean with_events,
                                       JsonBuilder *builder, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT " USHER_SANDBOX_INVITATION_COLUMNS
                            " FROM invitation i JOIN company c ON c.key = i.company"
                            " LEFT JOIN connection n ON n.key = i.connection WHERE i.key = ?",
                            "i", key);

  if (row != NULL && usher_sandbox_statement_step (row, &local))
    return usher_sandbox_write_invitation (sandbox, row, with_events, builder, error);
  if (local == NULL)
    g_set_error_literal (
        &local, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_UNKNOWN, "Not found.");
  g_propagate_error (error, local);
  return FALSE;
}
