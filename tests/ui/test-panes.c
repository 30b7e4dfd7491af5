/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The edges between panes: moved by a pointer and by keys, kept when a window is closed, and never in the way of a window
 * that gets narrow. What is kept is written by anybody. */
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "ui/compat/usher-panes.h"
#include "ui/usher-application-private.h"
#include "ui/usher-pane-handle.h"
#include "ui/usher-review-run.h"

#define WIDE 1200

/* --- Help --- */

static void
resize (GtkWidget *window, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, 720);
  usher_test_wait_for (ABS (gtk_widget_get_width (window) - width) <= 60);
  for (guint i = 0; i < 3; i++)
    usher_ui_test_draw (window);
}

static UsherPanes *
get_panes (GtkWidget *window, const char *id)
{
  return USHER_PANES (usher_ui_test_find_id (window, id));
}

static GtkWidget *
get_handle (UsherPanes *panes)
{
  GtkWidget *handle = gtk_widget_get_last_child (GTK_WIDGET (panes));

  g_assert_true (USHER_IS_PANE_HANDLE (handle));
  return handle;
}

/* What it was told, and what the pane has. */
static void
assert_width (UsherPanes *panes, const char *which, int width)
{
  GtkWidget *pane = NULL;

  usher_ui_test_draw (GTK_WIDGET (panes));
  g_object_get (panes, which, &pane, NULL);
  g_assert_cmpint (usher_panes_get_size (panes), ==, width);
  g_assert_cmpint (gtk_widget_get_width (pane), ==, width);
  g_object_unref (pane);
}

/* The line is where one pane ends, and the handle begins with it. */
static void
assert_handle (UsherPanes *panes, const char *which)
{
  GtkWidget *handle = get_handle (panes);
  GtkWidget *pane = NULL;
  double x = 0;
  double y = 0;

  g_object_get (panes, which, &pane, NULL);
  g_assert_true (gtk_widget_get_mapped (handle));
  g_assert_true (gtk_widget_translate_coordinates (handle, pane, 0, 0, &x, &y));
  if (g_str_equal (which, "start"))
    g_assert_cmpfloat (ABS (x - gtk_widget_get_width (pane)), <, 0.25);
  else
    g_assert_cmpfloat (ABS (x + 0.5), <, 0.75);
  g_object_unref (pane);
}

/* By the signal that its gesture gives. */
static void
drag (UsherPanes *panes, int by)
{
  GtkWidget *handle = get_handle (panes);
  double x = 0;
  double y = 0;

  g_assert_true (gtk_widget_translate_coordinates (handle, GTK_WIDGET (panes), 0, 0, &x, &y));
  g_signal_emit_by_name (handle, "move-to", (int) x + by);
  for (guint i = 0; i < 2; i++)
    usher_ui_test_draw (GTK_WIDGET (panes));
}

static void
run_xdotool (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (g_subprocess_wait_check_finish (process, result, &error));
  g_assert_no_error (error);
}

/* A real pointer takes the handle and goes some pixels to the left or right. */
static void
drag_by_pointer (GtkWidget *window, UsherPanes *panes, int by)
{
  GtkWidget *handle = get_handle (panes);
  double x, y, left, top;
  g_autofree char *from_x = NULL;
  g_autofree char *at_y = NULL;
  g_autofree char *mid_x = NULL;
  g_autofree char *to_x = NULL;

  g_assert_true (gtk_widget_translate_coordinates (handle, window, 4, gtk_widget_get_height (handle) / 2.0, &x, &y));
  gtk_native_get_surface_transform (GTK_NATIVE (window), &left, &top);
  from_x = g_strdup_printf ("%d", (int) (x + left));
  mid_x = g_strdup_printf ("%d", (int) (x + left) + by / 2);
  to_x = g_strdup_printf ("%d", (int) (x + left) + by);
  at_y = g_strdup_printf ("%d", (int) (y + top));
  {
    const char *argv[] = { "xdotool", "search", "--onlyvisible", "--name", "^Usher", "mousemove", "--window", "%1", from_x,
                           at_y, "mousedown", "1", "mousemove", "--window", "%1", mid_x, at_y, "mousemove", "--window",
                           "%1", to_x, at_y, "mouseup", "1", NULL };

    run_xdotool (argv);
  }
}

/* As one finds it the first time, whatever the test before has left. */
static void
forget (UsherWindow *window)
{
  usher_shell_set_width (usher_window_get_shell (window), USHER_SHELL_SIDEBAR, 0);
  usher_shell_set_width (usher_window_get_shell (window), USHER_SHELL_DETAIL, 0);
}

/* --- Moving --- */

static void
check_move (UsherApplication *application, UsherWindow *window)
{
  UsherShell *shell = usher_window_get_shell (window);
  UsherPanes *outer = get_panes (GTK_WIDGET (window), "outer_panes");
  UsherPanes *inner = get_panes (GTK_WIDGET (window), "inner_panes");
  int sidebar, detail;

  usher_ui_test_wait_for_sync (application);
  forget (window);
  resize (GTK_WIDGET (window), WIDE);
  g_assert_cmpint (usher_shell_get_width (shell, USHER_SHELL_SIDEBAR), ==, 0);
  g_assert_cmpint (usher_shell_get_width (shell, USHER_SHELL_DETAIL), ==, 0);
  sidebar = usher_panes_get_size (outer);
  detail = usher_panes_get_size (inner);
  assert_width (outer, "start", sidebar);
  assert_width (inner, "end", detail);
  assert_handle (outer, "start");
  assert_handle (inner, "end");

  drag (outer, 60);
  assert_width (outer, "start", sidebar + 60);
  assert_width (inner, "end", detail);
  assert_handle (outer, "start");
  drag (inner, -50);
  assert_width (inner, "end", detail + 50);
  assert_handle (inner, "end");
  g_assert_cmpint (usher_shell_get_width (shell, USHER_SHELL_DETAIL), ==, detail + 50);
  usher_ui_test_picture (GTK_WIDGET (window), "panes-moved");

  /* Nothing can be pushed out of the window. */
  drag (outer, 4000);
  g_assert_false (usher_panes_get_folded (inner));
  g_assert_cmpint (usher_panes_get_size (outer), <=, 480);
  drag (outer, -4000);
  g_assert_cmpint (usher_panes_get_size (outer), >=, 230);
  drag (inner, -4000);
  g_assert_false (usher_panes_get_folded (inner));
  g_assert_true (usher_shell_is_shown (shell, USHER_SHELL_LIST));
  {
    GtkWidget *list = usher_ui_test_find_id (GTK_WIDGET (window), "list_box");

    g_assert_cmpint (gtk_widget_get_width (list), >=, 360);
    usher_ui_test_picture (GTK_WIDGET (window), "panes-detail-most");
  }
  drag (inner, 4000);
  g_assert_cmpint (usher_panes_get_size (inner), >=, 360);

  /* A sidebar that is hidden has no edge. */
  usher_shell_set_sidebar_visible (shell, FALSE);
  usher_ui_test_draw (GTK_WIDGET (window));
  g_assert_false (gtk_widget_get_mapped (get_handle (outer)));
  usher_shell_set_sidebar_visible (shell, TRUE);
  usher_ui_test_draw (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (get_handle (outer)));
}

/* What was chosen gives way to a window that gets narrow, which folds when it always did, and comes back. */
static void
check_narrow (UsherApplication *application, UsherWindow *window)
{
  UsherShell *shell = usher_window_get_shell (window);
  UsherPanes *outer = get_panes (GTK_WIDGET (window), "outer_panes");
  UsherPanes *inner = get_panes (GTK_WIDGET (window), "inner_panes");
  const int widths[] = { 1110, 1000, 900, 760, 620, 500, 360 };
  gboolean outer_folds[G_N_ELEMENTS (widths)], inner_folds[G_N_ELEMENTS (widths)];

  usher_ui_test_wait_for_sync (application);
  forget (window);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      resize (GTK_WIDGET (window), widths[i]);
      outer_folds[i] = usher_panes_get_folded (outer);
      inner_folds[i] = usher_panes_get_folded (inner);
    }
  g_assert_false (inner_folds[0]);
  g_assert_true (outer_folds[6] && inner_folds[6]);
  usher_shell_set_width (shell, USHER_SHELL_SIDEBAR, 400);
  usher_shell_set_width (shell, USHER_SHELL_DETAIL, 500);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      resize (GTK_WIDGET (window), widths[i]);
      g_test_message ("%d pixels: sidebar %d, detail %d", widths[i], usher_panes_get_size (outer),
                      usher_panes_get_size (inner));
      g_assert_true (usher_panes_get_folded (outer) == outer_folds[i]);
      g_assert_true (usher_panes_get_folded (inner) == inner_folds[i]);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, widths[i] + 60);
      g_assert_true (gtk_widget_get_mapped (get_handle (outer)) == !outer_folds[i]);
      g_assert_true (gtk_widget_get_mapped (get_handle (inner)) == !inner_folds[i]);
    }
  usher_shell_show (shell, USHER_SHELL_LIST);
  resize (GTK_WIDGET (window), 360);
  {
    GtkWidget *list = usher_ui_test_find_id (GTK_WIDGET (window), "list_box");

    g_assert_cmpint (gtk_widget_get_width (list), ==, gtk_widget_get_width (GTK_WIDGET (shell)));
  }
  usher_ui_test_picture (GTK_WIDGET (window), "panes-narrow");
  resize (GTK_WIDGET (window), 1310);
  assert_width (outer, "start", 400);
  assert_width (inner, "end", 500);
}

/* --- By hand --- */

static void
check_keys (UsherApplication *application, UsherWindow *window)
{
  UsherPanes *outer = get_panes (GTK_WIDGET (window), "outer_panes");
  UsherPanes *inner = get_panes (GTK_WIDGET (window), "inner_panes");
  GtkWidget *before;
  int sidebar, detail;

  usher_ui_test_wait_for_sync (application);
  forget (window);
  resize (GTK_WIDGET (window), WIDE);
  sidebar = usher_panes_get_size (outer);
  detail = usher_panes_get_size (inner);
  usher_ui_keys_press ("Down");
  before = usher_ui_keys_get_focus ();
  g_assert_nonnull (before);

  /* From edge to edge, and back. */
  usher_ui_keys_press ("F8");
  usher_ui_keys_wait_at (get_handle (inner));
  usher_ui_test_picture (GTK_WIDGET (window), "panes-key");
  usher_ui_keys_press ("F8");
  usher_ui_keys_wait_at (get_handle (outer));
  usher_ui_keys_press ("F8");
  usher_ui_keys_wait_at (before);

  usher_ui_keys_press ("F8 Left Left Return");
  usher_ui_keys_wait_at (before);
  assert_width (inner, "end", detail + 20);
  usher_ui_keys_press ("F8 F8 Right Right Right space");
  usher_ui_keys_wait_at (before);
  assert_width (outer, "start", sidebar + 30);
  /* Escape takes back what was done since. */
  usher_ui_keys_press ("F8 F8 ctrl+Right Escape");
  usher_ui_keys_wait_at (before);
  assert_width (outer, "start", sidebar + 30);
  usher_ui_keys_press ("F8 F8 Home Return");
  usher_ui_test_draw (GTK_WIDGET (window));
  g_assert_cmpint (usher_panes_get_size (outer), <=, sidebar);
  usher_ui_keys_press ("F8 F8 End Return");
  usher_ui_test_draw (GTK_WIDGET (window));
  g_assert_cmpint (usher_panes_get_size (outer), >, sidebar + 30);
  usher_ui_keys_assert_not_lost ();
}

static void
check_pointer (UsherApplication *application, UsherWindow *window)
{
  UsherPanes *outer = get_panes (GTK_WIDGET (window), "outer_panes");
  UsherPanes *inner = get_panes (GTK_WIDGET (window), "inner_panes");
  int sidebar, detail;

  usher_ui_test_wait_for_sync (application);
  forget (window);
  resize (GTK_WIDGET (window), WIDE);
  sidebar = usher_panes_get_size (outer);
  detail = usher_panes_get_size (inner);
  drag_by_pointer (GTK_WIDGET (window), outer, 40);
  usher_test_wait_for (usher_panes_get_size (outer) == sidebar + 40);
  drag_by_pointer (GTK_WIDGET (window), inner, -30);
  usher_test_wait_for (usher_panes_get_size (inner) == detail + 30);
  assert_width (outer, "start", sidebar + 40);
}

/* --- Nonsense --- */

static void
test_nonsense (void)
{
  GtkWidget *shell = usher_shell_new ();
  GtkWidget *window;

  /* Wider than any screen: what there is room for. */
  usher_shell_set_width (USHER_SHELL (shell), USHER_SHELL_SIDEBAR, G_MAXINT16);
  usher_shell_set_width (USHER_SHELL (shell), USHER_SHELL_DETAIL, G_MAXINT16);
  window = usher_ui_test_show (shell, WIDE, 720);
  usher_ui_test_draw (shell);
  g_assert_cmpint (usher_panes_get_size (get_panes (shell, "outer_panes")), <=, 480);
  g_assert_false (usher_panes_get_folded (get_panes (shell, "inner_panes")));
  g_assert_cmpint (gtk_widget_get_width (usher_ui_test_find_id (shell, "list_box")), >=, 360);
  /* What is no width at all, or too little of it. */
  usher_shell_set_width (USHER_SHELL (shell), USHER_SHELL_SIDEBAR, -7);
  usher_shell_set_width (USHER_SHELL (shell), USHER_SHELL_DETAIL, 1);
  usher_ui_test_draw (shell);
  g_assert_cmpint (usher_shell_get_width (USHER_SHELL (shell), USHER_SHELL_SIDEBAR), ==, 0);
  g_assert_cmpint (usher_panes_get_size (get_panes (shell, "inner_panes")), >=, 360);
  usher_shell_set_width (USHER_SHELL (shell), USHER_SHELL_SIDEBAR, G_MAXINT);
  g_assert_cmpint (usher_shell_get_width (USHER_SHELL (shell), USHER_SHELL_SIDEBAR), ==, 0);
  usher_ui_test_close (window);
}

static void
check_panes (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  check_move (application, window);
  check_narrow (application, window);
  if (xdotool != NULL)
    check_pointer (application, window);
  if (usher_ui_keys_init ())
    check_keys (application, window);
}

static void
test_panes (void)
{
  g_autoptr (UsherTestSandbox) sandbox =
    usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "25", "--seed", "7", NULL });

  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, check_panes, NULL);
}

/* From right to left the sidebar is at the right. */
static void
test_right_to_left (void)
{
  GtkWidget *shell = usher_shell_new ();
  GtkWidget *window;
  UsherPanes *outer, *inner;
  int sidebar, detail;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = usher_ui_test_show (shell, WIDE, 720);
  outer = get_panes (shell, "outer_panes");
  inner = get_panes (shell, "inner_panes");
  sidebar = usher_panes_get_size (outer);
  detail = usher_panes_get_size (inner);
  drag (outer, -40);
  assert_width (outer, "start", sidebar + 40);
  drag (inner, 30);
  assert_width (inner, "end", detail + 30);
  usher_ui_test_picture (window, "panes-rtl");
  usher_ui_test_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* --- Logs --- */

static void
show_event (UsherReviewWindow *window)
{
  g_assert_true (usher_review_pane_show_row (usher_review_board_get_pane (usher_review_window_get_board (window)), 0));
  usher_test_wait_for (g_str_equal (usher_review_detail_get_page (usher_review_window_get_detail (window)), "event"));
  for (guint i = 0; i < 2; i++)
    usher_ui_test_draw (GTK_WIDGET (window));
}

static void
check_review (UsherReviewWindow *window, const char *dir)
{
  UsherApplication *application = USHER_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  g_autofree char *path = g_build_filename (dir, "log.usherlog", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  UsherReviewDetail *detail = usher_review_window_get_detail (window);
  UsherReviewWindow *other;
  UsherPanes *panes = get_panes (GTK_WIDGET (window), "panes");
  int side, height;

  resize (GTK_WIDGET (window), WIDE);
  side = usher_panes_get_size (panes);
  g_assert_cmpint (side, ==, 400);
  g_assert_cmpint (usher_review_detail_get_event_height (detail), ==, 0);
  drag (panes, -70);
  assert_width (panes, "end", 470);
  show_event (window);
  gtk_paned_set_position (GTK_PANED (usher_ui_test_find_id (GTK_WIDGET (window), "paned")), 310);
  usher_ui_test_draw (GTK_WIDGET (window));
  height = usher_review_detail_get_event_height (detail);
  g_assert_cmpint (height, ==, 310);
  g_application_hold (G_APPLICATION (application));
  gtk_window_close (GTK_WINDOW (window));
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW) == NULL);
  g_application_open (G_APPLICATION (application), &file, 1, "");
  usher_test_wait_for ((other = USHER_REVIEW_WINDOW (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW))) != NULL);
  usher_test_wait_for (usher_review_run_is_settled (other));
  usher_ui_test_draw (GTK_WIDGET (other));
  assert_width (get_panes (GTK_WIDGET (other), "panes"), "end", 470);
  g_assert_cmpint (ABS (gtk_widget_get_width (GTK_WIDGET (other)) - WIDE), <=, 60);
  show_event (other);
  g_assert_cmpint (usher_review_detail_get_event_height (usher_review_window_get_detail (other)), ==, height);
  usher_ui_test_picture (GTK_WIDGET (other), "panes-review");
  gtk_window_close (GTK_WINDOW (other));
  g_application_release (G_APPLICATION (application));
}

static void
test_review (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "log.usherlog");

  usher_review_run (dir, check_review, "log.usherlog", NULL);
  usher_test_remove_tree (dir);
}

/* --- What is drawn --- */

static GtkWidget *
new_picture (GdkTexture *texture)
{
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));

  gtk_widget_set_size_request (picture, 300, -1);
  return picture;
}

/* GTK loses what was drawn where a clip has no width, as it has when one pane begins to slide over the other. A drawing
 * keeps the pictures in it, so they tell whether it is gone. */
static void
test_drawings (void)
{
  g_autofree guchar *pixels = g_malloc0 (4 * 4 * 4);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&pixels), 4 * 4 * 4);
  GdkTexture *left = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, bytes, 4 * 4);
  GdkTexture *right = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, bytes, 4 * 4);
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *panes = g_object_new (USHER_TYPE_PANES, "start", new_picture (left), "end", new_picture (right),
                                   "start-title", "Start", "end-title", "End", "fold-width", 600, NULL);
  GtkWidget *window = usher_ui_test_show (panes, 360, 300);

  if (g_type_from_name ("AdwNavigationSplitView") != 0)
    g_test_skip ("a newer libadwaita's own view draws this way, and offers no other");
  else
    {
      usher_test_wait_for (usher_panes_get_folded (USHER_PANES (panes)));
      g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
      for (guint i = 0; i < 4; i++)
        {
          usher_panes_show (USHER_PANES (panes), i % 2 == 0 ? USHER_PANE_END : USHER_PANE_START);
          g_assert_cmpuint (usher_ui_test_count_moving (window), >, 0);
          usher_test_wait_for (usher_ui_test_count_moving (window) == 0);
        }
      g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
    }
  usher_ui_test_close (window);
  g_assert_finalize_object (left);
  g_assert_finalize_object (right);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/panes/window", test_panes);
  g_test_add_func ("/ui/panes/nonsense", test_nonsense);
  g_test_add_func ("/ui/panes/right-to-left", test_right_to_left);
  g_test_add_func ("/ui/panes/review", test_review);
  g_test_add_func ("/ui/panes/drawings", test_drawings);
  return g_test_run ();
}
