/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-http.h"

G_BEGIN_DECLS

/* What was mailed, for whoever tries the sandbox: it plays every recipient's mailbox. */
void usher_sandbox_outbox_list    (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                   UsherSandboxAnswer *answer);
void usher_sandbox_outbox_message (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                   UsherSandboxAnswer *answer);

G_END_DECLS
