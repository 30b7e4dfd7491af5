/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-cell-painter.h"

G_BEGIN_DECLS

/* A cell of the list: what one column, called by the order it gives, says about one row. */
#define USHER_TYPE_CELL (usher_cell_get_type ())
G_DECLARE_FINAL_TYPE (UsherCell, usher_cell, USHER, CELL, GtkWidget)

GtkWidget          *usher_cell_new        (UsherCellPainter   *painter,
                                           UsherSort           column);
void                usher_cell_set_row    (UsherCell          *self,
                                           UsherInvitationRow *row);
/* (nullable) */
UsherInvitationRow *usher_cell_get_row    (UsherCell          *self);
UsherSort           usher_cell_get_column (UsherCell          *self);
/* (transfer full) (nullable) */
char               *usher_cell_dup_text   (UsherCell          *self);

/* For the painter. */
void                usher_cell_refresh    (UsherCell          *self);
void                usher_cell_name       (UsherCell          *self);
gboolean            usher_cell_get_waits  (UsherCell          *self);
gboolean            usher_cell_get_blank  (UsherCell          *self);
gboolean            usher_cell_get_named  (UsherCell          *self);
gboolean            usher_cell_forget_name (UsherCell         *self);
void                usher_cell_set_number (UsherCell          *self,
                                           guint               number);

G_END_DECLS
