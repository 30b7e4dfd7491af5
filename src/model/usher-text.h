/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-types.h"

G_BEGIN_DECLS

/* GLib 2.76's g_set_str(), which the floor lacks. */
gboolean    usher_set_str                (char **field, const char *value);

/* Case-folded, NFKD-normalised, accents dropped: what search compares. */
char       *usher_text_fold              (const char *text);
/* One line that is safe to show: valid UTF-8, control and bidirectional control characters taken
 * out, cut at max_chars with an ellipsis (0: not cut). */
char       *usher_text_dup_safe          (const char *text, guint max_chars);
/* The same for an address of the web, with its host in ASCII. */
char       *usher_text_dup_address       (const char *address);

/* Addresses (contract 3.3, 13.14): trimmed, compared without regard to case, sent as typed. */
gboolean    usher_email_is_valid         (const char *address);
/* Splits what people paste: commas, semicolons, white space, "Name <a@example.com>". Duplicates go. */
char      **usher_email_split_list       (const char *text);

gboolean    usher_uuid_is_valid          (const char *text);
gboolean    usher_country_is_valid       (const char *code);  /* two ASCII letters */

/* Only http and https with a host and no user-info; https_only refuses plain http too. */
gboolean    usher_web_url_is_valid       (const char *url, gboolean https_only);
/* A server's base address: https, or http on loopback. Returns it without a trailing slash. */
char       *usher_server_url_normalise   (const char *url, GError **error);

G_END_DECLS
