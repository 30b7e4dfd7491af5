/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* The Maildir below the data folder. */
#define USHER_SANDBOX_MAIL_FOLDER "mail"

/* Messages are written inside a transaction, and delivered or discarded with it. */
gboolean usher_sandbox_mail_invitation (UsherSandbox *sandbox, gint64 invitation, gboolean again,
                                        GError **error);
gboolean usher_sandbox_mail_code       (UsherSandbox *sandbox, const char *to, const char *sender,
                                        const char *code, GError **error);
void     usher_sandbox_mail_deliver    (UsherSandbox *sandbox);
void     usher_sandbox_mail_discard    (UsherSandbox *sandbox);

G_END_DECLS
