/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every session asks for as soon as its store is open: the first rows of its list, the counts, the
 * companies and the facts. It is read along with the opening, on the worker's thread, so that whoever
 * opens a store before the toolkit has started finds all of it there, and waits for nothing. */
#include "store/usher-store-first.h"

/**
 * usher_store_first_free:
 * @first: (transfer full): what was read
 */
void
usher_store_first_free (UsherStoreFirst *first)
{
  g_clear_pointer (&first->query, usher_query_unref);
  g_clear_pointer (&first->rows, g_array_unref);
  g_clear_pointer (&first->page, g_ptr_array_unref);
  g_clear_pointer (&first->companies, g_ptr_array_unref);
  g_clear_pointer (&first->facts, g_hash_table_unref);
  g_free (first);
}

static gboolean
read_facts (UsherStoreEngine *engine,
            UsherStoreFirst  *first,
            GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database, "SELECT name, value FROM facts", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  first->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (TRUE)
    {
      if (!usher_database_step (engine->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      g_hash_table_insert (first->facts,
                           g_strdup ((const char *) sqlite3_column_text (statement, 0)),
                           g_strdup ((const char *) sqlite3_column_text (statement, 1)));
    }
}

/* By the same functions that answer who asks later. */
static gboolean
read_query (UsherStoreEngine *engine,
            UsherStoreFirst  *first,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (UsherStoreJob) job = usher_store_job_new (usher_store_engine_query);

  job->query = usher_query_ref (first->query);
  job->page = USHER_STORE_PAGE;
  if (!usher_store_engine_query (engine, job, cancellable, error) ||
      !usher_store_engine_count (engine, job, cancellable, error))
    return FALSE;

  first->rows = g_steal_pointer (&job->rows);
  first->page = g_steal_pointer (&job->list);
  first->counts = job->counts;
  return TRUE;
}

static gboolean
read_companies (UsherStoreEngine *engine,
                UsherStoreFirst  *first,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autoptr (UsherStoreJob) job = usher_store_job_new (usher_store_engine_get_companies);

  if (!usher_store_engine_get_companies (engine, job, cancellable, error))
    return FALSE;

  first->companies = g_steal_pointer (&job->list);
  return TRUE;
}

/**
 * usher_store_engine_read_first:
 * @engine: an engine that was just opened
 * @cancellable: (nullable): what ends it early
 *
 * Returns: (transfer full) (nullable): what is asked for first; %NULL when it cannot be read, which
 *   whoever asks is then told
 */
UsherStoreFirst *
usher_store_engine_read_first (UsherStoreEngine *engine,
                               GCancellable     *cancellable)
{
  g_autoptr (UsherStoreFirst) first = g_new0 (UsherStoreFirst, 1);
  g_autoptr (GError) error = NULL;

  first->query = usher_query_new ();
  if (read_query (engine, first, cancellable, &error) &&
      read_companies (engine, first, cancellable, &error) && read_facts (engine, first, &error))
    return g_steal_pointer (&first);

  g_debug ("Nothing was read along with the opening: %s", error->message);
  return NULL;
}
