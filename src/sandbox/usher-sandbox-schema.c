/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables of the sandbox service. A change is a new script at the end, never an edit of an old
 * one: there are data folders that stand at every version. No code, no thread. */

#include "sandbox/usher-sandbox-schema.h"

/* - `key` is SQLite's row id, which never leaves the service; `id` is the UUID of the API.
 * - Times are microseconds since the epoch. What is a list or an object and is never searched is
 *   kept as JSON text.
 * - invitation.status is kept and not worked out, so that a page of one status is a range of an
 *   index and a total is one row of invitation_count. usher_sandbox_rules_settle() moves ACTIVE to
 *   EXPIRED when the time has come. */
static const char version_1[] =
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"

  "CREATE TABLE provider ("
  "  key INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL,"
  "  url TEXT NOT NULL UNIQUE,"
  "  country TEXT NOT NULL,"
  "  utility_types TEXT NOT NULL,"
  "  needs_mfa INTEGER NOT NULL DEFAULT 0);"

  "CREATE TABLE company ("
  "  key INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL,"
  "  external_id TEXT,"
  "  is_foreign INTEGER NOT NULL DEFAULT 0,"
  "  is_demand_enabled INTEGER NOT NULL DEFAULT 0,"
  "  start_date TEXT NOT NULL,"
  "  users TEXT NOT NULL DEFAULT '[]');"

  "CREATE TABLE site ("
  "  key INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  company INTEGER NOT NULL REFERENCES company (key),"
  "  name TEXT NOT NULL,"
  "  external_id TEXT,"
  "  address TEXT NOT NULL,"
  "  path TEXT NOT NULL DEFAULT '[]',"
  "  occupancy TEXT,"
  "  stop_date TEXT);"
  "CREATE INDEX site_of_company ON site (company);"

  "CREATE TABLE connection ("
  "  key INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL,"
  "  company INTEGER NOT NULL REFERENCES company (key),"
  "  datasource_name TEXT NOT NULL,"
  "  datasource_url TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  status_detail TEXT,"
  "  status_updated INTEGER NOT NULL,"
  "  status_first_seen INTEGER,"
  "  due_status TEXT," /* what it becomes by itself, at due_at: a new connection is checked */
  "  due_at INTEGER,"
  "  country TEXT NOT NULL,"
  "  utility_types TEXT NOT NULL DEFAULT '[]',"
  "  username TEXT NOT NULL,"
  "  owner_email TEXT NOT NULL,"
  "  start_date TEXT NOT NULL,"
  "  multiply_by_occupancy INTEGER NOT NULL DEFAULT 0,"
  "  external_id TEXT,"
  "  created INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL);"
  "CREATE UNIQUE INDEX connection_by_id ON connection (id);"
  "CREATE INDEX connection_of_company ON connection (company);"
  "CREATE INDEX connection_by_status ON connection (company, status);"
  "CREATE INDEX connection_by_owner ON connection (company, owner_email);"
  "CREATE INDEX connection_due ON connection (due_at) WHERE due_at IS NOT NULL;"

  "CREATE TABLE connection_site ("
  "  connection INTEGER NOT NULL REFERENCES connection (key),"
  "  site INTEGER NOT NULL REFERENCES site (key),"
  "  PRIMARY KEY (connection, site)) WITHOUT ROWID;"
  "CREATE INDEX connection_by_site ON connection_site (site);"

  "CREATE TABLE invitation ("
  "  key INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL,"
  "  token TEXT NOT NULL,"
  "  token_hash INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  company INTEGER NOT NULL REFERENCES company (key),"
  "  connection INTEGER REFERENCES connection (key),"
  "  allowed_emails TEXT NOT NULL,"
  "  expires_at INTEGER,"
  "  max_uses INTEGER,"
  "  use_count INTEGER NOT NULL DEFAULT 0,"
  "  created_at INTEGER NOT NULL,"
  "  prefill TEXT NOT NULL);"
  "CREATE UNIQUE INDEX invitation_by_id ON invitation (id);"
  "CREATE INDEX invitation_by_token ON invitation (token_hash);"
  "CREATE INDEX invitation_of_company ON invitation (company);"
  "CREATE INDEX invitation_by_status ON invitation (company, status);"
  "CREATE INDEX invitation_due ON invitation (expires_at)"
  "  WHERE status = 'ACTIVE' AND expires_at IS NOT NULL;"

  "CREATE TABLE created_connection ("
  "  invitation INTEGER NOT NULL REFERENCES invitation (key),"
  "  connection INTEGER NOT NULL REFERENCES connection (key),"
  "  PRIMARY KEY (invitation, connection)) WITHOUT ROWID;"

  "CREATE TABLE event ("
  "  key INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL,"
  "  invitation INTEGER NOT NULL REFERENCES invitation (key),"
  "  kind TEXT NOT NULL,"
  "  email TEXT,"
  "  at INTEGER NOT NULL,"
  "  user_agent TEXT,"
  "  ip_address TEXT);"
  "CREATE INDEX event_of_invitation ON event (invitation);"

  "CREATE TABLE invitation_count ("
  "  company INTEGER NOT NULL,"
  "  status TEXT NOT NULL,"
  "  n INTEGER NOT NULL,"
  "  PRIMARY KEY (company, status)) WITHOUT ROWID;"
  "CREATE TRIGGER invitation_counted AFTER INSERT ON invitation BEGIN"
  "  INSERT INTO invitation_count VALUES (NEW.company, NEW.status, 1)"
  "    ON CONFLICT DO UPDATE SET n = n + 1;"
  "END;"
  "CREATE TRIGGER invitation_recounted AFTER UPDATE OF status ON invitation"
  "  WHEN OLD.status <> NEW.status BEGIN"
  "  UPDATE invitation_count SET n = n - 1 WHERE company = OLD.company AND status = OLD.status;"
  "  INSERT INTO invitation_count VALUES (NEW.company, NEW.status, 1)"
  "    ON CONFLICT DO UPDATE SET n = n + 1;"
  "END;";

/* What a recipient goes through.
 * - invitation.token is empty from here on: tokens are derived from the id (usher-sandbox-link.c), so
 *   that no row holds what opens a link.
 * - mail_link: who was mailed which invitation; the link itself is derived as well.
 * - email_code: the code that was mailed last to an address, as a digest.
 * - visit: how far somebody has come. A password is nowhere; outcome says whether it was right. */
static const char version_2[] =
  "ALTER TABLE company ADD COLUMN brand_name TEXT;"
  "ALTER TABLE company ADD COLUMN brand_color TEXT;"
  "ALTER TABLE company ADD COLUMN brand_logo TEXT;"
  /* The one company of the demo data that has a brand, in folders that are older than brands. */
  "UPDATE company SET brand_name = 'Kestrel Green', brand_color = '#0b6e4f',"
  "  brand_logo = 'https://brand.kestrel.example.com/logo.svg'"
  "  WHERE name = 'Kestrel Hotels' AND NOT is_foreign;"

  "CREATE TABLE mail_link ("
  "  invitation INTEGER NOT NULL REFERENCES invitation (key),"
  "  email TEXT NOT NULL,"
  "  token_hash INTEGER NOT NULL,"
  "  PRIMARY KEY (invitation, email)) WITHOUT ROWID;"
  "CREATE INDEX mail_link_by_token ON mail_link (token_hash);"

  "CREATE TABLE email_code ("
  "  invitation INTEGER NOT NULL REFERENCES invitation (key),"
  "  email TEXT NOT NULL,"
  "  digest TEXT NOT NULL,"
  "  expires_at INTEGER NOT NULL,"
  "  tries INTEGER NOT NULL DEFAULT 0,"
  "  n_sent INTEGER NOT NULL DEFAULT 1,"
  "  first_sent_at INTEGER NOT NULL,"
  "  PRIMARY KEY (invitation, email)) WITHOUT ROWID;"

  "CREATE TABLE visit ("
  "  key INTEGER PRIMARY KEY,"
  "  digest TEXT NOT NULL UNIQUE,"
  "  invitation INTEGER NOT NULL REFERENCES invitation (key),"
  "  seen_at INTEGER NOT NULL,"
  "  asked_email TEXT,"
  "  email TEXT,"
  "  provider_name TEXT,"
  "  provider_url TEXT,"
  "  country TEXT,"
  "  utility_types TEXT,"
  "  needs_mfa INTEGER NOT NULL DEFAULT 0,"
  "  has_chosen INTEGER NOT NULL DEFAULT 0,"
  "  username TEXT,"
  "  outcome TEXT,"
  "  mfa_tries INTEGER NOT NULL DEFAULT 0,"
  "  locked_until INTEGER NOT NULL DEFAULT 0,"
  "  connection INTEGER REFERENCES connection (key));"
  "CREATE INDEX visit_of_invitation ON visit (invitation);";

/* The provider of the documented test values had the service's own name, which no page of a brand may show. */
static const char version_3[] =
  "UPDATE provider SET name = 'Test Utility' WHERE url = 'https://nectarclimate.com';"
  "UPDATE connection SET datasource_name = 'Test Utility'"
  "  WHERE datasource_url = 'https://nectarclimate.com';";

const char * const usher_sandbox_schema[] = { version_1, version_2, version_3 };
const int usher_sandbox_schema_version = G_N_ELEMENTS (usher_sandbox_schema);
