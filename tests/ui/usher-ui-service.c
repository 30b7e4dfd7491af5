/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-ui-service.h"

#include <string.h>

static const char service_xml[] =
  "<node><interface name='org.gtk.Notifications'>"
  "<method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/></method>"
  "<method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>"
  "</interface></node>";

static const char portal_xml[] =
  "<node><interface name='org.freedesktop.portal.Notification'>"
  "<method name='AddNotification'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>"
  "<method name='RemoveNotification'><arg type='s' direction='in'/></method>"
  "</interface></node>";

static void
on_call (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
         GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  UsherUiService *service = user_data;
  g_autoptr (GVariant) name = g_variant_get_child_value (parameters, service->portal ? 0 : 1);
  const char *id = g_variant_get_string (name, NULL);

  if (g_str_equal (method, "AddNotification"))
    {
      g_hash_table_replace (service->shown, g_strdup (id), g_variant_get_child_value (parameters, service->portal ? 1 : 2));
      g_hash_table_replace (service->counts, g_strdup (id),
                            GUINT_TO_POINTER (usher_ui_service_count (service, id) + 1));
      g_test_message ("notification: %s", id);
      service->n_added++;
    }
  else
    g_hash_table_remove (service->shown, id);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_owned (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((UsherUiService *) user_data)->owned = TRUE;
}

void
usher_ui_service_start (UsherUiService *service)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (service->portal ? portal_xml : service_xml, NULL);
  g_autoptr (GError) error = NULL;

  service->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  service->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  service->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  service->registration = g_dbus_connection_register_object (
    service->connection, service->portal ? "/org/freedesktop/portal/desktop" : "/org/gtk/Notifications",
    info->interfaces[0], &vtable, service, NULL, &error);
  g_assert_no_error (error);
  service->name = g_bus_own_name_on_connection (
    service->connection, service->portal ? "org.freedesktop.portal.Desktop" : "org.gtk.Notifications",
    G_BUS_NAME_OWNER_FLAGS_NONE, on_owned, NULL, service, NULL);
  usher_test_wait_for (service->owned);
}

void
usher_ui_service_stop (UsherUiService *service)
{
  g_bus_unown_name (service->name);
  g_dbus_connection_unregister_object (service->connection, service->registration);
  g_hash_table_unref (service->shown);
  g_hash_table_unref (service->counts);
  g_object_unref (service->connection);
}

gboolean
usher_ui_service_shows (UsherUiService *service, const char *id, const char *text)
{
  GVariant *content = g_hash_table_lookup (service->shown, id);
  const char *body;

  return content != NULL && g_variant_lookup (content, "body", "&s", &body) && strstr (body, text) != NULL;
}

guint
usher_ui_service_count (UsherUiService *service, const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (service->counts, id));
}

/* What clicking does: the service sends the action that it was given. */
void
usher_ui_service_click (UsherApplication *application, UsherUiService *service, const char *id)
{
  GVariant *content = g_hash_table_lookup (service->shown, id);
  const char *action;
  g_autoptr (GVariant) target = NULL;

  g_assert_nonnull (content);
  g_assert_true (g_variant_lookup (content, "default-action", "&s", &action));
  target = g_variant_lookup_value (content, "default-action-target", NULL);
  g_assert_true (g_str_has_prefix (action, "app."));
  g_action_group_activate_action (G_ACTION_GROUP (application), action + strlen ("app."), target);
}

