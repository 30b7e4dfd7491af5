/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* The links that answers brought, by the id of their invitation: in memory, and wiped with it. */
typedef struct _UsherLinks UsherLinks;

UsherLinks *usher_links_new      (void);
void        usher_links_free     (UsherLinks *self);
/* An invitation without a link changes nothing. */
void        usher_links_remember (UsherLinks *self, UsherInvitation *invitation);
const char *usher_links_lookup   (UsherLinks *self, const char *id); /* (nullable) */
void        usher_links_clear    (UsherLinks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherLinks, usher_links_free)

G_END_DECLS
