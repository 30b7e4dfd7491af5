/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole story: an invitation is made in the window, mailed, walked through by its recipient over
 * HTTP, and seen in the window as it goes. Nobody asks the window to refresh. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "sandbox/sandbox-walk.h"
#include "ui/usher-address-chip.h"
#include "ui/usher-application-private.h"
#include "ui/usher-choice-list.h"
#include "ui/usher-create-window.h"
#include "ui/usher-window-private.h"

static UsherInvitationItem *
get_selected (UsherWindow *window)
{
  return usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (window)));
}

/* Whether some label has the text among others. */
static gboolean
shows_below (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_below (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
shows (UsherWindow *window, const char *text)
{
  return shows_below (GTK_WIDGET (usher_shell_get_detail (usher_window_get_shell (window))), text);
}

static void
show_page (UsherWindow *window, const char *page)
{
  usher_detail_pane_show_page (usher_shell_get_detail (usher_window_get_shell (window)), page);
}

static GtkWidget *
find (GtkWidget *create, const char *id)
{
  GtkWidget *widget = usher_ui_test_find_id (create, id);

  if (widget == NULL)
    g_error ("no widget %s", id);
  return widget;
}

static void
go_on (GtkWidget *create, const char *step)
{
  gtk_widget_activate_action (create, "create.next", NULL);
  usher_test_wait_for (g_str_equal (usher_create_window_get_step (USHER_CREATE_WINDOW (create)), step));
}

static void
pick_company (UsherWindow *window, GtkWidget *create)
{
  g_autoptr (UsherCompany) company =
    g_list_model_get_item (usher_session_get_companies (usher_window_get_session (window)), 0);
  GtkWidget *list = usher_ui_test_find (find (create, "company_row"), USHER_TYPE_CHOICE_LIST, 0);
  GtkWidget *entry = usher_ui_test_find_id (list, "search");
  GListModel *choices;

  usher_test_wait_for ((choices = usher_choice_list_get_choices (USHER_CHOICE_LIST (list))) != NULL
                       && g_list_model_get_n_items (choices) > 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), usher_company_get_name (company));
  g_signal_emit_by_name (entry, "activate");
}

/* Through the widgets of the wizard, step by step, as a person would; nothing is handed to it. */
static void
invite (UsherWindow *window)
{
  GtkWidget *create;

  g_action_group_activate_action (G_ACTION_GROUP (window), "new-invitation", NULL);
  usher_test_wait_for ((create = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW)) != NULL);
  usher_ui_test_draw (create);
  g_assert_cmpstr (usher_create_window_get_step (USHER_CREATE_WINDOW (create)), ==, "flow");
  go_on (create, "access");
  pick_company (window, create);
  gtk_editable_set_text (GTK_EDITABLE (find (create, "entry")), "ann@example.com,");
  usher_test_wait_for (usher_ui_test_find (create, USHER_TYPE_ADDRESS_CHIP, 0) != NULL);
  go_on (create, "delivery");
  /* With addresses it offers to mail. */
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (find (create, "email_check"))));
  go_on (create, "review");
  go_on (create, "done");
  usher_test_wait_for (get_selected (window) != NULL);
  usher_ui_test_close (create);
}

static UsherInvitationStatus
get_status (UsherWindow *window)
{
  return usher_invitation_get_status (usher_invitation_item_get_invitation (get_selected (window)));
}

/* The bus of the tests has nobody who shows notifications, and test-desktop.c is where they are looked at. */
static void
silence (UsherApplication *application)
{
  static const char * const news[] = { "fulfilled", "stuck", "expiring", "broken", "failed" };

  for (gsize i = 0; i < G_N_ELEMENTS (news); i++)
    {
      g_autofree char *key = g_strconcat ("notify-", news[i], NULL);

      g_settings_set_boolean (application->settings, key, FALSE);
    }
}

static void
check_story (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  g_autoptr (SandboxWalk) walk = NULL;
  g_autoptr (GPtrArray) mail = NULL;
  g_autofree char *link = NULL;
  UsherSession *session;

  silence (application);
  usher_test_wait_for ((session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "open-outbox"));
  invite (window);
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_cmpuint (mail->len, ==, 1);
  link = sandbox_mail_dup_link (mail->pdata[0]);
  walk = sandbox_walk_new (sandbox, link);
  sandbox_walk_open (walk, NULL);
  show_page (window, "activity");
  usher_test_wait_for (shows (window, "ann@example.com opened the link"));
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
  usher_test_wait_for (get_status (window) == USHER_INVITATION_STATUS_FULFILLED);
  usher_test_wait_for (shows (window, "ann@example.com submitted the form"));
  show_page (window, "details");
  usher_test_wait_for (shows (window, "Northwind Power"));
  /* The new connection is seen to become one that works. */
  usher_test_wait_for (shows (window, "Connected"));
}

static void
test_story (void)
{
  static const char * const demo[] = { "--demo", "20", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_story, sandbox);
}

static void
test_outbox_address (void)
{
  g_autofree char *address = usher_window_sandbox_dup_outbox ("http://127.0.0.1:8722/v2.2");

  g_assert_cmpstr (address, ==, "http://127.0.0.1:8722/outbox");
  g_assert_null (usher_window_sandbox_dup_outbox ("nonsense"));
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/story/outbox-address", test_outbox_address);
  g_test_add_func ("/ui/story/whole", test_story);
  return g_test_run ();
}
