/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"
#include "ui/usher-create-step.h"

G_BEGIN_DECLS

/* The fields that only a contributor invitation has: its company, and what is filled in for the
 * recipient. Signal "changed". */
#define USHER_TYPE_CONTRIBUTOR_FORM (usher_contributor_form_get_type ())
G_DECLARE_FINAL_TYPE (UsherContributorForm, usher_contributor_form, USHER, CONTRIBUTOR_FORM, AdwBin)

GtkWidget *usher_contributor_form_new          (void);
void       usher_contributor_form_set_session  (UsherContributorForm *self, UsherSession *session);
void       usher_contributor_form_load         (UsherContributorForm *self, UsherInvitationDraft *draft);
void       usher_contributor_form_store        (UsherContributorForm *self, UsherInvitationDraft *draft);
void       usher_contributor_form_add_messages (UsherContributorForm *self, UsherCreateStep *step);
/* (nullable) What stands between the company and the prefill. */
void       usher_contributor_form_set_middle   (UsherContributorForm *self, GtkWidget *middle);
/* For what is of no one invitation: whose connection it will be is not asked. */
void       usher_contributor_form_hide_owner   (UsherContributorForm *self);
/* For the review: names of what is chosen. (nullable) (transfer full) */
char      *usher_contributor_form_dup_company_name (UsherContributorForm *self);
/* One a line, in the order of choosing. */
char      *usher_contributor_form_dup_site_names   (UsherContributorForm *self);

G_END_DECLS
