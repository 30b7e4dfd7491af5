/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The countries of ISO 3166-1, by the iso-codes package when it is there. */

/* (transfer full) UsherChoice, "Not set" first and then by name; never empty. extra_code (nullable):
 * a code that must be among them. */
GListModel *usher_countries_new_choices (const char *extra_code);
/* "Germany"; the code itself when there is no name for it. (transfer full) */
char       *usher_country_dup_name      (const char *code);

G_END_DECLS
