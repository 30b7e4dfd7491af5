/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview of a review. Lists show the most frequent; rows are used again, so that the keyboard stays on one while
 * the numbers change. Main thread. */
#include "ui/usher-review-overview.h"

#include <glib/gi18n.h>

#include "ui/usher-review-count-row.h"
#include "ui/usher-ui.h"

/* More than that are found by searching. */
#define MAX_ROWS 25

struct _UsherReviewOverview
{
  AdwBin parent_instance;

  AdwPreferencesGroup *funnel_group;     /* (template) */
  GtkListBox *funnel;                    /* (template) */
  AdwPreferencesGroup *kinds_group;      /* (template) */
  GtkListBox *kinds;                     /* (template) */
  AdwPreferencesGroup *recipients_group; /* (template) */
  GtkListBox *recipients;                /* (template) */
  AdwPreferencesGroup *companies_group;  /* (template) */
  GtkListBox *companies;                 /* (template) */

  UsherReview *review;                   /* (owned) (nullable) */
  GSignalGroup *signals;                 /* (owned) */
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

static void
update_counts (UsherReviewOverview *self,
               AdwPreferencesGroup *group,
               GtkListBox *list,
               GArray *counts,
               UsherConditionType type)
{
  guint n = counts != NULL ? MIN (counts->len, MAX_ROWS) : 0;
  g_autofree char *more = NULL;

  for (guint i = 0; i < n; i++)
    {
      const UsherArchiveCount *count = &g_array_index (counts, UsherArchiveCount, i);
      g_autofree char *name = NULL;

      if (type == USHER_CONDITION_KIND)
        {
          UsherEventKind kind = usher_event_kind_from_string (count->name);

          name = kind != USHER_EVENT_KIND_UNKNOWN ? g_strdup (usher_event_kind_get_label (kind))
                                                  : usher_humanise_word (count->name);
        }
      usher_review_count_row_set (get_row (self, list, i), type, count->value, name != NULL ? name : count->name,
                                  count->n, g_array_index (counts, UsherArchiveCount, 0).n);
    }
  cut (list, n);
  if (counts != NULL && counts->len > n)
    more = g_strdup_printf (ngettext ("The %u most frequent of %u", "The %u most frequent of %u", counts->len), n,
                            counts->len);
  adw_preferences_group_set_description (group, more);
  gtk_widget_set_visible (GTK_WIDGET (group), n > 0);
}

static void
update_funnel (UsherReviewOverview *self, UsherArchiveSummary *summary)
{
  const char *names[USHER_N_FUNNEL_STAGES] = { _("Created"), _("Mailed"), _("Viewed"), _("Email verified"),
                                               _("Used") };
  guint all = summary != NULL ? summary->funnel[USHER_FUNNEL_CREATED] : 0;

  for (guint i = 0; i < USHER_N_FUNNEL_STAGES; i++)
    {
      guint n = summary != NULL ? summary->funnel[i] : 0;
      g_autofree char *name = NULL;

      if (i > 0 && all > 0)
        /* Translators: how far invitations got: "Viewed", and how many percent did */
        name = g_strdup_printf (_("%s (%u %%)"), names[i], (guint) (((guint64) n * 100 + all / 2) / all));
      usher_review_count_row_set (get_row (self, self->funnel, i), USHER_CONDITION_TEXT, NULL,
                                  name != NULL ? name : names[i], n, all);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->funnel_group), all > 0);
}

static void
update (UsherReviewOverview *self)
{
  UsherArchiveSummary *summary = self->review != NULL ? usher_review_get_summary (self->review) : NULL;

  update_funnel (self, summary);
  update_counts (self, self->kinds_group, self->kinds, summary != NULL ? summary->kinds : NULL, USHER_CONDITION_KIND);
  update_counts (self, self->recipients_group, self->recipients, summary != NULL ? summary->recipients : NULL,
                 USHER_CONDITION_RECIPIENT);
  update_counts (self, self->companies_group, self->companies, summary != NULL ? summary->companies : NULL,
                 USHER_CONDITION_COMPANY);
}

static void
usher_review_overview_dispose (GObject *object)
{
  UsherReviewOverview *self = USHER_REVIEW_OVERVIEW (object);

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

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, funnel_group);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, funnel);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, kinds_group);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, kinds);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, recipients_group);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, recipients);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, companies_group);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewOverview, companies);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
usher_review_overview_init (UsherReviewOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
