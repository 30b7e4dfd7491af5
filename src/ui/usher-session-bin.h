/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* A part of the window that is about the account at work. Property: session. */
#define USHER_TYPE_SESSION_BIN (usher_session_bin_get_type ())
G_DECLARE_DERIVABLE_TYPE (UsherSessionBin, usher_session_bin, USHER, SESSION_BIN, AdwBin)

struct _UsherSessionBinClass
{
  AdwBinClass parent_class;

  /* Another session, or none: called after the signals are those of the new one. */
  void (*session_changed) (UsherSessionBin *self);
};

/* (nullable) (transfer none) */
UsherSession *usher_session_bin_get_session (UsherSessionBin *self);
void          usher_session_bin_set_session (UsherSessionBin *self, UsherSession *session);
/* (transfer none): connect to it in init() what is to follow the session, whichever it is. */
GSignalGroup *usher_session_bin_get_signals (UsherSessionBin *self);

G_END_DECLS
