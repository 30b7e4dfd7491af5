/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads single rows for the list model, on one thread at a time (usher-row-ahead.c). In WAL mode a reader
 * waits for no writer; the short time-out is for the rare moment when another process opens or closes the
 * file. The worker's thread opens it, so that the main thread never waits for that.
 *
 * A store in memory is shared by its name. Shared caches lock whole tables, so there it reads what
 * is not yet committed instead of waiting. */
#include "store/usher-row-reader.h"

#include <glib/gi18n.h>

#define BUSY_TIMEOUT_MS 10

struct _UsherRowReader
{
  sqlite3 *handle;           /* (owned) */
  UsherStatement *statement; /* (owned) */
};

/**
 * usher_row_reader_new:
 * @database: the connection of the worker, whose thread this is called on
 * @error: where to put a #GError
 *
 * Returns: (transfer full): a reader of the same data, for another thread
 */
UsherRowReader *
usher_row_reader_new (UsherDatabase *database,
                      GError       **error)
{
  g_autoptr (UsherRowReader) self = g_new0 (UsherRowReader, 1);
  gboolean in_memory = strstr (usher_database_get_uri (database), "mode=memory") != NULL;
  int code;

  code = sqlite3_open_v2 (usher_database_get_uri (database), &self->handle,
                          (in_memory ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                            SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                          NULL);
  if (code == SQLITE_OK)
    code = sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  if (code == SQLITE_OK && in_memory)
    code = sqlite3_exec (self->handle, "PRAGMA read_uncommitted = ON; PRAGMA query_only = ON",
                         NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v3 (self->handle, USHER_STORE_ROW_SQL, -1, SQLITE_PREPARE_PERSISTENT,
                               &self->statement, NULL);
  if (code != SQLITE_OK)
    {
      usher_database_set_error (error, code, sqlite3_errmsg (self->handle));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * usher_row_reader_free:
 * @self: (transfer full): a reader
 */
void
usher_row_reader_free (UsherRowReader *self)
{
  sqlite3_finalize (self->statement);
  sqlite3_close (self->handle);
  g_free (self);
}

/**
 * usher_row_reader_read:
 * @self: a reader
 * @row_id: which row
 * @error: where to put a #GError
 *
 * Reads a row as it was last committed.
 *
 * Returns: (transfer full): the row; on error %NULL, with %USHER_STORE_ERROR_NOT_FOUND when it is gone
 */
UsherStoreRow *
usher_row_reader_read (UsherRowReader *self,
                       gint64          row_id,
                       GError        **error)
{
  g_autoptr (UsherStatement) statement = self->statement;
  int code;

  sqlite3_bind_int64 (statement, 1, row_id);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    return usher_store_row_new_from_statement (statement, row_id, error);

  if (code == SQLITE_DONE)
    g_set_error_literal (error, USHER_STORE_ERROR, USHER_STORE_ERROR_NOT_FOUND,
                         _("The invitation is no longer in the local data"));
  else
    usher_database_set_error (error, code, sqlite3_errmsg (self->handle));
  return NULL;
}

/**
 * usher_store_row_new_from_statement:
 * @statement: a statement of %USHER_STORE_ROW_SQL that stands on a row
 * @row_id: which row
 * @error: where to put a #GError
 *
 * Returns: (transfer full): the row, %NULL when its text cannot be read
 */
UsherStoreRow *
usher_store_row_new_from_statement (UsherStatement *statement,
                                    gint64          row_id,
                                    GError        **error)
{
  g_autoptr (UsherStoreRow) row = g_new0 (UsherStoreRow, 1);
  g_autoptr (JsonNode) node = NULL;
  const char *text = (const char *) sqlite3_column_text (statement, 0);

  row->row_id = row_id;
  row->company_name = g_strdup ((const char *) sqlite3_column_text (statement, 1));
  row->last_event_at = sqlite3_column_int64 (statement, 2);
  row->n_viewed = sqlite3_column_int (statement, 3);

  node = usher_json_parse (text != NULL ? text : "", sqlite3_column_bytes (statement, 0), error);
  if (node == NULL)
    return NULL;
  row->invitation = usher_invitation_new_from_json (node, error);
  if (row->invitation == NULL)
    return NULL;

  return g_steal_pointer (&row);
}

/**
 * usher_store_row_free:
 * @row: (transfer full): a row
 */
void
usher_store_row_free (UsherStoreRow *row)
{
  g_clear_object (&row->invitation);
  g_free (row->company_name);
  g_free (row);
}
