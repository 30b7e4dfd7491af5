/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays chips and check buttons out like words: GtkFlowBox aligns its children in columns, which
 * tears addresses of different length apart, and AdwWrapBox is far above the floor. Main thread. */
#include "ui/usher-wrap-layout.h"

struct _UsherWrapLayout
{
  GtkLayoutManager parent_instance;
  int spacing;
};

enum
{
  PROP_SPACING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (UsherWrapLayout, usher_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
child_width (GtkWidget *child, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, width));
}

static int
child_height (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* Fills one line from first on; returns the first child of the next line. What is left of the line is for those that want
 * it. */
static GtkWidget *
measure_line (UsherWrapLayout *self, GtkWidget *first, int width, int *height, int *extra)
{
  int x = 0;
  int n_wanting = 0;
  GtkWidget *child = first;

  *height = 0;
  while (child != NULL)
    {
      int w = child_width (child, width);

      if (child != first && x + self->spacing + w > width)
        break;
      x += (child != first ? self->spacing : 0) + w;
      *height = MAX (*height, child_height (child, w));
      n_wanting += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
      child = next_shown (gtk_widget_get_next_sibling (child));
    }
  *extra = n_wanting > 0 ? MAX (width - x, 0) / n_wanting : 0;
  return child;
}

static GtkSizeRequestMode
usher_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
usher_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                           GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  UsherWrapLayout *self = USHER_WRAP_LAYOUT (manager);
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int min = 0, nat = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (; child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
        {
          int child_min, child_nat;

          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_min, &child_nat, NULL,
                              NULL);
          min = MAX (min, child_min);
          nat += child_nat + (nat > 0 ? self->spacing : 0);
        }
    }
  else
    {
      while (child != NULL)
        {
          int height, extra;

          child = measure_line (self, child, for_size < 0 ? G_MAXINT / 2 : for_size, &height, &extra);
          nat += height + (nat > 0 ? self->spacing : 0);
        }
      min = nat;
    }
  *minimum = min;
  *natural = MAX (min, nat);
}

static void
usher_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                            int baseline)
{
  UsherWrapLayout *self = USHER_WRAP_LAYOUT (manager);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL)
    {
      int line_height, extra, x = 0;
      GtkWidget *end = measure_line (self, child, width, &line_height, &extra);

      for (; child != end; child = next_shown (gtk_widget_get_next_sibling (child)))
        {
          int w = child_width (child, width)
                  + (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? extra : 0);
          GtkAllocation place = { rtl ? width - x - w : x, y, w, line_height };

          gtk_widget_size_allocate (child, &place, -1);
          x += w + self->spacing;
        }
      y += line_height + self->spacing;
    }
}

static void
usher_wrap_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherWrapLayout *self = USHER_WRAP_LAYOUT (object);

  if (id == PROP_SPACING)
    g_value_set_int (value, self->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_wrap_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherWrapLayout *self = USHER_WRAP_LAYOUT (object);

  if (id == PROP_SPACING)
    usher_wrap_layout_set_spacing (self, g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_wrap_layout_class_init (UsherWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = usher_wrap_layout_get_property;
  object_class->set_property = usher_wrap_layout_set_property;
  layout_class->get_request_mode = usher_wrap_layout_get_request_mode;
  layout_class->measure = usher_wrap_layout_measure;
  layout_class->allocate = usher_wrap_layout_allocate;

  /**
   * UsherWrapLayout:spacing:
   *
   * Pixels between two children of a line, and between two lines.
   */
  properties[PROP_SPACING] = g_param_spec_int (
    "spacing", NULL, NULL, 0, 100, 6,
    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
usher_wrap_layout_init (UsherWrapLayout *self)
{
  self->spacing = 6;
}

/**
 * usher_wrap_layout_new:
 *
 * Returns: (transfer full): a layout manager with 6 pixels of spacing
 */
GtkLayoutManager *
usher_wrap_layout_new (void)
{
  return g_object_new (USHER_TYPE_WRAP_LAYOUT, NULL);
}

/**
 * usher_wrap_layout_get_spacing:
 * @self: a layout
 *
 * Returns: pixels between children and between lines
 */
int
usher_wrap_layout_get_spacing (UsherWrapLayout *self)
{
  g_return_val_if_fail (USHER_IS_WRAP_LAYOUT (self), 0);

  return self->spacing;
}

/**
 * usher_wrap_layout_set_spacing:
 * @self: a layout
 * @spacing: pixels, 0 to 100
 *
 * Sets the room between children and between lines.
 */
void
usher_wrap_layout_set_spacing (UsherWrapLayout *self, int spacing)
{
  g_return_if_fail (USHER_IS_WRAP_LAYOUT (self));

  if (self->spacing == spacing)
    return;
  self->spacing = spacing;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPACING]);
}
