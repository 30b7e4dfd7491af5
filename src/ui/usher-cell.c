/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell of the list, drawn by itself. A view has some 1,600 of them, so that each holds next to nothing: which row
 * it is in, and while it is seen, its text laid out, which it shares with others. Main thread. */
#include "ui/usher-cell.h"

#include "ui/compat/usher-compat.h"
#include "ui/usher-cell-words.h"
#include "ui/usher-row-voice.h"

#define ICON_SPACING 6

struct _UsherCell
{
  GtkWidget parent_instance;

  UsherCellPainter *painter; /* (owned) (nullable) after dispose */
  UsherInvitationRow *row;   /* (owned) (nullable) */
  PangoLayout *layout;       /* (owned) (nullable): not laid out yet */
  guint number;              /* among the cells of the painter */
  guint8 column;
  guint8 waits;              /* far off: to be drawn when it comes near */
  guint8 named;              /* assistive technology knows what it says */
  guint8 blank;              /* seen, but what it says is still being read */
};

/* How many letters of each column are to be seen at least, and how many it would like. */
static const struct
{
  int minimum;
  int natural;
} widths[] = {
  [USHER_SORT_CREATED] = { 6, 13 },
  [USHER_SORT_RECIPIENT] = { 12, 28 },
  [USHER_SORT_KIND] = { 10, 12 },
  [USHER_SORT_COMPANY] = { 10, 18 },
  [USHER_SORT_STATUS] = { 8, 9 },
  [USHER_SORT_USES] = { 7, 10 },
  [USHER_SORT_EXPIRES] = { 6, 13 },
  [USHER_SORT_ACTIVITY] = { 6, 13 },
};

G_DEFINE_FINAL_TYPE (UsherCell, usher_cell, GTK_TYPE_WIDGET)

static int
get_indent (UsherCell *self)
{
  return self->column == USHER_SORT_STATUS ? USHER_CELL_ICON_SIZE + ICON_SPACING : 0;
}

/* The same for every row: so no row is measured again when it says something else, and all are as high. */
static void
usher_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                    int *minimum_baseline, int *natural_baseline)
{
  UsherCell *self = USHER_CELL (widget);
  int char_width, line_height;

  usher_cell_painter_get_metrics (self->painter, &char_width, &line_height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = get_indent (self) + widths[self->column].minimum * char_width;
      *natural = get_indent (self) + widths[self->column].natural * char_width;
    }
  else
    *minimum = *natural = MAX (line_height, self->column == USHER_SORT_STATUS ? USHER_CELL_ICON_SIZE : 0);
}

/* What it says, if that is at hand. */
static UsherInvitationItem *
find_item (UsherCell *self)
{
  return self->row != NULL && self->painter != NULL ? usher_invitation_row_find_item (self->row) : NULL;
}

static char *
dup_words (UsherCell *self, UsherInvitationItem *item)
{
  return usher_cell_dup_words (item, self->column, usher_cell_painter_get_now (self->painter));
}

static gboolean
lay_out (UsherCell *self, UsherInvitationItem *item)
{
  g_autofree char *text = NULL;

  if (self->layout != NULL)
    return TRUE;
  text = dup_words (self, item);
  if (text == NULL || *text == '\0')
    return FALSE;
  self->layout = g_object_ref (usher_cell_painter_get_layout (self->painter, self->column, text));
  return TRUE;
}

static void
draw_text (UsherCell *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget) - get_indent (self);
  PangoRectangle extents;
  GdkRGBA color;
  int x = 0;
  int y;

  if (width <= 0)
    return;
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - extents.width;
  else
    x = get_indent (self);
  y = (gtk_widget_get_height (widget) - extents.height) / 2; /* whole pixels */
  usher_compat_get_color (widget, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x - extents.x), (float) (y - extents.y)));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_icon (UsherCell *self, GtkSnapshot *snapshot, UsherInvitationItem *item)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int x = 0;
  int y = (gtk_widget_get_height (widget) - USHER_CELL_ICON_SIZE) / 2; /* whole pixels */

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - USHER_CELL_ICON_SIZE;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  usher_cell_painter_draw_icon (self->painter, widget, snapshot,
                                usher_invitation_get_status (usher_invitation_item_get_invitation (item)));
  gtk_snapshot_restore (snapshot);
}

static void
usher_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UsherCell *self = USHER_CELL (widget);
  UsherInvitationItem *item;

  if (self->row == NULL || self->waits)
    return;
  item = find_item (self);
  self->blank = item == NULL;
  if (item == NULL)
    {
      usher_cell_painter_miss (self->painter);
      return;
    }
  if (lay_out (self, item))
    draw_text (self, snapshot);
  if (self->column == USHER_SORT_STATUS)
    draw_icon (self, snapshot, item);
  usher_cell_name (self);
}

static gboolean
usher_cell_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  UsherCell *self = USHER_CELL (widget);
  UsherInvitationItem *item = find_item (self);
  g_autofree char *text = item != NULL ? usher_cell_dup_tooltip (item, self->column) : NULL;

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

/* Another font: what is laid out is of the old one. */
static void
usher_cell_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (usher_cell_parent_class)->system_setting_changed (widget, setting);
  g_clear_object (&USHER_CELL (widget)->layout);
}

static void
usher_cell_direction_changed (GtkWidget *widget, GtkTextDirection before)
{
  GTK_WIDGET_CLASS (usher_cell_parent_class)->direction_changed (widget, before);
  g_clear_object (&USHER_CELL (widget)->layout);
}

static void
usher_cell_dispose (GObject *object)
{
  UsherCell *self = USHER_CELL (object);

  if (self->painter != NULL)
    usher_cell_painter_remove (self->painter, self->number);
  g_clear_object (&self->painter);
  g_clear_object (&self->row);
  g_clear_object (&self->layout);
  G_OBJECT_CLASS (usher_cell_parent_class)->dispose (object);
}

static void
usher_cell_class_init (UsherCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_cell_dispose;
  widget_class->measure = usher_cell_measure;
  widget_class->snapshot = usher_cell_snapshot;
  widget_class->query_tooltip = usher_cell_query_tooltip;
  widget_class->system_setting_changed = usher_cell_system_setting_changed;
  widget_class->direction_changed = usher_cell_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
usher_cell_init (UsherCell *self)
{
}

/**
 * usher_cell_new:
 * @painter: of the view
 * @column: what it says, called by the order that its column gives
 *
 * Returns: (transfer floating): a cell in no row
 */
GtkWidget *
usher_cell_new (UsherCellPainter *painter, UsherSort column)
{
  UsherCell *self;

  g_return_val_if_fail (USHER_IS_CELL_PAINTER (painter), NULL);
  g_return_val_if_fail (column < G_N_ELEMENTS (widths), NULL);

  self = g_object_new (USHER_TYPE_CELL, NULL);
  self->painter = g_object_ref (painter);
  self->column = (guint8) column;
  self->number = usher_cell_painter_add (painter, self);
  if (column != USHER_SORT_STATUS && column != USHER_SORT_KIND && column != USHER_SORT_USES)
    gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  return GTK_WIDGET (self);
}

/**
 * usher_cell_set_row:
 * @self: a cell
 * @row: (nullable): the row it is in
 */
void
usher_cell_set_row (UsherCell *self, UsherInvitationRow *row)
{
  g_return_if_fail (USHER_IS_CELL (self));

  if (g_set_object (&self->row, row))
    usher_cell_refresh (self);
}

/**
 * usher_cell_get_row:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): the row it is in
 */
UsherInvitationRow *
usher_cell_get_row (UsherCell *self)
{
  return self->row;
}

/**
 * usher_cell_get_column:
 * @self: a cell
 *
 * Returns: what it says, called by the order that its column gives
 */
UsherSort
usher_cell_get_column (UsherCell *self)
{
  return self->column;
}

/**
 * usher_cell_dup_text:
 * @self: a cell
 *
 * Returns: (transfer full) (nullable): what it says now, drawn or not; it may have to be read
 */
char *
usher_cell_dup_text (UsherCell *self)
{
  UsherInvitationItem *item;

  g_return_val_if_fail (USHER_IS_CELL (self), NULL);

  item = self->row != NULL ? usher_invitation_row_get_item (self->row) : NULL;
  return item != NULL && self->painter != NULL ? dup_words (self, item) : NULL;
}

/**
 * usher_cell_refresh:
 * @self: a cell
 *
 * Has it say anew what it says.
 */
void
usher_cell_refresh (UsherCell *self)
{
  g_clear_object (&self->layout);
  self->named = FALSE;
  self->blank = FALSE;
  self->waits = self->row != NULL && !usher_cell_painter_is_near (self->painter, self->row);
  if (!self->waits)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    usher_cell_painter_name_later (self->painter);
}

static char *
dup_row_sentence (GtkWidget *cell)
{
  UsherCell *self = USHER_CELL (cell);
  UsherInvitationItem *item = find_item (self);

  if (item == NULL)
    return NULL;
  return usher_row_voice_dup_sentence (item, usher_cell_painter_get_now (self->painter));
}

/**
 * usher_cell_name:
 * @self: a cell
 *
 * Tells assistive technology what it says, if it was not told and that is at hand.
 */
void
usher_cell_name (UsherCell *self)
{
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  UsherInvitationItem *item;

  if (self->named)
    return;
  item = find_item (self);
  if (item == NULL && self->row != NULL)
    return;
  self->named = TRUE;
  if (self->layout == NULL && item != NULL)
    text = dup_words (self, item);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->layout != NULL ? pango_layout_get_text (self->layout)
                                                       : text != NULL ? text : "",
                                  -1);
  /* A column that every width has speaks for the whole row. */
  if (self->column != USHER_SORT_STATUS)
    return;
  if (!self->waits)
    {
      usher_row_voice_note (GTK_WIDGET (self), dup_row_sentence);
      return;
    }
  /* Far off, the invitation is let go of when all its cells are named. */
  sentence = dup_row_sentence (GTK_WIDGET (self));
  usher_row_voice_say (GTK_WIDGET (self), sentence);
}

/**
 * usher_cell_forget_name:
 * @self: a cell
 *
 * What it was called may not be what it says any more.
 *
 * Returns: whether it is to be named later
 */
gboolean
usher_cell_forget_name (UsherCell *self)
{
  if (!self->waits)
    return FALSE;
  self->named = FALSE;
  return TRUE;
}

/**
 * usher_cell_get_named:
 * @self: a cell
 *
 * Returns: whether assistive technology knows what it says
 */
gboolean
usher_cell_get_named (UsherCell *self)
{
  return self->named;
}

/**
 * usher_cell_get_blank:
 * @self: a cell
 *
 * Returns: whether it was to be drawn, and what it says is still being read
 */
gboolean
usher_cell_get_blank (UsherCell *self)
{
  return self->blank;
}

/**
 * usher_cell_get_waits:
 * @self: a cell
 *
 * Returns: whether it is to be drawn when its row comes near
 */
gboolean
usher_cell_get_waits (UsherCell *self)
{
  return self->waits;
}

/**
 * usher_cell_set_number:
 * @self: a cell
 * @number: what the painter calls it from now on
 */
void
usher_cell_set_number (UsherCell *self, guint number)
{
  self->number = number;
}
