/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The built catalogues of translations, side by side: a program has one language, and what it shows can be looked up in
 * the others without going there again in each. */

#include <glib.h>

G_BEGIN_DECLS

/* (element-type utf8 utf8) (transfer full) (nullable): the translation of each text, whatever its context; NULL where it is
 * not built. A text whose contexts want different letters fails the test. */
GHashTable *usher_ui_catalog_load (const char *language);
/* (transfer full): the languages that there are. */
char      **usher_ui_catalog_list (void);
/* The letter after the underline, or 0. */
gunichar    usher_ui_catalog_get_letter (const char *text);

G_END_DECLS
