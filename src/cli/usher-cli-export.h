/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/usher-cli-session.h"

G_BEGIN_DECLS

gboolean usher_cli_run_export (UsherCliRun *run, GError **error);

G_END_DECLS
