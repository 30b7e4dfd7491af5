/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-http.h"

G_BEGIN_DECLS

/* The part of the base address that clients are given. */
#define USHER_SANDBOX_NEWEST_VERSION "v2.2"

void usher_sandbox_routes_dispatch (UsherSandbox *sandbox, const char *path, UsherSandboxRequest *request,
                                    UsherSandboxAnswer *answer);

G_END_DECLS
