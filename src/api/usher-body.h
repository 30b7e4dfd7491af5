/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The body of an answer while it comes in. */
typedef struct _UsherBody UsherBody;

UsherBody *usher_body_new         (void);
void       usher_body_free        (UsherBody *self);
gsize      usher_body_get_size    (UsherBody *self);
void       usher_body_append      (UsherBody *self, const guint8 *data, gsize size);
void       usher_body_join_async  (UsherBody           *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
GBytes    *usher_body_join_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherBody, usher_body_free)

G_END_DECLS
