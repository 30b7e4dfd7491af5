/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/usher-enums.h"
#include "model/usher-query.h"
#include "ui/usher-invitation-row.h"

G_BEGIN_DECLS

typedef struct _UsherCell UsherCell;

/* What the cells of one view have in common. */
#define USHER_TYPE_CELL_PAINTER (usher_cell_painter_get_type ())
G_DECLARE_FINAL_TYPE (UsherCellPainter, usher_cell_painter, USHER, CELL_PAINTER, GObject)

#define USHER_CELL_ICON_SIZE 16

UsherCellPainter *usher_cell_painter_new          (GtkWidget             *view,
                                                   GtkAdjustment         *adjustment);
/* A row says something else: NULL for all of them. */
void              usher_cell_painter_refresh      (UsherCellPainter      *self,
                                                   UsherInvitationRow    *row);
/* Rows stand elsewhere, or others are seen. */
void              usher_cell_painter_look         (UsherCellPainter      *self);

/* What was read ahead has come, and what is far off and nobody holds may say something else. */
void              usher_cell_painter_come         (UsherCellPainter      *self);
void              usher_cell_painter_stale        (UsherCellPainter      *self);

/* For the cells. */
guint             usher_cell_painter_add          (UsherCellPainter      *self,
                                                   UsherCell             *cell);
void              usher_cell_painter_remove       (UsherCellPainter      *self,
                                                   guint                  number);
gboolean          usher_cell_painter_is_near      (UsherCellPainter      *self,
                                                   UsherInvitationRow    *row);
void              usher_cell_painter_name_later   (UsherCellPainter      *self);
void              usher_cell_painter_miss         (UsherCellPainter      *self);
gint64            usher_cell_painter_get_now      (UsherCellPainter      *self);
/* In pixels. */
void              usher_cell_painter_get_metrics  (UsherCellPainter      *self,
                                                   int                   *char_width,
                                                   int                   *line_height);
PangoLayout      *usher_cell_painter_get_layout   (UsherCellPainter      *self,
                                                   UsherSort              column,
                                                   const char            *text);
void              usher_cell_painter_draw_icon    (UsherCellPainter      *self,
                                                   GtkWidget             *cell,
                                                   GtkSnapshot           *snapshot,
                                                   UsherInvitationStatus  status);

G_END_DECLS
