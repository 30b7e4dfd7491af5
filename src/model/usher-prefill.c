/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an invitation fills in for its recipient (contract 3.3). Immutable values; any thread. */

#include "model/usher-prefill.h"

#include "model/usher-members.h"

struct _UsherPrefill
{
  GObject parent_instance;

  char *url;           /* (owned) (nullable) */
  char *datasource_id; /* (owned) (nullable) */
  char **site_ids;     /* (owned) (not nullable) */
  char **types;        /* (owned) (not nullable) */
  char *country;       /* (owned) (nullable) */
  char *owner_email;   /* (owned) (nullable) */
  char *start_date;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (UsherPrefill, usher_prefill, G_TYPE_OBJECT)

static void
usher_prefill_finalize (GObject *object)
{
  UsherPrefill *self = USHER_PREFILL (object);

  g_free (self->url);
  g_free (self->datasource_id);
  g_strfreev (self->site_ids);
  g_strfreev (self->types);
  g_free (self->country);
  g_free (self->owner_email);
  g_free (self->start_date);
  G_OBJECT_CLASS (usher_prefill_parent_class)->finalize (object);
}

static void
usher_prefill_class_init (UsherPrefillClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_prefill_finalize;
}

static void
usher_prefill_init (UsherPrefill *self)
{
}

/**
 * usher_prefill_new_from_json:
 * @object: (nullable): an invitation's `prefill`
 *
 * Reads leniently: what is missing, null or of another type is not set.
 *
 * Returns: (transfer full): the values, perhaps none
 */
UsherPrefill *
usher_prefill_new_from_json (JsonObject *object)
{
  UsherPrefill *self = g_object_new (USHER_TYPE_PREFILL, NULL);

  if (object == NULL)
    {
      self->site_ids = g_new0 (char *, 1);
      self->types = g_new0 (char *, 1);
      return self;
    }
  self->url = g_strdup (usher_members_get_text (object, "url"));
  self->datasource_id = g_strdup (usher_members_get_text (object, "datasourceId"));
  self->site_ids = usher_json_dup_strv (object, "initialSites");
  self->types = usher_json_dup_strv (object, "utilityTypes");
  self->country = g_strdup (usher_members_get_text (object, "country"));
  self->owner_email = g_strdup (usher_members_get_text (object, "connectionOwnerEmail"));
  self->start_date = g_strdup (usher_members_get_text (object, "dataCollectionStartDate"));
  return self;
}

static void
set_if_text (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

/**
 * usher_prefill_to_json:
 * @self: the values
 *
 * Returns: (transfer full): an object with the members that are set; empty for none (contract 3.5)
 */
JsonNode *
usher_prefill_to_json (UsherPrefill *self)
{
  JsonObject *object;

  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);

  object = json_object_new ();
  set_if_text (object, "url", self->url);
  set_if_text (object, "datasourceId", self->datasource_id);
  if (self->site_ids[0] != NULL)
    usher_members_set_strv (object, "initialSites", (const char *const *) self->site_ids);
  if (self->types[0] != NULL)
    usher_members_set_strv (object, "utilityTypes", (const char *const *) self->types);
  set_if_text (object, "country", self->country);
  set_if_text (object, "connectionOwnerEmail", self->owner_email);
  set_if_text (object, "dataCollectionStartDate", self->start_date);
  return usher_members_take_object (object);
}

/**
 * usher_prefill_is_empty:
 * @self: the values
 *
 * Returns: %TRUE when nothing is filled in
 */
gboolean
usher_prefill_is_empty (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), TRUE);
  return self->url == NULL && self->datasource_id == NULL && self->site_ids[0] == NULL &&
         self->types[0] == NULL && self->country == NULL && self->owner_email == NULL &&
         self->start_date == NULL;
}

/**
 * usher_prefill_get_url:
 * @self: the values
 *
 * The provider by its web address, as the server told it: check it before opening.
 *
 * Returns: (nullable) (transfer none): the address
 */
const char *
usher_prefill_get_url (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);
  return self->url;
}

/**
 * usher_prefill_get_datasource_id:
 * @self: the values
 *
 * Returns: (nullable) (transfer none): the provider by Nectar's id
 */
const char *
usher_prefill_get_datasource_id (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);
  return self->datasource_id;
}

/**
 * usher_prefill_get_site_ids:
 * @self: the values
 *
 * Returns: (transfer none) (array zero-terminated=1): ids of sites, perhaps none
 */
const char *const *
usher_prefill_get_site_ids (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);
  return (const char *const *) self->site_ids;
}

/**
 * usher_prefill_get_utility_types:
 * @self: the values
 *
 * Returns: (transfer none) (array zero-terminated=1): words of contract 5.2 or newer ones
 */
const char *const *
usher_prefill_get_utility_types (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);
  return (const char *const *) self->types;
}

/**
 * usher_prefill_get_country:
 * @self: the values
 *
 * Returns: (nullable) (transfer none): a two-letter code
 */
const char *
usher_prefill_get_country (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);
  return self->country;
}

/**
 * usher_prefill_get_owner_email:
 * @self: the values
 *
 * Returns: (nullable) (transfer none): who will own the connection
 */
const char *
usher_prefill_get_owner_email (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);
  return self->owner_email;
}

/**
 * usher_prefill_get_start_date:
 * @self: the values
 *
 * Returns: (nullable) (transfer none): from when to collect, YYYY-MM-DD
 */
const char *
usher_prefill_get_start_date (UsherPrefill *self)
{
  g_return_val_if_fail (USHER_IS_PREFILL (self), NULL);
  return self->start_date;
}
