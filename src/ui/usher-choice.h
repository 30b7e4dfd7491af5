/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One thing that can be picked from a list. Properties: id, title, subtitle, icon-name, selected. */
#define USHER_TYPE_CHOICE (usher_choice_get_type ())
G_DECLARE_FINAL_TYPE (UsherChoice, usher_choice, USHER, CHOICE, GObject)

UsherChoice *usher_choice_new           (const char *id, const char *title, const char *subtitle,
                                         const char *icon_name);
const char  *usher_choice_get_id        (UsherChoice *self);
const char  *usher_choice_get_title     (UsherChoice *self);
const char  *usher_choice_get_subtitle  (UsherChoice *self); /* (nullable) */
gboolean     usher_choice_get_selected  (UsherChoice *self);
void         usher_choice_set_selected  (UsherChoice *self, gboolean selected);
/* needle must be folded, by usher_text_fold(). */
gboolean     usher_choice_matches       (UsherChoice *self, const char *needle);

G_END_DECLS
