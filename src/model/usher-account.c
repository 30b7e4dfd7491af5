/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A name and a server; the key stands in the Secret Service. Main thread. */

#include "model/usher-account.h"

#include "model/usher-text.h"

struct _UsherAccount
{
  GObject parent_instance;

  char *id;     /* (owned) (not nullable) */
  char *name;   /* (owned) (not nullable) */
  char *server; /* (owned) (not nullable) */
  gboolean is_sandbox;
};

G_DEFINE_FINAL_TYPE (UsherAccount, usher_account, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_SERVER,
  PROP_IS_SANDBOX,
} UsherAccountProperty;

static GParamSpec *properties[PROP_IS_SANDBOX + 1];

static void
usher_account_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UsherAccount *self = USHER_ACCOUNT (object);

  switch ((UsherAccountProperty) prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    case PROP_IS_SANDBOX:
      g_value_set_boolean (value, self->is_sandbox);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_account_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UsherAccount *self = USHER_ACCOUNT (object);

  switch ((UsherAccountProperty) prop_id)
    {
    case PROP_NAME:
      usher_account_set_name (self, g_value_get_string (value));
      break;
    case PROP_ID:
    case PROP_SERVER:
    case PROP_IS_SANDBOX:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_account_finalize (GObject *object)
{
  UsherAccount *self = USHER_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->server);
  G_OBJECT_CLASS (usher_account_parent_class)->finalize (object);
}

static void
usher_account_class_init (UsherAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_account_get_property;
  object_class->set_property = usher_account_set_property;
  object_class->finalize = usher_account_finalize;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SERVER] =
    g_param_spec_string ("server", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_SANDBOX] = g_param_spec_boolean (
    "is-sandbox", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_account_init (UsherAccount *self)
{
}

/**
 * usher_account_new:
 * @id: (nullable): a UUID, %NULL for a new one
 * @name: (nullable): what the person calls it
 * @server: the server's base address
 *
 * Returns: (transfer full): an account
 */
UsherAccount *
usher_account_new (const char *id, const char *name, const char *server)
{
  UsherAccount *self;

  g_return_val_if_fail (server != NULL, NULL);

  self = g_object_new (USHER_TYPE_ACCOUNT, NULL);
  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  self->name = g_strdup (name != NULL ? name : "");
  self->server = g_strdup (server);
  return self;
}

/**
 * usher_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): what files and keys are named after
 */
const char *
usher_account_get_id (UsherAccount *self)
{
  g_return_val_if_fail (USHER_IS_ACCOUNT (self), NULL);
  return self->id;
}

/**
 * usher_account_get_name:
 * @self: an account
 *
 * Returns: (transfer none): what the person calls it
 */
const char *
usher_account_get_name (UsherAccount *self)
{
  g_return_val_if_fail (USHER_IS_ACCOUNT (self), NULL);
  return self->name;
}

/**
 * usher_account_set_name:
 * @self: an account
 * @name: (nullable): what the person calls it
 */
void
usher_account_set_name (UsherAccount *self, const char *name)
{
  g_return_if_fail (USHER_IS_ACCOUNT (self));
  if (usher_set_str (&self->name, name != NULL ? name : ""))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * usher_account_get_server:
 * @self: an account
 *
 * Returns: (transfer none): the server's base address
 */
const char *
usher_account_get_server (UsherAccount *self)
{
  g_return_val_if_fail (USHER_IS_ACCOUNT (self), NULL);
  return self->server;
}

/**
 * usher_account_set_server:
 * @self: an account
 * @server: the server's base address
 */
void
usher_account_set_server (UsherAccount *self, const char *server)
{
  g_return_if_fail (USHER_IS_ACCOUNT (self));
  g_return_if_fail (server != NULL);
  if (usher_set_str (&self->server, server))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER]);
}

/**
 * usher_account_get_is_sandbox:
 * @self: an account
 *
 * Returns: %TRUE for the sandbox that comes with Usher
 */
gboolean
usher_account_get_is_sandbox (UsherAccount *self)
{
  g_return_val_if_fail (USHER_IS_ACCOUNT (self), FALSE);
  return self->is_sandbox;
}

/**
 * usher_account_set_is_sandbox:
 * @self: an account
 * @is_sandbox: whether it is the sandbox that comes with Usher
 */
void
usher_account_set_is_sandbox (UsherAccount *self, gboolean is_sandbox)
{
  g_return_if_fail (USHER_IS_ACCOUNT (self));
  is_sandbox = !!is_sandbox;
  if (self->is_sandbox == is_sandbox)
    return;
  self->is_sandbox = is_sandbox;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SANDBOX]);
}
