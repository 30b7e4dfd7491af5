/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The other half of the outbox: finding out what became of an intent whose answer never came, by asking
 * the server and never by sending again. Main thread. */

#include "session/usher-outbox.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "session/usher-reconcile.h"
#include "session/usher-session-private.h"

typedef struct
{
  UsherIntent *intent;    /* (owned) */
  gboolean in_round;      /* a list of this round is as good as a new one */
  char *company_id;       /* (owned) (nullable) whose list it is */
  GPtrArray *listed;      /* (owned) (nullable) (element-type UsherInvitation) */
  UsherInvitation *found; /* (owned) (nullable) */
} Look;

static void
look_free (Look *look)
{
  g_clear_object (&look->intent);
  g_clear_pointer (&look->listed, g_ptr_array_unref);
  g_free (look->company_id);
  g_clear_object (&look->found);
  g_free (look);
}

static void on_connection_read (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_listed (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_reloaded (GObject *source, GAsyncResult *result, gpointer user_data);
static void decide (GTask *task);
static void on_detail_read (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_outcome_written (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_found_kept (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_looked_at_one (GObject *source, GAsyncResult *result, gpointer user_data);

/* Nothing was learnt: it is as unclear as before. */
static void
return_unknown (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                           _("Whether it was done is still not known. Try again later."));
}

/* What a company has. A list that was asked for in this round, after the intent was unclear, tells as much as
 * another one would: one request serves all of them. */
static void
list_company (GTask *task, const char *company_id)
{
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);
  GPtrArray *listed = look->in_round ? g_hash_table_lookup (self->round_lists, company_id) : NULL;

  look->company_id = g_strdup (company_id);
  if (listed != NULL)
    {
      look->listed = g_ptr_array_ref (listed);
      decide (task);
      return;
    }
  usher_client_list_invitations_async (self->client, company_id, self->reading, on_listed,
                                       g_object_ref (task));
}

static void
look_at (UsherSession *self, UsherIntent *intent, gboolean in_round, GAsyncReadyCallback callback,
         gpointer user_data)
{
  g_autoptr (GTask) task = _usher_session_begin (self, NULL, callback, user_data,
                                                 _usher_outbox_look_async, "[usher] reconcile");
  Look *look = g_new0 (Look, 1);
  UsherInvitationDraft *draft = usher_intent_get_draft (intent);
  const char *id = usher_intent_get_invitation_id (intent);
  const char *company_id;
  const char *connection_id;

  look->intent = g_object_ref (intent);
  look->in_round = in_round;
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  if (self->client == NULL || self->closing != NULL ||
      usher_intent_get_kind (intent) == USHER_INTENT_RESEND)
    {
      /* Whether a mail went out is not told by the API (contract 13.19). */
      return_unknown (task);
      return;
    }
  if (usher_intent_get_kind (intent) == USHER_INTENT_REVOKE)
    {
      if (id != NULL)
        usher_client_get_invitation_async (self->client, id, self->reading, on_detail_read,
                                           g_steal_pointer (&task));
      else
        return_unknown (task);
      return;
    }
  company_id = draft != NULL ? usher_invitation_draft_get_company_id (draft) : NULL;
  connection_id = draft != NULL ? usher_invitation_draft_get_connection_id (draft) : NULL;
  if (company_id != NULL && *company_id != '\0')
    list_company (task, company_id);
  else if (connection_id != NULL && *connection_id != '\0')
    usher_client_get_connection_async (self->client, connection_id, self->reading,
                                       on_connection_read, g_steal_pointer (&task));
  else
    return_unknown (task);
}

void
_usher_outbox_look_async (UsherSession *self, UsherIntent *intent, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  look_at (self, intent, FALSE, callback, user_data);
}

/* NULL without an error: it was looked for, and the intent says what came of it. */
UsherInvitation *
_usher_outbox_look_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_connection_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  g_autoptr (UsherConnection) connection =
    usher_client_get_connection_finish (USHER_CLIENT (source), result, NULL);
  const char *company_id =
    connection != NULL ? usher_connection_get_company_id (connection) : NULL;

  if (company_id != NULL && self->client != NULL)
    list_company (task, company_id);
  else
    return_unknown (task);
}

gboolean
_usher_session_is_claimed (UsherSession *self, const char *invitation_id)
{
  return g_hash_table_contains (self->claimed, invitation_id) ||
         usher_journal_is_claimed (self->journal, invitation_id);
}

/* The other creates that may have made it as well. */
typedef enum
{
  RIVAL_NONE,
  RIVAL_ALIKE,     /* asks for the very same: it does not matter which of the two made it */
  RIVAL_DIFFERENT, /* asks for something that is not seen from outside: a person must tell */
  RIVAL_SENDING,   /* has not got its answer yet */
} Rival;

static Rival
find_rival (UsherSession *self, UsherIntent *intent, UsherIntent *other, UsherInvitation *invitation,
            gint64 offset)
{
  UsherIntentState state = usher_intent_get_state (other);

  if (g_str_equal (usher_intent_get_id (other), usher_intent_get_id (intent)) ||
      usher_intent_get_kind (other) != USHER_INTENT_CREATE ||
      (state != USHER_INTENT_UNCLEAR && state != USHER_INTENT_SENDING) ||
      !usher_reconcile_matches (other, invitation, offset))
    return RIVAL_NONE;
  if (state == USHER_INTENT_SENDING)
    return RIVAL_SENDING;
  return usher_reconcile_are_alike (intent, other) ? RIVAL_ALIKE : RIVAL_DIFFERENT;
}

static void
write_outcome (GTask *task, UsherIntentState state, const char *id, const char *message)
{
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  usher_intent_set_outcome (look->intent, state, id, message);
  usher_journal_exchange_async (self->journal, look->intent, USHER_INTENT_UNCLEAR, NULL,
                                on_outcome_written, g_object_ref (task));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  look->listed = usher_client_list_invitations_finish (USHER_CLIENT (source), result, NULL, NULL);
  if (look->listed != NULL && look->in_round)
    g_hash_table_replace (self->round_lists, g_strdup (look->company_id), g_ptr_array_ref (look->listed));
  /* An invitation in the list was made before the list was, and its request was written down before that:
   * with the journal read after the list, no request of another program on it is overlooked. */
  if (look->listed != NULL)
    usher_journal_reload_async (self->journal, NULL, on_reloaded, g_steal_pointer (&task));
  else
    return_unknown (task);
}

static void
tell_several (GTask *task, GPtrArray *matches)
{
  Look *look = g_task_get_task_data (task);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < matches->len; i++)
    g_strv_builder_add (builder, usher_invitation_get_id (g_ptr_array_index (matches, i)));
  ids = g_strv_builder_end (builder);
  usher_intent_set_found (look->intent, USHER_INTENT_FOUND_SEVERAL, (const char *const *) ids);
  write_outcome (task, USHER_INTENT_UNCLEAR, NULL,
                 _("No answer came, and the server has invitations that may be this one. Look at them and "
                   "choose."));
}

/* Which of what is there, and is nobody's, goes to this one of all that ask for the very same. */
static UsherInvitation *
choose (UsherSession *self, Look *look, gint64 offset)
{
  g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unclaimed = g_ptr_array_new ();
  GListModel *intents = G_LIST_MODEL (self->journal);

  g_ptr_array_add (group, g_object_ref (look->intent));
  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (UsherIntent) other = g_list_model_get_item (intents, i);

      if (!g_str_equal (usher_intent_get_id (other), usher_intent_get_id (look->intent))
          && usher_intent_get_kind (other) == USHER_INTENT_CREATE
          && usher_intent_get_state (other) == USHER_INTENT_UNCLEAR
          && usher_reconcile_are_alike (look->intent, other))
        g_ptr_array_add (group, g_steal_pointer (&other));
    }
  for (guint i = 0; i < look->listed->len; i++)
    if (!_usher_session_is_claimed (self, usher_invitation_get_id (g_ptr_array_index (look->listed, i))))
      g_ptr_array_add (unclaimed, g_ptr_array_index (look->listed, i));
  return usher_reconcile_choose (look->intent, group, unclaimed, offset);
}

/* What is said of the matches: nothing, one, several. As many requests that ask for the very same as there
 * are matches, or more, may each have one. */
static void
decide (GTask *task)
{
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);
  gint64 offset = self->client != NULL ? usher_client_get_clock_offset (self->client) : 0;
  g_autoptr (GPtrArray) matches = g_ptr_array_new ();
  g_autoptr (GHashTable) alike = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *intents = G_LIST_MODEL (self->journal);
  gboolean different = FALSE;
  gboolean waits = FALSE;

  /* Somebody may have settled it meanwhile; a round begins with none that is settled, and the person who said that it
   * was none of several is not asked about the same ones again. */
  if (usher_intent_get_state (look->intent) != USHER_INTENT_UNCLEAR
      || (look->in_round && g_hash_table_contains (self->settled, usher_intent_get_id (look->intent))))
    {
      return_unknown (task);
      return;
    }
  for (guint i = 0; i < look->listed->len; i++)
    {
      UsherInvitation *invitation = g_ptr_array_index (look->listed, i);

      if (_usher_session_is_claimed (self, usher_invitation_get_id (invitation)) ||
          !usher_reconcile_matches (look->intent, invitation, offset))
        continue;
      g_ptr_array_add (matches, invitation);
      for (guint k = 0; k < g_list_model_get_n_items (intents); k++)
        {
          g_autoptr (UsherIntent) other = g_list_model_get_item (intents, k);
          Rival rival = find_rival (self, look->intent, other, invitation, offset);

          if (rival == RIVAL_ALIKE)
            g_hash_table_add (alike, g_strdup (usher_intent_get_id (other)));
          different = different || rival == RIVAL_DIFFERENT;
          waits = waits || rival == RIVAL_SENDING;
          if (rival == RIVAL_SENDING && _usher_outbox_is_waiting (self, other))
            g_hash_table_add (self->awaited, g_strdup (usher_intent_get_id (other)));
        }
    }
  /* It is told when the other one's answer is there, or does not come. That nothing was there before is not true any
   * more: nobody may send it again on the strength of that. */
  if (waits)
    {
      g_hash_table_remove (self->settled, usher_intent_get_id (look->intent));
      if (usher_intent_get_found (look->intent) == USHER_INTENT_NOT_ASKED)
        {
          return_unknown (task);
          return;
        }
      usher_intent_set_found (look->intent, USHER_INTENT_NOT_ASKED, usher_reconcile_get_rejected (look->intent));
      write_outcome (task, USHER_INTENT_UNCLEAR, NULL,
                     _("Whether it was done is still not known. Try again later."));
      return;
    }
  if (matches->len > 0 || usher_reconcile_is_over (look->intent))
    g_hash_table_add (self->settled, g_strdup (usher_intent_get_id (look->intent)));
  if (matches->len == 0)
    {
      usher_intent_set_found (look->intent, USHER_INTENT_FOUND_NOTHING, usher_reconcile_get_rejected (look->intent));
      write_outcome (task, USHER_INTENT_UNCLEAR, NULL,
                     _("No answer came, and the server has no invitation like this one, so it was "
                       "probably not created. It can be sent again."));
    }
  else if (!different && matches->len <= g_hash_table_size (alike) + 1)
    {
      UsherInvitation *match = choose (self, look, offset);

      look->found = g_object_ref (match);
      g_hash_table_add (self->claimed, g_strdup (usher_invitation_get_id (match)));
      write_outcome (task, USHER_INTENT_DONE, usher_invitation_get_id (match), NULL);
    }
  else
    tell_several (task, matches);
}

static void
on_reloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  usher_journal_reload_finish (USHER_JOURNAL (source), result, NULL);
  decide (task);
}

static void
on_detail_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_client_get_invitation_finish (USHER_CLIENT (source), result, &error);

  if (usher_intent_get_state (look->intent) != USHER_INTENT_UNCLEAR)
    {
      return_unknown (task);
      return;
    }
  if (invitation == NULL)
    {
      if (!g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND))
        return_unknown (task);
      else
        write_outcome (task, USHER_INTENT_REFUSED, NULL,
                       _("The server does not know this invitation any more."));
      return;
    }
  g_hash_table_add (self->settled, g_strdup (usher_intent_get_id (look->intent)));
  if (usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_REVOKED)
    {
      look->found = g_steal_pointer (&invitation);
      write_outcome (task, USHER_INTENT_DONE, NULL, NULL);
      return;
    }
  _usher_outbox_keep_async (self, invitation, NULL, NULL);
  if (usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_ACTIVE)
    write_outcome (task, USHER_INTENT_REFUSED, NULL,
                   _("The invitation is still active. Revoke it again."));
  else
    write_outcome (task, USHER_INTENT_REFUSED, NULL, usher_invitation_why_not_revoke (invitation));
}

static void
on_outcome_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  gboolean written = usher_journal_exchange_finish (USHER_JOURNAL (source), result, NULL);

  /* If it could not be written, the next run asks again; if another program was faster, it knows. */
  if (!written)
    usher_journal_reload_async (USHER_JOURNAL (source), NULL, NULL, NULL);
  if (look->found != NULL)
    _usher_outbox_keep_async (self, look->found, on_found_kept, g_steal_pointer (&task));
  else if (written)
    g_task_return_pointer (task, NULL, NULL);
  else
    return_unknown (task);
}

static void
on_found_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);

  _usher_outbox_keep_finish (USHER_SESSION (source), result);
  g_task_return_pointer (task, g_steal_pointer (&look->found), g_object_unref);
}

/* The next unclear intent that the server has not been asked about in this run, or just now in vain. */
static UsherIntent *
find_next (UsherSession *self)
{
  GListModel *intents = G_LIST_MODEL (self->journal);
  guint n_intents = g_list_model_get_n_items (intents);

  for (guint i = 0; i < n_intents; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      if (usher_intent_get_state (intent) == USHER_INTENT_UNCLEAR &&
          usher_intent_get_kind (intent) != USHER_INTENT_RESEND &&
          !g_hash_table_contains (self->settled, usher_intent_get_id (intent)) &&
          g_hash_table_add (self->looked_at, g_strdup (usher_intent_get_id (intent))))
        return g_steal_pointer (&intent);
    }
  return NULL;
}

static void
look_at_next (UsherSession *self)
{
  g_autoptr (UsherIntent) intent = NULL;

  if (self->client != NULL && self->closing == NULL)
    intent = find_next (self);
  self->reconciling = intent != NULL;
  if (intent != NULL)
    look_at (self, intent, g_hash_table_contains (self->round, usher_intent_get_id (intent)),
             on_looked_at_one, NULL);
  else
    g_hash_table_remove_all (self->round_lists);
  if (intent == NULL && self->look_again)
    _usher_session_reconcile_again (self);
}

static void
on_looked_at_one (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UsherSession *self = USHER_SESSION (source);
  g_autoptr (UsherInvitation) found = _usher_outbox_look_finish (self, result, NULL);

  look_at_next (self);
}

/* What an earlier run did not come to send, when it is not so old that it would surprise. */
#define RESUME_WITHIN G_TIME_SPAN_HOUR

/* What mails people again is not sent by itself when somebody has mailed them meanwhile: it stays, and the person is
 * asked. */
static void
on_mailed_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UsherSession *self = USHER_SESSION (source);
  g_autoptr (GPtrArray) resends = user_data;
  g_autoptr (GHashTable) mailed = usher_session_find_mailed_finish (self, result, NULL);

  for (guint i = 0; mailed != NULL && i < resends->len; i++)
    {
      UsherIntent *intent = g_ptr_array_index (resends, i);

      if (usher_session_was_mailed_for (mailed, intent) == USHER_TIME_NONE
          && usher_session_get_standing (self, intent) == USHER_STANDING_LEFT)
        usher_session_retry_async (self, intent, NULL, NULL, NULL);
    }
}

void
_usher_outbox_resume (UsherSession *self)
{
  GListModel *intents = G_LIST_MODEL (self->journal);
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) resends = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 now = usher_time_now ();

  for (guint i = g_list_model_get_n_items (intents); self->resumes && i > 0; i--)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i - 1);
      gint64 asked_at = usher_intent_get_created_at (intent);

      if (usher_session_get_standing (self, intent) == USHER_STANDING_LEFT && asked_at <= now &&
          now - asked_at < RESUME_WITHIN)
        g_ptr_array_add (usher_intent_get_kind (intent) == USHER_INTENT_RESEND ? resends : left,
                         g_object_ref (intent));
    }
  for (guint i = 0; i < left->len; i++)
    usher_session_retry_async (self, g_ptr_array_index (left, i), NULL, NULL, NULL);
  if (resends->len > 0)
    usher_session_find_mailed_async (self, NULL, on_mailed_found, g_steal_pointer (&resends));
}

static void
on_reloaded_first (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSession) self = user_data;

  usher_journal_reload_finish (USHER_JOURNAL (source), result, NULL);
  if (self->client == NULL || self->closing != NULL)
    {
      self->reconciling = FALSE;
      return;
    }
  _usher_outbox_resume (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->journal)); i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (G_LIST_MODEL (self->journal), i);

      if (usher_intent_get_state (intent) == USHER_INTENT_UNCLEAR)
        g_hash_table_add (self->round, g_strdup (usher_intent_get_id (intent)));
    }
  look_at_next (self);
}

/* After a sync, when the server is known to answer: one after the other. Those it could not be asked about
 * have their turn after the next sync. */
void
_usher_session_reconcile (UsherSession *self)
{
  if (self->reconciling)
    return;
  self->reconciling = TRUE;
  g_hash_table_remove_all (self->looked_at);
  g_hash_table_remove_all (self->round);
  g_hash_table_remove_all (self->round_lists);
  usher_journal_reload_async (self->journal, NULL, on_reloaded_first, g_object_ref (self));
}

/* Another round, now or when this one is over: something was learnt that no sync tells. */
void
_usher_session_reconcile_again (UsherSession *self)
{
  self->look_again = self->reconciling;
  if (!self->reconciling && self->client != NULL && self->closing == NULL)
    _usher_session_reconcile (self);
}
