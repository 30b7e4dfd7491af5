/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the benches of lists share: times until a frame is painted, turns of the main loop, and a bare GtkColumnView to
 * measure beside. */

#include "bench-list.h"

#include <stdlib.h>
#include <time.h>

typedef struct
{
  GdkFrameClock *clock; /* (unowned) */
  BenchReady ready;
  BenchReady drawn;
  gpointer data;
  gboolean armed;
  gint64 painted;
} Frame;

gint64
bench_get_time (void)
{
  struct timespec spec;

  if (g_strcmp0 (g_getenv ("USHER_BENCH_CLOCK"), "cpu") != 0)
    return g_get_monotonic_time ();
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spec);
  return (gint64) spec.tv_sec * G_USEC_PER_SEC + spec.tv_nsec / 1000;
}

static void
on_before_paint (GdkFrameClock *clock, Frame *frame)
{
  frame->armed = frame->ready == NULL || frame->ready (frame->data);
}

/* A frame may be of something else, such as a scroll bar that fades away: what was asked for is not in it. */
static void
on_after_paint (GdkFrameClock *clock, Frame *frame)
{
  gint64 now = bench_get_time ();

  if (frame->armed && frame->painted == 0 && (frame->drawn == NULL || frame->drawn (frame->data)))
    frame->painted = now;
}

static gboolean
on_quiet (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
bench_rest (guint milliseconds)
{
  gboolean done = FALSE;

  g_timeout_add (milliseconds, on_quiet, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static double
until_painted (GtkWidget *widget, gint64 begin, BenchReady ready, BenchReady drawn, gpointer data)
{
  Frame frame = { .clock = gtk_widget_get_frame_clock (widget), .ready = ready, .drawn = drawn, .data = data };
  gulong before = g_signal_connect (frame.clock, "before-paint", G_CALLBACK (on_before_paint), &frame);
  gulong after = g_signal_connect (frame.clock, "after-paint", G_CALLBACK (on_after_paint), &frame);

  while (frame.painted == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      /* What became ready without a change that is seen is painted as well. */
      if (frame.painted == 0 && ready != NULL && ready (data))
        gtk_widget_queue_draw (widget);
    }
  g_signal_handler_disconnect (frame.clock, before);
  g_signal_handler_disconnect (frame.clock, after);
  return (double) (frame.painted - begin) / 1000.0;
}

double
bench_until_painted (GtkWidget *widget, gint64 begin, BenchReady ready, gpointer data)
{
  return until_painted (widget, begin, ready, NULL, data);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_get_rank (double *values, guint n, double rank)
{
  qsort (values, n, sizeof *values, compare);
  return values[MIN (n - 1, (guint) (rank * n))];
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), 8);
  gtk_list_item_set_child (item, cell);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), "As in every row");
}

/* Items of their own with one text: of the same item many times over, GTK warns. */
static GListModel *
new_constant (guint n)
{
  GListStore *store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, gtk_string_object_new ("As in every row"));
  g_list_store_splice (store, 0, 0, rows->pdata, n);
  return G_LIST_MODEL (store);
}

void
bench_bare_open (BenchBare *self, GtkWidget *beside, guint n_columns)
{
  GtkWidget *view;

  self->model = gtk_multi_selection_new (new_constant (0));
  view = gtk_column_view_new (GTK_SELECTION_MODEL (self->model));
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  for (guint i = 0; i < n_columns; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Column", factory);

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
      gtk_column_view_column_set_expand (column, i == 0);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), view);
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), gtk_widget_get_width (beside),
                               gtk_widget_get_height (beside));
  adw_window_set_content (ADW_WINDOW (self->window), self->scroller);
  gtk_window_present (GTK_WINDOW (self->window));
  bench_rest (BENCH_QUIET);
}

double
bench_bare_swap (BenchBare *self, guint n)
{
  /* Freeing the items of before is no part of the time. */
  g_autoptr (GListModel) old = g_object_ref (gtk_multi_selection_get_model (self->model));
  g_autoptr (GListModel) model = new_constant (n);
  gint64 begin;

  bench_rest (BENCH_QUIET);
  begin = bench_get_time ();
  gtk_multi_selection_set_model (self->model, model);
  return bench_until_painted (self->scroller, begin, NULL, NULL);
}

double
bench_jump_until (GtkWidget *scroller, double where, BenchReady drawn, gpointer data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gint64 begin;

  bench_rest (60);
  begin = bench_get_time ();
  gtk_adjustment_set_value (adjustment, where * gtk_adjustment_get_upper (adjustment));
  return until_painted (scroller, begin, NULL, drawn, data);
}

double
bench_jump (GtkWidget *scroller, double where)
{
  return bench_jump_until (scroller, where, NULL, NULL);
}

GtkWidget *
bench_find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = bench_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* --- turns of the main loop --- */

static GPollFunc usual_poll;
static double turn_began;
static double longest;
static double told_above = G_MAXDOUBLE;

static double
get_own_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1000000.0;
}

/* Everything between two polls is one turn: while it goes on nothing is drawn and no key is read. */
static gint
on_poll (GPollFD *fds, guint n, gint timeout)
{
  double turn = get_own_time () - turn_began;
  gint result;

  longest = MAX (longest, turn);
  if (turn > told_above)
    g_printerr ("turn\t%.6f\t%.2f\n", (double) g_get_monotonic_time () / G_USEC_PER_SEC, turn);
  result = usual_poll (fds, n, timeout);
  turn_began = get_own_time ();
  return result;
}

void
bench_turns_begin (void)
{
  if (usual_poll == NULL)
    {
      /* Which turns are long, and when: to be held against a profile with the same clock (perf record -k mono). */
      if (g_getenv ("USHER_BENCH_TURNS") != NULL)
        told_above = g_ascii_strtod (g_getenv ("USHER_BENCH_TURNS"), NULL);
      usual_poll = g_main_context_get_poll_func (NULL);
      g_main_context_set_poll_func (NULL, on_poll);
    }
  turn_began = get_own_time ();
  longest = 0;
}

double
bench_turns_get_longest (void)
{
  return MAX (longest, get_own_time () - turn_began);
}
