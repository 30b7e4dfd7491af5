/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The other half of the outbox: finding out what became of an intent whose answer never came, by asking
 * the server and never by sending again. Main thread. */

#include "session/usher-outbox.h"

#include <glib/gi18n.h>

#include "session/usher-reconcile.h"
#include "session/usher-session-private.h"

typedef struct
{
  UsherIntent *intent;    /* (owned) */
  UsherInvitation *found; /* (owned) (nullable) */
} Look;

static void
look_free (Look *look)
{
  g_clear_object (&look->intent);
  g_clear_object (&look->found);
  g_free (look);
}

static void on_connection_read (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_listed (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_detail_read (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_outcome_written (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_found_kept (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_looked_at_one (GObject *source, GAsyncResult *result, gpointer user_data);

/* Nothing was learnt: it is as unclear as before. */
static void
return_nothing (GTask *task)
{
  g_task_return_pointer (task, NULL, NULL);
}

void
_usher_outbox_look_async (UsherSession *self, UsherIntent *intent, GAsyncReadyCallback callback,
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
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  if (self->client == NULL || self->closing != NULL ||
      usher_intent_get_kind (intent) == USHER_INTENT_RESEND)
    {
      /* Whether a mail went out is not told by the API (contract 13.19). */
      return_nothing (task);
      return;
    }
  if (usher_intent_get_kind (intent) == USHER_INTENT_REVOKE)
    {
      if (id != NULL)
        usher_client_get_invitation_async (self->client, id, self->reading, on_detail_read,
                                           g_steal_pointer (&task));
      else
        return_nothing (task);
      return;
    }
  company_id = draft != NULL ? usher_invitation_draft_get_company_id (draft) : NULL;
  connection_id = draft != NULL ? usher_invitation_draft_get_connection_id (draft) : NULL;
  if (company_id != NULL && *company_id != '\0')
    usher_client_list_invitations_async (self->client, company_id, self->reading, on_listed,
                                         g_steal_pointer (&task));
  else if (connection_id != NULL && *connection_id != '\0')
    usher_client_get_connection_async (self->client, connection_id, self->reading,
                                       on_connection_read, g_steal_pointer (&task));
  else
    return_nothing (task);
}

UsherInvitation *
_usher_outbox_look_finish (UsherSession *self, GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
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

  if (company_id != NULL)
    usher_client_list_invitations_async (USHER_CLIENT (source), company_id, self->reading, on_listed,
                                         g_steal_pointer (&task));
  else
    return_nothing (task);
}

/* Whether another create may have made it as well: then it cannot be told whose it is. */
static gboolean
is_wanted_by_another (UsherSession *self, UsherIntent *intent, UsherInvitation *invitation,
                      gint64 offset)
{
  GListModel *intents = G_LIST_MODEL (self->journal);
  guint n_intents = g_list_model_get_n_items (intents);

  for (guint i = 0; i < n_intents; i++)
    {
      g_autoptr (UsherIntent) other = g_list_model_get_item (intents, i);
      UsherIntentState state = usher_intent_get_state (other);

      if (other != intent && usher_intent_get_kind (other) == USHER_INTENT_CREATE &&
          (state == USHER_INTENT_UNCLEAR || state == USHER_INTENT_SENDING) &&
          usher_reconcile_matches (other, invitation, offset))
        return TRUE;
    }
  return FALSE;
}

static void
write_outcome (GTask *task, UsherIntentState state, const char *id, const char *message)
{
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  usher_intent_set_outcome (look->intent, state, id, message);
  usher_journal_write_async (self->journal, look->intent, NULL, on_outcome_written,
                             g_object_ref (task));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);
  gint64 offset = usher_client_get_clock_offset (USHER_CLIENT (source));
  g_autoptr (GPtrArray) invitations =
    usher_client_list_invitations_finish (USHER_CLIENT (source), result, NULL, NULL);
  guint n_matches = 0;
  gboolean shared = FALSE;
  UsherInvitation *match = NULL;

  /* Somebody may have settled it meanwhile. */
  if (invitations == NULL || usher_intent_get_state (look->intent) != USHER_INTENT_UNCLEAR)
    {
      return_nothing (task);
      return;
    }
  for (guint i = 0; i < invitations->len; i++)
    {
      UsherInvitation *invitation = g_ptr_array_index (invitations, i);
      const char *id = usher_invitation_get_id (invitation);

      if (g_hash_table_contains (self->claimed, id) ||
          usher_journal_is_claimed (self->journal, id) ||
          !usher_reconcile_matches (look->intent, invitation, offset))
        continue;
      n_matches++;
      match = invitation;
      shared = shared || is_wanted_by_another (self, look->intent, invitation, offset);
    }
  g_hash_table_add (self->settled, g_strdup (usher_intent_get_id (look->intent)));
  if (n_matches == 1 && !shared)
    {
      const char *id = usher_invitation_get_id (match);

      look->found = g_object_ref (match);
      g_hash_table_add (self->claimed, g_strdup (id));
      write_outcome (task, USHER_INTENT_DONE, id, NULL);
    }
  else if (n_matches == 0)
    write_outcome (task, USHER_INTENT_UNCLEAR, NULL,
                   _("No answer came, and the server has no invitation like this one. It was "
                     "probably not created; look through the list before you create it again."));
  else
    write_outcome (task, USHER_INTENT_UNCLEAR, NULL,
                   _("No answer came, and the server has invitations that may be this one. Look "
                     "through the list before you create it again."));
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
      return_nothing (task);
      return;
    }
  if (invitation == NULL)
    {
      if (!g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND))
        return_nothing (task);
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

  /* If it could not be written, the next run asks again. */
  usher_journal_write_finish (USHER_JOURNAL (source), result, NULL);
  if (look->found != NULL)
    _usher_outbox_keep_async (self, look->found, on_found_kept, g_steal_pointer (&task));
  else
    return_nothing (task);
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
    _usher_outbox_look_async (self, intent, on_looked_at_one, NULL);
}

static void
on_looked_at_one (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UsherSession *self = USHER_SESSION (source);
  g_autoptr (UsherInvitation) found = _usher_outbox_look_finish (self, result);

  look_at_next (self);
}

/* After a sync, when the server is known to answer: one after the other. Those it could not be asked about
 * have their turn after the next sync. */
void
_usher_session_reconcile (UsherSession *self)
{
  if (self->reconciling)
    return;
  g_hash_table_remove_all (self->looked_at);
  look_at_next (self);
}
