/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The histogram over time. Drawn as a few hundred rectangles; everything it shows is also said in words: as its
 * accessible name, and for each piece when the pointer or the keyboard is on it. Main thread. */
#include "ui/usher-review-histogram.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/usher-review-time.h"

#define BARS_HEIGHT 56
#define AXIS_GAP 2
#define NONE G_MAXUINT

struct _UsherReviewHistogram
{
  GtkWidget parent_instance;

  UsherArchiveSummary *summary; /* (owned) (nullable) */
  guint32 most;                 /* in one piece */
  GTimeZone *zone;              /* (owned) */
  char *text;                   /* (owned) */
  guint cursor;                 /* the piece the keyboard is on, or NONE */
  guint anchor;                 /* where a span begins, or NONE */
  double drag_x;
  gboolean dragging;
};

enum
{
  SPAN_CHOSEN,
  SPAN_CLEARED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherReviewHistogram, usher_review_histogram, GTK_TYPE_WIDGET)

/**
 * usher_event_kind_get_colour:
 * @kind: a kind of event
 * @colour: (out caller-allocates): its colour
 *
 * Of the palette of the HIG, in its middle shades; a colour only goes with a word, never for it.
 */
void
usher_event_kind_get_colour (UsherEventKind kind, GdkRGBA *colour)
{
  static const guint32 colours[USHER_N_EVENT_KINDS] = {
    [USHER_EVENT_KIND_UNKNOWN] = 0x9a9996,      [USHER_EVENT_KIND_CREATED] = 0x62a0ea,
    [USHER_EVENT_KIND_EMAIL_SENT] = 0x1a5fb4,   [USHER_EVENT_KIND_EMAIL_RESENT] = 0x9141ac,
    [USHER_EVENT_KIND_VIEWED] = 0xf5c211,       [USHER_EVENT_KIND_EMAIL_VERIFIED] = 0xff7800,
    [USHER_EVENT_KIND_USED] = 0x2ec27e,         [USHER_EVENT_KIND_REVOKED] = 0xe01b24,
  };
  guint32 value = colours[(guint) kind < USHER_N_EVENT_KINDS ? kind : USHER_EVENT_KIND_UNKNOWN];

  colour->red = (float) ((value >> 16) & 0xff) / 255;
  colour->green = (float) ((value >> 8) & 0xff) / 255;
  colour->blue = (float) (value & 0xff) / 255;
  colour->alpha = 1;
}

static guint
get_n (UsherReviewHistogram *self)
{
  return self->summary != NULL && self->summary->first != USHER_TIME_NONE ? self->summary->n_buckets : 0;
}

static guint32
get_count (UsherReviewHistogram *self, guint piece)
{
  guint32 n = 0;

  for (guint kind = 0; kind < USHER_N_EVENT_KINDS; kind++)
    n += self->summary->buckets[piece * USHER_N_EVENT_KINDS + kind];
  return n;
}

static gint64
get_start (UsherReviewHistogram *self, guint piece)
{
  return self->summary->start + (gint64) piece * self->summary->width;
}

/**
 * usher_review_histogram_dup_piece:
 * @self: the histogram
 * @piece: which piece
 *
 * Returns: (transfer full) (nullable): when it is, and how many events of which kinds it holds
 */
char *
usher_review_histogram_dup_piece (UsherReviewHistogram *self, guint piece)
{
  g_autofree char *span = NULL;
  g_autoptr (GString) text = NULL;
  guint32 n;

  g_return_val_if_fail (USHER_IS_REVIEW_HISTOGRAM (self), NULL);

  if (piece >= get_n (self))
    return NULL;
  span = usher_review_time_dup_span (get_start (self, piece), get_start (self, piece + 1), self->zone);
  n = get_count (self, piece);
  text = g_string_new (NULL);
  /* Translators: a span of time and how many events happened in it */
  g_string_append_printf (text, ngettext ("%s: %'u event", "%s: %'u events", n), span, n);
  for (guint kind = 0; kind < USHER_N_EVENT_KINDS; kind++)
    {
      guint32 of_kind = self->summary->buckets[piece * USHER_N_EVENT_KINDS + kind];

      if (of_kind > 0)
        /* Translators: on a line of its own: a kind of event and how many there are */
        g_string_append_printf (text, C_("histogram", "\n%s: %'u"),
                                kind == USHER_EVENT_KIND_UNKNOWN ? _("Other") : usher_event_kind_get_label (kind),
                                of_kind);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_text (UsherReviewHistogram *self)
{
  guint n = get_n (self);
  guint best = 0;

  g_clear_pointer (&self->text, g_free);
  self->most = 0;
  for (guint i = 0; i < n; i++)
    {
      guint32 count = get_count (self, i);

      if (count > self->most)
        {
          self->most = count;
          best = i;
        }
    }
  if (self->most == 0)
    {
      self->text = g_strdup (_("No events to draw over time"));
    }
  else
    {
      g_autofree char *from = usher_review_time_dup_day (self->summary->first, self->zone);
      g_autofree char *to = usher_review_time_dup_day (self->summary->last, self->zone);
      g_autofree char *when = usher_review_time_dup_span (get_start (self, best), get_start (self, best + 1), self->zone);

      self->text = g_strdup_printf (
        /* Translators: read aloud for a diagram: how many events, the first and the last day; when most happened, and
         * how many */
        ngettext ("%1$'u event from %2$s to %3$s. Most at %4$s: %5$'u.",
                  "%1$'u events from %2$s to %3$s. Most at %4$s: %5$'u.", self->summary->n_rows),
        self->summary->n_rows, from, to, when, self->most);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
}

/* --- drawing ----------------------------------------------------------------------------------- */

static double
get_piece_width (UsherReviewHistogram *self)
{
  return (double) gtk_widget_get_width (GTK_WIDGET (self)) / MAX (get_n (self), 1);
}

/* Time goes as the person reads. */
static gboolean
is_backwards (UsherReviewHistogram *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Where the pieces from the first to the last begin at the left. */
static double
get_left (UsherReviewHistogram *self, guint first, guint last)
{
  return (is_backwards (self) ? get_n (self) - 1 - last : first) * get_piece_width (self);
}

static guint
find_piece (UsherReviewHistogram *self, double x)
{
  guint n = get_n (self);

  if (n == 0)
    return NONE;
  if (is_backwards (self))
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return (guint) CLAMP (x / get_piece_width (self), 0, n - 1);
}

static void
draw_bars (UsherReviewHistogram *self, GtkSnapshot *snapshot)
{
  double width = get_piece_width (self);
  double gap = width >= 4 ? 1 : 0;

  for (guint i = 0; i < get_n (self); i++)
    {
      double y = BARS_HEIGHT;

      for (guint kind = 0; kind < USHER_N_EVENT_KINDS; kind++)
        {
          guint32 count = self->summary->buckets[i * USHER_N_EVENT_KINDS + kind];
          double height;
          GdkRGBA colour;

          if (count == 0)
            continue;
          /* One event among thousands is still seen. */
          height = MAX ((double) count / self->most * BARS_HEIGHT, 1);
          y = MAX (y - height, 0);
          usher_event_kind_get_colour (kind, &colour);
          gtk_snapshot_append_color (
            snapshot, &colour,
            &GRAPHENE_RECT_INIT ((float) get_left (self, i, i), (float) y, (float) MAX (width - gap, 1), (float) height));
        }
    }
}

static void
draw_text (UsherReviewHistogram *self, GtkSnapshot *snapshot, const char *text, double at, const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;
  int height;
  double x;

  pango_layout_get_pixel_size (layout, &width, &height);
  x = (gtk_widget_get_width (GTK_WIDGET (self)) - width) * at;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, BARS_HEIGHT + AXIS_GAP));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
get_chosen (UsherReviewHistogram *self, guint *first, guint *last)
{
  guint other = self->anchor != NONE ? self->anchor : self->cursor;

  *first = MIN (self->cursor, other);
  *last = MAX (self->cursor, other);
}

static void
draw_chosen (UsherReviewHistogram *self, GtkSnapshot *snapshot, GdkRGBA colour)
{
  double width = get_piece_width (self);
  guint first;
  guint last;

  get_chosen (self, &first, &last);
  colour.alpha = 0.2f;
  gtk_snapshot_append_color (
    snapshot, &colour,
    &GRAPHENE_RECT_INIT ((float) get_left (self, first, last), 0, (float) (MAX ((last - first + 1) * width, 2)),
                         BARS_HEIGHT));
}

static void
usher_review_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UsherReviewHistogram *self = USHER_REVIEW_HISTOGRAM (widget);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  GdkRGBA colour;

  if (get_n (self) == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  draw_bars (self, snapshot);
  if (self->cursor != NONE && (self->dragging || gtk_widget_has_focus (widget)))
    draw_chosen (self, snapshot, colour);
  colour.alpha *= 0.2f;
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (0, BARS_HEIGHT, (float) gtk_widget_get_width (widget), 1));
  colour.alpha *= 3.5f;
  if (self->cursor != NONE && (self->dragging || gtk_widget_has_focus (widget)))
    {
      g_autofree char *chosen = NULL;
      guint first;
      guint last;

      get_chosen (self, &first, &last);
      chosen = usher_review_time_dup_span (get_start (self, first), get_start (self, last + 1), self->zone);
      draw_text (self, snapshot, chosen, 0.5, &colour);
      return;
    }
  from = usher_review_time_dup_day (self->summary->start, self->zone);
  to = usher_review_time_dup_day (get_start (self, get_n (self)) - 1, self->zone);
  draw_text (self, snapshot, from, is_backwards (self) ? 1 : 0, &colour);
  if (!g_str_equal (from, to))
    draw_text (self, snapshot, to, is_backwards (self) ? 0 : 1, &colour);
}

static void
usher_review_histogram_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                                int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 400;
    }
  else
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");
      int axis;

      /* As high as a line is, whatever the size of text. */
      pango_layout_get_pixel_size (layout, NULL, &axis);
      *minimum = *natural = BARS_HEIGHT + AXIS_GAP + axis;
    }
  *minimum_baseline = *natural_baseline = -1;
}

/* --- choosing a span --------------------------------------------------------------------------- */

static void
forget (UsherReviewHistogram *self)
{
  self->cursor = self->anchor = NONE;
  self->dragging = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
choose (UsherReviewHistogram *self)
{
  guint first;
  guint last;
  gint64 from;
  gint64 to;

  if (self->cursor == NONE || get_n (self) == 0)
    return;
  get_chosen (self, &first, &last);
  from = get_start (self, first);
  to = get_start (self, last + 1);
  forget (self);
  g_signal_emit (self, signals[SPAN_CHOSEN], 0, from, to);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, UsherReviewHistogram *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_x = x;
  self->anchor = self->cursor = find_piece (self, x);
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, UsherReviewHistogram *self)
{
  if (!gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) x, 0) && !self->dragging)
    return;
  self->dragging = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->cursor = find_piece (self, self->drag_x + x);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (GtkGestureDrag *gesture, double x, double y, UsherReviewHistogram *self)
{
  if (self->dragging)
    {
      self->dragging = FALSE;
      choose (self);
    }
  else
    {
      self->anchor = NONE;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}

static void
on_double_click (GtkGestureClick *gesture, int n, double x, double y, UsherReviewHistogram *self)
{
  if (n == 2)
    g_signal_emit (self, signals[SPAN_CLEARED], 0);
}

/* What the keyboard is on is said, as a slider says its value. */
static void
move_to (UsherReviewHistogram *self, guint piece, gboolean extend)
{
  g_autofree char *text = NULL;

  if (extend && self->anchor == NONE)
    self->anchor = self->cursor != NONE ? self->cursor : piece;
  else if (!extend)
    self->anchor = NONE;
  self->cursor = piece;
  text = usher_review_histogram_dup_piece (self, piece);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, UsherReviewHistogram *self)
{
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;
  guint n = get_n (self);
  guint at = self->cursor != NONE && self->cursor < n ? self->cursor : NONE;

  if (n == 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  if (is_backwards (self) && (key == GDK_KEY_Left || key == GDK_KEY_Right))
    key = key == GDK_KEY_Left ? GDK_KEY_Right : GDK_KEY_Left;
  switch (key)
    {
    case GDK_KEY_Left:
      move_to (self, at == NONE ? n - 1 : at - (at > 0), extend);
      return TRUE;
    case GDK_KEY_Right:
      move_to (self, at == NONE ? 0 : at + (at < n - 1), extend);
      return TRUE;
    case GDK_KEY_Home:
      move_to (self, 0, extend);
      return TRUE;
    case GDK_KEY_End:
      move_to (self, n - 1, extend);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      choose (self);
      return TRUE;
    case GDK_KEY_Escape:
    case GDK_KEY_BackSpace:
      if (self->cursor != NONE && key == GDK_KEY_Escape)
        forget (self);
      else
        g_signal_emit (self, signals[SPAN_CLEARED], 0);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_query_tooltip (UsherReviewHistogram *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  guint piece = keyboard ? self->cursor : find_piece (self, x);
  g_autofree char *text = piece != NONE ? usher_review_histogram_dup_piece (self, piece) : NULL;

  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_histogram_finalize (GObject *object)
{
  UsherReviewHistogram *self = USHER_REVIEW_HISTOGRAM (object);

  g_clear_pointer (&self->summary, usher_archive_summary_unref);
  g_time_zone_unref (self->zone);
  g_free (self->text);
  G_OBJECT_CLASS (usher_review_histogram_parent_class)->finalize (object);
}

static void
usher_review_histogram_class_init (UsherReviewHistogramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = usher_review_histogram_finalize;
  widget_class->snapshot = usher_review_histogram_snapshot;
  widget_class->measure = usher_review_histogram_measure;

  /**
   * UsherReviewHistogram::span-chosen:
   * @self: the histogram
   * @from: the first moment
   * @to: the moment after the last
   *
   * A person wants to see a span of time.
   */
  signals[SPAN_CHOSEN] = g_signal_new ("span-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * UsherReviewHistogram::span-cleared:
   * @self: the histogram
   *
   * A person wants to see all times again.
   */
  signals[SPAN_CLEARED] = g_signal_new ("span-cleared", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
usher_review_histogram_init (UsherReviewHistogram *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->zone = g_time_zone_new_local ();
  self->cursor = self->anchor = NONE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (click, "pressed", G_CALLBACK (on_double_click), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  update_text (self);
}

/**
 * usher_review_histogram_new:
 *
 * Returns: (transfer floating): an empty histogram
 */
GtkWidget *
usher_review_histogram_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_HISTOGRAM, NULL);
}

/**
 * usher_review_histogram_set_summary:
 * @self: the histogram
 * @summary: (nullable): what to draw
 */
void
usher_review_histogram_set_summary (UsherReviewHistogram *self, UsherArchiveSummary *summary)
{
  g_return_if_fail (USHER_IS_REVIEW_HISTOGRAM (self));

  if (summary == self->summary)
    return;
  g_clear_pointer (&self->summary, usher_archive_summary_unref);
  self->summary = summary != NULL ? usher_archive_summary_ref (summary) : NULL;
  update_text (self);
  forget (self);
}

/**
 * usher_review_histogram_get_text:
 * @self: the histogram
 *
 * Returns: (transfer none): what it shows, in words
 */
const char *
usher_review_histogram_get_text (UsherReviewHistogram *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_HISTOGRAM (self), NULL);

  return self->text;
}
