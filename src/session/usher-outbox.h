/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the session: what the two halves of the outbox share. Main thread only. */

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Puts an answer into the store and says that the invitation changed. */
void             _usher_outbox_keep_async       (UsherSession *self, UsherInvitation *invitation,
                                                 GAsyncReadyCallback callback, gpointer user_data);
void             _usher_outbox_keep_finish      (UsherSession *self, GAsyncResult *result);

/* Asks the server what became of an unclear intent. NULL when it is as unclear as before. */
void             _usher_outbox_look_async       (UsherSession *self, UsherIntent *intent,
                                                 GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation *_usher_outbox_look_finish      (UsherSession *self, GAsyncResult *result);

G_END_DECLS
