/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-company.h"
#include "model/usher-model-error.h"
#include "model/usher-site.h"
#include "wrong-types.h"

#define SITE                                                                                       \
  "{\"id\": \"s1\", \"name\": \"Head office\", \"dataCollectionStopDate\": null, "                 \
  "\"externalId\": null, \"address\": \"1 Example Street\", \"path\": [\"US\", \"CA\"], "          \
  "\"occupancyPercent\": \"80.5\"}"
#define ARCHIVED                                                                                   \
  "{\"id\": \"s2\", \"name\": \"Old mill\", \"dataCollectionStopDate\": \"2024-05-01\"}"
#define COMPANY                                                                                    \
  "{\"id\": \"c1\", \"name\": \"<b>Example</b> & Co\", \"isDemandEnabled\": false, "               \
  "\"users\": [\"a@example.com\"], \"externalId\": \"X\", "                                        \
  "\"dataCollectionStartDate\": \"2020-01-01\", \"isImpliedMeteringEnabled\": true, "              \
  "\"impliedMeteringFraction\": \"0.5\", \"sites\": [" SITE ", " ARCHIVED "]}"

static void
test_company (void)
{
  g_autoptr (JsonNode) node = parse_sample (COMPANY);
  g_autoptr (GError) error = NULL;
  UsherCompany *company = usher_company_new_from_json (node, &error);
  g_autoptr (JsonNode) again = usher_company_to_json (company);

  g_assert_no_error (error);
  g_assert_cmpstr (usher_company_get_id (company), ==, "c1");
  g_assert_cmpstr (usher_company_get_name (company), ==, "<b>Example</b> & Co");
  g_assert_cmpuint (usher_company_get_sites (company)->len, ==, 2);
  g_assert_cmpstr (usher_site_get_name (usher_company_find_site (company, "s2")), ==, "Old mill");
  g_assert_null (usher_company_find_site (company, "s3"));
  g_assert_null (usher_company_find_site (company, NULL));
  assert_json_equal (again, COMPANY);
  g_assert_finalize_object (company);
}

/* NULL, not an empty list, tells the caller to ask for the company (contract 4). */
static void
test_without_sites (void)
{
  g_autoptr (JsonNode) node = parse_sample ("{\"id\": \"c1\", \"secret\": \"x\"}");
  g_autoptr (UsherCompany) company = usher_company_new_from_json (node, NULL);
  g_autoptr (JsonNode) again = usher_company_to_json (company);

  g_assert_null (usher_company_get_sites (company));
  g_assert_null (usher_company_find_site (company, "s1"));
  g_assert_cmpstr (usher_company_get_name (company), ==, "c1");
  assert_json_equal (again, "{\"id\": \"c1\"}");
}

static void
test_site (void)
{
  g_autoptr (JsonNode) node = parse_sample (SITE);
  g_autoptr (JsonNode) archived_node = parse_sample (ARCHIVED);
  g_autoptr (JsonNode) nameless_node = parse_sample ("{\"id\": \"s3\"}");
  UsherSite *site = usher_site_new_from_json (node, NULL);
  g_autoptr (UsherSite) archived = usher_site_new_from_json (archived_node, NULL);
  g_autoptr (UsherSite) nameless = usher_site_new_from_json (nameless_node, NULL);
  g_autoptr (JsonNode) again = usher_site_to_json (site);

  g_assert_cmpstr (usher_site_get_id (site), ==, "s1");
  g_assert_cmpstr (usher_site_get_name (site), ==, "Head office");
  g_assert_cmpstr (usher_site_get_address (site), ==, "1 Example Street");
  g_assert_false (usher_site_get_is_archived (site));
  g_assert_true (usher_site_get_is_archived (archived));
  g_assert_null (usher_site_get_address (archived));
  g_assert_cmpstr (usher_site_get_name (nameless), ==, "s3");
  assert_json_equal (again, SITE);
  g_assert_finalize_object (site);
}

static void
on_read_company (JsonNode *node, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherCompany) company = usher_company_new_from_json (node, &error);
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (UsherCompany) again = NULL;

  if (!accept)
    {
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (usher_company_get_name (company), !=, "");
  json = usher_company_to_json (company);
  again = usher_company_new_from_json (json, &error);
  g_assert_no_error (error);
}

static void
on_read_site (JsonNode *node, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSite) site = usher_site_new_from_json (node, &error);
  g_autoptr (JsonNode) json = NULL;

  if (!accept)
    {
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (usher_site_get_name (site), !=, "");
  usher_site_get_address (site);
  usher_site_get_is_archived (site);
  json = usher_site_to_json (site);
  g_assert_nonnull (json);
}

static void
test_wrong_types (void)
{
  wrong_types_try (COMPANY, TRUE, on_read_company);
  wrong_types_try (SITE, TRUE, on_read_site);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/company/full", test_company);
  g_test_add_func ("/model/company/without-sites", test_without_sites);
  g_test_add_func ("/model/company/wrong-types", test_wrong_types);
  g_test_add_func ("/model/site/full", test_site);
  return g_test_run ();
}
