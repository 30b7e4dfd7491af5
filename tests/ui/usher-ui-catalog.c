/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads .mo files, as the manual of GNU gettext describes them ("The Format of GNU MO Files"). */
#include "ui/usher-ui-catalog.h"

#include <string.h>

#include "usher-config.h"

#define MAGIC 0x950412de

char **
usher_ui_catalog_list (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "po", "LINGUAS", NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) languages = g_strv_builder_new ();

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && lines[i][0] != '#')
      g_strv_builder_add (languages, lines[i]);
  return g_strv_builder_end (languages);
}

gunichar
usher_ui_catalog_get_letter (const char *text)
{
  const char *underline = strchr (text, '_');

  return underline != NULL ? g_unichar_tolower (g_utf8_get_char (underline + 1)) : 0;
}

static void
add (GHashTable *texts, const char *id, const char *translation)
{
  const char *other = g_hash_table_lookup (texts, id);

  if (other != NULL && usher_ui_catalog_get_letter (other) != usher_ui_catalog_get_letter (translation))
    {
      g_printerr ("“%s” is “%s” and “%s”: those want one letter\n", id, other, translation);
      g_test_fail ();
    }
  g_hash_table_insert (texts, g_strdup (id), g_strdup (translation));
}

/* A number of the file, which has the byte order of this machine. */
static guint32
read_number (const char *data, gsize size, gsize at)
{
  guint32 number;

  g_assert_cmpuint (at + sizeof number, <=, size);
  memcpy (&number, data + at, sizeof number);
  return number;
}

/* The i-th text of a table; its end is after the last of its parts. */
static const char *
read_text (const char *data, gsize size, guint32 table, guint32 i, const char **end)
{
  guint32 length = read_number (data, size, table + 8 * (gsize) i);
  guint32 at = read_number (data, size, table + 8 * (gsize) i + 4);

  g_assert_cmpuint ((gsize) at + length, <, size);
  *end = data + at + length;
  return data + at;
}

GHashTable *
usher_ui_catalog_load (const char *language)
{
  g_autofree char *dir = g_path_get_dirname (g_getenv ("USHER_SANDBOX"));
  g_autofree char *path =
    g_build_filename (dir, "..", "..", "po", language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  GHashTable *texts;
  const char *data;
  gsize size;

  if (file == NULL)
    return NULL;
  texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  data = g_mapped_file_get_contents (file);
  size = g_mapped_file_get_length (file);
  g_assert_cmphex (read_number (data, size, 0), ==, MAGIC);
  for (guint32 i = 0; i < read_number (data, size, 8); i++)
    {
      const char *end, *last;
      const char *id = read_text (data, size, read_number (data, size, 12), i, &end);
      const char *translation = read_text (data, size, read_number (data, size, 16), i, &last);
      const char *context = memchr (id, '\4', (gsize) (end - id));

      /* Before a text is its context; a text of a number has two, and its translation as many as the language wants. */
      if (context != NULL)
        id = context + 1;
      for (; id < end && translation < last; translation += strlen (translation) + 1)
        {
          add (texts, id, translation);
          if (id + strlen (id) + 1 < end)
            id += strlen (id) + 1;
        }
    }
  return texts;
}
