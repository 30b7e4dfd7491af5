/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times of logs under review, in words. Any thread. */
#include "ui/usher-review-time.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"

#define MAX_PIECES 200

static GDateTime *
to_date (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;

  if (time == USHER_TIME_NONE)
    return NULL;
  utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

static char *
format (gint64 time, GTimeZone *zone, const char *pattern)
{
  g_autoptr (GDateTime) date = to_date (time, zone);
  char *text = date != NULL ? g_date_time_format (date, pattern) : NULL;

  return text != NULL ? text : g_strdup ("");
}

/**
 * usher_review_time_dup_day:
 * @time: microseconds since the epoch, or %USHER_TIME_NONE
 * @zone: whose day
 *
 * Returns: (transfer full): the day; "" for no time
 */
char *
usher_review_time_dup_day (gint64 time, GTimeZone *zone)
{
  /* Translators: a day in a list: "Fri 20 Nov 2026". See g_date_time_format(). */
  return format (time, zone, _("%a %-d %b %Y"));
}

/**
 * usher_review_time_dup_clock:
 * @time: microseconds since the epoch, or %USHER_TIME_NONE
 * @zone: whose clock
 *
 * Returns: (transfer full): the time of day to the second; "" for no time
 */
char *
usher_review_time_dup_clock (gint64 time, GTimeZone *zone)
{
  return format (time, zone, "%H:%M:%S");
}

/**
 * usher_review_time_dup_exact:
 * @time: microseconds since the epoch, or %USHER_TIME_NONE
 * @zone: whose day and clock
 *
 * Returns: (transfer full): day, time and zone: what one can quote; "" for no time
 */
char *
usher_review_time_dup_exact (gint64 time, GTimeZone *zone)
{
  /* Translators: an exact moment: "Fri 20 Nov 2026, 08:15:02 CET". See g_date_time_format(). */
  return format (time, zone, _("%a %-d %b %Y, %H:%M:%S %Z"));
}

/**
 * usher_review_time_same_day:
 * @a: a time
 * @b: another
 * @zone: whose days
 *
 * Returns: whether both are on the same day, or neither has a time
 */
gboolean
usher_review_time_same_day (gint64 a, gint64 b, GTimeZone *zone)
{
  g_autoptr (GDateTime) x = to_date (a, zone);
  g_autoptr (GDateTime) y = to_date (b, zone);

  if (x == NULL || y == NULL)
    return x == y;
  return g_date_time_get_day_of_year (x) == g_date_time_get_day_of_year (y)
         && g_date_time_get_year (x) == g_date_time_get_year (y);
}

static gboolean
is_midnight (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = to_date (time, zone);

  return date != NULL && g_date_time_get_hour (date) == 0 && g_date_time_get_minute (date) == 0
         && g_date_time_get_second (date) == 0;
}

/**
 * usher_review_time_dup_span:
 * @from: the first moment
 * @to: the moment after the last
 * @zone: whose days
 *
 * Returns: (transfer full): the span, in days where it is made of days
 */
char *
usher_review_time_dup_span (gint64 from, gint64 to, GTimeZone *zone)
{
  g_autofree char *first = usher_review_time_dup_day (from, zone);
  g_autofree char *last = usher_review_time_dup_day (to - 1, zone);
  g_autofree char *begin = format (from, zone, "%H:%M");
  g_autofree char *end = format (to, zone, "%H:%M");

  if (is_midnight (from, zone) && is_midnight (to, zone))
    {
      if (g_str_equal (first, last))
        return g_steal_pointer (&first);
      /* Translators: two days */
      return g_strdup_printf (_("%1$s – %2$s"), first, last);
    }
  if (usher_review_time_same_day (from, to - 1, zone))
    /* Translators: a day, and two times of it */
    return g_strdup_printf (_("%1$s, %2$s – %3$s"), first, begin, end);
  /* Translators: a day and a time, twice */
  return g_strdup_printf (_("%1$s, %2$s – %3$s, %4$s"), first, begin, last, end);
}

/* The beginning of the day of a time. */
static gint64
floor_day (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = to_date (time, zone);
  g_autoptr (GDateTime) day = NULL;

  if (date == NULL)
    return time;
  day = g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                         g_date_time_get_day_of_month (date), 0, 0, 0);
  return day != NULL ? g_date_time_to_unix (day) * G_USEC_PER_SEC : time;
}

/**
 * usher_review_time_divide:
 * @first: the first moment
 * @last: the last moment
 * @zone: whose days
 * @from: (out): where the first piece begins, at or before @first
 * @to: (out): the last moment of the last piece, at or after @last
 * @n: (out): how many pieces there are, from 1 to 200
 *
 * Pieces begin at full minutes, hours or days, so that what is said of one can be said in words.
 */
void
usher_review_time_divide (gint64 first, gint64 last, GTimeZone *zone, gint64 *from, gint64 *to, guint *n)
{
  static const gint64 units[] = { 1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 7 * 86400,
                                  28 * 86400, 364 * 86400 };
  gint64 day;

  if (last < first)
    last = first;
  day = floor_day (first, zone);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gint64 unit = units[i] * G_USEC_PER_SEC;
      guint64 pieces;

      *from = day + (first - day) / unit * unit;
      pieces = ((guint64) last - (guint64) *from) / (guint64) unit + 1;
      if (pieces > MAX_PIECES)
        continue;
      *n = (guint) pieces;
      *to = *from + (gint64) pieces * unit - 1;
      return;
    }
  /* A clock that was wrong by centuries. */
  *from = first;
  *to = last;
  *n = MAX_PIECES;
}
