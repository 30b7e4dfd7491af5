/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every mood of a keyring, as a person meets it in the window: what is said, that the account can be used all the same,
 * and that its key is in no file that could be read. A mood is set up here, on a bus of its own, and met by the
 * application in a process of its own, as libsecret remembers its service for the life of a process. */
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <ftw.h>
#include <signal.h>
#include <string.h>

#include "keys/usher-test-keyring.h"
#include "keys/usher-test-portal.h"
#include "keys/usher-test-prompter.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-account-row.h"
#include "ui/usher-accounts-window.h"

#define PASSWORD "usher-test"
#define N_DEMO 6

/* What a child is told of the mood. */
#define ENV_DIR "USHER_TEST_MOOD_DIR"
#define ENV_SERVER "USHER_TEST_MOOD_SERVER"
#define ENV_KEY "USHER_TEST_MOOD_KEY"

static UsherTestSandbox *sandbox;

/* --- What the application does, in a process of its own --- */

typedef struct
{
  const char *lookup_says; /* (nullable): why there is no key at the start; NULL when it is found */
  const char *store_says;  /* (nullable): why a key is not kept; NULL when it is */
  gboolean dies;           /* the service ends while it is asked */
} Mood;

static guint
count_rows (UsherSession *session)
{
  return g_list_model_get_n_items (usher_session_get_invitations (session));
}

static UsherSession *
wait_for_session (UsherApplication *application, UsherSyncState state)
{
  UsherSession *session;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) == state && !usher_session_get_loading (session));
  return session;
}

/* What is read, and what is asked for by a person, needs the key. */
static void
assert_usable (UsherApplication *application, UsherWindow *window)
{
  UsherSession *session = wait_for_session (application, USHER_SYNC_IDLE);
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;
  GAsyncResult *slot = NULL;

  usher_test_wait_for (usher_session_get_last_sync (session) > 0 && count_rows (session) > 0);
  usher_test_wait_for (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "new-invitation"));
  item = g_list_model_get_item (usher_session_get_invitations (session), 0);
  usher_session_get_link_async (session, usher_invitation_item_get_id (item), NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  link = usher_session_get_link_finish (session, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (link);
}

static void
assert_told (UsherWindow *window, const Mood *mood)
{
  g_autofree char *question = NULL;

  if (mood->store_says == NULL)
    {
      question = usher_compat_dup_question (GTK_WINDOW (window));
      g_assert_null (question);
      return;
    }
  usher_test_wait_for ((question = usher_compat_dup_question (GTK_WINDOW (window))) != NULL);
  g_assert_nonnull (strstr (question, "The Key Was Not Saved"));
  g_assert_nonnull (strstr (question, mood->store_says));
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), FALSE));
}

static void
enter_key (GtkWidget *dialog, UsherWindow *window, const Mood *mood)
{
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (dialog, "key_row")), g_getenv (ENV_KEY));
  g_signal_emit_by_name (usher_ui_test_find_id (dialog, "apply_button"), "clicked");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == NULL);
  assert_told (window, mood);
}

static void
check_add (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (application), "add-account", NULL);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) != NULL);
  dialog = usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG);
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (dialog, "name_row")), "Work");
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (dialog, "server_row")), g_getenv (ENV_SERVER));
  enter_key (dialog, window, user_data);
  assert_usable (application, window);
}

static void
add (const Mood *mood)
{
  usher_ui_test_run_in (g_getenv (ENV_DIR), NULL, NULL, check_add, (gpointer) mood);
}

/* The account is there from before. */
static void
check_open (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  const Mood *mood = user_data;
  UsherSession *session;

  if (mood->dies)
    kill (usher_test_keyring_get_pid (), SIGKILL);
  if (mood->lookup_says == NULL)
    {
      assert_usable (application, window);
      return;
    }

  /* What was read before can be looked at; the reason is told, and what can be done. */
  session = wait_for_session (application, USHER_SYNC_KEY_NEEDED);
  g_assert_cmpuint (count_rows (session), >, 0);
  usher_test_wait_for (usher_ui_test_find_part (GTK_WIDGET (window), mood->lookup_says) != NULL);
  usher_test_wait_for (usher_ui_test_find_part (GTK_WIDGET (window), "There is no API key at hand") != NULL);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "new-invitation"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "replace-key", NULL);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) != NULL);
  enter_key (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG), window, mood);
  assert_usable (application, window);
}

static void
open (const Mood *mood)
{
  if (mood->dies)
    kill (usher_test_keyring_get_pid (), SIGSTOP);
  usher_ui_test_run_in (g_getenv (ENV_DIR), NULL, NULL, check_open, (gpointer) mood);
}

static const Mood works = { NULL, NULL, FALSE };
static const Mood is_locked = { "The keyring is locked", "The keyring is locked", FALSE };
static const Mood is_deleted = { "The keyring has no API key for", NULL, FALSE };
static const Mood is_absent = { "No password service is running", "No password service is running", FALSE };
/* "… does not answer", where it took that long until there was a window. */
static const Mood dies = { "password service", "No password service is running", TRUE };

static void
child_adds (void)
{
  add (&works);
}

static void
child_opens (void)
{
  open (&works);
}

/* The same when an account goes: the row says that it waits, and lets it be. */
static void
remove_slowly (UsherApplication *application, UsherWindow *window, GPid pid)
{
  GListModel *accounts = G_LIST_MODEL (usher_application_get_accounts (application));
  GtkWidget *dialog, *row, *stop;

  g_action_group_activate_action (G_ACTION_GROUP (application), "accounts", NULL);
  usher_test_wait_for ((dialog = usher_ui_test_window (USHER_TYPE_ACCOUNTS_WINDOW)) != NULL);
  row = usher_ui_test_find (dialog, USHER_TYPE_ACCOUNT_ROW, 0);
  stop = usher_ui_test_find_id (row, "stop_button");
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  g_assert_true (gtk_widget_activate_action (row, "account.remove", NULL));
  g_assert_true (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (dialog)), TRUE));
  usher_test_wait_for (gtk_widget_get_mapped (stop));
  usher_ui_test_draw (dialog);
  usher_ui_test_picture (dialog, "keyring-slow-removal");
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);
  gtk_widget_activate (stop);
  usher_test_wait_for (!gtk_widget_get_mapped (stop));
  /* It is still there, with all that it has. */
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  usher_ui_test_close (dialog);
}

static void
on_removal_begun (UsherAccounts *accounts, UsherAccount *account, gpointer user_data)
{
  g_assert_cmpint (kill (*(GPid *) user_data, SIGSTOP), ==, 0);
}

/* When the keyring was asked to let the key go, nothing offers to stop it any more. */
static void
check_removes (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherAccounts *accounts = usher_application_get_accounts (application);
  GtkWidget *dialog, *row;

  assert_usable (application, window);
  g_action_group_activate_action (G_ACTION_GROUP (application), "accounts", NULL);
  usher_test_wait_for ((dialog = usher_ui_test_window (USHER_TYPE_ACCOUNTS_WINDOW)) != NULL);
  row = usher_ui_test_find (dialog, USHER_TYPE_ACCOUNT_ROW, 0);
  g_signal_connect (accounts, "removal-begun", G_CALLBACK (on_removal_begun), user_data);
  g_assert_true (gtk_widget_activate_action (row, "account.remove", NULL));
  g_assert_true (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (dialog)), TRUE));
  /* On a slow machine it may take so long until the keyring is asked that it can be stopped before. */
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (row, "spinner"))
                       && !gtk_widget_get_mapped (usher_ui_test_find_id (row, "stop_button")));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 1);
  g_signal_handlers_disconnect_by_data (accounts, user_data);
  g_assert_cmpint (kill (*(GPid *) user_data, SIGCONT), ==, 0);
  usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (accounts)) == 0);
  usher_ui_test_close (dialog);
}

static void
child_removes (void)
{
  GPid pid = usher_test_keyring_get_pid ();

  usher_ui_test_run_in (g_getenv (ENV_DIR), NULL, NULL, check_removes, &pid);
}

/* It does not answer: the person need not wait for it, and can come back. */
static void
check_slow (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GPid pid = *(GPid *) user_data;
  GtkWidget *cancel = NULL;

  usher_test_wait_for ((cancel = usher_ui_test_find_id (GTK_WIDGET (window), "opening_cancel_button")) != NULL
                       && gtk_widget_get_mapped (cancel));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "Opening the account…"));
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_test_picture (GTK_WIDGET (window), "keyring-slow");
  g_assert_null (usher_application_get_session (application));
  /* What has the focus is what can be done. */
  usher_test_wait_for (gtk_widget_is_focus (cancel));
  gtk_widget_activate (cancel);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Opening the account was cancelled.") != NULL);
  usher_ui_keys_assert_not_lost ();
  g_assert_false (gtk_widget_get_mapped (cancel));
  g_assert_null (usher_application_get_session (application));
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_test_picture (GTK_WIDGET (window), "keyring-cancelled");

  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "opening.again", NULL));
  assert_usable (application, window);
  usher_ui_keys_assert_not_lost ();
  remove_slowly (application, window, pid);
}

static void
child_waits (void)
{
  GPid pid = usher_test_keyring_get_pid ();

  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  usher_ui_test_run_in (g_getenv (ENV_DIR), NULL, NULL, check_slow, &pid);
}

static void
child_adds_alone (void)
{
  add (&is_absent);
}

static void
child_opens_alone (void)
{
  open (&is_absent);
}

static void
child_opens_locked (void)
{
  open (&is_locked);
}

static void
child_opens_dying (void)
{
  open (&dies);
}

/* Asked to unlock it, the person presses Cancel. */
static void
child_dismisses (void)
{
  g_autoptr (UsherTestPrompter) prompter = usher_test_prompter_start ();

  open (&is_locked);
  /* At the start, and for the key that was to be kept. */
  g_assert_cmpuint (usher_test_prompter_get_n_dismissed (prompter), ==, 2);
}

/* Somebody has removed the item in a keyring manager. */
static void
child_opens_deleted (void)
{
  g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  SecretService *service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  GList *items;

  g_assert_no_error (error);
  g_hash_table_insert (none, (gpointer) "xdg:schema", (gpointer) "io.github.usher.Usher.ApiKey");
  items = secret_service_search_sync (service, NULL, none, SECRET_SEARCH_ALL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), ==, 1);
  g_assert_true (secret_item_delete_sync (items->data, NULL, &error));
  g_assert_no_error (error);
  g_list_free_full (items, g_object_unref);
  g_object_unref (service);
  open (&is_deleted);
}

/* --- The moods --- */

static guint n_files, n_found;

static int
look_into (const char *path, const struct stat *info, int flag, struct FTW *where)
{
  g_autofree char *data = NULL;
  gsize size;

  if (flag != FTW_F || !S_ISREG (info->st_mode) || !g_file_get_contents (path, &data, &size, NULL))
    return 0;
  n_files++;
  if (memmem (data, size, sandbox->api_key, strlen (sandbox->api_key)) != NULL)
    {
      n_found++;
      g_test_message ("the key is in %s", path);
    }
  return 0;
}

/* Below the folders of this session (home, settings, caches) and of this mood (data, runtime files, keyrings). */
static void
assert_nowhere (const char *dir)
{
  g_autofree char *session = g_path_get_dirname (g_get_home_dir ());
  g_autofree char *bait = g_build_filename (dir, "bait", NULL);

  n_files = n_found = 0;
  g_assert_cmpint (nftw (dir, look_into, 16, FTW_PHYS), ==, 0);
  g_assert_cmpint (nftw (session, look_into, 16, FTW_PHYS), ==, 0);
  g_assert_cmpuint (n_files, >=, 2); /* the accounts and what was read */
  g_assert_cmpuint (n_found, ==, 0);
  /* It would have been found. */
  g_assert_true (g_file_set_contents (bait, sandbox->api_key, -1, NULL));
  g_assert_cmpint (nftw (dir, look_into, 16, FTW_PHYS), ==, 0);
  g_assert_cmpuint (n_found, ==, 1);
  g_assert_cmpint (remove (bait), ==, 0);
}

static UsherTestKeyring *
new_mood (void)
{
  UsherTestKeyring *mood = usher_test_keyring_new ();
  g_autofree char *dir = g_build_filename (mood->dir, "usher", NULL);

  g_setenv (ENV_DIR, dir, TRUE);
  return mood;
}

static void
meet (UsherTestKeyring *mood, const char *name)
{
  usher_test_keyring_run (name);
  assert_nowhere (mood->dir);
}

static void
start (UsherTestKeyring *mood, const char *password)
{
  usher_test_keyring_stop (mood);
  usher_test_keyring_start (mood, password);
}

/* Normal; and then its item is deleted, and entered again. */
static void
test_normal_and_deleted (void)
{
  g_autoptr (UsherTestKeyring) mood = new_mood ();

  start (mood, PASSWORD);
  meet (mood, "/ui/keyring/adds/subprocess");
  meet (mood, "/ui/keyring/opens/subprocess");
  meet (mood, "/ui/keyring/waits/subprocess");
  meet (mood, "/ui/keyring/opens-deleted/subprocess");
  meet (mood, "/ui/keyring/opens/subprocess");
  usher_test_keyring_run ("/ui/keyring/removes/subprocess");
}

/* Locked with nobody there to ask the person; the prompt is dismissed; and at last it is unlocked. */
static void
test_locked_and_dismissed (void)
{
  g_autoptr (UsherTestKeyring) mood = new_mood ();

  start (mood, PASSWORD);
  meet (mood, "/ui/keyring/adds/subprocess");
  start (mood, NULL);
  meet (mood, "/ui/keyring/opens-locked/subprocess");
  meet (mood, "/ui/keyring/dismisses/subprocess");
  start (mood, PASSWORD);
  meet (mood, "/ui/keyring/opens/subprocess");
}

static void
test_absent (void)
{
  g_autoptr (UsherTestKeyring) mood = new_mood ();

  meet (mood, "/ui/keyring/adds-alone/subprocess");
  meet (mood, "/ui/keyring/opens-alone/subprocess");
}

static void
test_dies (void)
{
  g_autoptr (UsherTestKeyring) mood = new_mood ();

  start (mood, PASSWORD);
  meet (mood, "/ui/keyring/adds/subprocess");
  meet (mood, "/ui/keyring/opens-dying/subprocess");
}

/* Inside Flatpak: libsecret's file, and its password from the desktop's portal, which refuses or gives it. (libsecret takes
 * a snap for the same, and can be told by the environment that it is in one.) */
static void
test_flatpak (void)
{
  g_autoptr (UsherTestKeyring) mood = new_mood ();
  g_autofree char *path = g_build_filename (mood->dir, "usher.keyring", NULL);
  g_autofree char *options = g_strdup (g_getenv ("ASAN_OPTIONS"));

  /* libsecret 0.20.5 loses an etag with every write of its file. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SNAP_NAME", "usher-test", TRUE);
  {
    g_autoptr (UsherTestPortal) portal = usher_test_portal_start (FALSE);

    meet (mood, "/ui/keyring/adds/subprocess");
    meet (mood, "/ui/keyring/opens/subprocess");
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    g_assert_cmpuint (usher_test_portal_get_n_asked (portal), >=, 2);
  }
  {
    g_autoptr (UsherTestPortal) portal = usher_test_portal_start (TRUE);

    meet (mood, "/ui/keyring/opens-locked/subprocess");
    g_assert_cmpuint (usher_test_portal_get_n_asked (portal), >, 0);
  }
  g_unsetenv ("SNAP_NAME");
  g_unsetenv ("SECRET_FILE_TEST_PATH");
  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("ASAN_OPTIONS", options != NULL ? options : "", TRUE);
}

int
main (int argc, char *argv[])
{
  static const char *const demo[] = { "--demo", G_STRINGIFY (N_DEMO), NULL };
  int result;

  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/keyring/normal-and-deleted", test_normal_and_deleted);
  g_test_add_func ("/ui/keyring/locked-and-dismissed", test_locked_and_dismissed);
  g_test_add_func ("/ui/keyring/absent", test_absent);
  g_test_add_func ("/ui/keyring/dies", test_dies);
  g_test_add_func ("/ui/keyring/flatpak", test_flatpak);
  /* What the above run in processes of their own. */
  g_test_add_func ("/ui/keyring/adds/subprocess", child_adds);
  g_test_add_func ("/ui/keyring/opens/subprocess", child_opens);
  g_test_add_func ("/ui/keyring/waits/subprocess", child_waits);
  g_test_add_func ("/ui/keyring/removes/subprocess", child_removes);
  g_test_add_func ("/ui/keyring/adds-alone/subprocess", child_adds_alone);
  g_test_add_func ("/ui/keyring/opens-alone/subprocess", child_opens_alone);
  g_test_add_func ("/ui/keyring/opens-locked/subprocess", child_opens_locked);
  g_test_add_func ("/ui/keyring/opens-dying/subprocess", child_opens_dying);
  g_test_add_func ("/ui/keyring/opens-deleted/subprocess", child_opens_deleted);
  g_test_add_func ("/ui/keyring/dismisses/subprocess", child_dismisses);
  if (!g_test_subprocess ())
    {
      sandbox = usher_test_sandbox_start (NULL, demo);
      g_setenv (ENV_SERVER, sandbox->base_url, TRUE);
      g_setenv (ENV_KEY, sandbox->api_key, TRUE);
    }
  result = g_test_run ();
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  return result;
}
