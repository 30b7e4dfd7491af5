/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Request and status lines and headers on stderr when USHER_DEBUG contains "http". */
void  usher_http_log_attach     (SoupSession *session);
/* A line of that log, safe to print: values of headers that are secrets are taken out. */
char *usher_http_log_dup_redacted (const char *text);

G_END_DECLS
