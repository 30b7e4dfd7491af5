/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A site of a company (contract 4). Immutable values; any thread. */

#include "model/usher-site.h"

#include "model/usher-members.h"
#include "model/usher-text.h"

struct _UsherSite
{
  GObject parent_instance;

  JsonObject *json; /* (owned) (not nullable) the known members */
  char *name;       /* (owned) (not nullable) as it is shown */
  char *address;    /* (owned) (nullable) as it is shown */
};

G_DEFINE_FINAL_TYPE (UsherSite, usher_site, G_TYPE_OBJECT)

static const UsherMember site_members[] = {
  { "id", USHER_MEMBER_STRING },
  { "name", USHER_MEMBER_STRING },
  { "dataCollectionStopDate", USHER_MEMBER_STRING },
  { "externalId", USHER_MEMBER_SCALAR },
  { "address", USHER_MEMBER_STRING },
  { "path", USHER_MEMBER_STRINGS },
  { "occupancyPercent", USHER_MEMBER_SCALAR },
  { NULL },
};

static void
usher_site_finalize (GObject *object)
{
  UsherSite *self = USHER_SITE (object);

  g_clear_pointer (&self->json, json_object_unref);
  g_free (self->name);
  g_free (self->address);
  G_OBJECT_CLASS (usher_site_parent_class)->finalize (object);
}

static void
usher_site_class_init (UsherSiteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_site_finalize;
}

static void
usher_site_init (UsherSite *self)
{
}

/**
 * usher_site_new_from_json:
 * @node: (nullable): an item of a company's `sites`
 * @error: return location
 *
 * Returns: (nullable) (transfer full): the site; %NULL with %USHER_MODEL_ERROR_MALFORMED without an id
 */
UsherSite *
usher_site_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = usher_members_check_object (node, "site", error);
  const char *address;
  UsherSite *self;

  if (object == NULL)
    return NULL;
  self = g_object_new (USHER_TYPE_SITE, NULL);
  self->json = usher_members_copy (object, site_members);
  self->name = usher_members_dup_name (self->json);
  address = usher_members_get_text (self->json, "address");
  self->address = address != NULL ? usher_text_dup_safe (address, 0) : NULL;
  return self;
}

/**
 * usher_site_to_json:
 * @self: a site
 *
 * Returns: (transfer full): its documented members, as they came
 */
JsonNode *
usher_site_to_json (UsherSite *self)
{
  g_return_val_if_fail (USHER_IS_SITE (self), NULL);
  return usher_members_take_object (usher_members_copy (self->json, site_members));
}

/**
 * usher_site_get_id:
 * @self: a site
 *
 * Returns: (transfer none): its id
 */
const char *
usher_site_get_id (UsherSite *self)
{
  g_return_val_if_fail (USHER_IS_SITE (self), NULL);
  return usher_members_get_text (self->json, "id");
}

/**
 * usher_site_get_name:
 * @self: a site
 *
 * Returns: (transfer none): its name, safe to show, or the id of one without a name
 */
const char *
usher_site_get_name (UsherSite *self)
{
  g_return_val_if_fail (USHER_IS_SITE (self), NULL);
  return self->name;
}

/**
 * usher_site_get_address:
 * @self: a site
 *
 * Returns: (nullable) (transfer none): its postal address, safe to show
 */
const char *
usher_site_get_address (UsherSite *self)
{
  g_return_val_if_fail (USHER_IS_SITE (self), NULL);
  return self->address;
}

/**
 * usher_site_get_is_archived:
 * @self: a site
 *
 * Returns: %TRUE when it has a stop date: no data is collected any more (contract 4)
 */
gboolean
usher_site_get_is_archived (UsherSite *self)
{
  g_return_val_if_fail (USHER_IS_SITE (self), FALSE);
  return usher_members_get_text (self->json, "dataCollectionStopDate") != NULL;
}
