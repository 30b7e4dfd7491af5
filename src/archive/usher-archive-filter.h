/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-error.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_CONDITION_TEXT,       /* a substring of any value, without regard to case and accents */
  USHER_CONDITION_REGEX,      /* of the values, a line each; without regard to case */
  USHER_CONDITION_KIND,       /* the server's word */
  USHER_CONDITION_RECIPIENT,  /* an address */
  USHER_CONDITION_COMPANY,    /* an id, or a name */
  USHER_CONDITION_INVITATION, /* an id */
  USHER_CONDITION_DATES,      /* from (inclusive) to (exclusive) */
  USHER_CONDITION_BAD,        /* lines that cannot be read */
} UsherConditionType;

#define USHER_N_CONDITION_TYPES 8

typedef struct
{
  UsherConditionType type;
  gboolean exclude;
  char *text;   /* (owned) (nullable) */
  gint64 from;  /* microseconds, or USHER_TIME_NONE: without a beginning */
  gint64 to;    /* microseconds, or USHER_TIME_NONE: without an end */
} UsherCondition;

/* Which rows are shown. Immutable and counted; the with…() functions give a changed copy.
 *
 * Every text and regular expression must match. Of kinds, recipients, companies, invitations and dates, one
 * of each sort must match. What matches an excluding condition is not shown. */
typedef struct _UsherArchiveFilter UsherArchiveFilter;

#define USHER_TYPE_ARCHIVE_FILTER (usher_archive_filter_get_type ())

GType                 usher_archive_filter_get_type     (void);
UsherArchiveFilter   *usher_archive_filter_new          (void);
UsherArchiveFilter   *usher_archive_filter_ref          (UsherArchiveFilter *self);
void                  usher_archive_filter_unref        (UsherArchiveFilter *self);
guint                 usher_archive_filter_get_size     (UsherArchiveFilter *self);
const UsherCondition *usher_archive_filter_get          (UsherArchiveFilter *self, guint i);
UsherArchiveFilter   *usher_archive_filter_with         (UsherArchiveFilter *self, UsherConditionType type,
                                                         const char *text, gboolean exclude);
UsherArchiveFilter   *usher_archive_filter_with_dates   (UsherArchiveFilter *self, gint64 from, gint64 to,
                                                         gboolean exclude);
UsherArchiveFilter   *usher_archive_filter_without      (UsherArchiveFilter *self, guint i);
gboolean              usher_archive_filter_equal        (UsherArchiveFilter *a, UsherArchiveFilter *b);

/* To be saved under a name. */
char                 *usher_archive_filter_to_string    (UsherArchiveFilter *self);
UsherArchiveFilter   *usher_archive_filter_from_string  (const char *text, GError **error);
/* What stands on a chip: "not “anna”"; transfer full. */
char                 *usher_condition_dup_label         (const UsherCondition *condition);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherArchiveFilter, usher_archive_filter_unref)

G_END_DECLS
