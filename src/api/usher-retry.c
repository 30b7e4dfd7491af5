/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a GET is worth another try, and how long to wait before it: capped exponential back-off with
 * full jitter, so that many clients that failed together do not come back together, and Retry-After
 * in both of its forms. Waiting is a timer on the caller's main context. */

#include "api/usher-retry.h"

#include <libsoup/soup.h>
#include <string.h>

/* A day: beyond it the number is a mistake, and seconds still fit an int in every reckoning. */
#define MAX_RETRY_AFTER 86400

const UsherRetryPolicy usher_retry_policy_default = {
  .max_tries = 4,
  .first_ms = 500,
  .cap_ms = 8000,
  .longest_after_ms = 30000,
};

/**
 * usher_retry_parse_after:
 * @header: (nullable): the value of Retry-After
 * @now: the time to reckon a date from, in microseconds
 *
 * Reads both forms of RFC 9110, 10.2.3: seconds, and an HTTP-date. A date that has passed is 0.
 *
 * Returns: seconds, at most a day; -1 when absent or unreadable
 */
int
usher_retry_parse_after (const char *header, gint64 now)
{
  g_autofree char *text = g_strstrip (g_strdup (header != NULL ? header : ""));
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  if (*text == '\0' || strlen (text) > 64)
    return -1;
  if (strspn (text, "0123456789") == strlen (text))
    {
      guint64 number = g_ascii_strtoull (text, NULL, 10); /* saturates */

      return (int) MIN (number, MAX_RETRY_AFTER);
    }
  date = soup_date_time_new_from_http_string (text);
  if (date == NULL)
    return -1;
  seconds = g_date_time_to_unix (date) - now / G_USEC_PER_SEC;
  return (int) CLAMP (seconds, 0, MAX_RETRY_AFTER);
}

static double
draw (const UsherRetryPolicy *policy)
{
  return policy->random != NULL ? policy->random (policy->user_data) : g_random_double ();
}

static gboolean
is_worth_another (const GError *error)
{
  if (error->domain != USHER_API_ERROR)
    return FALSE;
  switch ((UsherApiError) error->code)
    {
    case USHER_API_ERROR_NETWORK:
    case USHER_API_ERROR_RATE_LIMITED:
      return TRUE;
    case USHER_API_ERROR_SERVER: /* the caller tells 502, 503 and 504 apart */
      return TRUE;
    case USHER_API_ERROR_AUTH:
    case USHER_API_ERROR_FORBIDDEN:
    case USHER_API_ERROR_NOT_FOUND:
    case USHER_API_ERROR_CONFLICT:
    case USHER_API_ERROR_INVALID_REQUEST:
    case USHER_API_ERROR_TLS:
    case USHER_API_ERROR_PROTOCOL:
    case USHER_API_ERROR_UNSUPPORTED:
    default:
      return FALSE;
    }
}

/**
 * usher_retry_plan:
 * @policy: the rules
 * @n_tries: how many tries there were
 * @error: how the last one ended
 * @delay_ms: (out): how long to wait before the next
 *
 * A wait that the server asked for is kept to, with a little jitter after it. If it asks for longer
 * than the policy allows, no try follows: to come sooner would be rude, and to wait longer would
 * look like hanging.
 *
 * Returns: %TRUE to try again
 */
gboolean
usher_retry_plan (const UsherRetryPolicy *policy,
                  guint n_tries,
                  const GError *error,
                  guint *delay_ms)
{
  int after = usher_api_error_get_retry_after (error);
  double top = policy->first_ms;

  *delay_ms = 0;
  if (n_tries >= policy->max_tries || !is_worth_another (error))
    return FALSE;

  if (after >= 0)
    {
      if ((gint64) after * 1000 > (gint64) policy->longest_after_ms)
        return FALSE;
      *delay_ms = (guint) after * 1000 + (guint) (draw (policy) * policy->first_ms);
      return TRUE;
    }
  for (guint i = 1; i < n_tries && top < policy->cap_ms; i++)
    top *= 2;
  *delay_ms = (guint) (draw (policy) * MIN (top, policy->cap_ms));
  return TRUE;
}

typedef struct
{
  GSource *timer;     /* (owned) (nullable) */
  GSource *cancelled; /* (owned) (nullable) */
} WaitData;

static void
wait_data_stop (WaitData *data)
{
  if (data->timer != NULL)
    g_source_destroy (data->timer);
  if (data->cancelled != NULL)
    g_source_destroy (data->cancelled);
  g_clear_pointer (&data->timer, g_source_unref);
  g_clear_pointer (&data->cancelled, g_source_unref);
}

static void
wait_data_free (gpointer user_data)
{
  wait_data_stop (user_data);
  g_free (user_data);
}

static gboolean
on_time_over (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  wait_data_stop (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  wait_data_stop (g_task_get_task_data (task));
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/**
 * usher_retry_wait_async:
 * @policy: the rules, for their clock; not kept
 * @delay_ms: how long, in milliseconds
 * @cancellable: (nullable): to cancel
 * @callback: called when it is over
 * @user_data: for @callback
 */
void
usher_retry_wait_async (const UsherRetryPolicy *policy, guint delay_ms, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  WaitData *data = g_new0 (WaitData, 1);

  g_task_set_source_tag (task, usher_retry_wait_async);
  g_task_set_task_data (task, data, wait_data_free);

  data->timer = policy->new_timer != NULL ? policy->new_timer (delay_ms, policy->user_data)
                                          : g_timeout_source_new (delay_ms);
  g_source_set_callback (data->timer, on_time_over, g_object_ref (task), g_object_unref);
  g_source_attach (data->timer, g_task_get_context (task));
  if (cancellable != NULL)
    {
      data->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (data->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task),
                             g_object_unref);
      g_source_attach (data->cancelled, g_task_get_context (task));
    }
}

/**
 * usher_retry_wait_finish:
 * @result: a result
 * @error: return location
 *
 * Returns: %TRUE when the time is over; %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
usher_retry_wait_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, usher_retry_wait_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
