/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SQLite connection: prepared statements that are kept, transactions, cancellation, and the one
 * table that turns SQLite's result codes into our errors. How a file is opened, migrated and moved
 * aside is in usher-database-file.c.
 *
 * A connection is used by one thread at a time: the worker of the store or journal it belongs to. */
#include "store/usher-database-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Virtual machine steps between two looks at the cancellable: well below a millisecond. */
#define STEPS_PER_LOOK 2000

static int
on_progress (gpointer user_data)
{
  UsherDatabase *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable);
}

/**
 * usher_database_set_error:
 * @error: (out) (optional): where to put it
 * @code: an SQLite result code, extended or not, that is a failure
 * @detail: (nullable): SQLite's own words, for failures that have no plainer ones
 *
 * Turns a result code into one of [enum@StoreError], or %G_IO_ERROR_CANCELLED for work that was
 * interrupted. All of the store goes through here.
 */
void
usher_database_set_error (GError    **error,
                          int         code,
                          const char *detail)
{
  switch (code & 0xff)
    {
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The work was cancelled"));
      break;

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error_literal (error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT,
                           _("The local data is damaged"));
      break;

    case SQLITE_READONLY:
    case SQLITE_PERM:
      g_set_error_literal (error, USHER_STORE_ERROR, USHER_STORE_ERROR_READ_ONLY,
                           _("The local data cannot be changed, because its folder or file is "
                             "read-only. Check its permissions."));
      break;

    case SQLITE_FULL:
      g_set_error_literal (error, USHER_STORE_ERROR, USHER_STORE_ERROR_FULL,
                           _("The disk is full. Free some space and try again."));
      break;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (error, USHER_STORE_ERROR, USHER_STORE_ERROR_ENGINE,
                           _("Another program is using the local data. Close it and try again."));
      break;

    default:
      /* Translators: %s is a technical reason in English, such as "disk I/O error" */
      g_set_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_ENGINE,
                   _("The local data could not be used: %s"),
                   detail != NULL ? detail : sqlite3_errstr (code));
      break;
    }
}

/* For `return usher_database_fail (…)`. SQLite tells some full disks and read-only folders as plain
 * I/O errors; the system's error number knows better. */
gboolean
usher_database_fail (UsherDatabase *self,
                     int            code,
                     GError       **error)
{
  int reason = code & 0xff;

  if (reason == SQLITE_IOERR || reason == SQLITE_CANTOPEN)
    {
      int number = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;

      if (number == ENOSPC || number == EDQUOT || number == EFBIG || code == SQLITE_IOERR_SHMSIZE)
        code = SQLITE_FULL;
      else if (number == EACCES || number == EPERM || number == EROFS)
        code = SQLITE_READONLY;
    }

  usher_database_set_error (error, code,
                            self->handle != NULL ? sqlite3_errmsg (self->handle) : NULL);
  return FALSE;
}

/**
 * usher_database_open:
 * @path: (nullable): the file, made when it is not there; %NULL for one in memory
 * @kind: whose file it is, and of which version
 * @error: where to put a #GError
 *
 * Opens a file, brings it to the current version, and moves it aside and begins a new one when it is
 * damaged. Without the right to write, what is there is opened for reading.
 *
 * Fails with %USHER_STORE_ERROR_TOO_NEW, without touching the file, when a later version wrote it.
 *
 * Returns: (transfer full): the connection
 */
UsherDatabase *
usher_database_open (const char              *path,
                     const UsherDatabaseKind *kind,
                     GError                 **error)
{
  g_autoptr (UsherDatabase) self = g_new0 (UsherDatabase, 1);
  g_autoptr (GError) local_error = NULL;

  self->path = g_strdup (path);
  self->kind = kind;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            (GDestroyNotify) sqlite3_finalize);

  if (!usher_database_connect (self, &local_error))
    {
      if (!g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (!usher_database_begin_again (self, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
usher_database_disconnect (UsherDatabase *self)
{
  g_hash_table_remove_all (self->statements);
  if (self->handle != NULL && sqlite3_close (self->handle) != SQLITE_OK)
    g_critical ("A statement of %s was still in use", self->path != NULL ? self->path : "memory");
  self->handle = NULL;
}

/**
 * usher_database_close:
 * @self: (transfer full): a connection whose statements are all released
 *
 * Closes it; SQLite then folds its write-ahead log into the file.
 */
void
usher_database_close (UsherDatabase *self)
{
  usher_database_disconnect (self);
  g_hash_table_unref (self->statements);
  g_free (self->path);
  g_free (self->uri);
  g_free (self->moved_aside);
  g_free (self);
}

/* Of a file whose end is missing SQLite reads the rest of the last page as zeros, and some of a row is gone unseen. But
 * where a write of that page was cut off, the whole of it is in the log: only what the log does not mend is missing. */
static gboolean
has_whole_pages (UsherDatabase *self)
{
  g_autoptr (UsherStatement) statement = usher_database_prepare (self, "PRAGMA page_size", NULL);
  gboolean has_row;
  gint64 page;
  int n_frames = 0, n_folded = 0;
  GStatBuf info;

  if (self->path == NULL || statement == NULL || !usher_database_step (self, statement, &has_row, NULL) || !has_row)
    return TRUE;
  page = MAX (sqlite3_column_int64 (statement, 0), 1);
  g_clear_pointer (&statement, usher_statement_release);
  if (g_stat (self->path, &info) != 0 || info.st_size % page == 0)
    return TRUE;
  if (sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &n_frames, &n_folded) != SQLITE_OK
      || n_frames != n_folded)
    return TRUE;
  return g_stat (self->path, &info) != 0 || info.st_size % page == 0;
}

/**
 * usher_database_check:
 * @self: a connection
 * @error: where to put a #GError: %USHER_STORE_ERROR_CORRUPT, or why it could not be looked at
 *
 * Looks at the whole file, which takes time in proportion to its size: whether it holds together.
 *
 * Returns: %FALSE when it is damaged, or could not be read
 */
gboolean
usher_database_check (UsherDatabase *self, GError **error)
{
  g_autoptr (UsherStatement) statement = NULL;
  gboolean has_row = FALSE;

  if (has_whole_pages (self))
    {
      statement = usher_database_prepare (self, "PRAGMA quick_check (1)", error);
      if (statement == NULL || !usher_database_step (self, statement, &has_row, error))
        return FALSE;
      if (has_row && g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0)
        return TRUE;
    }
  usher_database_set_error (error, SQLITE_CORRUPT, NULL);
  return FALSE;
}

/**
 * usher_database_get_moved_aside:
 * @self: a connection
 *
 * Returns: (nullable): where a damaged file went, by opening it or later
 */
const char *
usher_database_get_moved_aside (UsherDatabase *self)
{
  return self->moved_aside;
}

/**
 * usher_database_get_read_only:
 * @self: a connection
 *
 * Returns: %TRUE when the file can only be read
 */
gboolean
usher_database_get_read_only (UsherDatabase *self)
{
  return self->read_only;
}

/**
 * usher_database_get_uri:
 * @self: a connection
 *
 * Returns: the address by which a second connection opens the same data
 */
const char *
usher_database_get_uri (UsherDatabase *self)
{
  return self->uri;
}

/**
 * usher_database_get_handle:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): SQLite's own object
 */
sqlite3 *
usher_database_get_handle (UsherDatabase *self)
{
  return self->handle;
}

/**
 * usher_database_set_cancellable:
 * @self: a connection
 * @cancellable: (nullable): what ends a statement early from now on; it must outlive the work
 */
void
usher_database_set_cancellable (UsherDatabase *self,
                                GCancellable  *cancellable)
{
  self->cancellable = cancellable;
  if (self->handle != NULL)
    sqlite3_progress_handler (self->handle, STEPS_PER_LOOK,
                              cancellable != NULL ? on_progress : NULL, self);
}

/**
 * usher_database_prepare:
 * @self: a connection
 * @sql: one statement; a literal, since it is also the key it is kept under
 * @error: where to put a #GError
 *
 * Prepares a statement, or finds it prepared.
 *
 * Returns: (transfer none): a statement without values, borrowed until usher_statement_release()
 */
UsherStatement *
usher_database_prepare (UsherDatabase *self,
                        const char    *sql,
                        GError       **error)
{
  UsherStatement *statement = g_hash_table_lookup (self->statements, sql);
  int code;

  if (statement != NULL)
    return statement;

  if (self->handle == NULL)
    {
      usher_database_set_error (error, SQLITE_CORRUPT, NULL);
      return NULL;
    }

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      g_debug ("Cannot prepare \"%s\": %s", sql, sqlite3_errmsg (self->handle));
      /* The SQL is ours and tested: what does not fit it is a file that is not what it says it is. */
      usher_database_fail (self, (code & 0xff) == SQLITE_ERROR ? SQLITE_CORRUPT : code, error);
      return NULL;
    }

  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

/**
 * usher_statement_release:
 * @statement: a statement
 *
 * Gives a statement back: it ends, which lets go of the snapshot it reads, and forgets its values.
 */
void
usher_statement_release (UsherStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

/**
 * usher_database_step:
 * @self: a connection
 * @statement: one of its statements
 * @has_row: (out): whether there is a row to read
 * @error: where to put a #GError
 *
 * Goes to the next row.
 *
 * Returns: %FALSE on error
 */
gboolean
usher_database_step (UsherDatabase  *self,
                     UsherStatement *statement,
                     gboolean       *has_row,
                     GError        **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;

  return usher_database_fail (self, code, error);
}

/**
 * usher_database_run:
 * @self: a connection
 * @statement: (transfer none): a statement that answers no rows of interest
 * @error: where to put a #GError
 *
 * Runs a statement to its end and makes it ready for the next values.
 *
 * Returns: %FALSE on error
 */
gboolean
usher_database_run (UsherDatabase  *self,
                    UsherStatement *statement,
                    GError        **error)
{
  gboolean has_row = TRUE;
  gboolean ok = TRUE;

  while (ok && has_row)
    ok = usher_database_step (self, statement, &has_row, error);
  sqlite3_reset (statement);

  return ok;
}

/**
 * usher_database_execute:
 * @self: a connection
 * @sql: statements that are run once and not kept
 * @error: where to put a #GError
 *
 * Returns: %FALSE on error
 */
gboolean
usher_database_execute (UsherDatabase *self,
                        const char    *sql,
                        GError       **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || usher_database_fail (self, code, error);
}

gboolean
usher_database_get_number (UsherDatabase *self,
                           const char    *sql,
                           gint64        *number,
                           GError       **error)
{
  g_autoptr (UsherStatement) statement = usher_database_prepare (self, sql, error);
  gboolean has_row;

  if (statement == NULL || !usher_database_step (self, statement, &has_row, error))
    return FALSE;

  *number = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

/**
 * usher_database_begin:
 * @self: a connection
 * @error: where to put a #GError
 *
 * Begins a transaction that will write.
 *
 * Returns: %FALSE on error, %USHER_STORE_ERROR_READ_ONLY among them
 */
gboolean
usher_database_begin (UsherDatabase *self,
                      GError       **error)
{
  g_autoptr (UsherStatement) statement = NULL;

  if (self->read_only)
    return usher_database_fail (self, SQLITE_READONLY, error);

  statement = usher_database_prepare (self, "BEGIN IMMEDIATE", error);
  return statement != NULL && usher_database_run (self, statement, error);
}

/**
 * usher_database_commit:
 * @self: a connection
 * @error: where to put a #GError
 *
 * Ends a transaction. When that fails, nothing of it remains.
 *
 * Returns: %FALSE on error
 */
gboolean
usher_database_commit (UsherDatabase *self,
                       GError       **error)
{
  g_autoptr (UsherStatement) statement = usher_database_prepare (self, "COMMIT", error);

  if (statement != NULL && usher_database_run (self, statement, error))
    return TRUE;

  usher_database_roll_back (self);
  return FALSE;
}

/**
 * usher_database_roll_back:
 * @self: a connection
 *
 * Takes back what a transaction did. Does nothing when SQLite has already done so.
 */
void
usher_database_roll_back (UsherDatabase *self)
{
  if (self->handle == NULL || sqlite3_get_autocommit (self->handle))
    return;

  /* Whoever cancelled the work does not mean its undoing. */
  sqlite3_progress_handler (self->handle, 0, NULL, NULL);
  if (sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
    g_debug ("Rolling back: %s", sqlite3_errmsg (self->handle));
  usher_database_set_cancellable (self, self->cancellable);
}
