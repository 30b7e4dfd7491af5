/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell that draws its text itself. GTK 4 binds some four hundred rows around those that are seen, again at each jump: a
 * cell that is bound only notes where it stands. Main thread. */
#include "ui/usher-lazy-cell.h"

#include <adwaita.h>

#define ICON_SIZE 16
#define SPACING 6
#define MAX_TEXTURES 64

struct _UsherLazyCell
{
  GtkWidget parent_instance;

  UsherLazyCellFill fill;
  gpointer user_data;
  guint position;
  int chars;
  gboolean has_icon;

  gboolean filled;
  gboolean filling;
  char *text;                /* (owned) (nullable) */
  PangoAttrList *attributes; /* (owned) (nullable) */
  UsherCellLook look;
  const char *icon;          /* (interned) (nullable) */
  PangoLayout *layout;       /* (owned) (nullable) the text, once it was drawn; others may have it, too */
};

G_DEFINE_FINAL_TYPE (UsherLazyCell, usher_lazy_cell, GTK_TYPE_WIDGET)

/* --- what cells share -------------------------------------------------------------------------- */

/* A view has some 1,800 cells. A context and a layout for each, as the toolkit gives a widget, would be most of what they
 * cost: the cells of a view share its context, and texts that are laid out, as days, kinds and companies recur. */
typedef struct
{
  guint serial;        /* of the context that all below was made with */
  int char_width;      /* Pango units */
  int height;          /* pixels */
  GHashTable *layouts; /* (owned) (element-type utf8 PangoLayout) keys belong to the layouts */
  GHashTable *strong;  /* (owned) (element-type utf8 PangoLayout) as above, bold */
} Shared;

/* Of each kind; some screens of rows. */
#define MAX_LAYOUTS 512
#define SHARED_KEY "usher-lazy-cells"

static void
shared_free (gpointer data)
{
  Shared *shared = data;

  g_hash_table_unref (shared->layouts);
  g_hash_table_unref (shared->strong);
  g_free (shared);
}

static Shared *
get_shared (UsherLazyCell *self, PangoContext **context)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_COLUMN_VIEW);
  Shared *shared;
  guint serial;

  if (view == NULL)
    view = GTK_WIDGET (self);
  *context = gtk_widget_get_pango_context (view);
  serial = pango_context_get_serial (*context);
  shared = g_object_get_data (G_OBJECT (view), SHARED_KEY);
  if (shared == NULL)
    {
      shared = g_new0 (Shared, 1);
      shared->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
      shared->strong = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
      g_object_set_data_full (G_OBJECT (view), SHARED_KEY, shared, shared_free);
    }
  if (shared->serial != serial)
    {
      /* Another font, direction or language. */
      PangoFontMetrics *metrics = pango_context_get_metrics (*context, NULL, NULL);

      shared->serial = serial;
      shared->char_width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                                pango_font_metrics_get_approximate_digit_width (metrics));
      shared->height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
      if (shared->height == 0)
        shared->height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics)
                                            + pango_font_metrics_get_descent (metrics));
      pango_font_metrics_unref (metrics);
      g_hash_table_remove_all (shared->layouts);
      g_hash_table_remove_all (shared->strong);
    }
  return shared;
}

static PangoLayout *
make_layout (PangoContext *context, const char *text, PangoAttrList *attributes)
{
  PangoLayout *layout = pango_layout_new (context);

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* Transfer full. */
static PangoLayout *
get_layout (UsherLazyCell *self)
{
  PangoContext *context;
  Shared *shared = get_shared (self, &context);
  gboolean strong = self->look == USHER_CELL_STRONG;
  g_autoptr (PangoAttrList) attributes = NULL;
  GHashTable *layouts = strong ? shared->strong : shared->layouts;
  PangoLayout *layout = self->attributes == NULL ? g_hash_table_lookup (layouts, self->text) : NULL;

  if (layout != NULL)
    return g_object_ref (layout);
  if (self->attributes != NULL)
    attributes = pango_attr_list_copy (self->attributes);
  else if (strong)
    attributes = pango_attr_list_new ();
  if (strong)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  layout = make_layout (context, self->text, attributes);
  if (self->attributes != NULL)
    return layout;
  if (g_hash_table_size (layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (layouts);
  g_hash_table_insert (layouts, (gpointer) pango_layout_get_text (layout), g_object_ref (layout));
  return layout;
}

/* --- size -------------------------------------------------------------------------------------- */

static void
usher_lazy_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  UsherLazyCell *self = USHER_LAZY_CELL (widget);
  PangoContext *context;
  Shared *shared = get_shared (self, &context);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = self->has_icon ? MAX (shared->height, ICON_SIZE) : shared->height;
    }
  else
    {
      *minimum = PANGO_PIXELS_CEIL (self->chars * shared->char_width);
      if (self->has_icon)
        *minimum += ICON_SIZE + (self->chars > 0 ? SPACING : 0);
      *natural = *minimum;
    }
  *minimum_baseline = *natural_baseline = -1;
}

/* --- drawing ----------------------------------------------------------------------------------- */

static void
ensure_filled (UsherLazyCell *self, gboolean needed)
{
  if (self->filled || self->filling || self->position == G_MAXUINT)
    return;
  self->filling = TRUE;
  self->filled = self->fill (self, self->position, needed, self->user_data);
  self->filling = FALSE;
}

static void
get_colour (UsherLazyCell *self, GdkRGBA *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (self->look == USHER_CELL_ERROR && gtk_style_context_lookup_color (context, "error_color", colour))
    return;
  gtk_style_context_get_color (context, colour);
  /* As the style's dim-label. */
  if (self->look == USHER_CELL_DIM)
    colour->alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 0.9f : 0.55f;
}

/* A few icons in a few colours, drawn thousands of times: each is drawn once, as giving it its colour takes longer than
 * all the rest of a cell. */
static GdkTexture *
get_icon_texture (UsherLazyCell *self, const GdkRGBA *colour)
{
  static struct
  {
    const char *icon;    /* (interned) (nullable) */
    GdkRGBA colour;
    int scale;
    GtkTextDirection direction;
    GdkTexture *texture; /* (owned) (nullable) */
  } known[MAX_TEXTURES];
  static guint next;
  GtkWidget *widget = GTK_WIDGET (self);
  int scale = gtk_widget_get_scale_factor (widget);
  GtkTextDirection direction = gtk_widget_get_direction (widget);
  g_autoptr (GtkIconPaintable) icon = NULL;
  GtkSnapshot *snapshot;
  g_autoptr (GskRenderNode) node = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));

  for (guint i = 0; i < MAX_TEXTURES; i++)
    {
      if (known[i].icon == self->icon && known[i].texture != NULL && known[i].scale == scale
          && known[i].direction == direction && gdk_rgba_equal (&known[i].colour, colour))
        return known[i].texture;
    }
  icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), self->icon, NULL,
                                     ICON_SIZE, scale, direction, 0);
  snapshot = gtk_snapshot_new ();
  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  if (gtk_icon_paintable_is_symbolic (icon))
    gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE, ICON_SIZE, colour, 1);
  else
    gdk_paintable_snapshot (GDK_PAINTABLE (icon), GDK_SNAPSHOT (snapshot), ICON_SIZE, ICON_SIZE);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL || renderer == NULL)
    return NULL;
  /* Themes and styles change now and then: the oldest goes. */
  g_clear_object (&known[next].texture);
  known[next].icon = self->icon;
  known[next].colour = *colour;
  known[next].scale = scale;
  known[next].direction = direction;
  known[next].texture = gsk_renderer_render_texture (
    renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) (ICON_SIZE * scale), (float) (ICON_SIZE * scale)));
  next = (next + 1) % MAX_TEXTURES;
  return known[(next + MAX_TEXTURES - 1) % MAX_TEXTURES].texture;
}

static void
draw_icon (UsherLazyCell *self, GtkSnapshot *snapshot, const GdkRGBA *colour, double x)
{
  int y = (gtk_widget_get_height (GTK_WIDGET (self)) - ICON_SIZE) / 2;
  GdkTexture *texture = get_icon_texture (self, colour);

  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, &GRAPHENE_RECT_INIT ((float) x, (float) y, ICON_SIZE, ICON_SIZE));
}

static int
get_text_width (UsherLazyCell *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) - (self->has_icon ? ICON_SIZE + SPACING : 0);
}

static void
usher_lazy_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UsherLazyCell *self = USHER_LAZY_CELL (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  PangoRectangle extents;
  int x = 0;
  int y;
  GdkRGBA colour;

  ensure_filled (self, FALSE);
  if (!self->filled || width <= 0)
    return;
  get_colour (self, &colour);
  if (self->icon != NULL)
    draw_icon (self, snapshot, &colour, rtl ? width - ICON_SIZE : 0);
  if (self->text == NULL || *self->text == '\0')
    return;
  width = get_text_width (self);
  if (width <= 0)
    return;
  if (self->layout == NULL)
    self->layout = get_layout (self);
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  if (rtl)
    x = width - extents.width;
  else if (self->has_icon)
    x = ICON_SIZE + SPACING;
  y = (gtk_widget_get_height (widget) - extents.height) / 2; /* whole pixels */
  gtk_snapshot_save (snapshot);
  /* Where the row begins, whichever way the text itself runs: a layout would put it where that begins. */
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x - extents.x), (float) (y - extents.y)));
  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_lazy_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  g_clear_object (&USHER_LAZY_CELL (widget)->layout);
  GTK_WIDGET_CLASS (usher_lazy_cell_parent_class)->css_changed (widget, change);
}

static void
usher_lazy_cell_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  g_clear_object (&USHER_LAZY_CELL (widget)->layout);
  GTK_WIDGET_CLASS (usher_lazy_cell_parent_class)->system_setting_changed (widget, setting);
}

static void
usher_lazy_cell_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  g_clear_object (&USHER_LAZY_CELL (widget)->layout);
  GTK_WIDGET_CLASS (usher_lazy_cell_parent_class)->direction_changed (widget, previous);
}

static void
usher_lazy_cell_finalize (GObject *object)
{
  UsherLazyCell *self = USHER_LAZY_CELL (object);

  g_free (self->text);
  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  g_clear_object (&self->layout);
  G_OBJECT_CLASS (usher_lazy_cell_parent_class)->finalize (object);
}

static void
usher_lazy_cell_class_init (UsherLazyCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = usher_lazy_cell_finalize;
  widget_class->measure = usher_lazy_cell_measure;
  widget_class->snapshot = usher_lazy_cell_snapshot;
  widget_class->css_changed = usher_lazy_cell_css_changed;
  widget_class->system_setting_changed = usher_lazy_cell_system_setting_changed;
  widget_class->direction_changed = usher_lazy_cell_direction_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
usher_lazy_cell_init (UsherLazyCell *self)
{
  self->position = G_MAXUINT;
}

/**
 * usher_lazy_cell_new:
 * @chars: how wide it is at least, in characters; 0: no text
 * @icon: whether there is room for an icon
 * @fill: says what stands in it
 * @user_data: for @fill; must live as long as the cell
 *
 * Returns: (transfer floating): a cell of no row
 */
GtkWidget *
usher_lazy_cell_new (int chars, gboolean icon, UsherLazyCellFill fill, gpointer user_data)
{
  UsherLazyCell *self = g_object_new (USHER_TYPE_LAZY_CELL, NULL);

  self->chars = chars;
  self->has_icon = icon;
  self->fill = fill;
  self->user_data = user_data;
  return GTK_WIDGET (self);
}

/**
 * usher_lazy_cell_set_position:
 * @self: a cell
 * @position: which row it is of, or %G_MAXUINT
 *
 * Notes where it stands. It is not drawn anew: GTK does that to four hundred rows when some thirty are seen, and cells
 * that are not drawn again cost nothing. Whoever knows which rows are seen resets those.
 */
void
usher_lazy_cell_set_position (UsherLazyCell *self, guint position)
{
  g_return_if_fail (USHER_IS_LAZY_CELL (self));

  self->position = position;
  self->filled = FALSE;
}

/**
 * usher_lazy_cell_get_position:
 * @self: a cell
 *
 * Returns: which row it is of, or %G_MAXUINT
 */
guint
usher_lazy_cell_get_position (UsherLazyCell *self)
{
  g_return_val_if_fail (USHER_IS_LAZY_CELL (self), G_MAXUINT);

  return self->position;
}

/**
 * usher_lazy_cell_reset:
 * @self: a cell
 *
 * Something else may stand there now: it is asked for again when it is drawn.
 */
void
usher_lazy_cell_reset (UsherLazyCell *self)
{
  g_return_if_fail (USHER_IS_LAZY_CELL (self));

  self->filled = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * usher_lazy_cell_get_filled:
 * @self: a cell
 *
 * Returns: whether it knows what stands there
 */
gboolean
usher_lazy_cell_get_filled (UsherLazyCell *self)
{
  g_return_val_if_fail (USHER_IS_LAZY_CELL (self), FALSE);

  return self->filled;
}

/**
 * usher_lazy_cell_set_text:
 * @self: a cell
 * @text: what it says, a line of UTF-8
 * @attributes: (nullable): marks in the text
 * @look: how it says it
 *
 * To be called from its fill function.
 */
void
usher_lazy_cell_set_text (UsherLazyCell *self, const char *text, PangoAttrList *attributes, UsherCellLook look)
{
  gboolean same;

  g_return_if_fail (USHER_IS_LAZY_CELL (self));

  same = g_strcmp0 (self->text, text) == 0;
  if (same && self->attributes == NULL && attributes == NULL && self->look == look)
    return;
  g_clear_object (&self->layout);
  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  self->attributes = attributes != NULL ? pango_attr_list_ref (attributes) : NULL;
  self->look = look;
  if (same)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "", -1);
}

/**
 * usher_lazy_cell_set_icon:
 * @self: a cell
 * @name: (nullable): the icon's name
 *
 * To be called from its fill function.
 */
void
usher_lazy_cell_set_icon (UsherLazyCell *self, const char *name)
{
  g_return_if_fail (USHER_IS_LAZY_CELL (self));

  self->icon = g_intern_string (name);
}

/**
 * usher_lazy_cell_set_spoken:
 * @self: a cell
 * @spoken: what a screen reader says in place of the text
 *
 * To be called from its fill function.
 */
void
usher_lazy_cell_set_spoken (UsherLazyCell *self, const char *spoken)
{
  g_return_if_fail (USHER_IS_LAZY_CELL (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * usher_lazy_cell_get_text:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): what it says; %NULL when it is of no row
 */
const char *
usher_lazy_cell_get_text (UsherLazyCell *self)
{
  g_return_val_if_fail (USHER_IS_LAZY_CELL (self), NULL);

  ensure_filled (self, TRUE);
  return self->position != G_MAXUINT ? self->text : NULL;
}

/**
 * usher_lazy_cell_is_cut:
 * @self: a cell
 *
 * Returns: whether the text was longer than there was room for when it was drawn
 */
gboolean
usher_lazy_cell_is_cut (UsherLazyCell *self)
{
  g_return_val_if_fail (USHER_IS_LAZY_CELL (self), FALSE);

  if (self->layout == NULL)
    return FALSE;
  /* Another cell may have asked for the same text, in another width. */
  pango_layout_set_width (self->layout, get_text_width (self) * PANGO_SCALE);
  return pango_layout_is_ellipsized (self->layout);
}
