/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person can ask of the outbox: create, resend, revoke, and, of what waits or did not end well, take
 * back, send now, send again, choose, forget. Main thread. */

#include "session/usher-outbox.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "session/usher-accounts.h"
#include "session/usher-session-private.h"

/**
 * usher_session_create_async:
 * @self: a session
 * @draft: what to create; it may be changed or freed afterwards
 * @cancellable: (nullable): to give up; what was sent by then stays as an unclear intent
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Checks the draft, writes it down, sends it once, and keeps the answer.
 */
void
usher_session_create_async (UsherSession *self, UsherInvitationDraft *draft,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (UsherFieldErrors) wrong = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (UsherInvitationDraft) copy = NULL;
  g_autoptr (UsherIntent) intent = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (draft));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_create_async,
                               "[usher] create invitation");
  wrong = usher_invitation_draft_check (draft);
  if (wrong != NULL)
    {
      g_task_return_error (
        task, usher_api_error_new (USHER_API_ERROR_INVALID_REQUEST,
                                   _("The invitation was not sent, because something in it must be "
                                     "corrected first."),
                                   wrong, -1));
      return;
    }
  if (!_usher_session_check_online (self, task))
    return;
  node = usher_invitation_draft_to_journal (draft);
  copy = usher_invitation_draft_new_from_journal (node, NULL);
  intent = usher_intent_new_create (copy);
  _usher_outbox_begin (task, intent);
}

/**
 * usher_session_create_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: %USHER_API_ERROR_INVALID_REQUEST with texts per field, when the draft or the
 *   server refuses; another %USHER_API_ERROR; %USHER_SESSION_ERROR_STORE when it could not be written
 *   down and was not sent
 *
 * Returns: (transfer full): the new invitation
 */
UsherInvitation *
usher_session_create_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef UsherIntent *(*NewIntentFunc) (const char *invitation_id, const char *summary);

typedef struct
{
  char *id; /* (owned) */
  NewIntentFunc new_intent;
} Change;

static void
change_free (Change *change)
{
  g_free (change->id);
  g_free (change);
}

static void on_summary_loaded (GObject *source, GAsyncResult *result, gpointer user_data);

static void
begin_change (UsherSession *self, GTask *task, const char *id, NewIntentFunc new_intent)
{
  Change *change;

  if (!_usher_session_check_online (self, task))
    return;
  change = g_new0 (Change, 1);
  change->id = g_strdup (id);
  change->new_intent = new_intent;
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  usher_store_get_invitation_async (self->store, id, NULL, on_summary_loaded, g_object_ref (task));
}

static void
on_summary_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  g_autoptr (UsherInvitation) cached =
    usher_store_get_invitation_finish (USHER_STORE (source), result, NULL);
  g_autofree char *summary = cached != NULL ? usher_invitation_dup_recipients (cached) : NULL;
  g_autofree char *key = NULL;
  g_autoptr (UsherIntent) intent = change->new_intent (change->id, summary);

  if (cached != NULL && usher_intent_get_kind (intent) == USHER_INTENT_RESEND)
    key = usher_recipients_to_key (usher_invitation_get_allowed_emails (cached));
  usher_intent_set_mails_to (intent, key);
  _usher_outbox_begin (task, intent);
}

/**
 * usher_session_resend_async:
 * @self: a session
 * @id: an invitation
 * @cancellable: (nullable): to give up; what was sent by then stays as an unclear intent
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Has the server mail an invitation again (contract 3.9).
 */
void
usher_session_resend_async (UsherSession *self, const char *id, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (id != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_resend_async,
                               "[usher] resend invitation");
  if (!usher_session_get_can_resend (self))
    {
      g_task_return_error (
        task, usher_api_error_new (USHER_API_ERROR_UNSUPPORTED,
                                   _("This server cannot send an invitation again. Copy its link and "
                                     "send it yourself, or create a replacement."),
                                   NULL, -1));
      return;
    }
  begin_change (self, task, id, usher_intent_new_resend);
}

/**
 * usher_session_resend_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: %USHER_API_ERROR_UNSUPPORTED when this server has no resend; then
 *   usher_session_get_can_resend() tells so from now on
 *
 * Returns: (transfer full): the invitation
 */
UsherInvitation *
usher_session_resend_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_session_revoke_async:
 * @self: a session
 * @id: an invitation
 * @cancellable: (nullable): to give up; what was sent by then stays as an unclear intent
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Revokes an invitation: its link stops working at once, and for good (contract 3.8).
 */
void
usher_session_revoke_async (UsherSession *self, const char *id, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (id != NULL);
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_revoke_async,
                               "[usher] revoke invitation");
  begin_change (self, task, id, usher_intent_new_revoke);
}

/**
 * usher_session_revoke_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the invitation, revoked
 */
UsherInvitation *
usher_session_revoke_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (usher_journal_forget_finish (USHER_JOURNAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      /* It is not as it is shown. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
        usher_journal_reload_async (USHER_JOURNAL (source), NULL, NULL, NULL);
      g_task_return_error (task, error);
    }
}

/**
 * usher_session_forget_intent_async:
 * @self: a session
 * @intent: one of usher_session_get_intents()
 * @cancellable: (nullable): to cancel
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * The person has seen it and wants it gone. One that is being sent cannot be forgotten.
 */
void
usher_session_forget_intent_async (UsherSession *self, UsherIntent *intent,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (USHER_IS_INTENT (intent));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_forget_intent_async, "[usher] forget intent");
  if (usher_intent_get_state (intent) == USHER_INTENT_SENDING || usher_intent_get_elsewhere (intent))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "%s",
                               _("This is being sent. Wait for the answer."));
      return;
    }
  /* One that waits is taken back: whoever waits for it hears of it. */
  if (_usher_outbox_take_back (self, intent))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  usher_journal_forget_async (self->journal, intent, cancellable, on_forgotten,
                              g_steal_pointer (&task));
}

/**
 * usher_session_forget_intent_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when it is gone
 */
gboolean
usher_session_forget_intent_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_session_set_hold:
 * @self: a session
 * @milliseconds: how long mails and revocations are held before they are sent, 0 to 30,000
 *
 * For those that are asked for from now on. 0, as a session begins with, sends at once.
 */
void
usher_session_set_hold (UsherSession *self, guint milliseconds)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);
  self->hold_ms = MIN (milliseconds, 30 * 1000);
}

/**
 * usher_session_set_resumes:
 * @self: a session
 * @resumes: whether to send by itself what an earlier run had queued a short while ago
 *
 * After a crash, what was queued less than an hour ago is sent as if nothing had happened, after the hold.
 * What is older stays until a person says so. Off for programs that were not asked to.
 */
void
usher_session_set_resumes (UsherSession *self, gboolean resumes)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);
  self->resumes = resumes;
}

/**
 * usher_session_get_standing:
 * @self: a session
 * @intent: one of usher_session_get_intents()
 *
 * Returns: what can be done about it
 */
UsherIntentStanding
usher_session_get_standing (UsherSession *self, UsherIntent *intent)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), USHER_STANDING_SENDING);
  g_return_val_if_fail (USHER_IS_INTENT (intent), USHER_STANDING_SENDING);
  self = _usher_session_get_shared (self);

  if (usher_intent_get_elsewhere (intent))
    return USHER_STANDING_ELSEWHERE;
  switch (usher_intent_get_state (intent))
    {
    case USHER_INTENT_QUEUED:
      return _usher_outbox_is_waiting (self, intent) ? USHER_STANDING_WAITING : USHER_STANDING_LEFT;
    case USHER_INTENT_REFUSED:
      return USHER_STANDING_REFUSED;
    case USHER_INTENT_UNCLEAR:
      if (usher_intent_get_kind (intent) == USHER_INTENT_RESEND)
        return USHER_STANDING_UNKNOWABLE;
      if (usher_intent_get_found (intent) == USHER_INTENT_FOUND_NOTHING)
        return USHER_STANDING_NOT_FOUND;
      if (usher_intent_get_found (intent) == USHER_INTENT_FOUND_SEVERAL)
        return USHER_STANDING_SEVERAL;
      return USHER_STANDING_UNCLEAR;
    case USHER_INTENT_SENDING:
    case USHER_INTENT_DONE:
    default:
      return USHER_STANDING_SENDING;
    }
}

/**
 * usher_session_undo:
 * @self: a session
 * @intent: one of usher_session_get_intents()
 *
 * Takes back what waits to be sent. Whoever waits for its answer gets %G_IO_ERROR_CANCELLED.
 *
 * Returns: %FALSE when it is too late: it is on its way, or was
 */
gboolean
usher_session_undo (UsherSession *self, UsherIntent *intent)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), FALSE);
  g_return_val_if_fail (USHER_IS_INTENT (intent), FALSE);
  self = _usher_session_get_shared (self);

  return _usher_outbox_take_back (self, intent);
}

/**
 * usher_session_undo_for:
 * @self: a session
 * @invitation_id: an invitation
 *
 * Takes back whatever waits to be done to an invitation.
 *
 * Returns: %TRUE when something was
 */
gboolean
usher_session_undo_for (UsherSession *self, const char *invitation_id)
{
  gboolean undone = FALSE;

  g_return_val_if_fail (USHER_IS_SESSION (self), FALSE);
  self = _usher_session_get_shared (self);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->journal)); i > 0; i--)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (G_LIST_MODEL (self->journal), i - 1);

      if (g_strcmp0 (usher_intent_get_invitation_id (intent), invitation_id) == 0)
        undone = _usher_outbox_take_back (self, intent) || undone;
    }
  return undone;
}

/**
 * usher_session_undo_call:
 * @self: a session
 * @cancellable: what a create, a resend or a revoke was asked for with
 *
 * Takes it back if it waits; other than by cancelling, what was sent is left alone.
 *
 * Returns: %FALSE when it is too late
 */
gboolean
usher_session_undo_call (UsherSession *self, GCancellable *cancellable)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), FALSE);
  g_return_val_if_fail (G_IS_CANCELLABLE (cancellable), FALSE);
  self = _usher_session_get_shared (self);

  return _usher_outbox_take_back_call (self, cancellable);
}

/**
 * usher_session_get_hold:
 * @self: a session
 *
 * Returns: how long mails and revocations are held, in milliseconds
 */
guint
usher_session_get_hold (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), 0);
  self = _usher_session_get_shared (self);
  return self->hold_ms;
}

/* Looks first, where the server can tell; then sends. */
static void
on_looked_before_retry (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = USHER_SESSION (source);
  g_autoptr (UsherIntent) intent = g_object_ref (g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;
  UsherInvitation *found = _usher_outbox_look_finish (self, result, &error);

  /* That it was not there at an earlier look says nothing: it may have turned up since. */
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (found != NULL)
    g_task_return_pointer (task, found, g_object_unref);
  else if (usher_session_get_standing (self, intent) == USHER_STANDING_NOT_FOUND ||
           usher_session_get_standing (self, intent) == USHER_STANDING_REFUSED)
    _usher_outbox_begin_again (task, intent);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                             usher_intent_get_message (intent) != NULL
                               ? usher_intent_get_message (intent)
                               : _("Whether it was done is still not known. Try again later."));
}

/**
 * usher_session_retry_async:
 * @self: a session
 * @intent: one of usher_session_get_intents()
 * @cancellable: (nullable): to give up; what was sent by then stays as an unclear intent
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Sends again what was refused, was never sent, or was not made. A create or a revoke without an answer is
 * looked for first, and sent only when the server does not have it. A resend without an answer is sent:
 * the person must have been told that it may arrive twice.
 */
void
usher_session_retry_async (UsherSession *self, UsherIntent *intent, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (USHER_IS_INTENT (intent));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_retry_async,
                               "[usher] send again");
  if (!_usher_session_check_online (self, task))
    return;
  switch (usher_session_get_standing (self, intent))
    {
    case USHER_STANDING_LEFT:
    case USHER_STANDING_REFUSED:
    case USHER_STANDING_UNKNOWABLE:
      _usher_outbox_begin_again (task, intent);
      break;
    case USHER_STANDING_NOT_FOUND:
    case USHER_STANDING_UNCLEAR:
      g_task_set_task_data (task, g_object_ref (intent), g_object_unref);
      _usher_outbox_look_async (self, intent, on_looked_before_retry, g_object_ref (task));
      break;
    case USHER_STANDING_SEVERAL:
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                               _("Several invitations may be this one. Choose which it is, or that it is "
                                 "none of them, before it is sent again."));
      break;
    case USHER_STANDING_WAITING:
    case USHER_STANDING_SENDING:
    case USHER_STANDING_ELSEWHERE:
    default:
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "%s",
                               _("This is being sent. Wait for the answer."));
      break;
    }
}

/**
 * usher_session_retry_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: as of the first try; %G_IO_ERROR_BUSY when it is under way
 *
 * Returns: (transfer full): the invitation
 */
UsherInvitation *
usher_session_retry_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_session_send_now:
 * @self: a session
 * @intent: one of usher_session_get_intents()
 *
 * Ends the hold.
 *
 * Returns: %FALSE when it was not held
 */
gboolean
usher_session_send_now (UsherSession *self, UsherIntent *intent)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), FALSE);
  g_return_val_if_fail (USHER_IS_INTENT (intent), FALSE);
  self = _usher_session_get_shared (self);

  return _usher_outbox_hurry (self, intent);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  UsherIntent *intent = g_task_get_task_data (task);
  GError *error = NULL;

  if (!usher_journal_exchange_finish (USHER_JOURNAL (source), result, &error))
    {
      usher_journal_reload_async (USHER_JOURNAL (source), NULL, NULL, NULL);
      g_task_return_error (task, error);
      return;
    }
  if (usher_intent_get_state (intent) == USHER_INTENT_DONE)
    {
      g_hash_table_add (self->claimed, g_strdup (usher_intent_get_invitation_id (intent)));
      if (self->client != NULL && self->closing == NULL)
        usher_session_fetch_invitation_async (self, usher_intent_get_invitation_id (intent), self->reading,
                                              NULL, NULL);
    }
  g_task_return_boolean (task, TRUE);
}

/**
 * usher_session_choose_async:
 * @self: a session
 * @intent: one of usher_session_get_intents() that stands at %USHER_STANDING_SEVERAL
 * @invitation_id: (nullable): the invitation that it made; %NULL when it is none of them
 * @cancellable: (nullable): to cancel
 * @callback: (nullable): called when it is written down
 * @user_data: for @callback
 *
 * The person has looked: this is what the request made, or it made none and may be sent again.
 */
void
usher_session_choose_async (UsherSession *self, UsherIntent *intent, const char *invitation_id,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const char *const *candidates;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (USHER_IS_INTENT (intent));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_choose_async,
                               "[usher] choose");
  candidates = usher_intent_get_candidates (intent);
  if (usher_session_get_standing (self, intent) != USHER_STANDING_SEVERAL || candidates == NULL ||
      (invitation_id != NULL && !g_strv_contains (candidates, invitation_id)))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                               _("This invitation is none of those that the request may have made."));
      return;
    }
  if (invitation_id != NULL && _usher_session_is_claimed (self, invitation_id))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                               _("This invitation was made by another request."));
      return;
    }
  g_task_set_task_data (task, g_object_ref (intent), g_object_unref);
  if (invitation_id != NULL)
    usher_intent_set_outcome (intent, USHER_INTENT_DONE, invitation_id, NULL);
  else
    {
      usher_intent_set_found (intent, USHER_INTENT_FOUND_NOTHING, candidates);
      usher_intent_set_outcome (intent, USHER_INTENT_UNCLEAR, NULL,
                                _("It was not made. It can be sent again."));
      /* The person knows better than another look would. */
      g_hash_table_add (self->settled, g_strdup (usher_intent_get_id (intent)));
    }
  usher_journal_exchange_async (self->journal, intent, USHER_INTENT_UNCLEAR, NULL, on_chosen,
                                g_object_ref (task));
}

/**
 * usher_session_choose_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: %G_IO_ERROR_INVALID_ARGUMENT when it cannot be this one
 *
 * Returns: %TRUE when it is written down
 */
gboolean
usher_session_choose_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_mailed_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GHashTable *mailed = usher_journal_find_mailed_finish (USHER_JOURNAL (source), result, &error);

  if (mailed != NULL)
    g_task_return_pointer (task, mailed, (GDestroyNotify) g_hash_table_unref);
  else
    g_task_return_error (task, error);
}

/**
 * usher_session_find_mailed_async:
 * @self: a session
 * @cancellable: (nullable): to cancel
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks whom this account has mailed within the last hour, from this computer.
 */
void
usher_session_find_mailed_async (UsherSession *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_find_mailed_async,
                               "[usher] find mailed");
  usher_journal_find_mailed_async (self->journal, usher_time_now () - G_TIME_SPAN_HOUR, cancellable,
                                   on_mailed_found, g_object_ref (task));
}

/**
 * usher_session_find_mailed_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8 gint64): for usher_session_was_mailed()
 */
GHashTable *
usher_session_find_mailed_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_session_was_mailed:
 * @mailed: (nullable): what usher_session_find_mailed_finish() gave
 * @invitation: an invitation
 *
 * Returns: when its recipients, all of them and nobody else, were mailed last, or %USHER_TIME_NONE
 */
gint64
usher_session_was_mailed (GHashTable *mailed, UsherInvitation *invitation)
{
  g_autofree char *key = usher_recipients_to_key (usher_invitation_get_allowed_emails (invitation));
  gint64 *when = mailed != NULL && key != NULL ? g_hash_table_lookup (mailed, key) : NULL;

  return when != NULL ? *when : USHER_TIME_NONE;
}

/**
 * usher_session_was_mailed_for:
 * @mailed: (nullable): what usher_session_find_mailed_finish() gave
 * @intent: a request that was refused, or never sent
 *
 * Returns: when those whom it mails were mailed last, by another request, or %USHER_TIME_NONE
 */
gint64
usher_session_was_mailed_for (GHashTable *mailed, UsherIntent *intent)
{
  const char *key = usher_intent_get_mails_to (intent);
  gint64 *when = mailed != NULL && key != NULL ? g_hash_table_lookup (mailed, key) : NULL;

  return when != NULL ? *when : USHER_TIME_NONE;
}
