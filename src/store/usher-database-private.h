/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/usher-database.h"

G_BEGIN_DECLS

struct _UsherDatabase
{
  char *path;                    /* (owned) (nullable): in memory */
  char *uri;                     /* (owned) how it was opened, as SQLite writes it */
  char *moved_aside;             /* (owned) (nullable) */
  const UsherDatabaseKind *kind; /* (unowned) static */
  sqlite3 *handle;               /* (owned) (nullable) after a failed begin_again() */
  GHashTable *statements;        /* (owned) (element-type utf8 UsherStatement) */
  GCancellable *cancellable;     /* (unowned) (nullable) of the work at hand */
  gboolean read_only;
};

/* usher-database-file.c */
gboolean usher_database_connect    (UsherDatabase *self,
                                    GError       **error);
/* usher-database.c */
void     usher_database_disconnect (UsherDatabase *self);
gboolean usher_database_fail       (UsherDatabase *self,
                                    int            code,
                                    GError       **error);
gboolean usher_database_get_number (UsherDatabase *self,
                                    const char    *sql,
                                    gint64        *number,
                                    GError       **error);

G_END_DECLS
