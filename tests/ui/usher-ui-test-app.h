/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What tests of widgets with a session, and of the whole application, need. */

#include "common/usher-test-sandbox.h"
#include "ui/usher-application.h"
#include "ui/usher-notifier.h"

G_BEGIN_DECLS

/* A session of its own on a sandbox, nothing on disk, synced once. Close it with the next. */
UsherSession *usher_ui_test_open_session  (UsherTestSandbox *sandbox);
void          usher_ui_test_close_session (UsherSession *session);

/* Runs the real application with these arguments (beside its name and a data folder of its own) until
 * body, called when it has a window, has returned and the window is closed. key: (nullable) USHER_API_KEY.
 * Asserts that it ended well and that application and window are finalized. Nothing is held before it is
 * sent, unless usher_ui_test_undo_seconds says so; and nothing is notified, for which a display without a
 * window manager, where no window is ever looked at, gives much reason, unless usher_ui_test_notify does. */
extern guint usher_ui_test_undo_seconds;
extern gboolean usher_ui_test_notify;

typedef void (*UsherUiTestBody) (UsherApplication *application, UsherWindow *window, gpointer user_data);
void       usher_ui_test_run       (const char * const *arguments, const char *key,
                                    UsherUiTestBody body, gpointer user_data);
/* The same with a data folder that stays, for what is to be there at the next start. */
void       usher_ui_test_run_in    (const char *dir, const char * const *arguments, const char *key,
                                    UsherUiTestBody body, gpointer user_data);

/* Waits until the account at work was read and its list is there. (transfer none) */
UsherSession *usher_ui_test_wait_for_sync  (UsherApplication *application);
/* (transfer full): an account with the key of that sandbox. */
UsherAccount *usher_ui_test_add_account    (UsherApplication *application, const char *name, UsherTestSandbox *sandbox);
UsherAccount *usher_ui_test_add_account_to (UsherAccounts *accounts, const char *name, UsherTestSandbox *sandbox);

/* (transfer full): a file in that folder, into which a program that opens help, links and drafts writes what it was to open.
 * It stands in for Yelp, the browser and the mail program. */
char          *usher_ui_test_install_viewer (const char *dir);

/* Who tells the news of the account of the main window, and these: (nullable) until they are looked for. */
UsherNotifier *usher_ui_test_get_notifier (UsherApplication *application);
UsherNews     *usher_ui_test_get_news     (UsherApplication *application);

G_END_DECLS
