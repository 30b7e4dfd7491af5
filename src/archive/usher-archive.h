/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-event.h"
#include "archive/usher-archive-filter.h"
#include "archive/usher-archive-summary.h"
#include "archive/usher-log-writer.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_ARCHIVE_EMPTY,    /* nothing was opened */
  USHER_ARCHIVE_LOADING,  /* the first rows may be there; there are more, and they will move */
  USHER_ARCHIVE_READY,    /* every row is there, in the order of time */
  USHER_ARCHIVE_FAILED,   /* no file could be opened: see get_file_error() */
} UsherArchiveState;

/* Exported logs, opened to be read. Rows are numbered from 0 in the order of time; numbers are valid until
 * "rows-changed". Everything that takes time runs on worker threads.
 *
 * Properties (read-only): state, progress (0 to 1), n-rows, changed (a file was written to since).
 * Signals: "rows-changed" (there are other rows: when the first are there, and when all are);
 * "verified" (guint file) a verdict is known. */
#define USHER_TYPE_ARCHIVE (usher_archive_get_type ())
G_DECLARE_FINAL_TYPE (UsherArchive, usher_archive, USHER, ARCHIVE, GObject)

UsherArchive      *usher_archive_new               (void);
/* Opens the files together in place of those that are open. Succeeds when one of them can be read. */
void               usher_archive_open_async        (UsherArchive *self, const char * const *paths,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean           usher_archive_open_finish       (UsherArchive *self, GAsyncResult *result, GError **error);

UsherArchiveState  usher_archive_get_state         (UsherArchive *self);
double             usher_archive_get_progress      (UsherArchive *self);
gboolean           usher_archive_get_changed       (UsherArchive *self);
/* Looks at the files now, and not only when the system says so (network shares do not). */
gboolean           usher_archive_check_changed     (UsherArchive *self);

guint              usher_archive_get_n_files       (UsherArchive *self);
const char        *usher_archive_get_file_path     (UsherArchive *self, guint file);
const char        *usher_archive_get_file_name     (UsherArchive *self, guint file);
const GError      *usher_archive_get_file_error    (UsherArchive *self, guint file); /* (nullable) */
/* PENDING until the whole file was looked at, even when its rows come from a kept index. */
const UsherVerification *usher_archive_get_verification (UsherArchive *self, guint file);

guint              usher_archive_get_n_rows        (UsherArchive *self);
guint              usher_archive_get_n_folded      (UsherArchive *self); /* duplicates left out */
guint              usher_archive_get_n_bad         (UsherArchive *self);
/* Cheap, for lists and headings; see UsherArchiveEvent for the rest. */
gint64             usher_archive_get_row_time      (UsherArchive *self, guint row);
UsherArchiveEvent *usher_archive_dup_event         (UsherArchive *self, guint row);
/* (element-type guint32) All rows of the row's invitation, oldest first. */
GArray            *usher_archive_dup_story         (UsherArchive *self, guint row);

/* (element-type guint32) The rows that pass, oldest first. */
void               usher_archive_filter_async      (UsherArchive *self, UsherArchiveFilter *filter,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer user_data);
GArray            *usher_archive_filter_finish     (UsherArchive *self, GAsyncResult *result, GError **error);
/* rows: (nullable) all. from, to: of the histogram, or USHER_TIME_NONE. */
void               usher_archive_summarise_async   (UsherArchive *self, GArray *rows, gint64 from, gint64 to,
                                                    guint n_buckets, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer user_data);
UsherArchiveSummary *usher_archive_summarise_finish (UsherArchive *self, GAsyncResult *result, GError **error);
/* rows: (nullable) all. Writes them as a log of their own. */
void               usher_archive_export_async      (UsherArchive *self, GArray *rows, const char *path,
                                                    UsherLogFormat format, const UsherLogAbout *about,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean           usher_archive_export_finish     (UsherArchive *self, GAsyncResult *result, GError **error);

/* The data of now, for whoever works on a thread of their own. Transfer full; (nullable). */
UsherArchiveData  *usher_archive_dup_data          (UsherArchive *self);
/* Blocks. */
gboolean           usher_archive_data_export       (UsherArchiveData *data, GArray *rows, const char *path,
                                                    UsherLogFormat format, const UsherLogAbout *about,
                                                    GCancellable *cancellable, GError **error);

G_END_DECLS
