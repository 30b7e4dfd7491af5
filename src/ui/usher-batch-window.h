/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/compat/usher-dialog.h"
#include "session/usher-batch.h"

G_BEGIN_DECLS

/* How far a batch is, what became of each, and the ways to stop it and to try again.
 * Closed by itself when all is done; by the person at any time, which first stops the batch. */
#define USHER_TYPE_BATCH_WINDOW (usher_batch_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherBatchWindow, usher_batch_window, USHER, BATCH_WINDOW, UsherDialog)

UsherBatchWindow *usher_batch_window_new       (UsherBatch *batch);
UsherBatch       *usher_batch_window_get_batch (UsherBatchWindow *self);

G_END_DECLS
