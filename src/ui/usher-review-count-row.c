/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the overview. Main thread. */
#include "ui/usher-review-count-row.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-ui.h"

struct _UsherReviewCountRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *box;            /* (template) */
  GtkLabel *name_label;      /* (template) */
  GtkLabel *count_label;     /* (template) */
  GtkProgressBar *bar;       /* (template) */
  GtkWidget *exclude_button; /* (template) */

  UsherConditionType type;
  char *value;               /* (owned) (nullable) */
};

enum
{
  EXCLUDE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherReviewCountRow, usher_review_count_row, GTK_TYPE_LIST_BOX_ROW)

static void
on_exclude (UsherReviewCountRow *self)
{
  g_signal_emit (self, signals[EXCLUDE], 0);
}

static void
usher_review_count_row_dispose (GObject *object)
{
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_COUNT_ROW);
  G_OBJECT_CLASS (usher_review_count_row_parent_class)->dispose (object);
}

static void
usher_review_count_row_finalize (GObject *object)
{
  g_free (USHER_REVIEW_COUNT_ROW (object)->value);
  G_OBJECT_CLASS (usher_review_count_row_parent_class)->finalize (object);
}

static void
usher_review_count_row_class_init (UsherReviewCountRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_count_row_dispose;
  object_class->finalize = usher_review_count_row_finalize;

  /**
   * UsherReviewCountRow::exclude:
   * @self: the row
   *
   * A person wants this left out.
   */
  signals[EXCLUDE] = g_signal_new ("exclude", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-count-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewCountRow, box);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewCountRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewCountRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewCountRow, bar);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewCountRow, exclude_button);
  gtk_widget_class_bind_template_callback (widget_class, on_exclude);
}

static void
usher_review_count_row_init (UsherReviewCountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_review_count_row_new:
 *
 * Returns: (transfer floating): a row without a name
 */
GtkWidget *
usher_review_count_row_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_COUNT_ROW, NULL);
}

/**
 * usher_review_count_row_set:
 * @self: the row
 * @type: what is counted
 * @value: (nullable): what a condition asks for; %NULL for a row that only tells
 * @name: what it is called
 * @n: how often it occurs
 * @of: the most that the bar can show
 */
void
usher_review_count_row_set (UsherReviewCountRow *self,
                            UsherConditionType type,
                            const char *value,
                            const char *name,
                            guint n,
                            guint of)
{
  g_autofree char *safe = NULL;
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *exclude = NULL;

  g_return_if_fail (USHER_IS_REVIEW_COUNT_ROW (self));
  g_return_if_fail (name != NULL);

  safe = usher_text_dup_safe (name, 200);
  count = g_strdup_printf ("%'u", n);
  /* Translators: read aloud: a name, and how often it occurs */
  spoken = g_strdup_printf (C_("spoken count", "%s: %'u"), safe, n);
  /* Translators: a button; %s is a kind of event, an address or a company */
  exclude = g_strdup_printf (_("Leave out: %s"), safe);
  self->type = type;
  usher_set_str (&self->value, value);
  gtk_label_set_text (self->name_label, safe);
  gtk_label_set_text (self->count_label, count);
  gtk_progress_bar_set_fraction (self->bar, of > 0 ? MIN ((double) n / of, 1) : 0);
  gtk_widget_set_visible (self->exclude_button, value != NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), value != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), value != NULL ? safe : NULL);
  gtk_widget_set_tooltip_text (self->exclude_button, exclude);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->exclude_button), GTK_ACCESSIBLE_PROPERTY_LABEL, exclude, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * usher_review_count_row_get_type_of:
 * @self: the row
 *
 * Returns: the condition that shows only what the row stands for
 */
UsherConditionType
usher_review_count_row_get_type_of (UsherReviewCountRow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_COUNT_ROW (self), USHER_CONDITION_TEXT);

  return self->type;
}

/**
 * usher_review_count_row_get_value:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): what the condition asks for
 */
const char *
usher_review_count_row_get_value (UsherReviewCountRow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_COUNT_ROW (self), NULL);

  return self->value;
}
