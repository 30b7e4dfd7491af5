/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Every window, dialog and popover that a person can come to, one after the other, in the real application: what holds
 * of each of them is looked at in each. */

#include "ui/usher-ui-test-app.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *page;   /* of the help, that F1 opens there */
  gboolean stays;     /* Escape leaves it open */
  gboolean known;     /* a part of a window that was looked at before, or foreign: not for Tab and access keys */
  gboolean foreign;   /* the toolkit's own: it names what is in it */
} UsherUiPlace;

/* root: the window, dialog or popover; it is in front and drawn, and may be closed by this. */
typedef void (*UsherUiPlaceFunc) (const UsherUiPlace *place, GtkWidget *root, gpointer user_data);

/* Goes to each, starting the application on sandboxes of its own. */
void usher_ui_places_walk (UsherUiPlaceFunc look, gpointer user_data);

G_END_DECLS
