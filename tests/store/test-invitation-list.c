/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list model: what it tells, and that items mean the same invitation for ever. */
#include "store/usher-invitation-list.h"
#include "store/usher-test-store.h"

#include "model/usher-time.h"

static UsherInvitation *
make (const char *id,
      int         day,
      int         uses)
{
  return usher_test_parse_invitation ("{\"id\": \"%s\", \"status\": \"ACTIVE\", \"companyId\": \"c\","
                                      " \"invitationType\": \"CREATE_CONNECTION\", \"useCount\": %d,"
                                      " \"createdAt\": \"2026-01-%02dT00:00:00Z\"}", id, uses, day);
}

static void
put (UsherStore *store,
     const char *id,
     int         day,
     int         uses)
{
  g_autoptr (UsherInvitation) invitation = make (id, day, uses);

  usher_test_put_one (store, invitation);
}

/* Ids of the whole list, "a b c". */
static char *
print (UsherInvitationList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, usher_invitation_item_get_id (item));
    }
  return g_string_free (text, FALSE);
}

static void
assert_list (UsherInvitationList *list,
             const char          *expected)
{
  g_autofree char *text = print (list);

  g_assert_cmpstr (text, ==, expected);
}

/* The store answers first in, first out: when this one has come, earlier ones have. */
static void
settle (UsherStore *store)
{
  usher_test_count (store, NULL);
  usher_test_settle ();
  usher_test_count (store, NULL);
  usher_test_settle ();
}

static UsherStore *
open_with (const char *ids)
{
  UsherStore *store = usher_test_open_store (NULL);

  for (int i = 0; ids[i] != '\0'; i++)
    {
      const char id[] = { ids[i], '\0' };

      put (store, id, 20 - i, i);
    }
  return store;
}

static UsherInvitationList *
make_list (UsherStore *store)
{
  UsherInvitationList *list = usher_invitation_list_new (store);

  g_assert_true (usher_invitation_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  usher_test_wait_for (!usher_invitation_list_get_loading (list));
  return list;
}

static void
test_changes (void)
{
  UsherStore *store = open_with ("abcde");
  UsherInvitationList *list = make_list (store);

  {
    g_autoptr (UsherTestListLog) log = usher_test_list_log_new (G_LIST_MODEL (list));

    assert_list (list, "a b c d e");
    g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == USHER_TYPE_INVITATION_ITEM);
    g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 5));

    /* A new one at its place. */
    put (store, "f", 18, 0);
    settle (store);
    usher_test_list_log_assert (log, "2+1");
    assert_list (list, "a b f c d e");

    /* What changes without moving is no change of the list. */
    put (store, "f", 18, 5);
    settle (store);
    usher_test_list_log_assert (log, "");

    /* What moves is told with what lies between. */
    put (store, "e", 21, 0);
    settle (store);
    usher_test_list_log_assert (log, "0-6, 0+6");
    assert_list (list, "e a b f c d");
    put (store, "e", 19, 0);
    settle (store);
    usher_test_list_log_assert (log, "0-2+2");
    assert_list (list, "a e b f c d");

    {
      g_autoptr (GPtrArray) rest = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (rest, make ("a", 20, 0));
      g_ptr_array_add (rest, make ("b", 19, 1));
      g_ptr_array_add (rest, make ("d", 17, 3));
      g_assert_cmpint (usher_test_put (store, rest, "c", &error), ==, 3);
      g_assert_no_error (error);
    }
    settle (store);
    usher_test_list_log_assert (log, "1-4+1");
    assert_list (list, "a b d");
  }

  g_assert_finalize_object (list);
  usher_test_close_store (store);
}

static void
on_notify (GObject    *object,
           GParamSpec *pspec,
           GString    *text)
{
  g_string_append_printf (text, "%s ", pspec->name);
}

static void
test_query (void)
{
  UsherStore *store = open_with ("abc");
  UsherInvitationList *list = make_list (store);
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) expired = usher_query_with_status (all, USHER_INVITATION_STATUS_EXPIRED);
  g_autoptr (UsherQuery) by_uses = usher_query_with_sort (all, USHER_SORT_USES, TRUE);
  g_autoptr (GString) notified = g_string_new (NULL);

  g_assert_true (usher_query_equal (usher_invitation_list_get_query (list), all));

  {
    g_autoptr (UsherTestListLog) log = usher_test_list_log_new (G_LIST_MODEL (list));

    g_signal_connect (list, "notify", G_CALLBACK (on_notify), notified);

    /* The same query is nothing to ask for. */
    usher_invitation_list_set_query (list, all);
    g_assert_cmpstr (notified->str, ==, "");

    usher_invitation_list_set_query (list, by_uses);
    g_assert_cmpstr (notified->str, ==, "loading query ");
    assert_list (list, "a b c");
    usher_test_wait_for (!usher_invitation_list_get_loading (list));
    usher_test_list_log_assert (log, "0-3, 0+3");
    assert_list (list, "c b a");

    /* Only the last of several is answered. */
    g_string_set_size (notified, 0);
    g_object_set (list, "query", expired, NULL);
    usher_invitation_list_set_query (list, by_uses);
    usher_invitation_list_set_query (list, expired);
    usher_test_wait_for (!usher_invitation_list_get_loading (list));
    usher_test_list_log_assert (log, "0-3");
    g_assert_cmpstr (notified->str, ==, "query loading query query n-items loading ");

    /* A store that changes does not make the list look busy. */
    g_string_set_size (notified, 0);
    {
      g_autoptr (UsherInvitation) one =
        usher_test_parse_invitation ("{\"id\": \"x\", \"status\": \"EXPIRED\"}");

      usher_test_put_one (store, one);
    }
    settle (store);
    usher_test_list_log_assert (log, "0+1");
    g_assert_cmpstr (notified->str, ==, "n-items ");
  }

  g_assert_finalize_object (list);
  usher_test_close_store (store);
}

static void
test_identity (void)
{
  UsherStore *store = open_with ("abcde");
  UsherInvitationList *list = make_list (store);
  UsherInvitationList *second = make_list (store);
  g_autoptr (UsherQuery) query = usher_query_new ();
  g_autoptr (UsherQuery) by_uses = usher_query_with_sort (query, USHER_SORT_USES, TRUE);
  g_autoptr (UsherInvitationItem) held = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_autoptr (UsherInvitationItem) same = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_autoptr (UsherInvitationItem) other = g_list_model_get_item (G_LIST_MODEL (second), 1);
  g_autoptr (GString) notified = g_string_new (NULL);
  g_autoptr (UsherInvitationItem) again = NULL;
  gpointer weak;

  g_assert_true (held == same);
  g_assert_true (held == other);
  g_assert_cmpstr (usher_invitation_item_get_id (held), ==, "b");

  /* Everything changes its place; the item goes along. */
  usher_invitation_list_set_query (list, by_uses);
  usher_test_wait_for (!usher_invitation_list_get_loading (list));
  assert_list (list, "e d c b a");
  again = g_list_model_get_item (G_LIST_MODEL (list), 3);
  g_assert_true (again == held);
  g_clear_object (&again);

  /* What it shows is told in place. */
  g_signal_connect (held, "notify", G_CALLBACK (on_notify), notified);
  put (store, "b", 19, 77);
  settle (store);
  g_assert_cmpstr (notified->str, ==, "invitation ");
  g_assert_cmpint (usher_invitation_get_use_count (usher_invitation_item_get_invitation (held)), ==, 77);
  again = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (again == held);
  g_clear_object (&again);

  /* So are a company's name and the log. */
  {
    g_autoptr (JsonNode) node = usher_json_parse ("{\"id\": \"c\", \"name\": \"Acme\"}", -1, NULL);
    g_autoptr (GPtrArray) companies = g_ptr_array_new_with_free_func (g_object_unref);
    g_autoptr (UsherInvitation) logged =
      usher_test_parse_invitation ("{\"id\": \"b\", \"status\": \"ACTIVE\", \"companyId\": \"c\","
                                   " \"invitationType\": \"CREATE_CONNECTION\", \"useCount\": 77,"
                                   " \"createdAt\": \"2026-01-19T00:00:00Z\", \"events\": [{\"eventType\":"
                                   " \"VIEWED\", \"createdAt\": \"2026-02-01T00:00:00Z\"}]}");

    g_string_set_size (notified, 0);
    g_ptr_array_add (companies, usher_company_new_from_json (node, NULL));
    usher_test_put_companies (store, companies);
    settle (store);
    g_assert_cmpstr (notified->str, ==, "company-name ");
    g_assert_cmpstr (usher_invitation_item_get_company_name (held), ==, "Acme");

    g_string_set_size (notified, 0);
    usher_test_put_one (store, logged);
    settle (store);
    g_assert_cmpstr (notified->str, ==, "last-event-at ");
    g_assert_cmpint (usher_invitation_item_get_last_event_at (held), ==,
                     usher_time_parse ("2026-02-01T00:00:00Z"));
  }

  /* It goes and comes back, and is the same while anyone holds it. */
  {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (usher_test_put (store, none, "c", &error), ==, 5);
    settle (store);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
    put (store, "b", 3, 1);
    settle (store);
    again = g_list_model_get_item (G_LIST_MODEL (list), 0);
    g_assert_true (again == held);
    g_clear_object (&again);
  }

  /* Nobody holds it: the store does not either. */
  g_signal_handlers_disconnect_by_data (held, notified);
  g_clear_object (&same);
  g_clear_object (&other);
  weak = held;
  g_object_add_weak_pointer (weak, &weak);
  g_clear_object (&held);
  g_assert_null (weak);

  g_assert_finalize_object (list);
  g_assert_finalize_object (second);
  usher_test_close_store (store);
}

/* Rows that are asked for in the moment after they went. */
static void
test_gone_row (void)
{
  UsherStore *store = open_with ("abc");
  UsherInvitationList *list = make_list (store);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GAsyncResult *result = NULL;
  gboolean seen = FALSE;

  usher_store_put_invitations_async (store, none, "c", NULL, usher_test_keep_result, &result);
  while (result == NULL)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (list), 0);

      /* Never a hole. */
      g_assert_true (USHER_IS_INVITATION_ITEM (item));
      seen = TRUE;
      g_main_context_iteration (NULL, FALSE);
    }
  g_object_unref (result);
  g_assert_true (seen);
  settle (store);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);

  g_assert_finalize_object (list);
  usher_test_close_store (store);
}

static void
test_close (void)
{
  UsherStore *store = open_with ("abc");
  UsherInvitationList *list = make_list (store);
  g_autoptr (UsherInvitationItem) held = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autoptr (UsherQuery) query = usher_query_new ();
  g_autoptr (UsherQuery) other = usher_query_with_text (query, "b");

  {
    g_autoptr (UsherTestListLog) log = usher_test_list_log_new (G_LIST_MODEL (list));
    g_autoptr (GAsyncResult) result = NULL;

    usher_invitation_list_set_query (list, other);
    usher_store_close_async (store, usher_test_keep_result, &result);
    usher_test_list_log_assert (log, "0-3");
    g_assert_false (usher_invitation_list_get_loading (list));
    usher_test_wait_for (result != NULL);
    g_assert_true (usher_store_close_finish (store, result, NULL));
    usher_invitation_list_set_query (list, query);
    g_assert_false (usher_invitation_list_get_loading (list));
  }

  usher_test_settle ();
  g_assert_cmpstr (usher_invitation_item_get_id (held), ==, "a");
  g_assert_finalize_object (list);
  g_assert_finalize_object (store);
}

/* The list goes while its query runs, and an item outlives everything. */
static void
test_lifetime (void)
{
  UsherStore *store = open_with ("abc");
  UsherInvitationList *list = make_list (store);
  g_autoptr (UsherInvitationItem) held = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autoptr (UsherQuery) query = usher_query_new ();
  g_autoptr (UsherQuery) other = usher_query_with_text (query, "b");
  UsherInvitationList *early;

  usher_invitation_list_set_query (list, other);
  g_assert_finalize_object (list);
  early = usher_invitation_list_new (store);
  g_assert_finalize_object (early);
  settle (store);
  usher_test_close_store (store);
  g_assert_cmpstr (usher_invitation_item_get_id (held), ==, "a");
}

static void
close_when_told (GListModel *model,
                 guint       position,
                 guint       removed,
                 guint       added,
                 gpointer    store)
{
  g_signal_handlers_disconnect_by_func (model, close_when_told, store);
  usher_store_close_async (store, NULL, NULL);
}

/* Someone closes the store in the middle of being told. */
static void
test_close_while_told (void)
{
  UsherStore *store = open_with ("abcde");
  UsherInvitationList *list = make_list (store);
  g_autoptr (UsherQuery) query = usher_query_new ();
  g_autoptr (UsherQuery) by_uses = usher_query_with_sort (query, USHER_SORT_USES, TRUE);

  {
    g_autoptr (UsherTestListLog) log = usher_test_list_log_new (G_LIST_MODEL (list));

    g_signal_connect (list, "items-changed", G_CALLBACK (close_when_told), store);
    usher_invitation_list_set_query (list, by_uses);
    usher_test_wait_for (!usher_invitation_list_get_loading (list));
    usher_test_list_log_assert (log, "0-5, 0+5, 0-5");
  }
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  g_assert_finalize_object (list);
  g_object_unref (store);
  usher_test_wait_for (store == NULL);
}

/* A large middle is told in two steps, and in between the list is what both have. */
static void
test_large (void)
{
  UsherStore *store = usher_test_open_store (NULL);
  g_autoptr (GPtrArray) invitations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  UsherInvitationList *list;

  for (int i = 0; i < 300; i++)
    g_ptr_array_add (invitations,
                     usher_test_parse_invitation ("{\"id\": \"%03d\", \"useCount\": %d, \"createdAt\":"
                                                  " \"2026-01-01T%02d:%02d:00Z\"}", i, i, 10 - i / 60,
                                                  59 - i % 60));
  usher_test_put (store, invitations, NULL, &error);
  list = make_list (store);

  {
    g_autoptr (UsherTestListLog) log = usher_test_list_log_new (G_LIST_MODEL (list));

    g_ptr_array_set_size (invitations, 0);
    for (int i = 0; i < 100; i++)
      g_ptr_array_add (invitations,
                       usher_test_parse_invitation ("{\"id\": \"%03d\", \"useCount\": 1, \"createdAt\":"
                                                    " \"2026-01-01T08:30:%02d.%02dZ\"}", 100 + i, i / 2,
                                                    i % 2 == 0 ? 10 : 20));
    usher_test_put (store, invitations, NULL, &error);
    settle (store);
    usher_test_list_log_assert (log, "0-300, 0+300");
  }

  g_assert_finalize_object (list);
  usher_test_close_store (store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/invitation-list/changes", test_changes);
  g_test_add_func ("/invitation-list/query", test_query);
  g_test_add_func ("/invitation-list/identity", test_identity);
  g_test_add_func ("/invitation-list/gone-row", test_gone_row);
  g_test_add_func ("/invitation-list/close", test_close);
  g_test_add_func ("/invitation-list/close-while-told", test_close_while_told);
  g_test_add_func ("/invitation-list/lifetime", test_lifetime);
  g_test_add_func ("/invitation-list/large", test_large);

  return g_test_run ();
}
