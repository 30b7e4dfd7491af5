/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-session-bin.h"

G_BEGIN_DECLS

/* The filters that are at work in the session's query, as chips; not visible without any. Property: session. */
#define USHER_TYPE_FILTER_CHIPS (usher_filter_chips_get_type ())
G_DECLARE_FINAL_TYPE (UsherFilterChips, usher_filter_chips, USHER, FILTER_CHIPS, UsherSessionBin)

GtkWidget *usher_filter_chips_new         (void);

G_END_DECLS
