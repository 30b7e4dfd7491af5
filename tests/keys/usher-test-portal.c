/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/usher-test-portal.h"

#include <string.h>
#include <unistd.h>

#include <gio/gunixfdlist.h>

#define PATH "/org/freedesktop/portal/desktop"

struct _UsherTestPortal
{
  gboolean refuses;
  int n_asked; /* (atomic) */
  int ready;   /* (atomic) */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
};

static const char xml[] =
  "<node><interface name='org.freedesktop.portal.Secret'>"
  "<method name='RetrieveSecret'><arg type='h' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='o' direction='out'/></method>"
  "<property name='version' type='u' access='read'/></interface></node>";

/* The same at every start, as a desktop keeps it. */
static const char password[] = "sixty-four bytes that a desktop keeps for an application, or so.";

/* An answer to one question. libsecret (0.20.5) listens for it only once it has the answer to its call; a desktop takes as
 * long as a person does. It is said more than once, so that nothing depends on how long is long enough. */
#define TIMES 20
#define INTERVAL_MS 50

typedef struct
{
  GDBusConnection *bus; /* (owned) */
  char *receiver;       /* (owned) */
  char *handle;         /* (owned) */
  guint code;
  guint n_said;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->bus);
  g_free (answer->receiver);
  g_free (answer->handle);
  g_free (answer);
}

static gboolean
on_time (gpointer user_data)
{
  Answer *answer = user_data;

  g_dbus_connection_emit_signal (answer->bus, answer->receiver, answer->handle, "org.freedesktop.portal.Request",
                                 "Response", g_variant_new ("(ua{sv})", answer->code, NULL), NULL);
  return ++answer->n_said < TIMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
on_call (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
         GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  UsherTestPortal *self = user_data;
  GUnixFDList *fds = g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *name = g_strdup (sender + 1);
  g_autofree char *handle = NULL;
  g_autoptr (GSource) timer = NULL;
  Answer *answer;
  const char *token = "usher_test";
  int fd = g_unix_fd_list_get (fds, 0, NULL);

  g_atomic_int_inc (&self->n_asked);
  g_variant_lookup (options, "handle_token", "&s", &token);
  handle = g_strdup_printf (PATH "/request/%s/%s", g_strdelimit (name, ".", '_'), token);
  if (!self->refuses)
    g_assert_cmpint (write (fd, password, sizeof password - 1), ==, sizeof password - 1);
  close (fd);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
  answer = g_new0 (Answer, 1);
  answer->bus = g_object_ref (bus);
  answer->receiver = g_strdup (sender);
  answer->handle = g_steal_pointer (&handle);
  answer->code = self->refuses ? 1 : 0;
  timer = g_timeout_source_new (INTERVAL_MS);
  g_source_set_callback (timer, on_time, answer, answer_free);
  g_source_attach (timer, self->context);
}

static GVariant *
on_get (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *property,
        GError **error, gpointer user_data)
{
  return g_variant_new_uint32 (1);
}

static gboolean
on_started (gpointer user_data)
{
  g_atomic_int_set (&((UsherTestPortal *) user_data)->ready, 1);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call, .get_property = on_get };
  UsherTestPortal *self = user_data;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GSource) started = g_idle_source_new ();
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  bus = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (bus, PATH, node->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName", g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 4u), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_source_set_callback (started, on_started, self, NULL);
  g_source_attach (started, self->context);
  g_main_loop_run (self->loop);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

UsherTestPortal *
usher_test_portal_start (gboolean refuses)
{
  UsherTestPortal *self = g_new0 (UsherTestPortal, 1);

  self->refuses = refuses;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("portal", run, self);
  while (!g_atomic_int_get (&self->ready))
    g_thread_yield ();
  return self;
}

guint
usher_test_portal_get_n_asked (UsherTestPortal *self)
{
  return (guint) g_atomic_int_get (&self->n_asked);
}

void
usher_test_portal_stop (UsherTestPortal *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}
