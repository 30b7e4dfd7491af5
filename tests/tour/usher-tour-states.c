/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is not seen on a good day: a server that does not answer, a key that it does not know, lists in which there is
 * nothing, several that did not all work, and templates of one's own. Each run has its own application. */

#include "tour/usher-tour.h"

#include <string.h>

#include "keys/usher-keyring.h"

#include "ui/compat/usher-compat.h"
#include "ui/usher-batch-window.h"
#include "ui/usher-preferences.h"
#include "ui/usher-template.h"
#include "usher-config.h"

static UsherSession *
get_session (UsherTour *tour)
{
  return usher_application_get_session (tour->application);
}

static gboolean
is_synced (UsherTour *tour)
{
  return get_session (tour) != NULL && usher_session_get_state (get_session (tour)) == USHER_SYNC_IDLE
         && usher_session_get_last_sync (get_session (tour)) != USHER_TIME_NONE
         && !usher_session_get_loading (get_session (tour));
}

static gboolean
is_listed (UsherTour *tour)
{
  return !usher_session_get_loading (get_session (tour));
}

static gboolean
is_refused (UsherTour *tour)
{
  return get_session (tour) != NULL && usher_session_get_state (get_session (tour)) == USHER_SYNC_KEY_NEEDED;
}

static gboolean
is_reading (UsherTour *tour)
{
  return get_session (tour) != NULL && usher_session_get_state (get_session (tour)) == USHER_SYNC_RUNNING
         && usher_ui_test_find_id (GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (tour->window))), "spinner")
         && gtk_widget_get_mapped (usher_ui_test_find_id (
           GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (tour->window))), "spinner"));
}

/* It takes so long that it can be stopped. */
static gboolean
can_stop (UsherTour *tour)
{
  GtkWidget *stop = usher_ui_test_find_id (GTK_WIDGET (tour->window), "stop_button");

  return is_reading (tour) && stop != NULL && gtk_widget_get_mapped (stop);
}

static void
begin (UsherTour *tour, UsherApplication *application, UsherWindow *window)
{
  tour->application = application;
  tour->window = window;
}

static gboolean
is_stopped (UsherTour *tour)
{
  return usher_session_get_state (get_session (tour)) == USHER_SYNC_IDLE && is_listed (tour);
}

static void
on_loading (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;

  begin (tour, application, window);
  usher_tour_picture (tour, NULL, "loading", "While the server is asked for the first time",
                      usher_tour_wait (is_reading, tour) && (usher_tour_is_narrow (tour) || usher_tour_wait (can_stop, tour)));
  /* Somebody does not wait for it. */
  if (get_session (tour) != NULL)
    usher_session_stop_sync (get_session (tour));
  usher_tour_picture (tour, NULL, "not-read", "The first refresh was stopped",
                      get_session (tour) != NULL && usher_tour_wait (is_stopped, tour));
  usher_test_sandbox_let_go (tour->sandbox);
}

/* A keyring that asks for its password takes its time. */
static void
on_opening (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;

  begin (tour, application, window);
  usher_window_show_opening (window);
  usher_tour_picture (tour, NULL, "opening", "While an account is opened",
                      usher_ui_test_find_id (GTK_WIDGET (window), "opening_spinner") != NULL);
  usher_window_show_stopped (window, TRUE);
  usher_tour_picture (tour, NULL, "opening-cancelled", "Somebody did not wait for it", TRUE);
}

static gboolean
is_failed (UsherTour *tour)
{
  return get_session (tour) != NULL && usher_session_get_state (get_session (tour)) == USHER_SYNC_FAILED;
}

/* The account names a page of the server where there is no API. */
static void
on_failed (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;

  begin (tour, application, window);
  usher_tour_picture (tour, NULL, "sync-failed", "What the server answers cannot be read", usher_tour_wait (is_failed, tour));
}

static void
on_refused (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;

  begin (tour, application, window);
  usher_tour_picture (tour, NULL, "key-refused", "The server does not know the key", usher_tour_wait (is_refused, tour));
}

static void
on_empty_lists (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  static const char *const lists[] = { "active", "expired", "revoked", "fulfilled" };
  UsherTour *tour = user_data;
  gboolean ok;

  begin (tour, application, window);
  ok = usher_tour_wait (is_synced, tour);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *name = g_strconcat ("empty-", lists[i], NULL);

      ok = ok && usher_tour_action (tour, "win.show-list", lists[i]) && usher_tour_wait (is_listed, tour);
      usher_tour_picture (tour, NULL, name, "A list in which there is nothing", ok);
    }
}

static UsherBatch *
get_batch (UsherTour *tour)
{
  GtkWidget *window = usher_tour_dialog (tour, USHER_TYPE_BATCH_WINDOW);

  return window != NULL ? usher_batch_window_get_batch (USHER_BATCH_WINDOW (window)) : NULL;
}

static gboolean
is_at_work (UsherTour *tour)
{
  return get_batch (tour) != NULL && usher_batch_get_n_in_state (get_batch (tour), USHER_BATCH_RUNNING) == 3;
}

static gboolean
is_over (UsherTour *tour)
{
  return get_batch (tour) != NULL && !usher_batch_get_running (get_batch (tour));
}

static gboolean
has_question (UsherTour *tour)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (tour->window));

  return question != NULL;
}

/* What the window does not know yet when it asks for the email to be sent again. */
static void
revoke_elsewhere (UsherTour *tour, guint position)
{
  UsherSession *colleague = usher_ui_test_open_session (tour->sandbox);
  g_autoptr (UsherInvitationItem) item =
    g_list_model_get_item (usher_session_get_invitations (get_session (tour)), position);
  g_autoptr (UsherInvitation) revoked = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_revoke_async (colleague, usher_invitation_item_get_id (item), NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  revoked = usher_session_revoke_finish (colleague, result, NULL);
  if (revoked == NULL)
    usher_tour_fail (tour, "what a colleague revokes");
  g_clear_object (&result);
  usher_ui_test_close_session (colleague);
}

static void
on_batch (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;
  GtkWidget *view = usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0);
  gboolean ok;

  begin (tour, application, window);
  ok = usher_tour_wait (is_synced, tour) && usher_tour_action (tour, "win.show-list", "active")
       && usher_tour_wait (is_listed, tour);
  usher_test_settle ();
  if (ok)
    revoke_elsewhere (tour, 1);
  gtk_selection_model_select_range (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), 0, 3, TRUE);
  usher_test_settle ();
  ok = ok && usher_tour_action (tour, "win.resend", NULL) && usher_tour_wait (has_question, tour);
  /* The answers wait until somebody looked. */
  usher_test_sandbox_hold (tour->sandbox);
  ok = ok && usher_compat_answer (GTK_WINDOW (window), TRUE) && usher_tour_wait (is_at_work, tour);
  usher_tour_picture (tour, usher_tour_dialog (tour, USHER_TYPE_BATCH_WINDOW), "batch", "Several are on their way", ok);
  usher_test_sandbox_let_go (tour->sandbox);
  ok = ok && usher_tour_wait (is_over, tour);
  usher_tour_picture (tour, usher_tour_dialog (tour, USHER_TYPE_BATCH_WINDOW), "batch-over", "What became of each", ok);
  if (!tour->looks && get_batch (tour) != NULL)
    {
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
      usher_tour_picture (tour, usher_tour_dialog (tour, USHER_TYPE_BATCH_WINDOW), "batch-dark", "The same in the dark style",
                          ok);
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
      tour->width = 360;
      usher_tour_picture (tour, usher_tour_dialog (tour, USHER_TYPE_BATCH_WINDOW), "batch-narrow", "As narrow as a phone", ok);
      tour->width = 0;
    }
  if (get_batch (tour) != NULL)
    usher_ui_test_close (usher_tour_dialog (tour, USHER_TYPE_BATCH_WINDOW));
}

static void
on_templates (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherTemplate) template = NULL;
  GtkWidget *dialog;

  begin (tour, application, window);
  usher_invitation_draft_set_utility_types (draft, (const char *[]) { "ELECTRICITY", NULL });
  template = usher_template_new ("Electricity only", draft, NULL, TRUE);
  usher_templates_add (settings, template);
  if (!usher_tour_action (tour, "app.preferences", NULL))
    return;
  dialog = usher_tour_dialog (tour, USHER_TYPE_PREFERENCES);
  usher_tour_picture (tour, dialog, "templates", "Preferences, with a template", dialog != NULL);
  if (dialog != NULL)
    usher_ui_test_close (dialog);
  g_settings_reset (settings, "templates");
}

/* --- accounts that are not as they were added --- */

static void
hold (UsherTour *tour, UsherAccounts *accounts, UsherAccount *account)
{
  usher_test_sandbox_hold (tour->sandbox);
}

/* As when somebody deleted it in the dashboard: the server no longer knows what the keyring has. */
static void
replace_key (UsherTour *tour, UsherAccounts *accounts, UsherAccount *account)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (SecretValue) key = usher_key_value_new ("not-the-key");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_keyring_store_async (keyring, account, key, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  if (!usher_keyring_store_finish (keyring, result, &error))
    usher_tour_fail (tour, error->message);
}

static void
replace_server (UsherTour *tour, UsherAccounts *accounts, UsherAccount *account)
{
  g_autofree char *root = g_strndup (tour->sandbox->base_url, strlen (tour->sandbox->base_url) - strlen ("/v2.2"));
  g_autofree char *page = g_strconcat (root, "/outbox", NULL);
  g_autoptr (GError) error = NULL;

  if (!usher_accounts_set_server (accounts, account, page, &error))
    usher_tour_fail (tour, error->message);
}

static void
run_changed (UsherTour *tour, void (*change) (UsherTour *tour, UsherAccounts *accounts, UsherAccount *account),
             UsherUiTestBody body)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GError) error = NULL;
  UsherAccounts *accounts = usher_accounts_new (dir, &error);

  g_assert_no_error (error);
  {
    g_autoptr (UsherAccount) account = usher_ui_test_add_account_to (accounts, USHER_TOUR_ACCOUNT, tour->sandbox);

    change (tour, accounts, account);
  }
  g_assert_finalize_object (accounts);
  usher_ui_test_run_in (dir, NULL, NULL, body, tour);
  usher_test_remove_tree (dir);
}

void
usher_tour_states (UsherTour *tour)
{
  g_autoptr (UsherTestSandbox) empty = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "0", NULL });
  g_autoptr (UsherTestSandbox) some =
    usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "12", "--seed", "7", NULL });

  tour->sandbox = empty;
  run_changed (tour, hold, on_loading);
  run_changed (tour, replace_key, on_refused);
  run_changed (tour, replace_server, on_failed);
  usher_tour_run (tour, empty, on_empty_lists);
  usher_tour_run (tour, some, on_batch);
  usher_tour_run (tour, some, on_templates);
  usher_ui_test_run (NULL, NULL, on_opening, tour);
}
