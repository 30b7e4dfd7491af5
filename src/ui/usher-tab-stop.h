/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Around a list view that scrolls: one stop for Tab, whatever there is in it. Arrows go from row to row. */
#define USHER_TYPE_TAB_STOP (usher_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (UsherTabStop, usher_tab_stop, USHER, TAB_STOP, AdwBin)

G_END_DECLS
