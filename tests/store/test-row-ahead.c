/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a list that are read before they are asked for: which are at hand, that nothing old is, and that what is
 * wanted no more is given up. */
#include "store/usher-invitation-list.h"
#include "store/usher-test-store.h"

#include <sqlite3.h>

#include "model/usher-read-ahead.h"

#define N 300
/* What a query reads along: USHER_STORE_PAGE. */
#define PAGE 64

static GThread *main_thread;
static guint n_here;

static int
on_statement (unsigned int what, void *data, void *statement, void *text)
{
  n_here += g_thread_self () == main_thread;
  return 0;
}

static int
watch_connection (sqlite3 *handle, const char **message, const void *routines)
{
  return sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, on_statement, NULL);
}

typedef struct
{
  UsherStore *store;
  UsherInvitationList *list;
  UsherReadAhead *ahead; /* the same */
  guint n_come;
  guint n_stale;
} Fixture;

static void
on_come (Fixture *fixture)
{
  fixture->n_come++;
}

static void
on_stale (Fixture *fixture)
{
  fixture->n_stale++;
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, N, 1);
  g_autoptr (GError) error = NULL;

  fixture->store = usher_test_open_store (NULL);
  usher_test_put (fixture->store, invitations, NULL, &error);
  g_assert_no_error (error);
  fixture->list = usher_invitation_list_new (fixture->store);
  fixture->ahead = USHER_READ_AHEAD (fixture->list);
  usher_test_wait_for (!usher_invitation_list_get_loading (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, N);
  g_signal_connect_swapped (fixture->list, "come", G_CALLBACK (on_come), fixture);
  g_signal_connect_swapped (fixture->list, "stale", G_CALLBACK (on_stale), fixture);
  n_here = 0;
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_assert_finalize_object (fixture->list);
  usher_test_close_store (fixture->store);
}

static gboolean
want (Fixture *fixture, guint first, guint n)
{
  g_autofree guint *positions = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    positions[i] = first + i;
  return usher_read_ahead_want (fixture->ahead, positions, n);
}

static gboolean
is_at_hand (Fixture *fixture, guint position)
{
  g_autoptr (UsherInvitationItem) item = usher_read_ahead_peek (fixture->ahead, position);

  return item != NULL;
}

static void
test_come (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  /* The first page came with the answer, and beyond the end there is nothing. */
  g_assert_true (is_at_hand (fixture, 0));
  g_assert_false (is_at_hand (fixture, PAGE));
  g_assert_null (usher_read_ahead_peek (fixture->ahead, N));
  g_assert_false (want (fixture, 0, PAGE));
  g_assert_false (want (fixture, N, 5));
  g_assert_cmpuint (fixture->n_come, ==, 0);

  g_assert_true (want (fixture, 200, 40));
  usher_test_wait_for (fixture->n_come > 0);
  for (guint i = 200; i < 240; i++)
    {
      UsherInvitationItem *item = usher_read_ahead_peek (fixture->ahead, i);

      g_assert_nonnull (item);
      g_ptr_array_add (items, item);
    }
  g_assert_cmpuint (n_here, ==, 0);
  /* They are the items, and in their places. */
  for (guint i = 200; i < 240; i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);
      g_autoptr (UsherInvitation) read = NULL;

      g_assert_true (item == g_ptr_array_index (items, i - 200));
      g_assert_cmpuint (usher_invitation_list_find (fixture->list, usher_invitation_item_get_id (item)), ==, i);
      read = usher_test_get (fixture->store, usher_invitation_item_get_id (item), NULL);
      g_assert_nonnull (read);
      g_assert_cmpint (usher_invitation_get_created_at (read), ==,
                       usher_invitation_get_created_at (usher_invitation_item_get_invitation (item)));
    }
  g_assert_cmpuint (n_here, ==, 0);
  /* Who cannot wait has it read at once. */
  {
    g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->list), 150);

    g_assert_nonnull (item);
    g_assert_cmpuint (n_here, ==, 1);
  }
}

static gboolean
is_last (Fixture *fixture, const char *id)
{
  g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->list), N - 1);

  return g_strcmp0 (usher_invitation_item_get_id (item), id) == 0;
}

/* What changes after it was read is not told as it was. */
static void
test_stale (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autofree char *id = NULL;

  {
    g_autoptr (UsherInvitationItem) before = g_list_model_get_item (G_LIST_MODEL (fixture->list), 250);

    id = g_strdup (usher_invitation_item_get_id (before));
    invitation = usher_test_parse_invitation (
      "{\"id\": \"%s\", \"status\": \"REVOKED\", \"companyId\": \"%s\", \"createdAt\": \"%s\","
      " \"allowedEmails\": [\"other@example.com\"]}", id,
      usher_invitation_get_company_id (usher_invitation_item_get_invitation (before)), "2001-01-01T00:00:00Z");
  }
  want (fixture, 240, 20);
  usher_test_wait_for (fixture->n_come > 0);
  usher_test_put_one (fixture->store, invitation);
  g_assert_cmpuint (fixture->n_stale, >, 0);
  /* None of them, as nobody held any. */
  for (guint i = 240; i < 260; i++)
    g_assert_false (is_at_hand (fixture, i));
  usher_test_wait_for (is_last (fixture, id));
  item = g_list_model_get_item (G_LIST_MODEL (fixture->list), N - 1);
  g_assert_cmpint (usher_invitation_get_status (usher_invitation_item_get_invitation (item)), ==,
                   USHER_INVITATION_STATUS_REVOKED);
}

/* The newest wish counts, and one wish after the other is met while the reader is at work. */
static void
test_newest (Fixture *fixture, gconstpointer user_data)
{
  for (guint turn = 0; turn < 50; turn++)
    {
      guint first = PAGE + turn * 4;

      want (fixture, first, 20);
      if (turn % 10 != 9)
        continue;
      usher_test_wait_for (is_at_hand (fixture, first + 19));
    }
  g_assert_cmpuint (n_here, ==, 0);
}

/* The same number wherever it moves, and another for each. */
static void
test_keys (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) oldest = usher_query_with_sort (all, USHER_SORT_CREATED, FALSE);
  gint64 first = usher_read_ahead_get_key (fixture->ahead, 0);
  gint64 second = usher_read_ahead_get_key (fixture->ahead, 1);

  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (second, >, 0);
  g_assert_cmpint (first, !=, second);
  g_assert_cmpint (usher_read_ahead_get_key (fixture->ahead, N), ==, 0);
  usher_invitation_list_set_query (fixture->list, oldest);
  usher_test_wait_for (!usher_invitation_list_get_loading (fixture->list));
  g_assert_cmpint (usher_read_ahead_get_key (fixture->ahead, N - 1), ==, first);
  g_assert_cmpint (usher_read_ahead_get_key (fixture->ahead, N - 2), ==, second);
  g_assert_cmpuint (n_here, ==, 0);
}

static gboolean
is_empty (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list)) == 0;
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = usher_store_close_finish (USHER_STORE (source), result, NULL);
}

/* Closed while something is being read: nobody waits, and nothing comes. */
static void
test_close (void)
{
  Fixture fixture = { 0 };
  gboolean closed = FALSE;

  set_up (&fixture, NULL);
  want (&fixture, 100, 200);
  usher_store_close_async (fixture.store, on_closed, &closed);
  g_assert_true (is_empty (&fixture));
  g_assert_false (want (&fixture, 100, 200));
  usher_test_wait_for (closed);
  usher_test_settle ();
  g_assert_cmpuint (fixture.n_come, ==, 0);
  g_assert_finalize_object (fixture.list);
  g_assert_finalize_object (fixture.store);
}

int
main (int argc, char *argv[])
{
  main_thread = g_thread_self ();
  sqlite3_auto_extension ((void (*) (void)) watch_connection);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/row-ahead/come", Fixture, NULL, set_up, test_come, tear_down);
  g_test_add ("/store/row-ahead/stale", Fixture, NULL, set_up, test_stale, tear_down);
  g_test_add ("/store/row-ahead/newest", Fixture, NULL, set_up, test_newest, tear_down);
  g_test_add ("/store/row-ahead/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add_func ("/store/row-ahead/close", test_close);
  return g_test_run ();
}
