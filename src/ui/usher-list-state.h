/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "model/usher-query.h"

G_BEGIN_DECLS

/* The order of the list by a word that stays the same from version to version: "recipients". */
const char *usher_sort_get_name   (UsherSort sort);
/* FALSE: no such word. */
gboolean    usher_sort_from_name  (const char *name, UsherSort *sort);

/* What a person set up in the list, for the settings: a{sv}, empty for a list as it begins. What is searched for is
 * not part of it. (transfer full), floating. */
GVariant   *usher_list_state_save (UsherQuery *query);
/* (transfer full): words and types that this version does not know change nothing. */
UsherQuery *usher_list_state_load (GVariant *state);

G_END_DECLS
