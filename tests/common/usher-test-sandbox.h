/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/usher-test.h"

G_BEGIN_DECLS

/* The real usher-sandbox, as a child on a free port, with a data folder of its own. */
typedef struct
{
  GSubprocess *process; /* (owned) */
  char *dir;            /* (owned) data folder */
  gboolean owns_dir;
  char *base_url;       /* (owned) http://127.0.0.1:PORT/v2.2 */
  char *api_key;        /* (owned) */
  char **companies;     /* (owned) ids */
} UsherTestSandbox;

/* extra: (nullable) further arguments, NULL-terminated, e.g. "--demo", "100". dir NULL: a new folder. */
UsherTestSandbox *usher_test_sandbox_start  (const char *dir, const char * const *extra);
/* SIGKILL, as a power cut would; the data folder stays. */
void              usher_test_sandbox_kill   (UsherTestSandbox *sandbox);
/* Has it answer nothing until it is let go of. */
void              usher_test_sandbox_hold   (UsherTestSandbox *sandbox);
void              usher_test_sandbox_let_go (UsherTestSandbox *sandbox);
void              usher_test_sandbox_free   (UsherTestSandbox *sandbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTestSandbox, usher_test_sandbox_free)

G_END_DECLS
