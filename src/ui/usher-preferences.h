/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"
#include "ui/compat/usher-dialog.h"

G_BEGIN_DECLS

/* How often to refresh. Writes the settings at once, as GNOME does. */
#define USHER_TYPE_PREFERENCES (usher_preferences_get_type ())
G_DECLARE_FINAL_TYPE (UsherPreferences, usher_preferences, USHER, PREFERENCES, UsherDialog)

/* session: (nullable) the account at work, whose companies and sites a template may have */
UsherPreferences *usher_preferences_new          (GSettings *settings, UsherSession *session);
/* Whether what was read is being deleted. */
void              usher_preferences_set_clearing (UsherPreferences *self, gboolean clearing);
/* text: plain */
void              usher_preferences_toast        (UsherPreferences *self, const char *text);

G_END_DECLS
