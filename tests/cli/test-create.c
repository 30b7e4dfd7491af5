/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/usher-cli-create.h"

#include "cli/usher-cli-error.h"
#include "common/usher-test.h"

#define COMPANY "11111111-2222-4333-8444-555555555555"
#define OTHER "66666666-7777-4888-9999-aaaaaaaaaaaa"

static UsherInvitationDraft *
make_draft (const char *line, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *whole = g_strconcat ("usherctl create ", line, NULL);
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (UsherCliOptions) options = NULL;

  g_shell_parse_argv (whole, NULL, &words, &parse_error);
  g_assert_no_error (parse_error);
  options = usher_cli_options_parse ((const char *const *) words, &parse_error);
  g_assert_no_error (parse_error);
  return usher_cli_create_draft (options, error);
}

static void
assert_json (const char *line, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitationDraft) draft = make_draft (line, &error);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  node = usher_cli_create_draft_to_json (draft);
  text = json_to_string (node, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_duration (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } good[] = {
    { "3600", 3600 },
    { "90s", 90 },
    { "90m", 5400 },
    { "12h", 43200 },
    { "7d", 604800 },
    { "2w", 1209600 },
    { "7D", 604800 },
    { "never", 0 },
    { "NEVER", 0 },
    { "1", 1 },
    { "9223372036854775807", G_MAXINT64 },
  };
  static const char *const bad[] = {
    "",
    "0",
    "0d",
    "-1",
    "+7d",
    "7 d",
    " 7d",
    "7d ",
    "d",
    "7x",
    "7dd",
    "1.5h",
    "0x10",
    "1e3",
    "soon",
    "9223372036854775808",
    "99999999999999999999999",
    "106751991167301d",
    "７d",
  };
  gint64 seconds = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (usher_cli_parse_duration (good[i].text, &seconds));
      g_assert_cmpint (seconds, ==, good[i].seconds);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (usher_cli_parse_duration (bad[i], &seconds));
    }
}

static void
test_uses (void)
{
  static const char *const bad[] = { "", "0", "-1", "1.5", "many", " 3", "9223372036854775808" };
  gint64 uses = 0;

  g_assert_true (usher_cli_parse_uses ("1", &uses));
  g_assert_cmpint (uses, ==, 1);
  g_assert_true (usher_cli_parse_uses ("Unlimited", &uses));
  g_assert_cmpint (uses, ==, USHER_USES_UNLIMITED);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (usher_cli_parse_uses (bad[i], &uses));
}

static void
test_defaults (void)
{
  assert_json ("contributor --company " COMPANY,
               "{\"invitationType\":\"CREATE_CONNECTION\",\"companyId\":\"" COMPANY
               "\",\"maxUses\":1}");
  assert_json ("reconnect --connection " OTHER,
               "{\"invitationType\":\"EDIT_CONNECTION\",\"connectionId\":\"" OTHER
               "\",\"expiresInSeconds\":604800,\"maxUses\":1}");
  assert_json ("reconnect --connection " OTHER " --expires never --max-uses unlimited",
               "{\"invitationType\":\"EDIT_CONNECTION\",\"connectionId\":\"" OTHER "\"}");
}

/* Every field of the API. */
static void
test_every_field (void)
{
  assert_json ("contributor --company " COMPANY
               " -e 'Jo <jo@example.com>' -e a@example.org,b@example.org "
               "--expires 12h --max-uses 5 --send-email --provider-url https://utility.example.com "
               "--datasource-id " OTHER " --site " COMPANY " --site " OTHER
               " --utility-type electricity --utility-type GAS --country us "
               "--owner-email owner@example.com --start-date 2026-01-31",
               "{\"invitationType\":\"CREATE_CONNECTION\",\"companyId\":\"" COMPANY
               "\",\"allowedEmails\":[\"jo@example.com\",\"a@example.org\",\"b@example.org\"],"
               "\"expiresInSeconds\":43200,\"maxUses\":5,\"sendEmail\":true,\"prefill\":{"
               "\"url\":\"https://utility.example.com\",\"datasourceId\":\"" OTHER
               "\",\"initialSites\":[\"" COMPANY "\",\"" OTHER
               "\"],\"utilityTypes\":[\"ELECTRICITY\",\"GAS\"],\"country\":\"US\","
               "\"connectionOwnerEmail\":\"owner@example.com\","
               "\"dataCollectionStartDate\":\"2026-01-31\"}}");
}

/* What is wrong is told with the option it is about, and is wrong usage. */
static void
test_refuses (void)
{
  static const struct
  {
    const char *line;
    const char *option;
  } cases[] = {
    { "other --company " COMPANY, "other" },
    { "contributor", "--company" },
    { "contributor --company 17", "--company" },
    { "contributor --company ''", "--company" },
    { "reconnect", "--connection" },
    { "reconnect --connection ../../x", "--connection" },
    { "contributor --company " COMPANY " --connection " OTHER, "--connection" },
    { "contributor --company " COMPANY " --email nobody", "--email" },
    { "contributor --company " COMPANY " --email ''", "--email" },
    { "contributor --company " COMPANY " --email ' , '", "--email" },
    { "contributor --company " COMPANY " --send-email", "--send-email" },
    { "contributor --company " COMPANY " --expires 59", "--expires" },
    { "contributor --company " COMPANY " --expires soon", "--expires" },
    { "contributor --company " COMPANY " --expires 0", "--expires" },
    { "contributor --company " COMPANY " --max-uses 0", "--max-uses" },
    { "contributor --company " COMPANY " --max-uses -1", "--max-uses" },
    { "contributor --company " COMPANY " --provider-url http://example.com", "--provider-url" },
    { "contributor --company " COMPANY " --datasource-id x", "--datasource-id" },
    { "contributor --company " COMPANY " --site x", "--site" },
    { "contributor --company " COMPANY " --utility-type 'hot air!'", "--utility-type" },
    { "contributor --company " COMPANY " --country USA", "--country" },
    { "contributor --company " COMPANY " --country ''", "--country" },
    { "contributor --company " COMPANY " --owner-email x", "--owner-email" },
    { "contributor --company " COMPANY " --start-date 2026-02-30", "--start-date" },
    { "reconnect --connection " OTHER " --country us", "--country" },
    { "reconnect --connection " OTHER " --site " OTHER, "--site" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_null (make_draft (cases[i].line, &error));
      g_assert_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, cases[i].option));
    }
}

/* All of it at once, not one after another. */
static void
test_tells_everything (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (make_draft ("contributor --company x --email y --country z", &error));
  g_assert_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "--company"));
  g_assert_nonnull (strstr (error->message, "--email"));
  g_assert_nonnull (strstr (error->message, "--country"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/create/duration", test_duration);
  g_test_add_func ("/cli/create/uses", test_uses);
  g_test_add_func ("/cli/create/defaults", test_defaults);
  g_test_add_func ("/cli/create/every-field", test_every_field);
  g_test_add_func ("/cli/create/refuses", test_refuses);
  g_test_add_func ("/cli/create/tells-everything", test_tells_everything);
  return g_test_run ();
}
