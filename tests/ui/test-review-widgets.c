/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the review window by themselves: the histogram by keys, the overview, the filters that are typed and saved. */
#include "ui/usher-ui-test.h"

#include <string.h>

#include "model/usher-time.h"
#include "ui/usher-review-count-row.h"
#include "ui/usher-review-filter-button.h"
#include "ui/usher-review-histogram.h"
#include "ui/usher-review-overview.h"
#include "ui/usher-review-print.h"
#include "ui/usher-review-samples.h"
#include "usher-config.h"

static char *dir;
static char *path;

static UsherReview *
open_sample (void)
{
  UsherReview *review = usher_review_new ();

  usher_review_samples_open (review, (const char *[]) { path, NULL });
  return review;
}

typedef struct
{
  gint64 from;
  gint64 to;
  guint n_chosen;
  guint n_cleared;
} Spans;

static void
on_chosen (UsherReviewHistogram *histogram, gint64 from, gint64 to, Spans *spans)
{
  spans->from = from;
  spans->to = to;
  spans->n_chosen++;
}

static void
on_cleared (UsherReviewHistogram *histogram, Spans *spans)
{
  spans->n_cleared++;
}

/* A key as the toolkit hands it to the widget that has the focus. */
static void
press (GtkWidget *widget, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &handled);
    }
}

static void
test_histogram (void)
{
  UsherReview *review = open_sample ();
  GtkWidget *widget = g_object_ref_sink (usher_review_histogram_new ());
  UsherReviewHistogram *histogram = USHER_REVIEW_HISTOGRAM (widget);
  GtkWidget *window = usher_ui_test_show (widget, 600, 200);
  UsherArchiveSummary *summary = usher_review_get_summary (review);
  g_autofree char *piece = NULL;
  GtkSettings *settings = gtk_widget_get_settings (window);
  int dpi, low, high;
  Spans spans = { 0 };
  guint total = 0;

  gtk_test_accessible_assert_role (widget, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_cmpstr (usher_review_histogram_get_text (histogram), ==, "No events to draw over time");
  press (widget, GDK_KEY_Right, 0);
  press (widget, GDK_KEY_Return, 0);
  usher_review_histogram_set_summary (histogram, summary);
  usher_ui_test_draw (widget);
  g_assert_nonnull (strstr (usher_review_histogram_get_text (histogram),
                            "8 events from Sun 1 Mar 2026 to Mon 2 Mar 2026."));
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       usher_review_histogram_get_text (histogram));
  for (guint i = 0; i < summary->n_buckets * USHER_N_EVENT_KINDS; i++)
    total += summary->buckets[i];
  g_assert_cmpuint (total, ==, 8);
  piece = usher_review_histogram_dup_piece (histogram, 0);
  g_assert_cmpstr (piece, ==, "Sun 1 Mar 2026, 08:00 – 08:15: 2 events\nCreated: 1\nEmail sent: 1");
  g_assert_null (usher_review_histogram_dup_piece (histogram, summary->n_buckets));

  g_signal_connect (histogram, "span-chosen", G_CALLBACK (on_chosen), &spans);
  g_signal_connect (histogram, "span-cleared", G_CALLBACK (on_cleared), &spans);
  gtk_widget_grab_focus (widget);
  press (widget, GDK_KEY_Home, 0);
  press (widget, GDK_KEY_Right, GDK_SHIFT_MASK);
  press (widget, GDK_KEY_Right, GDK_SHIFT_MASK);
  usher_ui_test_draw (widget);
  press (widget, GDK_KEY_Return, 0);
  g_assert_cmpuint (spans.n_chosen, ==, 1);
  g_assert_cmpint (spans.from, ==, summary->start);
  g_assert_cmpint (spans.to, ==, summary->start + 3 * summary->width);
  press (widget, GDK_KEY_End, 0);
  press (widget, GDK_KEY_Return, 0);
  g_assert_cmpuint (spans.n_chosen, ==, 2);
  g_assert_cmpint (spans.to, ==, summary->start + summary->n_buckets * summary->width);
  /* Escape gives up what is being chosen, then what was. */
  press (widget, GDK_KEY_Home, 0);
  press (widget, GDK_KEY_Escape, 0);
  g_assert_cmpuint (spans.n_cleared, ==, 0);
  press (widget, GDK_KEY_Escape, 0);
  g_assert_cmpuint (spans.n_cleared, ==, 1);

  /* The days below it grow with the size of text. */
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &low, NULL, NULL, NULL);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * (dpi > 0 ? dpi : 96 * 1024), NULL);
  usher_ui_test_draw (widget);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &high, NULL, NULL, NULL);
  g_assert_cmpint (high, >=, low + 10);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);

  /* From right to left, time goes so, too: what is further left is later. */
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_RTL);
  press (widget, GDK_KEY_Home, 0);
  press (widget, GDK_KEY_Left, 0);
  usher_ui_test_draw (widget);
  press (widget, GDK_KEY_Return, 0);
  g_assert_cmpuint (spans.n_chosen, ==, 3);
  g_assert_cmpint (spans.from, ==, summary->start + summary->width);

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (widget);
  g_object_unref (review);
}

/* The first controller of a type. */
static GtkEventController *
get_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      /* The widget holds it. */
      if (G_OBJECT_TYPE (controller) == type)
        return controller;
    }
  g_assert_not_reached ();
}

static void
drag (GtkWidget *widget, double from, double to)
{
  GtkEventController *gesture = get_controller (widget, GTK_TYPE_GESTURE_DRAG);

  g_signal_emit_by_name (gesture, "drag-begin", from, 20.0);
  g_signal_emit_by_name (gesture, "drag-update", (to - from) / 2, 1.0);
  g_signal_emit_by_name (gesture, "drag-update", to - from, 1.0);
  usher_ui_test_draw (widget);
  g_signal_emit_by_name (gesture, "drag-end", to - from, 1.0);
}

/* A span is brushed over from either side; a press that stays where it is chooses nothing; two clear. */
static void
test_brush (void)
{
  UsherReview *review = open_sample ();
  GtkWidget *widget = g_object_ref_sink (usher_review_histogram_new ());
  GtkWidget *window = usher_ui_test_show (widget, 600, 200);
  UsherArchiveSummary *summary = usher_review_get_summary (review);
  Spans spans = { 0 };
  double width;

  usher_review_histogram_set_summary (USHER_REVIEW_HISTOGRAM (widget), summary);
  usher_ui_test_draw (widget);
  width = (double) gtk_widget_get_width (widget) / summary->n_buckets;
  g_signal_connect (widget, "span-chosen", G_CALLBACK (on_chosen), &spans);
  g_signal_connect (widget, "span-cleared", G_CALLBACK (on_cleared), &spans);
  drag (widget, 4.5 * width, 20.5 * width);
  g_assert_cmpuint (spans.n_chosen, ==, 1);
  g_assert_cmpint (spans.from, ==, summary->start + 4 * summary->width);
  g_assert_cmpint (spans.to, ==, summary->start + 21 * summary->width);
  drag (widget, 20.5 * width, 4.5 * width);
  g_assert_cmpuint (spans.n_chosen, ==, 2);
  g_assert_cmpint (spans.from, ==, summary->start + 4 * summary->width);
  g_assert_cmpint (spans.to, ==, summary->start + 21 * summary->width);
  /* Beyond the edge is the last piece. */
  drag (widget, 20.5 * width, 10000);
  g_assert_cmpuint (spans.n_chosen, ==, 3);
  g_assert_cmpint (spans.to, ==, summary->start + summary->n_buckets * summary->width);
  drag (widget, 20.5 * width, 20.5 * width);
  g_assert_cmpuint (spans.n_chosen, ==, 3);
  g_signal_emit_by_name (get_controller (widget, GTK_TYPE_GESTURE_CLICK), "pressed", 1, 20.0, 20.0);
  g_assert_cmpuint (spans.n_cleared, ==, 0);
  g_signal_emit_by_name (get_controller (widget, GTK_TYPE_GESTURE_CLICK), "pressed", 2, 20.0, 20.0);
  g_assert_cmpuint (spans.n_cleared, ==, 1);

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (widget);
  g_object_unref (review);
}

static GtkListBoxRow *
get_row (GtkWidget *overview, const char *list, int i)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (usher_ui_test_find_id (overview, list)), i);
}

static void
test_overview (void)
{
  UsherReview *review = open_sample ();
  GtkWidget *overview = g_object_ref_sink (usher_review_overview_new ());
  GtkWidget *window = usher_ui_test_show (overview, 400, 700);

  usher_review_overview_set_review (USHER_REVIEW_OVERVIEW (overview), review);
  usher_test_settle ();
  usher_ui_test_draw (overview);
  g_assert_nonnull (usher_ui_test_find_text (overview, "Viewed (67 %)"));
  g_assert_nonnull (usher_ui_test_find_text (overview, "Used (33 %)"));
  g_assert_false (gtk_list_box_row_get_activatable (get_row (overview, "funnel", 0)));
  g_assert_null (get_row (overview, "companies", 2));
  g_assert_cmpstr (usher_review_count_row_get_value (USHER_REVIEW_COUNT_ROW (get_row (overview, "recipients", 0))), ==,
                   "anna@example.com");
  gtk_test_accessible_assert_property (GTK_WIDGET (get_row (overview, "recipients", 0)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "anna@example.com: 5");
  /* A row shows only what it stands for; its button leaves that out. */
  g_signal_emit_by_name (usher_ui_test_find_id (overview, "recipients"), "row-activated", get_row (overview, "recipients", 0));
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 5);
  g_assert_nonnull (usher_ui_test_find_text (overview, "Viewed (100 %)"));
  g_assert_null (get_row (overview, "recipients", 1));
  g_signal_emit_by_name (get_row (overview, "kinds", 0), "exclude");
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 4);

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (overview);
  g_object_unref (review);
}

/* Printed to a file, as the dialog's "print to file" does. */
static void
test_print (void)
{
  g_autofree char *log = g_build_filename (dir, "print.usherlog", NULL);
  g_autofree char *pdf = g_build_filename (dir, "print.pdf", NULL);
  g_autofree char *text = NULL;
  UsherReview *review = usher_review_new ();
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  usher_review_samples_demo (log, 500);
  usher_review_samples_open (review, (const char *[]) { log, NULL });
  operation = usher_review_print_new (review, "print.usherlog", "Viewed", "This log is whole.");
  gtk_print_operation_set_export_filename (operation, pdf);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (pdf, &text, &length, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), >, 5);
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), <, 20);
  if (g_getenv ("USHER_TEST_PICTURES") != NULL)
    {
      g_autofree char *copy = g_build_filename (g_getenv ("USHER_TEST_PICTURES"), "review-print.pdf", NULL);

      g_assert_true (g_file_set_contents (copy, text, (gssize) length, NULL));
    }
  g_object_unref (review);
}

static void
type_into (GtkWidget *root, const char *id, const char *text)
{
  GtkWidget *entry = usher_ui_test_find_id (root, id);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static void
test_filters (void)
{
  UsherReview *review = open_sample ();
  GtkWidget *widget = g_object_ref_sink (usher_review_filter_button_new ());
  UsherReviewFilterButton *button = USHER_REVIEW_FILTER_BUTTON (widget);
  GtkWidget *window = usher_ui_test_show (widget, 400, 500);
  g_autoptr (GSettings) settings = g_settings_new (USHER_BASE_ID);
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();
  GtkDropDown *what;
  GtkListBox *saved;

  usher_review_filter_button_set_review (button, review);
  usher_review_filter_button_popup (button);
  what = GTK_DROP_DOWN (usher_ui_test_find_id (widget, "what"));
  usher_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (what)));
  usher_ui_test_picture (usher_ui_test_find_id (widget, "popover"), "review-filter-button");
  type_into (widget, "value", "  ");
  g_assert_cmpstr (usher_review_filter_button_get_message (button), ==, "Write what to filter by.");
  type_into (widget, "value", "anna");
  usher_review_samples_settle (review);
  g_assert_null (usher_review_filter_button_get_message (button));
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 5);
  gtk_drop_down_set_selected (what, 1);
  type_into (widget, "value", "a(");
  g_assert_nonnull (usher_review_filter_button_get_message (button));
  gtk_drop_down_set_selected (what, 2);
  g_assert_true (gtk_widget_get_visible (usher_ui_test_find_id (widget, "kind")));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (usher_ui_test_find_id (widget, "kind")), 3);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (usher_ui_test_find_id (widget, "exclude")), TRUE);
  g_signal_emit_by_name (usher_ui_test_find_id (widget, "value"), "activate");
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 4);

  type_into (widget, "from", "1.3.2026");
  g_assert_cmpstr (usher_review_filter_button_get_message (button), ==,
                   "Write days as year, month and day: 2026-03-01.");
  type_into (widget, "from", "2026-03-02");
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 2);
  type_into (widget, "to", "2026-03-01");
  g_assert_cmpstr (usher_review_filter_button_get_message (button), ==, "The last day is before the first.");
  type_into (widget, "to", "2026-03-02");
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 2);

  /* Saved under a name, used again, forgotten. */
  type_into (widget, "name", "Anna_in <March>");
  saved = GTK_LIST_BOX (usher_ui_test_find_id (widget, "saved"));
  usher_test_wait_for (gtk_list_box_get_row_at_index (saved, 0) != NULL);
  usher_review_set_filter (review, any);
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 8);
  type_into (widget, "name", "nothing");
  g_assert_nonnull (usher_review_filter_button_get_message (button));
  g_signal_emit_by_name (saved, "row-activated", gtk_list_box_get_row_at_index (saved, 0));
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 2);
  g_signal_emit_by_name (usher_ui_test_find (GTK_WIDGET (gtk_list_box_get_row_at_index (saved, 0)), GTK_TYPE_BUTTON, 0),
                         "clicked");
  usher_test_wait_for (gtk_list_box_get_row_at_index (saved, 0) == NULL);

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (widget);
  g_object_unref (review);
}

int
main (int argc, char *argv[])
{
  g_autofree char *cache = NULL;
  int result;

  usher_ui_test_init (&argc, &argv);
  dir = usher_test_make_dir ();
  cache = g_build_filename (dir, "cache", NULL);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  path = g_build_filename (dir, "sample.usherlog", NULL);
  usher_review_samples_write (path, USHER_LOG_FORMAT_USHERLOG);
  g_test_add_func ("/ui/review-widgets/histogram", test_histogram);
  g_test_add_func ("/ui/review-widgets/brush", test_brush);
  g_test_add_func ("/ui/review-widgets/overview", test_overview);
  g_test_add_func ("/ui/review-widgets/print", test_print);
  g_test_add_func ("/ui/review-widgets/filters", test_filters);
  result = g_test_run ();
  usher_test_remove_tree (dir);
  g_free (dir);
  g_free (path);
  return result;
}
