/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the desktop's portal whether this program may go on without a window. */
void     usher_background_request_async  (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* FALSE without an error: the person, or the desktop, said no. */
gboolean usher_background_request_finish (GAsyncResult *result, GError **error);

G_END_DECLS
