/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dialogs: AdwDialog where there is one, which is a sheet at the bottom of a narrow window, else a modal window. Both
 * belong to the toolkit until they are closed. Main thread. */
#undef GDK_VERSION_MAX_ALLOWED
#undef ADW_VERSION_MAX_ALLOWED

#include "ui/compat/usher-dialog.h"

#define SHEET ADW_CHECK_VERSION (1, 5, 0)

typedef struct
{
  gboolean closed;
#if !SHEET
  int width;
  int height;
#endif
} UsherDialogPrivate;

typedef enum
{
  PROP_VIEW = 1,
#if !SHEET
  PROP_CONTENT_WIDTH,
  PROP_CONTENT_HEIGHT,
#endif
  N_PROPS
} UsherDialogProperty;

static GParamSpec *properties[N_PROPS];

#if SHEET
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (UsherDialog, usher_dialog, ADW_TYPE_DIALOG)
#else
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (UsherDialog, usher_dialog, ADW_TYPE_WINDOW)
#endif

/* Once, whichever way it went. */
static void
tell_closed (UsherDialog *self)
{
  UsherDialogPrivate *priv = usher_dialog_get_instance_private (self);

  if (priv->closed)
    return;
  priv->closed = TRUE;
  if (USHER_DIALOG_GET_CLASS (self)->closed != NULL)
    USHER_DIALOG_GET_CLASS (self)->closed (self);
}

static gboolean
is_to_stay (UsherDialog *self)
{
  UsherDialogClass *klass = USHER_DIALOG_GET_CLASS (self);

  return klass->query_close != NULL && klass->query_close (self);
}

#if SHEET

static void
usher_dialog_close_attempt (AdwDialog *dialog)
{
  if (!is_to_stay (USHER_DIALOG (dialog)))
    adw_dialog_force_close (dialog);
}

static void
usher_dialog_closed (AdwDialog *dialog)
{
  tell_closed (USHER_DIALOG (dialog));
  if (ADW_DIALOG_CLASS (usher_dialog_parent_class)->closed != NULL)
    ADW_DIALOG_CLASS (usher_dialog_parent_class)->closed (dialog);
}

#else

static gboolean
usher_dialog_close_request (GtkWindow *window)
{
  if (is_to_stay (USHER_DIALOG (window)))
    return GDK_EVENT_STOP;
  tell_closed (USHER_DIALOG (window));
  return GTK_WINDOW_CLASS (usher_dialog_parent_class)->close_request (window);
}

#endif

static void
usher_dialog_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherDialogProperty) id)
    {
    case PROP_VIEW:
#if SHEET
      g_value_set_object (value, adw_dialog_get_child (ADW_DIALOG (object)));
      break;
#else
      g_value_set_object (value, adw_window_get_content (ADW_WINDOW (object)));
      break;
    case PROP_CONTENT_WIDTH:
    case PROP_CONTENT_HEIGHT:
      {
        UsherDialogPrivate *priv = usher_dialog_get_instance_private (USHER_DIALOG (object));

        g_value_set_int (value, id == PROP_CONTENT_WIDTH ? priv->width : priv->height);
      }
      break;
#endif
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_dialog_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherDialogProperty) id)
    {
    case PROP_VIEW:
#if SHEET
      adw_dialog_set_child (ADW_DIALOG (object), g_value_get_object (value));
      break;
#else
      adw_window_set_content (ADW_WINDOW (object), g_value_get_object (value));
      break;
    case PROP_CONTENT_WIDTH:
    case PROP_CONTENT_HEIGHT:
      {
        UsherDialogPrivate *priv = usher_dialog_get_instance_private (USHER_DIALOG (object));

        *(id == PROP_CONTENT_WIDTH ? &priv->width : &priv->height) = g_value_get_int (value);
        gtk_window_set_default_size (GTK_WINDOW (object), priv->width, priv->height);
      }
      break;
#endif
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_dialog_constructed (GObject *object)
{
  G_OBJECT_CLASS (usher_dialog_parent_class)->constructed (object);
#if SHEET
  /* Else it could be swiped away without a question. */
  if (USHER_DIALOG_GET_CLASS (object)->query_close != NULL)
    adw_dialog_set_can_close (ADW_DIALOG (object), FALSE);
#endif
}

static void
usher_dialog_dispose (GObject *object)
{
  tell_closed (USHER_DIALOG (object));
  G_OBJECT_CLASS (usher_dialog_parent_class)->dispose (object);
}

static void
on_close (GtkWidget *widget, const char *name, GVariant *parameter)
{
  usher_dialog_close (USHER_DIALOG (widget));
}

static void
usher_dialog_class_init (UsherDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = usher_dialog_constructed;
  object_class->dispose = usher_dialog_dispose;
  object_class->get_property = usher_dialog_get_property;
  object_class->set_property = usher_dialog_set_property;
#if SHEET
  ADW_DIALOG_CLASS (klass)->close_attempt = usher_dialog_close_attempt;
  ADW_DIALOG_CLASS (klass)->closed = usher_dialog_closed;
#else
  GTK_WINDOW_CLASS (klass)->close_request = usher_dialog_close_request;
#endif

  /**
   * UsherDialog:view: (nullable)
   *
   * What it shows.
   */
  properties[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, GTK_TYPE_WIDGET, flags);
#if !SHEET
  /**
   * UsherDialog:content-width:
   *
   * How wide it is where there is room; -1: as its content asks for.
   */
  properties[PROP_CONTENT_WIDTH] = g_param_spec_int ("content-width", NULL, NULL, -1, G_MAXINT, -1, flags);
  /**
   * UsherDialog:content-height:
   *
   * How high it is where there is room; -1: as its content asks for.
   */
  properties[PROP_CONTENT_HEIGHT] = g_param_spec_int ("content-height", NULL, NULL, -1, G_MAXINT, -1, flags);
#endif
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "dialog.close", NULL, on_close);
#if !SHEET
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.close", NULL);
#endif
}

static void
usher_dialog_init (UsherDialog *self)
{
#if !SHEET
  UsherDialogPrivate *priv = usher_dialog_get_instance_private (self);

  priv->width = -1;
  priv->height = -1;
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
#endif
}

/**
 * usher_dialog_present:
 * @self: the dialog
 * @parent: (nullable): what it stands over, or a widget in that
 *
 * Shows the dialog.
 */
void
usher_dialog_present (UsherDialog *self, GtkWidget *parent)
{
  g_return_if_fail (USHER_IS_DIALOG (self));
  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));

#if SHEET
  adw_dialog_present (ADW_DIALOG (self), parent);
#else
  if (parent != NULL)
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_present (GTK_WINDOW (self));
#endif
}

/**
 * usher_dialog_close:
 * @self: the dialog
 *
 * Closes the dialog, unless it wants to stay.
 */
void
usher_dialog_close (UsherDialog *self)
{
  g_return_if_fail (USHER_IS_DIALOG (self));

#if SHEET
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    adw_dialog_close (ADW_DIALOG (self));
#else
  gtk_window_close (GTK_WINDOW (self));
#endif
}

/**
 * usher_dialog_force_close:
 * @self: the dialog
 *
 * Closes the dialog without asking it, also one that was never shown.
 */
void
usher_dialog_force_close (UsherDialog *self)
{
  g_return_if_fail (USHER_IS_DIALOG (self));

#if SHEET
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else if (g_object_is_floating (self))
    g_object_unref (g_object_ref_sink (self));
#else
  /* Whoever works for it may keep it alive for longer than it is seen. */
  tell_closed (self);
  gtk_window_destroy (GTK_WINDOW (self));
#endif
}

/**
 * usher_dialog_set_size:
 * @self: the dialog
 * @width: in pixels, or -1 for what its content asks for
 * @height: in pixels, or -1 for what its content asks for
 */
void
usher_dialog_set_size (UsherDialog *self, int width, int height)
{
  g_return_if_fail (USHER_IS_DIALOG (self));

  g_object_set (self, "content-width", width, "content-height", height, NULL);
}

/**
 * usher_dialog_set_focus:
 * @self: the dialog
 * @widget: (nullable): a widget in it; %NULL takes the focus away
 */
void
usher_dialog_set_focus (UsherDialog *self, GtkWidget *widget)
{
  g_return_if_fail (USHER_IS_DIALOG (self));

#if SHEET
  /* Of none, libadwaita would only take note. */
  if (widget == NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  else
    adw_dialog_set_focus (ADW_DIALOG (self), widget);
#else
  gtk_window_set_focus (GTK_WINDOW (self), widget);
#endif
}

/**
 * usher_dialog_get_window:
 * @self: the dialog
 *
 * Returns: (transfer none) (nullable): the window that a question about the dialog stands over
 */
GtkWindow *
usher_dialog_get_window (UsherDialog *self)
{
  g_return_val_if_fail (USHER_IS_DIALOG (self), NULL);

#if SHEET
  return usher_dialog_get_parent (self);
#else
  return GTK_WINDOW (self);
#endif
}

/**
 * usher_dialog_get_parent:
 * @self: the dialog
 *
 * Returns: (transfer none) (nullable): the window that the dialog stands over
 */
GtkWindow *
usher_dialog_get_parent (UsherDialog *self)
{
  g_return_val_if_fail (USHER_IS_DIALOG (self), NULL);

#if SHEET
  {
    GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

    return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  }
#else
  return gtk_window_get_transient_for (GTK_WINDOW (self));
#endif
}

/**
 * usher_dialog_find_over:
 * @window: a window
 *
 * Returns: (transfer none) (nullable): the dialog in front of what is in @window; %NULL too where dialogs are windows
 */
GtkWidget *
usher_dialog_find_over (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

#if SHEET
  if (ADW_IS_APPLICATION_WINDOW (window))
    return GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
#endif
  return NULL;
}

/**
 * usher_dialog_close_over:
 * @window: a window
 *
 * Closes the dialog in front of what is in @window, whatever class it has, as the person would.
 *
 * Returns: %FALSE when there is none
 */
gboolean
usher_dialog_close_over (GtkWindow *window)
{
#if SHEET
  GtkWidget *dialog = usher_dialog_find_over (window);

  return dialog != NULL && adw_dialog_close (ADW_DIALOG (dialog));
#else
  g_return_val_if_fail (GTK_IS_WINDOW (window), FALSE);

  return FALSE;
#endif
}

#if SHEET
/* Nothing but its address is looked at: it may be gone. */
static gboolean
is_open (GtkWindow *window, gpointer dialog)
{
  g_autoptr (GListModel) dialogs = adw_application_window_get_dialogs (ADW_APPLICATION_WINDOW (window));

  for (guint i = 0; i < g_list_model_get_n_items (dialogs); i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (dialogs, i);

      if ((gpointer) other == dialog)
        return TRUE;
    }
  return FALSE;
}
#endif

/**
 * usher_dialog_close_window:
 * @window: a window of the application
 *
 * Closes @window, after the dialogs that stand over it: libadwaita would close the uppermost of them and be content. A
 * dialog that wants to stay keeps the window open.
 */
void
usher_dialog_close_window (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

#if SHEET
  if (ADW_IS_APPLICATION_WINDOW (window))
    {
      AdwDialog *dialog = NULL;

      while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) != NULL)
        {
          adw_dialog_close (dialog);
          /* What it wanted to stay for may end by that: a batch that goes on is cancelled. A window would close it then,
           * as it goes itself. */
          if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) == dialog)
            adw_dialog_close (dialog);
          if (is_open (window, dialog))
            return;
        }
    }
#endif
  gtk_window_close (window);
}

struct _UsherPlainDialog
{
  UsherDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (UsherPlainDialog, usher_plain_dialog, USHER_TYPE_DIALOG)

static void
usher_plain_dialog_class_init (UsherPlainDialogClass *klass)
{
}

static void
usher_plain_dialog_init (UsherPlainDialog *self)
{
}
