/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the session: what the two halves of the outbox share. Main thread only. */

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Writes an intent down, holds it if need be, sends it, and returns the task. */
void             _usher_outbox_begin            (GTask *task, UsherIntent *intent);
/* The same for one that is in the journal, if nobody else picks it up. */
void             _usher_outbox_begin_again      (GTask *task, UsherIntent *intent);
/* Being written down, held, or waiting for its turn. */
gboolean         _usher_outbox_is_waiting       (UsherSession *self, UsherIntent *intent);
/* FALSE when it does not wait. */
gboolean         _usher_outbox_take_back        (UsherSession *self, UsherIntent *intent);
gboolean         _usher_outbox_take_back_call   (UsherSession *self, GCancellable *cancellable);
gboolean         _usher_outbox_hurry            (UsherSession *self, UsherIntent *intent);
/* Seconds until the last one that is held is due. */
guint            _usher_outbox_get_patience     (UsherSession *self);
/* Lets go of what waits; it stays in the journal. */
void             _usher_outbox_leave_waiting    (UsherSession *self);
/* Sends what an earlier run left queued. */
void             _usher_outbox_resume           (UsherSession *self);

/* Puts an answer into the store and says that the invitation changed. */
void             _usher_outbox_keep_async       (UsherSession *self, UsherInvitation *invitation,
                                                 GAsyncReadyCallback callback, gpointer user_data);
void             _usher_outbox_keep_finish      (UsherSession *self, GAsyncResult *result);

/* Asks the server what became of an unclear intent. NULL when it is as unclear as before. */
void             _usher_outbox_look_async       (UsherSession *self, UsherIntent *intent,
                                                 GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation *_usher_outbox_look_finish      (UsherSession *self, GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
