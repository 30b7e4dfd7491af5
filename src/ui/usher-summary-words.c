/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the strip above the list. They stand apart from the widgets so that each can be tested
 * with a few numbers instead of a window. Any thread. */
#include "ui/usher-summary-words.h"

#include <glib/gi18n.h>

/**
 * usher_summary_count:
 * @part: which number
 * @counts: the session's counts
 *
 * Returns: the number
 */
guint
usher_summary_count (UsherSummaryPart part, const UsherCounts *counts)
{
  g_return_val_if_fail (counts != NULL, 0);

  switch (part)
    {
    case USHER_SUMMARY_WAITING:
      return counts->waiting;
    case USHER_SUMMARY_OPENED:
      return counts->opened;
    case USHER_SUMMARY_EXPIRING:
      return counts->expiring;
    case USHER_SUMMARY_FULFILLED:
      return counts->fulfilled;
    case USHER_N_SUMMARY_PARTS:
    default:
      g_return_val_if_reached (0);
    }
}

/**
 * usher_summary_get_name:
 * @part: which number
 *
 * Returns: (transfer none): what stands beside it, in a word or two
 */
const char *
usher_summary_get_name (UsherSummaryPart part)
{
  switch (part)
    {
    case USHER_SUMMARY_WAITING:
      /* Translators: beside a number: so many invitations were not opened yet */
      return C_("summary", "waiting");
    case USHER_SUMMARY_OPENED:
      /* Translators: beside a number: so many were opened, but the person did not finish */
      return C_("summary", "unfinished");
    case USHER_SUMMARY_EXPIRING:
      /* Translators: beside a number: so many expire within 7 days */
      return C_("summary", "expiring");
    case USHER_SUMMARY_FULFILLED:
      /* Translators: beside a number: so many were fulfilled within 30 days */
      return C_("summary", "fulfilled");
    case USHER_N_SUMMARY_PARTS:
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * usher_summary_dup_number:
 * @n: a number
 *
 * Returns: (transfer full): as the person's locale writes it
 */
char *
usher_summary_dup_number (guint n)
{
  return g_strdup_printf (_("%'u"), n);
}

/* The day with most of them; 0 is today. */
static guint
find_best_day (const UsherCounts *counts)
{
  guint best = 0;

  for (guint ago = 1; ago < USHER_COUNTS_DAYS; ago++)
    {
      if (counts->fulfilled_by_day[USHER_COUNTS_DAYS - 1 - ago]
          > counts->fulfilled_by_day[USHER_COUNTS_DAYS - 1 - best])
        best = ago;
    }
  return best;
}

static char *
dup_fulfilled (const UsherCounts *counts)
{
  guint ago = find_best_day (counts);
  guint most = counts->fulfilled_by_day[USHER_COUNTS_DAYS - 1 - ago];
  g_autofree char *total = NULL;
  g_autofree char *peak = NULL;

  total = g_strdup_printf (ngettext ("%'u invitation was fulfilled in the last 30 days.",
                                     "%'u invitations were fulfilled in the last 30 days.",
                                     counts->fulfilled),
                           counts->fulfilled);
  if (most == 0)
    return g_steal_pointer (&total);
  if (ago == 0)
    /* Translators: the best day of the last 30; %u is a number of invitations. A whole sentence that
     * follows another. */
    peak = g_strdup_printf (_("The most on a day: %'u, today."), most);
  else
    /* Translators: %1$u is a number of invitations, %2$u one of days */
    peak = g_strdup_printf (ngettext ("The most on a day: %1$'u, %2$'u day ago.",
                                      "The most on a day: %1$'u, %2$'u days ago.", ago),
                            most, ago);
  /* Translators: two whole sentences, one after the other */
  return g_strdup_printf (C_("sentences", "%s %s"), total, peak);
}

/* What is not known is said: a log comes with the details of an invitation, not with lists. */
static char *
add_unread (char *text, const UsherCounts *counts)
{
  g_autofree char *first = text;
  g_autofree char *second = NULL;

  if (counts->unread == 0)
    return g_steal_pointer (&first);
  second = g_strdup_printf (ngettext ("The activity log of %'u of the active ones has not been read yet.",
                                      "The activity logs of %'u of the active ones have not been read yet.",
                                      counts->unread),
                            counts->unread);
  /* Translators: two whole sentences, one after the other */
  return g_strdup_printf (C_("sentences", "%s %s"), first, second);
}

/**
 * usher_summary_dup_sentence:
 * @part: which number
 * @counts: the session's counts
 *
 * Returns: (transfer full): what the number means, and for the bars what they show
 */
char *
usher_summary_dup_sentence (UsherSummaryPart part, const UsherCounts *counts)
{
  g_return_val_if_fail (counts != NULL, NULL);

  switch (part)
    {
    case USHER_SUMMARY_WAITING:
      return add_unread (g_strdup_printf (ngettext ("%'u active invitation waits to be opened.",
                                                    "%'u active invitations wait to be opened.",
                                                    counts->waiting),
                                          counts->waiting),
                         counts);
    case USHER_SUMMARY_OPENED:
      return add_unread (g_strdup_printf (ngettext ("%'u active invitation was opened, but not finished.",
                                                    "%'u active invitations were opened, but not finished.",
                                                    counts->opened),
                                          counts->opened),
                         counts);
    case USHER_SUMMARY_EXPIRING:
      return g_strdup_printf (ngettext ("%'u active invitation expires within 7 days.",
                                        "%'u active invitations expire within 7 days.", counts->expiring),
                              counts->expiring);
    case USHER_SUMMARY_FULFILLED:
      return dup_fulfilled (counts);
    case USHER_N_SUMMARY_PARTS:
    default:
      g_return_val_if_reached (NULL);
    }
}
