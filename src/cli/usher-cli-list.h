/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/usher-cli-session.h"

G_BEGIN_DECLS

gboolean usher_cli_run_list (UsherCliRun *run, GError **error);
/* What --status and --company leave. Transfer full; (nullable) */
UsherQuery *usher_cli_list_dup_query (UsherCliRun *run, GError **error);

G_END_DECLS
