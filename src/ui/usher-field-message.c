/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a field, in words right below it: AdwEntryRow has no place for that, and red
 * alone tells nobody anything. Marks the field as invalid for assistive technology, too. The words
 * may be a server's: plain text only. Main thread. */
#include "ui/usher-field-message.h"

#include "model/usher-text.h"
#include "ui/usher-ui.h"

struct _UsherFieldMessage
{
  AdwPreferencesRow parent_instance;

  GtkLabel *label; /* (template) */

  GtkWidget *target; /* (weak) (nullable) */
};

enum
{
  PROP_TARGET = 1,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (UsherFieldMessage, usher_field_message, ADW_TYPE_PREFERENCES_ROW)

/* Words about a text that is no longer there would be wrong words. */
static void
on_target_changed (UsherFieldMessage *self)
{
  usher_field_message_set_text (self, NULL);
}

static void
mark_target (UsherFieldMessage *self, gboolean invalid)
{
  if (self->target == NULL)
    return;
  if (invalid)
    gtk_widget_add_css_class (self->target, "error");
  else
    gtk_widget_remove_css_class (self->target, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->target), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
usher_field_message_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherFieldMessage *self = USHER_FIELD_MESSAGE (object);

  switch (id)
    {
    case PROP_TARGET:
      g_value_set_object (value, self->target);
      break;
    case PROP_TEXT:
      g_value_set_string (value, usher_field_message_get_text (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_field_message_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherFieldMessage *self = USHER_FIELD_MESSAGE (object);

  switch (id)
    {
    case PROP_TARGET:
      usher_field_message_set_target (self, g_value_get_object (value));
      break;
    case PROP_TEXT:
      usher_field_message_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_field_message_dispose (GObject *object)
{
  UsherFieldMessage *self = USHER_FIELD_MESSAGE (object);

  g_clear_weak_pointer (&self->target);
  G_OBJECT_CLASS (usher_field_message_parent_class)->dispose (object);
}

static void
usher_field_message_class_init (UsherFieldMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_field_message_get_property;
  object_class->set_property = usher_field_message_set_property;
  object_class->dispose = usher_field_message_dispose;

  /**
   * UsherFieldMessage:target:
   *
   * The field: gets the style class "error" and the accessible state "invalid" while there is a text.
   * If it is a [iface@Gtk.Editable], editing it takes the text away.
   */
  properties[PROP_TARGET] = g_param_spec_object (
    "target", NULL, NULL, GTK_TYPE_WIDGET,
    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * UsherFieldMessage:text: (nullable)
   *
   * What is wrong; %NULL hides the row.
   */
  properties[PROP_TEXT] = g_param_spec_string (
    "text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-field-message.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherFieldMessage, label);
}

static void
usher_field_message_init (UsherFieldMessage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_field_message_new:
 * @target: (nullable): the field
 *
 * Returns: (transfer floating): a row without a text, which is not visible
 */
GtkWidget *
usher_field_message_new (GtkWidget *target)
{
  return g_object_new (USHER_TYPE_FIELD_MESSAGE, "target", target, NULL);
}

/**
 * usher_field_message_set_target:
 * @self: a message
 * @target: (nullable): the field it speaks of; held weakly
 *
 * Sets the field.
 */
void
usher_field_message_set_target (UsherFieldMessage *self, GtkWidget *target)
{
  g_return_if_fail (USHER_IS_FIELD_MESSAGE (self));

  if (self->target == target)
    return;
  if (self->target != NULL && GTK_IS_EDITABLE (self->target))
    g_signal_handlers_disconnect_by_func (self->target, on_target_changed, self);
  g_set_weak_pointer (&self->target, target);
  if (target != NULL && GTK_IS_EDITABLE (target))
    g_signal_connect_object (target, "changed", G_CALLBACK (on_target_changed), self,
                             G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TARGET]);
}

/**
 * usher_field_message_set_text:
 * @self: a message
 * @text: (nullable): what is wrong; %NULL or empty when nothing is
 *
 * Shows or hides the message.
 */
void
usher_field_message_set_text (UsherFieldMessage *self, const char *text)
{
  g_autofree char *safe = NULL;

  g_return_if_fail (USHER_IS_FIELD_MESSAGE (self));

  safe = text != NULL ? usher_text_dup_safe (text, 500) : g_strdup ("");
  if (g_str_equal (safe, gtk_label_get_text (self->label)))
    return;
  gtk_label_set_text (self->label, safe);
  gtk_widget_set_visible (GTK_WIDGET (self), *safe != '\0');
  mark_target (self, *safe != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/**
 * usher_field_message_get_text:
 * @self: a message
 *
 * Returns: (nullable): what is wrong
 */
const char *
usher_field_message_get_text (UsherFieldMessage *self)
{
  const char *text;

  g_return_val_if_fail (USHER_IS_FIELD_MESSAGE (self), NULL);

  text = gtk_label_get_text (self->label);
  return *text != '\0' ? text : NULL;
}
