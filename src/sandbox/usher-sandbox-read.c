/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The endpoints that only read (contract 2, 3.6, 3.7, 4, 5, 6). Each has the signature of
 * UsherSandboxHandler and leaves its answer in @answer. Main thread. */

#include "sandbox/usher-sandbox-read.h"

#include "sandbox/usher-sandbox-find.h"
#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox-objects.h"
#include "sandbox/usher-sandbox-validate.h"
#include "usher-config.h"

#define MAX_CONNECTION_LIMIT 500

/* A bound on how many `sites` a filter may name. */
#define MAX_SITES 500

/* Sends what was built, or what went wrong instead. */
static void
conclude (UsherSandboxAnswer *answer, UsherSandboxJson *json, GError *error)
{
  if (error != NULL)
    usher_sandbox_answer_error (answer, error);
  else
    usher_sandbox_answer_json (answer, SOUP_STATUS_OK, json);
}

static GHashTable *
parse_query (const UsherSandboxRequest *request, UsherSandboxAnswer *answer)
{
  GHashTable *query = usher_sandbox_query_parse (request->query);

  if (query == NULL)
    usher_sandbox_answer_detail (
        answer, SOUP_STATUS_BAD_REQUEST, "The query string cannot be read.");
  return query;
}

static gboolean
refuse_if_any (UsherSandboxAnswer *answer, JsonObject *errors)
{
  if (json_object_get_size (errors) == 0)
    return FALSE;
  usher_sandbox_answer_refuse (answer, errors);
  return TRUE;
}

/* The first column of the first row; 0 if there is no row. */
static gint64
take_number (UsherSandboxStatement *statement, GError **error)
{
  g_autoptr (UsherSandboxStatement) row = statement;

  return row != NULL && usher_sandbox_statement_step (row, error) ? sqlite3_column_int64 (row, 0)
                                                                  : 0;
}

/**
 * usher_sandbox_read_ping:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /ping`: the key works (contract 1).
 */
void
usher_sandbox_read_ping (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                         UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();

  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "status", "ok");
  usher_sandbox_json_add_string (json, "version", request->version);
  usher_sandbox_json_add_string (json, "service", "usher-sandbox " USHER_VERSION);
  usher_sandbox_json_end_object (json);
  conclude (answer, json, NULL);
}

/**
 * usher_sandbox_read_companies:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /company`: a bare array (contract 4).
 */
void
usher_sandbox_read_companies (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                              UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &error,
                            "SELECT " USHER_SANDBOX_COMPANY_COLUMNS " FROM company c"
                            " WHERE NOT c.is_foreign ORDER BY c.key",
                            "");

  usher_sandbox_json_begin_array (json, NULL);
  while (row != NULL && usher_sandbox_statement_step (row, &error)
         && usher_sandbox_write_company (sandbox, row, json, &error))
    ;
  usher_sandbox_json_end_array (json);
  conclude (answer, json, error);
}

/**
 * usher_sandbox_read_company:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /company/{company_id}`.
 */
void
usher_sandbox_read_company (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                            UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  gint64 company;

  if (!usher_sandbox_find_company (sandbox, request->argument, &company, answer))
    return;
  row = usher_sandbox_db_query (sandbox->db, &error,
                                "SELECT " USHER_SANDBOX_COMPANY_COLUMNS " FROM company c"
                                " WHERE c.key = ?",
                                "i", company);
  if (row != NULL && usher_sandbox_statement_step (row, &error))
    usher_sandbox_write_company (sandbox, row, json, &error);
  conclude (answer, json, error);
}

/**
 * usher_sandbox_read_site:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /site/{site_id}`.
 */
void
usher_sandbox_read_site (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                         UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  gint64 site;

  if (!usher_sandbox_find_site (sandbox, request->argument, &site, answer))
    return;
  row = usher_sandbox_db_query (sandbox->db, &error,
                                "SELECT " USHER_SANDBOX_SITE_COLUMNS " FROM site s WHERE s.key = ?", "i",
                                site);
  if (row != NULL && usher_sandbox_statement_step (row, &error))
    usher_sandbox_write_site (row, json);
  conclude (answer, json, error);
}

/**
 * usher_sandbox_read_sites:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /site/company/{company_id}`: a page.
 */
void
usher_sandbox_read_sites (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                          UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (JsonObject) errors = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) query = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  UsherSandboxPage page;
  gint64 company;

  if (!usher_sandbox_find_company (sandbox, request->argument, &company, answer))
    return;
  query = parse_query (request, answer);
  if (query == NULL)
    return;
  usher_sandbox_page_read (&page, query, 0, errors);
  if (refuse_if_any (answer, errors))
    return;
  usher_sandbox_page_settle (&page,
                             take_number (usher_sandbox_db_query (sandbox->db, &error,
                                                                  "SELECT count(*) FROM site"
                                                                  " WHERE company = ?",
                                                                  "i", company),
                                          &error));
  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_page_envelope (&page, "totalSites", json);
  usher_sandbox_json_begin_array (json, "sites");
  if (error == NULL)
    row = usher_sandbox_db_query (sandbox->db, &error,
                                  "SELECT " USHER_SANDBOX_SITE_COLUMNS " FROM site s"
                                  " WHERE s.company = ? ORDER BY s.key LIMIT ? OFFSET ?",
                                  "iii", company, page.per_page, page.offset);
  while (row != NULL && usher_sandbox_statement_step (row, &error))
    usher_sandbox_write_site (row, json);
  usher_sandbox_json_end_array (json);
  usher_sandbox_json_end_object (json);
  conclude (answer, json, error);
}

/* The `sites` filter as a JSON array for json_each(); NULL if it is not given. */
static char *
read_sites_filter (GHashTable *query, JsonObject *errors)
{
  GPtrArray *sites = g_hash_table_lookup (query, "sites");
  g_autoptr (GString) json = NULL;

  if (sites == NULL)
    return NULL;
  if (sites->len > MAX_SITES)
    usher_sandbox_refuse (errors, "sites", "At most %d sites.", MAX_SITES);
  json = g_string_new ("[");
  for (guint i = 0; i < sites->len && i < MAX_SITES; i++)
    {
      g_autofree char *id = g_ascii_strdown (g_ptr_array_index (sites, i), -1);

      if (!usher_sandbox_is_uuid (id))
        usher_sandbox_refuse (errors, "sites", "Item %u: Must be a valid UUID.", i + 1);
      else
        g_string_append_printf (json, "%s\"%s\"", json->len > 1 ? "," : "", id);
    }
  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* Which connections are meant; a parameter that is NULL does not filter. */
#define CONNECTION_FILTER                                                                          \
  " WHERE n.company = ?1 AND (?2 IS NULL OR n.status = ?2)"                                        \
  " AND (?3 IS NULL OR n.owner_email = ?3)"                                                        \
  " AND (?4 IS NULL OR EXISTS (SELECT 1 FROM connection_site cs JOIN site s ON s.key = cs.site"    \
  "  WHERE cs.connection = n.key AND s.id IN (SELECT value FROM json_each (?4))))"

/**
 * usher_sandbox_read_connections:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /connection/company/{company_id}`: a page, with `limit` and filters (contract 5.1).
 */
void
usher_sandbox_read_connections (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (JsonObject) errors = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) query = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  g_autofree char *sites = NULL;
  const char *status, *owner;
  UsherSandboxPage page;
  gint64 company;

  if (!usher_sandbox_find_company (sandbox, request->argument, &company, answer))
    return;
  query = parse_query (request, answer);
  if (query == NULL)
    return;
  usher_sandbox_page_read (&page, query, MAX_CONNECTION_LIMIT, errors);
  status = usher_sandbox_query_get (query, "status");
  if (status != NULL && !usher_sandbox_is_connection_status (status))
    usher_sandbox_refuse (errors, "status", "This is not a valid choice.");
  owner = usher_sandbox_query_get (query, "connectionOwnerEmail");
  if (owner != NULL && *owner == '\0')
    usher_sandbox_refuse (errors, "connectionOwnerEmail", "This field may not be blank.");
  sites = read_sites_filter (query, errors);
  if (refuse_if_any (answer, errors))
    return;
  usher_sandbox_page_settle (
      &page,
      take_number (usher_sandbox_db_query (sandbox->db,
                                           &error,
                                           "SELECT count(*) FROM connection n" CONNECTION_FILTER,
                                           "isss",
                                           company,
                                           status,
                                           owner,
                                           sites),
                   &error));
  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_page_envelope (&page, "totalConnections", json);
  usher_sandbox_json_begin_array (json, "connections");
  if (error == NULL)
    row =
        usher_sandbox_db_query (sandbox->db,
                                &error,
                                "SELECT " USHER_SANDBOX_CONNECTION_COLUMNS
                                " FROM connection n JOIN company c ON c.key = n.company"
                                " WHERE n.key IN (SELECT n.key FROM connection n" CONNECTION_FILTER
                                "  ORDER BY n.key LIMIT ?5 OFFSET ?6) ORDER BY n.key",
                                "isssii",
                                company,
                                status,
                                owner,
                                sites,
                                page.per_page,
                                page.offset);
  while (row != NULL && usher_sandbox_statement_step (row, &error)
         && usher_sandbox_write_connection (sandbox, row, json, &error))
    ;
  usher_sandbox_json_end_array (json);
  usher_sandbox_json_end_object (json);
  conclude (answer, json, error);
}

/**
 * usher_sandbox_read_connection:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /connection/{connection_id}/details`.
 */
void
usher_sandbox_read_connection (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                               UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  gint64 connection;

  if (!usher_sandbox_find_connection (sandbox, request->argument, &connection, NULL, answer))
    return;
  row = usher_sandbox_db_query (
      sandbox->db,
      &error,
      "SELECT " USHER_SANDBOX_CONNECTION_COLUMNS
      " FROM connection n JOIN company c ON c.key = n.company WHERE n.key = ?",
      "i",
      connection);
  if (row != NULL && usher_sandbox_statement_step (row, &error))
    usher_sandbox_write_connection (sandbox, row, json, &error);
  conclude (answer, json, error);
}

/* A page of row ids is found in an index alone, and only its rows are read; newest first. */
static UsherSandboxStatement *
query_invitations (UsherSandbox *sandbox, gint64 company, const char *status,
                   const UsherSandboxPage *page, GError **error)
{
#define INVITATIONS "SELECT " USHER_SANDBOX_INVITATION_COLUMNS                                     \
  " FROM invitation i JOIN company c ON c.key = i.company"                                         \
  " LEFT JOIN connection n ON n.key = i.connection"                                                \
  " WHERE i.key IN (SELECT key FROM invitation WHERE company = ?"
#define PAGE " ORDER BY key DESC LIMIT ? OFFSET ?) ORDER BY i.key DESC"

  if (status != NULL)
    return usher_sandbox_db_query (sandbox->db, error, INVITATIONS " AND status = ?" PAGE, "isii", company,
                                   status, page->per_page, page->offset);
  return usher_sandbox_db_query (
      sandbox->db, error, INVITATIONS PAGE, "iii", company, page->per_page, page->offset);
#undef INVITATIONS
#undef PAGE
}

/**
 * usher_sandbox_read_invitations:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /invitation/company/{company_id}`: a page, newest first, without the activity logs.
 */
void
usher_sandbox_read_invitations (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (JsonObject) errors = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) query = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  const char *status;
  UsherSandboxPage page;
  gint64 company;

  if (!usher_sandbox_find_company (sandbox, request->argument, &company, answer))
    return;
  query = parse_query (request, answer);
  if (query == NULL)
    return;
  usher_sandbox_page_read (&page, query, 0, errors);
  status = usher_sandbox_query_get (query, "status");
  if (status != NULL && !usher_sandbox_is_invitation_status (status))
    usher_sandbox_refuse (errors, "status", "This is not a valid choice.");
  if (refuse_if_any (answer, errors))
    return;
  usher_sandbox_page_settle (
      &page,
      take_number (usher_sandbox_db_query (sandbox->db,
                                           &error,
                                           "SELECT coalesce (sum (n), 0)"
                                           " FROM invitation_count"
                                           " WHERE company = ?1"
                                           " AND (?2 IS NULL OR status = ?2)",
                                           "is",
                                           company,
                                           status),
                   &error));
  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_page_envelope (&page, "totalInvitations", json);
  usher_sandbox_json_begin_array (json, "invitations");
  if (error == NULL)
    row = query_invitations (sandbox, company, status, &page, &error);
  while (row != NULL && usher_sandbox_statement_step (row, &error)
         && usher_sandbox_write_invitation (sandbox, row, FALSE, json, &error))
    ;
  usher_sandbox_json_end_array (json);
  usher_sandbox_json_end_object (json);
  conclude (answer, json, error);
}

/**
 * usher_sandbox_read_invitation:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /invitation/{invitation_id}`: with the activity log.
 */
void
usher_sandbox_read_invitation (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                               UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GError) error = NULL;
  gint64 invitation;

  if (!usher_sandbox_find_invitation (sandbox, request->argument, &invitation, answer))
    return;
  usher_sandbox_write_invitation_by_key (sandbox, invitation, TRUE, json, &error);
  conclude (answer, json, error);
}
