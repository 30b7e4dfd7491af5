/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one types what to look for. The review does the looking; how many it found, or why it could not look, is said
 * under the entry. Main thread. */
#include "ui/usher-review-search.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-ui.h"

struct _UsherReviewSearch
{
  AdwBin parent_instance;

  GtkSearchEntry *entry;           /* (template) */
  GtkToggleButton *regex_button;   /* (template) */
  GtkToggleButton *context_button; /* (template) */
  GtkWidget *found_box;            /* (template) */
  GtkLabel *found_label;           /* (template) */
  GtkLabel *problem_label;         /* (template) */

  UsherReview *review;             /* (owned) (nullable) */
  GSignalGroup *signals;           /* (owned) */
};

G_DEFINE_FINAL_TYPE (UsherReviewSearch, usher_review_search, ADW_TYPE_BIN)

static void
update (UsherReviewSearch *self)
{
  const char *search = usher_review_get_search (self->review);
  const char *problem = usher_review_get_problem (self->review);
  guint n = usher_review_get_n_matches (self->review);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->found_box, search != NULL && problem == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  if (usher_review_get_busy (self->review))
    text = g_strdup (_("Searching…"));
  else
    text = g_strdup_printf (ngettext ("%'u match", "%'u matches", n), n);
  if (search != NULL && !usher_review_get_busy (self->review)
      && !g_str_equal (gtk_label_get_text (self->found_label), text))
    usher_compat_announce (GTK_WIDGET (self), problem != NULL ? problem : text);
  gtk_label_set_text (self->found_label, text);
}

static void
on_changed (UsherReviewSearch *self)
{
  if (self->review != NULL)
    usher_review_set_search (self->review, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                             gtk_toggle_button_get_active (self->regex_button),
                             !gtk_toggle_button_get_active (self->context_button));
}

static void
on_next (UsherReviewSearch *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.next-match", NULL);
}

static void
on_previous (UsherReviewSearch *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.previous-match", NULL);
}

static void
on_stop (UsherReviewSearch *self)
{
  usher_review_search_clear (self);
}

static void
usher_review_search_dispose (GObject *object)
{
  UsherReviewSearch *self = USHER_REVIEW_SEARCH (object);

  g_clear_object (&self->signals);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_SEARCH);
  g_clear_object (&self->review);
  G_OBJECT_CLASS (usher_review_search_parent_class)->dispose (object);
}

static void
usher_review_search_class_init (UsherReviewSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_search_dispose;

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-search.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewSearch, regex_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewSearch, context_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewSearch, found_box);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewSearch, found_label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewSearch, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
usher_review_search_init (UsherReviewSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (USHER_TYPE_REVIEW);
  g_signal_group_connect_swapped (self->signals, "matches-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::busy", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::problem", G_CALLBACK (update), self);
}

/**
 * usher_review_search_new:
 *
 * Returns: (transfer floating): a search of nothing
 */
GtkWidget *
usher_review_search_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_SEARCH, NULL);
}

/**
 * usher_review_search_set_review:
 * @self: the search
 * @review: (nullable): what is searched
 */
void
usher_review_search_set_review (UsherReviewSearch *self, UsherReview *review)
{
  g_return_if_fail (USHER_IS_REVIEW_SEARCH (self));

  if (!g_set_object (&self->review, review))
    return;
  g_signal_group_set_target (self->signals, review);
  if (review != NULL)
    update (self);
}

/**
 * usher_review_search_grab:
 * @self: the search
 *
 * Gives the entry the keyboard, and selects what is in it.
 */
void
usher_review_search_grab (UsherReviewSearch *self)
{
  g_return_if_fail (USHER_IS_REVIEW_SEARCH (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * usher_review_search_clear:
 * @self: the search
 *
 * Looks for nothing any more, at once.
 */
void
usher_review_search_clear (UsherReviewSearch *self)
{
  g_return_if_fail (USHER_IS_REVIEW_SEARCH (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  on_changed (self);
}

/**
 * usher_review_search_set_key_capture:
 * @self: the search
 * @widget: (nullable): where typing begins a search
 */
void
usher_review_search_set_key_capture (UsherReviewSearch *self, GtkWidget *widget)
{
  g_return_if_fail (USHER_IS_REVIEW_SEARCH (self));

  gtk_search_entry_set_key_capture_widget (self->entry, widget);
}
