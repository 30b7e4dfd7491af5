/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A link is a secret (DESIGN, decision 2): it is asked of the session when the person wants to see it,
 * stands nowhere but in the row, from which it can be dragged while it is shown, and is taken away with the
 * selection. Main thread. */
#include "ui/usher-link-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/usher-text.h"
#include "ui/usher-request.h"
#include "ui/usher-ui.h"

struct _UsherLinkRow
{
  AdwActionRow parent_instance;

  GtkSpinner *spinner;            /* (template) */
  GtkToggleButton *reveal_button; /* (template) */
  GtkWidget *copy_button;         /* (template) */

  UsherSession *session;     /* (owned) (nullable) */
  char *id;                  /* (owned) (nullable) */
  char *link;                /* (owned) (nullable) while it is shown */
  GCancellable *cancellable; /* (owned) (nullable) while the link is being asked for */
};

G_DEFINE_FINAL_TYPE (UsherLinkRow, usher_link_row, ADW_TYPE_ACTION_ROW)

static void
stop (UsherLinkRow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}

static void
mask (UsherLinkRow *self)
{
  stop (self);
  g_clear_pointer (&self->link, g_free);
  /* Translators: a link that is not shown */
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _("Hidden: whoever has it can use it"));
  gtk_button_set_icon_name (GTK_BUTTON (self->reveal_button), "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reveal_button), _("Show the Link"));
}

static void
on_link (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherLinkRow) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *link = usher_session_get_link_finish (USHER_SESSION (source), result, &error);
  g_autofree char *safe = NULL;

  if (self == NULL)
    return;
  stop (self);
  if (link != NULL)
    {
      g_free (self->link);
      self->link = g_strdup (link);
      safe = usher_text_dup_safe (link, 0);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self), safe);
      gtk_button_set_icon_name (GTK_BUTTON (self->reveal_button), "view-conceal-symbolic");
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->reveal_button), _("Hide the Link"));
      return;
    }
  gtk_toggle_button_set_active (self->reveal_button, FALSE);
  safe = usher_text_dup_safe (error->message, 300);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), safe);
}

static void
on_toggled (UsherLinkRow *self)
{
  if (!gtk_toggle_button_get_active (self->reveal_button))
    {
      mask (self);
      return;
    }
  if (self->session == NULL || self->id == NULL)
    {
      gtk_toggle_button_set_active (self->reveal_button, FALSE);
      return;
    }
  stop (self);
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  usher_session_get_link_async (self->session, self->id, self->cancellable, on_link,
                                usher_request_begin (self, self->cancellable));
}

/* As a browser gives a link: for programs that take addresses, and as text for all others. A link that is not shown
 * cannot be dragged, as nobody would see what goes out. */
static GdkContentProvider *
on_prepare_drag (GtkDragSource *source, double x, double y, UsherLinkRow *self)
{
  GdkContentProvider *providers[2];
  g_autofree char *line = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (self->link == NULL)
    return NULL;
  line = g_strconcat (self->link, "\r\n", NULL);
  bytes = g_bytes_new (line, strlen (line));
  providers[0] = gdk_content_provider_new_for_bytes ("text/uri-list", bytes);
  providers[1] = gdk_content_provider_new_typed (G_TYPE_STRING, self->link);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

static void
usher_link_row_dispose (GObject *object)
{
  UsherLinkRow *self = USHER_LINK_ROW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (usher_link_row_parent_class)->dispose (object);
}

static void
usher_link_row_finalize (GObject *object)
{
  g_free (USHER_LINK_ROW (object)->id);
  g_free (USHER_LINK_ROW (object)->link);
  G_OBJECT_CLASS (usher_link_row_parent_class)->finalize (object);
}

static void
usher_link_row_class_init (UsherLinkRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_link_row_dispose;
  object_class->finalize = usher_link_row_finalize;

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-link-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherLinkRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherLinkRow, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, UsherLinkRow, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
usher_link_row_init (UsherLinkRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare_drag), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  mask (self);
}

/**
 * usher_link_row_new:
 *
 * Returns: (transfer floating): a row for no invitation
 */
GtkWidget *
usher_link_row_new (void)
{
  return g_object_new (USHER_TYPE_LINK_ROW, NULL);
}

/**
 * usher_link_row_set_target:
 * @self: a row
 * @session: (nullable): where to ask for the link
 * @id: (nullable): the invitation
 *
 * Sets whose link it is. If that changes, the link is masked.
 */
void
usher_link_row_set_target (UsherLinkRow *self, UsherSession *session, const char *id)
{
  gboolean changed;

  g_return_if_fail (USHER_IS_LINK_ROW (self));

  changed = g_set_object (&self->session, session);
  changed = usher_set_str (&self->id, id) || changed;
  if (!changed)
    return;
  mask (self);
  gtk_toggle_button_set_active (self->reveal_button, FALSE);
}

/**
 * usher_link_row_get_revealed:
 * @self: a row
 *
 * Returns: whether the link is shown, or about to be
 */
gboolean
usher_link_row_get_revealed (UsherLinkRow *self)
{
  g_return_val_if_fail (USHER_IS_LINK_ROW (self), FALSE);

  return gtk_toggle_button_get_active (self->reveal_button);
}

/**
 * usher_link_row_set_revealed:
 * @self: a row
 * @revealed: whether to show the link
 *
 * Shows or masks the link.
 */
void
usher_link_row_set_revealed (UsherLinkRow *self, gboolean revealed)
{
  g_return_if_fail (USHER_IS_LINK_ROW (self));

  gtk_toggle_button_set_active (self->reveal_button, revealed);
}
