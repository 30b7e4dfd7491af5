/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file that a log is written to: a temporary one beside the target, which is synced and then renamed, so that there
 * is either the whole log or none.
 *
 * The kernel takes as long to copy half a gigabyte into its cache as a processor to hash a fifth of it, and compressing
 * takes longer than all else; so a thread of its own writes what was handed over, at most so many buffers behind. It
 * begins with the second buffer: most logs are small. What goes wrong there is told by the next call, at the latest
 * by usher_log_output_finish(). */

#include "usher-config.h"

#include "archive/usher-log-output.h"

#include "archive/usher-archive-error.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PUSH_SIZE (8 * 1024 * 1024)
#define MAX_BEHIND 4 /* buffers */
#define GZIP_LEVEL 4 /* chain values and ids do not compress; more costs time and saves 2 % */

struct _UsherLogOutput
{
  char *path;                /* (owned) */
  char *temporary;           /* (owned) (nullable): NULL once renamed */
  int fd;                    /* -1 once closed */
  off_t pushed;              /* what is on its way to the disk */
  GOutputStream *stream;     /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) */
  gboolean any;              /* something was handed over */
  GThread *thread;           /* (owned) (nullable) */

  GMutex mutex;
  GCond changed;
  GQueue full;               /* (mutex mutex) (owned) (element-type GString) to be written */
  GQueue empty;              /* (mutex mutex) (owned) (element-type GString) */
  gboolean busy;             /* (mutex mutex) the thread is writing */
  gboolean stop;             /* (mutex mutex) */
  GError *error;             /* (mutex mutex) (owned) (nullable) the first */
};

static gboolean
take_system_error (UsherLogOutput *self, int saved_errno, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE,
               /* Translators: a file name, and the system's reason */
               _("“%s” cannot be written: %s"), name, g_strerror (saved_errno));
  return FALSE;
}

/**
 * usher_log_output_take_error:
 * @self: an output
 * @local: (transfer full): what writing to its stream ended with
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE, or %G_IO_ERROR_CANCELLED
 *
 * Says which file it is that could not be written.
 *
 * Returns: %FALSE
 */
gboolean
usher_log_output_take_error (UsherLogOutput *self, GError *local, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) || local->domain == USHER_ARCHIVE_ERROR)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE, _("“%s” cannot be written: %s"), name,
               local->message);
  g_error_free (local);
  return FALSE;
}

/* What was written begins its way to the disk at once: or else the sync at the end waits for all of it. */
static void
push (UsherLogOutput *self)
{
  off_t at = lseek (self->fd, 0, SEEK_CUR);

  if (at < self->pushed + PUSH_SIZE)
    return;
  (void) sync_file_range (self->fd, self->pushed, at - self->pushed, SYNC_FILE_RANGE_WRITE);
  self->pushed = at;
}

static gboolean
write_buffer (UsherLogOutput *self, const GString *buffer, GError **error)
{
  GError *local = NULL;

  if (!g_output_stream_write_all (self->stream, buffer->str, buffer->len, NULL, self->cancellable, &local))
    return usher_log_output_take_error (self, local, error);
  push (self);
  return TRUE;
}

static gpointer
write_in_thread (gpointer user_data)
{
  UsherLogOutput *self = user_data;
  GString *buffer;

  g_mutex_lock (&self->mutex);
  while (TRUE)
    {
      gboolean failed = self->error != NULL;
      GError *error = NULL;

      buffer = g_queue_pop_head (&self->full);
      if (buffer == NULL && self->stop)
        break;
      if (buffer == NULL)
        {
          g_cond_wait (&self->changed, &self->mutex);
          continue;
        }
      self->busy = TRUE;
      g_mutex_unlock (&self->mutex);
      if (!failed)
        write_buffer (self, buffer, &error);
      g_string_truncate (buffer, 0);
      g_mutex_lock (&self->mutex);
      if (error != NULL)
        self->error = error;
      self->busy = FALSE;
      g_queue_push_tail (&self->empty, buffer);
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * usher_log_output_new:
 * @path: the file to be; one that exists is replaced at the end, and not before
 * @gzip: compress what is written
 * @cancellable: (nullable): stops it at any time; nothing is left behind
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE
 *
 * Begins a temporary file in the same folder, readable for its owner only.
 *
 * Returns: (transfer full) (nullable): an output
 */
UsherLogOutput *
usher_log_output_new (const char *path, gboolean gzip, GCancellable *cancellable, GError **error)
{
  g_autoptr (UsherLogOutput) self = g_new0 (UsherLogOutput, 1);
  g_autofree char *real = realpath (path, NULL); /* a link is followed, not replaced */
  g_autofree char *folder = NULL;
  g_autoptr (GOutputStream) file = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->path = real != NULL ? g_strdup (real) : g_canonicalize_filename (path, NULL);
  self->fd = -1;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  if (g_file_test (self->path, G_FILE_TEST_EXISTS)
      && !g_file_test (self->path, G_FILE_TEST_IS_REGULAR))
    {
      take_system_error (self, g_file_test (self->path, G_FILE_TEST_IS_DIR) ? EISDIR : EINVAL, error);
      return NULL;
    }
  folder = g_path_get_dirname (self->path);
  self->temporary = g_build_filename (folder, ".usher-export-XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      int saved_errno = errno;

      g_clear_pointer (&self->temporary, g_free);
      take_system_error (self, saved_errno, error);
      return NULL;
    }
  file = g_unix_output_stream_new (self->fd, FALSE);
  if (gzip)
    {
      g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL);

      self->stream = g_converter_output_stream_new (file, G_CONVERTER (compressor));
    }
  else
    {
      self->stream = g_steal_pointer (&file);
    }
  return g_steal_pointer (&self);
}

/* With the mutex held. */
static gboolean
check_error (UsherLogOutput *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

/* The contents of the buffer against an empty one. Waits while too much is under way. */
static gboolean
hand_over (UsherLogOutput *self, GString *buffer, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GString *other;
  GString swapped;

  while (self->error == NULL && self->full.length >= MAX_BEHIND)
    g_cond_wait (&self->changed, &self->mutex);
  if (!check_error (self, error))
    return FALSE;
  other = g_queue_pop_head (&self->empty);
  if (other == NULL)
    other = g_string_sized_new (buffer->allocated_len);
  swapped = *other;
  *other = *buffer;
  *buffer = swapped;
  g_queue_push_tail (&self->full, other);
  g_cond_broadcast (&self->changed);
  return TRUE;
}

/**
 * usher_log_output_write:
 * @self: an output
 * @buffer: (inout): what is to be written; becomes empty
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE of this or a former call
 *
 * Returns: %FALSE when something could not be written
 */
gboolean
usher_log_output_write (UsherLogOutput *self, GString *buffer, GError **error)
{
  if (buffer->len == 0)
    return TRUE;
  if (self->any && self->thread == NULL)
    self->thread = g_thread_try_new ("usher-output", write_in_thread, self, NULL);
  self->any = TRUE;
  if (self->thread != NULL)
    return hand_over (self, buffer, error);
  if (!write_buffer (self, buffer, error))
    return FALSE;
  g_string_truncate (buffer, 0);
  return TRUE;
}

/**
 * usher_log_output_drain:
 * @self: an output
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE of a former call
 *
 * Waits until all that was handed over is written.
 *
 * Returns: (transfer none) (nullable): where more can be written to
 */
GOutputStream *
usher_log_output_drain (UsherLogOutput *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->thread != NULL && (self->busy || self->full.length > 0))
    g_cond_wait (&self->changed, &self->mutex);
  return check_error (self, error) ? self->stream : NULL;
}

/* After a power cut the folder must know the new name, too. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
}

/**
 * usher_log_output_finish:
 * @self: an output
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE
 *
 * Returns: %TRUE when the file is whole and in its place
 */
gboolean
usher_log_output_finish (UsherLogOutput *self, GError **error)
{
  GError *local = NULL;

  if (usher_log_output_drain (self, error) == NULL)
    return FALSE;
  if (!g_output_stream_close (self->stream, self->cancellable, &local))
    return usher_log_output_take_error (self, local, error);
  if (fsync (self->fd) != 0)
    return take_system_error (self, errno, error);
  if (close (g_steal_fd (&self->fd)) != 0)
    return take_system_error (self, errno, error);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (g_rename (self->temporary, self->path) != 0)
    return take_system_error (self, errno, error);
  g_clear_pointer (&self->temporary, g_free);
  sync_folder (self->path);
  return TRUE;
}

static void
buffer_free (gpointer data)
{
  g_string_free (data, TRUE);
}

/**
 * usher_log_output_free:
 * @self: (nullable) (transfer full): an output
 *
 * Frees it. When it was not finished, its temporary file goes, too.
 */
void
usher_log_output_free (UsherLogOutput *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->stop = TRUE;
  g_queue_clear_full (&self->full, buffer_free);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_queue_clear_full (&self->empty, buffer_free);
  g_clear_object (&self->stream);
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
