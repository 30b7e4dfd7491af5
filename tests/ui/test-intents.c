/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits to be sent, and what did not end well, through the real window: taken back, sent now, left to
 * itself, asked about, listed. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "../session/usher-test-outbox.h"
#include "model/usher-time.h"
#include "session/usher-session-private.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-intent-entry.h"
#include "ui/usher-intent-row.h"
#include "ui/usher-intents-window.h"
#include "ui/usher-preferences.h"
#include "ui/usher-sync-notice.h"

static void
run_held (UsherUiTestBody body)
{
  const char *extra[] = { "--demo", "60", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_undo_seconds = 30;
  usher_ui_test_run (arguments, sandbox->api_key, body, sandbox);
  usher_ui_test_undo_seconds = 0;
}

static gboolean
can (UsherWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
act (UsherWindow *window, const char *action)
{
  usher_test_wait_for (can (window, action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
}

/* One that is active and has recipients. */
static UsherSession *
begin (UsherApplication *application, UsherWindow *window)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  UsherSession *session;
  GListModel *model;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  model = usher_session_get_invitations (session);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && g_list_model_get_n_items (model) == 60);
  usher_test_settle ();
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);

      if (usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_ACTIVE
          && usher_invitation_why_not_resend (invitation) == NULL)
        {
          usher_invitation_pane_select_id (list, usher_invitation_item_get_id (item));
          break;
        }
    }
  usher_test_wait_for (usher_invitation_pane_get_selected (list) != NULL && can (window, "resend"));
  return session;
}

static UsherIntent *
wait_for_held (UsherSession *session)
{
  g_autoptr (UsherIntent) intent = NULL;
  GListModel *intents = usher_session_get_intents (session);

  usher_test_wait_for (g_list_model_get_n_items (intents) == 1);
  intent = g_list_model_get_item (intents, 0);
  usher_test_wait_for (usher_session_get_standing (session, intent) == USHER_STANDING_WAITING);
  return intent; /* the journal holds it */
}

static void
check_undo (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = begin (application, window);
  GListModel *intents = usher_session_get_intents (session);
  GtkWidget *button;

  g_assert_false (can (window, "undo-held"));
  act (window, "resend");
  wait_for_held (session);
  g_assert_true (can (window, "undo-held"));
  usher_test_wait_for ((button = usher_ui_test_find_text (GTK_WIDGET (window), "Undo")) != NULL
                       && gtk_widget_get_mapped (button));
  /* It is no failure. */
  usher_test_settle ();
  g_assert_null (usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_INTENT_ROW, 0));
  usher_ui_test_picture (GTK_WIDGET (window), "held");
  act (window, "undo-held");
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Nothing was sent") != NULL);
  usher_test_wait_for (!can (window, "undo-held"));

  /* It is as if it had not been asked for: no question about a second mail. */
  act (window, "resend");
  wait_for_held (session);
  act (window, "undo-held");
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
}

/* Taken back at once, while the list of what waits stands open, and news come and go. */
static void
check_undo_beside (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = begin (application, window);
  GListModel *intents = usher_session_get_intents (session);
  GtkWidget *pane;

  g_object_set (gtk_widget_get_settings (GTK_WIDGET (window)), "gtk-enable-animations", TRUE, NULL);
  act (window, "resend");
  usher_window_toast (window, "Seen");
  usher_window_toast (window, "To be seen");
  wait_for_held (session);
  usher_test_wait_for (can (window, "undo-held"));
  act (window, "show-intents");
  act (window, "undo-held");
  /* What had not been seen yet is, afterwards. */
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "To be seen") != NULL);
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
  usher_test_wait_for ((pane = usher_ui_test_window (USHER_TYPE_INTENTS_WINDOW)) != NULL
                       && usher_ui_test_find_text (pane, "Nothing Is Waiting") != NULL);
  usher_ui_test_close (pane);
}

static void
test_undo_beside (void)
{
  run_held (check_undo_beside);
}

static void
test_undo (void)
{
  run_held (check_undo);
}

/* The list of what waits: sent now from there, and the second mail within the hour is asked about. */
static void
check_list (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = begin (application, window);
  GListModel *intents = usher_session_get_intents (session);
  GtkWidget *pane;
  GtkWidget *entry;
  g_autofree char *question = NULL;

  act (window, "show-intents");
  usher_test_wait_for ((pane = usher_ui_test_window (USHER_TYPE_INTENTS_WINDOW)) != NULL);
  g_assert_nonnull (usher_ui_test_find_text (pane, "Nothing Is Waiting"));
  usher_ui_test_close (pane);

  act (window, "resend");
  wait_for_held (session);
  act (window, "show-intents");
  usher_test_wait_for ((pane = usher_ui_test_window (USHER_TYPE_INTENTS_WINDOW)) != NULL
                       && gtk_widget_get_mapped (pane));
  entry = usher_ui_test_find (pane, USHER_TYPE_INTENT_ENTRY, 0);
  g_assert_nonnull (entry);
  gtk_test_accessible_assert_role (entry, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_nonnull (usher_ui_test_find_text (entry, "Undo"));
  usher_ui_test_picture (pane, "waiting");
  g_signal_emit_by_name (usher_ui_test_find_id (entry, "second_button"), "clicked");
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
  usher_test_wait_for (usher_ui_test_find_text (pane, "Nothing Is Waiting") != NULL);
  usher_ui_test_close (pane);

  act (window, "resend");
  usher_test_wait_for ((question = usher_compat_dup_question (GTK_WINDOW (window))) != NULL);
  g_assert_nonnull (strstr (question, "Send the Email Again?"));
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), FALSE));
  usher_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (intents), ==, 0);
  act (window, "resend");
  g_clear_pointer (&question, g_free);
  usher_test_wait_for ((question = usher_compat_dup_question (GTK_WINDOW (window))) != NULL);
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  wait_for_held (session);
  act (window, "undo-held");
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
}

static void
test_list (void)
{
  run_held (check_list);
}

static void
put_intent (UsherSession *session, UsherIntent *intent, UsherIntentState state)
{
  g_autoptr (GAsyncResult) result = NULL;

  usher_intent_set_mails_to (intent, "ada@example.com");
  usher_intent_set_outcome (intent, state, NULL, "Too many requests.");
  usher_journal_write_async (session->journal, intent, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_journal_write_finish (session->journal, result, NULL));
}

/* What was refused is a second mail, when somebody has mailed them since. */
static void
check_refused_again (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = begin (application, window);
  UsherInvitationItem *item =
    usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window)));
  g_autoptr (UsherIntent) done = usher_intent_new_resend (usher_invitation_item_get_id (item), "ada@example.com");
  g_autoptr (UsherIntent) refused = usher_intent_new_resend (usher_invitation_item_get_id (item), "ada@example.com");
  g_autofree char *question = NULL;
  GtkWidget *pane;
  GtkWidget *button;

  put_intent (session, done, USHER_INTENT_DONE);
  put_intent (session, refused, USHER_INTENT_REFUSED);
  act (window, "show-intents");
  usher_test_wait_for ((pane = usher_ui_test_window (USHER_TYPE_INTENTS_WINDOW)) != NULL
                       && gtk_widget_get_mapped (pane));
  button = usher_ui_test_find_id (usher_ui_test_find (pane, USHER_TYPE_INTENT_ENTRY, 0), "first_button");
  g_signal_emit_by_name (button, "clicked");
  usher_test_wait_for ((question = usher_compat_dup_question (GTK_WINDOW (pane))) != NULL);
  g_assert_nonnull (strstr (question, "Send the Email Again?"));
  g_assert_nonnull (strstr (question, "ada@example.com"));
  g_assert_true (usher_compat_answer (GTK_WINDOW (pane), FALSE));
  usher_test_settle ();
  g_assert_cmpint (usher_session_get_standing (session, refused), ==, USHER_STANDING_REFUSED);
  g_signal_emit_by_name (button, "clicked");
  usher_test_wait_for (usher_compat_answer (GTK_WINDOW (pane), TRUE));
  usher_test_wait_for (usher_session_get_standing (session, refused) == USHER_STANDING_WAITING);
  usher_test_wait_for (usher_session_undo (session, refused));
  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_intents (session)) == 0);
  usher_ui_test_close (pane);
}

static void
test_refused_again (void)
{
  run_held (check_refused_again);
}

/* The window goes, and what it was told to do is done, no earlier than it said. */
static void
check_close (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = begin (application, window);

  usher_session_set_hold (session, 1500);
  act (window, "revoke");
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  wait_for_held (session);
}

static guint
count_revoked (UsherTestSandbox *sandbox)
{
  UsherSession *session = usher_ui_test_open_session (sandbox);
  guint n = usher_session_get_counts (session)->by_status[USHER_INVITATION_STATUS_REVOKED];

  usher_ui_test_close_session (session);
  return n;
}

/* By the button of the window, and nobody says "quit": what is held is sent when its time comes. */
static void
check_close_window (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  guint before = count_revoked (user_data);

  check_close (application, window, user_data);
  gtk_window_close (GTK_WINDOW (window));
  usher_test_wait_for (count_revoked (user_data) == before + 1);
}

static void
close_with (UsherUiTestBody body)
{
  const char *extra[] = { "--demo", "60", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };
  guint before = count_revoked (sandbox);

  usher_ui_test_run (arguments, sandbox->api_key, body, sandbox);
  g_assert_cmpuint (count_revoked (sandbox), ==, before + 1);
}

static void
test_close (void)
{
  close_with (check_close);
}

static void
test_close_window (void)
{
  close_with (check_close_window);
}

/* Nobody knows which of several it was: the person is shown them, chooses one, or none. */
static void
test_several (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_auto (GStrv) candidates = NULL;
  GListModel *intents = usher_session_get_intents (session);
  GtkWidget *window;
  GtkWidget *entry;
  GtkListBox *list;

  server->drop = TRUE;
  server->makes = 2;
  g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
  g_assert_cmpint (usher_session_get_standing (session, usher_test_session_get_intent (session, 0)), ==,
                   USHER_STANDING_SEVERAL);
  candidates = g_strdupv ((char **) usher_intent_get_candidates (usher_test_session_get_intent (session, 0)));
  window = GTK_WIDGET (usher_intents_window_new (session));
  usher_dialog_present (USHER_DIALOG (window), NULL);
  usher_ui_test_draw (window);
  entry = usher_ui_test_find (window, USHER_TYPE_INTENT_ENTRY, 0);
  list = GTK_LIST_BOX (usher_ui_test_find_id (entry, "candidates"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (list)));
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, i));

      g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, candidates[i]);
      /* When it was made, by which a person may know it. */
      usher_test_wait_for (g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), "Created "));
      g_assert_nonnull (usher_ui_test_find_text (row, "This One"));
    }
  g_assert_null (gtk_list_box_get_row_at_index (list, 2));
  usher_ui_test_picture (window, "several-candidates");

  g_signal_emit_by_name (usher_ui_test_find (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0)), GTK_TYPE_BUTTON, 0),
                         "clicked");
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
  usher_test_wait_for (usher_ui_test_find_text (window, "Nothing Is Waiting") != NULL);

  /* Of the next, none: then it was not made, and may be made again. */
  server->makes = 1;
  g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
  usher_test_wait_for ((entry = usher_ui_test_find (window, USHER_TYPE_INTENT_ENTRY, 0)) != NULL
                       && usher_ui_test_find_text (entry, "None of These") != NULL);
  g_signal_emit_by_name (usher_ui_test_find_id (entry, "first_button"), "clicked");
  usher_test_wait_for (usher_session_get_standing (session, usher_test_session_get_intent (session, 0))
                       == USHER_STANDING_NOT_FOUND);
  usher_test_wait_for (usher_ui_test_find_text (entry, "Create Again") != NULL);
  g_assert_false (gtk_widget_get_visible (usher_ui_test_find_id (entry, "candidates")));
  usher_ui_test_close (window);
  usher_test_session_close (session);
}

static void
activate_sandbox (UsherApplication *application)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), "try-sandbox", NULL);
}

static void
check_sandbox_first (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  activate_sandbox (application);
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  usher_test_wait_for (usher_session_get_last_sync (usher_application_get_session (application)) > 0);
}

/* The program is gone: what was read from it before is shown, and why there is nothing newer. */
static void
check_sandbox_gone (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  const char *notice;

  activate_sandbox (application);
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  notice = usher_session_get_notice (session);
  g_assert_nonnull (notice);
  g_assert_nonnull (strstr (notice, "The sandbox did not start"));
  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (session)) > 0);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), notice) != NULL);
  usher_ui_test_picture (GTK_WIDGET (window), "sandbox-gone");
}

static void
test_sandbox_gone (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *program = g_strdup (g_getenv ("USHER_SANDBOX"));
  const char *arguments[] = { "--data-dir", dir, NULL };

  usher_ui_test_run (arguments, NULL, check_sandbox_first, NULL);
  g_setenv ("USHER_SANDBOX", "/nonexistent/usher-sandbox", TRUE);
  usher_ui_test_run (arguments, NULL, check_sandbox_gone, NULL);
  g_setenv ("USHER_SANDBOX", program, TRUE);
  usher_test_remove_tree (dir);
}

/* A folder that cannot be written is told in the window. */
static void
test_not_saved (void)
{
  const char *extra[] = { "--demo", "20", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  g_autoptr (UsherAccount) account = usher_account_new (NULL, "Test", sandbox->base_url);
  g_autoptr (SecretValue) key = secret_value_new (sandbox->api_key, -1, "text/plain");
  GAsyncResult *slot = NULL;
  UsherSession *session;
  GtkWidget *notice;
  GtkWidget *window;

  _usher_session_open_async (account, key, "/proc/usher-test", NULL, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  session = _usher_session_open_finish (slot, NULL);
  g_clear_object (&slot);
  g_assert_nonnull (session);
  notice = g_object_ref_sink (g_object_new (USHER_TYPE_SYNC_NOTICE, "session", session, NULL));
  window = usher_ui_test_show (notice, 600, 200);
  g_assert_nonnull (usher_ui_test_find_text (notice, usher_session_get_notice (session)));
  g_object_set (notice, "session", NULL, NULL);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (notice);
  usher_ui_test_close_session (session);
}

static void
test_preferences (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("io.github.usher.Usher");
  GtkWidget *window;
  GtkWidget *spin;

  g_settings_set_uint (settings, "undo-seconds", 7);
  window = GTK_WIDGET (usher_preferences_new (settings, NULL));
  usher_dialog_present (USHER_DIALOG (window), NULL);
  spin = usher_ui_test_find_id (window, "undo_spin");
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), ==, 7);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 0);
  g_assert_cmpuint (g_settings_get_uint (settings, "undo-seconds"), ==, 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 99);
  g_assert_cmpuint (g_settings_get_uint (settings, "undo-seconds"), ==, 30);
  usher_ui_test_close (window);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/intents/undo", test_undo);
  g_test_add_func ("/ui/intents/undo-beside", test_undo_beside);
  g_test_add_func ("/ui/intents/list", test_list);
  g_test_add_func ("/ui/intents/refused-again", test_refused_again);
  g_test_add_func ("/ui/intents/close", test_close);
  g_test_add_func ("/ui/intents/close-window", test_close_window);
  g_test_add_func ("/ui/intents/several", test_several);
  g_test_add_func ("/ui/intents/sandbox-gone", test_sandbox_gone);
  g_test_add_func ("/ui/intents/not-saved", test_not_saved);
  g_test_add_func ("/ui/intents/preferences", test_preferences);
  return g_test_run ();
}
