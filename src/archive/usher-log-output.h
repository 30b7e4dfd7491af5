/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is there as a whole or not at all. Until it is finished there is only a temporary one in the same
 * folder, readable for its owner, which goes when this is freed. Not thread-safe, but of no thread in particular. */
typedef struct _UsherLogOutput UsherLogOutput;

UsherLogOutput *usher_log_output_new    (const char *path, gboolean gzip, GCancellable *cancellable, GError **error);
/* Takes what is in the buffer, and leaves it empty. */
gboolean        usher_log_output_write  (UsherLogOutput *self, GString *buffer, GError **error);
/* For what writes to a stream; afterwards there is nothing under way. (transfer none) */
GOutputStream  *usher_log_output_drain  (UsherLogOutput *self, GError **error);
/* (transfer full) local: what that stream ended with. Returns FALSE. */
gboolean        usher_log_output_take_error (UsherLogOutput *self, GError *local, GError **error);
/* Syncs the file to the disk and gives it its name. Blocks. */
gboolean        usher_log_output_finish (UsherLogOutput *self, GError **error);
void            usher_log_output_free   (UsherLogOutput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherLogOutput, usher_log_output_free)

G_END_DECLS
