/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The data folder: one SQLite file in WAL mode. Every commit is on the disk before it returns, so
 * what was answered survives a kill -9 and a power cut. Statements are prepared once. Main thread.
 */

#include "sandbox/usher-sandbox-db.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "sandbox/usher-sandbox-schema.h"
#include "sandbox/usher-sandbox.h"

struct _UsherSandboxDb
{
  sqlite3 *handle;        /* (owned) */
  GHashTable *statements; /* (owned) address of the SQL literal -> sqlite3_stmt */
};

G_DEFINE_QUARK (usher-sandbox-db-error-quark, usher_sandbox_db_error)

static void
set_error (GError **error, sqlite3 *handle)
{
  UsherSandboxDbError code;

  switch (sqlite3_errcode (handle) & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_IN_USE,
                           _("Another sandbox service is using this data folder."));
      return;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      code = USHER_SANDBOX_DB_ERROR_CORRUPT;
      break;
    case SQLITE_FULL:
      code = USHER_SANDBOX_DB_ERROR_FULL;
      break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      code = USHER_SANDBOX_DB_ERROR_FOLDER;
      break;
    default:
      code = USHER_SANDBOX_DB_ERROR_ENGINE;
      break;
    }
  /* Translators: %s is the database's own message, in English */
  g_set_error (error, USHER_SANDBOX_DB_ERROR, code, _("The sandbox’s data cannot be used: %s."),
               sqlite3_errmsg (handle));
}

/**
 * usher_sandbox_db_execute:
 * @self: the database
 * @sql: any number of statements, without parameters
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Runs a script.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_db_execute (UsherSandboxDb *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  set_error (error, self->handle);
  return FALSE;
}

static gboolean
migrate (UsherSandboxDb *self, GError **error)
{
  int version = 0;

  if (!usher_sandbox_db_begin (self, error))
    return FALSE;
  {
    g_autoptr (GError) local = NULL;
    g_autoptr (UsherSandboxStatement) statement =
      usher_sandbox_db_query (self, &local, "PRAGMA user_version", "");

    if (statement != NULL && usher_sandbox_statement_step (statement, &local))
      version = sqlite3_column_int (statement, 0);
    if (local != NULL)
      {
        g_propagate_error (error, g_steal_pointer (&local));
        goto fail;
      }
  }
  if (version > usher_sandbox_schema_version)
    {
      g_set_error_literal (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_NEWER,
                           _("A newer version of the sandbox service made this data folder."));
      goto fail;
    }
  for (int i = MAX (version, 0); i < usher_sandbox_schema_version; i++)
    {
      char set_version[48];

      g_snprintf (set_version, sizeof set_version, "PRAGMA user_version = %d", i + 1);
      if (!usher_sandbox_db_execute (self, usher_sandbox_schema[i], error) ||
          !usher_sandbox_db_execute (self, set_version, error))
        goto fail;
    }
  return usher_sandbox_db_commit (self, error);

fail:
  usher_sandbox_db_rollback (self);
  return FALSE;
}

/**
 * usher_sandbox_db_set_up:
 * @self: the database, outside a transaction
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Sets what holds for a connection as long as it is open.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_db_set_up (UsherSandboxDb *self, GError **error)
{
  /* FULL: in WAL mode, NORMAL would lose the last commits in a power cut. The cache is in KiB. */
  return usher_sandbox_db_execute (self,
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA foreign_keys = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA cache_size = -32768;"
                                   "PRAGMA shrink_memory;",
                                   error);
}

/**
 * usher_sandbox_db_open:
 * @dir: the data folder; made with mode 0700 if it is missing
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Opens or makes the database of a data folder, and locks it for this process. The file can be
 * read by its owner only, since it holds the API key and the tokens.
 *
 * Returns: (transfer full) (nullable): the database
 */
UsherSandboxDb *
usher_sandbox_db_open (const char *dir, GError **error)
{
  g_autoptr (UsherSandboxDb) self = NULL;
  g_autofree char *path = g_build_filename (dir, "sandbox.db", NULL);

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      int saved = errno;
      g_autofree char *shown = g_filename_display_name (dir);

      /* Translators: the first %s is a folder, the second the system's reason */
      g_set_error (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_FOLDER,
                   _("The data folder %s cannot be made: %s."), shown, g_strerror (saved));
      return NULL;
    }
  self = g_new0 (UsherSandboxDb, 1);
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sqlite3_finalize);
  if (sqlite3_open_v2 (path,
                       &self->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      set_error (error, self->handle);
      return NULL;
    }
  if (!usher_sandbox_db_execute (
          self, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;", error) ||
      !usher_sandbox_db_set_up (self, error))
    return NULL;
  if (!migrate (self, error))
    return NULL;
  if (g_chmod (path, 0600) != 0)
    {
      g_set_error (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_FOLDER,
                   _("The data folder cannot be kept private: %s."), g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * usher_sandbox_db_close:
 * @self: (transfer full): the database
 *
 * Closes the database.
 */
void
usher_sandbox_db_close (UsherSandboxDb *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->handle, sqlite3_close);
  g_free (self);
}

/* NOLINTBEGIN(clang-analyzer-valist.Uninitialized): whoever calls has begun the list */
static gboolean
bind_all (sqlite3_stmt *statement, const char *types, va_list arguments)
{
  for (int i = 0; types[i] != '\0'; i++)
    {
      int code;

      switch (types[i])
        {
        case 's':
          /* NULL binds as NULL. The copy is what makes it safe to free at once. */
          code = sqlite3_bind_text (statement, i + 1, va_arg (arguments, const char *), -1,
                                    SQLITE_TRANSIENT);
          break;
        case 'i':
          code = sqlite3_bind_int64 (statement, i + 1, va_arg (arguments, gint64));
          break;
        case 't':
          {
            gint64 time = va_arg (arguments, gint64);

            code = time == USHER_SANDBOX_NEVER ? sqlite3_bind_null (statement, i + 1)
                                               : sqlite3_bind_int64 (statement, i + 1, time);
          }
          break;
        default:
          g_assert_not_reached ();
        }
      if (code != SQLITE_OK)
        return FALSE;
    }
  return TRUE;
}
/* NOLINTEND(clang-analyzer-valist.Uninitialized) */

static UsherSandboxStatement *
query_valist (UsherSandboxDb *self, GError **error, const char *sql, const char *types,
              va_list arguments)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
          != SQLITE_OK)
        {
          set_error (error, self->handle);
          return NULL;
        }
      g_hash_table_insert (self->statements, (gpointer) sql, statement);
    }
  if (!bind_all (statement, types, arguments))
    {
      set_error (error, self->handle);
      usher_sandbox_statement_reset (statement);
      return NULL;
    }
  return statement;
}

/**
 * usher_sandbox_db_query:
 * @self: the database
 * @error: return location for an error of [error@SandboxDbError]
 * @sql: one statement, as a string literal
 * @types: one letter a parameter: `s` text, `i` gint64, `t` gint64 time
 * @...: the parameters
 *
 * Prepares a statement, or takes it from the cache, and binds its parameters. The same statement
 * must not be asked for again while it is in use.
 *
 * Returns: (transfer none) (nullable): the statement, to be reset by an autoptr
 */
UsherSandboxStatement *
usher_sandbox_db_query (
    UsherSandboxDb *self, GError **error, const char *sql, const char *types, ...)
{
  UsherSandboxStatement *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = query_valist (self, error, sql, types, arguments);
  va_end (arguments);
  return statement;
}

/**
 * usher_sandbox_db_run:
 * @self: the database
 * @error: return location for an error of [error@SandboxDbError]
 * @sql: one statement that answers no rows, as a string literal
 * @types: as for [func@sandbox_db_query]
 * @...: the parameters
 *
 * Runs a statement to its end.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_db_run (UsherSandboxDb *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (UsherSandboxStatement) statement = NULL;
  va_list arguments;

  va_start (arguments, types);
  statement = query_valist (self, error, sql, types, arguments);
  va_end (arguments);
  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) == SQLITE_DONE)
    return TRUE;
  set_error (error, self->handle);
  return FALSE;
}

/**
 * usher_sandbox_statement_step:
 * @statement: a statement
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Goes to the next row.
 *
 * Returns: %TRUE if there is one; %FALSE with @error unset at the end
 */
gboolean
usher_sandbox_statement_step (UsherSandboxStatement *statement, GError **error)
{
  switch (sqlite3_step (statement))
    {
    case SQLITE_ROW:
      return TRUE;
    case SQLITE_DONE:
      return FALSE;
    default:
      set_error (error, sqlite3_db_handle (statement));
      return FALSE;
    }
}

/**
 * usher_sandbox_statement_reset:
 * @statement: a statement
 *
 * Makes the statement ready for its next use, and ends the read it stands for.
 */
void
usher_sandbox_statement_reset (UsherSandboxStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

/**
 * usher_sandbox_statement_get_text:
 * @statement: a statement that stands on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text, until the next step
 */
const char *
usher_sandbox_statement_get_text (UsherSandboxStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

/**
 * usher_sandbox_statement_get_time:
 * @statement: a statement that stands on a row
 * @column: from 0
 *
 * Returns: microseconds since the epoch, or %USHER_SANDBOX_NEVER for NULL
 */
gint64
usher_sandbox_statement_get_time (UsherSandboxStatement *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return USHER_SANDBOX_NEVER;
  return sqlite3_column_int64 (statement, column);
}

/**
 * usher_sandbox_db_get_last_key:
 * @self: the database
 *
 * Returns: the key of the row that was inserted last
 */
gint64
usher_sandbox_db_get_last_key (UsherSandboxDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * usher_sandbox_db_get_changes:
 * @self: the database
 *
 * Returns: how many rows the last statement changed
 */
int
usher_sandbox_db_get_changes (UsherSandboxDb *self)
{
  return sqlite3_changes (self->handle);
}

/**
 * usher_sandbox_db_begin:
 * @self: the database
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Begins a transaction that may write. They do not nest.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_db_begin (UsherSandboxDb *self, GError **error)
{
  return usher_sandbox_db_execute (self, "BEGIN IMMEDIATE", error);
}

/**
 * usher_sandbox_db_commit:
 * @self: the database
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Ends the transaction. When this returns %TRUE it is on the disk; when it fails, everything
 * since the beginning is taken back.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_db_commit (UsherSandboxDb *self, GError **error)
{
  if (usher_sandbox_db_execute (self, "COMMIT", error))
    return TRUE;
  usher_sandbox_db_rollback (self);
  return FALSE;
}

/**
 * usher_sandbox_db_rollback:
 * @self: the database
 *
 * Takes back everything since the beginning of the transaction, if there is one.
 */
void
usher_sandbox_db_rollback (UsherSandboxDb *self)
{
  /* SQLite may have rolled back by itself, on a full disk for one. */
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * usher_sandbox_db_dup_meta:
 * @self: the database
 * @name: what is asked for
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Returns: (transfer full) (nullable): the value; %NULL with @error unset if there is none
 */
char *
usher_sandbox_db_dup_meta (UsherSandboxDb *self, const char *name, GError **error)
{
  g_autoptr (UsherSandboxStatement) statement =
    usher_sandbox_db_query (self, error, "SELECT value FROM meta WHERE name = ?", "s", name);

  if (statement == NULL || !usher_sandbox_statement_step (statement, error))
    return NULL;
  return g_strdup (usher_sandbox_statement_get_text (statement, 0));
}

/**
 * usher_sandbox_db_set_meta:
 * @self: the database
 * @name: what is set
 * @value: its value
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Keeps a value under a name.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_db_set_meta (UsherSandboxDb *self,
                           const char *name,
                           const char *value,
                           GError **error)
{
  return usher_sandbox_db_run (self, error, "INSERT OR REPLACE INTO meta VALUES (?, ?)", "ss", name,
                               value);
}
