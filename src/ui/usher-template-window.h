/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"
#include "ui/compat/usher-dialog.h"
#include "ui/usher-template.h"

G_BEGIN_DECLS

/* A template with its name and its defaults, to be changed. */
#define USHER_TYPE_TEMPLATE_WINDOW (usher_template_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherTemplateWindow, usher_template_window, USHER, TEMPLATE_WINDOW, UsherDialog)

/* session: (nullable): whose companies and sites can be chosen; without it, or where the template's company is another
 * account's, what is of a company stays as it is. */
UsherTemplateWindow *usher_template_window_new (GSettings *settings, UsherTemplate *template, UsherSession *session);

G_END_DECLS
