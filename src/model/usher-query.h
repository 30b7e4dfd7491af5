/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-enums.h"

G_BEGIN_DECLS

/* Which invitations, in which order: the one description that runs as SQL (DESIGN, decision 1).
 * Immutable; the with_…() functions give a changed copy. */

typedef enum
{
  USHER_SORT_CREATED,
  USHER_SORT_RECIPIENT,
  USHER_SORT_KIND,
  USHER_SORT_COMPANY,
  USHER_SORT_STATUS,
  USHER_SORT_USES,
  USHER_SORT_EXPIRES,
  USHER_SORT_ACTIVITY,
} UsherSort;

typedef enum
{
  USHER_ACCESS_ANY,
  USHER_ACCESS_OPEN,       /* anyone with the link */
  USHER_ACCESS_RESTRICTED, /* an allow-list */
} UsherAccess;

/* How far it got, as far as its activity log is known. */
typedef enum
{
  USHER_PROGRESS_ANY,
  USHER_PROGRESS_WAITING,   /* active, and neither opened nor used */
  USHER_PROGRESS_OPENED,    /* active and opened, but not used: somebody did not finish */
  USHER_PROGRESS_FULFILLED, /* fulfilled on one of the last USHER_COUNTS_DAYS days */
} UsherProgress;

#define USHER_TYPE_QUERY (usher_query_get_type ())

GType                 usher_query_get_type        (void);
UsherQuery           *usher_query_new             (void);  /* everything, newest first */
UsherQuery           *usher_query_ref             (UsherQuery *self);
void                  usher_query_unref           (UsherQuery *self);
gboolean              usher_query_equal           (UsherQuery *a, UsherQuery *b);

UsherInvitationStatus usher_query_get_status      (UsherQuery *self); /* UNKNOWN: all */
UsherInvitationKind   usher_query_get_kind        (UsherQuery *self); /* UNKNOWN: both */
UsherAccess           usher_query_get_access      (UsherQuery *self);
UsherProgress         usher_query_get_progress    (UsherQuery *self);
const char           *usher_query_get_company_id  (UsherQuery *self); /* (nullable): all */
const char           *usher_query_get_text        (UsherQuery *self); /* (nullable), as typed */
gint64                usher_query_get_expires_before (UsherQuery *self); /* or USHER_TIME_NONE */
/* Microseconds from the moment it is answered; 0: whenever. What has expired by then is left out. */
GTimeSpan             usher_query_get_expires_within (UsherQuery *self);
UsherSort             usher_query_get_sort        (UsherQuery *self);
gboolean              usher_query_get_descending  (UsherQuery *self);
/* TRUE when something beyond status and company narrows it. */
gboolean              usher_query_is_filtered     (UsherQuery *self);

UsherQuery *usher_query_with_status         (UsherQuery *self, UsherInvitationStatus status);
UsherQuery *usher_query_with_kind           (UsherQuery *self, UsherInvitationKind kind);
UsherQuery *usher_query_with_access         (UsherQuery *self, UsherAccess access);
UsherQuery *usher_query_with_progress       (UsherQuery *self, UsherProgress progress);
UsherQuery *usher_query_with_company_id     (UsherQuery *self, const char *company_id);
UsherQuery *usher_query_with_text           (UsherQuery *self, const char *text);
UsherQuery *usher_query_with_expires_before (UsherQuery *self, gint64 time);
UsherQuery *usher_query_with_expires_within (UsherQuery *self, GTimeSpan span);
UsherQuery *usher_query_with_sort           (UsherQuery *self, UsherSort sort, gboolean descending);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherQuery, usher_query_unref)

#define USHER_COUNTS_EXPIRING (7 * G_TIME_SPAN_DAY)
#define USHER_COUNTS_DAYS 30

/* How many invitations each list has, for one company or all of them. */
struct _UsherCounts
{
  guint total;
  guint by_status[USHER_N_INVITATION_STATUSES];
  guint expiring; /* active, and expire within USHER_COUNTS_EXPIRING of the count */
  guint waiting;  /* as USHER_PROGRESS_WAITING */
  guint opened;   /* as USHER_PROGRESS_OPENED */
  guint unread;   /* active and not used, and its activity log was never read: it may have been opened */
  guint fulfilled; /* as USHER_PROGRESS_FULFILLED: the sum of the days */
  guint fulfilled_by_day[USHER_COUNTS_DAYS]; /* the last is today, in the zone of this computer */
};

G_END_DECLS
