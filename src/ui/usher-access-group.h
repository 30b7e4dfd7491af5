/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-create-step.h"

G_BEGIN_DECLS

/* Who may use an invitation, until when, how often. Signal "changed". */
#define USHER_TYPE_ACCESS_GROUP (usher_access_group_get_type ())
G_DECLARE_FINAL_TYPE (UsherAccessGroup, usher_access_group, USHER, ACCESS_GROUP, AdwBin)

GtkWidget *usher_access_group_new          (void);
void       usher_access_group_load         (UsherAccessGroup *self, UsherInvitationDraft *draft);
void       usher_access_group_store        (UsherAccessGroup *self, UsherInvitationDraft *draft);
/* For what is of no one invitation: who may use it is neither shown nor changed by it. */
void       usher_access_group_hide_addresses (UsherAccessGroup *self);
/* Registers its fields with the step it is in. */
void       usher_access_group_add_messages (UsherAccessGroup *self, UsherCreateStep *step);

G_END_DECLS
