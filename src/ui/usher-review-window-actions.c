/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done in the review window. Main thread; what takes time runs on the archive's workers. */
#include "ui/usher-review-window-private.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"

static UsherReviewList *
get_list (UsherReviewWindow *self)
{
  return usher_review_pane_get_list (usher_review_board_get_pane (self->board));
}

static void
go_to (UsherReviewWindow *self, guint row)
{
  UsherReviewPane *pane = usher_review_board_get_pane (self->board);

  if (usher_review_pane_show_row (pane, row))
    return;
  usher_review_window_toast (self, _("There is none."));
}

/* --- finding ----------------------------------------------------------------------------------- */

static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  usher_panes_show (self->panes, USHER_PANE_START);
  usher_review_search_grab (usher_review_board_get_search (self->board));
}

static void
on_next_match (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  go_to (self, usher_review_find_match (self->review, usher_review_list_get_current (get_list (self)), TRUE));
}

static void
on_previous_match (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  go_to (self, usher_review_find_match (self->review, usher_review_list_get_current (get_list (self)), FALSE));
}

static void
on_keep_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  g_autoptr (UsherArchiveFilter) filter = NULL;

  if (usher_review_get_search (self->review) == NULL)
    return;
  filter = usher_archive_filter_with (usher_review_get_filter (self->review),
                                      usher_review_get_regex (self->review) ? USHER_CONDITION_REGEX
                                                                            : USHER_CONDITION_TEXT,
                                      usher_review_get_search (self->review), FALSE);
  usher_review_set_filter (self->review, filter);
  usher_review_search_clear (usher_review_board_get_search (self->board));
}

/* --- filters ----------------------------------------------------------------------------------- */

static void
filter_day (UsherReviewWindow *self, UsherArchiveEvent *event)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) next = NULL;

  if (usher_archive_event_get_time (event) == USHER_TIME_NONE)
    return;
  utc = g_date_time_new_from_unix_utc (usher_archive_event_get_time (event) / G_USEC_PER_SEC);
  time = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  if (time == NULL)
    return;
  day = g_date_time_new (zone, g_date_time_get_year (time), g_date_time_get_month (time),
                         g_date_time_get_day_of_month (time), 0, 0, 0);
  next = day != NULL ? g_date_time_add_days (day, 1) : NULL;
  if (next != NULL)
    usher_review_set_span (self->review, g_date_time_to_unix (day) * G_USEC_PER_SEC,
                           g_date_time_to_unix (next) * G_USEC_PER_SEC);
}

static void
filter_by (UsherReviewWindow *self, const char *what, gboolean exclude)
{
  UsherArchiveEvent *event = usher_review_detail_get_event (self->detail);
  UsherConditionType type = USHER_CONDITION_KIND;
  const char *value;
  g_autoptr (UsherArchiveFilter) filter = NULL;

  if (event == NULL)
    return;
  if (g_str_equal (what, "day"))
    {
      filter_day (self, event);
      return;
    }
  value = usher_archive_event_get_kind_name (event);
  if (g_str_equal (what, "invitation"))
    {
      type = USHER_CONDITION_INVITATION;
      value = usher_archive_event_get_invitation_id (event);
    }
  else if (g_str_equal (what, "company"))
    {
      type = USHER_CONDITION_COMPANY;
      value = usher_archive_event_get_company (event);
    }
  else if (g_str_equal (what, "recipient"))
    {
      UsherEvent *parsed = usher_archive_event_get_event (event);

      type = USHER_CONDITION_RECIPIENT;
      value = parsed != NULL ? usher_event_get_email (parsed) : NULL;
      /* What happened to all of its recipients is told by the first. */
      if (value == NULL && usher_archive_event_get_invitation (event) != NULL)
        value = usher_invitation_get_allowed_emails (usher_archive_event_get_invitation (event))[0];
    }
  if (value == NULL || *value == '\0')
    {
      usher_review_window_toast (self, _("This event does not say that."));
      return;
    }
  filter = usher_archive_filter_with (usher_review_get_filter (self->review), type, value, exclude);
  usher_review_set_filter (self->review, filter);
}

static void
on_include (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  filter_by (USHER_REVIEW_WINDOW (user_data), g_variant_get_string (parameter, NULL), FALSE);
}

static void
on_exclude (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  filter_by (USHER_REVIEW_WINDOW (user_data), g_variant_get_string (parameter, NULL), TRUE);
}

static void
on_show_bad (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) bad = usher_archive_filter_with (any, USHER_CONDITION_BAD, NULL, FALSE);

  usher_review_search_clear (usher_review_board_get_search (self->board));
  usher_review_set_filter (self->review, bad);
}

static void
on_clear_filters (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();

  usher_review_search_clear (usher_review_board_get_search (self->board));
  usher_review_set_filter (self->review, any);
}

/* What was looked for last, which is a search if there is one, is looked for no more. */
static void
on_stop_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();

  if (usher_review_get_search (self->review) != NULL)
    usher_review_search_clear (usher_review_board_get_search (self->board));
  else
    usher_review_set_filter (self->review, any);
}

static void
on_zoom_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_review_set_span (USHER_REVIEW_WINDOW (user_data)->review, USHER_TIME_NONE, USHER_TIME_NONE);
}

static void
on_filters (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  usher_panes_show (self->panes, USHER_PANE_START);
  usher_review_filter_button_popup (usher_review_board_get_filter_button (self->board));
}

/* --- notes ------------------------------------------------------------------------------------- */

static void
on_bookmark (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  UsherArchiveEvent *event = usher_review_detail_get_event (self->detail);
  guint64 key;

  if (event == NULL || self->notes == NULL)
    return;
  key = usher_archive_event_get_key (event);
  usher_archive_notes_set (self->notes, event, usher_archive_notes_get_note (self->notes, key),
                           !usher_archive_notes_get_bookmarked (self->notes, key));
}

/* The next row with a note or a bookmark, going round. Looks at keys only, which are in memory. */
static void
on_next_bookmark (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  UsherReviewList *list = get_list (self);
  guint n = usher_review_list_get_n (list);
  guint from = usher_review_list_find (list, usher_review_list_get_current (list));

  for (guint i = 1; self->notes != NULL && i <= n; i++)
    {
      guint position = from == G_MAXUINT ? i - 1 : (from + i) % n;
      guint64 key = usher_review_list_get_key (list, position);

      if (usher_archive_notes_get_note (self->notes, key) == NULL
          && !usher_archive_notes_get_bookmarked (self->notes, key))
        continue;
      go_to (self, usher_review_list_get_row (list, position));
      return;
    }
  usher_review_window_toast (self, _("No event in view has a bookmark or a note."));
}

/* --- copies ------------------------------------------------------------------------------------ */

static void
on_copy (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  guint n = usher_review_list_get_n_selected (get_list (self));
  g_autofree char *text = NULL;
  g_autofree char *told = NULL;

  if (n == 0)
    return;
  text = usher_review_pane_dup_text (usher_review_board_get_pane (self->board));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  if (n > USHER_REVIEW_MAX_COPIED)
    told = g_strdup_printf (_("Copied the first %'u events. Export what is shown for more."), USHER_REVIEW_MAX_COPIED);
  else
    told = g_strdup_printf (ngettext ("Copied %'u event", "Copied %'u events", n), n);
  usher_review_window_toast (self, told);
}

/* --- the window -------------------------------------------------------------------------------- */

static void
on_refresh (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  self->stopped = FALSE;
  usher_review_reload (self->review);
}

static void
on_stop (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  self->stopped = TRUE;
  usher_review_stop (self->review);
}

static void
on_show_list (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  usher_panes_show (self->panes, USHER_PANE_START);
  usher_review_pane_grab (usher_review_board_get_pane (self->board));
}

static void
on_overview (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  gboolean overview = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  gtk_stack_set_visible_child_name (self->side_stack, overview ? "overview" : "event");
  if (overview)
    usher_panes_show (self->panes, USHER_PANE_END);
}

static const GActionEntry entries[] = {
  { .name = "search", .activate = on_search },
  { .name = "filter", .activate = on_filters },
  { .name = "next-match", .activate = on_next_match },
  { .name = "previous-match", .activate = on_previous_match },
  { .name = "keep-search", .activate = on_keep_search },
  { .name = "include", .parameter_type = "s", .activate = on_include },
  { .name = "exclude", .parameter_type = "s", .activate = on_exclude },
  { .name = "show-bad", .activate = on_show_bad },
  { .name = "clear-filters", .activate = on_clear_filters },
  { .name = "stop-search", .activate = on_stop_search },
  { .name = "zoom-out", .activate = on_zoom_out },
  { .name = "bookmark", .activate = on_bookmark },
  { .name = "next-bookmark", .activate = on_next_bookmark },
  { .name = "copy", .activate = on_copy },
  { .name = "refresh", .activate = on_refresh },
  { .name = "stop", .activate = on_stop },
  { .name = "show-list", .activate = on_show_list },
  { .name = "overview", .state = "true", .change_state = on_overview },
};

static void
set_enabled (UsherReviewWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

void
usher_review_window_actions_init (UsherReviewWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  usher_review_window_export_init (self);
}

void
usher_review_window_actions_update (UsherReviewWindow *self)
{
  UsherArchive *archive = usher_review_get_archive (self->review);
  gboolean ready = usher_archive_get_state (archive) == USHER_ARCHIVE_READY;
  guint n = usher_review_get_n_rows (self->review);
  guint n_selected = usher_review_list_get_n_selected (get_list (self));
  gint64 from;
  gint64 to;

  set_enabled (self, "next-match", usher_review_get_n_matches (self->review) > 0);
  set_enabled (self, "previous-match", usher_review_get_n_matches (self->review) > 0);
  set_enabled (self, "keep-search", usher_review_get_search (self->review) != NULL
                                      && usher_review_get_problem (self->review) == NULL);
  set_enabled (self, "include", n_selected > 0);
  set_enabled (self, "exclude", n_selected > 0);
  set_enabled (self, "copy", n_selected > 0);
  set_enabled (self, "bookmark", n_selected == 1 && self->notes != NULL);
  set_enabled (self, "next-bookmark", self->notes != NULL && usher_archive_notes_get_size (self->notes) > 0);
  set_enabled (self, "show-bad", ready && usher_archive_get_n_bad (archive) > 0);
  set_enabled (self, "clear-filters", usher_archive_filter_get_size (usher_review_get_filter (self->review)) > 0
                                        || usher_review_get_search (self->review) != NULL);
  set_enabled (self, "stop-search", usher_review_get_busy (self->review));
  set_enabled (self, "zoom-out", usher_review_get_span (self->review, &from, &to));
  set_enabled (self, "export", ready && n > 0 && self->exporting == NULL);
  set_enabled (self, "stop-export", self->exporting != NULL);
  set_enabled (self, "stop-print", self->printing != NULL);
  set_enabled (self, "print", ready && n > 0 && self->printing == NULL);
  set_enabled (self, "stop", usher_archive_get_state (archive) == USHER_ARCHIVE_LOADING);
  set_enabled (self, "refresh", usher_archive_get_state (archive) != USHER_ARCHIVE_EMPTY);
}
