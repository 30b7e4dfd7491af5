/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TRUE when somebody sits in front of it, who can be asked. */
gboolean usher_cli_can_ask (void);
/* Asks on standard error, so that the question is seen when the output goes elsewhere. FALSE without
 * an error: no. */
gboolean usher_cli_ask     (const char *question, GCancellable *cancellable, GError **error);

G_END_DECLS
