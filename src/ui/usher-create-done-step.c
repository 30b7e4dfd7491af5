/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of the wizard. The link is shown unmasked here and only here: it was made this moment by the
 * person who looks at it, and handing it on is why. Main thread. */
#include "ui/usher-create-done-step.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-request.h"
#include "ui/usher-secret-clipboard.h"
#include "ui/usher-ui.h"

struct _UsherCreateDoneStep
{
  UsherCreateStep parent_instance;

  AdwStatusPage *page;    /* (template) */
  GtkWidget *link_box;    /* (template) */
  GtkLabel *link_label;   /* (template) */
  GtkWidget *copy_button; /* (template) */
  GtkToggleButton *reveal_button; /* (template) */

  char *link;                /* (owned) (nullable) a secret */
  GCancellable *cancellable; /* (owned) */
};

enum
{
  COPIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherCreateDoneStep, usher_create_done_step, USHER_TYPE_CREATE_STEP)

/* A secret, here as in the detail: no label has it before somebody wants to see it. */
static void
on_reveal_toggled (UsherCreateDoneStep *self)
{
  gboolean shown = self->link != NULL && gtk_toggle_button_get_active (self->reveal_button);
  g_autofree char *safe = shown ? usher_text_dup_safe (self->link, 0) : g_strdup ("");

  gtk_label_set_text (self->link_label, safe);
  gtk_widget_set_visible (GTK_WIDGET (self->link_label), shown);
  gtk_button_set_label (GTK_BUTTON (self->reveal_button), shown ? _("_Hide the Link") : _("_Show the Link"));
}

static void
show_link (UsherCreateDoneStep *self, const char *link)
{
  usher_set_str (&self->link, link);
  gtk_toggle_button_set_active (self->reveal_button, FALSE);
  on_reveal_toggled (self);
  gtk_widget_set_visible (self->link_box, TRUE);
  gtk_widget_grab_focus (self->copy_button);
}

static void
on_link (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherCreateDoneStep) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *link = usher_session_get_link_finish (USHER_SESSION (source), result, &error);

  /* Without it the page still says that the invitation is there; the detail can ask again. */
  if (self != NULL && link != NULL)
    show_link (self, link);
}

static void
on_copy (UsherCreateDoneStep *self)
{
  if (self->link == NULL)
    return;
  usher_secret_clipboard_set (GTK_WIDGET (self), self->link);
  g_signal_emit (self, signals[COPIED], 0);
}

static void
usher_create_done_step_begin (UsherCreateStep *step)
{
  gtk_widget_grab_focus (USHER_CREATE_DONE_STEP (step)->copy_button);
}

static void
usher_create_done_step_dispose (GObject *object)
{
  UsherCreateDoneStep *self = USHER_CREATE_DONE_STEP (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (usher_create_done_step_parent_class)->dispose (object);
}

static void
usher_create_done_step_finalize (GObject *object)
{
  UsherCreateDoneStep *self = USHER_CREATE_DONE_STEP (object);

  g_free (self->link);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (usher_create_done_step_parent_class)->finalize (object);
}

static void
usher_create_done_step_class_init (UsherCreateDoneStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_create_done_step_dispose;
  object_class->finalize = usher_create_done_step_finalize;
  USHER_CREATE_STEP_CLASS (klass)->begin = usher_create_done_step_begin;

  /**
   * UsherCreateDoneStep::copied:
   * @self: the step
   *
   * The link is on the clipboard now.
   */
  signals[COPIED] = g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-create-done-step.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDoneStep, page);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDoneStep, link_box);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDoneStep, link_label);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDoneStep, copy_button);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDoneStep, reveal_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal_toggled);
}

static void
usher_create_done_step_init (UsherCreateDoneStep *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->link_box, FALSE);
}

/**
 * usher_create_done_step_new:
 *
 * Returns: (transfer floating): the step, with nothing to tell yet
 */
GtkWidget *
usher_create_done_step_new (void)
{
  return g_object_new (USHER_TYPE_CREATE_DONE_STEP, NULL);
}

/**
 * usher_create_done_step_show:
 * @self: the step
 * @session: where to ask for the link if the answer had none
 * @invitation: what was made
 * @emailed: whether Nectar was asked to send it
 *
 * Tells that it was made. The API does not tell whether an email arrived (contract 3.5), so that is not
 * claimed.
 */
void
usher_create_done_step_show (UsherCreateDoneStep *self, UsherSession *session,
                             UsherInvitation *invitation, gboolean emailed)
{
  const char *url;
  guint n;
  g_autofree char *text = NULL;

  g_return_if_fail (USHER_IS_CREATE_DONE_STEP (self));
  g_return_if_fail (USHER_IS_INVITATION (invitation));

  n = g_strv_length ((char **) usher_invitation_get_allowed_emails (invitation));
  adw_status_page_set_icon_name (self->page, "usher-fulfilled-symbolic");
  adw_status_page_set_title (self->page, _("Invitation Created"));
  if (emailed && n > 0)
    text = g_strdup_printf (ngettext ("Nectar sends it by email to the address you named. You can also "
                                      "hand on the link yourself.",
                                      "Nectar sends it by email to the %'u addresses you named. You can "
                                      "also hand on the link yourself.", n), n);
  else
    text = g_strdup (_("No email was sent. Hand on the link yourself."));
  adw_status_page_set_description (self->page, text);
  url = usher_invitation_get_url (invitation);
  if (url != NULL)
    show_link (self, url);
  else
    usher_session_get_link_async (session, usher_invitation_get_id (invitation), self->cancellable,
                                  on_link, usher_request_begin (self, self->cancellable));
}

/**
 * usher_create_done_step_show_unclear:
 * @self: the step
 *
 * Tells that nobody knows whether it was made. There is no button to try again: a second request could
 * make a second invitation and send its email twice (contract 7).
 */
void
usher_create_done_step_show_unclear (UsherCreateDoneStep *self)
{
  g_return_if_fail (USHER_IS_CREATE_DONE_STEP (self));

  adw_status_page_set_icon_name (self->page, "dialog-question-symbolic");
  adw_status_page_set_title (self->page, _("It Is Not Clear Whether It Was Created"));
  /* Not the error's own words: they end in "try again". */
  adw_status_page_set_description (
    self->page, _("It was sent, but the server did not confirm it. The invitation may have been created "
                  "all the same, and its email sent. Usher keeps looking for it. See whether it appears "
                  "in the list before you create another one."));
  gtk_widget_set_visible (self->link_box, FALSE);
}

/**
 * usher_create_done_step_get_link:
 * @self: the step
 *
 * Returns: (nullable): the link, a secret
 */
const char *
usher_create_done_step_get_link (UsherCreateDoneStep *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_DONE_STEP (self), NULL);

  return self->link;
}
