/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fresh the data is, in a few words at the foot of the sidebar: a spinner while the server is asked, and
 * a button that asks again, or that stops what takes long. Main thread. */
#include "ui/usher-sync-status.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/usher-ticker.h"

/* ms; a button that comes and goes at once would only be in the way. */
#define SLOW 1500

struct _UsherSyncStatus
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkImage *icon;
  GtkLabel *label;
  GtkWidget *refresh_button;
  GtkWidget *stop_button;

  guint slow_source;     /* while a sync may still turn out to be slow */
  UsherTicker *ticker;   /* (owned) */

  UsherSession *session; /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): on the session */
};

typedef enum
{
  PROP_SESSION = 1,
} UsherSyncStatusProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherSyncStatus, usher_sync_status, ADW_TYPE_BIN)

/* The one takes the place of the other, and the focus. */
static void
show_stop (UsherSyncStatus *self, gboolean shown)
{
  GtkWidget *next = shown ? self->stop_button : self->refresh_button;
  GtkWidget *last = shown ? self->refresh_button : self->stop_button;

  gtk_widget_set_visible (next, TRUE);
  if (gtk_widget_has_focus (last))
    gtk_widget_grab_focus (next);
  gtk_widget_set_visible (last, FALSE);
}

static gboolean
on_slow (gpointer user_data)
{
  UsherSyncStatus *self = USHER_SYNC_STATUS (user_data);

  self->slow_source = 0;
  show_stop (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
update_stop (UsherSyncStatus *self, gboolean running)
{
  gboolean shown = gtk_widget_get_visible (self->stop_button);

  if (running && !shown && self->slow_source == 0)
    self->slow_source = g_timeout_add (SLOW, on_slow, self);
  if (running)
    return;
  g_clear_handle_id (&self->slow_source, g_source_remove);
  if (shown)
    show_stop (self, FALSE);
}

static void
on_stop (UsherSyncStatus *self)
{
  if (self->session != NULL)
    usher_session_stop_sync (self->session);
}

static void
update (UsherSyncStatus *self)
{
  UsherSyncState state = USHER_SYNC_IDLE;
  gint64 last = USHER_TIME_NONE;
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;
  const char *icon = NULL;

  if (self->session != NULL)
    {
      state = usher_session_get_state (self->session);
      last = usher_session_get_last_sync (self->session);
    }
  switch (state)
    {
    case USHER_SYNC_RUNNING:
      text = g_strdup (_("Updating…"));
      break;
    case USHER_SYNC_OFFLINE:
      text = g_strdup (_("Offline"));
      icon = "network-offline-symbolic";
      break;
    case USHER_SYNC_KEY_NEEDED:
      text = g_strdup (_("API key needed"));
      icon = "dialog-password-symbolic";
      break;
    case USHER_SYNC_FAILED:
      text = g_strdup (_("Could not update"));
      icon = "dialog-warning-symbolic";
      break;
    case USHER_SYNC_IDLE:
    default:
      if (last == USHER_TIME_NONE)
        text = g_strdup (_("Not updated yet"));
      else
        {
          age = usher_time_format_relative (last, usher_time_now ());
          /* Translators: %s is a time like "2 minutes ago". */
          text = g_strdup_printf (_("Updated %s"), age);
        }
      break;
    }
  gtk_label_set_label (self->label, text);
  gtk_spinner_set_spinning (self->spinner, state == USHER_SYNC_RUNNING);
  update_stop (self, state == USHER_SYNC_RUNNING);
  if (icon != NULL)
    gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->stack), state == USHER_SYNC_RUNNING || icon != NULL);
  gtk_stack_set_visible_child (self->stack, state == USHER_SYNC_RUNNING ? GTK_WIDGET (self->spinner)
                                                                       : GTK_WIDGET (self->icon));
}

static void
usher_sync_status_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherSyncStatusProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_SYNC_STATUS (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sync_status_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherSyncStatusProperty) id)
    {
    case PROP_SESSION:
      usher_sync_status_set_session (USHER_SYNC_STATUS (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sync_status_dispose (GObject *object)
{
  UsherSyncStatus *self = USHER_SYNC_STATUS (object);

  g_clear_handle_id (&self->slow_source, g_source_remove);
  g_clear_object (&self->ticker);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SYNC_STATUS);
  G_OBJECT_CLASS (usher_sync_status_parent_class)->dispose (object);
}

static void
usher_sync_status_class_init (UsherSyncStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_sync_status_get_property;
  object_class->set_property = usher_sync_status_set_property;
  object_class->dispose = usher_sync_status_dispose;

  /**
   * UsherSyncStatus:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-sync-status.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherSyncStatus, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherSyncStatus, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherSyncStatus, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherSyncStatus, label);
  gtk_widget_class_bind_template_child (widget_class, UsherSyncStatus, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, UsherSyncStatus, stop_button);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
usher_sync_status_init (UsherSyncStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->ticker = usher_ticker_dup_default ();
  g_signal_connect_object (self->ticker, "tick", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::last-sync", G_CALLBACK (update), self);
  update (self);
}

/**
 * usher_sync_status_new:
 *
 * Returns: (transfer floating): a new widget without a session
 */
GtkWidget *
usher_sync_status_new (void)
{
  return g_object_new (USHER_TYPE_SYNC_STATUS, NULL);
}

/**
 * usher_sync_status_set_session:
 * @self: the widget
 * @session: (nullable): the account at work
 */
void
usher_sync_status_set_session (UsherSyncStatus *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_SYNC_STATUS (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
