/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-fixture-server.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

struct _UsherFixture
{
  GSocketListener *listener; /* (owned) */
  GCancellable *stop;        /* (owned) */
  GThread *thread;           /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  char *base;                /* (owned) */
  UsherFixtureHandler handler;
  gpointer user_data;

  GMutex mutex;
  GCond cond;
  GPtrArray *threads; /* (mutex) (owned) (element-type GThread) */
  gboolean released;  /* (mutex) */
  guint n_requests;   /* (mutex) */
  guint n_in_flight;  /* (mutex) */
  guint peak;         /* (mutex) */
  guint n_open;       /* (mutex) */
  guint64 n_written;  /* (mutex) */
};

typedef struct
{
  UsherFixture *server;
  GSocketConnection *connection; /* (owned) */
  GIOStream *stream;             /* (owned) the connection, or TLS on it */
} Visit;

static void
count_request (UsherFixture *self, UsherFixtureRequest *request)
{
  g_mutex_lock (&self->mutex);
  request->number = ++self->n_requests;
  self->n_in_flight++;
  self->peak = MAX (self->peak, self->n_in_flight);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL); /* a test may wait for it */
}

static void
count_done (UsherFixture *self)
{
  g_mutex_lock (&self->mutex);
  self->n_in_flight--;
  g_mutex_unlock (&self->mutex);
}

/* NULL at the end of the connection. */
static char *
read_head (UsherFixture *self, GBufferedInputStream *in, GHashTable *headers)
{
  GDataInputStream *lines = G_DATA_INPUT_STREAM (in);
  g_autofree char *first = NULL;
  guint8 byte = 0;

  if (g_buffered_input_stream_fill (in, 1, self->stop, NULL) <= 0)
    return NULL;
  g_buffered_input_stream_peek (in, &byte, 0, 1);
  if (byte == 0x16) /* a TLS handshake: there is no line to wait for */
    return NULL;
  first = g_data_input_stream_read_line (lines, NULL, self->stop, NULL);
  if (first == NULL)
    return NULL;
  while (TRUE)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, self->stop, NULL);
      char *colon;

      if (line == NULL)
        return NULL;
      if (*line == '\0')
        return g_steal_pointer (&first);
      colon = strchr (line, ':');
      if (colon == NULL)
        return NULL;
      *colon = '\0';
      g_hash_table_insert (headers, g_ascii_strdown (line, -1), g_strstrip (g_strdup (colon + 1)));
    }
}

static gboolean
serve_one (UsherFixture *self, Visit *visit, GInputStream *in, guint number)
{
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *head = read_head (self, G_BUFFERED_INPUT_STREAM (in), headers);
  g_auto (GStrv) parts = NULL;
  g_autofree char *body = NULL;
  const char *length;
  const char *page;
  char *query;
  gsize size;
  gboolean stay;
  UsherFixtureRequest request = { .on_connection = number,
                                  .connection = visit->connection,
                                  .stream = visit->stream,
                                  .server = self };

  if (head == NULL)
    return FALSE;
  parts = g_strsplit (head, " ", 3);
  if (g_strv_length (parts) != 3)
    return FALSE;
  length = g_hash_table_lookup (headers, "content-length");
  size = length != NULL ? (gsize) g_ascii_strtoull (length, NULL, 10) : 0;
  body = g_malloc0 (size + 1);
  if (!g_input_stream_read_all (in, body, size, NULL, self->stop, NULL))
    return FALSE;

  query = strchr (parts[1], '?');
  if (query != NULL)
    *query++ = '\0';
  g_assert_true (g_str_has_prefix (parts[1], "/v2"));
  request.method = parts[0];
  request.path = strchr (parts[1] + 1, '/');
  request.query = query != NULL ? query : "";
  request.body = body;
  request.headers = headers;
  page = strstr (request.query, "page=");
  request.page = page != NULL ? (guint) g_ascii_strtoull (page + 5, NULL, 10) : 1;
  count_request (self, &request);
  stay = self->handler (&request, self->user_data);
  count_done (self);
  return stay;
}

static void
count_open (UsherFixture *self, int change)
{
  g_mutex_lock (&self->mutex);
  self->n_open += (guint) change;
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL); /* a test may wait for it */
}

static gpointer
serve (gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (GDataInputStream) in
      = g_data_input_stream_new (g_io_stream_get_input_stream (visit->stream));
  guint number = 1;

  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (in), FALSE);
  while (serve_one (visit->server, visit, G_INPUT_STREAM (in), number))
    number++;
  g_io_stream_close (visit->stream, NULL, NULL);
  count_open (visit->server, -1);
  g_object_unref (visit->stream);
  g_object_unref (visit->connection);
  g_free (visit);
  return NULL;
}

static gpointer
accept_visits (gpointer user_data)
{
  UsherFixture *self = user_data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (self->listener, NULL, self->stop, NULL)) != NULL)
    {
      Visit *visit = g_new0 (Visit, 1);

      visit->server = self;
      visit->connection = connection;
      count_open (self, 1);
      visit->stream = self->certificate != NULL
                          ? g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL)
                          : g_object_ref (G_IO_STREAM (connection));
      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->threads, g_thread_new ("fixture-visit", serve, visit));
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

UsherFixture *
usher_fixture_start (UsherFixtureHandler handler, gpointer user_data)
{
  return usher_fixture_start_tls (NULL, handler, user_data);
}

UsherFixture *
usher_fixture_start_tls (GTlsCertificate *certificate, UsherFixtureHandler handler,
                         gpointer user_data)
{
  UsherFixture *self = g_new0 (UsherFixture, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->handler = handler;
  self->user_data = user_data;
  self->stop = g_cancellable_new ();
  self->threads = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->listener = g_socket_listener_new ();
  g_socket_listener_set_backlog (self->listener, 64);
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->base = g_strdup_printf (
      "%s://127.0.0.1:%u/v2.2", certificate != NULL ? "https" : "http",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  self->thread = g_thread_new ("fixture", accept_visits, self);
  return self;
}

void
usher_fixture_stop (UsherFixture *self)
{
  usher_fixture_release (self);
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_ptr_array_unref (self->threads);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_clear_object (&self->certificate);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->base);
  g_free (self);
}

const char *
usher_fixture_get_base (UsherFixture *self)
{
  return self->base;
}

#define LOCKED_GETTER(type, name, field) \
  type usher_fixture_get_##name (UsherFixture *self) \
  { \
    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex); \
    return self->field; \
  }

LOCKED_GETTER (guint, n_requests, n_requests)
LOCKED_GETTER (guint, n_in_flight, n_in_flight)
LOCKED_GETTER (guint, peak, peak)
LOCKED_GETTER (guint, n_open, n_open)
LOCKED_GETTER (guint64, n_written, n_written)

void
usher_fixture_release (UsherFixture *self)
{
  g_mutex_lock (&self->mutex);
  self->released = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
usher_fixture_hold (UsherFixtureRequest *request)
{
  UsherFixture *self = request->server;

  g_mutex_lock (&self->mutex);
  while (!self->released)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return !g_cancellable_is_cancelled (self->stop);
}

gboolean
usher_fixture_write (UsherFixtureRequest *request, const void *data, gsize size)
{
  GOutputStream *out = g_io_stream_get_output_stream (request->stream);
  gsize written = 0;
  gboolean ok = g_output_stream_write_all (out, data, size, &written, request->server->stop, NULL);

  g_mutex_lock (&request->server->mutex);
  request->server->n_written += written;
  g_mutex_unlock (&request->server->mutex);
  return ok;
}

gboolean
usher_fixture_reply (UsherFixtureRequest *request, guint status, const char *type,
                     const char *headers, const char *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP/1.1 %u Because\r\n", status);
  if (type != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\n", type);
  if (headers != NULL)
    g_string_append (text, headers);
  if (status != 204)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  g_string_append (text, "\r\n");
  g_string_append (text, body);
  return usher_fixture_write (request, text->str, text->len);
}

gboolean
usher_fixture_reply_json (UsherFixtureRequest *request, const char *body)
{
  return usher_fixture_reply (request, 200, "application/json", NULL, body);
}

void
usher_fixture_reset (UsherFixtureRequest *request)
{
  GSocket *socket = g_socket_connection_get_socket (request->connection);
  struct linger hard = { .l_onoff = 1, .l_linger = 0 };

  g_assert_cmpint (
      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &hard, sizeof hard), ==, 0);
  g_socket_close (socket, NULL);
}

char *
usher_fixture_make_id (guint n)
{
  return g_strdup_printf ("00000000-0000-4000-8000-%012u", n);
}

char *
usher_fixture_make_invitation (guint n)
{
  g_autofree char *id = usher_fixture_make_id (n);

  return g_strdup_printf (
      "{\"id\":\"%s\",\"token\":\"t%u\",\"invitationType\":\"CREATE_CONNECTION\","
      "\"status\":\"ACTIVE\",\"invitationUrl\":\"https://example.com/p/i/t%u\","
      "\"companyId\":\"00000000-0000-4000-8000-00000000c001\",\"connectionId\":null,"
      "\"allowedEmails\":[\"r%u@example.com\"],\"expiresAt\":null,\"maxUses\":null,\"useCount\":0,"
      "\"createdAt\":\"2026-01-02T03:04:05Z\",\"prefill\":{},\"createdConnections\":[]}",
      id, n, n, n);
}

char *
usher_fixture_make_page (guint first, guint count, guint current, guint pages, gboolean has_next)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "{\"perPage\":%u,\"totalPages\":%u,\"currentPage\":%u,\"hasNext\":%s,"
                          "\"hasPrevious\":%s,\"invitations\":[",
                          MAX (count, 1), pages, current, has_next ? "true" : "false",
                          current > 1 ? "true" : "false");
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *one = usher_fixture_make_invitation (first + i);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", one);
    }
  g_string_append (text, "]}");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
