/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From an HTTP answer to a value or to an error that a person understands. Statuses are judged on
 * the main loop; large bodies are parsed, and objects made of them, on GTask's threads, as no work
 * on the main loop may take longer than a frame. */

#include "usher-config.h"

#include "api/usher-answer.h"

#include "api/usher-refusal.h"
#include "api/usher-retry.h"
#include "model/usher-json.h"

#include <glib/gi18n.h>

/* A page of a hundred invitations is 50 KB and takes some 4 ms to read: pages go to a thread, single
 * objects do not. */
#define LARGE_BODY (16 * 1024)

/* Bytes of one text: several times the longest that the API has, the reasons why a connection broke; and more than an
 * address to open may have, so that a link that was cut is none. */
#define MAX_TEXT (8 * 1024)

typedef struct
{
  UsherAnswer *answer; /* (owned) */
  UsherReader reader;
} ReadData;

static void
read_data_free (gpointer user_data)
{
  ReadData *data = user_data;

  usher_answer_free (data->answer);
  g_free (data);
}

/**
 * usher_answer_free:
 * @self: (transfer full): an answer
 */
void
usher_answer_free (UsherAnswer *self)
{
  g_free (self->content_type);
  g_free (self->retry_after);
  g_free (self->host);
  g_bytes_unref (self->body);
  g_free (self);
}

static GError *
new_rate_limited (UsherAnswer *self)
{
  int seconds = usher_retry_parse_after (self->retry_after, self->received_at);
  g_autofree char *message = NULL;

  if (seconds > 0)
    message = g_strdup_printf (
        ngettext ("The server is receiving too many requests. Try again in %d second.",
                  "The server is receiving too many requests. Try again in %d seconds.",
                  (gulong) seconds),
        seconds);
  else
    message = g_strdup (_("The server is receiving too many requests. Try again in a while."));
  return usher_api_error_new (USHER_API_ERROR_RATE_LIMITED, message, NULL, seconds);
}

static GError *
new_refused (UsherAnswer *self, UsherApiError code, UsherRefusal *refusal)
{
  g_autofree char *message = NULL;

  if (refusal->summary != NULL)
    message = g_strdup_printf (_("The server refused the request: %s"), refusal->summary);
  else
    message = g_strdup_printf (_("The server refused the request (HTTP status %u). "
                                 "Check what was entered and try again."),
                               self->status);
  return usher_api_error_new (code, message, refusal->fields, -1);
}

/* Our words say what happened and what to do; the server's own, if it sent any, follow. */
static GError *
new_explained (UsherApiError code, const char *message, UsherRefusal *refusal, int retry_after)
{
  g_autofree char *both = NULL;

  if (refusal->summary == NULL)
    return usher_api_error_new (code, message, refusal->fields, retry_after);
  /* Translators: the first is a sentence of Usher, the second the server's own words. */
  both = g_strdup_printf (_("%s The server says: “%s”"), message, refusal->summary);
  return usher_api_error_new (code, both, refusal->fields, retry_after);
}

/**
 * usher_answer_to_error:
 * @self: an answer
 *
 * Maps statuses once, for every operation (contract 7). Redirects are never followed, as the key
 * would go along (DESIGN, decision 4), so they are answers that are not the API's.
 *
 * Returns: (transfer full) (nullable): the error; %NULL for any 2xx
 */
GError *
usher_answer_to_error (UsherAnswer *self)
{
  g_autoptr (UsherRefusal) refusal = NULL;
  g_autofree char *message = NULL;

  if (self->status >= 200 && self->status <= 299)
    return NULL;
  if (self->status == 429)
    return new_rate_limited (self);

  refusal = usher_refusal_new (self->body);
  switch (self->status)
    {
    case 401:
      return new_explained (USHER_API_ERROR_AUTH,
                            _("The server did not accept the API key. Check that the key is active "
                              "and belongs to this environment, or enter another one."),
                            refusal, -1);
    case 403:
      return new_explained (USHER_API_ERROR_FORBIDDEN,
                            _("The API key has no access to this company. Use a key of the "
                              "organization that the company belongs to."),
                            refusal, -1);
    case 404:
    case 410:
      return new_explained (USHER_API_ERROR_NOT_FOUND,
                            _("The server does not know this item. It may have been removed: "
                              "refresh to see what is there."),
                            refusal, -1);
    case 405:
      return new_explained (USHER_API_ERROR_UNSUPPORTED,
                            _("The server does not offer this operation."), refusal, -1);
    case 407:
      message = g_strdup_printf (_("A proxy between here and %s asks for a login. Check the proxy "
                                   "in your network settings."),
                                 self->host);
      return usher_api_error_new (USHER_API_ERROR_NETWORK, message, NULL, -1);
    case 511: /* RFC 6585, 6: what stands before some networks says so in the server's name */
      return usher_api_error_new (USHER_API_ERROR_NETWORK,
                                  _("This network asks you to sign in first. Open any page in a browser, sign in "
                                    "there, and try again."),
                                  NULL, -1);
    case 409:
      return new_explained (USHER_API_ERROR_CONFLICT,
                            _("The item has changed on the server in the meantime. Refresh, then "
                              "decide again."),
                            refusal, -1);
    default:
      break;
    }

  if (self->status >= 400 && self->status <= 499)
    return new_refused (self, USHER_API_ERROR_INVALID_REQUEST, refusal);
  if (self->status >= 500 && self->status <= 599)
    {
      message = g_strdup_printf (_("The server %s has a problem of its own (HTTP status %u). "
                                   "Try again in a while."),
                                 self->host, self->status);
      return new_explained (USHER_API_ERROR_SERVER, message, refusal,
                            usher_retry_parse_after (self->retry_after, self->received_at));
    }
  if (self->status >= 300 && self->status <= 399)
    message =
        g_strdup_printf (_("The server %s sends requests on to another address, which Usher does "
                            "not follow to keep the API key safe. If this network asks for a "
                            "sign-in, open a web browser and do so; otherwise check the "
                            "server's address in the account."),
                         self->host);
  else
    message = g_strdup_printf (_("The server %s answered in a way that Usher does not understand "
                                 "(HTTP status %u)."),
                               self->host, self->status);
  return usher_api_error_new (USHER_API_ERROR_PROTOCOL, message, NULL, -1);
}

/**
 * usher_answer_to_address_error:
 * @self: an answer to a request for what every server of the API has, whoever asks
 *
 * As [func@Usher.answer_to_error], but there is no item that could have been removed: who answers such a request with
 * 404, 405 or 410 is not Nectar's API, or the API under another path. Its own words are of no use then.
 *
 * Returns: (transfer full) (nullable): the error; %NULL for any 2xx
 */
GError *
usher_answer_to_address_error (UsherAnswer *self)
{
  g_autofree char *message = NULL;

  if (self->status != 404 && self->status != 405 && self->status != 410)
    return usher_answer_to_error (self);
  message = g_strdup_printf (_("The server %s answers, but not as Nectar's API (HTTP status %u). The server's address is "
                               "probably wrong: check it, and what follows the name of the server in it."),
                             self->host, self->status);
  return usher_api_error_new (USHER_API_ERROR_PROTOCOL, message, NULL, -1);
}

static GError *
new_protocol_error (UsherAnswer *answer)
{
  g_autofree char *message = g_strdup_printf (
      _("The answer of the server %s could not be read. Check the server's address "
         "in the account; if it is right, try again later."),
      answer->host);

  return usher_api_error_new (USHER_API_ERROR_PROTOCOL, message, NULL, -1);
}

/* Hotels and trains answer in everybody's name until somebody signs in. */
static GError *
new_web_page_error (UsherAnswer *answer)
{
  g_autofree char *message = g_strdup_printf (
      _("A web page came instead of an answer of the server %s. If this network asks for a sign-in, open a web "
         "browser and do so; otherwise check the server's address in the account."),
      answer->host);

  return usher_api_error_new (USHER_API_ERROR_PROTOCOL, message, NULL, -1);
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_html (UsherAnswer *answer)
{
  return answer->content_type != NULL
         && (g_ascii_strcasecmp (answer->content_type, "text/html") == 0
             || g_ascii_strcasecmp (answer->content_type, "application/xhtml+xml") == 0);
}

static gpointer
read_answer (ReadData *data, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (data->answer->body, &length);
  gpointer value = NULL;

  if (!is_blank (text, length))
    {
      /* The content type is not looked at otherwise: servers that forget it are common. */
      root = usher_json_parse (text, (gssize) length, NULL);
      if (root == NULL && (!data->reader.any_text || is_html (data->answer)))
        {
          g_propagate_error (error, is_html (data->answer) ? new_web_page_error (data->answer)
                                                           : new_protocol_error (data->answer));
          return NULL;
        }
      usher_json_shorten (root, MAX_TEXT);
    }
  value = data->reader.read (root, data->reader.data);
  if (value == NULL)
    g_propagate_error (error, new_protocol_error (data->answer));
  return value;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ReadData *data = task_data;
  GError *error = NULL;
  gpointer value = read_answer (data, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, data->reader.free);
  else
    g_task_return_error (task, error);
}

/**
 * usher_answer_read_async:
 * @answer: (transfer full): an answer with a status of success
 * @reader: how to make a value of it; copied
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
usher_answer_read_async (UsherAnswer *answer, const UsherReader *reader, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ReadData *data = g_new0 (ReadData, 1);

  g_task_set_source_tag (task, usher_answer_read_async);
  data->answer = answer;
  data->reader = *reader;
  g_task_set_task_data (task, data, read_data_free);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (g_bytes_get_size (answer->body) > LARGE_BODY)
    g_task_run_in_thread (task, read_in_thread);
  else
    read_in_thread (task, NULL, data, cancellable);
}

/**
 * usher_answer_read_finish:
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full): what the reader made; %NULL with %USHER_API_ERROR_PROTOCOL when the
 *   body was not what it should be
 */
gpointer
usher_answer_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, usher_answer_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
