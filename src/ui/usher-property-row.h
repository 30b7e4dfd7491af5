/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A fact: a small name above a value that can be selected and copied. Long values show their first
 * lines and a button for the rest. Properties: (title of the row), value. Hidden while value is NULL. */
#define USHER_TYPE_PROPERTY_ROW (usher_property_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherPropertyRow, usher_property_row, USHER, PROPERTY_ROW, AdwPreferencesRow)

GtkWidget  *usher_property_row_new       (const char *title, const char *value);
void        usher_property_row_set_value (UsherPropertyRow *self, const char *value);
const char *usher_property_row_get_value (UsherPropertyRow *self); /* (nullable) */
/* (nullable) Attributes for parts of the value. */
void        usher_property_row_set_marks (UsherPropertyRow *self, PangoAttrList *marks);
/* A state before the value. */
void        usher_property_row_set_icon  (UsherPropertyRow *self, const char *icon_name);

G_END_DECLS
