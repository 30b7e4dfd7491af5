/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "cli/usher-cli-options.h"
#include "model/usher-invitation-draft.h"

G_BEGIN_DECLS

gboolean              usher_cli_parse_duration      (const char *text, gint64 *seconds);
gboolean              usher_cli_parse_uses          (const char *text, gint64 *uses);
/* Checked by the rules of the API, or NULL with USHER_CLI_ERROR_USAGE. Transfer full. */
UsherInvitationDraft *usher_cli_create_draft        (const UsherCliOptions *options,
                                                     GError **error);
/* What --dry-run prints. Transfer full. */
JsonNode             *usher_cli_create_draft_to_json (UsherInvitationDraft *draft);

G_END_DECLS
