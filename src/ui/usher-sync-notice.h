/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* What stands between the list and fresh data, told above it. Property: session (nullable). */
#define USHER_TYPE_SYNC_NOTICE (usher_sync_notice_get_type ())
G_DECLARE_FINAL_TYPE (UsherSyncNotice, usher_sync_notice, USHER, SYNC_NOTICE, AdwBin)

GtkWidget *usher_sync_notice_new         (void);
void       usher_sync_notice_set_session (UsherSyncNotice *self, UsherSession *session);
/* A page says the same: nothing is said twice. */
void       usher_sync_notice_set_quiet   (UsherSyncNotice *self, gboolean quiet);

G_END_DECLS
