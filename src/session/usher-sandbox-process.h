/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-accounts.h"

G_BEGIN_DECLS

/* usher-sandbox as a child that ends with this program; its data is kept in the data folder. */
#define USHER_TYPE_SANDBOX_PROCESS (usher_sandbox_process_get_type ())
G_DECLARE_FINAL_TYPE (UsherSandboxProcess, usher_sandbox_process, USHER, SANDBOX_PROCESS, GObject)

/* program NULL: the installed one, or USHER_SANDBOX from the environment. */
void                 usher_sandbox_process_start_async  (const char *program, const char *data_dir,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherSandboxProcess *usher_sandbox_process_start_finish (GAsyncResult *result, GError **error);
const char          *usher_sandbox_process_get_server   (UsherSandboxProcess *self);
const char          *usher_sandbox_process_get_api_key  (UsherSandboxProcess *self); /* a secret */
/* Sends SIGTERM; the child also ends when its parent dies. */
void                 usher_sandbox_process_stop         (UsherSandboxProcess *self);

G_END_DECLS
