/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/usher-client.h"
#include "api/usher-get.h"

G_BEGIN_DECLS

/* What a list is made of. */
typedef struct
{
  const char *key; /* the member of the envelope that holds the items */
  gpointer (*new_from_json) (JsonNode *node, GError **error); /* a GObject */
  const char *(*get_id) (gpointer item);
} UsherItemType;

/* All pages of a list (contract 6), first page first. query: (nullable), without "page". */
void       usher_pages_fetch_async  (UsherTransport *transport, const UsherRetryPolicy *policy,
                                     const char *path, const char *query, const UsherItemType *type,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (element-type GObject) (transfer container). report: (out) (optional). */
GPtrArray *usher_pages_fetch_finish (UsherTransport *transport, GAsyncResult *result,
                                     UsherListReport *report, GError **error);

G_END_DECLS
