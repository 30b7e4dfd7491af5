/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of an answer while it comes in: blocks that never move. One array that grows is copied each time it does,
 * which holds the main loop for longer than a frame from a dozen megabytes on. Not thread-safe: one thread appends, and
 * a large body is put together by another one once it is whole. */
#include "api/usher-body.h"

/* Bytes. A body of one block is handed on as it is. */
#define BLOCK (1024 * 1024)

struct _UsherBody
{
  GPtrArray *blocks; /* (owned) (element-type GByteArray): all but the last have BLOCK bytes */
  gsize size;
};

/**
 * usher_body_new:
 *
 * Returns: (transfer full): a body without a byte
 */
UsherBody *
usher_body_new (void)
{
  UsherBody *self = g_new0 (UsherBody, 1);

  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_ptr_array_add (self->blocks, g_byte_array_new ());
  return self;
}

/**
 * usher_body_free:
 * @self: (transfer full): a body
 */
void
usher_body_free (UsherBody *self)
{
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * usher_body_get_size:
 * @self: a body
 *
 * Returns: how many bytes have come
 */
gsize
usher_body_get_size (UsherBody *self)
{
  return self->size;
}

/**
 * usher_body_append:
 * @self: a body
 * @data: (array length=size): what came
 * @size: its bytes
 */
void
usher_body_append (UsherBody *self, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      GByteArray *last = g_ptr_array_index (self->blocks, self->blocks->len - 1);
      gsize n = MIN (size, BLOCK - last->len);

      g_byte_array_append (last, data, (guint) n);
      self->size += n;
      data += n;
      size -= n;
      if (last->len == BLOCK && size > 0)
        g_ptr_array_add (self->blocks, g_byte_array_sized_new (BLOCK));
    }
}

static void
join_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  UsherBody *self = task_data;
  g_autoptr (GByteArray) whole = g_byte_array_sized_new ((guint) self->size);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      GByteArray *block = g_ptr_array_index (self->blocks, i);

      g_byte_array_append (whole, block->data, block->len);
    }
  g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&whole)), (GDestroyNotify) g_bytes_unref);
}

/**
 * usher_body_join_async:
 * @self: (transfer full): a body that is whole, of less than 4 GiB
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is put together
 * @user_data: data for @callback
 *
 * Makes one piece of it: a large one in a thread of its own, so that the main loop goes on.
 */
void
usher_body_join_async (UsherBody           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, usher_body_join_async);
  g_task_set_task_data (task, self, (GDestroyNotify) usher_body_free);
  if (self->blocks->len > 1)
    g_task_run_in_thread (task, join_in_thread);
  else
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_ptr_array_steal_index (self->blocks, 0)),
                           (GDestroyNotify) g_bytes_unref);
}

/**
 * usher_body_join_finish:
 * @result: what the callback was given
 * @error: return location for an error: only that it was cancelled
 *
 * Returns: (transfer full): the body
 */
GBytes *
usher_body_join_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
