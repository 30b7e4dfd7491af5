/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usherctl with accounts that were added in Usher, and their keys in a real keyring. */
#include "cli/usher-cli-test.h"
#include "session/usher-accounts.h"
#include "store/usher-journal.h"

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

static void
put_intent (UsherJournal *journal, UsherIntent *intent)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_journal_write_async (journal, intent, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_true (usher_journal_write_finish (journal, result, NULL));
}

static UsherJournal *
open_journal (const char *name)
{
  g_autoptr (UsherAccounts) accounts = usher_accounts_new (NULL, NULL);
  UsherAccount *account = usher_accounts_find (accounts, name);
  g_autofree char *path = g_build_filename (usher_accounts_get_data_dir (accounts), "accounts",
                                            usher_account_get_id (account), "journal.db", NULL);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_journal_open_async (path, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_journal_open_finish (result, NULL);
}

static void
close_journal (UsherJournal *journal)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_journal_close_async (journal, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_object_unref (journal);
}

/* As the window leaves them when it is killed: one that did not leave, one that nobody knows of, and one that may
 * have made either of two. */
static void
leave_intents (const char *name, const char *company)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *const emails[] = { "left@example.com", NULL };
  const char *const ids[] = { "11111111-1111-4111-8111-111111111111",
                              "22222222-2222-4222-8222-222222222222", NULL };
  g_autoptr (UsherIntent) left = NULL;
  g_autoptr (UsherIntent) several = NULL;
  g_autoptr (UsherIntent) resend = usher_intent_new_resend (ids[0], "unclear@example.com");
  UsherJournal *journal = NULL;

  usher_invitation_draft_set_company_id (draft, company);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  left = usher_intent_new_create (draft);
  several = usher_intent_new_create (draft);
  usher_intent_set_outcome (several, USHER_INTENT_UNCLEAR, NULL, "No answer came.");
  usher_intent_set_found (several, USHER_INTENT_FOUND_SEVERAL, ids);
  usher_intent_set_outcome (resend, USHER_INTENT_UNCLEAR, NULL, "No answer came.");
  journal = open_journal (name);
  put_intent (journal, left);
  put_intent (journal, several);
  put_intent (journal, resend);
  close_journal (journal);
}

/* The id of the request in this state; NULL when there is none. */
static char *
dup_intent_id (const char *state)
{
  g_autoptr (UsherCliResult) list = usher_cli_test_run (NULL, NULL, "--account Kept intents --json");
  JsonArray *array = json_node_get_array (list->json);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      if (g_str_equal (json_object_get_string_member (object, "state"), state))
        return g_strdup (json_object_get_string_member (object, "id"));
    }
  return NULL;
}

static void
run_intents (int exit_code, const char *format, const char *id)
{
  g_autofree char *words = g_strdup_printf ("--account Kept intents %s %.8s", format, id);
  g_autoptr (UsherCliResult) result = usher_cli_test_run (NULL, NULL, "%s", words);

  g_assert_cmpint (result->exit_code, ==, exit_code);
}

static void
test_intents (void)
{
  static const char *const demo[] = { "--demo", "10", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  g_autoptr (UsherCliResult) nothing = NULL;
  g_autoptr (UsherCliResult) text = NULL;
  g_autoptr (UsherCliResult) wrong = NULL;
  g_autoptr (UsherCliResult) chosen = NULL;
  g_autofree char *left = NULL;
  g_autofree char *several = NULL;
  g_autofree char *unclear = NULL;
  g_autofree char *not_made = NULL;
  g_autofree char *again = NULL;

  add (sandbox, "Kept");
  nothing = usher_cli_test_run (NULL, NULL, "--account Kept intents");
  g_assert_nonnull (strstr (nothing->out, "was done"));
  leave_intents ("Kept", sandbox->companies[0]);
  text = usher_cli_test_run (NULL, NULL, "--account Kept intents");
  g_assert_nonnull (strstr (text->out, "left@example.com"));
  wrong = usher_cli_test_run (NULL, NULL, "--account Kept intents forget it");
  g_assert_cmpint (wrong->exit_code, ==, 2);
  run_intents (1, "dismiss", "ffffffff");

  /* What was not sent is sent, and what several may be is not before it was told. */
  left = dup_intent_id ("not-sent");
  run_intents (0, "retry", left);
  again = dup_intent_id ("not-sent");
  g_assert_null (again);
  several = dup_intent_id ("several");
  run_intents (1, "retry", several);
  chosen = usher_cli_test_run (NULL, NULL, "--account Kept intents choose %s none", several);
  g_assert_cmpint (chosen->exit_code, ==, 0);
  not_made = dup_intent_id ("not-made");
  g_assert_cmpstr (not_made, ==, several);
  run_intents (0, "dismiss", not_made);

  /* Nobody is there to be asked whether a mail may arrive twice. */
  unclear = dup_intent_id ("unclear");
  run_intents (1, "retry", unclear);
  run_intents (0, "dismiss", unclear);
}

/* The same people, twice within the hour: only when it is meant. */
static void
test_mailed_twice (void)
{
  static const char *const demo[] = { "--demo", "1", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  g_autoptr (UsherCliResult) made = NULL;
  g_autoptr (UsherCliResult) refused = NULL;
  g_autoptr (UsherCliResult) meant = NULL;
  g_autoptr (UsherCliResult) again = NULL;
  g_autoptr (UsherCliResult) meant_again = NULL;
  g_autoptr (UsherIntent) resend = NULL;
  UsherJournal *journal;
  const char *id;

  add (sandbox, "Twice");
  made = usher_cli_test_run (NULL, NULL, "--account Twice create contributor --company %s --email "
                                         "jo@example.com --send-email --json", sandbox->companies[0]);
  g_assert_cmpint (made->exit_code, ==, 0);
  id = json_object_get_string_member (json_node_get_object (made->json), "id");
  /* Known to the cache: what it was is read from there. */
  refused = usher_cli_test_run (NULL, NULL, "--account Twice resend %s", id);
  g_assert_cmpint (refused->exit_code, ==, 1);
  g_assert_nonnull (strstr (refused->err, "--yes"));
  meant = usher_cli_test_run (NULL, NULL, "--account Twice resend %s --yes", id);
  g_assert_cmpint (meant->exit_code, ==, 0);

  /* One that the server refused before is a second mail as well. */
  resend = usher_intent_new_resend (id, "jo@example.com");
  usher_intent_set_mails_to (resend, "jo@example.com");
  usher_intent_set_outcome (resend, USHER_INTENT_REFUSED, NULL, "Too many requests.");
  journal = open_journal ("Twice");
  put_intent (journal, resend);
  close_journal (journal);
  again = usher_cli_test_run (NULL, NULL, "--account Twice intents retry %s", usher_intent_get_id (resend));
  g_assert_cmpint (again->exit_code, ==, 1);
  g_assert_nonnull (strstr (again->err, "--yes"));
  meant_again = usher_cli_test_run (NULL, NULL, "--account Twice intents retry %s --yes", usher_intent_get_id (resend));
  g_assert_cmpint (meant_again->exit_code, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/accounts/accounts", test_accounts);
  g_test_add_func ("/cli/accounts/key-missing", test_key_missing);
  g_test_add_func ("/cli/accounts/intents", test_intents);
  g_test_add_func ("/cli/accounts/mailed-twice", test_mailed_twice);
  return g_test_run ();
}
