/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What changes the server: written to the journal, sent once, closed. The journal says SENDING before the
 * request leaves, so that whatever ends this program, the intent is found again as unclear and never
 * sent twice: the API has no idempotency key, and a second create mails people twice (contract 7).
 * Main thread. */

#include "session/usher-outbox.h"

#include <glib/gi18n.h>

#include "session/usher-accounts.h"
#include "session/usher-session-private.h"

typedef struct
{
  UsherIntent *intent;     /* (owned) */
  GCancellable *sending;   /* (owned) cancelled by the caller, or by closing for too long */
  GCancellable *caller;    /* (owned) (nullable) */
  gulong caller_id;
  gulong closing_id;
  UsherInvitation *answer; /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable) */
} Write;

static void
write_free (Write *write)
{
  g_clear_object (&write->intent);
  g_clear_object (&write->sending);
  g_clear_object (&write->caller);
  g_clear_object (&write->answer);
  g_clear_error (&write->error);
  g_free (write);
}

static void on_summary_loaded (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_queued (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_sending_written (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_unsent_forgotten (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_answered (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_done_written (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_reread (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_cached (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_kept (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_failure_written (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_looked (GObject *source, GAsyncResult *result, gpointer user_data);

static void
cancel_sending (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
begin_write (GTask *task, UsherIntent *intent)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_new0 (Write, 1);

  write->intent = intent;
  write->sending = g_cancellable_new ();
  g_set_object (&write->caller, g_task_get_cancellable (task));
  /* What is on disk is told as it is, also when the person has given up meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, write, (GDestroyNotify) write_free);
  usher_journal_write_async (self->journal, intent, NULL, on_queued, g_object_ref (task));
}

static void
return_journal_error (GTask *task, const GError *error)
{
  g_task_return_new_error (
    task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE,
    /* Translators: %s is a whole sentence that tells why. */
    _("Nothing was sent, because it could not be written down on this computer first. %s"),
    error->message);
}

/* Nothing has left yet: giving up leaves no trace. */
static gboolean
give_up_unsent (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);

  if (!g_cancellable_is_cancelled (write->caller) && self->closing == NULL)
    return FALSE;
  usher_journal_forget_async (self->journal, write->intent, NULL, on_unsent_forgotten,
                              g_object_ref (task));
  return TRUE;
}

static void
on_unsent_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  usher_journal_forget_finish (USHER_JOURNAL (source), result, NULL);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled before it was sent");
}

static void
on_queued (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!usher_journal_write_finish (USHER_JOURNAL (source), result, &error))
    {
      return_journal_error (task, error);
      return;
    }
  if (give_up_unsent (task))
    return;
  usher_intent_set_outcome (write->intent, USHER_INTENT_SENDING, NULL, NULL);
  usher_journal_write_async (self->journal, write->intent, NULL, on_sending_written,
                             g_steal_pointer (&task));
}

static void
on_sending_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  const char *id = usher_intent_get_invitation_id (write->intent);

  if (!usher_journal_write_finish (USHER_JOURNAL (source), result, &error))
    {
      /* The disk still says QUEUED, which is true. */
      usher_intent_set_outcome (write->intent, USHER_INTENT_QUEUED, NULL, NULL);
      return_journal_error (task, error);
      return;
    }
  if (give_up_unsent (task))
    return;
  if (self->client == NULL)
    {
      usher_intent_set_outcome (write->intent, USHER_INTENT_QUEUED, NULL, NULL);
      give_up_unsent (task);
      return;
    }
  if (write->caller != NULL)
    write->caller_id = g_cancellable_connect (write->caller, G_CALLBACK (cancel_sending),
                                              write->sending, NULL);
  write->closing_id = g_cancellable_connect (self->writing, G_CALLBACK (cancel_sending),
                                             write->sending, NULL);
  switch (usher_intent_get_kind (write->intent))
    {
    case USHER_INTENT_CREATE:
      usher_client_create_invitation_async (self->client, usher_intent_get_draft (write->intent),
                                            write->sending, on_answered, g_steal_pointer (&task));
      break;
    case USHER_INTENT_RESEND:
      usher_client_resend_invitation_async (self->client, id, write->sending, on_answered,
                                            g_steal_pointer (&task));
      break;
    case USHER_INTENT_REVOKE:
      usher_client_revoke_invitation_async (self->client, id, write->sending, on_answered,
                                            g_steal_pointer (&task));
      break;
    default:
      g_assert_not_reached ();
    }
}

/* In words for the list of intents: what is not known, and why. */
static char *
dup_unclear_message (UsherIntentKind kind, const GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  switch (kind)
    {
    case USHER_INTENT_CREATE:
      if (cancelled)
        return g_strdup (_("It was stopped after it had been sent, so the invitation may exist."));
      /* Translators: here and below, %s is a whole sentence that tells what went wrong. */
      return g_strdup_printf (_("No answer came, so the invitation may exist. %s"), error->message);
    case USHER_INTENT_RESEND:
      if (cancelled)
        return g_strdup (_("It was stopped after it had been sent, so the email may have gone out."));
      return g_strdup_printf (_("No answer came, so the email may have gone out. %s"), error->message);
    case USHER_INTENT_REVOKE:
    default:
      if (cancelled)
        return g_strdup (_("It was stopped after it had been sent, so the invitation may be revoked."));
      return g_strdup_printf (_("No answer came, so the invitation may be revoked. %s"),
                              error->message);
    }
}

static void
note_no_resend (UsherSession *self)
{
  _usher_session_set_resend_refused (self, TRUE);
  usher_store_put_fact_async (self->store, USHER_FACT_NO_RESEND,
                              usher_account_get_server (self->account), NULL, NULL, NULL);
}

static gboolean
finish_request (UsherClient *client, GAsyncResult *result, Write *write)
{
  switch (usher_intent_get_kind (write->intent))
    {
    case USHER_INTENT_CREATE:
      write->answer = usher_client_create_invitation_finish (client, result, &write->error);
      return write->answer != NULL;
    case USHER_INTENT_RESEND:
      return usher_client_resend_invitation_finish (client, result, &write->answer, &write->error);
    case USHER_INTENT_REVOKE:
    default:
      return usher_client_revoke_invitation_finish (client, result, &write->answer, &write->error);
    }
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  gboolean done = finish_request (USHER_CLIENT (source), result, write);
  g_autofree char *message = NULL;

  if (write->caller != NULL)
    g_cancellable_disconnect (write->caller, write->caller_id);
  g_cancellable_disconnect (self->writing, write->closing_id);
  _usher_session_note_result (self, write->error);
  if (done)
    {
      const char *id = write->answer != NULL ? usher_invitation_get_id (write->answer) : NULL;

      if (usher_intent_get_kind (write->intent) == USHER_INTENT_CREATE)
        g_hash_table_add (self->claimed, g_strdup (id));
      usher_intent_set_outcome (write->intent, USHER_INTENT_DONE, id, NULL);
      usher_journal_write_async (self->journal, write->intent, NULL, on_done_written,
                                 g_steal_pointer (&task));
      return;
    }
  if (g_error_matches (write->error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED) &&
      usher_intent_get_kind (write->intent) == USHER_INTENT_RESEND)
    note_no_resend (self);
  if (g_error_matches (write->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      usher_api_error_is_unclear (write->error))
    {
      message = dup_unclear_message (usher_intent_get_kind (write->intent), write->error);
      usher_intent_set_outcome (write->intent, USHER_INTENT_UNCLEAR, NULL, message);
    }
  else
    usher_intent_set_outcome (write->intent, USHER_INTENT_REFUSED, NULL, write->error->message);
  usher_journal_write_async (self->journal, write->intent, NULL, on_failure_written,
                             g_steal_pointer (&task));
}

/* The request was answered, so what became of it is true even if the journal cannot be told: the next
 * run will find it unclear and ask the server. */
static void
note_journal_failure (UsherSession *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (usher_journal_write_finish (self->journal, result, &error))
    return;
  /* Translators: %s is a whole sentence that tells why. */
  text = g_strdup_printf (_("What became of the last request could not be written down. %s"),
                          error->message);
  _usher_session_add_notice (self, text);
}

static void
on_done_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);

  note_journal_failure (self, result);
  if (write->answer != NULL)
    _usher_outbox_keep_async (self, write->answer, on_kept, g_steal_pointer (&task));
  else if (self->client != NULL && self->closing == NULL)
    /* An empty answer (contract 3.8): the detail tells the rest. */
    usher_client_get_invitation_async (self->client, usher_intent_get_invitation_id (write->intent),
                                       self->reading, on_reread, g_steal_pointer (&task));
  else
    usher_store_get_invitation_async (self->store, usher_intent_get_invitation_id (write->intent),
                                      NULL, on_cached, g_steal_pointer (&task));
}

static void
on_reread (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);

  write->answer = usher_client_get_invitation_finish (USHER_CLIENT (source), result, NULL);
  if (write->answer != NULL)
    _usher_outbox_keep_async (self, write->answer, on_kept, g_steal_pointer (&task));
  else
    usher_store_get_invitation_async (self->store, usher_intent_get_invitation_id (write->intent),
                                      NULL, on_cached, g_steal_pointer (&task));
}

/* Done, but the server cannot tell any more: the cached invitation, with the one thing that is known. */
static void
on_cached (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  g_autoptr (UsherInvitation) cached =
    usher_store_get_invitation_finish (USHER_STORE (source), result, NULL);
  g_autoptr (JsonNode) node = NULL;

  if (cached != NULL)
    node = usher_invitation_to_json (cached, USHER_JSON_FLAGS_NONE);
  else
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      json_object_set_string_member (json_node_get_object (node), "id",
                                     usher_intent_get_invitation_id (write->intent));
    }
  if (usher_intent_get_kind (write->intent) == USHER_INTENT_REVOKE)
    json_object_set_string_member (
      json_node_get_object (node), "status",
      usher_invitation_status_to_string (USHER_INVITATION_STATUS_REVOKED));
  write->answer = usher_invitation_new_from_json (node, NULL);
  if (cached != NULL)
    _usher_outbox_keep_async (self, write->answer, on_kept, g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_object_ref (write->answer), g_object_unref);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Write *write = g_task_get_task_data (task);

  _usher_outbox_keep_finish (USHER_SESSION (source), result);
  g_task_return_pointer (task, g_object_ref (write->answer), g_object_unref);
}

static void
on_failure_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  gboolean unclear = usher_intent_get_state (write->intent) == USHER_INTENT_UNCLEAR;
  const char *id = usher_intent_get_invitation_id (write->intent);

  note_journal_failure (self, result);
  if (self->closing == NULL && self->client != NULL)
    {
      if (unclear && !g_error_matches (write->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          _usher_outbox_look_async (self, write->intent, on_looked, g_steal_pointer (&task));
          return;
        }
      /* Whoever cancelled does not wait for what comes of it. */
      if (unclear)
        _usher_outbox_look_async (self, write->intent, NULL, NULL);
      else if (id != NULL)
        /* Refused, so it is not as it was thought to be (contract 3.8). */
        usher_session_fetch_invitation_async (self, id, self->reading, NULL, NULL);
    }
  g_task_return_error (task, g_steal_pointer (&write->error));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Write *write = g_task_get_task_data (task);
  UsherInvitation *found = _usher_outbox_look_finish (USHER_SESSION (source), result);

  if (found != NULL)
    g_task_return_pointer (task, found, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&write->error));
}

static void
on_keep_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (UsherSession) self = g_object_ref (g_task_get_source_object (task));
  UsherInvitation *invitation = g_task_get_task_data (task);

  usher_store_put_invitations_finish (USHER_STORE (source), result, NULL);
  g_signal_emit_by_name (self, "invitation-changed", usher_invitation_get_id (invitation));
  /* The answer tells the new state, and only the detail tells what the log says of it (contract 3.7). */
  if (usher_invitation_get_events (invitation) == NULL && self->closing == NULL && self->client != NULL)
    usher_session_fetch_invitation_async (self, usher_invitation_get_id (invitation), self->reading, NULL,
                                          NULL);
  g_task_return_boolean (task, TRUE);
}

void
_usher_outbox_keep_async (UsherSession *self, UsherInvitation *invitation,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = _usher_session_begin (self, NULL, callback, user_data,
                                                 _usher_outbox_keep_async, "[usher] keep answer");
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);

  usher_links_remember (self->links, invitation);
  g_ptr_array_add (one, g_object_ref (invitation));
  g_task_set_task_data (task, g_object_ref (invitation), g_object_unref);
  usher_store_put_invitations_async (self->store, one, NULL, NULL, on_keep_put,
                                     g_steal_pointer (&task));
}

void
_usher_outbox_keep_finish (UsherSession *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

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

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (draft));

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
  begin_write (task, usher_intent_new_create (copy));
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
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

  begin_write (task, change->new_intent (change->id, summary));
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
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
    g_task_return_error (task, error);
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

  task = _usher_session_begin (self, cancellable, callback, user_data,
                               usher_session_forget_intent_async, "[usher] forget intent");
  if (usher_intent_get_state (intent) == USHER_INTENT_SENDING)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "%s",
                               _("This is being sent. Wait for the answer."));
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
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
