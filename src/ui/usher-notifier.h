/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "session/usher-news.h"

G_BEGIN_DECLS

/* Tells through the desktop's notifications what is new in the account that is open: one notification a kind,
 * which says how many; withdrawn when its reason is gone. Activating it is the action app.show-place. */
#define USHER_TYPE_NOTIFIER (usher_notifier_get_type ())
G_DECLARE_FINAL_TYPE (UsherNotifier, usher_notifier, USHER, NOTIFIER, GObject)

UsherNotifier *usher_notifier_new         (GApplication *application, GSettings *settings);
/* (nullable): a word that tells its notifications from those of another account. */
void           usher_notifier_set_scope   (UsherNotifier *self, const char *scope);
/* Whether the title of each says whose it is. */
void           usher_notifier_set_names_account (UsherNotifier *self, gboolean names);
/* session: (nullable). Before its first sync. */
void           usher_notifier_set_session (UsherNotifier *self, UsherSession *session);
UsherNews     *usher_notifier_get_news    (UsherNotifier *self); /* (nullable) */
/* The person looks at the window now, or no more: what is seen needs no telling. */
void           usher_notifier_set_watched (UsherNotifier *self, gboolean watched);
/* The person went to what a notification was about: its place, as in app.show-place. */
void           usher_notifier_went        (UsherNotifier *self, const char *place);

G_END_DECLS
