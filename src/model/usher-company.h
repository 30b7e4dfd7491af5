/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-json.h"

G_BEGIN_DECLS

#define USHER_TYPE_COMPANY (usher_company_get_type ())
G_DECLARE_FINAL_TYPE (UsherCompany, usher_company, USHER, COMPANY, GObject)

UsherCompany *usher_company_new_from_json (JsonNode *node, GError **error);
JsonNode     *usher_company_to_json       (UsherCompany *self);
const char   *usher_company_get_id        (UsherCompany *self);
const char   *usher_company_get_name      (UsherCompany *self);
/* (nullable) (element-type UsherSite): NULL when the list left them out; then ask for the company. */
GPtrArray    *usher_company_get_sites     (UsherCompany *self);
UsherSite    *usher_company_find_site     (UsherCompany *self, const char *id); /* (nullable) */

G_END_DECLS
