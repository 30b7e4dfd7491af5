/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define USHER_CHAIN_SIZE 32 /* bytes of SHA-256 */
/* ,"chain":"64 hexadecimal digits"} */
#define USHER_CHAIN_TAIL_LENGTH (10 + 2 * USHER_CHAIN_SIZE + 2)

void     usher_chain_next   (guint8 chain[USHER_CHAIN_SIZE], const char *body, gsize length);
void     usher_chain_append (GString *line, const guint8 chain[USHER_CHAIN_SIZE]);
/* The same without reading the value, and whether the value at the line's end is this one. */
gboolean usher_chain_find   (const char *line, gsize length, gsize *body_length);
gboolean usher_chain_matches (const guint8 chain[USHER_CHAIN_SIZE], const char *line, gsize body_length);
gboolean usher_chain_split  (const char *line, gsize length, gsize *body_length,
                             guint8 chain[USHER_CHAIN_SIZE]);
char    *usher_chain_to_string (const guint8 chain[USHER_CHAIN_SIZE]);

G_END_DECLS
