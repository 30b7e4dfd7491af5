/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP as this client allows itself: one SoupSession for a server and a key; no redirects, no
 * cookies, no login; at most ten requests at a time and the others in a queue; bodies up to a
 * bound. Main context only. */

#include "usher-config.h"

#include "api/usher-transport.h"

#include "api/usher-body.h"
#include "api/usher-client.h"
#include "api/usher-http-log.h"
#include "api/usher-network-error.h"
#include "api/usher-sockets.h"
#include "api/usher-unused.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#define IDLE_SECONDS 30
#define TOTAL_MS (180 * 1000)
#define CHUNK (64 * 1024)

struct _UsherTransport
{
  GObject parent_instance;

  SoupSession *session; /* (owned) */
  UsherSockets *sockets; /* (owned) */
  UsherUnused *unused;   /* (owned) */
  SecretValue *key;     /* (owned) */
  char *base;           /* (owned) without a trailing slash */
  char *host;           /* (owned) for messages */
  GQueue waiting;       /* (element-type GTask) (owned) first come, first served */
  guint n_in_flight;
  gint64 clock_offset;
  guint total_ms;
  gsize max_body;
};

G_DEFINE_FINAL_TYPE (UsherTransport, usher_transport, G_TYPE_OBJECT)

/* One request on its way. */
typedef struct
{
  /* Input */
  SoupMessage *message;   /* (owned) */
  UsherSockets *sockets;  /* (unowned): the transport's, which the task keeps */

  /* In progress */
  GSource *cancelled;          /* (owned) (nullable) watches the caller's cancellable */
  GSource *deadline;           /* (owned) (nullable) */
  GCancellable *inner;         /* (owned) ends the exchange, whoever wants it ended */
  GInputStream *stream;        /* (owned) (nullable) */
  gboolean in_flight;          /* it holds one of the ten places */
  gboolean sent;               /* a connection stood: the server may have seen it */
  gboolean running;            /* sent, and no answer yet */
  gboolean stopped;            /* no answer is wanted any more */
  gboolean over_time;
  gboolean restarted;          /* libsoup wanted to send a POST again */
  gboolean proxied;            /* what came is the answer of a proxy that does not connect to the server */
  gboolean old_tls;            /* a version of TLS that is not safe: ended before anything was sent */
  GTlsCertificateFlags flaws; /* of the certificate, when it was refused */
  gint64 received_at;

  /* Output */
  UsherBody *body; /* (owned) */
} Exchange;

static void send_next (UsherTransport *self);
static void on_sent (GObject *source, GAsyncResult *result, gpointer user_data);
static void read_more (GTask *task);
static void on_read (GObject *source, GAsyncResult *result, gpointer user_data);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
exchange_free (gpointer user_data)
{
  Exchange *exchange = user_data;

  clear_source (&exchange->cancelled);
  clear_source (&exchange->deadline);
  g_clear_object (&exchange->stream);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->inner);
  g_clear_pointer (&exchange->body, usher_body_free);
  g_free (exchange);
}

static void
usher_transport_finalize (GObject *object)
{
  UsherTransport *self = USHER_TRANSPORT (object);

  g_clear_pointer (&self->unused, usher_unused_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->sockets, usher_sockets_free);
  g_clear_pointer (&self->key, secret_value_unref);
  g_free (self->base);
  g_free (self->host);

  G_OBJECT_CLASS (usher_transport_parent_class)->finalize (object);
}

static void
usher_transport_class_init (UsherTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = usher_transport_finalize;
}

static void
usher_transport_init (UsherTransport *self)
{
  self->total_ms = TOTAL_MS;
  self->max_body = USHER_TRANSPORT_MAX_BODY;
  self->session = soup_session_new_with_options ("user-agent",
                                                 "Usher/" USHER_VERSION,
                                                 "timeout",
                                                 IDLE_SECONDS,
                                                 "idle-timeout",
                                                 0, /* see usher-unused.c */
                                                 "max-conns",
                                                 USHER_CLIENT_MAX_IN_FLIGHT,
                                                 "max-conns-per-host",
                                                 USHER_CLIENT_MAX_IN_FLIGHT,
                                                 NULL);
  /* There is no login but the key; and to answer a challenge would send the request a second
   * time. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
  usher_http_log_attach (self->session);
  self->sockets = usher_sockets_new ();
  self->unused = usher_unused_new (self->session);
}

/**
 * usher_transport_new:
 * @base: an address that [func@Usher.server_url_normalise] gave
 * @key: the API key, in non-pageable memory
 *
 * Returns: (transfer full): a transport
 */
UsherTransport *
usher_transport_new (const char *base, SecretValue *key)
{
  UsherTransport *self = g_object_new (USHER_TYPE_TRANSPORT, NULL);
  g_autoptr (GUri) uri = g_uri_parse (base, G_URI_FLAGS_ENCODED_PATH, NULL);

  self->base = g_strdup (base);
  self->host = g_strdup (uri != NULL ? g_uri_get_host (uri) : base);
  self->key = secret_value_ref (key);
  /* Plain http is for this very machine: a proxy would be handed the key in clear text. */
  if (g_str_has_prefix (base, "http:"))
    soup_session_set_proxy_resolver (self->session, NULL);
  return self;
}

/**
 * usher_transport_get_base:
 * @self: a transport
 *
 * Returns: (transfer none): the server's base address
 */
const char *
usher_transport_get_base (UsherTransport *self)
{
  g_return_val_if_fail (USHER_IS_TRANSPORT (self), NULL);

  return self->base;
}

/**
 * usher_transport_get_host:
 * @self: a transport
 *
 * Returns: (transfer none): the server's name, for messages
 */
const char *
usher_transport_get_host (UsherTransport *self)
{
  g_return_val_if_fail (USHER_IS_TRANSPORT (self), NULL);

  return self->host;
}

/**
 * usher_transport_get_clock_offset:
 * @self: a transport
 *
 * Returns: the server's clock minus ours in microseconds, or less, by a second and as long as the last answer took; 0
 *   until one came
 */
gint64
usher_transport_get_clock_offset (UsherTransport *self)
{
  g_return_val_if_fail (USHER_IS_TRANSPORT (self), 0);

  return self->clock_offset;
}

/**
 * usher_transport_set_limits:
 * @self: a transport
 * @idle_seconds: how long the server may be silent
 * @total_ms: how long one exchange may take, from its turn to the last byte
 * @max_body: how many decoded bytes are read, 64 MiB by default
 */
void
usher_transport_set_limits (UsherTransport *self,
                            guint idle_seconds,
                            guint total_ms,
                            gsize max_body)
{
  g_return_if_fail (USHER_IS_TRANSPORT (self));

  soup_session_set_timeout (self->session, idle_seconds);
  self->total_ms = total_ms;
  self->max_body = max_body;
}

/**
 * usher_transport_set_unused_limit:
 * @self: a transport
 * @limit_ms: how long a connection stays open after the last request, in milliseconds; a minute by default
 */
void
usher_transport_set_unused_limit (UsherTransport *self, guint limit_ms)
{
  g_return_if_fail (USHER_IS_TRANSPORT (self));

  usher_unused_set_limit (self->unused, limit_ms);
}

/**
 * usher_transport_set_authorities:
 * @self: a transport
 * @authorities: who is believed about certificates
 *
 * Instead of those that the system believes.
 */
void
usher_transport_set_authorities (UsherTransport *self, GTlsDatabase *authorities)
{
  g_return_if_fail (USHER_IS_TRANSPORT (self));
  g_return_if_fail (G_IS_TLS_DATABASE (authorities));

  soup_session_set_tls_database (self->session, authorities);
}

/**
 * usher_transport_set_proxy:
 * @self: a transport
 * @proxy: which proxy is on the way
 *
 * Instead of the one in the settings of the system.
 */
void
usher_transport_set_proxy (UsherTransport *self, GProxyResolver *proxy)
{
  g_return_if_fail (USHER_IS_TRANSPORT (self));
  g_return_if_fail (G_IS_PROXY_RESOLVER (proxy));

  soup_session_set_proxy_resolver (self->session, proxy);
}

/* Leaves the place to the next one, whatever the outcome. */
static void
settle (GTask *task)
{
  UsherTransport *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);

  clear_source (&exchange->cancelled);
  clear_source (&exchange->deadline);
  if (exchange->stream != NULL)
    {
      /* Closing reads what is left, however much, unless the exchange counts as cancelled. */
      g_cancellable_cancel (exchange->inner);
      g_input_stream_close (exchange->stream, exchange->inner, NULL);
      g_clear_object (&exchange->stream);
    }
  if (exchange->in_flight)
    {
      exchange->in_flight = FALSE;
      self->n_in_flight--;
      send_next (self);
      usher_unused_end (self->unused);
    }
}

static void
fail (GTask *task, const GError *cause)
{
  UsherTransport *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  settle (task);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (exchange->over_time)
    error = usher_network_error_new_timed_out (self->host, exchange->sent);
  else if (exchange->restarted)
    error = usher_network_error_new_cut (self->host);
  else if (exchange->proxied)
    error = usher_network_error_new_proxy (self->host, soup_message_get_status (exchange->message));
  else if (exchange->old_tls)
    error = usher_network_error_new_old_tls (self->host);
  else if (exchange->flaws != 0 && !exchange->sent)
    error = usher_network_error_new_untrusted (self->host, exchange->flaws);
  else
    error = usher_network_error_new (cause, self->host, exchange->sent);
  g_task_return_error (task, error);
}

/* The message ends with an error, and on_sent() or on_read() with it. */
static void
stop (UsherTransport *self, Exchange *exchange)
{
  exchange->stopped = TRUE;
  if (!exchange->running || !usher_sockets_shut (self->sockets, exchange->message))
    g_cancellable_cancel (exchange->inner);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  UsherTransport *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);

  clear_source (&exchange->cancelled);
  if (exchange->in_flight)
    stop (self, exchange); /* the answer to that ends the task */
  else if (g_queue_remove (&self->waiting, task))
    {
      g_task_return_error_if_cancelled (task);
      g_object_unref (task); /* the queue's */
    }
  return G_SOURCE_REMOVE;
}

static gboolean
on_deadline (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Exchange *exchange = g_task_get_task_data (task);

  clear_source (&exchange->deadline);
  exchange->over_time = TRUE;
  stop (g_task_get_source_object (task), exchange);
  return G_SOURCE_REMOVE;
}

static void
on_starting (SoupMessage *message, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->sent = TRUE;
  exchange->running = TRUE;
}

/* Asked about a certificate that is not in order. The answer is always no; it is the reason that is wanted. */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flaws,
                       gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->flaws = flaws;
  return FALSE;
}

/* GIO's TLS still agrees on TLS 1.0 and 1.1 on some systems (glib-networking 2.74), which RFC 8996 has put out of
 * use. When the handshake is over nothing of the request has been sent, so it can end here. */
static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer user_data)
{
  Exchange *exchange = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTED)
    usher_sockets_note (exchange->sockets, message, connection);
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (connection))
    return;
  switch (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection)))
    {
    case G_TLS_PROTOCOL_VERSION_SSL_3_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_1:
      exchange->old_tls = TRUE;
      g_cancellable_cancel (exchange->inner);
      break;
    case G_TLS_PROTOCOL_VERSION_UNKNOWN:
    case G_TLS_PROTOCOL_VERSION_TLS_1_2:
    case G_TLS_PROTOCOL_VERSION_TLS_1_3:
    case G_TLS_PROTOCOL_VERSION_DTLS_1_0:
    case G_TLS_PROTOCOL_VERSION_DTLS_1_2:
    default:
      break;
    }
}

/* libsoup may send a message again when a connection that was kept open turns out to be dead. It
 * does so for idempotent methods only; should it ever come to a POST, the exchange ends first
 * (contract 7). */
static void
on_restarted (SoupMessage *message, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->running = FALSE;
  if (exchange->stopped)
    g_cancellable_cancel (exchange->inner);
  if (soup_message_get_method (message) == SOUP_METHOD_GET)
    return;
  exchange->restarted = TRUE;
  g_cancellable_cancel (exchange->inner);
}

/* Takes the task from the queue's hands. */
static void
start (UsherTransport *self, GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  exchange->in_flight = TRUE;
  usher_unused_begin (self->unused);
  exchange->deadline = g_timeout_source_new (self->total_ms);
  g_source_set_callback (exchange->deadline, on_deadline, g_object_ref (task), g_object_unref);
  g_source_attach (exchange->deadline, g_task_get_context (task));
  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT, exchange->inner,
                           on_sent, task);
}

static void
send_next (UsherTransport *self)
{
  while (self->n_in_flight < USHER_CLIENT_MAX_IN_FLIGHT && !g_queue_is_empty (&self->waiting))
    {
      self->n_in_flight++;
      start (self, g_queue_pop_head (&self->waiting));
    }
}

/* The lowest that it can be: the Date header has whole seconds, and may have been written at any time until it came. What
 * looks for what was made since a request left must not begin too late, however slow the answers are; a little too
 * early does no harm. */
static void
learn_clock (UsherTransport *self, Exchange *exchange)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  const char *text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date != NULL)
    self->clock_offset = g_date_time_to_unix (date) * G_USEC_PER_SEC - g_get_real_time ();
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  UsherTransport *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  exchange->running = FALSE;
  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    {
      fail (task, error);
      return;
    }
  /* An answer to what was not sent: it is to the CONNECT (RFC 9110, 9.3.6) that asked a proxy for the way. */
  if (!exchange->sent)
    {
      exchange->proxied = TRUE;
      fail (task, NULL);
      return;
    }
  /* It came as it was stopped: nobody waits for the rest. */
  if (exchange->stopped)
    g_cancellable_cancel (exchange->inner);
  learn_clock (self, exchange);
  read_more (task);
}

static void
read_more (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->stream, CHUNK, G_PRIORITY_DEFAULT, exchange->inner,
                                   on_read, g_object_ref (task));
}

static UsherAnswer *
new_answer (UsherTransport *self, Exchange *exchange, GBytes *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  UsherAnswer *answer = g_new0 (UsherAnswer, 1);

  answer->status = soup_message_get_status (exchange->message);
  answer->content_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  answer->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  answer->body = g_bytes_ref (body);
  answer->host = g_strdup (self->host);
  answer->received_at = exchange->received_at;
  return answer;
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GBytes) body = usher_body_join_finish (result, NULL);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, new_answer (g_task_get_source_object (task), g_task_get_task_data (task), body),
                           (GDestroyNotify) usher_answer_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  UsherTransport *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const guint8 *data;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (bytes == NULL)
    {
      fail (task, error);
      return;
    }
  data = g_bytes_get_data (bytes, &size);
  if (size > 0 && usher_body_get_size (exchange->body) + size > self->max_body)
    {
      settle (task);
      g_task_return_error (task, usher_network_error_new_too_large (self->host));
      return;
    }
  if (size > 0)
    {
      usher_body_append (exchange->body, data, size);
      read_more (task);
      return;
    }

  /* Read to its end: the stream is closed without ado, and the connection can be used again. */
  g_input_stream_close (exchange->stream, NULL, NULL);
  g_clear_object (&exchange->stream);
  settle (task);
  exchange->received_at = g_get_real_time ();
  usher_body_join_async (g_steal_pointer (&exchange->body), g_task_get_cancellable (task), on_joined,
                         g_object_ref (task));
}

static SoupMessage *
new_message (UsherTransport *self, const char *method, const char *path, const char *query,
             GBytes *body)
{
  g_autofree char *address =
      g_strconcat (self->base, path, query != NULL ? "?" : NULL, query, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, address);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "X-API-Key", secret_value_get_text (self->key));
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  return g_steal_pointer (&message);
}

/**
 * usher_transport_send_async:
 * @self: a transport
 * @method: "GET" or "POST"; a POST leaves this machine at most once
 * @path: what follows the base address, escaped
 * @query: (nullable): the query, escaped
 * @body: (nullable): JSON
 * @cancellable: (nullable): to cancel, at any stage
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Sends when fewer than %USHER_CLIENT_MAX_IN_FLIGHT others are under way (contract 7).
 */
void
usher_transport_send_async (UsherTransport *self, const char *method, const char *path,
                            const char *query, GBytes *body, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SoupMessage) message = NULL;
  Exchange *exchange;

  g_return_if_fail (USHER_IS_TRANSPORT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_transport_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  message = new_message (self, method, path, query, body);
  if (message == NULL)
    {
      g_task_return_error (task,
                           usher_api_error_new_unsent (
                               USHER_API_ERROR_INVALID_REQUEST,
                               _("The address of the request is not valid. Check the server's "
                                  "address in the account.")));
      return;
    }

  exchange = g_new0 (Exchange, 1);
  exchange->sockets = self->sockets;
  exchange->message = g_steal_pointer (&message);
  exchange->inner = g_cancellable_new ();
  exchange->body = usher_body_new ();
  g_task_set_task_data (task, exchange, exchange_free);
  g_signal_connect (exchange->message, "starting", G_CALLBACK (on_starting), exchange);
  g_signal_connect (exchange->message, "accept-certificate", G_CALLBACK (on_accept_certificate), exchange);
  g_signal_connect (exchange->message, "network-event", G_CALLBACK (on_network_event), exchange);
  g_signal_connect (exchange->message, "restarted", G_CALLBACK (on_restarted), exchange);
  if (cancellable != NULL)
    {
      exchange->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (exchange->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task),
                             g_object_unref);
      g_source_attach (exchange->cancelled, g_task_get_context (task));
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  send_next (self);
}

/**
 * usher_transport_send_finish:
 * @self: a transport
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full): the answer, whatever its status; %NULL with %USHER_API_ERROR_NETWORK,
 *   %USHER_API_ERROR_TLS, %USHER_API_ERROR_PROTOCOL (too large) or %G_IO_ERROR_CANCELLED
 */
UsherAnswer *
usher_transport_send_finish (UsherTransport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
