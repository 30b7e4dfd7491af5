/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/usher-cli-session.h"

G_BEGIN_DECLS

/* Does what the command line asks for and prints the answer. */
gboolean usher_cli_run_command (UsherCliRun *run, GError **error);

G_END_DECLS
