/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every action of the window and of the application has keys, a line in the window of the shortcuts, and a place
 * in a menu. What has not stands here, each with its reason: a new action is in neither list and fails. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "ui/usher-account-button.h"
#include "ui/usher-ui.h"

#define FOLDER USHER_RESOURCE_PATH "/ui/"

static const struct
{
  const char *action;
  const char *reason;
} not_for_people[] = {
  { "app.show-place", "where notifications and the desktop's search lead; comes over the bus" },
  { "app.new-invitation", "the one of the desktop file; in the window it is win.new-invitation" },
  { "app.shortcuts", "for the help; in the window it is win.show-help-overlay" },
  { "app.account", "one for each account, chosen in the menu of the accounts" },
  { "app.open-recent", "one for each log that was open, in a menu" },
  { "win.retry-intent", "one for each request, on a button beside what became of it" },
  { "win.show-pane", "the back buttons of a narrow window; Alt+Left and Escape do it too" },
  { "win.sort", "one for each column, in a menu and on the heads of the columns" },
  { "win.sort-descending", "a choice beside the columns in the same menu" },
};

/* Their keys would come before an entry that has the focus, so they are no accelerators. */
static const struct
{
  const char *action;
  const char *keys;
} bound[] = {
  { "win.copy-link", "&lt;Control&gt;c" },
  { "win.revoke", "Delete" },
  { "win.undo-held", "&lt;Control&gt;z" },
};

/* They are not in a menu of the main window. */
static const struct
{
  const char *action;
  const char *place; /* a template */
  const char *what;  /* in it */
} elsewhere[] = {
  { "app.try-sandbox", "usher-welcome.ui", "app.try-sandbox" },
  { "win.replace-key", "usher-account-row.ui", "account.replace-key" },
  { "win.show-list", "usher-sidebar.ui", "navigation-sidebar" },
};

static char *
dup_resource (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The templates of the main window's side; an exported log has a window and menus of its own. */
static char *
dup_templates (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = g_resources_enumerate_children (FOLDER, 0, &error);
  g_autoptr (GString) all = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *text = NULL;

      if (g_str_has_prefix (names[i], "usher-review") || !g_str_has_suffix (names[i], ".ui"))
        continue;
      text = dup_resource (names[i]);
      g_string_append (all, text);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static gboolean
is_in_model (GMenuModel *model, const char *action)
{
  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);

      if (g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &name)
          && g_str_equal (name, action))
        return TRUE;
      if (section != NULL && is_in_model (section, action))
        return TRUE;
    }
  return FALSE;
}

/* That one is made when it is opened. */
static GMenuModel *
get_account_menu (UsherWindow *window)
{
  GtkWidget *button = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_ACCOUNT_BUTTON, 0);
  GtkMenuButton *menu = GTK_MENU_BUTTON (usher_ui_test_find (button, GTK_TYPE_MENU_BUTTON, 0));

  gtk_menu_button_popup (menu);
  usher_test_wait_for (gtk_menu_button_get_menu_model (menu) != NULL);
  gtk_menu_button_popdown (menu);
  return gtk_menu_button_get_menu_model (menu);
}

static gboolean
has_keys (GtkApplication *application, const char *action, const char *shortcuts)
{
  g_autofree char *element = g_strdup_printf ("\"action-name\">%s<", action);
  g_auto (GStrv) described = gtk_application_list_action_descriptions (application);

  for (guint i = 0; i < G_N_ELEMENTS (bound); i++)
    {
      g_autofree char *keys = g_strdup_printf ("\"accelerator\">%s<", bound[i].keys);

      if (g_str_equal (bound[i].action, action))
        return strstr (shortcuts, keys) != NULL;
    }
  /* Its five stand in one line. */
  if (g_str_equal (action, "win.show-list"))
    return g_strv_contains ((const char *const *) described, "win.show-list::fulfilled")
           && strstr (shortcuts, "&lt;Alt&gt;1...5") != NULL;
  return g_strv_contains ((const char *const *) described, action) && strstr (shortcuts, element) != NULL;
}

static gboolean
has_place (const char *action, const char *templates, GMenuModel *accounts)
{
  g_autofree char *attribute = g_strdup_printf ("name=\"action\">%s<", action);

  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      if (g_str_equal (elsewhere[i].action, action))
        {
          g_autofree char *text = dup_resource (elsewhere[i].place);

          return strstr (text, elsewhere[i].what) != NULL;
        }
    }
  return strstr (templates, attribute) != NULL || is_in_model (accounts, action);
}

static gboolean
is_for_people (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (not_for_people); i++)
    {
      if (g_str_equal (not_for_people[i].action, action))
        return FALSE;
    }
  return TRUE;
}

static void
check_group (GActionGroup *group, const char *prefix, GtkApplication *application, UsherWindow *window)
{
  g_auto (GStrv) names = g_action_group_list_actions (group);
  g_autofree char *templates = dup_templates ();
  g_autofree char *shortcuts = dup_resource ("usher-shortcuts.ui");
  GMenuModel *accounts = get_account_menu (window);
  gboolean complete = TRUE;

  g_assert_cmpuint (g_strv_length (names), >, 5);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *action = g_strdup_printf ("%s.%s", prefix, names[i]);

      if (!is_for_people (action))
        continue;
      if (!has_keys (application, action, shortcuts))
        {
          g_test_message ("%s has no keys, or they are not among the shortcuts", action);
          complete = FALSE;
        }
      if (!has_place (action, templates, accounts))
        {
          g_test_message ("%s has no place in a menu", action);
          complete = FALSE;
        }
    }
  g_assert_true (complete);
}

/* No two actions of a window have the same keys. */
static void
check_unique (GtkApplication *application)
{
  g_auto (GStrv) described = gtk_application_list_action_descriptions (application);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; described[i] != NULL; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (application, described[i]);

      for (guint k = 0; keys[k] != NULL; k++)
        {
          const char *other = g_hash_table_lookup (seen, keys[k]);

          if (other != NULL)
            g_error ("%s: %s and %s", keys[k], other, described[i]);
          g_hash_table_insert (seen, g_strdup (keys[k]), g_strdup (described[i]));
        }
    }
}

static void
check (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  check_group (G_ACTION_GROUP (window), "win", GTK_APPLICATION (application), window);
  check_group (G_ACTION_GROUP (application), "app", GTK_APPLICATION (application), window);
  check_unique (GTK_APPLICATION (application));
}

static void
test_actions (void)
{
  const char *extra[] = { "--demo", "20", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, check, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/actions/all", test_actions);
  return g_test_run ();
}
