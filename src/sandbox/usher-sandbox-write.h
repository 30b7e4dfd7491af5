/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-http.h"

G_BEGIN_DECLS

void usher_sandbox_write_contributor (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                      UsherSandboxAnswer *answer);
void usher_sandbox_write_reconnect   (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                      UsherSandboxAnswer *answer);
void usher_sandbox_write_revoke      (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                      UsherSandboxAnswer *answer);
void usher_sandbox_write_resend      (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                      UsherSandboxAnswer *answer);

G_END_DECLS
