/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts a link there, and asks what keeps a history of the clipboard not to keep this. */
void usher_secret_clipboard_set (GtkWidget *widget, const char *secret);

G_END_DECLS
