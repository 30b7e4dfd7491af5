/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Closes the connections of a session a while after its last request. libsoup's own "idle-timeout" is not safe: its timer
 * does not look whether the connection is in use by now. Where the timer was due, but others were served first, and one
 * of them sent a request, that request's connection is freed beneath it (seen with 3.2.3; 3.6.6 has the same lines).
 * Main context only. */

#include "usher-config.h"

#include "api/usher-unused.h"

#define LIMIT_MS (60 * 1000)

struct _UsherUnused
{
  SoupSession *session; /* (owned) */
  GSource *timer;       /* (owned) (nullable): while none is under way */
  guint limit_ms;
  guint n_under_way;
};

static void
clear_timer (UsherUnused *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

/**
 * usher_unused_new:
 * @session: a session without "idle-timeout"
 *
 * Returns: (transfer full): who closes its connections 60 seconds after the last request
 */
UsherUnused *
usher_unused_new (SoupSession *session)
{
  UsherUnused *self = g_new0 (UsherUnused, 1);

  self->session = g_object_ref (session);
  self->limit_ms = LIMIT_MS;
  return self;
}

/**
 * usher_unused_free:
 * @self: (transfer full): who closes connections
 */
void
usher_unused_free (UsherUnused *self)
{
  clear_timer (self);
  g_object_unref (self->session);
  g_free (self);
}

/**
 * usher_unused_set_limit:
 * @self: who closes connections
 * @limit_ms: how long they stay open unused from the next request on, in milliseconds
 */
void
usher_unused_set_limit (UsherUnused *self, guint limit_ms)
{
  self->limit_ms = limit_ms;
}

/**
 * usher_unused_begin:
 * @self: who closes connections
 *
 * A request is about to be sent. A timer that is due already is not heard any more: GLib does not call what was destroyed.
 */
void
usher_unused_begin (UsherUnused *self)
{
  self->n_under_way++;
  clear_timer (self);
}

static gboolean
on_unused (gpointer user_data)
{
  UsherUnused *self = user_data;

  clear_timer (self);
  /* There is nothing to abort; what is left of it is that the connections are closed. */
  soup_session_abort (self->session);
  return G_SOURCE_REMOVE;
}

/**
 * usher_unused_end:
 * @self: who closes connections
 *
 * A request has come to its end.
 */
void
usher_unused_end (UsherUnused *self)
{
  g_return_if_fail (self->n_under_way > 0);

  self->n_under_way--;
  if (self->n_under_way > 0)
    return;
  self->timer = g_timeout_source_new (self->limit_ms);
  g_source_set_callback (self->timer, on_unused, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}
