/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests that wait for their moment: a toast tells of them for as long as they can be taken back, and
 * Undo (also Ctrl+Z) takes them back. One toast for all that wait, so that many at once are taken back at
 * once. Main thread. */
#include "ui/usher-window-private.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-intents-window.h"

static gboolean
is_held (UsherWindow *self, UsherIntent *intent)
{
  return usher_session_get_standing (self->session, intent) == USHER_STANDING_WAITING
         && usher_intent_get_due_at (intent) != USHER_TIME_NONE;
}

/* (element-type UsherIntent), newest first. */
static GPtrArray *
list_held (UsherWindow *self)
{
  GPtrArray *held = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *intents = self->session != NULL ? usher_session_get_intents (self->session) : NULL;
  guint n = intents != NULL ? g_list_model_get_n_items (intents) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      if (is_held (self, intent))
        g_ptr_array_add (held, g_steal_pointer (&intent));
    }
  return held;
}

static char *
dup_title (GPtrArray *held)
{
  UsherIntent *intent = g_ptr_array_index (held, 0);
  const char *whom = usher_intent_get_summary (intent);

  if (held->len > 1)
    return g_strdup_printf (ngettext ("%'u request is about to be sent", "%'u requests are about to be sent",
                                      held->len), held->len);
  switch (usher_intent_get_kind (intent))
    {
    case USHER_INTENT_CREATE:
      return whom != NULL
               /* Translators: %s are the recipients. It is about to happen and can be taken back. */
               ? g_strdup_printf (_("Inviting %s"), whom)
               : g_strdup (_("Sending the invitation"));
    case USHER_INTENT_RESEND:
      return whom != NULL
               /* Translators: %s are the recipients. It is about to happen and can be taken back. */
               ? g_strdup_printf (_("Sending the email to %s again"), whom)
               : g_strdup (_("Sending the email again"));
    case USHER_INTENT_REVOKE:
    default:
      return whom != NULL
               /* Translators: %s are the recipients. It is about to happen and can be taken back. */
               ? g_strdup_printf (_("Revoking the invitation for %s"), whom)
               : g_strdup (_("Revoking the invitation"));
    }
}

static void
on_toast_dismissed (AdwToast *toast, UsherWindow *self)
{
  if (self->held_toast == toast)
    g_clear_object (&self->held_toast);
}

/* On the button of a toast; toasts stand beside the pages of the window. */
static gboolean
is_focus_on_toast (UsherWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->toasts))
         && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));
}

static void
hide_toast (UsherWindow *self)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->held_toast);

  if (toast == NULL)
    return;
  /* Else the toolkit takes the focus to the first button of the window. */
  if (is_focus_on_toast (self))
    usher_invitation_pane_focus (usher_shell_get_list (self->shell));
  usher_compat_toast_take_away (self->toasts, toast);
}

static void
update (UsherWindow *self)
{
  g_autoptr (GPtrArray) held = list_held (self);
  g_autofree char *title = held->len > 0 ? dup_title (held) : NULL;
  g_autofree char *escaped = title != NULL ? g_markup_escape_text (title, -1) : NULL;

  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "undo-held")), held->len > 0);
  if (held->len == 0)
    {
      hide_toast (self);
      self->n_held = 0;
      return;
    }
  /* One that was read and put away comes back only with something new. */
  if (self->held_toast == NULL && held->len > self->n_held)
    {
      self->held_toast = adw_toast_new (escaped);
      adw_toast_set_button_label (self->held_toast, _("Undo"));
      adw_toast_set_action_name (self->held_toast, "win.undo-held");
      adw_toast_set_priority (self->held_toast, ADW_TOAST_PRIORITY_HIGH);
      /* It goes when nothing waits any more. */
      adw_toast_set_timeout (self->held_toast, 0);
      g_signal_connect_object (self->held_toast, "dismissed", G_CALLBACK (on_toast_dismissed), self, 0);
      usher_compat_toast (self->toasts, g_object_ref (self->held_toast));
    }
  else if (self->held_toast != NULL)
    adw_toast_set_title (self->held_toast, escaped);
  self->n_held = held->len;
}

static void
on_intents_changed (GListModel *intents, guint position, guint n_removed, guint n_added, UsherWindow *self)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      g_signal_handlers_disconnect_by_func (intent, update, self);
      g_signal_connect_object (intent, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

/* The journal's list changes a moment before the session lets it wait: both end here. */
static void
on_waiting_changed (UsherWindow *self)
{
  update (self);
}

void
usher_window_held_watch (UsherWindow *self, UsherSession *old)
{
  hide_toast (self);
  self->n_held = 0;
  if (old != NULL)
    {
      g_signal_handlers_disconnect_by_func (usher_session_get_intents (old), on_intents_changed, self);
      g_signal_handlers_disconnect_by_func (old, on_waiting_changed, self);
    }
  if (self->session != NULL)
    {
      GListModel *intents = usher_session_get_intents (self->session);

      g_signal_connect_object (intents, "items-changed", G_CALLBACK (on_intents_changed), self, 0);
      g_signal_connect_object (self->session, "waiting-changed", G_CALLBACK (on_waiting_changed), self,
                               G_CONNECT_SWAPPED);
      on_intents_changed (intents, 0, 0, g_list_model_get_n_items (intents), self);
    }
  update (self);
}

void
usher_window_held_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  g_autoptr (GPtrArray) held = list_held (self);
  guint n_undone = 0;

  for (guint i = 0; i < held->len; i++)
    n_undone += usher_session_undo (self->session, g_ptr_array_index (held, i)) ? 1 : 0;
  hide_toast (self);
  if (n_undone > 0)
    usher_window_toast (self, _("Nothing was sent"));
}

void
usher_window_held_show_intents (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  UsherIntentsWindow *window;

  if (self->session == NULL)
    return;
  window = usher_intents_window_new (self->session);
  usher_dialog_present (USHER_DIALOG (window), GTK_WIDGET (self));
}
