/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-choice.h"

G_BEGIN_DECLS

/* A search entry above a list of UsherChoice. Properties: choices, placeholder, empty-text.
 * Signal "picked" (UsherChoice *): one was clicked, or Enter was pressed on it or in the search. */
#define USHER_TYPE_CHOICE_LIST (usher_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (UsherChoiceList, usher_choice_list, USHER, CHOICE_LIST, AdwBin)

GtkWidget  *usher_choice_list_new         (void);
void        usher_choice_list_set_choices (UsherChoiceList *self, GListModel *choices);
GListModel *usher_choice_list_get_choices (UsherChoiceList *self); /* (nullable) */
/* Empties the search and puts the focus there. */
void        usher_choice_list_start       (UsherChoiceList *self);
/* How many rows the search leaves. */
guint       usher_choice_list_get_n_shown (UsherChoiceList *self);

G_END_DECLS
