/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* Counts one more of this kind for this address; FALSE: that is more than allowed in ten minutes. */
gboolean usher_sandbox_limit_count (UsherSandbox *sandbox, const char *kind, const char *address,
                                    guint allowed);
/* Whether the next one would still be allowed; counts nothing. */
gboolean usher_sandbox_limit_check (UsherSandbox *sandbox, const char *kind, const char *address,
                                    guint allowed);

G_END_DECLS
