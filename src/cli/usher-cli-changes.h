/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/usher-cli-session.h"

G_BEGIN_DECLS

/* The commands that change something on the server. */
gboolean usher_cli_run_create (UsherCliRun *run, GError **error);
gboolean usher_cli_run_resend (UsherCliRun *run, GError **error);
gboolean usher_cli_run_revoke (UsherCliRun *run, GError **error);

G_END_DECLS
