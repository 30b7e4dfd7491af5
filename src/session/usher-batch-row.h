/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-item.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_BATCH_WAITING,
  USHER_BATCH_RUNNING,
  USHER_BATCH_DONE,
  USHER_BATCH_REFUSED,   /* the server, or what is known by now, says no: nothing happened */
  USHER_BATCH_FAILED,    /* it did not get through: nothing happened */
  USHER_BATCH_UNCLEAR,   /* sent, but no answer: it may have happened */
  USHER_BATCH_NOT_TRIED, /* cancelled, or given up, before its turn came */
} UsherBatchState;

/* One invitation of a batch and what became of it. Only its batch changes it.
 * Properties: item, recipients, state, message. */
#define USHER_TYPE_BATCH_ROW (usher_batch_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherBatchRow, usher_batch_row, USHER, BATCH_ROW, GObject)

UsherBatchRow       *usher_batch_row_new            (UsherInvitationItem *item);
UsherInvitationItem *usher_batch_row_get_item       (UsherBatchRow *self);
const char          *usher_batch_row_get_id         (UsherBatchRow *self);
/* As they were when the row was made. */
const char          *usher_batch_row_get_recipients (UsherBatchRow *self);
UsherBatchState      usher_batch_row_get_state      (UsherBatchRow *self);
/* (nullable) Why it is not done: a whole sentence. */
const char          *usher_batch_row_get_message    (UsherBatchRow *self);
void                 usher_batch_row_set_outcome    (UsherBatchRow *self, UsherBatchState state,
                                                     const char *message);

G_END_DECLS
