/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Which socket a message is on. libsoup knows, and tells nobody. */
typedef struct _UsherSockets UsherSockets;

UsherSockets *usher_sockets_new  (void);
void          usher_sockets_free (UsherSockets *self);
void          usher_sockets_note (UsherSockets *self, SoupMessage *message, GIOStream *connection);
gboolean      usher_sockets_shut (UsherSockets *self, SoupMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSockets, usher_sockets_free)

G_END_DECLS
