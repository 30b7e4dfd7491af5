/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-item.h"
#include "store/usher-store-engine.h"
#include "store/usher-store.h"

G_BEGIN_DECLS

/* For the list model, which shares the store's items. Signal "cleared": row ids that were handed out
 * mean nothing any more, because the store was closed or a new file was begun. */
UsherInvitationItem *usher_store_dup_item   (UsherStore          *self,
                                             gint64               row_id,
                                             UsherStoreRow       *known);
/* (transfer full) (nullable): without reading the file. */
UsherInvitationItem *usher_store_peek_item  (UsherStore          *self,
                                             gint64               row_id,
                                             UsherStoreRow       *known);
/* Whether usher_store_peek_item() has one. */
gboolean             usher_store_has_item   (UsherStore          *self,
                                             gint64               row_id);
/* Rows to be read ahead (element-type gint64); then comes "rows-come". */
void                 usher_store_want_rows  (UsherStore          *self,
                                             GArray              *rows);
gboolean             usher_store_get_closed (UsherStore          *self);
/* What was read along with the opening. rows: (transfer full); page: (transfer full). */
gboolean             usher_store_take_first_rows (UsherStore     *self,
                                             UsherQuery          *query,
                                             GArray             **rows,
                                             GPtrArray          **page);
/* The row of an invitation whose item somebody holds, or 0. */
gint64               usher_store_find_row   (UsherStore          *self,
                                             const char          *id);

/* usher-store.c, for usher-store-calls.c and for tests that need work of their own on the thread. */
void                 usher_store_push       (UsherStore          *self,
                                             UsherStoreJob       *job,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data,
                                             gpointer             tag);
UsherStoreJob       *usher_store_finish     (UsherStore          *self,
                                             GAsyncResult        *result,
                                             gpointer             tag,
                                             GError             **error);

G_END_DECLS
