/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companies (with their sites), connections and facts, in and out of the file. On the worker's thread.
 * Both lists are small and always written whole. */
#include "store/usher-store-engine.h"

#include "model/usher-company.h"
#include "model/usher-connection.h"
#include "model/usher-text.h"

typedef gboolean (*WriteFunc) (UsherStoreEngine *engine,
                               UsherStoreJob    *job,
                               GError          **error);

static void
bind_text (UsherStatement *statement,
           int             position,
           const char     *text)
{
  sqlite3_bind_text (statement, position, text, -1, SQLITE_TRANSIENT);
}

static gboolean
in_transaction (UsherStoreEngine *engine,
                UsherStoreJob    *job,
                WriteFunc         func,
                GError          **error)
{
  if (!usher_store_engine_begin (engine, error))
    return FALSE;

  if (!func (engine, job, error))
    {
      usher_database_roll_back (engine->database);
      return FALSE;
    }
  return usher_database_commit (engine->database, error);
}

static gboolean
run_sql (UsherStoreEngine *engine,
         const char       *sql,
         const char       *argument,
         GError          **error)
{
  g_autoptr (UsherStatement) statement = usher_database_prepare (engine->database, sql, error);

  if (statement == NULL)
    return FALSE;
  if (argument != NULL)
    bind_text (statement, 1, argument);
  return usher_database_run (engine->database, statement, error);
}

/* The first two columns of each row, as a table. */
static GHashTable *
read_pairs (UsherStoreEngine *engine,
            const char       *sql,
            const char       *argument,
            GError          **error)
{
  g_autoptr (UsherStatement) statement = usher_database_prepare (engine->database, sql, error);
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  if (argument != NULL)
    bind_text (statement, 1, argument);

  while (TRUE)
    {
      if (!usher_database_step (engine->database, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&pairs);
      g_hash_table_insert (pairs, g_strdup ((const char *) sqlite3_column_text (statement, 0)),
                           g_strdup ((const char *) sqlite3_column_text (statement, 1)));
    }
}

/* A list may leave the sites out (contract 4); those that were fetched with the company stay. */
static char *
make_company_json (UsherCompany *company,
                   GHashTable   *old)
{
  g_autoptr (JsonNode) node = usher_company_to_json (company);
  const char *old_text = g_hash_table_lookup (old, usher_company_get_id (company));

  if (usher_company_get_sites (company) == NULL && old_text != NULL)
    {
      g_autoptr (JsonNode) old_node = usher_json_parse (old_text, -1, NULL);
      JsonArray *sites =
        old_node != NULL ? usher_json_get_array (usher_json_node_get_object (old_node), "sites") : NULL;

      if (sites != NULL)
        json_object_set_array_member (json_node_get_object (node), "sites", json_array_ref (sites));
    }

  return usher_json_to_string (node, FALSE);
}

static gboolean
write_companies (UsherStoreEngine *engine,
                 UsherStoreJob    *job,
                 GError          **error)
{
  g_autoptr (GHashTable) old = read_pairs (engine, "SELECT id, json FROM companies", NULL, error);
  g_autoptr (UsherStatement) insert = NULL;
  g_autoptr (UsherStatement) gone = NULL;
  gboolean has_row;

  if (old == NULL || !run_sql (engine, "DELETE FROM companies", NULL, error))
    return FALSE;

  insert = usher_database_prepare (engine->database,
                                   "INSERT OR REPLACE INTO companies (id, name, position, json)"
                                   " VALUES (?1, ?2, ?3, ?4)", error);
  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i < job->objects->len; i++)
    {
      UsherCompany *company = g_ptr_array_index (job->objects, i);
      g_autofree char *json = make_company_json (company, old);

      bind_text (insert, 1, usher_company_get_id (company));
      bind_text (insert, 2, usher_company_get_name (company));
      sqlite3_bind_int (insert, 3, i);
      bind_text (insert, 4, json);
      if (!usher_database_run (engine->database, insert, error))
        return FALSE;
    }

  if (!run_sql (engine,
                "DELETE FROM connections WHERE company_id NOT IN (SELECT id FROM companies)", NULL,
                error))
    return FALSE;

  gone = usher_database_prepare (engine->database,
                                 "DELETE FROM invitations WHERE company_id NOT IN"
                                 " (SELECT id FROM companies) RETURNING row_id", error);
  if (gone == NULL)
    return FALSE;

  job->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (TRUE)
    {
      gint64 row_id;

      if (!usher_database_step (engine->database, gone, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      row_id = sqlite3_column_int64 (gone, 0);
      g_array_append_val (job->rows, row_id);
    }
}

gboolean
usher_store_engine_put_companies (UsherStoreEngine *engine,
                                  UsherStoreJob    *job,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  g_autoptr (GHashTable) old_names = NULL;
  GHashTableIter iter;
  gpointer id, name;
  gboolean renamed = FALSE;

  old_names = read_pairs (engine, "SELECT id, name FROM companies", NULL, error);
  if (old_names == NULL || !in_transaction (engine, job, write_companies, error))
    return FALSE;

  for (guint i = 0; i < job->objects->len; i++)
    {
      UsherCompany *company = g_ptr_array_index (job->objects, i);
      const char *company_id = usher_company_get_id (company);

      if (!g_hash_table_lookup_extended (old_names, company_id, NULL, &name) ||
          g_strcmp0 (name, usher_company_get_name (company)) != 0)
        renamed = TRUE;
      usher_invitation_index_set_company (engine->index, company_id,
                                          usher_company_get_name (company));
      g_hash_table_remove (old_names, company_id);
    }

  g_hash_table_iter_init (&iter, old_names);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    usher_invitation_index_set_company (engine->index, id, NULL);
  for (guint i = 0; i < job->rows->len; i++)
    usher_invitation_index_remove (engine->index, g_array_index (job->rows, gint64, i));

  /* A name is part of each row of its company. */
  job->changed = job->rows->len > 0 ||
                 (renamed && usher_invitation_index_get_size (engine->index) > 0);
  return TRUE;
}

gboolean
usher_store_engine_get_companies (UsherStoreEngine *engine,
                                  UsherStoreJob    *job,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database, "SELECT json FROM companies ORDER BY position", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  job->list = g_ptr_array_new_with_free_func (g_object_unref);
  while (TRUE)
    {
      g_autoptr (JsonNode) node = NULL;
      UsherCompany *company;

      if (!usher_database_step (engine->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      node = usher_json_parse ((const char *) sqlite3_column_text (statement, 0),
                               sqlite3_column_bytes (statement, 0), NULL);
      company = node != NULL ? usher_company_new_from_json (node, NULL) : NULL;
      if (company != NULL)
        g_ptr_array_add (job->list, company);
    }
}

static char *
make_connection_search (UsherConnection *connection)
{
  const char *provider = usher_connection_get_provider_name (connection);

  return usher_text_fold (provider != NULL ? provider : "");
}

static gboolean
write_connections (UsherStoreEngine *engine,
                   UsherStoreJob    *job,
                   GError          **error)
{
  g_autoptr (UsherStatement) insert = NULL;

  if (!run_sql (engine, "DELETE FROM connections WHERE company_id = ?1", job->id, error))
    return FALSE;

  insert = usher_database_prepare (engine->database,
                                   "INSERT OR REPLACE INTO connections"
                                   " (id, company_id, position, search, json)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5)", error);
  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i < job->objects->len; i++)
    {
      UsherConnection *connection = g_ptr_array_index (job->objects, i);
      g_autoptr (JsonNode) node = usher_connection_to_json (connection);
      g_autofree char *json = usher_json_to_string (node, FALSE);
      g_autofree char *search = make_connection_search (connection);

      bind_text (insert, 1, usher_connection_get_id (connection));
      bind_text (insert, 2, job->id);
      sqlite3_bind_int (insert, 3, i);
      bind_text (insert, 4, search);
      bind_text (insert, 5, json);
      if (!usher_database_run (engine->database, insert, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
usher_store_engine_put_connections (UsherStoreEngine *engine,
                                    UsherStoreJob    *job,
                                    GCancellable     *cancellable,
                                    GError          **error)
{
  g_autoptr (GHashTable) old = NULL;
  GHashTableIter iter;
  gpointer id;

  old = read_pairs (engine, "SELECT id, search FROM connections WHERE company_id = ?1", job->id, error);
  if (old == NULL || !in_transaction (engine, job, write_connections, error))
    return FALSE;

  for (guint i = 0; i < job->objects->len; i++)
    {
      UsherConnection *connection = g_ptr_array_index (job->objects, i);
      g_autofree char *search = make_connection_search (connection);

      g_hash_table_remove (old, usher_connection_get_id (connection));
      if (usher_invitation_index_set_connection (engine->index, usher_connection_get_id (connection),
                                                 search))
        job->changed = TRUE;
    }

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (usher_invitation_index_set_connection (engine->index, id, NULL))
        job->changed = TRUE;
    }

  /* Rows are found by other words now, but show the same. */
  if (job->changed)
    job->changed_rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  return TRUE;
}

gboolean
usher_store_engine_get_connections (UsherStoreEngine *engine,
                                    UsherStoreJob    *job,
                                    GCancellable     *cancellable,
                                    GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database,
                            "SELECT json FROM connections WHERE ?1 IS NULL OR company_id = ?1"
                            " ORDER BY company_id, position", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  bind_text (statement, 1, job->id);
  job->list = g_ptr_array_new_with_free_func (g_object_unref);
  while (TRUE)
    {
      g_autoptr (JsonNode) node = NULL;
      UsherConnection *connection;

      if (!usher_database_step (engine->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      node = usher_json_parse ((const char *) sqlite3_column_text (statement, 0),
                               sqlite3_column_bytes (statement, 0), NULL);
      connection = node != NULL ? usher_connection_new_from_json (node, NULL) : NULL;
      if (connection != NULL)
        g_ptr_array_add (job->list, connection);
    }
}

static gboolean
write_fact (UsherStoreEngine *engine,
            UsherStoreJob    *job,
            GError          **error)
{
  g_autoptr (UsherStatement) statement = NULL;

  if (job->value == NULL)
    return run_sql (engine, "DELETE FROM facts WHERE name = ?1", job->id, error);

  statement = usher_database_prepare (engine->database,
                                      "INSERT OR REPLACE INTO facts (name, value) VALUES (?1, ?2)",
                                      error);
  if (statement == NULL)
    return FALSE;
  bind_text (statement, 1, job->id);
  bind_text (statement, 2, job->value);
  return usher_database_run (engine->database, statement, error);
}

gboolean
usher_store_engine_put_fact (UsherStoreEngine *engine,
                             UsherStoreJob    *job,
                             GCancellable     *cancellable,
                             GError          **error)
{
  return in_transaction (engine, job, write_fact, error);
}

gboolean
usher_store_engine_get_fact (UsherStoreEngine *engine,
                             UsherStoreJob    *job,
                             GCancellable     *cancellable,
                             GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database, "SELECT value FROM facts WHERE name = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  bind_text (statement, 1, job->id);
  if (!usher_database_step (engine->database, statement, &has_row, error))
    return FALSE;
  if (has_row)
    job->text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  return TRUE;
}
