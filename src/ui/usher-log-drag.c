/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log on its way to a file manager by drag and drop. What is dragged has to be a file, and where it is dropped is not
 * told: it is written to a folder of the cache, readable to its owner alone, once the other side asks for it, which most
 * do at the drop. The other side copies it at a time of its own, so that it stays until the program ends; what a program
 * that came to a bad end left behind goes at the next start. Main thread. */
#include "ui/usher-log-drag.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define FOLDER "dragged"

typedef enum
{
  IDLE,
  WANTED,
  THERE,
  FAILED,
} State;

struct _UsherLogDrag
{
  GdkContentProvider parent_instance;

  char *name;         /* (owned) of the file */
  char *path;         /* (owned) (nullable) */
  State state;
  GError *error;      /* (owned) (nullable) why it FAILED */
  GPtrArray *waiting; /* (owned) (element-type GTask) until it is there */
};

/* One who asks. */
typedef struct
{
  char *mime_type;       /* (owned) */
  GOutputStream *stream; /* (owned) */
  int priority;
} Asked;

enum
{
  SIGNAL_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherLogDrag, usher_log_drag, GDK_TYPE_CONTENT_PROVIDER)

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->mime_type);
  g_object_unref (asked->stream);
  g_free (asked);
}

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "usher", FOLDER, NULL);
}

/* A folder of its own for each: two drags may be of one name. */
static char *
make_path (const char *name, GError **error)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *own = g_build_filename (folder, "XXXXXX", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_mkdtemp_full (own, 0700) == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The folder “%s” cannot be written to."), folder);
      return NULL;
    }
  return g_build_filename (own, name, NULL);
}

/* --- what is asked ----------------------------------------------------------------------------- */

static void
on_serialized (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (gdk_content_serialize_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* As a list of files in whatever form is asked for: addresses, or a ticket of the portal. */
static void
answer (UsherLogDrag *self, GTask *task)
{
  Asked *asked = g_task_get_task_data (task);
  g_autoptr (GFile) file = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  if (self->state == FAILED)
    {
      g_task_return_error (task, g_error_copy (self->error));
      return;
    }
  file = g_file_new_for_path (self->path);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  gdk_content_serialize_async (asked->stream, asked->mime_type, &value, asked->priority,
                               g_task_get_cancellable (task), on_serialized, g_object_ref (task));
}

static void
usher_log_drag_write_mime_type_async (GdkContentProvider *provider,
                                      const char *mime_type,
                                      GOutputStream *stream,
                                      int priority,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  UsherLogDrag *self = USHER_LOG_DRAG (provider);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  Asked *asked = g_new0 (Asked, 1);

  asked->mime_type = g_strdup (mime_type);
  asked->stream = g_object_ref (stream);
  asked->priority = priority;
  g_task_set_source_tag (task, usher_log_drag_write_mime_type_async);
  g_task_set_task_data (task, asked, asked_free);
  if (self->state == THERE || self->state == FAILED)
    {
      answer (self, task);
      return;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->state == WANTED)
    return;
  self->state = WANTED;
  self->path = make_path (self->name, &error);
  if (self->path == NULL)
    usher_log_drag_finish (self, error);
  else
    g_signal_emit (self, signals[SIGNAL_WANTED], 0, self->path);
}

static gboolean
usher_log_drag_write_mime_type_finish (GdkContentProvider *provider, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Only what can be asked for at leisure: a value would have to be there at once. */
static GdkContentFormats *
usher_log_drag_ref_formats (GdkContentProvider *provider)
{
  GdkContentFormats *formats =
    gdk_content_formats_union_serialize_mime_types (gdk_content_formats_new_for_gtype (GDK_TYPE_FILE_LIST));
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();
  gsize n;
  const char *const *types = gdk_content_formats_get_mime_types (formats, &n);

  for (gsize i = 0; i < n; i++)
    gdk_content_formats_builder_add_mime_type (builder, types[i]);
  gdk_content_formats_unref (formats);
  return gdk_content_formats_builder_free_to_formats (builder);
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_log_drag_dispose (GObject *object)
{
  UsherLogDrag *self = USHER_LOG_DRAG (object);

  /* Those that wait hold it: nobody does. */
  g_ptr_array_set_size (self->waiting, 0);
  G_OBJECT_CLASS (usher_log_drag_parent_class)->dispose (object);
}

static void
usher_log_drag_finalize (GObject *object)
{
  UsherLogDrag *self = USHER_LOG_DRAG (object);

  g_free (self->name);
  g_free (self->path);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->waiting);
  G_OBJECT_CLASS (usher_log_drag_parent_class)->finalize (object);
}

static void
usher_log_drag_class_init (UsherLogDragClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  object_class->dispose = usher_log_drag_dispose;
  object_class->finalize = usher_log_drag_finalize;
  provider_class->ref_formats = usher_log_drag_ref_formats;
  provider_class->write_mime_type_async = usher_log_drag_write_mime_type_async;
  provider_class->write_mime_type_finish = usher_log_drag_write_mime_type_finish;

  /**
   * UsherLogDrag::wanted:
   * @self: the log
   * @path: where it is to be
   *
   * Somebody asks for the file. Whoever writes it calls usher_log_drag_finish().
   */
  signals[SIGNAL_WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
usher_log_drag_init (UsherLogDrag *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * usher_log_drag_new:
 * @name: the name of the file; nothing in it is taken for a folder
 *
 * Returns: (transfer full): a log that is not written yet
 */
UsherLogDrag *
usher_log_drag_new (const char *name)
{
  UsherLogDrag *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (USHER_TYPE_LOG_DRAG, NULL);
  self->name = g_strdelimit (g_strdup (name), "/", '-');
  return self;
}

/**
 * usher_log_drag_finish:
 * @self: a log that was wanted
 * @error: (nullable): why it was not written
 *
 * Hands it to those who asked for it.
 */
void
usher_log_drag_finish (UsherLogDrag *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = NULL;

  g_return_if_fail (USHER_IS_LOG_DRAG (self));

  if (self->state != WANTED)
    return;
  self->state = error != NULL ? FAILED : THERE;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    answer (self, g_ptr_array_index (waiting, i));
}

/**
 * usher_log_drag_set_icon:
 * @source: a source of drags
 * @widget: where it is
 *
 * Shows a file under the pointer while it is dragged.
 */
void
usher_log_drag_set_icon (GtkDragSource *source, GtkWidget *widget)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (theme, "text-x-generic", NULL, 48, gtk_widget_get_scale_factor (widget),
                                gtk_widget_get_direction (widget), 0);

  gtk_drag_source_set_icon (source, GDK_PAINTABLE (icon), 0, 0);
}

/**
 * usher_log_drag_pick_row:
 * @widget: what a list is in
 * @x: where the pointer is
 * @y: where the pointer is
 *
 * Finds the row that a drag begins on. What is dragged are the selected rows, so that it is selected alone unless it is one of
 * them.
 *
 * Returns: (transfer none) (nullable): the row
 */
GtkWidget *
usher_log_drag_pick_row (GtkWidget *widget, double x, double y)
{
  GtkWidget *row = gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);

  while (row != NULL && row != widget && !g_str_equal (gtk_widget_get_css_name (row), "row"))
    row = gtk_widget_get_parent (row);
  if (row == NULL || row == widget)
    return NULL;
  if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) == 0)
    gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  return row;
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
    file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

/**
 * usher_log_drag_clean_up:
 *
 * Removes what was written for others and may still lie about.
 */
void
usher_log_drag_clean_up (void)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    remove_tree (file);
}
