/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which flow: contributor or reconnect (contract 3.1). Main thread. */
#include "ui/usher-create-flow-step.h"

#include "ui/usher-ui.h"

struct _UsherCreateFlowStep
{
  UsherCreateStep parent_instance;

  GtkCheckButton *contributor_check; /* (template) */
  GtkCheckButton *reconnect_check;   /* (template) */
};

G_DEFINE_FINAL_TYPE (UsherCreateFlowStep, usher_create_flow_step, USHER_TYPE_CREATE_STEP)

static void
usher_create_flow_step_load (UsherCreateStep *step, UsherInvitationDraft *draft)
{
  usher_create_flow_step_set_kind (USHER_CREATE_FLOW_STEP (step),
                                   usher_invitation_draft_get_kind (draft));
}

static void
usher_create_flow_step_begin (UsherCreateStep *step)
{
  UsherCreateFlowStep *self = USHER_CREATE_FLOW_STEP (step);

  gtk_widget_grab_focus (GTK_WIDGET (gtk_check_button_get_active (self->reconnect_check)
                                       ? self->reconnect_check
                                       : self->contributor_check));
}

static void
usher_create_flow_step_class_init (UsherCreateFlowStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  UsherCreateStepClass *step_class = USHER_CREATE_STEP_CLASS (klass);

  step_class->load = usher_create_flow_step_load;
  step_class->begin = usher_create_flow_step_begin;

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-create-flow-step.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCreateFlowStep, contributor_check);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateFlowStep, reconnect_check);
}

static void
usher_create_flow_step_init (UsherCreateFlowStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_create_flow_step_new:
 *
 * Returns: (transfer floating): the step, with contributor chosen
 */
GtkWidget *
usher_create_flow_step_new (void)
{
  return g_object_new (USHER_TYPE_CREATE_FLOW_STEP, NULL);
}

/**
 * usher_create_flow_step_get_kind:
 * @self: the step
 *
 * Returns: the chosen kind
 */
UsherInvitationKind
usher_create_flow_step_get_kind (UsherCreateFlowStep *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_FLOW_STEP (self), USHER_INVITATION_KIND_UNKNOWN);

  return gtk_check_button_get_active (self->reconnect_check) ? USHER_INVITATION_KIND_RECONNECT
                                                             : USHER_INVITATION_KIND_CONTRIBUTOR;
}

/**
 * usher_create_flow_step_set_kind:
 * @self: the step
 * @kind: the kind to choose
 *
 * Chooses a kind.
 */
void
usher_create_flow_step_set_kind (UsherCreateFlowStep *self, UsherInvitationKind kind)
{
  g_return_if_fail (USHER_IS_CREATE_FLOW_STEP (self));

  gtk_check_button_set_active (kind == USHER_INVITATION_KIND_RECONNECT ? self->reconnect_check
                                                                       : self->contributor_check,
                               TRUE);
}
