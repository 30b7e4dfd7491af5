/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-json.h"

G_BEGIN_DECLS

#define USHER_TYPE_SITE (usher_site_get_type ())
G_DECLARE_FINAL_TYPE (UsherSite, usher_site, USHER, SITE, GObject)

UsherSite  *usher_site_new_from_json   (JsonNode *node, GError **error);
JsonNode   *usher_site_to_json         (UsherSite *self);
const char *usher_site_get_id          (UsherSite *self);
const char *usher_site_get_name        (UsherSite *self);
const char *usher_site_get_address     (UsherSite *self); /* (nullable) */
gboolean    usher_site_get_is_archived (UsherSite *self);

G_END_DECLS
