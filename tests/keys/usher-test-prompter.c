/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/usher-test-prompter.h"

#define CALLBACK "org.gnome.keyring.internal.Prompter.Callback"

struct _UsherTestPrompter
{
  GDBusConnection *bus; /* (owned) */
  guint object;
  guint name;
  guint n_dismissed;
};

static const char xml[] =
  "<node><interface name='org.gnome.keyring.internal.Prompter'>"
  "<method name='BeginPrompting'><arg type='o' direction='in'/></method>"
  "<method name='PerformPrompt'><arg type='o' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='s' direction='in'/></method>"
  "<method name='StopPrompting'><arg type='o' direction='in'/></method></interface></node>";

/* Both sides begin their exchange of secrets with this; of a question that is dismissed there is none to be told. */
static const char exchange[] = "[sx-aes-1]\npublic=AQ==\n";

static void
tell (UsherTestPrompter *self, const char *who, const char *asks, const char *reply)
{
  GVariantBuilder none = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sv}"));

  g_dbus_connection_call (self->bus, who, asks, CALLBACK, "PromptReady",
                          g_variant_new ("(sa{sv}s)", reply, &none, exchange), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          NULL, NULL);
}

static void
on_called (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  UsherTestPrompter *self = user_data;
  const char *asks;

  g_variant_get_child (parameters, 0, "&o", &asks);
  g_dbus_method_invocation_return_value (invocation, NULL);
  if (g_str_equal (method, "BeginPrompting"))
    tell (self, sender, asks, "");
  else if (g_str_equal (method, "PerformPrompt"))
    {
      self->n_dismissed++;
      tell (self, sender, asks, "no");
    }
  else
    g_dbus_connection_call (self->bus, sender, asks, CALLBACK, "PromptDone", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                            NULL, NULL, NULL);
}

UsherTestPrompter *
usher_test_prompter_start (void)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_called };
  UsherTestPrompter *self = g_new0 (UsherTestPrompter, 1);
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GError) error = NULL;

  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  node = g_dbus_node_info_new_for_xml (xml, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus, "/org/gnome/keyring/Prompter", node->interfaces[0],
                                                    &vtable, self, NULL, &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, "org.gnome.keyring.SystemPrompter",
                                             G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  return self;
}

guint
usher_test_prompter_get_n_dismissed (UsherTestPrompter *self)
{
  return self->n_dismissed;
}

void
usher_test_prompter_stop (UsherTestPrompter *self)
{
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_object_unref (self->bus);
  g_free (self);
}
