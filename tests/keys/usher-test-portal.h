/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The portal of secrets (org.freedesktop.portal.Secret) as xdg-desktop-portal has it, on the session bus of the
 * environment. It answers in a thread of its own, as libsecret waits for some of it without a loop. */
typedef struct _UsherTestPortal UsherTestPortal;

/* refuses: the person dismisses it, or the desktop has no secret to give. */
UsherTestPortal *usher_test_portal_start (gboolean refuses);
guint            usher_test_portal_get_n_asked (UsherTestPortal *self);
void             usher_test_portal_stop  (UsherTestPortal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTestPortal, usher_test_portal_stop)

G_END_DECLS
