/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The operations of the API that read: paths, queries, and what the answers become. What changes
 * something is in usher-client-writes.c. Main context only. */

#include "usher-config.h"

#include "api/usher-client.h"

#include "api/usher-client-private.h"
#include "api/usher-pages.h"
#include "model/usher-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* The most that the one list with a limit takes (contract 5.1). */
#define CONNECTIONS_PER_PAGE "limit=500"

struct _UsherClient
{
  GObject parent_instance;

  UsherTransport *transport; /* (owned) */
  UsherRetryPolicy policy;
  gboolean can_resend;
};

G_DEFINE_FINAL_TYPE (UsherClient, usher_client, G_TYPE_OBJECT)

/* Function pointers of one type for objects of many: the casts stand here and nowhere else. */
#define NEW_FROM_JSON(function) ((gpointer (*) (JsonNode *, GError **)) (function))
#define GET_ID(function) ((const char *(*) (gpointer)) (function))

static const UsherObjectType company_object = { NEW_FROM_JSON (usher_company_new_from_json) };
static const UsherObjectType connection_object = { NEW_FROM_JSON (usher_connection_new_from_json) };
const UsherObjectType usher_invitation_object = { NEW_FROM_JSON (usher_invitation_new_from_json) };

static const UsherItemType company_items
    = { "companies", NEW_FROM_JSON (usher_company_new_from_json), GET_ID (usher_company_get_id) };
static const UsherItemType connection_items
    = { "connections", NEW_FROM_JSON (usher_connection_new_from_json),
        GET_ID (usher_connection_get_id) };
static const UsherItemType invitation_items
    = { "invitations", NEW_FROM_JSON (usher_invitation_new_from_json),
        GET_ID (usher_invitation_get_id) };

static void
usher_client_finalize (GObject *object)
{
  UsherClient *self = USHER_CLIENT (object);

  g_clear_object (&self->transport);

  G_OBJECT_CLASS (usher_client_parent_class)->finalize (object);
}

static void
usher_client_class_init (UsherClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = usher_client_finalize;
}

static void
usher_client_init (UsherClient *self)
{
  self->policy = usher_retry_policy_default;
  self->can_resend = TRUE;
}

/* A header's value: visible ASCII. A line break here would make a second header. */
static gboolean
is_valid_key (SecretValue *key)
{
  const char *text = key != NULL ? secret_value_get_text (key) : NULL;

  if (text == NULL || *text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;
  return TRUE;
}

/**
 * usher_client_new:
 * @server: a base address, of any of the API's versions
 * @key: the API key; kept in its non-pageable memory
 * @error: return location
 *
 * Returns: (transfer full): a client; %NULL with %USHER_MODEL_ERROR_INVALID_URL when the server is
 *   neither https nor on loopback, or %USHER_API_ERROR_AUTH when the key cannot be one
 */
UsherClient *
usher_client_new (const char *server, SecretValue *key, GError **error)
{
  g_autoptr (UsherClient) self = NULL;
  g_autofree char *base = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  base = usher_server_url_normalise (server, error);
  if (base == NULL)
    return NULL;
  if (!is_valid_key (key))
    {
      g_propagate_error (error, usher_api_error_new_unsent (
                                    USHER_API_ERROR_AUTH,
                                    _("This is not an API key: it is empty, or has characters that "
                                      "no key has. Copy the whole key from the dashboard.")));
      return NULL;
    }

  self = g_object_new (USHER_TYPE_CLIENT, NULL);
  self->transport = usher_transport_new (base, key);
  return g_steal_pointer (&self);
}

/**
 * usher_client_get_server:
 * @self: a client
 *
 * Returns: (transfer none): the base address, without a trailing slash
 */
const char *
usher_client_get_server (UsherClient *self)
{
  g_return_val_if_fail (USHER_IS_CLIENT (self), NULL);

  return usher_transport_get_base (self->transport);
}

/**
 * usher_client_get_can_resend:
 * @self: a client
 *
 * Returns: %FALSE once the server has turned out to have no resend (contract 3.9)
 */
gboolean
usher_client_get_can_resend (UsherClient *self)
{
  g_return_val_if_fail (USHER_IS_CLIENT (self), FALSE);

  return self->can_resend;
}

void
usher_client_set_can_resend (UsherClient *self, gboolean can_resend)
{
  self->can_resend = can_resend;
}

/**
 * usher_client_get_clock_offset:
 * @self: a client
 *
 * Returns: the server's clock minus ours in microseconds, by the last Date header, at its lowest; 0 until known
 */
gint64
usher_client_get_clock_offset (UsherClient *self)
{
  g_return_val_if_fail (USHER_IS_CLIENT (self), 0);

  return usher_transport_get_clock_offset (self->transport);
}

UsherTransport *
usher_client_get_transport (UsherClient *self)
{
  return self->transport;
}

const UsherRetryPolicy *
usher_client_get_retry_policy (UsherClient *self)
{
  return &self->policy;
}

void
usher_client_set_retry_policy (UsherClient *self, const UsherRetryPolicy *policy)
{
  self->policy = *policy;
}

/* Ids are UUIDs everywhere, but nothing is lost by being lenient; what must not be is a slash, a
 * dot or a question mark, with which a server's answer would choose our next address. */
char *
usher_client_make_path (const char *before, const char *id, const char *after, GError **error)
{
  gsize length = id != NULL ? strnlen (id, 101) : 0;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (id[i]) && id[i] != '-' && id[i] != '_')
      length = 0;
  if (length == 0 || length > 100)
    {
      g_propagate_error (error, usher_api_error_new_unsent (
                                    USHER_API_ERROR_INVALID_REQUEST,
                                    _("The identifier is not valid, so nothing was sent. Refresh "
                                      "and try again.")));
      return NULL;
    }
  return g_strconcat (before, id, after, NULL);
}

gpointer
usher_client_read_object (JsonNode *root, gconstpointer data)
{
  const UsherObjectType *type = data;

  return root != NULL ? type->new_from_json (root, NULL) : NULL;
}

static gpointer
read_anything (JsonNode *root, gconstpointer data)
{
  return root != NULL ? json_node_ref (root) : json_node_new (JSON_NODE_NULL);
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  const UsherReader *reader = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = usher_get_finish (USHER_TRANSPORT (source), result, NULL, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, reader->free);
  else
    g_task_return_error (task, error);
}

/* One GET that becomes one value. reader is static. Takes the path; NULL when the id was
 * refused. */
static void
get_one (UsherClient *self, gpointer tag, char *path, GError *refused, const UsherReader *reader,
         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *owned = path;

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, (gpointer) reader, NULL);
  if (owned == NULL)
    g_task_return_error (task, refused);
  else
    usher_get_async (self->transport, &self->policy, owned, NULL, reader, cancellable, on_got,
                     g_steal_pointer (&task));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  UsherListReport *report = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *items = usher_pages_fetch_finish (USHER_TRANSPORT (source), result, report, &error);

  if (items != NULL)
    g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
get_list (UsherClient *self, gpointer tag, char *path, GError *refused, const char *query,
          const UsherItemType *type, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *owned = path;

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_new0 (UsherListReport, 1), g_free);
  if (owned == NULL)
    g_task_return_error (task, refused);
  else
    usher_pages_fetch_async (self->transport, &self->policy, owned, query, type, cancellable,
                             on_listed, g_steal_pointer (&task));
}

static GPtrArray *
list_finish (UsherClient *self, GAsyncResult *result, UsherListReport *report, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (report != NULL)
    *report = *(UsherListReport *) g_task_get_task_data (G_TASK (result));
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_client_ping_async:
 * @self: a client
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks whether the key works (contract 1).
 */
void
usher_client_ping_async (UsherClient *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  static const UsherReader reader = { read_anything, (GDestroyNotify) json_node_unref, NULL, TRUE };

  g_return_if_fail (USHER_IS_CLIENT (self));

  get_one (self, usher_client_ping_async, g_strdup ("/ping"), NULL, &reader, cancellable, callback,
           user_data);
}

/**
 * usher_client_ping_finish:
 * @self: a client
 * @result: a result
 * @answer: (out) (optional) (nullable) (transfer full): the opaque answer when it is JSON
 * @error: return location
 *
 * Returns: %TRUE when the key works
 */
gboolean
usher_client_ping_finish (UsherClient *self,
                          GAsyncResult *result,
                          JsonNode **answer,
                          GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  node = g_task_propagate_pointer (G_TASK (result), error);
  if (answer != NULL)
    *answer = node != NULL && !JSON_NODE_HOLDS_NULL (node) ? json_node_ref (node) : NULL;
  return node != NULL;
}

/**
 * usher_client_list_companies_async:
 * @self: a client
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The companies that the key reaches (contract 4): a bare array, though an envelope would do.
 */
void
usher_client_list_companies_async (UsherClient *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (USHER_IS_CLIENT (self));

  get_list (self, usher_client_list_companies_async, g_strdup ("/company"), NULL, NULL,
            &company_items, cancellable, callback, user_data);
}

/**
 * usher_client_list_companies_finish:
 * @self: a client
 * @result: a result
 * @report: (out) (optional): what was found beside them
 * @error: return location
 *
 * Returns: (transfer container) (element-type UsherCompany): the companies
 */
GPtrArray *
usher_client_list_companies_finish (UsherClient *self,
                                    GAsyncResult *result,
                                    UsherListReport *report,
                                    GError **error)
{
  return list_finish (self, result, report, error);
}

/**
 * usher_client_get_company_async:
 * @self: a client
 * @company_id: its id
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * One company with its sites (contract 4).
 */
void
usher_client_get_company_async (UsherClient *self,
                                const char *company_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  static const UsherReader reader
      = { usher_client_read_object, g_object_unref, &company_object, FALSE };
  GError *refused = NULL;
  char *path;

  g_return_if_fail (USHER_IS_CLIENT (self));

  path = usher_client_make_path ("/company/", company_id, NULL, &refused);
  get_one (self, usher_client_get_company_async, path, refused, &reader, cancellable, callback,
           user_data);
}

/**
 * usher_client_get_company_finish:
 * @self: a client
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full): the company
 */
UsherCompany *
usher_client_get_company_finish (UsherClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
append_parameter (GString *query, const char *name, const char *value)
{
  g_autofree char *escaped = NULL;

  if (value == NULL || *value == '\0')
    return;
  escaped = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (query, "&%s=%s", name, escaped);
}

/**
 * usher_client_list_connections_async:
 * @self: a client
 * @company_id: whose
 * @status: (nullable): only those in this state
 * @owner_email: (nullable): only this owner's, exactly
 * @site_ids: (nullable) (array zero-terminated=1): only those of any of these sites
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * All pages of a company's connections (contract 5.1).
 */
void
usher_client_list_connections_async (UsherClient *self, const char *company_id, const char *status,
                                     const char *owner_email, const char *const *site_ids,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GString) query = g_string_new (CONNECTIONS_PER_PAGE);
  GError *refused = NULL;
  char *path;

  g_return_if_fail (USHER_IS_CLIENT (self));

  append_parameter (query, "status", status);
  append_parameter (query, "connectionOwnerEmail", owner_email);
  for (gsize i = 0; site_ids != NULL && site_ids[i] != NULL; i++)
    append_parameter (query, "sites", site_ids[i]);
  path = usher_client_make_path ("/connection/company/", company_id, NULL, &refused);
  get_list (self, usher_client_list_connections_async, path, refused, query->str, &connection_items,
            cancellable, callback, user_data);
}

/**
 * usher_client_list_connections_finish:
 * @self: a client
 * @result: a result
 * @report: (out) (optional): what was found beside them
 * @error: return location
 *
 * Returns: (transfer container) (element-type UsherConnection): the connections
 */
GPtrArray *
usher_client_list_connections_finish (UsherClient *self, GAsyncResult *result,
                                      UsherListReport *report, GError **error)
{
  return list_finish (self, result, report, error);
}

/**
 * usher_client_get_connection_async:
 * @self: a client
 * @connection_id: its id
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * One connection. `/connection/{id}` without `/details` is the deprecated magic-link call (contract
 * 5.1).
 */
void
usher_client_get_connection_async (UsherClient *self, const char *connection_id,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  static const UsherReader reader
      = { usher_client_read_object, g_object_unref, &connection_object, FALSE };
  GError *refused = NULL;
  char *path;

  g_return_if_fail (USHER_IS_CLIENT (self));

  path = usher_client_make_path ("/connection/", connection_id, "/details", &refused);
  get_one (self, usher_client_get_connection_async, path, refused, &reader, cancellable, callback,
           user_data);
}

/**
 * usher_client_get_connection_finish:
 * @self: a client
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full): the connection
 */
UsherConnection *
usher_client_get_connection_finish (UsherClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_client_list_invitations_async:
 * @self: a client
 * @company_id: whose
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * All pages of a company's invitations, without a filter: none is documented (contract 3.6).
 */
void
usher_client_list_invitations_async (UsherClient *self, const char *company_id,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GError *refused = NULL;
  char *path;

  g_return_if_fail (USHER_IS_CLIENT (self));

  path = usher_client_make_path ("/invitation/company/", company_id, NULL, &refused);
  get_list (self, usher_client_list_invitations_async, path, refused, NULL, &invitation_items,
            cancellable, callback, user_data);
}

/**
 * usher_client_list_invitations_finish:
 * @self: a client
 * @result: a result
 * @report: (out) (optional): what was found beside them
 * @error: return location
 *
 * Returns: (transfer container) (element-type UsherInvitation): the invitations, without events
 */
GPtrArray *
usher_client_list_invitations_finish (UsherClient *self, GAsyncResult *result,
                                      UsherListReport *report, GError **error)
{
  return list_finish (self, result, report, error);
}

/**
 * usher_client_get_invitation_async:
 * @self: a client
 * @invitation_id: its id
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * One invitation with its activity log (contract 3.7).
 */
void
usher_client_get_invitation_async (UsherClient *self, const char *invitation_id,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  static const UsherReader reader
      = { usher_client_read_object, g_object_unref, &usher_invitation_object, FALSE };
  GError *refused = NULL;
  char *path;

  g_return_if_fail (USHER_IS_CLIENT (self));

  path = usher_client_make_path ("/invitation/", invitation_id, NULL, &refused);
  get_one (self, usher_client_get_invitation_async, path, refused, &reader, cancellable, callback,
           user_data);
}

/**
 * usher_client_get_invitation_finish:
 * @self: a client
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full): the invitation
 */
UsherInvitation *
usher_client_get_invitation_finish (UsherClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
