/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-fault-vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

typedef enum
{
  OP_CREATE,
  OP_WRITE,
  OP_TRUNCATE,
  OP_SYNC,
  OP_DELETE,
} OpKind;

typedef struct
{
  OpKind kind;
  char *path;   /* (owned) */
  gint64 where; /* or the new size */
  GBytes *data; /* (owned) (nullable) */
} Op;

struct _UsherDiskLog
{
  GPtrArray *ops; /* (owned) (element-type Op) */
};

typedef struct
{
  sqlite3_file base;
  sqlite3_file *real; /* behind this struct */
  char *path;         /* (owned) (nullable) temporary files have none */
} FaultFile;

static GMutex mutex;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;
static UsherDiskFault fault;          /* (mutex) */
static guint countdown;               /* (mutex) 0: all is well */
static gboolean lasts;                /* (mutex) */
static gboolean failing;              /* (mutex) */
static guint n_failed;                /* (mutex) */
static UsherDiskLog *recording;       /* (mutex) (unowned) (nullable) */

static const char *const fault_names[USHER_N_DISK_FAULTS]
    = { "full", "short write", "EIO on write", "EIO on sync", "EIO on read" };

const char *
usher_disk_fault_get_name (UsherDiskFault which)
{
  return fault_names[which];
}

/* Whether this operation, which can fail so or so, is the one. */
static gboolean
strikes (guint kinds)
{
  gboolean now = FALSE;

  g_mutex_lock (&mutex);
  if ((kinds & (1u << fault)) != 0)
    {
      if (countdown > 0 && --countdown == 0)
        {
          now = TRUE;
          failing = lasts;
        }
      else
        now = failing;
      n_failed += now;
    }
  g_mutex_unlock (&mutex);
  return now;
}

static void
op_free (gpointer data)
{
  Op *op = data;

  g_free (op->path);
  g_clear_pointer (&op->data, g_bytes_unref);
  g_free (op);
}

static void
note (OpKind kind, const char *path, gint64 where, const void *data, gsize size)
{
  if (path == NULL)
    return;
  g_mutex_lock (&mutex);
  if (recording != NULL)
    {
      Op *op = g_new0 (Op, 1);

      op->kind = kind;
      op->path = g_strdup (path);
      op->where = where;
      op->data = data != NULL ? g_bytes_new (data, size) : NULL;
      g_ptr_array_add (recording->ops, op);
    }
  g_mutex_unlock (&mutex);
}

#define REAL(file) (((FaultFile *) (file))->real)
#define PATH(file) (((FaultFile *) (file))->path)
#define WRITE_FAULTS                                                                                                 \
  ((1u << USHER_DISK_FULL) | (1u << USHER_DISK_SHORT_WRITE) | (1u << USHER_DISK_EIO_WRITE))

static int
on_close (sqlite3_file *file)
{
  int code = REAL (file)->pMethods->xClose (REAL (file));

  g_clear_pointer (&PATH (file), g_free);
  return code;
}

static int
on_read (sqlite3_file *file, void *data, int size, sqlite3_int64 where)
{
  if (strikes (1u << USHER_DISK_EIO_READ))
    return SQLITE_IOERR_READ;
  return REAL (file)->pMethods->xRead (REAL (file), data, size, where);
}

static int
on_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 where)
{
  if (strikes (WRITE_FAULTS))
    {
      if (fault == USHER_DISK_SHORT_WRITE)
        REAL (file)->pMethods->xWrite (REAL (file), data, size / 2, where);
      return fault == USHER_DISK_EIO_WRITE ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    }
  note (OP_WRITE, PATH (file), where, data, (gsize) size);
  return REAL (file)->pMethods->xWrite (REAL (file), data, size, where);
}

static int
on_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  if (strikes (1u << USHER_DISK_EIO_WRITE))
    return SQLITE_IOERR_TRUNCATE;
  note (OP_TRUNCATE, PATH (file), size, NULL, 0);
  return REAL (file)->pMethods->xTruncate (REAL (file), size);
}

static int
on_sync (sqlite3_file *file, int flags)
{
  if (strikes (1u << USHER_DISK_EIO_SYNC))
    return SQLITE_IOERR_FSYNC;
  note (OP_SYNC, PATH (file), 0, NULL, 0);
  return SQLITE_OK;
}

static int
on_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
on_lock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xLock (REAL (file), level);
}

static int
on_unlock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), level);
}

static int
on_check_lock (sqlite3_file *file, int *result)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), result);
}

static int
on_control (sqlite3_file *file, int op, void *argument)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), op, argument);
}

static int
on_sector_size (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

/* Nothing is promised: SQLite then relies on what it has synced only. */
static int
on_characteristics (sqlite3_file *file)
{
  return 0;
}

static int
on_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  return REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, memory);
}

static int
on_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
on_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
on_shm_unmap (sqlite3_file *file, int delete_it)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), delete_it);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2, /* without memory mapping, which would go past us */
  .xClose = on_close,
  .xRead = on_read,
  .xWrite = on_write,
  .xTruncate = on_truncate,
  .xSync = on_sync,
  .xFileSize = on_file_size,
  .xLock = on_lock,
  .xUnlock = on_unlock,
  .xCheckReservedLock = on_check_lock,
  .xFileControl = on_control,
  .xSectorSize = on_sector_size,
  .xDeviceCharacteristics = on_characteristics,
  .xShmMap = on_shm_map,
  .xShmLock = on_shm_lock,
  .xShmBarrier = on_shm_barrier,
  .xShmUnmap = on_shm_unmap,
};

static int
on_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  FaultFile *self = (FaultFile *) file;
  int code;

  memset (self, 0, sizeof *self);
  self->real = (sqlite3_file *) (self + 1);
  code = real_vfs->xOpen (real_vfs, path, self->real, flags, out_flags);
  if (self->real->pMethods == NULL)
    return code;
  self->base.pMethods = &methods;
  if (path != NULL && (flags & SQLITE_OPEN_DELETEONCLOSE) == 0)
    self->path = g_strdup (path);
  if ((flags & SQLITE_OPEN_CREATE) != 0)
    note (OP_CREATE, self->path, 0, NULL, 0);
  return code;
}

static int
on_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  note (OP_DELETE, path, 0, NULL, 0);
  return real_vfs->xDelete (real_vfs, path, sync_folder);
}

static int
on_access (sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
  return real_vfs->xAccess (real_vfs, path, flags, result);
}

static int
on_full_path (sqlite3_vfs *vfs, const char *path, int size, char *out)
{
  return real_vfs->xFullPathname (real_vfs, path, size, out);
}

static int
on_randomness (sqlite3_vfs *vfs, int size, char *out)
{
  return real_vfs->xRandomness (real_vfs, size, out);
}

static int
on_wait (sqlite3_vfs *vfs, int usec)
{
  return real_vfs->xSleep (real_vfs, usec);
}

static int
on_last_error (sqlite3_vfs *vfs, int size, char *out)
{
  return 0; /* the system's error number says nothing about what was made up here */
}

static int
on_time (sqlite3_vfs *vfs, sqlite3_int64 *time)
{
  return real_vfs->xCurrentTimeInt64 (real_vfs, time);
}

void
usher_fault_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  fault_vfs = (sqlite3_vfs) {
    .iVersion = 2,
    .szOsFile = (int) sizeof (FaultFile) + real_vfs->szOsFile,
    .mxPathname = real_vfs->mxPathname,
    .zName = "usher-faults",
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_path,
    .xRandomness = on_randomness,
    .xSleep = on_wait,
    .xGetLastError = on_last_error,
    .xCurrentTimeInt64 = on_time,
  };
  g_assert_cmpint (sqlite3_vfs_register (&fault_vfs, 1), ==, SQLITE_OK);
}

void
usher_fault_vfs_fail (UsherDiskFault which, guint nth, gboolean lasting)
{
  g_mutex_lock (&mutex);
  fault = which;
  countdown = nth;
  lasts = lasting;
  failing = FALSE;
  n_failed = 0;
  g_mutex_unlock (&mutex);
}

guint
usher_fault_vfs_heal (void)
{
  guint n;

  g_mutex_lock (&mutex);
  n = n_failed;
  countdown = 0;
  failing = FALSE;
  n_failed = 0;
  recording = NULL;
  g_mutex_unlock (&mutex);
  return n;
}

UsherDiskLog *
usher_fault_vfs_record (void)
{
  UsherDiskLog *log = g_new0 (UsherDiskLog, 1);

  log->ops = g_ptr_array_new_with_free_func (op_free);
  g_mutex_lock (&mutex);
  recording = log;
  g_mutex_unlock (&mutex);
  return log;
}

void
usher_disk_log_free (UsherDiskLog *log)
{
  g_ptr_array_unref (log->ops);
  g_free (log);
}

guint
usher_disk_log_get_length (UsherDiskLog *log)
{
  guint n;

  g_mutex_lock (&mutex);
  n = log->ops->len;
  g_mutex_unlock (&mutex);
  return n;
}

/* What a file holds while it is made again. */
static GByteArray *
find_content (GHashTable *files, const char *path)
{
  GByteArray *content = g_hash_table_lookup (files, path);

  if (content == NULL)
    {
      content = g_byte_array_new ();
      g_hash_table_insert (files, g_strdup (path), content);
    }
  return content;
}

static void
apply (GHashTable *files, const Op *op, gboolean torn)
{
  gsize size = 0;
  const guint8 *data = op->data != NULL ? g_bytes_get_data (op->data, &size) : NULL;
  GByteArray *content;

  if (op->kind == OP_DELETE)
    {
      g_hash_table_remove (files, op->path);
      return;
    }
  content = find_content (files, op->path);
  if (op->kind == OP_TRUNCATE && content->len > op->where)
    g_byte_array_set_size (content, (guint) op->where);
  if (op->kind != OP_WRITE)
    return;
  if (torn)
    size /= 2;
  if (content->len < op->where + size)
    {
      guint before = content->len;

      g_byte_array_set_size (content, (guint) (op->where + size));
      memset (content->data + before, 0, content->len - before);
    }
  if (size > 0)
    memcpy (content->data + op->where, data, size);
}

/* TRUE when a sync of the same file, or its end, follows before the cut. */
static gboolean
is_synced (UsherDiskLog *log, guint number, guint at)
{
  const Op *op = g_ptr_array_index (log->ops, number);

  if (op->kind == OP_CREATE || op->kind == OP_DELETE)
    return TRUE;
  for (guint i = number + 1; i < at; i++)
    {
      const Op *later = g_ptr_array_index (log->ops, i);

      if (later->kind == OP_SYNC && g_str_equal (later->path, op->path))
        return TRUE;
    }
  return FALSE;
}

void
usher_disk_log_replay (UsherDiskLog *log, guint at, UsherCut cut, GRand *rand, const char *from, const char *to)
{
  g_autoptr (GHashTable) files
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_byte_array_unref);
  GHashTableIter iter;
  gpointer path, content;

  for (guint i = 0; i < at; i++)
    {
      gboolean there = TRUE;

      if (cut == USHER_CUT_SYNCED || cut == USHER_CUT_RANDOM)
        there = is_synced (log, i, at) || (cut == USHER_CUT_RANDOM && g_rand_boolean (rand));
      if (there)
        apply (files, g_ptr_array_index (log->ops, i), FALSE);
    }
  if (cut == USHER_CUT_TORN && at < log->ops->len)
    apply (files, g_ptr_array_index (log->ops, at), TRUE);

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &path, &content))
    {
      g_autofree char *target = NULL;
      GByteArray *bytes = content;

      g_assert_true (g_str_has_prefix (path, from));
      target = g_strconcat (to, (const char *) path + strlen (from), NULL);
      g_assert_true (g_file_set_contents (target, (const char *) bytes->data, (gssize) bytes->len, NULL));
    }
}
