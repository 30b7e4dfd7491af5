/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-http.h"

G_BEGIN_DECLS

/* What goes with every answer that has no policy of its own: load nothing, run nothing. */
#define USHER_SANDBOX_PAGES_POLICY                                                                 \
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

void usher_sandbox_pages_open  (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                UsherSandboxAnswer *answer);
void usher_sandbox_pages_send  (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                UsherSandboxAnswer *answer);
void usher_sandbox_pages_style (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                UsherSandboxAnswer *answer);
void usher_sandbox_pages_brand (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                UsherSandboxAnswer *answer);

/* Whether a list of origins such as https://example.com can go into a policy. */
gboolean usher_sandbox_pages_is_origin (const char *text);

G_END_DECLS
