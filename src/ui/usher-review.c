/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the review window shows, without the window: what was asked for, and what is shown. How it is looked for stands
 * in usher-review-work.c. Main thread. */
#include "ui/usher-review-private.h"

#include "model/usher-text.h"
#include "ui/usher-review-numbers.h"
#include "ui/usher-review-span.h"

typedef enum
{
  PROP_FILTER = 1,
  PROP_BUSY,
  PROP_PROBLEM,
} UsherReviewProperty;

static GParamSpec *properties[PROP_PROBLEM + 1];

static guint signals[USHER_REVIEW_N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherReview, usher_review, G_TYPE_OBJECT)

void
usher_review_emit (UsherReview *self, UsherReviewSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
usher_review_set_busy (UsherReview *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
usher_review_set_problem (UsherReview *self, const char *problem)
{
  if (usher_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
on_archive_rows_changed (UsherReview *self)
{
  /* Numbers of rows of another data mean nothing here. */
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->matches, g_array_unref);
  g_clear_pointer (&self->data, usher_archive_data_unref);
  self->data = usher_archive_dup_data (self->archive);
  usher_review_refresh (self);
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherReview *self = USHER_REVIEW (object);

  switch ((UsherReviewProperty) id)
    {
    case PROP_FILTER:
      g_value_set_boxed (value, self->filter);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_review_dispose (GObject *object)
{
  UsherReview *self = USHER_REVIEW (object);

  g_cancellable_cancel (self->opening);
  g_cancellable_cancel (self->working);
  G_OBJECT_CLASS (usher_review_parent_class)->dispose (object);
}

static void
usher_review_finalize (GObject *object)
{
  UsherReview *self = USHER_REVIEW (object);

  g_clear_object (&self->opening);
  g_clear_object (&self->working);
  g_clear_object (&self->archive);
  g_strfreev (self->paths);
  g_clear_pointer (&self->data, usher_archive_data_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->next_rows, g_array_unref);
  g_clear_pointer (&self->matches, g_array_unref);
  g_clear_pointer (&self->filter, usher_archive_filter_unref);
  g_clear_pointer (&self->summary, usher_archive_summary_unref);
  g_free (self->search);
  g_free (self->problem);
  G_OBJECT_CLASS (usher_review_parent_class)->finalize (object);
}

static void
usher_review_class_init (UsherReviewClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_review_get_property;
  object_class->dispose = usher_review_dispose;
  object_class->finalize = usher_review_finalize;

  /** UsherReview:filter: Which rows are shown, the search aside. */
  properties[PROP_FILTER] =
    g_param_spec_boxed ("filter", NULL, NULL, USHER_TYPE_ARCHIVE_FILTER, flags);
  /** UsherReview:busy: Whether rows are being looked for or added up. */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  /** UsherReview:problem: (nullable): Why the filter or the search cannot be used. */
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[USHER_REVIEW_ROWS_CHANGED] = g_signal_new ("rows-changed", USHER_TYPE_REVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  signals[USHER_REVIEW_MATCHES_CHANGED] = g_signal_new ("matches-changed", USHER_TYPE_REVIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[USHER_REVIEW_SUMMARY_CHANGED] = g_signal_new ("summary-changed", USHER_TYPE_REVIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
}

static void
usher_review_init (UsherReview *self)
{
  self->archive = usher_archive_new ();
  self->filter = usher_archive_filter_new ();
  self->only = TRUE;
  g_signal_connect_object (self->archive, "rows-changed", G_CALLBACK (on_archive_rows_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * usher_review_new:
 *
 * Returns: (transfer full): a review of nothing
 */
UsherReview *
usher_review_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW, NULL);
}

/**
 * usher_review_get_archive:
 * @self: a review
 *
 * Returns: (transfer none): the files
 */
UsherArchive *
usher_review_get_archive (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), NULL);

  return self->archive;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* What went wrong stands in the archive, a file each. */
  if (!usher_archive_open_finish (USHER_ARCHIVE (source), result, &error))
    g_debug ("Review: %s", error->message);
}

/**
 * usher_review_open:
 * @self: a review
 * @paths: file names
 *
 * Opens files, whose rows are merged by time, in place of those that are open.
 */
void
usher_review_open (UsherReview *self, const char *const *paths)
{
  GStrv copy;

  g_return_if_fail (USHER_IS_REVIEW (self));
  g_return_if_fail (paths != NULL);

  copy = g_strdupv ((GStrv) paths);
  g_strfreev (self->paths);
  self->paths = copy;
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  usher_archive_open_async (self->archive, (const char *const *) self->paths, self->opening, on_opened, NULL);
}

/**
 * usher_review_reload:
 * @self: a review
 *
 * Opens the same files again: one of them was written to.
 */
void
usher_review_reload (UsherReview *self)
{
  g_auto (GStrv) paths = NULL;

  g_return_if_fail (USHER_IS_REVIEW (self));

  if (self->paths == NULL)
    return;
  paths = g_strdupv (self->paths);
  usher_review_open (self, (const char *const *) paths);
}

/**
 * usher_review_stop:
 * @self: a review
 *
 * Reads no further, when files are being opened: they count as not opened.
 */
void
usher_review_stop (UsherReview *self)
{
  g_return_if_fail (USHER_IS_REVIEW (self));

  g_cancellable_cancel (self->opening);
}

/**
 * usher_review_get_data:
 * @self: a review
 *
 * Returns: (transfer none) (nullable): what the archive holds now
 */
UsherArchiveData *
usher_review_get_data (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), NULL);

  return self->data;
}

/**
 * usher_review_get_rows:
 * @self: a review
 *
 * Returns: (transfer none) (nullable) (element-type guint32): the rows that are shown, oldest first; %NULL for all
 */
GArray *
usher_review_get_rows (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), NULL);

  return self->rows;
}

/**
 * usher_review_get_n_rows:
 * @self: a review
 *
 * Returns: how many rows are shown
 */
guint
usher_review_get_n_rows (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), 0);

  if (self->rows != NULL)
    return self->rows->len;
  return self->data != NULL ? self->data->n_rows : 0;
}

/**
 * usher_review_get_filter:
 * @self: a review
 *
 * Returns: (transfer none): the filter, without the search
 */
UsherArchiveFilter *
usher_review_get_filter (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), NULL);

  return self->filter;
}

/**
 * usher_review_set_filter:
 * @self: a review
 * @filter: which rows to show
 */
void
usher_review_set_filter (UsherReview *self, UsherArchiveFilter *filter)
{
  g_return_if_fail (USHER_IS_REVIEW (self));
  g_return_if_fail (filter != NULL);

  if (usher_archive_filter_equal (self->filter, filter))
    return;
  usher_archive_filter_ref (filter);
  usher_archive_filter_unref (self->filter);
  self->filter = filter;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
  usher_review_refresh (self);
}

/**
 * usher_review_set_span:
 * @self: a review
 * @from: the first moment, or %USHER_TIME_NONE
 * @to: the moment after the last, or %USHER_TIME_NONE
 *
 * Shows a span of time and no other.
 */
void
usher_review_set_span (UsherReview *self, gint64 from, gint64 to)
{
  g_autoptr (UsherArchiveFilter) filter = NULL;

  g_return_if_fail (USHER_IS_REVIEW (self));

  filter = usher_review_span_put (self->filter, from, to);
  usher_review_set_filter (self, filter);
}

/**
 * usher_review_get_span:
 * @self: a review
 * @from: (out): the first moment, or %USHER_TIME_NONE
 * @to: (out): the moment after the last, or %USHER_TIME_NONE
 *
 * Returns: %TRUE when a span of time is asked for
 */
gboolean
usher_review_get_span (UsherReview *self, gint64 *from, gint64 *to)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), FALSE);

  return usher_review_span_get (self->filter, from, to);
}

/**
 * usher_review_set_search:
 * @self: a review
 * @text: (nullable): what to look for
 * @regex: whether it is a regular expression
 * @only: whether other rows are left out; else matches are shown among them
 */
void
usher_review_set_search (UsherReview *self, const char *text, gboolean regex, gboolean only)
{
  gboolean changed;

  g_return_if_fail (USHER_IS_REVIEW (self));

  if (text != NULL && *text == '\0')
    text = NULL;
  changed = usher_set_str (&self->search, text);
  /* Without a text the rest makes no difference. */
  if (self->search != NULL && (self->regex != regex || self->only != only))
    changed = TRUE;
  self->regex = regex;
  self->only = only;
  if (changed)
    usher_review_refresh (self);
}

/**
 * usher_review_get_search:
 * @self: a review
 *
 * Returns: (transfer none) (nullable): what is looked for
 */
const char *
usher_review_get_search (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), NULL);

  return self->search;
}

/**
 * usher_review_get_regex:
 * @self: a review
 *
 * Returns: whether the search is a regular expression
 */
gboolean
usher_review_get_regex (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), FALSE);

  return self->regex;
}

/**
 * usher_review_get_only:
 * @self: a review
 *
 * Returns: whether rows that do not match are left out
 */
gboolean
usher_review_get_only (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), FALSE);

  return self->only;
}

/**
 * usher_review_get_n_matches:
 * @self: a review
 *
 * Returns: how many of the rows that are shown match the search
 */
guint
usher_review_get_n_matches (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), 0);

  return self->matches != NULL ? self->matches->len : 0;
}

/**
 * usher_review_find_match:
 * @self: a review
 * @row: a row of the archive, or %G_MAXUINT for none
 * @forward: whether to look after it, else before
 *
 * Returns: the next row that matches the search, going round; %G_MAXUINT when none does
 */
guint
usher_review_find_match (UsherReview *self, guint row, gboolean forward)
{
  guint n = usher_review_get_n_matches (self);
  guint at;

  if (n == 0)
    return G_MAXUINT;
  if (row == G_MAXUINT)
    at = forward ? 0 : n - 1;
  else if (forward)
    at = usher_review_numbers_count_below (self->matches, row + 1) % n;
  else
    at = (usher_review_numbers_count_below (self->matches, row) + n - 1) % n;
  return g_array_index (self->matches, guint32, at);
}

/**
 * usher_review_get_busy:
 * @self: a review
 *
 * Returns: whether it is looking for rows or adding them up
 */
gboolean
usher_review_get_busy (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), FALSE);

  return self->busy;
}

/**
 * usher_review_get_problem:
 * @self: a review
 *
 * Returns: (transfer none) (nullable): why the filter or the search cannot be used; what is shown is what was before
 */
const char *
usher_review_get_problem (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), NULL);

  return self->problem;
}

/**
 * usher_review_get_summary:
 * @self: a review
 *
 * Returns: (transfer none) (nullable): what the rows that are shown add up to; a moment late
 */
UsherArchiveSummary *
usher_review_get_summary (UsherReview *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), NULL);

  return self->summary;
}

/**
 * usher_review_find_row:
 * @self: a review
 * @row: a row of the archive
 *
 * Returns: its position among those that are shown, or %G_MAXUINT
 */
guint
usher_review_find_row (UsherReview *self, guint row)
{
  g_return_val_if_fail (USHER_IS_REVIEW (self), G_MAXUINT);

  if (self->data == NULL || row >= self->data->n_rows)
    return G_MAXUINT;
  if (self->rows == NULL)
    return row;
  return usher_review_numbers_find (self->rows, row);
}

/**
 * usher_review_get_row:
 * @self: a review
 * @position: a position among those that are shown
 *
 * Returns: the row of the archive, or %G_MAXUINT
 */
guint
usher_review_get_row (UsherReview *self, guint position)
{
  if (position >= usher_review_get_n_rows (self))
    return G_MAXUINT;
  return self->rows != NULL ? g_array_index (self->rows, guint32, position) : position;
}
