/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keyboard is promised: every accelerator stands in the window of shortcuts, what stands there is one, and no two
 * of what is shown together, or stands in one menu, share a letter; in English and in each translation. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "ui/usher-review-run.h"
#include "ui/usher-ui-catalog.h"
#include "ui/usher-ui-places.h"

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

/* --- Languages --- */

/* The walk is done once, in English; what the same texts are in the other languages is looked up. */
typedef struct
{
  char *name;        /* (owned) */
  GHashTable *texts; /* (owned) (nullable): NULL is English itself */
} Language;

static void
free_language (gpointer data)
{
  Language *language = data;

  g_free (language->name);
  g_clear_pointer (&language->texts, g_hash_table_unref);
  g_free (language);
}

static void
add_language (GPtrArray *languages, const char *name, GHashTable *texts)
{
  Language *language = g_new0 (Language, 1);

  language->name = g_strdup (name);
  language->texts = texts;
  g_ptr_array_add (languages, language);
}

/* (element-type Language) (transfer full) */
static GPtrArray *
load_languages (void)
{
  GPtrArray *languages = g_ptr_array_new_with_free_func (free_language);
  g_auto (GStrv) names = usher_ui_catalog_list ();

  add_language (languages, "en", NULL);
  for (guint i = 0; names[i] != NULL; i++)
    {
      GHashTable *texts = usher_ui_catalog_load (names[i]);

      /* Built without gettext there are none. */
      if (texts != NULL)
        add_language (languages, names[i], texts);
      else
        g_test_message ("there is no %s", names[i]);
    }
  return languages;
}

/* Notes what a text with a letter is in a language, and whether that collides. */
static void
note_text (const Language *language, GHashTable *seen, const char *text, const char *where)
{
  const char *translated = text;
  const char *other;
  gunichar letter;

  if (language->texts != NULL)
    translated = g_hash_table_lookup (language->texts, text);
  if (translated == NULL)
    {
      g_test_message ("%s, %s: “%s” is not translated", language->name, where, text);
      g_test_fail ();
      return;
    }
  letter = usher_ui_catalog_get_letter (translated);
  if (letter == 0)
    {
      g_test_message ("%s, %s: “%s” has lost its letter", language->name, where, translated);
      g_test_fail ();
      return;
    }
  other = g_hash_table_lookup (seen, GUINT_TO_POINTER (letter));
  if (other != NULL && !g_str_equal (other, translated))
    {
      g_test_message ("%s, %s: “%s” and “%s” share a letter", language->name, where, other, translated);
      g_test_fail ();
    }
  g_hash_table_insert (seen, GUINT_TO_POINTER (letter), g_strdup (translated));
}

static void
check_texts (GPtrArray *languages, GPtrArray *texts, const char *where)
{
  for (guint i = 0; i < languages->len; i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (NULL, NULL, NULL, g_free);

      for (guint k = 0; k < texts->len; k++)
        note_text (g_ptr_array_index (languages, i), seen, g_ptr_array_index (texts, k), where);
    }
}

/* --- Mnemonics --- */

typedef struct
{
  GPtrArray *languages; /* (owned) (element-type Language) */
  guint n_letters;
} Letters;

/* Icons and signs like ".*" have a hint instead. */
static gboolean
has_no_letter (GtkWidget *widget)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  return label != NULL && g_utf8_strlen (label, -1) > 3 && gtk_widget_is_sensitive (widget)
         && (!gtk_button_get_use_underline (GTK_BUTTON (widget)) || strchr (label, '_') == NULL);
}

/* What can be seen and reached now; what opens over it is a place of its own. */
static void
walk (GtkWidget *widget, GPtrArray *texts, const char *where)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (has_no_letter (widget))
    {
      g_test_message ("%s: “%s” has no letter", where, gtk_button_get_label (GTK_BUTTON (widget)));
      g_test_fail ();
    }
  if (GTK_IS_LABEL (widget) && gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)) != GDK_KEY_VoidSymbol
      && gtk_widget_is_sensitive (widget))
    g_ptr_array_add (texts, g_strdup (gtk_label_get_label (GTK_LABEL (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_NATIVE (child))
        walk (child, texts, where);
    }
}

static void
look_at (Letters *letters, GtkWidget *root, const char *where)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  usher_ui_test_draw (root);
  walk (root, texts, where);
  check_texts (letters->languages, texts, where);
  letters->n_letters += texts->len;
}

/* A toolkit's own window has the toolkit's letters. */
static void
check_place (const UsherUiPlace *place, GtkWidget *root, gpointer user_data)
{
  Letters *letters = user_data;

  if (!place->known || place->stays)
    look_at (letters, root, place->name);
  if (!g_str_equal (place->name, "log"))
    return;
  g_action_group_activate_action (G_ACTION_GROUP (root), "overview", NULL);
  usher_test_settle ();
  look_at (letters, root, "log, overview");
  g_action_group_activate_action (G_ACTION_GROUP (root), "overview", NULL);
}

static void
test_mnemonics (void)
{
  Letters letters = { .languages = load_languages () };

  usher_ui_places_walk (check_place, &letters);
  g_assert_cmpuint (letters.n_letters, >, 60);
  g_ptr_array_unref (letters.languages);
}

/* --- Menus --- */

typedef struct
{
  const char *file;
  GPtrArray *languages; /* (unowned) (element-type Language) */
  GPtrArray *open;      /* (owned) (element-type GPtrArray): the texts of each menu that is open, the innermost last */
  GString *text;        /* (owned) */
  gboolean is_label;
  guint n;
} Menus;

static gboolean
is_menu (const char *name)
{
  return g_str_equal (name, "menu") || g_str_equal (name, "submenu");
}

static void
on_start (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer user_data,
          GError **error)
{
  Menus *menus = user_data;

  if (is_menu (name))
    g_ptr_array_add (menus->open, g_ptr_array_new_with_free_func (g_free));
  menus->is_label = FALSE;
  for (guint i = 0; g_str_equal (name, "attribute") && names[i] != NULL; i++)
    menus->is_label = menus->is_label || (g_str_equal (names[i], "name") && g_str_equal (values[i], "label"));
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
  GPtrArray *texts = menus->open->len > 0 ? g_ptr_array_index (menus->open, menus->open->len - 1) : NULL;

  if (is_menu (name) && texts != NULL)
    {
      check_texts (menus->languages, texts, menus->file);
      menus->n += texts->len;
      g_ptr_array_remove_index (menus->open, menus->open->len - 1);
    }
  else if (menus->is_label && texts != NULL && strchr (menus->text->str, '_') != NULL)
    g_ptr_array_add (texts, g_strdup (menus->text->str));
  menus->is_label = FALSE;
}

static void
test_menus (void)
{
  const GMarkupParser parser = { .start_element = on_start, .end_element = on_end, .text = on_text };
  g_auto (GStrv) files = g_resources_enumerate_children (RESOURCES, 0, NULL);
  g_autoptr (GPtrArray) languages = load_languages ();
  guint n = 0;

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GMarkupParseContext) context = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      Menus menus = { .file = files[i], .languages = languages };

      if (!g_str_has_suffix (files[i], ".ui"))
        continue;
      menus.open = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
      menus.text = g_string_new (NULL);
      text = read_resource (files[i]);
      context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &menus, NULL);
      g_markup_parse_context_parse (context, text, -1, &error);
      g_assert_no_error (error);
      n += menus.n;
      g_ptr_array_unref (menus.open);
      g_string_free (menus.text, TRUE);
    }
  g_assert_cmpuint (n, >, 40);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/access-keys/shortcuts", test_shortcuts);
  g_test_add_func ("/ui/access-keys/actions", test_actions);
  g_test_add_func ("/ui/access-keys/menus", test_menus);
  g_test_add_func ("/ui/access-keys/mnemonics", test_mnemonics);
  return g_test_run ();
}
