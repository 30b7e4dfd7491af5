/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One client's connection, between its socket and libsoup's server. It is there for two things. Time:
 * who sends slowly, or nothing, or does not take the answer, is hung up on. And libsoup 3.2 forgets a
 * connection that ends between two requests, and never gives its descriptor back (3.4 does): so it is not
 * told of such an end; the connection is taken away from it instead. Main thread. */

#include "sandbox/usher-sandbox-connection.h"

#define KEY "usher-sandbox-connection"

/* What is read passes through this. */
#define USHER_SANDBOX_TYPE_INPUT (usher_sandbox_input_get_type ())
G_DECLARE_FINAL_TYPE (UsherSandboxInput, usher_sandbox_input, USHER_SANDBOX, INPUT, GFilterInputStream)

struct _UsherSandboxInput
{
  GFilterInputStream parent_instance;

  UsherSandboxConnection *connection; /* (borrowed) (nullable): it owns this */
};

struct _UsherSandboxConnection
{
  GIOStream parent_instance;

  GSocketConnection *base;     /* (owned) */
  UsherSandboxInput *input;    /* (owned) */
  SoupServerMessage *message;  /* (owned) (nullable) the first one: the way to libsoup's own object */
  UsherSandboxPatience patience;
  gint64 deadline;             /* of what is waited for now, in monotonic microseconds */
  guint ending;                /* the source that hangs up soon */
  gboolean is_idle;            /* libsoup waits for the first byte of another request */
  gboolean is_read;            /* the request is here, the answer not yet gone */
};

enum
{
  OVER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void usher_sandbox_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherSandboxInput, usher_sandbox_input, G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      usher_sandbox_input_pollable_init))
G_DEFINE_FINAL_TYPE (UsherSandboxConnection, usher_sandbox_connection, G_TYPE_IO_STREAM)

static gboolean
on_ending (gpointer user_data)
{
  UsherSandboxConnection *self = user_data;

  self->ending = 0;
  usher_sandbox_connection_hang_up (self);
  return G_SOURCE_REMOVE;
}

static GPollableInputStream *
get_base (GPollableInputStream *stream)
{
  return G_POLLABLE_INPUT_STREAM (
    g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream)));
}

static gboolean
usher_sandbox_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (stream));
}

static GSource *
usher_sandbox_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) source = g_pollable_input_stream_create_source (get_base (stream), NULL);

  return g_pollable_source_new_full (stream, source, cancellable);
}

static gssize
usher_sandbox_input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  UsherSandboxInput *self = USHER_SANDBOX_INPUT (stream);
  UsherSandboxConnection *connection = self->connection;
  g_autoptr (GError) local = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (get_base (stream), buffer, count, NULL, &local);

  if (connection != NULL && connection->is_idle && n <= 0
      && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      if (connection->ending == 0)
        connection->ending = g_idle_add_full (G_PRIORITY_HIGH, on_ending, connection, NULL);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "The connection has ended");
      return -1;
    }
  if (n < 0)
    g_propagate_error (error, g_steal_pointer (&local));
  return n;
}

static void
usher_sandbox_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = usher_sandbox_input_is_readable;
  iface->create_source = usher_sandbox_input_create_source;
  iface->read_nonblocking = usher_sandbox_input_read_nonblocking;
}

static void
usher_sandbox_input_class_init (UsherSandboxInputClass *klass)
{
}

static void
usher_sandbox_input_init (UsherSandboxInput *self)
{
}

static GInputStream *
usher_sandbox_connection_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (USHER_SANDBOX_CONNECTION (stream)->input);
}

static GOutputStream *
usher_sandbox_connection_get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (G_IO_STREAM (USHER_SANDBOX_CONNECTION (stream)->base));
}

static gboolean
usher_sandbox_connection_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (G_IO_STREAM (USHER_SANDBOX_CONNECTION (stream)->base), cancellable, error);
}

static void
usher_sandbox_connection_dispose (GObject *object)
{
  UsherSandboxConnection *self = USHER_SANDBOX_CONNECTION (object);

  g_clear_handle_id (&self->ending, g_source_remove);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  /* This closes the streams, and so comes before they go. */
  G_OBJECT_CLASS (usher_sandbox_connection_parent_class)->dispose (object);
}

static void
usher_sandbox_connection_finalize (GObject *object)
{
  UsherSandboxConnection *self = USHER_SANDBOX_CONNECTION (object);

  self->input->connection = NULL;
  g_clear_object (&self->input);
  g_clear_object (&self->base);
  G_OBJECT_CLASS (usher_sandbox_connection_parent_class)->finalize (object);
}

static void
usher_sandbox_connection_class_init (UsherSandboxConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  object_class->dispose = usher_sandbox_connection_dispose;
  object_class->finalize = usher_sandbox_connection_finalize;
  stream_class->get_input_stream = usher_sandbox_connection_get_input_stream;
  stream_class->get_output_stream = usher_sandbox_connection_get_output_stream;
  stream_class->close_fn = usher_sandbox_connection_close;

  /**
   * UsherSandboxConnection::over:
   * @self: the connection
   *
   * Emitted once, when libsoup has nothing more to do with it.
   */
  signals[OVER] = g_signal_new ("over", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
usher_sandbox_connection_init (UsherSandboxConnection *self)
{
}

/**
 * usher_sandbox_connection_new:
 * @base: (transfer none): what has been accepted
 * @patience: how long to wait for what
 *
 * Returns: (transfer full): the stream that libsoup is given
 */
UsherSandboxConnection *
usher_sandbox_connection_new (GSocketConnection *base, const UsherSandboxPatience *patience)
{
  UsherSandboxConnection *self = g_object_new (USHER_SANDBOX_TYPE_CONNECTION, NULL);

  self->base = g_object_ref (base);
  self->patience = *patience;
  self->input = g_object_new (USHER_SANDBOX_TYPE_INPUT, "base-stream",
                              g_io_stream_get_input_stream (G_IO_STREAM (base)), "close-base-stream", FALSE,
                              NULL);
  self->input->connection = self;
  return self;
}

/**
 * usher_sandbox_connection_dup_address:
 * @self: a connection
 *
 * Returns: (transfer full) (nullable): the peer's address, which leads back to the connection; %NULL
 *   if the peer has gone already
 */
GSocketAddress *
usher_sandbox_connection_dup_address (UsherSandboxConnection *self)
{
  g_autoptr (GSocketAddress) peer = g_socket_connection_get_remote_address (self->base, NULL);
  GSocketAddress *copy;

  if (!G_IS_INET_SOCKET_ADDRESS (peer))
    return NULL;
  /* The socket owns the original, and may give it to others. */
  copy = g_inet_socket_address_new (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer)),
                                    g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (peer)));
  g_object_set_data_full (G_OBJECT (copy), KEY, g_object_ref (self), g_object_unref);
  return copy;
}

/**
 * usher_sandbox_connection_of:
 * @message: a message of the server
 *
 * Returns: (transfer none) (nullable): on which connection it came
 */
UsherSandboxConnection *
usher_sandbox_connection_of (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  return address != NULL ? g_object_get_data (G_OBJECT (address), KEY) : NULL;
}

static void
wait_for (UsherSandboxConnection *self, guint seconds)
{
  self->deadline = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
}

static void
on_disconnected (SoupServerMessage *message, UsherSandboxConnection *self)
{
  g_autoptr (UsherSandboxConnection) alive = g_object_ref (self);

  if (self->message == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_handle_id (&self->ending, g_source_remove);
  g_signal_emit (self, signals[OVER], 0);
}

/**
 * usher_sandbox_connection_begin:
 * @self: a connection
 * @message: what libsoup reads into
 *
 * Notes that a request has begun, or that the first one is waited for.
 */
void
usher_sandbox_connection_begin (UsherSandboxConnection *self, SoupServerMessage *message)
{
  self->is_idle = FALSE;
  self->is_read = FALSE;
  wait_for (self, self->patience.request);
  /* Any of its messages tells when libsoup lets go of a connection. */
  if (self->message != NULL)
    return;
  self->message = g_object_ref (message);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected), self);
}

/**
 * usher_sandbox_connection_read:
 * @self: a connection
 *
 * Notes that a whole request is here.
 */
void
usher_sandbox_connection_read (UsherSandboxConnection *self)
{
  self->is_read = TRUE;
  wait_for (self, self->patience.answer);
}

/**
 * usher_sandbox_connection_end:
 * @self: a connection
 *
 * Notes that the answer is on its way, and that libsoup waits for another request.
 */
void
usher_sandbox_connection_end (UsherSandboxConnection *self)
{
  self->is_idle = TRUE;
  self->is_read = FALSE;
  wait_for (self, self->patience.idle);
}

/**
 * usher_sandbox_connection_is_waiting:
 * @self: a connection
 *
 * Returns: whether no whole request is here that has not been answered
 */
gboolean
usher_sandbox_connection_is_waiting (UsherSandboxConnection *self)
{
  return !self->is_read;
}

/**
 * usher_sandbox_connection_is_late:
 * @self: a connection
 *
 * Returns: whether what is waited for has taken too long
 */
gboolean
usher_sandbox_connection_is_late (UsherSandboxConnection *self)
{
  return g_get_monotonic_time () >= self->deadline;
}

/**
 * usher_sandbox_connection_hang_up:
 * @self: a connection
 *
 * Ends it, wherever it stands.
 */
void
usher_sandbox_connection_hang_up (UsherSandboxConnection *self)
{
  g_autoptr (UsherSandboxConnection) alive = g_object_ref (self);
  g_autoptr (SoupServerMessage) message = self->message != NULL ? g_object_ref (self->message) : NULL;
  g_autoptr (GIOStream) stolen = NULL;

  /* The only way in libsoup's API to let a connection go; it says "disconnected" on that. */
  if (message != NULL)
    stolen = soup_server_message_steal_connection (message);
  g_io_stream_close (G_IO_STREAM (self), NULL, NULL);
}
