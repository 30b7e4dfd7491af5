/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keyboard is promised: every accelerator stands in the window of shortcuts, what stands there is one, and no two
 * of what is shown together, or stands in one menu, share a letter; in English and in each translation. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <libintl.h>
#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-review-run.h"
#include "ui/usher-ui-places.h"
#include "usher-config.h"

#define RESOURCES "/io/github/usher/Usher/ui"

/* --- The window of shortcuts --- */

static char *
read_resource (const char *name)
{
  g_autofree char *path = g_build_path ("/", RESOURCES, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* (element-type utf8) (transfer full): the values of a property, as the markup means them. */
static GPtrArray *
find_values (const char *text, const char *property)
{
  g_autofree char *pattern = g_strdup_printf ("<property name=\"%s\">([^<]*)</property>", property);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *value = g_match_info_fetch (match, 1);
      g_auto (GStrv) less = g_strsplit (value, "&lt;", -1);
      g_autofree char *half = g_strjoinv ("<", less);
      g_auto (GStrv) greater = g_strsplit (half, "&gt;", -1);

      g_ptr_array_add (values, g_strjoinv (">", greater));
    }
  return values;
}

static void
add_key (GHashTable *keys, const char *accelerator)
{
  GdkModifierType modifiers;
  guint key;

  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    g_error ("%s is no accelerator", accelerator);
  g_hash_table_add (keys, gtk_accelerator_name (key, modifiers));
}

/* What is listed by the key itself; "<Alt>1...5" are five. */
static GHashTable *
list_keys (const char *text)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) values = find_values (text, "accelerator");

  for (guint i = 0; i < values->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (values, i), " ", -1);

      for (guint k = 0; words[k] != NULL; k++)
        {
          char *dots = strstr (words[k], "...");

          if (dots == NULL)
            {
              add_key (keys, words[k]);
              continue;
            }
          for (char c = dots[-1]; c <= dots[3]; c++)
            {
              g_autofree char *one = g_strdup_printf ("%.*s%c", (int) (dots - words[k]) - 1, words[k], c);

              add_key (keys, one);
            }
        }
    }
  return keys;
}

static gboolean
is_listed (GHashTable *keys, const char *accelerator)
{
  g_autoptr (GHashTable) one = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree gpointer *names = NULL;

  add_key (one, accelerator);
  names = g_hash_table_get_keys_as_array (one, NULL);
  return g_hash_table_contains (keys, names[0]);
}

static void
check_shortcuts (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autofree char *text = read_resource ("usher-shortcuts.ui");
  g_autoptr (GHashTable) keys = list_keys (text);
  g_autoptr (GPtrArray) actions = find_values (text, "action-name");
  g_auto (GStrv) accelerated = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  g_auto (GStrv) files = g_resources_enumerate_children (RESOURCES, 0, NULL);
  guint n_triggers = 0;

  for (guint i = 0; accelerated[i] != NULL; i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (GTK_APPLICATION (application), accelerated[i]);

      if (!g_ptr_array_find_with_equal_func (actions, accelerated[i], g_str_equal, NULL)
          && (accels[0] == NULL || !is_listed (keys, accels[0])))
        {
          g_test_message ("%s (%s) is not among the shortcuts", accelerated[i], accels[0]);
          g_test_fail ();
        }
    }
  g_assert_cmpuint (g_strv_length (accelerated), >, 30);
  for (guint i = 0; i < actions->len; i++)
    {
      const char *name = g_ptr_array_index (actions, i);
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (GTK_APPLICATION (application), name);

      if (accels[0] == NULL)
        {
          g_test_message ("%s stands among the shortcuts and has none", name);
          g_test_fail ();
        }
    }
  /* What widgets listen for themselves. */
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *template = NULL;
      g_autoptr (GPtrArray) triggers = NULL;

      if (!g_str_has_suffix (files[i], ".ui"))
        continue;
      template = read_resource (files[i]);
      triggers = find_values (template, "trigger");
      for (guint k = 0; k < triggers->len; k++, n_triggers++)
        {
          g_auto (GStrv) words = g_strsplit (g_ptr_array_index (triggers, k), "|", -1);

          for (guint w = 0; words[w] != NULL; w++)
            if (!is_listed (keys, words[w]))
              {
                g_test_message ("%s of %s is not among the shortcuts", words[w], files[i]);
                g_test_fail ();
              }
        }
    }
  g_assert_cmpuint (n_triggers, >, 3);
}

/* Of whatever window they are: listed is what there is. */
static void
check_actions (GActionGroup *window, const char *section, const char *next)
{
  g_autofree char *text = read_resource ("usher-shortcuts.ui");
  char *begin = strstr (text, section);
  char *end = next != NULL ? strstr (begin, next) : NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_assert_nonnull (begin);
  if (end != NULL)
    *end = '\0';
  names = find_values (begin, "action-name");
  g_assert_cmpuint (names->len, >, 5);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      GActionGroup *group = g_str_has_prefix (name, "app.") ? G_ACTION_GROUP (g_application_get_default ()) : window;

      if (!g_action_group_has_action (group, strchr (name, '.') + 1))
        {
          g_test_message ("there is no %s", name);
          g_test_fail ();
        }
    }
}

static void
check_main_actions (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  check_actions (G_ACTION_GROUP (window), "context=\"shortcuts\">Invitations<", "context=\"shortcuts\">Exported Logs<");
}

static void
check_review_actions (UsherReviewWindow *window, const char *dir)
{
  check_actions (G_ACTION_GROUP (window), "context=\"shortcuts\">Exported Logs<", NULL);
}

static void
test_shortcuts (void)
{
  usher_ui_test_run (NULL, NULL, check_shortcuts, NULL);
}

static void
test_actions (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *log = usher_review_run_make_sample (dir, "a.usherlog");

  usher_ui_test_run (NULL, NULL, check_main_actions, NULL);
  usher_review_run (dir, check_review_actions, "a.usherlog", NULL);
  usher_test_remove_tree (dir);
}

/* --- Mnemonics --- */

static void
note_letter (GHashTable *seen, gunichar letter, const char *what, const char *where)
{
  const char *other = g_hash_table_lookup (seen, GUINT_TO_POINTER (letter));

  if (other != NULL && !g_str_equal (other, what))
    {
      /* A test's messages are not heard from a process of its own. */
      g_printerr ("%s: “%s” and “%s” share a letter\n", where, other, what);
      g_test_fail ();
    }
  g_hash_table_insert (seen, GUINT_TO_POINTER (letter), g_strdup (what));
}

/* Icons and signs like ".*" have a hint instead. */
static gboolean
has_no_letter (GtkWidget *widget)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  return label != NULL && g_utf8_strlen (label, -1) > 3 && gtk_widget_is_sensitive (widget)
         && (!gtk_button_get_use_underline (GTK_BUTTON (widget)) || strchr (label, '_') == NULL);
}

/* What can be seen and reached now; what opens over it is a place of its own. */
static guint
walk (GtkWidget *widget, GHashTable *seen, const char *where)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return 0;
  if (has_no_letter (widget))
    {
      g_printerr ("%s: “%s” has no letter\n", where, gtk_button_get_label (GTK_BUTTON (widget)));
      g_test_fail ();
    }
  if (GTK_IS_LABEL (widget) && gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)) != GDK_KEY_VoidSymbol
      && gtk_widget_is_sensitive (widget))
    {
      note_letter (seen, gdk_keyval_to_unicode (gdk_keyval_to_lower (gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)))),
                   gtk_label_get_label (GTK_LABEL (widget)), where);
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_NATIVE (child))
        n += walk (child, seen, where);
    }
  return n;
}

static guint
look_at (GtkWidget *root, const char *where)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  usher_ui_test_draw (root);
  return walk (root, seen, where);
}

/* A toolkit's own window has the toolkit's letters. */
static void
check_place (const UsherUiPlace *place, GtkWidget *root, gpointer user_data)
{
  guint *n_letters = user_data;

  if (!place->known || place->stays)
    *n_letters += look_at (root, place->name);
}

static void
check_review (UsherReviewWindow *window, const char *dir)
{
  look_at (GTK_WIDGET (window), "review");
  usher_review_run_act (window, "overview", NULL);
  look_at (GTK_WIDGET (window), "review, overview");
}

/* --- Menus --- */

typedef struct
{
  const char *file;
  GPtrArray *seen;    /* (owned) (element-type GHashTable): of each menu that is open in the text, the innermost last */
  GString *text;      /* (owned) */
  char *context;      /* (owned) (nullable) */
  gboolean is_label;
  guint n;
} Menus;

static void
on_start (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer user_data,
          GError **error)
{
  Menus *menus = user_data;

  if (g_str_equal (name, "menu") || g_str_equal (name, "submenu"))
    g_ptr_array_add (menus->seen, g_hash_table_new_full (NULL, NULL, NULL, g_free));
  menus->is_label = FALSE;
  g_clear_pointer (&menus->context, g_free);
  if (!g_str_equal (name, "attribute"))
    return;
  for (guint i = 0; names[i] != NULL; i++)
    {
      menus->is_label = menus->is_label || (g_str_equal (names[i], "name") && g_str_equal (values[i], "label"));
      if (g_str_equal (names[i], "context"))
        menus->context = g_strdup (values[i]);
    }
  g_string_truncate (menus->text, 0);
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
  Menus *menus = user_data;

  if (menus->is_label)
    g_string_append_len (menus->text, text, (gssize) length);
}

static void
on_end (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Menus *menus = user_data;

  if ((g_str_equal (name, "menu") || g_str_equal (name, "submenu")) && menus->seen->len > 0)
    g_ptr_array_remove_index (menus->seen, menus->seen->len - 1);
  else if (menus->is_label && menus->seen->len > 0)
    {
      const char *translated = menus->context != NULL ? g_dpgettext2 (NULL, menus->context, menus->text->str)
                                                      : gettext (menus->text->str);
      const char *underline = strchr (translated, '_');

      if (underline != NULL)
        {
          note_letter (g_ptr_array_index (menus->seen, menus->seen->len - 1),
                       g_unichar_tolower (g_utf8_get_char (underline + 1)), translated, menus->file);
          menus->n++;
        }
    }
  menus->is_label = FALSE;
}

static void
look_at_menus (void)
{
  const GMarkupParser parser = { .start_element = on_start, .end_element = on_end, .text = on_text };
  g_auto (GStrv) files = g_resources_enumerate_children (RESOURCES, 0, NULL);
  guint n = 0;

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GMarkupParseContext) context = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      Menus menus = { .file = files[i] };

      if (!g_str_has_suffix (files[i], ".ui"))
        continue;
      menus.seen = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
      menus.text = g_string_new (NULL);
      text = read_resource (files[i]);
      context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &menus, NULL);
      g_markup_parse_context_parse (context, text, -1, &error);
      g_assert_no_error (error);
      n += menus.n;
      g_ptr_array_unref (menus.seen);
      g_string_free (menus.text, TRUE);
      g_free (menus.context);
    }
  g_assert_cmpuint (n, >, 40);
}

static void
look_at_all (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *log = usher_review_run_make_sample (dir, "a.usherlog");
  guint n_letters = 0;

  look_at_menus ();
  usher_ui_places_walk (check_place, &n_letters);
  g_assert_cmpuint (n_letters, >, 60);
  usher_review_run (dir, check_review, "a.usherlog", NULL);
  usher_test_remove_tree (dir);
}

static void
test_mnemonics (void)
{
  look_at_all ();
}

/* A C library may translate nothing in C.UTF-8 (Debian's from 13 on does not): the same locale by another name.
 * (transfer full) (nullable) */
static char *
set_locale (void)
{
  const char *there = "/usr/lib/locale/C.utf8";
  g_autofree char *dir = NULL;
  g_autofree char *path = NULL;

  if (!g_file_test (there, G_FILE_TEST_IS_DIR))
    return NULL;
  dir = usher_test_make_dir ();
  path = g_build_filename (dir, "xx_XX.utf8", NULL);
  g_assert_no_errno (symlink (there, path));
  g_setenv ("LOCPATH", dir, TRUE);
  g_setenv ("LC_ALL", "xx_XX.UTF-8", TRUE);
  return g_steal_pointer (&dir);
}

/* The language of a program is that which it began with. */
static void
test_mnemonics_in (gconstpointer language)
{
  g_autofree char *before = g_strdup (g_getenv ("LC_ALL"));
  g_autofree char *dir = NULL;

  if (g_test_subprocess ())
    {
      if (g_str_equal (gettext ("_Cancel"), "_Cancel"))
        g_test_skip ("this language is not there");
      else
        look_at_all ();
      return;
    }
  g_setenv ("LANGUAGE", language, TRUE);
  dir = set_locale ();
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR | G_TEST_SUBPROCESS_INHERIT_STDOUT);
  g_unsetenv ("LANGUAGE");
  if (dir != NULL)
    {
      g_unsetenv ("LOCPATH");
      if (before != NULL)
        g_setenv ("LC_ALL", before, TRUE);
      else
        g_unsetenv ("LC_ALL");
      usher_test_remove_tree (dir);
    }
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_autofree char *dir = g_path_get_dirname (g_getenv ("USHER_SANDBOX"));
  g_autofree char *po = g_build_filename (dir, "..", "..", "po", NULL);

  bindtextdomain (GETTEXT_PACKAGE, po);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/access-keys/shortcuts", test_shortcuts);
  g_test_add_func ("/ui/access-keys/actions", test_actions);
  g_test_add_func ("/ui/access-keys/mnemonics", test_mnemonics);
  g_test_add_data_func ("/ui/access-keys/mnemonics-de", "de", test_mnemonics_in);
  g_test_add_data_func ("/ui/access-keys/mnemonics-es", "es", test_mnemonics_in);
  g_test_add_data_func ("/ui/access-keys/mnemonics-fr", "fr", test_mnemonics_in);
  return g_test_run ();
}
