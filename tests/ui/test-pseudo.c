/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In a translation that puts every text into brackets, what stands without them was never translated, or put
 * together from parts. Run by pseudo.sh. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <libintl.h>
#include <string.h>

#include "ui/usher-accounts-window.h"
#include "ui/usher-cell.h"
#include "ui/usher-create-window.h"
#include "ui/usher-preferences.h"
#include "usher-config.h"

#define OPEN "⟦"

/* What people and servers say is no text of ours. */
static gboolean
is_data (const char *text, UsherSession *session)
{
  GListModel *companies = session != NULL ? usher_session_get_companies (session) : NULL;

  if (strchr (text, '@') != NULL || strstr (text, "://") != NULL || strstr (text, "127.0.0.1") != NULL
      || g_uuid_string_is_valid (text))
    return TRUE;
  /* The members of an event, each in a line with the name that the server gives it. */
  if (g_regex_match_simple ("^[a-z]+([A-Z][a-z]*)+: ", text, 0, 0))
    return TRUE;
  for (guint i = 0; companies != NULL && i < g_list_model_get_n_items (companies); i++)
    {
      g_autoptr (UsherCompany) company = g_list_model_get_item (companies, i);

      if (g_str_equal (text, usher_company_get_name (company)))
        return TRUE;
    }
  return FALSE;
}

/* Keys in menus, and what stands inside its search entries, drop-downs and windows, are the toolkit's to translate. */
static gboolean
is_of_toolkit (const char *text)
{
  const char * const words[] = { "Clear entry", "Clear Entry", "(None)", "Search…", "Preferences", "Search",
                                 "No Results Found", "Try a different search.", "Apply", NULL };

  return g_regex_match_simple ("^((Shift|Ctrl|Alt|Super)\\+)*(F[0-9]+|Delete|Escape|Return|.)$", text, 0, 0)
         || g_strv_contains (words, text);
}

static gboolean
has_letters (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (g_unichar_isalpha (g_utf8_get_char (c)))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  UsherSession *session; /* (borrowed) (nullable) */
  guint n_seen;
  GString *wrong;        /* (owned) */
} Look;

static void
look_at (Look *look, GtkWidget *widget, const char *text)
{
  if (text == NULL || !has_letters (text))
    return;
  look->n_seen++;
  if (strstr (text, OPEN) == NULL && !is_data (text, look->session) && !is_of_toolkit (text))
    g_string_append_printf (look->wrong, "%s in %s: “%s”\n", G_OBJECT_TYPE_NAME (widget),
                            G_OBJECT_TYPE_NAME (gtk_widget_get_root (widget)), text);
}

static void
walk (Look *look, GtkWidget *widget)
{
  if (GTK_IS_CALENDAR (widget))
    return;
  look_at (look, widget, gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_LABEL (widget))
    look_at (look, widget, gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_INSCRIPTION (widget))
    look_at (look, widget, gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  else if (USHER_IS_CELL (widget))
    {
      g_autofree char *text = usher_cell_dup_text (USHER_CELL (widget));

      look_at (look, widget, text);
    }
  else if (GTK_IS_TEXT (widget))
    look_at (look, widget, gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (look, child);
}

static void
check (GtkWidget *root, UsherSession *session, guint at_least)
{
  Look look = { session, 0, g_string_new (NULL) };

  walk (&look, root);
  if (look.wrong->len > 0)
    g_test_message ("%s", look.wrong->str);
  g_assert_cmpstr (look.wrong->str, ==, "");
  g_assert_cmpuint (look.n_seen, >=, at_least);
  g_string_free (look.wrong, TRUE);
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
  if (dir == NULL || strstr (gettext ("New Invitation"), OPEN) == NULL)
    {
      g_print ("1..0 # SKIP translations do not work in this locale\n");
      return 0;
    }
  g_test_add_func ("/pseudo/welcome", test_welcome);
  g_test_add_func ("/pseudo/main", test_main);
  return g_test_run ();
}
