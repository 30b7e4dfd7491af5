/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The row below a field that says what is wrong with it; not there while nothing is.
 * Properties: target (the field's widget), text (nullable). */
#define USHER_TYPE_FIELD_MESSAGE (usher_field_message_get_type ())
G_DECLARE_FINAL_TYPE (UsherFieldMessage, usher_field_message, USHER, FIELD_MESSAGE, AdwPreferencesRow)

GtkWidget  *usher_field_message_new        (GtkWidget *target);
void        usher_field_message_set_target (UsherFieldMessage *self, GtkWidget *target);
void        usher_field_message_set_text   (UsherFieldMessage *self, const char *text);
const char *usher_field_message_get_text   (UsherFieldMessage *self);

G_END_DECLS
