/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "api/usher-answer.h"

G_BEGIN_DECLS

/* One server and one key: builds a request, waits for its turn, sends it once, reads the answer. It
 * knows nothing of what is asked; every status of HTTP is an answer here, and only what is none an
 * error. */
#define USHER_TYPE_TRANSPORT (usher_transport_get_type ())
G_DECLARE_FINAL_TYPE (UsherTransport, usher_transport, USHER, TRANSPORT, GObject)

#define USHER_TRANSPORT_MAX_BODY (64 * 1024 * 1024)

/* base comes from usher_server_url_normalise(). */
UsherTransport *usher_transport_new              (const char *base, SecretValue *key);
const char     *usher_transport_get_base         (UsherTransport *self);
const char     *usher_transport_get_host         (UsherTransport *self);
gint64          usher_transport_get_clock_offset (UsherTransport *self);
/* For tests: how long silence and a whole exchange may last, and how much is read. */
void            usher_transport_set_limits       (UsherTransport *self, guint idle_seconds,
                                                  guint total_ms, gsize max_body);

/* For tests: how long connections stay open that nobody uses. */
void            usher_transport_set_unused_limit (UsherTransport *self, guint limit_ms);

/* For tests: who is believed about certificates, instead of those that the system believes. */
void            usher_transport_set_authorities  (UsherTransport *self, GTlsDatabase *authorities);
/* For tests: which proxy is on the way, instead of the one in the settings of the system. */
void            usher_transport_set_proxy        (UsherTransport *self, GProxyResolver *proxy);

/* path begins with a slash and is escaped; query and body may be NULL. */
void            usher_transport_send_async       (UsherTransport *self, const char *method,
                                                  const char *path, const char *query, GBytes *body,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
UsherAnswer    *usher_transport_send_finish      (UsherTransport *self, GAsyncResult *result,
                                                  GError **error);

G_END_DECLS
