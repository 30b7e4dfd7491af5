/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the program starts: a window that opens an account comes to the screen with its list, not with a spinner
 * that is gone before anybody could read it, unless that takes long; and the server is asked only when what is
 * cached was drawn, since both would share the main loop. Main thread. */
#include "ui/usher-application-private.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "model/usher-time.h"

/* So many milliseconds a person does not take for waiting. */
#define PRESENT_DELAY 250
/* So long after the first refresh has begun, what a start has taken and let go of again is given back. */
#define TRIM_SECONDS 2
/* In a window that is not drawn, minimised perhaps, the sync begins after that. */
#define SYNC_DELAY 1000

static gboolean
on_present_due (gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);

  self->present_source = 0;
  usher_application_present (self);
  return G_SOURCE_REMOVE;
}

/**
 * usher_application_present:
 * @self: the application
 *
 * Brings the window to the screen now.
 */
void
usher_application_present (UsherApplication *self)
{
  g_return_if_fail (USHER_IS_APPLICATION (self));

  g_clear_handle_id (&self->present_source, g_source_remove);
  if (self->window != NULL)
    gtk_window_present (GTK_WINDOW (self->window));
}

/**
 * usher_application_present_soon:
 * @self: the application
 *
 * Brings the window to the screen when there is something in it to look at.
 */
void
usher_application_present_soon (UsherApplication *self)
{
  g_return_if_fail (USHER_IS_APPLICATION (self));

  if (self->working && self->session == NULL)
    self->present_source = g_timeout_add (PRESENT_DELAY, on_present_due, self);
  else
    usher_application_present (self);
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!usher_session_sync_finish (USHER_SESSION (source), result, &error))
    g_debug ("First refresh: %s", error->message);
}

/* Style sheets, templates and answers were read into memory that nobody uses any more, but which lies between what is
 * still in use: without a word the C library keeps it. */
static gboolean
on_trim_due (gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);

  self->trim_source = 0;
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

static gboolean
on_sync_due (gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);

  self->sync_source = 0;
  if (self->trim_source == 0)
    self->trim_source = g_timeout_add_seconds_full (G_PRIORITY_LOW, TRIM_SECONDS, on_trim_due, self, NULL);
  /* What was before the sync is asked here, not along with the session: the store answers one after the other, and
   * the list would wait until the notifications have read all there is. */
  if (self->session != NULL)
    usher_open_accounts_begin_news (self->open, usher_session_get_account (self->session));
  if (self->session != NULL && usher_session_get_has_key (self->session)
      && usher_session_get_state (self->session) != USHER_SYNC_RUNNING)
    usher_session_sync_async (self->session, NULL, on_synced, NULL);
  return G_SOURCE_REMOVE;
}

/* Before a frame is drawn; what is idle comes after it. */
static gboolean
on_frame (GtkWidget *window, GdkFrameClock *clock, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);

  if (self->sync_source != 0)
    {
      g_source_remove (self->sync_source);
      self->sync_source = g_idle_add_full (G_PRIORITY_LOW, on_sync_due, self, NULL);
    }
  return G_SOURCE_REMOVE;
}

/**
 * usher_application_sync_soon:
 * @self: the application
 *
 * Asks the server for what is new in the session that was just opened. A session that never asked does it at
 * once, as there is nothing to draw; otherwise what is cached comes first.
 */
void
usher_application_sync_soon (UsherApplication *self)
{
  g_return_if_fail (USHER_IS_APPLICATION (self));

  g_clear_handle_id (&self->sync_source, g_source_remove);
  if (self->session == NULL)
    return;
  if (self->window == NULL || usher_session_get_last_sync (self->session) == USHER_TIME_NONE)
    {
      on_sync_due (self);
      return;
    }
  self->sync_source = g_timeout_add (SYNC_DELAY, on_sync_due, self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->window), on_frame, g_object_ref (self), g_object_unref);
}

/**
 * usher_application_present_stop:
 * @self: the application
 *
 * Forgets what was to happen soon: the window is gone, or the session.
 */
void
usher_application_present_stop (UsherApplication *self)
{
  g_clear_handle_id (&self->present_source, g_source_remove);
  g_clear_handle_id (&self->sync_source, g_source_remove);
  g_clear_handle_id (&self->trim_source, g_source_remove);
}
