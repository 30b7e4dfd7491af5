/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview of a review. Lists show the most frequent; rows are used again, so that the keyboard stays on one while
 * the numbers change.
 *
 * Sums come while somebody looks at the list, with every filter: some fifty rows that all say something else. They are
 * written some at a time, and the window around them is not measured again for it: what is in here scrolls, and how large
 * it would like to be is known. Main thread. */
#include "ui/usher-review-overview.h"

#include <glib/gi18n.h>

#include "ui/usher-review-count-row.h"
#include "ui/usher-ui.h"

/* More than that are found by searching. */
#define MAX_ROWS 25

/* Microseconds of work at a time. */
#define SLICE 4000

/* Pixels that are asked for. */
#define MIN_WIDTH 200
#define NATURAL_WIDTH 400
#define MIN_HEIGHT 120
#define NATURAL_HEIGHT 400

enum
{
  SECTION_FUNNEL,
  SECTION_KINDS,
  SECTION_RECIPIENTS,
  SECTION_COMPANIES,
  N_SECTIONS
};

struct _UsherReviewOverview
{
  AdwBin parent_instance;

  AdwPreferencesGroup *groups[N_SECTIONS]; /* (template) */
  GtkListBox *lists[N_SECTIONS];           /* (template) */

  UsherReview *review;                   /* (owned) (nullable) */
  GSignalGroup *signals;                 /* (owned) */
  UsherArchiveSummary *summary;          /* (owned) (nullable) what is being written, or was */
  guint next_section;
  guint next_row;
  guint idle_source;
};

G_DEFINE_FINAL_TYPE (UsherReviewOverview, usher_review_overview, ADW_TYPE_BIN)

static void
add_condition (UsherReviewOverview *self, UsherReviewCountRow *row, gboolean exclude)
{
  g_autoptr (UsherArchiveFilter) filter = NULL;

  if (self->review == NULL || usher_review_count_row_get_value (row) == NULL)
    return;
  filter = usher_archive_filter_with (usher_review_get_filter (self->review), usher_review_count_row_get_type_of (row),
                                      usher_review_count_row_get_value (row), exclude);
  usher_review_set_filter (self->review, filter);
}

static void
on_row_activated (UsherReviewOverview *self, GtkListBoxRow *row)
{
  add_condition (self, USHER_REVIEW_COUNT_ROW (row), FALSE);
}

static void
on_exclude (UsherReviewCountRow *row, UsherReviewOverview *self)
{
  add_condition (self, row, TRUE);
}

static UsherReviewCountRow *
get_row (UsherReviewOverview *self, GtkListBox *list, guint i)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, (int) i);

  if (row == NULL)
    {
      row = GTK_LIST_BOX_ROW (usher_review_count_row_new ());
      g_signal_connect_object (row, "exclude", G_CALLBACK (on_exclude), self, 0);
      gtk_list_box_append (list, GTK_WIDGET (row));
    }
  return USHER_REVIEW_COUNT_ROW (row);
}

static void
cut (GtkListBox *list, guint n)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, (int) n)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static GArray *
get_counts (UsherReviewOverview *self, guint section)
{
  if (self->summary == NULL)
    return NULL;
  return section == SECTION_KINDS        ? self->summary->kinds
         : section == SECTION_RECIPIENTS ? self->summary->recipients
                                         : self->summary->companies;
}

static void
set_count (UsherReviewOverview *self, guint section, guint i)
{
  static const UsherConditionType types[] = {
    [SECTION_KINDS] = USHER_CONDITION_KIND,
    [SECTION_RECIPIENTS] = USHER_CONDITION_RECIPIENT,
    [SECTION_COMPANIES] = USHER_CONDITION_COMPANY,
  };
  GArray *counts = get_counts (self, section);
  const UsherArchiveCount *count;
  g_autofree char *name = NULL;

  if (counts == NULL)
    return;
  count = &g_array_index (counts, UsherArchiveCount, i);
  if (section == SECTION_KINDS)
    {
      UsherEventKind kind = usher_event_kind_from_string (count->name);

      name = kind != USHER_EVENT_KIND_UNKNOWN ? g_strdup (usher_event_kind_get_label (kind))
                                              : usher_humanise_word (count->name);
    }
  usher_review_count_row_set (get_row (self, self->lists[section], i), types[section], count->value,
                              name != NULL ? name : count->name, count->n,
                              g_array_index (counts, UsherArchiveCount, 0).n);
}

static void
set_stage (UsherReviewOverview *self, guint i)
{
  const char *names[USHER_N_FUNNEL_STAGES] = { _("Created"), C_("activity log", "Email sent"), _("Viewed"),
                                               _("Email verified"), _("Used") };
  guint all = self->summary->funnel[USHER_FUNNEL_CREATED];
  guint n;
  g_autofree char *name = NULL;

  if (i >= USHER_N_FUNNEL_STAGES)
    return;
  n = self->summary->funnel[i];
  if (i > 0 && all > 0)
    /* Translators: how far invitations got: "Viewed", and how many percent did */
    name = g_strdup_printf (_("%s (%'u %%)"), names[i], (guint) (((guint64) n * 100 + all / 2) / all));
  usher_review_count_row_set (get_row (self, self->lists[SECTION_FUNNEL], i), USHER_CONDITION_TEXT, NULL,
                              name != NULL ? name : names[i], n, all);
}

static guint
get_n (UsherReviewOverview *self, guint section)
{
  GArray *counts;

  if (section == SECTION_FUNNEL)
    return self->summary != NULL && self->summary->funnel[USHER_FUNNEL_CREATED] > 0 ? USHER_N_FUNNEL_STAGES : 0;
  counts = get_counts (self, section);
  return counts != NULL ? MIN (counts->len, MAX_ROWS) : 0;
}

static void
end_section (UsherReviewOverview *self, guint section)
{
  GArray *counts = section != SECTION_FUNNEL ? get_counts (self, section) : NULL;
  guint n = get_n (self, section);
  g_autofree char *more = NULL;

  cut (self->lists[section], n);
  if (counts != NULL && counts->len > n)
    more = g_strdup_printf (ngettext ("The %'u most frequent of %'u", "The %'u most frequent of %'u", counts->len), n,
                            counts->len);
  adw_preferences_group_set_description (self->groups[section], more);
  gtk_widget_set_visible (GTK_WIDGET (self->groups[section]), n > 0);
}

/* One row, or the end of a section. */
static void
step (UsherReviewOverview *self)
{
  if (self->next_row >= get_n (self, self->next_section))
    {
      end_section (self, self->next_section++);
      self->next_row = 0;
      return;
    }
  if (self->next_section == SECTION_FUNNEL)
    set_stage (self, self->next_row++);
  else
    set_count (self, self->next_section, self->next_row++);
}

static gboolean
on_idle (gpointer user_data)
{
  UsherReviewOverview *self = USHER_REVIEW_OVERVIEW (user_data);
  gint64 end = g_get_monotonic_time () + SLICE;

  do
    step (self);
  while (self->next_section < N_SECTIONS && g_get_monotonic_time () < end);
  if (self->next_section < N_SECTIONS)
    return G_SOURCE_CONTINUE;
  self->idle_source = 0;
  return G_SOURCE_REMOVE;
}

static void
update (UsherReviewOverview *self)
{
  UsherArchiveSummary *summary = self->review != NULL ? usher_review_get_summary (self->review) : NULL;

  g_clear_pointer (&self->summary, usher_archive_summary_unref);
  self->summary = summary != NULL ? usher_archive_summary_ref (summary) : NULL;
  self->next_section = self->next_row = 0;
  if (self->idle_source == 0)
    self->idle_source = g_idle_add (on_idle, self);
}

/* --- size -------------------------------------------------------------------------------------- */

static void
usher_review_overview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                               int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    {
      *minimum = MIN_HEIGHT;
      *natural = NATURAL_HEIGHT;
    }
}

static void
usher_review_overview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));
  int minimum;

  /* Very large letters may need more, and are cut off then. */
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  width = MAX (width, minimum);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (child, width, MAX (height, minimum), -1, NULL);
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_overview_dispose (GObject *object)
{
  UsherReviewOverview *self = USHER_REVIEW_OVERVIEW (object);

  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_pointer (&self->summary, usher_archive_summary_unref);
  g_clear_object (&self->signals);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_OVERVIEW);
  g_clear_object (&self->review);
  G_OBJECT_CLASS (usher_review_overview_parent_class)->dispose (object);
}

static void
usher_review_overview_class_init (UsherReviewOverviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_overview_dispose;
  widget_class->measure = usher_review_overview_measure;
  widget_class->size_allocate = usher_review_overview_size_allocate;

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-overview.ui");
  for (guint i = 0; i < N_SECTIONS; i++)
    {
      static const char *const groups[] = { "funnel_group", "kinds_group", "recipients_group", "companies_group" };
      static const char *const lists[] = { "funnel", "kinds", "recipients", "companies" };

      gtk_widget_class_bind_template_child_full (
        widget_class, groups[i], FALSE, (gssize) (G_STRUCT_OFFSET (UsherReviewOverview, groups) + i * sizeof (gpointer)));
      gtk_widget_class_bind_template_child_full (
        widget_class, lists[i], FALSE, (gssize) (G_STRUCT_OFFSET (UsherReviewOverview, lists) + i * sizeof (gpointer)));
    }
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
usher_review_overview_init (UsherReviewOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* AdwBin's would ask the child. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->signals = g_signal_group_new (USHER_TYPE_REVIEW);
  g_signal_group_connect_swapped (self->signals, "summary-changed", G_CALLBACK (update), self);
  update (self);
}

/**
 * usher_review_overview_new:
 *
 * Returns: (transfer floating): an overview of nothing
 */
GtkWidget *
usher_review_overview_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_OVERVIEW, NULL);
}

/**
 * usher_review_overview_set_review:
 * @self: the overview
 * @review: (nullable): what is added up
 */
void
usher_review_overview_set_review (UsherReviewOverview *self, UsherReview *review)
{
  g_return_if_fail (USHER_IS_REVIEW_OVERVIEW (self));

  if (!g_set_object (&self->review, review))
    return;
  g_signal_group_set_target (self->signals, review);
  update (self);
}
