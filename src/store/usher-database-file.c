/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file of ours is opened: made with mode 0600, refused when a later version wrote it, migrated
 * when it is older, moved aside when it is damaged, and read without writing when that is all that
 * can be done. On the worker's thread. */
#include "store/usher-database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000

static const char * const companions[] = { "-wal", "-shm" };

static char *
make_uri (const char *path,
          const char *parameters)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

  return g_strconcat ("file:", escaped, parameters, NULL);
}

static gboolean
open_handle (UsherDatabase *self,
             const char    *parameters,
             int            flags,
             GError       **error)
{
  static gint n_in_memory = 0;
  g_autofree char *uri = NULL;
  int code;

  usher_database_disconnect (self);

  if (self->path != NULL)
    uri = make_uri (self->path, parameters);
  else /* a name of its own, so that the reader on the main thread finds the same data */
    uri = g_strdup_printf ("file:usher-%d?mode=memory&cache=shared",
                           g_atomic_int_add (&n_in_memory, 1));

  code = sqlite3_open_v2 (uri, &self->handle,
                          flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK)
    return usher_database_fail (self, code, error);

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* Until the version is known to be ours, closing must not even fold the write-ahead log in. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

  g_free (self->uri);
  self->uri = g_steal_pointer (&uri);

  return TRUE;
}

static gint64
count_steps (const UsherDatabaseKind *kind)
{
  return g_strv_length ((char **) kind->steps);
}

/* Version 0 is a file that is still empty. */
static gboolean
check_version (UsherDatabase *self,
               gint64        *version,
               GError       **error)
{
  gint64 application, n_things;

  if (!usher_database_get_number (self, "PRAGMA user_version", version, error) ||
      !usher_database_get_number (self, "PRAGMA application_id", &application, error) ||
      !usher_database_get_number (self, "SELECT count(*) FROM sqlite_schema", &n_things, error))
    return FALSE;

  if (*version > count_steps (self->kind))
    {
      g_set_error_literal (error, USHER_STORE_ERROR, USHER_STORE_ERROR_TOO_NEW,
                           _("The local data was written by a later version of Usher. "
                             "Update Usher to use it."));
      return FALSE;
    }

  /* A negative version, tables without one, or another program's file. */
  if (*version < 0 || (*version == 0) != (n_things == 0) ||
      (*version > 0 && application != self->kind->application_id))
    return usher_database_fail (self, SQLITE_NOTADB, error);

  return TRUE;
}

static gboolean
apply_steps (UsherDatabase *self,
             GError       **error)
{
  g_autofree char *marks = NULL;
  gint64 version;

  /* Again, now that nobody else can write: another instance may just have migrated it. */
  if (!check_version (self, &version, error))
    return FALSE;

  for (gint64 step = version; step < count_steps (self->kind); step++)
    {
      g_debug ("Migrating %s from version %" G_GINT64_FORMAT, self->uri, step);
      if (!usher_database_execute (self, self->kind->steps[step], error))
        return FALSE;
    }

  marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                           self->kind->application_id, (int) count_steps (self->kind));
  return usher_database_execute (self, marks, error);
}

static gboolean
migrate (UsherDatabase *self,
         GError       **error)
{
  if (!usher_database_begin (self, error))
    return FALSE;

  if (!apply_steps (self, error))
    {
      usher_database_roll_back (self);
      return FALSE;
    }

  return usher_database_commit (self, error);
}

static gboolean
set_system_error (GError    **error,
                  int         number,
                  const char *path)
{
  if (number == ENOSPC || number == EDQUOT)
    usher_database_set_error (error, SQLITE_FULL, NULL);
  else if (number == EACCES || number == EPERM || number == EROFS)
    usher_database_set_error (error, SQLITE_READONLY, NULL);
  else
    usher_database_set_error (error, SQLITE_CANTOPEN, g_strerror (number));

  return FALSE;
}

/* Makes the file itself, so that not even for a moment others can read it whatever the umask says.
 * SQLite gives the files beside it the same mode. */
static gboolean
ensure_file (UsherDatabase *self,
             gboolean      *is_new,
             GError       **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  GStatBuf info;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_system_error (error, errno, folder);

  fd = g_open (self->path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  *is_new = fd >= 0;
  if (fd >= 0)
    {
      g_autoptr (GError) local_error = NULL;

      if (!g_close (fd, &local_error))
        g_debug ("%s", local_error->message);
      return TRUE;
    }

  if (errno != EEXIST)
    return set_system_error (error, errno, self->path);

  if (g_stat (self->path, &info) != 0)
    return set_system_error (error, errno, self->path);

  if (!S_ISREG (info.st_mode))
    {
      usher_database_set_error (error, SQLITE_CANTOPEN, _("something else has its name"));
      return FALSE;
    }

  if ((info.st_mode & 077) != 0)
    {
      g_chmod (self->path, info.st_mode & 0700);
      for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
        {
          g_autofree char *companion = g_strconcat (self->path, companions[i], NULL);

          if (g_stat (companion, &info) == 0)
            g_chmod (companion, info.st_mode & 0700);
        }
    }

  return TRUE;
}

static gboolean
set_up (UsherDatabase *self,
        GError       **error)
{
  return usher_database_execute (self,
                                 self->kind->full_sync ? "PRAGMA synchronous = FULL"
                                                       : "PRAGMA synchronous = NORMAL", error) &&
         usher_database_execute (self,
                                 "PRAGMA foreign_keys = ON;"
                                 "PRAGMA cell_size_check = ON;"
                                 "PRAGMA cache_size = -4096;"
                                 "PRAGMA temp_store = MEMORY;", error);
}

static gboolean
connect_for_writing (UsherDatabase *self,
                     GError       **error)
{
  gint64 version;

  if (!open_handle (self, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error) ||
      !check_version (self, &version, error))
    return FALSE;

  /* SQLite quietly opens a file for reading that it may not write. */
  if (sqlite3_db_readonly (self->handle, "main") == 1)
    return usher_database_fail (self, SQLITE_READONLY, error);

  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  if (!usher_database_execute (self, "PRAGMA journal_mode = WAL", error) || !set_up (self, error))
    return FALSE;

  return version == count_steps (self->kind) || migrate (self, error);
}

static gboolean
has_pending_log (UsherDatabase *self)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  GStatBuf info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

/* Reads the file alone: no lock, no write-ahead log, nothing made beside it. A file of a later
 * version is recognised here, before anything could touch it. With a log pending, as after a crash,
 * the file alone may be between two states: then nothing else is believed of it. */
static gboolean
look_at_file (UsherDatabase *self,
              GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 version;

  if (open_handle (self, "?mode=ro&immutable=1", SQLITE_OPEN_READONLY, &local_error) &&
      check_version (self, &version, &local_error))
    return TRUE;

  if (has_pending_log (self) &&
      !g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_TOO_NEW))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What is there can perhaps still be read. SQLite needs its shared memory beside the file even for
 * that; where it cannot be made, the file is read as it lies, which is whole if no log is pending. */
static gboolean
connect_for_reading (UsherDatabase *self)
{
  static const char * const parameters[] = { "?mode=ro", "?mode=ro&immutable=1" };

  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      gint64 version;

      if (i == 1 && has_pending_log (self))
        continue;
      if (open_handle (self, parameters[i], SQLITE_OPEN_READONLY, NULL) &&
          check_version (self, &version, NULL) && version == count_steps (self->kind) &&
          set_up (self, NULL))
        {
          self->read_only = TRUE;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
usher_database_connect (UsherDatabase *self,
                        GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean is_new = FALSE;

  self->read_only = FALSE;

  if (self->path == NULL)
    return open_handle (self, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error) &&
           set_up (self, error) && migrate (self, error);

  if (!ensure_file (self, &is_new, error) || (!is_new && !look_at_file (self, error)))
    return FALSE;

  if (connect_for_writing (self, &local_error))
    return TRUE;

  if (is_new)
    {
      usher_database_disconnect (self);
      for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
        {
          g_autofree char *companion = g_strconcat (self->path, companions[i], NULL);

          g_unlink (companion);
        }
      g_unlink (self->path);
    }
  else if ((g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_READ_ONLY) ||
            g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_FULL) ||
            g_error_matches (local_error, USHER_STORE_ERROR, USHER_STORE_ERROR_ENGINE)) &&
           connect_for_reading (self))
    {
      g_debug ("Opened %s for reading only: %s", self->path, local_error->message);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static char *
choose_aside (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strconcat (path, ".damaged-", stamp, NULL);

  for (guint n = 2; g_file_test (aside, G_FILE_TEST_EXISTS); n++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.damaged-%s-%u", path, stamp, n);
    }

  return g_steal_pointer (&aside);
}

/**
 * usher_database_begin_again:
 * @self: a connection to a damaged file
 * @error: where to put a #GError
 *
 * Moves the file aside, with its write-ahead log so that what it holds may be rescued by hand, and
 * begins a new one in its place.
 *
 * Returns: %FALSE when the file could not be moved or no new one be made
 */
gboolean
usher_database_begin_again (UsherDatabase *self,
                            GError       **error)
{
  g_autofree char *aside = NULL;

  /* Its log goes with it, unfolded: a damaged file is not written any more. */
  if (self->handle != NULL)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  usher_database_disconnect (self);

  if (self->path != NULL)
    {
      aside = choose_aside (self->path);
      if (g_rename (self->path, aside) != 0 && errno != ENOENT)
        return set_system_error (error, errno, self->path);

      for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
        {
          g_autofree char *from = g_strconcat (self->path, companions[i], NULL);
          g_autofree char *to = g_strconcat (aside, companions[i], NULL);

          if (g_rename (from, to) != 0 && errno != ENOENT)
            return set_system_error (error, errno, from);
        }
    }

  if (!usher_database_connect (self, error))
    return FALSE;

  g_free (self->moved_aside);
  self->moved_aside = g_steal_pointer (&aside);
  return TRUE;
}
