/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* Another organisation's, in every data folder: asking for these is answered with 403. */
#define USHER_SANDBOX_FOREIGN_COMPANY    "00000000-0000-4000-8000-000000000403"
#define USHER_SANDBOX_FOREIGN_SITE       "00000000-0000-4000-8000-000000001403"
#define USHER_SANDBOX_FOREIGN_CONNECTION "00000000-0000-4000-8000-000000002403"
#define USHER_SANDBOX_FOREIGN_INVITATION "00000000-0000-4000-8000-000000003403"

gboolean usher_sandbox_demo_ensure_base (UsherSandbox *sandbox, guint32 seed, GError **error);
gboolean usher_sandbox_demo_ensure      (UsherSandbox *sandbox, guint count, guint32 seed, GError **error);

G_END_DECLS
