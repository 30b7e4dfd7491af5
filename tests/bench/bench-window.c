/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person waits for in the window, beside a bare GtkColumnView that does the same with rows that never change:
 * as many columns, cells and items, in a window of the size of the list. Prints lines "name<TAB>ours<TAB>floor", in
 * milliseconds of the clock: medians, except where a name says p95. Turns are taken, ours and the floor's, so that
 * both meet the same machine. Arguments are usher's; run by build-aux/bench with an account whose cache is full.
 *
 * A time ends when the first frame was painted that was begun with the new rows in the model. */

#include <locale.h>
#include <stdlib.h>

#include "ui/usher-activity-pane.h"
#include "ui/usher-application.h"
#include "ui/usher-detail-pane.h"

#define ROUNDS 15
#define JUMPS 60
#define QUIET 300 /* ms without anything to do, before each time is taken */

typedef gboolean (*Ready) (gpointer data);

typedef struct
{
  GdkFrameClock *clock; /* (unowned) */
  Ready ready;
  gpointer data;
  gboolean armed;
  gint64 painted;
} Frame;

typedef struct
{
  UsherApplication *application; /* (unowned) */
  UsherSession *session;         /* (unowned) */
  GtkWidget *view;               /* (unowned): ours */
  GtkWidget *scroller;           /* (unowned): ours */
  GtkWidget *window;             /* (unowned): the bare one */
  GtkWidget *bare_scroller;      /* (unowned) */
  GtkMultiSelection *bare;       /* (unowned): its model */
  UsherInvitationItem *item;     /* (unowned): that is being selected */
} Bench;

static void
on_before_paint (GdkFrameClock *clock, Frame *frame)
{
  frame->armed = frame->ready == NULL || frame->ready (frame->data);
}

static void
on_after_paint (GdkFrameClock *clock, Frame *frame)
{
  if (frame->armed && frame->painted == 0)
    frame->painted = g_get_monotonic_time ();
}

static gboolean
on_quiet (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
rest (guint milliseconds)
{
  gboolean done = FALSE;

  g_timeout_add (milliseconds, on_quiet, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* Milliseconds since begin until a frame of that widget's window was painted that found it ready. */
static double
until_painted (GtkWidget *widget, gint64 begin, Ready ready, gpointer data)
{
  Frame frame = { .clock = gtk_widget_get_frame_clock (widget), .ready = ready, .data = data };
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

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_rank (double *values, guint n, double rank)
{
  qsort (values, n, sizeof *values, compare);
  return values[MIN (n - 1, (guint) (rank * n))];
}

/* --- The bare list --- */

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

static void
open_bare (Bench *bench, guint n_columns)
{
  GtkWidget *view;

  bench->bare = gtk_multi_selection_new (new_constant (0));
  view = gtk_column_view_new (GTK_SELECTION_MODEL (bench->bare));
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
  bench->bare_scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (bench->bare_scroller), view);
  bench->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench->window), gtk_widget_get_width (bench->scroller),
                               gtk_widget_get_height (bench->scroller));
  adw_window_set_content (ADW_WINDOW (bench->window), bench->bare_scroller);
  gtk_window_present (GTK_WINDOW (bench->window));
  rest (QUIET);
}

/* --- What is measured --- */

static GListModel *
get_rows (Bench *bench)
{
  return usher_session_get_invitations (bench->session);
}

/* The view may have only its first rows yet. */
static gboolean
is_answered (gpointer data)
{
  Bench *bench = data;
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (bench->view));

  return !usher_session_get_loading (bench->session)
         && g_list_model_get_n_items (G_LIST_MODEL (model)) == g_list_model_get_n_items (get_rows (bench));
}

static double
ask (Bench *bench, UsherQuery *query)
{
  gint64 begin;

  rest (QUIET);
  begin = g_get_monotonic_time ();
  usher_session_set_query (bench->session, query);
  return until_painted (bench->view, begin, is_answered, bench);
}

static double
swap (Bench *bench, guint n)
{
  /* Freeing the items of before is no part of the time. */
  g_autoptr (GListModel) old = g_object_ref (gtk_multi_selection_get_model (bench->bare));
  g_autoptr (GListModel) model = new_constant (n);
  gint64 begin;

  rest (QUIET);
  begin = g_get_monotonic_time ();
  gtk_multi_selection_set_model (bench->bare, model);
  return until_painted (bench->bare_scroller, begin, NULL, NULL);
}

/* There and back, which is two times. */
static void
measure_query (Bench *bench, const char *name, UsherQuery *query)
{
  double ours[2 * ROUNDS], floors[2 * ROUNDS];
  g_autoptr (UsherQuery) all = usher_query_ref (usher_session_get_query (bench->session));

  for (guint i = 0; i < ROUNDS; i++)
    {
      ours[2 * i] = ask (bench, query);
      floors[2 * i] = swap (bench, g_list_model_get_n_items (get_rows (bench)));
      ours[2 * i + 1] = ask (bench, all);
      floors[2 * i + 1] = swap (bench, g_list_model_get_n_items (get_rows (bench)));
    }
  g_print ("%s\t%.2f\t%.2f\n", name, get_rank (ours, 2 * ROUNDS, 0.5), get_rank (floors, 2 * ROUNDS, 0.5));
}

static double
jump (GtkWidget *scroller, double where)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gint64 begin;

  rest (60);
  begin = g_get_monotonic_time ();
  gtk_adjustment_set_value (adjustment, where * gtk_adjustment_get_upper (adjustment));
  return until_painted (scroller, begin, NULL, NULL);
}

static void
measure_scroll (Bench *bench)
{
  double ours[JUMPS], floors[JUMPS];
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  swap (bench, g_list_model_get_n_items (get_rows (bench)));
  for (guint i = 0; i < JUMPS; i++)
    {
      double where = g_rand_double (rand);

      ours[i] = jump (bench->scroller, where);
      floors[i] = jump (bench->bare_scroller, where);
    }
  g_print ("scroll, random jumps, p95\t%.2f\t%.2f\n", get_rank (ours, JUMPS, 0.95), get_rank (floors, JUMPS, 0.95));
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_log (gpointer data)
{
  Bench *bench = data;
  UsherShell *shell = usher_window_get_shell (usher_application_get_window (bench->application));
  UsherDetailPane *detail = usher_shell_get_detail (shell);
  GtkWidget *log = find (GTK_WIDGET (detail), USHER_TYPE_ACTIVITY_PANE);

  return usher_detail_pane_get_item (detail) == bench->item
         && usher_activity_pane_get_n_shown (USHER_ACTIVITY_PANE (log)) > 0;
}

/* Twice through the same rows: the first time their logs come from the server, the second from the cache. */
static void
measure_select (Bench *bench)
{
  UsherShell *shell = usher_window_get_shell (usher_application_get_window (bench->application));
  GtkSelectionModel *selection = gtk_column_view_get_model (GTK_COLUMN_VIEW (bench->view));
  double ours[ROUNDS];

  for (guint turn = 0; turn < 2; turn++)
    {
      for (guint i = 0; i < ROUNDS; i++)
        {
          g_autoptr (UsherInvitationItem) item = g_list_model_get_item (get_rows (bench), i);
          gint64 begin;

          bench->item = item;
          rest (turn == 0 ? 1500 : QUIET);
          begin = g_get_monotonic_time ();
          gtk_selection_model_select_item (selection, i, TRUE);
          ours[i] = until_painted (GTK_WIDGET (shell), begin, has_log, bench);
        }
    }
  g_print ("select a row, detail and cached log drawn\t%.2f\t0\n", get_rank (ours, ROUNDS, 0.5));
}

static void
measure_lists (Bench *bench)
{
  g_autoptr (GListModel) columns = g_object_ref (gtk_column_view_get_columns (GTK_COLUMN_VIEW (bench->view)));
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) status = usher_query_with_status (all, USHER_INVITATION_STATUS_ACTIVE);
  g_autoptr (UsherQuery) letter = usher_query_with_text (all, "m");
  guint n_visible = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n_visible += gtk_column_view_column_get_visible (column);
    }
  open_bare (bench, n_visible);
  measure_query (bench, "switch the status", status);
  measure_query (bench, "type a letter in the search", letter);
  measure_scroll (bench);
}

static gboolean
on_ready (gpointer user_data)
{
  Bench *bench = user_data;
  GtkWidget *window = GTK_WIDGET (usher_application_get_window (bench->application));

  bench->session = usher_application_get_session (bench->application);
  if (window == NULL || bench->session == NULL || g_list_model_get_n_items (get_rows (bench)) == 0
      || usher_session_get_state (bench->session) == USHER_SYNC_RUNNING)
    return G_SOURCE_CONTINUE;
  bench->view = find (window, GTK_TYPE_COLUMN_VIEW);
  bench->scroller = gtk_widget_get_ancestor (bench->view, GTK_TYPE_SCROLLED_WINDOW);
  rest (2000);
  if (g_strcmp0 (g_getenv ("USHER_BENCH_WHAT"), "select") == 0)
    measure_select (bench);
  else
    measure_lists (bench);
  if (bench->window != NULL)
    gtk_window_destroy (GTK_WINDOW (bench->window));
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (UsherApplication) application = NULL;
  Bench bench = { 0 };

  setlocale (LC_ALL, "");
  application = usher_application_new ();
  bench.application = application;
  g_timeout_add (200, on_ready, &bench);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
