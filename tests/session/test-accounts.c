/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts with a real Secret Service, a real sandbox and real files. */

#include "usher-test-session.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "keys/usher-keyring.h"
#include "session/usher-accounts.h"

static const char *const demo[] = { "--demo", "30", NULL };

typedef struct
{
  char *dir;                 /* (owned) */
  UsherTestSandbox *sandbox; /* (owned) */
  UsherAccounts *accounts;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = usher_test_make_dir ();
  fixture->sandbox = usher_test_sandbox_start (NULL, demo);
  fixture->accounts = usher_accounts_new (fixture->dir, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->accounts);
  g_clear_pointer (&fixture->sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static UsherAccount *
add (Fixture *fixture, const char *name, const char *server, const char *key, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *notice = NULL;
  gboolean saved = FALSE;
  guint n_companies = 0;
  UsherAccount *account;

  usher_accounts_add_async (fixture->accounts, name, server, key, FALSE, NULL, usher_test_keep_result,
                            &slot);
  result = usher_test_take_result (&slot);
  account = usher_accounts_add_finish (fixture->accounts, result, &n_companies, &saved, &notice, error);
  if (account != NULL)
    {
      g_assert_true (saved);
      g_assert_null (notice);
      g_assert_cmpuint (n_companies, ==, g_strv_length (fixture->sandbox->companies));
      g_object_unref (account);
    }
  return account; /* the list holds it */
}

static UsherSession *
open_session (Fixture *fixture, UsherAccount *account)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session;

  usher_accounts_open_session_async (fixture->accounts, account, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  session = usher_accounts_open_session_finish (fixture->accounts, result, &error);
  g_assert_no_error (error);
  return session;
}

static gboolean
remove_account (Fixture *fixture, UsherAccount *account, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_accounts_remove_async (fixture->accounts, account, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_accounts_remove_finish (fixture->accounts, result, error);
}

static void
read_again (Fixture *fixture)
{
  g_clear_object (&fixture->accounts);
  fixture->accounts = usher_accounts_new (fixture->dir, NULL);
  g_assert_nonnull (fixture->accounts);
}

static char *
read_file (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "accounts.ini", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  UsherAccount *account;
  UsherSession *session;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->dir, "accounts.ini", NULL);
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  g_autofree char *folder = NULL;
  GStatBuf info;

  account = add (fixture, " Work ", fixture->sandbox->base_url, fixture->sandbox->api_key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_account_get_name (account), ==, "Work");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 1);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  text = read_file (fixture);
  g_assert_null (strstr (text, fixture->sandbox->api_key));
  id = g_strdup (usher_account_get_id (account));

  /* The next run finds account and key. */
  read_again (fixture);
  account = usher_accounts_find (fixture->accounts, "Work");
  g_assert_true (account == usher_accounts_find (fixture->accounts, id));
  session = open_session (fixture, account);
  g_assert_true (usher_session_get_has_key (session));
  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  folder = g_build_filename (fixture->dir, "accounts", id, NULL);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  usher_test_session_close (session);
}

static void
test_add_refused (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *server;
    const char *key;
    GQuark domain;
    int code;
  } cases[] = {
    { fixture->sandbox->base_url, "wrong", USHER_API_ERROR, USHER_API_ERROR_AUTH },
    { fixture->sandbox->base_url, " ", USHER_SESSION_ERROR, USHER_SESSION_ERROR_BAD_KEY },
    { "http://127.0.0.1:1/v2.2", "key", USHER_API_ERROR, USHER_API_ERROR_NETWORK },
  };
  g_autoptr (GError) url_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (add (fixture, "Work", cases[i].server, cases[i].key, &error));
      g_assert_error (error, cases[i].domain, cases[i].code);
    }
  g_assert_null (add (fixture, "Work", "http://example.com", "key", &url_error));
  g_assert_nonnull (url_error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 0);
}

static void
test_two (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherTestSandbox) other = usher_test_sandbox_start (NULL, NULL);
  UsherAccount *first = add (fixture, "Work", fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  UsherAccount *second = add (fixture, "Work", fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  UsherSession *one = open_session (fixture, first);
  UsherSession *two = open_session (fixture, second);
  g_autofree char *folder = g_build_filename (fixture->dir, "accounts", usher_account_get_id (first), NULL);
  g_autofree char *kept = g_build_filename (fixture->dir, "accounts", usher_account_get_id (second), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (usher_account_get_name (second), ==, "Work (2)");
  g_assert_true (usher_test_session_sync (one, NULL));
  usher_test_wait_for (usher_session_get_counts (one)->total == 30);
  g_assert_cmpuint (usher_session_get_counts (two)->total, ==, 0);
  g_assert_true (usher_test_session_sync (two, NULL));
  usher_test_session_close (one);
  usher_test_session_close (two);

  /* Everything of the one goes, nothing of the other. */
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  g_assert_true (remove_account (fixture, first, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_DIR));
  read_again (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 1);
  two = open_session (fixture, usher_accounts_find (fixture->accounts, "Work (2)"));
  g_assert_true (usher_session_get_has_key (two));
  usher_test_session_close (two);
}

static void
on_removal_begun (UsherAccounts *accounts, UsherAccount *account, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Stopped in time, all of it stays; when the keyring was asked to let the key go, all of it goes. */
static void
test_remove_stopped (Fixture *fixture, gconstpointer data)
{
  UsherAccount *account = add (fixture, "Work", fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  g_autofree char *folder = g_build_filename (fixture->dir, "accounts", usher_account_get_id (account), NULL);
  g_autoptr (GCancellable) early = g_cancellable_new ();
  g_autoptr (GCancellable) late = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session = open_session (fixture, account);
  GAsyncResult *slot = NULL;

  usher_test_session_close (session);
  usher_accounts_remove_async (fixture->accounts, account, early, usher_test_keep_result, &slot);
  g_cancellable_cancel (early);
  first = usher_test_take_result (&slot);
  g_assert_false (usher_accounts_remove_finish (fixture->accounts, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  session = open_session (fixture, account);
  g_assert_true (usher_session_get_has_key (session));
  usher_test_session_close (session);

  g_signal_connect (fixture->accounts, "removal-begun", G_CALLBACK (on_removal_begun), late);
  usher_accounts_remove_async (fixture->accounts, account, late, usher_test_keep_result, &slot);
  second = usher_test_take_result (&slot);
  g_assert_true (g_cancellable_is_cancelled (late));
  g_assert_true (usher_accounts_remove_finish (fixture->accounts, second, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 0);
}

/* Nothing outside of the account's folder goes with it. */
static void
test_remove_follows_no_link (Fixture *fixture, gconstpointer data)
{
  UsherAccount *account = add (fixture, "Work", fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  UsherSession *session = open_session (fixture, account);
  g_autofree char *outside = usher_test_make_dir ();
  g_autofree char *file = g_build_filename (outside, "precious", NULL);
  g_autofree char *link = NULL;

  usher_test_session_close (session);
  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  link = g_build_filename (fixture->dir, "accounts", usher_account_get_id (account), "link", NULL);
  g_assert_cmpint (symlink (outside, link), ==, 0);
  g_assert_true (remove_account (fixture, account, NULL));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  usher_test_remove_tree (outside);
}

static void
test_replace_key (Fixture *fixture, gconstpointer data)
{
  UsherAccount *account = add (fixture, "Work", fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  g_autoptr (UsherTestSandbox) other = usher_test_sandbox_start (NULL, demo);
  UsherSession *session;
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved = FALSE;

  /* Another service, which does not know the old key. */
  g_assert_true (usher_accounts_set_server (fixture->accounts, account, other->base_url, NULL));
  session = open_session (fixture, account);
  g_assert_false (usher_test_session_sync (session, NULL));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_KEY_NEEDED);

  usher_accounts_replace_key_async (fixture->accounts, account, "wrong", NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_assert_false (usher_accounts_replace_key_finish (fixture->accounts, slot, NULL, NULL, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_AUTH);
  g_clear_error (&error);
  g_clear_object (&slot);

  usher_accounts_replace_key_async (fixture->accounts, account, other->api_key, NULL, usher_test_keep_result,
                                    &slot);
  usher_test_wait_for (slot != NULL);
  g_assert_true (usher_accounts_replace_key_finish (fixture->accounts, slot, &saved, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (saved);
  g_clear_object (&slot);
  /* The open session goes on with it. */
  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  usher_test_session_close (session);
}

static gboolean
has_label (UsherAccount *account, const char *prefix)
{
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, NULL);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *label = NULL;
  GList *items;

  g_hash_table_insert (wanted, (gpointer) "account", (gpointer) usher_account_get_id (account));
  items = secret_service_search_sync (service, NULL, wanted, SECRET_SEARCH_ALL, NULL, NULL);
  g_assert_cmpuint (g_list_length (items), ==, 1);
  label = secret_item_get_label (items->data);
  g_list_free_full (items, g_object_unref);
  return g_str_has_prefix (label, prefix);
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  UsherAccount *account = add (fixture, NULL, fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (usher_account_get_name (account), ==, "127.0.0.1");
  g_assert_false (usher_accounts_rename (fixture->accounts, account, " \n", &error));
  g_assert_nonnull (error);
  g_assert_true (usher_accounts_rename (fixture->accounts, account, "[a]\nb=c;é", NULL));
  read_again (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 1);
  account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), 0);
  g_assert_null (strchr (usher_account_get_name (account), '\n'));
  g_assert_true (g_str_has_prefix (usher_account_get_name (account), "[a]"));
  /* Whoever opens a keyring manager finds it under its new name. */
  usher_test_wait_for (has_label (account, "Usher: API key for [a]"));
  g_object_unref (account);
}

static void
test_damaged_file (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    guint n_accounts;
  } cases[] = {
    { "not an ini file", 0 },
    { "\xff\xfe\x00", 0 },
    { "[../../etc]\nname=x\nserver=https://example.com\n", 0 },
    { "[3c90c3cc-0d44-4b50-8888-8dd25736052a]\nname=Good\nserver=https://example.com\n"
      "[3c90c3cc-0d44-4b50-8888-8dd25736052b]\nname=Bad\nserver=http://example.com\n",
      1 },
  };
  g_autofree char *path = g_build_filename (fixture->dir, "accounts.ini", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDir) entries = NULL;
      const char *name;
      gboolean kept = FALSE;

      g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
      read_again (fixture);
      g_assert_nonnull (usher_accounts_get_notice (fixture->accounts));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, cases[i].n_accounts);
      entries = g_dir_open (fixture->dir, 0, NULL);
      while ((name = g_dir_read_name (entries)) != NULL)
        {
          g_autofree char *aside = g_build_filename (fixture->dir, name, NULL);
          g_autofree char *text = NULL;

          if (g_str_has_prefix (name, "accounts.ini.damaged-") &&
              g_file_get_contents (aside, &text, NULL, NULL) && g_str_equal (text, cases[i].text))
            {
              kept = TRUE;
              g_assert_cmpint (g_unlink (aside), ==, 0);
            }
        }
      g_assert_true (kept);
      read_again (fixture);
      g_assert_null (usher_accounts_get_notice (fixture->accounts));
    }
}

/* Without a key there is still what was read before. */
static void
test_key_gone (Fixture *fixture, gconstpointer data)
{
  UsherAccount *account = add (fixture, "Work", fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  UsherSession *session = open_session (fixture, account);
  GAsyncResult *slot = NULL;

  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_session_close (session);
  usher_keyring_remove_async (keyring, account, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_assert_true (usher_keyring_remove_finish (keyring, slot, NULL));
  g_clear_object (&slot);
  session = open_session (fixture, account);
  g_assert_false (usher_session_get_has_key (session));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_KEY_NEEDED);
  g_assert_nonnull (usher_session_get_notice (session));
  usher_test_wait_for (usher_session_get_counts (session)->total == 30);
  usher_test_session_close (session);
}

#define ADD(name, func) g_test_add ("/session/accounts/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("add", test_add);
  ADD ("add-refused", test_add_refused);
  ADD ("two", test_two);
  ADD ("remove-stopped", test_remove_stopped);
  ADD ("remove-follows-no-link", test_remove_follows_no_link);
  ADD ("replace-key", test_replace_key);
  ADD ("rename", test_rename);
  ADD ("damaged-file", test_damaged_file);
  ADD ("key-gone", test_key_gone);
  return g_test_run ();
}
