/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-http.h"

G_BEGIN_DECLS

void usher_sandbox_read_ping             (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_companies        (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_company          (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_site             (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_sites            (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_connections      (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_connection       (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_invitations      (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);
void usher_sandbox_read_invitation       (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                          UsherSandboxAnswer *answer);

G_END_DECLS
