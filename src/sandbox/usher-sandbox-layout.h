/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-walk.h"

G_BEGIN_DECLS

/* Whatever stands around a page. walk: (nullable) whose brand it carries. */
GString *usher_sandbox_layout_begin  (UsherSandboxWalk *walk, const char *title, gboolean is_wrong);
void     usher_sandbox_layout_answer (UsherSandbox *sandbox, UsherSandboxWalk *walk,
                                      UsherSandboxAnswer *answer, guint status, GString *html);
/* A page that says what has happened and what to do. */
void     usher_sandbox_layout_say    (UsherSandbox *sandbox, UsherSandboxWalk *walk,
                                      UsherSandboxAnswer *answer, guint status, const char *title,
                                      const char *text);

G_END_DECLS
