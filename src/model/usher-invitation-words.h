/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* Status and kind in words (transfer full), also those that this version does not know. */
char *usher_invitation_dup_status_words (UsherInvitation *self);
char *usher_invitation_dup_kind_words   (UsherInvitation *self);

G_END_DECLS
