/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is not translated, in the main window and those over it; the tour looks at every screen (test-looks.sh). Run by
 * pseudo.sh. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-pseudo.h"
#include "ui/usher-ui-test.h"

#include <libintl.h>
#include <string.h>

#include "ui/usher-accounts-window.h"
#include "ui/usher-create-window.h"
#include "ui/usher-preferences.h"
#include "usher-config.h"

static void
check (GtkWidget *root, UsherSession *session, guint at_least)
{
  g_autoptr (GString) wrong = g_string_new (NULL);
  guint n = usher_ui_pseudo_look (root, session, NULL, wrong);

  if (wrong->len > 0)
    g_test_message ("%s", wrong->str);
  g_assert_cmpstr (wrong->str, ==, "");
  g_assert_cmpuint (n, >=, at_least);
}

static void
check_main (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherInvitationPane *list = usher_shell_get_list (usher_window_get_shell (window));
  UsherSession *session;
  GtkWidget *other;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session)
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) > 0);
  {
    g_autoptr (UsherInvitationItem) item = g_list_model_get_item (usher_session_get_invitations (session), 0);

    usher_invitation_pane_select_id (list, usher_invitation_item_get_id (item));
    usher_test_wait_for (usher_invitation_pane_get_selected (list) == item);
  }
  usher_ui_test_draw (GTK_WIDGET (window));
  check (GTK_WIDGET (window), session, 60);
  usher_ui_test_picture (GTK_WIDGET (window), "pseudo-main");

  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  other = usher_ui_test_window (USHER_TYPE_PREFERENCES);
  usher_ui_test_draw (other);
  check (other, session, 8);
  usher_ui_test_close (other);

  g_action_group_activate_action (G_ACTION_GROUP (application), "accounts", NULL);
  other = usher_ui_test_window (USHER_TYPE_ACCOUNTS_WINDOW);
  usher_ui_test_draw (other);
  check (other, session, 2);
  usher_ui_test_close (other);

  g_action_group_activate_action (G_ACTION_GROUP (window), "new-invitation", NULL);
  other = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW);
  usher_ui_test_draw (other);
  check (other, session, 20);
  usher_ui_test_close (other);
}

static void
test_main (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check_main, NULL);
}

static void
check_welcome (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  check (GTK_WIDGET (window), NULL, 5);
}

static void
test_welcome (void)
{
  usher_ui_test_run (NULL, NULL, check_welcome, NULL);
}

int
main (int argc, char *argv[])
{
  const char *dir = g_getenv ("USHER_PSEUDO_DIR");

  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : "/nonexistent");
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  usher_ui_test_init (&argc, &argv);
  if (dir == NULL || strstr (gettext ("New Invitation"), USHER_UI_PSEUDO_OPEN) == NULL)
    {
      g_print ("1..0 # SKIP translations do not work in this locale\n");
      return 0;
    }
  g_test_add_func ("/pseudo/welcome", test_welcome);
  g_test_add_func ("/pseudo/main", test_main);
  return g_test_run ();
}
