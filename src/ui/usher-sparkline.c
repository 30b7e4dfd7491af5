/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars, not a line: most days of a month have nought or one, which a line would draw as a range of hills.
 * A day with nothing is a dot on the ground, so that thirty days are seen as thirty. Main thread. */
#include "ui/usher-sparkline.h"

#include "ui/compat/usher-compat.h"

#define BAR_WIDTH 2
#define GAP 1
#define HEIGHT 16

struct _UsherSparkline
{
  GtkWidget parent_instance;

  GArray *values; /* (owned) (element-type guint) oldest first */
};

G_DEFINE_FINAL_TYPE (UsherSparkline, usher_sparkline, GTK_TYPE_WIDGET)

static void
usher_sparkline_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  UsherSparkline *self = USHER_SPARKLINE (widget);
  int size = HEIGHT;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    size = MAX ((int) self->values->len * (BAR_WIDTH + GAP) - GAP, 0);
  *minimum = *natural = size;
}

static void
usher_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UsherSparkline *self = USHER_SPARKLINE (widget);
  gboolean backwards = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int height = gtk_widget_get_height (widget);
  guint n = self->values->len;
  guint highest = 1;
  GdkRGBA colour, faint;

  usher_compat_get_color (widget, &colour);
  faint = colour;
  faint.alpha *= 0.4f;
  for (guint i = 0; i < n; i++)
    highest = MAX (highest, g_array_index (self->values, guint, i));
  for (guint i = 0; i < n; i++)
    {
      guint value = g_array_index (self->values, guint, i);
      float left = (float) ((backwards ? n - 1 - i : i) * (BAR_WIDTH + GAP));
      /* One among many is still to be seen. */
      float tall = value > 0 ? MAX (3.f, (float) height * (float) value / (float) highest) : 1.f;

      gtk_snapshot_append_color (snapshot, value > 0 ? &colour : &faint,
                                 &GRAPHENE_RECT_INIT (left, (float) height - tall, BAR_WIDTH, tall));
    }
}

static void
usher_sparkline_finalize (GObject *object)
{
  g_array_unref (USHER_SPARKLINE (object)->values);
  G_OBJECT_CLASS (usher_sparkline_parent_class)->finalize (object);
}

static void
usher_sparkline_class_init (UsherSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = usher_sparkline_finalize;
  widget_class->measure = usher_sparkline_measure;
  widget_class->snapshot = usher_sparkline_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
usher_sparkline_init (UsherSparkline *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * usher_sparkline_new:
 *
 * Returns: (transfer floating): a line without values
 */
GtkWidget *
usher_sparkline_new (void)
{
  return g_object_new (USHER_TYPE_SPARKLINE, NULL);
}

/**
 * usher_sparkline_set_values:
 * @self: a sparkline
 * @values: (array length=n_values): numbers, oldest first; copied
 * @n_values: how many there are
 */
void
usher_sparkline_set_values (UsherSparkline *self, const guint *values, guint n_values)
{
  gboolean resized;

  g_return_if_fail (USHER_IS_SPARKLINE (self));
  g_return_if_fail (values != NULL || n_values == 0);

  resized = self->values->len != n_values;
  g_array_set_size (self->values, 0);
  g_array_append_vals (self->values, values, n_values);
  if (resized)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
