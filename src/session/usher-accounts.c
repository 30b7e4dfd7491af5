/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The accounts of this person: the list, its file, and opening a session of one. Adding, replacing keys
 * and removing stand in usher-accounts-changes.c. Main thread. */

#include "session/usher-accounts-private.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "session/usher-accounts-file.h"
#include "session/usher-session-private.h"
#include "usher-config.h"

static void usher_accounts_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherAccounts, usher_accounts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, usher_accounts_model_init))

typedef enum
{
  PROP_N_ITEMS = 1,
} UsherAccountsProperty;

static GParamSpec *properties[PROP_N_ITEMS + 1];
static guint removal_begun;

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GType
usher_accounts_get_item_type (GListModel *model)
{
  return USHER_TYPE_ACCOUNT;
}

static guint
usher_accounts_get_n_items (GListModel *model)
{
  return USHER_ACCOUNTS (model)->accounts->len;
}

static gpointer
usher_accounts_get_item (GListModel *model, guint position)
{
  UsherAccounts *self = USHER_ACCOUNTS (model);

  return position < self->accounts->len
           ? g_object_ref (g_ptr_array_index (self->accounts, position))
           : NULL;
}

static void
usher_accounts_model_init (GListModelInterface *iface)
{
  iface->get_item_type = usher_accounts_get_item_type;
  iface->get_n_items = usher_accounts_get_n_items;
  iface->get_item = usher_accounts_get_item;
}

static void
usher_accounts_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherAccountsProperty) prop_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, USHER_ACCOUNTS (object)->accounts->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_accounts_finalize (GObject *object)
{
  UsherAccounts *self = USHER_ACCOUNTS (object);

  g_free (self->data_dir);
  g_free (self->path);
  g_free (self->notice);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_object (&self->keyring);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_accounts_parent_class)->finalize (object);
}

/* Tells that an account will be gone, whatever comes. */
void
_usher_accounts_begin_removal (UsherAccounts *self, UsherAccount *account)
{
  g_signal_emit (self, removal_begun, 0, account);
}

static void
usher_accounts_class_init (UsherAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_accounts_get_property;
  object_class->finalize = usher_accounts_finalize;

  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  /**
   * UsherAccounts::removal-begun:
   * @account: the account
   *
   * Its removal has come to where it cannot be cancelled any more.
   */
  removal_begun = g_signal_new ("removal-begun", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, USHER_TYPE_ACCOUNT);
}

static void
usher_accounts_init (UsherAccounts *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) secret_value_unref);
  self->sessions = g_ptr_array_new_with_free_func (weak_ref_free);
}

/**
 * usher_accounts_new:
 * @data_dir: (nullable): the folder; %NULL for the person's data folder of this profile
 * @error: return location: %USHER_SESSION_ERROR_STORE when the list exists but cannot be read
 *
 * Reads the list of accounts. A damaged one is kept aside, and usher_accounts_get_notice() tells so.
 *
 * Returns: (transfer full): the accounts, perhaps none
 */
UsherAccounts *
usher_accounts_new (const char *data_dir, GError **error)
{
  g_autoptr (UsherKeyring) keyring = usher_keyring_new ();

  return usher_accounts_new_with_keyring (data_dir, keyring, error);
}

/**
 * usher_accounts_new_with_keyring:
 * @data_dir: (nullable): the folder; %NULL for the person's data folder of this profile
 * @keyring: where the keys stand
 * @error: return location
 *
 * As usher_accounts_new(), with another keyring.
 *
 * Returns: (transfer full): the accounts, perhaps none
 */
UsherAccounts *
usher_accounts_new_with_keyring (const char *data_dir, UsherKeyring *keyring, GError **error)
{
  g_autoptr (UsherAccounts) self = g_object_new (USHER_TYPE_ACCOUNTS, NULL);

  self->keyring = g_object_ref (keyring);
  g_signal_connect_object (keyring, "removal-begun", G_CALLBACK (_usher_accounts_begin_removal), self,
                           G_CONNECT_SWAPPED);
  self->data_dir = data_dir != NULL
                     ? g_strdup (data_dir)
                     : g_build_filename (g_get_user_data_dir (), USHER_DATA_NAME, NULL);
  self->path = g_build_filename (self->data_dir, "accounts.ini", NULL);
  self->accounts = _usher_accounts_file_read (self->path, &self->notice, error);
  if (self->accounts == NULL)
    {
      self->accounts = g_ptr_array_new ();
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * usher_accounts_get_data_dir:
 * @self: the accounts
 *
 * Returns: (transfer none): the folder in which everything of this person is kept
 */
const char *
usher_accounts_get_data_dir (UsherAccounts *self)
{
  g_return_val_if_fail (USHER_IS_ACCOUNTS (self), NULL);
  return self->data_dir;
}

/**
 * usher_accounts_get_notice:
 * @self: the accounts
 *
 * Returns: (nullable) (transfer none): what the person must know: that the list was damaged
 */
const char *
usher_accounts_get_notice (UsherAccounts *self)
{
  g_return_val_if_fail (USHER_IS_ACCOUNTS (self), NULL);
  return self->notice;
}

/**
 * usher_accounts_find:
 * @self: the accounts
 * @id_or_name: (nullable): an id, or else a name as it is shown
 *
 * Returns: (nullable) (transfer none): the account
 */
UsherAccount *
usher_accounts_find (UsherAccounts *self, const char *id_or_name)
{
  g_return_val_if_fail (USHER_IS_ACCOUNTS (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    if (g_strcmp0 (usher_account_get_id (g_ptr_array_index (self->accounts, i)), id_or_name) == 0)
      return g_ptr_array_index (self->accounts, i);
  for (guint i = 0; i < self->accounts->len; i++)
    if (g_strcmp0 (usher_account_get_name (g_ptr_array_index (self->accounts, i)), id_or_name) == 0)
      return g_ptr_array_index (self->accounts, i);
  return NULL;
}

gboolean
_usher_accounts_save (UsherAccounts *self, GError **error)
{
  return _usher_accounts_file_write (self->path, self->accounts, error);
}

void
_usher_accounts_add (UsherAccounts *self, UsherAccount *account)
{
  g_ptr_array_add (self->accounts, g_object_ref (account));
  g_list_model_items_changed (G_LIST_MODEL (self), self->accounts->len - 1, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

void
_usher_accounts_drop (UsherAccounts *self, UsherAccount *account)
{
  guint position;

  if (!g_ptr_array_find (self->accounts, account, &position))
    return;
  g_ptr_array_remove_index (self->accounts, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

char *
_usher_accounts_dup_folder (UsherAccounts *self, UsherAccount *account)
{
  return g_build_filename (self->data_dir, "accounts", usher_account_get_id (account), NULL);
}

void
_usher_accounts_hand_key (UsherAccounts *self, UsherAccount *account, SecretValue *key)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      g_autoptr (UsherSession) session = g_weak_ref_get (g_ptr_array_index (self->sessions, i));

      if (session != NULL && usher_session_get_account (session) == account)
        {
          _usher_session_set_key (session, key);
          _usher_session_sync_soon (session);
        }
    }
}

/**
 * usher_accounts_rename:
 * @self: the accounts
 * @account: one of them
 * @name: what to call it
 * @error: return location
 *
 * Returns: %TRUE when it is saved; otherwise it keeps its name
 */
gboolean
usher_accounts_rename (UsherAccounts *self, UsherAccount *account, const char *name, GError **error)
{
  g_autofree char *old = NULL;
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (USHER_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (USHER_IS_ACCOUNT (account), FALSE);

  trimmed = g_strstrip (usher_text_dup_safe (name, 0));
  if (*trimmed == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("Enter a name for the account."));
      return FALSE;
    }
  old = g_strdup (usher_account_get_name (account));
  usher_account_set_name (account, trimmed);
  if (_usher_accounts_save (self, error))
    {
      /* Only for people who look into their keyring: if it does not work, the key does all the same. */
      usher_keyring_relabel_async (self->keyring, account, NULL, NULL, NULL);
      return TRUE;
    }
  usher_account_set_name (account, old);
  return FALSE;
}

/**
 * usher_accounts_set_server:
 * @self: the accounts
 * @account: one of them
 * @server: the same service at another address, as the sandbox is when it is started anew
 * @error: return location: also %USHER_MODEL_ERROR_INVALID_URL
 *
 * Returns: %TRUE when it is saved; otherwise it keeps its address
 */
gboolean
usher_accounts_set_server (UsherAccounts *self, UsherAccount *account, const char *server,
                           GError **error)
{
  g_autofree char *base = NULL;
  g_autofree char *old = NULL;

  g_return_val_if_fail (USHER_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (USHER_IS_ACCOUNT (account), FALSE);

  base = usher_server_url_normalise (server, error);
  if (base == NULL)
    return FALSE;
  old = g_strdup (usher_account_get_server (account));
  usher_account_set_server (account, base);
  if (_usher_accounts_save (self, error))
    return TRUE;
  usher_account_set_server (account, old);
  return FALSE;
}

/* A session that is being opened: its files and its key are looked for side by side, as a person waits. */
typedef struct
{
  UsherSession *session; /* (owned) (nullable) */
  SecretValue *key;      /* (owned) (nullable) */
  char *notice;          /* (owned) (nullable): why there is no key */
  GError *error;         /* (owned) (nullable): the first that ends it */
  guint n_under_way;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->session);
  g_clear_pointer (&opening->key, secret_value_unref);
  g_free (opening->notice);
  g_clear_error (&opening->error);
  g_free (opening);
}

static void
remember_session (UsherAccounts *self, UsherSession *session)
{
  GWeakRef *weak;

  for (guint i = self->sessions->len; i > 0; i--)
    {
      g_autoptr (UsherSession) other = g_weak_ref_get (g_ptr_array_index (self->sessions, i - 1));

      if (other == NULL)
        g_ptr_array_remove_index_fast (self->sessions, i - 1);
    }
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, session);
  g_ptr_array_add (self->sessions, weak);
}

static void
end_step (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  opening->n_under_way--;
  if (opening->n_under_way > 0)
    return;
  if (opening->error != NULL)
    {
      if (opening->session != NULL)
        usher_session_close_async (opening->session, NULL, NULL);
      g_task_return_error (task, g_steal_pointer (&opening->error));
      return;
    }
  if (opening->key != NULL)
    _usher_session_set_key (opening->session, opening->key);
  _usher_session_add_notice (opening->session, opening->notice);
  remember_session (g_task_get_source_object (task), opening->session);
  g_task_return_pointer (task, g_steal_pointer (&opening->session), g_object_unref);
}

static void
on_key_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  opening->key = usher_keyring_lookup_finish (USHER_KEYRING (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && opening->error == NULL)
    opening->error = g_steal_pointer (&error);
  else if (error != NULL)
    opening->notice = g_strdup (error->message);
  end_step (task);
}

static void
on_session_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  opening->session = _usher_session_open_finish (result, &error);
  if (error != NULL && opening->error == NULL)
    opening->error = g_steal_pointer (&error);
  end_step (task);
}

/**
 * usher_accounts_open_session_async:
 * @self: the accounts
 * @account: one of them
 * @cancellable: (nullable): to give up
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the account's files and looks its key up. Without a key the session opens all the same, in
 * %USHER_SYNC_KEY_NEEDED, and its notice tells why.
 */
void
usher_accounts_open_session_async (UsherAccounts *self, UsherAccount *account,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *folder = NULL;
  SecretValue *key;
  Opening *opening;

  g_return_if_fail (USHER_IS_ACCOUNTS (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_accounts_open_session_async);
  if (!g_ptr_array_find (self->accounts, account, NULL))
    {
      g_task_return_new_error (task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_NO_SUCH_ACCOUNT, "%s",
                               _("There is no such account any more."));
      return;
    }
  opening = g_new0 (Opening, 1);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  key = g_hash_table_lookup (self->keys, usher_account_get_id (account));
  opening->n_under_way = key != NULL ? 1 : 2;
  folder = _usher_accounts_dup_folder (self, account);
  _usher_session_open_async (account, key, folder, NULL, cancellable, on_session_opened,
                             g_object_ref (task));
  if (key == NULL)
    usher_keyring_lookup_async (self->keyring, account, cancellable, on_key_found,
                                g_steal_pointer (&task));
}

/**
 * usher_accounts_open_session_finish:
 * @self: the accounts
 * @result: what the callback got
 * @error: return location: %USHER_SESSION_ERROR_STORE when the files cannot be opened, or
 *   %USHER_SESSION_ERROR_NO_SUCH_ACCOUNT
 *
 * Returns: (transfer full): a session, which has read nothing yet
 */
UsherSession *
usher_accounts_open_session_finish (UsherAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
