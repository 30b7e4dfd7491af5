/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-accounts.h"
#include "ui/usher-window.h"

G_BEGIN_DECLS

/* The program: accounts, the session that is open, its window.
 * Actions (app.): quit, about, preferences, accounts, add-account, account (s), try-sandbox,
 * new-invitation, shortcuts, help, open-log, open-recent. Options: --server, --data-dir, --new-invitation,
 * --version. Files on the command line are opened for review. */
#define USHER_TYPE_APPLICATION (usher_application_get_type ())
G_DECLARE_FINAL_TYPE (UsherApplication, usher_application, USHER, APPLICATION, AdwApplication)

UsherApplication *usher_application_new          (void);
UsherAccounts    *usher_application_get_accounts (UsherApplication *self); /* (nullable) before start-up */
UsherWindow      *usher_application_get_window   (UsherApplication *self); /* (nullable) */
UsherSession     *usher_application_get_session  (UsherApplication *self); /* (nullable) */
GSettings        *usher_application_get_settings (UsherApplication *self); /* (nullable) before start-up */
/* Asks for another key for the account that is open. */
void              usher_application_replace_key  (UsherApplication *self);

G_END_DECLS
