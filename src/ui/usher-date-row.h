/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A date, typed as YYYY-MM-DD or picked from a calendar. */
#define USHER_TYPE_DATE_ROW (usher_date_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherDateRow, usher_date_row, USHER, DATE_ROW, AdwEntryRow)

GtkWidget *usher_date_row_new (void);

G_END_DECLS
