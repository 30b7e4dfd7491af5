/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times as the review window writes them. Reviews are read by whoever exported long ago, so: exact, never
 * relative, in the zone of this computer. No widgets. */

/* "20 Nov 2026". */
char    *usher_review_time_dup_day     (gint64 time, GTimeZone *zone);
/* "08:15:02". */
char    *usher_review_time_dup_clock   (gint64 time, GTimeZone *zone);
/* "20 Nov 2026, 08:15:02 CET". */
char    *usher_review_time_dup_exact   (gint64 time, GTimeZone *zone);
/* A span as short as can be: "20 Nov 2026", "20 Nov 2026, 08:00 – 09:00". to is exclusive. */
char    *usher_review_time_dup_span    (gint64 from, gint64 to, GTimeZone *zone);
gboolean usher_review_time_same_day    (gint64 a, gint64 b, GTimeZone *zone);

/* Divides a span into pieces that people count in: minutes, hours, days, weeks. from and to (inclusive) are as
 * the archive's summary wants them; n from 1 to 200. */
void     usher_review_time_divide      (gint64 first, gint64 last, GTimeZone *zone, gint64 *from, gint64 *to,
                                        guint *n);

G_END_DECLS
