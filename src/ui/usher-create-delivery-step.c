/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delivery (contract 3.10, 11): Nectar's own email is the default wherever there is somebody to send it
 * to, because its link needs no verification; without addresses it cannot be chosen, and says why.
 * Main thread. */
#include "ui/usher-create-delivery-step.h"

#include <glib/gi18n.h>

#include "ui/usher-ui.h"

struct _UsherCreateDeliveryStep
{
  UsherCreateStep parent_instance;

  AdwActionRow *email_row;      /* (template) */
  AdwActionRow *link_row;       /* (template) */
  GtkCheckButton *email_check;  /* (template) */
  GtkCheckButton *link_check;   /* (template) */
  UsherFieldMessage *message;   /* (template) */
  GtkWidget *note_group;        /* (template) */

  gboolean loading;
  gboolean chosen; /* by the person, or by what is duplicated */
  gboolean keep;
};

G_DEFINE_FINAL_TYPE (UsherCreateDeliveryStep, usher_create_delivery_step, USHER_TYPE_CREATE_STEP)

static void
on_toggled (UsherCreateDeliveryStep *self)
{
  usher_field_message_set_text (self->message, NULL);
  gtk_widget_set_visible (self->note_group, gtk_check_button_get_active (self->email_check));
  if (self->loading)
    return;
  self->chosen = TRUE;
  usher_create_step_edited (USHER_CREATE_STEP (self));
}

static void
usher_create_delivery_step_load (UsherCreateStep *step, UsherInvitationDraft *draft)
{
  UsherCreateDeliveryStep *self = USHER_CREATE_DELIVERY_STEP (step);
  const char *const *emails = usher_invitation_draft_get_allowed_emails (draft);
  guint n = emails != NULL ? g_strv_length ((char **) emails) : 0;
  gboolean send;
  g_autofree char *to = NULL;

  if (self->keep)
    {
      self->keep = FALSE;
      self->chosen = TRUE;
      send = usher_invitation_draft_get_send_email (draft);
    }
  else
    send = self->chosen ? gtk_check_button_get_active (self->email_check) : TRUE;

  if (n == 0)
    to = g_strdup (_("Add addresses in the step before to choose this."));
  else
    to = g_strdup_printf (ngettext ("To %'u address, right away. The recipient starts with one click and "
                                    "need not verify the address.",
                                    "To %'u addresses, right away. The recipients start with one click and "
                                    "need not verify their address.", n), n);
  adw_action_row_set_subtitle (self->email_row, to);
  adw_action_row_set_subtitle (
    self->link_row, n == 0
                      ? _("You get the link to send by email, chat or on a page of your own.")
                      : _("You get the link. Recipients have to verify their address before they start."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->email_row), n > 0);
  self->loading = TRUE;
  gtk_check_button_set_active (send && n > 0 ? self->email_check : self->link_check, TRUE);
  gtk_widget_set_visible (self->note_group, send && n > 0);
  self->loading = FALSE;
}

static void
usher_create_delivery_step_store (UsherCreateStep *step, UsherInvitationDraft *draft)
{
  UsherCreateDeliveryStep *self = USHER_CREATE_DELIVERY_STEP (step);

  usher_invitation_draft_set_send_email (draft, gtk_check_button_get_active (self->email_check));
}

static void
usher_create_delivery_step_begin (UsherCreateStep *step)
{
  UsherCreateDeliveryStep *self = USHER_CREATE_DELIVERY_STEP (step);

  gtk_widget_grab_focus (GTK_WIDGET (gtk_check_button_get_active (self->email_check)
                                       ? self->email_check
                                       : self->link_check));
}

static void
usher_create_delivery_step_class_init (UsherCreateDeliveryStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  UsherCreateStepClass *step_class = USHER_CREATE_STEP_CLASS (klass);

  step_class->load = usher_create_delivery_step_load;
  step_class->store = usher_create_delivery_step_store;
  step_class->begin = usher_create_delivery_step_begin;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (
    widget_class, USHER_RESOURCE_PATH "/ui/usher-create-delivery-step.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDeliveryStep, email_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDeliveryStep, link_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDeliveryStep, email_check);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDeliveryStep, link_check);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDeliveryStep, message);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateDeliveryStep, note_group);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
usher_create_delivery_step_init (UsherCreateDeliveryStep *self)
{
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loading = FALSE;
  usher_create_step_add_message (USHER_CREATE_STEP (self), USHER_FIELD_SEND_EMAIL, self->message);
}

/**
 * usher_create_delivery_step_new:
 *
 * Returns: (transfer floating): the step
 */
GtkWidget *
usher_create_delivery_step_new (void)
{
  return g_object_new (USHER_TYPE_CREATE_DELIVERY_STEP, NULL);
}

/**
 * usher_create_delivery_step_keep:
 * @self: the step
 *
 * Begins with what the draft says: a duplicate is not mailed unless asked for.
 */
void
usher_create_delivery_step_keep (UsherCreateDeliveryStep *self)
{
  g_return_if_fail (USHER_IS_CREATE_DELIVERY_STEP (self));

  self->keep = TRUE;
}
