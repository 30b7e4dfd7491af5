/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the store and of the journal, as the steps that lead to them. A step that was
 * released is never changed; a new version of the tables is one more step at the end.
 *
 * Times are microseconds since the epoch; USHER_TIME_NONE stands as the number it is. Kinds and
 * statuses are the numbers of their enumerations: a step that renumbers them must rewrite the rows. */
#include "store/usher-store-schema.h"

/* row_id is AUTOINCREMENT so that no id is ever used for another row: list models hold row ids.
 * search is folded text in lines: the id, the addresses (a bare line when there are none), then the
 * providers. has_log tells an empty log from one that was never fetched. */
static const char store_1[] =
  "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE companies ("
  "  id TEXT PRIMARY KEY, name TEXT, position INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE connections ("
  "  id TEXT PRIMARY KEY, company_id TEXT NOT NULL, position INTEGER NOT NULL,"
  "  search TEXT NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE INDEX connections_by_company ON connections (company_id, position);"
  "CREATE TABLE invitations ("
  "  row_id INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
  "  company_id TEXT, connection_id TEXT, kind INTEGER NOT NULL, status INTEGER NOT NULL,"
  "  is_open INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,"
  "  use_count INTEGER NOT NULL, last_event_at INTEGER NOT NULL, has_log INTEGER NOT NULL,"
  "  search TEXT NOT NULL, json TEXT NOT NULL);"
  "CREATE INDEX invitations_by_company ON invitations (company_id);"
  "CREATE TABLE events ("
  "  invitation INTEGER NOT NULL REFERENCES invitations (row_id) ON DELETE CASCADE,"
  "  position INTEGER NOT NULL, json TEXT NOT NULL,"
  "  PRIMARY KEY (invitation, position)) WITHOUT ROWID;";

static const char * const store_steps[] = { store_1, NULL };

const UsherDatabaseKind usher_store_kind = {
  .application_id = 0x55736874, /* "Usht", for file(1) */
  .steps = store_steps,
};

static const char journal_1[] =
  "CREATE TABLE intents ("
  "  id TEXT PRIMARY KEY, kind INTEGER NOT NULL, state INTEGER NOT NULL, created_at INTEGER NOT NULL,"
  "  invitation_id TEXT, summary TEXT, message TEXT, draft TEXT) WITHOUT ROWID;";

static const char * const journal_steps[] = { journal_1, NULL };

const UsherDatabaseKind usher_journal_kind = {
  .application_id = 0x5573686a, /* "Ushj" */
  .steps = journal_steps,
  .full_sync = TRUE,
};
