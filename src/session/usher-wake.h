/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells when the computer has woken up. How long it has slept since it was started is the difference of two
 * of its clocks, one of which goes on while it sleeps: no service and no permission is needed for that. */
typedef struct _UsherWake UsherWake;

typedef void   (*UsherWakeFunc)  (gpointer user_data);
/* Microseconds that the computer has slept. */
typedef gint64 (*UsherWakeSlept) (gpointer user_data);

/* slept: (nullable): the real clocks. Looks every so many milliseconds. */
UsherWake *usher_wake_new  (guint interval_ms, UsherWakeSlept slept, UsherWakeFunc func, gpointer user_data);
void       usher_wake_free (UsherWake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherWake, usher_wake_free)

G_END_DECLS
