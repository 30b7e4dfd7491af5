/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does to several selected invitations at once. Which ones is settled when the question is
 * asked, whatever is selected when it is answered; the batch looks at each again before it is sent.
 * Main thread. */
#include "ui/usher-window-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-batch-window.h"
#include "ui/usher-batch-words.h"
#include "ui/usher-detail-reasons.h"
#include "ui/usher-secret-clipboard.h"

/* Links are mostly at hand: a window that flashes by would only startle. */
#define LINKS_PATIENCE_MS 400

/* What is asked about. */
typedef struct
{
  UsherWindow *window;   /* (owned) */
  UsherSession *session; /* (owned): the one it was asked in */
  UsherBatchKind kind;
  GPtrArray *chosen;     /* (owned) (element-type UsherInvitationItem) */
  GPtrArray *left_out;   /* (owned) (element-type UsherInvitationItem) */
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->window);
  g_clear_object (&question->session);
  g_clear_pointer (&question->chosen, g_ptr_array_unref);
  g_clear_pointer (&question->left_out, g_ptr_array_unref);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static gboolean
makes_sense (UsherWindow *self, UsherBatchKind kind, UsherInvitationItem *item)
{
  return usher_batch_why_not (kind, usher_invitation_item_get_invitation (item)) == NULL
         && !g_hash_table_contains (self->busy, usher_invitation_item_get_id (item));
}

static Question *
question_new (UsherWindow *self, UsherBatchKind kind)
{
  Question *question = g_new0 (Question, 1);
  g_autoptr (GPtrArray) items = usher_invitation_pane_dup_selection (usher_shell_get_list (self->shell));

  question->window = g_object_ref (self);
  question->session = g_object_ref (self->session);
  question->kind = kind;
  question->chosen = g_ptr_array_new_with_free_func (g_object_unref);
  question->left_out = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < items->len; i++)
    {
      UsherInvitationItem *item = g_ptr_array_index (items, i);

      g_ptr_array_add (makes_sense (self, kind, item) ? question->chosen : question->left_out,
                       g_object_ref (item));
    }
  return question;
}

/* --- The batch --- */

static void on_finished (UsherWindow *self);
static void on_window_gone (UsherWindow *self);

static void
clear_batch (UsherWindow *self)
{
  g_clear_handle_id (&self->batch_delay, g_source_remove);
  if (self->batch != NULL)
    g_signal_handlers_disconnect_by_func (self->batch, on_finished, self);
  g_clear_object (&self->batch);
  usher_window_actions_update (self);
}

static void
show_batch (UsherWindow *self)
{
  UsherDialog *dialog = NULL;

  g_clear_handle_id (&self->batch_delay, g_source_remove);
  if (self->batch_window != NULL)
    return;
  dialog = USHER_DIALOG (usher_batch_window_new (self->batch));
  g_set_weak_pointer (&self->batch_window, dialog);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (on_window_gone), self, G_CONNECT_SWAPPED);
  usher_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_window_gone (UsherWindow *self)
{
  g_clear_weak_pointer (&self->batch_window);
  /* Else the last answers are still awaited. */
  if (self->batch != NULL && !usher_batch_get_running (self->batch))
    clear_batch (self);
}

static void
on_finished (UsherWindow *self)
{
  UsherBatchKind kind = usher_batch_get_kind (self->batch);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->batch));
  guint n_done = usher_batch_get_n_in_state (self->batch, USHER_BATCH_DONE);

  if (kind == USHER_BATCH_GET_LINKS && n_done > 0)
    {
      g_autofree char *links = usher_batch_dup_links (self->batch);

      usher_secret_clipboard_set (GTK_WIDGET (self), links);
    }
  if (n_done == n)
    {
      g_autofree char *text = usher_batch_dup_toast (kind, n, self->batch_left_out);

      usher_window_toast (self, text);
    }
  else if (kind == USHER_BATCH_GET_LINKS && self->batch_delay != 0)
    {
      show_batch (self);
      return;
    }
  /* With a window, the outcomes are read, and tried again, before it goes. */
  if (self->batch_window == NULL)
    clear_batch (self);
}

static gboolean
on_delay_over (gpointer user_data)
{
  UsherWindow *self = user_data;

  self->batch_delay = 0;
  show_batch (self);
  return G_SOURCE_REMOVE;
}

static void
start (Question *question)
{
  UsherWindow *self = question->window;

  self->batch = usher_batch_new (question->session, question->kind, question->chosen);
  /* A question told what is left out; without one it is told at the end. */
  self->batch_left_out = question->kind == USHER_BATCH_GET_LINKS ? question->left_out->len : 0;
  g_signal_connect_object (self->batch, "finished", G_CALLBACK (on_finished), self, G_CONNECT_SWAPPED);
  usher_window_actions_update (self);
  if (question->kind == USHER_BATCH_GET_LINKS)
    self->batch_delay = g_timeout_add (LINKS_PATIENCE_MS, on_delay_over, self);
  else
    show_batch (self);
  usher_batch_start (self->batch);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (usher_compat_confirm_finish (GTK_WINDOW (source), result, &error)
      && question->window->session == question->session && question->window->batch == NULL)
    start (question);
}

/* Eats the question. */
static void
ask (Question *question, GHashTable *mailed)
{
  UsherWindow *self = question->window;
  UsherBatchKind kind = question->kind;
  g_autofree char *heading = usher_batch_dup_heading (kind, question->chosen->len);
  g_autofree char *body = usher_batch_dup_body (kind, question->chosen, question->left_out, mailed);

  usher_compat_confirm_async (GTK_WINDOW (self), heading, body, usher_batch_get_verb (kind),
                              kind == USHER_BATCH_REVOKE, self->cancellable, on_answered, question);
}

static void
on_mailed_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) mailed = usher_session_find_mailed_finish (USHER_SESSION (source), result, &error);
  UsherWindow *self = question->window;

  self->batch_asking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->shell == NULL
      || self->session != question->session || self->batch != NULL)
    return;
  /* A journal that cannot be read keeps nobody from sending; the sending itself will tell. */
  if (error != NULL)
    g_message ("Who was mailed lately is not known: %s", error->message);
  ask (g_steal_pointer (&question), mailed);
}

void
usher_window_batch_begin (UsherWindow *self, UsherBatchKind kind)
{
  g_autoptr (Question) question = NULL;
  g_autofree char *body = NULL;

  if (self->session == NULL || self->batch != NULL || self->batch_asking)
    return;
  question = question_new (self, kind);
  if (question->chosen->len == 0)
    {
      /* It changed since the button was enabled. */
      body = usher_batch_dup_left_out (kind, question->left_out);
      if (body != NULL)
        usher_compat_tell (GTK_WINDOW (self), _("Nothing Can Be Done Here"), body);
    }
  else if (kind == USHER_BATCH_GET_LINKS)
    start (question);
  else if (kind == USHER_BATCH_RESEND)
    {
      self->batch_asking = TRUE;
      usher_session_find_mailed_async (self->session, self->cancellable, on_mailed_found,
                                       g_steal_pointer (&question));
    }
  else
    ask (g_steal_pointer (&question), NULL);
}

guint
usher_window_batch_get_kinds (UsherWindow *self)
{
  const guint all = 1u << USHER_BATCH_GET_LINKS | 1u << USHER_BATCH_RESEND | 1u << USHER_BATCH_REVOKE;
  g_autoptr (GPtrArray) items = NULL;
  guint wanted = all;
  guint kinds = 0;

  if (self->session == NULL || self->batch != NULL || !usher_session_get_has_key (self->session))
    return 0;
  if (usher_detail_why_not_reach (self->session) != NULL)
    wanted = 1u << USHER_BATCH_GET_LINKS;
  if (!usher_session_get_can_resend (self->session))
    wanted &= ~(1u << USHER_BATCH_RESEND);
  /* Among a great many there is hardly none; if so, it is told when it is asked for. */
  if (!usher_invitation_pane_has_selection_at_hand (usher_shell_get_list (self->shell)))
    return wanted;
  items = usher_invitation_pane_dup_selection (usher_shell_get_list (self->shell));
  for (guint i = 0; i < items->len && kinds != wanted; i++)
    {
      for (int kind = USHER_BATCH_GET_LINKS; kind <= USHER_BATCH_REVOKE; kind++)
        {
          if ((wanted & 1u << kind) != 0
              && makes_sense (self, (UsherBatchKind) kind, g_ptr_array_index (items, i)))
            kinds |= 1u << kind;
        }
    }
  return kinds;
}

void
usher_window_batch_stop (UsherWindow *self)
{
  if (self->batch != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->batch, on_finished, self);
      usher_batch_leave (self->batch);
    }
  g_clear_handle_id (&self->batch_delay, g_source_remove);
  g_clear_object (&self->batch);
  if (self->batch_window != NULL)
    usher_dialog_force_close (self->batch_window);
  g_clear_weak_pointer (&self->batch_window);
}
