/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "store/usher-store-error.h"

G_BEGIN_DECLS

/* An SQLite file of ours: opened with care, of a known version, its statements kept prepared.
 * Belongs to one thread at a time. */
typedef struct _UsherDatabase UsherDatabase;

typedef struct
{
  gint32 application_id;
  /* (array zero-terminated=1): step n takes the file from version n to n + 1. Never change a step
   * that was released: add one. */
  const char * const *steps;
  gboolean full_sync;        /* a commit is on the disk when it has answered */
} UsherDatabaseKind;

UsherDatabase *usher_database_open            (const char              *path,
                                               const UsherDatabaseKind *kind,
                                               GError                 **error);
void           usher_database_close           (UsherDatabase           *self);
gboolean       usher_database_begin_again     (UsherDatabase           *self,
                                               GError                 **error);
gboolean       usher_database_check           (UsherDatabase           *self,
                                               GError                 **error);
const char    *usher_database_get_moved_aside (UsherDatabase           *self);
gboolean       usher_database_get_read_only   (UsherDatabase           *self);
const char    *usher_database_get_uri         (UsherDatabase           *self);
sqlite3       *usher_database_get_handle      (UsherDatabase           *self);
void           usher_database_set_cancellable (UsherDatabase           *self,
                                               GCancellable            *cancellable);

/* A prepared statement that is kept: borrowed until usher_statement_release(). */
typedef sqlite3_stmt UsherStatement;

UsherStatement *usher_database_prepare        (UsherDatabase           *self,
                                               const char              *sql,
                                               GError                 **error);
gboolean        usher_database_step           (UsherDatabase           *self,
                                               UsherStatement          *statement,
                                               gboolean                *has_row,
                                               GError                 **error);
gboolean        usher_database_run            (UsherDatabase           *self,
                                               UsherStatement          *statement,
                                               GError                 **error);
gboolean        usher_database_execute        (UsherDatabase           *self,
                                               const char              *sql,
                                               GError                 **error);
void            usher_statement_release       (UsherStatement          *statement);

gboolean        usher_database_begin          (UsherDatabase           *self,
                                               GError                 **error);
gboolean        usher_database_commit         (UsherDatabase           *self,
                                               GError                 **error);
void            usher_database_roll_back      (UsherDatabase           *self);

void            usher_database_set_error      (GError                 **error,
                                               int                      code,
                                               const char              *detail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherDatabase, usher_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherStatement, usher_statement_release)

G_END_DECLS
