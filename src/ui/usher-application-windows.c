/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several windows, each with an account, several of them with the same one if that is wanted; the main one is in
 * usher-application-sessions.c, those beside it are an UsherSide each. Main thread. */
#include "ui/usher-application-private.h"

/* (nullable) (transfer none) */
static UsherSide *
find_by_window (UsherApplication *self, GtkWindow *window)
{
  for (guint i = 0; window != NULL && i < self->sides->len; i++)
    {
      UsherSide *side = g_ptr_array_index (self->sides, i);

      if ((GtkWindow *) usher_side_get_window (side) == window)
        return side;
    }
  return NULL;
}

/* (nullable) (transfer none): where that account is open beside the main window. */
UsherSide *
usher_application_find_side (UsherApplication *self, UsherAccount *account)
{
  for (guint i = 0; account != NULL && i < self->sides->len; i++)
    {
      UsherSide *side = g_ptr_array_index (self->sides, i);

      if (usher_side_get_account (side) == account)
        return side;
    }
  return NULL;
}

/* (nullable) (transfer none): of all windows that show the account the one in front, else the main one. */
UsherWindow *
usher_application_find_window (UsherApplication *self, UsherAccount *account)
{
  UsherSide *front = find_by_window (self, gtk_application_get_active_window (GTK_APPLICATION (self)));
  UsherSide *side = usher_application_find_side (self, account);

  if (account == NULL)
    return NULL;
  if (front != NULL && usher_side_get_account (front) == account)
    return usher_side_get_window (front);
  if (account == self->main_account && self->window != NULL)
    return self->window;
  return side != NULL ? usher_side_get_window (side) : NULL;
}

/* What the person looks at needs no notifications. */
void
usher_application_watch (UsherApplication *self)
{
  UsherAccount *watched = NULL;

  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    {
      UsherSession *session = USHER_IS_WINDOW (link->data) ? usher_window_get_session (link->data) : NULL;

      if (session != NULL && gtk_window_is_active (link->data))
        watched = usher_session_get_account (session);
    }
  usher_open_accounts_set_watched (self->open, watched);
}

/* Shows whose account the window in front is, and whether there is one to show in another. */
void
usher_application_follow_window (UsherApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  UsherSession *session = USHER_IS_WINDOW (active) ? usher_window_get_session (USHER_WINDOW (active)) : self->session;
  UsherAccount *account = session != NULL ? usher_session_get_account (session) : NULL;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "new-window")),
                               account != NULL);
  if (account != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "account")),
                               g_variant_new_string (usher_account_get_id (account)));
}

static void
on_side_closed (UsherApplication *self, UsherSide *side)
{
  g_autoptr (UsherSide) kept = g_object_ref (side);

  g_ptr_array_remove (self->sides, side);
  usher_application_follow_window (self);
  usher_application_side_closed (self);
}

/* Another window with the account of the one in front; another account can be chosen in it. */
static void
on_new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);
  UsherSession *session = usher_application_get_front_session (self);
  UsherAccount *account = session != NULL ? usher_session_get_account (session) : NULL;
  UsherSide *side;

  if (account == NULL)
    return;
  side = usher_side_new (self);
  g_ptr_array_add (self->sides, side);
  g_signal_connect_object (side, "closed", G_CALLBACK (on_side_closed), self, G_CONNECT_SWAPPED);
  usher_side_open (side, account);
  gtk_window_present (GTK_WINDOW (usher_side_get_window (side)));
  usher_application_follow_window (self);
}

/* Opens an account in the window that is in front. */
void
usher_application_choose_account (UsherApplication *self, UsherAccount *account)
{
  UsherSide *front = find_by_window (self, gtk_application_get_active_window (GTK_APPLICATION (self)));

  /* The sandbox is started by the main one. */
  if (front != NULL && (!usher_account_get_is_sandbox (account) || self->sandbox != NULL))
    {
      if (usher_side_get_account (front) != account)
        usher_side_open (front, account);
    }
  else if (account == self->main_account)
    usher_application_present (self);
  else
    usher_application_want_account (self, account);
}

/* Whether that was one beside the main one. */
gboolean
usher_application_end_side (UsherApplication *self, GtkWindow *window)
{
  UsherSide *side = find_by_window (self, window);

  if (side == NULL)
    return FALSE;
  usher_application_save_window (self, usher_side_get_window (side));
  usher_side_end (side);
  return TRUE;
}

/* (nullable): of the window in front. */
UsherSession *
usher_application_get_front_session (UsherApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (USHER_IS_WINDOW (active) && usher_window_get_session (USHER_WINDOW (active)) != NULL)
    return usher_window_get_session (USHER_WINDOW (active));
  return self->session;
}

/* What stands before it goes first: a dialog that somebody holds outlives its window, and the toolkit would look for
 * that in its end. */
static void
destroy_window (GtkWindow *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    {
      if (!GTK_IS_WINDOW (link->data) || gtk_window_get_transient_for (link->data) != window)
        continue;
      gtk_window_set_transient_for (link->data, NULL);
      gtk_window_destroy (link->data);
    }
  gtk_window_destroy (window);
}

/* Closes those that show the account, or all: (nullable). */
void
usher_application_close_sides (UsherApplication *self, UsherAccount *account)
{
  g_autoptr (GPtrArray) sides = g_ptr_array_copy (self->sides, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);

  g_ptr_array_set_free_func (sides, g_object_unref);
  for (guint i = 0; i < sides->len; i++)
    {
      UsherSide *side = g_ptr_array_index (sides, i);

      if ((account == NULL || usher_side_get_account (side) == account) && usher_side_get_window (side) != NULL)
        destroy_window (GTK_WINDOW (usher_side_get_window (side)));
    }
}

static const GActionEntry entries[] = {
  { .name = "new-window", .activate = on_new_window },
};

void
usher_application_windows_init (UsherApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (self->accounts != NULL)
    g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (usher_application_follow_window), self,
                             G_CONNECT_SWAPPED);
}
