/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adding an account, giving it another key, and removing it with all it had. Nothing is kept before the
 * server has accepted the key. Main thread; files are deleted on a thread of their own. */

#include "session/usher-accounts-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "api/usher-client.h"
#include "model/usher-text.h"

typedef struct
{
  UsherAccount *account; /* (owned) */
  SecretValue *key;      /* (owned) */
  UsherClient *client;   /* (owned) */
  gboolean is_new;
  guint n_companies;
  gboolean saved;        /* the key is in the keyring */
  char *key_notice;      /* (owned) (nullable) why not */
} KeyChange;

static void
key_change_free (KeyChange *change)
{
  g_clear_object (&change->account);
  g_clear_pointer (&change->key, secret_value_unref);
  g_clear_object (&change->client);
  g_free (change->key_notice);
  g_free (change);
}

static void on_pinged (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_companies_listed (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_key_stored (GObject *source, GAsyncResult *result, gpointer user_data);

static void
begin_check (GTask *task, UsherAccount *account, const char *api_key, gboolean is_new)
{
  KeyChange *change = g_new0 (KeyChange, 1);
  GError *error = NULL;

  g_task_set_task_data (task, change, (GDestroyNotify) key_change_free);
  change->account = g_object_ref (account);
  change->is_new = is_new;
  change->key = usher_key_value_new (api_key);
  if (change->key == NULL)
    {
      g_task_return_new_error (
        task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_BAD_KEY, "%s",
        _("This cannot be an API key. Copy the whole key, without line breaks."));
      return;
    }
  change->client = usher_client_new (usher_account_get_server (account), change->key, &error);
  if (change->client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  usher_client_ping_async (change->client, g_task_get_cancellable (task), on_pinged,
                           g_object_ref (task));
}

static void
on_pinged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (usher_client_ping_finish (USHER_CLIENT (source), result, NULL, &error))
    usher_client_list_companies_async (USHER_CLIENT (source), g_task_get_cancellable (task),
                                       on_companies_listed, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

static void
on_companies_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherAccounts *self = g_task_get_source_object (task);
  KeyChange *change = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) companies =
    usher_client_list_companies_finish (USHER_CLIENT (source), result, NULL, &error);

  if (companies == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  change->n_companies = companies->len;
  usher_keyring_store_async (self->keyring, change->account, change->key,
                             g_task_get_cancellable (task), on_key_stored, g_object_ref (task));
}

static void
on_key_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherAccounts *self = g_task_get_source_object (task);
  KeyChange *change = g_task_get_task_data (task);
  const char *id = usher_account_get_id (change->account);
  g_autoptr (GError) error = NULL;
  GError *save_error = NULL;

  change->saved = usher_keyring_store_finish (USHER_KEYRING (source), result, &error);
  if (!change->saved && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (change->saved)
    g_hash_table_remove (self->keys, id);
  else
    {
      /* No plain-text fallback, ever (DESIGN, decision 2): it works until Usher ends. */
      g_hash_table_replace (self->keys, g_strdup (id), secret_value_ref (change->key));
      change->key_notice = g_strdup (error->message);
    }
  if (change->is_new)
    {
      _usher_accounts_add (self, change->account);
      if (!_usher_accounts_save (self, &save_error))
        {
          _usher_accounts_drop (self, change->account);
          g_hash_table_remove (self->keys, id);
          if (change->saved)
            usher_keyring_remove_async (self->keyring, change->account, NULL, NULL, NULL);
          g_task_return_error (task, save_error);
          return;
        }
    }
  else
    _usher_accounts_hand_key (self, change->account, change->key);
  g_task_return_boolean (task, TRUE);
}

/* Accounts are told apart by their names, in the window and on the command line. */
static char *
dup_free_name (UsherAccounts *self, const char *wanted, const char *server)
{
  g_autofree char *base = g_strstrip (usher_text_dup_safe (wanted != NULL ? wanted : "", 0));
  g_autofree char *name = NULL;

  if (*base == '\0')
    {
      g_autoptr (GUri) uri = g_uri_parse (server, G_URI_FLAGS_NONE, NULL);

      g_free (base);
      base = g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : server);
    }
  name = g_strdup (base);
  for (guint i = 2; usher_accounts_find (self, name) != NULL; i++)
    {
      g_free (name);
      /* Translators: the name of an account, and a number because the name is taken. */
      name = g_strdup_printf (C_("account", "%1$s (%2$u)"), base, i);
    }
  return g_steal_pointer (&name);
}

/**
 * usher_accounts_add_async:
 * @self: the accounts
 * @name: (nullable): what to call it; the server's name if there is nothing
 * @server: the server's base address
 * @api_key: the key
 * @is_sandbox: whether it is the sandbox that comes with Usher
 * @cancellable: (nullable): to give up; then nothing is kept
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server whether the key works and which companies it reaches, and only then keeps anything.
 */
void
usher_accounts_add_async (UsherAccounts *self, const char *name, const char *server,
                          const char *api_key, gboolean is_sandbox, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (UsherAccount) account = NULL;
  g_autofree char *base = NULL;
  g_autofree char *free_name = NULL;
  GError *error = NULL;

  g_return_if_fail (USHER_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_accounts_add_async);
  base = usher_server_url_normalise (server, &error);
  if (base == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  free_name = dup_free_name (self, name, base);
  account = usher_account_new (NULL, free_name, base);
  usher_account_set_is_sandbox (account, is_sandbox);
  begin_check (task, account, api_key, TRUE);
}

static gboolean
finish_change (GAsyncResult *result, gboolean *key_saved, char **key_notice, GError **error)
{
  KeyChange *change = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), error);

  if (key_saved != NULL)
    *key_saved = done && change->saved;
  if (key_notice != NULL)
    *key_notice = done ? g_strdup (change->key_notice) : NULL;
  return done;
}

/**
 * usher_accounts_add_finish:
 * @self: the accounts
 * @result: what the callback got
 * @n_companies: (out) (optional): how many companies the key reaches
 * @key_saved: (out) (optional): %FALSE when the keyring would not keep the key
 * @key_notice: (out) (optional) (nullable) (transfer full): why, for people
 * @error: return location: %USHER_MODEL_ERROR_INVALID_URL, %USHER_SESSION_ERROR_BAD_KEY,
 *   %USHER_SESSION_ERROR_STORE, or an %USHER_API_ERROR
 *
 * Returns: (transfer full): the new account
 */
UsherAccount *
usher_accounts_add_finish (UsherAccounts *self, GAsyncResult *result, guint *n_companies,
                           gboolean *key_saved, char **key_notice, GError **error)
{
  KeyChange *change;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  change = g_task_get_task_data (G_TASK (result));
  if (!finish_change (result, key_saved, key_notice, error))
    return NULL;
  if (n_companies != NULL)
    *n_companies = change->n_companies;
  return g_object_ref (change->account);
}

/**
 * usher_accounts_replace_key_async:
 * @self: the accounts
 * @account: one of them
 * @api_key: the new key
 * @cancellable: (nullable): to give up; then the old key stays
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server whether the new key works, and only then gives up the old one. Open sessions go on
 * with the new key.
 */
void
usher_accounts_replace_key_async (UsherAccounts *self, UsherAccount *account, const char *api_key,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_ACCOUNTS (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_accounts_replace_key_async);
  begin_check (task, account, api_key, FALSE);
}

/**
 * usher_accounts_replace_key_finish:
 * @self: the accounts
 * @result: what the callback got
 * @key_saved: (out) (optional): %FALSE when the keyring would not keep the key
 * @key_notice: (out) (optional) (nullable) (transfer full): why, for people
 * @error: return location
 *
 * Returns: %TRUE when the new key is in use
 */
gboolean
usher_accounts_replace_key_finish (UsherAccounts *self, GAsyncResult *result, gboolean *key_saved,
                                   char **key_notice, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish_change (result, key_saved, key_notice, error);
}

static gboolean
delete_tree (GFile *file, GCancellable *cancellable, GError **error)
{
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable);
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GError) local = NULL;

  /* A link is removed, not followed. */
  if (type == G_FILE_TYPE_DIRECTORY)
    {
      children = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                            G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);
      if (children == NULL)
        return FALSE;
    }
  while (children != NULL)
    {
      GFile *child = NULL;

      if (!g_file_enumerator_iterate (children, NULL, &child, cancellable, error))
        return FALSE;
      if (child == NULL)
        break;
      if (!delete_tree (child, cancellable, error))
        return FALSE;
    }
  if (g_file_delete (file, cancellable, &local) ||
      g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
delete_in_thread (GTask *task, gpointer source_object, gpointer task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (delete_tree (G_FILE (task_data), cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherAccounts *self = g_task_get_source_object (task);
  UsherAccount *account = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GError *save_error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_new_error (
        task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE,
        /* Translators: %s is the system's words for what went wrong. */
        _("The data of the account cannot be deleted: %s"), error->message);
      return;
    }
  g_hash_table_remove (self->keys, usher_account_get_id (account));
  _usher_accounts_drop (self, account);
  if (_usher_accounts_save (self, &save_error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, save_error);
}

static void
delete_files (GTask *task)
{
  UsherAccounts *self = g_task_get_source_object (task);
  g_autofree char *folder = _usher_accounts_dup_folder (self, g_task_get_task_data (task));
  g_autoptr (GTask) deletion = g_task_new (NULL, NULL, on_deleted, g_object_ref (task));

  g_task_set_source_tag (deletion, delete_files);
  g_task_set_task_data (deletion, g_file_new_for_path (folder), g_object_unref);
  g_task_run_in_thread (deletion, delete_in_thread);
}

static void
on_key_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* Without a keyring there is no key to leave behind that could be removed from here; a keyring that
   * refuses still has it, and then the account stays. Without its key an account is half gone, so that
   * the rest follows, whoever has cancelled meanwhile. */
  if (usher_keyring_remove_finish (USHER_KEYRING (source), result, &error) ||
      g_error_matches (error, USHER_KEYS_ERROR, USHER_KEYS_ERROR_NOT_FOUND) ||
      g_error_matches (error, USHER_KEYS_ERROR, USHER_KEYS_ERROR_UNAVAILABLE))
    {
      g_clear_error (&error);
      _usher_accounts_begin_removal (g_task_get_source_object (task), g_task_get_task_data (task));
      delete_files (task);
    }
  else
    g_task_return_error (task, error);
}

/**
 * usher_accounts_remove_async:
 * @self: the accounts
 * @account: one of them, whose session is closed
 * @cancellable: (nullable): to give up while the keyring is awaited, until #UsherAccounts::removal-begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Removes the key from the keyring, the cached data from the disk, and the account from the list.
 */
void
usher_accounts_remove_async (UsherAccounts *self, UsherAccount *account, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_ACCOUNTS (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_accounts_remove_async);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_set_check_cancellable (task, FALSE);
  usher_keyring_remove_async (self->keyring, account, cancellable, on_key_removed, g_steal_pointer (&task));
}

/**
 * usher_accounts_remove_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location: an %USHER_KEYS_ERROR or %USHER_SESSION_ERROR_STORE
 *
 * Returns: %TRUE when nothing of it is left
 */
gboolean
usher_accounts_remove_finish (UsherAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_accounts_has_data:
 * @self: the accounts
 * @account: one of them
 *
 * Returns: whether it was opened before, and its cache is there
 */
gboolean
usher_accounts_has_data (UsherAccounts *self, UsherAccount *account)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (USHER_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (USHER_IS_ACCOUNT (account), FALSE);

  folder = _usher_accounts_dup_folder (self, account);
  path = g_build_filename (folder, "store.db", NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static void
clear_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm" };
  GPtrArray *folders = task_data;
  GError *error = NULL;

  for (guint i = 0; i < folders->len; i++)
    {
      /* What belongs together goes together. */
      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        break;
      for (guint k = 0; k < G_N_ELEMENTS (names) && error == NULL; k++)
        {
          g_autofree char *path = g_build_filename (g_ptr_array_index (folders, i), names[k], NULL);

          if (g_unlink (path) != 0 && errno != ENOENT)
            {
              int code = errno;

              g_set_error (&error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE,
                           /* Translators: %s is the system's words for what went wrong. */
                           _("The data of the account cannot be deleted: %s"), g_strerror (code));
            }
        }
      if (error != NULL)
        break;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * usher_accounts_clear_caches_async:
 * @self: the accounts, none of which has an open session with files until this is over
 * @cancellable: (nullable): to stop before the next account
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Deletes what was read from the servers of all accounts. It is read again when they are opened. Accounts, keys and
 * the journal stay.
 */
void
usher_accounts_clear_caches_async (UsherAccounts *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *folders;

  g_return_if_fail (USHER_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_accounts_clear_caches_async);
  /* It is over when nothing is deleted any more, and not before. */
  g_task_set_check_cancellable (task, FALSE);
  folders = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->accounts->len; i++)
    g_ptr_array_add (folders, _usher_accounts_dup_folder (self, g_ptr_array_index (self->accounts, i)));
  g_task_set_task_data (task, folders, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, clear_in_thread);
}

/**
 * usher_accounts_clear_caches_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location: an %USHER_SESSION_ERROR_STORE or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when nothing of it is left
 */
gboolean
usher_accounts_clear_caches_finish (UsherAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
