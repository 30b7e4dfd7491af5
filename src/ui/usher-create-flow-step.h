/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-create-step.h"
#include "ui/usher-template.h"

G_BEGIN_DECLS

/* The first step: which of the two kinds. */
#define USHER_TYPE_CREATE_FLOW_STEP (usher_create_flow_step_get_type ())
G_DECLARE_FINAL_TYPE (UsherCreateFlowStep, usher_create_flow_step, USHER, CREATE_FLOW_STEP, UsherCreateStep)

GtkWidget          *usher_create_flow_step_new      (void);
UsherInvitationKind usher_create_flow_step_get_kind (UsherCreateFlowStep *self);
void                usher_create_flow_step_set_kind (UsherCreateFlowStep *self, UsherInvitationKind kind);

/* (element-type UsherTemplate) What there is to begin with. */
void                usher_create_flow_step_set_templates (UsherCreateFlowStep *self, GPtrArray *templates);
/* (nullable) (transfer none): what was chosen to begin with. */
UsherTemplate      *usher_create_flow_step_get_template  (UsherCreateFlowStep *self);

G_END_DECLS
