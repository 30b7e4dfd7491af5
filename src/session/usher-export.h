/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-writer.h"
#include "session/usher-session.h"

G_BEGIN_DECLS

/**
 * UsherExportState:
 * @USHER_EXPORT_IDLE: not begun
 * @USHER_EXPORT_RUNNING: logs are fetched and written
 * @USHER_EXPORT_PAUSED: nothing new is asked for until usher_export_resume()
 * @USHER_EXPORT_INCOMPLETE: all but some are written, and the file has no name yet: usher_export_retry(),
 *   usher_export_accept() or usher_export_cancel()
 * @USHER_EXPORT_FINISHING: the file is closed, synced and named
 * @USHER_EXPORT_DONE: the file is there
 * @USHER_EXPORT_CANCELLED: nothing is left of it
 * @USHER_EXPORT_FAILED: nothing is left of it; see usher_export_get_error()
 */
typedef enum
{
  USHER_EXPORT_IDLE,
  USHER_EXPORT_RUNNING,
  USHER_EXPORT_PAUSED,
  USHER_EXPORT_INCOMPLETE,
  USHER_EXPORT_FINISHING,
  USHER_EXPORT_DONE,
  USHER_EXPORT_CANCELLED,
  USHER_EXPORT_FAILED,
} UsherExportState;

typedef struct
{
  const char *path;       /* the file to be */
  UsherLogFormat format;
  gboolean with_links;    /* only when a person asked for it, and was warned */
  gboolean use_kept;      /* logs that are at hand are not read anew: offline, or in haste */
  const char *filter;     /* (nullable) what was chosen, in words */
} UsherExportOptions;

typedef struct
{
  char *id;               /* (owned) */
  char *message;          /* (owned) why its log is missing: a sentence */
} UsherExportFailure;

/* The activity logs of some invitations on their way into a file. Properties: state, n-done, n-failed. */
#define USHER_TYPE_EXPORT (usher_export_get_type ())
G_DECLARE_FINAL_TYPE (UsherExport, usher_export, USHER, EXPORT, GObject)

/* (element-type utf8) ids: in the order in which they are written. */
UsherExport     *usher_export_new            (UsherSession *session, GPtrArray *ids,
                                              const UsherExportOptions *options);
void             usher_export_start          (UsherExport *self);
void             usher_export_pause          (UsherExport *self);
void             usher_export_resume         (UsherExport *self);
/* Fetches those that failed, again, and adds them. */
void             usher_export_retry          (UsherExport *self);
/* Takes the file without those that failed; it says so itself. */
void             usher_export_accept         (UsherExport *self);
/* At any time before it is done; no file is left, and one that was there stays. */
void             usher_export_cancel         (UsherExport *self);

UsherExportState usher_export_get_state      (UsherExport *self);
/* RUNNING, PAUSED or FINISHING: something happens without anybody asking. */
gboolean         usher_export_get_active     (UsherExport *self);
const char      *usher_export_get_path       (UsherExport *self);
guint            usher_export_get_n_total    (UsherExport *self);
guint            usher_export_get_n_done     (UsherExport *self); /* written */
guint            usher_export_get_n_failed   (UsherExport *self);
guint64          usher_export_get_n_events   (UsherExport *self);
/* (element-type UsherExportFailure) Of the last round. */
GPtrArray       *usher_export_get_failures   (UsherExport *self);
const GError    *usher_export_get_error      (UsherExport *self); /* (nullable) why it FAILED */
const char      *usher_export_get_seal       (UsherExport *self); /* (nullable) */
/* "1,240 of 1,243 invitations exported. 3 failed: …". Transfer full. */
char            *usher_export_dup_outcome    (UsherExport *self);

G_END_DECLS
