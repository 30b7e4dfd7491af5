/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Requests that failed or are unclear, above the list. Property: session (nullable). Retrying activates
 * win.retry-intent with the intent's id. */
#define USHER_TYPE_INTENTS_NOTICE (usher_intents_notice_get_type ())
G_DECLARE_FINAL_TYPE (UsherIntentsNotice, usher_intents_notice, USHER, INTENTS_NOTICE, AdwBin)

GtkWidget *usher_intents_notice_new         (void);
void       usher_intents_notice_set_session (UsherIntentsNotice *self, UsherSession *session);
/* How many requests are told, whether or not there is room for all of them. */
guint      usher_intents_notice_get_n_told  (UsherIntentsNotice *self);

G_END_DECLS
