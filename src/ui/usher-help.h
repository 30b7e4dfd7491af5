/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes F1 work in every window, dialogs too. Once, after the toolkit was started. */
void        usher_help_init     (void);
/* The page of the help for where a person is. window: (nullable) */
const char *usher_help_get_page (GtkWindow *window);
/* Opens that page in the help viewer. window: (nullable) */
void        usher_help_show     (GtkWindow *window);

G_END_DECLS
