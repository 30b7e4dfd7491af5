/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation.h"
#include "store/usher-database.h"

G_BEGIN_DECLS

/* A second connection that only reads single rows. */
typedef struct _UsherRowReader UsherRowReader;

/* A row of the list, read. */
typedef struct
{
  gint64 row_id;
  UsherInvitation *invitation; /* (owned) (nullable): it cannot be read, or is gone */
  char *company_name;          /* (owned) (nullable) */
  gint64 last_event_at;
  int n_viewed; /* -1: its log is not known */
  gboolean is_corrupt; /* there is no invitation, because the file is damaged */
} UsherStoreRow;

UsherRowReader *usher_row_reader_new  (UsherDatabase   *database,
                                       GError         **error);
void            usher_row_reader_free (UsherRowReader  *self);
UsherStoreRow  *usher_row_reader_read (UsherRowReader  *self,
                                       gint64           row_id,
                                       GError         **error);

/* For whoever has a connection already. */
#define USHER_STORE_ROW_SQL                                                                        \
  "SELECT i.json, c.name, i.last_event_at, iif (i.has_log, i.n_viewed, -1) FROM invitations AS i"   \
  " LEFT JOIN companies AS c ON c.id = i.company_id WHERE i.row_id = ?1"

UsherStoreRow  *usher_store_row_new_from_statement (UsherStatement *statement,
                                                    gint64          row_id,
                                                    GError        **error);
void            usher_store_row_free               (UsherStoreRow  *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherRowReader, usher_row_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherStoreRow, usher_store_row_free)

G_END_DECLS
