/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-error.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_SOURCE_USHERLOG, /* JSON Lines, with or without a chain that holds */
  USHER_SOURCE_JSON,     /* answers of the API, saved */
  USHER_SOURCE_CSV,      /* our CSV */
} UsherSourceKind;

/* The file as it was when it was opened. */
typedef struct
{
  guint64 device;
  guint64 inode;
  guint64 size;
  gint64 modified; /* nanoseconds */
  gint64 changed;  /* nanoseconds; nobody can set it back */
} UsherFileIdentity;

/* An opened file as a text of log lines. What is not one (gzip, UTF-16, JSON, CSV) was turned into one, in
 * a nameless temporary file. Immutable; any thread may read. */
typedef struct
{
  gatomicrefcount ref_count;
  char *path;                 /* (owned) */
  char *name;                 /* (owned) for people */
  UsherSourceKind kind;
  UsherFileIdentity identity;
  int fd;                     /* of the text */
  guint64 start;              /* where the text begins: after a byte-order mark */
  guint64 size;               /* where it ends */
  gboolean temporary;         /* fd is not the file itself */
  gboolean altered;           /* a log whose bytes are not those that were written: BOM, UTF-16, trailing data */
  gboolean damaged;           /* compressed data that ended early or do not decompress */
} UsherLogSource;

UsherLogSource *usher_log_source_open     (const char *path, GCancellable *cancellable, GError **error);
UsherLogSource *usher_log_source_ref      (UsherLogSource *self);
void            usher_log_source_unref    (UsherLogSource *self);
gssize          usher_log_source_read     (UsherLogSource *self, guint64 offset, char *buffer, gsize length);
/* FALSE when the file has changed since. */
gboolean        usher_log_source_is_same  (UsherLogSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherLogSource, usher_log_source_unref)

/* A file without a name in the cache folder, or in memory when there is no room for one; -1 with errno. */
int             usher_open_nameless       (void);
char           *usher_archive_cache_dir   (void);

G_END_DECLS
