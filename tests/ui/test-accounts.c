/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the first start to working accounts, through the real windows, keyring, sandbox and files. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "api/usher-fixture-server.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-account-button.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-account-row.h"
#include "ui/usher-accounts-window.h"
#include "ui/usher-application-private.h"
#include "ui/usher-choice-list.h"
#include "ui/usher-preferences.h"
#include "ui/usher-shortcuts.h"

#ifdef __SANITIZE_ADDRESS__
/* Reading the thread-local storage of the crypto library's modules, the leak check of GCC 12 crashes. */
const char *__asan_default_options (void);
const char *
__asan_default_options (void)
{
  return "intercept_tls_get_addr=0";
}
#endif

static void
activate (UsherApplication *application, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), name, NULL);
}

static GtkWidget *
wait_for_window (GType type)
{
  usher_test_wait_for (usher_ui_test_window (type) != NULL);
  return usher_ui_test_window (type);
}

static void
fill (GtkWidget *dialog, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (dialog, id)), text);
}

static void
click_apply (GtkWidget *dialog)
{
  GtkWidget *button = usher_ui_test_find_id (dialog, "apply_button");

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
remove_first (GtkWidget *window)
{
  GtkWidget *row = usher_ui_test_find (window, USHER_TYPE_ACCOUNT_ROW, 0);

  g_assert_true (gtk_widget_activate_action (row, "account.remove", NULL));
  g_assert_true (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (window)), TRUE));
}

/* One that says nothing: nobody has to wait for it. */
static void
cancel_sandbox (UsherApplication *application, UsherWindow *window)
{
  g_autofree char *program = g_strdup (g_getenv ("USHER_SANDBOX"));
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *silent = g_build_filename (dir, "silent", NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *cancel = NULL;

  g_file_set_contents_full (silent, "#!/bin/sh\nexec sleep 600\n", -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  cancel = usher_ui_test_find_id (GTK_WIDGET (window), "cancel_button");
  g_assert_false (gtk_widget_get_mapped (cancel));
  g_setenv ("USHER_SANDBOX", silent, TRUE);
  activate (application, "try-sandbox");
  usher_test_wait_for (gtk_widget_get_mapped (cancel));
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_test_picture (GTK_WIDGET (window), "sandbox-slow");
  gtk_widget_activate (cancel);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Opening the account was cancelled.") != NULL);
  g_assert_false (gtk_widget_get_mapped (cancel));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (usher_application_get_accounts (application))), ==, 0);
  if (program != NULL)
    g_setenv ("USHER_SANDBOX", program, TRUE);
  else
    g_unsetenv ("USHER_SANDBOX");
  usher_test_remove_tree (dir);
}

static void
check_sandbox (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherAccounts *accounts = usher_application_get_accounts (application);
  g_autoptr (UsherAccount) account = NULL;
  GtkWidget *list;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 0);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Welcome to Usher") != NULL);
  cancel_sandbox (application, window);
  activate (application, "try-sandbox");
  usher_ui_test_wait_for_sync (application);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 1);
  account = g_list_model_get_item (G_LIST_MODEL (accounts), 0);
  g_assert_true (usher_account_get_is_sandbox (account));
  usher_test_wait_for (g_list_model_get_n_items (
                         usher_session_get_invitations (usher_application_get_session (application))) > 0);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Sandbox on this computer") != NULL);
  usher_ui_test_picture (GTK_WIDGET (window), "sandbox");
  g_assert_true (usher_window_get_session (window) == usher_application_get_session (application));

  /* Again: the one that is there. */
  activate (application, "try-sandbox");
  usher_ui_test_wait_for_sync (application);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 1);

  activate (application, "accounts");
  list = wait_for_window (USHER_TYPE_ACCOUNTS_WINDOW);
  remove_first (list);
  usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (accounts)) == 0);
  usher_test_wait_for (usher_application_get_session (application) == NULL);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Welcome to Usher") != NULL);
  usher_ui_test_close (list);
}

static void
test_sandbox (void)
{
  usher_ui_test_run (NULL, NULL, check_sandbox, NULL);
}

static void
check_add (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  UsherAccounts *accounts = usher_application_get_accounts (application);
  g_autoptr (UsherAccount) account = NULL;
  g_autofree char *elsewhere = NULL;
  GtkWidget *dialog;
  GtkWidget *list;
  GtkWidget *key_row;
  GtkWidget *server_row;

  activate (application, "add-account");
  dialog = wait_for_window (USHER_TYPE_ACCOUNT_DIALOG);
  key_row = usher_ui_test_find_id (dialog, "key_row");
  server_row = usher_ui_test_find_id (dialog, "server_row");
  g_assert_false (gtk_widget_is_sensitive (usher_ui_test_find_id (dialog, "apply_button")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (server_row)), ==, USHER_SERVER_DEFAULT);

  /* An address that is none is told at its field, before anything is sent. */
  fill (dialog, "name_row", "Work");
  fill (dialog, "key_row", "not-the-key");
  fill (dialog, "server_row", "http://example.com");
  click_apply (dialog);
  g_assert_true (gtk_widget_has_css_class (server_row, "error"));
  g_assert_true (gtk_widget_get_visible (usher_ui_test_find_id (dialog, "error_label")));

  /* So is one where something answers that is not the API: it is the address that is to be changed, and the focus is there. */
  elsewhere = g_strconcat (sandbox->base_url, "/elsewhere", NULL);
  fill (dialog, "server_row", elsewhere);
  g_assert_false (gtk_widget_has_css_class (server_row, "error"));
  click_apply (dialog);
  usher_test_wait_for (gtk_widget_has_css_class (server_row, "error"));
  g_assert_nonnull (usher_ui_test_find_part (dialog, "address is probably wrong"));
  g_assert_null (usher_ui_test_find_part (dialog, "this item"));
  g_assert_true (gtk_widget_get_state_flags (server_row) & GTK_STATE_FLAG_FOCUS_WITHIN);
  usher_ui_test_picture (dialog, "account-wrong-address");

  /* A refused key at its own, and nothing that was typed is lost. */
  fill (dialog, "server_row", sandbox->base_url);
  g_assert_false (gtk_widget_has_css_class (server_row, "error"));
  click_apply (dialog);
  usher_test_wait_for (gtk_widget_has_css_class (key_row, "error"));
  g_assert_true (gtk_widget_is_sensitive (usher_ui_test_find_id (dialog, "form")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (usher_ui_test_find_id (dialog, "name_row"))), ==, "Work");
  usher_ui_test_picture (dialog, "account-dialog");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 0);

  /* A server that takes its time is seen to be asked, and nobody has to wait for it. */
  usher_test_sandbox_hold (sandbox);
  fill (dialog, "key_row", sandbox->api_key);
  click_apply (dialog);
  g_assert_true (gtk_spinner_get_spinning (GTK_SPINNER (usher_ui_test_find_id (dialog, "spinner"))));
  g_assert_true (gtk_widget_get_child_visible (usher_ui_test_find_id (dialog, "spinner")));
  usher_dialog_close (USHER_DIALOG (dialog));
  usher_test_wait_for (gtk_widget_is_sensitive (usher_ui_test_find_id (dialog, "form")));
  g_assert_true (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == dialog);
  g_assert_false (gtk_spinner_get_spinning (GTK_SPINNER (usher_ui_test_find_id (dialog, "spinner"))));
  g_assert_false (gtk_widget_get_visible (usher_ui_test_find_id (dialog, "error_label")));
  g_assert_true (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (key_row)), sandbox->api_key));
  usher_test_sandbox_let_go (sandbox);

  click_apply (dialog);
  usher_ui_test_wait_for_sync (application);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == NULL);
  /* One, and not the one that nobody waited for. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 1);
  account = g_list_model_get_item (G_LIST_MODEL (accounts), 0);
  g_assert_cmpstr (usher_account_get_name (account), ==, "Work");
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Work") != NULL);

  /* Rename, from the list of accounts. */
  activate (application, "accounts");
  list = wait_for_window (USHER_TYPE_ACCOUNTS_WINDOW);
  usher_ui_test_picture (list, "accounts");
  gtk_widget_activate_action (usher_ui_test_find (list, USHER_TYPE_ACCOUNT_ROW, 0), "account.rename", NULL);
  dialog = wait_for_window (USHER_TYPE_ACCOUNT_DIALOG);
  fill (dialog, "name_row", "Office_1");
  click_apply (dialog);
  g_assert_cmpstr (usher_account_get_name (account), ==, "Office_1");
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Office_1") != NULL);

  /* Another key: the session is opened anew with it. */
  gtk_widget_activate_action (usher_ui_test_find (list, USHER_TYPE_ACCOUNT_ROW, 0), "account.replace-key", NULL);
  dialog = wait_for_window (USHER_TYPE_ACCOUNT_DIALOG);
  fill (dialog, "key_row", sandbox->api_key);
  click_apply (dialog);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == NULL);
  usher_ui_test_wait_for_sync (application);
  usher_ui_test_close (list);
}

static void
test_add (void)
{
  const char *extra[] = { "--demo", "10", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);

  usher_ui_test_run (NULL, NULL, check_add, sandbox);
}

static gboolean
is_asking (GtkWidget *dialog, const char *words)
{
  g_autofree char *question = usher_compat_dup_question (usher_dialog_get_window (USHER_DIALOG (dialog)));

  return question != NULL && strstr (question, words) != NULL;
}

/* Thought better of it, and not lost; then again, and gone. */
static void
check_kept (GtkWidget *dialog, const char *id, const char *typed, const char *question)
{
  GtkWidget *left = NULL;
  GtkWidget *row = usher_ui_test_find_id (dialog, id);
  g_autofree char *before = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));
  GtkWindow *over = usher_dialog_get_window (USHER_DIALOG (dialog));

  g_set_weak_pointer (&left, dialog);
  gtk_editable_set_text (GTK_EDITABLE (row), typed);
  /* The Cancel button, Escape and the desktop's way to close a window all do this; a second press asks nothing more. */
  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  usher_test_wait_for (is_asking (dialog, question));
  usher_test_settle ();
  g_assert_true (usher_compat_answer (over, FALSE));
  usher_test_settle ();
  g_assert_nonnull (left);
  g_assert_false (is_asking (dialog, question));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, typed);
  /* What stands there as it stood is not typed. */
  gtk_editable_set_text (GTK_EDITABLE (row), before);
  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  usher_test_wait_for (left == NULL || !gtk_widget_get_mapped (left));
  g_clear_weak_pointer (&left);
}

static void
check_discarded (GtkWidget *dialog, const char *id, const char *typed, const char *question)
{
  GtkWindow *over = usher_dialog_get_window (USHER_DIALOG (dialog));

  fill (dialog, id, typed);
  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  usher_test_wait_for (is_asking (dialog, question));
  usher_test_settle ();
  g_assert_true (usher_compat_answer (over, TRUE));
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == NULL);
}

static GtkWidget *
open_dialog (UsherApplication *application, UsherAccountDialogMode mode, UsherAccount *account)
{
  UsherAccountDialog *dialog = usher_account_dialog_new (usher_application_get_accounts (application), mode, account);

  usher_dialog_present (USHER_DIALOG (dialog),
                        GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application))));
  usher_ui_test_draw (GTK_WIDGET (dialog));
  return GTK_WIDGET (dialog);
}

static void
check_typed (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  static const struct
  {
    UsherAccountDialogMode mode;
    const char *ids[4];
    const char *question;
  } cases[] = {
    { USHER_ACCOUNT_DIALOG_ADD, { "name_row", "server_row", "key_row" }, "Discard This Account?" },
    { USHER_ACCOUNT_DIALOG_RENAME, { "name_row" }, "Discard This Name?" },
    { USHER_ACCOUNT_DIALOG_REPLACE_KEY, { "key_row" }, "Discard This Key?" },
  };
  g_autoptr (UsherAccount) account = usher_account_new (NULL, "Work", "https://example.com/v2.2");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      UsherAccount *about = cases[i].mode == USHER_ACCOUNT_DIALOG_ADD ? NULL : account;

      for (const char *const *id = cases[i].ids; *id != NULL; id++)
        {
          g_test_message ("%s %s", cases[i].question, *id);
          check_kept (open_dialog (application, cases[i].mode, about), *id, "typed", cases[i].question);
          check_discarded (open_dialog (application, cases[i].mode, about), *id, "typed", cases[i].question);
        }
    }
  g_assert_cmpstr (usher_account_get_name (account), ==, "Work");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (usher_application_get_accounts (application))), ==, 0);
}

/* What was typed goes only when the person says so, and nobody is asked about nothing. */
static void
test_typed (void)
{
  usher_ui_test_run (NULL, NULL, check_typed, NULL);
}

/* --server without a key asks for it, at that server. */
static void
check_asked (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  GtkWidget *dialog = wait_for_window (USHER_TYPE_ACCOUNT_DIALOG);
  GtkWidget *row = usher_ui_test_find_id (dialog, "server_row");

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, sandbox->base_url);
  usher_ui_test_close (dialog);
}

static void
test_asked (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, NULL, check_asked, sandbox);
}

static gboolean
serve_nothing (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply_json (request, "{}");
}

/* For a server whose certificate nobody vouches for. NULL without openssl or GIO's TLS. */
static GTlsCertificate *
make_certificate (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *file = g_build_filename (dir, "certificate.pem", NULL);
  g_autofree char *key = g_build_filename (dir, "key.pem", NULL);
  g_autoptr (GSubprocess) openssl = NULL;
  GTlsCertificate *certificate = NULL;

  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    openssl = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "openssl", "req",
                                "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
                                file, NULL);
  if (openssl != NULL && g_subprocess_wait_check (openssl, NULL, NULL))
    certificate = g_tls_certificate_new_from_files (file, key, NULL);
  usher_test_remove_tree (dir);
  return certificate;
}

/* Every button that can be seen and pressed: none goes on all the same. */
static void
assert_no_way_on (GtkWidget *root)
{
  GtkWidget *button;

  for (guint i = 0; (button = usher_ui_test_find (root, GTK_TYPE_BUTTON, i)) != NULL; i++)
    {
      const char *label = gtk_button_get_label (GTK_BUTTON (button));

      if (label == NULL || !gtk_widget_get_mapped (button))
        continue;
      g_test_message ("a button: %s", label);
      g_assert_false (g_regex_match_simple ("continue|anyway|ignore|accept|trust|proceed|unsafe|exception", label,
                                            G_REGEX_CASELESS, 0));
    }
}

/* A new account at a server that cannot prove who it is: explained where the address is asked for, nothing is sent and
 * nothing kept. */
static void
check_false_certificate (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherFixture *server = user_data;
  GtkWidget *dialog;
  GtkWidget *label;

  activate (application, "add-account");
  dialog = wait_for_window (USHER_TYPE_ACCOUNT_DIALOG);
  fill (dialog, "name_row", "Work");
  fill (dialog, "key_row", "a-key-that-nobody-may-see");
  fill (dialog, "server_row", usher_fixture_get_base (server));
  label = usher_ui_test_find_id (dialog, "error_label");
  for (guint i = 0; i < 2; i++)
    {
      click_apply (dialog);
      usher_test_wait_for (gtk_widget_get_visible (label) && gtk_widget_is_sensitive (usher_ui_test_find_id (dialog, "form")));
      g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "127.0.0.1"));
      g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "nothing was sent"));
      assert_no_way_on (dialog);
    }
  usher_ui_test_picture (dialog, "account-false-certificate");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (usher_application_get_accounts (application))), ==, 0);
  g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, 0);
  usher_ui_test_close (dialog);
}

/* The same for an account that is there already: the window says why there is nothing newer. */
static void
check_false_server (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) != USHER_SYNC_RUNNING
                       && usher_ui_test_find_part (GTK_WIDGET (window), "nothing was sent") != NULL);
  assert_no_way_on (GTK_WIDGET (window));
  usher_ui_test_picture (GTK_WIDGET (window), "window-false-certificate");
  g_assert_cmpuint (usher_fixture_get_n_requests (user_data), ==, 0);
}

static void
test_false_certificate (void)
{
  g_autoptr (GTlsCertificate) certificate = make_certificate ();
  g_autoptr (UsherFixture) server = NULL;
  const char *arguments[] = { "--server", NULL, NULL };

  if (certificate == NULL)
    {
      g_test_skip ("openssl or GIO's TLS is not installed");
      return;
    }
  server = usher_fixture_start_tls (certificate, serve_nothing, NULL);
  arguments[1] = usher_fixture_get_base (server);
  usher_ui_test_run (NULL, NULL, check_false_certificate, server);
  usher_ui_test_run (arguments, "a-key-that-nobody-may-see", check_false_server, server);
}

/* Windows that stand over the main one when the person quits go with it. */
static void
check_quit (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  activate (application, "preferences");
  usher_ui_test_picture (wait_for_window (USHER_TYPE_PREFERENCES), "preferences");
  activate (application, "about");
  activate (application, "shortcuts");
  wait_for_window (USHER_TYPE_SHORTCUTS);
}

static void
test_quit (void)
{
  usher_ui_test_run (NULL, NULL, check_quit, NULL);
}

static GtkWidget *
open_choice (GtkWidget *button)
{
  GtkWidget *list = NULL;

  gtk_menu_button_popup (GTK_MENU_BUTTON (usher_ui_test_find (button, GTK_TYPE_MENU_BUTTON, 0)));
  usher_test_wait_for ((list = usher_ui_test_find (button, USHER_TYPE_CHOICE_LIST, 0)) != NULL
                       && gtk_widget_get_mapped (list));
  usher_test_settle ();
  return list;
}

static void
check_many (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  UsherAccounts *accounts = usher_application_get_accounts (application);
  GtkWidget *button = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_ACCOUNT_BUTTON, 0);
  GtkWidget *list, *search;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("Client %u_%c", i, 'A' + (int) i);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (UsherAccount) account = NULL;
      g_autoptr (GError) error = NULL;

      /* One less than many has a menu. */
      if (i == 7)
        {
          usher_application_want_account (application, usher_accounts_find (accounts, "Client 0_A"));
          usher_ui_test_wait_for_sync (application);
          usher_ui_test_draw (GTK_WIDGET (window));
          gtk_menu_button_popup (GTK_MENU_BUTTON (usher_ui_test_find (button, GTK_TYPE_MENU_BUTTON, 0)));
          usher_test_settle ();
          g_assert_null (usher_ui_test_find (button, USHER_TYPE_CHOICE_LIST, 0));
          gtk_menu_button_popdown (GTK_MENU_BUTTON (usher_ui_test_find (button, GTK_TYPE_MENU_BUTTON, 0)));
          usher_test_settle ();
        }
      usher_accounts_add_async (accounts, name, sandbox->base_url, sandbox->api_key, FALSE, NULL,
                                usher_test_keep_result, &result);
      usher_test_wait_for (result != NULL);
      account = usher_accounts_add_finish (accounts, result, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  list = open_choice (button);
  usher_ui_test_picture (gtk_widget_get_ancestor (list, GTK_TYPE_POPOVER), "accounts-many");
  g_assert_cmpuint (usher_choice_list_get_n_shown (USHER_CHOICE_LIST (list)), ==, 8);
  search = usher_ui_test_find (list, GTK_TYPE_SEARCH_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (search), "5_f");
  usher_test_wait_for (usher_choice_list_get_n_shown (USHER_CHOICE_LIST (list)) == 1);
  g_signal_emit_by_name (search, "activate");
  usher_test_wait_for (usher_application_get_session (application) != NULL
                       && g_str_equal (usher_account_get_name (
                                         usher_session_get_account (usher_application_get_session (application))),
                                       "Client 5_F"));
  usher_ui_test_wait_for_sync (application);
  /* Begun anew, with another one marked. */
  list = open_choice (button);
  g_assert_cmpuint (usher_choice_list_get_n_shown (USHER_CHOICE_LIST (list)), ==, 8);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (usher_choice_list_get_choices (USHER_CHOICE_LIST (list)), i);

      g_assert_cmpint (usher_choice_get_selected (choice), ==, g_str_equal (usher_choice_get_title (choice), "Client 5_F"));
    }
  /* What else is there. */
  gtk_widget_activate (usher_ui_test_find_id (button, "manage_button"));
  usher_ui_test_close (wait_for_window (USHER_TYPE_ACCOUNTS_WINDOW));
}

/* Many of them: a list with a search in the place of the menu. */
static void
test_many (void)
{
  const char *extra[] = { "--demo", "5", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);

  usher_ui_test_run (NULL, NULL, check_many, sandbox);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/accounts/sandbox", test_sandbox);
  g_test_add_func ("/ui/accounts/add", test_add);
  g_test_add_func ("/ui/accounts/typed", test_typed);
  g_test_add_func ("/ui/accounts/asked", test_asked);
  g_test_add_func ("/ui/accounts/many", test_many);
  g_test_add_func ("/ui/accounts/false-certificate", test_false_certificate);
  g_test_add_func ("/ui/accounts/quit", test_quit);
  return g_test_run ();
}
