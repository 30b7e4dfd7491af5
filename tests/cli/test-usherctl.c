/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real usherctl against the real sandbox: what each command prints, and what it ends with. */
#include "cli/usher-cli-test.h"

#include <string.h>

#define NO_SUCH_ID "00000000-0000-4000-8000-000000000000"

static UsherTestSandbox *
start_demo (void)
{
  static const char *const demo[] = { "--demo", "60", "--seed", "7", NULL };

  return usher_test_sandbox_start (NULL, demo);
}

static void
test_ping (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "ping");
  g_autoptr (UsherCliResult) json = usher_cli_test_sandbox (sandbox, "ping --json");

  g_assert_cmpstr (text->out, ==, "The server takes the API key.\n");
  g_assert_cmpstr (json_object_get_string_member (usher_cli_test_object (json), "status"), ==,
                   "ok");
}

static void
test_companies (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start_demo ();
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "companies");
  g_autoptr (UsherCliResult) json = usher_cli_test_sandbox (sandbox, "companies --json");
  JsonArray *array = json_node_get_array (json->json);

  g_assert_cmpuint (json_array_get_length (array), ==, g_strv_length (sandbox->companies));
  g_assert_true (g_str_has_prefix (text->out, "ID "));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *company = json_array_get_object_element (array, i);

      g_assert_true (g_strv_contains ((const char *const *) sandbox->companies,
                                      json_object_get_string_member (company, "id")));
      g_assert_nonnull (strstr (text->out, json_object_get_string_member (company, "id")));
      g_assert_nonnull (strstr (text->out, json_object_get_string_member (company, "name")));
    }
}

static void
test_connections (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start_demo ();
  g_autoptr (UsherCliResult) all = usher_cli_test_sandbox (sandbox, "connections --json");
  g_autoptr (UsherCliResult) one =
    usher_cli_test_sandbox (sandbox, "connections --json --company %s", sandbox->companies[0]);
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "connections");
  JsonArray *all_items = usher_cli_test_items (all, "connections");
  JsonArray *one_items = usher_cli_test_items (one, "connections");

  g_assert_cmpuint (json_array_get_length (one_items), >, 0);
  g_assert_cmpuint (json_array_get_length (all_items), >, json_array_get_length (one_items));
  g_assert_cmpint (json_object_get_int_member (usher_cli_test_object (all), "totalConnections"), ==,
                   json_array_get_length (all_items));
  for (guint i = 0; i < json_array_get_length (all_items); i++)
    {
      JsonObject *item = json_array_get_object_element (all_items, i);

      g_assert_nonnull (strstr (text->out, json_object_get_string_member (item, "id")));
      g_assert_false (json_object_has_member (item, "connectionMagicLinkSecret"));
    }
}

static guint
count (UsherTestSandbox *sandbox, const char *options)
{
  g_autoptr (UsherCliResult) result = usher_cli_test_sandbox (sandbox, "list --json %s", options);
  JsonArray *items = usher_cli_test_items (result, "invitations");

  g_assert_cmpint (json_object_get_int_member (usher_cli_test_object (result), "totalInvitations"),
                   ==, json_array_get_length (items));
  return json_array_get_length (items);
}

static void
test_list (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start_demo ();
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "list");
  g_autoptr (UsherCliResult) json = usher_cli_test_sandbox (sandbox, "list --json");
  g_autoptr (UsherCliResult) active =
    usher_cli_test_sandbox (sandbox, "list --json --status active");
  g_auto (GStrv) lines = g_strsplit (text->out, "\n", -1);
  JsonArray *items = usher_cli_test_items (json, "invitations");
  guint by_company = 0;

  g_assert_cmpuint (json_array_get_length (items), ==, 60);
  g_assert_cmpuint (g_strv_length (lines), ==,
                    62); /* titles, rows, and what follows the last break */
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      /* In the same order. */
      g_assert_true (g_str_has_prefix (lines[i + 1], json_object_get_string_member (item, "id")));
      g_assert_false (json_object_has_member (item, "token"));
      g_assert_false (json_object_has_member (item, "invitationUrl"));
      g_assert_true (json_object_has_member (item, "allowedEmails"));
    }
  g_assert_null (strstr (text->out, "/p/i/"));
  g_assert_null (strstr (json->out, "/p/i/"));

  items = usher_cli_test_items (active, "invitations");
  g_assert_cmpuint (json_array_get_length (items), >, 0);
  for (guint i = 0; i < json_array_get_length (items); i++)
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (items, i),
                                                    "status"),
                     ==, "ACTIVE");
  g_assert_cmpuint (count (sandbox, "--status ACTIVE") + count (sandbox, "--status expired") +
                      count (sandbox, "--status revoked") + count (sandbox, "--status fulfilled"),
                    ==, 60);
  g_assert_cmpuint (count (sandbox, "--status all"), ==, 60);
  for (gsize i = 0; sandbox->companies[i] != NULL; i++)
    {
      g_autofree char *options = g_strdup_printf ("--company %s", sandbox->companies[i]);

      by_company += count (sandbox, options);
    }
  g_assert_cmpuint (by_company, ==, 60);
}

static void
test_list_with_links (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start_demo ();
  g_autoptr (UsherCliResult) json = usher_cli_test_sandbox (sandbox, "list --json --with-links");
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "list --with-links");
  JsonArray *items = usher_cli_test_items (json, "invitations");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (g_str_equal (json_object_get_string_member (item, "status"), "ACTIVE"))
        g_assert_nonnull (
          strstr (text->out, json_object_get_string_member (item, "invitationUrl")));
    }
  g_assert_nonnull (strstr (text->out, "/p/i/"));
}

static void
test_create_and_show (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = usher_cli_test_create (
    sandbox,
    "--email jo@example.com --email kim@example.org --expires 12h --max-uses 3 --send-email "
    "--country us --utility-type gas --provider-url https://utility.example.com "
    "--owner-email owner@example.com --start-date 2026-01-31");
  g_autoptr (UsherCliResult) json = usher_cli_test_sandbox (sandbox, "show %s --json", id);
  g_autoptr (UsherCliResult) links =
    usher_cli_test_sandbox (sandbox, "show %s --json --with-links", id);
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "show %s", id);
  g_autoptr (UsherCliResult) text_links =
    usher_cli_test_sandbox (sandbox, "show %s --with-links", id);
  JsonObject *object = usher_cli_test_object (json);
  JsonObject *prefill = json_object_get_object_member (object, "prefill");
  const char *url;

  g_assert_cmpstr (json_object_get_string_member (object, "id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (object, "invitationType"), ==,
                   "CREATE_CONNECTION");
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "ACTIVE");
  g_assert_cmpint (json_object_get_int_member (object, "maxUses"), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "allowedEmails")),
                    ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "events")), >, 0);
  g_assert_cmpstr (json_object_get_string_member (prefill, "country"), ==, "US");
  g_assert_cmpstr (json_object_get_string_member (prefill, "dataCollectionStartDate"), ==,
                   "2026-01-31");
  g_assert_false (json_object_has_member (object, "token"));
  g_assert_false (json_object_has_member (object, "invitationUrl"));

  url = json_object_get_string_member (usher_cli_test_object (links), "invitationUrl");
  g_assert_nonnull (url);
  g_assert_true (json_object_has_member (usher_cli_test_object (links), "token"));
  g_assert_null (strstr (text->out, url));
  g_assert_nonnull (strstr (text_links->out, url));
  g_assert_nonnull (strstr (text->out, "jo@example.com"));
  g_assert_nonnull (strstr (text->out, "kim@example.org"));
  g_assert_nonnull (strstr (text->out, "https://utility.example.com"));
  g_assert_nonnull (strstr (text->out, "Activity log"));
  /* By its name, not by its id. */
  g_assert_nonnull (strstr (text->out, "Company "));
  g_assert_null (strstr (text->out, sandbox->companies[0]));
}

static void
test_create_reconnect (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start_demo ();
  g_autoptr (UsherCliResult) connections = usher_cli_test_sandbox (sandbox, "connections --json");
  JsonObject *connection =
    json_array_get_object_element (usher_cli_test_items (connections, "connections"), 0);
  const char *connection_id = json_object_get_string_member (connection, "id");
  g_autoptr (UsherCliResult) json =
    usher_cli_test_sandbox (sandbox, "create reconnect --connection %s --json", connection_id);
  g_autoptr (UsherCliResult) text =
    usher_cli_test_sandbox (sandbox, "create reconnect --connection %s", connection_id);
  g_autoptr (UsherCliResult) links =
    usher_cli_test_sandbox (sandbox, "create reconnect --connection %s --json --with-links",
                            connection_id);
  JsonObject *object = usher_cli_test_object (json);

  g_assert_cmpstr (json_object_get_string_member (object, "invitationType"), ==, "EDIT_CONNECTION");
  g_assert_cmpstr (json_object_get_string_member (object, "connectionId"), ==, connection_id);
  g_assert_false (json_object_has_member (object, "invitationUrl"));
  g_assert_true (g_str_has_prefix (text->out, "The invitation was created.\n"));
  g_assert_null (strstr (text->out, "/p/i/"));
  g_assert_true (json_object_has_member (usher_cli_test_object (links), "invitationUrl"));
}

/* Needs no server, no key and no account. */
static void
test_dry_run (void)
{
  g_autoptr (UsherCliResult) result =
    usher_cli_test_run (NULL, NULL,
                        "create contributor --json --company " NO_SUCH_ID
                        " --email a@example.com --dry-run");

  g_assert_cmpint (result->exit_code, ==, 0);
  g_assert_cmpstr (json_object_get_string_member (usher_cli_test_object (result), "companyId"), ==,
                   NO_SUCH_ID);
}

static void
test_resend (void)
{
  static const char *const without[] = { "--no-resend", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (UsherTestSandbox) old = usher_test_sandbox_start (NULL, without);
  g_autofree char *id = usher_cli_test_create (sandbox, "--email jo@example.com --send-email");
  g_autofree char *open_id = usher_cli_test_create (sandbox, "");
  g_autofree char *old_id = usher_cli_test_create (old, "--email jo@example.com --send-email");
  g_autoptr (UsherCliResult) twice =
    usher_cli_test_run (sandbox->base_url, sandbox->api_key, "resend %s", id);
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "resend %s --yes", id);
  g_autoptr (UsherCliResult) json = usher_cli_test_sandbox (sandbox, "resend %s --yes --json", id);
  g_autoptr (UsherCliResult) refused =
    usher_cli_test_run (sandbox->base_url, sandbox->api_key, "resend %s", open_id);
  g_autoptr (UsherCliResult) unsupported =
    usher_cli_test_run (old->base_url, old->api_key, "resend %s --yes", old_id);

  /* The mail of its making is not an hour old: that is known without an account, too. */
  g_assert_cmpint (twice->exit_code, ==, 1);
  g_assert_nonnull (strstr (twice->err, "--yes"));
  g_assert_true (g_str_has_prefix (text->out, "The invitation was sent again.\n"));
  g_assert_cmpstr (json_object_get_string_member (usher_cli_test_object (json), "id"), ==, id);
  g_assert_cmpint (refused->exit_code, ==, 1);
  g_assert_nonnull (strstr (refused->err, "no email addresses"));
  g_assert_cmpint (unsupported->exit_code, ==, 1);
}

static void
test_revoke (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = usher_cli_test_create (sandbox, "");
  g_autofree char *other_id = usher_cli_test_create (sandbox, "");
  g_autoptr (UsherCliResult) json = usher_cli_test_sandbox (sandbox, "revoke %s --json", id);
  g_autoptr (UsherCliResult) again =
    usher_cli_test_run (sandbox->base_url, sandbox->api_key, "revoke %s", id);
  g_autoptr (UsherCliResult) text = usher_cli_test_sandbox (sandbox, "revoke --yes %s", other_id);

  g_assert_cmpstr (json_object_get_string_member (usher_cli_test_object (json), "status"), ==,
                   "REVOKED");
  g_assert_cmpint (again->exit_code, ==, 1);
  g_assert_nonnull (strstr (again->err, "already revoked"));
  g_assert_true (g_str_has_prefix (text->out, "The invitation was revoked.\n"));
}

static void
test_exit_codes (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  const char *url = sandbox->base_url;
  const char *key = sandbox->api_key;
  const struct
  {
    const char *server;
    const char *key;
    const char *arguments;
    int exit_code;
  } cases[] = {
    { NULL, NULL, "--version", 0 },
    { NULL, NULL, "--help", 0 },
    { NULL, NULL, "create --help", 0 },
    /* Refused or failed */
    { url, key, "show " NO_SUCH_ID, 1 },
    { url, key, "revoke " NO_SUCH_ID, 1 },
    { url, key, "resend " NO_SUCH_ID, 1 },
    { url, key, "list --company " NO_SUCH_ID, 1 },
    { url, key, "connections --company " NO_SUCH_ID, 1 },
    { url, key, "create contributor --company " NO_SUCH_ID, 1 },
    { url, key, "create reconnect --connection " NO_SUCH_ID, 1 },
    { NULL, NULL, "--account nobody list", 1 },
    /* Wrong usage */
    { NULL, NULL, "", 2 },
    { NULL, NULL, "frobnicate", 2 },
    { NULL, NULL, "--frobnicate", 2 },
    { NULL, NULL, "list", 2 }, /* which account? there is none */
    { url, key, "list --status sleepy", 2 },
    { url, key, "list --company north", 2 },
    { url, key, "show", 2 },
    { url, key, "show ../company", 2 },
    { url, key, "create contributor --company north", 2 },
    { "ftp://example.com", key, "ping", 2 },
    { "http://example.com/v2.2", key, "ping", 2 }, /* not on loopback, so it must be https */
    { "https://user:password@example.com", key, "ping", 2 },
    /* Network: nothing listens on port 1 */
    { "http://127.0.0.1:1/v2.2", key, "ping", 3 },
    { "http://127.0.0.1:1/v2.2", key, "list", 3 },
    { "http://127.0.0.1:1/v2.2", key, "companies", 3 },
    { "http://127.0.0.1:1/v2.2", key, "connections --company " NO_SUCH_ID, 3 },
    { "http://127.0.0.1:1/v2.2", key, "show " NO_SUCH_ID, 3 },
    { "http://127.0.0.1:1/v2.2", key, "create contributor --company " NO_SUCH_ID, 3 },
    /* Key */
    { url, "wrong-key", "ping", 4 },
    { url, "wrong-key", "list", 4 },
    { url, "wrong-key", "connections --company " NO_SUCH_ID, 4 },
    { url, NULL, "ping", 4 },
    { url, "", "ping", 4 },
    { url, "two\nlines", "ping", 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (UsherCliResult) result =
        usher_cli_test_run (cases[i].server, cases[i].key, "%s", cases[i].arguments);

      g_assert_cmpint (result->exit_code, ==, cases[i].exit_code);
    }
}

/* A complaint is one line, and repeats no secret. */
static void
test_complaints (void)
{
  g_autoptr (UsherCliResult) read =
    usher_cli_test_run ("http://127.0.0.1:1/v2.2", "example-key", "ping");
  g_autoptr (UsherCliResult) usage =
    usher_cli_test_run (NULL, NULL,
                        "create contributor --company x --email y --country zzz --api-key=hush");
  g_autoptr (UsherCliResult) fields =
    usher_cli_test_run (NULL, NULL, "create contributor --company x --email y --country zzz");

  g_assert_cmpuint (strcspn (read->err, "\n"), ==, strlen (read->err) - 1);
  g_assert_cmpuint (strcspn (usage->err, "\n"), ==, strlen (usage->err) - 1);
  g_assert_cmpuint (strcspn (fields->err, "\n"), ==, strlen (fields->err) - 1);
  g_assert_null (strstr (usage->err, "hush"));
  g_assert_nonnull (strstr (fields->err, "--country"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/usherctl/ping", test_ping);
  g_test_add_func ("/cli/usherctl/companies", test_companies);
  g_test_add_func ("/cli/usherctl/connections", test_connections);
  g_test_add_func ("/cli/usherctl/list", test_list);
  g_test_add_func ("/cli/usherctl/list-with-links", test_list_with_links);
  g_test_add_func ("/cli/usherctl/create-and-show", test_create_and_show);
  g_test_add_func ("/cli/usherctl/create-reconnect", test_create_reconnect);
  g_test_add_func ("/cli/usherctl/dry-run", test_dry_run);
  g_test_add_func ("/cli/usherctl/resend", test_resend);
  g_test_add_func ("/cli/usherctl/revoke", test_revoke);
  g_test_add_func ("/cli/usherctl/exit-codes", test_exit_codes);
  g_test_add_func ("/cli/usherctl/complaints", test_complaints);
  return g_test_run ();
}
