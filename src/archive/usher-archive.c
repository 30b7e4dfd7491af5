/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opened logs: one object for a window to hold. It lives on the main thread; what it holds was made by workers,
 * is immutable, and is replaced as a whole. Opening goes: the first 256 KB of the first file, shown at once; then
 * a kept index, or every line of every file; then, if the index was a kept one, the chain. */

#include "usher-config.h"

#include "archive/usher-archive.h"

#include "archive/usher-archive-search.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>

#define PREVIEW_SIZE (256 * 1024)
#define MAX_FILES 1000

typedef struct
{
  char *path;                     /* (owned) */
  char *name;                     /* (owned) */
  GError *error;                  /* (owned) (nullable) */
  guint source;                   /* which of the data's, or G_MAXUINT */
  UsherVerification verification;
  GFileMonitor *monitor;          /* (owned) (nullable) */
} ArchiveFile;

struct _UsherArchive
{
  GObject parent_instance;

  UsherArchiveState state;
  double progress;
  gboolean changed;
  UsherArchiveData *data;    /* (owned) (nullable) */
  GPtrArray *files;          /* (owned) (element-type ArchiveFile) */
  guint generation;          /* counts openings: what belongs to a former one is dropped */
  GCancellable *verifying;   /* (owned) (nullable) */
};

typedef enum
{
  PROP_STATE = 1,
  PROP_PROGRESS,
  PROP_N_ROWS,
  PROP_CHANGED,
} UsherArchiveProperty;

static GParamSpec *properties[PROP_CHANGED + 1];

enum
{
  SIGNAL_ROWS_CHANGED,
  SIGNAL_VERIFIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherArchive, usher_archive, G_TYPE_OBJECT)

static void
file_free (gpointer data)
{
  ArchiveFile *file = data;

  if (file->monitor != NULL)
    g_file_monitor_cancel (file->monitor);
  g_clear_object (&file->monitor);
  g_free (file->path);
  g_free (file->name);
  g_clear_error (&file->error);
  g_free (file);
}

static void
usher_archive_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UsherArchive *self = USHER_ARCHIVE (object);

  switch ((UsherArchiveProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_N_ROWS:
      g_value_set_uint (value, usher_archive_get_n_rows (self));
      break;
    case PROP_CHANGED:
      g_value_set_boolean (value, self->changed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_archive_dispose (GObject *object)
{
  UsherArchive *self = USHER_ARCHIVE (object);

  g_cancellable_cancel (self->verifying);
  g_clear_object (&self->verifying);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->data, usher_archive_data_unref);
  G_OBJECT_CLASS (usher_archive_parent_class)->dispose (object);
}

static void
usher_archive_class_init (UsherArchiveClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_archive_get_property;
  object_class->dispose = usher_archive_dispose;
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, 0, USHER_ARCHIVE_FAILED, USHER_ARCHIVE_EMPTY, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_N_ROWS] = g_param_spec_uint ("n-rows", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CHANGED] = g_param_spec_boolean ("changed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ROWS_CHANGED] = g_signal_new ("rows-changed", USHER_TYPE_ARCHIVE, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_VERIFIED] = g_signal_new ("verified", USHER_TYPE_ARCHIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
usher_archive_init (UsherArchive *self)
{
  self->files = g_ptr_array_new_with_free_func (file_free);
}

/**
 * usher_archive_new:
 *
 * Returns: (transfer full): an archive without files
 */
UsherArchive *
usher_archive_new (void)
{
  return g_object_new (USHER_TYPE_ARCHIVE, NULL);
}

static void
set_state (UsherArchive *self, UsherArchiveState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_progress (UsherArchive *self, double progress)
{
  if (progress <= self->progress && progress > 0)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
set_changed (UsherArchive *self, gboolean changed)
{
  if (self->changed == changed)
    return;
  self->changed = changed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED]);
}

static void
take_data (UsherArchive *self, UsherArchiveData *data)
{
  g_clear_pointer (&self->data, usher_archive_data_unref);
  self->data = data;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ROWS]);
  g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0);
}

/* Opening. */
typedef struct
{
  /* Input data */
  GStrv paths;              /* (owned) */
  guint generation;

  /* In-progress state */
  GTask *task;              /* (not owned) */
  gint percent;             /* (atomic) the last that was told */
  guint64 total;            /* bytes of all texts */
  guint64 before;           /* bytes of the files that are done */

  /* Output data */
  GPtrArray *files;         /* (owned) (nullable) */
  UsherArchiveData *data;   /* (owned) (nullable) */
  gboolean recalled;        /* a kept index was used: the chain is still to be looked at */
} OpenData;

static void
open_data_free (gpointer data)
{
  OpenData *open = data;

  g_strfreev (open->paths);
  g_clear_pointer (&open->files, g_ptr_array_unref);
  g_clear_pointer (&open->data, usher_archive_data_unref);
  g_free (open);
}

/* What a worker has to tell while it goes on. */
typedef struct
{
  UsherArchive *archive;  /* (owned) */
  guint generation;
  double progress;
  UsherArchiveData *data; /* (owned) (nullable) the first rows */
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->archive);
  g_clear_pointer (&news->data, usher_archive_data_unref);
  g_free (news);
}

static gboolean
on_news (gpointer user_data)
{
  News *news = user_data;
  UsherArchive *self = news->archive;

  if (news->generation != self->generation || self->state != USHER_ARCHIVE_LOADING)
    return G_SOURCE_REMOVE;
  if (news->data != NULL)
    take_data (self, g_steal_pointer (&news->data));
  set_progress (self, news->progress);
  return G_SOURCE_REMOVE;
}

static void
tell (OpenData *open, double progress, UsherArchiveData *data)
{
  News *news = g_new0 (News, 1);

  news->archive = g_object_ref (g_task_get_source_object (open->task));
  news->generation = open->generation;
  news->progress = progress;
  news->data = data;
  g_main_context_invoke_full (g_task_get_context (open->task), G_PRIORITY_DEFAULT, on_news, news, news_free);
  /* cppcheck-suppress memleak ; news_free() is called when it was told */
}

static void
on_index_progress (guint64 done, guint64 total, gpointer user_data)
{
  OpenData *open = user_data;
  double progress = (double) (open->before + done) / (double) MAX (open->total, 1);
  gint percent = (gint) (progress * 100);
  gint told = g_atomic_int_get (&open->percent);

  if (percent > told && g_atomic_int_compare_and_exchange (&open->percent, told, percent))
    tell (open, MIN (progress, 1), NULL);
}

static GPtrArray *
new_sources (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) usher_log_source_unref);
}

static GPtrArray *
new_indexes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) usher_file_index_free);
}

/* Opens each file; those that cannot be keep their error. */
static GPtrArray *
open_sources (OpenData *open, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sources = new_sources ();
  guint n = g_strv_length (open->paths);

  open->files = g_ptr_array_new_with_free_func (file_free);
  for (guint i = 0; i < MIN (n, MAX_FILES); i++)
    {
      ArchiveFile *file = g_new0 (ArchiveFile, 1);
      g_autofree char *display = NULL;
      UsherLogSource *source;

      g_ptr_array_add (open->files, file);
      file->path = g_canonicalize_filename (open->paths[i], NULL);
      display = g_filename_display_basename (file->path);
      file->name = usher_text_dup_safe (display, 0);
      file->source = G_MAXUINT;
      source = usher_log_source_open (file->path, cancellable, &file->error);
      if (source == NULL)
        continue;
      file->source = sources->len;
      open->total += source->size - source->start;
      g_ptr_array_add (sources, source);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (sources->len == 0)
    {
      ArchiveFile *first = n > 0 ? g_ptr_array_index (open->files, 0) : NULL;

      if (first != NULL)
        g_propagate_error (error, g_error_copy (first->error));
      else
        g_set_error_literal (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_UNREADABLE,
                             _("There is no file to open."));
      return NULL;
    }
  return g_steal_pointer (&sources);
}

static void
show_first_rows (OpenData *open, UsherLogSource *source, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) sources = new_sources ();
  g_autoptr (GPtrArray) indexes = new_indexes ();
  UsherFileIndex *index;

  if (source->size - source->start <= PREVIEW_SIZE)
    return;
  index = usher_file_index_new (source, PREVIEW_SIZE, NULL, NULL, cancellable, NULL);
  if (index == NULL)
    return;
  g_ptr_array_add (sources, usher_log_source_ref (source));
  g_ptr_array_add (indexes, index);
  tell (open, 0, usher_archive_data_new (g_steal_pointer (&sources), g_steal_pointer (&indexes)));
}

static void
open_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  OpenData *open = task_data;
  g_autoptr (GPtrArray) indexes = new_indexes ();
  g_autoptr (GPtrArray) sources = NULL;
  GError *error = NULL;

  open->task = task;
  sources = open_sources (open, cancellable, &error);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      UsherLogSource *source = g_ptr_array_index (sources, i);
      UsherFileIndex *index = usher_file_index_recall (source);

      if (index != NULL)
        {
          open->recalled = TRUE;
          index->verification.verdict = USHER_VERDICT_PENDING;
        }
      else
        {
          if (i == 0)
            show_first_rows (open, source, cancellable);
          index = usher_file_index_new (source, 0, on_index_progress, open, cancellable, &error);
          if (index == NULL)
            break;
          usher_file_index_keep (index, source);
        }
      open->before += source->size - source->start;
      g_ptr_array_add (indexes, index);
    }
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  open->data = usher_archive_data_new (g_steal_pointer (&sources), g_steal_pointer (&indexes));
  open->data->cache = usher_match_cache_new ();
  open->data->free_cache = (GDestroyNotify) usher_match_cache_free;
  open->data->file_numbers = g_new0 (guint, open->files->len);
  for (guint i = 0; i < open->files->len; i++)
    {
      ArchiveFile *file = g_ptr_array_index (open->files, i);

      if (file->source != G_MAXUINT)
        open->data->file_numbers[file->source] = i;
    }
  g_task_return_boolean (task, TRUE);
}

/* The chain of files whose rows came from a kept index. */
static void
on_verified (GObject *object, GAsyncResult *result, gpointer user_data)
{
  UsherArchive *self = USHER_ARCHIVE (object);
  guint generation = GPOINTER_TO_UINT (user_data);
  g_autoptr (GArray) verifications = g_task_propagate_pointer (G_TASK (result), NULL);

  if (verifications == NULL || generation != self->generation || self->files == NULL)
    return;
  for (guint i = 0; i < self->files->len; i++)
    {
      ArchiveFile *file = g_ptr_array_index (self->files, i);

      if (file->source >= verifications->len || file->verification.verdict != USHER_VERDICT_PENDING)
        continue;
      file->verification = g_array_index (verifications, UsherVerification, file->source);
      g_signal_emit (self, signals[SIGNAL_VERIFIED], 0, i);
    }
}

static void
verify_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  UsherArchiveData *data = task_data;
  g_autoptr (GArray) verifications = g_array_new (FALSE, TRUE, sizeof (UsherVerification));

  for (guint i = 0; i < data->sources->len; i++)
    {
      UsherVerification verification = data->verifications[i];

      if (verification.verdict == USHER_VERDICT_PENDING)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (UsherFileIndex) index =
              usher_file_index_new (g_ptr_array_index (data->sources, i), 0, NULL, NULL, cancellable, &error);

          if (index != NULL)
            verification = index->verification;
        }
      g_array_append_val (verifications, verification);
    }
  g_task_return_pointer (task, g_steal_pointer (&verifications), (GDestroyNotify) g_array_unref);
}

static void
verify_later (UsherArchive *self)
{
  g_autoptr (GTask) task = NULL;

  self->verifying = g_cancellable_new ();
  task = g_task_new (self, self->verifying, on_verified, GUINT_TO_POINTER (self->generation));
  g_task_set_source_tag (task, verify_later);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task, usher_archive_data_ref (self->data), (GDestroyNotify) usher_archive_data_unref);
  g_task_run_in_thread (task, verify_in_thread);
}

static void
on_file_changed (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer user_data)
{
  usher_archive_check_changed (user_data);
}

static void
watch_files (UsherArchive *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      ArchiveFile *file = g_ptr_array_index (self->files, i);
      g_autoptr (GFile) location = g_file_new_for_path (file->path);

      if (file->source == G_MAXUINT)
        continue;
      file->monitor = g_file_monitor_file (location, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
      if (file->monitor != NULL)
        g_signal_connect_object (file->monitor, "changed", G_CALLBACK (on_file_changed), self, 0);
    }
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  UsherArchive *self = USHER_ARCHIVE (object);
  OpenData *open = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gboolean opened = g_task_propagate_boolean (G_TASK (result), &error);

  if (open->generation != self->generation || self->files == NULL)
    {
      /* Others were opened meanwhile. */
      g_clear_error (&error);
      g_task_return_new_error (outer, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }
  if (open->files != NULL)
    {
      g_ptr_array_unref (self->files);
      self->files = g_steal_pointer (&open->files);
    }
  if (!opened)
    {
      if (self->data != NULL)
        take_data (self, NULL);
      set_state (self, USHER_ARCHIVE_FAILED);
      g_task_return_error (outer, error);
      return;
    }
  for (guint i = 0; i < self->files->len; i++)
    {
      ArchiveFile *file = g_ptr_array_index (self->files, i);

      if (file->source != G_MAXUINT)
        file->verification = open->data->verifications[file->source];
    }
  take_data (self, g_steal_pointer (&open->data));
  set_progress (self, 1);
  set_state (self, USHER_ARCHIVE_READY);
  watch_files (self);
  if (open->recalled)
    verify_later (self);
  for (guint i = 0; i < self->files->len; i++)
    {
      ArchiveFile *file = g_ptr_array_index (self->files, i);

      if (file->verification.verdict != USHER_VERDICT_PENDING)
        g_signal_emit (self, signals[SIGNAL_VERIFIED], 0, i);
    }
  g_task_return_boolean (outer, TRUE);
}

/**
 * usher_archive_open_async:
 * @self: an archive
 * @paths: file names
 * @cancellable: (nullable): to stop
 * @callback: called when every row is there
 * @user_data: for @callback
 *
 * Opens files together: their rows are merged by time, and events that several have are shown once. "rows-changed"
 * comes as soon as the first rows can be shown, and again when all are there.
 */
void
usher_archive_open_async (UsherArchive *self,
                          const char *const *paths,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) outer = NULL;
  g_autoptr (GTask) task = NULL;
  OpenData *open;

  g_return_if_fail (USHER_IS_ARCHIVE (self));
  g_return_if_fail (paths != NULL);

  self->generation++;
  g_cancellable_cancel (self->verifying);
  g_clear_object (&self->verifying);
  g_ptr_array_set_size (self->files, 0);
  if (self->data != NULL)
    take_data (self, NULL);
  set_changed (self, FALSE);
  set_progress (self, 0);
  set_state (self, USHER_ARCHIVE_LOADING);

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, usher_archive_open_async);
  task = g_task_new (self, cancellable, on_opened, g_steal_pointer (&outer));
  g_task_set_source_tag (task, usher_archive_open_async);
  open = g_new0 (OpenData, 1);
  open->paths = g_strdupv ((GStrv) paths);
  open->generation = self->generation;
  g_task_set_task_data (task, open, open_data_free);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * usher_archive_open_finish:
 * @self: an archive
 * @result: what the callback got
 * @error: return location: of the first file, when none could be opened
 *
 * Returns: %TRUE when at least one file is open
 */
gboolean
usher_archive_open_finish (UsherArchive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_archive_check_changed:
 * @self: an archive
 *
 * Returns: %TRUE when a file was written to, moved or removed since it was opened
 */
gboolean
usher_archive_check_changed (UsherArchive *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE (self), FALSE);

  for (guint i = 0; self->data != NULL && i < self->data->sources->len; i++)
    if (!usher_log_source_is_same (g_ptr_array_index (self->data->sources, i)))
      set_changed (self, TRUE);
  return self->changed;
}

/**
 * usher_archive_get_state:
 * @self: an archive
 *
 * Returns: how far it is
 */
UsherArchiveState
usher_archive_get_state (UsherArchive *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE (self), USHER_ARCHIVE_EMPTY);
  return self->state;
}

/**
 * usher_archive_get_progress:
 * @self: an archive
 *
 * Returns: how much of the files was looked at, from 0 to 1
 */
double
usher_archive_get_progress (UsherArchive *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE (self), 0);
  return self->progress;
}

/**
 * usher_archive_get_changed:
 * @self: an archive
 *
 * Returns: %TRUE when a file is known to have changed since it was opened
 */
gboolean
usher_archive_get_changed (UsherArchive *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE (self), FALSE);
  return self->changed;
}

/**
 * usher_archive_get_n_files:
 * @self: an archive
 *
 * Returns: how many files were to be opened, those that could not be included
 */
guint
usher_archive_get_n_files (UsherArchive *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE (self), 0);
  return self->files->len;
}

static ArchiveFile *
get_file (UsherArchive *self, guint file)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE (self), NULL);
  g_return_val_if_fail (file < self->files->len, NULL);
  return g_ptr_array_index (self->files, file);
}

/**
 * usher_archive_get_file_path:
 * @self: an archive
 * @file: which file
 *
 * Returns: (transfer none) (nullable): its path
 */
const char *
usher_archive_get_file_path (UsherArchive *self, guint file)
{
  ArchiveFile *found = get_file (self, file);

  return found != NULL ? found->path : NULL;
}

/**
 * usher_archive_get_file_name:
 * @self: an archive
 * @file: which file
 *
 * Returns: (transfer none) (nullable): its name, for people
 */
const char *
usher_archive_get_file_name (UsherArchive *self, guint file)
{
  ArchiveFile *found = get_file (self, file);

  return found != NULL ? found->name : NULL;
}

/**
 * usher_archive_get_file_error:
 * @self: an archive
 * @file: which file
 *
 * Returns: (transfer none) (nullable): why it could not be opened
 */
const GError *
usher_archive_get_file_error (UsherArchive *self, guint file)
{
  ArchiveFile *found = get_file (self, file);

  return found != NULL ? found->error : NULL;
}

/**
 * usher_archive_get_verification:
 * @self: an archive
 * @file: which file
 *
 * Returns: (transfer none) (nullable): whether it is as it was written; valid until the next opening
 */
const UsherVerification *
usher_archive_get_verification (UsherArchive *self, guint file)
{
  ArchiveFile *found = get_file (self, file);

  return found != NULL ? &found->verification : NULL;
}

/**
 * usher_archive_dup_data:
 * @self: an archive
 *
 * Returns: (transfer full) (nullable): what it holds now
 */
UsherArchiveData *
usher_archive_dup_data (UsherArchive *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE (self), NULL);
  return self->data != NULL ? usher_archive_data_ref (self->data) : NULL;
}
