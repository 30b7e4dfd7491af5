/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation.h"
#include "session/usher-session.h"
#include "ui/usher-create-step.h"

G_BEGIN_DECLS

/* After it was made: the link, and what became of the email. Signal "copied". */
#define USHER_TYPE_CREATE_DONE_STEP (usher_create_done_step_get_type ())
G_DECLARE_FINAL_TYPE (UsherCreateDoneStep, usher_create_done_step, USHER, CREATE_DONE_STEP, UsherCreateStep)

GtkWidget  *usher_create_done_step_new     (void);
void        usher_create_done_step_show    (UsherCreateDoneStep *self, UsherSession *session,
                                            UsherInvitation *invitation, gboolean emailed);
/* The request went out and no answer came back. */
void        usher_create_done_step_show_unclear (UsherCreateDoneStep *self);
const char *usher_create_done_step_get_link (UsherCreateDoneStep *self); /* (nullable) secret */

G_END_DECLS
