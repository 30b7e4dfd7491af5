/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every line of the window of shortcuts is true: its keys, each of them, are pressed where they apply, and what the line
 * says comes about. The lines are read from that window, and the keys from there or from the program, so that a line that
 * is added, or taken away, and not in the tables fails. What opens is closed by Escape. */
#include "ui/usher-shortcut-row.h"
#include "ui/usher-shortcuts-table.h"
#include "ui/usher-shortcuts.h"
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

static const UsherShortcut *const tables[] = { usher_shortcuts_of_main, usher_shortcuts_of_logs, usher_shortcuts_of_end };

/* --- Pressing them --- */

/* As the tests write keys. */
static char *
dup_chord (const char *accelerator)
{
  static const struct
  {
    GdkModifierType modifier;
    const char *word;
  } words[] = { { GDK_CONTROL_MASK, "ctrl+" }, { GDK_SHIFT_MASK, "shift+" }, { GDK_ALT_MASK, "alt+" } };
  GString *chord = g_string_new (NULL);
  GdkModifierType modifiers;
  guint key;

  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    g_error ("%s is no accelerator", accelerator);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((modifiers & words[i].modifier) != 0)
      g_string_append (chord, words[i].word);
  g_string_append (chord, gdk_keyval_name (key));
  return g_string_free (chord, FALSE);
}

static gboolean
was_opened (UsherShortcutParts *parts, const char *address)
{
  g_autofree char *contents = NULL;

  return g_file_get_contents (parts->opened, &contents, NULL, NULL) && g_pattern_match_simple (address, contents);
}

static void
press (UsherShortcutParts *parts, const UsherShortcut *shortcut, const char *accelerator)
{
  g_autofree char *chord = dup_chord (accelerator);

  g_test_message ("%s: %s", shortcut->title, chord);
  parts->key = accelerator;
  if (shortcut->before != NULL)
    shortcut->before (parts);
  if (shortcut->opens != NULL)
    g_assert_null (usher_ui_test_window (shortcut->opens ()));
  if (shortcut->happened != NULL)
    g_assert_false (shortcut->happened (parts));
  usher_ui_keys_press (chord);
  if (shortcut->opens != NULL)
    usher_test_wait_for (usher_ui_test_window (shortcut->opens ()) != NULL);
  if (shortcut->address != NULL)
    {
      usher_test_wait_for (was_opened (parts, shortcut->address));
      g_remove (parts->opened);
    }
  if (shortcut->happened != NULL)
    usher_test_wait_for (shortcut->happened (parts));
  usher_test_settle ();
  /* While another account opens there may be nothing to focus yet. */
  if (usher_ui_keys_get_top () != NULL && usher_application_get_session (parts->application) == parts->session)
    usher_ui_keys_assert_not_lost ();
  if (shortcut->opens != NULL)
    {
      usher_ui_keys_press ("Escape");
      usher_test_wait_for (usher_ui_test_window (shortcut->opens ()) == NULL);
    }
  if (shortcut->after != NULL)
    shortcut->after (parts);
  usher_test_settle ();
}

/* --- What stands there --- */

typedef struct
{
  char *section; /* (owned) */
  char *title;   /* (owned) */
  GStrv keys;    /* (owned) */
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->section);
  g_free (line->title);
  g_strfreev (line->keys);
  g_free (line);
}

/* "<Alt>1...5" are five. */
static GStrv
split_keys (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *dots = strstr (words[i], "...");

      if (dots == NULL)
        {
          g_strv_builder_add (keys, words[i]);
          continue;
        }
      for (char c = dots[-1]; c <= dots[3]; c++)
        {
          g_autofree char *one = g_strdup_printf ("%.*s%c", (int) (dots - words[i]) - 1, words[i], c);

          g_strv_builder_add (keys, one);
        }
    }
  return g_strv_builder_end (keys);
}

/* (transfer full) (element-type Line): as the window says it */
static GPtrArray *
read_lines (UsherApplication *application)
{
  GtkWidget *dialog = usher_shortcuts_new ();
  g_autoptr (GtkWidget) view = NULL;
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  GtkWidget *widget;

  g_object_get (dialog, "view", &view, NULL);
  for (guint i = 0; (widget = usher_ui_test_find (view, USHER_TYPE_SHORTCUT_ROW, i)) != NULL; i++)
    {
      GtkWidget *group = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP);
      g_autofree char *action = NULL;
      g_autofree char *accelerator = NULL;
      Line *line = g_new0 (Line, 1);

      g_object_get (widget, "title", &line->title, "action-name", &action, "accelerator", &accelerator, NULL);
      line->section = g_strdup (gtk_widget_get_name (group));
      line->keys = action != NULL && *action != '\0'
                     ? gtk_application_get_accels_for_action (GTK_APPLICATION (application), action)
                     : split_keys (accelerator);
      g_assert_cmpuint (g_strv_length (line->keys), >, 0);
      g_ptr_array_add (lines, line);
    }
  usher_dialog_force_close (USHER_DIALOG (dialog));
  return lines;
}

static gboolean
is_of (const UsherShortcut *shortcut, Line *line)
{
  return g_str_equal (line->section, shortcut->section) && g_str_equal (line->title, shortcut->title);
}

static Line *
find_line (GPtrArray *lines, const UsherShortcut *shortcut)
{
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = g_ptr_array_index (lines, i);

      if (is_of (shortcut, line))
        return line;
    }
  g_error ("“%s” is not among the shortcuts", shortcut->title);
}

static void
assert_all_are_here (GPtrArray *lines)
{
  g_assert_cmpuint (lines->len, >, 40);
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = g_ptr_array_index (lines, i);
      gboolean found = FALSE;

      for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
        for (guint k = 0; tables[t][k].title != NULL; k++)
          found = found || is_of (&tables[t][k], line);
      if (!found)
        g_error ("nobody presses “%s” (%s)", line->title, line->keys[0]);
    }
}

/* --- The help --- */

static int
compare_words (gconstpointer one, gconstpointer other)
{
  return strcmp (*(const char *const *) one, *(const char *const *) other);
}

/* (transfer full): in one order, whatever theirs is; keys: (element-type utf8) */
static char *
dup_joined (GPtrArray *keys)
{
  g_ptr_array_sort (keys, compare_words);
  g_ptr_array_add (keys, NULL);
  return g_strjoinv (" ", (char **) keys->pdata);
}

/* As the help writes keys. */
static char *
dup_written (const char *accelerator)
{
  static const char *const words[][2] = { { "ctrl", "Ctrl" }, { "shift", "Shift" },  { "alt", "Alt" }, { "comma", "," },
                                          { "question", "?" }, { "Return", "Enter" }, { "Left", "←" } };
  g_autofree char *chord = dup_chord (accelerator);
  g_auto (GStrv) parts = g_strsplit (chord, "+", -1);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *word = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (words) && word == NULL; k++)
        if (g_str_equal (parts[i], words[k][0]))
          word = words[k][1];
      if (word != NULL)
        g_ptr_array_add (keys, g_strdup (word));
      else
        g_ptr_array_add (keys, strlen (parts[i]) == 1 ? g_ascii_strup (parts[i], -1) : g_strdup (parts[i]));
    }
  return dup_joined (keys);
}

/* (transfer full): a set of what the page has between <p> and </p>, where that is keys */
static GHashTable *
read_page (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "help", "C", "keyboard.page", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GRegex) chords = g_regex_new ("<keyseq>.*?</keyseq>|<key>[^<]*</key>", 0, 0, NULL);
  g_autoptr (GRegex) keys = g_regex_new ("<key>([^<]*)</key>", 0, 0, NULL);
  g_autoptr (GMatchInfo) chord = NULL;
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (g_regex_match (chords, text, 0, &chord); g_match_info_matches (chord); g_match_info_next (chord, NULL))
    {
      g_autofree char *part = g_match_info_fetch (chord, 0);
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GMatchInfo) key = NULL;

      for (g_regex_match (keys, part, 0, &key); g_match_info_matches (key); g_match_info_next (key, NULL))
        g_ptr_array_add (names, g_match_info_fetch (key, 1));
      g_hash_table_add (found, dup_joined (names));
    }
  return found;
}

/* Of a row of keys that mean one thing the help names the first and the last. */
static void
assert_help_has (GPtrArray *lines)
{
  g_autoptr (GHashTable) page = read_page ();

  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = g_ptr_array_index (lines, i);
      g_autofree char *first = dup_written (line->keys[0]);
      g_autofree char *last = dup_written (line->keys[g_strv_length (line->keys) - 1]);

      if (!g_hash_table_contains (page, first) && !g_hash_table_contains (page, last))
        g_error ("the help does not tell “%s” (%s)", line->title, first);
    }
}

/* --- The run --- */

/* The first that may be mailed again, and was not of late. */
static char *
dup_one (UsherShortcutParts *parts)
{
  GListModel *rows = usher_session_get_invitations (parts->session);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, i);

      if (usher_invitation_why_not_resend (usher_invitation_item_get_invitation (item)) == NULL)
        return g_strdup (usher_invitation_item_get_id (item));
    }
  g_assert_not_reached ();
}

static void
check (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  const char *dir = user_data;
  g_autofree char *opened = usher_ui_test_install_viewer (dir);
  g_autoptr (GPtrArray) lines = read_lines (application);
  UsherShortcutParts parts = { .application = application, .window = window, .dir = dir, .opened = opened };

  assert_all_are_here (lines);
  assert_help_has (lines);
  usher_test_wait_for ((parts.session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_state (parts.session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (parts.session) > 0
                       && usher_session_get_counts (parts.session)->total > 0
                       && usher_session_get_counts (parts.session)->unread == 0);
  parts.pane = usher_shell_get_list (usher_window_get_shell (window));
  parts.view = usher_ui_test_find (GTK_WIDGET (parts.pane), GTK_TYPE_COLUMN_VIEW, 0);
  usher_shortcuts_show_list (&parts, "active", USHER_INVITATION_STATUS_ACTIVE);
  parts.n_active = g_list_model_get_n_items (usher_session_get_invitations (parts.session));
  parts.id = dup_one (&parts);
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const UsherShortcut *shortcut = tables[t]; shortcut->title != NULL; shortcut++)
      {
        Line *line = find_line (lines, shortcut);

        for (guint k = 0; line->keys[k] != NULL; k++)
          press (&parts, shortcut, line->keys[k]);
      }
  g_free (parts.id);
}

static void
test_all (void)
{
  g_autoptr (UsherTestSandbox) sandbox = NULL;
  g_autofree char *dir = NULL;

  if (!usher_ui_keys_init ())
    return;
  dir = usher_test_make_dir ();
  sandbox = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "40", "--seed", "7", NULL });
  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, check, dir);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/shortcuts/all", test_all);
  return g_test_run ();
}
