/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests that did not end well, tried again from where they are told. Main thread. */
#include "ui/usher-window-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-mail-question.h"

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!usher_session_forget_intent_finish (USHER_SESSION (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("A request could not be taken out of the journal: %s", error->message);
}

static UsherIntent *
dup_intent (UsherWindow *self, const char *id)
{
  GListModel *intents = self->session != NULL ? usher_session_get_intents (self->session) : NULL;
  guint n = intents != NULL ? g_list_model_get_n_items (intents) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      if (g_strcmp0 (usher_intent_get_id (intent), id) == 0)
        return g_steal_pointer (&intent);
    }
  return NULL;
}

static void
on_retried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherWindow) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_retry_finish (USHER_SESSION (source), result, &error);

  if (self->session != USHER_SESSION (source) || self->shell == NULL)
    return;
  if (invitation != NULL)
    usher_invitation_pane_select_id (usher_shell_get_list (self->shell), usher_invitation_get_id (invitation));
  /* What the server said stands above the list. */
  else if (error->domain != USHER_API_ERROR && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    usher_compat_tell (GTK_WINDOW (self), _("Nothing Was Sent"), error->message);
}

typedef struct
{
  UsherWindow *window;   /* (owned) */
  UsherSession *session; /* (owned) whose it is: the window may show another account by then */
  UsherIntent *intent;   /* (owned) */
} Left;

/* At once, but for a second mail to the same people. */
static void
on_mail_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Left *left = g_steal_pointer (&user_data);

  /* Not cancelled with the window: what was sent was sent. */
  if (usher_mail_question_finish (result))
    usher_session_retry_async (left->session, left->intent, NULL, on_retried, g_object_ref (left->window));
  g_object_unref (left->window);
  g_object_unref (left->session);
  g_object_unref (left->intent);
  g_free (left);
}

static void
send_left (UsherWindow *self, UsherIntent *intent)
{
  Left *left = g_new0 (Left, 1);

  left->window = g_object_ref (self);
  left->session = g_object_ref (self->session);
  left->intent = g_object_ref (intent);
  usher_mail_question_async (GTK_WINDOW (self), self->session, intent, self->cancellable, on_mail_answered, left);
}

/* Goes back to the field for what can be written anew; else to the invitation, where the buttons are. */
void
usher_window_retry_intent (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  g_autoptr (UsherIntent) intent = dup_intent (self, g_variant_get_string (parameter, NULL));

  if (intent == NULL)
    return;
  switch (usher_session_get_standing (self->session, intent))
    {
    case USHER_STANDING_SEVERAL:
      g_action_group_activate_action (G_ACTION_GROUP (self), "show-intents", NULL);
      return;
    case USHER_STANDING_LEFT:
      send_left (self, intent);
      return;
    case USHER_STANDING_NOT_FOUND:
      /* Not cancelled with the window: what was sent was sent. */
      usher_session_retry_async (self->session, intent, NULL, on_retried, g_object_ref (self));
      return;
    case USHER_STANDING_REFUSED:
    case USHER_STANDING_UNCLEAR:
    case USHER_STANDING_UNKNOWABLE:
    case USHER_STANDING_WAITING:
    case USHER_STANDING_SENDING:
    case USHER_STANDING_ELSEWHERE:
    default:
      break;
    }
  if (usher_intent_get_state (intent) == USHER_INTENT_UNCLEAR)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self), "refresh", NULL);
      if (usher_intent_get_invitation_id (intent) != NULL)
        usher_invitation_pane_select_id (usher_shell_get_list (self->shell),
                                         usher_intent_get_invitation_id (intent));
      return;
    }
  if (usher_intent_get_kind (intent) == USHER_INTENT_CREATE)
    usher_window_open_wizard (self, usher_intent_get_draft (intent));
  else
    {
      UsherInvitationItem *item = usher_window_get_item (self);

      if (item == NULL
          || g_strcmp0 (usher_invitation_item_get_id (item), usher_intent_get_invitation_id (intent)) != 0)
        {
          usher_invitation_pane_select_id (usher_shell_get_list (self->shell),
                                           usher_intent_get_invitation_id (intent));
          return;
        }
      g_action_group_activate_action (G_ACTION_GROUP (self),
                                      usher_intent_get_kind (intent) == USHER_INTENT_REVOKE ? "revoke" : "resend",
                                      NULL);
    }
  usher_session_forget_intent_async (self->session, intent, NULL, on_forgotten, NULL);
}
