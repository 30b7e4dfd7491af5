/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-writer.h"

G_BEGIN_DECLS

/* A believable log of n_events events, always the same for the same seed. Blocks. */
gboolean usher_demo_log_write (const char *path, UsherLogFormat format, guint64 n_events, guint32 seed,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
