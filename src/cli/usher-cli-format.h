/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Answers as text for people. width: columns of the terminal, 0 for no bound. Transfer full. */
char *usher_cli_format_accounts    (GListModel *accounts, guint width);
char *usher_cli_format_companies   (GListModel *companies, guint width);
/* session tells the names of companies; (nullable). */
char *usher_cli_format_connections (GPtrArray *connections, UsherSession *session, guint width);
/* links: (nullable) (element-type utf8), one an item, "" for none. */
char *usher_cli_format_invitations (GPtrArray *items, GPtrArray *links, guint width);
char *usher_cli_format_invitation  (UsherInvitation *invitation, const char *company_name,
                                    gboolean with_link);

G_END_DECLS
