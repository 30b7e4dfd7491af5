/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-enums.h"
#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* What the detail says about an invitation, apart from how it is drawn. No widgets. */

const char *usher_status_get_icon_name            (UsherInvitationStatus status);
/* (nullable) A style class of Adwaita's: "success", "warning", "error". */
const char *usher_status_get_css_class            (UsherInvitationStatus status);
const char *usher_event_kind_get_icon_name        (UsherEventKind kind);
const char *usher_connection_status_get_icon_name (UsherConnectionStatus status);

/* "Opened twice, email not verified". (nullable): events NULL, the log is not known. */
char *usher_detail_dup_story      (UsherInvitation *invitation, GPtrArray *events);
/* "Expires in 3 days (Tuesday 24 November, 14:05)". */
char *usher_detail_dup_expiry     (UsherInvitation *invitation, gint64 now, GTimeZone *zone);
/* "Tuesday 24 November, 14:05". */
char *usher_detail_dup_when       (gint64 time, gint64 now, GTimeZone *zone);
/* "2 hours ago (Friday 20 November, 08:15)". */
char *usher_detail_dup_moment     (gint64 time, gint64 now, GTimeZone *zone);
/* "Friday 20 November", "Today", "Yesterday": the day of a separator. */
char *usher_detail_dup_day        (gint64 time, gint64 now, GTimeZone *zone);
gboolean usher_detail_same_day    (gint64 a, gint64 b, GTimeZone *zone);

G_END_DECLS
