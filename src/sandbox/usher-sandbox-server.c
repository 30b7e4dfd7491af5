/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP: whose connections there are, who may ask (Host), and how the answer goes out.
 * It logs nothing about requests, since paths hold tokens. Main thread. */

#include "sandbox/usher-sandbox-server.h"

#include <errno.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/usher-sandbox-connection.h"
#include "sandbox/usher-sandbox-http.h"
#include "sandbox/usher-sandbox-pages.h"
#include "sandbox/usher-sandbox-routes.h"

/* A create request with thousands of addresses fits. */
#define MAX_BODY (1024 * 1024)
/* Whoever sends more than this although told not to is cut off. */
#define MAX_EXCESS (16 * MAX_BODY)
#define MAX_USER_AGENT 300
/* A browser has six, Usher ten; then whoever has waited longest without asking anything must go. */
#define MAX_CONNECTIONS 200
/* Seconds. Clients let go of a connection after less than this, so that it is not taken from under a
 * request. */
#define MAX_IDLE 90
#define MAX_REQUEST_TIME 30
#define MAX_ANSWER_TIME 60
#define TOO_LARGE "The request body is too large."

struct _UsherSandboxServer
{
  SoupServer *soup;       /* (owned) */
  GSocketService *accepting; /* (owned) */
  GQueue connections;     /* (element-type UsherSandboxConnection) (owned) oldest first */
  guint watch;
  UsherSandboxPatience patience;
  UsherSandbox *sandbox;  /* (borrowed) */
};

static gboolean
is_loopback_host (const char *host)
{
  return host != NULL
         && (g_str_equal (host, "127.0.0.1") || g_ascii_strcasecmp (host, "localhost") == 0
             || g_str_equal (host, "::1") || g_str_equal (host, "[::1]"));
}

/* Somebody else's name that was made to lead here (DNS rebinding) must not reach the data of a
 * service that only this machine is meant to see. */
static gboolean
is_host_allowed (UsherSandboxServer *self, SoupServerMessage *message)
{
  static const char * const names[] = { "127.0.0.1", "localhost", "[::1]" };
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_list (headers, "Host");
  GUri *uri = soup_server_message_get_uri (message);

  if (host == NULL || !is_loopback_host (g_uri_get_host (uri)))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *allowed = g_strdup_printf ("%s:%u", names[i], self->sandbox->port);

      if (g_ascii_strcasecmp (host, allowed) == 0)
        return TRUE;
      if (self->sandbox->port == 80 && g_ascii_strcasecmp (host, names[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
send_answer (SoupServerMessage *message, const UsherSandboxAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  /* Nothing here may be kept or told on: most answers hold links. */
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "X-Robots-Tag", "noindex, nofollow");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                answer->policy != NULL ? answer->policy : USHER_SANDBOX_PAGES_POLICY);
  if (answer->location != NULL)
    soup_message_headers_replace (headers, "Location", answer->location);
  if (answer->cookie != NULL)
    soup_message_headers_replace (headers, "Set-Cookie", answer->cookie);
  if (answer->allow != NULL)
    soup_message_headers_replace (headers, "Allow", answer->allow);
  if (answer->status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (headers, "WWW-Authenticate", "X-API-Key");
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->body != NULL)
    soup_server_message_set_response (message, answer->content_type, SOUP_MEMORY_COPY, answer->body,
                                      strlen (answer->body));
}

/* A message that waits for --latency. */
typedef struct
{
  SoupServerMessage *message; /* (borrowed): it owns this */
  guint source;
} Delay;

static void
on_message_over (SoupServerMessage *message, gpointer user_data)
{
  Delay *delay = user_data;

  g_clear_handle_id (&delay->source, g_source_remove);
}

static void
delay_free (gpointer data, GClosure *closure)
{
  on_message_over (NULL, data);
  g_free (data);
}

static gboolean
on_latency_over (gpointer user_data)
{
  Delay *delay = user_data;

  delay->source = 0;
  soup_server_message_unpause (delay->message);
  return G_SOURCE_REMOVE;
}

/* The work is done at once and the answer waits: so it is with a slow network, and so a client that
 * hangs up may have changed something. */
static void
delay_answer (SoupServerMessage *message, guint latency_ms)
{
  Delay *delay = g_new0 (Delay, 1);

  delay->message = message;
  soup_server_message_pause (message);
  delay->source = g_timeout_add (latency_ms, on_latency_over, delay);
  /* The message owns the delay, so that neither outlives the other. */
  g_signal_connect_data (message, "finished", G_CALLBACK (on_message_over), delay, delay_free, 0);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_message_over), delay);
}

static char *
dup_user_agent (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "User-Agent");
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid == NULL)
    return NULL;
  return g_utf8_strlen (valid, -1) > MAX_USER_AGENT ? g_utf8_substring (valid, 0, MAX_USER_AGENT)
                                                    : g_steal_pointer (&valid);
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  UsherSandboxServer *self = user_data;
  UsherSandboxAnswer answer = { 0 };
  UsherSandboxRequest request = { 0 };
  GUri *uri = soup_server_message_get_uri (message);
  g_autofree char *user_agent = NULL;
  g_autoptr (GBytes) body = NULL;

  request.headers = soup_server_message_get_request_headers (message);
  request.method = soup_server_message_get_method (message);
  request.is_head = g_str_equal (request.method, "HEAD");
  if (request.is_head)
    request.method = "GET";
  request.version = "";
  request.query = g_uri_get_query (uri);
  request.ip_address = soup_server_message_get_remote_host (message);
  request.user_agent = user_agent = dup_user_agent (request.headers);
  request.body = body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  if (!is_host_allowed (self, message))
    usher_sandbox_answer_detail (&answer, SOUP_STATUS_BAD_REQUEST,
                                 "The Host header does not name this service.");
  else
    usher_sandbox_routes_dispatch (self->sandbox, g_uri_get_path (uri), &request, &answer);
  send_answer (message, &answer);
  g_free (answer.body);
  g_free (answer.location);
  g_free (answer.cookie);
  g_free (answer.policy);
  if (self->sandbox->latency_ms > 0)
    delay_answer (message, self->sandbox->latency_ms);
}

static void
refuse_body (SoupServerMessage *message, guint status, const char *detail)
{
  UsherSandboxAnswer answer = { 0 };

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  usher_sandbox_answer_detail (&answer, status, detail);
  send_answer (message, &answer);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  g_free (answer.body);
}

static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  gsize *size = user_data;
  gboolean was_too_large = *size > MAX_BODY;

  *size += g_bytes_get_size (chunk);
  if (*size > MAX_BODY && !was_too_large)
    refuse_body (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
  if (*size > MAX_EXCESS)
    g_io_stream_close (G_IO_STREAM (usher_sandbox_connection_of (message)), NULL, NULL);
}

static void
free_size (gpointer data, GClosure *closure)
{
  g_free (data);
}

/* As soon as the headers are there. A status that is set here keeps on_request() from being called.
 */
static void
on_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gsize *size = g_new0 (gsize, 1);
  const char *length = soup_message_headers_get_one (headers, "Content-Length");

  /* libsoup would cut ranges out of answers by itself, as many as it is asked for. */
  soup_message_headers_remove (headers, "Range");
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (on_got_chunk), size, free_size, 0);
  if (length != NULL && (*length == '\0' || strspn (length, "0123456789") != strlen (length)))
    refuse_body (message, SOUP_STATUS_BAD_REQUEST, "The Content-Length header is not a number.");
  else if (length != NULL &&
           (strlen (length) > 18 || g_ascii_strtoull (length, NULL, 10) > MAX_BODY))
    {
      *size = MAX_BODY + 1;
      refuse_body (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
    }
}

static void
on_started (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  UsherSandboxConnection *connection = usher_sandbox_connection_of (message);

  if (connection != NULL)
    usher_sandbox_connection_begin (connection, message);
}

static void
on_read (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  UsherSandboxConnection *connection = usher_sandbox_connection_of (message);

  if (connection != NULL)
    usher_sandbox_connection_read (connection);
}

static void
on_finished (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  UsherSandboxConnection *connection = usher_sandbox_connection_of (message);

  if (connection != NULL)
    usher_sandbox_connection_end (connection);
}

static void
on_over (UsherSandboxConnection *connection, gpointer user_data)
{
  UsherSandboxServer *self = user_data;

  if (g_queue_remove (&self->connections, connection))
    g_object_unref (connection);
  if (g_queue_is_empty (&self->connections))
    g_clear_handle_id (&self->watch, g_source_remove);
}

/* Every second while there are connections: a timer for each request would cost more than the request. */
static gboolean
on_watch (gpointer user_data)
{
  UsherSandboxServer *self = user_data;
  GList *next;

  for (GList *l = self->connections.head; l != NULL; l = next)
    {
      next = l->next;
      if (usher_sandbox_connection_is_late (l->data))
        usher_sandbox_connection_hang_up (l->data);
    }
  return G_SOURCE_CONTINUE;
}

/* FALSE: all of them are being answered. */
static gboolean
make_room (UsherSandboxServer *self)
{
  if (g_queue_get_length (&self->connections) < MAX_CONNECTIONS)
    return TRUE;
  for (GList *l = self->connections.head; l != NULL; l = l->next)
    if (usher_sandbox_connection_is_waiting (l->data))
      {
        usher_sandbox_connection_hang_up (l->data);
        return TRUE;
      }
  return FALSE;
}

/* libsoup 3.2 never lets go of a socket that it has accepted itself, and so runs out of them. */
static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *base,
             GObject *source,
             gpointer user_data)
{
  UsherSandboxServer *self = user_data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (base, NULL);
  g_autoptr (UsherSandboxConnection) connection = usher_sandbox_connection_new (base, &self->patience);
  g_autoptr (GSocketAddress) remote = usher_sandbox_connection_dup_address (connection);
  g_autoptr (GError) error = NULL;

  if (local == NULL || remote == NULL || !make_room (self))
    return TRUE;
  /* Whoever asks one thing and waits for the answer must not wait for Nagle's algorithm too. */
  g_socket_set_option (g_socket_connection_get_socket (base), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_queue_push_tail (&self->connections, g_object_ref (connection));
  g_signal_connect (connection, "over", G_CALLBACK (on_over), self);
  if (self->watch == 0)
    self->watch = g_timeout_add_seconds (1, on_watch, self);
  if (!soup_server_accept_iostream (self->soup, G_IO_STREAM (connection), local, remote, &error))
    {
      g_printerr ("usher-sandbox: %s\n", error->message);
      on_over (connection, self);
    }
  return TRUE;
}

/* libsoup keeps a connection for the next request only while it listens somewhere itself. So it listens
 * to a socket of which nobody has the other end but this process. */
static gboolean
keep_alive (UsherSandboxServer *self, GError **error)
{
  g_autoptr (GSocket) end = NULL, other = NULL;
  int pair[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      int saved = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved), g_strerror (saved));
      return FALSE;
    }
  end = g_socket_new_from_fd (pair[0], error);
  if (end == NULL)
    {
      close (pair[0]);
      close (pair[1]);
      return FALSE;
    }
  other = g_socket_new_from_fd (pair[1], error);
  if (other == NULL)
    {
      close (pair[1]);
      return FALSE;
    }
  g_object_set_data_full (G_OBJECT (end), "other-end", g_steal_pointer (&other), g_object_unref);
  return soup_server_listen_socket (self->soup, end, 0, error);
}

/**
 * usher_sandbox_server_new:
 * @sandbox: (transfer none): the service; must live longer
 *
 * Makes the HTTP side of the service, which does not listen yet.
 *
 * Returns: (transfer full): the server
 */
UsherSandboxServer *
usher_sandbox_server_new (UsherSandbox *sandbox)
{
  UsherSandboxServer *self = g_new0 (UsherSandboxServer, 1);

  self->sandbox = sandbox;
  /* No Server header: a brand's page names no other service. */
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  self->patience.idle = MAX_IDLE;
  self->patience.request = MAX_REQUEST_TIME;
  self->patience.answer = MAX_ANSWER_TIME + sandbox->latency_ms / 1000;
  g_queue_init (&self->connections);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_started), self);
  g_signal_connect (self->soup, "request-read", G_CALLBACK (on_read), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (on_finished), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (on_finished), self);
  self->accepting = g_socket_service_new ();
  /* A crowd that comes at once waits at the door instead of trying again after seconds. */
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->accepting), 512);
  g_signal_connect (self->accepting, "incoming", G_CALLBACK (on_incoming), self);
  soup_server_add_early_handler (self->soup, NULL, on_headers, self, NULL);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  return self;
}

/**
 * usher_sandbox_server_free:
 * @self: (transfer full): the server
 *
 * Stops listening and closes every connection.
 */
void
usher_sandbox_server_free (UsherSandboxServer *self)
{
  g_socket_service_stop (self->accepting);
  g_socket_listener_close (G_SOCKET_LISTENER (self->accepting));
  g_clear_object (&self->accepting);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_clear_handle_id (&self->watch, g_source_remove);
  g_queue_clear_full (&self->connections, g_object_unref);
  g_free (self);
}

/**
 * usher_sandbox_server_listen:
 * @self: the server
 * @port: 0 for a free one
 * @error: return location for a #GIOErrorEnum
 *
 * Listens on 127.0.0.1, and tells the service on which port.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_server_listen (UsherSandboxServer *self, guint port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) effective = NULL;

  if (!keep_alive (self, error))
    return FALSE;
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->accepting),
                                      address,
                                      G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP,
                                      NULL,
                                      &effective,
                                      error))
    return FALSE;
  self->sandbox->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return TRUE;
}

/**
 * usher_sandbox_server_set_patience:
 * @self: the server
 * @patience: how long to wait for what
 *
 * Sets how long connections that are made from now on may take.
 */
void
usher_sandbox_server_set_patience (UsherSandboxServer *self, const UsherSandboxPatience *patience)
{
  self->patience = *patience;
}

/**
 * usher_sandbox_server_dup_base_url:
 * @self: a server that listens
 *
 * Returns: (transfer full): the base address of the newest version
 */
char *
usher_sandbox_server_dup_base_url (UsherSandboxServer *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u/" USHER_SANDBOX_NEWEST_VERSION, self->sandbox->port);
}
