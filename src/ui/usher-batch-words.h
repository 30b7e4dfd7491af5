/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-batch.h"

G_BEGIN_DECLS

/* (element-type UsherInvitationItem) What is asked before many are changed. */
char       *usher_batch_dup_heading  (UsherBatchKind kind, guint n);
char       *usher_batch_dup_body     (UsherBatchKind kind, GPtrArray *chosen, GPtrArray *left_out,
                                      GHashTable *mailed);
const char *usher_batch_get_verb     (UsherBatchKind kind);
/* (nullable) (transfer full) How many are left out, and why: a sentence a line. */
char       *usher_batch_dup_left_out (UsherBatchKind kind, GPtrArray *left_out);
const char *usher_batch_get_title    (UsherBatchKind kind);
/* How far it is, or how it ended. */
char       *usher_batch_dup_summary  (UsherBatch *batch);
/* When all went well; n_left_out: how many had been left out without a question. */
char       *usher_batch_dup_toast    (UsherBatchKind kind, guint n, guint n_left_out);
const char *usher_batch_get_word     (UsherBatchKind kind, UsherBatchState state);
const char *usher_batch_get_icon     (UsherBatchState state);
/* (nullable) */
const char *usher_batch_get_css_class (UsherBatchState state);

G_END_DECLS
