/* SPDX-License-Identifier: GPL-3.0-or-later */
/* API keys in the Secret Service, or, inside Flatpak, in libsecret's encrypted file. Each piece of
 * work goes in small steps, so that it is known whether a program or a person is waited for
 * (usher-keys-operation.c). Asynchronous, in the thread-default main context of the caller; it
 * keeps no key itself. */
#include "keys/usher-keyring.h"

#include <glib/gi18n.h>

#include "keys/usher-keys-error.h"
#include "keys/usher-keys-operation.h"
#include "model/usher-text.h"
#include "usher-config.h"

/* A service that is well answers within milliseconds; one that is being started takes a few
 * seconds. */
#define SERVICE_PATIENCE (25 * 1000)
/* A person may have to look for the keyring's password. */
#define PERSON_PATIENCE (5 * 60 * 1000)
/* What a keyring manager can show in a line. */
#define MAX_LABEL_NAME 80

#define ATTRIBUTE_ACCOUNT "account"
#define ATTRIBUTE_SERVER "server"
#define ATTRIBUTE_PROFILE "profile"

struct _UsherKeyring
{
  GObject parent_instance;

  guint service_patience; /* milliseconds */
  guint person_patience;  /* milliseconds */
};

typedef enum
{
  PROP_SERVICE_PATIENCE = 1,
  PROP_PERSON_PATIENCE,
} UsherKeyringProperty;

static GParamSpec *properties[PROP_PERSON_PATIENCE + 1];
static guint removal_begun;

G_DEFINE_FINAL_TYPE (UsherKeyring, usher_keyring, G_TYPE_OBJECT)

/* The name is for people and for other programs. It is not matched: gnome-keyring (42.1) does not
 * know the schema of an item in a keyring that was not unlocked since it started, so that a search
 * by it finds nothing, and nobody would be asked to unlock. The account's UUID is enough to tell
 * our items from others. */
static const SecretSchema schema = {
  USHER_BASE_ID ".ApiKey",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
    { ATTRIBUTE_ACCOUNT, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { ATTRIBUTE_SERVER, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { ATTRIBUTE_PROFILE, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void on_lookup_searched (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_lookup_unlocked (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_lookup_retrieved (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_store_searched (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_store_service_ready (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_store_collection_ready (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_store_collection_created (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_store_unlocked (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_store_ready (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_relabel_searched (GObject *source, GAsyncResult *result, gpointer user_data);
static void label_item (gpointer item, const char *label);
static void on_remove_searched (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_remove_unlocked (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_remove_ready (GObject *source, GAsyncResult *result, gpointer user_data);

/* Scheme and host, and the port unless it is on this machine: a key goes only to the server that it
 * was kept for, whatever stands in the file of accounts, while the sandbox may have another port
 * tomorrow. */
static char *
dup_origin (const char *server)
{
  g_autoptr (GUri) uri = g_uri_parse (server, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) address = NULL;
  gboolean is_local;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (server);

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  address = g_inet_address_new_from_string (host);
  is_local = g_str_equal (host, "localhost") ||
             (address != NULL && g_inet_address_get_is_loopback (address));
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, is_local ? "localhost" : host,
                     is_local ? -1 : g_uri_get_port (uri), "", NULL, NULL);
}

static char *
dup_label (UsherAccount *account)
{
  g_autoptr (GUri) uri =
    g_uri_parse (usher_account_get_server (account), G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *name = usher_text_dup_safe (usher_account_get_name (account), MAX_LABEL_NAME);

  /* Translators: shown in a keyring manager. The first is the name of an account, the second a
   * server. */
  return g_strdup_printf (_("Usher: API key for %s (%s)"), name,
                          host != NULL ? host : usher_account_get_server (account));
}

/* with_server: FALSE finds the account's keys for whichever server. */
static GHashTable *
dup_attributes (UsherAccount *account, gboolean with_server)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) ATTRIBUTE_ACCOUNT,
                       g_strdup (usher_account_get_id (account)));
  g_hash_table_insert (attributes, (gpointer) ATTRIBUTE_PROFILE, g_strdup (USHER_PROFILE));
  if (with_server)
    g_hash_table_insert (attributes, (gpointer) ATTRIBUTE_SERVER,
                         dup_origin (usher_account_get_server (account)));
  return attributes;
}

/* Inside Flatpak the first call asks the portal for the file's password, and the portal may ask a
 * person. */
static UsherKeysWait
get_first_wait (void)
{
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return USHER_KEYS_WAIT_PERSON;
  return USHER_KEYS_WAIT_SERVICE;
}

static gboolean
any_is_locked (GList *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    {
      if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
        return TRUE;
    }
  return FALSE;
}

static GTask *
begin (UsherKeyring *self, UsherAccount *account, gboolean with_server, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task =
    usher_keys_operation_begin (self, account, self->service_patience, self->person_patience,
                                cancellable, callback, user_data);
  UsherKeysOperation *operation = g_task_get_task_data (task);

  operation->attributes = dup_attributes (account, with_server);
  return task;
}

/* Lookup: search without unlocking, which never prompts; have the person unlock what is locked;
 * retrieve. The short way, secret_password_lookup(), leaks the service's answer in libsecret
 * 0.20.5. */

/**
 * usher_keyring_lookup_async:
 * @self: a keyring
 * @account: whose key to look for
 * @cancellable: (nullable): to stop waiting; a prompt that is up stays for the person to answer
 * @callback: called once
 * @user_data: for @callback
 *
 * Looks up the key that was stored for this account and this server. When the keyring is locked,
 * the desktop asks the person to unlock it, and that may take as long as a person takes.
 */
void
usher_keyring_lookup_async (UsherKeyring *self, UsherAccount *account, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  UsherKeysOperation *operation;

  g_return_if_fail (USHER_IS_KEYRING (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  task = begin (self, account, TRUE, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_keyring_lookup_async);
  operation = g_task_get_task_data (task);
  usher_keys_operation_step (task, get_first_wait ());
  secret_password_searchv (&schema, operation->attributes, SECRET_SEARCH_ALL,
                           operation->cancellable, on_lookup_searched, g_object_ref (task));
}

static void
retrieve_now (GTask *task, SecretRetrievable *item)
{
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autofree char *label = dup_label (operation->account);

  /* It may have been locked when the account was renamed. */
  label_item (item, label);
  usher_keys_operation_step (task, USHER_KEYS_WAIT_SERVICE);
  secret_retrievable_retrieve_secret (item, operation->cancellable, on_lookup_retrieved,
                                      g_object_ref (task));
}

static void
on_lookup_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;
  if (error != NULL)
    {
      usher_keys_operation_fail_with_secret (task, error);
      return;
    }

  operation->reached = TRUE;
  if (items == NULL)
    {
      usher_keys_operation_fail (task, usher_keys_error_new_not_found (operation->account));
    }
  else if (any_is_locked (items))
    {
      usher_keys_operation_step (task, USHER_KEYS_WAIT_PERSON);
      secret_password_searchv (&schema, operation->attributes,
                               SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, operation->cancellable,
                               on_lookup_unlocked, g_object_ref (task));
    }
  else
    {
      retrieve_now (task, items->data);
    }
}

static void
on_lookup_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;

  if (error != NULL)
    usher_keys_operation_fail_with_secret (task, error);
  else if (items == NULL)
    usher_keys_operation_fail (task, usher_keys_error_new_not_found (operation->account));
  else if (any_is_locked (items)) /* a dismissed prompt is no error to libsecret */
    usher_keys_operation_fail (task, usher_keys_error_new_locked ());
  else
    retrieve_now (task, items->data);
}

static void
on_lookup_retrieved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autoptr (SecretValue) value =
    secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (usher_keys_operation_is_over (task))
    return;

  if (value != NULL)
    usher_keys_operation_return (task, g_steal_pointer (&value),
                                 (GDestroyNotify) secret_value_unref);
  else if (error == NULL || usher_keys_error_is_gone (error)) /* removed in this moment */
    usher_keys_operation_fail (task, usher_keys_error_new_not_found (operation->account));
  else
    usher_keys_operation_fail_with_secret (task, error);
}

/**
 * usher_keyring_lookup_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for a [error@KeysError] or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the key, in memory that is overwritten with the last
 * secret_value_unref()
 */
SecretValue *
usher_keyring_lookup_finish (UsherKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Store: reach the service, see whether its keyring is there and open, have the person open it if
 * not, and only then store, which cannot prompt any more. */

/**
 * usher_keyring_store_async:
 * @self: a keyring
 * @account: whose key it is
 * @key: the key; a reference is held until the end
 * @cancellable: (nullable): to stop waiting; a prompt that is up stays for the person to answer
 * @callback: called once
 * @user_data: for @callback
 *
 * Keeps a key in the default keyring, in place of the one that is there for this account and
 * server. It is never written anywhere else (DESIGN, decision 2). When the keyring is locked or
 * there is none yet, the desktop asks the person, and that may take as long as a person takes.
 */
void
usher_keyring_store_async (UsherKeyring *self, UsherAccount *account, SecretValue *key,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  UsherKeysOperation *operation;

  g_return_if_fail (USHER_IS_KEYRING (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));
  g_return_if_fail (key != NULL);

  task = begin (self, account, TRUE, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_keyring_store_async);
  operation = g_task_get_task_data (task);
  operation->value = secret_value_ref (key);
  operation->label = dup_label (account);
  usher_keys_operation_step (task, get_first_wait ());
  secret_password_searchv (&schema, operation->attributes, SECRET_SEARCH_ALL,
                           operation->cancellable, on_store_searched, g_object_ref (task));
}

static void
store_now (GTask *task)
{
  UsherKeysOperation *operation = g_task_get_task_data (task);

  usher_keys_operation_step (task, USHER_KEYS_WAIT_SERVICE);
  secret_password_storev_binary (&schema, operation->attributes, SECRET_COLLECTION_DEFAULT,
                                 operation->label, operation->value, operation->cancellable,
                                 on_store_ready, g_object_ref (task));
}

static void
on_store_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  /* What it finds does not matter: it answers, and has done so without a prompt. */
  if (usher_keys_operation_is_over (task))
    return;
  if (error != NULL)
    {
      usher_keys_operation_fail_with_secret (task, error);
      return;
    }

  operation->reached = TRUE;
  usher_keys_operation_step (task, USHER_KEYS_WAIT_SERVICE);
  secret_service_get (SECRET_SERVICE_NONE, operation->cancellable, on_store_service_ready,
                      g_object_ref (task));
}

static void
on_store_service_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autoptr (SecretService) service = secret_service_get_finish (result, NULL);

  if (usher_keys_operation_is_over (task))
    return;

  operation->service = g_steal_pointer (&service);
  if (operation->service == NULL)
    {
      /* libsecret works on its file, which is open: it does not say so, but something answered the
       * search. */
      store_now (task);
      return;
    }

  usher_keys_operation_step (task, USHER_KEYS_WAIT_SERVICE);
  secret_collection_for_alias (operation->service, SECRET_COLLECTION_DEFAULT,
                               SECRET_COLLECTION_NONE, operation->cancellable,
                               on_store_collection_ready, g_object_ref (task));
}

static void
on_store_collection_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;

  if (error != NULL)
    {
      store_now (task); /* no service, as above */
    }
  else if (collection == NULL)
    {
      usher_keys_operation_step (task, USHER_KEYS_WAIT_PERSON);
      /* Translators: the name of the keyring that is set up when a person has none. */
      secret_collection_create (operation->service, _("Default keyring"),
                                SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_CREATE_NONE,
                                operation->cancellable, on_store_collection_created,
                                g_object_ref (task));
    }
  else if (secret_collection_get_locked (collection))
    {
      g_autoptr (GList) collections = g_list_append (NULL, collection);

      usher_keys_operation_step (task, USHER_KEYS_WAIT_PERSON);
      secret_service_unlock (operation->service, collections, operation->cancellable,
                             on_store_unlocked, g_object_ref (task));
    }
  else
    {
      store_now (task);
    }
}

static void
on_store_collection_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_create_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;

  if (collection != NULL)
    store_now (task);
  else if (error == NULL || usher_keys_error_is_gone (error))
    usher_keys_operation_fail (task, usher_keys_error_new_no_keyring ());
  else
    usher_keys_operation_fail_with_secret (task, error);
}

static void
on_store_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  int n_unlocked = secret_service_unlock_finish (operation->service, result, NULL, &error);

  if (usher_keys_operation_is_over (task))
    return;

  if (n_unlocked > 0)
    store_now (task);
  else if (error == NULL) /* a dismissed prompt is no error to libsecret */
    usher_keys_operation_fail (task, usher_keys_error_new_locked ());
  else
    usher_keys_operation_fail_with_secret (task, error);
}

static void
on_store_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;

  if (stored)
    usher_keys_operation_return (task, GINT_TO_POINTER (TRUE), NULL);
  else if (error == NULL)
    usher_keys_operation_fail (task, usher_keys_error_new_locked ()); /* locked again meanwhile */
  else
    usher_keys_operation_fail_with_secret (task, error);
}

/**
 * usher_keyring_store_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for a [error@KeysError] or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the keyring has the key
 */
gboolean
usher_keyring_store_finish (UsherKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return GPOINTER_TO_INT (g_task_propagate_pointer (G_TASK (result), error));
}

/* Relabel: search without unlocking, and name what is open. What is locked gets its name when it is
 * looked up the next time: nobody is asked for a password for the sake of a label. */

static void
label_item (gpointer item, const char *label)
{
  g_autofree char *old = NULL;

  /* The items of libsecret's own file have no label that anybody sees. */
  if (!SECRET_IS_ITEM (item) || secret_item_get_locked (item))
    return;
  old = secret_item_get_label (item);
  if (g_strcmp0 (old, label) != 0)
    secret_item_set_label (item, label, NULL, NULL, NULL);
}

/**
 * usher_keyring_relabel_async:
 * @self: a keyring
 * @account: an account that was renamed
 * @cancellable: (nullable): to stop waiting
 * @callback: (nullable): called once
 * @user_data: for @callback
 *
 * Names the keys of this account as it is named now, for whoever looks into a keyring manager. Nobody is
 * asked for anything: a locked key is left, and named when it is looked up.
 */
void
usher_keyring_relabel_async (UsherKeyring *self, UsherAccount *account, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  UsherKeysOperation *operation;

  g_return_if_fail (USHER_IS_KEYRING (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  task = begin (self, account, FALSE, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_keyring_relabel_async);
  operation = g_task_get_task_data (task);
  operation->label = dup_label (account);
  usher_keys_operation_step (task, get_first_wait ());
  secret_password_searchv (&schema, operation->attributes, SECRET_SEARCH_ALL,
                           operation->cancellable, on_relabel_searched, g_object_ref (task));
}

static void
on_relabel_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;
  operation->reached = error == NULL;
  if (error != NULL)
    {
      usher_keys_operation_fail_with_secret (task, error);
      return;
    }
  for (GList *l = items; l != NULL; l = l->next)
    label_item (l->data, operation->label);
  usher_keys_operation_return (task, GINT_TO_POINTER (TRUE), NULL);
}

/**
 * usher_keyring_relabel_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for a [error@KeysError] or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the keyring was told
 */
gboolean
usher_keyring_relabel_finish (UsherKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return GPOINTER_TO_INT (g_task_propagate_pointer (G_TASK (result), error));
}

/* Remove: search; unlock what is locked, as clearing leaves that alone; clear. */

/**
 * usher_keyring_remove_async:
 * @self: a keyring
 * @account: whose keys to remove
 * @cancellable: (nullable): to stop waiting, until #UsherKeyring::removal-begun; a prompt that is up stays for the
 *   person to answer
 * @callback: called once
 * @user_data: for @callback
 *
 * Removes every key of this account, for whichever server it was. When there is none, for example
 * because somebody removed it in the keyring manager, that is as good.
 */
void
usher_keyring_remove_async (UsherKeyring *self, UsherAccount *account, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  UsherKeysOperation *operation;

  g_return_if_fail (USHER_IS_KEYRING (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  task = begin (self, account, FALSE, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_keyring_remove_async);
  operation = g_task_get_task_data (task);
  usher_keys_operation_step (task, get_first_wait ());
  secret_password_searchv (&schema, operation->attributes, SECRET_SEARCH_ALL,
                           operation->cancellable, on_remove_searched, g_object_ref (task));
}

static void
clear_now (GTask *task)
{
  UsherKeysOperation *operation = g_task_get_task_data (task);

  usher_keys_operation_commit (task);
  g_signal_emit (g_task_get_source_object (task), removal_begun, 0, operation->account);
  usher_keys_operation_step (task, USHER_KEYS_WAIT_SERVICE);
  secret_password_clearv (&schema, operation->attributes, operation->cancellable, on_remove_ready,
                          g_object_ref (task));
}

static void
on_remove_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherKeysOperation *operation = g_task_get_task_data (task);
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;

  operation->reached = error == NULL;
  if (error != NULL)
    {
      usher_keys_operation_fail_with_secret (task, error);
    }
  else if (items == NULL)
    {
      usher_keys_operation_return (task, GINT_TO_POINTER (TRUE), NULL);
    }
  else if (any_is_locked (items))
    {
      usher_keys_operation_step (task, USHER_KEYS_WAIT_PERSON);
      secret_password_searchv (&schema, operation->attributes,
                               SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, operation->cancellable,
                               on_remove_unlocked, g_object_ref (task));
    }
  else
    {
      clear_now (task);
    }
}

static void
on_remove_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  if (usher_keys_operation_is_over (task))
    return;

  if (error != NULL)
    usher_keys_operation_fail_with_secret (task, error);
  else if (any_is_locked (items))
    usher_keys_operation_fail (task, usher_keys_error_new_locked ());
  else
    clear_now (task);
}

static void
on_remove_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  /* FALSE without an error: there was nothing to remove any more. */
  secret_password_clear_finish (result, &error);
  if (usher_keys_operation_is_over (task))
    return;

  if (error != NULL)
    usher_keys_operation_fail_with_secret (task, error);
  else
    usher_keys_operation_return (task, GINT_TO_POINTER (TRUE), NULL);
}

/**
 * usher_keyring_remove_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for a [error@KeysError] or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the keyring has no key of this account any more
 */
gboolean
usher_keyring_remove_finish (UsherKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return GPOINTER_TO_INT (g_task_propagate_pointer (G_TASK (result), error));
}

static void
usher_keyring_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UsherKeyring *self = USHER_KEYRING (object);

  switch ((UsherKeyringProperty) prop_id)
    {
    case PROP_SERVICE_PATIENCE:
      self->service_patience = g_value_get_uint (value);
      break;
    case PROP_PERSON_PATIENCE:
      self->person_patience = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_keyring_class_init (UsherKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = usher_keyring_set_property;

  /**
   * UsherKeyring:service-patience:
   *
   * How long a step waits for the password service, in milliseconds.
   */
  properties[PROP_SERVICE_PATIENCE] =
    g_param_spec_uint ("service-patience", NULL, NULL, 1, G_MAXUINT, SERVICE_PATIENCE,
                       G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * UsherKeyring:person-patience:
   *
   * How long a step waits for a person in front of a prompt, in milliseconds.
   */
  properties[PROP_PERSON_PATIENCE] =
    g_param_spec_uint ("person-patience", NULL, NULL, 1, G_MAXUINT, PERSON_PATIENCE,
                       G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  /**
   * UsherKeyring::removal-begun:
   * @account: whose key
   *
   * The service is asked to remove it now, and cannot be told otherwise.
   */
  removal_begun = g_signal_new ("removal-begun", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, USHER_TYPE_ACCOUNT);
}

static void
usher_keyring_init (UsherKeyring *self)
{
}

/**
 * usher_keyring_new:
 *
 * Returns: (transfer full): the person's keyring; nothing is asked of it yet
 */
UsherKeyring *
usher_keyring_new (void)
{
  return g_object_new (USHER_TYPE_KEYRING, NULL);
}
