/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* The token of invitationUrl. stored: what the row holds, which is empty but in old data folders. */
char    *usher_sandbox_link_dup_token  (UsherSandbox *sandbox, const char *id, const char *stored);
char    *usher_sandbox_link_dup_url    (UsherSandbox *sandbox, const char *token);
/* The token of the link that is mailed to one address, which needs no proof of that address. */
char    *usher_sandbox_link_add_mailed (UsherSandbox *sandbox, gint64 invitation, const char *id,
                                        const char *email, GError **error);
/* *invitation is 0 if there is none; *email is set if the link was mailed. */
gboolean usher_sandbox_link_find       (UsherSandbox *sandbox, const char *token, gint64 *invitation,
                                        char **email, GError **error);
/* Something that only this service can have made of these texts. The last one is NULL. */
char    *usher_sandbox_link_seal       (UsherSandbox *sandbox, const char *purpose, ...)
  G_GNUC_NULL_TERMINATED;

G_END_DECLS
