/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define USHER_RESOURCE_PATH "/io/github/usher/Usher"

void usher_ui_init       (void);
/* Without an UsherApplication (tests of single widgets): also style and icons. */
void usher_ui_init_style (GdkDisplay *display);

/* (transfer full): a title without the underscore of its mnemonic, to be read aloud. */
char *usher_ui_dup_plain (const char *title);

/* Lets what a menu button holds take its whole width; the toolkit centres it. */
void usher_ui_fill_button (GtkMenuButton *button, GtkWidget *child);

/* Shows a text with addresses that may break after an at-sign and before a full stop. */
void usher_ui_set_address_text (GtkLabel *label, const char *text);

/* Header bars in there give way in a narrow window with large text: first the title, then words on buttons. */
void usher_ui_let_heads_shrink (GtkWidget *root);
/* 1: as usual; never below. */
double usher_ui_get_text_scale (GtkWidget *widget);

G_END_DECLS
