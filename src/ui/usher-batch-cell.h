/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-batch.h"

G_BEGIN_DECLS

/* Whom a row of a batch concerns, and what became of it. */
#define USHER_TYPE_BATCH_CELL (usher_batch_cell_get_type ())
G_DECLARE_FINAL_TYPE (UsherBatchCell, usher_batch_cell, USHER, BATCH_CELL, AdwBin)

GtkWidget *usher_batch_cell_new     (UsherBatchKind kind);
/* row: (nullable) */
void       usher_batch_cell_set_row (UsherBatchCell *self, UsherBatchRow *row);

G_END_DECLS
