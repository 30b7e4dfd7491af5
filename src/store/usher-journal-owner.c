/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is alive on a journal. Window and command line may have the same journal open, and what the one has
 * on its way is not the other's to call unclear, unless the one is dead. A process id tells nothing across
 * containers and is used again; a lock does not outlive its holder. Journal's worker thread. */
#include "store/usher-journal-owner.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* Somebody may sweep the file between its making and its locking, but not for ever. */
#define MAX_TRIES 8

struct _UsherJournalOwner
{
  char *id;   /* (owned) */
  char *path; /* (owned) */
  int fd;
};

static char *
dup_lock_path (const char *path,
               const char *id)
{
  return g_strdup_printf ("%s-owner-%s", path, id);
}

static int
lock (int fd)
{
  int result;

  do
    result = flock (fd, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);
  return result;
}

/* TRUE when there is such a file and somebody holds it. A file that nobody holds is removed. Where that cannot be
 * found out, as with too many files open, somebody may: what a living program sends must not be sent by another. */
static gboolean
is_held (const char *lock_path)
{
  int fd = g_open (lock_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  gboolean held;

  if (fd < 0)
    return errno != ENOENT && errno != ELOOP;
  held = lock (fd) != 0 && errno == EWOULDBLOCK;
  if (!held)
    g_unlink (lock_path);
  close (fd);
  return held;
}

/* The files of those who were killed. */
static void
sweep (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, "-owner-", NULL);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (entries != NULL && (entry = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *lock_path = g_build_filename (folder, entry, NULL);

      if (g_str_has_prefix (entry, prefix))
        is_held (lock_path);
    }
}

static gboolean
is_ours (int         fd,
         const char *lock_path)
{
  struct stat ours;
  struct stat there;

  return lock (fd) == 0 && fstat (fd, &ours) == 0 && lstat (lock_path, &there) == 0 && ours.st_dev == there.st_dev &&
         ours.st_ino == there.st_ino;
}

/**
 * usher_journal_owner_new:
 * @path: the journal's file
 *
 * Takes a name that was never used and holds a lock in this name until it is freed, or the process ends.
 *
 * Returns: (transfer full) (nullable): an owner; %NULL where nothing can be locked
 */
UsherJournalOwner *
usher_journal_owner_new (const char *path)
{
  sweep (path);
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *lock_path = dup_lock_path (path, id);
      int fd = g_open (lock_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      UsherJournalOwner *self;

      if (fd < 0)
        return NULL;
      if (lock (fd) != 0 && errno != EWOULDBLOCK)
        {
          g_unlink (lock_path);
          close (fd);
          return NULL;
        }
      /* Swept away before it was locked, or just being looked at: another one. */
      if (!is_ours (fd, lock_path))
        {
          g_unlink (lock_path);
          close (fd);
          continue;
        }
      self = g_new0 (UsherJournalOwner, 1);
      self->id = g_steal_pointer (&id);
      self->path = g_steal_pointer (&lock_path);
      self->fd = fd;
      return self;
    }
  return NULL;
}

/**
 * usher_journal_owner_free:
 * @self: (transfer full): an owner
 *
 * From here on, what it left behind is anybody's.
 */
void
usher_journal_owner_free (UsherJournalOwner *self)
{
  g_unlink (self->path);
  close (self->fd);
  g_free (self->id);
  g_free (self->path);
  g_free (self);
}

/**
 * usher_journal_owner_get_id:
 * @self: (nullable): an owner
 *
 * Returns: (transfer none) (nullable): its name in the journal
 */
const char *
usher_journal_owner_get_id (UsherJournalOwner *self)
{
  return self != NULL ? self->id : NULL;
}

/**
 * usher_journal_owner_lives:
 * @path: the journal's file
 * @id: (nullable): a name from the journal
 *
 * Returns: %TRUE when the program of this name runs and has the journal open
 */
gboolean
usher_journal_owner_lives (const char *path,
                           const char *id)
{
  g_autofree char *lock_path = NULL;

  /* The name comes from a file. */
  if (path == NULL || id == NULL || !g_uuid_string_is_valid (id))
    return FALSE;
  lock_path = dup_lock_path (path, id);
  return is_held (lock_path);
}
