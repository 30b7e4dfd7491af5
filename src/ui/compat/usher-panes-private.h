/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Of what panes are made, for the two files that this class has. */

#undef GDK_VERSION_MAX_ALLOWED
#undef ADW_VERSION_MAX_ALLOWED

#include "ui/compat/usher-panes.h"
#include "ui/usher-pane-handle.h"

#define SPLIT ADW_CHECK_VERSION (1, 4, 0)

/* As GtkPaned: of that its last pixels lie over the end. */
#define HANDLE_WIDTH 9
#if SPLIT
/* Nothing is drawn between the panes that takes room. */
#define LINE 0
#else
#define LINE 1
#endif

G_BEGIN_DECLS

struct _UsherPanes
{
  AdwBin parent_instance;

  GtkWidget *start;  /* (owned) (nullable) */
  GtkWidget *end;    /* (owned) (nullable) */
  char *start_title; /* (owned) (nullable) */
  char *end_title;   /* (owned) (nullable) */
  int fold_width;
  int side_width; /* of what is sized, when nobody chose */
  int alone_width;
  int width;      /* that was chosen; 0: none was */
  gboolean sidebar;

  UsherPaneHandle *handle; /* (unowned): within */
  AdwClamp *clamp;         /* (unowned) (nullable): within, around what is sized where that is not the split view's work */
  int size;                /* what is sized has that now, beside the other */
  int width_before;        /* what was chosen when the handle got the focus */
  GtkWidget *focus_before; /* (weak) (nullable): where the focus was then */
  guint fold_source;
  gboolean watches_keys;
#if SPLIT
  GtkWidget *split;  /* (unowned): within */
#else
  AdwLeaflet *leaflet;  /* (unowned): within */
  GtkWidget *start_child; /* (unowned): within: the start, or the clamp around it */
  GtkWidget *end_child;   /* (unowned): likewise */
  GtkWidget *separator; /* (unowned): within */
#endif
};

/* usher-panes-edge.c: how wide what is sized is, and how a person changes that. */
GtkWidget *usher_panes_edge_get_sized    (UsherPanes *self);
int        usher_panes_edge_get_least    (GtkWidget *widget);
/* (out): what the sized one may have of that many pixels. */
void       usher_panes_edge_get_bounds   (UsherPanes *self, int total, int *least, int *most);
/* What it gets of them. */
int        usher_panes_edge_get_size     (UsherPanes *self, int total);
/* size: 0 lets it have what there is. */
void       usher_panes_edge_set_size     (UsherPanes *self, int size);
void       usher_panes_edge_init         (UsherPanes *self);
/* The outermost takes F8. */
void       usher_panes_edge_watch_keys   (UsherPanes *self);

G_END_DECLS
