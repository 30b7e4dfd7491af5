/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-draft.h"

G_BEGIN_DECLS

/* What a draft will do, in words. No widgets. */

/* Consequences, the weightiest first. (array zero-terminated=1) (transfer full) */
char   **usher_create_dup_consequences (UsherInvitationDraft *draft);
/* TRUE when the first of them is worth a warning sign: a link that works for anyone, without end. */
gboolean usher_create_is_risky         (UsherInvitationDraft *draft);
/* "After 7 days". */
char    *usher_create_dup_after        (gint64 seconds);
/* "After 7 days (Friday 27 November, 14:05)", "Never". */
char    *usher_create_dup_expiry       (UsherInvitationDraft *draft, gint64 now, GTimeZone *zone);
/* "Once", "3 times", "Without limit". */
char    *usher_create_dup_uses         (UsherInvitationDraft *draft);

G_END_DECLS
