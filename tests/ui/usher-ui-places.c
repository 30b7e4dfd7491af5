/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-ui-places.h"

#include "ui/compat/usher-compat.h"
#include "ui/usher-account-button.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-accounts-window.h"
#include "ui/usher-activity-pane.h"
#include "ui/usher-batch-window.h"
#include "ui/usher-company-chooser.h"
#include "ui/usher-create-window.h"
#include "ui/usher-export-window.h"
#include "ui/usher-filter-button.h"
#include "ui/usher-intents-window.h"
#include "ui/usher-preferences.h"
#include "ui/usher-review-samples.h"
#include "ui/usher-review-window.h"
#include "ui/usher-shortcuts.h"
#include "ui/usher-sidebar.h"
#include "ui/usher-template-window.h"
#include "ui/usher-ui-test.h"
#include "usher-config.h"

typedef struct _Step Step;

typedef struct
{
  UsherApplication *application;
  UsherWindow *window;
  UsherSession *session;
  GSettings *settings; /* (owned) */
  const char *dir;
  const Step *step;    /* that is being taken */
  UsherUiPlaceFunc look;
  gpointer user_data;
} Walk;

struct _Step
{
  UsherUiPlace place;
  GtkWidget *(*open) (Walk *walk);
  const char *page; /* (nullable): of the wizard */
  guint variant;    /* of the invitation (UsherInvitationKind), or of the dialog (UsherAccountDialogMode) */
};

/* --- Getting about --- */

static UsherShell *
get_shell (Walk *walk)
{
  return usher_window_get_shell (walk->window);
}

static GtkWidget *
get_pane (Walk *walk)
{
  return GTK_WIDGET (usher_shell_get_list (get_shell (walk)));
}

static void
act (gpointer group, const char *name)
{
  usher_test_wait_for (g_action_group_get_action_enabled (G_ACTION_GROUP (group), name));
  g_action_group_activate_action (G_ACTION_GROUP (group), name, NULL);
}

static GtkWidget *
wait_for (GType type)
{
  usher_test_wait_for (usher_ui_test_window (type) != NULL);
  return usher_ui_test_window (type);
}

/* A question, a window of the toolkit's, or a dialog that is in the main window. */
static GtkWidget *
find_over (Walk *walk)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (walk->window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return GTK_WIDGET (window);
    }
  return usher_dialog_find_over (GTK_WINDOW (walk->window));
}

static GtkWidget *
wait_for_over (Walk *walk)
{
  usher_test_wait_for (find_over (walk) != NULL);
  return find_over (walk);
}

static GtkWidget *
present (Walk *walk, gpointer dialog)
{
  usher_dialog_present (USHER_DIALOG (dialog), GTK_WIDGET (walk->window));
  return dialog;
}

static GtkWidget *
popup (Walk *walk, GType type)
{
  GtkWidget *owner = usher_ui_test_find (GTK_WIDGET (walk->window), type, 0);
  GtkMenuButton *button = GTK_MENU_BUTTON (usher_ui_test_find (owner, GTK_TYPE_MENU_BUTTON, 0));

  gtk_menu_button_popup (button);
  return GTK_WIDGET (gtk_menu_button_get_popover (button));
}

static GtkWidget *
focus_in (Walk *walk, GtkWidget *widget)
{
  gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  return GTK_WIDGET (walk->window);
}

/* --- The main window --- */

static GtkWidget *
open_list (Walk *walk)
{
  usher_invitation_pane_focus (usher_shell_get_list (get_shell (walk)));
  return GTK_WIDGET (walk->window);
}

static GtkWidget *
open_detail (Walk *walk)
{
  return focus_in (walk, GTK_WIDGET (usher_shell_get_detail (get_shell (walk))));
}

static GtkWidget *
open_activity (Walk *walk)
{
  GtkWidget *detail = GTK_WIDGET (usher_shell_get_detail (get_shell (walk)));
  GtkWidget *log = usher_ui_test_find (detail, USHER_TYPE_ACTIVITY_PANE, 0);

  if (!gtk_widget_get_mapped (log))
    gtk_widget_activate (usher_ui_test_find_id (detail, "activity_button"));
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (USHER_ACTIVITY_PANE (log)), "list")
                       && gtk_widget_get_mapped (log));
  return focus_in (walk, log);
}

static GtkWidget *
open_sidebar (Walk *walk)
{
  GtkWidget *sidebar = usher_ui_test_find (GTK_WIDGET (walk->window), USHER_TYPE_SIDEBAR, 0);

  return focus_in (walk, usher_ui_test_find (sidebar, GTK_TYPE_LIST_BOX, 0));
}

static GtkWidget *
open_account_menu (Walk *walk)
{
  return popup (walk, USHER_TYPE_ACCOUNT_BUTTON);
}

static GtkWidget *
open_filters (Walk *walk)
{
  return popup (walk, USHER_TYPE_FILTER_BUTTON);
}

static GtkWidget *
open_companies (Walk *walk)
{
  return popup (walk, USHER_TYPE_COMPANY_CHOOSER);
}

/* --- The wizard --- */

static GtkWidget *
open_wizard (Walk *walk)
{
  UsherInvitationKind kind = walk->step->variant;
  const char *page = walk->step->page;
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (kind);
  g_autoptr (UsherCompany) company = g_list_model_get_item (usher_session_get_companies (walk->session), 0);
  UsherCreateWindow *create;

  usher_invitation_draft_set_company_id (draft, usher_company_get_id (company));
  usher_invitation_draft_set_allowed_emails (draft, (const char *[]) { "a@example.com", NULL });
  if (kind == USHER_INVITATION_KIND_RECONNECT)
    usher_invitation_draft_set_connection_id (draft, "8c2ba8c5-7a1b-4a43-bf0d-2b61cd0d3a11");
  create = usher_create_window_new (walk->session, draft, NULL);
  present (walk, create);
  usher_ui_test_draw (GTK_WIDGET (create));
  for (guint i = 0; i < 5 && !g_str_equal (usher_create_window_get_step (create), "flow"); i++)
    gtk_widget_activate_action (GTK_WIDGET (create), "create.back", NULL);
  for (guint i = 0; i < 5 && !g_str_equal (usher_create_window_get_step (create), page); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (create), "create.next", NULL);
      usher_test_wait_for (!usher_create_window_get_busy (create));
    }
  g_assert_cmpstr (usher_create_window_get_step (create), ==, page);
  return GTK_WIDGET (create);
}

/* --- Dialogs --- */

static GtkWidget *
open_code (Walk *walk)
{
  act (walk->window, "show-code");
  return wait_for (USHER_TYPE_PLAIN_DIALOG);
}

static GtkWidget *
open_question (Walk *walk)
{
  open_list (walk);
  act (walk->window, "revoke");
  return wait_for_over (walk);
}

static GtkWidget *
open_message (Walk *walk)
{
  open_list (walk);
  usher_compat_tell (GTK_WINDOW (walk->window), "Not Sent", "The server did not answer.");
  return wait_for_over (walk);
}

static GtkWidget *
open_export (Walk *walk)
{
  act (walk->window, "export");
  return wait_for (USHER_TYPE_EXPORT_WINDOW);
}

static GtkWidget *
open_exported (Walk *walk)
{
  GtkWidget *window = open_export (walk);
  g_autofree char *path = g_build_filename (walk->dir, "all.usherlog", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  usher_export_window_save_to (USHER_EXPORT_WINDOW (window), file);
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (window, "close_button")));
  return window;
}

static GtkWidget *
open_preferences (Walk *walk)
{
  act (walk->application, "preferences");
  return wait_for (USHER_TYPE_PREFERENCES);
}

static GtkWidget *
open_template (Walk *walk)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherTemplate) template = usher_template_new ("Electricity", draft, NULL, FALSE);

  return present (walk, usher_template_window_new (walk->settings, template, walk->session));
}

static GtkWidget *
open_accounts (Walk *walk)
{
  act (walk->application, "accounts");
  return wait_for (USHER_TYPE_ACCOUNTS_WINDOW);
}

static GtkWidget *
open_account (Walk *walk)
{
  UsherAccountDialogMode mode = walk->step->variant;
  UsherAccount *account = usher_session_get_account (walk->session);

  return present (walk, usher_account_dialog_new (usher_application_get_accounts (walk->application), mode,
                                                  mode != USHER_ACCOUNT_DIALOG_ADD ? account : NULL));
}

static GtkWidget *
open_about (Walk *walk)
{
  act (walk->application, "about");
  return wait_for_over (walk);
}

static GtkWidget *
open_shortcuts (Walk *walk)
{
  act (walk->window, "show-help-overlay");
  return wait_for (USHER_TYPE_SHORTCUTS);
}

static GtkWidget *
open_requests (Walk *walk)
{
  act (walk->window, "show-intents");
  return wait_for (USHER_TYPE_INTENTS_WINDOW);
}

/* --- Several, and what is held back: this server mails nothing again --- */

static gboolean
is_asking (Walk *walk)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (walk->window));

  return question != NULL;
}

static void
answer (Walk *walk)
{
  usher_test_wait_for (is_asking (walk));
  usher_test_settle ();
  g_assert_true (usher_compat_answer (GTK_WINDOW (walk->window), TRUE));
}

static GtkSelectionModel *
get_selection (Walk *walk)
{
  return gtk_column_view_get_model (GTK_COLUMN_VIEW (usher_ui_test_find (get_pane (walk), GTK_TYPE_COLUMN_VIEW, 0)));
}

static GtkWidget *
open_several (Walk *walk)
{
  gtk_selection_model_select_range (get_selection (walk), 0, 3, TRUE);
  usher_test_wait_for (usher_invitation_pane_get_n_selected (USHER_INVITATION_PANE (get_pane (walk))) == 3);
  return focus_in (walk, GTK_WIDGET (usher_ui_test_find_id (GTK_WIDGET (walk->window), "detail_stack")));
}

static GtkWidget *
open_batch (Walk *walk)
{
  GtkWidget *window;

  gtk_selection_model_select_range (get_selection (walk), 0, 3, TRUE);
  act (walk->window, "resend");
  answer (walk);
  window = wait_for (USHER_TYPE_BATCH_WINDOW);
  usher_test_wait_for (!usher_batch_get_running (usher_batch_window_get_batch (USHER_BATCH_WINDOW (window))));
  return window;
}

/* (nullable): refused ones may be there as well. */
static UsherIntent *
find_held (Walk *walk)
{
  GListModel *intents = usher_session_get_intents (walk->session);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      if (usher_session_get_standing (walk->session, intent) == USHER_STANDING_WAITING)
        return intent;
    }
  return NULL;
}

static GtkWidget *
open_held (Walk *walk)
{
  g_settings_set_uint (walk->settings, "undo-seconds", 30);
  usher_test_wait_for (usher_session_get_hold (walk->session) > 0);
  gtk_selection_model_select_item (get_selection (walk), 0, TRUE);
  act (walk->window, "revoke");
  answer (walk);
  usher_test_wait_for (find_held (walk) != NULL);
  return open_requests (walk);
}

/* A program that is to end sends first what it holds back, when its time has come; on a slow machine it has. */
static void
let_go (Walk *walk)
{
  UsherIntent *held = find_held (walk);

  if (held != NULL)
    usher_session_undo (walk->session, held);
  usher_test_wait_for (find_held (walk) == NULL);
}

/* --- An exported log --- */

static GtkWidget *
open_review (Walk *walk)
{
  GtkWidget *window = usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW);
  g_autofree char *path = g_build_filename (walk->dir, "sample.usherlog", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  UsherReview *review;

  if (window != NULL)
    return window;
  usher_review_samples_write (path, USHER_LOG_FORMAT_USHERLOG);
  g_application_open (G_APPLICATION (walk->application), &file, 1, "");
  window = wait_for (USHER_TYPE_REVIEW_WINDOW);
  review = usher_review_window_get_review (USHER_REVIEW_WINDOW (window));
  usher_test_wait_for (usher_archive_get_state (usher_review_get_archive (review)) == USHER_ARCHIVE_READY
                       && !usher_review_get_busy (review));
  usher_ui_test_draw (window);
  usher_review_pane_grab (usher_review_board_get_pane (usher_review_window_get_board (USHER_REVIEW_WINDOW (window))));
  return window;
}

static GtkWidget *
open_log_filters (Walk *walk)
{
  GtkWidget *window = open_review (walk);
  GtkWidget *button;

  g_action_group_activate_action (G_ACTION_GROUP (window), "filter", NULL);
  button = GTK_WIDGET (
    usher_review_board_get_filter_button (usher_review_window_get_board (USHER_REVIEW_WINDOW (window))));
  return usher_ui_test_find (button, GTK_TYPE_POPOVER, 0);
}

static GtkWidget *
open_files (Walk *walk)
{
  GtkWidget *window = open_review (walk);

  g_action_group_activate_action (G_ACTION_GROUP (window), "export", NULL);
  usher_test_wait_for (usher_ui_test_window (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL);
  usher_ui_test_wait_for_folder (usher_ui_test_window (GTK_TYPE_FILE_CHOOSER_DIALOG));
  return usher_ui_test_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
}

static GtkWidget *
open_welcome (Walk *walk)
{
  return GTK_WIDGET (walk->window);
}

/* --- The walk --- */

static const Step steps[] = {
  { { "list", "find", TRUE }, open_list },
  { { "detail", "follow", TRUE, TRUE }, open_detail },
  { { "activity log", "events", TRUE, TRUE }, open_activity },
  { { "sidebar", "statuses", TRUE, TRUE }, open_sidebar },
  { { "menu of the accounts", "accounts" }, open_account_menu },
  { { "filters", "find" }, open_filters },
  { { "companies", "statuses" }, open_companies },
  { { "wizard, kind", "create" }, open_wizard, "flow", USHER_INVITATION_KIND_CONTRIBUTOR },
  { { "wizard, access", "create" }, open_wizard, "access", USHER_INVITATION_KIND_CONTRIBUTOR },
  { { "wizard, connection", "create" }, open_wizard, "access", USHER_INVITATION_KIND_RECONNECT },
  { { "wizard, delivery", "create" }, open_wizard, "delivery", USHER_INVITATION_KIND_CONTRIBUTOR },
  { { "wizard, check", "create" }, open_wizard, "review", USHER_INVITATION_KIND_CONTRIBUTOR },
  { { "code", "follow" }, open_code },
  { { "question", "find" }, open_question },
  { { "message", "find" }, open_message },
  { { "export", "export" }, open_export },
  { { "export, done", "export" }, open_exported },
  { { "preferences", "preferences" }, open_preferences },
  { { "template", "preferences" }, open_template },
  { { "accounts", "accounts" }, open_accounts },
  { { "new account", "accounts" }, open_account, NULL, USHER_ACCOUNT_DIALOG_ADD },
  { { "new name", "accounts" }, open_account, NULL, USHER_ACCOUNT_DIALOG_RENAME },
  { { "new key", "accounts" }, open_account, NULL, USHER_ACCOUNT_DIALOG_REPLACE_KEY },
  { { "about", "index", FALSE, TRUE, TRUE }, open_about },
  { { "shortcuts", "keyboard", FALSE, TRUE }, open_shortcuts },
  { { "no requests", "waiting" }, open_requests },
  { { "several", "follow", TRUE, TRUE }, open_several },
  { { "batch", "follow" }, open_batch },
  { { "wizard, done", "create" }, open_wizard, "done", USHER_INVITATION_KIND_CONTRIBUTOR },
  { { "requests", "waiting" }, open_held },
  { { "log", "review", TRUE }, open_review },
  { { "filters of a log", "review" }, open_log_filters },
  { { "file", "review", FALSE, TRUE, TRUE }, open_files },
};

static const UsherUiPlace print_place = { "print", "review", FALSE, TRUE, TRUE };

static void
take (Walk *walk, const Step *step)
{
  GtkWidget *left = NULL;
  GtkWidget *root;

  walk->step = step;
  root = step->open (walk);
  g_test_message ("%s", step->place.name);
  usher_ui_test_draw (root);
  usher_test_settle ();
  g_set_weak_pointer (&left, root);
  walk->look (&step->place, root, walk->user_data);
  usher_test_settle ();
  if (left != NULL && !step->place.stays)
    {
      if (GTK_IS_POPOVER (left))
        gtk_popover_popdown (GTK_POPOVER (left));
      else if (USHER_IS_DIALOG (left))
        usher_dialog_force_close (USHER_DIALOG (left));
      else if (GTK_IS_WINDOW (left))
        gtk_window_close (GTK_WINDOW (left));
      else
        usher_dialog_close_over (GTK_WINDOW (walk->window));
      usher_test_wait_for (left == NULL || !gtk_widget_get_mapped (left));
    }
  g_clear_weak_pointer (&left);
}

static GtkWidget *
find_print_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), "GtkPrintUnixDialog") && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

static gboolean
on_printing (gpointer user_data)
{
  Walk *walk = user_data;
  GtkWidget *dialog = NULL;

  usher_test_wait_for ((dialog = find_print_dialog ()) != NULL);
  g_test_message ("%s", print_place.name);
  usher_ui_test_draw (dialog);
  usher_test_settle ();
  walk->look (&print_place, dialog, walk->user_data);
  dialog = find_print_dialog ();
  if (dialog != NULL)
    gtk_window_close (GTK_WINDOW (dialog));
  return G_SOURCE_REMOVE;
}

/* The action comes back when the dialog is closed: it is looked at from within. */
static void
take_print (Walk *walk)
{
  GtkWidget *window = open_review (walk);

  g_idle_add (on_printing, walk);
  act (window, "print");
  g_assert_null (find_print_dialog ());
  usher_test_settle ();
}

static void
on_signed_in (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Walk *walk = user_data;

  walk->application = application;
  walk->window = window;
  usher_test_wait_for ((walk->session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_state (walk->session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (walk->session) > 0
                       && usher_session_get_counts (walk->session)->total > 0
                       && usher_session_get_counts (walk->session)->unread == 0);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (walk->session)) == USHER_INVITATION_STATUS_ACTIVE
                       && !usher_session_get_loading (walk->session));
  usher_test_settle ();
  gtk_selection_model_select_item (get_selection (walk), 0, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    take (walk, &steps[i]);
  take_print (walk);
  let_go (walk);
  if (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW) != NULL)
    gtk_window_close (GTK_WINDOW (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW)));
}

static void
on_welcome (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  static const Step step = { { "welcome", "getting-started", TRUE }, open_welcome };
  Walk *walk = user_data;

  walk->application = application;
  walk->window = window;
  take (walk, &step);
}

void
usher_ui_places_walk (UsherUiPlaceFunc look, gpointer user_data)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  g_autoptr (UsherTestSandbox) sandbox =
    usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "20", "--seed", "7", "--no-resend", NULL });
  Walk walk = { .settings = settings, .dir = dir, .look = look, .user_data = user_data };

  usher_ui_test_run (NULL, NULL, on_welcome, &walk);
  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, on_signed_in, &walk);
  usher_test_remove_tree (dir);
}
