/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences of the detail pane. They stand apart from the widgets so that each can be tested with
 * a log of three events instead of a window. Any thread. */
#include "ui/usher-detail-words.h"

#include <glib/gi18n.h>

#include "model/usher-event.h"
#include "model/usher-time.h"

/**
 * usher_status_get_icon_name:
 * @status: a status
 *
 * Returns: an icon of this program's own
 */
const char *
usher_status_get_icon_name (UsherInvitationStatus status)
{
  switch (status)
    {
    case USHER_INVITATION_STATUS_ACTIVE:
      return "usher-active-symbolic";
    case USHER_INVITATION_STATUS_EXPIRED:
      return "usher-expired-symbolic";
    case USHER_INVITATION_STATUS_REVOKED:
      return "usher-revoked-symbolic";
    case USHER_INVITATION_STATUS_FULFILLED:
      return "usher-fulfilled-symbolic";
    case USHER_INVITATION_STATUS_UNKNOWN:
    default:
      return "usher-unknown-symbolic";
    }
}

/**
 * usher_status_get_css_class:
 * @status: a status
 *
 * Returns: (nullable): a style class that only underlines what icon and word say
 */
const char *
usher_status_get_css_class (UsherInvitationStatus status)
{
  switch (status)
    {
    case USHER_INVITATION_STATUS_ACTIVE:
      return "accent";
    case USHER_INVITATION_STATUS_EXPIRED:
      return "warning";
    case USHER_INVITATION_STATUS_REVOKED:
      return "error";
    case USHER_INVITATION_STATUS_FULFILLED:
      return "success";
    case USHER_INVITATION_STATUS_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * usher_event_kind_get_icon_name:
 * @kind: a kind of event
 *
 * Returns: an icon of the icon theme; a neutral one for kinds this version does not know
 */
const char *
usher_event_kind_get_icon_name (UsherEventKind kind)
{
  switch (kind)
    {
    case USHER_EVENT_KIND_CREATED:
      return "list-add-symbolic";
    case USHER_EVENT_KIND_EMAIL_SENT:
      return "mail-unread-symbolic";
    case USHER_EVENT_KIND_EMAIL_RESENT:
      return "mail-send-receive-symbolic";
    case USHER_EVENT_KIND_VIEWED:
      return "view-reveal-symbolic";
    case USHER_EVENT_KIND_EMAIL_VERIFIED:
      return "mail-read-symbolic";
    case USHER_EVENT_KIND_USED:
      return "object-select-symbolic";
    case USHER_EVENT_KIND_REVOKED:
      return "usher-revoked-symbolic";
    case USHER_EVENT_KIND_UNKNOWN:
    default:
      return "usher-unknown-symbolic";
    }
}

/**
 * usher_connection_status_get_icon_name:
 * @status: the state of a connection
 *
 * Returns: an icon: fine, waiting, or something to do
 */
const char *
usher_connection_status_get_icon_name (UsherConnectionStatus status)
{
  if (usher_connection_status_needs_reconnect (status))
    return "dialog-warning-symbolic";
  switch (status)
    {
    case USHER_CONNECTION_STATUS_CONNECTED:
      return "object-select-symbolic";
    case USHER_CONNECTION_STATUS_PENDING:
    case USHER_CONNECTION_STATUS_UNDER_INVESTIGATION:
      return "content-loading-symbolic";
    case USHER_CONNECTION_STATUS_UNKNOWN:
      return "usher-unknown-symbolic";
    case USHER_CONNECTION_STATUS_PASSWORD_INCORRECT:
    case USHER_CONNECTION_STATUS_MFA_TOKEN_EXPIRED:
    case USHER_CONNECTION_STATUS_NEW_PASSWORD_NEEDED:
    case USHER_CONNECTION_STATUS_ADDITIONAL_CREDENTIALS_NEEDED:
    case USHER_CONNECTION_STATUS_WEBSITE_DOWN:
    case USHER_CONNECTION_STATUS_URL_INACCESSIBLE:
    case USHER_CONNECTION_STATUS_NO_ACCOUNTS_FOUND:
    case USHER_CONNECTION_STATUS_OTHER_ERROR:
    case USHER_CONNECTION_STATUS_COMPANY_INACTIVE:
    default:
      return "dialog-error-symbolic";
    }
}

static GDateTime *
local_time (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;

  if (time == USHER_TIME_NONE)
    return NULL;
  utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/**
 * usher_detail_dup_when:
 * @time: microseconds since the epoch
 * @now: the present
 * @zone: the person's time zone
 *
 * A moment as people say it, for sentences; tooltips have the exact one with seconds and zone.
 *
 * Returns: (transfer full): "Tuesday 24 November, 14:05", with the year if it is another one
 */
char *
usher_detail_dup_when (gint64 time, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) then = local_time (time, zone);
  g_autoptr (GDateTime) present = local_time (now, zone);
  char *text = NULL;

  if (then == NULL || present == NULL)
    return g_strdup (_("Not known"));
  if (g_date_time_get_year (then) == g_date_time_get_year (present))
    /* Translators: a moment of this year, as strftime(3) writes it: "Tuesday 24 November, 14:05" */
    text = g_date_time_format (then, C_("moment", "%A %-d %B, %H:%M"));
  else
    /* Translators: a moment of another year: "Tuesday 24 November 2026, 14:05" */
    text = g_date_time_format (then, C_("moment", "%A %-d %B %Y, %H:%M"));
  if (text == NULL)
    text = g_strdup (_("Not known"));
  return text;
}

/* Whole sentences, never pieces put together: word order is the translators'. English has a word for
 * "two times", which ngettext() cannot ask for; a language without one repeats its plural. */

static char *
opened_used (guint n, gint64 uses)
{
  if (uses > 1 && n == 2)
    return g_strdup (_("Opened twice, used more than once"));
  if (uses > 1)
    return g_strdup_printf (ngettext ("Opened once, used more than once",
                                      "Opened %u times, used more than once", n), n);
  if (n == 2)
    return g_strdup (_("Opened twice, used once"));
  return g_strdup_printf (ngettext ("Opened once, used once", "Opened %u times, used once", n), n);
}

static char *
opened_unverified (guint n)
{
  if (n == 2)
    return g_strdup (_("Opened twice, email not verified"));
  return g_strdup_printf (ngettext ("Opened once, email not verified",
                                    "Opened %u times, email not verified", n), n);
}

static char *
opened_verified (guint n)
{
  if (n == 2)
    return g_strdup (_("Opened twice, email verified, not finished"));
  return g_strdup_printf (ngettext ("Opened once, email verified, not finished",
                                    "Opened %u times, email verified, not finished", n), n);
}

static char *
opened_unfinished (guint n)
{
  if (n == 2)
    return g_strdup (_("Opened twice, not finished"));
  return g_strdup_printf (ngettext ("Opened once, not finished", "Opened %u times, not finished", n),
                          n);
}

/**
 * usher_detail_dup_story:
 * @invitation: an invitation
 * @events: (nullable) (element-type UsherEvent): its log
 *
 * Tells in one line how far the recipient got, which is what a support call starts with (contract
 * 3.7). A recipient of Nectar's own mail need not verify (contract 3.10), so "not verified" is only said
 * of invitations that are not used.
 *
 * Returns: (transfer full) (nullable): the sentence; %NULL when the log is not known
 */
char *
usher_detail_dup_story (UsherInvitation *invitation, GPtrArray *events)
{
  guint n_viewed = 0;
  gint64 n_used = 0;
  gboolean verified = FALSE;

  g_return_val_if_fail (USHER_IS_INVITATION (invitation), NULL);

  if (events == NULL)
    return NULL;
  for (guint i = 0; i < events->len; i++)
    {
      switch (usher_event_get_kind (g_ptr_array_index (events, i)))
        {
        case USHER_EVENT_KIND_VIEWED:
          n_viewed++;
          break;
        case USHER_EVENT_KIND_EMAIL_VERIFIED:
          verified = TRUE;
          break;
        case USHER_EVENT_KIND_USED:
          n_used++;
          break;
        case USHER_EVENT_KIND_UNKNOWN:
        case USHER_EVENT_KIND_CREATED:
        case USHER_EVENT_KIND_EMAIL_SENT:
        case USHER_EVENT_KIND_EMAIL_RESENT:
        case USHER_EVENT_KIND_REVOKED:
        default:
          break;
        }
    }
  n_used = MAX (n_used, usher_invitation_get_use_count (invitation));

  if (n_used > 0 && n_viewed > 0)
    return opened_used (n_viewed, n_used);
  if (n_used > 0)
    return g_strdup (n_used == 1 ? _("Used once") : _("Used more than once"));
  if (n_viewed == 0)
    return g_strdup (usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_ACTIVE
                       ? _("Not opened yet")
                       : _("Never opened"));
  if (verified)
    return opened_verified (n_viewed);
  if (usher_invitation_is_open (invitation))
    return opened_unfinished (n_viewed);
  return opened_unverified (n_viewed);
}

/**
 * usher_detail_dup_expiry:
 * @invitation: an invitation
 * @now: microseconds since the epoch
 * @zone: the person's time zone
 *
 * Says when it ends. The status is the server's; the clock here only hints (DESIGN, decision 6), so an
 * invitation past its time that the server calls active is not called expired.
 *
 * Returns: (transfer full): a sentence
 */
char *
usher_detail_dup_expiry (UsherInvitation *invitation, gint64 now, GTimeZone *zone)
{
  gint64 expires;
  g_autofree char *relative = NULL;
  g_autofree char *exact = NULL;

  g_return_val_if_fail (USHER_IS_INVITATION (invitation), NULL);

  expires = usher_invitation_get_expires_at (invitation);
  if (expires == USHER_TIME_NONE)
    return g_strdup (_("Never expires"));
  relative = usher_time_format_relative (expires, now);
  exact = usher_detail_dup_when (expires, now, zone);
  switch (usher_invitation_get_status (invitation))
    {
    case USHER_INVITATION_STATUS_ACTIVE:
    case USHER_INVITATION_STATUS_UNKNOWN:
      if (expires > now)
        /* Translators: "Expires in 3 days (Tuesday 24 November, 14:05)" */
        return g_strdup_printf (_("Expires %s (%s)"), relative, exact);
      /* Translators: the server has not said "expired" yet: "Was to expire 2 minutes ago (…)" */
      return g_strdup_printf (_("Was to expire %s (%s)"), relative, exact);
    case USHER_INVITATION_STATUS_EXPIRED:
      /* Translators: "Expired 2 days ago (Wednesday 18 November, 14:05)" */
      return g_strdup_printf (_("Expired %s (%s)"), relative, exact);
    case USHER_INVITATION_STATUS_REVOKED:
    case USHER_INVITATION_STATUS_FULFILLED:
    default:
      if (expires > now)
        /* Translators: it has ended for another reason: "Would expire in 3 days (…)" */
        return g_strdup_printf (_("Would expire %s (%s)"), relative, exact);
      /* Translators: it had ended before for another reason: "Would have expired 3 days ago (…)" */
      return g_strdup_printf (_("Would have expired %s (%s)"), relative, exact);
    }
}

/**
 * usher_detail_dup_moment:
 * @time: microseconds since the epoch
 * @now: the present
 * @zone: the person's time zone
 *
 * Returns: (transfer full): how long ago, and when exactly; "Not known" for %USHER_TIME_NONE
 */
char *
usher_detail_dup_moment (gint64 time, gint64 now, GTimeZone *zone)
{
  g_autofree char *relative = NULL;
  g_autofree char *exact = NULL;

  if (time == USHER_TIME_NONE)
    return g_strdup (_("Not known"));
  relative = usher_time_format_relative (time, now);
  exact = usher_detail_dup_when (time, now, zone);
  /* Translators: a relative and an exact time: "2 hours ago (Friday 20 November, 08:15)" */
  return g_strdup_printf (C_("moment", "%s (%s)"), relative, exact);
}

/**
 * usher_detail_same_day:
 * @a: microseconds since the epoch
 * @b: microseconds since the epoch
 * @zone: the person's time zone
 *
 * Returns: whether both are of one day there; two unknown times are
 */
gboolean
usher_detail_same_day (gint64 a, gint64 b, GTimeZone *zone)
{
  g_autoptr (GDateTime) first = local_time (a, zone);
  g_autoptr (GDateTime) second = local_time (b, zone);

  if (first == NULL || second == NULL)
    return first == second;
  return g_date_time_get_year (first) == g_date_time_get_year (second) &&
         g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (second);
}

/**
 * usher_detail_dup_day:
 * @time: microseconds since the epoch
 * @now: the present
 * @zone: the person's time zone
 *
 * Returns: (transfer full): "Today", "Yesterday" or the date, with the year if it is another one
 */
char *
usher_detail_dup_day (gint64 time, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) day = local_time (time, zone);
  g_autoptr (GDateTime) today = local_time (now, zone);
  g_autoptr (GDateTime) yesterday = NULL;

  if (day == NULL)
    return g_strdup (_("At an unknown time"));
  yesterday = g_date_time_add_days (today, -1);
  if (usher_detail_same_day (time, now, zone))
    return g_strdup (_("Today"));
  if (usher_detail_same_day (time, g_date_time_to_unix (yesterday) * G_USEC_PER_SEC, zone))
    return g_strdup (_("Yesterday"));
  if (g_date_time_get_year (day) == g_date_time_get_year (today))
    /* Translators: a day of this year, as strftime(3) writes it: "Friday 20 November" */
    return g_date_time_format (day, C_("day separator", "%A %-d %B"));
  /* Translators: a day of another year: "Friday 20 November 2026" */
  return g_date_time_format (day, C_("day separator", "%A %-d %B %Y"));
}
