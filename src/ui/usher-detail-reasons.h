/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"

G_BEGIN_DECLS

/* (nullable) Why it cannot be done now, for a tooltip; NULL when it can. */
const char *usher_detail_why_not_resend (UsherSession *session, UsherInvitation *invitation);
const char *usher_detail_why_not_revoke (UsherSession *session, UsherInvitation *invitation);
const char *usher_detail_why_not_copy   (UsherSession *session, UsherInvitation *invitation);
/* The same by the name of the window's action, "win.resend". */
const char *usher_detail_why_not_act    (UsherSession *session, UsherInvitation *invitation, const char *action);
/* The same for anything that has to reach the server. */
const char *usher_detail_why_not_reach  (UsherSession *session);

G_END_DECLS
