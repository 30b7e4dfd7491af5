/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GTask that ends in time. libsecret can wait for ever: for a stopped service, for a portal with
 * an empty answer, for a prompt nobody sees. So each step has a patience of its own; when it is
 * over, or the caller cancels, the task returns at once, and libsecret's own call is left to end
 * when it likes. Main context of the caller only. */
#include "keys/usher-keys-operation.h"

#include "keys/usher-keys-error.h"

static void
operation_free (UsherKeysOperation *self)
{
  g_assert (self->timer == NULL && self->on_cancelled == NULL);
  g_clear_object (&self->account);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->value, secret_value_unref);
  g_clear_object (&self->service);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    {
      g_source_destroy (*source);
      g_clear_pointer (source, g_source_unref);
    }
}

/* Never with a prompt up: libsecret 0.20.5 then returns its task twice, with criticals. The prompt
 * stays until the person answers it, which does no harm, as no step that may prompt writes
 * anything. */
static void
operation_cancel_call (UsherKeysOperation *self)
{
  if (self->waits_for == USHER_KEYS_WAIT_SERVICE)
    g_cancellable_cancel (self->cancellable);
}

/* From here on nothing may be returned any more, and the key is let go. */
static void
operation_close (UsherKeysOperation *self)
{
  self->over = TRUE;
  clear_source (&self->timer);
  clear_source (&self->on_cancelled);
  g_clear_pointer (&self->value, secret_value_unref);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  UsherKeysOperation *self = g_task_get_task_data (task);

  operation_close (self);
  operation_cancel_call (self);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
  return G_SOURCE_REMOVE;
}

static gboolean
on_patience_over (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  UsherKeysOperation *self = g_task_get_task_data (task);

  operation_close (self);
  operation_cancel_call (self);
  if (self->waits_for == USHER_KEYS_WAIT_PERSON)
    g_task_return_error (task, usher_keys_error_new_locked ());
  else
    g_task_return_error (task, usher_keys_error_new_silent ());
  return G_SOURCE_REMOVE;
}

/**
 * usher_keys_operation_begin:
 * @keyring: the source object
 * @account: whose key it is about
 * @service_patience: how long to wait for the service, in milliseconds
 * @person_patience: how long to wait for a person in front of a prompt, in milliseconds
 * @cancellable: (nullable): the caller's
 * @callback: called once, in the thread-default main context
 * @user_data: for @callback
 *
 * Returns: (transfer full): a task with an [struct@KeysOperation] as its data. Hand a reference to
 * each call into libsecret, and ask usher_keys_operation_is_over() first when it comes back
 */
GTask *
usher_keys_operation_begin (UsherKeyring *keyring, UsherAccount *account, guint service_patience,
                            guint person_patience, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (keyring, cancellable, callback, user_data);
  UsherKeysOperation *self = g_new0 (UsherKeysOperation, 1);

  /* What came in time stands, also when the cancellable is cancelled a moment later. */
  g_task_set_check_cancellable (task, FALSE);
  self->account = g_object_ref (account);
  self->service_patience = service_patience;
  self->person_patience = person_patience;
  self->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, self, (GDestroyNotify) operation_free);

  if (cancellable != NULL)
    {
      /* A source, not the signal: its handler must not end the task inside the caller's cancel().
       */
      self->on_cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->on_cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task),
                             g_object_unref);
      g_source_set_static_name (self->on_cancelled, "usher-keys-cancelled");
      g_source_attach (self->on_cancelled, g_task_get_context (task));
    }

  return task;
}

/**
 * usher_keys_operation_step:
 * @task: an operation that is not over
 * @waits_for: whose answer the call that follows needs
 *
 * Begins a step: the clock starts anew, with the patience for the service or for a person.
 */
void
usher_keys_operation_step (GTask *task, UsherKeysWait waits_for)
{
  UsherKeysOperation *self = g_task_get_task_data (task);
  guint patience =
    waits_for == USHER_KEYS_WAIT_PERSON ? self->person_patience : self->service_patience;

  clear_source (&self->timer);
  self->waits_for = waits_for;
  self->timer = g_timeout_source_new (patience);
  g_source_set_callback (self->timer, on_patience_over, g_object_ref (task), g_object_unref);
  g_source_set_static_name (self->timer, "usher-keys-patience");
  g_source_attach (self->timer, g_task_get_context (task));
}

/**
 * usher_keys_operation_commit:
 * @task: an operation that is not over
 *
 * What follows cannot be taken back, so it is not cancelled any more. Its patience stays.
 */
void
usher_keys_operation_commit (GTask *task)
{
  UsherKeysOperation *self = g_task_get_task_data (task);

  clear_source (&self->on_cancelled);
}

/**
 * usher_keys_operation_is_over:
 * @task: an operation
 *
 * Returns: %TRUE when it was cancelled or has run out of time; what libsecret says now comes too
 * late
 */
gboolean
usher_keys_operation_is_over (GTask *task)
{
  UsherKeysOperation *self = g_task_get_task_data (task);

  return self->over;
}

/**
 * usher_keys_operation_return:
 * @task: an operation that is not over
 * @value: (transfer full) (nullable): the result
 * @destroy: (nullable): frees @value
 */
void
usher_keys_operation_return (GTask *task, gpointer value, GDestroyNotify destroy)
{
  operation_close (g_task_get_task_data (task));
  g_task_return_pointer (task, value, destroy);
}

/**
 * usher_keys_operation_fail:
 * @task: an operation that is not over
 * @error: (transfer full): in this room's domain
 */
void
usher_keys_operation_fail (GTask *task, GError *error)
{
  operation_close (g_task_get_task_data (task));
  g_task_return_error (task, error);
}

/**
 * usher_keys_operation_fail_with_secret:
 * @task: an operation that is not over
 * @error: what libsecret said
 */
void
usher_keys_operation_fail_with_secret (GTask *task, const GError *error)
{
  UsherKeysOperation *self = g_task_get_task_data (task);
  gboolean asked = self->waits_for == USHER_KEYS_WAIT_PERSON && self->reached;

  g_debug ("The keyring said: %s (%s, %d)", error->message, g_quark_to_string (error->domain),
           error->code);
  /* Nobody cancelled it here: inside Flatpak it is the person, who did not give the portal the password of the file. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !g_cancellable_is_cancelled (self->cancellable))
    usher_keys_operation_fail (task, usher_keys_error_new_locked ());
  else if (asked && usher_keys_error_is_no_prompt (error))
    usher_keys_operation_fail (task, usher_keys_error_new_locked ());
  else
    usher_keys_operation_fail (task, usher_keys_error_from_secret (error, self->reached));
}
