/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/usher-intent.h"

G_BEGIN_DECLS

/* One request that failed or whose outcome is unknown, in words, with what can be done.
 * Property: intent (construct only). Signals: dismissed, retry. */
#define USHER_TYPE_INTENT_ROW (usher_intent_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherIntentRow, usher_intent_row, USHER, INTENT_ROW, AdwBin)

GtkWidget   *usher_intent_row_new        (UsherIntent *intent);
UsherIntent *usher_intent_row_get_intent (UsherIntentRow *self);

/* "Revoking the invitation for a@example.com was refused: …". Transfer full. */
char        *usher_intent_dup_sentence   (UsherIntent *intent);

G_END_DECLS
