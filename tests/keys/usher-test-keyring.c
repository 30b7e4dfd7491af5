/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/usher-test-keyring.h"

#include <signal.h>
#include <sys/prctl.h>

/* A test that fails leaves no service behind. */
static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* No <servicedir>: the person's desktop has no Secret Service, or the test starts it itself. */
static const char bus_config[] =
  "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\""
  " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
  "<busconfig><type>session</type><listen>unix:dir=%s</listen>"
  "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
  "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n";

static char *
read_line (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}

/* Moves this process, and so its children, to a new bus with folders of its own. */
UsherTestKeyring *
usher_test_keyring_new (void)
{
  g_autoptr (GError) error = NULL;
  UsherTestKeyring *self = g_new0 (UsherTestKeyring, 1);
  g_autofree char *config_path = NULL;
  g_autofree char *config = NULL;
  g_autofree char *data = NULL;
  g_autofree char *argument = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *address = NULL;

  self->dir = usher_test_make_dir ();
  config_path = g_build_filename (self->dir, "bus.conf", NULL);
  data = g_build_filename (self->dir, "data", NULL);
  config = g_strdup_printf (bus_config, self->dir);
  g_file_set_contents (config_path, config, -1, &error);
  g_assert_no_error (error);

  argument = g_strconcat ("--config-file=", config_path, NULL);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self->bus = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", argument, "--nofork",
                                           "--print-address=1", NULL);
  g_assert_no_error (error);
  address = read_line (self->bus);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", self->dir, TRUE);
  g_unsetenv ("GNOME_KEYRING_CONTROL");
  g_unsetenv ("USHER_TEST_KEYRING_PID");
  return self;
}

static void
on_name_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  gboolean *there = user_data;

  *there = TRUE;
}

static void
on_name_vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  gboolean *there = user_data;

  *there = FALSE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The name is there before the keyring is unlocked. */
static gboolean
is_unlocked (GDBusConnection *bus)
{
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_sync (bus, "org.freedesktop.secrets",
                                 "/org/freedesktop/secrets/collection/login",
                                 "org.freedesktop.DBus.Properties", "Get",
                                 g_variant_new ("(ss)", "org.freedesktop.Secret.Collection",
                                                "Locked"),
                                 G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_autoptr (GVariant) locked = NULL;

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(v)", &locked);
  return !g_variant_get_boolean (locked);
}

void
usher_test_keyring_start (UsherTestKeyring *self, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  gboolean there = FALSE;
  guint watch;
  guint tick;

  g_assert_null (self->keyring);
  launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  /* Our warnings are fatal; those of gnome-keyring are its own affair. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_PERTURB_");
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self->keyring = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon",
                                               "--foreground", "--components=secrets",
                                               password != NULL ? "--unlock" : NULL, NULL);
  g_assert_no_error (error);
  if (password != NULL)
    g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->keyring), password,
                               strlen (password), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->keyring), NULL, NULL);
  g_setenv ("USHER_TEST_KEYRING_PID", g_subprocess_get_identifier (self->keyring), TRUE);

  /* A connection of its own: the shared one would outlive the bus. */
  bus = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  watch =
    g_bus_watch_name_on_connection (bus, "org.freedesktop.secrets", G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    on_name_appeared, on_name_vanished, &there, NULL);
  usher_test_wait_for (there);
  tick = g_timeout_add (20, on_tick, NULL);
  usher_test_wait_for (password == NULL || is_unlocked (bus));
  g_source_remove (tick);
  g_bus_unwatch_name (watch);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  usher_test_settle ();
}

void
usher_test_keyring_stop (UsherTestKeyring *self)
{
  if (self->keyring == NULL)
    return;
  g_subprocess_send_signal (self->keyring, SIGTERM);
  g_subprocess_send_signal (self->keyring, SIGCONT);
  g_subprocess_wait (self->keyring, NULL, NULL);
  g_clear_object (&self->keyring);
}

void
usher_test_keyring_free (UsherTestKeyring *self)
{
  usher_test_keyring_stop (self);
  g_subprocess_send_signal (self->bus, SIGTERM);
  g_subprocess_wait (self->bus, NULL, NULL);
  g_clear_object (&self->bus);
  usher_test_remove_tree (self->dir);
  g_free (self->dir);
  g_free (self);
}

void
usher_test_keyring_run (const char *name)
{
  g_test_trap_subprocess (name, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

GPid
usher_test_keyring_get_pid (void)
{
  const char *pid = g_getenv ("USHER_TEST_KEYRING_PID");

  g_assert_nonnull (pid);
  return (GPid) g_ascii_strtoll (pid, NULL, 10);
}

gboolean
usher_test_keyring_store_sync (UsherKeyring *keyring, UsherAccount *account, const char *key,
                               GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SecretValue) value = usher_key_value_new (key);

  g_assert_nonnull (value);
  usher_keyring_store_async (keyring, account, value, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_keyring_store_finish (keyring, result, error);
}

SecretValue *
usher_test_keyring_lookup_sync (UsherKeyring *keyring, UsherAccount *account, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_keyring_lookup_async (keyring, account, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_keyring_lookup_finish (keyring, result, error);
}

gboolean
usher_test_keyring_remove_sync (UsherKeyring *keyring, UsherAccount *account, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_keyring_remove_async (keyring, account, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_keyring_remove_finish (keyring, result, error);
}
