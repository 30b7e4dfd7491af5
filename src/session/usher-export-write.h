/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-export.h"

G_BEGIN_DECLS

/* The file of an export. Every call works on a thread; one at a time. */
typedef struct _UsherExportFile UsherExportFile;

/* One invitation with its log, to be written. */
typedef struct
{
  UsherInvitation *invitation; /* (owned) */
  char *company;               /* (owned) (nullable) its name */
} UsherExportEntry;

GPtrArray       *_usher_export_entries_new       (void);
void             _usher_export_entries_add       (GPtrArray *entries, UsherInvitation *invitation,
                                                  const char *company);

UsherExportFile *_usher_export_file_new          (UsherSession *session, const UsherExportOptions *options,
                                                  GCancellable *cancellable);
/* Nothing may be under way. Without finish, nothing is left of it. */
void             _usher_export_file_free         (UsherExportFile *self);
guint64          _usher_export_file_get_n_events (UsherExportFile *self);
const char      *_usher_export_file_get_seal     (UsherExportFile *self);
/* entries: (transfer full) */
void             _usher_export_file_write_async  (UsherExportFile *self, GPtrArray *entries,
                                                  GAsyncReadyCallback callback, gpointer user_data);
void             _usher_export_file_finish_async (UsherExportFile *self, guint n_missing,
                                                  GAsyncReadyCallback callback, gpointer user_data);
/* Of either. */
gboolean         _usher_export_file_end          (GAsyncResult *result, GError **error);

G_END_DECLS
