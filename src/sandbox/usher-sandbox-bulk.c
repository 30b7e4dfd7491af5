/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing a great deal at once: indexes and triggers are set aside and made again at the end, which
 * is several times quicker than keeping them up to date row by row. All of it is one transaction,
 * so that a crash in the middle leaves the database as it was. Main thread. */

#include "sandbox/usher-sandbox-bulk.h"

struct _UsherSandboxBulk
{
  UsherSandboxDb *db;   /* (borrowed) */
  GPtrArray *drops;     /* (owned) SQL that sets something aside */
  GPtrArray *makes;     /* (owned) SQL that puts it back */
};

static gboolean
execute_all (UsherSandboxDb *db, GPtrArray *scripts, GError **error)
{
  for (guint i = 0; i < scripts->len; i++)
    if (!usher_sandbox_db_execute (db, scripts->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
find_schema (UsherSandboxBulk *self, GError **error)
{
  GError *local = NULL;
  /* Indexes without SQL belong to a UNIQUE of their table. */
  g_autoptr (UsherSandboxStatement) row = usher_sandbox_db_query (
      self->db,
      &local,
      "SELECT type, name, sql FROM sqlite_schema"
      " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid",
      "");

  while (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      g_ptr_array_add (self->drops, g_strdup_printf ("DROP %s \"%s\"", usher_sandbox_statement_get_text (row, 0),
                                                     usher_sandbox_statement_get_text (row, 1)));
      g_ptr_array_add (self->makes, g_strdup (usher_sandbox_statement_get_text (row, 2)));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/**
 * usher_sandbox_bulk_begin:
 * @db: (transfer none): the database, outside a transaction
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Begins a transaction that writes a great deal. References are not checked in it, and whatever
 * searches by an index is slow until [func@sandbox_bulk_settle].
 *
 * Returns: (transfer full) (nullable): the transaction
 */
UsherSandboxBulk *
usher_sandbox_bulk_begin (UsherSandboxDb *db, GError **error)
{
  g_autoptr (UsherSandboxBulk) self = g_new0 (UsherSandboxBulk, 1);

  self->db = db;
  self->drops = g_ptr_array_new_with_free_func (g_free);
  self->makes = g_ptr_array_new_with_free_func (g_free);
  /* Room for the whole transaction, so that no page is written twice. */
  if (!usher_sandbox_db_execute (
          db, "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -262144;", error) ||
      !usher_sandbox_db_begin (db, error) || !find_schema (self, error) ||
      !execute_all (db, self->drops, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * usher_sandbox_bulk_settle:
 * @self: the transaction
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Makes indexes, triggers and counts again.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_bulk_settle (UsherSandboxBulk *self, GError **error)
{
  return usher_sandbox_db_execute (self->db,
                                   "DELETE FROM invitation_count;"
                                   "INSERT INTO invitation_count SELECT company, status, count(*)"
                                   " FROM invitation GROUP BY company, status;",
                                   error)
         && execute_all (self->db, self->makes, error);
}

/**
 * usher_sandbox_bulk_commit:
 * @self: the transaction, settled
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Ends the transaction; it is on the disk then.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_bulk_commit (UsherSandboxBulk *self, GError **error)
{
  return usher_sandbox_db_commit (self->db, error);
}

/**
 * usher_sandbox_bulk_free:
 * @self: (transfer full): the transaction
 *
 * Takes back what was not committed, and lets the database be as usual.
 */
void
usher_sandbox_bulk_free (UsherSandboxBulk *self)
{
  usher_sandbox_db_rollback (self->db);
  usher_sandbox_db_set_up (self->db, NULL);
  g_ptr_array_unref (self->drops);
  g_ptr_array_unref (self->makes);
  g_free (self);
}
