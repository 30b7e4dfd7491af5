/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once, before the first widget: a popover that closes gives the focus back. */
void usher_focus_init (void);

G_END_DECLS
