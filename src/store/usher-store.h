/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-company.h"
#include "model/usher-connection.h"
#include "model/usher-invitation.h"
#include "model/usher-query.h"
#include "store/usher-store-error.h"

G_BEGIN_DECLS

/* The cache of one account: companies, connections, invitations and their events in one SQLite file
 * (WAL, mode 0600), worked by one thread of its own. It never holds a link or a token.
 *
 * Signals: "changed" (main context, after a transaction that changed invitations, once). */
#define USHER_TYPE_STORE (usher_store_get_type ())
G_DECLARE_FINAL_TYPE (UsherStore, usher_store, USHER, STORE, GObject)

/* path NULL: in memory. A damaged file is moved aside; see usher_store_get_moved_aside(). */
void        usher_store_open_async               (const char *path, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
UsherStore *usher_store_open_finish              (GAsyncResult *result, GError **error);
/* What a session asks for at once, read along with the opening and known until something changes. */
gboolean    usher_store_get_first_counts         (UsherStore *self, UsherCounts *counts);
GPtrArray  *usher_store_get_first_companies      (UsherStore *self);
const char *usher_store_get_first_fact           (UsherStore *self, const char *name);
/* (nullable) Where a damaged file went, to be told to the person. */
const char *usher_store_get_moved_aside          (UsherStore *self);
/* Must be called before the last unref; finishes what is queued. */
void        usher_store_close_async              (UsherStore *self, GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean    usher_store_close_finish             (UsherStore *self, GAsyncResult *result, GError **error);

/* (element-type UsherCompany) The whole list: companies that are not in it go, with all they had. */
void        usher_store_put_companies_async      (UsherStore *self, GPtrArray *companies,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean    usher_store_put_companies_finish     (UsherStore *self, GAsyncResult *result, GError **error);
void        usher_store_get_companies_async      (UsherStore *self, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
GPtrArray  *usher_store_get_companies_finish     (UsherStore *self, GAsyncResult *result, GError **error);

/* The whole list of one company, as above. */
void        usher_store_put_connections_async    (UsherStore *self, const char *company_id,
                                                  GPtrArray *connections, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean    usher_store_put_connections_finish   (UsherStore *self, GAsyncResult *result, GError **error);
/* company_id NULL: of all. */
void        usher_store_get_connections_async    (UsherStore *self, const char *company_id,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
GPtrArray  *usher_store_get_connections_finish   (UsherStore *self, GAsyncResult *result, GError **error);

/* Upserts in one transaction. complete_for: (nullable) a company whose whole list this is, so that
 * its invitations which are not in it go. Rows that did not change are not written. Returns how many
 * rows changed, -1 on error. An invitation with events replaces the cached log; one without keeps it. */
void        usher_store_put_invitations_async    (UsherStore *self, GPtrArray *invitations,
                                                  const char *complete_for, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
int         usher_store_put_invitations_finish   (UsherStore *self, GAsyncResult *result, GError **error);
/* One invitation with its cached log (events NULL when never fetched). */
void        usher_store_get_invitation_async     (UsherStore *self, const char *invitation_id,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation *usher_store_get_invitation_finish (UsherStore *self, GAsyncResult *result, GError **error);

/* Invitations that somebody may open any day (active, not used), whose log was read before that moment or
 * never: those that were never read first, then by age. (array zero-terminated=1) (transfer full) */
void        usher_store_list_unread_async        (UsherStore *self, gint64 before, guint limit,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
char      **usher_store_list_unread_finish       (UsherStore *self, GAsyncResult *result, GError **error);

/* Row ids in the query's order. (element-type gint64) */
void        usher_store_query_async              (UsherStore *self, UsherQuery *query,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
GArray     *usher_store_query_finish             (UsherStore *self, GAsyncResult *result, GError **error);
/* The ids of a query's invitations, in its order. (element-type utf8) */
void        usher_store_query_ids_async          (UsherStore *self, UsherQuery *query,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
GPtrArray  *usher_store_query_ids_finish         (UsherStore *self, GAsyncResult *result, GError **error);
void        usher_store_count_async              (UsherStore *self, const char *company_id,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean    usher_store_count_finish             (UsherStore *self, GAsyncResult *result,
                                                  UsherCounts *counts, GError **error);

/* Small facts kept with the cache: last sync time, "resend unsupported". value NULL forgets. */
void        usher_store_put_fact_async           (UsherStore *self, const char *name, const char *value,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean    usher_store_put_fact_finish          (UsherStore *self, GAsyncResult *result, GError **error);
void        usher_store_get_fact_async           (UsherStore *self, const char *name,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
char       *usher_store_get_fact_finish          (UsherStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
