/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Notes and bookmarks on events, in a JSON file beside each log. The log itself is never written to: it is evidence.
 * A notes file is small and read at once; it is written on a worker, one writing at a time, as a whole, and synced.
 * One that cannot be understood is left alone. Main thread. */

#include "usher-config.h"

#include "archive/usher-archive-notes.h"

#include "model/usher-json.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>

#define SUFFIX ".notes"
#define MAX_SIZE (16 * 1024 * 1024)
#define VERSION 1

typedef struct
{
  guint file;        /* which of the files it is kept beside */
  char *note;        /* (owned) (nullable) */
  gboolean bookmarked;
  JsonObject *facts; /* (owned) what it is about, for people who read the file */
} Note;

typedef struct
{
  char *path;        /* (owned) of the notes */
  char *name;        /* (owned) of the log, for people */
  gboolean readable; /* else it is left alone */
  gboolean dirty;
  gboolean writing;
} NotesFile;

struct _UsherArchiveNotes
{
  GObject parent_instance;

  GHashTable *notes; /* (owned) (element-type guint64 Note) */
  GPtrArray *files;  /* (owned) (element-type NotesFile) */
  char *problem;     /* (owned) (nullable) */
};

typedef enum
{
  PROP_PROBLEM = 1,
} UsherArchiveNotesProperty;

static GParamSpec *properties[PROP_PROBLEM + 1];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherArchiveNotes, usher_archive_notes, G_TYPE_OBJECT)

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->note);
  json_object_unref (note->facts);
  g_free (note);
}

static void
notes_file_free (gpointer data)
{
  NotesFile *file = data;

  g_free (file->path);
  g_free (file->name);
  g_free (file);
}

static void
set_problem (UsherArchiveNotes *self, char *problem)
{
  g_autofree char *owned = problem;

  if (usher_set_str (&self->problem, owned))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* --- reading ----------------------------------------------------------------------------------- */

static void
take_note (UsherArchiveNotes *self, guint file, JsonObject *facts)
{
  const char *digits = usher_json_get_string (facts, "key", "");
  const char *text = usher_json_get_string (facts, "note", NULL);
  Note *note;
  guint64 *key;
  guint64 number;

  if (!g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT64, &number, NULL))
    return;
  note = g_new0 (Note, 1);
  note->file = file;
  note->note = g_strdup (text);
  note->bookmarked = usher_json_get_boolean (facts, "bookmark", FALSE);
  note->facts = json_object_ref (facts);
  key = g_new (guint64, 1);
  *key = number;
  g_hash_table_replace (self->notes, key, note);
}

static gboolean
read_file (UsherArchiveNotes *self, guint i)
{
  NotesFile *file = g_ptr_array_index (self->files, i);
  g_autoptr (GFile) location = g_file_new_for_path (file->path);
  g_autoptr (GFileInfo) info = g_file_query_info (
    location, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonNode *list;
  gsize length;

  if (info == NULL)
    return TRUE; /* there are none */
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || g_file_info_get_size (info) > MAX_SIZE
      || !g_file_get_contents (file->path, &text, &length, NULL))
    return FALSE;
  root = usher_json_parse (text, (gssize) length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  list = json_object_get_member (object, "notes");
  if (usher_json_get_int (object, "usherNotes", 0) != VERSION || list == NULL
      || !JSON_NODE_HOLDS_ARRAY (list))
    return FALSE;
  for (guint k = 0; k < json_array_get_length (json_node_get_array (list)); k++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (list), k);

      if (JSON_NODE_HOLDS_OBJECT (element))
        take_note (self, i, json_node_get_object (element));
    }
  return TRUE;
}

/* --- writing ----------------------------------------------------------------------------------- */

typedef struct
{
  guint file;
  char *path; /* (owned) */
  char *text; /* (owned) (nullable) NULL: there are no notes any more */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_free (writing->path);
  g_free (writing->text);
  g_free (writing);
}

static char *
dup_file_text (UsherArchiveNotes *self, guint file)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *list = json_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->notes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Note *note = value;

      if (note->file == file)
        json_array_add_object_element (list, json_object_ref (note->facts));
    }
  if (json_array_get_length (list) == 0)
    {
      json_array_unref (list);
      return NULL;
    }
  json_object_set_int_member (object, "usherNotes", VERSION);
  json_object_set_string_member (object, "file", ((NotesFile *) g_ptr_array_index (self->files, file))->name);
  json_object_set_array_member (object, "notes", list);
  json_node_set_object (root, object);
  return json_to_string (root, TRUE);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Writing *writing = task_data;
  GError *error = NULL;

  if (writing->text == NULL)
    {
      g_autoptr (GFile) location = g_file_new_for_path (writing->path);

      if (!g_file_delete (location, NULL, &error) && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        g_clear_error (&error);
    }
  else
    {
      g_file_set_contents_full (writing->path, writing->text, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void write_file (UsherArchiveNotes *self, guint i);

static void
on_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  UsherArchiveNotes *self = USHER_ARCHIVE_NOTES (object);
  Writing *writing = g_task_get_task_data (G_TASK (result));
  NotesFile *file = g_ptr_array_index (self->files, writing->file);
  g_autoptr (GError) error = NULL;

  file->writing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    /* Translators: a file name, then the system's reason */
    set_problem (self, g_strdup_printf (_("Notes on “%s” are not kept: %s They are gone when you close this window."),
                                        file->name, error->message));
  else
    set_problem (self, NULL);
  if (file->dirty)
    write_file (self, writing->file);
}

static void
write_file (UsherArchiveNotes *self, guint i)
{
  NotesFile *file = g_ptr_array_index (self->files, i);
  g_autoptr (GTask) task = NULL;
  Writing *writing;

  if (!file->readable)
    return;
  file->dirty = file->writing;
  if (file->writing)
    return;
  file->writing = TRUE;
  writing = g_new0 (Writing, 1);
  writing->file = i;
  writing->path = g_strdup (file->path);
  writing->text = dup_file_text (self, i);
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_source_tag (task, write_file);
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, write_in_thread);
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_archive_notes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherArchiveNotesProperty) id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, USHER_ARCHIVE_NOTES (object)->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_archive_notes_finalize (GObject *object)
{
  UsherArchiveNotes *self = USHER_ARCHIVE_NOTES (object);

  g_hash_table_unref (self->notes);
  g_ptr_array_unref (self->files);
  g_free (self->problem);
  G_OBJECT_CLASS (usher_archive_notes_parent_class)->finalize (object);
}

static void
usher_archive_notes_class_init (UsherArchiveNotesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_archive_notes_get_property;
  object_class->finalize = usher_archive_notes_finalize;
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[CHANGED] = g_signal_new ("changed", USHER_TYPE_ARCHIVE_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
usher_archive_notes_init (UsherArchiveNotes *self)
{
  self->notes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, note_free);
  self->files = g_ptr_array_new_with_free_func (notes_file_free);
}

/**
 * usher_archive_notes_dup_path:
 * @path: a log
 *
 * Returns: (transfer full): the file beside it that holds the notes on it
 */
char *
usher_archive_notes_dup_path (const char *path)
{
  return g_strconcat (path, SUFFIX, NULL);
}

/**
 * usher_archive_notes_new:
 * @paths: (nullable): the files that are open, numbered as the archive does
 *
 * Returns: (transfer full): the notes on them
 */
UsherArchiveNotes *
usher_archive_notes_new (const char *const *paths)
{
  UsherArchiveNotes *self = g_object_new (USHER_TYPE_ARCHIVE_NOTES, NULL);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      NotesFile *file = g_new0 (NotesFile, 1);
      g_autofree char *display = g_filename_display_basename (paths[i]);

      file->path = usher_archive_notes_dup_path (paths[i]);
      file->name = usher_text_dup_safe (display, 0);
      g_ptr_array_add (self->files, file);
      file->readable = read_file (self, i);
      if (!file->readable)
        set_problem (self, g_strdup_printf (_("The notes beside “%s” cannot be read, and are left as they are. "
                                              "New notes on it are not kept."),
                                            file->name));
    }
  return self;
}

static Note *
find (UsherArchiveNotes *self, guint64 key)
{
  return g_hash_table_lookup (self->notes, &key);
}

/**
 * usher_archive_notes_get_note:
 * @self: notes
 * @key: of an event
 *
 * Returns: (transfer none) (nullable): what was noted on it
 */
const char *
usher_archive_notes_get_note (UsherArchiveNotes *self, guint64 key)
{
  Note *note;

  g_return_val_if_fail (USHER_IS_ARCHIVE_NOTES (self), NULL);
  note = find (self, key);
  return note != NULL ? note->note : NULL;
}

/**
 * usher_archive_notes_get_bookmarked:
 * @self: notes
 * @key: of an event
 *
 * Returns: whether it has a bookmark
 */
gboolean
usher_archive_notes_get_bookmarked (UsherArchiveNotes *self, guint64 key)
{
  Note *note;

  g_return_val_if_fail (USHER_IS_ARCHIVE_NOTES (self), FALSE);
  note = find (self, key);
  return note != NULL && note->bookmarked;
}

/**
 * usher_archive_notes_get_size:
 * @self: notes
 *
 * Returns: how many events have a note or a bookmark
 */
guint
usher_archive_notes_get_size (UsherArchiveNotes *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_NOTES (self), 0);
  return g_hash_table_size (self->notes);
}

static JsonObject *
make_facts (UsherArchiveEvent *event, guint64 key, const char *text, gboolean bookmarked)
{
  JsonObject *facts = json_object_new ();
  g_autofree char *digits = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", key);
  g_autofree char *time = usher_time_to_string (usher_archive_event_get_time (event));

  json_object_set_string_member (facts, "key", digits);
  json_object_set_int_member (facts, "line", (gint64) usher_archive_event_get_line (event));
  if (time != NULL)
    json_object_set_string_member (facts, "createdAt", time);
  json_object_set_string_member (facts, "eventType", usher_archive_event_get_kind_name (event));
  json_object_set_string_member (facts, "invitation", usher_archive_event_get_invitation_id (event));
  if (text != NULL)
    json_object_set_string_member (facts, "note", text);
  if (bookmarked)
    json_object_set_boolean_member (facts, "bookmark", TRUE);
  return facts;
}

/**
 * usher_archive_notes_set:
 * @self: notes
 * @event: what is noted on
 * @note: (nullable): the note; "" for none
 * @bookmarked: whether it has a bookmark
 *
 * Keeps a note in place of the one before.
 */
void
usher_archive_notes_set (UsherArchiveNotes *self, UsherArchiveEvent *event, const char *note, gboolean bookmarked)
{
  guint64 key;
  guint file;
  Note *before;

  g_return_if_fail (USHER_IS_ARCHIVE_NOTES (self));
  g_return_if_fail (USHER_IS_ARCHIVE_EVENT (event));

  key = usher_archive_event_get_key (event);
  file = usher_archive_event_get_file (event);
  if (file >= self->files->len)
    return;
  if (note != NULL && *note == '\0')
    note = NULL;
  before = find (self, key);
  if (before != NULL)
    {
      if (g_strcmp0 (before->note, note) == 0 && before->bookmarked == bookmarked)
        return;
      file = before->file; /* another file may have the same event */
    }
  if (note == NULL && !bookmarked)
    {
      if (!g_hash_table_remove (self->notes, &key))
        return;
    }
  else
    {
      Note *after = g_new0 (Note, 1);
      guint64 *owned = g_new (guint64, 1);

      *owned = key;
      after->file = file;
      after->note = g_strdup (note);
      after->bookmarked = bookmarked;
      after->facts = make_facts (event, key, note, bookmarked);
      g_hash_table_replace (self->notes, owned, after);
    }
  write_file (self, file);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * usher_archive_notes_get_problem:
 * @self: notes
 *
 * Returns: (transfer none) (nullable): why notes are not kept
 */
const char *
usher_archive_notes_get_problem (UsherArchiveNotes *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_NOTES (self), NULL);
  return self->problem;
}

/**
 * usher_archive_notes_get_busy:
 * @self: notes
 *
 * Returns: whether something is still to be written
 */
gboolean
usher_archive_notes_get_busy (UsherArchiveNotes *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_NOTES (self), FALSE);

  for (guint i = 0; i < self->files->len; i++)
    {
      NotesFile *file = g_ptr_array_index (self->files, i);

      if (file->writing || file->dirty)
        return TRUE;
    }
  return FALSE;
}
