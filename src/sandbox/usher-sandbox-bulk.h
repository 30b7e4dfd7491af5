/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-db.h"

G_BEGIN_DECLS

/* A transaction that writes a great deal. */
typedef struct _UsherSandboxBulk UsherSandboxBulk;

UsherSandboxBulk *usher_sandbox_bulk_begin  (UsherSandboxDb *db, GError **error);
/* Puts back what was set aside; reading and searching is quick again from here on. */
gboolean          usher_sandbox_bulk_settle (UsherSandboxBulk *self, GError **error);
gboolean          usher_sandbox_bulk_commit (UsherSandboxBulk *self, GError **error);
/* Rolls back what was not committed. */
void              usher_sandbox_bulk_free   (UsherSandboxBulk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxBulk, usher_sandbox_bulk_free)

G_END_DECLS
