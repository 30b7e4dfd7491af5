/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-intent.h"
#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* Whether an invitation may be the one that an intent made, when its answer never came. clock_offset:
 * the server's clock minus ours, in microseconds. */
gboolean usher_reconcile_matches (UsherIntent *intent, UsherInvitation *invitation, gint64 clock_offset);

G_END_DECLS
