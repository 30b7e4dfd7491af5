/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A strip above the content that says what is wrong and offers what helps.
 * Properties: revealed, text, icon-name, button-label, action-name, dismissable. Signal: dismissed. */
#define USHER_TYPE_NOTICE (usher_notice_get_type ())
G_DECLARE_FINAL_TYPE (UsherNotice, usher_notice, USHER, NOTICE, AdwBin)

GtkWidget  *usher_notice_new          (void);
/* text NULL hides it; button_label and action_name NULL: no button. */
void        usher_notice_show         (UsherNotice *self, const char *icon_name, const char *text,
                                       const char *button_label, const char *action_name);
void        usher_notice_hide         (UsherNotice *self);
gboolean    usher_notice_get_revealed (UsherNotice *self);
const char *usher_notice_get_text     (UsherNotice *self);

G_END_DECLS
