/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-account.h"

G_BEGIN_DECLS

/* Private to the room: accounts.ini. Names and servers only; keys stand in the Secret Service. */

/* (element-type UsherAccount) (transfer container). notice: (out) (nullable) (transfer full) what the
 * person must know about a file that was damaged. NULL with an error when it cannot be read at all. */
GPtrArray *_usher_accounts_file_read  (const char *path, char **notice, GError **error);
gboolean   _usher_accounts_file_write (const char *path, GPtrArray *accounts, GError **error);

G_END_DECLS
