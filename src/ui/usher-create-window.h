/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/compat/usher-dialog.h"
#include "model/usher-invitation-draft.h"
#include "session/usher-session.h"

G_BEGIN_DECLS

/* The wizard: flow, access and prefill, delivery, review, done. Signal "created" (UsherInvitation *). */
#define USHER_TYPE_CREATE_WINDOW (usher_create_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherCreateWindow, usher_create_window, USHER, CREATE_WINDOW, UsherDialog)

/* draft (nullable): what to begin with, for Duplicate. company_id (nullable): the company at hand. */
UsherCreateWindow *usher_create_window_new      (UsherSession *session, UsherInvitationDraft *draft,
                                                 const char *company_id);
/* "flow", "access", "delivery", "review" or "done". */
const char        *usher_create_window_get_step (UsherCreateWindow *self);
/* While the request is on its way. */
gboolean           usher_create_window_get_busy (UsherCreateWindow *self);

/* Where templates stand; without them there are none. Before it is shown. */
void               usher_create_window_set_settings (UsherCreateWindow *self, GSettings *settings);

G_END_DECLS
