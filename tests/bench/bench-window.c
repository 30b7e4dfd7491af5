/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person waits for in the window, beside a bare GtkColumnView that does the same with rows that never change:
 * as many columns, cells and items, in a window of the size of the list. Prints lines "name<TAB>ours<TAB>floor", in
 * milliseconds of the clock: medians, except where a name says p95. Turns are taken, ours and the floor's, so that
 * both meet the same machine. Arguments are usher's; run by build-aux/bench with an account whose cache is full.
 *
 * A time ends when the first frame was painted that was begun with the new rows in the model. USHER_BENCH_WHAT is
 * "select", "switch", "type" or "scroll" for one of them alone. */

#include <locale.h>
#include <stdlib.h>

#include "bench-list.h"
#include "ui/usher-activity-pane.h"
#include "ui/usher-application.h"
#include "ui/usher-cell.h"
#include "ui/usher-detail-pane.h"

#define ROUNDS 15
#define JUMPS 60

typedef struct
{
  UsherApplication *application; /* (unowned) */
  UsherSession *session;         /* (unowned) */
  GtkWidget *view;               /* (unowned): ours */
  GtkWidget *scroller;           /* (unowned): ours */
  BenchBare bare;
  UsherInvitationItem *item;     /* (unowned): that is being selected */
} Bench;

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

  bench_rest (BENCH_QUIET);
  begin = bench_get_time ();
  usher_session_set_query (bench->session, query);
  return bench_until_painted (bench->view, begin, is_answered, bench);
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
      floors[2 * i] = bench_bare_swap (&bench->bare, g_list_model_get_n_items (get_rows (bench)));
      ours[2 * i + 1] = ask (bench, all);
      floors[2 * i + 1] = bench_bare_swap (&bench->bare, g_list_model_get_n_items (get_rows (bench)));
    }
  g_print ("%s\t%.2f\t%.2f\n", name, bench_get_rank (ours, 2 * ROUNDS, 0.5), bench_get_rank (floors, 2 * ROUNDS, 0.5));
}

static gboolean
has_blank (GtkWidget *widget)
{
  if (USHER_IS_CELL (widget))
    return usher_cell_get_blank (USHER_CELL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (has_blank (child))
        return TRUE;
    }
  return FALSE;
}

/* What is seen is drawn, and no part of it is still being read. */
static gboolean
is_filled (gpointer data)
{
  return !has_blank (((Bench *) data)->view);
}

static void
measure_scroll (Bench *bench)
{
  double ours[JUMPS], floors[JUMPS];
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  bench_bare_swap (&bench->bare, g_list_model_get_n_items (get_rows (bench)));
  for (guint i = 0; i < JUMPS; i++)
    {
      double where = g_rand_double (rand);

      ours[i] = bench_jump_until (bench->scroller, where, is_filled, bench);
      floors[i] = bench_jump (bench->bare.scroller, where);
    }
  g_print ("scroll, random jumps, p95\t%.2f\t%.2f\n", bench_get_rank (ours, JUMPS, 0.95), bench_get_rank (floors, JUMPS, 0.95));
}

static gboolean
has_log (gpointer data)
{
  Bench *bench = data;
  UsherShell *shell = usher_window_get_shell (usher_application_get_window (bench->application));
  UsherDetailPane *detail = usher_shell_get_detail (shell);
  GtkWidget *log = bench_find (GTK_WIDGET (detail), USHER_TYPE_ACTIVITY_PANE);

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
          bench_rest (turn == 0 ? 1500 : BENCH_QUIET);
          begin = bench_get_time ();
          gtk_selection_model_select_item (selection, i, TRUE);
          ours[i] = bench_until_painted (GTK_WIDGET (shell), begin, has_log, bench);
        }
    }
  g_print ("select a row, detail and cached log drawn\t%.2f\t0\n", bench_get_rank (ours, ROUNDS, 0.5));
}

static gboolean
is_wanted (const char *what)
{
  const char *only = g_getenv ("USHER_BENCH_WHAT");

  return only == NULL || g_str_equal (only, what);
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
  bench_bare_open (&bench->bare, bench->scroller, n_visible);
  if (is_wanted ("switch"))
    measure_query (bench, "switch the status", status);
  if (is_wanted ("type"))
    measure_query (bench, "type a letter in the search", letter);
  if (is_wanted ("scroll"))
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
  bench->view = bench_find (window, GTK_TYPE_COLUMN_VIEW);
  bench->scroller = gtk_widget_get_ancestor (bench->view, GTK_TYPE_SCROLLED_WINDOW);
  bench_rest (2000);
  if (g_strcmp0 (g_getenv ("USHER_BENCH_WHAT"), "select") == 0)
    measure_select (bench);
  else
    measure_lists (bench);
  if (bench->bare.window != NULL)
    gtk_window_destroy (GTK_WINDOW (bench->bare.window));
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
