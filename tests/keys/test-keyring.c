/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyring against a real gnome-keyring in each mood, and against libsecret's file. */
#include "keys/usher-test-keyring.h"
#include "keys/usher-test-portal.h"

#include <signal.h>

#define PASSWORD "usher-test"
#define SERVER "https://api.example.com/v2.2"
#define ACCOUNT_ID "11111111-2222-4333-8444-555555555555"

static UsherAccount *
make_account (void)
{
  return usher_account_new (ACCOUNT_ID, "North <b>Team</b> & Co", SERVER);
}

static void
assert_key (UsherKeyring *keyring, UsherAccount *account, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = usher_test_keyring_lookup_sync (keyring, account, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (value), ==, expected);
}

static void
assert_no_key (UsherKeyring *keyring, UsherAccount *account)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (usher_test_keyring_lookup_sync (keyring, account, &error));
  g_assert_error (error, USHER_KEYS_ERROR, USHER_KEYS_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, usher_account_get_name (account)));
}

static void
store (UsherKeyring *keyring, UsherAccount *account, const char *key)
{
  g_autoptr (GError) error = NULL;

  usher_test_keyring_store_sync (keyring, account, key, &error);
  g_assert_no_error (error);
}

/* Every call must end with this error; nothing may hang. */
static void
assert_all_fail (UsherKeyring *keyring, UsherAccount *account, UsherKeysError code)
{
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) lookup_error = NULL;
  g_autoptr (GError) remove_error = NULL;

  g_assert_false (usher_test_keyring_store_sync (keyring, account, USHER_TEST_KEY, &store_error));
  g_assert_error (store_error, USHER_KEYS_ERROR, (int) code);
  g_assert_null (strstr (store_error->message, USHER_TEST_KEY));
  g_assert_null (usher_test_keyring_lookup_sync (keyring, account, &lookup_error));
  g_assert_error (lookup_error, USHER_KEYS_ERROR, (int) code);
  g_assert_false (usher_test_keyring_remove_sync (keyring, account, &remove_error));
  g_assert_error (remove_error, USHER_KEYS_ERROR, (int) code);
}

/* Store, look up, replace, remove: also what the file backend must do. */
static void
child_works (void)
{
  UsherKeyring *keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (UsherAccount) other = usher_account_new (NULL, "South", SERVER);
  g_autoptr (GError) error = NULL;

  assert_no_key (keyring, account);
  store (keyring, account, USHER_TEST_KEY);
  assert_key (keyring, account, USHER_TEST_KEY);
  assert_no_key (keyring, other);
  store (keyring, other, "example-key-2");
  store (keyring, account, "example-key-3");
  assert_key (keyring, account, "example-key-3");
  assert_key (keyring, other, "example-key-2");

  usher_test_keyring_remove_sync (keyring, account, &error);
  g_assert_no_error (error);
  assert_no_key (keyring, account);
  assert_key (keyring, other, "example-key-2");
  /* What is gone already is as good as removed. */
  usher_test_keyring_remove_sync (keyring, account, &error);
  g_assert_no_error (error);
  usher_test_keyring_remove_sync (keyring, other, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (keyring);
}

static void
test_open (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/works/subprocess");
}

/* What a person sees in a keyring manager, and how the item is found. */
static gboolean
has_label (SecretService *service, GHashTable *wanted, const char *label)
{
  GList *items = secret_service_search_sync (service, NULL, wanted, SECRET_SEARCH_ALL, NULL, NULL);
  g_autofree char *found = items != NULL ? secret_item_get_label (items->data) : NULL;

  g_list_free_full (items, g_object_unref);
  return g_strcmp0 (found, label) == 0;
}

static void
child_item (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  SecretService *service;
  GList *items;

  store (keyring, account, USHER_TEST_KEY);
  store (keyring, account, USHER_TEST_KEY);
  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_hash_table_insert (wanted, (gpointer) "account", (gpointer) ACCOUNT_ID);
  items = secret_service_search_sync (service, NULL, wanted, SECRET_SEARCH_ALL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), ==, 1);
  attributes = secret_item_get_attributes (items->data);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "server"), ==, "https://api.example.com");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "profile"), ==, "default");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "xdg:schema"), ==,
                   "io.github.usher.Usher.ApiKey");
  label = secret_item_get_label (items->data);
  g_assert_cmpstr (label, ==, "Usher: API key for North <b>Team</b> & Co (api.example.com)");
  g_list_free_full (items, g_object_unref);

  /* Renamed: at once, or, where it was locked at that time, when the key is looked up. */
  usher_account_set_name (account, "Renamed");
  usher_keyring_relabel_async (keyring, account, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_assert_true (usher_keyring_relabel_finish (keyring, slot, &error));
  g_assert_no_error (error);
  g_clear_object (&slot);
  usher_test_wait_for (has_label (service, wanted, "Usher: API key for Renamed (api.example.com)"));
  assert_key (keyring, account, USHER_TEST_KEY);
  usher_account_set_name (account, "Again");
  assert_key (keyring, account, USHER_TEST_KEY);
  usher_test_wait_for (has_label (service, wanted, "Usher: API key for Again (api.example.com)"));
  g_object_unref (service);
}

static void
test_item (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/item/subprocess");
}

/* A key goes to the server that it was kept for, and to no other; the sandbox may change its port.
 */
static void
child_server (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (UsherAccount) sandbox =
    usher_account_new (NULL, "Sandbox", "http://127.0.0.1:1234/v2.2");
  g_autoptr (GError) error = NULL;

  store (keyring, account, USHER_TEST_KEY);
  usher_account_set_server (account, "https://API.example.com/v2.1");
  assert_key (keyring, account, USHER_TEST_KEY);
  usher_account_set_server (account, "https://api.example.org/v2.2");
  assert_no_key (keyring, account);
  usher_account_set_server (account, "https://api.example.com:8443/v2.2");
  assert_no_key (keyring, account);
  usher_account_set_server (account, "http://127.0.0.1:1234/v2.2");
  assert_no_key (keyring, account);

  store (keyring, sandbox, "example-key-2");
  usher_account_set_server (sandbox, "http://127.0.0.1:5678/v2.2");
  assert_key (keyring, sandbox, "example-key-2");
  usher_account_set_server (sandbox, "http://[::1]:5678/v2.2");
  assert_key (keyring, sandbox, "example-key-2");

  /* Removing takes the keys for every server. */
  usher_test_keyring_remove_sync (keyring, account, &error);
  g_assert_no_error (error);
  usher_account_set_server (account, SERVER);
  assert_no_key (keyring, account);
  assert_key (keyring, sandbox, "example-key-2");
}

static void
test_server (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/server/subprocess");
}

/* Somebody removes the item in a keyring manager. */
static void
child_deleted (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  SecretService *service;
  GList *items;

  store (keyring, account, USHER_TEST_KEY);
  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_hash_table_insert (attributes, (gpointer) "account", (gpointer) ACCOUNT_ID);
  items = secret_service_search_sync (service, NULL, attributes, SECRET_SEARCH_ALL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (secret_item_delete_sync (items->data, NULL, &error));
  g_assert_no_error (error);
  g_list_free_full (items, g_object_unref);
  g_object_unref (service);

  assert_no_key (keyring, account);
  usher_test_keyring_remove_sync (keyring, account, &error);
  g_assert_no_error (error);
  store (keyring, account, "example-key-2");
  assert_key (keyring, account, "example-key-2");
}

static void
test_deleted (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/deleted/subprocess");
}

static void
child_stores (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();

  store (keyring, account, USHER_TEST_KEY);
}

static void
child_finds_locked (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();

  assert_all_fail (keyring, account, USHER_KEYS_ERROR_LOCKED);
}

/* The keyring starts locked, and its prompt cannot be shown, which to us is a dismissed one. */
static void
test_locked (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/stores/subprocess");
  usher_test_keyring_stop (session);
  usher_test_keyring_start (session, NULL);
  usher_test_keyring_run ("/keys/keyring/finds-locked/subprocess");
  /* Nothing was lost. */
  usher_test_keyring_stop (session);
  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/finds/subprocess");
}

static void
child_finds (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();

  assert_key (keyring, account, USHER_TEST_KEY);
}

static const char prompter_xml[] =
  "<node><interface name='org.gnome.keyring.internal.Prompter'>"
  "<method name='BeginPrompting'><arg type='o' direction='in'/></method>"
  "<method name='PerformPrompt'><arg type='o' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='s' direction='in'/></method>"
  "<method name='StopPrompting'><arg type='o' direction='in'/></method></interface></node>";

static void
on_prompter_called (GDBusConnection *bus, const char *sender, const char *path,
                    const char *interface, const char *method, GVariant *parameters,
                    GDBusMethodInvocation *invocation, gpointer user_data)
{
  gboolean *asked = user_data;

  *asked = TRUE;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* A prompt is on the screen, and the person went to lunch: that is not a service that does not
 * answer. */
static void
child_takes_long (void)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_prompter_called };
  g_autoptr (UsherKeyring) keyring =
    g_object_new (USHER_TYPE_KEYRING, "service-patience", 2000, "person-patience", 3000, NULL);
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) late = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (prompter_xml, NULL);
  GAsyncResult *slot = NULL;
  GAsyncResult *late_slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) late_result = NULL;
  gboolean asked = FALSE;
  gint64 begun;
  guint id;

  g_assert_no_error (error);
  id = g_dbus_connection_register_object (bus, "/org/gnome/keyring/Prompter", node->interfaces[0],
                                          &vtable, &asked, NULL, &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (bus, "org.gnome.keyring.SystemPrompter",
                                G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);

  usher_keyring_lookup_async (keyring, account, cancellable, usher_test_keep_result, &slot);
  usher_test_wait_for (asked);
  g_assert_null (slot);
  g_cancellable_cancel (cancellable);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_keyring_lookup_finish (keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  begun = g_get_monotonic_time ();
  usher_keyring_lookup_async (keyring, account, NULL, usher_test_keep_result, &late_slot);
  late_result = usher_test_take_result (&late_slot);
  g_assert_null (usher_keyring_lookup_finish (keyring, late_result, &late));
  g_assert_error (late, USHER_KEYS_ERROR, USHER_KEYS_ERROR_LOCKED);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 2900 * 1000);
  g_dbus_connection_unregister_object (bus, id);
}

static void
test_prompt (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/stores/subprocess");
  usher_test_keyring_stop (session);
  usher_test_keyring_start (session, NULL);
  usher_test_keyring_run ("/keys/keyring/takes-long/subprocess");
}

/* No keyring at all yet: choosing its password needs a prompt. */
static void
child_finds_none (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (GError) error = NULL;

  assert_no_key (keyring, account);
  g_assert_false (usher_test_keyring_store_sync (keyring, account, USHER_TEST_KEY, &error));
  g_assert_error (error, USHER_KEYS_ERROR, USHER_KEYS_ERROR_LOCKED);
  assert_no_key (keyring, account);
}

static void
test_no_keyring_yet (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, NULL);
  usher_test_keyring_run ("/keys/keyring/finds-none/subprocess");
}

static void
child_is_alone (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();

  assert_all_fail (keyring, account, USHER_KEYS_ERROR_UNAVAILABLE);
}

/* A bus without a Secret Service, a bus that is gone, and no bus at all. */
static void
test_absent (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_run ("/keys/keyring/is-alone/subprocess");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  usher_test_keyring_run ("/keys/keyring/is-alone/subprocess");
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  usher_test_keyring_run ("/keys/keyring/is-alone/subprocess");
}

/* The service is there and says nothing: each call ends by itself. */
static void
child_is_ignored (void)
{
  g_autoptr (UsherKeyring) keyring =
    g_object_new (USHER_TYPE_KEYRING, "service-patience", 300, NULL);
  g_autoptr (UsherKeyring) patient = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kill (usher_test_keyring_get_pid (), SIGSTOP);
  assert_all_fail (keyring, account, USHER_KEYS_ERROR_UNAVAILABLE);

  /* Cancelling does not wait for it either. */
  usher_keyring_lookup_async (patient, account, cancellable, usher_test_keep_result, &slot);
  g_cancellable_cancel (cancellable);
  g_assert_null (slot);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_keyring_lookup_finish (patient, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* And when it wakes up, all is well again. */
  kill (usher_test_keyring_get_pid (), SIGCONT);
  store (patient, account, USHER_TEST_KEY);
  assert_key (patient, account, USHER_TEST_KEY);
}

static void
test_silent (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/is-ignored/subprocess");
}

/* The service dies with a question open. */
static void
child_is_left (void)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();
  g_autoptr (UsherAccount) account = make_account ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  store (keyring, account, USHER_TEST_KEY);
  kill (usher_test_keyring_get_pid (), SIGSTOP);
  usher_keyring_lookup_async (keyring, account, NULL, usher_test_keep_result, &slot);
  usher_test_settle ();
  g_assert_null (slot);
  kill (usher_test_keyring_get_pid (), SIGKILL);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_keyring_lookup_finish (keyring, result, &error));
  g_assert_error (error, USHER_KEYS_ERROR, USHER_KEYS_ERROR_UNAVAILABLE);
  assert_all_fail (keyring, account, USHER_KEYS_ERROR_UNAVAILABLE);
}

static void
test_dies (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();

  usher_test_keyring_start (session, PASSWORD);
  usher_test_keyring_run ("/keys/keyring/is-left/subprocess");
}

/* Inside Flatpak libsecret keeps an encrypted file. */
static void
test_file (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();
  g_autofree char *path = g_build_filename (session->dir, "keyring", NULL);
  g_autofree char *options = g_strdup (g_getenv ("ASAN_OPTIONS"));
  g_autofree char *contents = NULL;
  gsize length = 0;

  /* libsecret 0.20.5 loses an etag with every write of its file; leaks of our own show in the other
   * tests. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", PASSWORD, TRUE);
  usher_test_keyring_run ("/keys/keyring/works/subprocess");
  usher_test_keyring_run ("/keys/keyring/stores/subprocess");
  usher_test_keyring_run ("/keys/keyring/finds/subprocess");
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_null (memmem (contents, length, USHER_TEST_KEY, strlen (USHER_TEST_KEY)));
  g_setenv ("ASAN_OPTIONS", options != NULL ? options : "", TRUE);
  g_unsetenv ("SECRET_BACKEND");
  g_unsetenv ("SECRET_FILE_TEST_PATH");
  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");
}

/* No file below has a key in it that can be read. */
static void
assert_nowhere (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        assert_nowhere (path);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents (path, &contents, &length, NULL))
        g_assert_null (memmem (contents, length, USHER_TEST_KEY, strlen (USHER_TEST_KEY)));
    }
}

/* Inside Flatpak, where the password of the file comes from the desktop: by the portal, or not at all. (libsecret takes a
 * snap for the same, and can be told by the environment that it is in one.) */
static void
test_portal (void)
{
  g_autoptr (UsherTestKeyring) session = usher_test_keyring_new ();
  g_autofree char *path = g_build_filename (session->dir, "portal.keyring", NULL);
  g_autofree char *options = g_strdup (g_getenv ("ASAN_OPTIONS"));

  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE); /* as above */
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SNAP_NAME", "usher-test", TRUE);

  usher_test_keyring_run ("/keys/keyring/is-alone/subprocess");
  assert_nowhere (session->dir);
  {
    g_autoptr (UsherTestPortal) portal = usher_test_portal_start (TRUE);

    usher_test_keyring_run ("/keys/keyring/finds-locked/subprocess");
    g_assert_cmpuint (usher_test_portal_get_n_asked (portal), >, 0);
    assert_nowhere (session->dir);
  }
  {
    g_autoptr (UsherTestPortal) portal = usher_test_portal_start (FALSE);

    usher_test_keyring_run ("/keys/keyring/works/subprocess");
    usher_test_keyring_run ("/keys/keyring/stores/subprocess");
    usher_test_keyring_run ("/keys/keyring/finds/subprocess");
    g_assert_cmpuint (usher_test_portal_get_n_asked (portal), >=, 3);
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    assert_nowhere (session->dir);
  }
  g_setenv ("ASAN_OPTIONS", options != NULL ? options : "", TRUE);
  g_unsetenv ("SNAP_NAME");
  g_unsetenv ("SECRET_BACKEND");
  g_unsetenv ("SECRET_FILE_TEST_PATH");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/keyring/open", test_open);
  g_test_add_func ("/keys/keyring/item", test_item);
  g_test_add_func ("/keys/keyring/server", test_server);
  g_test_add_func ("/keys/keyring/deleted", test_deleted);
  g_test_add_func ("/keys/keyring/locked", test_locked);
  g_test_add_func ("/keys/keyring/prompt", test_prompt);
  g_test_add_func ("/keys/keyring/no-keyring-yet", test_no_keyring_yet);
  g_test_add_func ("/keys/keyring/absent", test_absent);
  g_test_add_func ("/keys/keyring/silent", test_silent);
  g_test_add_func ("/keys/keyring/dies", test_dies);
  g_test_add_func ("/keys/keyring/file", test_file);
  g_test_add_func ("/keys/keyring/portal", test_portal);
  /* What the above run in processes of their own. */
  g_test_add_func ("/keys/keyring/works/subprocess", child_works);
  g_test_add_func ("/keys/keyring/item/subprocess", child_item);
  g_test_add_func ("/keys/keyring/server/subprocess", child_server);
  g_test_add_func ("/keys/keyring/deleted/subprocess", child_deleted);
  g_test_add_func ("/keys/keyring/stores/subprocess", child_stores);
  g_test_add_func ("/keys/keyring/finds/subprocess", child_finds);
  g_test_add_func ("/keys/keyring/finds-locked/subprocess", child_finds_locked);
  g_test_add_func ("/keys/keyring/takes-long/subprocess", child_takes_long);
  g_test_add_func ("/keys/keyring/finds-none/subprocess", child_finds_none);
  g_test_add_func ("/keys/keyring/is-alone/subprocess", child_is_alone);
  g_test_add_func ("/keys/keyring/is-ignored/subprocess", child_is_ignored);
  g_test_add_func ("/keys/keyring/is-left/subprocess", child_is_left);
  return g_test_run ();
}
