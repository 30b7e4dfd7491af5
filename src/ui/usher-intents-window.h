/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/compat/usher-dialog.h"
#include "session/usher-session.h"

G_BEGIN_DECLS

/* All requests that wait, are on their way, or did not end well. */
#define USHER_TYPE_INTENTS_WINDOW (usher_intents_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherIntentsWindow, usher_intents_window, USHER, INTENTS_WINDOW, UsherDialog)

UsherIntentsWindow *usher_intents_window_new (UsherSession *session);

G_END_DECLS
