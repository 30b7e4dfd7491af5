/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exported logs in the review window, by its actions: opened from the command line, without an account. */
#include "ui/usher-ui-test.h"

#include <string.h>
#include <time.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-review-run.h"
#include "ui/usher-review-samples.h"

static guint
get_n (UsherReviewWindow *window)
{
  return usher_review_get_n_rows (usher_review_window_get_review (window));
}

static UsherReviewPane *
get_pane (UsherReviewWindow *window)
{
  return usher_review_board_get_pane (usher_review_window_get_board (window));
}

static UsherReviewList *
get_list (UsherReviewWindow *window)
{
  return usher_review_pane_get_list (get_pane (window));
}

static void
search_for (UsherReviewWindow *window, const char *text)
{
  GtkWidget *search = GTK_WIDGET (usher_review_board_get_search (usher_review_window_get_board (window)));
  UsherReview *review = usher_review_window_get_review (window);

  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (search, "entry")), text);
  usher_test_wait_for (g_strcmp0 (usher_review_get_search (review), *text != '\0' ? text : NULL) == 0);
  usher_review_samples_settle (review);
}

/* --- opening ----------------------------------------------------------------------------------- */

/* The colour of the strip, a word and an icon say the same. */
static void
assert_in_words (UsherReviewVerify *verify, const char *css_class)
{
  GtkWidget *icon = usher_ui_test_find_id (GTK_WIDGET (verify), "icon");

  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (verify), css_class));
  g_assert_cmpuint (usher_ui_test_count_coloured (GTK_WIDGET (verify)), >=, 1);
  g_assert_true (gtk_widget_get_mapped (icon));
  g_assert_nonnull (gtk_image_get_icon_name (GTK_IMAGE (icon)));
}

static void
check_whole (UsherReviewWindow *window, const char *dir)
{
  UsherReviewVerify *verify = usher_review_window_get_verify (window);

  g_assert_cmpstr (usher_review_window_get_page (window), ==, "content");
  g_assert_cmpint (usher_review_verify_get_verdict (verify), ==, USHER_VERDICT_WHOLE);
  assert_in_words (verify, "success");
  g_assert_cmpstr (usher_review_verify_get_text (verify), ==,
                   "This log is whole: every line is as it was exported.");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "march.usherlog");
  g_assert_cmpuint (get_n (window), ==, 8);
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "Sun 1 Mar 2026"));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "09:30:00"));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "No activity"));
  usher_ui_test_picture (GTK_WIDGET (window), "review-whole");
}

static void
test_open (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "march.usherlog");

  usher_review_run (dir, check_whole, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

static void
check_edited (UsherReviewWindow *window, const char *dir)
{
  UsherReviewVerify *verify = usher_review_window_get_verify (window);

  g_assert_cmpint (usher_review_verify_get_verdict (verify), ==, USHER_VERDICT_EDITED);
  g_assert_cmpstr (usher_review_verify_get_text (verify), ==,
                   "This log was edited at line 4 after it was exported.");
  g_assert_cmpuint (get_n (window), ==, 8);
  assert_in_words (verify, "error");
}

static void
check_cut (UsherReviewWindow *window, const char *dir)
{
  UsherReviewVerify *verify = usher_review_window_get_verify (window);

  g_assert_cmpint (usher_review_verify_get_verdict (verify), ==, USHER_VERDICT_CUT_SHORT);
  g_assert_nonnull (strstr (usher_review_verify_get_text (verify), "cut short"));
  assert_in_words (verify, "warning");
}

static void
check_foreign (UsherReviewWindow *window, const char *dir)
{
  g_assert_cmpint (usher_review_verify_get_verdict (usher_review_window_get_verify (window)), ==,
                   USHER_VERDICT_NOT_VERIFIABLE);
  g_assert_cmpuint (get_n (window), >=, 7);
}

static void
test_verdicts (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *edited = usher_review_run_make_sample (dir, "edited.usherlog");
  g_autofree char *cut = usher_review_run_make_sample (dir, "cut.usherlog");
  g_autofree char *gzip = usher_review_run_make_sample (dir, "cut.usherlog.gz");
  g_autofree char *csv = usher_review_run_make_sample (dir, "table.csv");
  g_autofree char *json = usher_review_run_make_sample (dir, "details.json");

  usher_review_samples_edit (edited, "Bröwser 7", "Bröwser 8");
  usher_review_samples_cut (cut, 40);
  usher_review_run (dir, check_edited, "edited.usherlog", NULL);
  usher_review_run (dir, check_cut, "cut.usherlog", NULL);
  usher_review_samples_cut (gzip, 60);
  usher_review_run (dir, check_cut, "cut.usherlog.gz", NULL);
  usher_review_run (dir, check_foreign, "table.csv", NULL);
  usher_review_run (dir, check_foreign, "details.json", NULL);
  usher_test_remove_tree (dir);
}

static void
check_failed (UsherReviewWindow *window, const char *dir)
{
  GtkWidget *page = usher_ui_test_find_id (GTK_WIDGET (window), "failed_page");
  g_autofree char *later = NULL;

  g_assert_cmpstr (usher_review_window_get_page (window), ==, "failed");
  g_assert_nonnull (adw_status_page_get_description (ADW_STATUS_PAGE (page)));
  usher_ui_test_picture (GTK_WIDGET (window), "review-failed");
  /* Try Again finds what is there by then. */
  later = usher_review_run_make_sample (dir, "missing.usherlog");
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "content") && usher_review_run_is_settled (window));
  g_assert_cmpuint (get_n (window), ==, 8);
}

static void
check_empty (UsherReviewWindow *window, const char *dir)
{
  GtkWidget *page = usher_ui_test_find_id (GTK_WIDGET (window), "failed_page");

  g_assert_cmpstr (usher_review_window_get_page (window), ==, "failed");
  g_assert_nonnull (strstr (adw_status_page_get_description (ADW_STATUS_PAGE (page)), "&lt;empty&gt;.usherlog"));
}

static void
test_failures (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *empty = g_build_filename (dir, "<empty>.usherlog", NULL);

  usher_review_run (dir, check_failed, "missing.usherlog", NULL);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  usher_review_run (dir, check_empty, "<empty>.usherlog", NULL);
  usher_test_remove_tree (dir);
}

static void
check_damage (UsherReviewWindow *window, const char *dir)
{
  UsherReviewDetail *detail = usher_review_window_get_detail (window);
  GtkWidget *notice = usher_ui_test_find_id (GTK_WIDGET (window), "notice");
  GtkWidget *raw = usher_ui_test_find_id (GTK_WIDGET (window), "raw_label");

  g_assert_nonnull (usher_ui_test_find_text (notice, "1 line cannot be read. It is shown as it stands in the file."));
  usher_review_run_act (window, "show-bad", NULL);
  g_assert_cmpuint (get_n (window), ==, 1);
  usher_review_list_select_row (get_list (window),
                                usher_review_get_row (usher_review_window_get_review (window), 0));
  g_assert_true (usher_archive_event_is_bad (usher_review_detail_get_event (detail)));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (raw)), "not json at all"));
  usher_review_run_act (window, "clear-filters", NULL);
  g_assert_cmpuint (get_n (window), ==, 8);
}

static void
test_damage (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "damaged.usherlog");

  usher_review_samples_edit (path, "{\"event\":{\"id\":\"e3\"", "{not json at all");
  usher_review_run (dir, check_damage, "damaged.usherlog", NULL);
  usher_test_remove_tree (dir);
}

/* --- several files ----------------------------------------------------------------------------- */

static void
check_merged (UsherReviewWindow *window, const char *dir)
{
  UsherReview *review = usher_review_window_get_review (window);
  GtkWidget *files = usher_ui_test_find_id (GTK_WIDGET (window), "files");

  /* The same events in both: shown once, and told. */
  g_assert_cmpuint (get_n (window), ==, 8);
  g_assert_cmpuint (usher_archive_get_n_folded (usher_review_get_archive (review)), ==, 8);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "3 Logs");
  g_assert_cmpstr (usher_review_verify_get_text (usher_review_window_get_verify (window)), ==,
                   "All 2 files are whole: every line is as it was exported.");
  /* The one that is not there is told, too. */
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (files), 2));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (files), 3));
  usher_ui_test_picture (GTK_WIDGET (window), "review-several");
}

static void
test_several (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *a = usher_review_run_make_sample (dir, "a.usherlog");
  g_autofree char *b = usher_review_run_make_sample (dir, "b.usherlog.gz");

  usher_review_run (dir, check_merged, "a.usherlog", "b.usherlog.gz", "gone.usherlog", NULL);
  usher_test_remove_tree (dir);
}

/* --- who opened what when ---------------------------------------------------------------------- */

static void
check_detail (UsherReviewWindow *window, const char *dir)
{
  UsherReviewDetail *detail = usher_review_window_get_detail (window);
  UsherReviewList *story = usher_review_detail_get_story (detail);
  GtkWidget *raw = usher_ui_test_find_id (GTK_WIDGET (detail), "raw_label");

  g_assert_cmpstr (usher_review_detail_get_page (detail), ==, "none");
  g_assert_true (usher_review_pane_show_row (get_pane (window), 2));
  g_assert_cmpstr (usher_review_detail_get_page (detail), ==, "event");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (raw)), "\"userAgent\" : \"Bröwser 7\""));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (detail), "inv-rooftop"));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (detail), "Rooftop Solar"));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (detail), "march.usherlog, line 4"));
  usher_test_wait_for (usher_review_list_get_n (story) == 5);
  g_assert_cmpuint (usher_review_list_get_current (story), ==, 2);
  usher_ui_test_picture (GTK_WIDGET (window), "review-detail");

  /* The story is whole, whatever is filtered; a row of it leads to its place in the list. */
  usher_review_run_act (window, "include", "kind");
  g_assert_cmpuint (get_n (window), ==, 2);
  g_assert_cmpuint (usher_review_list_get_current (get_list (window)), ==, 2);
  g_assert_cmpuint (usher_review_list_get_n (story), ==, 5);
  usher_review_run_act (window, "clear-filters", NULL);
  g_signal_emit_by_name (usher_ui_test_find_id (GTK_WIDGET (detail), "story"), "activate", 4);
  g_assert_cmpuint (usher_review_list_get_current (get_list (window)), ==, 7);
  g_assert_cmpint (usher_archive_event_get_kind (usher_review_detail_get_event (detail)), ==, USHER_EVENT_KIND_USED);
}

static void
test_detail (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "march.usherlog");

  usher_review_run (dir, check_detail, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

static gboolean
is_marked (GtkWidget *label)
{
  PangoAttrList *list = gtk_label_get_attributes (GTK_LABEL (label));
  GSList *attributes = list != NULL ? pango_attr_list_get_attributes (list) : NULL;
  gboolean marked = FALSE;

  for (GSList *l = attributes; l != NULL; l = l->next)
    marked = marked || ((PangoAttribute *) l->data)->klass->type == PANGO_ATTR_BACKGROUND;
  g_slist_free_full (attributes, (GDestroyNotify) pango_attribute_destroy);
  return marked;
}

static void
check_search (UsherReviewWindow *window, const char *dir)
{
  UsherReview *review = usher_review_window_get_review (window);
  GtkWidget *search = GTK_WIDGET (usher_review_board_get_search (usher_review_window_get_board (window)));
  GtkWidget *context = usher_ui_test_find_id (search, "context_button");
  GtkWidget *regex = usher_ui_test_find_id (search, "regex_button");

  search_for (window, "BROWSER");
  g_assert_cmpuint (get_n (window), ==, 1);
  search_for (window, "anna@");
  g_assert_cmpuint (get_n (window), ==, 5);
  g_assert_nonnull (usher_ui_test_find_text (search, "5 matches"));
  usher_ui_test_picture (GTK_WIDGET (window), "review-search");

  /* Matches are marked in the row, and in what is said beside it. */
  usher_review_pane_show_row (get_pane (window), 2);
  g_assert_true (is_marked (usher_ui_test_find_id (GTK_WIDGET (window), "sentence_label")));
  g_assert_true (is_marked (usher_ui_test_find_id (GTK_WIDGET (window), "raw_label")));
  g_assert_true (is_marked (usher_ui_test_find_text (usher_ui_test_find_id (GTK_WIDGET (window), "facts"), "anna@example.com")));
  g_assert_false (is_marked (usher_ui_test_find_text (usher_ui_test_find_id (GTK_WIDGET (window), "facts"), "Rooftop Solar")));
  usher_ui_test_picture (GTK_WIDGET (window), "review-search-detail");
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (get_list (window)));

  /* With the others in view: next and previous go round. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (context), TRUE);
  usher_review_samples_settle (review);
  g_assert_cmpuint (get_n (window), ==, 8);
  g_assert_cmpuint (usher_review_get_n_matches (review), ==, 5);
  usher_review_run_act (window, "next-match", NULL);
  g_assert_cmpuint (usher_review_list_get_current (get_list (window)), ==, 0);
  usher_review_run_act (window, "previous-match", NULL);
  g_assert_cmpuint (usher_review_list_get_current (get_list (window)), ==, 7);
  usher_review_run_act (window, "previous-match", NULL);
  g_assert_cmpuint (usher_review_list_get_current (get_list (window)), ==, 6);
  usher_review_run_act (window, "next-match", NULL);
  usher_review_run_act (window, "next-match", NULL);
  g_assert_cmpuint (usher_review_list_get_current (get_list (window)), ==, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (context), FALSE);
  usher_review_samples_settle (review);

  /* A broken expression is told, and nothing is lost; a good one works. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (regex), TRUE);
  search_for (window, "anna@(");
  g_assert_nonnull (usher_review_get_problem (review));
  g_assert_cmpuint (get_n (window), >, 0);
  search_for (window, "^(anna|bruno)@");
  g_assert_null (usher_review_get_problem (review));
  g_assert_cmpuint (get_n (window), ==, 7);

  usher_review_run_act (window, "keep-search", NULL);
  usher_test_wait_for (usher_review_get_search (review) == NULL);
  usher_review_samples_settle (review);
  g_assert_cmpuint (usher_archive_filter_get_size (usher_review_get_filter (review)), ==, 1);
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "/^(anna|bruno)@/"));
  search_for (window, "nobody at all");
  g_assert_cmpstr (usher_review_board_get_page (usher_review_window_get_board (window)), ==, "nothing");
  usher_review_run_act (window, "clear-filters", NULL);
  g_assert_cmpuint (get_n (window), ==, 8);
}

static void
test_search (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "march.usherlog");

  usher_review_run (dir, check_search, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

static void
check_filters (UsherReviewWindow *window, const char *dir)
{
  UsherReview *review = usher_review_window_get_review (window);
  GtkWidget *chip;

  usher_review_pane_show_row (get_pane (window), 2);
  usher_review_run_act (window, "include", "recipient");
  g_assert_cmpuint (get_n (window), ==, 5);
  usher_review_run_act (window, "exclude", "kind");
  g_assert_cmpuint (get_n (window), ==, 4);
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "not Viewed"));
  usher_ui_test_picture (GTK_WIDGET (window), "review-filters");
  /* A chip takes its filter away. */
  chip = usher_ui_test_find (GTK_WIDGET (window), g_type_from_name ("UsherFilterChip"), 1);
  g_signal_emit_by_name (chip, "remove");
  usher_review_samples_settle (review);
  g_assert_cmpuint (get_n (window), ==, 5);
  usher_review_run_act (window, "clear-filters", NULL);

  usher_review_pane_show_row (get_pane (window), 6);
  usher_review_run_act (window, "include", "day");
  g_assert_cmpuint (get_n (window), ==, 2);
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "Mon 2 Mar 2026"));
  usher_review_run_act (window, "zoom-out", NULL);
  g_assert_cmpuint (get_n (window), ==, 8);
  usher_review_pane_show_row (get_pane (window), 4);
  usher_review_run_act (window, "include", "company");
  g_assert_cmpuint (get_n (window), ==, 3);
  usher_review_run_act (window, "clear-filters", NULL);
  usher_review_run_act (window, "exclude", "invitation");
  g_assert_cmpuint (get_n (window), ==, 6);
}

static void
test_filters (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "march.usherlog");

  usher_review_run (dir, check_filters, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

/* --- taking along ------------------------------------------------------------------------------ */

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
check_copy (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "part.usherlog", NULL);
  UsherVerification verification;
  char *text = NULL;

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "copy"));
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (get_list (window)), 1, 2, TRUE);
  g_assert_cmpstr (usher_review_detail_get_page (usher_review_window_get_detail (window)), ==, "several");
  usher_review_run_act (window, "copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, on_text, &text);
  usher_test_wait_for (text != NULL);
  g_assert_true (g_str_has_prefix (text, "Day\tTime\tEvent\tRecipient\tCompany\tInvitation\tWhat Happened\tFile\n"
                                         "Sun 1 Mar 2026\t08:00:05\tEmail sent\tanna@example.com\tRooftop Solar\t"));
  g_assert_nonnull (strstr (text, "\nSun 1 Mar 2026\t09:30:00\tViewed\t"));
  g_free (text);

  /* Export writes what is shown: a whole log of its own. */
  usher_review_pane_show_row (get_pane (window), 2);
  usher_review_run_act (window, "include", "invitation");
  usher_review_window_export_to (window, path);
  usher_test_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (usher_verify_file (path, &verification, NULL, NULL));
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpuint (verification.n_events, ==, 5);
}

static void
test_copy (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "march.usherlog");

  usher_review_run (dir, check_copy, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

static void
check_notes (UsherReviewWindow *window, const char *dir)
{
  GtkWidget *note = usher_ui_test_find_id (GTK_WIDGET (window), "note_row");
  UsherArchiveNotes *notes = usher_review_window_get_notes (window);

  g_assert_cmpuint (usher_archive_notes_get_size (notes), ==, 0);
  usher_review_pane_show_row (get_pane (window), 2);
  usher_review_run_act (window, "bookmark", NULL);
  gtk_editable_set_text (GTK_EDITABLE (note), "She called at noon");
  /* What was typed is kept by going on. */
  usher_review_pane_show_row (get_pane (window), 4);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (note)), ==, "");
  usher_review_run_act (window, "next-bookmark", NULL);
  g_assert_cmpuint (usher_review_list_get_current (get_list (window)), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (note)), ==, "She called at noon");
  usher_ui_test_picture (GTK_WIDGET (window), "review-note");
  usher_test_wait_for (!usher_archive_notes_get_busy (notes));
}

static void
check_notes_again (UsherReviewWindow *window, const char *dir)
{
  g_assert_cmpuint (usher_archive_notes_get_size (usher_review_window_get_notes (window)), ==, 1);
  usher_review_pane_show_row (get_pane (window), 2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (usher_ui_test_find_id (GTK_WIDGET (window), "note_row"))), ==,
                   "She called at noon");
  /* The log is what it was. */
  g_assert_cmpint (usher_review_verify_get_verdict (usher_review_window_get_verify (window)), ==, USHER_VERDICT_WHOLE);
}

static void
test_notes (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "march.usherlog");
  g_autofree char *beside = g_build_filename (dir, "march.usherlog.notes", NULL);

  usher_review_run (dir, check_notes, "march.usherlog", NULL);
  g_assert_true (g_file_test (beside, G_FILE_TEST_EXISTS));
  /* Kept by the index by now: the verdict comes from the background. */
  usher_review_run (dir, check_notes_again, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

/* --- shapes ------------------------------------------------------------------------------------ */

static void
check_shapes (UsherReviewWindow *window, const char *dir)
{
  GtkWidget *back = usher_ui_test_find_id (GTK_WIDGET (window), "back_button");

  g_action_group_change_action_state (G_ACTION_GROUP (window), "overview", g_variant_new_boolean (TRUE));
  usher_ui_test_picture (GTK_WIDGET (window), "review-overview");
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  usher_test_wait_for (gtk_widget_get_width (GTK_WIDGET (window)) <= 400);
  usher_test_wait_for (gtk_widget_get_visible (back));
  usher_ui_test_picture (GTK_WIDGET (window), "review-narrow-overview");
  usher_review_run_act (window, "show-list", NULL);
  usher_test_wait_for (!gtk_widget_get_visible (back));
  usher_ui_test_picture (GTK_WIDGET (window), "review-narrow-list");
  usher_review_pane_show_row (get_pane (window), 2);
  g_signal_emit_by_name (get_pane (window), "activated");
  usher_test_wait_for (gtk_widget_get_visible (back));
  usher_ui_test_picture (GTK_WIDGET (window), "review-narrow-detail");
}

static void
test_shapes (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "demo.usherlog", NULL);

  usher_review_samples_demo (path, 3000);
  usher_review_run (dir, check_shapes, "demo.usherlog", NULL);
  usher_test_remove_tree (dir);
}

static void
check_changed (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "march.usherlog", NULL);
  GtkWidget *notice = usher_ui_test_find_id (GTK_WIDGET (window), "notice");
  UsherArchive *archive = usher_review_get_archive (usher_review_window_get_review (window));

  usher_review_samples_cut (path, 200);
  usher_archive_check_changed (archive);
  g_assert_nonnull (usher_ui_test_find_text (
    notice, "The file was changed, moved or removed since it was opened. This is what it was."));
  usher_review_run_act (window, "refresh", NULL);
  usher_test_wait_for (usher_review_run_is_settled (window));
  g_assert_cmpint (usher_review_verify_get_verdict (usher_review_window_get_verify (window)), ==, USHER_VERDICT_CUT_SHORT);
}

static void
test_changed (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, "march.usherlog");

  usher_review_run (dir, check_changed, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

/* How long the main thread computed at most before it went round: its own time, whatever runs beside. */
static gint64 last_beat;
static gint64 longest;

static gint64
get_own_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
on_beat (gpointer user_data)
{
  gint64 now = get_own_time ();

  longest = MAX (longest, now - last_beat);
  last_beat = now;
  return G_SOURCE_CONTINUE;
}

static gint64
begin_beats (void)
{
  longest = 0;
  last_beat = get_own_time ();
  return g_get_monotonic_time ();
}

/* A million events: told, not judged, as other programs run beside. USHER_TEST_LONG=1. */
static void
check_million (UsherReviewWindow *window, const char *dir)
{
  UsherReview *review = usher_review_window_get_review (window);
  g_autofree char *path = g_build_filename (dir, "million.usherlog", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const char *const searches[] = { "zzz no such thing", "example" };
  gint64 begin;
  gint64 first = 0;
  guint beat = g_timeout_add (1, on_beat, NULL);

  usher_review_samples_demo (path, 1000000);
  for (guint again = 0; again < 2; again++)
    {
      begin = begin_beats ();
      first = 0;
      usher_review_window_open (window, &file, 1);
      while (!usher_review_run_is_settled (window))
        {
          g_main_context_iteration (NULL, TRUE);
          if (first == 0 && get_n (window) > 0)
            first = g_get_monotonic_time ();
        }
      g_test_message ("%s: first rows after %.0f ms, all after %.0f ms, longest turn %.1f ms of its own",
                      again ? "kept index" : "new", (double) (first - begin) / 1000,
                      (double) (g_get_monotonic_time () - begin) / 1000, (double) longest / 1000);
    }
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      begin = begin_beats ();
      usher_review_set_search (review, searches[i], FALSE, TRUE);
      while (usher_review_get_busy (review))
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("search “%s”: %u rows after %.0f ms, longest turn %.1f ms of its own", searches[i], get_n (window),
                      (double) (g_get_monotonic_time () - begin) / 1000, (double) longest / 1000);
    }
  usher_review_set_search (review, NULL, FALSE, TRUE);
  usher_review_samples_settle (review);
  usher_ui_test_draw (GTK_WIDGET (window));
  g_test_message ("selecting all");
  begin = g_get_monotonic_time ();
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (get_list (window)));
  g_test_message ("all selected after %.1f ms", (double) (g_get_monotonic_time () - begin) / 1000);
  for (guint i = 1; i <= 10; i++)
    {
      begin = get_own_time ();
      usher_review_pane_show_row (get_pane (window), i * 99991);
      usher_ui_test_draw (GTK_WIDGET (window));
      g_test_message ("jump: %.1f ms of its own", (double) (get_own_time () - begin) / 1000);
    }
  g_source_remove (beat);
}

static void
test_million (void)
{
  g_autofree char *dir = NULL;
  g_autofree char *path = NULL;

  if (g_getenv ("USHER_TEST_LONG") == NULL)
    {
      g_test_skip ("only with USHER_TEST_LONG=1");
      return;
    }
  dir = usher_test_make_dir ();
  path = usher_review_run_make_sample (dir, "march.usherlog");
  usher_review_run (dir, check_million, "march.usherlog", NULL);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/review-window/open", test_open);
  g_test_add_func ("/ui/review-window/verdicts", test_verdicts);
  g_test_add_func ("/ui/review-window/failures", test_failures);
  g_test_add_func ("/ui/review-window/damage", test_damage);
  g_test_add_func ("/ui/review-window/several", test_several);
  g_test_add_func ("/ui/review-window/detail", test_detail);
  g_test_add_func ("/ui/review-window/search", test_search);
  g_test_add_func ("/ui/review-window/filters", test_filters);
  g_test_add_func ("/ui/review-window/copy", test_copy);
  g_test_add_func ("/ui/review-window/notes", test_notes);
  g_test_add_func ("/ui/review-window/shapes", test_shapes);
  g_test_add_func ("/ui/review-window/changed", test_changed);
  g_test_add_func ("/ui/review-window/million", test_million);
  return g_test_run ();
}
