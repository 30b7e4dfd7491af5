/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell that draws its text itself. GTK 4 binds some four hundred rows around those that are seen, again at each jump: a
 * cell that is bound only notes where it stands. Main thread. */
#include "ui/usher-lazy-cell.h"

#include <adwaita.h>

#define ICON_SIZE 16
#define SPACING 6

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
  PangoLayout *layout;       /* (owned) (nullable) */
  gboolean laid_out;         /* layout has the text */
};

G_DEFINE_FINAL_TYPE (UsherLazyCell, usher_lazy_cell, GTK_TYPE_WIDGET)

/* --- size -------------------------------------------------------------------------------------- */

/* Thousands of cells share a font: its measures are asked for once. */
static void
get_measures (GtkWidget *widget, int *char_width, int *height)
{
  static PangoFontDescription *last_font;
  static double last_resolution;
  static int last_width;
  static int last_height;
  PangoContext *context = gtk_widget_get_pango_context (widget);
  double resolution = pango_cairo_context_get_resolution (context);

  if (last_font == NULL || resolution != last_resolution
      || !pango_font_description_equal (last_font, pango_context_get_font_description (context)))
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

      g_clear_pointer (&last_font, pango_font_description_free);
      last_font = pango_font_description_copy (pango_context_get_font_description (context));
      last_resolution = resolution;
      last_width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                        pango_font_metrics_get_approximate_digit_width (metrics));
      last_height = pango_font_metrics_get_height (metrics);
      if (last_height == 0)
        last_height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);
      pango_font_metrics_unref (metrics);
    }
  *char_width = last_width;
  *height = PANGO_PIXELS_CEIL (last_height);
}

static void
usher_lazy_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  UsherLazyCell *self = USHER_LAZY_CELL (widget);
  int char_width;
  int height;

  get_measures (widget, &char_width, &height);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = self->has_icon ? MAX (height, ICON_SIZE) : height;
    }
  else
    {
      *minimum = PANGO_PIXELS_CEIL (self->chars * char_width);
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
  static GHashTable *textures; /* (element-type utf8 GdkTexture) */
  GtkWidget *widget = GTK_WIDGET (self);
  int scale = gtk_widget_get_scale_factor (widget);
  g_autofree char *rgba = gdk_rgba_to_string (colour);
  g_autofree char *key = g_strdup_printf ("%s %s %d %d", self->icon, rgba, scale, gtk_widget_get_direction (widget));
  GdkTexture *texture;
  g_autoptr (GtkIconPaintable) icon = NULL;
  GtkSnapshot *snapshot;
  g_autoptr (GskRenderNode) node = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));

  if (textures == NULL)
    textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  texture = g_hash_table_lookup (textures, key);
  if (texture != NULL)
    return texture;
  icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), self->icon, NULL,
                                     ICON_SIZE, scale, gtk_widget_get_direction (widget), 0);
  snapshot = gtk_snapshot_new ();
  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  if (gtk_icon_paintable_is_symbolic (icon))
    gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE, ICON_SIZE, colour, 1);
  else
    gdk_paintable_snapshot (GDK_PAINTABLE (icon), GDK_SNAPSHOT (snapshot), ICON_SIZE, ICON_SIZE);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL || renderer == NULL)
    return NULL;
  texture = gsk_renderer_render_texture (
    renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) (ICON_SIZE * scale), (float) (ICON_SIZE * scale)));
  /* Themes and styles change now and then. */
  if (g_hash_table_size (textures) > 200)
    g_hash_table_remove_all (textures);
  g_hash_table_insert (textures, g_steal_pointer (&key), texture);
  return texture;
}

static void
draw_icon (UsherLazyCell *self, GtkSnapshot *snapshot, const GdkRGBA *colour, double x)
{
  int y = (gtk_widget_get_height (GTK_WIDGET (self)) - ICON_SIZE) / 2;
  GdkTexture *texture = get_icon_texture (self, colour);

  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, &GRAPHENE_RECT_INIT ((float) x, (float) y, ICON_SIZE, ICON_SIZE));
}

static void
ensure_layout (UsherLazyCell *self)
{
  g_autoptr (PangoAttrList) strong = NULL;

  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode (self->layout, TRUE);
      self->laid_out = FALSE;
    }
  if (self->laid_out)
    return;
  self->laid_out = TRUE;
  if (self->look == USHER_CELL_STRONG)
    {
      strong = self->attributes != NULL ? pango_attr_list_copy (self->attributes) : pango_attr_list_new ();
      pango_attr_list_insert (strong, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
    }
  pango_layout_set_attributes (self->layout, strong != NULL ? strong : self->attributes);
  pango_layout_set_text (self->layout, self->text, -1);
}

static void
usher_lazy_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UsherLazyCell *self = USHER_LAZY_CELL (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int text_width;
  int text_height;
  GdkRGBA colour;

  ensure_filled (self, FALSE);
  if (!self->filled || width <= 0)
    return;
  get_colour (self, &colour);
  if (self->icon != NULL)
    draw_icon (self, snapshot, &colour, rtl ? width - ICON_SIZE : 0);
  if (self->text == NULL || *self->text == '\0')
    return;
  if (self->has_icon)
    width -= ICON_SIZE + SPACING;
  if (width <= 0)
    return;
  ensure_layout (self);
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  gtk_snapshot_save (snapshot);
  /* The layout puts the text where its direction begins. */
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (self->has_icon && !rtl ? ICON_SIZE + SPACING : 0),
                                                (float) ((gtk_widget_get_height (widget) - text_height) / 2)));
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
  self->laid_out = FALSE;
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

  return self->layout != NULL && self->laid_out && pango_layout_is_ellipsized (self->layout);
}
