/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person waits for in the window of exported logs. Prints lines "name<TAB>ours<TAB>floor", in milliseconds: of the
 * clock, but for turns of the main loop, which are of this thread's own time, as a turn that waited for a processor says
 * nothing of us. The floor is a bare GtkColumnView that does the same with rows that never change; 0: none.
 * bench-review --data-dir FOLDER FILE, with a cache folder of its own ($XDG_CACHE_HOME); run by build-aux/bench. */

#include <locale.h>

#include "bench-list.h"
#include "archive/usher-file-index.h"
#include "ui/usher-application.h"
#include "ui/usher-lazy-cell.h"
#include "ui/usher-review-window.h"

#define ROUNDS 7
#define JUMPS 60

typedef struct
{
  UsherApplication *application; /* (unowned) */
  UsherReviewWindow *window;     /* (unowned) */
  UsherReview *review;           /* (unowned) */
  GtkWidget *view;               /* (unowned) */
  GtkWidget *scroller;           /* (unowned) */
  const char *path;
  gint64 shown;                  /* the window's first frame */
  gint64 first_rows;             /* the first frame with rows */
  BenchBare bare;
  guint n_changes;               /* of the rows */
} Bench;

static void
on_rows_changed (Bench *bench)
{
  bench->n_changes++;
}

static guint
count_columns (Bench *bench)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (bench->view));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n += gtk_column_view_column_get_visible (column);
    }
  return n;
}

/* How many cells below a widget are seen and know what they say: they learn it when they are drawn, and forget it as soon as
 * there are other rows. */
static guint
count_drawn (GtkWidget *widget)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (USHER_IS_LAZY_CELL (widget))
    return usher_lazy_cell_get_filled (USHER_LAZY_CELL (widget)) ? 1 : 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_drawn (child);
  return n;
}

/* To be asked after a frame was painted. */
static gboolean
shows_rows (gpointer data)
{
  Bench *bench = data;

  return usher_review_get_n_rows (bench->review) > 0 && count_drawn (bench->view) >= 2 * count_columns (bench);
}

static gboolean
is_settled (gpointer data)
{
  Bench *bench = data;

  return usher_archive_get_state (usher_review_get_archive (bench->review)) == USHER_ARCHIVE_READY
         && !usher_review_get_busy (bench->review);
}

static void
settle (Bench *bench)
{
  while (!is_settled (bench))
    g_main_context_iteration (NULL, TRUE);
  bench_rest (BENCH_QUIET);
}

static gboolean
is_changed (gpointer data)
{
  Bench *bench = data;
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (bench->view));

  return bench->n_changes > 0 && g_list_model_get_n_items (G_LIST_MODEL (model)) == usher_review_get_n_rows (bench->review);
}

/* --- the start --------------------------------------------------------------------------------- */

static void
on_after_paint (GdkFrameClock *clock, Bench *bench)
{
  if (bench->shown == 0)
    {
      bench->shown = g_get_monotonic_time ();
      /* What comes before is the start of a program, and has a bound of its own. */
      bench_turns_begin ();
    }
  if (bench->first_rows == 0 && bench->n_changes > 0 && shows_rows (bench))
    bench->first_rows = g_get_monotonic_time ();
}

static void
on_realize (GtkWidget *window, Bench *bench)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), bench);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, Bench *bench)
{
  if (!USHER_IS_REVIEW_WINDOW (window))
    return;
  bench->window = USHER_REVIEW_WINDOW (window);
  bench->review = usher_review_window_get_review (bench->window);
  bench->view = bench_find (GTK_WIDGET (usher_review_window_get_board (bench->window)), GTK_TYPE_COLUMN_VIEW);
  bench->scroller = gtk_widget_get_ancestor (bench->view, GTK_TYPE_SCROLLED_WINDOW);
  g_signal_connect_swapped (bench->review, "rows-changed", G_CALLBACK (on_rows_changed), bench);
  g_signal_connect (window, "realize", G_CALLBACK (on_realize), bench);
}

/* --- what is measured -------------------------------------------------------------------------- */

static void
forget_index (void)
{
  g_autofree char *folder = usher_archive_cache_dir ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      remove (path);
    }
}

/* Until rows are painted, until all is known, and the longest turn until then and a while after. */
static void
measure_open (Bench *bench, gboolean kept)
{
  g_autoptr (GFile) file = g_file_new_for_path (bench->path);
  double first[ROUNDS], all[ROUNDS], turns[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 begin;

      if (!kept)
        forget_index ();
      bench_rest (BENCH_QUIET);
      begin = g_get_monotonic_time ();
      bench_turns_begin ();
      usher_review_window_open (bench->window, &file, 1);
      bench->n_changes = 0;
      bench->first_rows = 0;
      while (bench->first_rows == 0)
        g_main_context_iteration (NULL, TRUE);
      first[i] = (double) (bench->first_rows - begin) / 1000.0;
      while (!is_settled (bench))
        g_main_context_iteration (NULL, TRUE);
      all[i] = (double) (g_get_monotonic_time () - begin) / 1000.0;
      bench_rest (BENCH_QUIET);
      turns[i] = bench_turns_get_longest ();
      settle (bench);
    }
  g_print ("%s: first rows painted\t%.2f\t0\n", kept ? "kept index" : "open", bench_get_rank (first, ROUNDS, 0.5));
  g_print ("%s: all rows and sums\t%.2f\t0\n", kept ? "kept index" : "open", bench_get_rank (all, ROUNDS, 0.5));
  g_print ("%s: longest turn\t%.2f\t0\n", kept ? "kept index" : "open", bench_get_rank (turns, ROUNDS, 0.5));
}

static double
change (Bench *bench, UsherArchiveFilter *filter, double *turn)
{
  gint64 begin;
  double painted;

  bench_rest (BENCH_QUIET);
  bench->n_changes = 0;
  bench_turns_begin ();
  begin = bench_get_time ();
  usher_review_set_filter (bench->review, filter);
  painted = bench_until_painted (bench->view, begin, is_changed, bench);
  settle (bench);
  *turn = MAX (*turn, bench_turns_get_longest ());
  return painted;
}

static void
measure_filter (Bench *bench)
{
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) viewed = usher_archive_filter_with (all, USHER_CONDITION_KIND, "VIEWED", FALSE);
  double ours[ROUNDS], floors[ROUNDS], turn = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      ours[i] = change (bench, viewed, &turn);
      floors[i] = bench_bare_swap (&bench->bare, usher_review_get_n_rows (bench->review));
      change (bench, all, &turn);
    }
  g_print ("switch a kind filter\t%.2f\t%.2f\n", bench_get_rank (ours, ROUNDS, 0.5), bench_get_rank (floors, ROUNDS, 0.5));
  g_print ("switch a kind filter: longest turn\t%.2f\t0\n", turn);
}

static void
measure_scroll (Bench *bench)
{
  double ours[JUMPS], floors[JUMPS], turns[JUMPS], floor_turns[JUMPS];
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  bench_bare_swap (&bench->bare, usher_review_get_n_rows (bench->review));
  for (guint i = 0; i < JUMPS; i++)
    {
      double where = g_rand_double (rand);

      bench_turns_begin ();
      ours[i] = bench_jump_until (bench->scroller, where, shows_rows, bench);
      turns[i] = bench_turns_get_longest ();
      bench_turns_begin ();
      floors[i] = bench_jump (bench->bare.scroller, where);
      floor_turns[i] = bench_turns_get_longest ();
    }
  g_print ("scroll, random jumps, p95\t%.2f\t%.2f\n", bench_get_rank (ours, JUMPS, 0.95), bench_get_rank (floors, JUMPS, 0.95));
  g_print ("scroll, random jumps, p95 of the turns\t%.2f\t%.2f\n", bench_get_rank (turns, JUMPS, 0.95),
           bench_get_rank (floor_turns, JUMPS, 0.95));
}

/* One part alone, for a profile of it. */
static gboolean
is_wanted (const char *part)
{
  const char *what = g_getenv ("USHER_BENCH_WHAT");

  return what == NULL || g_str_equal (what, part);
}

static gboolean
on_ready (gpointer user_data)
{
  Bench *bench = user_data;

  if (bench->window == NULL || bench->first_rows == 0 || !is_settled (bench))
    return G_SOURCE_CONTINUE;
  settle (bench);
  if (is_wanted ("start"))
    {
      g_print ("start: first rows after the window\t%.2f\t0\n", (double) (bench->first_rows - bench->shown) / 1000.0);
      g_print ("start: longest turn after the window\t%.2f\t0\n", bench_turns_get_longest ());
    }
  bench_bare_open (&bench->bare, bench->scroller, count_columns (bench));
  if (is_wanted ("open"))
    {
      measure_open (bench, FALSE);
      measure_open (bench, TRUE);
    }
  if (is_wanted ("filter"))
    measure_filter (bench);
  if (is_wanted ("scroll"))
    measure_scroll (bench);
  gtk_window_destroy (GTK_WINDOW (bench->bare.window));
  gtk_window_close (GTK_WINDOW (bench->window));
  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (UsherApplication) application = NULL;
  Bench bench = { .path = argv[argc - 1] };

  setlocale (LC_ALL, "");
  forget_index ();
  application = usher_application_new ();
  bench.application = application;
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &bench);
  g_timeout_add (20, on_ready, &bench);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
