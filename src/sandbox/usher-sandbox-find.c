/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what stands in an address to what is meant: ids, query parameters, pages. Main thread. */

#include "sandbox/usher-sandbox-find.h"

#include <string.h>

#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox-secret.h"
#include "sandbox/usher-sandbox-validate.h"

#define DEFAULT_PER_PAGE 100

/* sql selects key, company and whether the company is foreign. */
static gboolean
find (UsherSandbox *sandbox, const char *sql, const char *id, gint64 *key, gint64 *company,
      UsherSandboxAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folded = id != NULL ? g_ascii_strdown (id, -1) : NULL;
  g_autoptr (UsherSandboxStatement) statement = NULL;

  /* An id that is none is the id of nothing. */
  if (!usher_sandbox_is_uuid (folded))
    {
      usher_sandbox_answer_detail (answer, SOUP_STATUS_NOT_FOUND, "Not found.");
      return FALSE;
    }
  statement = usher_sandbox_db_query (sandbox->db, &error, sql, "s", folded);
  if (statement == NULL || !usher_sandbox_statement_step (statement, &error))
    {
      if (error != NULL)
        usher_sandbox_answer_error (answer, error);
      else
        usher_sandbox_answer_detail (answer, SOUP_STATUS_NOT_FOUND, "Not found.");
      return FALSE;
    }
  if (sqlite3_column_int (statement, 2) != 0)
    {
      usher_sandbox_answer_detail (answer, SOUP_STATUS_FORBIDDEN,
                                   "You do not have permission to perform this action.");
      return FALSE;
    }
  *key = sqlite3_column_int64 (statement, 0);
  if (company != NULL)
    *company = sqlite3_column_int64 (statement, 1);
  return TRUE;
}

/**
 * usher_sandbox_find_company:
 * @sandbox: the service
 * @id: (nullable): what stands in the path
 * @key: (out): its key
 * @answer: gets 404, 403 or 500
 *
 * Returns: whether the key's organisation has such a company
 */
gboolean
usher_sandbox_find_company (UsherSandbox *sandbox, const char *id, gint64 *key,
                            UsherSandboxAnswer *answer)
{
  return find (
      sandbox, "SELECT key, key, is_foreign FROM company WHERE id = ?", id, key, NULL, answer);
}

/**
 * usher_sandbox_find_site:
 * @sandbox: the service
 * @id: (nullable): what stands in the path
 * @key: (out): its key
 * @answer: gets 404, 403 or 500
 *
 * Returns: whether the key's organisation has such a site
 */
gboolean
usher_sandbox_find_site (UsherSandbox *sandbox,
                         const char *id,
                         gint64 *key,
                         UsherSandboxAnswer *answer)
{
  return find (sandbox,
               "SELECT s.key, c.key, c.is_foreign FROM site s JOIN company c ON c.key = s.company"
               " WHERE s.id = ?",
               id, key, NULL, answer);
}

/**
 * usher_sandbox_find_connection:
 * @sandbox: the service
 * @id: (nullable): what stands in the path
 * @key: (out): its key
 * @company: (out) (nullable): its company's key
 * @answer: gets 404, 403 or 500
 *
 * Returns: whether the key's organisation has such a connection
 */
gboolean
usher_sandbox_find_connection (UsherSandbox *sandbox, const char *id, gint64 *key, gint64 *company,
                               UsherSandboxAnswer *answer)
{
  return find (
      sandbox,
      "SELECT n.key, c.key, c.is_foreign FROM connection n JOIN company c ON c.key = n.company"
      " WHERE n.id = ?",
      id,
      key,
      company,
      answer);
}

/**
 * usher_sandbox_find_invitation:
 * @sandbox: the service
 * @id: (nullable): what stands in the path
 * @key: (out): its key
 * @answer: gets 404, 403 or 500
 *
 * Returns: whether the key's organisation has such an invitation
 */
gboolean
usher_sandbox_find_invitation (UsherSandbox *sandbox, const char *id, gint64 *key,
                               UsherSandboxAnswer *answer)
{
  return find (
      sandbox,
      "SELECT i.key, c.key, c.is_foreign FROM invitation i JOIN company c ON c.key = i.company"
      " WHERE i.id = ?",
      id,
      key,
      NULL,
      answer);
}

/**
 * usher_sandbox_query_parse:
 * @query: (nullable): the part after the question mark, undecoded
 *
 * Takes a query string apart. A name may come several times.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 GPtrArray): the values of each name;
 *   %NULL if the encoding is broken
 */
GHashTable *
usher_sandbox_query_parse (const char *query)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                         (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GError) error = NULL;
  GUriParamsIter iter;
  char *name, *value;

  g_uri_params_iter_init (&iter, query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    {
      GPtrArray *array = g_hash_table_lookup (values, name);

      if (array == NULL)
        {
          array = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (values, g_strdup (name), array);
        }
      g_ptr_array_add (array, value);
      g_free (name);
    }
  return error == NULL ? g_steal_pointer (&values) : NULL;
}

/**
 * usher_sandbox_query_get:
 * @query: the parameters
 * @name: which
 *
 * Returns: (transfer none) (nullable): its last value
 */
const char *
usher_sandbox_query_get (GHashTable *query, const char *name)
{
  GPtrArray *array = g_hash_table_lookup (query, name);

  return array != NULL ? g_ptr_array_index (array, array->len - 1) : NULL;
}

/* A positive whole number in plain digits; 0 if it is none. */
static gint64
parse_positive (const char *text)
{
  gsize length = strspn (text, "0123456789");

  if (length == 0 || length > 18 || text[length] != '\0')
    return 0;
  return g_ascii_strtoll (text, NULL, 10);
}

/**
 * usher_sandbox_page_read:
 * @page: (out): what is asked for
 * @query: the parameters
 * @max_limit: the largest `limit`, or 0 if this list takes none
 * @errors: gets what is refused
 *
 * Reads `page` (from 1) and `limit` (contract 5.1, 6).
 */
void
usher_sandbox_page_read (UsherSandboxPage *page,
                         GHashTable *query,
                         gint64 max_limit,
                         JsonObject *errors)
{
  const char *number = usher_sandbox_query_get (query, "page");
  const char *limit = max_limit > 0 ? usher_sandbox_query_get (query, "limit") : NULL;

  memset (page, 0, sizeof *page);
  page->number = number != NULL ? parse_positive (number) : 1;
  if (page->number == 0)
    usher_sandbox_refuse (errors, "page", "Invalid page: a whole number from 1 is required.");
  page->per_page = limit != NULL ? parse_positive (limit) : DEFAULT_PER_PAGE;
  if (limit != NULL && (page->per_page < 1 || page->per_page > max_limit))
    usher_sandbox_refuse (errors, "limit",
                          "A whole number from 1 to %" G_GINT64_FORMAT " is required.", max_limit);
}

/**
 * usher_sandbox_page_settle:
 * @page: what was asked for
 * @total: how many items there are
 *
 * Finds the page to give: past the end it is the last one, not an error (contract 6).
 */
void
usher_sandbox_page_settle (UsherSandboxPage *page, gint64 total)
{
  page->total = total;
  page->n_pages = MAX (1, (total + page->per_page - 1) / page->per_page);
  page->number = MIN (page->number, page->n_pages);
  page->offset = (page->number - 1) * page->per_page;
}

/**
 * usher_sandbox_page_envelope:
 * @page: a settled page
 * @total_name: such as "totalConnections"
 * @json: a writer inside an object
 *
 * Writes everything of the envelope but the items.
 */
void
usher_sandbox_page_envelope (UsherSandboxPage *page, const char *total_name, UsherSandboxJson *json)
{
  usher_sandbox_json_add_int (json, total_name, page->total);
  usher_sandbox_json_add_int (json, "perPage", page->per_page);
  usher_sandbox_json_add_int (json, "totalPages", page->n_pages);
  usher_sandbox_json_add_int (json, "currentPage", page->number);
  usher_sandbox_json_add_bool (json, "hasNext", page->number < page->n_pages);
  usher_sandbox_json_add_bool (json, "hasPrevious", page->number > 1);
}
