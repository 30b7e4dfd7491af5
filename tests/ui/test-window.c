/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real application against the real sandbox, driven by the window's actions. */
#include "model/usher-time.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-cell.h"
#include "ui/usher-create-window.h"
#include "ui/usher-intent-row.h"
#include "ui/usher-sidebar-row.h"
#include "ui/usher-notice.h"
#include "ui/usher-sync-notice.h"
#include "ui/usher-sync-status.h"

static UsherTestSandbox *
start (const char *count)
{
  const char *extra[] = { "--demo", count, "--seed", "7", NULL };

  return usher_test_sandbox_start (NULL, extra);
}

static void
run_on (UsherTestSandbox *sandbox, UsherUiTestBody body)
{
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, body, sandbox);
}

static void
wait_for_rows (UsherApplication *application, guint n)
{
  UsherSession *session;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (session) > 0
                       && !usher_session_get_loading (session));
  usher_test_wait_for (usher_session_get_counts (session)->total == n
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == n);
  /* The pane looks after its selection at the end of the turn in which rows came. */
  usher_test_settle ();
}

static void
look (UsherWindow *window, const char *name, int width, int height)
{
  g_autofree char *file = NULL;

  if (g_getenv ("USHER_TEST_PICTURES") == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  usher_test_wait_for (gtk_widget_get_width (GTK_WIDGET (window)) <= width + 60);
  for (int i = 0; i < 5; i++)
    usher_ui_test_draw (GTK_WIDGET (window));
  file = g_strdup_printf ("%s-%d", name, width);
  usher_ui_test_picture (GTK_WIDGET (window), file);
}

static void
select_first (UsherWindow *window)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  UsherSession *session = usher_window_get_session (window);
  g_autoptr (UsherInvitationItem) item = g_list_model_get_item (usher_session_get_invitations (session), 0);

  usher_invitation_pane_select_id (list, usher_invitation_item_get_id (item));
  usher_test_wait_for (usher_invitation_pane_get_selected (list) == item);
}

static void
check_pictures (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  wait_for_rows (application, 300);
  look (window, "light", 1280, 760);
  select_first (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (usher_window_get_session (window)));
  look (window, "active", 1600, 800);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  look (window, "dark", 1280, 760);
  look (window, "dark", 900, 700);
  look (window, "dark", 360, 640);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-pane", g_variant_new_string ("sidebar"));
  look (window, "sidebar", 360, 640);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-pane", g_variant_new_string ("list"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "search", NULL);
  look (window, "search", 360, 640);
}

static void
test_pictures (void)
{
  g_autoptr (UsherTestSandbox) sandbox = NULL;

  if (g_getenv ("USHER_TEST_PICTURES") == NULL)
    {
      g_test_skip ("pictures are taken when USHER_TEST_PICTURES names a folder");
      return;
    }
  sandbox = start ("300");
  run_on (sandbox, check_pictures);
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

static void
show_list (UsherWindow *window, const char *name)
{
  UsherSession *session = usher_window_get_session (window);

  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string (name));
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
}

static UsherInvitationItem *
get_selected (UsherWindow *window)
{
  return usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window)));
}

static UsherInvitationStatus
get_status (UsherInvitationItem *item)
{
  return usher_invitation_get_status (usher_invitation_item_get_invitation (item));
}

/* Selects the first listed invitation that has, or has not, an allow-list. */
static void
select_kind (UsherWindow *window, gboolean open)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  GListModel *model = usher_session_get_invitations (usher_window_get_session (window));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i);

      if (usher_invitation_is_open (usher_invitation_item_get_invitation (item)) != open)
        continue;
      usher_invitation_pane_select_id (list, usher_invitation_item_get_id (item));
      usher_test_wait_for (usher_invitation_pane_get_selected (list) == item);
      return;
    }
  g_assert_not_reached ();
}

static void
wait_for_toast (UsherWindow *window, const char *text)
{
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), text) != NULL);
}

static void
check_lists (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  const UsherCounts *counts;
  GListModel *model;
  GtkWidget *row;

  wait_for_rows (application, 60);
  session = usher_window_get_session (window);
  model = usher_session_get_invitations (session);
  counts = usher_session_get_counts (session);
  g_assert_cmpuint (counts->total, ==, 60);
  for (guint i = 0; i < 5; i++)
    {
      row = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_SIDEBAR_ROW, i);
      g_assert_cmpuint (usher_sidebar_row_get_count (USHER_SIDEBAR_ROW (row)), ==,
                        i == 0 ? counts->total
                               : counts->by_status[usher_sidebar_row_get_status (USHER_SIDEBAR_ROW (row))]);
    }
  show_list (window, "revoked");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==,
                    counts->by_status[USHER_INVITATION_STATUS_REVOKED]);
  row = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_SIDEBAR_ROW, 3);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
  g_assert_nonnull (usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_CELL, 0));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "Revoked"));
  show_list (window, "all");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 60);
}

static void
test_lists (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_lists);
}

/* What cannot work is not offered. */
static void
check_enabled (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_assert_false (is_enabled (window, "revoke"));
  wait_for_rows (application, 60);
  g_assert_true (is_enabled (window, "new-invitation"));
  g_assert_true (is_enabled (window, "refresh"));
  g_assert_null (get_selected (window));
  g_assert_false (is_enabled (window, "copy-link"));
  g_assert_false (is_enabled (window, "revoke"));
  g_assert_false (is_enabled (window, "duplicate"));

  show_list (window, "active");
  select_kind (window, FALSE);
  g_assert_true (is_enabled (window, "copy-link"));
  g_assert_true (is_enabled (window, "open-in-browser"));
  g_assert_true (is_enabled (window, "resend"));
  g_assert_true (is_enabled (window, "revoke"));
  g_assert_true (is_enabled (window, "duplicate"));
  select_kind (window, TRUE);
  g_assert_false (is_enabled (window, "resend"));
  g_assert_true (is_enabled (window, "revoke"));

  show_list (window, "expired");
  g_assert_null (get_selected (window));
  g_assert_false (is_enabled (window, "duplicate"));
  select_first (window);
  g_assert_false (is_enabled (window, "copy-link"));
  g_assert_false (is_enabled (window, "resend"));
  g_assert_false (is_enabled (window, "revoke"));
  g_assert_true (is_enabled (window, "duplicate"));
}

static void
test_enabled (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_enabled);
}

static void
on_text_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
check_copy (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  g_autofree char *text = NULL;

  wait_for_rows (application, 60);
  show_list (window, "active");
  select_first (window);
  activate (window, "copy-link");
  wait_for_toast (window, "Link copied");
  gdk_clipboard_read_text_async (clipboard, NULL, on_text_read, &text);
  usher_test_wait_for (text != NULL);
  g_assert_nonnull (strstr (text, "/p/i/"));
  /* It is a secret: nothing in the window shows it unasked. */
  g_assert_null (usher_ui_test_find_part (GTK_WIDGET (window), "/p/i/"));
  g_assert_null (usher_ui_test_find_part (GTK_WIDGET (window), strrchr (text, '/') + 1));
  /* Nor is it kept by what remembers clipboards, and a middle click elsewhere does not paste it. */
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "x-kde-passwordManagerHint"));
  g_assert_false (gdk_clipboard_is_local (gtk_widget_get_primary_clipboard (GTK_WIDGET (window))));
}

static void
test_copy (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_copy);
}

static void
check_revoke (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autoptr (UsherInvitationItem) other = NULL;
  g_autofree char *question = NULL;
  g_autofree char *recipients = NULL;

  wait_for_rows (application, 60);
  session = usher_window_get_session (window);
  show_list (window, "active");
  select_kind (window, FALSE);
  item = g_object_ref (get_selected (window));
  recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));

  /* Cancel does nothing. */
  activate (window, "revoke");
  question = usher_compat_dup_question (GTK_WINDOW (window));
  g_assert_nonnull (question);
  g_assert_nonnull (strstr (question, recipients));
  g_assert_false (is_enabled (window, "revoke"));
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), FALSE));
  usher_test_wait_for (is_enabled (window, "revoke"));
  g_assert_cmpint (get_status (item), ==, USHER_INVITATION_STATUS_ACTIVE);

  /* Another is selected, and all is sorted anew, while the question stands: the first is revoked. */
  activate (window, "revoke");
  select_kind (window, TRUE);
  other = g_object_ref (get_selected (window));
  g_assert_true (other != item);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort", g_variant_new_string ("recipients"));
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
  g_assert_true (get_selected (window) == other);
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  wait_for_toast (window, "Invitation revoked");
  usher_test_wait_for (get_status (item) == USHER_INVITATION_STATUS_REVOKED);
  g_assert_cmpint (get_status (other), ==, USHER_INVITATION_STATUS_ACTIVE);
  g_assert_true (get_selected (window) == other);
}

static void
test_revoke (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_revoke);
}

static void
check_resend (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autofree char *recipients = NULL;
  g_autofree char *text = NULL;

  wait_for_rows (application, 60);
  show_list (window, "active");
  select_kind (window, FALSE);
  recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (get_selected (window)));
  text = g_strdup_printf ("Email sent again to %s", recipients);
  activate (window, "resend");
  /* Once: a second time would mail people twice. */
  g_assert_false (is_enabled (window, "resend"));
  wait_for_toast (window, text);
  usher_test_wait_for (is_enabled (window, "resend"));
}

static void
test_resend (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_resend);
}

static void
check_no_resend (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  wait_for_rows (application, 60);
  show_list (window, "active");
  select_kind (window, FALSE);
  activate (window, "resend");
  usher_test_wait_for (usher_compat_answer (GTK_WINDOW (window), TRUE));
  wait_for_toast (window, "Link copied");
  g_assert_false (is_enabled (window, "resend"));
}

static void
test_no_resend (void)
{
  const char *extra[] = { "--demo", "60", "--seed", "7", "--no-resend", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);

  run_on (sandbox, check_no_resend);
}

static void
check_search (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  GListModel *model;
  GtkWidget *entry;

  wait_for_rows (application, 60);
  session = usher_window_get_session (window);
  model = usher_session_get_invitations (session);
  activate (window, "search");
  entry = usher_ui_test_find (GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (window))),
                              GTK_TYPE_SEARCH_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "nobody has this name");
  usher_test_wait_for (g_list_model_get_n_items (model) == 0 && !usher_session_get_loading (session));
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "No Matches") != NULL);
  activate (window, "clear-filters");
  usher_test_wait_for (g_list_model_get_n_items (model) == 60);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  gtk_editable_set_text (GTK_EDITABLE (entry), "alderbrook");
  usher_test_wait_for (g_list_model_get_n_items (model) < 60 && g_list_model_get_n_items (model) > 0);
}

static void
test_search (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_search);
}

static void
check_sort (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  GtkColumnView *view;
  GListModel *columns;

  wait_for_rows (application, 20);
  session = usher_window_get_session (window);
  view = GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0));
  columns = gtk_column_view_get_columns (view);
  g_assert_cmpint (usher_query_get_sort (usher_session_get_query (session)), ==, USHER_SORT_CREATED);

  /* As a click on the header does. */
  {
    g_autoptr (GtkColumnViewColumn) status = g_list_model_get_item (columns, 1);

    gtk_column_view_sort_by_column (view, status, GTK_SORT_DESCENDING);
  }
  g_assert_cmpint (usher_query_get_sort (usher_session_get_query (session)), ==, USHER_SORT_STATUS);
  g_assert_true (usher_query_get_descending (usher_session_get_query (session)));

  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort", g_variant_new_string ("recipients"));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort-descending",
                                      g_variant_new_boolean (FALSE));
  g_assert_cmpint (usher_query_get_sort (usher_session_get_query (session)), ==, USHER_SORT_RECIPIENT);
  g_assert_false (usher_query_get_descending (usher_session_get_query (session)));
}

static void
test_sort (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("20");

  run_on (sandbox, check_sort);
}

/* Someone else was faster: nothing is revoked, and why is told until it is dismissed. */
static void
check_refused (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  g_autoptr (UsherInvitationItem) item = NULL;
  UsherSession *session;
  UsherSession *other;
  GListModel *intents;
  GtkWidget *row;

  wait_for_rows (application, 60);
  session = usher_window_get_session (window);
  intents = usher_session_get_intents (session);
  show_list (window, "active");
  select_kind (window, FALSE);
  /* The detail has read it from the server; later it would learn there that somebody else was faster, and not ask. */
  usher_test_wait_for (usher_invitation_item_get_last_event_at (get_selected (window)) != USHER_TIME_NONE);
  /* Nor is it about to be read with all the others. */
  usher_test_wait_for (usher_session_get_counts (session)->unread == 0 && !usher_session_get_loading (session)
                       && usher_session_get_state (session) == USHER_SYNC_IDLE);
  /* It leaves the list, and so the selection, when it is known to be revoked. */
  item = g_object_ref (get_selected (window));
  activate (window, "revoke");

  other = usher_ui_test_open_session (sandbox);
  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (UsherInvitation) revoked = NULL;
    g_autoptr (GError) error = NULL;

    usher_session_revoke_async (other, usher_invitation_item_get_id (item), NULL,
                                usher_test_keep_result, &result);
    usher_test_wait_for (result != NULL);
    revoked = usher_session_revoke_finish (other, result, &error);
    g_assert_no_error (error);
  }
  usher_ui_test_close_session (other);

  /* On a busy machine it is read once more in the meantime, and the window rightly sends nothing. */
  if (usher_invitation_why_not_revoke (usher_invitation_item_get_invitation (item)) != NULL)
    {
      g_assert_true (usher_compat_answer (GTK_WINDOW (window), FALSE));
      g_test_skip ("the window has learnt of it before");
      return;
    }
  g_assert_true (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for (g_list_model_get_n_items (intents) == 1
                       && (row = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_INTENT_ROW, 0)) != NULL);
  wait_for_toast (window, "The invitation was not revoked");
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_ALERT);
  look (window, "refused", 1100, 600);
  g_signal_emit_by_name (row, "dismissed");
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
  usher_test_wait_for (usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_INTENT_ROW, 0) == NULL);
}

static void
test_refused (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_refused);
}

/* The wizard opens, and what was made is selected when it is listed. */
static void
check_new (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (UsherCompany) company = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session;
  GtkWidget *create;

  wait_for_rows (application, 60);
  session = usher_window_get_session (window);
  activate (window, "new-invitation");
  usher_test_wait_for ((create = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW)) != NULL);
  g_assert_true (usher_dialog_get_parent (USHER_DIALOG (create)) == GTK_WINDOW (window));

  company = g_list_model_get_item (usher_session_get_companies (session), 0);
  usher_invitation_draft_set_company_id (draft, usher_company_get_id (company));
  usher_session_create_async (session, draft, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  made = usher_session_create_finish (session, result, &error);
  g_assert_no_error (error);
  g_signal_emit_by_name (create, "created", made);
  usher_test_wait_for (get_selected (window) != NULL);
  g_assert_cmpstr (usher_invitation_item_get_id (get_selected (window)), ==, usher_invitation_get_id (made));
  usher_ui_test_close (create);

  activate (window, "duplicate");
  usher_test_wait_for ((create = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW)) != NULL);
  usher_ui_test_close (create);
}

static void
test_new (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_new);
}

/* Several may be selected; what works on one only is then not offered. */
static void
check_several (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  GtkColumnView *view;
  UsherSession *session;

  wait_for_rows (application, 60);
  session = usher_window_get_session (window);
  view = GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0));
  gtk_selection_model_select_range (gtk_column_view_get_model (view), 3, 4, TRUE);
  g_assert_cmpuint (usher_invitation_pane_get_n_selected (list), ==, 4);
  g_assert_null (usher_invitation_pane_get_selected (list));
  g_assert_false (is_enabled (window, "open-in-browser"));
  g_assert_false (is_enabled (window, "duplicate"));
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "4 Invitations Selected") != NULL);

  /* Sorted anew, they are the same four. */
  before = usher_invitation_pane_dup_selection (list);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort", g_variant_new_string ("recipients"));
  usher_test_wait_for (!usher_session_get_loading (session));
  usher_test_settle ();
  g_assert_cmpuint (usher_invitation_pane_get_n_selected (list), ==, 4);
  after = usher_invitation_pane_dup_selection (list);
  for (guint i = 0; i < before->len; i++)
    {
      g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (gtk_column_view_get_model (view));
      guint position = usher_session_find_invitation (session,
                                                      usher_invitation_item_get_id (g_ptr_array_index (before, i)));

      g_assert_true (g_ptr_array_find (after, g_ptr_array_index (before, i), NULL));
      if (i > 0) /* in the list's order, whatever that is now */
        g_assert_cmpuint (usher_session_find_invitation (
                              session, usher_invitation_item_get_id (g_ptr_array_index (after, i))),
                          >,
                          usher_session_find_invitation (
                              session, usher_invitation_item_get_id (g_ptr_array_index (after, i - 1))));
      g_assert_true (gtk_bitset_contains (selected, position));
    }
}

static void
test_several (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("60");

  run_on (sandbox, check_several);
}

/* A wrong key: the list says so, and offers what helps. */
static void
check_wrong_key (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  usher_test_wait_for (usher_session_get_state (usher_application_get_session (application))
                       == USHER_SYNC_KEY_NEEDED);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "API Key Needed") != NULL);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "API key needed") != NULL);
  /* Said once: the page has the button, and nothing above it says the same. */
  {
    GtkWidget *notice = usher_ui_test_find_id (GTK_WIDGET (window), "sync_notice");

    usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "The server does not accept the API key of this account.")
                         != NULL);
    g_assert_true (USHER_IS_SYNC_NOTICE (notice));
    usher_ui_test_draw (GTK_WIDGET (window));
    g_assert_false (gtk_widget_get_mapped (usher_ui_test_find (notice, USHER_TYPE_NOTICE, 1)));
    usher_ui_test_picture (GTK_WIDGET (window), "window-key-refused");
  }
  g_assert_true (is_enabled (window, "replace-key"));
  g_assert_false (is_enabled (window, "revoke"));
}

static void
test_wrong_key (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("5");
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, "not-the-key", check_wrong_key, NULL);
}

/* The server goes away: what was read stays, with a notice. */
static void
check_offline (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  GtkWidget *status;

  wait_for_rows (application, 20);
  session = usher_window_get_session (window);
  usher_test_sandbox_kill (user_data);
  activate (window, "refresh");
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_OFFLINE);
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Offline") != NULL);
  /* By a word and by an icon, not by a colour. */
  status = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_SYNC_STATUS, 0);
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_text (status, "Offline"))
                       && gtk_widget_get_mapped (usher_ui_test_find_id (status, "icon")));
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (usher_ui_test_find_id (status, "icon"))), ==,
                   "network-offline-symbolic");
  usher_ui_test_count_coloured (GTK_WIDGET (window));
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_invitations (session)), ==, 20);
  g_assert_true (is_enabled (window, "refresh"));
  look (window, "offline", 900, 500);
  look (window, "offline", 360, 500);
}

static void
test_offline (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("20");

  run_on (sandbox, check_offline);
}

static void
check_folding (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherShell *shell = usher_window_get_shell (window);

  wait_for_rows (application, 20);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 600);
  usher_test_wait_for (!usher_shell_is_shown (shell, USHER_SHELL_SIDEBAR)
                       && !usher_shell_is_shown (shell, USHER_SHELL_DETAIL));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (shell)), <=, 420);
  g_assert_true (usher_shell_is_shown (shell, USHER_SHELL_LIST));
  activate (window, "toggle-sidebar");
  g_assert_true (usher_shell_is_shown (shell, USHER_SHELL_SIDEBAR));
  show_list (window, "active");
  g_assert_true (usher_shell_is_shown (shell, USHER_SHELL_LIST));
  select_first (window);
  g_signal_emit_by_name (usher_shell_get_list (shell), "item-activated");
  g_assert_true (usher_shell_is_shown (shell, USHER_SHELL_DETAIL));
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-pane", g_variant_new_string ("list"));
  g_assert_true (usher_shell_is_shown (shell, USHER_SHELL_LIST));
  /* A size that is asked for while the last one is still on its way may be overtaken by it. */
  for (guint i = 0; i < 3; i++)
    usher_ui_test_draw (GTK_WIDGET (window));
  gtk_window_set_default_size (GTK_WINDOW (window), 1300, 700);
  usher_test_wait_for (usher_shell_is_shown (shell, USHER_SHELL_SIDEBAR)
                       && usher_shell_is_shown (shell, USHER_SHELL_DETAIL));
}

static void
test_folding (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("20");

  run_on (sandbox, check_folding);
}

/* No account, no server: two ways to begin. */
static void
check_welcome (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GtkWidget *button;

  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Welcome to Usher") != NULL);
  button = usher_ui_test_find_id (GTK_WIDGET (window), "add_button");
  gtk_test_accessible_assert_role (button, GTK_ACCESSIBLE_ROLE_BUTTON);
  g_assert_false (is_enabled (window, "new-invitation"));
  g_assert_false (is_enabled (window, "refresh"));
  look (window, "welcome", 900, 640);
}

static void
test_welcome (void)
{
  usher_ui_test_run (NULL, NULL, check_welcome, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/window/pictures", test_pictures);
  g_test_add_func ("/ui/window/lists", test_lists);
  g_test_add_func ("/ui/window/enabled", test_enabled);
  g_test_add_func ("/ui/window/copy", test_copy);
  g_test_add_func ("/ui/window/revoke", test_revoke);
  g_test_add_func ("/ui/window/resend", test_resend);
  g_test_add_func ("/ui/window/no-resend", test_no_resend);
  g_test_add_func ("/ui/window/search", test_search);
  g_test_add_func ("/ui/window/sort", test_sort);
  g_test_add_func ("/ui/window/wrong-key", test_wrong_key);
  g_test_add_func ("/ui/window/offline", test_offline);
  g_test_add_func ("/ui/window/folding", test_folding);
  g_test_add_func ("/ui/window/welcome", test_welcome);
  g_test_add_func ("/ui/window/refused", test_refused);
  g_test_add_func ("/ui/window/new", test_new);
  g_test_add_func ("/ui/window/several", test_several);
  return g_test_run ();
}
