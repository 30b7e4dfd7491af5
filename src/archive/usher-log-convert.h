/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-source.h"

G_BEGIN_DECLS

/* Each reads the text of the descriptor from start on and writes another to a nameless file, whose descriptor is
 * returned, or -1 with an error. */
int usher_convert_gzip  (int fd, const char *name, gboolean *damaged, gboolean *trailing,
                         GCancellable *cancellable, GError **error);
int usher_convert_utf16 (int fd, const char *name, gboolean big_endian, guint64 start,
                         GCancellable *cancellable, GError **error);
int usher_convert_json  (int fd, const char *name, guint64 start, GCancellable *cancellable, GError **error);
int usher_convert_csv   (int fd, const char *name, guint64 start, GCancellable *cancellable, GError **error);

G_END_DECLS
