/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says that what is shown is not fresh, and why: no network, a refused key, a failing server; and passes on what
 * the session has to tell about the local data. Main thread. */
#include "ui/usher-sync-notice.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/usher-notice.h"

struct _UsherSyncNotice
{
  AdwBin parent_instance;

  /* Template children */
  UsherNotice *sync_notice;
  UsherNotice *data_notice;

  UsherSession *session; /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): on the session */
};

typedef enum
{
  PROP_SESSION = 1,
} UsherSyncNoticeProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherSyncNotice, usher_sync_notice, ADW_TYPE_BIN)

static char *
dup_age (UsherSession *session)
{
  gint64 last = usher_session_get_last_sync (session);

  if (last == USHER_TIME_NONE)
    return NULL;
  return usher_time_format_relative (last, usher_time_now ());
}

static void
update_sync (UsherSyncNotice *self)
{
  const GError *error;
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (self->session == NULL)
    {
      usher_notice_hide (self->sync_notice);
      return;
    }
  error = usher_session_get_error (self->session);
  switch (usher_session_get_state (self->session))
    {
    case USHER_SYNC_OFFLINE:
      age = dup_age (self->session);
      /* Translators: %s is a time like "2 hours ago". */
      text = age != NULL ? g_strdup_printf (_("You are offline. This is how things stood %s."), age)
                         : g_strdup (_("You are offline, and nothing was read from the server yet."));
      usher_notice_show (self->sync_notice, "network-offline-symbolic", text, _("_Try Again"),
                         "win.refresh");
      break;
    case USHER_SYNC_KEY_NEEDED:
      if (usher_session_get_has_key (self->session))
        text = g_strdup (_("The server no longer accepts the API key of this account."));
      else
        text = g_strdup (_("There is no API key at hand for this account, so nothing can be read or "
                           "changed on the server."));
      usher_notice_show (self->sync_notice, "dialog-password-symbolic", text, _("_Enter API Key…"),
                         "win.replace-key");
      break;
    case USHER_SYNC_FAILED:
      usher_notice_show (self->sync_notice, "dialog-warning-symbolic",
                         error != NULL ? error->message : _("The invitations could not be read."),
                         _("_Try Again"), "win.refresh");
      break;
    case USHER_SYNC_RUNNING:
      /* Whether it helped is not known yet: what was said stays until then. */
      break;
    case USHER_SYNC_IDLE:
    default:
      usher_notice_hide (self->sync_notice);
      break;
    }
}

static void
update_data (UsherSyncNotice *self)
{
  const char *text = self->session != NULL ? usher_session_get_notice (self->session) : NULL;

  if (text != NULL)
    usher_notice_show (self->data_notice, "dialog-information-symbolic", text, NULL, NULL);
  else
    usher_notice_hide (self->data_notice);
}

static void
on_data_dismissed (UsherSyncNotice *self)
{
  if (self->session != NULL)
    usher_session_dismiss_notice (self->session);
}

static void
usher_sync_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherSyncNoticeProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_SYNC_NOTICE (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sync_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherSyncNoticeProperty) id)
    {
    case PROP_SESSION:
      usher_sync_notice_set_session (USHER_SYNC_NOTICE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sync_notice_dispose (GObject *object)
{
  UsherSyncNotice *self = USHER_SYNC_NOTICE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SYNC_NOTICE);
  G_OBJECT_CLASS (usher_sync_notice_parent_class)->dispose (object);
}

static void
usher_sync_notice_class_init (UsherSyncNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_sync_notice_get_property;
  object_class->set_property = usher_sync_notice_set_property;
  object_class->dispose = usher_sync_notice_dispose;

  /**
   * UsherSyncNotice:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-sync-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherSyncNotice, sync_notice);
  gtk_widget_class_bind_template_child (widget_class, UsherSyncNotice, data_notice);
  gtk_widget_class_bind_template_callback (widget_class, on_data_dismissed);
}

static void
usher_sync_notice_init (UsherSyncNotice *self)
{
  g_type_ensure (USHER_TYPE_NOTICE);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update_sync), self);
  g_signal_group_connect_swapped (self->signals, "notify::error", G_CALLBACK (update_sync), self);
  g_signal_group_connect_swapped (self->signals, "notify::last-sync", G_CALLBACK (update_sync), self);
  g_signal_group_connect_swapped (self->signals, "notify::has-key", G_CALLBACK (update_sync), self);
  g_signal_group_connect_swapped (self->signals, "notify::notice", G_CALLBACK (update_data), self);
}

/**
 * usher_sync_notice_new:
 *
 * Returns: (transfer floating): a new widget without a session
 */
GtkWidget *
usher_sync_notice_new (void)
{
  return g_object_new (USHER_TYPE_SYNC_NOTICE, NULL);
}

/**
 * usher_sync_notice_set_session:
 * @self: the widget
 * @session: (nullable): the account at work
 */
void
usher_sync_notice_set_session (UsherSyncNotice *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_SYNC_NOTICE (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  update_sync (self);
  update_data (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_sync_notice_set_quiet:
 * @self: the widget
 * @quiet: whether a page says why nothing could be read, and what to do
 *
 * What the session has to tell about the local data is shown all the same.
 */
void
usher_sync_notice_set_quiet (UsherSyncNotice *self, gboolean quiet)
{
  g_return_if_fail (USHER_IS_SYNC_NOTICE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->sync_notice), !quiet);
}
