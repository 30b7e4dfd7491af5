/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into the store comes out again, and nothing else. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/usher-test-store.h"

#include "model/usher-event.h"
#include "model/usher-time.h"
#include "store/usher-invitation-list.h"

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = usher_test_make_dir ();
  fixture->path = data != NULL ? NULL : g_build_filename (fixture->dir, "account", "store.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
on_changed (UsherStore *store,
            guint      *n_changes)
{
  (*n_changes)++;
}

static void
test_put_and_get (Fixture       *fixture,
                  gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, 50, 1);
  g_autoptr (GPtrArray) newer = usher_test_make_invitations (0, 50, 2);
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  g_signal_connect (store, "changed", G_CALLBACK (on_changed), &n_changes);

  g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, 50);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changes, ==, 1);

  for (guint i = 0; i < invitations->len; i++)
    {
      UsherInvitation *put = g_ptr_array_index (invitations, i);
      g_autoptr (UsherInvitation) got = usher_test_get (store, usher_invitation_get_id (put), &error);
      g_autoptr (JsonNode) put_node = usher_invitation_to_json (put, USHER_JSON_FLAGS_NONE);
      g_autoptr (JsonNode) got_node = NULL;

      g_assert_no_error (error);
      g_assert_null (usher_invitation_get_url (got));
      got_node = usher_invitation_to_json (got, USHER_JSON_FLAGS_WITH_LINKS);
      /* The made-up events name the token, which is taken out. */
      json_object_remove_member (json_node_get_object (put_node), "events");
      json_object_remove_member (json_node_get_object (got_node), "events");
      g_assert_true (json_node_equal (put_node, got_node));
      g_assert_cmpint (usher_invitation_get_events (put) != NULL, ==,
                       usher_invitation_get_events (got) != NULL);
    }

  /* The same again is no change. */
  g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, 0);
  g_assert_cmpuint (n_changes, ==, 1);

  g_assert_cmpint (usher_test_put (store, newer, NULL, &error), >, 30);
  g_assert_cmpuint (n_changes, ==, 2);

  usher_test_close_store (store);
}

static void
test_reopen (Fixture       *fixture,
             gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, 60, 1);
  g_autoptr (GPtrArray) companies = usher_test_make_companies (N_TEST_COMPANIES);
  g_autoptr (UsherQuery) query = usher_query_new ();
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (GError) error = NULL;

  usher_test_put_companies (store, companies);
  g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, 60);
  before = usher_test_query (store, query);
  g_assert_cmpuint (before->len, ==, 60);
  usher_test_close_store (store);

  store = usher_test_open_store (fixture->path);
  g_assert_null (usher_store_get_moved_aside (store));
  after = usher_test_query (store, query);
  g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data, after->len * sizeof (gint64));
  g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, 0);
  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 60);
  usher_test_close_store (store);
}

static void
test_events (Fixture       *fixture,
             gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (UsherInvitation) bare = usher_test_parse_invitation ("{\"id\": \"a\", \"status\": \"ACTIVE\"}");
  g_autoptr (UsherInvitation) empty =
    usher_test_parse_invitation ("{\"id\": \"a\", \"status\": \"ACTIVE\", \"events\": []}");
  g_autoptr (UsherInvitation) logged =
    usher_test_parse_invitation ("{\"id\": \"a\", \"status\": \"ACTIVE\", \"events\": ["
                                 "{\"id\": \"1\", \"eventType\": \"VIEWED\", \"createdAt\": \"2026-01-01T00:00:00Z\"},"
                                 "{\"id\": \"2\", \"eventType\": \"ODD\", \"extra\": {\"deep\": [1]},"
                                 " \"createdAt\": \"2026-01-02T00:00:00Z\"}]}");
  g_autoptr (UsherInvitation) got = NULL;

  g_assert_cmpint (usher_test_put_one (store, bare), ==, 1);
  got = usher_test_get (store, "a", NULL);
  g_assert_null (usher_invitation_get_events (got));
  g_clear_object (&got);

  /* That there is nothing in a log is news, too. */
  g_assert_cmpint (usher_test_put_one (store, empty), ==, 1);
  got = usher_test_get (store, "a", NULL);
  g_assert_cmpuint (usher_invitation_get_events (got)->len, ==, 0);
  g_clear_object (&got);

  g_assert_cmpint (usher_test_put_one (store, logged), ==, 1);
  g_assert_cmpint (usher_test_put_one (store, logged), ==, 0);
  /* A list has no log, and does not take it away. */
  g_assert_cmpint (usher_test_put_one (store, bare), ==, 0);
  got = usher_test_get (store, "a", NULL);
  g_assert_cmpuint (usher_invitation_get_events (got)->len, ==, 2);
  g_assert_cmpstr (usher_event_get_kind_name (g_ptr_array_index (usher_invitation_get_events (got), 1)),
                   ==, "ODD");
  g_clear_object (&got);

  g_assert_cmpint (usher_test_put_one (store, empty), ==, 1);
  got = usher_test_get (store, "a", NULL);
  g_assert_cmpuint (usher_invitation_get_events (got)->len, ==, 0);

  usher_test_close_store (store);
}

static void
test_complete (Fixture       *fixture,
               gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, 100, 1);
  g_autoptr (GPtrArray) of_one = g_ptr_array_new ();
  g_autofree char *company = usher_test_make_id (1, 3);
  g_autofree char *odd = usher_test_make_id (1, 99);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) nameless = usher_test_parse_invitation ("{\"id\": \"nameless\"}");
  guint n_of_one;

  usher_test_put (store, invitations, NULL, &error);
  n_of_one = usher_test_count (store, company).total;
  g_assert_cmpuint (n_of_one, >, 5);

  for (guint i = 0; i < invitations->len; i++)
    {
      UsherInvitation *one = g_ptr_array_index (invitations, i);

      if (g_str_equal (usher_invitation_get_company_id (one), company))
        g_ptr_array_add (of_one, one);
    }
  g_assert_cmpuint (of_one->len, ==, n_of_one);
  g_assert_cmpint (usher_test_put (store, of_one, company, &error), ==, 0);

  g_ptr_array_set_size (of_one, of_one->len - 2);
  g_assert_cmpint (usher_test_put (store, of_one, company, &error), ==, 2);
  g_assert_cmpuint (usher_test_count (store, company).total, ==, n_of_one - 2);
  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 98);

  /* One that does not say whose it is belongs to the company that was asked. */
  g_ptr_array_set_size (of_one, 0);
  g_ptr_array_add (of_one, nameless);
  g_assert_cmpint (usher_test_put (store, of_one, odd, &error), ==, 1);
  g_assert_cmpuint (usher_test_count (store, odd).total, ==, 1);

  g_ptr_array_set_size (of_one, 0);
  g_assert_cmpint (usher_test_put (store, of_one, company, &error), ==, n_of_one - 2);
  g_assert_cmpuint (usher_test_count (store, company).total, ==, 0);
  g_assert_no_error (error);

  usher_test_close_store (store);
}

static void
test_duplicates (Fixture       *fixture,
                 gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GPtrArray) twice = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (UsherInvitation) got = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (twice, usher_test_parse_invitation ("{\"id\": \"a\", \"useCount\": 1}"));
  g_ptr_array_add (twice, usher_test_parse_invitation ("{\"id\": \"a\", \"useCount\": 2}"));
  g_assert_cmpint (usher_test_put (store, twice, NULL, &error), ==, 1);
  g_assert_no_error (error);
  got = usher_test_get (store, "a", &error);
  g_assert_cmpint (usher_invitation_get_use_count (got), ==, 2);
  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 1);

  usher_test_close_store (store);
}

static void
test_not_found (Fixture       *fixture,
                gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GError) error = NULL;

  g_assert_null (usher_test_get (store, "nobody", &error));
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_NOT_FOUND);
  usher_test_close_store (store);
}

static GPtrArray *
get_companies (UsherStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *companies;

  usher_store_get_companies_async (store, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  companies = usher_store_get_companies_finish (store, result, &error);
  g_assert_no_error (error);
  return companies;
}

static GPtrArray *
get_connections (UsherStore *store,
                 const char *company_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *connections;

  usher_store_get_connections_async (store, company_id, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  connections = usher_store_get_connections_finish (store, result, &error);
  g_assert_no_error (error);
  return connections;
}

static void
put_connections (UsherStore *store,
                 const char *company_id,
                 GPtrArray  *connections)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_store_put_connections_async (store, company_id, connections, NULL, usher_test_keep_result,
                                     &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_store_put_connections_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
test_companies (Fixture       *fixture,
                gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GPtrArray) companies = usher_test_make_companies (3);
  g_autoptr (GPtrArray) fewer = usher_test_make_companies (2);
  g_autoptr (GPtrArray) bare = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) connections = usher_test_make_connections (2, 4, "Northern Power");
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, 60, 1);
  g_autoptr (GPtrArray) got = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *third = usher_test_make_id (1, 2);
  g_autofree char *first = usher_test_make_id (1, 0);
  g_autofree char *text = g_strdup_printf ("{\"id\": \"%s\", \"name\": \"Renamed\"}", first);
  g_autoptr (GError) error = NULL;
  guint n_changes = 0, n_left;

  g_signal_connect (store, "changed", G_CALLBACK (on_changed), &n_changes);

  usher_test_put_companies (store, companies);
  g_assert_cmpuint (n_changes, ==, 0);
  got = get_companies (store);
  g_assert_cmpuint (got->len, ==, 3);
  for (guint i = 0; i < got->len; i++)
    {
      g_assert_cmpstr (usher_company_get_name (g_ptr_array_index (got, i)), ==,
                       usher_company_get_name (g_ptr_array_index (companies, i)));
      g_assert_cmpuint (usher_company_get_sites (g_ptr_array_index (got, i))->len, ==, 1);
    }
  g_clear_pointer (&got, g_ptr_array_unref);

  put_connections (store, third, connections);
  got = get_connections (store, third);
  g_assert_cmpuint (got->len, ==, 4);
  g_assert_cmpstr (usher_connection_get_provider_name (g_ptr_array_index (got, 3)), ==, "Northern Power 3");
  g_clear_pointer (&got, g_ptr_array_unref);
  got = get_connections (store, first);
  g_assert_cmpuint (got->len, ==, 0);
  g_clear_pointer (&got, g_ptr_array_unref);

  usher_test_put (store, invitations, NULL, &error);
  n_changes = 0;
  g_assert_cmpuint (usher_test_count (store, third).total, >, 0);

  /* Companies that are gone take with them what they had. */
  usher_test_put_companies (store, fewer);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (usher_test_count (store, third).total, ==, 0);
  n_left = usher_test_count (store, NULL).total;
  g_assert_cmpuint (n_left, ==, usher_test_count (store, first).total +
                      usher_test_count (store, usher_company_get_id (g_ptr_array_index (fewer, 1))).total);
  got = get_connections (store, NULL);
  g_assert_cmpuint (got->len, ==, 0);
  g_clear_pointer (&got, g_ptr_array_unref);

  /* The same list is no change; a new name is; sites that a list leaves out stay. */
  usher_test_put_companies (store, fewer);
  g_assert_cmpuint (n_changes, ==, 1);
  node = usher_json_parse (text, -1, NULL);
  g_ptr_array_add (bare, usher_company_new_from_json (node, NULL));
  g_ptr_array_add (bare, g_object_ref (g_ptr_array_index (fewer, 1)));
  usher_test_put_companies (store, bare);
  g_assert_cmpuint (n_changes, ==, 2);
  got = get_companies (store);
  g_assert_cmpstr (usher_company_get_name (g_ptr_array_index (got, 0)), ==, "Renamed");
  g_assert_cmpuint (usher_company_get_sites (g_ptr_array_index (got, 0))->len, ==, 1);

  usher_test_close_store (store);
}

static void
put_fact (UsherStore *store,
          const char *name,
          const char *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_store_put_fact_async (store, name, value, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_store_put_fact_finish (store, result, &error));
  g_assert_no_error (error);
}

static char *
get_fact (UsherStore *store,
          const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *value;

  usher_store_get_fact_async (store, name, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  value = usher_store_get_fact_finish (store, result, &error);
  g_assert_no_error (error);
  return value;
}

static void
assert_fact (UsherStore *store,
             const char *name,
             const char *expected)
{
  g_autofree char *value = get_fact (store, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);

  assert_fact (store, "last-sync", NULL);
  put_fact (store, "last-sync", "1");
  put_fact (store, "last-sync", "2 ü");
  put_fact (store, "other", "");
  assert_fact (store, "last-sync", "2 ü");
  assert_fact (store, "other", "");
  put_fact (store, "last-sync", NULL);
  assert_fact (store, "last-sync", NULL);
  usher_test_close_store (store);
}

static void
assert_absent (const char *dir,
               const char *canary,
               guint      *n_files)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_null (memmem (contents, length, canary, strlen (canary)));
      (*n_files)++;
    }
}

static void
test_secrets (Fixture       *fixture,
              gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, 60, 1);
  g_autoptr (GPtrArray) connections = usher_test_make_connections (0, 4, "Power");
  g_autofree char *dir = g_path_get_dirname (fixture->path);
  g_autofree char *company = usher_test_make_id (1, 0);
  g_autoptr (GError) error = NULL;
  guint n_files = 0;

  usher_test_put (store, invitations, NULL, &error);
  g_assert_no_error (error);
  put_connections (store, company, connections);

  /* While it is open, there is the log beside it. */
  assert_absent (dir, "CANARY", &n_files);
  g_assert_cmpuint (n_files, ==, 3);
  usher_test_close_store (store);
  n_files = 0;
  assert_absent (dir, "CANARY", &n_files);
  g_assert_cmpuint (n_files, ==, 1);
}

static void
assert_mode (const char *dir,
             const char *name,
             guint       mode)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, mode);
}

static void
test_modes (Fixture       *fixture,
            gconstpointer  data)
{
  mode_t old_mask = umask (0);
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (UsherInvitation) invitation = usher_test_make_invitation (1, 1);
  g_autofree char *dir = g_path_get_dirname (fixture->path);

  usher_test_put_one (store, invitation);
  assert_mode (dir, "", 0700);
  assert_mode (dir, "store.db", 0600);
  assert_mode (dir, "store.db-wal", 0600);
  assert_mode (dir, "store.db-shm", 0600);
  usher_test_close_store (store);

  /* One that was copied carelessly is closed to others again. */
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  store = usher_test_open_store (fixture->path);
  assert_mode (dir, "store.db", 0600);
  usher_test_close_store (store);
  umask (old_mask);
}

/* What a session asks for first is there when the store is open, until something changes. */
static void
test_first (Fixture       *fixture,
            gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, 60, 1);
  g_autoptr (GPtrArray) more = usher_test_make_invitations (60, 61, 1);
  g_autoptr (GPtrArray) companies = usher_test_make_companies (N_TEST_COMPANIES);
  g_autoptr (UsherInvitationList) list = NULL;
  g_autoptr (UsherInvitationList) second = NULL;
  g_autoptr (GError) error = NULL;
  UsherCounts asked;
  UsherCounts counts = { 0 };

  /* A new file has nothing in it, and that is known. */
  g_assert_cmpuint (usher_store_get_first_companies (store)->len, ==, 0);
  g_assert_null (usher_store_get_first_fact (store, "last-sync"));
  usher_test_put_companies (store, companies);
  g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, 60);
  g_assert_null (usher_store_get_first_companies (store));
  put_fact (store, "last-sync", "then");
  asked = usher_test_count (store, NULL);
  usher_test_close_store (store);

  store = usher_test_open_store (fixture->path);
  g_assert_cmpuint (usher_store_get_first_companies (store)->len, ==, N_TEST_COMPANIES);
  g_assert_cmpstr (usher_store_get_first_fact (store, "last-sync"), ==, "then");
  g_assert_true (usher_store_get_first_counts (store, &counts));
  g_assert_cmpmem (&counts, sizeof counts, &asked, sizeof asked);

  /* The first list is full before the main loop has turned; another one asks. */
  list = usher_invitation_list_new (store);
  g_assert_false (usher_invitation_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 60);
  second = usher_invitation_list_new (store);
  g_assert_true (usher_invitation_list_get_loading (second));
  usher_test_wait_for (!usher_invitation_list_get_loading (second));
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (GObject) one = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autoptr (GObject) same = g_list_model_get_item (G_LIST_MODEL (second), i);

      g_assert_true (one == same);
    }

  g_assert_cmpint (usher_test_put (store, more, NULL, &error), ==, 1);
  g_assert_false (usher_store_get_first_counts (store, &counts));
  usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (list)) == 61);
  g_clear_object (&list);
  g_clear_object (&second);
  usher_test_close_store (store);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *name; void (*func) (Fixture *, gconstpointer); gboolean on_disk; } tests[] = {
    { "put-and-get", test_put_and_get, FALSE },
    { "events", test_events, FALSE },
    { "complete", test_complete, FALSE },
    { "duplicates", test_duplicates, FALSE },
    { "not-found", test_not_found, FALSE },
    { "companies", test_companies, FALSE },
    { "facts", test_facts, FALSE },
    { "reopen", test_reopen, TRUE },
    { "first", test_first, TRUE },
    { "secrets", test_secrets, TRUE },
    { "modes", test_modes, TRUE },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *on_disk = g_strconcat ("/store/", tests[i].name, "/on-disk", NULL);
      g_autofree char *in_memory = g_strconcat ("/store/", tests[i].name, "/in-memory", NULL);

      g_test_add (on_disk, Fixture, NULL, set_up, tests[i].func, tear_down);
      if (!tests[i].on_disk)
        g_test_add (in_memory, Fixture, "memory", set_up, tests[i].func, tear_down);
    }

  return g_test_run ();
}
