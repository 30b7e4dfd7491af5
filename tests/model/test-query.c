/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-query.h"
#include "model/usher-time.h"

static void
test_new (void)
{
  g_autoptr (UsherQuery) query = usher_query_new ();

  g_assert_cmpint (usher_query_get_status (query), ==, USHER_INVITATION_STATUS_UNKNOWN);
  g_assert_cmpint (usher_query_get_kind (query), ==, USHER_INVITATION_KIND_UNKNOWN);
  g_assert_cmpint (usher_query_get_access (query), ==, USHER_ACCESS_ANY);
  g_assert_cmpint (usher_query_get_progress (query), ==, USHER_PROGRESS_ANY);
  g_assert_null (usher_query_get_company_id (query));
  g_assert_null (usher_query_get_text (query));
  g_assert_cmpint (usher_query_get_expires_before (query), ==, USHER_TIME_NONE);
  g_assert_cmpint (usher_query_get_sort (query), ==, USHER_SORT_CREATED);
  g_assert_true (usher_query_get_descending (query));
  g_assert_false (usher_query_is_filtered (query));
}

/* Each changed copy differs in what was asked, keeps the rest, and leaves the first alone. */
static void
test_with (void)
{
  g_autoptr (UsherQuery) first = usher_query_new ();
  g_autoptr (UsherQuery) status = usher_query_with_status (first, USHER_INVITATION_STATUS_ACTIVE);
  g_autoptr (UsherQuery) kind = usher_query_with_kind (status, USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherQuery) access = usher_query_with_access (kind, USHER_ACCESS_OPEN);
  g_autoptr (UsherQuery) progress = usher_query_with_progress (access, USHER_PROGRESS_OPENED);
  g_autoptr (UsherQuery) company = usher_query_with_company_id (progress, "c1");
  g_autoptr (UsherQuery) text = usher_query_with_text (company, " Ann ");
  g_autoptr (UsherQuery) expires = usher_query_with_expires_before (text, 42);
  g_autoptr (UsherQuery) within = usher_query_with_expires_within (expires, G_TIME_SPAN_DAY);
  g_autoptr (UsherQuery) last = usher_query_with_sort (within, USHER_SORT_USES, FALSE);
  UsherQuery *all[] = { first, status, kind, access, progress, company, text, expires, within, last };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (all); j++)
      g_assert_cmpint (usher_query_equal (all[i], all[j]), ==, i == j);
  g_assert_cmpint (usher_query_get_status (last), ==, USHER_INVITATION_STATUS_ACTIVE);
  g_assert_cmpint (usher_query_get_kind (last), ==, USHER_INVITATION_KIND_RECONNECT);
  g_assert_cmpint (usher_query_get_access (last), ==, USHER_ACCESS_OPEN);
  g_assert_cmpint (usher_query_get_progress (last), ==, USHER_PROGRESS_OPENED);
  g_assert_cmpstr (usher_query_get_company_id (last), ==, "c1");
  g_assert_cmpstr (usher_query_get_text (last), ==, " Ann ");
  g_assert_cmpint (usher_query_get_expires_before (last), ==, 42);
  g_assert_cmpint (usher_query_get_expires_within (last), ==, G_TIME_SPAN_DAY);
  g_assert_cmpint (usher_query_get_sort (last), ==, USHER_SORT_USES);
  g_assert_false (usher_query_get_descending (last));
  g_assert_null (usher_query_get_text (first));
}

static void
test_filtered (void)
{
  g_autoptr (UsherQuery) query = usher_query_new ();
  g_autoptr (UsherQuery) status = usher_query_with_status (query, USHER_INVITATION_STATUS_REVOKED);
  g_autoptr (UsherQuery) company = usher_query_with_company_id (status, "c1");
  g_autoptr (UsherQuery) text = usher_query_with_text (company, "x");
  g_autoptr (UsherQuery) no_text = usher_query_with_text (text, "");
  g_autoptr (UsherQuery) no_company = usher_query_with_company_id (company, "");
  g_autoptr (UsherQuery) soon = usher_query_with_expires_within (company, 1);
  g_autoptr (UsherQuery) whenever = usher_query_with_expires_within (soon, -1);

  g_assert_true (usher_query_is_filtered (soon));
  g_assert_true (usher_query_equal (whenever, company));
  g_assert_false (usher_query_is_filtered (company));
  g_assert_true (usher_query_is_filtered (text));
  g_assert_true (usher_query_equal (no_text, company));
  g_assert_true (usher_query_equal (no_company, status));
}

static void
test_boxed (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (UsherQuery) query = usher_query_new ();

  g_value_init (&value, USHER_TYPE_QUERY);
  g_value_set_boxed (&value, query);
  g_assert_true (g_value_get_boxed (&value) == query);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/query/new", test_new);
  g_test_add_func ("/model/query/with", test_with);
  g_test_add_func ("/model/query/filtered", test_filtered);
  g_test_add_func ("/model/query/boxed", test_boxed);
  return g_test_run ();
}
