/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usherctl with accounts that were added in Usher, and their keys in a real keyring. */
#include "cli/usher-cli-test.h"
#include "session/usher-accounts.h"

#include <libsecret/secret.h>

#include <string.h>

static void
add (UsherTestSandbox *sandbox, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAccounts) accounts = usher_accounts_new (NULL, &error);
  g_autoptr (UsherAccount) account = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *notice = NULL;
  gboolean saved = FALSE;

  g_assert_no_error (error);
  usher_accounts_add_async (accounts, name, sandbox->base_url, sandbox->api_key, TRUE, NULL,
                            usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  account = usher_accounts_add_finish (accounts, result, NULL, &saved, &notice, &error);
  g_assert_no_error (error);
  g_assert_true (saved);
}

static void
test_accounts (void)
{
  static const char *const demo[] = { "--demo", "25", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  g_autoptr (UsherCliResult) empty = usher_cli_test_run (NULL, NULL, "accounts --json");
  g_autoptr (UsherCliResult) only = NULL;
  g_autoptr (UsherCliResult) which = NULL;
  g_autoptr (UsherCliResult) by_name = NULL;
  g_autoptr (UsherCliResult) nobody = NULL;
  g_autoptr (UsherCliResult) text = NULL;
  g_autoptr (UsherCliResult) json = NULL;
  JsonArray *array;

  g_assert_cmpint (empty->exit_code, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (empty->json)), ==, 0);

  /* The only one need not be named. */
  add (sandbox, "North & <b>South</b>");
  only = usher_cli_test_run (NULL, NULL, "list --json");
  g_assert_cmpint (only->exit_code, ==, 0);
  g_assert_cmpuint (json_array_get_length (usher_cli_test_items (only, "invitations")), ==, 25);

  /* Of two, one must be. */
  add (sandbox, "East");
  which = usher_cli_test_run (NULL, NULL, "list");
  g_assert_cmpint (which->exit_code, ==, 2);
  by_name = usher_cli_test_run (NULL, NULL, "--account East list --json");
  g_assert_cmpint (by_name->exit_code, ==, 0);
  g_assert_cmpuint (json_array_get_length (usher_cli_test_items (by_name, "invitations")), ==, 25);
  nobody = usher_cli_test_run (NULL, NULL, "--account West list");
  g_assert_cmpint (nobody->exit_code, ==, 1);
  g_assert_nonnull (strstr (nobody->err, "West"));

  text = usher_cli_test_run (NULL, NULL, "accounts");
  g_assert_nonnull (strstr (text->out, "North & <b>South</b>"));
  g_assert_nonnull (strstr (text->out, sandbox->base_url));
  g_assert_null (strstr (text->out, sandbox->api_key));
  json = usher_cli_test_run (NULL, NULL, "accounts --json");
  array = json_node_get_array (json->json);
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  g_assert_null (strstr (json->out, sandbox->api_key));
}

/* The key was removed in the keyring manager. */
static void
test_key_missing (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (UsherCliResult) before = NULL;
  g_autoptr (UsherCliResult) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);

  add (sandbox, "Lonely");
  before = usher_cli_test_run (NULL, NULL, "--account Lonely ping");
  g_assert_cmpint (before->exit_code, ==, 0);

  g_hash_table_insert (attributes, (gpointer) "profile", (gpointer) "default");
  g_assert_true (secret_service_clear_sync (NULL, NULL, attributes, NULL, &error));
  g_assert_no_error (error);
  after = usher_cli_test_run (NULL, NULL, "--account Lonely ping");
  g_assert_cmpint (after->exit_code, ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/accounts/accounts", test_accounts);
  g_test_add_func ("/cli/accounts/key-missing", test_key_missing);
  return g_test_run ();
}
