/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-query.h"

G_BEGIN_DECLS

/* What narrows the list beside company, status and search, as the window's words for it. A filter has
 * one of a few values: words such as "contributor", or "any", which narrows nothing. */
typedef enum
{
  USHER_FILTER_KIND,    /* any, contributor, reconnect */
  USHER_FILTER_ACCESS,  /* any, open, restricted */
  USHER_FILTER_EXPIRES, /* any, day, week, month */
  USHER_FILTER_PROGRESS, /* any, waiting, opened, fulfilled */
  USHER_N_FILTERS,
} UsherFilter;

const char *usher_filter_get_name   (UsherFilter filter);
/* (nullable): a value that is none of the words. */
const char *usher_filter_get_value  (UsherFilter filter, UsherQuery *query);
/* (nullable): there is no such value. */
UsherQuery *usher_filter_with_value (UsherFilter filter, UsherQuery *query, const char *value);
/* (nullable): it narrows nothing. */
char       *usher_filter_dup_label  (UsherFilter filter, UsherQuery *query);
gboolean    usher_filter_is_active  (UsherFilter filter, UsherQuery *query);

G_END_DECLS
