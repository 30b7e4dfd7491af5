/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences of the review: not what is written in the form, but what it means. Any thread. */
#include "ui/usher-create-words.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/usher-detail-words.h"

#define DAY (24 * 60 * 60)

static guint
count_emails (UsherInvitationDraft *draft)
{
  const char *const *emails = usher_invitation_draft_get_allowed_emails (draft);

  return emails != NULL ? g_strv_length ((char **) emails) : 0;
}

static char *
dup_access (UsherInvitationDraft *draft)
{
  gint64 seconds = usher_invitation_draft_get_expires_in (draft);
  guint n = count_emails (draft);
  g_autofree char *duration = NULL;

  if (seconds <= 0 && n == 0)
    return g_strdup (_("The link works for anyone who has it, forever."));
  if (seconds <= 0)
    return g_strdup_printf (ngettext ("The link works for the one address you named, forever.",
                                      "The link works for the %'u addresses you named, forever.", n), n);
  duration = usher_duration_format (seconds);
  if (n == 0)
    /* Translators: the placeholder is a duration: "7 days" */
    return g_strdup_printf (_("The link works for anyone who has it, for %s."), duration);
  if (n == 1)
    /* Translators: the placeholder is a duration: "7 days" */
    return g_strdup_printf (_("The link works for the one address you named, for %s."), duration);
  return g_strdup_printf (
    /* Translators: a number of addresses and a duration: "7 days" */
    ngettext ("The link works for the %'u address you named, for %s.",
              "The link works for the %'u addresses you named, for %s.", n), n, duration);
}

static char *
dup_limit (UsherInvitationDraft *draft)
{
  gint64 uses = usher_invitation_draft_get_max_uses (draft);

  if (usher_invitation_draft_get_kind (draft) == USHER_INVITATION_KIND_RECONNECT)
    {
      if (uses == USHER_USES_UNLIMITED)
        return g_strdup (_("The credentials can be entered anew any number of times."));
      return g_strdup_printf (ngettext ("It is done once the credentials were entered.",
                                        "The credentials can be entered up to %u times.",
                                        (gulong) uses), (guint) uses);
    }
  if (uses == USHER_USES_UNLIMITED)
    return g_strdup (_("Any number of connections can be made with it."));
  return g_strdup_printf (ngettext ("One connection can be made with it.",
                                    "Up to %'u connections can be made with it.", (gulong) uses),
                          (guint) uses);
}

static char *
dup_delivery (UsherInvitationDraft *draft)
{
  guint n = count_emails (draft);

  if (usher_invitation_draft_get_send_email (draft) && n > 0)
    return g_strdup_printf (ngettext ("Nectar sends an email as soon as you create it.",
                                      "Nectar sends %u emails as soon as you create it.", n), n);
  if (n > 0)
    return g_strdup (_("Nobody gets an email: you send the link yourself, and recipients verify their "
                       "address before they start."));
  return g_strdup (_("Nobody gets an email: you send the link yourself."));
}

/**
 * usher_create_dup_consequences:
 * @draft: a draft
 *
 * Says what will happen: who can use the link for how long, what it can make, and who hears of it.
 *
 * Returns: (transfer full) (array zero-terminated=1): sentences
 */
char **
usher_create_dup_consequences (UsherInvitationDraft *draft)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();

  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (draft), NULL);

  g_ptr_array_add (sentences, dup_access (draft));
  g_ptr_array_add (sentences, dup_limit (draft));
  g_ptr_array_add (sentences, dup_delivery (draft));
  if (usher_invitation_draft_get_kind (draft) == USHER_INVITATION_KIND_RECONNECT)
    g_ptr_array_add (sentences, g_strdup (_("History and sites of the connection stay as they are.")));
  g_ptr_array_add (sentences, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&sentences), FALSE);
}

/**
 * usher_create_is_risky:
 * @draft: a draft
 *
 * Returns: whether the link would work for anyone and never end
 */
gboolean
usher_create_is_risky (UsherInvitationDraft *draft)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (draft), FALSE);

  return count_emails (draft) == 0 && usher_invitation_draft_get_expires_in (draft) <= 0;
}

/**
 * usher_create_dup_after:
 * @seconds: a duration, above nought
 *
 * Returns: (transfer full): after how long it ends: "After 7 days"
 */
char *
usher_create_dup_after (gint64 seconds)
{
  g_autofree char *duration = NULL;

  /* By itself, as a language may have another form of the word for it. */
  if (seconds % DAY == 0)
    {
      gulong n = (gulong) (seconds / DAY);

      /* Translators: when an invitation expires */
      return g_strdup_printf (ngettext ("After %lu day", "After %lu days", n), n);
    }
  duration = usher_duration_format (seconds);
  /* Translators: when an invitation expires; %s is a duration such as "1 hour 30 minutes". Where your language needs
   * another form of the words for it, say it as "Duration: %s". */
  return g_strdup_printf (_("After %s"), duration);
}

/**
 * usher_create_dup_expiry:
 * @draft: a draft
 * @now: microseconds since the epoch
 * @zone: the person's time zone
 *
 * The server counts from when it gets the request (contract 8), so the exact time is about right.
 *
 * Returns: (transfer full): when it ends
 */
char *
usher_create_dup_expiry (UsherInvitationDraft *draft, gint64 now, GTimeZone *zone)
{
  gint64 seconds;
  g_autofree char *after = NULL;
  g_autofree char *exact = NULL;

  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (draft), NULL);

  seconds = usher_invitation_draft_get_expires_in (draft);
  if (seconds <= 0)
    return g_strdup (C_("expires", "Never"));
  after = usher_create_dup_after (seconds);
  if (seconds > G_MAXINT64 / G_USEC_PER_SEC / 2)
    return g_steal_pointer (&after);
  exact = usher_detail_dup_when (now + seconds * G_USEC_PER_SEC, now, zone);
  /* Translators: after how long and when that is: "After 7 days (Friday 27 November, 14:05)" */
  return g_strdup_printf (C_("expires", "%1$s (%2$s)"), after, exact);
}

/**
 * usher_create_dup_uses:
 * @draft: a draft
 *
 * Returns: (transfer full): how often it can be used
 */
char *
usher_create_dup_uses (UsherInvitationDraft *draft)
{
  gint64 uses;

  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (draft), NULL);

  uses = usher_invitation_draft_get_max_uses (draft);
  if (uses == USHER_USES_UNLIMITED)
    return g_strdup (C_("uses", "Without limit"));
  return g_strdup_printf (ngettext ("Once", "%u times", (gulong) uses), (guint) uses);
}
