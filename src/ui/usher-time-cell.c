/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell with a moment: "in 3 days", with the exact time in the person's zone and locale as tooltip, and
 * said anew as time passes. Main thread. */
#include "ui/usher-time-cell.h"

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-ticker.h"

struct _UsherTimeCell
{
  GtkWidget parent_instance;

  GtkInscription *inscription; /* (owned by the widget tree) */
  UsherTicker *ticker;         /* (owned) */
  gint64 time;
  char *none_text;             /* (owned) (nullable) */
};

typedef enum
{
  PROP_TIME = 1,
  PROP_NONE_TEXT,
} UsherTimeCellProperty;

static GParamSpec *properties[PROP_NONE_TEXT + 1];

G_DEFINE_FINAL_TYPE (UsherTimeCell, usher_time_cell, GTK_TYPE_WIDGET)

static void
update (UsherTimeCell *self)
{
  g_autofree char *text = NULL;
  const char *shown = self->none_text;

  if (self->time != USHER_TIME_NONE)
    shown = text = usher_time_format_relative (self->time, usher_time_now ());
  if (g_strcmp0 (shown, gtk_inscription_get_text (self->inscription)) != 0)
    gtk_inscription_set_text (self->inscription, shown);
}

/* Asked for only when it is shown: formatting by locale is too slow for every row that scrolls past. */
static gboolean
on_query_tooltip (UsherTimeCell *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *text = NULL;

  if (self->time == USHER_TIME_NONE)
    return FALSE;
  zone = g_time_zone_new_local ();
  text = usher_time_format_exact (self->time, zone);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
usher_time_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherTimeCell *self = USHER_TIME_CELL (object);

  switch ((UsherTimeCellProperty) id)
    {
    case PROP_TIME:
      g_value_set_int64 (value, self->time);
      break;
    case PROP_NONE_TEXT:
      g_value_set_string (value, self->none_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_time_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherTimeCell *self = USHER_TIME_CELL (object);

  switch ((UsherTimeCellProperty) id)
    {
    case PROP_TIME:
      usher_time_cell_set_time (self, g_value_get_int64 (value));
      break;
    case PROP_NONE_TEXT:
      if (usher_set_str (&self->none_text, g_value_get_string (value)))
        {
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_time_cell_dispose (GObject *object)
{
  UsherTimeCell *self = USHER_TIME_CELL (object);

  g_clear_pointer ((GtkWidget **) &self->inscription, gtk_widget_unparent);
  g_clear_object (&self->ticker);
  G_OBJECT_CLASS (usher_time_cell_parent_class)->dispose (object);
}

static void
usher_time_cell_finalize (GObject *object)
{
  g_free (USHER_TIME_CELL (object)->none_text);
  G_OBJECT_CLASS (usher_time_cell_parent_class)->finalize (object);
}

static void
usher_time_cell_class_init (UsherTimeCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_time_cell_get_property;
  object_class->set_property = usher_time_cell_set_property;
  object_class->dispose = usher_time_cell_dispose;
  object_class->finalize = usher_time_cell_finalize;

  /**
   * UsherTimeCell:time:
   *
   * Microseconds since the epoch, or %USHER_TIME_NONE.
   */
  properties[PROP_TIME] = g_param_spec_int64 ("time", NULL, NULL, G_MININT64, G_MAXINT64,
                                              USHER_TIME_NONE,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                | G_PARAM_STATIC_STRINGS);
  /**
   * UsherTimeCell:none-text: (nullable)
   *
   * What is shown when there is no time: "Never".
   */
  properties[PROP_NONE_TEXT] = g_param_spec_string ("none-text", NULL, NULL, NULL,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
usher_time_cell_init (UsherTimeCell *self)
{
  self->time = USHER_TIME_NONE;
  self->inscription = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  gtk_inscription_set_text_overflow (self->inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (self->inscription, 6);
  gtk_inscription_set_nat_chars (self->inscription, 13);
  gtk_widget_set_parent (GTK_WIDGET (self->inscription), GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  self->ticker = usher_ticker_dup_default ();
  g_signal_connect_object (self->ticker, "tick", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * usher_time_cell_new:
 *
 * Returns: (transfer floating): a cell without a time
 */
GtkWidget *
usher_time_cell_new (void)
{
  return g_object_new (USHER_TYPE_TIME_CELL, NULL);
}

/**
 * usher_time_cell_get_time:
 * @self: a cell
 *
 * Returns: microseconds since the epoch, or %USHER_TIME_NONE
 */
gint64
usher_time_cell_get_time (UsherTimeCell *self)
{
  g_return_val_if_fail (USHER_IS_TIME_CELL (self), USHER_TIME_NONE);

  return self->time;
}

/**
 * usher_time_cell_set_time:
 * @self: a cell
 * @time: microseconds since the epoch, or %USHER_TIME_NONE
 */
void
usher_time_cell_set_time (UsherTimeCell *self, gint64 time)
{
  g_return_if_fail (USHER_IS_TIME_CELL (self));

  if (self->time == time)
    return;
  self->time = time;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME]);
}
