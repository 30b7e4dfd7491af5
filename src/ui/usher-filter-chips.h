/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* The filters that are at work in the session's query, as chips; not visible without any. Property: session. */
#define USHER_TYPE_FILTER_CHIPS (usher_filter_chips_get_type ())
G_DECLARE_FINAL_TYPE (UsherFilterChips, usher_filter_chips, USHER, FILTER_CHIPS, AdwBin)

GtkWidget *usher_filter_chips_new         (void);
void       usher_filter_chips_set_session (UsherFilterChips *self, UsherSession *session);

G_END_DECLS
