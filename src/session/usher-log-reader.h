/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Reads the activity logs that are not known yet of a session's invitations, slowly, after each sync: lists
 * of the server do not tell whether a link was opened (contract 3.7). Properties: session, reading. */
#define USHER_TYPE_LOG_READER (usher_log_reader_get_type ())
G_DECLARE_FINAL_TYPE (UsherLogReader, usher_log_reader, USHER, LOG_READER, GObject)

UsherLogReader *usher_log_reader_new         (UsherSession *session);
/* (transfer full) Gives up what is under way; before the session is closed. */
void            usher_log_reader_stop        (UsherLogReader *self);
gboolean        usher_log_reader_get_reading (UsherLogReader *self);

G_END_DECLS
