/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's calls: each makes a job of its arguments, and its finish function takes the output from
 * the job. Main thread; the work is in usher-store-invitations.c and usher-store-companies.c. */
#include "store/usher-store-private.h"

/* The caller may go on with its array. */
static GPtrArray *
copy_objects (GPtrArray *objects)
{
  GPtrArray *copy = g_ptr_array_new_full (objects->len, g_object_unref);

  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (copy, g_object_ref (g_ptr_array_index (objects, i)));
  return copy;
}

/**
 * usher_store_put_companies_async:
 * @self: a store
 * @companies: (element-type UsherCompany): all there are, in their order
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Replaces the list of companies. Those that are not in it go, with their connections and invitations.
 * A company that comes without its sites keeps those it had.
 */
void
usher_store_put_companies_async (UsherStore          *self,
                                 GPtrArray           *companies,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_put_companies);
  job->objects = copy_objects (companies);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_put_companies_async);
}

/**
 * usher_store_put_companies_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %FALSE on error
 */
gboolean
usher_store_put_companies_finish (UsherStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_put_companies_async, error);

  return job != NULL;
}

/**
 * usher_store_get_companies_async:
 * @self: a store
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for the companies, with their sites.
 */
void
usher_store_get_companies_async (UsherStore          *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_get_companies);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_get_companies_async);
}

/**
 * usher_store_get_companies_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: (transfer full) (element-type UsherCompany): the companies, in the order they were put
 */
GPtrArray *
usher_store_get_companies_finish (UsherStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_get_companies_async, error);

  return job != NULL ? g_steal_pointer (&job->list) : NULL;
}

/**
 * usher_store_put_connections_async:
 * @self: a store
 * @company_id: a company
 * @connections: (element-type UsherConnection): all it has
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Replaces the connections of a company.
 */
void
usher_store_put_connections_async (UsherStore          *self,
                                   const char          *company_id,
                                   GPtrArray           *connections,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_put_connections);
  job->id = g_strdup (company_id);
  job->objects = copy_objects (connections);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_put_connections_async);
}

/**
 * usher_store_put_connections_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %FALSE on error
 */
gboolean
usher_store_put_connections_finish (UsherStore    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_put_connections_async, error);

  return job != NULL;
}

/**
 * usher_store_get_connections_async:
 * @self: a store
 * @company_id: (nullable): a company; %NULL for all
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for connections.
 */
void
usher_store_get_connections_async (UsherStore          *self,
                                   const char          *company_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_get_connections);
  job->id = g_strdup (company_id);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_get_connections_async);
}

/**
 * usher_store_get_connections_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: (transfer full) (element-type UsherConnection): the connections, in the order they were put
 */
GPtrArray *
usher_store_get_connections_finish (UsherStore    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_get_connections_async, error);

  return job != NULL ? g_steal_pointer (&job->list) : NULL;
}

/**
 * usher_store_put_invitations_async:
 * @self: a store
 * @invitations: (element-type UsherInvitation): what the server told
 * @complete_for: (nullable): a company whose whole list this is
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Adds and updates invitations in one transaction; rows that are as they were are not written. With
 * @complete_for, invitations of that company that are not among them go. An invitation with a log
 * replaces the log that is kept; one without leaves it. Links and tokens are not written.
 */
void
usher_store_put_invitations_async (UsherStore          *self,
                                   GPtrArray           *invitations,
                                   const char          *complete_for,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_put_invitations);
  job->id = g_strdup (complete_for);
  job->objects = copy_objects (invitations);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_put_invitations_async);
}

/**
 * usher_store_put_invitations_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: how many rows were added, changed or removed; -1 on error
 */
int
usher_store_put_invitations_finish (UsherStore    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_put_invitations_async, error);

  return job != NULL ? job->n_changed : -1;
}

/**
 * usher_store_get_invitation_async:
 * @self: a store
 * @invitation_id: its id
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for one invitation, with its log if that was ever fetched.
 */
void
usher_store_get_invitation_async (UsherStore          *self,
                                  const char          *invitation_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_get_invitation);
  job->id = g_strdup (invitation_id);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_get_invitation_async);
}

/**
 * usher_store_get_invitation_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Fails with %USHER_STORE_ERROR_NOT_FOUND when it is not in the store.
 *
 * Returns: (transfer full): the invitation, without its link
 */
UsherInvitation *
usher_store_get_invitation_finish (UsherStore    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_get_invitation_async, error);

  return job != NULL ? USHER_INVITATION (g_steal_pointer (&job->object)) : NULL;
}

/**
 * usher_store_query_async:
 * @self: a store
 * @query: which invitations, in which order
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for the rows of a query; see usher_invitation_index_query() for what it finds. Cancelling ends it
 * early.
 */
void
usher_store_query_async (UsherStore          *self,
                         UsherQuery          *query,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_query);
  job->query = usher_query_ref (query);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_query_async);
}

/**
 * usher_store_query_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: (transfer full) (element-type gint64): row ids
 */
GArray *
usher_store_query_finish (UsherStore    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_query_async, error);

  return job != NULL ? g_steal_pointer (&job->rows) : NULL;
}

/**
 * usher_store_query_ids_async:
 * @self: a store
 * @query: which invitations, in which order
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for the ids of a query's invitations: for work on all of them, of which no items are to be made.
 */
void
usher_store_query_ids_async (UsherStore          *self,
                             UsherQuery          *query,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_query_ids);
  job->query = usher_query_ref (query);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_query_ids_async);
}

/**
 * usher_store_query_ids_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: (transfer full) (element-type utf8): ids
 */
GPtrArray *
usher_store_query_ids_finish (UsherStore    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_query_ids_async, error);

  return job != NULL ? g_steal_pointer (&job->list) : NULL;
}

/**
 * usher_store_count_async:
 * @self: a store
 * @company_id: (nullable): a company; %NULL for all
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Counts invitations by their status.
 */
void
usher_store_count_async (UsherStore          *self,
                         const char          *company_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_count);
  job->id = g_strdup (company_id);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_count_async);
}

/**
 * usher_store_count_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @counts: (out caller-allocates): the numbers
 * @error: where to put a #GError
 *
 * Returns: %FALSE on error
 */
gboolean
usher_store_count_finish (UsherStore    *self,
                          GAsyncResult  *result,
                          UsherCounts   *counts,
                          GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_count_async, error);

  if (job == NULL)
    return FALSE;
  *counts = job->counts;
  return TRUE;
}

/**
 * usher_store_put_fact_async:
 * @self: a store
 * @name: what it is called
 * @value: (nullable): what to remember; %NULL to forget
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Keeps a small fact beside the cache. Not for secrets.
 */
void
usher_store_put_fact_async (UsherStore          *self,
                            const char          *name,
                            const char          *value,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_put_fact);
  job->id = g_strdup (name);
  job->value = g_strdup (value);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_put_fact_async);
}

/**
 * usher_store_put_fact_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: %FALSE on error
 */
gboolean
usher_store_put_fact_finish (UsherStore    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_put_fact_async, error);

  return job != NULL;
}

/**
 * usher_store_list_unread_async:
 * @self: a store
 * @before: microseconds since the epoch: what was read since is left out
 * @limit: how many at the most
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks which activity logs are to be read: those of active invitations that nobody has used. Lists of the
 * server tell no log (contract 3.7), so whether a link was opened is known from here alone.
 */
void
usher_store_list_unread_async (UsherStore          *self,
                               gint64               before,
                               guint                limit,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_list_unread);
  job->before = before;
  job->page = limit;
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_list_unread_async);
}

/**
 * usher_store_list_unread_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: (transfer full) (array zero-terminated=1): ids, those whose log was never read first, then by
 *   the age of what was read; %NULL on error
 */
char **
usher_store_list_unread_finish (UsherStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_list_unread_async, error);

  return job != NULL ? g_steal_pointer (&job->ids) : NULL;
}

/**
 * usher_store_get_fact_async:
 * @self: a store
 * @name: what it is called
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for a fact.
 */
void
usher_store_get_fact_async (UsherStore          *self,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  UsherStoreJob *job;

  g_return_if_fail (USHER_IS_STORE (self));

  job = usher_store_job_new (usher_store_engine_get_fact);
  job->id = g_strdup (name);
  usher_store_push (self, job, cancellable, callback, user_data, usher_store_get_fact_async);
}

/**
 * usher_store_get_fact_finish:
 * @self: a store
 * @result: a #GAsyncResult
 * @error: where to put a #GError
 *
 * Returns: (transfer full) (nullable): the value; %NULL without an error when there is none
 */
char *
usher_store_get_fact_finish (UsherStore    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  UsherStoreJob *job = usher_store_finish (self, result, usher_store_get_fact_async, error);

  return job != NULL ? g_steal_pointer (&job->text) : NULL;
}
