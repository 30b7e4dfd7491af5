/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asking for files, by the portal where there is one. A dialog that the person closes gives NULL without an error;
 * the window that goes should cancel. */
void        usher_compat_open_files_async  (GtkWindow *parent, const char *title, const char *filter_name,
                                            const char * const *suffixes, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (nullable): a list of GFile */
GListModel *usher_compat_open_files_finish (GAsyncResult *result, GError **error);

void        usher_compat_save_file_async   (GtkWindow *parent, const char *title, const char *name,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
GFile      *usher_compat_save_file_finish  (GAsyncResult *result, GError **error);

G_END_DECLS
