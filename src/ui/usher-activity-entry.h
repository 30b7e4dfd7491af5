/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-event.h"

G_BEGIN_DECLS

/* An event and whether a new day begins with it, as the list is shown. Immutable. */
#define USHER_TYPE_ACTIVITY_ENTRY (usher_activity_entry_get_type ())
G_DECLARE_FINAL_TYPE (UsherActivityEntry, usher_activity_entry, USHER, ACTIVITY_ENTRY, GObject)

UsherActivityEntry *usher_activity_entry_new            (UsherEvent *event, gboolean starts_day);
UsherEvent         *usher_activity_entry_get_event      (UsherActivityEntry *self);
gboolean            usher_activity_entry_get_starts_day (UsherActivityEntry *self);
/* Whether both would look the same: the same event, read twice. */
gboolean            usher_activity_entry_equal          (UsherActivityEntry *a, UsherActivityEntry *b);

G_END_DECLS
