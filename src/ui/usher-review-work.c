/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the rows of a review are looked for and added up: on the archive's workers; a newer wish cancels the one before, and
 * what is shown stays until the new rows are there. Main thread. */
#include "ui/usher-review-private.h"

#include "model/usher-time.h"
#include "ui/usher-review-time.h"

/* What a callback needs to know whether it still matters. */
typedef struct
{
  UsherReview *review; /* (owned) */
  guint generation;
} Wish;

static Wish *
wish_new (UsherReview *self)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->review = g_object_ref (self);
  wish->generation = self->generation;
  return wish;
}

static void
wish_free (Wish *wish)
{
  g_object_unref (wish->review);
  g_free (wish);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

/* --- adding up --------------------------------------------------------------------------------- */

static void
take_summary (UsherReview *self, UsherArchiveSummary *summary)
{
  g_clear_pointer (&self->summary, usher_archive_summary_unref);
  self->summary = summary;
  usher_review_emit (self, USHER_REVIEW_SUMMARY_CHANGED);
}

static void
on_summarised (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wish) wish = user_data;
  UsherArchiveSummary *summary =
    usher_archive_summarise_finish (USHER_ARCHIVE (source), result, NULL);

  if (wish->generation != wish->review->generation)
    {
      g_clear_pointer (&summary, usher_archive_summary_unref);
      return;
    }
  usher_review_set_busy (wish->review, FALSE);
  if (summary != NULL)
    take_summary (wish->review, summary);
}

/* The times of the first and the last row that have one. Rows without stand first, if anywhere. */
static gboolean
get_bounds (UsherReview *self, gint64 *first, gint64 *last)
{
  guint n = usher_review_get_n_rows (self);

  *first = *last = USHER_TIME_NONE;
  for (guint i = 0; i < n && *first == USHER_TIME_NONE; i++)
    *first = self->data->rows[usher_review_get_row (self, i)].time;
  if (n > 0)
    *last = self->data->rows[usher_review_get_row (self, n - 1)].time;
  return *first != USHER_TIME_NONE && *last != USHER_TIME_NONE;
}

static void
summarise (UsherReview *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 from;
  gint64 to;
  guint n = 1;
  gint64 first;
  gint64 last;

  /* The span that was asked for, so that what is empty in it is seen as empty. */
  if (get_bounds (self, &first, &last))
    {
      if (usher_review_get_span (self, &from, &to))
        {
          first = from != USHER_TIME_NONE ? MIN (from, first) : first;
          last = to != USHER_TIME_NONE ? MAX (to - 1, last) : last;
        }
      usher_review_time_divide (first, last, zone, &from, &to, &n);
    }
  else
    {
      from = to = USHER_TIME_NONE;
    }
  usher_archive_summarise_async (self->archive, self->rows, from, to, n, self->working, on_summarised,
                                 wish_new (self));
}

/* --- finding rows ------------------------------------------------------------------------------ */

static void
show_rows (UsherReview *self, GArray *rows, GArray *matches)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->matches, g_array_unref);
  self->rows = rows;
  self->matches = matches;
  usher_review_emit (self, USHER_REVIEW_ROWS_CHANGED);
  usher_review_emit (self, USHER_REVIEW_MATCHES_CHANGED);
  summarise (self);
}

static void
fail (UsherReview *self, const GError *error)
{
  usher_review_set_busy (self, FALSE);
  usher_review_set_problem (self, error->message);
}

static void find_matches (UsherReview *self);

static void
on_rows_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wish) wish = user_data;
  UsherReview *self = wish->review;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = usher_archive_filter_finish (USHER_ARCHIVE (source), result, &error);

  if (wish->generation != self->generation)
    return;
  if (rows == NULL)
    {
      fail (self, error);
      return;
    }
  self->next_rows = g_steal_pointer (&rows);
  find_matches (self);
}

static void
on_matches_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wish) wish = user_data;
  UsherReview *self = wish->review;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) matches = usher_archive_filter_finish (USHER_ARCHIVE (source), result, &error);

  if (wish->generation != self->generation)
    return;
  if (matches == NULL)
    {
      fail (self, error);
      return;
    }
  if (self->only)
    show_rows (self, g_array_ref (matches), g_array_ref (matches));
  else
    show_rows (self, g_steal_pointer (&self->next_rows), g_steal_pointer (&matches));
}

static void
find_matches (UsherReview *self)
{
  g_autoptr (UsherArchiveFilter) filter = NULL;

  if (self->search == NULL)
    {
      show_rows (self, g_steal_pointer (&self->next_rows), NULL);
      return;
    }
  filter = usher_archive_filter_with (self->filter, self->regex ? USHER_CONDITION_REGEX : USHER_CONDITION_TEXT,
                                      self->search, FALSE);
  usher_archive_filter_async (self->archive, filter, self->working, on_matches_found, wish_new (self));
}

/* Looks for the rows anew: another file, filter or search. */
void
usher_review_refresh (UsherReview *self)
{
  self->generation++;
  g_cancellable_cancel (self->working);
  g_clear_object (&self->working);
  g_clear_pointer (&self->next_rows, g_array_unref);
  usher_review_set_problem (self, NULL);
  if (self->data == NULL)
    {
      usher_review_set_busy (self, FALSE);
      g_clear_pointer (&self->rows, g_array_unref);
      g_clear_pointer (&self->matches, g_array_unref);
      usher_review_emit (self, USHER_REVIEW_ROWS_CHANGED);
      take_summary (self, NULL);
      return;
    }
  self->working = g_cancellable_new ();
  usher_review_set_busy (self, TRUE);
  if (usher_archive_filter_get_size (self->filter) == 0 || (self->search != NULL && self->only))
    find_matches (self);
  else
    usher_archive_filter_async (self->archive, self->filter, self->working, on_rows_found, wish_new (self));
}
