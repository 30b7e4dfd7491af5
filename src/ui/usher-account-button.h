/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-session-bin.h"

G_BEGIN_DECLS

/* Whose data is shown, and a menu to switch. Property: session. Uses app.account,
 * app.add-account and app.accounts. */
#define USHER_TYPE_ACCOUNT_BUTTON (usher_account_button_get_type ())
G_DECLARE_FINAL_TYPE (UsherAccountButton, usher_account_button, USHER, ACCOUNT_BUTTON, UsherSessionBin)

GtkWidget *usher_account_button_new          (void);
void       usher_account_button_set_accounts (UsherAccountButton *self, GListModel *accounts);

/* What a person recognises a server by: its host. Transfer full. */
char      *usher_account_dup_host            (UsherAccount *account);

G_END_DECLS
