/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The user data of an asynchronous call whose answer a widget waits for. */
typedef struct _UsherRequest UsherRequest;

UsherRequest *usher_request_begin (gpointer object, GCancellable *cancellable);
/* (transfer full) (nullable): the object; NULL when it is gone or no longer waits. Eats the request. */
gpointer      usher_request_end   (gpointer request);

G_END_DECLS
