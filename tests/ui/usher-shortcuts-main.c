/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shortcuts of the main window, the wizard, and the whole program. */
#include "ui/usher-shortcuts-table.h"

#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-accounts-window.h"
#include "ui/usher-create-window.h"
#include "ui/usher-export-window.h"
#include "ui/usher-filter-button.h"
#include "ui/usher-intents-window.h"
#include "ui/usher-preferences.h"
#include "ui/usher-shortcuts.h"
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test.h"
#include "usher-config.h"

/* --- Where one is --- */

static gboolean
has_text (UsherShortcutParts *parts, const char *text)
{
  return usher_ui_test_find_part (GTK_WIDGET (parts->window), text) != NULL;
}

static gboolean
is_asking (UsherShortcutParts *parts)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (parts->window));

  return question != NULL;
}

static gboolean
is_searching (UsherShortcutParts *parts)
{
  gboolean searching;

  g_object_get (parts->pane, "search-mode", &searching, NULL);
  return searching;
}

static UsherInvitationStatus
get_list (UsherShortcutParts *parts)
{
  return usher_query_get_status (usher_session_get_query (parts->session));
}

static guint
count (UsherShortcutParts *parts)
{
  return g_list_model_get_n_items (usher_session_get_invitations (parts->session));
}

static void
wait_for_rows (UsherShortcutParts *parts)
{
  usher_test_wait_for (!usher_session_get_loading (parts->session));
  usher_test_settle ();
}

void
usher_shortcuts_show_list (UsherShortcutParts *parts, const char *name, UsherInvitationStatus status)
{
  g_action_group_activate_action (G_ACTION_GROUP (parts->window), "show-list", g_variant_new_string (name));
  usher_test_wait_for (get_list (parts) == status);
  wait_for_rows (parts);
}

gboolean
usher_shortcuts_is_mapped (GtkWidget *root, GType type)
{
  GtkWidget *widget;

  for (guint i = 0; (widget = usher_ui_test_find (root, type, i)) != NULL; i++)
    if (gtk_widget_get_mapped (widget))
      return TRUE;
  return FALSE;
}

/* In the main window, on the row of an invitation with which all can be done. */
void
usher_shortcuts_be_at_row (UsherShortcutParts *parts)
{
  usher_shortcuts_show_list (parts, "active", USHER_INVITATION_STATUS_ACTIVE);
  usher_invitation_pane_select_id (parts->pane, parts->id);
  usher_test_wait_for (usher_invitation_pane_get_selected (parts->pane) != NULL
                       && g_action_group_get_action_enabled (G_ACTION_GROUP (parts->window), "resend"));
  usher_invitation_pane_focus (parts->pane);
  usher_ui_keys_wait_at (parts->view);
}

static UsherInvitation *
get_selected (UsherShortcutParts *parts)
{
  return usher_invitation_item_get_invitation (usher_invitation_pane_get_selected (parts->pane));
}

/* --- Invitations --- */

static gboolean
says_copied (UsherShortcutParts *parts)
{
  return has_text (parts, "Link copied");
}

/* Toasts wait for one another. */
static void
dismiss (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!has_text (parts, "Link copied") && !has_text (parts, "Email sent again to"));
}

static gboolean
says_resent (UsherShortcutParts *parts)
{
  return has_text (parts, "Email sent again to");
}

static gboolean
duplicates (UsherShortcutParts *parts)
{
  g_autofree char *recipients = usher_invitation_dup_recipients (get_selected (parts));
  GtkWidget *wizard = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW);

  return wizard != NULL && usher_ui_test_find_part (wizard, recipients) != NULL;
}

static gboolean
exports_all (UsherShortcutParts *parts)
{
  GtkWidget *window = usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW);

  return window != NULL && usher_ui_test_find_part (window, "in the list") != NULL
         && usher_ui_test_find_part (window, "selected invitation") == NULL;
}

static gboolean
exports_selected (UsherShortcutParts *parts)
{
  GtkWidget *window = usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW);

  return window != NULL && usher_ui_test_find_part (window, "1 selected invitation") != NULL;
}

static gboolean
asks_to_revoke (UsherShortcutParts *parts)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (parts->window));

  return question != NULL && strstr (question, "Revoke Invitation?") != NULL;
}

static void
refuse (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!is_asking (parts));
  g_assert_cmpint (usher_invitation_get_status (get_selected (parts)), ==, USHER_INVITATION_STATUS_ACTIVE);
}

static void
hold (UsherShortcutParts *parts, guint seconds)
{
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);

  g_settings_set_uint (settings, "undo-seconds", seconds);
  usher_test_wait_for (usher_session_get_hold (parts->session) == seconds * 1000);
}

static void
revoke_it (UsherShortcutParts *parts)
{
  usher_shortcuts_be_at_row (parts);
  hold (parts, 30);
  usher_ui_keys_press ("Delete");
  usher_test_wait_for (is_asking (parts));
  usher_test_settle ();
  usher_ui_keys_press ("alt+r");
  usher_test_wait_for (has_text (parts, "Revoking the invitation"));
}

static gboolean
is_taken_back (UsherShortcutParts *parts)
{
  return !has_text (parts, "Revoking the invitation")
         && usher_invitation_get_status (get_selected (parts)) == USHER_INVITATION_STATUS_ACTIVE
         && g_list_model_get_n_items (usher_session_get_intents (parts->session)) == 0;
}

static void
hold_nothing (UsherShortcutParts *parts)
{
  hold (parts, 0);
}

/* --- The wizard --- */

static gboolean
is_at_step (UsherShortcutParts *parts, const char *step)
{
  return g_str_equal (usher_create_window_get_step (USHER_CREATE_WINDOW (parts->wizard)), step);
}

static void
open_wizard (UsherShortcutParts *parts)
{
  usher_shortcuts_be_at_row (parts);
  usher_ui_keys_press ("ctrl+n");
  usher_test_wait_for ((parts->wizard = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW)) != NULL);
  usher_ui_test_draw (parts->wizard);
  g_assert_true (is_at_step (parts, "flow"));
}

static gboolean
is_at_second_step (UsherShortcutParts *parts)
{
  return is_at_step (parts, "access");
}

static gboolean
is_at_first_step (UsherShortcutParts *parts)
{
  return is_at_step (parts, "flow");
}

/* Nothing was entered, so nothing is asked. */
static void
close_wizard (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_CREATE_WINDOW) == NULL);
}

/* --- Finding --- */

static gboolean
searches (UsherShortcutParts *parts)
{
  return is_searching (parts) && usher_ui_keys_is_at (usher_ui_test_find (GTK_WIDGET (parts->pane), GTK_TYPE_SEARCH_ENTRY, 0));
}

/* What is typed in the entry is the entry's, also where the list has the same keys. */
static void
end_search (UsherShortcutParts *parts)
{
  GtkEditable *entry = GTK_EDITABLE (usher_ui_test_find (GTK_WIDGET (parts->pane), GTK_TYPE_SEARCH_ENTRY, 0));

  usher_ui_keys_type ("zz");
  usher_test_wait_for (g_str_equal (gtk_editable_get_text (entry), "zz"));
  usher_ui_keys_press ("ctrl+a ctrl+c Delete");
  usher_test_wait_for (g_str_equal (gtk_editable_get_text (entry), ""));
  g_assert_false (is_asking (parts));
  g_assert_false (has_text (parts, "Link copied"));
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!is_searching (parts));
}

static gboolean
shows_filters (UsherShortcutParts *parts)
{
  return usher_shortcuts_is_mapped (usher_ui_test_find (GTK_WIDGET (parts->window), USHER_TYPE_FILTER_BUTTON, 0), GTK_TYPE_POPOVER);
}

static void
close_filters (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!shows_filters (parts));
}

static void
search_in_vain (UsherShortcutParts *parts)
{
  usher_shortcuts_be_at_row (parts);
  usher_ui_keys_type ("zzz");
  usher_test_wait_for (count (parts) == 0 && !usher_session_get_loading (parts->session));
}

static gboolean
lists_all_again (UsherShortcutParts *parts)
{
  return !is_searching (parts) && count (parts) == parts->n_active && !usher_session_get_loading (parts->session);
}

static void
be_elsewhere (UsherShortcutParts *parts)
{
  if (g_str_has_suffix (parts->key, "4"))
    usher_shortcuts_show_list (parts, "active", USHER_INVITATION_STATUS_ACTIVE);
  else
    usher_shortcuts_show_list (parts, "revoked", USHER_INVITATION_STATUS_REVOKED);
}

static gboolean
lists_status (UsherShortcutParts *parts)
{
  static const UsherInvitationStatus lists[] = {
    USHER_INVITATION_STATUS_UNKNOWN, USHER_INVITATION_STATUS_ACTIVE, USHER_INVITATION_STATUS_EXPIRED,
    USHER_INVITATION_STATUS_REVOKED, USHER_INVITATION_STATUS_FULFILLED,
  };
  char digit = parts->key[strlen (parts->key) - 1];

  g_assert_true (digit >= '1' && digit <= '5');
  return get_list (parts) == lists[digit - '1'];
}

static void
note_sync (UsherShortcutParts *parts)
{
  usher_shortcuts_be_at_row (parts);
  parts->since = usher_session_get_last_sync (parts->session);
}

static gboolean
is_synced_again (UsherShortcutParts *parts)
{
  return usher_session_get_last_sync (parts->session) > parts->since
         && usher_session_get_state (parts->session) == USHER_SYNC_IDLE;
}

static gboolean
is_sidebar_hidden (UsherShortcutParts *parts)
{
  return !usher_shell_is_shown (usher_window_get_shell (parts->window), USHER_SHELL_SIDEBAR);
}

static void
show_sidebar (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("F9");
  usher_test_wait_for (!is_sidebar_hidden (parts));
}

static gboolean
is_at_edge (UsherShortcutParts *parts)
{
  GtkWidget *focus = usher_ui_keys_get_focus ();

  return focus != NULL && g_str_equal (G_OBJECT_TYPE_NAME (focus), "UsherPaneHandle");
}

static void
leave_edge (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_ui_keys_wait_at (parts->view);
}

static gboolean
shows_row_menu (UsherShortcutParts *parts)
{
  return usher_shortcuts_is_mapped (GTK_WIDGET (parts->pane), GTK_TYPE_POPOVER_MENU);
}

static void
close_row_menu (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!shows_row_menu (parts));
  usher_ui_keys_wait_at (parts->view);
}

/* --- General --- */

static guint
count_windows (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      n += USHER_IS_WINDOW (window) && gtk_widget_get_mapped (window) ? 1 : 0;
    }
  return n;
}

static gboolean
are_two (UsherShortcutParts *parts)
{
  return count_windows () == 2;
}

static void
have_two (UsherShortcutParts *parts)
{
  g_assert_cmpuint (count_windows (), ==, 2);
  g_assert_false (usher_ui_keys_is_at (GTK_WIDGET (parts->window)));
}

static gboolean
is_one (UsherShortcutParts *parts)
{
  return count_windows () == 1;
}

static gboolean
shows_main_menu (UsherShortcutParts *parts)
{
  GtkWidget *button = usher_ui_test_find_id (GTK_WIDGET (parts->window), "menu_button");

  return usher_shortcuts_is_mapped (button, GTK_TYPE_POPOVER);
}

static void
close_main_menu (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!shows_main_menu (parts));
}

/* What the toolkit brings along: a window, or a dialog in that one. */
static gboolean
has_over (UsherShortcutParts *parts)
{
  return usher_ui_keys_get_top () != GTK_WINDOW (parts->window)
         || usher_dialog_find_over (GTK_WINDOW (parts->window)) != NULL;
}

static gboolean
shows_about (UsherShortcutParts *parts)
{
  GtkWindow *top = usher_ui_keys_get_top ();

  return has_over (parts) && usher_ui_test_find_part (GTK_WIDGET (top), USHER_VERSION) != NULL;
}

static void
close_over (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!has_over (parts));
}

static gboolean
shows_shortcuts (UsherShortcutParts *parts)
{
  return usher_ui_test_window (USHER_TYPE_SHORTCUTS) != NULL;
}

static gboolean
is_in_sandbox (UsherShortcutParts *parts)
{
  UsherSession *session = usher_application_get_session (parts->application);

  return session != NULL && usher_account_get_is_sandbox (usher_session_get_account (session))
         && usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session);
}

static gboolean
is_over (UsherShortcutParts *parts)
{
  return usher_application_get_window (parts->application) == NULL;
}

/* --- All of them --- */

const UsherShortcut usher_shortcuts_of_main[] = {
  { "shortcuts", "New invitation", usher_shortcuts_be_at_row, .opens = usher_create_window_get_type },
  { "shortcuts", "Copy the link", usher_shortcuts_be_at_row, .happened = says_copied, .after = dismiss },
  { "shortcuts", "Open the link in the browser", usher_shortcuts_be_at_row, .address = "http://127.0.0.1:*/p/i/*" },
  { "shortcuts", "Show the link as a QR code", usher_shortcuts_be_at_row, .opens = usher_plain_dialog_get_type },
  { "shortcuts", "Write an email with the link", usher_shortcuts_be_at_row, .address = "mailto:*@*subject=*" },
  { "shortcuts", "Resend the email", usher_shortcuts_be_at_row, .happened = says_resent, .after = dismiss },
  { "shortcuts", "Duplicate", usher_shortcuts_be_at_row, .opens = usher_create_window_get_type, .happened = duplicates },
  { "shortcuts", "Export activity logs", usher_shortcuts_be_at_row, .opens = usher_export_window_get_type, .happened = exports_all },
  { "shortcuts", "Export activity logs of the selection", usher_shortcuts_be_at_row, .opens = usher_export_window_get_type,
    .happened = exports_selected },
  { "shortcuts", "Revoke", usher_shortcuts_be_at_row, .happened = asks_to_revoke, .after = refuse },
  { "shortcuts", "Undo, before it is sent", revoke_it, .happened = is_taken_back, .after = hold_nothing },
  { "shortcuts", "Waiting and failed requests", usher_shortcuts_be_at_row, .opens = usher_intents_window_get_type },
  { "shortcuts", "Open the outbox of the sandbox", usher_shortcuts_be_at_row, .address = "http://127.0.0.1:*/outbox" },
  { "shortcuts", "Next step", open_wizard, .happened = is_at_second_step },
  { "shortcuts", "Previous step", NULL, .happened = is_at_first_step, .after = close_wizard },
  { "shortcuts", "Search", usher_shortcuts_be_at_row, .happened = searches, .after = end_search },
  { "shortcuts", "Filter", usher_shortcuts_be_at_row, .happened = shows_filters, .after = close_filters },
  { "shortcuts", "Clear search and filters", search_in_vain, .happened = lists_all_again },
  { "shortcuts", "All, active, expired, revoked, fulfilled", be_elsewhere, .happened = lists_status },
  { "shortcuts", "Refresh", note_sync, .happened = is_synced_again },
  { "shortcuts", "Show or hide the sidebar", usher_shortcuts_be_at_row, .happened = is_sidebar_hidden, .after = show_sidebar },
  { "shortcuts", "Go to the edges between panes", usher_shortcuts_be_at_row, .happened = is_at_edge, .after = leave_edge },
  { "shortcuts", "Menu of the selected row", usher_shortcuts_be_at_row, .happened = shows_row_menu, .after = close_row_menu },
  { "general", "Accounts", usher_shortcuts_be_at_row, .opens = usher_accounts_window_get_type },
  { "general", "Add an account", usher_shortcuts_be_at_row, .opens = usher_account_dialog_get_type },
  { "general", "Enter another API key", usher_shortcuts_be_at_row, .opens = usher_account_dialog_get_type },
  { "general", "New window", usher_shortcuts_be_at_row, .happened = are_two },
  { "general", "Close the window", have_two, .happened = is_one },
  { "general", "Preferences", usher_shortcuts_be_at_row, .opens = usher_preferences_get_type },
  { "general", "Help for where you are", usher_shortcuts_be_at_row, .address = "help:usher/find" },
  { "general", "Keyboard shortcuts", usher_shortcuts_be_at_row, .happened = shows_shortcuts, .after = close_over },
  { "general", "Main menu", usher_shortcuts_be_at_row, .happened = shows_main_menu, .after = close_main_menu },
  { "general", "About Usher", usher_shortcuts_be_at_row, .happened = shows_about, .after = close_over },
  { NULL },
};

const UsherShortcut usher_shortcuts_of_end[] = {
  { "general", "Try the sandbox", usher_shortcuts_be_at_row, .happened = is_in_sandbox },
  { "general", "Quit", NULL, .happened = is_over },
  { NULL },
};
