/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An address that can be taken away; marked when it is none. Signal "remove". */
#define USHER_TYPE_ADDRESS_CHIP (usher_address_chip_get_type ())
G_DECLARE_FINAL_TYPE (UsherAddressChip, usher_address_chip, USHER, ADDRESS_CHIP, AdwBin)

GtkWidget  *usher_address_chip_new         (const char *address);
const char *usher_address_chip_get_address (UsherAddressChip *self);
gboolean    usher_address_chip_get_valid   (UsherAddressChip *self);

G_END_DECLS
