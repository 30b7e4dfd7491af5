/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One filter that is at work, with a button that takes it away. Main thread. */
#include "ui/usher-filter-chip.h"

#include <glib/gi18n.h>

#include "ui/usher-ui.h"

struct _UsherFilterChip
{
  AdwBin parent_instance;

  GtkLabel *text;           /* (template) */
  GtkWidget *remove_button; /* (template) */
};

typedef enum
{
  PROP_LABEL = 1,
} UsherFilterChipProperty;

static GParamSpec *properties[PROP_LABEL + 1];

enum
{
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherFilterChip, usher_filter_chip, ADW_TYPE_BIN)

static void
on_remove (UsherFilterChip *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
usher_filter_chip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherFilterChipProperty) id)
    {
    case PROP_LABEL:
      g_value_set_string (value, usher_filter_chip_get_label (USHER_FILTER_CHIP (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_filter_chip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherFilterChipProperty) id)
    {
    case PROP_LABEL:
      usher_filter_chip_set_label (USHER_FILTER_CHIP (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_filter_chip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_FILTER_CHIP);
  G_OBJECT_CLASS (usher_filter_chip_parent_class)->dispose (object);
}

static void
usher_filter_chip_class_init (UsherFilterChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_filter_chip_get_property;
  object_class->set_property = usher_filter_chip_set_property;
  object_class->dispose = usher_filter_chip_dispose;

  /**
   * UsherFilterChip:label:
   *
   * What the filter lets through.
   */
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                  | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherFilterChip::remove:
   * @self: the chip
   *
   * The person wants this filter gone.
   */
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-filter-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherFilterChip, text);
  gtk_widget_class_bind_template_child (widget_class, UsherFilterChip, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
usher_filter_chip_init (UsherFilterChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_filter_chip_new:
 *
 * Returns: (transfer floating): a chip without words
 */
GtkWidget *
usher_filter_chip_new (void)
{
  return g_object_new (USHER_TYPE_FILTER_CHIP, NULL);
}

/**
 * usher_filter_chip_get_label:
 * @self: a chip
 *
 * Returns: (transfer none): what it says
 */
const char *
usher_filter_chip_get_label (UsherFilterChip *self)
{
  g_return_val_if_fail (USHER_IS_FILTER_CHIP (self), NULL);

  return gtk_label_get_text (self->text);
}

/**
 * usher_filter_chip_set_label:
 * @self: a chip
 * @label: what the filter lets through; plain text
 */
void
usher_filter_chip_set_label (UsherFilterChip *self, const char *label)
{
  g_autofree char *remove = NULL;

  g_return_if_fail (USHER_IS_FILTER_CHIP (self));
  g_return_if_fail (label != NULL);

  if (g_str_equal (gtk_label_get_text (self->text), label))
    return;
  gtk_label_set_text (self->text, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* Translators: takes a filter away; %s is what it says, for example "Expires within 7 days" */
  remove = g_strdup_printf (_("Remove filter: %s"), label);
  gtk_widget_set_tooltip_text (self->remove_button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}
