/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's error domain. SQLite's result codes are turned into it in one place,
 * usher_database_set_error(). */
#include "store/usher-store-error.h"

G_DEFINE_QUARK (usher-store-error-quark, usher_store_error)
