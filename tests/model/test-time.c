/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/usher-time.h"

#include <string.h>

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 time;
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "2023-11-07T05:31:56Z", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-07T05:31:56", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-07 05:31:56", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-07t05:31:56z", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-07T05:31:56.5Z", G_GINT64_CONSTANT (1699335116500000) },
    { "2023-11-07T05:31:56.123456", G_GINT64_CONSTANT (1699335116123456) },
    { "2023-11-07T05:31:56.123456789", G_GINT64_CONSTANT (1699335116123456) },
    { "2023-11-07T05:31:56.000001+00:00", G_GINT64_CONSTANT (1699335116000001) },
    { "2023-11-07T07:31:56+02:00", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-07T07:31:56+0200", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-07T07:31:56+02", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-06T22:01:56-07:30", G_GINT64_CONSTANT (1699335116000000) },
    { "2023-11-07T05:31Z", G_GINT64_CONSTANT (1699335060000000) },
    { "2023-11-07", G_GINT64_CONSTANT (1699315200000000) },
    { "2024-02-29T00:00:00Z", G_GINT64_CONSTANT (1709164800000000) },
    { "2016-12-31T23:59:60Z", G_GINT64_CONSTANT (1483228800000000) },
    { "1969-12-31T23:59:59.75Z", -250000 },
    { NULL, USHER_TIME_NONE },
    { "", USHER_TIME_NONE },
    { "tomorrow", USHER_TIME_NONE },
    { "2023-13-01T00:00:00Z", USHER_TIME_NONE },
    { "2023-00-01T00:00:00Z", USHER_TIME_NONE },
    { "2023-02-29T00:00:00Z", USHER_TIME_NONE },
    { "0000-01-01T00:00:00Z", USHER_TIME_NONE },
    { "2023-11-07T24:00:00Z", USHER_TIME_NONE },
    { "2023-11-07T05:60:00Z", USHER_TIME_NONE },
    { "2023-11-07T05:31:61Z", USHER_TIME_NONE },
    { "2023-11-07T05:31:56.Z", USHER_TIME_NONE },
    { "2023-11-07T05:31:56.1234567890Z", USHER_TIME_NONE },
    { "2023-11-07T05:31:56+24:00", USHER_TIME_NONE },
    { "2023-11-07T05:31:56+02:60", USHER_TIME_NONE },
    { "2023-11-07T05:31:56 UTC", USHER_TIME_NONE },
    { "2023-11-07T05:31:56ZZ", USHER_TIME_NONE },
    { "2023-11-07T", USHER_TIME_NONE },
    { "2023-11-07T5:31:56Z", USHER_TIME_NONE },
    { "-023-11-07T05:31:56Z", USHER_TIME_NONE },
    { "2023-11-07T05:31:56.123456789+00:00:00:00:00", USHER_TIME_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (usher_time_parse (cases[i].text), ==, cases[i].time);
    }
}

static void
test_to_string (void)
{
  static const char *const round[] = { "1970-01-01T00:00:00Z", "2026-11-20T08:15:00Z",
                                       "2026-11-20T08:15:00.000007Z", "1969-12-31T23:59:59.750000Z",
                                       "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z" };

  for (gsize i = 0; i < G_N_ELEMENTS (round); i++)
    {
      g_autofree char *text = usher_time_to_string (usher_time_parse (round[i]));

      g_assert_cmpstr (text, ==, round[i]);
    }
  g_assert_null (usher_time_to_string (USHER_TIME_NONE));
  g_assert_null (usher_time_to_string (G_MAXINT64));
  g_assert_cmpint (usher_time_now (), >, usher_time_parse ("2020-01-01"));
}

static void
test_date (void)
{
  g_assert_true (usher_date_is_valid ("2023-12-25"));
  g_assert_true (usher_date_is_valid ("2024-02-29"));
  g_assert_false (usher_date_is_valid ("2023-02-29"));
  g_assert_false (usher_date_is_valid ("2023-12-25T00:00:00Z"));
  g_assert_false (usher_date_is_valid ("25.12.2023"));
  g_assert_false (usher_date_is_valid ("2023-1-1"));
  g_assert_false (usher_date_is_valid (""));
  g_assert_false (usher_date_is_valid (NULL));
}

static void
test_relative (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { 0, "just now" },
    { 10, "in a moment" },
    { -44, "just now" },
    { -60, "1 minute ago" },
    { 59 * 60, "in 59 minutes" },
    { 3600, "in 1 hour" },
    { -2 * 3600, "2 hours ago" },
    { 3 * 86400 - 60, "in 3 days" },
    { -86400, "1 day ago" },
    { 30 * 86400, "in 30 days" },
    { -90 * 86400, "3 months ago" },
    { G_GINT64_CONSTANT (5) * 365 * 86400 + 86400, "in 5 years" },
  };
  gint64 now = usher_time_parse ("2026-11-20T08:15:00Z");
  g_autofree char *none = usher_time_format_relative (USHER_TIME_NONE, now);
  g_autofree char *far = usher_time_format_relative (G_MAXINT64, -G_MAXINT64);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = usher_time_format_relative (now + cases[i].seconds * G_USEC_PER_SEC, now);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_cmpstr (none, ==, "");
  g_assert_true (g_str_has_prefix (far, "in "));
}

static void
test_exact (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("+02:00");
  gint64 time = usher_time_parse ("2026-11-20T08:15:07Z");
  g_autofree char *there = usher_time_format_exact (time, zone);
  g_autofree char *here = usher_time_format_exact (time, NULL);
  g_autofree char *none = usher_time_format_exact (USHER_TIME_NONE, NULL);
  g_autofree char *never = usher_time_format_exact (G_MAXINT64, NULL);

  g_assert_cmpstr (there, ==, "20 November 2026, 10:15:07 +02:00");
  g_assert_cmpstr (here, ==, "20 November 2026, 08:15:07 UTC");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (never, ==, "");
}

static void
test_duration (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { -5, "0 seconds" },        { 0, "0 seconds" },          { 1, "1 second" },
    { 60, "1 minute" },         { 90, "1 minute 30 seconds" }, { 5400, "1 hour 30 minutes" },
    { 604800, "7 days" },       { 90000, "1 day 1 hour" },   { 86400 + 59, "1 day" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = usher_duration_format (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/time/parse", test_parse);
  g_test_add_func ("/model/time/to-string", test_to_string);
  g_test_add_func ("/model/time/date", test_date);
  g_test_add_func ("/model/time/relative", test_relative);
  g_test_add_func ("/model/time/exact", test_exact);
  g_test_add_func ("/model/time/duration", test_duration);
  return g_test_run ();
}
