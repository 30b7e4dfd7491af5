/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keys/usher-keyring.h"
#include "session/usher-accounts.h"

G_BEGIN_DECLS

/* What the files of this class share. Main thread only. */
struct _UsherAccounts
{
  GObject parent_instance;

  char *data_dir;        /* (owned) (not nullable) */
  char *path;            /* (owned) (not nullable) accounts.ini */
  char *notice;          /* (owned) (nullable) */
  GPtrArray *accounts;   /* (owned) (element-type UsherAccount) */
  UsherKeyring *keyring; /* (owned) (not nullable) */
  GHashTable *keys;      /* (owned) account id → SecretValue: what the keyring would not keep */
  GPtrArray *sessions;   /* (owned) (element-type GWeakRef) sessions that are open */
};

gboolean _usher_accounts_save       (UsherAccounts *self, GError **error);
void     _usher_accounts_add        (UsherAccounts *self, UsherAccount *account);
void     _usher_accounts_drop       (UsherAccounts *self, UsherAccount *account);
char    *_usher_accounts_dup_folder (UsherAccounts *self, UsherAccount *account);
void     _usher_accounts_begin_removal (UsherAccounts *self, UsherAccount *account);
/* Gives a new key to the sessions of the account that are open. */
void     _usher_accounts_hand_key   (UsherAccounts *self, UsherAccount *account, SecretValue *key);

G_END_DECLS
