/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "model/usher-account.h"

G_BEGIN_DECLS

#define USHER_KEYS_ERROR (usher_keys_error_quark ())

/**
 * UsherKeysError:
 * @USHER_KEYS_ERROR_NOT_FOUND: the keyring has no key for this account
 * @USHER_KEYS_ERROR_LOCKED: the keyring is locked and the person did not unlock it
 * @USHER_KEYS_ERROR_UNAVAILABLE: there is no Secret Service on this desktop, or it does not answer
 * @USHER_KEYS_ERROR_FAILED: it refused for another reason, told in the message
 */
typedef enum
{
  USHER_KEYS_ERROR_NOT_FOUND,
  USHER_KEYS_ERROR_LOCKED,
  USHER_KEYS_ERROR_UNAVAILABLE,
  USHER_KEYS_ERROR_FAILED,
} UsherKeysError;

GQuark       usher_keys_error_quark        (void);

/* API keys in the Secret Service. No fallback anywhere else (DESIGN, decision 2). Every call has a
 * time-out, as libsecret can wait for ever. */
#define USHER_TYPE_KEYRING (usher_keyring_get_type ())
G_DECLARE_FINAL_TYPE (UsherKeyring, usher_keyring, USHER, KEYRING, GObject)

UsherKeyring *usher_keyring_new            (void);

void         usher_keyring_store_async     (UsherKeyring *self, UsherAccount *account,
                                            SecretValue *key, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gboolean     usher_keyring_store_finish    (UsherKeyring *self, GAsyncResult *result,
                                            GError **error);
void         usher_keyring_lookup_async    (UsherKeyring *self, UsherAccount *account,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
/* Transfer full; the memory is wiped with the last secret_value_unref(). */
SecretValue *usher_keyring_lookup_finish   (UsherKeyring *self, GAsyncResult *result,
                                            GError **error);
void         usher_keyring_remove_async    (UsherKeyring *self, UsherAccount *account,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gboolean     usher_keyring_remove_finish   (UsherKeyring *self, GAsyncResult *result,
                                            GError **error);
/* The account was renamed: its items get the new name where that needs no password. */
void         usher_keyring_relabel_async   (UsherKeyring *self, UsherAccount *account,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gboolean     usher_keyring_relabel_finish  (UsherKeyring *self, GAsyncResult *result,
                                            GError **error);

/* Copies a key that a person typed into memory that is wiped; NULL if it cannot be a header value
 * (empty, control characters, not ASCII). White space around it is dropped. */
SecretValue *usher_key_value_new           (const char *text);

G_END_DECLS
