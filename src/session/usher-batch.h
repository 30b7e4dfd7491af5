/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-batch-row.h"
#include "session/usher-session.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_BATCH_GET_LINKS,
  USHER_BATCH_RESEND,
  USHER_BATCH_REVOKE,
} UsherBatchKind;

/* One thing done to many invitations, a few at a time. A list of UsherBatchRow.
 * Properties: running, n-finished, n-done, n-to-retry.
 * Signal: finished, each time nothing is under way any more. */
#define USHER_TYPE_BATCH (usher_batch_get_type ())
G_DECLARE_FINAL_TYPE (UsherBatch, usher_batch, USHER, BATCH, GObject)

/* (nullable) Why it makes no sense for this invitation, as far as is known now: a sentence. */
const char     *usher_batch_why_not         (UsherBatchKind kind, UsherInvitation *invitation);

/* (element-type UsherInvitationItem) items: in the order in which it is done. */
UsherBatch     *usher_batch_new             (UsherSession *session, UsherBatchKind kind,
                                             GPtrArray *items);
UsherBatchKind  usher_batch_get_kind        (UsherBatch *self);
/* Begins with the rows that wait. */
void            usher_batch_start           (UsherBatch *self);
/* What is on its way is waited for; the rest is not tried. */
void            usher_batch_cancel          (UsherBatch *self);
/* The same, but what the session holds is sent all the same. */
void            usher_batch_leave           (UsherBatch *self);
/* Begins anew with the rows that may be tried again. */
void            usher_batch_retry           (UsherBatch *self);
gboolean        usher_batch_get_running     (UsherBatch *self);
gboolean        usher_batch_get_cancelled   (UsherBatch *self);
guint           usher_batch_get_n_finished  (UsherBatch *self);
guint           usher_batch_get_n_in_state  (UsherBatch *self, UsherBatchState state);
guint           usher_batch_get_n_to_retry  (UsherBatch *self);
/* (transfer full) (nullable) The links that were got, one a line, in order; a secret. */
char           *usher_batch_dup_links       (UsherBatch *self);
/* The person has read the outcomes: takes the refusals out of the session's intents. */
void            usher_batch_forget_refusals (UsherBatch *self);

G_END_DECLS
