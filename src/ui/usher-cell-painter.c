/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cells of a list have in common: texts laid out, icons, the present, and which rows are seen. Main thread.
 *
 * GTK 4.8 keeps widgets for some 200 rows and takes what all of them would draw, though a fifth is seen. A cell of a
 * row that is far off waits: it asks for nothing and draws nothing until the row comes near. Texts are laid out once
 * for all cells of a column that say the same, as "Active" or "in 3 days".
 *
 * What a row says may have to be read from a file. That is asked for as soon as it is known which rows are seen, and
 * read by another thread while GTK lays out their widgets: it has mostly come when they are drawn, and else they are
 * blank for a frame.
 *
 * Assistive technology may read rows that are not seen: the cells that wait get their names a moment later, a few at
 * a time. */
#include "ui/usher-cell-painter.h"

#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-cell.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-invitation-rows.h"
#include "ui/usher-ticker.h"

#define N_COLUMNS (USHER_SORT_ACTIVITY + 1)
#define N_ICONS (USHER_INVITATION_STATUS_FULFILLED + 1)
/* Layouts that are kept for a column: two screens of rows. */
#define MAX_LAYOUTS 64
/* Rows above and below what is seen. */
#define MARGIN 2
/* Rows further above and below are read ahead: for some turns of the wheel. */
#define AHEAD 16
#define FIRST_ROWS 32
#define NAME_DELAY 150   /* ms */
#define NAME_SLICE 4000 /* µs of work at a time */
#define NAME_TRIES 3

struct _UsherCellPainter
{
  GObject parent_instance;

  GtkWidget *view;             /* (unowned) (nullable): its owner outlives its cells */
  GtkAdjustment *adjustment;   /* (owned) */
  GtkIconTheme *icon_theme;    /* (unowned) */
  UsherTicker *ticker;         /* (owned) */
  GPtrArray *cells;            /* (owned) (element-type UsherCell) all there are; borrowed */
  GHashTable *layouts[N_COLUMNS]; /* (owned) (nullable) (element-type utf8 PangoLayout) keys belong to the layouts */
  GdkTexture *icons[N_ICONS];  /* (owned) (nullable) */
  GdkRGBA icon_colors[N_ICONS];
  int icon_scale;
  guint serial;                /* of the context that the layouts and sizes were made with */
  int char_width;
  int line_height;
  gint64 now;
  double first;                /* rows that are near: from this one … */
  double last;                 /* … to that one */
  guint name_source;
  guint next_name;
  guint name_tries;
  gboolean name_missed;        /* in this pass, some could not be named */
  gboolean names_due;          /* when what they need has come */
  gboolean pending;            /* something was wanted, and has not come */
};

G_DEFINE_FINAL_TYPE (UsherCellPainter, usher_cell_painter, G_TYPE_OBJECT)

/* --- what is seen ------------------------------------------------------------------------------ */

/* All rows are as high as each other. */
static void
measure_range (UsherCellPainter *self)
{
  double upper = gtk_adjustment_get_upper (self->adjustment);
  double page = gtk_adjustment_get_page_size (self->adjustment);
  double value = gtk_adjustment_get_value (self->adjustment);
  GtkSelectionModel *rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (self->view));
  guint n = rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;

  if (upper < 1 || page < 1 || n == 0)
    {
      /* Nobody knows yet: the adjustment says so when it does, before anything is drawn. */
      self->first = 0;
      self->last = FIRST_ROWS;
      return;
    }
  self->first = value / upper * n - 1 - MARGIN;
  self->last = (value + page) / upper * n + MARGIN;
  /* With all of them seen, the adjustment says nothing when more come that are seen, too: nor how high a row is, but
   * that it is no lower than a line. */
  if (upper <= page)
    {
      int char_width, line_height;

      usher_cell_painter_get_metrics (self, &char_width, &line_height);
      self->last = MAX (self->last, page / MAX (line_height, 1) + MARGIN);
    }
}

/**
 * usher_cell_painter_is_near:
 * @self: a painter
 * @row: a row
 *
 * Returns: whether the row is seen, or about to be
 */
gboolean
usher_cell_painter_is_near (UsherCellPainter *self, UsherInvitationRow *row)
{
  guint position = usher_invitation_row_get_position (row);

  return position >= self->first && position <= self->last;
}

static void begin_naming (UsherCellPainter *self);

static gboolean
want (UsherCellPainter *self, GArray *positions)
{
  GtkSelectionModel *rows = self->view != NULL ? gtk_column_view_get_model (GTK_COLUMN_VIEW (self->view)) : NULL;

  return USHER_IS_INVITATION_ROWS (rows)
         && usher_invitation_rows_want (USHER_INVITATION_ROWS (rows), (const guint *) positions->data, positions->len);
}

static void
want_near (UsherCellPainter *self)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));
  guint first = (guint) MAX (self->first, 0);
  guint last = (guint) MAX (self->last, 0);

  for (guint i = first; i <= last; i++)
    g_array_append_val (positions, i);
  for (guint i = last + 1; i <= last + AHEAD; i++)
    g_array_append_val (positions, i);
  for (guint i = first; i > 0 && i + AHEAD > first; i--)
    {
      guint before = i - 1;

      g_array_append_val (positions, before);
    }
  self->pending = want (self, positions);
  /* This wish took the place of theirs. */
  if (self->names_due)
    begin_naming (self);
}

/**
 * usher_cell_painter_look:
 * @self: a painter
 *
 * Other rows stand where some are seen: has those drawn that waited for it. Where that is is found out when the view has
 * been laid out, as the adjustment knows nothing of the new rows before.
 */
void
usher_cell_painter_look (UsherCellPainter *self)
{
  g_return_if_fail (USHER_IS_CELL_PAINTER (self));

  want_near (self);
  for (guint i = 0; i < self->cells->len; i++)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, i);

      if (usher_cell_get_waits (cell) && usher_cell_painter_is_near (self, usher_cell_get_row (cell)))
        usher_cell_refresh (cell);
    }
}

static void
on_scrolled (UsherCellPainter *self)
{
  measure_range (self);
  usher_cell_painter_look (self);
}

/**
 * usher_cell_painter_refresh:
 * @self: a painter
 * @row: (nullable): a row that says something else now; %NULL for all
 *
 * Draws cells again.
 */
void
usher_cell_painter_refresh (UsherCellPainter *self, UsherInvitationRow *row)
{
  g_return_if_fail (USHER_IS_CELL_PAINTER (self));

  self->now = USHER_TIME_NONE;
  for (guint i = 0; i < self->cells->len; i++)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, i);

      if (row == NULL || usher_cell_get_row (cell) == row)
        usher_cell_refresh (cell);
    }
}

static void
on_tick (UsherCellPainter *self)
{
  self->now = USHER_TIME_NONE;
  for (guint i = 0; i < self->cells->len; i++)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, i);
      UsherSort column = usher_cell_get_column (cell);

      if (column == USHER_SORT_EXPIRES || column == USHER_SORT_CREATED || column == USHER_SORT_ACTIVITY)
        usher_cell_refresh (cell);
    }
}

/**
 * usher_cell_painter_get_now:
 * @self: a painter
 *
 * Returns: the present of all cells, so that rows that are drawn one after the other agree
 */
gint64
usher_cell_painter_get_now (UsherCellPainter *self)
{
  if (self->now == USHER_TIME_NONE)
    self->now = usher_time_now ();
  return self->now;
}

/* --- names ------------------------------------------------------------------------------------- */

/* Far off, it is not held: at the next jump, letting go of 200 would take longer than to read what is seen. */
static void
let_go (UsherCellPainter *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, i);

      if (usher_cell_get_waits (cell) && usher_cell_get_row (cell) != NULL)
        usher_invitation_row_reset (usher_cell_get_row (cell));
    }
}

static gboolean
on_name_pass (gpointer user_data)
{
  UsherCellPainter *self = user_data;
  gint64 end = g_get_monotonic_time () + NAME_SLICE;

  while (self->next_name < self->cells->len)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, self->next_name++);

      usher_cell_name (cell);
      self->name_missed |= !usher_cell_get_named (cell);
      if (g_get_monotonic_time () >= end)
        {
          self->name_source = g_idle_add_full (G_PRIORITY_LOW, on_name_pass, self, NULL);
          return G_SOURCE_REMOVE;
        }
    }
  self->name_source = 0;
  let_go (self);
  if (self->name_missed && self->name_tries < NAME_TRIES)
    {
      self->name_tries++;
      begin_naming (self);
    }
  return G_SOURCE_REMOVE;
}

/* What the names need is read first, as far as it is not at hand. */
static gboolean
on_name (gpointer user_data)
{
  UsherCellPainter *self = user_data;
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));
  guint last = G_MAXUINT;

  self->name_source = 0;
  for (guint i = 0; i < self->cells->len; i++)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, i);
      UsherInvitationRow *row = usher_cell_get_row (cell);
      guint position = row != NULL ? usher_invitation_row_get_position (row) : G_MAXUINT;

      if (usher_cell_get_named (cell) || position == last)
        continue;
      last = position;
      if (position != G_MAXUINT)
        g_array_append_val (positions, position);
    }
  if (want (self, positions))
    self->pending = self->names_due = TRUE;
  else
    self->name_source = g_idle_add_full (G_PRIORITY_LOW, on_name_pass, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
begin_naming (UsherCellPainter *self)
{
  g_clear_handle_id (&self->name_source, g_source_remove);
  self->next_name = 0;
  self->name_missed = FALSE;
  self->names_due = FALSE;
  self->name_source = g_timeout_add_full (G_PRIORITY_LOW, NAME_DELAY, on_name, self, NULL);
}

/**
 * usher_cell_painter_name_later:
 * @self: a painter
 *
 * A cell says something that assistive technology does not know yet.
 */
void
usher_cell_painter_name_later (UsherCellPainter *self)
{
  /* While somebody scrolls, only what is seen has a name. */
  self->name_tries = 0;
  if (self->name_source == 0 || self->next_name > 0)
    begin_naming (self);
}

/* --- what is read ahead ------------------------------------------------------------------------ */

/**
 * usher_cell_painter_miss:
 * @self: a painter
 *
 * A cell was to be drawn, and what it says is not at hand: it is drawn again when that has come.
 */
void
usher_cell_painter_miss (UsherCellPainter *self)
{
  if (!self->pending)
    want_near (self);
}

/**
 * usher_cell_painter_come:
 * @self: a painter
 *
 * Draws what was waited for.
 */
void
usher_cell_painter_come (UsherCellPainter *self)
{
  g_return_if_fail (USHER_IS_CELL_PAINTER (self));

  self->pending = FALSE;
  for (guint i = 0; i < self->cells->len; i++)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, i);

      if (usher_cell_get_blank (cell))
        usher_cell_refresh (cell);
    }
  if (self->names_due && self->name_source == 0)
    self->name_source = g_idle_add_full (G_PRIORITY_LOW, on_name_pass, self, NULL);
  self->names_due = FALSE;
}

/**
 * usher_cell_painter_stale:
 * @self: a painter
 *
 * Rows that nobody holds may say something else, and what was being read is given up.
 */
void
usher_cell_painter_stale (UsherCellPainter *self)
{
  gboolean blank = FALSE;
  gboolean unnamed = FALSE;

  g_return_if_fail (USHER_IS_CELL_PAINTER (self));

  for (guint i = 0; i < self->cells->len; i++)
    {
      UsherCell *cell = g_ptr_array_index (self->cells, i);

      blank |= usher_cell_get_blank (cell);
      unnamed |= usher_cell_forget_name (cell);
    }
  self->pending = FALSE;
  if (blank)
    want_near (self);
  if (unnamed)
    usher_cell_painter_name_later (self);
}

/* --- texts and icons --------------------------------------------------------------------------- */

static void
forget_layouts (UsherCellPainter *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_clear_pointer (&self->layouts[i], g_hash_table_unref);
}

static PangoContext *
get_context (UsherCellPainter *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->view);
  guint serial = pango_context_get_serial (context);
  PangoFontMetrics *metrics;

  if (serial == self->serial)
    return context;
  /* Another font, direction or language. */
  self->serial = serial;
  forget_layouts (self);
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->char_width = PANGO_PIXELS_CEIL (MAX (pango_font_metrics_get_approximate_char_width (metrics),
                                             pango_font_metrics_get_approximate_digit_width (metrics)));
  self->line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics)
                                         + pango_font_metrics_get_descent (metrics));
  pango_font_metrics_unref (metrics);
  return context;
}

/**
 * usher_cell_painter_get_metrics:
 * @self: a painter
 * @char_width: (out): how wide a letter is, in pixels
 * @line_height: (out): how high a line is, in pixels
 */
void
usher_cell_painter_get_metrics (UsherCellPainter *self, int *char_width, int *line_height)
{
  get_context (self);
  *char_width = self->char_width;
  *line_height = self->line_height;
}

/**
 * usher_cell_painter_get_layout:
 * @self: a painter
 * @column: the column it is for: within it, all are as wide
 * @text: what to say
 *
 * Returns: (transfer none): the text, laid out
 */
PangoLayout *
usher_cell_painter_get_layout (UsherCellPainter *self, UsherSort column, const char *text)
{
  PangoContext *context = get_context (self);
  GHashTable *layouts = self->layouts[column];
  PangoLayout *layout;

  if (layouts == NULL)
    layouts = self->layouts[column] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  layout = g_hash_table_lookup (layouts, text);
  if (layout != NULL)
    return layout;
  if (g_hash_table_size (layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (layouts);
  layout = pango_layout_new (context);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  g_hash_table_insert (layouts, (gpointer) pango_layout_get_text (layout), layout);
  return layout;
}

static void
forget_icons (UsherCellPainter *self)
{
  for (guint i = 0; i < N_ICONS; i++)
    g_clear_object (&self->icons[i]);
}

/* Giving a symbolic icon its colour takes longer than drawing a row, and a row has one of five. */
static GdkTexture *
make_icon (UsherCellPainter *self, GtkWidget *cell, const char *name, const GdkRGBA *color)
{
  const GdkRGBA colors[] = { *color, *color, *color, *color };
  int size = USHER_CELL_ICON_SIZE * self->icon_scale;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (cell));
  g_autoptr (GtkIconPaintable) icon = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  icon = gtk_icon_theme_lookup_icon (self->icon_theme, name, NULL, USHER_CELL_ICON_SIZE, self->icon_scale,
                                     gtk_widget_get_direction (cell), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, colors,
                                            G_N_ELEMENTS (colors));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node == NULL)
    return NULL;
  return gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) size, (float) size));
}

static void
on_icons_changed (UsherCellPainter *self)
{
  forget_icons (self);
  usher_cell_painter_refresh (self, NULL);
}

/**
 * usher_cell_painter_draw_icon:
 * @self: a painter
 * @cell: whose style counts
 * @snapshot: where to draw
 * @status: what the icon stands for
 *
 * Draws the icon of a status in its colour.
 */
void
usher_cell_painter_draw_icon (UsherCellPainter *self, GtkWidget *cell, GtkSnapshot *snapshot,
                              UsherInvitationStatus status)
{
  guint number = MIN ((guint) status, N_ICONS - 1);
  const char *name = usher_status_get_css_class (status);
  int scale = gtk_widget_get_scale_factor (cell);
  GdkRGBA color;

  if (scale != self->icon_scale)
    {
      forget_icons (self);
      self->icon_scale = scale;
    }
  usher_compat_get_color (cell, &color);
  if (name != NULL)
    {
      g_autofree char *color_name = g_strconcat (name, "_color", NULL);

      usher_compat_lookup_color (cell, color_name, &color);
    }
  if (self->icons[number] == NULL || !gdk_rgba_equal (&color, &self->icon_colors[number]))
    {
      g_clear_object (&self->icons[number]);
      self->icons[number] = make_icon (self, cell, usher_status_get_icon_name (status), &color);
      self->icon_colors[number] = color;
    }
  if (self->icons[number] != NULL)
    gtk_snapshot_append_texture (snapshot, self->icons[number],
                                 &GRAPHENE_RECT_INIT (0, 0, USHER_CELL_ICON_SIZE, USHER_CELL_ICON_SIZE));
}

/* --- cells ------------------------------------------------------------------------------------- */

/**
 * usher_cell_painter_add:
 * @self: a painter
 * @cell: a new cell
 *
 * Returns: its number
 */
guint
usher_cell_painter_add (UsherCellPainter *self, UsherCell *cell)
{
  g_ptr_array_add (self->cells, cell);
  return self->cells->len - 1;
}

/**
 * usher_cell_painter_remove:
 * @self: a painter
 * @number: of a cell that goes; the last one takes it over
 */
void
usher_cell_painter_remove (UsherCellPainter *self, guint number)
{
  g_return_if_fail (number < self->cells->len);

  g_ptr_array_remove_index_fast (self->cells, number);
  if (number < self->cells->len)
    usher_cell_set_number (g_ptr_array_index (self->cells, number), number);
}

static void
usher_cell_painter_dispose (GObject *object)
{
  UsherCellPainter *self = USHER_CELL_PAINTER (object);

  g_clear_handle_id (&self->name_source, g_source_remove);
  if (self->view != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  self->view = NULL;
  forget_layouts (self);
  forget_icons (self);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->ticker);
  G_OBJECT_CLASS (usher_cell_painter_parent_class)->dispose (object);
}

static void
usher_cell_painter_finalize (GObject *object)
{
  g_ptr_array_unref (USHER_CELL_PAINTER (object)->cells);
  G_OBJECT_CLASS (usher_cell_painter_parent_class)->finalize (object);
}

static void
usher_cell_painter_class_init (UsherCellPainterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = usher_cell_painter_dispose;
  object_class->finalize = usher_cell_painter_finalize;
}

static void
usher_cell_painter_init (UsherCellPainter *self)
{
  self->cells = g_ptr_array_new ();
  self->now = USHER_TIME_NONE;
  self->last = FIRST_ROWS;
  self->ticker = usher_ticker_dup_default ();
  g_signal_connect_object (self->ticker, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
}

/**
 * usher_cell_painter_new:
 * @view: the column view the cells are in
 * @adjustment: how it is scrolled
 *
 * Returns: (transfer full): a painter
 */
UsherCellPainter *
usher_cell_painter_new (GtkWidget *view, GtkAdjustment *adjustment)
{
  UsherCellPainter *self;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_ADJUSTMENT (adjustment), NULL);

  self = g_object_new (USHER_TYPE_CELL_PAINTER, NULL);
  self->view = view;
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &self->view);
  self->adjustment = g_object_ref (adjustment);
  self->icon_theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (view));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->icon_theme, "changed", G_CALLBACK (on_icons_changed), self, G_CONNECT_SWAPPED);
  return self;
}
