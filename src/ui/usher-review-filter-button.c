/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filters of a review that are not a click away in the list or the overview. Saved ones stand in the settings, a name
 * and what the archive calls the filter's text. Main thread. */
#include "ui/usher-review-filter-button.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-ui.h"
#include "usher-config.h"

#define SAVED_KEY "review-filters"
#define MAX_SAVED 50

struct _UsherReviewFilterButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;   /* (template) */
  GtkPopover *popover;     /* (template) */
  GtkDropDown *what;       /* (template) */
  GtkEditable *value;      /* (template) */
  GtkDropDown *kind;       /* (template) */
  GtkCheckButton *exclude; /* (template) */
  GtkEditable *from;       /* (template) */
  GtkEditable *to;         /* (template) */
  GtkListBox *saved;       /* (template) */
  GtkEditable *name;       /* (template) */
  GtkWidget *save_button;  /* (template) */
  GtkLabel *message;       /* (template) */

  UsherReview *review;     /* (owned) (nullable) */
  GSettings *settings;     /* (owned) */
};

/* As the template lists them. */
static const UsherConditionType types[] = { USHER_CONDITION_TEXT,      USHER_CONDITION_REGEX,
                                            USHER_CONDITION_KIND,      USHER_CONDITION_RECIPIENT,
                                            USHER_CONDITION_COMPANY,   USHER_CONDITION_INVITATION };

G_DEFINE_FINAL_TYPE (UsherReviewFilterButton, usher_review_filter_button, ADW_TYPE_BIN)

static void
show_message (UsherReviewFilterButton *self, const char *text)
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
}

static UsherConditionType
get_type_chosen (UsherReviewFilterButton *self)
{
  guint selected = gtk_drop_down_get_selected (self->what);

  return types[selected < G_N_ELEMENTS (types) ? selected : 0];
}

static void
on_what_chosen (UsherReviewFilterButton *self)
{
  gboolean kind = get_type_chosen (self) == USHER_CONDITION_KIND;

  gtk_widget_set_visible (GTK_WIDGET (self->value), !kind);
  gtk_widget_set_visible (GTK_WIDGET (self->kind), kind);
  show_message (self, NULL);
}

static void
on_add (UsherReviewFilterButton *self)
{
  UsherConditionType type = get_type_chosen (self);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->value)));
  g_autoptr (UsherArchiveFilter) filter = NULL;
  const char *value = text;

  show_message (self, NULL);
  if (self->review == NULL)
    return;
  if (type == USHER_CONDITION_KIND)
    value = usher_event_kind_to_string ((UsherEventKind) (gtk_drop_down_get_selected (self->kind) + 1));
  if (value == NULL || *value == '\0')
    {
      show_message (self, _("Write what to filter by."));
      return;
    }
  if (type == USHER_CONDITION_REGEX)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GRegex) regex = g_regex_new (value, G_REGEX_CASELESS, 0, &error);

      if (regex == NULL)
        {
          show_message (self, error->message);
          return;
        }
    }
  filter = usher_archive_filter_with (usher_review_get_filter (self->review), type, value,
                                      gtk_check_button_get_active (self->exclude));
  gtk_editable_set_text (self->value, "");
  usher_review_set_filter (self->review, filter);
}

/* The beginning of a day in this computer's zone, as many days later; FALSE for what is no day. */
static gboolean
read_day (const char *text, int days, gint64 *time)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) later = NULL;
  g_autofree char *plain = g_strstrip (g_strdup (text));
  int year;
  int month;
  int number;

  *time = USHER_TIME_NONE;
  if (*plain == '\0')
    return TRUE;
  if (!usher_date_is_valid (plain))
    return FALSE;
  /* Valid, so it is ten characters: digits where the numbers are. */
  year = (int) g_ascii_strtoll (plain, NULL, 10);
  month = (int) g_ascii_strtoll (plain + 5, NULL, 10);
  number = (int) g_ascii_strtoll (plain + 8, NULL, 10);
  zone = g_time_zone_new_local ();
  day = g_date_time_new (zone, year, month, number, 0, 0, 0);
  later = day != NULL ? g_date_time_add_days (day, days) : NULL;
  if (later == NULL)
    return FALSE;
  *time = g_date_time_to_unix (later) * G_USEC_PER_SEC;
  return TRUE;
}

static void
on_dates (UsherReviewFilterButton *self)
{
  gint64 from;
  gint64 to;

  show_message (self, NULL);
  if (!read_day (gtk_editable_get_text (self->from), 0, &from) || !read_day (gtk_editable_get_text (self->to), 1, &to))
    {
      show_message (self, _("Write days as year, month and day: 2026-03-01."));
      return;
    }
  if (from != USHER_TIME_NONE && to != USHER_TIME_NONE && from >= to)
    {
      show_message (self, _("The last day is before the first."));
      return;
    }
  if (self->review != NULL)
    usher_review_set_span (self->review, from, to);
}

/* --- saved under a name ------------------------------------------------------------------------ */

static void
on_delete (GtkButton *button, UsherReviewFilterButton *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "name");
  g_autoptr (GVariant) saved = g_settings_get_value (self->settings, SAVED_KEY);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other;
  const char *text;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  g_variant_iter_init (&iter, saved);
  while (g_variant_iter_next (&iter, "(&s&s)", &other, &text))
    {
      if (!g_str_equal (other, name))
        g_variant_builder_add (&builder, "(ss)", other, text);
    }
  g_settings_set_value (self->settings, SAVED_KEY, g_variant_builder_end (&builder));
}

static void
add_saved (UsherReviewFilterButton *self, const char *name, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (
    /* Translators: a button; %s is the name a person gave a filter */
    _("Forget the filter “%s”"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "filter", g_strdup (text), g_free);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_delete), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->saved, row);
}

static void
update_saved (UsherReviewFilterButton *self)
{
  g_autoptr (GVariant) saved = g_settings_get_value (self->settings, SAVED_KEY);
  GVariantIter iter;
  GtkWidget *row;
  const char *name;
  const char *text;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->saved))) != NULL)
    gtk_list_box_remove (self->saved, row);
  g_variant_iter_init (&iter, saved);
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &text))
    add_saved (self, name, text);
  gtk_widget_set_visible (GTK_WIDGET (self->saved), g_variant_n_children (saved) > 0);
}

static void
on_saved_activated (UsherReviewFilterButton *self, GtkListBoxRow *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherArchiveFilter) filter =
    usher_archive_filter_from_string (g_object_get_data (G_OBJECT (row), "filter"), &error);

  if (filter == NULL)
    {
      show_message (self, error->message);
      return;
    }
  show_message (self, NULL);
  if (self->review != NULL)
    usher_review_set_filter (self->review, filter);
  gtk_popover_popdown (self->popover);
}

/* The newest stands first; one of the same name goes. */
static void
on_save (UsherReviewFilterButton *self)
{
  g_autofree char *name = usher_text_dup_safe (gtk_editable_get_text (self->name), 80);
  g_autoptr (GVariant) saved = g_settings_get_value (self->settings, SAVED_KEY);
  g_autofree char *filter = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other;
  const char *text;
  guint n = 1;

  g_strstrip (name);
  if (self->review == NULL || usher_archive_filter_get_size (usher_review_get_filter (self->review)) == 0)
    {
      show_message (self, _("There is no filter to save. Add one first; a search can be kept as a filter."));
      return;
    }
  if (*name == '\0')
    {
      show_message (self, _("Write a name for these filters."));
      return;
    }
  show_message (self, NULL);
  filter = usher_archive_filter_to_string (usher_review_get_filter (self->review));
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  g_variant_builder_add (&builder, "(ss)", name, filter);
  g_variant_iter_init (&iter, saved);
  while (g_variant_iter_next (&iter, "(&s&s)", &other, &text) && n < MAX_SAVED)
    {
      if (g_str_equal (other, name))
        continue;
      g_variant_builder_add (&builder, "(ss)", other, text);
      n++;
    }
  g_settings_set_value (self->settings, SAVED_KEY, g_variant_builder_end (&builder));
  gtk_editable_set_text (self->name, "");
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_filter_button_dispose (GObject *object)
{
  UsherReviewFilterButton *self = USHER_REVIEW_FILTER_BUTTON (object);

  g_clear_object (&self->settings);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_FILTER_BUTTON);
  g_clear_object (&self->review);
  G_OBJECT_CLASS (usher_review_filter_button_parent_class)->dispose (object);
}

static void
usher_review_filter_button_class_init (UsherReviewFilterButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_filter_button_dispose;

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-review-filter-button.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, popover);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, what);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, value);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, kind);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, exclude);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, from);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, to);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, saved);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, name);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, save_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewFilterButton, message);
  gtk_widget_class_bind_template_callback (widget_class, on_what_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_dates);
  gtk_widget_class_bind_template_callback (widget_class, on_saved_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
usher_review_filter_button_init (UsherReviewFilterButton *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  g_auto (GStrv) parts = NULL;
  g_autofree char *spoken = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* At the floor, a check button tells screen readers its label with the underscore. */
  parts = g_strsplit (gtk_check_button_get_label (self->exclude), "_", -1);
  spoken = g_strjoinv ("", parts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->exclude), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  for (UsherEventKind kind = USHER_EVENT_KIND_CREATED; kind <= USHER_EVENT_KIND_REVOKED; kind++)
    gtk_string_list_append (kinds, usher_event_kind_get_label (kind));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (kinds));
  self->settings = g_settings_new (USHER_BASE_ID);
  g_signal_connect_object (self->settings, "changed::" SAVED_KEY, G_CALLBACK (update_saved), self, G_CONNECT_SWAPPED);
  update_saved (self);
}

/**
 * usher_review_filter_button_new:
 *
 * Returns: (transfer floating): a button without a review
 */
GtkWidget *
usher_review_filter_button_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_FILTER_BUTTON, NULL);
}

/**
 * usher_review_filter_button_set_review:
 * @self: the button
 * @review: (nullable): whose filter is changed
 */
void
usher_review_filter_button_set_review (UsherReviewFilterButton *self, UsherReview *review)
{
  g_return_if_fail (USHER_IS_REVIEW_FILTER_BUTTON (self));

  g_set_object (&self->review, review);
}

/**
 * usher_review_filter_button_popup:
 * @self: the button
 *
 * Opens the filters.
 */
void
usher_review_filter_button_popup (UsherReviewFilterButton *self)
{
  g_return_if_fail (USHER_IS_REVIEW_FILTER_BUTTON (self));

  gtk_menu_button_popup (self->button);
}

/**
 * usher_review_filter_button_get_message:
 * @self: the button
 *
 * Returns: (transfer none) (nullable): why what was typed cannot be used
 */
const char *
usher_review_filter_button_get_message (UsherReviewFilterButton *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_FILTER_BUTTON (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->message)) ? gtk_label_get_text (self->message) : NULL;
}
