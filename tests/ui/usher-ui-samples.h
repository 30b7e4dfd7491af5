/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* Invitations as a server would tell them. members: JSON members that replace the usual ones, as
 * "\"status\": \"EXPIRED\", \"maxUses\": null". */
UsherInvitation *usher_ui_sample_invitation (const char *members);
/* "[...]": an "events" member of so many views, a minute apart, with a new day every 100, from newest on. */
char            *usher_ui_sample_log        (guint n_events, gint64 newest);

G_END_DECLS
