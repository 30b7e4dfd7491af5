/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"
#include "ui/usher-create-step.h"

G_BEGIN_DECLS

/* The second step: for whom and what (company and prefill, or the connection), and access. */
#define USHER_TYPE_CREATE_ACCESS_STEP (usher_create_access_step_get_type ())
G_DECLARE_FINAL_TYPE (UsherCreateAccessStep, usher_create_access_step, USHER, CREATE_ACCESS_STEP,
                      UsherCreateStep)

GtkWidget *usher_create_access_step_new             (void);
/* company_id (nullable): whose connections are offered. */
void       usher_create_access_step_set_session     (UsherCreateAccessStep *self, UsherSession *session,
                                                     const char *company_id);
/* Signal "company-chosen". Nothing was entered but a company: */
gboolean   usher_create_access_step_is_untouched    (UsherCreateAccessStep *self);
/* In the place of what was entered. */
void       usher_create_access_step_begin_with      (UsherCreateAccessStep *self, UsherInvitationDraft *draft);
/* For the review. Both (nullable) (transfer full). */
char      *usher_create_access_step_dup_target_name (UsherCreateAccessStep *self);
char      *usher_create_access_step_dup_site_names  (UsherCreateAccessStep *self);

G_END_DECLS
