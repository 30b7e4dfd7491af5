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

/* How far it got: how often it was opened, since when it is fulfilled, and when its log was read last, for
 * which those that somebody may open any day are found by an index. The long number is USHER_TIME_NONE. What
 * version 1 had of logs is counted; a day that no log tells comes with the next change, or not at all.
 * The words of events are those that usher_event_new_from_json() takes. */
#define EVENT_MEMBER(a, b, c) \
  "CASE WHEN json_valid (json) THEN coalesce (json_extract (json, '$." a "')," \
  " json_extract (json, '$." b "'), json_extract (json, '$." c "')) END"
static const char store_2[] =
  "ALTER TABLE invitations ADD COLUMN n_viewed INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE invitations ADD COLUMN fulfilled_at INTEGER NOT NULL DEFAULT -9223372036854775808;"
  "ALTER TABLE invitations ADD COLUMN log_at INTEGER NOT NULL DEFAULT -9223372036854775808;"
  "CREATE INDEX invitations_to_read ON invitations (log_at) WHERE status = 1 AND use_count = 0;"
  "CREATE TEMP TABLE step_2 AS SELECT invitation,"
  "  upper (" EVENT_MEMBER ("eventType", "type", "event") ") AS kind,"
  "  strftime ('%s', " EVENT_MEMBER ("createdAt", "created", "timestamp") ") * 1000000 AS time"
  "  FROM events;"
  "CREATE INDEX temp.step_2_by_invitation ON step_2 (invitation, kind);"
  "UPDATE invitations SET n_viewed ="
  "  (SELECT count (*) FROM step_2 WHERE invitation = row_id AND kind = 'VIEWED');"
  "UPDATE invitations SET fulfilled_at = coalesce ("
  "  (SELECT max (time) FROM step_2 WHERE invitation = row_id AND kind = 'USED'), fulfilled_at)"
  "  WHERE status = 4;" /* USHER_INVITATION_STATUS_FULFILLED, see above */
  "DROP TABLE step_2;";

static const char * const store_steps[] = { store_1, store_2, NULL };

const UsherDatabaseKind usher_store_kind = {
  .application_id = 0x55736874, /* "Usht", for file(1) */
  .steps = store_steps,
};

static const char journal_1[] =
  "CREATE TABLE intents ("
  "  id TEXT PRIMARY KEY, kind INTEGER NOT NULL, state INTEGER NOT NULL, created_at INTEGER NOT NULL,"
  "  invitation_id TEXT, summary TEXT, message TEXT, draft TEXT) WITHOUT ROWID;";

/* owner is the program that has a queued one or one on its way in hand: see usher-journal-owner.h. Times
 * are NULL where there is none. mails_to is one folded address a line; candidates is one id a line. */
static const char journal_2[] =
  "ALTER TABLE intents ADD COLUMN owner TEXT;"
  "ALTER TABLE intents ADD COLUMN due_at INTEGER;"
  "ALTER TABLE intents ADD COLUMN sent_at INTEGER;"
  "ALTER TABLE intents ADD COLUMN clock_offset INTEGER;"
  "ALTER TABLE intents ADD COLUMN mails_to TEXT;"
  "ALTER TABLE intents ADD COLUMN found INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE intents ADD COLUMN candidates TEXT;";

static const char * const journal_steps[] = { journal_1, journal_2, NULL };

const UsherDatabaseKind usher_journal_kind = {
  .application_id = 0x5573686a, /* "Ushj" */
  .steps = journal_steps,
  .full_sync = TRUE,
};
