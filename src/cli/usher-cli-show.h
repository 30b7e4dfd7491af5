/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "cli/usher-cli-session.h"

G_BEGIN_DECLS

gboolean         usher_cli_check_id         (const char *id, GError **error);
gboolean         usher_cli_synchronise      (UsherCliRun *run, GError **error);
gboolean         usher_cli_print_page       (const char *total_name, const char *items_name,
                                             JsonArray *items, GError **error);
UsherInvitation *usher_cli_fetch_invitation (UsherCliRun *run, const char *id, GError **error);
gboolean         usher_cli_print_invitation (UsherCliRun *run, UsherInvitation *invitation,
                                             const char *headline, GError **error);
gboolean         usher_cli_run_show         (UsherCliRun *run, GError **error);

G_END_DECLS
