/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window beside the main one. One step at a time, as in usher-application-sessions.c: what it shows is given back,
 * then what is wanted is taken. Main thread. */
#include "ui/usher-side.h"

#include <glib/gi18n.h>

#include "ui/usher-application-private.h"

struct _UsherSide
{
  GObject parent_instance;

  UsherApplication *application; /* (owned) */
  UsherWindow *window;           /* (weak) (nullable) */
  UsherAccount *account;         /* (owned) (nullable): open, or being opened */
  UsherAccount *wanted;          /* (owned) (nullable): next */
  UsherSession *session;         /* (owned) (nullable): taken from those that are open */
  UsherAccount *stopped;         /* (owned) (nullable): which the person did not wait for */
  GCancellable *cancellable;     /* (owned) (nullable): of what is being opened */
  gboolean working;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherSide, usher_side, G_TYPE_OBJECT)

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Its state tells it where it is seen. */
  if (!usher_session_sync_finish (USHER_SESSION (source), result, &error))
    g_debug ("First refresh: %s", error->message);
}

/* Eats the session. */
static void
take_session (UsherSide *self, UsherSession *session)
{
  self->session = session;
  usher_application_restore_list (self->application, session);
  usher_open_accounts_begin_news (self->application->open, self->account);
  usher_window_set_session (self->window, session);
  usher_application_follow_window (self->application);
  usher_application_watch (self->application);
  usher_application_go_on (self->application);
  /* Where another window has it already, that has seen to it. */
  if (usher_session_get_has_key (session)
      && usher_open_accounts_count (self->application->open, self->account, USHER_OPEN_WINDOW) == 1)
    usher_session_sync_async (session, NULL, on_synced, NULL);
}

static void on_closed (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_opened (GObject *source, GAsyncResult *result, gpointer user_data);

static void
step (UsherSide *self)
{
  if (self->working || (self->window != NULL && self->wanted == NULL))
    return;
  if (self->session != NULL)
    {
      g_autoptr (UsherSession) session = g_steal_pointer (&self->session);

      self->working = TRUE;
      if (self->window != NULL)
        {
          usher_window_set_session (self->window, NULL);
          usher_window_show_opening (self->window);
        }
      usher_open_accounts_give_back_async (self->application->open, session, USHER_OPEN_WINDOW, on_closed,
                                           g_object_ref (self));
      return;
    }
  g_clear_object (&self->account);
  if (self->window == NULL)
    {
      g_clear_object (&self->wanted);
      g_signal_emit (self, signals[CLOSED], 0);
      return;
    }
  self->account = g_steal_pointer (&self->wanted);
  self->working = TRUE;
  self->cancellable = g_cancellable_new ();
  usher_window_show_opening (self->window);
  usher_open_accounts_take_async (self->application->open, self->account, USHER_OPEN_WINDOW, self->cancellable, on_opened,
                                  g_object_ref (self));
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSide) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (!usher_open_accounts_give_back_finish (USHER_OPEN_ACCOUNTS (source), result, &error))
    g_warning ("A session did not close well: %s", error->message);
  self->working = FALSE;
  step (self);
  if (!self->working && self->window != NULL && self->stopped != NULL)
    usher_window_show_stopped (self->window, TRUE);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSide) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherSession *session = usher_open_accounts_take_finish (USHER_OPEN_ACCOUNTS (source), result, &error);

  g_clear_object (&self->cancellable);
  self->working = FALSE;
  if (session != NULL && (self->window == NULL || self->wanted != NULL))
    self->session = session; /* step() closes it */
  else if (session != NULL)
    take_session (self, session);
  else
    {
      g_clear_object (&self->account);
      if (self->window != NULL && self->wanted == NULL && self->stopped != NULL)
        usher_window_show_stopped (self->window, TRUE);
      else if (self->window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_autofree char *message = NULL;

          /* Translators: what failed, then why, each a sentence. */
          message = g_strdup_printf (C_("what, why", "%1$s %2$s"), _("The account could not be opened."),
                                     error->message);
          usher_window_show_welcome (self->window, message, FALSE);
        }
    }
  step (self);
}

static void
usher_side_dispose (GObject *object)
{
  UsherSide *self = USHER_SIDE (object);
  UsherApplication *application = g_steal_pointer (&self->application);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->account);
  g_clear_object (&self->wanted);
  g_clear_object (&self->stopped);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  if (application != NULL)
    {
      g_application_release (G_APPLICATION (application));
      g_object_unref (application);
    }
  G_OBJECT_CLASS (usher_side_parent_class)->dispose (object);
}

static void
usher_side_class_init (UsherSideClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = usher_side_dispose;

  /**
   * UsherSide::closed:
   * @self: the side
   *
   * The window is gone, and so is its session.
   */
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
usher_side_init (UsherSide *self)
{
}

static void
on_stop_opening (UsherSide *self)
{
  if (!self->working || (self->wanted == NULL && self->account == NULL))
    return;
  /* What it had may still be on its way to be closed: that cannot be stopped, and no other follows. */
  g_clear_object (&self->stopped);
  self->stopped = g_object_ref (self->wanted != NULL ? self->wanted : self->account);
  g_clear_object (&self->wanted);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
on_open_again (UsherSide *self)
{
  g_autoptr (UsherAccount) account = g_steal_pointer (&self->stopped);

  if (account != NULL)
    usher_side_open (self, account);
}

/**
 * usher_side_new:
 * @application: the application
 *
 * Returns: (transfer full): a side with a window that shows no account yet
 */
UsherSide *
usher_side_new (UsherApplication *application)
{
  UsherSide *self;

  g_return_val_if_fail (USHER_IS_APPLICATION (application), NULL);

  self = g_object_new (USHER_TYPE_SIDE, NULL);
  self->application = g_object_ref (application);
  g_application_hold (G_APPLICATION (application));
  g_set_weak_pointer (&self->window, usher_window_new (GTK_APPLICATION (application)));
  usher_application_restore_window (application, self->window);
  usher_window_set_accounts (self->window, G_LIST_MODEL (application->accounts));
  g_signal_connect_object (self->window, "stop-opening", G_CALLBACK (on_stop_opening), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "open-again", G_CALLBACK (on_open_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (usher_application_watch), application,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * usher_side_get_window:
 * @self: a side
 *
 * Returns: (transfer none) (nullable): its window; %NULL when it was closed
 */
UsherWindow *
usher_side_get_window (UsherSide *self)
{
  g_return_val_if_fail (USHER_IS_SIDE (self), NULL);

  return self->window;
}

/**
 * usher_side_get_account:
 * @self: a side
 *
 * Returns: (transfer none) (nullable): what is open, or will be
 */
UsherAccount *
usher_side_get_account (UsherSide *self)
{
  g_return_val_if_fail (USHER_IS_SIDE (self), NULL);

  return self->wanted != NULL ? self->wanted : self->account;
}

/**
 * usher_side_open:
 * @self: a side
 * @account: an account, which other windows may show, too
 */
void
usher_side_open (UsherSide *self, UsherAccount *account)
{
  g_return_if_fail (USHER_IS_SIDE (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  g_set_object (&self->wanted, account);
  g_clear_object (&self->stopped);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  step (self);
}

/**
 * usher_side_end:
 * @self: a side
 *
 * Closes the session: the window is about to go.
 */
void
usher_side_end (UsherSide *self)
{
  g_return_if_fail (USHER_IS_SIDE (self));

  g_clear_weak_pointer (&self->window);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  step (self);
}
