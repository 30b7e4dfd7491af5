/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"

/* keys/usher-keyring.h; for tests and for session/ itself. */
typedef struct _UsherKeyring UsherKeyring;

G_BEGIN_DECLS

#define USHER_SESSION_ERROR (usher_session_error_quark ())

/**
 * UsherSessionError:
 * @USHER_SESSION_ERROR_KEY_NOT_SAVED: the keyring would not keep the key; the account works until Usher ends
 * @USHER_SESSION_ERROR_KEY_MISSING: no key for this account, so nothing can be asked of the server
 * @USHER_SESSION_ERROR_STORE: the local data cannot be opened or written
 * @USHER_SESSION_ERROR_BAD_KEY: this cannot be an API key
 * @USHER_SESSION_ERROR_NO_SUCH_ACCOUNT: no account of that name
 * @USHER_SESSION_ERROR_SANDBOX: the sandbox service could not be started
 */
typedef enum
{
  USHER_SESSION_ERROR_KEY_NOT_SAVED,
  USHER_SESSION_ERROR_KEY_MISSING,
  USHER_SESSION_ERROR_STORE,
  USHER_SESSION_ERROR_BAD_KEY,
  USHER_SESSION_ERROR_NO_SUCH_ACCOUNT,
  USHER_SESSION_ERROR_SANDBOX,
} UsherSessionError;

GQuark         usher_session_error_quark               (void);

/* The accounts of this person: a GListModel of UsherAccount in accounts.ini (mode 0600) of the data
 * folder; keys stand in the Secret Service only. */
#define USHER_TYPE_ACCOUNTS (usher_accounts_get_type ())
G_DECLARE_FINAL_TYPE (UsherAccounts, usher_accounts, USHER, ACCOUNTS, GObject)

/* data_dir (nullable): the user's data folder of this profile. A file that cannot be read is told and
 * kept aside; the list is then empty. */
UsherAccounts *usher_accounts_new                      (const char *data_dir, GError **error);
UsherAccounts *usher_accounts_new_with_keyring         (const char *data_dir, UsherKeyring *keyring, GError **error);
/* (nullable) What the person must know: that the list was damaged and kept aside. */
const char    *usher_accounts_get_notice               (UsherAccounts *self);
const char    *usher_accounts_get_data_dir             (UsherAccounts *self);
/* By id or by name. (nullable) (transfer none) */
UsherAccount  *usher_accounts_find                     (UsherAccounts *self, const char *id_or_name);

/* Asks the server (ping, companies) before anything is kept. When only the keyring fails, the account is
 * added all the same, the key is held in memory, and *key_saved is FALSE with the reason in *key_notice. */
void           usher_accounts_add_async                (UsherAccounts *self, const char *name,
                                                        const char *server, const char *api_key,
                                                        gboolean is_sandbox, GCancellable *cancellable,
                                                        GAsyncReadyCallback callback, gpointer user_data);
UsherAccount  *usher_accounts_add_finish               (UsherAccounts *self, GAsyncResult *result,
                                                        guint *n_companies, gboolean *key_saved,
                                                        char **key_notice, GError **error);
gboolean       usher_accounts_rename                   (UsherAccounts *self, UsherAccount *account,
                                                        const char *name, GError **error);
/* The same account at another address: the sandbox on another port. */
gboolean       usher_accounts_set_server               (UsherAccounts *self, UsherAccount *account,
                                                        const char *server, GError **error);
void           usher_accounts_replace_key_async        (UsherAccounts *self, UsherAccount *account,
                                                        const char *api_key, GCancellable *cancellable,
                                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean       usher_accounts_replace_key_finish       (UsherAccounts *self, GAsyncResult *result,
                                                        gboolean *key_saved, char **key_notice, GError **error);
/* Key and cached data go. Close its session first. Cancelling does nothing from the signal "removal-begun" on, whose
 * argument is the account. */
void           usher_accounts_remove_async             (UsherAccounts *self, UsherAccount *account,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean       usher_accounts_remove_finish            (UsherAccounts *self, GAsyncResult *result, GError **error);
/* Whether something was read for it that is still on this computer. */
gboolean       usher_accounts_has_data                 (UsherAccounts *self, UsherAccount *account);
/* Forgets what was read from the servers; accounts, keys and what waits to be sent stay. No session is open. */
void           usher_accounts_clear_caches_async       (UsherAccounts *self, GCancellable *cancellable,
                                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean       usher_accounts_clear_caches_finish      (UsherAccounts *self, GAsyncResult *result, GError **error);

/* Opens store and journal and looks the key up. Without a key the session opens all the same, in
 * USHER_SYNC_KEY_NEEDED, showing what the store holds. */
void           usher_accounts_open_session_async       (UsherAccounts *self, UsherAccount *account,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback, gpointer user_data);
UsherSession  *usher_accounts_open_session_finish      (UsherAccounts *self, GAsyncResult *result, GError **error);

G_END_DECLS
