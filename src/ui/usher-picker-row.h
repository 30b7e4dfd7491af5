/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-choice.h"

G_BEGIN_DECLS

/* A row that opens a searchable list: AdwComboRow for 200 companies, or for several sites at once.
 * Properties: choices, multiple, none-text, search-text, empty-text. Signal "changed": the person chose. */
#define USHER_TYPE_PICKER_ROW (usher_picker_row_get_type ())
G_DECLARE_FINAL_TYPE (UsherPickerRow, usher_picker_row, USHER, PICKER_ROW, AdwActionRow)

GtkWidget  *usher_picker_row_new              (void);
void        usher_picker_row_set_choices      (UsherPickerRow *self, GListModel *choices);
GListModel *usher_picker_row_get_choices      (UsherPickerRow *self); /* (nullable) */
void        usher_picker_row_set_multiple     (UsherPickerRow *self, gboolean multiple);
/* One id. Known again as soon as the choices are. NULL: none. */
void        usher_picker_row_set_selected_id  (UsherPickerRow *self, const char *id);
const char *usher_picker_row_get_selected_id  (UsherPickerRow *self); /* (nullable) */
/* Several, in the order of choosing. */
void        usher_picker_row_set_selected_ids (UsherPickerRow *self, const char * const *ids);
char      **usher_picker_row_dup_selected_ids (UsherPickerRow *self);
/* (nullable) What is shown for the selection. */
const char *usher_picker_row_get_value_text   (UsherPickerRow *self);

G_END_DECLS
