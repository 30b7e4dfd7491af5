/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens what may be a log, and says what it is. Worker threads; reading is thread-safe.
 *
 * Files are read with pread() and not mapped: a mapped file that becomes shorter kills the program with SIGBUS,
 * and exported logs lie on network shares and USB sticks. On a warm file the copying costs a tenth of what the
 * chain does. */

#include "usher-config.h"

#include "archive/usher-log-source.h"

#include "archive/usher-log-chain.h"
#include "archive/usher-log-convert.h"
#include "archive/usher-log-csv.h"
#include "archive/usher-log-line.h"
#include "model/usher-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROBE_SIZE (256 * 1024)

/**
 * usher_archive_cache_dir:
 *
 * Returns: (transfer full): the folder of kept indexes and temporary texts; it is made if need be
 */
char *
usher_archive_cache_dir (void)
{
  char *path = g_build_filename (g_get_user_cache_dir (), USHER_DATA_NAME, "logs", NULL);

  g_mkdir_with_parents (path, 0700);
  return path;
}

/**
 * usher_open_nameless:
 *
 * Returns: a descriptor of a file without a name, mode 0600; or -1 with errno
 */
int
usher_open_nameless (void)
{
  g_autofree char *cache = usher_archive_cache_dir ();
  const char *folders[] = { cache, "/var/tmp", g_get_tmp_dir () };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      int fd = open (folders[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

      if (fd >= 0)
        return fd;
    }
  return memfd_create ("usher-log", MFD_CLOEXEC);
}

static gint64
nanoseconds (const struct timespec *time)
{
  return (gint64) time->tv_sec * G_GINT64_CONSTANT (1000000000) + time->tv_nsec;
}

static void
read_identity (const struct stat *status, UsherFileIdentity *identity)
{
  *identity = (UsherFileIdentity){
    .device = (guint64) status->st_dev,
    .inode = (guint64) status->st_ino,
    .size = (guint64) status->st_size,
    .modified = nanoseconds (&status->st_mtim),
    .changed = nanoseconds (&status->st_ctim),
  };
}

/**
 * usher_log_source_is_same:
 * @self: an opened file
 *
 * Returns: %FALSE when there is another file, or none, under the name, or it was written to
 */
gboolean
usher_log_source_is_same (UsherLogSource *self)
{
  UsherFileIdentity now;
  struct stat status;

  if (stat (self->path, &status) != 0)
    return FALSE;
  read_identity (&status, &now);
  /* A rename or chmod changes the inode's time, but not the file. */
  now.changed = self->identity.changed;
  return memcmp (&now, &self->identity, sizeof now) == 0;
}

/**
 * usher_log_source_read:
 * @self: an opened file
 * @offset: where in its text
 * @buffer: (out): what is read
 * @length: how much
 *
 * Returns: how many bytes were read, less than @length only at the end of the text; -1 with errno
 */
gssize
usher_log_source_read (UsherLogSource *self, guint64 offset, char *buffer, gsize length)
{
  gsize done = 0;

  if (offset >= self->size)
    return 0;
  length = (gsize) MIN ((guint64) length, self->size - offset);
  while (done < length)
    {
      gssize n = pread (self->fd, buffer + done, length - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  return (gssize) done;
}

/* Any line of the first part that is one of ours, whatever became of the others. */
static gboolean
has_log_line (const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *line_end = memchr (text, '\n', (gsize) (end - text));
      gsize n = (gsize) ((line_end != NULL ? line_end : end) - text);
      guint8 chain[USHER_CHAIN_SIZE];
      UsherLogLine line;
      gsize body;

      if (n > 0 && text[n - 1] == '\r')
        n--;
      if (usher_chain_split (text, n, &body, chain))
        return TRUE;
      usher_log_line_parse (&line, text, n, NULL);
      if (line.type == USHER_LINE_EVENT && line.invitation.data != NULL)
        return TRUE;
      if (line_end == NULL)
        break;
      text = line_end + 1;
    }
  return FALSE;
}

static gboolean
begins_with (const char *text, gsize length, const char *prefix)
{
  return length >= strlen (prefix) && memcmp (text, prefix, strlen (prefix)) == 0;
}

static gboolean
find_kind (UsherLogSource *self, GError **error)
{
  g_autofree char *probe = g_malloc (PROBE_SIZE);
  gssize length = usher_log_source_read (self, self->start, probe, PROBE_SIZE);
  gssize at = 0;

  while (at < length && strchr (" \t\r\n", probe[at]) != NULL && probe[at] != '\0')
    at++;
  if (length > 0 && begins_with (probe + at, (gsize) (length - at), "{\"usherlog\""))
    self->kind = USHER_SOURCE_USHERLOG;
  else if (length > 0 && begins_with (probe + at, (gsize) (length - at), "time,event,email,company,"))
    self->kind = USHER_SOURCE_CSV;
  else if (length > 0 && has_log_line (probe, (gsize) length))
    self->kind = USHER_SOURCE_USHERLOG;
  else if (at < length && (probe[at] == '{' || probe[at] == '['))
    self->kind = USHER_SOURCE_JSON;
  else
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FORMAT,
                   /* Translators: a file name */
                   _("“%s” is not an activity log. Usher opens Usher logs (.usherlog, also compressed), "
                     "its own CSV files, and invitations saved as JSON."),
                   self->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
use_text (UsherLogSource *self, int fd)
{
  struct stat status;

  if (fd < 0)
    return FALSE;
  close (self->fd);
  self->fd = fd;
  self->temporary = TRUE;
  self->start = 0;
  self->size = fstat (fd, &status) == 0 ? (guint64) status.st_size : 0;
  return TRUE;
}

/* Compression and encoding, from the first bytes. */
static gboolean
unwrap (UsherLogSource *self, GCancellable *cancellable, GError **error)
{
  char head[4] = { 0 };
  gssize length = usher_log_source_read (self, 0, head, sizeof head);

  if (length >= 2 && memcmp (head, "\x1f\x8b", 2) == 0)
    {
      if (!use_text (self, usher_convert_gzip (self->fd, self->name, &self->damaged, &self->altered,
                                               cancellable, error)))
        return FALSE;
      memset (head, 0, sizeof head);
      length = usher_log_source_read (self, 0, head, sizeof head);
    }
  if (length >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0)
    {
      self->start = 3;
      self->altered = TRUE;
    }
  else if (length >= 4 && (memcmp (head, "\xff\xfe", 2) == 0 || memcmp (head, "\xfe\xff", 2) == 0))
    {
      self->altered = TRUE;
      return use_text (self, usher_convert_utf16 (self->fd, self->name, (guchar) head[0] == 0xfe, 2,
                                                  cancellable, error));
    }
  else if (length >= 4 && ((head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0)
                           || (head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0)))
    {
      self->altered = TRUE;
      return use_text (self, usher_convert_utf16 (self->fd, self->name, head[0] == 0, 0, cancellable, error));
    }
  return TRUE;
}

static gboolean
open_file (UsherLogSource *self, GError **error)
{
  struct stat status;

  /* O_NONBLOCK: a pipe must not make us wait for its other end. */
  self->fd = g_open (self->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
  if (self->fd < 0 || fstat (self->fd, &status) != 0)
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_UNREADABLE,
                   /* Translators: a file name, and the system's reason */
                   _("“%s” cannot be read: %s"), self->name, g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_NOT_A_FILE,
                   S_ISDIR (status.st_mode) ? _("“%s” is a folder. Choose the log files in it.")
                                            : _("“%s” is not a file. Save its contents to a file first."),
                   self->name);
      return FALSE;
    }
  read_identity (&status, &self->identity);
  self->size = self->identity.size;
  if (self->size == 0)
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_EMPTY,
                   _("“%s” is empty. The export may have failed; export it again."), self->name);
      return FALSE;
    }
  return TRUE;
}

/**
 * usher_log_source_open:
 * @path: a file name
 * @cancellable: (nullable): to stop
 * @error: return location: #USHER_ARCHIVE_ERROR
 *
 * Opens a file and, unless it is a log as it was written, turns it into one. Blocks.
 *
 * Returns: (transfer full) (nullable): the text
 */
UsherLogSource *
usher_log_source_open (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (UsherLogSource) self = g_new0 (UsherLogSource, 1);
  g_autofree char *display = NULL;
  int converted = -1;

  g_atomic_ref_count_init (&self->ref_count);
  self->fd = -1;
  self->path = g_canonicalize_filename (path, NULL);
  display = g_filename_display_basename (self->path);
  self->name = usher_text_dup_safe (display, 0);
  if (!open_file (self, error) || !unwrap (self, cancellable, error) || !find_kind (self, error))
    return NULL;
  if (self->kind == USHER_SOURCE_USHERLOG)
    return g_steal_pointer (&self);

  if (self->kind == USHER_SOURCE_JSON)
    converted = usher_convert_json (self->fd, self->name, self->start, cancellable, error);
  else
    converted = usher_convert_csv (self->fd, self->name, self->start, cancellable, error);
  return use_text (self, converted) ? g_steal_pointer (&self) : NULL;
}

/**
 * usher_log_source_ref:
 * @self: an opened file
 *
 * Returns: (transfer full): @self
 */
UsherLogSource *
usher_log_source_ref (UsherLogSource *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * usher_log_source_unref:
 * @self: (nullable) (transfer full): an opened file
 */
void
usher_log_source_unref (UsherLogSource *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}
