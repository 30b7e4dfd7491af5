/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Before a resend of the journal is sent after all: its recipients may have been mailed meanwhile. */
void     usher_mail_question_async  (GtkWindow *parent, UsherSession *session, UsherIntent *intent,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean usher_mail_question_finish (GAsyncResult *result);

G_END_DECLS
