/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shortcuts of the window of an exported log. */
#include "ui/usher-shortcuts-table.h"

#include "ui/usher-review-samples.h"
#include "ui/usher-review-window.h"
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test.h"

static UsherReview *
get_review (UsherShortcutParts *parts)
{
  return usher_review_window_get_review (USHER_REVIEW_WINDOW (parts->review));
}

static UsherReviewList *
get_rows (UsherShortcutParts *parts)
{
  return usher_review_pane_get_list (
    usher_review_board_get_pane (usher_review_window_get_board (USHER_REVIEW_WINDOW (parts->review))));
}

static gboolean
is_read (UsherShortcutParts *parts)
{
  return usher_archive_get_state (usher_review_get_archive (get_review (parts))) == USHER_ARCHIVE_READY
         && !usher_review_get_busy (get_review (parts));
}

static gboolean
is_review_enabled (UsherShortcutParts *parts, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (parts->review), action);
}

/* In the first row, with nothing searched or left out. */
static void
be_in_log (UsherShortcutParts *parts)
{
  if (parts->review == NULL)
    {
      g_autofree char *path = g_build_filename (parts->dir, "sample.usherlog", NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      usher_review_samples_write (path, USHER_LOG_FORMAT_USHERLOG);
      g_application_open (G_APPLICATION (parts->application), &file, 1, "");
      usher_test_wait_for ((parts->review = usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW)) != NULL);
      usher_ui_test_draw (parts->review);
    }
  usher_test_wait_for (is_read (parts));
  if (is_review_enabled (parts, "clear-filters"))
    g_action_group_activate_action (G_ACTION_GROUP (parts->review), "clear-filters", NULL);
  usher_test_wait_for (is_read (parts));
  usher_review_list_select_row (get_rows (parts), 0);
  usher_review_pane_grab (
    usher_review_board_get_pane (usher_review_window_get_board (USHER_REVIEW_WINDOW (parts->review))));
  usher_test_settle ();
}

static gboolean
chooses_file (UsherShortcutParts *parts)
{
  return GTK_IS_FILE_CHOOSER (usher_ui_keys_get_top ());
}

static void
choose_none (UsherShortcutParts *parts)
{
  usher_ui_test_wait_for_folder (GTK_WIDGET (usher_ui_keys_get_top ()));
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!chooses_file (parts));
}

static void
find_some (UsherShortcutParts *parts)
{
  be_in_log (parts);
  usher_review_set_search (get_review (parts), "example", FALSE, FALSE);
  usher_test_wait_for (is_read (parts) && usher_review_get_n_matches (get_review (parts)) > 2);
  usher_test_settle ();
  parts->row = usher_review_list_get_current (get_rows (parts));
}

static gboolean
is_at_next (UsherShortcutParts *parts)
{
  guint row = usher_review_list_get_current (get_rows (parts));

  return row != parts->row && row == usher_review_find_match (get_review (parts), parts->row, TRUE);
}

static gboolean
is_at_previous (UsherShortcutParts *parts)
{
  guint row = usher_review_list_get_current (get_rows (parts));

  return row != parts->row && row == usher_review_find_match (get_review (parts), parts->row, FALSE);
}

static gboolean
finds_nothing (UsherShortcutParts *parts)
{
  return usher_review_get_search (get_review (parts)) == NULL && is_read (parts);
}

static void
leave_times_out (UsherShortcutParts *parts)
{
  gint64 from, to;

  be_in_log (parts);
  usher_review_set_span (get_review (parts), 0, usher_review_list_get_time (get_rows (parts), 1));
  usher_test_wait_for (usher_review_get_span (get_review (parts), &from, &to) && is_read (parts));
}

static gboolean
has_all_times (UsherShortcutParts *parts)
{
  gint64 from, to;

  return !usher_review_get_span (get_review (parts), &from, &to) && is_read (parts);
}

static gboolean
shows_overview (UsherShortcutParts *parts)
{
  return gtk_widget_get_mapped (usher_ui_test_find_id (parts->review, "overview"));
}

static void
note_overview (UsherShortcutParts *parts)
{
  be_in_log (parts);
  parts->shown = shows_overview (parts);
}

static gboolean
is_overview_other (UsherShortcutParts *parts)
{
  return shows_overview (parts) != parts->shown;
}

static void
turn_overview_back (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("ctrl+i");
  usher_test_wait_for (shows_overview (parts) == parts->shown);
}

static gboolean
is_bookmarked (UsherShortcutParts *parts)
{
  UsherReviewList *rows = get_rows (parts);
  guint position = usher_review_list_find (rows, usher_review_list_get_current (rows));

  return usher_archive_notes_get_bookmarked (usher_review_window_get_notes (USHER_REVIEW_WINDOW (parts->review)),
                                             usher_review_list_get_key (rows, position));
}

static void
leave_bookmark (UsherShortcutParts *parts)
{
  be_in_log (parts);
  g_assert_true (is_bookmarked (parts));
  usher_ui_keys_press ("End");
  g_assert_false (is_bookmarked (parts));
}

static gboolean
says_copied_event (UsherShortcutParts *parts)
{
  return usher_ui_test_find_part (parts->review, "Copied 1 event") != NULL;
}

static void
dismiss_copied_event (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!says_copied_event (parts));
}

static GtkWidget *
get_event_pane (UsherShortcutParts *parts)
{
  return GTK_WIDGET (usher_review_board_get_pane (usher_review_window_get_board (USHER_REVIEW_WINDOW (parts->review))));
}

static gboolean
shows_event_menu (UsherShortcutParts *parts)
{
  return usher_shortcuts_is_mapped (get_event_pane (parts), GTK_TYPE_POPOVER_MENU);
}

static void
close_event_menu (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!shows_event_menu (parts));
  usher_ui_keys_wait_at (usher_ui_test_find_id (get_event_pane (parts), "view"));
}

static gboolean
shows_log_filters (UsherShortcutParts *parts)
{
  return usher_shortcuts_is_mapped (GTK_WIDGET (usher_review_board_get_filter_button (
                      usher_review_window_get_board (USHER_REVIEW_WINDOW (parts->review)))),
                    GTK_TYPE_POPOVER);
}

static void
close_log_filters (UsherShortcutParts *parts)
{
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!shows_log_filters (parts));
}

static gboolean
searches_log (UsherShortcutParts *parts)
{
  return usher_ui_keys_is_at (usher_ui_test_find (parts->review, USHER_TYPE_REVIEW_SEARCH, 0));
}

static gboolean
has_log_closed (UsherShortcutParts *parts)
{
  return usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW) == NULL;
}

/* Its dialog has a loop of its own, in which Escape is pressed. */
static gboolean
on_printing (gpointer user_data)
{
  UsherShortcutParts *parts = user_data;

  if (!g_str_equal (G_OBJECT_TYPE_NAME (usher_ui_keys_get_top ()), "GtkPrintUnixDialog"))
    return G_SOURCE_CONTINUE;
  usher_ui_keys_assert_not_lost ();
  parts->shown = TRUE;
  usher_ui_keys_press ("Escape");
  return G_SOURCE_REMOVE;
}

static void
await_printing (UsherShortcutParts *parts)
{
  be_in_log (parts);
  parts->shown = FALSE;
  g_timeout_add (10, on_printing, parts);
}

static gboolean
has_printed (UsherShortcutParts *parts)
{
  return parts->shown && usher_ui_keys_get_top () == GTK_WINDOW (parts->review);
}

const UsherShortcut usher_shortcuts_of_logs[] = {
  { "exported-logs", "Open an exported log", usher_shortcuts_be_at_row, .happened = chooses_file, .after = choose_none },
  { "exported-logs", "Next match", find_some, .happened = is_at_next },
  { "exported-logs", "Previous match", find_some, .happened = is_at_previous },
  { "exported-logs", "Clear filters", find_some, .happened = finds_nothing },
  { "exported-logs", "Show all times", leave_times_out, .happened = has_all_times },
  { "exported-logs", "Overview", note_overview, .happened = is_overview_other, .after = turn_overview_back },
  { "exported-logs", "Copy the selected events", be_in_log, .happened = says_copied_event, .after = dismiss_copied_event },
  { "exported-logs", "Bookmark the event", be_in_log, .happened = is_bookmarked },
  { "exported-logs", "Next bookmark or note", leave_bookmark, .happened = is_bookmarked },
  { "exported-logs", "Export what is shown", be_in_log, .happened = chooses_file, .after = choose_none },
  { "exported-logs", "Print what is shown", await_printing, .happened = has_printed },
  /* What the window of a log has in common with the main one. */
  { "shortcuts", "Search", be_in_log, .happened = searches_log },
  { "shortcuts", "Menu of the selected row", be_in_log, .happened = shows_event_menu, .after = close_event_menu },
  { "shortcuts", "Filter", be_in_log, .happened = shows_log_filters, .after = close_log_filters },
  { "general", "Help for where you are", be_in_log, .address = "help:usher/review" },
  { "general", "Close the window", be_in_log, .happened = has_log_closed },
  { NULL },
};
