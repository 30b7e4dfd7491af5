/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question whether people are to be mailed a second time within the hour, for a resend that was refused or never
 * sent, and is now. Main thread. */
#include "ui/usher-mail-question.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"

typedef struct
{
  GtkWindow *parent;   /* (owned) */
  UsherIntent *intent; /* (owned) */
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->parent);
  g_clear_object (&question->intent);
  g_free (question);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);

  g_task_return_boolean (task, usher_compat_confirm_finish (GTK_WINDOW (source), result, NULL));
}

static void
on_mailed_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Question *question = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) mailed = usher_session_find_mailed_finish (USHER_SESSION (source), result, &error);
  gint64 last = usher_session_was_mailed_for (mailed, question->intent);
  const char *whom = usher_intent_get_summary (question->intent);
  g_autofree char *when = NULL;
  g_autofree char *body = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  /* A journal that cannot be read keeps nobody from sending; the sending itself will tell. */
  if (last == USHER_TIME_NONE)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  when = usher_time_format_relative (last, usher_time_now ());
  body = g_strdup_printf (_("%1$s got an email %2$s. It may still be on its way."),
                          whom != NULL ? whom : usher_intent_get_mails_to (question->intent), when);
  usher_compat_confirm_async (question->parent, _("Send the Email Again?"), body, _("_Send Again"), FALSE,
                              cancellable, on_answered, g_steal_pointer (&task));
}

/**
 * usher_mail_question_async:
 * @parent: the window that asks
 * @session: the account at work
 * @intent: a request of its journal that is to be sent again
 * @cancellable: (nullable): when the window goes
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks the person whether to mail people again, if it is a resend and they were mailed within the hour.
 */
void
usher_mail_question_async (GtkWindow *parent, UsherSession *session, UsherIntent *intent, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (USHER_IS_SESSION (session));
  g_return_if_fail (USHER_IS_INTENT (intent));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_mail_question_async);
  if (usher_intent_get_kind (intent) != USHER_INTENT_RESEND)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  question = g_new0 (Question, 1);
  question->parent = g_object_ref (parent);
  question->intent = g_object_ref (intent);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  usher_session_find_mailed_async (session, cancellable, on_mailed_found, g_steal_pointer (&task));
}

/**
 * usher_mail_question_finish:
 * @result: what the callback got
 *
 * Returns: %TRUE when it is to be sent
 */
gboolean
usher_mail_question_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
