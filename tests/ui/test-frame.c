/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small widgets of the frame, one by one: what they say, and what they tell who listens. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-company-chooser.h"
#include "ui/usher-intent-row.h"
#include "ui/usher-notice.h"
#include "ui/usher-preferences.h"
#include "ui/usher-sidebar-row.h"
#include "ui/usher-sidebar.h"
#include "ui/usher-sync-status.h"
#include "usher-config.h"

static void
test_notice (void)
{
  GtkWidget *notice = g_object_new (USHER_TYPE_NOTICE, "dismissable", TRUE, NULL);
  GtkWidget *window;
  guint n = 0;

  g_object_ref_sink (notice);
  g_signal_connect_swapped (notice, "dismissed", G_CALLBACK (g_atomic_int_inc), &n);
  window = usher_ui_test_show (notice, 500, 100);
  gtk_test_accessible_assert_role (notice, GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_false (usher_notice_get_revealed (USHER_NOTICE (notice)));
  usher_notice_show (USHER_NOTICE (notice), "dialog-warning-symbolic", "<b>It</b> & that", "_Do", "win.do");
  g_assert_true (usher_notice_get_revealed (USHER_NOTICE (notice)));
  g_assert_nonnull (usher_ui_test_find_text (notice, "<b>It</b> & that"));
  gtk_widget_activate (usher_ui_test_find_id (notice, "dismiss_button"));
  usher_test_wait_for (n == 1);
  g_assert_false (usher_notice_get_revealed (USHER_NOTICE (notice)));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (notice);
}

static void
test_sidebar_row (void)
{
  GtkWidget *row = usher_sidebar_row_new (USHER_INVITATION_STATUS_ACTIVE);

  g_object_ref_sink (row);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Active");
  usher_sidebar_row_set_known (USHER_SIDEBAR_ROW (row), TRUE);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Active, 0 invitations");
  usher_sidebar_row_set_count (USHER_SIDEBAR_ROW (row), 12);
  g_assert_nonnull (usher_ui_test_find_text (row, "Active"));
  g_assert_nonnull (usher_ui_test_find_text (row, "12"));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Active, 12 invitations");
  usher_sidebar_row_set_count (USHER_SIDEBAR_ROW (row), 0);
  g_assert_null (usher_ui_test_find_text (row, "0"));
  usher_ui_test_assert_finalize (row);
}

static void
test_intents (void)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherIntent) create = usher_intent_new_create (draft);
  g_autoptr (UsherIntent) resend = usher_intent_new_resend ("id", "a@example.com");
  g_autofree char *unclear = NULL;
  g_autofree char *refused = NULL;

  usher_intent_set_outcome (create, USHER_INTENT_UNCLEAR, NULL, NULL);
  unclear = usher_intent_dup_sentence (create);
  g_assert_nonnull (strstr (unclear, "unclear"));
  usher_intent_set_outcome (resend, USHER_INTENT_REFUSED, NULL, "It has no recipients.");
  refused = usher_intent_dup_sentence (resend);
  g_assert_cmpstr (refused, ==, "The email to a@example.com was not sent again. It has no recipients.");
}

static void
test_sidebar (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "3", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  UsherSession *session = usher_ui_test_open_session (sandbox);
  GtkWidget *sidebar = usher_sidebar_new ();
  GtkWidget *window;
  GtkListBox *list;

  g_object_ref_sink (sidebar);
  usher_session_bin_set_session (USHER_SESSION_BIN (sidebar), session);
  window = usher_ui_test_show (sidebar, 260, 600);
  usher_test_wait_for (usher_ui_test_find_text (sidebar, "40") != NULL);
  usher_test_wait_for (usher_ui_test_find_text (sidebar, "Updated just now") != NULL);
  g_assert_nonnull (usher_ui_test_find_text (sidebar, "All Companies"));

  /* A row is a query. */
  list = GTK_LIST_BOX (usher_ui_test_find (sidebar, GTK_TYPE_LIST_BOX, 0));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 2));
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (session)), ==,
                   USHER_INVITATION_STATUS_EXPIRED);
  g_assert_true (gtk_list_box_row_is_selected (gtk_list_box_get_row_at_index (list, 2)));
  /* Also one that is selected and not activated, as the arrow keys and screen readers do it. */
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 1));
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (session)), ==, USHER_INVITATION_STATUS_ACTIVE);
  g_assert_true (gtk_list_box_row_is_selected (gtk_list_box_get_row_at_index (list, 1)));

  usher_session_bin_set_session (USHER_SESSION_BIN (sidebar), NULL);
  g_assert_null (usher_ui_test_find_text (sidebar, "40"));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (sidebar);
  usher_ui_test_close_session (session);
}

static void
test_company_chooser (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "3", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  UsherSession *session = usher_ui_test_open_session (sandbox);
  GtkWidget *chooser = usher_company_chooser_new ();
  GtkWidget *window;
  GtkWidget *button;
  GtkWidget *entry;
  GListModel *found;
  guint n = g_list_model_get_n_items (usher_session_get_companies (session));
  g_autoptr (UsherCompany) last = g_list_model_get_item (usher_session_get_companies (session), n - 1);

  g_assert_cmpuint (n, >, 2);
  g_object_ref_sink (chooser);
  usher_company_chooser_set_session (USHER_COMPANY_CHOOSER (chooser), session);
  window = usher_ui_test_show (chooser, 300, 500);
  button = usher_ui_test_find (chooser, GTK_TYPE_MENU_BUTTON, 0);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  entry = usher_ui_test_find (chooser, GTK_TYPE_SEARCH_ENTRY, 0);
  usher_test_wait_for (gtk_widget_get_mapped (entry));
  found = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (usher_ui_test_find (chooser, GTK_TYPE_LIST_VIEW, 0))));
  g_assert_cmpuint (g_list_model_get_n_items (found), ==, n + 1);

  /* Anywhere in the name. */
  gtk_editable_set_text (GTK_EDITABLE (entry), g_utf8_offset_to_pointer (usher_company_get_name (last), 2));
  usher_test_wait_for (g_list_model_get_n_items (found) == 1);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (usher_query_get_company_id (usher_session_get_query (session)), ==, usher_company_get_id (last));
  g_assert_nonnull (usher_ui_test_find_text (button, usher_company_get_name (last)));

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (chooser);
  usher_ui_test_close_session (session);
}

static void
test_preferences (void)
{
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  UsherPreferences *window;
  AdwComboRow *row;

  g_settings_set_uint (settings, "sync-interval", 900);
  window = g_object_ref (usher_preferences_new (settings, NULL));
  usher_dialog_present (USHER_DIALOG (window), NULL);
  row = ADW_COMBO_ROW (usher_ui_test_find (GTK_WIDGET (window), ADW_TYPE_COMBO_ROW, 0));
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 2);
  adw_combo_row_set_selected (row, 4);
  g_assert_cmpuint (g_settings_get_uint (settings, "sync-interval"), ==, 0);
  /* Set elsewhere, to what is no choice here: kept as it is. */
  g_settings_set_uint (settings, "sync-interval", 120);
  usher_test_wait_for (adw_combo_row_get_selected (row) == 1);
  g_assert_cmpuint (g_settings_get_uint (settings, "sync-interval"), ==, 120);
  usher_ui_test_close (GTK_WIDGET (window));
  g_assert_finalize_object (window);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(int *) user_data = usher_compat_confirm_finish (GTK_WINDOW (source), result, &error);
  if (error != NULL)
    *(int *) user_data = -error->code;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (usher_compat_open_uri_finish (NULL, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  (*(guint *) user_data)++;
}

static void
test_compat (void)
{
  const char *bad[] = { "file:///etc/passwd", "javascript:alert(1)", "mailto:a@example.com", "", "https://" };
  GtkWidget *window = usher_ui_test_show (gtk_label_new ("x"), 300, 300);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n = 0;
  int answer = 100;

  g_object_ref (window);
  for (int yes = 0; yes < 2; yes++)
    {
      answer = 100;
      usher_compat_confirm_async (GTK_WINDOW (window), "Do It?", "<b>Plain</b> & text", "_Do", TRUE, NULL,
                                  on_answer, &answer);
      g_assert_true (usher_compat_answer (GTK_WINDOW (window), yes));
      usher_test_wait_for (answer != 100);
      g_assert_cmpint (answer, ==, yes);
      g_assert_false (usher_compat_answer (GTK_WINDOW (window), yes));
    }
  /* A cancelled one is neither. */
  answer = 100;
  usher_compat_confirm_async (GTK_WINDOW (window), "Do It?", "Text", "_Do", TRUE, cancellable, on_answer, &answer);
  g_cancellable_cancel (cancellable);
  usher_test_wait_for (answer != 100);
  g_assert_cmpint (answer, ==, -G_IO_ERROR_CANCELLED);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    usher_compat_open_uri_async (NULL, bad[i], NULL, on_opened, &n);
  usher_test_wait_for (n == G_N_ELEMENTS (bad));

  /* With its window a question goes, and nothing was said. */
  answer = 100;
  usher_compat_confirm_async (GTK_WINDOW (window), "Do It?", "Text", "_Do", TRUE, NULL, on_answer, &answer);
  gtk_window_destroy (GTK_WINDOW (window));
  usher_test_wait_for (answer != 100);
  g_assert_cmpint (answer, ==, FALSE);
  usher_test_settle ();
  g_assert_finalize_object (window);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/frame/notice", test_notice);
  g_test_add_func ("/ui/frame/sidebar-row", test_sidebar_row);
  g_test_add_func ("/ui/frame/intents", test_intents);
  g_test_add_func ("/ui/frame/sidebar", test_sidebar);
  g_test_add_func ("/ui/frame/company-chooser", test_company_chooser);
  g_test_add_func ("/ui/frame/preferences", test_preferences);
  g_test_add_func ("/ui/frame/compat", test_compat);
  return g_test_run ();
}
