/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/compat/usher-dialog.h"
#include "session/usher-accounts.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_ACCOUNT_DIALOG_ADD,
  USHER_ACCOUNT_DIALOG_RENAME,
  USHER_ACCOUNT_DIALOG_REPLACE_KEY,
} UsherAccountDialogMode;

/* Adds an account, renames one, or gives it another key. Signal: done (UsherAccount *account), once, when
 * it worked; the window then closes itself. */
#define USHER_TYPE_ACCOUNT_DIALOG (usher_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UsherAccountDialog, usher_account_dialog, USHER, ACCOUNT_DIALOG, UsherDialog)

/* account: NULL for ADD, else the account it is about. */
UsherAccountDialog *usher_account_dialog_new (UsherAccounts *accounts, UsherAccountDialogMode mode,
                                              UsherAccount *account);
/* ADD: another server than the usual one. */
void                usher_account_dialog_set_server (UsherAccountDialog *self, const char *server);

G_END_DECLS
