/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-connection.h"
#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

typedef struct _UsherSandboxServer UsherSandboxServer;

/* sandbox is borrowed and must live longer. */
UsherSandboxServer *usher_sandbox_server_new      (UsherSandbox *sandbox);
void                usher_sandbox_server_free     (UsherSandboxServer *self);
gboolean            usher_sandbox_server_listen   (UsherSandboxServer *self, guint port, GError **error);
char               *usher_sandbox_server_dup_base_url (UsherSandboxServer *self);
/* Only tests are in a hurry. */
void                usher_sandbox_server_set_patience (UsherSandboxServer *self,
                                                       const UsherSandboxPatience *patience);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxServer, usher_sandbox_server_free)

G_END_DECLS
