/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Widgets come and go while answers are on their way: the request holds its widget weakly, so that a
 * slow server keeps no closed window alive, and knows by the cancellable that an answer is late, even
 * when the call itself had already ended well as it was cancelled. Main thread. */
#include "ui/usher-request.h"

struct _UsherRequest
{
  GWeakRef object;
  GCancellable *cancellable; /* (owned) (nullable) */
};

/**
 * usher_request_begin:
 * @object: (type GObject.Object): who waits for the answer
 * @cancellable: (nullable): cancelled when the answer is of no more interest
 *
 * Returns: (transfer full): the user data of the call
 */
UsherRequest *
usher_request_begin (gpointer object, GCancellable *cancellable)
{
  UsherRequest *self = g_new0 (UsherRequest, 1);

  g_weak_ref_init (&self->object, object);
  g_set_object (&self->cancellable, cancellable);
  return self;
}

/**
 * usher_request_end:
 * @request: (transfer full): the user data of the call
 *
 * The first line of a callback. The result of the call must be taken all the same, or it leaks.
 *
 * Returns: (transfer full) (nullable): who waits; %NULL when nobody does any more
 */
gpointer
usher_request_end (gpointer request)
{
  UsherRequest *self = request;
  g_autoptr (GObject) object = g_weak_ref_get (&self->object);

  if (g_cancellable_is_cancelled (self->cancellable))
    g_clear_object (&object);
  g_weak_ref_clear (&self->object);
  g_clear_object (&self->cancellable);
  g_free (self);
  return g_steal_pointer (&object);
}
