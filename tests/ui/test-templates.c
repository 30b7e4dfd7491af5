/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every template of the frame is made, shown where it can be, and taken away again without a warning; and no
 * template is forgotten in the resources or in this list. */
#include "ui/usher-ui-test.h"

#include "ui/usher-account-button.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-account-row.h"
#include "ui/usher-accounts-window.h"
#include "ui/usher-batch-cell.h"
#include "ui/usher-company-chooser.h"
#include "ui/usher-filter-button.h"
#include "ui/usher-filter-chip.h"
#include "ui/usher-filter-chips.h"
#include "ui/usher-intent-row.h"
#include "ui/usher-intents-notice.h"
#include "ui/usher-invitation-pane.h"
#include "ui/usher-notice.h"
#include "ui/usher-preferences.h"
#include "ui/usher-review-board.h"
#include "ui/usher-review-chips.h"
#include "ui/usher-review-count-row.h"
#include "ui/usher-review-detail.h"
#include "ui/usher-review-filter-button.h"
#include "ui/usher-review-histogram.h"
#include "ui/usher-review-overview.h"
#include "ui/usher-review-pane.h"
#include "ui/usher-review-search.h"
#include "ui/usher-review-verify.h"
#include "ui/usher-several-page.h"
#include "ui/usher-shell.h"
#include "ui/usher-shortcut-row.h"
#include "ui/usher-shortcuts.h"
#include "ui/usher-sidebar-row.h"
#include "ui/usher-sidebar.h"
#include "ui/usher-sync-notice.h"
#include "ui/usher-sync-status.h"
#include "ui/usher-ui.h"
#include "ui/usher-welcome.h"
#include "usher-config.h"

/* A row wants to stand in a list. */
static GtkWidget *
show (GtkWidget *widget)
{
  if (GTK_IS_LIST_BOX_ROW (widget))
    {
      GtkWidget *list = gtk_list_box_new ();

      gtk_list_box_append (GTK_LIST_BOX (list), widget);
      return usher_ui_test_show (list, 400, 300);
    }
  return usher_ui_test_show (widget, 400, 300);
}

static void
test_widget (gconstpointer data)
{
  GType (*get_type) (void) = data;
  GtkWidget *widget = g_object_new (get_type (), NULL);
  GtkWidget *window;

  g_object_ref_sink (widget);
  window = show (widget);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (widget);
}

static void
check_dialog (UsherDialog *dialog)
{
  g_object_ref (dialog);
  usher_dialog_present (dialog, NULL);
  usher_ui_test_draw (GTK_WIDGET (dialog));
  usher_ui_test_close (GTK_WIDGET (dialog));
  usher_ui_test_assert_finalize (GTK_WIDGET (dialog));
}

static UsherAccounts *
new_accounts (const char *dir)
{
  g_autoptr (GError) error = NULL;
  UsherAccounts *accounts = usher_accounts_new (dir, &error);

  g_assert_no_error (error);
  return accounts;
}

static void
test_windows (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherAccounts) accounts = new_accounts (dir);
  g_autoptr (UsherAccount) account = usher_account_new (NULL, "A & <b>B</b>", "https://example.com/v2.2");
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);

  check_dialog (USHER_DIALOG (usher_account_dialog_new (accounts, USHER_ACCOUNT_DIALOG_ADD, NULL)));
  check_dialog (USHER_DIALOG (usher_account_dialog_new (accounts, USHER_ACCOUNT_DIALOG_RENAME, account)));
  check_dialog (USHER_DIALOG (usher_account_dialog_new (accounts, USHER_ACCOUNT_DIALOG_REPLACE_KEY, account)));
  check_dialog (USHER_DIALOG (usher_accounts_window_new (accounts)));
  check_dialog (USHER_DIALOG (usher_preferences_new (settings, NULL)));
  usher_test_remove_tree (dir);
}

static void
test_rows (void)
{
  g_autoptr (UsherAccount) account = usher_account_new (NULL, "A & <b>B</b>", "https://example.com/v2.2");
  g_autoptr (UsherIntent) intent = usher_intent_new_revoke ("id", "a@example.com");
  GtkWidget *row = usher_account_row_new (account);
  GtkWidget *window;

  g_object_ref_sink (row);
  window = show (row);
  /* A name is text, whatever it looks like. */
  g_assert_nonnull (usher_ui_test_find_text (row, "A & <b>B</b>"));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (row);

  usher_intent_set_outcome (intent, USHER_INTENT_REFUSED, NULL, "The server said <no>.");
  row = usher_intent_row_new (intent);
  g_object_ref_sink (row);
  window = show (row);
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_nonnull (usher_ui_test_find_text (row, "The invitation for a@example.com was not revoked. "
                                                  "The server said <no>."));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (row);
}

static void
test_shortcuts (void)
{
  GtkWidget *dialog = usher_shortcuts_new ();
  g_autoptr (GtkWidget) view = NULL;

  g_object_get (dialog, "view", &view, NULL);
  g_assert_nonnull (usher_ui_test_find (view, USHER_TYPE_SHORTCUT_ROW, 0));
  usher_dialog_force_close (USHER_DIALOG (dialog));
}

/* Icons that are named in code or templates exist: in the toolkit, the icon theme, or among our own. */
static void
test_icons (void)
{
  const char *names[] = { "usher-active-symbolic", "usher-all-symbolic", "usher-company-symbolic",
                          "usher-contributor-symbolic", "usher-expired-symbolic", "usher-fulfilled-symbolic", "usher-filter-symbolic",
                          "usher-link-symbolic", "usher-reconnect-symbolic", "usher-revoked-symbolic",
                          "usher-unknown-symbolic", "usher-context-symbolic", "usher-overview-symbolic",
                          "user-bookmarks-symbolic", "document-edit-symbolic", "zoom-out-symbolic",
                          "list-remove-symbolic", "edit-copy-symbolic", "user-trash-symbolic",
                          "go-up-symbolic", "go-down-symbolic", "document-open-symbolic", USHER_APP_ID, "network-offline-symbolic",
                          "dialog-password-symbolic", "dialog-warning-symbolic", "dialog-question-symbolic",
                          "dialog-information-symbolic", "edit-select-all-symbolic", "open-menu-symbolic",
                          "view-more-symbolic", "view-refresh-symbolic", "edit-find-symbolic",
                          "list-add-symbolic", "go-previous-symbolic", "pan-down-symbolic",
                          "window-close-symbolic", "object-select-symbolic", "dialog-error-symbolic",
                          "process-stop-symbolic", "content-loading-symbolic" };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!gtk_icon_theme_has_icon (theme, names[i]))
        g_test_message ("no icon %s", names[i]);
      g_assert_true (gtk_icon_theme_has_icon (theme, names[i]));
    }
}

int
main (int argc, char *argv[])
{
  const struct
  {
    const char *name;
    GType (*get_type) (void);
  } widgets[] = {
    { "account-button", usher_account_button_get_type },
    { "batch-cell", usher_batch_cell_get_type },
    { "company-chooser", usher_company_chooser_get_type },
    { "filter-button", usher_filter_button_get_type },
    { "filter-chip", usher_filter_chip_get_type },
    { "filter-chips", usher_filter_chips_get_type },
    { "intents-notice", usher_intents_notice_get_type },
    { "invitation-pane", usher_invitation_pane_get_type },
    { "notice", usher_notice_get_type },
    { "review-board", usher_review_board_get_type },
    { "review-chips", usher_review_chips_get_type },
    { "review-count-row", usher_review_count_row_get_type },
    { "review-detail", usher_review_detail_get_type },
    { "review-filter-button", usher_review_filter_button_get_type },
    { "review-histogram", usher_review_histogram_get_type },
    { "review-overview", usher_review_overview_get_type },
    { "review-pane", usher_review_pane_get_type },
    { "review-search", usher_review_search_get_type },
    { "review-verify", usher_review_verify_get_type },
    { "several-page", usher_several_page_get_type },
    { "shell", usher_shell_get_type },
    { "sidebar", usher_sidebar_get_type },
    { "sidebar-row", usher_sidebar_row_get_type },
    { "sync-notice", usher_sync_notice_get_type },
    { "sync-status", usher_sync_status_get_type },
    { "welcome", usher_welcome_get_type },
  };

  usher_ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/templates/%s", widgets[i].name);

      g_test_add_data_func (path, widgets[i].get_type, test_widget);
    }
  g_test_add_func ("/ui/templates/windows", test_windows);
  g_test_add_func ("/ui/templates/rows", test_rows);
  g_test_add_func ("/ui/templates/shortcuts", test_shortcuts);
  g_test_add_func ("/ui/templates/icons", test_icons);
  return g_test_run ();
}
