/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far invitations got: what waits, what was opened and not finished, and the days of fulfilment; in
 * the counts, in queries, and after the file was closed. */
#include "store/usher-test-store.h"

#include "model/usher-time.h"
#include "store/usher-invitation-list.h"

#define DAY G_TIME_SPAN_DAY

/* events (nullable): as JSON. more (nullable): more members, each after a comma. */
static void
put (UsherStore *store, const char *id, const char *status, guint uses, const char *events, const char *more)
{
  g_autofree char *log = events != NULL ? g_strdup_printf (", \"events\": [%s]", events) : g_strdup ("");
  g_autoptr (UsherInvitation) invitation = NULL;

  invitation = usher_test_parse_invitation (
    "{\"id\": \"%s\", \"invitationType\": \"CREATE_CONNECTION\", \"status\": \"%s\", \"companyId\": \"c1\","
    " \"createdAt\": \"2026-01-01T00:00:00Z\", \"maxUses\": 3, \"useCount\": %u%s%s}",
    id, status, uses, more != NULL ? more : "", log);
  g_assert_cmpint (usher_test_put_one (store, invitation), >=, 0);
}

static guint
count_rows (UsherStore *store, UsherProgress progress)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) query = usher_query_with_progress (all, progress);
  g_autoptr (GArray) rows = usher_test_query (store, query);

  return rows->len;
}

static void
assert_counts (UsherStore *store, guint waiting, guint opened, guint unread, guint fulfilled)
{
  UsherCounts counts = usher_test_count (store, NULL);
  UsherCounts other = usher_test_count (store, "c2");
  guint total = 0;

  g_assert_cmpuint (counts.waiting, ==, waiting);
  g_assert_cmpuint (counts.opened, ==, opened);
  g_assert_cmpuint (counts.unread, ==, unread);
  g_assert_cmpuint (counts.fulfilled, ==, fulfilled);
  for (guint i = 0; i < USHER_COUNTS_DAYS; i++)
    total += counts.fulfilled_by_day[i];
  g_assert_cmpuint (total, ==, fulfilled);
  /* A number is what the list shows that it leads to. */
  g_assert_cmpuint (count_rows (store, USHER_PROGRESS_WAITING), ==, waiting);
  g_assert_cmpuint (count_rows (store, USHER_PROGRESS_OPENED), ==, opened);
  g_assert_cmpuint (count_rows (store, USHER_PROGRESS_FULFILLED), ==, fulfilled);
  g_assert_cmpuint (other.waiting + other.opened + other.fulfilled + other.unread, ==, 0);
}

#define VIEWED "{\"id\": \"e1\", \"eventType\": \"VIEWED\", \"createdAt\": \"2026-01-02T00:00:00Z\"}"
#define CREATED "{\"id\": \"e0\", \"eventType\": \"CREATED\", \"createdAt\": \"2026-01-01T00:00:00Z\"}"

/* What a row says of it. */
static int
get_n_viewed (UsherStore *store, const char *id)
{
  g_autoptr (UsherInvitationList) list = usher_invitation_list_new (store);
  g_autoptr (UsherQuery) all = usher_query_new ();

  usher_invitation_list_set_query (list, all);
  usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0
                       && !usher_invitation_list_get_loading (list));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_str_equal (usher_invitation_item_get_id (item), id))
        return usher_invitation_item_get_n_viewed (item);
    }
  g_assert_not_reached ();
}

static void
test_opened (void)
{
  UsherStore *store = usher_test_open_store (NULL);

  put (store, "a", "ACTIVE", 0, NULL, NULL);
  put (store, "b", "ACTIVE", 0, CREATED, NULL);
  assert_counts (store, 2, 0, 1, 0);
  g_assert_cmpint (get_n_viewed (store, "a"), ==, -1);
  g_assert_cmpint (get_n_viewed (store, "b"), ==, 0);
  put (store, "a", "ACTIVE", 0, CREATED "," VIEWED, NULL);
  assert_counts (store, 1, 1, 0, 0);
  g_assert_cmpint (get_n_viewed (store, "a"), ==, 1);
  /* A list, which has no log, does not make it forget. */
  put (store, "a", "ACTIVE", 0, NULL, ", \"allowedEmails\": [\"a@example.com\"]");
  assert_counts (store, 1, 1, 0, 0);
  /* Used once of three times: it has neither been waiting, nor did nobody finish. */
  put (store, "a", "ACTIVE", 1, NULL, NULL);
  assert_counts (store, 1, 0, 0, 0);
  put (store, "b", "REVOKED", 0, NULL, NULL);
  assert_counts (store, 0, 0, 0, 0);
  usher_test_close_store (store);
}

static char *
dup_ago (gint64 now, guint days)
{
  return usher_time_to_string (now - days * DAY);
}

/* The day is the log's, else that of the connection that was made, else that on which it was noticed. */
static void
test_fulfilled (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "store.db", NULL);
  UsherStore *store = usher_test_open_store (path);
  gint64 now = usher_time_now ();
  g_autofree char *three = dup_ago (now, 3);
  g_autofree char *five = dup_ago (now, 5);
  g_autofree char *last = dup_ago (now, USHER_COUNTS_DAYS - 1);
  g_autofree char *late = dup_ago (now, USHER_COUNTS_DAYS);
  g_autofree char *used_five = g_strdup_printf (VIEWED ", {\"eventType\": \"USED\", \"createdAt\": \"%s\"}", five);
  g_autofree char *used_last = g_strdup_printf ("{\"eventType\": \"USED\", \"createdAt\": \"%s\"}", last);
  g_autofree char *used_late = g_strdup_printf ("{\"eventType\": \"USED\", \"createdAt\": \"%s\"}", late);
  g_autofree char *made_three = g_strdup_printf (
    ", \"createdConnections\": [{\"id\": \"k\", \"created\": \"%s\"}]", three);
  UsherCounts counts;

  /* Nothing tells when. */
  put (store, "unknown", "FULFILLED", 3, NULL, NULL);
  assert_counts (store, 0, 0, 0, 0);
  put (store, "log", "FULFILLED", 3, used_five, made_three);
  put (store, "first", "FULFILLED", 3, used_last, NULL);
  put (store, "late", "FULFILLED", 3, used_late, NULL);
  assert_counts (store, 0, 0, 0, 2);
  put (store, "made", "FULFILLED", 3, NULL, made_three);
  assert_counts (store, 0, 0, 0, 3);
  /* Seen to change: today. Looking again later does not make it later. */
  put (store, "noticed", "ACTIVE", 2, NULL, NULL);
  put (store, "noticed", "FULFILLED", 3, NULL, NULL);
  put (store, "noticed", "FULFILLED", 3, NULL, ", \"allowedEmails\": [\"a@example.com\"]");
  assert_counts (store, 0, 0, 0, 4);
  /* A log read later knows better. */
  put (store, "noticed", "FULFILLED", 3, used_five, NULL);
  put (store, "unknown", "FULFILLED", 3, used_five, NULL);

  for (guint round = 0; round < 2; round++)
    {
      assert_counts (store, 0, 0, 0, 5);
      counts = usher_test_count (store, NULL);
      /* Unless midnight has passed since. */
      if (usher_time_now () / DAY == now / DAY)
        {
          g_assert_cmpuint (counts.fulfilled_by_day[0], ==, 1);
          g_assert_cmpuint (counts.fulfilled_by_day[USHER_COUNTS_DAYS - 1 - 5], ==, 3);
          g_assert_cmpuint (counts.fulfilled_by_day[USHER_COUNTS_DAYS - 1 - 3], ==, 1);
        }
      usher_test_close_store (store);
      store = usher_test_open_store (path);
    }
  usher_test_close_store (store);
  usher_test_remove_tree (dir);
}

static void
assert_unread (UsherStore *store, gint64 before, guint limit, const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  g_autofree char *text = NULL;

  usher_store_list_unread_async (store, before, limit, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  ids = usher_store_list_unread_finish (store, result, &error);
  g_assert_no_error (error);
  text = g_strjoinv (" ", ids);
  g_assert_cmpstr (text, ==, expected);
}

/* Which logs are to be read: of what may be opened any day, the unknown ones first, the newest of them
 * before the others. */
static void
test_unread (void)
{
  UsherStore *store = usher_test_open_store (NULL);
  gint64 start = usher_time_now ();
  gint64 ever = start + DAY;

  put (store, "a", "ACTIVE", 0, NULL, NULL);
  put (store, "b", "ACTIVE", 0, NULL, NULL);
  put (store, "used", "ACTIVE", 1, NULL, NULL);
  put (store, "gone", "EXPIRED", 0, NULL, NULL);
  assert_unread (store, ever, 9, "b a");
  assert_unread (store, ever, 1, "b");
  put (store, "b", "ACTIVE", 0, VIEWED, NULL);
  put (store, "c", "ACTIVE", 0, CREATED, NULL);
  assert_unread (store, ever, 9, "a b c");
  assert_unread (store, start, 9, "a");
  /* A list, which has no log, does not count as reading one. */
  put (store, "b", "ACTIVE", 0, NULL, ", \"allowedEmails\": [\"a@example.com\"]");
  assert_unread (store, ever, 9, "a b c");
  /* The same log once more does. */
  put (store, "b", "ACTIVE", 0, VIEWED, ", \"allowedEmails\": [\"a@example.com\"]");
  assert_unread (store, ever, 9, "a c b");
  assert_unread (store, start, 9, "a");
  put (store, "a", "ACTIVE", 0, CREATED, NULL);
  put (store, "c", "ACTIVE", 0, VIEWED, NULL);
  assert_unread (store, start, 9, "");
  usher_test_close_store (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/progress/opened", test_opened);
  g_test_add_func ("/store/progress/fulfilled", test_fulfilled);
  g_test_add_func ("/store/progress/unread", test_unread);
  return g_test_run ();
}
