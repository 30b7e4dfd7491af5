/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* One request in the list of those that wait or did not end well, with what can be done about it.
 * Signal "edit": a refused create is to be written anew. */
#define USHER_TYPE_INTENT_ENTRY (usher_intent_entry_get_type ())
G_DECLARE_FINAL_TYPE (UsherIntentEntry, usher_intent_entry, USHER, INTENT_ENTRY, GtkListBoxRow)

GtkWidget   *usher_intent_entry_new        (UsherSession *session, UsherIntent *intent);
UsherIntent *usher_intent_entry_get_intent (UsherIntentEntry *self);

G_END_DECLS
