/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fact in a boxed list. AdwActionRow's subtitle cannot be selected at the floor, and copying an id or
 * an address out of the detail is half of what it is for. Main thread. */
#include "ui/usher-property-row.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-ui.h"

/* An allow-list of 50 addresses must not push everything else off the screen. */
#define MAX_LINES 5

struct _UsherPropertyRow
{
  AdwPreferencesRow parent_instance;

  GtkImage *icon;         /* (template) */
  GtkLabel *value_label;  /* (template) */
  GtkButton *more_button; /* (template) */

  char *value; /* (owned) (nullable) */
  gboolean open;
};

enum
{
  PROP_VALUE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (UsherPropertyRow, usher_property_row, ADW_TYPE_PREFERENCES_ROW)

static void
update (UsherPropertyRow *self)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n, shown;

  gtk_widget_set_visible (GTK_WIDGET (self), self->value != NULL);
  if (self->value == NULL)
    return;
  lines = g_strsplit (self->value, "\n", -1);
  n = g_strv_length (lines);
  /* Hiding a single line would save nothing. */
  shown = self->open || n <= MAX_LINES + 1 ? n : MAX_LINES;
  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *safe = usher_text_dup_safe (lines[i], 0);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, safe);
    }
  gtk_label_set_text (self->value_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), shown < n);
  if (shown < n)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("Show %'u More", "Show %'u More", n - shown),
                                               n - shown);

      gtk_button_set_label (self->more_button, more);
    }
}

static void
on_more (UsherPropertyRow *self)
{
  self->open = TRUE;
  update (self);
}

static void
usher_property_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherPropertyRow *self = USHER_PROPERTY_ROW (object);

  if (id == PROP_VALUE)
    g_value_set_string (value, self->value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_property_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherPropertyRow *self = USHER_PROPERTY_ROW (object);

  if (id == PROP_VALUE)
    usher_property_row_set_value (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_property_row_finalize (GObject *object)
{
  UsherPropertyRow *self = USHER_PROPERTY_ROW (object);

  g_free (self->value);
  G_OBJECT_CLASS (usher_property_row_parent_class)->finalize (object);
}

static void
usher_property_row_class_init (UsherPropertyRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_property_row_get_property;
  object_class->set_property = usher_property_row_set_property;
  object_class->finalize = usher_property_row_finalize;

  /** UsherPropertyRow:value: (nullable): What is told, one or more lines; %NULL hides the row. */
  properties[PROP_VALUE] = g_param_spec_string (
    "value", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-property-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherPropertyRow, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherPropertyRow, value_label);
  gtk_widget_class_bind_template_child (widget_class, UsherPropertyRow, more_button);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
}

static void
usher_property_row_init (UsherPropertyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_property_row_new:
 * @title: what kind of fact it is
 * @value: (nullable): the fact
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
usher_property_row_new (const char *title, const char *value)
{
  return g_object_new (USHER_TYPE_PROPERTY_ROW, "title", title, "value", value, NULL);
}

/**
 * usher_property_row_set_value:
 * @self: a row
 * @value: (nullable): the fact, as it came; each line is made safe before it is shown
 *
 * Sets the fact. %NULL hides the row.
 */
void
usher_property_row_set_value (UsherPropertyRow *self, const char *value)
{
  g_return_if_fail (USHER_IS_PROPERTY_ROW (self));

  if (!usher_set_str (&self->value, value))
    return;
  self->open = FALSE;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

/**
 * usher_property_row_get_value:
 * @self: a row
 *
 * Returns: (nullable): the fact
 */
const char *
usher_property_row_get_value (UsherPropertyRow *self)
{
  g_return_val_if_fail (USHER_IS_PROPERTY_ROW (self), NULL);

  return self->value;
}

/**
 * usher_property_row_set_marks:
 * @self: a row
 * @marks: (nullable): attributes for parts of the value, such as what a search found
 */
void
usher_property_row_set_marks (UsherPropertyRow *self, PangoAttrList *marks)
{
  g_autoptr (PangoAttrList) all = NULL;

  g_return_if_fail (USHER_IS_PROPERTY_ROW (self));

  all = marks != NULL ? pango_attr_list_copy (marks) : pango_attr_list_new ();
  /* A hyphen would become part of an address or a link. */
  pango_attr_list_insert (all, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (self->value_label, all);
}

/**
 * usher_property_row_set_icon:
 * @self: a row
 * @icon_name: (nullable): an icon that stands before the value
 *
 * Shows a state beside the words that say it.
 */
void
usher_property_row_set_icon (UsherPropertyRow *self, const char *icon_name)
{
  g_return_if_fail (USHER_IS_PROPERTY_ROW (self));

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
}
