/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-json.h"

G_BEGIN_DECLS

/* What an invitation fills in for its recipient (contract 3.3). Immutable. */
#define USHER_TYPE_PREFILL (usher_prefill_get_type ())
G_DECLARE_FINAL_TYPE (UsherPrefill, usher_prefill, USHER, PREFILL, GObject)

UsherPrefill       *usher_prefill_new_from_json     (JsonObject *object);
JsonNode           *usher_prefill_to_json           (UsherPrefill *self);
gboolean            usher_prefill_is_empty          (UsherPrefill *self);
const char         *usher_prefill_get_url           (UsherPrefill *self); /* (nullable) */
const char         *usher_prefill_get_datasource_id (UsherPrefill *self); /* (nullable) */
const char * const *usher_prefill_get_site_ids      (UsherPrefill *self);
const char * const *usher_prefill_get_utility_types (UsherPrefill *self);
const char         *usher_prefill_get_country       (UsherPrefill *self); /* (nullable) */
const char         *usher_prefill_get_owner_email   (UsherPrefill *self); /* (nullable) */
const char         *usher_prefill_get_start_date    (UsherPrefill *self); /* (nullable) */

G_END_DECLS
