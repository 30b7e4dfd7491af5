/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/usher-client.h"
#include "api/usher-get.h"

G_BEGIN_DECLS

/* What the files of the client share, and what its tests may set. */
UsherTransport         *usher_client_get_transport     (UsherClient *self);
const UsherRetryPolicy *usher_client_get_retry_policy  (UsherClient *self);
void                    usher_client_set_retry_policy  (UsherClient *self,
                                                        const UsherRetryPolicy *policy);
void                    usher_client_set_can_resend    (UsherClient *self, gboolean can_resend);

/* "/company/{id}/…" with the id checked, as it may come from a server: (nullable). Transfer
 * full. */
char                   *usher_client_make_path         (const char *before, const char *id,
                                                        const char *after, GError **error);
/* An UsherReadFunc; data is an UsherObjectType. */
typedef struct
{
  gpointer (*new_from_json) (JsonNode *node, GError **error);
} UsherObjectType;
gpointer                usher_client_read_object       (JsonNode *root, gconstpointer data);

extern const UsherObjectType usher_invitation_object;

G_END_DECLS
