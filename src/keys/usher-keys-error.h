/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keys/usher-keyring.h"

G_BEGIN_DECLS

/* For this room only: what libsecret, GDBus and the keyring say, as one documented domain. */
GError  *usher_keys_error_from_secret   (const GError *error, gboolean reached);
gboolean usher_keys_error_is_no_prompt  (const GError *error);
gboolean usher_keys_error_is_gone       (const GError *error);
GError  *usher_keys_error_new_not_found (UsherAccount *account);
GError  *usher_keys_error_new_locked    (void);
GError  *usher_keys_error_new_no_keyring (void);
GError  *usher_keys_error_new_silent    (void);

G_END_DECLS
