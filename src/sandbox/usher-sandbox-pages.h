/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-http.h"

G_BEGIN_DECLS

/* Pages load nothing from anywhere and run no script. */
#define USHER_SANDBOX_PAGES_POLICY                                                                 \
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

void usher_sandbox_pages_invitation (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                     UsherSandboxAnswer *answer);
void usher_sandbox_pages_style      (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                     UsherSandboxAnswer *answer);

G_END_DECLS
