/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/usher-enums.h"

G_BEGIN_DECLS

/* One of the lists, with how many are in it. Properties: status (UNKNOWN: all), count. */
#define USHER_TYPE_SIDEBAR_ROW (usher_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherSidebarRow, usher_sidebar_row, USHER, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget            *usher_sidebar_row_new        (UsherInvitationStatus status);
UsherInvitationStatus usher_sidebar_row_get_status (UsherSidebarRow *self);
const char           *usher_sidebar_row_get_title  (UsherSidebarRow *self);
guint                 usher_sidebar_row_get_count  (UsherSidebarRow *self);
void                  usher_sidebar_row_set_count  (UsherSidebarRow *self, guint count);
void                  usher_sidebar_row_set_known  (UsherSidebarRow *self, gboolean is_known);

/* The name of a list: "All", "Active". Translated. */
const char           *usher_list_get_title         (UsherInvitationStatus status);

G_END_DECLS
