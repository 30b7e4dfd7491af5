/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times as microseconds since the epoch: read from the API's spellings, and told to people. Any
 * thread. */

#include "usher-config.h"

#include "model/usher-time.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_TIME_LENGTH 40
#define EPOCH_JULIAN 719163 /* g_date_get_julian() of 1 January 1970 */
#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* Exactly so many digits, no sign, no space. */
static gboolean
read_digits (const char **p, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      *value = *value * 10 + (guint) g_ascii_digit_value (**p);
    }
  return TRUE;
}

static gboolean
read_char (const char **p, char c)
{
  if (**p != c)
    return FALSE;
  (*p)++;
  return TRUE;
}

static gboolean
read_date (const char **p, gint64 *days)
{
  GDate date;
  guint year;
  guint month;
  guint day;

  if (!read_digits (p, 4, &year) || !read_char (p, '-') || !read_digits (p, 2, &month)
      || !read_char (p, '-') || !read_digits (p, 2, &day))
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  *days = (gint64) g_date_get_julian (&date) - EPOCH_JULIAN;
  return TRUE;
}

/* A point and 1 to 9 digits; what is finer than a microsecond is dropped. */
static gboolean
read_fraction (const char **p, guint *micros)
{
  guint n = 0;

  *micros = 0;
  if (!read_char (p, '.') && !read_char (p, ','))
    return TRUE;
  for (; g_ascii_isdigit (**p); (*p)++, n++)
    if (n < 6)
      *micros = *micros * 10 + (guint) g_ascii_digit_value (**p);
  for (guint i = n; i < 6; i++)
    *micros *= 10;
  return n >= 1 && n <= 9;
}

/* Nothing (UTC), Z, +HH, +HHMM or +HH:MM; in seconds east. */
static gboolean
read_zone (const char **p, gint64 *offset)
{
  gint64 sign;
  guint hours;
  guint minutes = 0;

  *offset = 0;
  if (**p == '\0' || read_char (p, 'Z') || read_char (p, 'z'))
    return TRUE;
  if (read_char (p, '+'))
    sign = 1;
  else if (read_char (p, '-'))
    sign = -1;
  else
    return FALSE;

  if (!read_digits (p, 2, &hours))
    return FALSE;
  if (**p != '\0')
    {
      (void) read_char (p, ':');
      if (!read_digits (p, 2, &minutes))
        return FALSE;
    }
  *offset = sign * (hours * HOUR + minutes * MINUTE);
  return hours <= 23 && minutes <= 59;
}

/**
 * usher_time_parse:
 * @text: (nullable): a date-time of the API, e.g. "2023-11-07T05:31:56Z"
 *
 * Zone-less ones are UTC; 0 to 9 fraction digits are read (contract 8); a date alone is its
 * midnight.
 *
 * Returns: microseconds since the epoch, %USHER_TIME_NONE when unreadable
 */
gint64
usher_time_parse (const char *text)
{
  const char *p = text;
  gint64 days;
  gint64 offset;
  guint hour = 0;
  guint minute = 0;
  guint second = 0;
  guint micros = 0;

  if (text == NULL || strnlen (text, MAX_TIME_LENGTH + 1) > MAX_TIME_LENGTH)
    return USHER_TIME_NONE;

  if (!read_date (&p, &days))
    return USHER_TIME_NONE;
  if (*p != '\0')
    {
      if (!read_char (&p, 'T') && !read_char (&p, 't') && !read_char (&p, ' '))
        return USHER_TIME_NONE;
      if (!read_digits (&p, 2, &hour) || !read_char (&p, ':') || !read_digits (&p, 2, &minute))
        return USHER_TIME_NONE;
      if (read_char (&p, ':') && (!read_digits (&p, 2, &second) || !read_fraction (&p, &micros)))
        return USHER_TIME_NONE;
      if (!read_zone (&p, &offset) || *p != '\0')
        return USHER_TIME_NONE;
    }
  else
    offset = 0;
  /* RFC 3339 allows the leap second :60; it counts as the second after. */
  if (hour > 23 || minute > 59 || second > 60)
    return USHER_TIME_NONE;

  return (days * DAY + hour * HOUR + minute * MINUTE + second - offset) * G_USEC_PER_SEC + micros;
}

/**
 * usher_time_to_string:
 * @time: a time
 *
 * Returns: (transfer full) (nullable): e.g. "2026-11-20T08:15:00Z", with six fraction digits when
 *   there is a fraction, so that [func@Usher.time_parse] gives the same time again; %NULL for no
 *   time
 */
char *
usher_time_to_string (gint64 time)
{
  g_autoptr (GDateTime) whole = NULL;
  g_autofree char *text = NULL;
  gint64 seconds;
  gint64 micros;

  if (time == USHER_TIME_NONE)
    return NULL;
  seconds = time / G_USEC_PER_SEC;
  micros = time % G_USEC_PER_SEC;
  if (micros < 0)
    {
      micros += G_USEC_PER_SEC;
      seconds--;
    }
  whole = g_date_time_new_from_unix_utc (seconds);
  if (whole == NULL) /* beyond the year 9999 */
    return NULL;
  text = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d", g_date_time_get_year (whole),
                          g_date_time_get_month (whole), g_date_time_get_day_of_month (whole),
                          g_date_time_get_hour (whole), g_date_time_get_minute (whole),
                          g_date_time_get_second (whole));
  if (micros == 0)
    return g_strconcat (text, "Z", NULL);
  return g_strdup_printf ("%s.%06dZ", text, (int) micros);
}

/**
 * usher_time_now:
 *
 * Returns: the time by this machine's clock
 */
gint64
usher_time_now (void)
{
  return g_get_real_time ();
}

/**
 * usher_date_is_valid:
 * @text: (nullable): a date
 *
 * Returns: %TRUE for YYYY-MM-DD that is in the calendar
 */
gboolean
usher_date_is_valid (const char *text)
{
  const char *p = text;
  gint64 days;

  return text != NULL && read_date (&p, &days) && *p == '\0';
}

/**
 * usher_time_format_relative:
 * @time: a time
 * @now: the time it is seen from
 *
 * Rounds to the nearest unit: one minute before three days have passed reads "in 3 days".
 *
 * Returns: (transfer full): "in 3 days", "2 hours ago"; "" for no time
 */
char *
usher_time_format_relative (gint64 time, gint64 now)
{
  gboolean future = time > now;
  double seconds;
  gulong n;

  if (time == USHER_TIME_NONE || now == USHER_TIME_NONE)
    return g_strdup ("");

  seconds = ((double) time - (double) now) / G_USEC_PER_SEC; /* a difference may not fit 64 bits */
  if (!future)
    seconds = -seconds;

  if (seconds < 45)
    return g_strdup (future ? _("in a moment") : _("just now"));
  n = (gulong) (seconds / MINUTE + 0.5);
  if (n < 60)
    return future ? g_strdup_printf (ngettext ("in %lu minute", "in %lu minutes", n), n)
                  : g_strdup_printf (ngettext ("%lu minute ago", "%lu minutes ago", n), n);
  n = (gulong) (seconds / HOUR + 0.5);
  if (n < 24)
    return future ? g_strdup_printf (ngettext ("in %lu hour", "in %lu hours", n), n)
                  : g_strdup_printf (ngettext ("%lu hour ago", "%lu hours ago", n), n);
  n = (gulong) (seconds / DAY + 0.5);
  if (n < 60)
    return future ? g_strdup_printf (ngettext ("in %lu day", "in %lu days", n), n)
                  : g_strdup_printf (ngettext ("%lu day ago", "%lu days ago", n), n);
  n = (gulong) (seconds / (DAY * 30.44) + 0.5);
  if (n < 24)
    return future ? g_strdup_printf (ngettext ("in %lu month", "in %lu months", n), n)
                  : g_strdup_printf (ngettext ("%lu month ago", "%lu months ago", n), n);
  n = (gulong) (seconds / (DAY * 365.25) + 0.5);
  return future ? g_strdup_printf (ngettext ("in %lu year", "in %lu years", n), n)
                : g_strdup_printf (ngettext ("%lu year ago", "%lu years ago", n), n);
}

/**
 * usher_time_format_exact:
 * @time: a time
 * @zone: (nullable): the zone to tell it in; %NULL for this machine's
 *
 * Returns: (transfer full): the date in words with the time and its zone; "" for no time
 */
char *
usher_time_format_exact (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (time == USHER_TIME_NONE)
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  if (utc == NULL)
    return g_strdup ("");
  local = zone != NULL ? g_date_time_to_timezone (utc, zone) : g_date_time_to_local (utc);
  if (local == NULL)
    return g_strdup ("");
  /* Translators: a date with its time and zone, as for g_date_time_format(): "20 November 2026,
   * 08:15:00 UTC". */
  return g_date_time_format (local, C_("exact time", "%-d %B %Y, %H:%M:%S %Z"));
}

static char *
format_unit (gint64 seconds, gint64 unit)
{
  gulong n = (gulong) (seconds / unit);

  if (unit == DAY)
    return g_strdup_printf (ngettext ("%lu day", "%lu days", n), n);
  if (unit == HOUR)
    return g_strdup_printf (ngettext ("%lu hour", "%lu hours", n), n);
  if (unit == MINUTE)
    return g_strdup_printf (ngettext ("%lu minute", "%lu minutes", n), n);
  return g_strdup_printf (ngettext ("%lu second", "%lu seconds", n), n);
}

/**
 * usher_duration_format:
 * @seconds: a duration; what is below zero counts as zero
 *
 * Returns: (transfer full): its greatest unit and, unless that is nought, the next: "7 days", "1
 *   hour 30 minutes"
 */
char *
usher_duration_format (gint64 seconds)
{
  static const gint64 units[] = { DAY, HOUR, MINUTE, 1 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize i = 0;

  seconds = MAX (seconds, 0);
  while (i + 1 < G_N_ELEMENTS (units) && seconds < units[i])
    i++;
  first = format_unit (seconds, units[i]);
  if (i + 1 == G_N_ELEMENTS (units) || seconds % units[i] < units[i + 1])
    return g_steal_pointer (&first);
  second = format_unit (seconds % units[i], units[i + 1]);
  /* Translators: a duration in two units, such as "1 hour" and "30 minutes". */
  return g_strdup_printf (C_("duration", "%s %s"), first, second);
}
