/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-types.h"

G_BEGIN_DECLS

#define USHER_SERVER_DEFAULT "https://external.nectarclimate.com/v2.2"

/* A name, a server, and (elsewhere, in the Secret Service) an API key.
 * Properties: id, name (writable), server, is-sandbox. */
#define USHER_TYPE_ACCOUNT (usher_account_get_type ())
G_DECLARE_FINAL_TYPE (UsherAccount, usher_account, USHER, ACCOUNT, GObject)

UsherAccount *usher_account_new             (const char *id, /* (nullable): a new UUID */
                                             const char *name,
                                             const char *server);
const char   *usher_account_get_id          (UsherAccount *self);
const char   *usher_account_get_name        (UsherAccount *self);
void          usher_account_set_name        (UsherAccount *self, const char *name);
const char   *usher_account_get_server      (UsherAccount *self);
/* TRUE for the sandbox that comes with Usher: a loopback server of ours. */
gboolean      usher_account_get_is_sandbox  (UsherAccount *self);
void          usher_account_set_is_sandbox  (UsherAccount *self, gboolean is_sandbox);
/* The sandbox may listen on another port tomorrow. */
void          usher_account_set_server      (UsherAccount *self, const char *server);

G_END_DECLS
