/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries against a naive oracle, on made-up data that changes under them; and text as people type it. */
#include <string.h>

#include "store/usher-invitation-list.h"
#include "store/usher-test-store.h"

#include "model/usher-prefill.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#define N_ROWS 80

/* What the store should hold, as plain objects. */
typedef struct
{
  GHashTable *invitations; /* (owned) id to UsherInvitation */
  GHashTable *events;      /* (owned) id to gint64 */
  GHashTable *viewed;      /* (owned) set of ids that were opened, by the last log */
  GHashTable *companies;   /* (owned) id to name */
  GHashTable *connections; /* (owned) id to provider */
} Oracle;

typedef struct
{
  UsherInvitation *invitation;
  char *id;
  char *name;   /* (owned) what RECIPIENT or COMPANY sort by */
  Oracle *oracle;
  UsherSort sort;
} OracleRow;

static char *
get_text (Oracle          *oracle,
          UsherInvitation *invitation)
{
  GString *text = g_string_new (usher_invitation_get_id (invitation));
  const char * const *emails = usher_invitation_get_allowed_emails (invitation);
  GPtrArray *connections = usher_invitation_get_created_connections (invitation);
  const char *company = usher_invitation_get_company_id (invitation);
  const char *connection = usher_invitation_get_connection_id (invitation);
  const char *more[3] = { usher_prefill_get_url (usher_invitation_get_prefill (invitation)),
                          company != NULL ? g_hash_table_lookup (oracle->companies, company) : NULL,
                          connection != NULL ? g_hash_table_lookup (oracle->connections, connection) : NULL };
  char *folded;

  for (gsize i = 0; emails[i] != NULL; i++)
    g_string_append_printf (text, "\n%s", emails[i]);
  for (guint i = 0; i < connections->len; i++)
    g_string_append_printf (text, "\n%s", usher_connection_get_provider_name (connections->pdata[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (more); i++)
    {
      if (more[i] != NULL)
        g_string_append_printf (text, "\n%s", more[i]);
    }
  folded = usher_text_fold (text->str);
  g_string_free (text, TRUE);
  return folded;
}

static gboolean
matches (Oracle          *oracle,
         UsherInvitation *invitation,
         UsherQuery      *query)
{
  UsherInvitationStatus status = usher_query_get_status (query);
  UsherInvitationKind kind = usher_query_get_kind (query);
  UsherAccess access = usher_query_get_access (query);
  const char *company = usher_query_get_company_id (query);
  gint64 before = usher_query_get_expires_before (query);
  GTimeSpan within = usher_query_get_expires_within (query);
  gint64 now = usher_time_now ();
  gint64 expires = usher_invitation_get_expires_at (invitation);
  UsherProgress progress = usher_query_get_progress (query);
  gboolean viewed = g_hash_table_contains (oracle->viewed, usher_invitation_get_id (invitation));

  if (progress != USHER_PROGRESS_ANY &&
      (usher_invitation_get_status (invitation) != USHER_INVITATION_STATUS_ACTIVE ||
       usher_invitation_get_use_count (invitation) > 0 || viewed != (progress == USHER_PROGRESS_OPENED)))
    return FALSE;
  if ((status != USHER_INVITATION_STATUS_UNKNOWN && usher_invitation_get_status (invitation) != status) ||
      (kind != USHER_INVITATION_KIND_UNKNOWN && usher_invitation_get_kind (invitation) != kind) ||
      (access == USHER_ACCESS_OPEN && !usher_invitation_is_open (invitation)) ||
      (access == USHER_ACCESS_RESTRICTED && usher_invitation_is_open (invitation)) ||
      (company != NULL && g_strcmp0 (usher_invitation_get_company_id (invitation), company) != 0) ||
      (before != USHER_TIME_NONE && (expires == USHER_TIME_NONE || expires >= before)) ||
      (within > 0 && (expires == USHER_TIME_NONE || expires <= now || expires > now + within)))
    return FALSE;

  if (usher_query_get_text (query) != NULL)
    {
      g_autofree char *text = get_text (oracle, invitation);
      g_autofree char *folded = usher_text_fold (usher_query_get_text (query));
      g_auto (GStrv) words = g_strsplit (folded, " ", -1);

      for (gsize i = 0; words[i] != NULL; i++)
        {
          if (strstr (text, words[i]) == NULL)
            return FALSE;
        }
    }
  return TRUE;
}

static int
compare_numbers (gint64 a,
                 gint64 b)
{
  return (a > b) - (a < b);
}

static char *
make_name (Oracle          *oracle,
           UsherInvitation *invitation,
           UsherSort        sort)
{
  if (sort == USHER_SORT_RECIPIENT)
    return usher_text_fold (usher_invitation_get_allowed_emails (invitation)[0]);
  if (sort == USHER_SORT_COMPANY)
    {
      const char *company = g_hash_table_lookup (oracle->companies, usher_invitation_get_company_id (invitation));

      return g_utf8_casefold (company != NULL ? company : "", -1);
    }
  return NULL;
}

/* Without one comes last. */
static int
compare_names (const char *a,
               const char *b)
{
  if (*a == '\0' || *b == '\0')
    return (*a == '\0') - (*b == '\0');
  return g_utf8_collate (a, b);
}

static void
row_clear (OracleRow *row)
{
  g_free (row->name);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const OracleRow *row_a = a, *row_b = b;
  Oracle *oracle = row_a->oracle;
  UsherInvitation *x = row_a->invitation, *y = row_b->invitation;
  gint64 *event_x = g_hash_table_lookup (oracle->events, row_a->id);
  gint64 *event_y = g_hash_table_lookup (oracle->events, row_b->id);
  int order = 0;

  switch (row_a->sort)
    {
    case USHER_SORT_CREATED:
      order = compare_numbers (usher_invitation_get_created_at (x), usher_invitation_get_created_at (y));
      break;
    case USHER_SORT_RECIPIENT:
    case USHER_SORT_COMPANY:
      order = compare_names (row_a->name, row_b->name);
      break;
    case USHER_SORT_KIND:
      order = compare_numbers (usher_invitation_get_kind (x), usher_invitation_get_kind (y));
      break;
    case USHER_SORT_STATUS:
      order = compare_numbers (usher_invitation_get_status (x), usher_invitation_get_status (y));
      break;
    case USHER_SORT_USES:
      order = compare_numbers (usher_invitation_get_use_count (x), usher_invitation_get_use_count (y));
      break;
    case USHER_SORT_EXPIRES:
      {
        gint64 expires_x = usher_invitation_get_expires_at (x), expires_y = usher_invitation_get_expires_at (y);

        order = compare_numbers (expires_x == USHER_TIME_NONE ? G_MAXINT64 : expires_x,
                                 expires_y == USHER_TIME_NONE ? G_MAXINT64 : expires_y);
      }
      break;
    case USHER_SORT_ACTIVITY:
      order = compare_numbers (event_x != NULL ? *event_x : USHER_TIME_NONE,
                               event_y != NULL ? *event_y : USHER_TIME_NONE);
      break;
    default:
      g_assert_not_reached ();
    }

  return order != 0 ? order : strcmp (row_a->id, row_b->id);
}

static char *
ask_oracle (Oracle     *oracle,
            UsherQuery *query)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (OracleRow));
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer id, invitation;

  g_array_set_clear_func (rows, (GDestroyNotify) row_clear);
  g_hash_table_iter_init (&iter, oracle->invitations);
  while (g_hash_table_iter_next (&iter, &id, &invitation))
    {
      OracleRow row = { invitation, id, NULL, oracle, usher_query_get_sort (query) };

      if (!matches (oracle, invitation, query))
        continue;
      row.name = make_name (oracle, invitation, row.sort);
      g_array_append_val (rows, row);
    }
  g_array_sort (rows, compare_rows);

  for (guint i = 0; i < rows->len; i++)
    {
      guint at = usher_query_get_descending (query) ? rows->len - 1 - i : i;

      g_string_append_printf (text, "%s ", g_array_index (rows, OracleRow, at).id);
    }
  return g_string_free (text, FALSE);
}

/* Whoever holds the items spares the next list the reading. */
static GPtrArray *
hold_items (UsherStore *store)
{
  g_autoptr (UsherInvitationList) list = usher_invitation_list_new (store);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  usher_test_wait_for (!usher_invitation_list_get_loading (list));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (list), i));
  return items;
}

static char *
ask_store (UsherStore *store,
           UsherQuery *query)
{
  g_autoptr (UsherInvitationList) list = usher_invitation_list_new (store);
  GString *text = g_string_new (NULL);

  usher_invitation_list_set_query (list, query);
  usher_test_wait_for (!usher_invitation_list_get_loading (list));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (text, "%s ", usher_invitation_item_get_id (item));
    }
  return g_string_free (text, FALSE);
}

static void
compare_with_oracle (UsherStore *store,
                     Oracle     *oracle,
                     UsherQuery *query)
{
  g_autofree char *expected = ask_oracle (oracle, query);
  g_autofree char *got = ask_store (store, query);

  g_assert_cmpstr (got, ==, expected);
}

#define STEP(query, function, ...)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    UsherQuery *step_ = function (query, __VA_ARGS__);                                             \
    usher_query_unref (query);                                                                     \
    query = step_;                                                                                 \
  }                                                                                                \
  G_STMT_END

static UsherQuery *
make_random_query (GRand *rand)
{
  static const char * const texts[] = { "anna", "BJORN", "björn", "example org", "acme", "backerei",
                                        "LODZ", "power north", "elan energie", "ENERGIE élan", "7", "  carla  ",
                                        "provider-1", "0000-4000", "zzz", "anna bjorn", "sud", "Zürich" };
  UsherQuery *query = usher_query_new ();
  g_autofree char *company = usher_test_make_id (1, g_rand_int_range (rand, 0, N_TEST_COMPANIES + 1));

  STEP (query, usher_query_with_sort, g_rand_int_range (rand, 0, 8), g_rand_boolean (rand));
  if (g_rand_int_range (rand, 0, 3) == 0)
    STEP (query, usher_query_with_status, g_rand_int_range (rand, 1, 5));
  if (g_rand_int_range (rand, 0, 4) == 0)
    STEP (query, usher_query_with_kind, g_rand_int_range (rand, 1, 3));
  if (g_rand_int_range (rand, 0, 4) == 0)
    STEP (query, usher_query_with_access, g_rand_int_range (rand, 1, 3));
  if (g_rand_int_range (rand, 0, 4) == 0)
    STEP (query, usher_query_with_company_id, company);
  if (g_rand_int_range (rand, 0, 4) == 0)
    STEP (query, usher_query_with_expires_before,
          usher_time_parse ("2027-06-15T00:00:00Z") + g_rand_int_range (rand, -300, 300) * G_TIME_SPAN_DAY);
  if (g_rand_int_range (rand, 0, 4) == 0)
    STEP (query, usher_query_with_expires_within, g_rand_int_range (rand, 0, 500) * G_TIME_SPAN_DAY);
  /* When something was fulfilled is a matter of its own: test-progress.c. */
  if (g_rand_int_range (rand, 0, 4) == 0)
    STEP (query, usher_query_with_progress,
          g_rand_int_range (rand, USHER_PROGRESS_WAITING, USHER_PROGRESS_FULFILLED));
  if (g_rand_int_range (rand, 0, 2) == 0)
    STEP (query, usher_query_with_text, texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
  return query;
}

static void
oracle_put (Oracle    *oracle,
            GPtrArray *invitations)
{
  for (guint i = 0; i < invitations->len; i++)
    {
      UsherInvitation *invitation = g_ptr_array_index (invitations, i);
      const char *id = usher_invitation_get_id (invitation);
      gint64 last = usher_invitation_get_last_event_at (invitation);

      if (usher_invitation_get_events (invitation) != NULL)
        {
          /* All that the made-up logs hold are views. */
          g_hash_table_insert (oracle->events, g_strdup (id), g_memdup2 (&last, sizeof last));
          g_hash_table_add (oracle->viewed, g_strdup (id));
        }
      g_hash_table_insert (oracle->invitations, g_strdup (id), g_object_ref (invitation));
    }
}

static void
put_connections (UsherStore *store,
                 Oracle     *oracle,
                 guint       company,
                 const char *provider)
{
  g_autoptr (GPtrArray) connections = usher_test_make_connections (company, 10, provider);
  g_autofree char *company_id = usher_test_make_id (1, company);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < connections->len; i++)
    g_hash_table_insert (oracle->connections,
                         g_strdup (usher_connection_get_id (g_ptr_array_index (connections, i))),
                         g_strdup (usher_connection_get_provider_name (g_ptr_array_index (connections, i))));
  usher_store_put_connections_async (store, company_id, connections, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_store_put_connections_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
put_companies (UsherStore *store,
               Oracle     *oracle,
               GPtrArray  *companies)
{
  usher_test_put_companies (store, companies);
  g_hash_table_remove_all (oracle->companies);
  for (guint i = 0; i < companies->len; i++)
    g_hash_table_insert (oracle->companies,
                         g_strdup (usher_company_get_id (g_ptr_array_index (companies, i))),
                         g_strdup (usher_company_get_name (g_ptr_array_index (companies, i))));
}

static guint
count_expiring (Oracle *oracle)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) active = usher_query_with_status (all, USHER_INVITATION_STATUS_ACTIVE);
  g_autoptr (UsherQuery) soon = usher_query_with_expires_within (active, USHER_COUNTS_EXPIRING);
  GHashTableIter iter;
  gpointer invitation;
  guint n = 0;

  g_hash_table_iter_init (&iter, oracle->invitations);
  while (g_hash_table_iter_next (&iter, NULL, &invitation))
    n += matches (oracle, invitation, soon);
  return n;
}

static void
test_oracle (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "store.db", NULL);
  UsherStore *store = usher_test_open_store (path);
  g_autoptr (GPtrArray) companies = usher_test_make_companies (N_TEST_COMPANIES);
  Oracle oracle = {
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };

  for (guint round = 0; round < 12; round++)
    {
      g_autoptr (GPtrArray) some = NULL;
      g_autoptr (GPtrArray) held = NULL;
      g_autoptr (GError) error = NULL;
      guint from = g_rand_int_range (rand, 0, N_ROWS);

      /* Few rows, so that orders are mended, and then many, so that they are made anew. */
      some = usher_test_make_invitations (from, MIN (N_ROWS, from + (round % 3 == 0 ? N_ROWS : 10)), round + 1);
      usher_test_put (store, some, NULL, &error);
      g_assert_no_error (error);
      oracle_put (&oracle, some);

      if (round == 2)
        put_companies (store, &oracle, companies);
      if (round == 4 || round == 7)
        put_connections (store, &oracle, round % 5, round == 4 ? "Northern Power" : "Élan Énergie");
      if (round == 6)
        {
          g_autofree char *company = usher_test_make_id (1, 5);
          g_autoptr (GPtrArray) none = g_ptr_array_new ();
          GHashTableIter iter;
          gpointer id, invitation;

          usher_test_put (store, none, company, &error);
          g_hash_table_iter_init (&iter, oracle.invitations);
          while (g_hash_table_iter_next (&iter, &id, &invitation))
            {
              if (g_str_equal (usher_invitation_get_company_id (invitation), company))
                {
                  g_hash_table_remove (oracle.events, id);
                  g_hash_table_remove (oracle.viewed, id);
                  g_hash_table_iter_remove (&iter);
                }
            }
        }
      if (round == 8)
        {
          g_autoptr (JsonNode) node = usher_company_to_json (g_ptr_array_index (companies, 1));

          json_object_set_string_member (json_node_get_object (node), "name", "aardvark Łódź");
          g_object_unref (companies->pdata[1]);
          companies->pdata[1] = usher_company_new_from_json (node, NULL);
          put_companies (store, &oracle, companies);
        }
      if (round == 9)
        {
          usher_test_close_store (store);
          store = usher_test_open_store (path);
        }

      held = hold_items (store);
      for (guint i = 0; i < 15; i++)
        {
          UsherQuery *query = make_random_query (rand);

          compare_with_oracle (store, &oracle, query);
          usher_query_unref (query);
        }
      g_assert_cmpuint (usher_test_count (store, NULL).total, ==, g_hash_table_size (oracle.invitations));
      g_assert_cmpuint (usher_test_count (store, NULL).expiring, ==, count_expiring (&oracle));
    }

  usher_test_close_store (store);
  usher_test_remove_tree (dir);
  g_hash_table_unref (oracle.invitations);
  g_hash_table_unref (oracle.events);
  g_hash_table_unref (oracle.viewed);
  g_hash_table_unref (oracle.companies);
  g_hash_table_unref (oracle.connections);
}

static void
assert_found (UsherStore *store,
              const char *text,
              guint       n_expected)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) query = usher_query_with_text (all, text);
  g_autoptr (GArray) rows = usher_test_query (store, query);

  g_assert_cmpuint (rows->len, ==, n_expected);
}

static void
test_text (void)
{
  UsherStore *store = usher_test_open_store (NULL);
  g_autoptr (JsonNode) node =
    usher_json_parse ("{\"id\": \"c1\", \"name\": \"<b>Müller & Söhne</b>\"}", -1, NULL);
  g_autoptr (GPtrArray) companies = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (UsherInvitation) first =
    usher_test_parse_invitation ("{\"id\": \"A1B2\", \"companyId\": \"c1\", \"allowedEmails\":"
                                 " [\"Jürgen.Groß@example.com\", \"two words, and a comma@example.org\"]}");
  g_autoptr (UsherInvitation) second =
    usher_test_parse_invitation ("{\"id\": \"a1b3\", \"allowedEmails\": [\"ναύτης@example.com\","
                                 " \"line\\nbreak@example.com\"]}");
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr (GString) many = g_string_new (NULL);

  g_ptr_array_add (companies, usher_company_new_from_json (node, NULL));
  usher_test_put_companies (store, companies);
  usher_test_put_one (store, first);
  usher_test_put_one (store, second);

  assert_found (store, "", 2);
  assert_found (store, "   ", 2);
  assert_found (store, "JURGEN", 1);
  assert_found (store, "jürgen", 1);
  assert_found (store, "gross", 1);
  assert_found (store, "groß", 1);
  assert_found (store, "ΝΑΥΤΗΣ", 1);
  assert_found (store, "ναυτης", 1);
  assert_found (store, "a1b", 2);
  assert_found (store, "a1b2", 1);
  assert_found (store, "muller sohne", 1);
  assert_found (store, "sohne jurgen example.org", 1);
  assert_found (store, "sohne ναυτης", 0);
  assert_found (store, "<b>", 1);
  assert_found (store, "%", 0);
  assert_found (store, "_", 0);
  assert_found (store, "'; DROP TABLE invitations; --", 0);
  assert_found (store, "words, comma", 1);
  assert_found (store, "line break", 1);
  /* Fields do not run into each other. */
  assert_found (store, "comexample", 0);
  assert_found (store, "\xff\xfe", 0);
  assert_found (store, long_text, 0);
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (many, "a%u ", i);
  assert_found (store, many->str, 0);

  usher_test_close_store (store);
}

static void
test_cancel (void)
{
  UsherStore *store = usher_test_open_store (NULL);
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, 500, 1);
  g_autoptr (UsherQuery) query = usher_query_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) put = NULL;
  g_autoptr (GAsyncResult) asked = NULL;
  g_autoptr (GError) error = NULL;

  /* The one is in the middle of its transaction or about to begin it, the other behind it. */
  usher_store_put_invitations_async (store, invitations, NULL, cancellable, usher_test_keep_result, &put);
  usher_store_query_async (store, query, cancellable, usher_test_keep_result, &asked);
  g_cancellable_cancel (cancellable);
  usher_test_wait_for (put != NULL && asked != NULL);

  g_assert_cmpint (usher_store_put_invitations_finish (store, put, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (usher_store_query_finish (store, asked, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* Nothing of it remains, and the store goes on. */
  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 0);
  g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, 500);
  g_assert_no_error (error);

  g_clear_object (&put);
  g_clear_object (&asked);
  usher_test_close_store (store);
}

static void
on_counted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  guint *expected = user_data;
  g_autoptr (GError) error = NULL;
  UsherCounts counts;

  g_assert_true (usher_store_count_finish (USHER_STORE (source), result, &counts, &error));
  g_assert_no_error (error);
  /* In order: each sees what was put before it, and nothing of what comes after. */
  g_assert_cmpuint (counts.total, ==, *expected);
  *expected = G_MAXUINT;
}

static void
on_put (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  guint *n_put = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (usher_store_put_invitations_finish (USHER_STORE (source), result, &error), ==, 1);
  g_assert_no_error (error);
  (*n_put)++;
}

/* Many calls at once, and the store is closed with all of them queued. */
static void
test_many (void)
{
  UsherStore *store = usher_test_open_store (NULL);
  UsherInvitationList *list = usher_invitation_list_new (store);
  guint expected[100];
  guint n_put = 0;
  GAsyncResult *closed = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherQuery) query = usher_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GPtrArray) one = usher_test_make_invitations (i, i + 1, 1);

      usher_store_put_invitations_async (store, one, NULL, NULL, on_put, &n_put);
      expected[i] = i + 1;
      usher_store_count_async (store, NULL, NULL, on_counted, &expected[i]);
    }
  usher_store_close_async (store, usher_test_keep_result, &closed);
  usher_store_query_async (store, query, NULL, usher_test_keep_result, &late);
  usher_test_wait_for (closed != NULL && late != NULL);

  g_assert_cmpuint (n_put, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (expected[i], ==, G_MAXUINT);
  g_assert_true (usher_store_close_finish (store, closed, &error));
  g_assert_no_error (error);
  g_assert_null (usher_store_query_finish (store, late, &error));
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED);
  g_object_unref (closed);
  g_clear_object (&late);

  closed = NULL;
  usher_store_close_async (store, usher_test_keep_result, &closed);
  usher_test_wait_for (closed != NULL);
  g_clear_error (&error);
  g_assert_false (usher_store_close_finish (store, closed, &error));
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED);
  g_object_unref (closed);

  g_assert_finalize_object (list);
  g_assert_finalize_object (store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query/oracle", test_oracle);
  g_test_add_func ("/query/text", test_text);
  g_test_add_func ("/query/cancel", test_cancel);
  g_test_add_func ("/query/many", test_many);

  return g_test_run ();
}
