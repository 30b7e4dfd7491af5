/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From news to notifications. Never more than one of a kind, none while the window is looked at, and none of a
 * kind that is turned off in the preferences. Main thread. */
#include "ui/usher-notifier.h"

#include <glib/gi18n.h>

struct _UsherNotifier
{
  GObject parent_instance;

  GApplication *application; /* (weak) (nullable) */
  GSettings *settings;       /* (owned) */
  UsherNews *news;           /* (owned) (nullable) */
  UsherAccount *account;     /* (owned) (nullable): whose news */
  char *scope;               /* (owned) (nullable): begins their ids */
  gboolean names_account;
  gboolean watched;
  gboolean shown[USHER_N_NEWS_KINDS];
};

G_DEFINE_FINAL_TYPE (UsherNotifier, usher_notifier, G_TYPE_OBJECT)

static const struct
{
  const char *id;    /* of the notification, and of its place */
  const char *key;   /* of the settings */
  const char *icon;
} kinds[USHER_N_NEWS_KINDS] = {
  [USHER_NEWS_FULFILLED] = { "fulfilled", "notify-fulfilled", "object-select-symbolic" },
  [USHER_NEWS_STUCK] = { "stuck", "notify-stuck", "dialog-question-symbolic" },
  [USHER_NEWS_EXPIRING] = { "expiring", "notify-expiring", "alarm-symbolic" },
  [USHER_NEWS_BROKEN] = { "broken", "notify-broken", "dialog-warning-symbolic" },
  [USHER_NEWS_FAILED] = { "failed", "notify-failed", "dialog-error-symbolic" },
};

static const char *
get_title (UsherNewsKind kind)
{
  switch (kind)
    {
    case USHER_NEWS_FULFILLED:
      return C_("notification", "Invitation Fulfilled");
    case USHER_NEWS_STUCK:
      return C_("notification", "Opened and Not Finished");
    case USHER_NEWS_EXPIRING:
      return C_("notification", "Expires Soon");
    case USHER_NEWS_BROKEN:
      return C_("notification", "Connection Broken");
    case USHER_NEWS_FAILED:
    default:
      return C_("notification", "Not Sent");
    }
}

static char *
dup_title (UsherNotifier *self, UsherNewsKind kind)
{
  if (!self->names_account)
    return g_strdup (get_title (kind));
  /* Translators: the title of a notification where there are several accounts: what happened, and the account's name. */
  return g_strdup_printf (C_("notification", "%1$s · %2$s"), get_title (kind), usher_account_get_name (self->account));
}

/* One is named, several are counted. */
static char *
dup_body (UsherNewsKind kind, guint n, const char *name)
{
  if (n == 1 && name != NULL)
    {
      switch (kind)
        {
        case USHER_NEWS_FULFILLED:
          /* Translators: %s are recipients, for example an email address. */
          return g_strdup_printf (_("The invitation for %s was used as often as it allows."), name);
        case USHER_NEWS_STUCK:
          /* Translators: %s are recipients, for example an email address. */
          return g_strdup_printf (_("The invitation for %s was opened an hour ago or more. Perhaps help is needed."),
                                  name);
        case USHER_NEWS_EXPIRING:
          /* Translators: %s are recipients, for example an email address. */
          return g_strdup_printf (_("The invitation for %s expires within a day."), name);
        case USHER_NEWS_BROKEN:
          /* Translators: %s is a connection, for example "Example Energy". */
          return g_strdup_printf (_("%s no longer lets Nectar in. A reconnect invitation can repair it."), name);
        case USHER_NEWS_FAILED:
        default:
          /* Translators: %s are recipients, for example an email address. */
          return g_strdup_printf (_("What you asked for %s was not done, or no answer came."), name);
        }
    }
  switch (kind)
    {
    case USHER_NEWS_FULFILLED:
      return g_strdup_printf (ngettext ("%'u invitation was used as often as it allows.",
                                        "%'u invitations were used as often as they allow.", n), n);
    case USHER_NEWS_STUCK:
      return g_strdup_printf (ngettext ("%'u invitation was opened and not finished.",
                                        "%'u invitations were opened and not finished.", n), n);
    case USHER_NEWS_EXPIRING:
      return g_strdup_printf (ngettext ("%'u invitation expires within a day.",
                                        "%'u invitations expire within a day.", n), n);
    case USHER_NEWS_BROKEN:
      return g_strdup_printf (ngettext ("%'u connection no longer lets Nectar in.",
                                        "%'u connections no longer let Nectar in.", n), n);
    case USHER_NEWS_FAILED:
    default:
      return g_strdup_printf (ngettext ("%'u request was not done, or no answer came.",
                                        "%'u requests were not done, or no answer came.", n), n);
    }
}

static char *
dup_id (UsherNotifier *self, UsherNewsKind kind)
{
  return self->scope != NULL ? g_strdup_printf ("%s-%s", self->scope, kinds[kind].id) : g_strdup (kinds[kind].id);
}

static void
withdraw (UsherNotifier *self, UsherNewsKind kind)
{
  g_autofree char *own = dup_id (self, kind);

  if (self->shown[kind] && self->application != NULL)
    g_application_withdraw_notification (self->application, own);
  self->shown[kind] = FALSE;
}

static void
send (UsherNotifier *self, UsherNewsKind kind, guint n)
{
  g_autofree char *title = dup_title (self, kind);
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autofree char *body = dup_body (kind, n, usher_news_get_name (self->news, kind));
  g_autoptr (GIcon) icon = g_themed_icon_new (kinds[kind].icon);
  g_autofree char *own = dup_id (self, kind);
  const char *id = n == 1 ? usher_news_get_id (self->news, kind) : NULL;

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  if (kind == USHER_NEWS_FAILED)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (notification, "app.show-place", "(sss)",
                                                usher_account_get_id (self->account), kinds[kind].id,
                                                id != NULL ? id : "");
  g_application_send_notification (self->application, own, notification);
  self->shown[kind] = TRUE;
}

static void
on_changed (UsherNews *news, guint kind, gboolean more, UsherNotifier *self)
{
  guint n = usher_news_get_n (news, kind);

  if (n == 0)
    withdraw (self, kind);
  else if (more && !self->watched && self->application != NULL
           && g_settings_get_boolean (self->settings, kinds[kind].key))
    send (self, kind, n);
}

static void
on_settings_changed (UsherNotifier *self, const char *key)
{
  for (guint i = 0; i < USHER_N_NEWS_KINDS; i++)
    {
      if (g_str_equal (kinds[i].key, key) && !g_settings_get_boolean (self->settings, key))
        withdraw (self, i);
    }
}

static void
usher_notifier_dispose (GObject *object)
{
  UsherNotifier *self = USHER_NOTIFIER (object);

  usher_notifier_set_session (self, NULL);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (usher_notifier_parent_class)->dispose (object);
}

static void
usher_notifier_finalize (GObject *object)
{
  g_free (USHER_NOTIFIER (object)->scope);
  G_OBJECT_CLASS (usher_notifier_parent_class)->finalize (object);
}

static void
usher_notifier_class_init (UsherNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = usher_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = usher_notifier_finalize;
}

static void
usher_notifier_init (UsherNotifier *self)
{
}

/**
 * usher_notifier_new:
 * @application: who sends them
 * @settings: which kinds are wanted
 *
 * Returns: (transfer full): the notifier, without a session
 */
UsherNotifier *
usher_notifier_new (GApplication *application, GSettings *settings)
{
  UsherNotifier *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (USHER_TYPE_NOTIFIER, NULL);
  g_set_weak_pointer (&self->application, application);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (on_settings_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * usher_notifier_set_scope:
 * @self: the notifier
 * @scope: (nullable): a word of an account's own
 *
 * Lets its notifications stand beside those of other accounts, which would take their place.
 */
void
usher_notifier_set_scope (UsherNotifier *self, const char *scope)
{
  g_return_if_fail (USHER_IS_NOTIFIER (self));

  for (guint i = 0; i < USHER_N_NEWS_KINDS; i++)
    withdraw (self, i);
  g_free (self->scope);
  self->scope = g_strdup (scope);
}

/**
 * usher_notifier_set_names_account:
 * @self: the notifier
 * @names: whether titles say whose news they are
 */
void
usher_notifier_set_names_account (UsherNotifier *self, gboolean names)
{
  g_return_if_fail (USHER_IS_NOTIFIER (self));

  self->names_account = names;
}

/**
 * usher_notifier_set_session:
 * @self: the notifier
 * @session: (nullable): whose news are told; before its first sync
 *
 * News of the account before are withdrawn: who clicks them would be led to another.
 */
void
usher_notifier_set_session (UsherNotifier *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_NOTIFIER (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  for (guint i = 0; i < USHER_N_NEWS_KINDS; i++)
    withdraw (self, i);
  if (self->news != NULL)
    g_signal_handlers_disconnect_by_data (self->news, self);
  g_clear_object (&self->news);
  g_clear_object (&self->account);
  if (session == NULL)
    return;
  self->account = g_object_ref (usher_session_get_account (session));
  self->news = usher_news_new (session);
  g_signal_connect_object (self->news, "changed", G_CALLBACK (on_changed), self, 0);
}

/**
 * usher_notifier_get_news:
 * @self: the notifier
 *
 * Returns: (transfer none) (nullable): the news of the session
 */
UsherNews *
usher_notifier_get_news (UsherNotifier *self)
{
  g_return_val_if_fail (USHER_IS_NOTIFIER (self), NULL);

  return self->news;
}

/**
 * usher_notifier_set_watched:
 * @self: the notifier
 * @watched: whether the window is looked at
 */
void
usher_notifier_set_watched (UsherNotifier *self, gboolean watched)
{
  g_return_if_fail (USHER_IS_NOTIFIER (self));

  self->watched = watched;
  /* The list shows it in front of their eyes. */
  if (watched && self->news != NULL)
    usher_news_forget (self->news, USHER_NEWS_FULFILLED);
}

/**
 * usher_notifier_went:
 * @self: the notifier
 * @place: where to
 *
 * The person followed a notification, which withdraws it.
 */
void
usher_notifier_went (UsherNotifier *self, const char *place)
{
  g_return_if_fail (USHER_IS_NOTIFIER (self));

  for (guint i = 0; i < USHER_N_NEWS_KINDS; i++)
    {
      if (!g_str_equal (kinds[i].id, place))
        continue;
      if (self->news != NULL)
        usher_news_forget (self->news, i);
      withdraw (self, i);
    }
}
