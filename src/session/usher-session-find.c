/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A look into the store beside the list that is shown: for the desktop's search. Main thread; the store
 * answers on its own. */
#include "session/usher-session-private.h"
#include "store/usher-store-private.h"

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  guint max = GPOINTER_TO_UINT (g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = usher_store_query_finish (USHER_STORE (source), result, &error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (rows == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; i < rows->len && i < max; i++)
    {
      UsherInvitationItem *item = usher_store_dup_item (USHER_STORE (source), g_array_index (rows, gint64, i), NULL);

      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  g_task_return_pointer (task, g_steal_pointer (&items), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * usher_session_find_async:
 * @self: a session
 * @query: what to look for
 * @max: how many at most
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the store, and nobody else; what is listed stays as it is.
 */
void
usher_session_find_async (UsherSession *self, UsherQuery *query, guint max, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (query != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_find_async, "[usher] find");
  g_task_set_task_data (task, GUINT_TO_POINTER (max), NULL);
  usher_store_query_async (self->store, query, cancellable, on_found, g_steal_pointer (&task));
}

/**
 * usher_session_find_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type UsherInvitationItem): what was found, in the query's order
 */
GPtrArray *
usher_session_find_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
