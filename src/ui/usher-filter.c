/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters of the list: what the query says, in the words that actions and chips use. No widgets; any
 * thread. */
#include "ui/usher-filter.h"

#include <glib/gi18n.h>

#define DAY G_TIME_SPAN_DAY

static const struct
{
  UsherFilter filter;
  const char *value;
  gint64 setting;    /* what it is in the query */
  const char *label; /* (nullable): of the chip */
} values[] = {
  { USHER_FILTER_KIND, "any", USHER_INVITATION_KIND_UNKNOWN, NULL },
  { USHER_FILTER_KIND, "contributor", USHER_INVITATION_KIND_CONTRIBUTOR, N_("Contributor") },
  { USHER_FILTER_KIND, "reconnect", USHER_INVITATION_KIND_RECONNECT, N_("Reconnect") },
  { USHER_FILTER_ACCESS, "any", USHER_ACCESS_ANY, NULL },
  { USHER_FILTER_ACCESS, "open", USHER_ACCESS_OPEN, N_("Anyone with the link") },
  { USHER_FILTER_ACCESS, "restricted", USHER_ACCESS_RESTRICTED, N_("Only listed addresses") },
  { USHER_FILTER_EXPIRES, "any", 0, NULL },
  { USHER_FILTER_EXPIRES, "day", DAY, N_("Expires within 24 hours") },
  { USHER_FILTER_EXPIRES, "week", 7 * DAY, N_("Expires within 7 days") },
  { USHER_FILTER_EXPIRES, "month", 30 * DAY, N_("Expires within 30 days") },
  { USHER_FILTER_PROGRESS, "any", USHER_PROGRESS_ANY, NULL },
  { USHER_FILTER_PROGRESS, "waiting", USHER_PROGRESS_WAITING, N_("Waiting to be opened") },
  { USHER_FILTER_PROGRESS, "opened", USHER_PROGRESS_OPENED, N_("Opened, not finished") },
  { USHER_FILTER_PROGRESS, "fulfilled", USHER_PROGRESS_FULFILLED, N_("Fulfilled in the last 30 days") },
};

static gint64
get_setting (UsherFilter filter, UsherQuery *query)
{
  switch (filter)
    {
    case USHER_FILTER_KIND:
      return usher_query_get_kind (query);
    case USHER_FILTER_ACCESS:
      return usher_query_get_access (query);
    case USHER_FILTER_EXPIRES:
      return usher_query_get_expires_within (query);
    case USHER_FILTER_PROGRESS:
      return usher_query_get_progress (query);
    case USHER_N_FILTERS:
    default:
      g_return_val_if_reached (0);
    }
}

static gsize
find (UsherFilter filter, UsherQuery *query)
{
  gint64 setting = get_setting (filter, query);
  gsize i = 0;

  while (i < G_N_ELEMENTS (values) && (values[i].filter != filter || values[i].setting != setting))
    i++;
  return i;
}

/**
 * usher_filter_get_name:
 * @filter: a filter
 *
 * Returns: (transfer none): its word, and the name of its action in the group "filter"
 */
const char *
usher_filter_get_name (UsherFilter filter)
{
  static const char * const names[] = { "kind", "access", "expires", "progress" };

  g_return_val_if_fail (filter < G_N_ELEMENTS (names), NULL);

  return names[filter];
}

/**
 * usher_filter_get_value:
 * @filter: a filter
 * @query: a query
 *
 * Returns: (transfer none) (nullable): the word for what @query asks for; %NULL when there is no word
 */
const char *
usher_filter_get_value (UsherFilter filter, UsherQuery *query)
{
  gsize i;

  g_return_val_if_fail (query != NULL, NULL);

  i = find (filter, query);
  return i < G_N_ELEMENTS (values) ? values[i].value : NULL;
}

/**
 * usher_filter_with_value:
 * @filter: a filter
 * @query: a query
 * @value: a word, "any" to narrow nothing
 *
 * Returns: (transfer full) (nullable): a changed copy; %NULL when the filter has no such value
 */
UsherQuery *
usher_filter_with_value (UsherFilter filter, UsherQuery *query, const char *value)
{
  g_return_val_if_fail (query != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (values[i].filter != filter || !g_str_equal (values[i].value, value))
        continue;
      switch (filter)
        {
        case USHER_FILTER_KIND:
          return usher_query_with_kind (query, (UsherInvitationKind) values[i].setting);
        case USHER_FILTER_ACCESS:
          return usher_query_with_access (query, (UsherAccess) values[i].setting);
        case USHER_FILTER_EXPIRES:
          return usher_query_with_expires_within (query, values[i].setting);
        case USHER_FILTER_PROGRESS:
          return usher_query_with_progress (query, (UsherProgress) values[i].setting);
        case USHER_N_FILTERS:
        default:
          g_return_val_if_reached (NULL);
        }
    }
  return NULL;
}

/**
 * usher_filter_dup_label:
 * @filter: a filter
 * @query: a query
 *
 * Returns: (transfer full) (nullable): what a chip says of it; %NULL when it narrows nothing
 */
char *
usher_filter_dup_label (UsherFilter filter, UsherQuery *query)
{
  gsize i;
  gint64 hours;

  g_return_val_if_fail (query != NULL, NULL);

  i = find (filter, query);
  if (i < G_N_ELEMENTS (values))
    return values[i].label != NULL ? g_strdup (_(values[i].label)) : NULL;
  /* Only a span of time can be one that the popover does not offer. */
  if (filter != USHER_FILTER_EXPIRES)
    return NULL;
  hours = MAX (get_setting (filter, query) / G_TIME_SPAN_HOUR, 1);
  return g_strdup_printf (ngettext ("Expires within %lu hour", "Expires within %lu hours", (gulong) hours),
                          (gulong) hours);
}

/**
 * usher_filter_is_active:
 * @filter: a filter
 * @query: a query
 *
 * Returns: whether it narrows @query
 */
gboolean
usher_filter_is_active (UsherFilter filter, UsherQuery *query)
{
  g_return_val_if_fail (query != NULL, FALSE);

  return get_setting (filter, query) != 0;
}
