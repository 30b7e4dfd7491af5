/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/usher-test-store.h"

#include <stdarg.h>

/* A small generator of our own: GRand's sequence is not promised. */
static guint
mix (guint number,
     guint seed,
     guint salt)
{
  guint64 x = (guint64) number * 0x9E3779B97F4A7C15u + (guint64) seed * 0xBF58476D1CE4E5B9u + salt;

  x ^= x >> 31;
  x *= 0x94D049BB133111EBu;
  x ^= x >> 29;
  return (guint) (x >> 16);
}

char *
usher_test_make_id (guint kind,
                    guint number)
{
  return g_strdup_printf ("%08x-0000-4000-8000-%012x", mix (number, kind, 9), number);
}

UsherInvitation *
usher_test_parse_invitation (const char *format,
                             ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  UsherInvitation *invitation;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  node = usher_json_parse (text, -1, &error);
  g_assert_no_error (error);
  invitation = usher_invitation_new_from_json (node, &error);
  g_assert_no_error (error);
  return invitation;
}

static void
append_addresses (GString *json,
                  guint    number,
                  guint    seed)
{
  static const char * const names[] = { "anna", "Björn", "carla", "Dieter", "eva", "François", "grete" };
  guint n = mix (number, seed, 1) % 4;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s\"%s.%u@example.%s\"", i > 0 ? ", " : "",
                            names[mix (number, seed, 10 + i) % G_N_ELEMENTS (names)],
                            mix (number, seed, 20 + i) % 1000, i % 2 == 0 ? "com" : "org");
}

UsherInvitation *
usher_test_make_invitation (guint number,
                            guint seed)
{
  static const char * const statuses[] = { "ACTIVE", "EXPIRED", "REVOKED", "FULFILLED", "NEWER" };
  static const char * const kinds[] = { "CREATE_CONNECTION", "EDIT_CONNECTION", "SOMETHING_ELSE" };
  static const char * const providers[] = { "Northern Power", "City Water", "Gas & Light", "Élan Énergie" };
  g_autofree char *id = usher_test_make_id (0, number);
  g_autofree char *company = usher_test_make_id (1, mix (number, 0, 2) % N_TEST_COMPANIES);
  g_autofree char *connection = usher_test_make_id (2, mix (number, 0, 3) % 50);
  g_autofree char *expires = NULL;
  GString *json = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint kind = mix (number, 0, 4) % 16 == 0 ? 2 : mix (number, 0, 4) % 2;

  if (mix (number, seed, 5) % 3 != 0)
    expires = g_strdup_printf ("\"20%02u-%02u-%02uT08:15:00Z\"", 26 + mix (number, seed, 6) % 3,
                               1 + mix (number, seed, 7) % 12, 1 + mix (number, seed, 8) % 28);

  g_string_append_printf (json,
                          "{\"id\": \"%s\", \"token\": \"CANARY-TOKEN-%u\","
                          " \"invitationUrl\": \"https://dash.example.com/p/i/CANARY-TOKEN-%u\","
                          " \"invitationType\": \"%s\", \"status\": \"%s\", \"companyId\": \"%s\","
                          " \"expiresAt\": %s, \"createdAt\": \"2026-%02u-%02uT%02u:%02u:00Z\","
                          " \"maxUses\": 3, \"useCount\": %u, \"allowedEmails\": [",
                          id, number, number, kinds[kind],
                          statuses[mix (number, seed, 30) % 17 == 0 ? 4 : mix (number, seed, 30) % 4],
                          company, expires != NULL ? expires : "null", 1 + mix (number, 0, 31) % 11,
                          1 + mix (number, 0, 32) % 28, mix (number, 0, 33) % 24,
                          mix (number, 0, 34) % 60, mix (number, seed, 35) % 4);
  append_addresses (json, number, seed);
  g_string_append (json, "]");
  if (kind == 1)
    g_string_append_printf (json, ", \"connectionId\": \"%s\"", connection);
  else if (mix (number, seed, 36) % 2 == 0)
    g_string_append_printf (json,
                            ", \"createdConnections\": [{\"id\": \"c%u\", \"datasourceName\": \"%s\","
                            " \"status\": \"CONNECTED\", \"created\": \"2026-11-01T00:00:00Z\"}]",
                            number, providers[mix (number, seed, 37) % G_N_ELEMENTS (providers)]);
  if (mix (number, seed, 38) % 3 == 0)
    g_string_append_printf (json, ", \"prefill\": {\"url\": \"https://provider-%u.example.org\"}",
                            mix (number, seed, 39) % 20);
  if (mix (number, seed, 40) % 2 == 0)
    g_string_append_printf (json,
                            ", \"events\": [{\"id\": \"e1\", \"eventType\": \"VIEWED\","
                            " \"createdAt\": \"2026-10-%02uT10:00:00Z\","
                            " \"note\": \"opened CANARY-TOKEN-%u\"}]",
                            1 + mix (number, seed, 41) % 28, number);
  g_string_append (json, "}");

  text = g_string_free (json, FALSE);
  return usher_test_parse_invitation ("%s", text);
}

GPtrArray *
usher_test_make_invitations (guint from,
                             guint to,
                             guint seed)
{
  GPtrArray *invitations = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = from; i < to; i++)
    g_ptr_array_add (invitations, usher_test_make_invitation (i, seed));
  return invitations;
}

/* As a list tells it: without the log. */
UsherInvitation *
usher_test_make_listed (guint number,
                        guint seed)
{
  g_autoptr (UsherInvitation) whole = usher_test_make_invitation (number, seed);
  g_autoptr (JsonNode) node = usher_invitation_to_json (whole, USHER_JSON_FLAGS_WITH_LINKS);
  UsherInvitation *listed;

  json_object_remove_member (json_node_get_object (node), "events");
  listed = usher_invitation_new_from_json (node, NULL);
  g_assert_nonnull (listed);
  return listed;
}

GPtrArray *
usher_test_make_companies (guint n)
{
  static const char * const names[] = { "Acme Retail", "zebra Foods", "Bäckerei Süd", "Orchard Hotels",
                                        "Łódź Works", "cedar & Sons", "Delta", "Zinc" };
  GPtrArray *companies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = usher_test_make_id (1, i);
      g_autofree char *text = g_strdup_printf ("{\"id\": \"%s\", \"name\": \"%s\", \"sites\": ["
                                               "{\"id\": \"s%u\", \"name\": \"Main Street %u\"}]}",
                                               id, names[i % G_N_ELEMENTS (names)], i, i);
      g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);

      g_ptr_array_add (companies, usher_company_new_from_json (node, NULL));
      g_assert_nonnull (g_ptr_array_index (companies, i));
    }
  return companies;
}

GPtrArray *
usher_test_make_connections (guint       company,
                             guint       n,
                             const char *provider)
{
  GPtrArray *connections = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = usher_test_make_id (2, company * 10 + i);
      g_autofree char *text = g_strdup_printf ("{\"id\": \"%s\", \"status\": \"CONNECTED\","
                                               " \"connectionMagicLinkSecret\": \"CANARY-MAGIC\","
                                               " \"datasource\": {\"name\": \"%s %u\"}}",
                                               id, provider, i);
      g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);

      g_ptr_array_add (connections, usher_connection_new_from_json (node, NULL));
      g_assert_nonnull (g_ptr_array_index (connections, i));
    }
  return connections;
}

UsherStore *
usher_test_open_store (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherStore *store;

  usher_store_open_async (path, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  store = usher_store_open_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (USHER_IS_STORE (store));
  return store;
}

GError *
usher_test_fail_to_open (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  usher_store_open_async (path, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_null (usher_store_open_finish (result, &error));
  g_assert_nonnull (error);
  return error;
}

void
usher_test_close_store (UsherStore *store)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  usher_store_close_async (store, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_store_close_finish (store, result, &error));
  g_assert_no_error (error);
  g_object_unref (result);
  g_assert_finalize_object (store);
}

int
usher_test_put (UsherStore  *store,
                GPtrArray   *invitations,
                const char  *complete_for,
                GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  usher_store_put_invitations_async (store, invitations, complete_for, NULL, usher_test_keep_result,
                                     &result);
  usher_test_wait_for (result != NULL);
  return usher_store_put_invitations_finish (store, result, error);
}

int
usher_test_put_one (UsherStore      *store,
                    UsherInvitation *invitation)
{
  g_autoptr (GPtrArray) invitations = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int n_changed;

  g_ptr_array_add (invitations, invitation);
  n_changed = usher_test_put (store, invitations, NULL, &error);
  g_assert_no_error (error);
  return n_changed;
}

void
usher_test_put_companies (UsherStore *store,
                          GPtrArray  *companies)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_store_put_companies_async (store, companies, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_store_put_companies_finish (store, result, &error));
  g_assert_no_error (error);
}

UsherInvitation *
usher_test_get (UsherStore  *store,
                const char  *id,
                GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  usher_store_get_invitation_async (store, id, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  return usher_store_get_invitation_finish (store, result, error);
}

GArray *
usher_test_query (UsherStore *store,
                  UsherQuery *query)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *rows;

  usher_store_query_async (store, query, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  rows = usher_store_query_finish (store, result, &error);
  g_assert_no_error (error);
  return rows;
}

UsherCounts
usher_test_count (UsherStore *store,
                  const char *company_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherCounts counts;

  usher_store_count_async (store, company_id, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_store_count_finish (store, result, &counts, &error));
  g_assert_no_error (error);
  return counts;
}

struct _UsherTestListLog
{
  GListModel *model; /* (owned) */
  GString *text;     /* (owned) */
  guint n_items;     /* by what was told */
  gulong handler;
};

static void
on_items_changed (GListModel       *model,
                  guint             position,
                  guint             removed,
                  guint             added,
                  UsherTestListLog *log)
{
  if (log->text->len > 0)
    g_string_append (log->text, ", ");
  g_string_append_printf (log->text, "%u", position);
  if (removed > 0)
    g_string_append_printf (log->text, "-%u", removed);
  if (added > 0)
    g_string_append_printf (log->text, "+%u", added);

  g_assert_cmpuint (position + removed, <=, log->n_items);
  log->n_items += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, log->n_items);
}

UsherTestListLog *
usher_test_list_log_new (GListModel *model)
{
  UsherTestListLog *log = g_new0 (UsherTestListLog, 1);

  log->model = g_object_ref (model);
  log->text = g_string_new (NULL);
  log->n_items = g_list_model_get_n_items (model);
  log->handler = g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), log);
  return log;
}

void
usher_test_list_log_free (UsherTestListLog *log)
{
  g_assert_cmpstr (log->text->str, ==, "");
  g_signal_handler_disconnect (log->model, log->handler);
  g_object_unref (log->model);
  g_string_free (log->text, TRUE);
  g_free (log);
}

void
usher_test_list_log_assert (UsherTestListLog *log,
                            const char       *expected)
{
  g_assert_cmpstr (log->text->str, ==, expected);
  g_string_set_size (log->text, 0);
}
