/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* How fresh the data is. Property: session (nullable). */
#define USHER_TYPE_SYNC_STATUS (usher_sync_status_get_type ())
G_DECLARE_FINAL_TYPE (UsherSyncStatus, usher_sync_status, USHER, SYNC_STATUS, AdwBin)

GtkWidget *usher_sync_status_new         (void);
void       usher_sync_status_set_session (UsherSyncStatus *self, UsherSession *session);

G_END_DECLS
