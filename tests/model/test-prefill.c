/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-prefill.h"
#include "wrong-types.h"

#define FULL                                                                                       \
  "{\"url\": \"https://example.com/login\", "                                                      \
  "\"datasourceId\": \"3c90c3cc-0d44-4b50-8888-8dd25736052a\", "                                   \
  "\"initialSites\": [\"11111111-0d44-4b50-8888-8dd25736052a\"], "                                 \
  "\"utilityTypes\": [\"ELECTRICITY\", \"PLASMA\"], \"country\": \"US\", "                         \
  "\"connectionOwnerEmail\": \"owner@example.com\", \"dataCollectionStartDate\": \"2025-01-31\"}"

static UsherPrefill *
read_prefill (const char *text)
{
  g_autoptr (JsonNode) node = parse_sample (text);

  return usher_prefill_new_from_json (json_node_get_object (node));
}

static void
test_full (void)
{
  UsherPrefill *prefill = read_prefill (FULL);
  g_autoptr (JsonNode) again = usher_prefill_to_json (prefill);

  g_assert_false (usher_prefill_is_empty (prefill));
  g_assert_cmpstr (usher_prefill_get_url (prefill), ==, "https://example.com/login");
  g_assert_cmpstr (usher_prefill_get_datasource_id (prefill), ==,
                   "3c90c3cc-0d44-4b50-8888-8dd25736052a");
  g_assert_cmpstr (usher_prefill_get_site_ids (prefill)[0], ==,
                   "11111111-0d44-4b50-8888-8dd25736052a");
  g_assert_cmpstr (usher_prefill_get_utility_types (prefill)[1], ==, "PLASMA");
  g_assert_cmpstr (usher_prefill_get_country (prefill), ==, "US");
  g_assert_cmpstr (usher_prefill_get_owner_email (prefill), ==, "owner@example.com");
  g_assert_cmpstr (usher_prefill_get_start_date (prefill), ==, "2025-01-31");
  assert_json_equal (again, FULL);
  g_assert_finalize_object (prefill);
}

static void
test_empty (void)
{
  UsherPrefill *none = usher_prefill_new_from_json (NULL);
  UsherPrefill *nulls = read_prefill ("{\"url\": null, \"country\": \"\", \"initialSites\": []}");
  g_autoptr (JsonNode) none_json = usher_prefill_to_json (none);
  g_autoptr (JsonNode) nulls_json = usher_prefill_to_json (nulls);

  g_assert_true (usher_prefill_is_empty (none));
  g_assert_true (usher_prefill_is_empty (nulls));
  g_assert_null (usher_prefill_get_url (nulls));
  g_assert_nonnull (usher_prefill_get_site_ids (none));
  assert_json_equal (none_json, "{}");
  assert_json_equal (nulls_json, "{}");
  g_assert_finalize_object (none);
  g_assert_finalize_object (nulls);
}

static void
on_read (JsonNode *node, gboolean accept)
{
  g_autoptr (UsherPrefill) prefill = NULL;
  g_autoptr (JsonNode) json = NULL;

  if (!accept)
    return;
  prefill = usher_prefill_new_from_json (json_node_get_object (node));
  json = usher_prefill_to_json (prefill);
  g_assert_nonnull (json);
  for (gsize i = 0; usher_prefill_get_site_ids (prefill)[i] != NULL; i++)
    g_assert_cmpstr (usher_prefill_get_site_ids (prefill)[i], !=, NULL);
}

static void
test_wrong_types (void)
{
  wrong_types_try (FULL, FALSE, on_read);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/prefill/full", test_full);
  g_test_add_func ("/model/prefill/empty", test_empty);
  g_test_add_func ("/model/prefill/wrong-types", test_wrong_types);
  return g_test_run ();
}
