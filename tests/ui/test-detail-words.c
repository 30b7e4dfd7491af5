/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-detail-words.h"

#include "model/usher-time.h"
#include "ui/usher-ui-samples.h"

#define EVENT(kind) "{\"eventType\": \"" kind "\", \"createdAt\": \"2026-11-18T09:00:00Z\"}"

static void
assert_story (const char *members, const char *expected)
{
  g_autoptr (UsherInvitation) invitation = usher_ui_sample_invitation (members);
  g_autofree char *story =
    usher_detail_dup_story (invitation, usher_invitation_get_events (invitation));

  g_assert_cmpstr (story, ==, expected);
}

static void
test_story (void)
{
  assert_story (NULL, NULL);
  assert_story ("\"events\": []", "Not opened yet");
  assert_story ("\"events\": [], \"status\": \"EXPIRED\"", "Never opened");
  assert_story ("\"events\": [" EVENT ("VIEWED") "]", "Opened once, email not verified");
  assert_story ("\"events\": [" EVENT ("VIEWED") ", " EVENT ("VIEWED") "]",
                "Opened twice, email not verified");
  assert_story ("\"events\": [" EVENT ("VIEWED") ", " EVENT ("VIEWED") ", " EVENT ("VIEWED") "]",
                "Opened 3 times, email not verified");
  assert_story ("\"events\": [" EVENT ("VIEWED") ", " EVENT ("EMAIL_VERIFIED") "]",
                "Opened once, email verified, not finished");
  assert_story ("\"allowedEmails\": [], \"events\": [" EVENT ("VIEWED") "]",
                "Opened once, not finished");
  assert_story ("\"useCount\": 1, \"events\": [" EVENT ("VIEWED") ", " EVENT ("VIEWED") ", "
                EVENT ("USED") "]", "Opened twice, used once");
  assert_story ("\"useCount\": 3, \"events\": [" EVENT ("VIEWED") "]",
                "Opened once, used more than once");
  assert_story ("\"useCount\": 1, \"events\": []", "Used once");
  /* A kind that this version does not know counts as nothing. */
  assert_story ("\"events\": [" EVENT ("TELEPORTED") "]", "Not opened yet");
}

static void
assert_expiry (const char *members, gint64 now, const char *prefix)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (UsherInvitation) invitation = usher_ui_sample_invitation (members);
  g_autofree char *text = usher_detail_dup_expiry (invitation, now, utc);

  if (!g_str_has_prefix (text, prefix))
    g_assert_cmpstr (text, ==, prefix);
}

#define EXPIRES "\"expiresAt\": \"2026-11-24T14:05:00Z\""

static void
test_expiry (void)
{
  gint64 before = usher_time_parse ("2026-11-21T14:05:00Z");
  gint64 after = usher_time_parse ("2026-11-26T14:05:00Z");

  assert_expiry (NULL, before, "Never expires");
  assert_expiry (EXPIRES, before, "Expires in 3 days (Tuesday 24 November, 14:05)");
  assert_expiry (EXPIRES, usher_time_parse ("2025-11-24T14:05:00Z"), "Expires in ");
  assert_expiry (EXPIRES ", \"status\": \"EXPIRED\"", after, "Expired 2 days ago (");
  /* The clock does not overrule the server (DESIGN, decision 6). */
  assert_expiry (EXPIRES, after, "Was to expire 2 days ago (");
  assert_expiry (EXPIRES ", \"status\": \"EXPIRED\"", before, "Expired in 3 days (");
  assert_expiry (EXPIRES ", \"status\": \"REVOKED\"", before, "Would expire in 3 days (");
  assert_expiry (EXPIRES ", \"status\": \"FULFILLED\"", after, "Would have expired 2 days ago (");
}

static void
test_days (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (2 * 60 * 60);
  gint64 now = usher_time_parse ("2026-11-20T12:00:00Z");
  const struct
  {
    const char *time;
    const char *day;
  } days[] = {
    { "2026-11-20T00:00:00Z", "Today" },
    /* 22:30 in Greenwich is half past midnight there. */
    { "2026-11-19T22:30:00Z", "Today" },
    { "2026-11-19T21:30:00Z", "Yesterday" },
    { "2026-11-18T12:00:00Z", "Wednesday 18 November" },
    { "2025-11-18T12:00:00Z", "Tuesday 18 November 2025" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *day = usher_detail_dup_day (usher_time_parse (days[i].time), now, zone);

      g_assert_cmpstr (day, ==, days[i].day);
    }
  g_assert_true (usher_detail_same_day (USHER_TIME_NONE, USHER_TIME_NONE, zone));
  g_assert_false (usher_detail_same_day (USHER_TIME_NONE, now, zone));
}

static void
test_icons (void)
{
  for (int i = 0; i < USHER_N_INVITATION_STATUSES; i++)
    {
      g_assert_nonnull (usher_status_get_icon_name (i));
      for (int j = 0; j < i; j++)
        g_assert_cmpstr (usher_status_get_icon_name (i), !=, usher_status_get_icon_name (j));
    }
  for (int i = 0; i <= USHER_EVENT_KIND_REVOKED; i++)
    g_assert_nonnull (usher_event_kind_get_icon_name (i));
  for (int i = 0; i <= USHER_CONNECTION_STATUS_COMPANY_INACTIVE; i++)
    g_assert_nonnull (usher_connection_status_get_icon_name (i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/detail-words/story", test_story);
  g_test_add_func ("/ui/detail-words/expiry", test_expiry);
  g_test_add_func ("/ui/detail-words/days", test_days);
  g_test_add_func ("/ui/detail-words/icons", test_icons);
  return g_test_run ();
}
