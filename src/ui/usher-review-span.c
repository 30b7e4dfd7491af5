/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The span of time in a filter: one condition at most, in the place of the one before. Any thread. */
#include "ui/usher-review-span.h"

#include "model/usher-time.h"

static gboolean
is_span (const UsherCondition *condition)
{
  return condition->type == USHER_CONDITION_DATES && !condition->exclude;
}

/**
 * usher_review_span_put:
 * @filter: a filter
 * @from: the first moment, or %USHER_TIME_NONE
 * @to: the moment after the last, or %USHER_TIME_NONE
 *
 * Returns: (transfer full): the filter with this span of time and no other; with none when both are %USHER_TIME_NONE
 */
UsherArchiveFilter *
usher_review_span_put (UsherArchiveFilter *filter, gint64 from, gint64 to)
{
  g_autoptr (UsherArchiveFilter) rest = usher_archive_filter_ref (filter);

  for (guint i = usher_archive_filter_get_size (rest); i > 0; i--)
    {
      UsherArchiveFilter *less;

      if (!is_span (usher_archive_filter_get (rest, i - 1)))
        continue;
      less = usher_archive_filter_without (rest, i - 1);
      usher_archive_filter_unref (rest);
      rest = less;
    }
  if (from == USHER_TIME_NONE && to == USHER_TIME_NONE)
    return g_steal_pointer (&rest);
  return usher_archive_filter_with_dates (rest, from, to, FALSE);
}

/**
 * usher_review_span_get:
 * @filter: a filter
 * @from: (out): the first moment, or %USHER_TIME_NONE
 * @to: (out): the moment after the last, or %USHER_TIME_NONE
 *
 * Returns: %TRUE when it asks for a span of time
 */
gboolean
usher_review_span_get (UsherArchiveFilter *filter, gint64 *from, gint64 *to)
{
  for (guint i = 0; i < usher_archive_filter_get_size (filter); i++)
    {
      const UsherCondition *condition = usher_archive_filter_get (filter, i);

      if (!is_span (condition))
        continue;
      *from = condition->from;
      *to = condition->to;
      return TRUE;
    }
  return FALSE;
}
