/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-accounts.h"
#include "ui/usher-notifier.h"

G_BEGIN_DECLS

/* What an open account is used for. */
typedef enum
{
  USHER_OPEN_WINDOW,     /* somebody looks at it */
  USHER_OPEN_BACKGROUND, /* its news are told, and its server is asked less often */
  USHER_OPEN_SEARCH,     /* its store is read; no server is asked, and nothing is sent */
  USHER_N_OPEN,
} UsherOpenFor;

/* The accounts that are open in this program: a session each, however many windows and services use it, with what goes
 * along with that. Signal "closed": one of them is open no longer. */
#define USHER_TYPE_OPEN_ACCOUNTS (usher_open_accounts_get_type ())
G_DECLARE_FINAL_TYPE (UsherOpenAccounts, usher_open_accounts, USHER, OPEN_ACCOUNTS, GObject)

/* accounts (nullable): then only what is adopted can be used. */
UsherOpenAccounts *usher_open_accounts_new              (GApplication *application, UsherAccounts *accounts,
                                                         GSettings *settings);
/* Opens it, or joins those who use it. A second window gets a view of the session. */
void               usher_open_accounts_take_async       (UsherOpenAccounts *self, UsherAccount *account,
                                                         UsherOpenFor use, GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherSession      *usher_open_accounts_take_finish      (UsherOpenAccounts *self, GAsyncResult *result, GError **error);
/* A session that was opened elsewhere, for a window. Eats it, and gives what that window shows. */
UsherSession      *usher_open_accounts_adopt            (UsherOpenAccounts *self, UsherSession *session);
/* When nobody uses it any more it is closed, and only then it is done. */
void               usher_open_accounts_give_back_async  (UsherOpenAccounts *self, UsherSession *session,
                                                         UsherOpenFor use, GAsyncReadyCallback callback,
                                                         gpointer user_data);
gboolean           usher_open_accounts_give_back_finish (UsherOpenAccounts *self, GAsyncResult *result, GError **error);
/* Who has it uses it for something else from now on. */
void               usher_open_accounts_change_use       (UsherOpenAccounts *self, UsherAccount *account,
                                                         UsherOpenFor from, UsherOpenFor to);
/* Tells its news from now on; before the first sync, so that those are told which that brings. */
void               usher_open_accounts_begin_news       (UsherOpenAccounts *self, UsherAccount *account);
/* The account of the window that has the focus (nullable): it needs no notifications. */
void               usher_open_accounts_set_watched      (UsherOpenAccounts *self, UsherAccount *account);

/* Also those being opened or closed. */
guint              usher_open_accounts_get_n_kept       (UsherOpenAccounts *self);
gboolean           usher_open_accounts_is_open          (UsherOpenAccounts *self, UsherAccount *account); /* as above */
/* (nullable) when it is not open, or not for that use. */
UsherSession      *usher_open_accounts_find             (UsherOpenAccounts *self, UsherAccount *account);
guint              usher_open_accounts_count            (UsherOpenAccounts *self, UsherAccount *account, UsherOpenFor use);
UsherNotifier     *usher_open_accounts_find_notifier    (UsherOpenAccounts *self, UsherAccount *account); /* (nullable) */
/* Seconds between two syncs; 0: never. */
guint              usher_open_accounts_get_interval     (UsherOpenAccounts *self, UsherAccount *account);

G_END_DECLS
