/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/usher-api-error.h"

G_BEGIN_DECLS

/* What keeps an answer from coming, in plain words. host is named in every message; sent tells
 * whether the server may have seen the request. */
GError *usher_network_error_new           (const GError *cause, const char *host, gboolean sent);
GError *usher_network_error_new_timed_out (const char *host, gboolean sent);
GError *usher_network_error_new_cut       (const char *host);
GError *usher_network_error_new_too_large (const char *host);
/* Nothing was sent then. */
GError *usher_network_error_new_old_tls   (const char *host);
/* What a proxy answers that was asked for the way to the server; nothing was sent. */
GError *usher_network_error_new_proxy     (const char *host, guint status);
/* Why a certificate was refused; nothing was sent then, either. */
GError *usher_network_error_new_untrusted (const char *host, GTlsCertificateFlags flaws);

G_END_DECLS
