/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-activity-entry.h"

G_BEGIN_DECLS

/* One event of the log: icon, sentence, who, how long ago; above it, if it is the first of its day,
 * the day. Property: entry (nullable). */
#define USHER_TYPE_ACTIVITY_ROW (usher_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherActivityRow, usher_activity_row, USHER, ACTIVITY_ROW, AdwBin)

GtkWidget          *usher_activity_row_new       (void);
void                usher_activity_row_set_entry (UsherActivityRow *self, UsherActivityEntry *entry);
UsherActivityEntry *usher_activity_row_get_entry (UsherActivityRow *self); /* (nullable) */
/* Without what this version has no name for: for a summary. */
void                usher_activity_row_set_brief (UsherActivityRow *self, gboolean brief);
/* Writes the relative time anew. */
void                usher_activity_row_refresh   (UsherActivityRow *self, gint64 now);

G_END_DECLS
