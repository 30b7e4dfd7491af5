/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every part of the window that is about the account at work would repeat: it holds the session,
 * follows its signals, and lets go of both. Main thread. */
#include "ui/usher-session-bin.h"

typedef struct
{
  UsherSession *session; /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned) (nullable): until it is disposed of */
} UsherSessionBinPrivate;

typedef enum
{
  PROP_SESSION = 1,
} UsherSessionBinProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (UsherSessionBin, usher_session_bin, ADW_TYPE_BIN)

static UsherSessionBinPrivate *
get_private (UsherSessionBin *self)
{
  return usher_session_bin_get_instance_private (self);
}

static void
usher_session_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherSessionBinProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, usher_session_bin_get_session (USHER_SESSION_BIN (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_session_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherSessionBinProperty) id)
    {
    case PROP_SESSION:
      usher_session_bin_set_session (USHER_SESSION_BIN (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_session_bin_dispose (GObject *object)
{
  UsherSessionBinPrivate *private = get_private (USHER_SESSION_BIN (object));

  g_clear_object (&private->signals);
  g_clear_object (&private->session);
  G_OBJECT_CLASS (usher_session_bin_parent_class)->dispose (object);
}

static void
usher_session_bin_class_init (UsherSessionBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_session_bin_get_property;
  object_class->set_property = usher_session_bin_set_property;
  object_class->dispose = usher_session_bin_dispose;

  /**
   * UsherSessionBin:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_session_bin_init (UsherSessionBin *self)
{
  get_private (self)->signals = g_signal_group_new (USHER_TYPE_SESSION);
}

/**
 * usher_session_bin_get_session:
 * @self: a part of the window
 *
 * Returns: (transfer none) (nullable): the account at work
 */
UsherSession *
usher_session_bin_get_session (UsherSessionBin *self)
{
  g_return_val_if_fail (USHER_IS_SESSION_BIN (self), NULL);

  return get_private (self)->session;
}

/**
 * usher_session_bin_set_session:
 * @self: a part of the window
 * @session: (nullable): the account at work
 *
 * Changes the account.
 */
void
usher_session_bin_set_session (UsherSessionBin *self, UsherSession *session)
{
  UsherSessionBinPrivate *private;

  g_return_if_fail (USHER_IS_SESSION_BIN (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  private = get_private (self);
  if (!g_set_object (&private->session, session))
    return;
  g_signal_group_set_target (private->signals, session);
  if (USHER_SESSION_BIN_GET_CLASS (self)->session_changed != NULL)
    USHER_SESSION_BIN_GET_CLASS (self)->session_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_session_bin_get_signals:
 * @self: a part of the window
 *
 * Returns: (transfer none): a group whose handlers follow the session, whichever it is
 */
GSignalGroup *
usher_session_bin_get_signals (UsherSessionBin *self)
{
  g_return_val_if_fail (USHER_IS_SESSION_BIN (self), NULL);

  return get_private (self)->signals;
}
