/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain of the room. */

#include "session/usher-accounts.h"

G_DEFINE_QUARK (usher-session-error-quark, usher_session_error)
