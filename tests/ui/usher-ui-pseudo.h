/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* In a translation that puts every text into brackets (pseudo.sh), what stands without them was never translated, or put
 * together from parts. */

#include "session/usher-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define USHER_UI_PSEUDO_OPEN "⟦"

/* Adds a line for each text of ours below root that has no brackets. Returns how many texts there are.
 * session: (nullable): whose companies and connections have names of their own. data: (nullable): further names. */
guint usher_ui_pseudo_look (GtkWidget *root, UsherSession *session, GRegex *data, GString *wrong);

G_END_DECLS
