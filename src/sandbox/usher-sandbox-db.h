/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define USHER_SANDBOX_DB_ERROR (usher_sandbox_db_error_quark ())

/**
 * UsherSandboxDbError:
 * @USHER_SANDBOX_DB_ERROR_FOLDER: the data folder cannot be made or written
 * @USHER_SANDBOX_DB_ERROR_IN_USE: another process has the data folder open
 * @USHER_SANDBOX_DB_ERROR_NEWER: a newer version made the data
 * @USHER_SANDBOX_DB_ERROR_CORRUPT: the file is damaged or is no database
 * @USHER_SANDBOX_DB_ERROR_FULL: no room left on the disk
 * @USHER_SANDBOX_DB_ERROR_ENGINE: anything else that SQLite says
 */
typedef enum
{
  USHER_SANDBOX_DB_ERROR_FOLDER,
  USHER_SANDBOX_DB_ERROR_IN_USE,
  USHER_SANDBOX_DB_ERROR_NEWER,
  USHER_SANDBOX_DB_ERROR_CORRUPT,
  USHER_SANDBOX_DB_ERROR_FULL,
  USHER_SANDBOX_DB_ERROR_ENGINE,
} UsherSandboxDbError;

GQuark usher_sandbox_db_error_quark (void);

typedef struct _UsherSandboxDb UsherSandboxDb;

/* A prepared statement that the database keeps; an autoptr of it resets it at the end of the scope. */
typedef sqlite3_stmt UsherSandboxStatement;

UsherSandboxDb *usher_sandbox_db_open  (const char *dir, GError **error);
void            usher_sandbox_db_close (UsherSandboxDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxDb, usher_sandbox_db_close)

gboolean        usher_sandbox_db_set_up  (UsherSandboxDb *self, GError **error);
gboolean        usher_sandbox_db_execute (UsherSandboxDb *self, const char *sql, GError **error);

/* types: one letter a parameter. s: text or NULL; i: gint64; t: gint64 time, NULL when it is
 * USHER_SANDBOX_NEVER. sql must be a literal: it is the key of the cache. */
UsherSandboxStatement *usher_sandbox_db_query (UsherSandboxDb *self, GError **error, const char *sql,
                                               const char *types, ...);
gboolean               usher_sandbox_db_run   (UsherSandboxDb *self, GError **error, const char *sql,
                                               const char *types, ...);
/* TRUE: there is a row. FALSE without an error: there is none. */
gboolean               usher_sandbox_statement_step  (UsherSandboxStatement *statement, GError **error);
void                   usher_sandbox_statement_reset (UsherSandboxStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxStatement, usher_sandbox_statement_reset)

const char *usher_sandbox_statement_get_text (UsherSandboxStatement *statement, int column);
gint64      usher_sandbox_statement_get_time (UsherSandboxStatement *statement, int column);
gint64      usher_sandbox_db_get_last_key    (UsherSandboxDb *self);
int         usher_sandbox_db_get_changes     (UsherSandboxDb *self);

gboolean usher_sandbox_db_begin    (UsherSandboxDb *self, GError **error);
gboolean usher_sandbox_db_commit   (UsherSandboxDb *self, GError **error);
void     usher_sandbox_db_rollback (UsherSandboxDb *self);

char    *usher_sandbox_db_dup_meta (UsherSandboxDb *self, const char *name, GError **error);
gboolean usher_sandbox_db_set_meta (UsherSandboxDb *self, const char *name, const char *value,
                                    GError **error);

G_END_DECLS
