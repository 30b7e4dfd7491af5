/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-create-step.h"

G_BEGIN_DECLS

/* The third step: who sends the link. */
#define USHER_TYPE_CREATE_DELIVERY_STEP (usher_create_delivery_step_get_type ())
G_DECLARE_FINAL_TYPE (UsherCreateDeliveryStep, usher_create_delivery_step, USHER, CREATE_DELIVERY_STEP,
                      UsherCreateStep)

GtkWidget *usher_create_delivery_step_new      (void);
/* For a duplicate: begin with the draft's own choice instead of the guide's default. */
void       usher_create_delivery_step_keep     (UsherCreateDeliveryStep *self);

G_END_DECLS
