/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* In a template, beside the properties below: "start" and "end", the widgets; "start-title" and "end-title", what a
 * screen reader calls them; "fold-width", below which one of them is enough; "sidebar", whether the start is a list of
 * places that can be hidden, and not the main thing; "side-width", how wide what is chosen in the list is beside it, and
 * "alone-width", alone. The edge between them can be moved. */
#define USHER_TYPE_PANES (usher_panes_get_type ())
G_DECLARE_FINAL_TYPE (UsherPanes, usher_panes, USHER, PANES, AdwBin)

typedef enum
{
  USHER_PANE_START,
  USHER_PANE_END,
} UsherPane;

/* Property "folded", read only: there is room for one. */
gboolean  usher_panes_get_folded        (UsherPanes *self);
/* Property "front", read only: which is seen when there is room for one. */
UsherPane usher_panes_get_front         (UsherPanes *self);
void      usher_panes_show              (UsherPanes *self, UsherPane pane);
/* Whether a sidebar is there at all, when there is room for both. */
gboolean  usher_panes_get_start_visible (UsherPanes *self);
void      usher_panes_set_start_visible (UsherPanes *self, gboolean visible);
/* Property "width": what the person wants a sidebar, or what is chosen in a list, to have, in pixels; 0: nobody chose. */
int       usher_panes_get_width         (UsherPanes *self);
void      usher_panes_set_width         (UsherPanes *self, int width);
/* What it has, beside the other: as much of that as there is room for. */
int       usher_panes_get_size          (UsherPanes *self);
/* For a header bar that has a way back of its own. */
void      usher_panes_own_way_back      (AdwHeaderBar *bar);

G_END_DECLS
