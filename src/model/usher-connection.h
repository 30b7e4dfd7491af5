/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-enums.h"
#include "model/usher-json.h"

G_BEGIN_DECLS

/* A utility account that Nectar reads (contract 5), or one of an invitation's createdConnections
 * (contract 3.5), which know only id, provider, status and time. Immutable. */
#define USHER_TYPE_CONNECTION (usher_connection_get_type ())
G_DECLARE_FINAL_TYPE (UsherConnection, usher_connection, USHER, CONNECTION, GObject)

UsherConnection      *usher_connection_new_from_json       (JsonNode *node, GError **error);
JsonNode             *usher_connection_to_json             (UsherConnection *self); /* no secrets */
const char           *usher_connection_get_id              (UsherConnection *self);
const char           *usher_connection_get_company_id      (UsherConnection *self); /* (nullable) */
const char           *usher_connection_get_provider_name   (UsherConnection *self); /* (nullable) */
const char           *usher_connection_get_url             (UsherConnection *self); /* (nullable) */
UsherConnectionStatus usher_connection_get_status          (UsherConnection *self);
const char           *usher_connection_get_status_name     (UsherConnection *self);
const char           *usher_connection_get_status_detail   (UsherConnection *self); /* (nullable) */
const char           *usher_connection_get_username        (UsherConnection *self); /* (nullable) */
const char           *usher_connection_get_owner_email     (UsherConnection *self); /* (nullable) */
const char           *usher_connection_get_country         (UsherConnection *self); /* (nullable) */
const char * const   *usher_connection_get_site_ids        (UsherConnection *self);
const char * const   *usher_connection_get_utility_types   (UsherConnection *self);
gint64                usher_connection_get_created_at      (UsherConnection *self);
/* What a person would call it: provider, then user name or owner. Transfer full. */
char                 *usher_connection_dup_title           (UsherConnection *self);
/* Broken ones that a reconnect invitation mends first, then by title. For g_ptr_array_sort() etc. */
int                   usher_connection_compare_for_reconnect (UsherConnection *a, UsherConnection *b);

G_END_DECLS
