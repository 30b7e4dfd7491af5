/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal for programs that run without a window: org.freedesktop.portal.Background, RequestBackground. A call
 * gives a request, whose answer comes as a signal on an object that is known beforehand, so that it is listened to
 * before it can come. Main thread. */
#include "ui/usher-background.h"

#include <glib/gi18n.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

typedef struct
{
  GDBusConnection *connection; /* (owned) (nullable) */
  char *path;                  /* (owned) (nullable): the request that was expected */
  guint subscription;
} Request;

static void
request_free (Request *request)
{
  if (request->subscription != 0)
    g_dbus_connection_signal_unsubscribe (request->connection, request->subscription);
  g_clear_object (&request->connection);
  g_free (request->path);
  g_free (request);
}

/* Nothing more is awaited. The task goes with the last who held it. */
static void
stop_listening (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->subscription != 0)
    g_dbus_connection_signal_unsubscribe (request->connection, request->subscription);
  request->subscription = 0;
}

static void
on_response (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
             const char *signal, GVariant *parameters, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  g_autoptr (GVariant) results = NULL;
  gboolean background = FALSE;
  guint response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &background);
  stop_listening (task);
  g_task_return_boolean (task, response == 0 && background);
}

static void
listen (GTask *task, const char *path)
{
  Request *request = g_task_get_task_data (task);

  request->subscription = g_dbus_connection_signal_subscribe (
    request->connection, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_response, g_object_ref (task), g_object_unref);
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* The answer may have come before. */
  if (g_task_get_completed (task) || request->subscription == 0)
    return;
  /* Else the request is shown, on the path that was asked for by the token. */
  if (answer != NULL)
    return;
  stop_listening (task);
  /* Without such a portal nobody keeps programs from running, nor has to be asked. */
  if (is_absent (error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *token = g_strdup_printf ("usher%u", g_random_int ());
  g_autofree char *sender = NULL;
  GVariantBuilder options;

  request->connection = g_bus_get_finish (result, &error);
  if (request->connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (request->connection) + 1), ".", '_');
  request->path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  listen (task, request->path);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  /* Translators: shown by the desktop when it asks whether Usher may run without a window. */
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_("Tell you about your invitations")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (request->connection, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task), on_called,
                          g_object_ref (task));
}

/**
 * usher_background_request_async:
 * @cancellable: (nullable): to give up
 * @callback: called when there is an answer
 * @user_data: for @callback
 *
 * Asks the desktop whether this program may run without a window. The person may be asked, so it can take long.
 */
void
usher_background_request_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, usher_background_request_async);
  g_task_set_task_data (task, g_new0 (Request, 1), (GDestroyNotify) request_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus, task);
}

/**
 * usher_background_request_finish:
 * @result: what the callback got
 * @error: return location: of the bus
 *
 * Returns: %TRUE when it may, also where there is no such portal; %FALSE without an error when it may not
 */
gboolean
usher_background_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
