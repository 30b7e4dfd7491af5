/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/usher-cli-options.h"
#include "session/usher-accounts.h"
#include "session/usher-session.h"

G_BEGIN_DECLS

/* One run of usherctl: what was asked for, and the session that it is asked of. */
typedef struct
{
  const UsherCliOptions *options; /* (unowned) */
  char *api_key;                  /* (owned) (nullable): a secret; gone once the session has it */
  GCancellable *cancellable;      /* (owned): cancelled by SIGINT and SIGTERM */
  UsherAccounts *accounts;        /* (owned) (nullable) */
  UsherSession *session;          /* (owned) (nullable) */
  const char *hint;               /* (nullable): what to do about the failure, for the person */
} UsherCliRun;

/* Takes the key out of the environment, and overwrites it there. (nullable) (transfer full) */
char          *usher_cli_take_api_key       (void);
void           usher_cli_wipe               (char **secret);

gboolean       usher_cli_session_open       (UsherCliRun *run, GError **error);
void           usher_cli_session_close      (UsherCliRun *run);
UsherAccounts *usher_cli_get_accounts       (UsherCliRun *run, GError **error);

/* A callback that keeps its result in the GAsyncResult* it is given, and the wait for that. */
void           usher_cli_keep_result        (GObject *source, GAsyncResult *result,
                                             gpointer user_data);
GAsyncResult  *usher_cli_wait_for_result    (GAsyncResult **slot);

G_END_DECLS
