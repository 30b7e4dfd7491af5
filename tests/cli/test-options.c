/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/usher-cli-options.h"

#include "cli/usher-cli-error.h"
#include "common/usher-test.h"

static UsherCliOptions *
parse (const char *line, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) split_error = NULL;

  g_shell_parse_argv (line, NULL, &words, &split_error);
  g_assert_no_error (split_error);
  return usher_cli_options_parse ((const char *const *) words, error);
}

static void
test_commands (void)
{
  static const struct
  {
    const char *line;
    UsherCliCommand command;
  } cases[] = {
    { "usherctl ping", USHER_CLI_COMMAND_PING },
    { "usherctl companies", USHER_CLI_COMMAND_COMPANIES },
    { "usherctl connections", USHER_CLI_COMMAND_CONNECTIONS },
    { "usherctl list", USHER_CLI_COMMAND_LIST },
    { "usherctl show x", USHER_CLI_COMMAND_SHOW },
    { "usherctl create contributor", USHER_CLI_COMMAND_CREATE },
    { "usherctl resend x", USHER_CLI_COMMAND_RESEND },
    { "usherctl revoke x", USHER_CLI_COMMAND_REVOKE },
    { "usherctl accounts", USHER_CLI_COMMAND_ACCOUNTS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherCliOptions) options = parse (cases[i].line, &error);

      g_assert_no_error (error);
      g_assert_cmpint (options->command, ==, cases[i].command);
    }
}

/* General options may stand on both sides of the command. */
static void
test_order (void)
{
  static const char *const lines[] = {
    "usherctl --account 'North Team' --json list --status active --company c",
    "usherctl -a 'North Team' -j list --status=active -c c",
    "usherctl list --status active --company c --json --account='North Team'",
    "usherctl --json list --company c -a 'North Team' --status active",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherCliOptions) options = parse (lines[i], &error);

      g_assert_no_error (error);
      g_assert_cmpint (options->command, ==, USHER_CLI_COMMAND_LIST);
      g_assert_cmpstr (options->account, ==, "North Team");
      g_assert_cmpstr (options->status, ==, "active");
      g_assert_cmpstr (options->company, ==, "c");
      g_assert_true (options->json);
      g_assert_false (options->with_links);
      g_assert_null (options->arguments[0]);
    }
}

/* The name of an account may be the name of a command. */
static void
test_account_named_like_a_command (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherCliOptions) options = parse ("usherctl --account list show x", &error);

  g_assert_no_error (error);
  g_assert_cmpint (options->command, ==, USHER_CLI_COMMAND_SHOW);
  g_assert_cmpstr (options->account, ==, "list");
  g_assert_cmpstr (options->arguments[0], ==, "x");
}

static void
test_create (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherCliOptions) options = parse (
    "usherctl create --company c contributor -e a@example.com --email b@example.com,c@example.com "
    "--expires 7d --max-uses 3 --send-email --dry-run --provider-url https://example.com "
    "--datasource-id d --site s1 --site s2 --utility-type gas --utility-type water --country us "
    "--owner-email o@example.com --start-date 2026-01-31",
    &error);

  g_assert_no_error (error);
  g_assert_cmpstr (options->arguments[0], ==, "contributor");
  g_assert_cmpuint (g_strv_length (options->emails), ==, 2);
  g_assert_cmpstr (options->emails[1], ==, "b@example.com,c@example.com");
  g_assert_cmpstr (options->expires, ==, "7d");
  g_assert_cmpstr (options->max_uses, ==, "3");
  g_assert_true (options->send_email);
  g_assert_true (options->dry_run);
  g_assert_cmpstr (options->sites[1], ==, "s2");
  g_assert_cmpstr (options->utility_types[0], ==, "gas");
  g_assert_cmpstr (options->start_date, ==, "2026-01-31");
}

static void
test_wrong_usage (void)
{
  static const char *const lines[] = {
    "usherctl",
    "usherctl --json",
    "usherctl frobnicate",
    "usherctl list extra",
    "usherctl show",
    "usherctl show a b",
    "usherctl create",
    "usherctl create contributor reconnect",
    "usherctl --account",
    "usherctl list --status",
    "usherctl ping --status active",
    "usherctl ping --company c",
    "usherctl show x --yes",
    "usherctl list --dry-run",
    "usherctl --no-such-option list",
    "usherctl list --api-key=example-key-9",
    "usherctl --account a --server https://example.com list",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (lines[i], &error));
      g_assert_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE);
      g_assert_cmpint (usher_cli_error_get_exit (error), ==, USHER_CLI_EXIT_USAGE);
      g_assert_nonnull (strstr (error->message, "--help"));
      /* Somebody tried to give a key here. */
      g_assert_null (strstr (error->message, "example-key-9"));
    }
}

static void
test_bytes_that_are_no_text (void)
{
  static const char *const words[] = { "usherctl", "show", "\xff", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (usher_cli_options_parse (words, &error));
  g_assert_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* Every command has a help of its own, which wins over what is missing. */
static void
test_help (void)
{
  static const char *const asking[] = { "resend", "revoke", "intents", NULL };
  static const char *const commands[] = {
    "ping", "companies", "connections", "list", "show", "create", "resend", "revoke", "accounts", "intents",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherCliOptions) plain = parse ("usherctl --help", &error);
  g_autofree char *all = NULL;

  g_assert_no_error (error);
  all = usher_cli_options_dup_help (plain);
  g_assert_nonnull (strstr (all, "USHER_API_KEY"));
  g_assert_nonnull (strstr (all, "Exit status"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *line = g_strdup_printf ("usherctl %s --help", commands[i]);
      g_autoptr (UsherCliOptions) options = parse (line, &error);
      g_autofree char *help = NULL;

      g_assert_no_error (error);
      g_assert_true (options->help);
      help = usher_cli_options_dup_help (options);
      g_assert_nonnull (strstr (help, commands[i]));
      g_assert_nonnull (strstr (help, "--json"));
      g_assert_cmpint (strstr (help, "--start-date") != NULL, ==,
                       g_str_equal (commands[i], "create"));
      g_assert_cmpint (strstr (help, "--yes") != NULL, ==,
                       g_strv_contains (asking, commands[i]));
      g_assert_nonnull (strstr (all, commands[i]));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/options/commands", test_commands);
  g_test_add_func ("/cli/options/order", test_order);
  g_test_add_func ("/cli/options/account-named-like-a-command", test_account_named_like_a_command);
  g_test_add_func ("/cli/options/create", test_create);
  g_test_add_func ("/cli/options/wrong-usage", test_wrong_usage);
  g_test_add_func ("/cli/options/bytes-that-are-no-text", test_bytes_that_are_no_text);
  g_test_add_func ("/cli/options/help", test_help);
  return g_test_run ();
}
