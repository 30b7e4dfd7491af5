/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/usher-event.h"

G_BEGIN_DECLS

/* The activity log: newest first, by day, filtered by kind of event.
 * Signals: "retry" (the person wants the log read again). */
#define USHER_TYPE_ACTIVITY_PANE (usher_activity_pane_get_type ())
G_DECLARE_FINAL_TYPE (UsherActivityPane, usher_activity_pane, USHER, ACTIVITY_PANE, AdwBin)

GtkWidget  *usher_activity_pane_new         (void);
/* (element-type UsherEvent) oldest first, as the model has them; NULL: not known. */
void        usher_activity_pane_set_events  (UsherActivityPane *self, GPtrArray *events);
void        usher_activity_pane_set_loading (UsherActivityPane *self, gboolean loading);
/* (nullable) Why the log could not be read; offline: say so instead of the message. */
void        usher_activity_pane_set_problem (UsherActivityPane *self, const char *message,
                                             gboolean offline);
/* Another invitation: no events, not loading, no problem, no filter. */
void        usher_activity_pane_clear       (UsherActivityPane *self);

/* UNKNOWN: all kinds. */
void        usher_activity_pane_set_filter  (UsherActivityPane *self, UsherEventKind kind);
guint       usher_activity_pane_get_n_shown (UsherActivityPane *self);
/* (transfer none) UsherActivityEntry, newest first, as filtered. */
GListModel *usher_activity_pane_get_entries (UsherActivityPane *self);
/* "blank", "loading", "list", "empty" or "error". */
const char *usher_activity_pane_get_state   (UsherActivityPane *self);
/* (nullable) The note above the list. */
const char *usher_activity_pane_get_note    (UsherActivityPane *self);

G_END_DECLS
