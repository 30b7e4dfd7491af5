/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"
#include "ui/usher-shell.h"

G_BEGIN_DECLS

/* The window. Property: session (nullable). Without one it welcomes, or shows that one is being opened.
 * Actions (win.): copy-link, open-in-browser, resend, revoke, duplicate, new-invitation, refresh, search,
 * clear-filters, show-list, show-pane, toggle-sidebar, sort, sort-descending, replace-key, retry-intent,
 * show-intents, undo-held. */
#define USHER_TYPE_WINDOW (usher_window_get_type ())
G_DECLARE_FINAL_TYPE (UsherWindow, usher_window, USHER, WINDOW, AdwApplicationWindow)

UsherWindow  *usher_window_new          (GtkApplication *application);
UsherSession *usher_window_get_session  (UsherWindow *self); /* (nullable) */
void          usher_window_set_session  (UsherWindow *self, UsherSession *session);
void          usher_window_set_accounts (UsherWindow *self, GListModel *accounts);
UsherShell   *usher_window_get_shell    (UsherWindow *self);
/* No session yet: one is being opened. */
void          usher_window_show_opening (UsherWindow *self);
/* No account, or it could not be opened: message says why, NULL: nothing is wrong. */
void          usher_window_show_welcome (UsherWindow *self, const char *message, gboolean busy);
/* The person did not wait for it. Signals "stop-opening" and "open-again": the person wants that. */
void          usher_window_show_stopped (UsherWindow *self, gboolean again);
/* A short word about something that was done; plain text. */
void          usher_window_toast        (UsherWindow *self, const char *text);

G_END_DECLS
