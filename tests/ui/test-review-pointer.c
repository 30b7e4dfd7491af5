/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review window under a real pointer, moved and pressed by xdotool: the brush over the histogram. Skipped without it. */
#include "ui/usher-ui-test.h"

#include "model/usher-time.h"
#include "ui/usher-review-run.h"
#include "ui/usher-review-samples.h"

#define LOG "pointer.usherlog"

static void
on_exited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    g_test_message ("xdotool: %s", error->message);
  *(gboolean *) user_data = TRUE;
}

/* Presses at x, moves to another place at the same height, and lets go. */
static void
brush (UsherReviewWindow *window, GtkWidget *widget, double x, double to, double y)
{
  double left, top, from_x, from_y, to_x, to_y;
  g_autofree char *line = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (window), x, y, &from_x, &from_y));
  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (window), to, y, &to_x, &to_y));
  gtk_native_get_surface_transform (GTK_NATIVE (window), &left, &top);
  line = g_strdup_printf ("xdotool search --onlyvisible --name ^" LOG " mousemove --window %%1 %d %d mousedown 1"
                          " mousemove --window %%1 %d %d mousemove --window %%1 %d %d mouseup 1",
                          (int) (from_x + left), (int) (from_y + top), (int) ((from_x + to_x) / 2 + left),
                          (int) (to_y + top), (int) (to_x + left), (int) (to_y + top));
  argv = g_strsplit (line, " ", -1);
  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, on_exited, &done);
  usher_test_wait_for (done);
}

static void
check_pointer (UsherReviewWindow *window, const char *dir)
{
  UsherReview *review = usher_review_window_get_review (window);
  UsherReviewBoard *board = usher_review_window_get_board (window);
  GtkWidget *histogram = usher_ui_test_find_id (GTK_WIDGET (board), "histogram");
  UsherArchiveSummary *summary = usher_review_get_summary (review);
  gint64 start = summary->start;
  gint64 width = summary->width;
  double piece = (double) gtk_widget_get_width (histogram) / summary->n_buckets;
  guint n = usher_review_get_n_rows (review);
  gint64 from, to;

  /* Brushed over from right to left: the pieces under it, and no others. */
  brush (window, histogram, 20.5 * piece, 4.5 * piece, 20);
  usher_test_wait_for (usher_review_get_span (review, &from, &to));
  g_assert_cmpint (from, ==, start + 4 * width);
  g_assert_cmpint (to, ==, start + 21 * width);
  usher_test_wait_for (usher_review_run_is_settled (window) && usher_review_get_n_rows (review) < n);
  usher_ui_test_draw (histogram);
  usher_ui_test_picture (GTK_WIDGET (window), "review-brushed");
  g_assert_true (gtk_widget_get_visible (usher_ui_test_find_id (GTK_WIDGET (board), "zoom_out_button")));
}

static void
test_pointer (void)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  g_autofree char *dir = NULL;
  g_autofree char *path = NULL;

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed");
      return;
    }
  dir = usher_test_make_dir ();
  path = g_build_filename (dir, LOG, NULL);
  usher_review_samples_demo (path, 500);
  usher_review_run (dir, check_pointer, LOG, NULL);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/review-pointer/window", test_pointer);
  return g_test_run ();
}
