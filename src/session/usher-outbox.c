/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What changes the server: written to the journal, held for a moment for whoever thinks better of it, sent
 * once, closed. The journal says SENDING before the request leaves, so that whatever ends this program,
 * the intent is found again as unclear and never sent twice: the API has no idempotency key, and a second
 * create mails people twice (contract 7). Main thread. */

#include "session/usher-outbox.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "session/usher-accounts.h"
#include "session/usher-session-private.h"

/* Requests that change the server and are on their way at a time: fewer than the client sends (contract 7),
 * so that what a person asks meanwhile is not behind all of them. */
#define MAX_SENDING 6

typedef struct
{
  UsherIntent *intent;     /* (owned) */
  GCancellable *sending;   /* (owned) cancelled by the caller, or by closing for too long */
  GCancellable *caller;    /* (owned) (nullable) */
  gulong caller_id;
  gulong closing_id;
  guint due_timer;
  gboolean waiting;        /* on the disk and not sent */
  gboolean ready;          /* not held any more */
  gboolean sending_slot;   /* counts among those on their way */
  UsherInvitation *answer; /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable) */
} Write;

static void
write_free (Write *write)
{
  g_clear_handle_id (&write->due_timer, g_source_remove);
  g_clear_object (&write->intent);
  g_clear_object (&write->sending);
  g_clear_object (&write->caller);
  g_clear_object (&write->answer);
  g_clear_error (&write->error);
  g_free (write);
}

static void on_queued (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_taken (GObject *source, GAsyncResult *result, gpointer user_data);
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

/* Mails go out, and a revoked link never works again: those are held. */
static gboolean
is_worth_holding (UsherIntent *intent)
{
  return usher_intent_get_kind (intent) != USHER_INTENT_CREATE ||
         usher_invitation_draft_get_send_email (usher_intent_get_draft (intent));
}

static void
on_write_completed (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);

  g_hash_table_remove (self->in_hand, usher_intent_get_id (write->intent));
  g_signal_emit_by_name (self, "waiting-changed");
  /* What became of it tells what became of another one that asked for the same. */
  if (g_hash_table_remove (self->awaited, usher_intent_get_id (write->intent)))
    _usher_session_reconcile_again (self);
}

static void
attach_write (GTask *task, UsherIntent *intent)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_new0 (Write, 1);

  write->intent = g_object_ref (intent);
  write->sending = g_cancellable_new ();
  g_set_object (&write->caller, g_task_get_cancellable (task));
  /* What is on disk is told as it is, also when the person has given up meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, write, (GDestroyNotify) write_free);
  g_hash_table_add (self->in_hand, g_strdup (usher_intent_get_id (intent)));
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_write_completed), NULL);
  usher_intent_set_due_at (intent, self->hold_ms > 0 && is_worth_holding (intent)
                                     ? usher_time_now () + self->hold_ms * G_TIME_SPAN_MILLISECOND
                                     : USHER_TIME_NONE);
}

static void
return_journal_error (GTask *task, const char *why)
{
  g_task_return_new_error (
    task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE,
    /* Translators: %s is a whole sentence that tells why. */
    _("Nothing was sent, because it could not be written down on this computer first. %s"), why);
}

void
_usher_outbox_begin (GTask *task, UsherIntent *intent)
{
  UsherSession *self = g_task_get_source_object (task);

  /* In memory it would be written down, and lost with the program. */
  if (self->unwritable != NULL)
    {
      return_journal_error (task, self->unwritable);
      return;
    }
  attach_write (task, intent);
  usher_journal_write_async (self->journal, intent, NULL, on_queued, g_object_ref (task));
}

void
_usher_outbox_begin_again (GTask *task, UsherIntent *intent)
{
  UsherSession *self = g_task_get_source_object (task);
  UsherIntentState before = usher_intent_get_state (intent);

  attach_write (task, intent);
  usher_intent_set_found (intent, USHER_INTENT_NOT_ASKED, NULL);
  usher_intent_set_outcome (intent, USHER_INTENT_QUEUED, NULL, NULL);
  usher_journal_exchange_async (self->journal, intent, before, NULL, on_taken, g_object_ref (task));
}

/* Nothing has left yet: giving up leaves no trace. */
static void
forget_unsent (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);

  usher_journal_forget_async (self->journal, write->intent, NULL, on_unsent_forgotten,
                              g_object_ref (task));
}

static gboolean
give_up_unsent (GTask *task)
{
  Write *write = g_task_get_task_data (task);

  if (!g_cancellable_is_cancelled (write->caller))
    return FALSE;
  forget_unsent (task);
  return TRUE;
}

static void
on_unsent_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  usher_journal_forget_finish (USHER_JOURNAL (source), result, NULL);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                           _("It was taken back before it was sent."));
}

/* --- Waiting: held, or for its turn --- */

static void fill_up (UsherSession *self);
static void begin_sending (GTask *task);

static void
leave_waiting (UsherSession *self, GTask *task)
{
  Write *write = g_task_get_task_data (task);

  g_clear_handle_id (&write->due_timer, g_source_remove);
  write->waiting = FALSE;
  g_ptr_array_remove (self->waiting, task); /* the caller has a reference */
  g_signal_emit_by_name (self, "waiting-changed");
}

static void
free_slot (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);

  if (!write->sending_slot)
    return;
  write->sending_slot = FALSE;
  self->n_sending--;
  fill_up (self);
}

static void
fill_up (UsherSession *self)
{
  for (guint i = 0; i < self->waiting->len && self->n_sending < MAX_SENDING;)
    {
      g_autoptr (GTask) task = g_object_ref (g_ptr_array_index (self->waiting, i));
      Write *write = g_task_get_task_data (task);

      if (!write->ready)
        {
          i++;
          continue;
        }
      leave_waiting (self, task);
      if (give_up_unsent (task))
        continue;
      write->sending_slot = TRUE;
      self->n_sending++;
      begin_sending (task);
    }
}

static gboolean
on_due (gpointer user_data)
{
  GTask *task = user_data;
  Write *write = g_task_get_task_data (task);

  write->due_timer = 0;
  write->ready = TRUE;
  fill_up (g_task_get_source_object (task));
  return G_SOURCE_REMOVE;
}

static void
wait_until_due (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  gint64 due_at = usher_intent_get_due_at (write->intent);
  gint64 left = due_at != USHER_TIME_NONE ? due_at - usher_time_now () : 0;

  write->waiting = TRUE;
  g_ptr_array_add (self->waiting, g_object_ref (task));
  if (left <= 0)
    {
      write->ready = TRUE;
      fill_up (self);
      return;
    }
  /* A clock that was set back meanwhile must not hold it for ever. */
  left = MIN (left, self->hold_ms * G_TIME_SPAN_MILLISECOND);
  write->due_timer = g_timeout_add ((guint) (left / G_TIME_SPAN_MILLISECOND) + 1, on_due, task);
  g_source_set_name_by_id (write->due_timer, "[usher] hold");
  g_signal_emit_by_name (self, "waiting-changed");
}

static GTask *
find_waiting (UsherSession *self, UsherIntent *intent)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (self->waiting, i);
      Write *write = g_task_get_task_data (task);

      if (g_str_equal (usher_intent_get_id (write->intent), usher_intent_get_id (intent)))
        return task;
    }
  return NULL;
}

gboolean
_usher_outbox_is_waiting (UsherSession *self, UsherIntent *intent)
{
  return g_hash_table_contains (self->in_hand, usher_intent_get_id (intent));
}

gboolean
_usher_outbox_take_back_call (UsherSession *self, GCancellable *cancellable)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      Write *write = g_task_get_task_data (g_ptr_array_index (self->waiting, i));

      if (write->caller == cancellable)
        return _usher_outbox_take_back (self, write->intent);
    }
  return FALSE;
}

gboolean
_usher_outbox_take_back (UsherSession *self, UsherIntent *intent)
{
  g_autoptr (GTask) task = NULL;

  g_set_object (&task, find_waiting (self, intent));
  if (task == NULL)
    return FALSE;
  leave_waiting (self, task);
  forget_unsent (task);
  return TRUE;
}

gboolean
_usher_outbox_hurry (UsherSession *self, UsherIntent *intent)
{
  GTask *task = find_waiting (self, intent);
  Write *write = task != NULL ? g_task_get_task_data (task) : NULL;

  if (write == NULL || write->ready)
    return FALSE;
  g_clear_handle_id (&write->due_timer, g_source_remove);
  write->ready = TRUE;
  fill_up (self);
  return TRUE;
}

guint
_usher_outbox_get_patience (UsherSession *self)
{
  gint64 now = usher_time_now ();
  gint64 longest = 0;

  for (guint i = 0; i < self->waiting->len; i++)
    {
      Write *write = g_task_get_task_data (g_ptr_array_index (self->waiting, i));
      gint64 due_at = usher_intent_get_due_at (write->intent);

      if (!write->ready && due_at != USHER_TIME_NONE)
        longest = MAX (longest, MIN (due_at - now, self->hold_ms * G_TIME_SPAN_MILLISECOND));
    }
  return (guint) ((longest + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

/* Stays in the journal as queued: the next run asks. */
static void
return_left (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                           _("It was not sent, because the account was closed."));
}

void
_usher_outbox_leave_waiting (UsherSession *self)
{
  while (self->waiting->len > 0)
    {
      g_autoptr (GTask) task = g_object_ref (g_ptr_array_index (self->waiting, 0));

      leave_waiting (self, task);
      return_left (task);
    }
}

static void
go_on_queued (GTask *task, const GError *error)
{
  UsherSession *self = g_task_get_source_object (task);

  if (error != NULL)
    return_journal_error (task, error->message);
  else if (g_cancellable_is_cancelled (self->writing))
    return_left (task);
  else if (!give_up_unsent (task))
    wait_until_due (task);
}

static void
on_queued (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  usher_journal_write_finish (USHER_JOURNAL (source), result, &error);
  go_on_queued (task, error);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  usher_journal_exchange_finish (USHER_JOURNAL (source), result, &error);
  if (error != NULL)
    /* The object says what is not so. */
    usher_journal_reload_async (USHER_JOURNAL (source), NULL, NULL, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    go_on_queued (task, error);
}

/* --- Sending --- */

static void
begin_sending (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  gint64 offset = self->client != NULL ? usher_client_get_clock_offset (self->client) : 0;

  usher_intent_set_due_at (write->intent, USHER_TIME_NONE);
  /* 0 is what a client says that had no answer yet. */
  usher_intent_set_sent (write->intent, usher_time_now (), offset != 0 ? offset : USHER_INTENT_NO_OFFSET);
  usher_intent_set_outcome (write->intent, USHER_INTENT_SENDING, NULL, NULL);
  usher_journal_write_async (self->journal, write->intent, NULL, on_sending_written,
                             g_object_ref (task));
}

static void
on_put_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  usher_journal_write_finish (USHER_JOURNAL (source), result, NULL);
  free_slot (task);
  g_task_return_new_error (
    task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_KEY_MISSING, "%s",
    _("There is no API key for this account, so the server cannot be asked. Enter the key again."));
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
      free_slot (task);
      return_journal_error (task, error->message);
      return;
    }
  if (give_up_unsent (task))
    {
      free_slot (task);
      return;
    }
  if (self->client == NULL)
    {
      usher_intent_set_outcome (write->intent, USHER_INTENT_QUEUED, NULL, NULL);
      usher_journal_write_async (self->journal, write->intent, NULL, on_put_back,
                                 g_steal_pointer (&task));
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
  free_slot (task);
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
  UsherInvitation *found = _usher_outbox_look_finish (USHER_SESSION (source), result, NULL);

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

