/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue of providers, and providers that are not in it. Main thread. */

#include "sandbox/usher-sandbox-provider.h"

#include <string.h>

#define MAX_FOUND 50
#define COLUMNS "SELECT id, name, url, country, utility_types, needs_mfa FROM provider "

void
usher_sandbox_provider_free (UsherSandboxProvider *provider)
{
  g_free (provider->id);
  g_free (provider->name);
  g_free (provider->url);
  g_free (provider->country);
  g_free (provider->utility_types);
  g_free (provider);
}

static UsherSandboxProvider *
read_provider (UsherSandboxStatement *row)
{
  UsherSandboxProvider *provider = g_new0 (UsherSandboxProvider, 1);

  provider->id = g_strdup (usher_sandbox_statement_get_text (row, 0));
  provider->name = g_strdup (usher_sandbox_statement_get_text (row, 1));
  provider->url = g_strdup (usher_sandbox_statement_get_text (row, 2));
  provider->country = g_strdup (usher_sandbox_statement_get_text (row, 3));
  provider->utility_types = g_strdup (usher_sandbox_statement_get_text (row, 4));
  provider->needs_mfa = sqlite3_column_int (row, 5) != 0;
  return provider;
}

static UsherSandboxProvider *
read_one (UsherSandboxStatement *row, GError *failure, GError **error)
{
  GError *local = failure;

  if (row != NULL && usher_sandbox_statement_step (row, &local))
    return read_provider (row);
  if (local != NULL)
    g_propagate_error (error, local);
  return NULL;
}

/**
 * usher_sandbox_provider_by_id:
 * @sandbox: the service
 * @id: (nullable): what was asked for
 * @error: return location for an error of the database
 *
 * Returns: (transfer full) (nullable): the provider; %NULL with @error unset if there is none
 */
UsherSandboxProvider *
usher_sandbox_provider_by_id (UsherSandbox *sandbox, const char *id, GError **error)
{
  GError *local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local, COLUMNS "WHERE id = lower (?)", "s", id);

  return read_one (row, local, error);
}

/* "https://host" of what people type: with or without scheme and path. */
static char *
dup_origin (const char *address)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (address));
  g_autofree char *full = strstr (trimmed, "://") != NULL ? g_strdup (trimmed)
                                                          : g_strconcat ("https://", trimmed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = NULL;
  const char *scheme;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  scheme = g_uri_get_scheme (uri);
  host = g_utf8_strdown (g_uri_get_host (uri), -1);
  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
    return NULL;
  if (strchr (host, '.') == NULL || *host == '.' || g_str_has_suffix (host, ".") || strlen (host) > 253
      || strpbrk (host, " <>\"'\\@") != NULL)
    return NULL;
  return g_strconcat ("https://", host, NULL);
}

/**
 * usher_sandbox_provider_by_address:
 * @sandbox: the service
 * @address: (nullable): the address of a website, as it was typed or prefilled
 * @error: return location for an error of the database
 *
 * Finds the provider of an address in the catalogue, or makes one that has its host's name.
 *
 * Returns: (transfer full) (nullable): the provider; %NULL with @error unset if that is no address
 */
UsherSandboxProvider *
usher_sandbox_provider_by_address (UsherSandbox *sandbox, const char *address, GError **error)
{
  g_autofree char *origin = address != NULL ? dup_origin (address) : NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  UsherSandboxProvider *provider;

  if (origin == NULL)
    return NULL;
  row = usher_sandbox_db_query (sandbox->db, &local, COLUMNS "WHERE url = ?", "s", origin);
  if (row != NULL && usher_sandbox_statement_step (row, &local))
    return read_provider (row);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  provider = g_new0 (UsherSandboxProvider, 1);
  provider->name = g_strdup (origin + strlen ("https://"));
  provider->url = g_steal_pointer (&origin);
  provider->utility_types = g_strdup ("[]");
  return provider;
}

/* Whether a text has the words, whatever their case and accents. */
static gboolean
has_words (const char *text, const char *words)
{
  g_autofree char *stripped = g_strstrip (g_strdup (words));

  return *stripped == '\0' || g_str_match_string (stripped, text, TRUE);
}

/* É beside E, wherever the service runs: the pages speak English, whatever the machine's language is. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const UsherSandboxProvider *x = *(UsherSandboxProvider *const *) a;
  const UsherSandboxProvider *y = *(UsherSandboxProvider *const *) b;
  g_autofree char *plain_x = g_str_to_ascii (x->name, "en");
  g_autofree char *plain_y = g_str_to_ascii (y->name, "en");
  int order = g_ascii_strcasecmp (plain_x, plain_y);

  return order != 0 ? order : strcmp (x->name, y->name);
}

/**
 * usher_sandbox_provider_search:
 * @sandbox: the service
 * @country: two letters, or "" for any
 * @words: what the name or the address has, or "" for any
 * @error: return location for an error of the database
 *
 * Searches the catalogue.
 *
 * Returns: (transfer full) (nullable) (element-type UsherSandboxProvider): by name
 */
GPtrArray *
usher_sandbox_provider_search (UsherSandbox *sandbox, const char *country, const char *words, GError **error)
{
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) usher_sandbox_provider_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            COLUMNS "WHERE ? IN ('', country) ORDER BY name", "s", country);

  while (row != NULL && found->len < MAX_FOUND && usher_sandbox_statement_step (row, &local))
    if (has_words (usher_sandbox_statement_get_text (row, 1), words)
        || (*words != '\0' && strstr (usher_sandbox_statement_get_text (row, 2), words) != NULL))
      g_ptr_array_add (found, read_provider (row));
  g_ptr_array_sort (found, compare_names);
  if (local == NULL)
    return g_steal_pointer (&found);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
