/* SPDX-License-Identifier: GPL-3.0-or-later */

/* usher-tour --output FOLDER [--demo COUNT]: starts the sandbox, walks Usher's main screens and exits with 1 if a step
 * fails. Run by build-aux/run on a virtual display, with a bus and settings of its own. */

#include "tour/usher-tour.h"

#include <locale.h>
#include <string.h>

#include "ui/usher-ui-tree.h"
#include "ui/usher-ui.h"
#include "usher-config.h"

#define PATIENCE 20 /* seconds */

gboolean
usher_tour_wait (gboolean (*holds) (UsherTour *tour), UsherTour *tour)
{
  g_autoptr (UsherTestWait) wait = usher_test_wait_begin (PATIENCE);

  while (!holds (tour))
    if (!usher_test_wait_turn (wait))
      return FALSE;
  return TRUE;
}

/* Logs are read one by one after the list; rows say what they tell. */
static gboolean
is_read (UsherTour *tour)
{
  UsherSession *session = usher_application_get_session (tour->application);

  return session == NULL
         || (usher_session_get_counts (session)->unread == 0 && !usher_session_get_loading (session));
}

/* What a screen reader is told of it, in a file of that name. Another style or width says nothing new. */
static void
keep_tree (UsherTour *tour, GtkWidget *window, const char *name)
{
  const char * const same[] = { "batch-dark", "batch-narrow", "created", "dark", "expired", "narrow-list",
                                "reconnect-created", "review-contrast", "review-contrast-dark", "review-dark",
                                "review-narrow", "revoked", "revoked-now", NULL };
  gboolean wanted = !g_strv_contains (same, name);
  g_autoptr (GString) faults = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autofree char *settled = NULL;
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *path = g_build_filename (tour->trees, file, NULL);
  g_autoptr (GError) error = NULL;

  if (!wanted)
    return;
  if (!usher_tour_wait (is_read, tour))
    usher_tour_fail (tour, "the activity logs are not read");
  usher_test_settle ();
  text = usher_ui_tree_dump (window, faults);
  settled = text != NULL ? usher_ui_tree_settle (text) : NULL;
  if (settled == NULL)
    {
      usher_tour_fail (tour, "the window is not on the accessibility bus");
      return;
    }
  if (!g_file_set_contents (path, settled, -1, &error))
    usher_tour_fail (tour, error->message);
  if (faults->len > 0)
    {
      g_print ("UNNAMED in %s:\n%s", name, faults->str);
      tour->n_unnamed++;
    }
}

/* With room for one pane, each that says something is shown. */
static void
picture_panes (UsherTour *tour, const char *file)
{
  const char * const panes[] = { "sidebar", "detail", "list" };

  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      g_autofree char *name = g_strconcat (file, "-", panes[i], NULL);

      if (usher_tour_action (tour, "win.show-pane", panes[i]))
        {
          usher_test_settle ();
          usher_ui_test_picture (GTK_WIDGET (tour->window), name);
          g_print ("ok     %s.png\n", name);
          usher_tour_look (tour, GTK_WIDGET (tour->window));
        }
    }
}

/* A code is a link that a camera reads: in pictures stands one that opens nothing. */
static gboolean
shows_code (UsherTour *tour, GtkWidget *window)
{
  GtkWidget *picture = usher_ui_test_find (window, GTK_TYPE_PICTURE, 0);

  return picture != NULL && gtk_picture_get_paintable (GTK_PICTURE (picture)) != tour->harmless;
}

/* The sandbox listens somewhere else each time: pictures name a server as an account has it. */
static void
name_server (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), "127.0.0.1") != NULL)
    {
      g_autoptr (GRegex) regex = g_regex_new ("127\\.0\\.0\\.1(:[0-9]+)?", 0, 0, NULL);
      g_autofree char *text = g_regex_replace_literal (regex, gtk_label_get_text (GTK_LABEL (widget)), -1, 0,
                                                       USHER_TOUR_SERVER, 0, NULL);
      g_auto (GStrv) parts = g_strsplit (text, "http://", -1);
      g_autofree char *safe = g_strjoinv ("https://", parts);

      gtk_label_set_text (GTK_LABEL (widget), safe);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_server (child);
}

void
usher_tour_picture (UsherTour *tour, GtkWidget *window, const char *name, const char *title, gboolean ok)
{
  g_autofree char *file = g_strdup_printf ("%02u-%s", ++tour->number, name);

  window = window != NULL ? window : GTK_WIDGET (tour->window);
  usher_tour_fit (tour, window);
  /* What is filled in bit by bit, between the turns, is there then. */
  usher_test_settle ();
  name_server (window);
  usher_ui_test_picture (window, file);
  /* Nobody asked to see a link, so no picture has one, and no screen reader would say it. */
  if (usher_ui_test_find_part (window, "/p/i/") != NULL || shows_code (tour, window))
    {
      g_print ("a link is shown in:\n");
      ok = FALSE;
    }
  g_print ("%s %s.png: %s\n", ok ? "ok    " : "FAILED", file, title);
  usher_tour_look (tour, window);
  if (usher_tour_is_narrow (tour) && window == GTK_WIDGET (tour->window))
    picture_panes (tour, file);
  if (tour->trees != NULL)
    keep_tree (tour, window != NULL ? window : GTK_WIDGET (tour->window), name);
  if (!ok)
    tour->n_failed++;
}

void
usher_tour_fail (UsherTour *tour, const char *what)
{
  g_print ("FAILED after %02u: %s\n", tour->number, what);
  tour->n_failed++;
}

gboolean
usher_tour_action (UsherTour *tour, const char *name, const char *parameter)
{
  GActionGroup *group = g_str_has_prefix (name, "app.") ? G_ACTION_GROUP (tour->application) : G_ACTION_GROUP (tour->window);
  const char *plain = strchr (name, '.') + 1;

  if (!g_action_group_get_action_enabled (group, plain))
    return FALSE;
  g_action_group_activate_action (group, plain, parameter != NULL ? g_variant_new_string (parameter) : NULL);
  return TRUE;
}

GtkWidget *
usher_tour_dialog (UsherTour *tour, GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != GTK_WIDGET (tour->window) && g_type_is_a (G_OBJECT_TYPE (window), type) &&
          gtk_widget_get_visible (window))
        return window;
    }
  /* With a newer libadwaita a dialog is within its window. */
  return g_type_is_a (type, USHER_TYPE_DIALOG) ? usher_ui_test_window (type) : NULL;
}

GtkWidget *
usher_tour_find (UsherTour *tour, GtkWidget *root, const char *id)
{
  GtkWidget *found = root != NULL ? usher_ui_test_find_id (root, id) : NULL;

  if (found == NULL)
    usher_tour_fail (tour, id);
  return found;
}

void
usher_tour_run (UsherTour *tour, UsherTestSandbox *sandbox, UsherUiTestBody body)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GError) error = NULL;
  UsherAccounts *accounts = usher_accounts_new (dir, &error);

  g_assert_no_error (error);
  g_object_unref (usher_ui_test_add_account_to (accounts, USHER_TOUR_ACCOUNT, sandbox));
  g_assert_finalize_object (accounts);
  tour->sandbox = sandbox;
  usher_ui_test_run_in (dir, NULL, NULL, body, tour);
  usher_test_remove_tree (dir);
}

static void
on_welcome (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;

  tour->application = application;
  tour->window = window;
  usher_tour_picture (tour, NULL, "welcome", "Before there is an account",
                      usher_ui_test_find_id (GTK_WIDGET (window), "welcome") != NULL);
  usher_tour_show_window (tour, "app.accounts", "no-accounts", "There are no accounts yet");
}

static void
on_signed_in (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;

  tour->application = application;
  tour->window = window;
  usher_tour_lists (tour);
  usher_tour_create (tour);
  usher_tour_act (tour);
  usher_tour_more (tour);
  usher_tour_windows (tour);
  usher_tour_review (tour);
  usher_tour_shapes (tour);
  usher_tour_waiting (tour);
}

static void
on_empty (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTour *tour = user_data;

  tour->application = application;
  tour->window = window;
  usher_tour_empty (tour);
}

int
main (int argc, char *argv[])
{
  g_autofree char *output = NULL;
  g_autofree char *demo = NULL;
  g_autofree char *trees = NULL;
  g_autofree char *style = NULL;
  g_autofree char *texts = NULL;
  int percent = 100;
  UsherTour tour = { 0 };
  const GOptionEntry options[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, "Where the pictures go", "FOLDER" },
    { "demo", 0, 0, G_OPTION_ARG_STRING, &demo, "How many invitations there are", "COUNT" },
    { "style", 0, 0, G_OPTION_ARG_STRING, &style, "light, dark, contrast, contrast-dark", "STYLE" },
    { "width", 0, 0, G_OPTION_ARG_INT, &tour.width, "How wide the windows are", "PIXELS" },
    { "text", 0, 0, G_OPTION_ARG_INT, &percent, "How large the text is", "PERCENT" },
    { "texts", 0, 0, G_OPTION_ARG_FILENAME, &texts, "Where translations are", "FOLDER" },
    { "looks", 0, 0, G_OPTION_ARG_NONE, &tour.looks, "Tell what is cut, too", NULL },
    { "plain", 0, 0, G_OPTION_ARG_NONE, &tour.plain, "Tell what is not translated, where translations have brackets", NULL },
    { "trees", 0, 0, G_OPTION_ARG_FILENAME, &trees, "Where what a screen reader is told goes", "FOLDER" },
    { NULL },
  };
  const char *why = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherTestSandbox) sandbox = NULL;
  g_autoptr (UsherTestSandbox) empty = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || output == NULL)
    {
      g_printerr ("usher-tour: %s\n", error != NULL ? error->message : "--output FOLDER is needed");
      return 2;
    }
  g_setenv ("USHER_TEST_PICTURES", output, TRUE);
  if (trees != NULL && !usher_ui_tree_init (&why))
    {
      /* The walk can be taken without. */
      g_print ("no trees: %s\n", why);
      g_setenv ("GTK_A11Y", "none", TRUE);
      g_clear_pointer (&trees, g_free);
    }
  tour.trees = trees;
  if (texts != NULL)
    usher_tour_set_texts (texts);
  if (texts != NULL)
    g_print ("texts %s\n", g_dgettext (GETTEXT_PACKAGE, "New Invitation"));
  if (trees != NULL || tour.looks)
    g_print ("toolkit gtk-%u.%u\n", gtk_get_major_version (), gtk_get_minor_version ());
  adw_init ();
  /* Font and buttons are GNOME's; without a desktop to say so, the toolkit takes others. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name", "Cantarell 11",
                "gtk-decoration-layout", ":close", NULL);
  if (percent != 100)
    usher_tour_set_text (percent);
  if (style != NULL && !usher_tour_set_style (style))
    {
      g_printerr ("usher-tour: the style %s cannot be had here\n", style);
      return 2;
    }

  sandbox = usher_test_sandbox_start (
    NULL, (const char *[]) { "--demo", demo != NULL ? demo : "500", "--seed", "7", NULL });
  tour.sandbox = sandbox;
  usher_ui_test_run (NULL, NULL, on_welcome, &tour);
  usher_tour_run (&tour, sandbox, on_signed_in);
  empty = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "0", NULL });
  usher_tour_run (&tour, empty, on_empty);
  usher_tour_states (&tour);

  g_print ("%u pictures, %u failed\n", tour.number, tour.n_failed);
  return tour.n_failed > 0 ? 1 : 0;
}
