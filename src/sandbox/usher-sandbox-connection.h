/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define USHER_SANDBOX_TYPE_CONNECTION (usher_sandbox_connection_get_type ())
G_DECLARE_FINAL_TYPE (UsherSandboxConnection, usher_sandbox_connection, USHER_SANDBOX, CONNECTION, GIOStream)

/* Seconds: between two requests, for one request to be here, for one answer to be taken. */
typedef struct
{
  guint idle;
  guint request;
  guint answer;
} UsherSandboxPatience;

UsherSandboxConnection *usher_sandbox_connection_new (GSocketConnection *base,
                                                      const UsherSandboxPatience *patience);

/* The connection of a message; NULL for one of a stream that was none. */
UsherSandboxConnection *usher_sandbox_connection_of (SoupServerMessage *message);
/* What libsoup is told instead of the peer's address, so that the former finds its way. */
GSocketAddress         *usher_sandbox_connection_dup_address (UsherSandboxConnection *self);

/* Where libsoup stands: it has begun to read a request; has read it; has answered it. */
void     usher_sandbox_connection_begin (UsherSandboxConnection *self, SoupServerMessage *message);
void     usher_sandbox_connection_read  (UsherSandboxConnection *self);
void     usher_sandbox_connection_end   (UsherSandboxConnection *self);

/* Nobody is owed an answer. */
gboolean usher_sandbox_connection_is_waiting (UsherSandboxConnection *self);
gboolean usher_sandbox_connection_is_late    (UsherSandboxConnection *self);
void     usher_sandbox_connection_hang_up    (UsherSandboxConnection *self);

G_END_DECLS
