/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A company of the key's organization (contract 4). Immutable values; any thread. */

#include "model/usher-company.h"

#include "model/usher-members.h"
#include "model/usher-site.h"

struct _UsherCompany
{
  GObject parent_instance;

  JsonObject *json; /* (owned) (not nullable) the known members but the sites */
  char *name;       /* (owned) (not nullable) as it is shown */
  GPtrArray *sites; /* (owned) (nullable) (element-type UsherSite) */
};

G_DEFINE_FINAL_TYPE (UsherCompany, usher_company, G_TYPE_OBJECT)

static const UsherMember company_members[] = {
  { "id", USHER_MEMBER_STRING },
  { "name", USHER_MEMBER_STRING },
  { "isDemandEnabled", USHER_MEMBER_SCALAR },
  { "users", USHER_MEMBER_STRINGS },
  { "externalId", USHER_MEMBER_SCALAR },
  { "dataCollectionStartDate", USHER_MEMBER_STRING },
  { "isImpliedMeteringEnabled", USHER_MEMBER_SCALAR },
  { "impliedMeteringFraction", USHER_MEMBER_SCALAR },
  { "isBasicIdentifierMappingEnabled", USHER_MEMBER_SCALAR },
  { "isLowAccuracyModeEnabled", USHER_MEMBER_SCALAR },
  { NULL },
};

static void
usher_company_finalize (GObject *object)
{
  UsherCompany *self = USHER_COMPANY (object);

  g_clear_pointer (&self->json, json_object_unref);
  g_clear_pointer (&self->sites, g_ptr_array_unref);
  g_free (self->name);
  G_OBJECT_CLASS (usher_company_parent_class)->finalize (object);
}

static void
usher_company_class_init (UsherCompanyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_company_finalize;
}

static void
usher_company_init (UsherCompany *self)
{
}

static GPtrArray *
read_sites (JsonArray *array)
{
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);
  guint length = json_array_get_length (array);

  for (guint i = 0; i < length; i++)
    {
      UsherSite *site = usher_site_new_from_json (json_array_get_element (array, i), NULL);

      if (site != NULL)
        g_ptr_array_add (sites, site);
    }
  return sites;
}

/**
 * usher_company_new_from_json:
 * @node: (nullable): an item of `GET /company`, or the answer of `GET /company/{id}`
 * @error: return location
 *
 * Returns: (nullable) (transfer full): the company; %NULL with %USHER_MODEL_ERROR_MALFORMED without an
 *   id. Sites that cannot be read are left out
 */
UsherCompany *
usher_company_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = usher_members_check_object (node, "company", error);
  JsonArray *sites;
  UsherCompany *self;

  if (object == NULL)
    return NULL;
  self = g_object_new (USHER_TYPE_COMPANY, NULL);
  self->json = usher_members_copy (object, company_members);
  self->name = usher_members_dup_name (self->json);
  sites = usher_json_get_array (object, "sites");
  if (sites != NULL)
    self->sites = read_sites (sites);
  return self;
}

/**
 * usher_company_to_json:
 * @self: a company
 *
 * Returns: (transfer full): its documented members, and its sites if they are known
 */
JsonNode *
usher_company_to_json (UsherCompany *self)
{
  JsonObject *object;

  g_return_val_if_fail (USHER_IS_COMPANY (self), NULL);

  object = usher_members_copy (self->json, company_members);
  if (self->sites != NULL)
    {
      JsonArray *array = json_array_sized_new (self->sites->len);

      for (guint i = 0; i < self->sites->len; i++)
        json_array_add_element (array, usher_site_to_json (g_ptr_array_index (self->sites, i)));
      json_object_set_array_member (object, "sites", array);
    }
  return usher_members_take_object (object);
}

/**
 * usher_company_get_id:
 * @self: a company
 *
 * Returns: (transfer none): its id
 */
const char *
usher_company_get_id (UsherCompany *self)
{
  g_return_val_if_fail (USHER_IS_COMPANY (self), NULL);
  return usher_members_get_text (self->json, "id");
}

/**
 * usher_company_get_name:
 * @self: a company
 *
 * Returns: (transfer none): its name, safe to show, or the id of one without a name
 */
const char *
usher_company_get_name (UsherCompany *self)
{
  g_return_val_if_fail (USHER_IS_COMPANY (self), NULL);
  return self->name;
}

/**
 * usher_company_get_sites:
 * @self: a company
 *
 * Returns: (nullable) (transfer none) (element-type UsherSite): its sites, archived ones too; %NULL when
 *   the answer left them out, which the contract (4) allows for lists
 */
GPtrArray *
usher_company_get_sites (UsherCompany *self)
{
  g_return_val_if_fail (USHER_IS_COMPANY (self), NULL);
  return self->sites;
}

/**
 * usher_company_find_site:
 * @self: a company
 * @id: a site's id
 *
 * Returns: (nullable) (transfer none): the site
 */
UsherSite *
usher_company_find_site (UsherCompany *self, const char *id)
{
  g_return_val_if_fail (USHER_IS_COMPANY (self), NULL);

  for (guint i = 0; self->sites != NULL && i < self->sites->len; i++)
    {
      UsherSite *site = g_ptr_array_index (self->sites, i);

      if (g_strcmp0 (usher_site_get_id (site), id) == 0)
        return site;
    }
  return NULL;
}
