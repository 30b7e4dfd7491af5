/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-enums.h"
#include "archive/usher-archive-data.h"

G_BEGIN_DECLS

#define USHER_N_EVENT_KINDS (USHER_EVENT_KIND_REVOKED + 1)

typedef enum
{
  USHER_FUNNEL_CREATED,  /* all invitations: not every log has an event for it */
  USHER_FUNNEL_MAILED,
  USHER_FUNNEL_VIEWED,
  USHER_FUNNEL_VERIFIED,
  USHER_FUNNEL_USED,
} UsherFunnelStage;

#define USHER_N_FUNNEL_STAGES 5

typedef struct
{
  const char *value; /* (unowned) what a condition takes: a word, an address, an id */
  const char *name;  /* (unowned) for people; a word of the server for kinds */
  guint32 n;
} UsherArchiveCount;

/* What some rows add up to. Immutable. */
typedef struct
{
  gatomicrefcount ref_count;
  UsherArchiveData *data; /* (owned) whose texts the counts have: a copy of each would take longer to free than a frame */
  guint32 n_rows;
  guint32 n_bad;
  guint32 n_invitations;
  gint64 first;           /* of the rows; USHER_TIME_NONE without rows */
  gint64 last;
  GArray *kinds;          /* (owned) (element-type UsherArchiveCount) the most frequent first */
  GArray *recipients;     /* (owned) (element-type UsherArchiveCount) */
  GArray *companies;      /* (owned) (element-type UsherArchiveCount) */
  guint32 funnel[USHER_N_FUNNEL_STAGES];
  /* Bucket i holds the rows from start + i × width on, by kind. */
  gint64 start;
  gint64 width;           /* microseconds, from 1 */
  guint n_buckets;
  guint32 *buckets;       /* (owned) n_buckets × USHER_N_EVENT_KINDS */
} UsherArchiveSummary;

/* rows: (nullable) (element-type guint32) all when NULL. from, to: the histogram's span, or USHER_TIME_NONE
 * for that of the rows. */
UsherArchiveSummary *usher_archive_summary_new   (UsherArchiveData *data, GArray *rows, gint64 from, gint64 to,
                                                  guint n_buckets);
UsherArchiveSummary *usher_archive_summary_ref   (UsherArchiveSummary *self);
void                 usher_archive_summary_unref (UsherArchiveSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherArchiveSummary, usher_archive_summary_unref)

G_END_DECLS
