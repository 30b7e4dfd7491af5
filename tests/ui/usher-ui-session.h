/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/usher-test-sandbox.h"
#include "session/usher-session.h"

G_BEGIN_DECLS

/* A session that leaves nothing behind, on the sandbox, with everything read. */
UsherSession        *usher_ui_session_open  (UsherTestSandbox *sandbox, gboolean sync);
void                 usher_ui_session_sync  (UsherSession *session);
/* Closes it and asserts that nobody holds it any more. */
void                 usher_ui_session_close (UsherSession *session);
/* The first row of the list that is of this kind and status, and has a log of views; (transfer full). */
UsherInvitationItem *usher_ui_session_find  (UsherSession *session, UsherInvitationKind kind,
                                             UsherInvitationStatus status);

G_END_DECLS
