/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* verify, log and demo-log: commands about files, which need no account, key or network. */
gboolean usher_cli_log_handles (const char * const *arguments);
/* Does it, prints, complains; returns the exit code. */
int      usher_cli_log_run     (const char * const *arguments);

G_END_DECLS
