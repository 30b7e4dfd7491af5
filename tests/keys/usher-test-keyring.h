/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/usher-test.h"
#include "keys/usher-keyring.h"

G_BEGIN_DECLS

/* A session bus on which nothing can be activated, and a gnome-keyring on it in the mood that a test
 * asks for. libsecret remembers its bus and its backend for the life of a process, so each mood is
 * set up in a parent and lived through in a child: g_test_trap_subprocess(). */
typedef struct
{
  char *dir;             /* (owned) */
  GSubprocess *bus;      /* (owned) */
  GSubprocess *keyring;  /* (owned) (nullable) */
} UsherTestKeyring;

#define USHER_TEST_KEY "example-key-1"

UsherTestKeyring *usher_test_keyring_new     (void);
/* password NULL: it starts locked. */
void              usher_test_keyring_start   (UsherTestKeyring *self, const char *password);
void              usher_test_keyring_stop    (UsherTestKeyring *self);
void              usher_test_keyring_free    (UsherTestKeyring *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTestKeyring, usher_test_keyring_free)

/* Runs one test of this program in a process of its own, which must pass. */
void              usher_test_keyring_run     (const char *name);
/* For a child: the process id of the keyring it talks to. */
GPid              usher_test_keyring_get_pid (void);

/* Waits for each; the answer or the error. */
gboolean     usher_test_keyring_store_sync   (UsherKeyring *keyring, UsherAccount *account,
                                              const char *key, GError **error);
SecretValue *usher_test_keyring_lookup_sync  (UsherKeyring *keyring, UsherAccount *account,
                                              GError **error);
gboolean     usher_test_keyring_remove_sync  (UsherKeyring *keyring, UsherAccount *account,
                                              GError **error);

G_END_DECLS
