/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/compat/usher-dialog.h"
#include "session/usher-export.h"
#include "ui/usher-log-drag.h"

G_BEGIN_DECLS

/* Asks which logs to export and how, then where to, and shows how it goes. */
#define USHER_TYPE_EXPORT_WINDOW (usher_export_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherExportWindow, usher_export_window, USHER, EXPORT_WINDOW, UsherDialog)

/* selected: (nullable) (element-type UsherInvitationItem) in order; the choice that is offered first. */
UsherExportWindow *usher_export_window_new        (UsherSession *session, GPtrArray *selected);
/* (transfer full) What the file is called, if nobody calls it otherwise. */
char              *usher_export_window_dup_name   (UsherSession *session, UsherLogFormat format);
/* What follows when a place was chosen. */
void               usher_export_window_save_to    (UsherExportWindow *self, GFile *file);
/* The same for somebody to whom the file is dragged. */
void               usher_export_window_hand_over  (UsherExportWindow *self, const char *path, UsherLogDrag *drag);
/* (nullable) What is under way, or has ended. */
UsherExport       *usher_export_window_get_export (UsherExportWindow *self);

G_END_DECLS
