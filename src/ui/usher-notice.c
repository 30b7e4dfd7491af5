/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip above the content: icon, words, one button, perhaps a way to dismiss it. GtkInfoBar is gone in
 * newer toolkits and AdwBanner is not at the floor, so it is put together here. Main thread. */
#include "ui/usher-notice.h"

#include "ui/compat/usher-compat.h"

struct _UsherNotice
{
  AdwBin parent_instance;

  /* Template children */
  GtkRevealer *revealer;
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
  GtkWidget *dismiss_button;
};

typedef enum
{
  PROP_REVEALED = 1,
  PROP_TEXT,
  PROP_DISMISSABLE,
} UsherNoticeProperty;

static GParamSpec *properties[PROP_DISMISSABLE + 1];

enum
{
  SIGNAL_DISMISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherNotice, usher_notice, ADW_TYPE_BIN)

/* What is slid away has neither style nor size to be found out. */
static void
on_child_revealed (UsherNotice *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), gtk_revealer_get_reveal_child (self->revealer)
                                                         || gtk_revealer_get_child_revealed (self->revealer));
}

static void
on_dismiss_clicked (UsherNotice *self)
{
  usher_notice_hide (self);
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0);
}

static void
usher_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherNotice *self = USHER_NOTICE (object);

  switch ((UsherNoticeProperty) id)
    {
    case PROP_REVEALED:
      g_value_set_boolean (value, usher_notice_get_revealed (self));
      break;
    case PROP_TEXT:
      g_value_set_string (value, usher_notice_get_text (self));
      break;
    case PROP_DISMISSABLE:
      g_value_set_boolean (value, gtk_widget_get_visible (self->dismiss_button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherNotice *self = USHER_NOTICE (object);

  switch ((UsherNoticeProperty) id)
    {
    case PROP_DISMISSABLE:
      gtk_widget_set_visible (self->dismiss_button, g_value_get_boolean (value));
      break;
    case PROP_REVEALED:
    case PROP_TEXT:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_notice_dispose (GObject *object)
{
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_NOTICE);
  G_OBJECT_CLASS (usher_notice_parent_class)->dispose (object);
}

static void
usher_notice_class_init (UsherNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_notice_get_property;
  object_class->set_property = usher_notice_set_property;
  object_class->dispose = usher_notice_dispose;

  /**
   * UsherNotice:revealed:
   *
   * Whether the strip is shown.
   */
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * UsherNotice:text: (nullable)
   *
   * What it says; plain text.
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * UsherNotice:dismissable:
   *
   * Whether the person may close it.
   */
  properties[PROP_DISMISSABLE] = g_param_spec_boolean ("dismissable", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherNotice::dismissed:
   *
   * The person closed it.
   */
  signals[SIGNAL_DISMISSED] = g_signal_new ("dismissed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, UsherNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherNotice, label);
  gtk_widget_class_bind_template_child (widget_class, UsherNotice, button);
  gtk_widget_class_bind_template_child (widget_class, UsherNotice, dismiss_button);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss_clicked);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
usher_notice_init (UsherNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->revealer, "notify::child-revealed", G_CALLBACK (on_child_revealed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * usher_notice_new:
 *
 * Returns: (transfer floating): a notice that is not shown
 */
GtkWidget *
usher_notice_new (void)
{
  return g_object_new (USHER_TYPE_NOTICE, NULL);
}

/**
 * usher_notice_show:
 * @self: a notice
 * @icon_name: its icon
 * @text: what it says; plain text
 * @button_label: (nullable): what the button says, with a mnemonic
 * @action_name: (nullable): the action of the button
 */
void
usher_notice_show (UsherNotice *self,
                   const char *icon_name,
                   const char *text,
                   const char *button_label,
                   const char *action_name)
{
  gboolean is_new;

  g_return_if_fail (USHER_IS_NOTICE (self));
  g_return_if_fail (text != NULL);

  /* Another one, not the same with other figures in it. */
  is_new = !usher_notice_get_revealed (self) || g_strcmp0 (gtk_image_get_icon_name (self->icon), icon_name) != 0;
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL);
  if (button_label != NULL)
    gtk_button_set_label (self->button, button_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  if (is_new)
    usher_compat_announce (GTK_WIDGET (self), text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

/**
 * usher_notice_hide:
 * @self: a notice
 */
void
usher_notice_hide (UsherNotice *self)
{
  g_return_if_fail (USHER_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  on_child_revealed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

/**
 * usher_notice_get_revealed:
 * @self: a notice
 *
 * Returns: whether it is shown
 */
gboolean
usher_notice_get_revealed (UsherNotice *self)
{
  g_return_val_if_fail (USHER_IS_NOTICE (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

/**
 * usher_notice_get_text:
 * @self: a notice
 *
 * Returns: (nullable): what it says
 */
const char *
usher_notice_get_text (UsherNotice *self)
{
  g_return_val_if_fail (USHER_IS_NOTICE (self), NULL);

  return gtk_label_get_label (self->label);
}
