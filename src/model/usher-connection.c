/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A utility account that Nectar reads (contract 5), or the short form inside an invitation (contract
 * 3.5). Only documented members are kept, so the deprecated magic-link secret never is. Immutable
 * values; any thread. */

#include "model/usher-connection.h"

#include <glib/gi18n.h>

#include "model/usher-members.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#define SHOWN_CHARS 100

struct _UsherConnection
{
  GObject parent_instance;

  JsonObject *json;           /* (owned) (not nullable) the known members */
  const UsherMember *members; /* (not nullable) which of the two forms */
  UsherConnectionStatus status;
  gint64 created_at;
  char **site_ids; /* (owned) (not nullable) */
  char **types;    /* (owned) (not nullable) */
};

G_DEFINE_FINAL_TYPE (UsherConnection, usher_connection, G_TYPE_OBJECT)

static const UsherMember datasource_members[] = {
  { "name", USHER_MEMBER_STRING },
  { "url", USHER_MEMBER_STRING },
  { NULL },
};

static const UsherMember company_members[] = {
  { "id", USHER_MEMBER_STRING },
  { "name", USHER_MEMBER_STRING },
  { "externalId", USHER_MEMBER_SCALAR },
  { NULL },
};

/* Without publicCompanyId and connectionMagicLinkSecret (contract 5.1), and without the accounts, which
 * are long and of no use here. */
static const UsherMember connection_members[] = {
  { "id", USHER_MEMBER_STRING },
  { "created", USHER_MEMBER_STRING },
  { "updated", USHER_MEMBER_STRING },
  { "datasource", USHER_MEMBER_OBJECT, datasource_members },
  { "company", USHER_MEMBER_OBJECT, company_members },
  { "url", USHER_MEMBER_STRING },
  { "status", USHER_MEMBER_STRING },
  { "statusErrorDetail", USHER_MEMBER_STRING },
  { "statusLastUpdateTime", USHER_MEMBER_STRING },
  { "statusFirstSeenTime", USHER_MEMBER_STRING },
  { "country", USHER_MEMBER_STRING },
  { "initialSites", USHER_MEMBER_STRINGS },
  { "initialDatasourceTypes", USHER_MEMBER_STRINGS },
  { "username", USHER_MEMBER_STRING },
  { "workflowOwnerEmail", USHER_MEMBER_STRING },
  { "dataCollectionStartDate", USHER_MEMBER_STRING },
  { "multiplyByOccupancy", USHER_MEMBER_SCALAR },
  { "externalId", USHER_MEMBER_SCALAR },
  { "isActive", USHER_MEMBER_SCALAR },
  { NULL },
};

/* An item of createdConnections (contract 3.5). */
static const UsherMember created_members[] = {
  { "id", USHER_MEMBER_STRING },
  { "datasourceName", USHER_MEMBER_STRING },
  { "status", USHER_MEMBER_STRING },
  { "created", USHER_MEMBER_STRING },
  { NULL },
};

static void
usher_connection_finalize (GObject *object)
{
  UsherConnection *self = USHER_CONNECTION (object);

  g_clear_pointer (&self->json, json_object_unref);
  g_strfreev (self->site_ids);
  g_strfreev (self->types);
  G_OBJECT_CLASS (usher_connection_parent_class)->finalize (object);
}

static void
usher_connection_class_init (UsherConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_connection_finalize;
}

static void
usher_connection_init (UsherConnection *self)
{
}

/**
 * usher_connection_new_from_json:
 * @node: (nullable): an item of a connection list, a connection's details, or an item of an
 *   invitation's `createdConnections`
 * @error: return location
 *
 * Returns: (nullable) (transfer full): the connection; %NULL with %USHER_MODEL_ERROR_MALFORMED without
 *   an id
 */
UsherConnection *
usher_connection_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = usher_members_check_object (node, "connection", error);
  UsherConnection *self;

  if (object == NULL)
    return NULL;
  self = g_object_new (USHER_TYPE_CONNECTION, NULL);
  self->members =
    json_object_has_member (object, "datasourceName") ? created_members : connection_members;
  self->json = usher_members_copy (object, self->members);
  self->status = usher_connection_status_from_string (usher_connection_get_status_name (self));
  self->created_at = usher_json_get_time (self->json, "created");
  self->site_ids = usher_json_dup_strv (self->json, "initialSites");
  self->types = usher_json_dup_strv (self->json, "initialDatasourceTypes");
  return self;
}

/**
 * usher_connection_to_json:
 * @self: a connection
 *
 * Returns: (transfer full): its documented members that were told, without any secret
 */
JsonNode *
usher_connection_to_json (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_members_take_object (usher_members_copy (self->json, self->members));
}

/**
 * usher_connection_get_id:
 * @self: a connection
 *
 * Returns: (transfer none): its id
 */
const char *
usher_connection_get_id (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_members_get_text (self->json, "id");
}

/**
 * usher_connection_get_company_id:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): whose it is; the short form does not tell
 */
const char *
usher_connection_get_company_id (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_members_get_text (usher_json_get_object (self->json, "company"), "id");
}

/**
 * usher_connection_get_provider_name:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): the utility's name
 */
const char *
usher_connection_get_provider_name (UsherConnection *self)
{
  const char *name;

  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);

  name = usher_members_get_text (usher_json_get_object (self->json, "datasource"), "name");
  return name != NULL ? name : usher_members_get_text (self->json, "datasourceName");
}

/**
 * usher_connection_get_url:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): the utility's web address, unchecked
 */
const char *
usher_connection_get_url (UsherConnection *self)
{
  const char *url;

  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);

  url = usher_members_get_text (self->json, "url");
  return url != NULL
           ? url
           : usher_members_get_text (usher_json_get_object (self->json, "datasource"), "url");
}

/**
 * usher_connection_get_status:
 * @self: a connection
 *
 * Returns: its status; UNKNOWN for a word that is newer than this program
 */
UsherConnectionStatus
usher_connection_get_status (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), USHER_CONNECTION_STATUS_UNKNOWN);
  return self->status;
}

/**
 * usher_connection_get_status_name:
 * @self: a connection
 *
 * Returns: (transfer none): the server's word; empty if there was none
 */
const char *
usher_connection_get_status_name (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_json_get_string (self->json, "status", "");
}

/**
 * usher_connection_get_status_detail:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): more about what is wrong
 */
const char *
usher_connection_get_status_detail (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_members_get_text (self->json, "statusErrorDetail");
}

/**
 * usher_connection_get_username:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): the user name at the utility
 */
const char *
usher_connection_get_username (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_members_get_text (self->json, "username");
}

/**
 * usher_connection_get_owner_email:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): the address of whom it belongs to
 */
const char *
usher_connection_get_owner_email (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_members_get_text (self->json, "workflowOwnerEmail");
}

/**
 * usher_connection_get_country:
 * @self: a connection
 *
 * Returns: (nullable) (transfer none): a two-letter code
 */
const char *
usher_connection_get_country (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return usher_members_get_text (self->json, "country");
}

/**
 * usher_connection_get_site_ids:
 * @self: a connection
 *
 * Returns: (transfer none) (array zero-terminated=1): ids of its sites
 */
const char *const *
usher_connection_get_site_ids (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return (const char *const *) self->site_ids;
}

/**
 * usher_connection_get_utility_types:
 * @self: a connection
 *
 * Returns: (transfer none) (array zero-terminated=1): words of contract 5.2 or newer ones
 */
const char *const *
usher_connection_get_utility_types (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);
  return (const char *const *) self->types;
}

/**
 * usher_connection_get_created_at:
 * @self: a connection
 *
 * Returns: when it was made, in microseconds of UTC, or %USHER_TIME_NONE
 */
gint64
usher_connection_get_created_at (UsherConnection *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION (self), USHER_TIME_NONE);
  return self->created_at;
}

/**
 * usher_connection_dup_title:
 * @self: a connection
 *
 * What a person would call it: the provider, and the user name or owner if one is known. One safe,
 * short line.
 *
 * Returns: (transfer full): "City Power, anna"
 */
char *
usher_connection_dup_title (UsherConnection *self)
{
  const char *provider;
  const char *person;
  g_autofree char *address = NULL;
  g_autofree char *provider_text = NULL;
  g_autofree char *person_text = NULL;

  g_return_val_if_fail (USHER_IS_CONNECTION (self), NULL);

  provider = usher_connection_get_provider_name (self);
  if (provider == NULL)
    provider = usher_connection_get_url (self);
  person = usher_connection_get_username (self);
  if (person == NULL)
    person = usher_connection_get_owner_email (self);
  address = usher_text_dup_address (provider != NULL ? provider : _("Unknown provider"));
  provider_text = usher_text_dup_safe (address, SHOWN_CHARS);
  if (person == NULL)
    return g_steal_pointer (&provider_text);
  person_text = usher_text_dup_safe (person, SHOWN_CHARS);
  /* Translators: a utility account: the utility's name, and whose account it is. */
  return g_strdup_printf (C_("connection", "%1$s, %2$s"), provider_text, person_text);
}

/**
 * usher_connection_compare_for_reconnect:
 * @a: a connection
 * @b: another one
 *
 * Orders a picker: first those that a reconnect invitation mends (contract 5.3), then by title in the
 * order of the person's language.
 *
 * Returns: less than, equal to or greater than 0, as @a comes before, with or after @b
 */
int
usher_connection_compare_for_reconnect (UsherConnection *a, UsherConnection *b)
{
  gboolean a_needs;
  gboolean b_needs;
  g_autofree char *a_title = NULL;
  g_autofree char *b_title = NULL;
  int order;

  g_return_val_if_fail (USHER_IS_CONNECTION (a), 0);
  g_return_val_if_fail (USHER_IS_CONNECTION (b), 0);

  a_needs = usher_connection_status_needs_reconnect (a->status);
  b_needs = usher_connection_status_needs_reconnect (b->status);
  if (a_needs != b_needs)
    return a_needs ? -1 : 1;
  a_title = usher_connection_dup_title (a);
  b_title = usher_connection_dup_title (b);
  order = g_utf8_collate (a_title, b_title);
  return order != 0 ? order
                    : g_strcmp0 (usher_connection_get_id (a), usher_connection_get_id (b));
}
