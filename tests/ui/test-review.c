/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the review window shows, without the window: rows, matches, the list with its selection, times in words, marks. */
#include "common/usher-test.h"

#include <math.h>

#include "model/usher-time.h"
#include "ui/usher-review-highlight.h"
#include "ui/usher-review-list.h"
#include "ui/usher-review-samples.h"
#include "ui/usher-review-time.h"

static char *dir;
static char *path;

static UsherReview *
open_sample (void)
{
  UsherReview *review = usher_review_new ();

  usher_review_samples_open (review, (const char *[]) { path, NULL });
  return review;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Workers let go of it a moment after they have answered. */
static void
finalize (UsherReview *review)
{
  guint tick = g_timeout_add (5, on_tick, NULL);

  usher_test_wait_for (g_atomic_int_get (&G_OBJECT (review)->ref_count) == 1);
  g_source_remove (tick);
  g_assert_finalize_object (review);
}

static void
on_counted (gpointer object, guint *n)
{
  (*n)++;
}

static void
test_filter (void)
{
  UsherReview *review = open_sample ();
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) viewed = usher_archive_filter_with (any, USHER_CONDITION_KIND, "VIEWED", FALSE);
  UsherArchiveSummary *summary;
  guint n = 0;

  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 8);
  g_assert_null (usher_review_get_rows (review));
  summary = usher_review_get_summary (review);
  g_assert_cmpuint (summary->funnel[USHER_FUNNEL_CREATED], ==, 3);
  g_assert_cmpuint (summary->funnel[USHER_FUNNEL_VIEWED], ==, 2);
  g_assert_cmpuint (summary->funnel[USHER_FUNNEL_USED], ==, 1);

  g_signal_connect (review, "rows-changed", G_CALLBACK (on_counted), &n);
  usher_review_set_filter (review, viewed);
  usher_review_set_filter (review, viewed);
  /* Until the new rows are there the old ones stay. */
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 8);
  usher_review_samples_settle (review);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 2);
  g_assert_cmpuint (usher_review_get_row (review, 0), ==, 2);
  g_assert_cmpuint (usher_review_get_row (review, 1), ==, 4);
  g_assert_cmpuint (usher_review_get_row (review, 2), ==, G_MAXUINT);
  g_assert_cmpuint (usher_review_find_row (review, 4), ==, 1);
  g_assert_cmpuint (usher_review_find_row (review, 3), ==, G_MAXUINT);
  g_assert_cmpuint (usher_review_get_summary (review)->n_rows, ==, 2);
  finalize (review);
}

/* A newer wish takes the place of one before, however fast they come. */
static void
test_hurry (void)
{
  UsherReview *review = open_sample ();
  guint n = 0;

  g_signal_connect (review, "rows-changed", G_CALLBACK (on_counted), &n);
  for (guint i = 0; i < 20; i++)
    usher_review_set_search (review, i % 2 ? "bruno" : "anna", FALSE, TRUE);
  usher_review_samples_settle (review);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 2);
  usher_review_set_search (review, "", FALSE, TRUE);
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 8);
  finalize (review);
}

static void
test_span (void)
{
  UsherReview *review = open_sample ();
  gint64 from = usher_time_parse ("2026-03-01T09:00:00Z");
  gint64 to = usher_time_parse ("2026-03-01T11:00:00Z");
  gint64 first;
  gint64 last;

  g_assert_false (usher_review_get_span (review, &first, &last));
  usher_review_set_span (review, from, to);
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 2); /* to is exclusive */
  usher_review_set_span (review, from, to + 1);
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 3);
  g_assert_cmpuint (usher_archive_filter_get_size (usher_review_get_filter (review)), ==, 1);
  g_assert_true (usher_review_get_span (review, &first, &last));
  g_assert_cmpint (last, ==, to + 1);
  usher_review_set_span (review, USHER_TIME_NONE, USHER_TIME_NONE);
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_review_get_n_rows (review), ==, 8);
  finalize (review);
}

static void
test_list (void)
{
  UsherReview *review = open_sample ();
  UsherReviewList *list = usher_review_list_new ();
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (list);
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) viewed = usher_archive_filter_with (any, USHER_CONDITION_KIND, "VIEWED", FALSE);
  g_autoptr (UsherArchiveEvent) event = NULL;

  g_assert_true (usher_review_list_set_rows (list, usher_review_get_data (review), NULL));
  g_assert_false (usher_review_list_set_rows (list, usher_review_get_data (review), NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 8);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == USHER_TYPE_ARCHIVE_EVENT);
  event = g_list_model_get_item (G_LIST_MODEL (list), 2);
  g_assert_cmpint (usher_archive_event_get_kind (event), ==, USHER_EVENT_KIND_VIEWED);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 8));

  g_assert_cmpuint (usher_review_list_get_current (list), ==, G_MAXUINT);
  gtk_selection_model_select_item (selection, 4, TRUE);
  g_assert_cmpuint (usher_review_list_get_current (list), ==, 4);
  gtk_selection_model_select_range (selection, 2, 3, FALSE);
  g_assert_cmpuint (usher_review_list_get_n_selected (list), ==, 3);
  gtk_selection_model_unselect_item (selection, usher_review_list_get_current (list));
  g_assert_cmpuint (usher_review_list_get_n_selected (list), ==, 2);
  g_assert_true (gtk_selection_model_is_selected (selection, usher_review_list_get_current (list)));
  gtk_selection_model_select_all (selection);
  g_assert_cmpuint (usher_review_list_get_n_selected (list), ==, 8);
  gtk_selection_model_unselect_all (selection);
  g_assert_cmpuint (usher_review_list_get_current (list), ==, G_MAXUINT);

  /* The row that is looked at stays, at another position; one that is not listed goes. */
  usher_review_list_select_row (list, 4);
  usher_review_set_filter (review, viewed);
  usher_review_samples_settle (review);
  g_assert_true (usher_review_list_set_rows (list, usher_review_get_data (review), usher_review_get_rows (review)));
  g_assert_cmpuint (usher_review_list_get_n (list), ==, 2);
  g_assert_cmpuint (usher_review_list_get_current (list), ==, 4);
  g_assert_true (gtk_selection_model_is_selected (selection, 1));
  g_assert_cmpuint (usher_review_list_get_n_selected (list), ==, 1);
  usher_review_set_filter (review, any);
  usher_review_samples_settle (review);
  usher_review_list_set_rows (list, usher_review_get_data (review), NULL);
  usher_review_list_select_row (list, 0);
  usher_review_set_filter (review, viewed);
  usher_review_samples_settle (review);
  usher_review_list_set_rows (list, usher_review_get_data (review), usher_review_get_rows (review));
  g_assert_cmpuint (usher_review_list_get_current (list), ==, G_MAXUINT);
  g_assert_cmpuint (usher_review_list_get_n_selected (list), ==, 0);

  /* The file is read again: the same line, in other data. */
  usher_review_list_select_row (list, 4);
  usher_review_reload (review);
  usher_test_wait_for (usher_archive_get_state (usher_review_get_archive (review)) == USHER_ARCHIVE_READY);
  usher_review_samples_settle (review);
  usher_review_list_set_rows (list, usher_review_get_data (review), usher_review_get_rows (review));
  g_assert_cmpuint (usher_review_list_get_current (list), ==, 4);
  usher_review_list_set_rows (list, NULL, NULL);
  g_assert_cmpuint (usher_review_list_get_n (list), ==, 0);
  g_assert_finalize_object (list);
  finalize (review);
}

static void
test_times (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  gint64 night = usher_time_parse ("2026-03-28T23:30:00Z"); /* 00:30 on the 29th there */
  g_autofree char *day = usher_review_time_dup_day (night, zone);
  g_autofree char *exact = usher_review_time_dup_exact (night, zone);
  g_autofree char *none = usher_review_time_dup_day (USHER_TIME_NONE, zone);
  g_autofree char *days = usher_review_time_dup_span (usher_time_parse ("2026-02-28T23:00:00Z"),
                                                      usher_time_parse ("2026-03-02T23:00:00Z"), zone);
  g_autofree char *hours = usher_review_time_dup_span (usher_time_parse ("2026-03-01T07:00:00Z"),
                                                       usher_time_parse ("2026-03-01T09:00:00Z"), zone);

  g_assert_cmpstr (day, ==, "Sun 29 Mar 2026");
  g_assert_cmpstr (exact, ==, "Sun 29 Mar 2026, 00:30:00 CET");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (days, ==, "Sun 1 Mar 2026 – Mon 2 Mar 2026");
  g_assert_cmpstr (hours, ==, "Sun 1 Mar 2026, 08:00 – 10:00");
  g_assert_false (usher_review_time_same_day (night, usher_time_parse ("2026-03-28T22:30:00Z"), zone));
  g_assert_true (usher_review_time_same_day (night, usher_time_parse ("2026-03-29T21:59:59Z"), zone));
}

static void
test_divide (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < 2000; i++)
    {
      gint64 first = (gint64) (g_rand_double (rand) * 4e9) * G_USEC_PER_SEC;
      gint64 last = first + (gint64) (g_rand_double (rand) * pow (10, g_rand_int_range (rand, 0, 10))) * G_USEC_PER_SEC;
      gint64 from;
      gint64 to;
      guint n;
      gint64 width;

      usher_review_time_divide (first, last, zone, &from, &to, &n);
      g_assert_cmpint (from, <=, first);
      g_assert_cmpint (to, >=, last);
      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, 200);
      /* As the archive's summary reckons: whole pieces. */
      width = (to - from) / n + 1;
      g_assert_cmpint (width * n, ==, to - from + 1);
      g_assert_cmpint (width % G_USEC_PER_SEC, ==, 0);
      g_assert_cmpint (last, >=, from + (n - 1) * width);
    }
}

static void
check_mark (const char *search, gboolean regex, const char *text, const char *expected)
{
  g_autoptr (UsherReviewHighlight) highlight = usher_review_highlight_new (search, regex);
  PangoAttrList *marks = usher_review_highlight_mark (highlight, text);
  g_autoptr (GString) found = g_string_new (NULL);
  PangoAttrIterator *iter;

  if (marks == NULL)
    {
      g_assert_cmpstr ("", ==, expected);
      return;
    }
  iter = pango_attr_list_get_iterator (marks);
  do
    {
      int start;
      int end;

      pango_attr_iterator_range (iter, &start, &end);
      if (pango_attr_iterator_get (iter, PANGO_ATTR_BACKGROUND) == NULL)
        continue;
      g_string_append_c (found, '[');
      g_string_append_len (found, text + start, end - start);
      g_string_append_c (found, ']');
    }
  while (pango_attr_iterator_next (iter));
  pango_attr_iterator_destroy (iter);
  pango_attr_list_unref (marks);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_marks (void)
{
  check_mark ("anna", FALSE, "Anna and ANNA", "[Anna][ANNA]");
  check_mark ("browser", FALSE, "Ein Bröwser", "[Bröwser]");
  check_mark ("BRÖW", FALSE, "Bröwser browser", "[Bröw][brow]");
  check_mark ("zz", FALSE, "Anna", "");
  check_mark ("", FALSE, "Anna", "");
  check_mark ("an+", TRUE, "Anna an b", "[Ann][an]");
  check_mark ("(", TRUE, "Anna", "");
  check_mark ("x*", TRUE, "Anna", "");
  check_mark ("fi", FALSE, "eﬁx", "[ﬁ]");
  check_mark ("ef", FALSE, "eﬁx", "[eﬁ]");
  check_mark ("a", FALSE, "\xff\xfe", "");
}

int
main (int argc, char *argv[])
{
  g_autofree char *cache = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  dir = usher_test_make_dir ();
  cache = g_build_filename (dir, "cache", NULL);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  path = g_build_filename (dir, "sample.usherlog", NULL);
  usher_review_samples_write (path, USHER_LOG_FORMAT_USHERLOG);
  g_test_add_func ("/ui/review/filter", test_filter);
  g_test_add_func ("/ui/review/hurry", test_hurry);
  g_test_add_func ("/ui/review/span", test_span);
  g_test_add_func ("/ui/review/list", test_list);
  g_test_add_func ("/ui/review/times", test_times);
  g_test_add_func ("/ui/review/divide", test_divide);
  g_test_add_func ("/ui/review/marks", test_marks);
  result = g_test_run ();
  usher_test_remove_tree (dir);
  g_free (dir);
  g_free (path);
  return result;
}
