/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's work that is not about one table: opening, starting over after damage, keeping the
 * index in step with the file, queries. All on the worker's thread. */
#include "store/usher-store-engine.h"

#include "store/usher-store-first.h"
#include "store/usher-store-schema.h"

/**
 * usher_store_job_new:
 * @func: what to do on the worker's thread
 *
 * Returns: (transfer full): a job without input
 */
UsherStoreJob *
usher_store_job_new (UsherStoreFunc func)
{
  UsherStoreJob *job = g_new0 (UsherStoreJob, 1);

  job->func = func;
  return job;
}

/**
 * usher_store_job_free:
 * @job: (transfer full): a job
 */
void
usher_store_job_free (UsherStoreJob *job)
{
  g_free (job->id);
  g_free (job->value);
  g_clear_pointer (&job->objects, g_ptr_array_unref);
  g_clear_pointer (&job->query, usher_query_unref);
  g_clear_pointer (&job->wanted_rows, g_array_unref);
  g_clear_object (&job->object);
  g_clear_pointer (&job->list, g_ptr_array_unref);
  g_clear_pointer (&job->rows, g_array_unref);
  g_free (job->text);
  g_strfreev (job->ids);
  g_clear_pointer (&job->changed_rows, g_array_unref);
  g_free (job->moved_aside);
  g_clear_pointer (&job->reader, usher_row_reader_free);
  g_clear_pointer (&job->first, usher_store_first_free);
  g_free (job);
}

/**
 * usher_store_engine_close:
 * @engine: an engine
 *
 * Lets go of the file. Does nothing the second time.
 */
void
usher_store_engine_close (UsherStoreEngine *engine)
{
  g_clear_pointer (&engine->index, usher_invitation_index_free);
  g_clear_pointer (&engine->database, usher_database_close);
}

static gboolean
load_companies (UsherStoreEngine *engine,
                GError          **error)
{
  g_autoptr (UsherStatement) companies =
    usher_database_prepare (engine->database, "SELECT id, name FROM companies", error);
  g_autoptr (UsherStatement) connections = NULL;
  gboolean has_row;

  if (companies == NULL)
    return FALSE;
  connections = usher_database_prepare (engine->database, "SELECT id, search FROM connections", error);
  if (connections == NULL)
    return FALSE;

  while (TRUE)
    {
      if (!usher_database_step (engine->database, companies, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      usher_invitation_index_set_company (engine->index,
                                          (const char *) sqlite3_column_text (companies, 0),
                                          (const char *) sqlite3_column_text (companies, 1));
    }

  while (TRUE)
    {
      if (!usher_database_step (engine->database, connections, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      usher_invitation_index_set_connection (engine->index,
                                             (const char *) sqlite3_column_text (connections, 0),
                                             (const char *) sqlite3_column_text (connections, 1));
    }
}

/**
 * usher_store_engine_load:
 * @engine: an engine with a database
 * @error: where to put a #GError
 *
 * Fills the index from the file.
 *
 * Returns: %FALSE on error; a damaged file shows here
 */
gboolean
usher_store_engine_load (UsherStoreEngine *engine,
                         GError          **error)
{
  UsherDatabase *database = engine->database;
  g_autoptr (UsherStatement) statement = NULL;
  g_autoptr (UsherStatement) version = NULL;
  gboolean has_row;

  g_clear_pointer (&engine->index, usher_invitation_index_free);
  engine->index = usher_invitation_index_new ();

  version = usher_database_prepare (database, "PRAGMA data_version", error);
  if (version == NULL || !usher_database_step (database, version, &has_row, error))
    return FALSE;
  engine->data_version = sqlite3_column_int64 (version, 0);

  /* Companies and connections first: rows then come to parties that are already named. */
  if (!load_companies (engine, error))
    return FALSE;

  statement = usher_database_prepare (database,
                                      "SELECT row_id, created_at, expires_at, last_event_at, use_count,"
                                      " kind, status, is_open, company_id, connection_id, search,"
                                      " fulfilled_at, has_log, n_viewed"
                                      " FROM invitations ORDER BY row_id", error);
  if (statement == NULL)
    return FALSE;

  while (TRUE)
    {
      UsherIndexRow row = { 0, };

      if (!usher_database_step (database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;

      row.row_id = sqlite3_column_int64 (statement, 0);
      row.created_at = sqlite3_column_int64 (statement, 1);
      row.expires_at = sqlite3_column_int64 (statement, 2);
      row.last_event_at = sqlite3_column_int64 (statement, 3);
      row.use_count = sqlite3_column_int64 (statement, 4);
      row.kind = sqlite3_column_int (statement, 5);
      row.status = sqlite3_column_int (statement, 6);
      row.is_open = sqlite3_column_int (statement, 7) != 0;
      row.company_id = (const char *) sqlite3_column_text (statement, 8);
      row.connection_id = (const char *) sqlite3_column_text (statement, 9);
      row.search = (const char *) sqlite3_column_text (statement, 10);
      row.fulfilled_at = sqlite3_column_int64 (statement, 11);
      row.has_log = sqlite3_column_int (statement, 12) != 0;
      row.n_viewed = (guint) MAX (sqlite3_column_int (statement, 13), 0);
      if (row.search == NULL)
        row.search = "";
      usher_invitation_index_put (engine->index, &row);
    }

  /* The pages of the file that this has gone through are not needed again. */
  sqlite3_db_release_memory (usher_database_get_handle (database));
  return TRUE;
}

/**
 * usher_store_engine_catch_up:
 * @engine: an open engine
 * @error: where to put a #GError
 *
 * Reads the index anew if another process (usherctl beside the window) has written the file.
 *
 * Returns: %FALSE on error
 */
gboolean
usher_store_engine_catch_up (UsherStoreEngine *engine,
                             GError          **error)
{
  g_autoptr (UsherStatement) version =
    usher_database_prepare (engine->database, "PRAGMA data_version", error);
  gboolean has_row;

  if (version == NULL || !usher_database_step (engine->database, version, &has_row, error))
    return FALSE;
  if (engine->index != NULL && sqlite3_column_int64 (version, 0) == engine->data_version)
    return TRUE;

  return usher_store_engine_load (engine, error);
}

/**
 * usher_store_engine_begin:
 * @engine: an open engine
 * @error: where to put a #GError
 *
 * Begins a transaction that writes, with an index that knows what is in the file.
 *
 * Returns: %FALSE on error
 */
gboolean
usher_store_engine_begin (UsherStoreEngine *engine,
                          GError          **error)
{
  if (!usher_database_begin (engine->database, error))
    return FALSE;

  if (!usher_store_engine_catch_up (engine, error))
    {
      usher_database_roll_back (engine->database);
      return FALSE;
    }
  return TRUE;
}

/* The file turned out to be damaged while it was open. What it held comes back with the next sync. */
static gboolean
begin_again (UsherStoreEngine *engine,
             UsherStoreJob    *job,
             GError          **error)
{
  g_clear_pointer (&engine->index, usher_invitation_index_free);
  if (!usher_database_begin_again (engine->database, error) ||
      !usher_store_engine_load (engine, error))
    return FALSE;

  job->reader = usher_row_reader_new (engine->database, error);
  if (job->reader == NULL)
    return FALSE;

  job->moved_aside = g_strdup (usher_database_get_moved_aside (engine->database));
  job->changed = TRUE;
  g_clear_pointer (&job->changed_rows, g_array_unref);
  return TRUE;
}

/**
 * usher_store_engine_run:
 * @state: (type UsherStoreEngine): the engine
 * @task_data: (type UsherStoreJob): a job
 * @cancellable: (nullable): what ends it early
 * @error: where to put a #GError
 *
 * Does a job. If the file turns out to be damaged, it is moved aside, a new one is begun, and the job
 * fails with %USHER_STORE_ERROR_CORRUPT.
 *
 * Returns: %FALSE on error
 */
gboolean
usher_store_engine_run (gpointer      state,
                        gpointer      task_data,
                        GCancellable *cancellable,
                        GError      **error)
{
  UsherStoreEngine *engine = state;
  UsherStoreJob *job = task_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) second_error = NULL;
  gboolean ok;

  if (engine->database != NULL)
    usher_database_set_cancellable (engine->database, cancellable);
  ok = job->func (engine, job, cancellable, &local_error);
  if (engine->database != NULL)
    usher_database_set_cancellable (engine->database, NULL);

  if (ok)
    return TRUE;

  if (engine->database != NULL &&
      g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT) &&
      !begin_again (engine, job, &second_error))
    g_debug ("Could not begin again: %s", second_error->message);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
usher_store_engine_open (UsherStoreEngine *engine,
                         UsherStoreJob    *job,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_autoptr (GError) local_error = NULL;

  engine->database = usher_database_open (job->id, &usher_store_kind, error);
  if (engine->database == NULL)
    return FALSE;

  if (usher_store_engine_load (engine, &local_error))
    job->reader = usher_row_reader_new (engine->database, &local_error);
  else if (g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_CORRUPT))
    {
      g_clear_error (&local_error);
      begin_again (engine, job, &local_error);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      usher_store_engine_close (engine);
      return FALSE;
    }

  g_free (job->moved_aside);
  job->moved_aside = g_strdup (usher_database_get_moved_aside (engine->database));
  job->first = usher_store_engine_read_first (engine, cancellable);
  return TRUE;
}

gboolean
usher_store_engine_shut (UsherStoreEngine *engine,
                         UsherStoreJob    *job,
                         GCancellable     *cancellable,
                         GError          **error)
{
  usher_store_engine_close (engine);
  return TRUE;
}

gboolean
usher_store_engine_query (UsherStoreEngine *engine,
                          UsherStoreJob    *job,
                          GCancellable     *cancellable,
                          GError          **error)
{
  if (!usher_store_engine_catch_up (engine, error))
    return FALSE;

  job->rows = usher_invitation_index_query (engine->index, job->query, cancellable, error);
  if (job->rows == NULL)
    return FALSE;
  if (job->page == 0)
    return TRUE;

  job->wanted_rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (job->rows->len > 0)
    g_array_append_vals (job->wanted_rows, job->rows->data, MIN (job->page, job->rows->len));
  return usher_store_engine_read_rows (engine, job, cancellable, error);
}

gboolean
usher_store_engine_count (UsherStoreEngine *engine,
                          UsherStoreJob    *job,
                          GCancellable     *cancellable,
                          GError          **error)
{
  if (!usher_store_engine_catch_up (engine, error))
    return FALSE;

  usher_invitation_index_count (engine->index, job->id, &job->counts);
  return TRUE;
}

/* The main thread's reader met damage: look for it here, where something can be done about it, and in
 * the file, not in what is remembered of it. */
gboolean
usher_store_engine_check (UsherStoreEngine *engine,
                          UsherStoreJob    *job,
                          GCancellable     *cancellable,
                          GError          **error)
{
  sqlite3_db_release_memory (usher_database_get_handle (engine->database));
  return usher_database_check (engine->database, error);
}
