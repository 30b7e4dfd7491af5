/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-types.h"

G_BEGIN_DECLS

/* Times are gint64 microseconds since the epoch, UTC. This one means "no time": never, or not told. */
#define USHER_TIME_NONE G_MININT64

gint64  usher_time_parse             (const char *text);   /* USHER_TIME_NONE when unreadable */
char   *usher_time_to_string         (gint64 time);        /* 2026-11-20T08:15:00Z; nullable */
gint64  usher_time_now               (void);
gboolean usher_date_is_valid         (const char *text);   /* YYYY-MM-DD that exists */
char   *usher_time_format_relative   (gint64 time, gint64 now); /* "in 3 days", "2 hours ago" */
char   *usher_time_format_exact      (gint64 time, GTimeZone *zone); /* locale's long form */
char   *usher_duration_format        (gint64 seconds);     /* "7 days" */

G_END_DECLS
