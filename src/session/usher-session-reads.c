/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading single things through a session: what the store has at once, what the server says now, and
 * links, which stand in memory only. Main thread. */

#include "session/usher-session-private.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
/* Companies whose connections are asked for at once; the client keeps the requests to ten. */
#define MAX_COMPANIES 10

static void on_loaded (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_fetched (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_fetched_put (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_link_fetched (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_company_fetched (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_pinged (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * usher_session_load_invitation_async:
 * @self: a session
 * @id: an invitation
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads an invitation from the store: at once, and without network.
 */
void
usher_session_load_invitation_async (UsherSession *self, const char *id, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (id != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_load_invitation_async, "[usher] load invitation");
  usher_store_get_invitation_async (self->store, id, cancellable, on_loaded,
                                    g_steal_pointer (&task));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  UsherInvitation *invitation =
    usher_store_get_invitation_finish (USHER_STORE (source), result, &error);

  if (invitation != NULL)
    g_task_return_pointer (task, invitation, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * usher_session_load_invitation_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: %USHER_STORE_ERROR_NOT_FOUND if the store does not have it
 *
 * Returns: (transfer full): the invitation; its events are %NULL when the log was never fetched
 */
UsherInvitation *
usher_session_load_invitation_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_ids_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *ids = usher_store_query_ids_finish (USHER_STORE (source), result, &error);

  if (ids != NULL)
    g_task_return_pointer (task, ids, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * usher_session_query_ids_async:
 * @self: a session
 * @query: which invitations, in which order
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the store which invitations a query means, without touching the list that is shown.
 */
void
usher_session_query_ids_async (UsherSession *self, UsherQuery *query, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (query != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_query_ids_async,
                               "[usher] query ids");
  usher_store_query_ids_async (self->store, query, cancellable, on_ids_found, g_steal_pointer (&task));
}

/**
 * usher_session_query_ids_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8): ids
 */
GPtrArray *
usher_session_query_ids_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_session_fetch_invitation_async:
 * @self: a session
 * @id: an invitation
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server for an invitation with its log, and keeps the answer in the store.
 */
void
usher_session_fetch_invitation_async (UsherSession *self, const char *id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (id != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_fetch_invitation_async, "[usher] fetch invitation");
  if (!_usher_session_check_online (self, task))
    return;
  cancellable = _usher_session_link_reading (self, task);
  usher_client_get_invitation_async (self->client, id, cancellable, on_fetched,
                                     g_steal_pointer (&task));
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_client_get_invitation_finish (USHER_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) one = NULL;

  _usher_session_note_result (self, error);
  if (invitation == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  usher_links_remember (self->links, invitation);
  usher_activity_seen (self->activity, usher_invitation_get_id (invitation), usher_time_now ());
  one = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (one, g_object_ref (invitation));
  g_task_set_task_data (task, g_steal_pointer (&invitation), g_object_unref);
  usher_store_put_invitations_async (self->store, one, NULL, NULL, on_fetched_put,
                                     g_steal_pointer (&task));
}

static void
on_fetched_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (UsherSession) self = g_object_ref (g_task_get_source_object (task));
  UsherInvitation *invitation = g_task_get_task_data (task);
  int n_changed = usher_store_put_invitations_finish (USHER_STORE (source), result, NULL);

  /* The answer is good whether or not it could be kept. */
  if (n_changed > 0)
    g_signal_emit_by_name (self, "invitation-changed", usher_invitation_get_id (invitation));
  g_task_return_pointer (task, g_object_ref (invitation), g_object_unref);
}

/**
 * usher_session_fetch_invitation_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: an %USHER_API_ERROR, or %USHER_SESSION_ERROR_KEY_MISSING
 *
 * Returns: (transfer full): the invitation, with log and link
 */
UsherInvitation *
usher_session_fetch_invitation_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
free_link (gpointer data)
{
  explicit_bzero (data, strlen (data));
  g_free (data);
}

/**
 * usher_session_get_link_async:
 * @self: a session
 * @id: an invitation
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Finds the link to hand out: among the answers of this run, else by asking the server.
 */
void
usher_session_get_link_async (UsherSession *self, const char *id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const char *url;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (id != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_get_link_async, "[usher] get link");
  url = usher_links_lookup (self->links, id);
  if (url != NULL)
    g_task_return_pointer (task, g_strdup (url), free_link);
  else
    usher_session_fetch_invitation_async (self, id, cancellable, on_link_fetched,
                                          g_steal_pointer (&task));
}

static void
on_link_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = USHER_SESSION (source);
  GError *error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_fetch_invitation_finish (self, result, &error);
  const char *url;

  if (invitation == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  url = usher_links_lookup (self->links, usher_invitation_get_id (invitation));
  if (url != NULL)
    g_task_return_pointer (task, g_strdup (url), free_link);
  else
    g_task_return_error (
      task, usher_api_error_new (USHER_API_ERROR_PROTOCOL,
                                 _("The server did not tell a link that can be opened for this "
                                   "invitation. Create a new invitation instead."),
                                 NULL, -1));
}

/**
 * usher_session_get_link_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: an %USHER_API_ERROR, or %USHER_SESSION_ERROR_KEY_MISSING
 *
 * Returns: (transfer full): the link, a secret
 */
char *
usher_session_get_link_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Asking for the connections of one company or of all. */
typedef struct
{
  GPtrArray *ids;    /* (owned) (element-type utf8) companies to ask about */
  guint next;
  guint n_pending;
  GPtrArray *found;  /* (owned) (element-type UsherConnection) */
  char *company_id;  /* (owned) (nullable) the one asked about */
  GCancellable *cancellable; /* (unowned): the task's */
  GError *error;     /* (owned) (nullable) the first failure */
} Listing;

static void
listing_free (Listing *listing)
{
  g_clear_pointer (&listing->ids, g_ptr_array_unref);
  g_clear_pointer (&listing->found, g_ptr_array_unref);
  g_free (listing->company_id);
  g_clear_error (&listing->error);
  g_free (listing);
}

typedef struct
{
  GTask *task; /* (owned) */
  char *id;    /* (owned) */
} ListingStep;

static void
listing_step_free (ListingStep *step)
{
  g_clear_object (&step->task);
  g_free (step->id);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ListingStep, listing_step_free)

static void on_connections_listed (GObject *source, GAsyncResult *result, gpointer user_data);

static void
on_connections_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Listing *listing = g_task_get_task_data (task);
  g_autoptr (GError) store_error = NULL;
  GPtrArray *stored = usher_store_get_connections_finish (USHER_STORE (source), result, &store_error);

  if (stored != NULL)
    g_task_return_pointer (task, stored, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_error_copy (listing->error != NULL ? listing->error : store_error));
}

/* Offline, or without a key: what was read last. */
static gboolean
may_use_store (const GError *error)
{
  return error == NULL || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK) ||
         g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_TLS) ||
         g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_SERVER) ||
         g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_RATE_LIMITED) ||
         g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_AUTH);
}

static void
finish_listing (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Listing *listing = g_task_get_task_data (task);

  if (listing->error == NULL)
    g_task_return_pointer (task, g_steal_pointer (&listing->found),
                           (GDestroyNotify) g_ptr_array_unref);
  else if (may_use_store (listing->error))
    usher_store_get_connections_async (self->store, listing->company_id,
                                       g_task_get_cancellable (task), on_connections_stored,
                                       g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&listing->error));
}

static void
list_next (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Listing *listing = g_task_get_task_data (task);

  while (listing->error == NULL && listing->n_pending < MAX_COMPANIES &&
         listing->next < listing->ids->len)
    {
      ListingStep *step = g_new0 (ListingStep, 1);

      step->task = g_object_ref (task);
      step->id = g_strdup (g_ptr_array_index (listing->ids, listing->next++));
      listing->n_pending++;
      usher_client_list_connections_async (self->client, step->id, NULL, NULL, NULL,
                                           listing->cancellable, on_connections_listed, step);
    }
  if (listing->n_pending == 0)
    finish_listing (task);
}

static void
on_connections_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ListingStep) step = user_data;
  UsherSession *self = g_task_get_source_object (step->task);
  Listing *listing = g_task_get_task_data (step->task);
  UsherListReport report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) connections =
    usher_client_list_connections_finish (USHER_CLIENT (source), result, &report, &error);

  listing->n_pending--;
  _usher_session_note_result (self, error);
  if (connections != NULL)
    {
      for (guint i = 0; i < connections->len; i++)
        g_ptr_array_add (listing->found, g_object_ref (g_ptr_array_index (connections, i)));
      if (report.n_skipped == 0)
        usher_store_put_connections_async (self->store, step->id, connections, NULL, NULL, NULL);
    }
  /* Asked about all, a company that is closed to this key is left out; asked about that one, it is
   * the answer. */
  else if (listing->error == NULL &&
           (listing->company_id != NULL ||
            !g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_FORBIDDEN)))
    listing->error = g_steal_pointer (&error);
  list_next (step->task);
}

static void
on_companies_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Listing *listing = g_task_get_task_data (task);
  g_autoptr (GPtrArray) companies =
    usher_client_list_companies_finish (USHER_CLIENT (source), result, NULL, &listing->error);

  _usher_session_note_result (self, listing->error);
  for (guint i = 0; companies != NULL && i < companies->len; i++)
    g_ptr_array_add (listing->ids,
                     g_strdup (usher_company_get_id (g_ptr_array_index (companies, i))));
  list_next (task);
}

/**
 * usher_session_list_connections_async:
 * @self: a session
 * @company_id: (nullable): a company, %NULL for all
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server for connections; without network or key, those of the last time are given.
 */
void
usher_session_list_connections_async (UsherSession *self, const char *company_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Listing *listing;

  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_list_connections_async, "[usher] list connections");
  listing = g_new0 (Listing, 1);
  listing->ids = g_ptr_array_new_with_free_func (g_free);
  listing->found = g_ptr_array_new_with_free_func (g_object_unref);
  listing->company_id = g_strdup (company_id);
  g_task_set_task_data (task, listing, (GDestroyNotify) listing_free);
  if (self->client == NULL)
    {
      usher_store_get_connections_async (self->store, company_id, cancellable,
                                         on_connections_stored, g_steal_pointer (&task));
      return;
    }
  if (!_usher_session_check_online (self, task))
    return;
  listing->cancellable = _usher_session_link_reading (self, task);
  if (company_id == NULL)
    {
      usher_client_list_companies_async (self->client, listing->cancellable, on_companies_listed,
                                         g_steal_pointer (&task));
      return;
    }
  g_ptr_array_add (listing->ids, g_strdup (company_id));
  list_next (task);
}

/**
 * usher_session_list_connections_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer container) (element-type UsherConnection): the connections
 */
GPtrArray *
usher_session_list_connections_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_session_fetch_company_async:
 * @self: a session
 * @id: a company
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server for a company with its sites (contract 4); without network or key the one of the
 * list is given, if that had its sites.
 */
void
usher_session_fetch_company_async (UsherSession *self, const char *id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  UsherCompany *known;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (id != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_fetch_company_async, "[usher] fetch company");
  known = usher_session_find_company (self, id);
  if (known != NULL && usher_company_get_sites (known) != NULL)
    g_task_set_task_data (task, g_object_ref (known), g_object_unref);
  if (self->client == NULL && g_task_get_task_data (task) != NULL)
    {
      g_task_return_pointer (task, g_object_ref (known), g_object_unref);
      return;
    }
  if (!_usher_session_check_online (self, task))
    return;
  cancellable = _usher_session_link_reading (self, task);
  usher_client_get_company_async (self->client, id, cancellable, on_company_fetched,
                                  g_steal_pointer (&task));
}

static void
on_company_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  UsherCompany *known = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  UsherCompany *company = usher_client_get_company_finish (USHER_CLIENT (source), result, &error);

  _usher_session_note_result (self, error);
  if (company != NULL)
    g_task_return_pointer (task, company, g_object_unref);
  else if (known != NULL && may_use_store (error))
    g_task_return_pointer (task, g_object_ref (known), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * usher_session_fetch_company_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the company
 */
UsherCompany *
usher_session_fetch_company_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void on_companies_refreshed (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * usher_session_refresh_companies_async:
 * @self: a session
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server for the companies alone, which is one request, where a sync reads everything.
 */
void
usher_session_refresh_companies_async (UsherSession *self, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_refresh_companies_async,
                               "[usher] refresh companies");
  if (!_usher_session_check_online (self, task))
    return;
  usher_client_list_companies_async (self->client, cancellable, on_companies_refreshed,
                                     g_steal_pointer (&task));
}

static void
on_companies_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  UsherListReport report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) companies =
    usher_client_list_companies_finish (USHER_CLIENT (source), result, &report, &error);

  _usher_session_note_result (self, error);
  if (companies == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* An unreadable company is not one that is gone: what is known stays until a sync sorts it out. */
  if (report.n_skipped == 0 || g_list_model_get_n_items (G_LIST_MODEL (self->companies)) == 0)
    _usher_session_set_companies (self, companies);
  g_task_return_boolean (task, TRUE);
}

/**
 * usher_session_refresh_companies_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when usher_session_get_companies() has what the server has
 */
gboolean
usher_session_refresh_companies_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
free_answer (gpointer data)
{
  if (data != NULL)
    json_node_unref (data);
}

/**
 * usher_session_ping_async:
 * @self: a session
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks whether the server is there and the key works.
 */
void
usher_session_ping_async (UsherSession *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_ping_async,
                               "[usher] ping");
  if (!_usher_session_check_online (self, task))
    return;
  cancellable = _usher_session_link_reading (self, task);
  usher_client_ping_async (self->client, cancellable, on_pinged, g_steal_pointer (&task));
}

static void
on_pinged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  JsonNode *answer = NULL;
  gboolean there = usher_client_ping_finish (USHER_CLIENT (source), result, &answer, &error);

  _usher_session_note_result (self, error);
  if (there)
    g_task_return_pointer (task, answer, free_answer);
  else
    g_task_return_error (task, error);
}

/**
 * usher_session_ping_finish:
 * @self: a session
 * @result: what the callback got
 * @answer: (out) (optional) (nullable) (transfer full): the opaque answer, if it was JSON (contract 1)
 * @error: return location
 *
 * Returns: %TRUE when the key works
 */
gboolean
usher_session_ping_finish (UsherSession *self, GAsyncResult *result, JsonNode **answer,
                           GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), FALSE);

  node = g_task_propagate_pointer (G_TASK (result), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (answer != NULL)
    *answer = g_steal_pointer (&node);
  return TRUE;
}
