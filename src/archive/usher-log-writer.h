/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-error.h"
#include "archive/usher-log-batch.h"
#include "model/usher-invitation.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_LOG_FLAGS_NONE = 0,
  USHER_LOG_FLAGS_WITH_LINKS = 1 << 0, /* only when a person asked for it, and was warned */
} UsherLogFlags;

/* Writes one log, a line at a time, in constant memory. Not thread-safe, but of no thread in
 * particular. Until it is finished there is only a temporary file, which goes when it is freed. */
typedef struct _UsherLogWriter UsherLogWriter;

UsherLogWriter *usher_log_writer_new            (const char *path, UsherLogFormat format,
                                                 UsherLogFlags flags, const UsherLogAbout *about,
                                                 GCancellable *cancellable, GError **error);
/* Its events, or one line of facts when it has none. company: (nullable) its name. */
gboolean        usher_log_writer_add_invitation (UsherLogWriter *self, UsherInvitation *invitation,
                                                 const char *company, GError **error);
/* A line of another log, with or without chain. In JSON, lines of an invitation must come in a row. */
gboolean        usher_log_writer_add_line       (UsherLogWriter *self, const char *line, gsize length,
                                                 GError **error);
/* Lines that were made ready elsewhere, for the same format and with the same wish for links. */
gboolean        usher_log_writer_add_batch      (UsherLogWriter *self, const UsherLogBatch *batch,
                                                 GError **error);
/* How many different invitations the lines given to add_line() belong to. */
void            usher_log_writer_set_n_invitations (UsherLogWriter *self, guint64 n);
/* How many invitations were asked for and are not in it: the closing line says so. */
void            usher_log_writer_set_n_missing  (UsherLogWriter *self, guint64 n);
guint64         usher_log_writer_get_n_events   (UsherLogWriter *self);
/* (transfer full) (nullable) The last chain value of an Usher log that is finished. */
char           *usher_log_writer_dup_seal       (UsherLogWriter *self);
/* Writes the rest, syncs, and gives the file its name. Blocks: not for the main loop. */
gboolean        usher_log_writer_finish         (UsherLogWriter *self, GError **error);
void            usher_log_writer_finish_async   (UsherLogWriter *self, GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean        usher_log_writer_finish_finish  (GAsyncResult *result, GError **error);
void            usher_log_writer_free           (UsherLogWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherLogWriter, usher_log_writer_free)

/* By the end of a name: .csv, .json, .usherlog.gz; anything else is an Usher log. */
UsherLogFormat  usher_log_format_from_path      (const char *path);

G_END_DECLS
