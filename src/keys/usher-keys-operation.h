/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keys/usher-keyring.h"

G_BEGIN_DECLS

/* For this room only: one store, lookup or removal on its way, which ends in time whatever the
 * keyring does. */
typedef struct _UsherKeysOperation UsherKeysOperation;

/* Whom a step waits for. */
typedef enum
{
  USHER_KEYS_WAIT_SERVICE, /* a program: it answers within seconds or not at all */
  USHER_KEYS_WAIT_PERSON,  /* a prompt may be up, and a password may have to be found first */
} UsherKeysWait;

struct _UsherKeysOperation
{
  /* Input */
  UsherAccount *account;     /* (owned) */
  GHashTable *attributes;    /* (owned) */
  char *label;               /* (owned) (nullable) */
  SecretValue *value;        /* (owned) (nullable) */
  guint service_patience;    /* milliseconds */
  guint person_patience;     /* milliseconds */

  /* In progress */
  SecretService *service;    /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): ours, as the caller's knows no time-out */
  GSource *on_cancelled;     /* (owned) (nullable) */
  GSource *timer;            /* (owned) (nullable) */
  UsherKeysWait waits_for;
  gboolean reached;          /* the service has answered once */
  gboolean over;
};

GTask   *usher_keys_operation_begin   (UsherKeyring *keyring, UsherAccount *account,
                                       guint service_patience, guint person_patience,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
void     usher_keys_operation_step    (GTask *task, UsherKeysWait waits_for);
void     usher_keys_operation_commit  (GTask *task);
gboolean usher_keys_operation_is_over (GTask *task);
void     usher_keys_operation_return  (GTask *task, gpointer value, GDestroyNotify destroy);
void     usher_keys_operation_fail    (GTask *task, GError *error);
void     usher_keys_operation_fail_with_secret (GTask *task, const GError *error);

G_END_DECLS
