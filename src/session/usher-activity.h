/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Which logs to read again after a sync: the list tells of no events (contract 3.6), each log is a request,
 * and requests are counted. Main thread only. */
typedef struct _UsherActivity UsherActivity;

UsherActivity *usher_activity_new  (void);
void           usher_activity_free (UsherActivity *self);
/* A sync begins: what it lists is what there is. */
void           usher_activity_begin (UsherActivity *self);
/* What it has listed; only those that are active count. */
void           usher_activity_note (UsherActivity *self, GPtrArray *invitations);
/* It was read, at that time. */
void           usher_activity_seen (UsherActivity *self, const char *id, gint64 now);
/* The next ones to read: at most budget; selected (nullable) first, then what expires soon, then what was
 * looked at longest ago. Transfer full, (element-type utf8). */
GPtrArray     *usher_activity_choose (UsherActivity *self, const char *selected, gint64 now, guint budget);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherActivity, usher_activity_free)

G_END_DECLS
