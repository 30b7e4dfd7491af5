/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a person without an account sees: two ways to begin. Uses app.add-account and app.try-sandbox.
 * Property: busy. */
#define USHER_TYPE_WELCOME (usher_welcome_get_type ())
G_DECLARE_FINAL_TYPE (UsherWelcome, usher_welcome, USHER, WELCOME, AdwBin)

GtkWidget *usher_welcome_new      (void);
gboolean   usher_welcome_get_busy (UsherWelcome *self);
void       usher_welcome_set_busy (UsherWelcome *self, gboolean busy);

G_END_DECLS
