/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/usher-cli-session.h"

G_BEGIN_DECLS

gboolean usher_cli_run_intents       (UsherCliRun *run, GError **error);
/* Asks before the same people are mailed again within the hour. FALSE, with an error: not sent. */
gboolean usher_cli_confirm_mail      (UsherCliRun *run, UsherInvitation *invitation, GError **error);

G_END_DECLS
