/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/usher-answer.h"
#include "api/usher-retry.h"
#include "api/usher-transport.h"

G_BEGIN_DECLS

/* A GET from first try to value: sent again as the policy allows, judged by its status, read. */
void     usher_get_async  (UsherTransport *transport, const UsherRetryPolicy *policy,
                           const char *path, const char *query, const UsherReader *reader,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
/* What the reader made. n_requests: (out) (optional) how often it was asked, failures too. */
gpointer usher_get_finish (UsherTransport *transport, GAsyncResult *result, guint *n_requests,
                           GError **error);

G_END_DECLS
