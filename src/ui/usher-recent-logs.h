/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Logs that were opened lately, as the desktop keeps them. */
void        usher_recent_logs_add      (const char *path);
/* (transfer full) A menu of them, newest first, for app.open-recent; it follows what is opened. */
GMenuModel *usher_recent_logs_dup_menu (void);

G_END_DECLS
