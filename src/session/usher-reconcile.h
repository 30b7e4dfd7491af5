/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-intent.h"
#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* Whether an invitation may be the one that an intent made, when its answer never came. clock_offset:
 * the server's clock minus ours, in microseconds. */
gboolean usher_reconcile_matches (UsherIntent *intent, UsherInvitation *invitation, gint64 clock_offset);
/* Whether it is too late for an intent's invitation to turn up. */
gboolean usher_reconcile_is_over (UsherIntent *intent);
/* Whether two creates asked for the very same. */
gboolean usher_reconcile_are_alike (UsherIntent *a, UsherIntent *b);

G_END_DECLS
