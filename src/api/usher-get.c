/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking and, when it is worth it, asking again. A wait between tries holds none of the ten places
 * in flight. Main context only. */

#include "usher-config.h"

#include "api/usher-get.h"

typedef struct
{
  /* Input */
  UsherRetryPolicy policy;
  char *path;  /* (owned) */
  char *query; /* (owned) (nullable) */
  UsherReader reader;

  /* In progress */
  guint n_tries;
} GetData;

static void
get_data_free (gpointer user_data)
{
  GetData *data = user_data;

  g_free (data->path);
  g_free (data->query);
  g_free (data);
}

static void send_once (GTask *task);
static void on_sent (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_waited (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_read (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * usher_get_async:
 * @transport: the server
 * @policy: when to try again; copied
 * @path: what follows the base address, escaped
 * @query: (nullable): the query, escaped
 * @reader: how to make a value of the answer; copied
 * @cancellable: (nullable): to cancel, also while waiting
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
usher_get_async (UsherTransport *transport, const UsherRetryPolicy *policy, const char *path,
                 const char *query, const UsherReader *reader, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (transport, cancellable, callback, user_data);
  GetData *data = g_new0 (GetData, 1);

  g_task_set_source_tag (task, usher_get_async);
  data->policy = *policy;
  data->path = g_strdup (path);
  data->query = g_strdup (query);
  data->reader = *reader;
  g_task_set_task_data (task, data, get_data_free);
  send_once (g_steal_pointer (&task));
}

/* Takes the task. */
static void
send_once (GTask *task)
{
  GetData *data = g_task_get_task_data (task);

  data->n_tries++;
  usher_transport_send_async (g_task_get_source_object (task), "GET", data->path, data->query, NULL,
                              g_task_get_cancellable (task), on_sent, task);
}

/* 500 is a fault in the server's program, which asking again does not mend; these three come and
 * go. */
static gboolean
is_passing (const UsherAnswer *answer)
{
  return answer->status == 429 || (answer->status >= 502 && answer->status <= 504);
}

/* Not of an item that may be gone: where this is not known, the API is not. */
static gboolean
is_of_every_server (const GetData *data)
{
  return data->query == NULL && (g_str_equal (data->path, "/ping") || g_str_equal (data->path, "/company"));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GetData *data = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAnswer) answer = NULL;
  guint delay;

  answer = usher_transport_send_finish (USHER_TRANSPORT (source), result, &error);
  if (answer != NULL)
    error = is_of_every_server (data) ? usher_answer_to_address_error (answer) : usher_answer_to_error (answer);
  if (error == NULL)
    usher_answer_read_async (g_steal_pointer (&answer), &data->reader, cancellable, on_read,
                             g_steal_pointer (&task));
  else if ((answer == NULL || is_passing (answer))
           && usher_retry_plan (&data->policy, data->n_tries, error, &delay))
    usher_retry_wait_async (&data->policy, delay, cancellable, on_waited, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (usher_retry_wait_finish (result, &error))
    send_once (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GetData *data = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = usher_answer_read_finish (result, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, data->reader.free);
  else
    g_task_return_error (task, error);
}

/**
 * usher_get_finish:
 * @transport: the server
 * @result: a result
 * @n_requests: (out) (optional): how often it was asked
 * @error: return location
 *
 * Returns: (transfer full): what the reader made, or %NULL with an error of %USHER_API_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
gpointer
usher_get_finish (UsherTransport *transport,
                  GAsyncResult *result,
                  guint *n_requests,
                  GError **error)
{
  GetData *data;

  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  data = g_task_get_task_data (G_TASK (result));
  if (n_requests != NULL)
    *n_requests = data->n_tries;
  return g_task_propagate_pointer (G_TASK (result), error);
}
