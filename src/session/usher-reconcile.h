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
/* (nullable) Ids of what a person said that it is none of. */
const char *const *usher_reconcile_get_rejected (UsherIntent *intent);
/* (nullable) Which of what is there goes to an intent, where several asked for the very same. */
UsherInvitation *usher_reconcile_choose (UsherIntent *intent, GPtrArray *group, GPtrArray *invitations,
                                         gint64 clock_offset);

G_END_DECLS
