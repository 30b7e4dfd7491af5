/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several invitations at once: the real application against the real sandbox, by the window's actions. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-batch-cell.h"
#include "ui/usher-batch-window.h"
#include "ui/usher-batch-words.h"
#include "ui/usher-intent-row.h"

#define N_DEMO 180

static void
run (const char *latency, UsherUiTestBody body)
{
  const char *extra[] = { "--demo", "180", "--seed", "7", "--latency", latency, NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, body, sandbox);
}

static UsherSession *
wait_for_rows (UsherApplication *application, UsherWindow *window)
{
  UsherSession *session;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session)
                       && usher_session_get_counts (session)->total == N_DEMO
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == N_DEMO);
  usher_test_settle ();
  return session;
}

static gboolean
is_enabled (UsherWindow *window, const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), name);
}

static void
activate (UsherWindow *window, const char *name)
{
  g_assert_true (is_enabled (window, name));
  g_action_group_activate_action (G_ACTION_GROUP (window), name, NULL);
}

typedef gboolean (*Wanted) (UsherInvitation *invitation);

static gboolean
can_resend (UsherInvitation *invitation)
{
  return usher_invitation_why_not_resend (invitation) == NULL;
}

static gboolean
is_revoked (UsherInvitation *invitation)
{
  return usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_REVOKED;
}

/* Adds the first n of that sort to the selection, as Ctrl and clicks do; they are returned in their order. */
static GPtrArray *
pick (UsherWindow *window, guint n, Wanted wanted)
{
  GtkColumnView *view =
    GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0));
  GListModel *model = usher_session_get_invitations (usher_window_get_session (window));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model) && items->len < n; i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i);

      if (!wanted (usher_invitation_item_get_invitation (item)))
        continue;
      gtk_selection_model_select_item (gtk_column_view_get_model (view), i, FALSE);
      g_ptr_array_add (items, g_steal_pointer (&item));
    }
  g_assert_cmpuint (items->len, ==, n);
  return g_steal_pointer (&items);
}

static void
wait_for_status (GPtrArray *items, guint i, UsherInvitationStatus status)
{
  UsherInvitationItem *item = g_ptr_array_index (items, i);

  usher_test_wait_for (usher_invitation_get_status (usher_invitation_item_get_invitation (item)) == status);
}

static void
wait_for_toast (UsherWindow *window, const char *text)
{
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), text) != NULL);
}

static UsherBatchWindow *
get_batch_window (void)
{
  return (UsherBatchWindow *) usher_ui_test_window (USHER_TYPE_BATCH_WINDOW);
}

static void
look (gpointer window, const char *name)
{
  if (g_getenv ("USHER_TEST_PICTURES") == NULL)
    return;
  for (int i = 0; i < 5; i++)
    usher_ui_test_draw (window);
  usher_ui_test_picture (window, name);
}

static void
click (gpointer window, const char *id)
{
  GtkWidget *button = usher_ui_test_find_id (window, id);

  g_assert_true (gtk_widget_get_visible (button) && gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static guint
count_intents (UsherWindow *window)
{
  return g_list_model_get_n_items (usher_session_get_intents (usher_window_get_session (window)));
}

/* Five to revoke and two that are left out; one of the five was revoked by someone else meanwhile, and the
 * selection is another when the question is answered. */
static void
check_revoke (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) revoked = NULL;
  g_autofree char *question = NULL;
  UsherBatchWindow *batch_window;
  UsherSession *other;
  UsherBatch *batch;

  wait_for_rows (application, window);
  items = pick (window, 5, can_resend);
  revoked = pick (window, 2, is_revoked);
  look (window, "several");
  activate (window, "revoke");
  usher_test_wait_for ((question = usher_compat_dup_question (GTK_WINDOW (window))) != NULL);
  g_assert_true (g_str_has_prefix (question, "Revoke 5 Invitations?\n"));
  g_assert_nonnull (strstr (question, "2 others are left out, because they are already revoked."));
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *recipients =
        usher_invitation_dup_recipients (usher_invitation_item_get_invitation (g_ptr_array_index (items, i)));

      g_assert_nonnull (strstr (question, recipients));
    }
  if (usher_ui_test_window (ADW_TYPE_MESSAGE_DIALOG) != NULL)
    look (usher_ui_test_window (ADW_TYPE_MESSAGE_DIALOG), "batch-question");

  other = usher_ui_test_open_session (sandbox);
  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (UsherInvitation) gone = NULL;
    g_autoptr (GError) error = NULL;

    usher_session_revoke_async (other, usher_invitation_item_get_id (g_ptr_array_index (items, 3)), NULL,
                                usher_test_keep_result, &result);
    usher_test_wait_for (result != NULL);
    gone = usher_session_revoke_finish (other, result, &error);
    g_assert_no_error (error);
  }
  usher_ui_test_close_session (other);
  usher_invitation_pane_select_id (usher_shell_get_list (usher_window_get_shell (window)),
                                   usher_invitation_item_get_id (g_ptr_array_index (revoked, 0)));
  usher_test_settle ();

  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for ((batch_window = get_batch_window ()) != NULL);
  g_assert_true (usher_dialog_get_parent (USHER_DIALOG (batch_window)) == GTK_WINDOW (window));
  batch = usher_batch_window_get_batch (batch_window);
  usher_test_wait_for (!usher_batch_get_running (batch));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (batch_window), "4 of 5 invitations revoked"));
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (batch_window), "Refused") != NULL);
  g_assert_true (gtk_widget_get_visible (usher_ui_test_find_id (GTK_WIDGET (batch_window), "close_button")));
  g_assert_false (gtk_widget_get_visible (usher_ui_test_find_id (GTK_WIDGET (batch_window), "cancel_button")));
  /* It is read again, and then there is nothing left to try. */
  wait_for_status (items, 3, USHER_INVITATION_STATUS_REVOKED);
  g_assert_false (gtk_widget_get_visible (usher_ui_test_find_id (GTK_WIDGET (batch_window), "retry_button")));
  look (batch_window, "batch-refused");
  for (guint i = 0; i < 5; i++)
    wait_for_status (items, i, USHER_INVITATION_STATUS_REVOKED);

  /* Read here, it need not be told above the list as well. There is an intent if the server refused it, and none if the
   * window had learnt of it before and sent nothing. */
  g_assert_cmpuint (count_intents (window), <=, 1);
  click (batch_window, "close_button");
  usher_test_wait_for (get_batch_window () == NULL && count_intents (window) == 0);
  usher_test_settle ();
  g_assert_null (usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_INTENT_ROW, 0));
}

static void
test_revoke (void)
{
  run ("0", check_revoke);
}

/* The question comes when the journal has said who was mailed lately. */
static char *
ask_to_resend (UsherWindow *window)
{
  char *question = NULL;

  activate (window, "resend");
  usher_test_wait_for ((question = usher_compat_dup_question (GTK_WINDOW (window))) != NULL);
  return question;
}

/* All well: the window goes by itself. And No is no. */
static void
check_resend (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *question = NULL;

  wait_for_rows (application, window);
  items = pick (window, 7, can_resend);
  g_free (ask_to_resend (window));
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), FALSE));
  usher_test_settle ();
  g_assert_null (get_batch_window ());
  g_assert_true (is_enabled (window, "resend"));

  question = ask_to_resend (window);
  g_assert_true (g_str_has_prefix (question, "Resend the Emails of 7 Invitations?\n"));
  g_assert_nonnull (strstr (question, "and 3 more"));
  g_assert_null (strstr (question, "within the last hour"));
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  wait_for_toast (window, "7 emails sent again");
  usher_test_wait_for (get_batch_window () == NULL);
  usher_test_wait_for (is_enabled (window, "resend"));
  g_assert_cmpuint (count_intents (window), ==, 0);

  /* A second time within the hour, it says who was mailed and when. */
  g_free (question);
  question = ask_to_resend (window);
  g_assert_nonnull (strstr (question, "These recipients got emails within the last hour"));
  if (usher_ui_test_window (ADW_TYPE_MESSAGE_DIALOG) != NULL)
    look (usher_ui_test_window (ADW_TYPE_MESSAGE_DIALOG), "batch-mailed");
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), FALSE));
  usher_test_settle ();
  g_assert_null (get_batch_window ());
}

static void
test_resend (void)
{
  run ("0", check_resend);
}

/* Stopped half-way, the rest is as it was; then it is tried again. */
static void
check_cancel (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GPtrArray) items = NULL;
  UsherBatchWindow *batch_window;
  g_autoptr (UsherBatch) batch = NULL;
  guint n_left;

  wait_for_rows (application, window);
  items = pick (window, 12, can_resend);
  activate (window, "revoke");
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for ((batch_window = get_batch_window ()) != NULL);
  batch = g_object_ref (usher_batch_window_get_batch (batch_window));
  /* Nothing else is begun meanwhile. */
  g_assert_false (is_enabled (window, "revoke"));
  usher_test_wait_for (usher_batch_get_n_in_state (batch, USHER_BATCH_DONE) >= 2);
  /* Escape: stops, and stays to tell what became of them. */
  usher_dialog_close (USHER_DIALOG (batch_window));
  g_assert_true (usher_batch_get_cancelled (batch));
  look (batch_window, "batch-stopping");
  usher_test_wait_for (!usher_batch_get_running (batch));
  g_assert_true (get_batch_window () == batch_window);
  n_left = usher_batch_get_n_in_state (batch, USHER_BATCH_NOT_TRIED);
  g_assert_cmpuint (n_left, >=, 1);
  g_assert_cmpuint (n_left + usher_batch_get_n_in_state (batch, USHER_BATCH_DONE), ==, 12);
  wait_for_status (items, 0, USHER_INVITATION_STATUS_REVOKED);
  wait_for_status (items, 11, USHER_INVITATION_STATUS_ACTIVE);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (batch_window), "Not tried") != NULL);
  usher_ui_test_draw (GTK_WIDGET (batch_window));
  g_assert_cmpuint (usher_ui_test_count_coloured (GTK_WIDGET (batch_window)), >, 0);
  look (batch_window, "batch-cancelled");

  click (batch_window, "retry_button");
  wait_for_toast (window, "12 invitations revoked");
  usher_test_wait_for (get_batch_window () == NULL);
  for (guint i = 0; i < 12; i++)
    wait_for_status (items, i, USHER_INVITATION_STATUS_REVOKED);
}

static void
test_cancel (void)
{
  run ("80", check_cancel);
}

static void
on_finished_more (UsherBatch *batch, GParamSpec *pspec, GtkProgressBar *bar)
{
  double part = (double) usher_batch_get_n_finished (batch) / g_list_model_get_n_items (G_LIST_MODEL (batch));

  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (bar), part, 0.001);
}

/* Each is as its row says, and none is in between. */
static void
assert_told (GPtrArray *items, UsherBatch *batch)
{
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (UsherBatchRow) row = g_list_model_get_item (G_LIST_MODEL (batch), i);
      UsherBatchState state = usher_batch_row_get_state (row);

      g_assert_true (state == USHER_BATCH_DONE || state == USHER_BATCH_NOT_TRIED);
      wait_for_status (items, i, state == USHER_BATCH_DONE ? USHER_INVITATION_STATUS_REVOKED
                                                           : USHER_INVITATION_STATUS_ACTIVE);
    }
}

static UsherBatchWindow *
begin_held (UsherWindow *window, UsherTestSandbox *sandbox)
{
  UsherBatchWindow *batch_window;
  GtkWidget *bar;

  usher_test_sandbox_hold (sandbox);
  activate (window, "revoke");
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for ((batch_window = get_batch_window ()) != NULL && gtk_widget_get_mapped (GTK_WIDGET (batch_window)));
  bar = usher_ui_test_find_id (GTK_WIDGET (batch_window), "progress");
  usher_test_wait_for (gtk_widget_get_mapped (bar));
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), 0, 0.001);
  g_assert_true (gtk_widget_get_mapped (usher_ui_test_find_id (GTK_WIDGET (batch_window), "cancel_button")));
  g_assert_true (gtk_widget_is_sensitive (usher_ui_test_find_id (GTK_WIDGET (batch_window), "cancel_button")));
  g_assert_true (usher_batch_get_running (usher_batch_window_get_batch (batch_window)));
  return batch_window;
}

/* A server that answers nothing for now: how far it got is seen, what was not sent is not, and nobody has to wait for the
 * rest. */
static void
check_held (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (UsherBatch) batch = NULL;
  g_autoptr (UsherBatch) other = NULL;
  UsherBatchWindow *batch_window;
  GtkWidget *bar;
  gulong handler;

  wait_for_rows (application, window);
  items = pick (window, 12, can_resend);
  batch_window = begin_held (window, user_data);
  batch = g_object_ref (usher_batch_window_get_batch (batch_window));
  bar = usher_ui_test_find_id (GTK_WIDGET (batch_window), "progress");
  handler = g_signal_connect (batch, "notify::n-finished", G_CALLBACK (on_finished_more), bar);
  look (batch_window, "batch-held");
  click (batch_window, "cancel_button");
  g_assert_true (usher_batch_get_cancelled (batch));
  g_assert_true (gtk_widget_get_mapped (bar));
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_DONE), ==, 0);
  usher_test_sandbox_let_go (user_data);
  usher_test_wait_for (!usher_batch_get_running (batch));
  g_assert_true (get_batch_window () == batch_window);
  g_assert_false (gtk_widget_get_mapped (bar));
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_NOT_TRIED), >=, 1);
  assert_told (items, batch);
  click (batch_window, "retry_button");
  wait_for_toast (window, "12 invitations revoked");
  usher_test_wait_for (get_batch_window () == NULL);
  g_signal_handler_disconnect (batch, handler);
  assert_told (items, batch);

  /* Not even for what was sent: the second wish to close takes the window away, and the rest of the program goes on. */
  gtk_selection_model_unselect_all (gtk_column_view_get_model (
    GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0))));
  usher_test_settle ();
  others = pick (window, 12, can_resend);
  batch_window = begin_held (window, user_data);
  other = g_object_ref (usher_batch_window_get_batch (batch_window));
  usher_dialog_close (USHER_DIALOG (batch_window));
  g_assert_true (get_batch_window () == batch_window);
  usher_dialog_close (USHER_DIALOG (batch_window));
  usher_test_wait_for (get_batch_window () == NULL);
  g_assert_true (usher_batch_get_running (other));
  usher_test_sandbox_let_go (user_data);
  usher_test_wait_for (!usher_batch_get_running (other));
  assert_told (others, other);
  usher_test_wait_for (count_intents (window) == 0);
}

static void
test_held (void)
{
  run ("0", check_held);
}

/* The server goes away: told once, and the window can be closed. */
static void
check_offline (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GPtrArray) items = NULL;
  UsherBatchWindow *batch_window;

  wait_for_rows (application, window);
  items = pick (window, 12, can_resend);
  activate (window, "revoke");
  usher_test_sandbox_kill (user_data);
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for ((batch_window = get_batch_window ()) != NULL);
  usher_test_wait_for (!usher_batch_get_running (usher_batch_window_get_batch (batch_window)));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (batch_window), "0 of 12 invitations revoked"));
  usher_ui_test_draw (GTK_WIDGET (batch_window));
  g_assert_cmpuint (usher_ui_test_count_coloured (GTK_WIDGET (batch_window)), >, 0);
  g_assert_true (gtk_widget_get_visible (usher_ui_test_find_id (GTK_WIDGET (batch_window), "retry_button")));
  look (batch_window, "batch-offline");
  usher_dialog_close (USHER_DIALOG (batch_window));
  usher_test_wait_for (get_batch_window () == NULL);
  usher_test_wait_for (is_enabled (window, "revoke"));
}

static void
test_offline (void)
{
  run ("0", check_offline);
}

/* The application ends while something is on its way. */
static void
check_quit (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GPtrArray) items = NULL;

  wait_for_rows (application, window);
  items = pick (window, 12, can_resend);
  activate (window, "revoke");
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for (get_batch_window () != NULL);
}

static void
test_quit (void)
{
  run ("80", check_quit);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

static char *
dup_clipboard (UsherWindow *window)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, on_text, &text);
  usher_test_wait_for (text != NULL);
  return text;
}

static void
check_links (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) revoked = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  UsherSession *session = wait_for_rows (application, window);

  items = pick (window, 3, can_resend);
  activate (window, "copy-link");
  wait_for_toast (window, "3 links copied");
  text = dup_clipboard (window);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *link = NULL;

      usher_session_get_link_async (session, usher_invitation_item_get_id (g_ptr_array_index (items, i)), NULL,
                                    usher_test_keep_result, &result);
      usher_test_wait_for (result != NULL);
      link = usher_session_get_link_finish (session, result, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (lines[i], ==, link);
    }
  g_assert_null (get_batch_window ());

  /* A dead link is not handed out. */
  revoked = pick (window, 1, is_revoked);
  usher_test_wait_for (is_enabled (window, "copy-link"));
  activate (window, "copy-link");
  wait_for_toast (window, "3 links copied; 1 left out, because the link no longer works");
}

static void
test_links (void)
{
  run ("0", check_links);
}

/* What makes sense for none of them is not offered. */
static void
check_enabled (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (GPtrArray) revoked = NULL;
  g_autoptr (GPtrArray) active = NULL;
  GtkWidget *button;

  wait_for_rows (application, window);
  revoked = pick (window, 2, is_revoked);
  usher_test_settle ();
  button = usher_ui_test_find_id (GTK_WIDGET (window), "revoke_all_button");
  g_assert_false (is_enabled (window, "revoke"));
  g_assert_false (is_enabled (window, "resend"));
  g_assert_false (is_enabled (window, "copy-link"));
  g_assert_false (gtk_widget_get_sensitive (button));
  /* Why, for the pointer and for the ear. */
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "None of them can be revoked.");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "None of them can be revoked.");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (usher_ui_test_find_id (GTK_WIDGET (window), "resend_all_button")), ==,
                   "None of them can be emailed again.");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (usher_ui_test_find_id (GTK_WIDGET (window), "copy_links_button")), ==,
                   "None of them has a link that works.");
  active = pick (window, 1, can_resend);
  g_assert_true (is_enabled (window, "revoke"));
  g_assert_true (is_enabled (window, "resend"));
  g_assert_true (is_enabled (window, "copy-link"));
  usher_test_wait_for (gtk_widget_get_mapped (button) && gtk_widget_get_sensitive (button));
  g_assert_null (gtk_widget_get_tooltip_text (button));
  gtk_test_accessible_assert_role (button, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
test_enabled (void)
{
  run ("0", check_enabled);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/batch/revoke", test_revoke);
  g_test_add_func ("/ui/batch/resend", test_resend);
  g_test_add_func ("/ui/batch/cancel", test_cancel);
  g_test_add_func ("/ui/batch/held", test_held);
  g_test_add_func ("/ui/batch/offline", test_offline);
  g_test_add_func ("/ui/batch/quit", test_quit);
  g_test_add_func ("/ui/batch/links", test_links);
  g_test_add_func ("/ui/batch/enabled", test_enabled);
  return g_test_run ();
}
