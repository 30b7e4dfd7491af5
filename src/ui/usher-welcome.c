/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first thing a new person sees. Main thread. */
#include "ui/usher-welcome.h"

#include "usher-config.h"

struct _UsherWelcome
{
  AdwBin parent_instance;

  /* Template children */
  AdwStatusPage *page;
  GtkWidget *add_button;
  GtkWidget *sandbox_button;
  GtkSpinner *spinner;
  GtkWidget *cancel_button;
};

typedef enum
{
  PROP_BUSY = 1,
} UsherWelcomeProperty;

static GParamSpec *properties[PROP_BUSY + 1];

G_DEFINE_FINAL_TYPE (UsherWelcome, usher_welcome, ADW_TYPE_BIN)

static void
usher_welcome_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherWelcomeProperty) id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, usher_welcome_get_busy (USHER_WELCOME (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_welcome_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherWelcomeProperty) id)
    {
    case PROP_BUSY:
      usher_welcome_set_busy (USHER_WELCOME (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_welcome_dispose (GObject *object)
{
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_WELCOME);
  G_OBJECT_CLASS (usher_welcome_parent_class)->dispose (object);
}

static void
usher_welcome_class_init (UsherWelcomeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_welcome_get_property;
  object_class->set_property = usher_welcome_set_property;
  object_class->dispose = usher_welcome_dispose;

  /**
   * UsherWelcome:busy:
   *
   * Whether the sandbox is being started.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                  | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherWelcome, page);
  gtk_widget_class_bind_template_child (widget_class, UsherWelcome, add_button);
  gtk_widget_class_bind_template_child (widget_class, UsherWelcome, sandbox_button);
  gtk_widget_class_bind_template_child (widget_class, UsherWelcome, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherWelcome, cancel_button);
}

static void
usher_welcome_init (UsherWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (self->page, USHER_APP_ID);
}

/**
 * usher_welcome_new:
 *
 * Returns: (transfer floating): a welcome page
 */
GtkWidget *
usher_welcome_new (void)
{
  return g_object_new (USHER_TYPE_WELCOME, NULL);
}

/**
 * usher_welcome_get_busy:
 * @self: the page
 *
 * Returns: whether the sandbox is being started
 */
gboolean
usher_welcome_get_busy (UsherWelcome *self)
{
  g_return_val_if_fail (USHER_IS_WELCOME (self), FALSE);

  return gtk_spinner_get_spinning (self->spinner);
}

/**
 * usher_welcome_set_busy:
 * @self: the page
 * @busy: whether the sandbox is being started
 */
void
usher_welcome_set_busy (UsherWelcome *self, gboolean busy)
{
  GtkRoot *root;
  GtkWidget *focus;
  gboolean within;

  g_return_if_fail (USHER_IS_WELCOME (self));

  if (usher_welcome_get_busy (self) == busy)
    return;
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  within = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  gtk_widget_set_visible (self->cancel_button, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->add_button, !busy);
  gtk_widget_set_sensitive (self->sandbox_button, !busy);
  /* What had the focus can do nothing now, or is gone: what ends it can, and then what began it. */
  if (within)
    gtk_widget_grab_focus (busy ? self->cancel_button : self->sandbox_button);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}
