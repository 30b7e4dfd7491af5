/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  USHER_CELL_PLAIN,
  USHER_CELL_DIM,     /* says what the row above said */
  USHER_CELL_STRONG,
  USHER_CELL_ERROR,
} UsherCellLook;

/* A cell of a long list: an icon and a line of text, asked for when it is first drawn. It has no children, so that the
 * hundreds of rows that GTK keeps around those that are seen cost little. */
#define USHER_TYPE_LAZY_CELL (usher_lazy_cell_get_type ())
G_DECLARE_FINAL_TYPE (UsherLazyCell, usher_lazy_cell, USHER, LAZY_CELL, GtkWidget)

/* Says what stands at that position, by the setters below; FALSE when it is not worth the while yet, as nobody sees it:
 * then the cell is to be reset when somebody does. needed: TRUE must not be answered with FALSE. */
typedef gboolean (*UsherLazyCellFill) (UsherLazyCell *cell, guint position, gboolean needed, gpointer user_data);

/* chars: how wide it is at least, in characters; icon: whether there is room for one. */
GtkWidget  *usher_lazy_cell_new          (int chars, gboolean icon, UsherLazyCellFill fill, gpointer user_data);
/* G_MAXUINT: of no row. */
void        usher_lazy_cell_set_position (UsherLazyCell *self, guint position);
guint       usher_lazy_cell_get_position (UsherLazyCell *self);
/* Something else may stand there now. */
void        usher_lazy_cell_reset        (UsherLazyCell *self);
/* Whether it was asked what stands there. */
gboolean    usher_lazy_cell_get_filled   (UsherLazyCell *self);

/* text: UTF-8, one line. attributes: (nullable). */
void        usher_lazy_cell_set_text     (UsherLazyCell *self, const char *text, PangoAttrList *attributes,
                                          UsherCellLook look);
/* name: (nullable). */
void        usher_lazy_cell_set_icon     (UsherLazyCell *self, const char *name);
/* spoken: what a screen reader says in place of the text. */
void        usher_lazy_cell_set_spoken   (UsherLazyCell *self, const char *spoken);

/* Asks for it if need be. */
const char *usher_lazy_cell_get_text     (UsherLazyCell *self);
/* Whether there was room for all of it when it was drawn. */
gboolean    usher_lazy_cell_is_cut       (UsherLazyCell *self);

G_END_DECLS
