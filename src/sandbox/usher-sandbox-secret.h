/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define USHER_SANDBOX_UUID_LENGTH 36

void     usher_sandbox_random_bytes  (guint8 *bytes, gsize length);
char    *usher_sandbox_random_token  (void);
char    *usher_sandbox_derive_token  (const char *secret, const char *id);
gboolean usher_sandbox_secret_equal  (const char *a, const char *b);
void     usher_sandbox_secret_free   (char *secret);
gint64   usher_sandbox_token_hash    (const char *token);

void     usher_sandbox_uuid_from_bytes (guint8 bytes[16], char text[USHER_SANDBOX_UUID_LENGTH + 1]);

G_END_DECLS
