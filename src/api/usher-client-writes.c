/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The operations of the API that change something. Each is one POST that leaves this machine once:
 * the API has no idempotency key, and a second create mails people twice (contract 7). Main context
 * only. */

#include "usher-config.h"

#include "api/usher-client.h"

#include "api/usher-client-private.h"
#include "model/usher-field-errors.h"
#include "model/usher-json.h"

#include <glib/gi18n.h>

typedef struct
{
  UsherReader reader;
  char *detail_path; /* (owned) (nullable) resend: where to ask whether the invitation exists */
  GError *refusal;   /* (owned) (nullable) resend: what the server said first */
} WriteData;

static void
write_data_free (gpointer user_data)
{
  WriteData *data = user_data;

  g_free (data->detail_path);
  g_clear_error (&data->refusal);
  g_free (data);
}

static void on_posted (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_read (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_detail (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes the task. */
static void
post (GTask *task, const char *path, GBytes *body)
{
  UsherClient *self = g_task_get_source_object (task);

  usher_transport_send_async (usher_client_get_transport (self), "POST", path, NULL, body,
                              g_task_get_cancellable (task), on_posted, task);
}

static gboolean
may_lack_resend (WriteData *data, const GError *error)
{
  return data->detail_path != NULL
         && (g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND)
             || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED));
}

static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  UsherClient *self = g_task_get_source_object (task);
  WriteData *data = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (UsherAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = usher_transport_send_finish (USHER_TRANSPORT (source), result, &error);
  if (answer != NULL)
    error = usher_answer_to_error (answer);
  if (error == NULL)
    usher_answer_read_async (g_steal_pointer (&answer), &data->reader, cancellable, on_read,
                             g_steal_pointer (&task));
  else if (may_lack_resend (data, error))
    {
      static const UsherReader reader
          = { usher_client_read_object, g_object_unref, &usher_invitation_object, FALSE };

      data->refusal = g_steal_pointer (&error);
      usher_get_async (usher_client_get_transport (self), usher_client_get_retry_policy (self),
                       data->detail_path, NULL, &reader, cancellable, on_detail,
                       g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  WriteData *data = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = usher_answer_read_finish (result, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, data->reader.free);
  else
    g_task_return_error (task, error);
}

static GError *
new_no_resend (void)
{
  return usher_api_error_new (
      USHER_API_ERROR_UNSUPPORTED,
      _("This server cannot resend invitations. Copy the link and send it yourself, or create a "
        "replacement that the server sends by email."),
      NULL, -1);
}

/* 404 and 405 mean either that the invitation is gone or that the server has no resend (contract
 * 3.9): an invitation that is there tells the second. */
static void
on_detail (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  UsherClient *self = g_task_get_source_object (task);
  WriteData *data = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation
      = usher_get_finish (USHER_TRANSPORT (source), result, NULL, &error);
  gboolean is_405
      = g_error_matches (data->refusal, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (invitation != NULL || is_405)
    {
      usher_client_set_can_resend (self, FALSE);
      g_task_return_error (task, new_no_resend ());
    }
  else
    /* It stays open which of the two it is; but nothing was sent again, and that is certain. */
    g_task_return_error (task, g_steal_pointer (&data->refusal));
}

/**
 * usher_client_create_invitation_async:
 * @self: a client
 * @draft: a draft; refused before sending when it breaks a rule of the API
 * @cancellable: (nullable): to cancel; whether the server acted is unclear then
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Creates a contributor invitation for the draft's company, or a reconnect invitation for its
 * connection (contract 3.3, 3.4).
 */
void
usher_client_create_invitation_async (UsherClient *self, UsherInvitationDraft *draft,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (UsherFieldErrors) wrong = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;
  WriteData *data;
  char *text;

  g_return_if_fail (USHER_IS_CLIENT (self));
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (draft));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_client_create_invitation_async);
  wrong = usher_invitation_draft_check (draft);
  if (wrong != NULL)
    {
      g_task_return_error (
          task,
          usher_api_error_new (USHER_API_ERROR_INVALID_REQUEST,
                               _("The invitation was not sent, as something in it is not valid. "
                                  "Correct it and try again."),
                               wrong,
                               -1));
      return;
    }
  if (usher_invitation_draft_get_kind (draft) == USHER_INVITATION_KIND_RECONNECT)
    path = usher_client_make_path ("/invitation/connection/",
                                   usher_invitation_draft_get_connection_id (draft), NULL, &error);
  else
    path = usher_client_make_path ("/invitation/company/",
                                   usher_invitation_draft_get_company_id (draft), NULL, &error);
  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  data = g_new0 (WriteData, 1);
  data->reader = (UsherReader) { usher_client_read_object, g_object_unref, &usher_invitation_object,
                                 FALSE };
  g_task_set_task_data (task, data, write_data_free);
  node = usher_invitation_draft_to_json (draft);
  text = usher_json_to_string (node, FALSE);
  body = g_bytes_new_take (text, strlen (text));
  post (g_steal_pointer (&task), path, body);
}

/**
 * usher_client_create_invitation_finish:
 * @self: a client
 * @result: a result
 * @error: return location
 *
 * Returns: (transfer full): the new invitation. An answer without one is %USHER_API_ERROR_PROTOCOL,
 *   which leaves unclear whether it was made
 */
UsherInvitation *
usher_client_create_invitation_finish (UsherClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* An invitation, or a mere object in the place of one: bodies of revoke and resend are not
 * documented, so other JSON is as good as none, and NULL would mean a failure. */
static gpointer
read_perhaps (JsonNode *root, gconstpointer data)
{
  UsherInvitation *invitation = root != NULL ? usher_invitation_new_from_json (root, NULL) : NULL;

  return invitation != NULL ? (gpointer) invitation : g_object_new (G_TYPE_OBJECT, NULL);
}

static void
post_action (UsherClient *self, gpointer tag, const char *invitation_id, const char *action,
             gboolean is_resend, GCancellable *cancellable, GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *path = NULL;
  GError *error = NULL;
  WriteData *data;

  g_task_set_source_tag (task, tag);
  path = usher_client_make_path ("/invitation/", invitation_id, action, &error);
  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (is_resend && !usher_client_get_can_resend (self))
    {
      g_task_return_error (task, new_no_resend ());
      return;
    }

  data = g_new0 (WriteData, 1);
  data->reader = (UsherReader) { read_perhaps, g_object_unref, NULL, FALSE };
  if (is_resend)
    data->detail_path = usher_client_make_path ("/invitation/", invitation_id, NULL, NULL);
  g_task_set_task_data (task, data, write_data_free);
  post (g_steal_pointer (&task), path, NULL);
}

static gboolean
action_finish (UsherClient *self,
               GAsyncResult *result,
               UsherInvitation **invitation,
               GError **error)
{
  g_autoptr (GObject) answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (invitation != NULL)
    *invitation = USHER_IS_INVITATION (answer) ? USHER_INVITATION (g_object_ref (answer)) : NULL;
  return answer != NULL;
}

/**
 * usher_client_revoke_invitation_async:
 * @self: a client
 * @invitation_id: its id
 * @cancellable: (nullable): to cancel; whether the server acted is unclear then
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Ends an invitation at once (contract 3.8).
 */
void
usher_client_revoke_invitation_async (UsherClient *self, const char *invitation_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (USHER_IS_CLIENT (self));

  post_action (self, usher_client_revoke_invitation_async, invitation_id, "/revoke", FALSE,
               cancellable, callback, user_data);
}

/**
 * usher_client_revoke_invitation_finish:
 * @self: a client
 * @result: a result
 * @invitation: (out) (optional) (nullable) (transfer full): the invitation, when the server sent it
 * @error: return location
 *
 * Returns: %TRUE when the server took it; read the detail again when there is no @invitation
 */
gboolean
usher_client_revoke_invitation_finish (UsherClient *self, GAsyncResult *result,
                                       UsherInvitation **invitation, GError **error)
{
  return action_finish (self, result, invitation, error);
}

/**
 * usher_client_resend_invitation_async:
 * @self: a client
 * @invitation_id: its id
 * @cancellable: (nullable): to cancel; whether the server acted is unclear then
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Has the mail sent again. No documentation shows this operation: a server without it is
 * recognised, and not asked again (contract 3.9).
 */
void
usher_client_resend_invitation_async (UsherClient *self, const char *invitation_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (USHER_IS_CLIENT (self));

  post_action (self, usher_client_resend_invitation_async, invitation_id, "/resend", TRUE,
               cancellable, callback, user_data);
}

/**
 * usher_client_resend_invitation_finish:
 * @self: a client
 * @result: a result
 * @invitation: (out) (optional) (nullable) (transfer full): the invitation, when the server sent it
 * @error: return location
 *
 * Returns: %TRUE when the server took it; %FALSE with %USHER_API_ERROR_UNSUPPORTED when it has no
 *   resend
 */
gboolean
usher_client_resend_invitation_finish (UsherClient *self, GAsyncResult *result,
                                       UsherInvitation **invitation, GError **error)
{
  return action_finish (self, result, invitation, error);
}
