/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-ui-test-app.h"

#include "ui/usher-application-private.h"
#include "ui/usher-ui-test.h"
#include "ui/usher-ui-watchdog.h"
#include "usher-config.h"

guint usher_ui_test_undo_seconds = 0;
gboolean usher_ui_test_notify = FALSE;

static void
sync_session (UsherSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_session_sync_async (session, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_session_sync_finish (session, result, &error));
  g_assert_no_error (error);
}

UsherSession *
usher_ui_test_open_session (UsherTestSandbox *sandbox)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session;

  usher_session_open_ephemeral_async (sandbox->base_url, sandbox->api_key, USHER_EPHEMERAL_READS, NULL, NULL,
                                      usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  session = usher_session_open_ephemeral_finish (result, &error);
  g_assert_no_error (error);
  sync_session (session);
  usher_test_wait_for (!usher_session_get_loading (session));
  return session;
}

void
usher_ui_test_close_session (UsherSession *session)
{
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (GAsyncResult) result = NULL;

    usher_session_close_async (session, usher_test_keep_result, &result);
    usher_test_wait_for (result != NULL);
    g_assert_true (usher_session_close_finish (session, result, &error));
    g_assert_no_error (error);
  }
  usher_test_settle ();
  g_assert_finalize_object (session);
}

typedef struct
{
  UsherApplication *application;
  UsherUiTestBody body;
  gpointer user_data;
  GtkWidget *window; /* (weak) */
  gboolean ran;
} Run;

static gboolean
on_running (gpointer user_data)
{
  Run *run = user_data;
  UsherWindow *window;

  usher_test_wait_for (usher_application_get_window (run->application) != NULL);
  window = usher_application_get_window (run->application);
  g_set_weak_pointer (&run->window, GTK_WIDGET (window));
  usher_ui_test_draw (GTK_WIDGET (window));
  /* What the test does by itself is no turn of the application's. */
  usher_ui_watchdog_set_depth (g_main_depth ());
  run->body (run->application, window, run->user_data);
  usher_ui_watchdog_set_depth (0);
  run->ran = TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

void
usher_ui_test_run_in (const char *dir, const char * const *arguments, const char *key, UsherUiTestBody body,
                      gpointer user_data)
{
  static const char * const notifications[] = { "notify-fulfilled", "notify-stuck", "notify-expiring",
                                                "notify-broken", "notify-failed" };
  static const char * const left[] = { "sidebar-visible", "column-widths", "lists" };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  Run run = { .application = usher_application_new (), .body = body, .user_data = user_data };

  g_ptr_array_add (argv, (gpointer) "usher");
  g_ptr_array_add (argv, (gpointer) "--data-dir");
  g_ptr_array_add (argv, (gpointer) dir);
  for (guint i = 0; arguments != NULL && arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  if (key != NULL)
    g_setenv ("USHER_API_KEY", key, TRUE);
  g_ptr_array_add (argv, NULL);
  g_settings_set_uint (settings, "undo-seconds", usher_ui_test_undo_seconds);
  /* What the window of the test before was left with. */
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    g_settings_reset (settings, left[i]);
  for (guint i = 0; i < G_N_ELEMENTS (notifications); i++)
    g_settings_set_boolean (settings, notifications[i], usher_ui_test_notify);
  g_idle_add (on_running, &run);
  g_assert_cmpint (g_application_run (G_APPLICATION (run.application), (int) argv->len - 1,
                                      (char **) argv->pdata), ==, 0);
  g_assert_true (run.ran);
  usher_test_settle ();
  /* A dialog that is a sheet lets go of its window some frames later. */
  usher_test_wait_for (run.window == NULL);
  g_assert_finalize_object (run.application);
}

void
usher_ui_test_run (const char * const *arguments, const char *key, UsherUiTestBody body, gpointer user_data)
{
  g_autofree char *dir = usher_test_make_dir ();

  usher_ui_test_run_in (dir, arguments, key, body, user_data);
  usher_test_remove_tree (dir);
}

UsherSession *
usher_ui_test_wait_for_sync (UsherApplication *application)
{
  UsherSession *session;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session));
  usher_test_settle ();
  return session;
}

UsherAccount *
usher_ui_test_add_account_to (UsherAccounts *accounts, const char *name, UsherTestSandbox *sandbox)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherAccount *account;

  usher_accounts_add_async (accounts, name, sandbox->base_url, sandbox->api_key, FALSE, NULL, usher_test_keep_result,
                            &result);
  usher_test_wait_for (result != NULL);
  account = usher_accounts_add_finish (accounts, result, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return account;
}

UsherAccount *
usher_ui_test_add_account (UsherApplication *application, const char *name, UsherTestSandbox *sandbox)
{
  return usher_ui_test_add_account_to (usher_application_get_accounts (application), name, sandbox);
}

/* Written aside and moved: who finds it finds all of it. */
char *
usher_ui_test_install_viewer (const char *dir)
{
  g_autofree char *opened = g_build_filename (dir, "opened", NULL);
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *file = g_build_filename (applications, "test-viewer.desktop", NULL);
  g_autofree char *script = g_build_filename (dir, "viewer", NULL);
  g_autofree char *list = g_build_filename (applications, "mimeapps.list", NULL);
  g_autofree char *text =
    g_strdup_printf ("#!/bin/sh\nprintf %%s \"$1\" > '%s.part' && mv '%s.part' '%s'\n", opened, opened, opened);
  g_autofree char *desktop =
    g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Viewer\nExec=%s %%u\nMimeType=x-scheme-handler/help;"
                     "x-scheme-handler/http;x-scheme-handler/mailto;\n",
                     script);

  g_assert_cmpint (g_mkdir_with_parents (applications, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_true (g_file_set_contents (file, desktop, -1, NULL));
  g_assert_true (g_file_set_contents (list,
                                      "[Default Applications]\nx-scheme-handler/help=test-viewer.desktop\n"
                                      "x-scheme-handler/http=test-viewer.desktop\n"
                                      "x-scheme-handler/mailto=test-viewer.desktop\n",
                                      -1, NULL));
  return g_steal_pointer (&opened);
}

UsherNotifier *
usher_ui_test_get_notifier (UsherApplication *application)
{
  UsherSession *session = usher_application_get_session (application);

  return session != NULL ? usher_open_accounts_find_notifier (application->open, usher_session_get_account (session))
                         : NULL;
}

UsherNews *
usher_ui_test_get_news (UsherApplication *application)
{
  UsherNotifier *notifier = usher_ui_test_get_notifier (application);

  return notifier != NULL ? usher_notifier_get_news (notifier) : NULL;
}
