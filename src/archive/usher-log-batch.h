/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-csv.h"

G_BEGIN_DECLS

/**
 * UsherLogFormat:
 * @USHER_LOG_FORMAT_USHERLOG: an Usher log: JSON Lines with a chain, data/usherlog-format.md
 * @USHER_LOG_FORMAT_USHERLOG_GZIP: the same, compressed
 * @USHER_LOG_FORMAT_CSV: for spreadsheets, a row for each event
 * @USHER_LOG_FORMAT_JSON: an array of details, as the API gives them
 * @USHER_LOG_FORMAT_PDF: a report to be printed and filed; see USHER_REPORT_MAX_EVENTS
 */
typedef enum
{
  USHER_LOG_FORMAT_USHERLOG,
  USHER_LOG_FORMAT_USHERLOG_GZIP,
  USHER_LOG_FORMAT_CSV,
  USHER_LOG_FORMAT_JSON,
  USHER_LOG_FORMAT_PDF,
} UsherLogFormat;

/* What the header line says; all may be NULL. */
typedef struct
{
  const char *account;   /* the account's name */
  const char *server;    /* its base address */
  const char *filter;    /* what was chosen, in words */
  const char *time_zone; /* of whoever exported, as the tz database names it; times are UTC */
  gint64 made_at;        /* USHER_TIME_NONE: now */
} UsherLogAbout;

/* A line that was taken over: how long it is in the batch's text, and what it is. */
typedef struct
{
  guint32 length;
  gboolean has_event;
} UsherBatchLine;

/* Lines of other logs, made ready to be written. All that can be done without knowing what stands before
 * them is done here, by as many threads as there are batches. */
typedef struct
{
  UsherLogFormat format;
  gboolean with_links;
  GString *text;        /* (owned) CSV: rows; otherwise objects without chain, one after another */
  GArray *lines;        /* (owned) (element-type UsherBatchLine); of CSV only counted */
  guint64 n_events;
  guint64 n_without_events;
  UsherFactsCache facts; /* of the line before */
  UsherCsvCache cells;   /* of the line before */
} UsherLogBatch;

UsherLogBatch *usher_log_batch_new      (UsherLogFormat format, gboolean with_links);
void           usher_log_batch_clear    (UsherLogBatch *self);
void           usher_log_batch_free     (UsherLogBatch *self);
/* A line with or without chain, without line end. What is neither event nor facts is left out. */
void           usher_log_batch_add_line (UsherLogBatch *self, const char *line, gsize length);
/* The same of a line that was read before, and is known to be an event, or facts without one. */
void           usher_log_batch_add_known_line (UsherLogBatch *self, const char *line, gsize length,
                                               gboolean has_event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherLogBatch, usher_log_batch_free)

/* Whether a line may hold a link or a token: FALSE is certain. */
gboolean       usher_log_may_hold_links (const char *line, gsize length);

G_END_DECLS
