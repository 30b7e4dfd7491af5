/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _UsherUnused UsherUnused;

UsherUnused *usher_unused_new       (SoupSession *session);
void         usher_unused_free      (UsherUnused *self);
void         usher_unused_set_limit (UsherUnused *self, guint limit_ms);
void         usher_unused_begin     (UsherUnused *self);
void         usher_unused_end       (UsherUnused *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherUnused, usher_unused_free)

G_END_DECLS
