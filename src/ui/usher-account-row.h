/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/usher-account.h"

G_BEGIN_DECLS

/* An account in the list of them. Signals: rename, replace-key, remove, stop. */
#define USHER_TYPE_ACCOUNT_ROW (usher_account_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherAccountRow, usher_account_row, USHER, ACCOUNT_ROW, AdwActionRow)

GtkWidget    *usher_account_row_new         (UsherAccount *account);
UsherAccount *usher_account_row_get_account (UsherAccountRow *self);
void          usher_account_row_set_removing (UsherAccountRow *self, gboolean removing, gboolean can_stop);

G_END_DECLS
