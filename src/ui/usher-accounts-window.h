/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/compat/usher-dialog.h"
#include "session/usher-accounts.h"

G_BEGIN_DECLS

/* All accounts: rename, replace the key, remove. Signals, as only the application knows what is open:
 * removing (UsherAccount *): its session must close first; key-replaced (UsherAccount *). */
#define USHER_TYPE_ACCOUNTS_WINDOW (usher_accounts_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherAccountsWindow, usher_accounts_window, USHER, ACCOUNTS_WINDOW, UsherDialog)

UsherAccountsWindow *usher_accounts_window_new (UsherAccounts *accounts);
/* Called by who handles "removing", once nothing uses the account any more. */
void                 usher_accounts_window_remove (UsherAccountsWindow *self, UsherAccount *account);

G_END_DECLS
