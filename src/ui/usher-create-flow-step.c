/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which flow: contributor or reconnect (contract 3.1). Main thread. */
#include "ui/usher-create-flow-step.h"

#include <glib/gi18n.h>

#include "ui/usher-ui.h"

struct _UsherCreateFlowStep
{
  UsherCreateStep parent_instance;

  GtkCheckButton *contributor_check; /* (template) */
  GtkCheckButton *reconnect_check;   /* (template) */
  GtkWidget *template_group;         /* (template) */
  AdwComboRow *template_row;         /* (template) */

  GPtrArray *templates; /* (owned) (nullable) (element-type UsherTemplate) */
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

/* A template is of one kind: another would be an answer to a question that was not asked. */
static void
on_template_selected (UsherCreateFlowStep *self)
{
  UsherTemplate *template = usher_create_flow_step_get_template (self);

  if (template != NULL)
    usher_create_flow_step_set_kind (self, usher_template_get_kind (template));
}

static void
on_kind_toggled (UsherCreateFlowStep *self)
{
  UsherTemplate *template = usher_create_flow_step_get_template (self);

  if (template != NULL && usher_template_get_kind (template) != usher_create_flow_step_get_kind (self))
    adw_combo_row_set_selected (self->template_row, 0);
}

static void
usher_create_flow_step_finalize (GObject *object)
{
  g_clear_pointer (&USHER_CREATE_FLOW_STEP (object)->templates, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_create_flow_step_parent_class)->finalize (object);
}

static void
usher_create_flow_step_class_init (UsherCreateFlowStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  UsherCreateStepClass *step_class = USHER_CREATE_STEP_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = usher_create_flow_step_finalize;
  step_class->load = usher_create_flow_step_load;
  step_class->begin = usher_create_flow_step_begin;

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-create-flow-step.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCreateFlowStep, contributor_check);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateFlowStep, reconnect_check);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateFlowStep, template_group);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateFlowStep, template_row);
  gtk_widget_class_bind_template_callback (widget_class, on_template_selected);
}

static void
usher_create_flow_step_init (UsherCreateFlowStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->reconnect_check, "toggled", G_CALLBACK (on_kind_toggled), self, G_CONNECT_SWAPPED);
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

/**
 * usher_create_flow_step_set_templates:
 * @self: the step
 * @templates: (element-type UsherTemplate): what there is to begin with
 */
void
usher_create_flow_step_set_templates (UsherCreateFlowStep *self, GPtrArray *templates)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_return_if_fail (USHER_IS_CREATE_FLOW_STEP (self));
  g_return_if_fail (templates != NULL);

  g_clear_pointer (&self->templates, g_ptr_array_unref);
  self->templates = g_ptr_array_ref (templates);
  gtk_string_list_append (names, C_("template", "None"));
  for (guint i = 0; i < templates->len; i++)
    gtk_string_list_append (names, usher_template_get_name (g_ptr_array_index (templates, i)));
  adw_combo_row_set_model (self->template_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (self->template_group, templates->len > 0);
}

/**
 * usher_create_flow_step_get_template:
 * @self: the step
 *
 * Returns: (transfer none) (nullable): the chosen template
 */
UsherTemplate *
usher_create_flow_step_get_template (UsherCreateFlowStep *self)
{
  guint selected;

  g_return_val_if_fail (USHER_IS_CREATE_FLOW_STEP (self), NULL);

  selected = adw_combo_row_get_selected (self->template_row);
  if (self->templates == NULL || selected == 0 || selected > self->templates->len)
    return NULL;
  return g_ptr_array_index (self->templates, selected - 1);
}
