/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-connection.h"
#include "model/usher-json.h"
#include "model/usher-model-error.h"
#include "model/usher-time.h"
#include "wrong-types.h"

#define FULL                                                                                       \
  "{\"id\": \"n1\", \"created\": \"2025-03-01T10:00:00Z\", \"updated\": \"2025-03-02T10:00:00Z\", " \
  "\"datasource\": {\"name\": \"City Power\", \"url\": \"https://power.example.com\"}, "           \
  "\"company\": {\"id\": \"c1\", \"name\": \"Example\", \"externalId\": null}, "                   \
  "\"url\": \"https://power.example.com/login\", \"status\": \"PASSWORD_INCORRECT\", "             \
  "\"statusErrorDetail\": \"Wrong password\", \"statusLastUpdateTime\": null, "                    \
  "\"country\": \"US\", \"initialSites\": [\"s1\"], \"initialDatasourceTypes\": [\"GAS\"], "       \
  "\"username\": \"anna\", \"workflowOwnerEmail\": \"anna@example.com\", "                         \
  "\"multiplyByOccupancy\": false, \"isActive\": true}"
#define SHORT                                                                                      \
  "{\"id\": \"n2\", \"datasourceName\": \"City Water\", \"status\": \"PENDING\", "                 \
  "\"created\": \"2025-03-01T10:00:00Z\"}"

static UsherConnection *
read_connection (const char *text)
{
  g_autoptr (JsonNode) node = parse_sample (text);
  g_autoptr (GError) error = NULL;
  UsherConnection *connection = usher_connection_new_from_json (node, &error);

  g_assert_no_error (error);
  return connection;
}

static void
test_full (void)
{
  UsherConnection *connection = read_connection (FULL);
  g_autoptr (JsonNode) again = usher_connection_to_json (connection);
  g_autofree char *title = usher_connection_dup_title (connection);

  g_assert_cmpstr (usher_connection_get_id (connection), ==, "n1");
  g_assert_cmpstr (usher_connection_get_company_id (connection), ==, "c1");
  g_assert_cmpstr (usher_connection_get_provider_name (connection), ==, "City Power");
  g_assert_cmpstr (usher_connection_get_url (connection), ==, "https://power.example.com/login");
  g_assert_cmpint (usher_connection_get_status (connection), ==,
                   USHER_CONNECTION_STATUS_PASSWORD_INCORRECT);
  g_assert_cmpstr (usher_connection_get_status_detail (connection), ==, "Wrong password");
  g_assert_cmpstr (usher_connection_get_username (connection), ==, "anna");
  g_assert_cmpstr (usher_connection_get_owner_email (connection), ==, "anna@example.com");
  g_assert_cmpstr (usher_connection_get_country (connection), ==, "US");
  g_assert_cmpstr (usher_connection_get_site_ids (connection)[0], ==, "s1");
  g_assert_cmpstr (usher_connection_get_utility_types (connection)[0], ==, "GAS");
  g_assert_cmpint (usher_connection_get_created_at (connection), ==,
                   usher_time_parse ("2025-03-01T10:00:00Z"));
  g_assert_cmpstr (title, ==, "City Power, anna");
  assert_json_equal (again, FULL);
  g_assert_finalize_object (connection);
}

static void
test_short (void)
{
  g_autoptr (UsherConnection) connection = read_connection (SHORT);
  g_autoptr (JsonNode) again = usher_connection_to_json (connection);
  g_autofree char *title = usher_connection_dup_title (connection);

  g_assert_cmpstr (usher_connection_get_provider_name (connection), ==, "City Water");
  g_assert_null (usher_connection_get_company_id (connection));
  g_assert_cmpstr (title, ==, "City Water");
  assert_json_equal (again, SHORT);
}

/* Contract 5.1: the deprecated magic-link members open a connection, so they are not even kept. */
static void
test_no_secrets (void)
{
  g_autoptr (UsherConnection) connection = read_connection (
    "{\"id\": \"n1\", \"connectionMagicLinkSecret\": \"s3cret\", \"publicCompanyId\": \"s3cret\", "
    "\"newSecret\": \"s3cret\", \"company\": {\"id\": \"c1\", \"token\": \"s3cret\"}, "
    "\"accounts\": [{\"accountNumber\": \"s3cret\"}]}");
  g_autoptr (JsonNode) json = usher_connection_to_json (connection);

  assert_json_equal (json, "{\"id\": \"n1\", \"company\": {\"id\": \"c1\"}}");
}

static void
test_titles (void)
{
  static const struct
  {
    const char *json;
    const char *title;
  } cases[] = {
    { "{\"id\": \"n\"}", "Unknown provider" },
    { "{\"id\": \"n\", \"workflowOwnerEmail\": \"o@example.com\"}", "Unknown provider, o@example.com" },
    { "{\"id\": \"n\", \"datasource\": {\"url\": \"https://a.example\"}}", "https://a.example" },
    { "{\"id\": \"n\", \"datasource\": {\"name\": \"A\\nB\"}, \"username\": \"\", "
      "\"workflowOwnerEmail\": \"o@example.com\"}",
      NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (UsherConnection) connection = read_connection (cases[i].json);
      g_autofree char *title = usher_connection_dup_title (connection);

      if (cases[i].title != NULL)
        g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_null (strchr (title, '\n'));
    }
}

static void
test_order (void)
{
  g_autoptr (UsherConnection) well =
    read_connection ("{\"id\": \"1\", \"datasource\": {\"name\": \"Alpha\"}, \"status\": \"CONNECTED\"}");
  g_autoptr (UsherConnection) broken = read_connection (
    "{\"id\": \"2\", \"datasource\": {\"name\": \"Zeta\"}, \"status\": \"MFA_TOKEN_EXPIRED\"}");
  g_autoptr (UsherConnection) other = read_connection (
    "{\"id\": \"3\", \"datasource\": {\"name\": \"Beta\"}, \"status\": \"INCORRECT_PASSWORD\"}");
  g_autoptr (UsherConnection) twin = read_connection (
    "{\"id\": \"4\", \"datasource\": {\"name\": \"Beta\"}, \"status\": \"PASSWORD_INCORRECT\"}");

  g_assert_cmpint (usher_connection_compare_for_reconnect (broken, well), <, 0);
  g_assert_cmpint (usher_connection_compare_for_reconnect (well, broken), >, 0);
  g_assert_cmpint (usher_connection_compare_for_reconnect (other, broken), <, 0);
  g_assert_cmpint (usher_connection_compare_for_reconnect (other, twin), <, 0);
  g_assert_cmpint (usher_connection_compare_for_reconnect (other, other), ==, 0);
}

static void
on_read (JsonNode *node, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherConnection) connection = usher_connection_new_from_json (node, &error);
  g_autoptr (UsherConnection) again = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *title = NULL;

  if (!accept)
    {
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
      return;
    }
  g_assert_no_error (error);
  g_assert_nonnull (usher_connection_get_status_name (connection));
  title = usher_connection_dup_title (connection);
  g_assert_cmpstr (title, !=, "");
  json = usher_connection_to_json (connection);
  again = usher_connection_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_connection_get_status_name (connection), ==,
                   usher_connection_get_status_name (again));
}

static void
test_wrong_types (void)
{
  wrong_types_try (FULL, TRUE, on_read);
  wrong_types_try (SHORT, TRUE, on_read);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/connection/full", test_full);
  g_test_add_func ("/model/connection/short", test_short);
  g_test_add_func ("/model/connection/no-secrets", test_no_secrets);
  g_test_add_func ("/model/connection/titles", test_titles);
  g_test_add_func ("/model/connection/order", test_order);
  g_test_add_func ("/model/connection/wrong-types", test_wrong_types);
  return g_test_run ();
}
