/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the filter of a review asks for, a chip a condition. Main thread. */
#include "ui/usher-review-chips.h"

#include "model/usher-time.h"
#include "ui/usher-filter-chip.h"
#include "ui/usher-review-time.h"
#include "ui/usher-ui.h"
#include "ui/usher-wrap-layout.h"

struct _UsherReviewChips
{
  AdwBin parent_instance;

  GtkBox *box;           /* (template) */

  UsherReview *review;   /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned) */
};

G_DEFINE_FINAL_TYPE (UsherReviewChips, usher_review_chips, ADW_TYPE_BIN)

/* A span chosen in the histogram may be hours of a day, and the archive speaks of days. */
static char *
dup_label (const UsherCondition *condition)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (condition->type != USHER_CONDITION_DATES || condition->exclude || condition->from == USHER_TIME_NONE
      || condition->to == USHER_TIME_NONE)
    return usher_condition_dup_label (condition);
  zone = g_time_zone_new_local ();
  return usher_review_time_dup_span (condition->from, condition->to, zone);
}

static void
on_remove (GtkWidget *chip, UsherReviewChips *self)
{
  g_autoptr (UsherArchiveFilter) filter = NULL;
  GtkWidget *next = gtk_widget_get_next_sibling (chip);
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->box)) == chip;
  guint i = 0;

  for (GtkWidget *child = gtk_widget_get_prev_sibling (chip); child != NULL;
       child = gtk_widget_get_prev_sibling (child))
    i++;
  /* The keyboard goes to a neighbour, else to what comes after the chips. */
  if (next == NULL)
    next = gtk_widget_get_prev_sibling (chip);
  if (focused && next != NULL)
    gtk_widget_child_focus (next, GTK_DIR_TAB_FORWARD);
  else if (focused && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
  filter = usher_archive_filter_without (usher_review_get_filter (self->review), i);
  usher_review_set_filter (self->review, filter);
}

/* Chips are kept where there are enough, so that the keyboard stays on one. */
static void
update (UsherReviewChips *self)
{
  UsherArchiveFilter *filter = self->review != NULL ? usher_review_get_filter (self->review) : NULL;
  guint n = filter != NULL ? usher_archive_filter_get_size (filter) : 0;
  GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->box));

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = dup_label (usher_archive_filter_get (filter, i));

      if (chip == NULL)
        {
          chip = usher_filter_chip_new ();
          g_signal_connect_object (chip, "remove", G_CALLBACK (on_remove), self, 0);
          gtk_box_append (self->box, chip);
        }
      usher_filter_chip_set_label (USHER_FILTER_CHIP (chip), label);
      chip = gtk_widget_get_next_sibling (chip);
    }
  while (chip != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (chip);

      gtk_box_remove (self->box, chip);
      chip = next;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
usher_review_chips_dispose (GObject *object)
{
  UsherReviewChips *self = USHER_REVIEW_CHIPS (object);

  g_clear_object (&self->signals);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_CHIPS);
  g_clear_object (&self->review);
  G_OBJECT_CLASS (usher_review_chips_parent_class)->dispose (object);
}

static void
usher_review_chips_class_init (UsherReviewChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_chips_dispose;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewChips, box);
}

static void
usher_review_chips_init (UsherReviewChips *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (USHER_TYPE_REVIEW);
  g_signal_group_connect_swapped (self->signals, "notify::filter", G_CALLBACK (update), self);
}

/**
 * usher_review_chips_new:
 *
 * Returns: (transfer floating): no chips, as there is no review
 */
GtkWidget *
usher_review_chips_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_CHIPS, NULL);
}

/**
 * usher_review_chips_set_review:
 * @self: the chips
 * @review: (nullable): whose filter is shown
 */
void
usher_review_chips_set_review (UsherReviewChips *self, UsherReview *review)
{
  g_return_if_fail (USHER_IS_REVIEW_CHIPS (self));

  if (!g_set_object (&self->review, review))
    return;
  g_signal_group_set_target (self->signals, review);
  update (self);
}
