/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-field-message.h"

G_BEGIN_DECLS

/* Email addresses as chips, below the entry they are typed or pasted into.
 * Signal "changed": the addresses changed by hand. */
#define USHER_TYPE_ADDRESS_GROUP (usher_address_group_get_type ())
G_DECLARE_FINAL_TYPE (UsherAddressGroup, usher_address_group, USHER, ADDRESS_GROUP, AdwBin)

GtkWidget         *usher_address_group_new           (void);
void               usher_address_group_set_addresses (UsherAddressGroup *self,
                                                      const char * const *addresses);
/* With what is still in the entry; invalid ones included, as typed. (transfer full) */
char             **usher_address_group_dup_addresses (UsherAddressGroup *self);
guint              usher_address_group_get_n_invalid (UsherAddressGroup *self);
UsherFieldMessage *usher_address_group_get_message   (UsherAddressGroup *self);

G_END_DECLS
