/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/usher-row-reader.h"

G_BEGIN_DECLS

/* Reads rows that will be shown soon on a thread of its own, and single ones at once. */
typedef struct _UsherRowAhead UsherRowAhead;

/* In the context of whoever made it: some of what was wanted is there. */
typedef void (*UsherRowAheadFunc) (gpointer user_data);

UsherRowAhead *usher_row_ahead_new    (UsherRowReader    *reader,
                                       UsherRowAheadFunc  func,
                                       gpointer           user_data);
void           usher_row_ahead_free   (UsherRowAhead     *self);
void           usher_row_ahead_want   (UsherRowAhead     *self,
                                       GArray            *rows);
void           usher_row_ahead_forget (UsherRowAhead     *self);
gboolean       usher_row_ahead_take   (UsherRowAhead     *self,
                                       GPtrArray         *rows);
UsherStoreRow *usher_row_ahead_read   (UsherRowAhead     *self,
                                       gint64             row_id,
                                       GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherRowAhead, usher_row_ahead_free)

G_END_DECLS
