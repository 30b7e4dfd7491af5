/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends a request whose answer is waited for by shutting its socket down. To cancel it is not safe: libsoup 3.4 to 3.6
 * finishes such a message twice, and frees what is still in use (mended in 3.7.1, commit 9ba1243a). A connection that
 * breaks takes another way, which is in order in each of them. Main thread. */
#include "api/usher-sockets.h"

struct _UsherSockets
{
  GHashTable *table; /* (owned): id of the connection → GWeakRef of its GSocket */
};

static void
free_reference (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  g_autoptr (GSocket) socket = g_weak_ref_get (value);

  return socket == NULL || g_socket_is_closed (socket);
}

/**
 * usher_sockets_new:
 *
 * Returns: (transfer full): an empty list
 */
UsherSockets *
usher_sockets_new (void)
{
  UsherSockets *self = g_new0 (UsherSockets, 1);

  self->table = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_reference);
  return self;
}

/**
 * usher_sockets_free:
 * @self: (transfer full): the list
 */
void
usher_sockets_free (UsherSockets *self)
{
  g_hash_table_unref (self->table);
  g_free (self);
}

/**
 * usher_sockets_note:
 * @self: the list
 * @message: a message whose connection was just made
 * @connection: that connection, as [signal@Soup.Message::network-event] tells it
 *
 * Remembers the socket for as long as it is open; messages to come may use it, too.
 */
void
usher_sockets_note (UsherSockets *self, SoupMessage *message, GIOStream *connection)
{
  gint64 id = (gint64) soup_message_get_connection_id (message);
  GWeakRef *reference;

  if (!G_IS_SOCKET_CONNECTION (connection))
    return;
  g_hash_table_foreach_remove (self->table, is_gone, NULL);
  reference = g_new0 (GWeakRef, 1);
  g_weak_ref_init (reference, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
  g_hash_table_replace (self->table, g_memdup2 (&id, sizeof id), reference);
}

/**
 * usher_sockets_shut:
 * @self: the list
 * @message: a message that was sent and has no answer yet
 *
 * Shuts the connection down that @message is on. What else is on it (HTTP/2) breaks as well; that is sent again or
 * looked after, as when a network breaks.
 *
 * Returns: %FALSE when the connection is not known, so that nothing was done
 */
gboolean
usher_sockets_shut (UsherSockets *self, SoupMessage *message)
{
  gint64 id = (gint64) soup_message_get_connection_id (message);
  GWeakRef *reference = g_hash_table_lookup (self->table, &id);
  g_autoptr (GSocket) socket = reference != NULL ? g_weak_ref_get (reference) : NULL;

  return socket != NULL && g_socket_shutdown (socket, TRUE, TRUE, NULL);
}
