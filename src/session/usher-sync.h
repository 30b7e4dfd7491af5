/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/usher-client.h"
#include "store/usher-store.h"

G_BEGIN_DECLS

/* Reads companies, their invitations and their connections from the server into the store. One run at
 * a time: who asks while it runs joins it.
 * Signals: "companies" (GPtrArray of UsherCompany), "invitations" (GPtrArray of UsherInvitation), both as
 * they arrive; "connections-read", when that phase has ended. Properties: running. */
#define USHER_TYPE_SYNC (usher_sync_get_type ())
G_DECLARE_FINAL_TYPE (UsherSync, usher_sync, USHER, SYNC, GObject)

UsherSync *usher_sync_new         (UsherClient *client, UsherStore *store);
gboolean   usher_sync_get_running (UsherSync *self);
/* How many items of the last run were unreadable and left out. */
guint      usher_sync_get_n_skipped (UsherSync *self);
/* TRUE when the last run brought something, though perhaps not everything. */
gboolean   usher_sync_get_useful  (UsherSync *self);
/* A run that begins while this is set reads no connections that were read a short while ago. */
void       usher_sync_set_lazy    (UsherSync *self, gboolean lazy);
void       usher_sync_run_async   (UsherSync *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean   usher_sync_run_finish  (UsherSync *self, GAsyncResult *result, GError **error);
/* Ends a run at once; those who wait for it get G_IO_ERROR_CANCELLED. */
void       usher_sync_stop        (UsherSync *self);

G_END_DECLS
