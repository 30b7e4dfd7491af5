/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-sandbox-process.h"
#include "ui/compat/usher-dialog.h"
#include "ui/usher-accounts-window.h"
#include "ui/usher-application.h"
#include "ui/usher-open-accounts.h"
#include "ui/usher-preferences.h"
#include "ui/usher-review-window.h"
#include "ui/usher-search-provider.h"
#include "ui/usher-side.h"

G_BEGIN_DECLS

struct _UsherApplication
{
  AdwApplication parent_instance;

  /* Options */
  char *server;            /* (owned) (nullable): --server */
  char *api_key;           /* (owned) (nullable): USHER_API_KEY, wiped when it was used */
  char *data_dir;          /* (owned) (nullable): --data-dir */
  gboolean new_invitation; /* open the wizard when a session is there */
  gboolean has_files;      /* exported logs to open, and no account */

  GSettings *settings;     /* (owned) (nullable): from start-up on */
  UsherAccounts *accounts; /* (owned) (nullable): from start-up on */
  char *accounts_message;  /* (owned) (nullable): what went wrong with them */
  UsherWindow *window;     /* (weak) (nullable): the main one */
  UsherAccount *stopped;   /* (owned) (nullable): which the person did not wait for */
  gboolean stopping;       /* what is being opened for the main window is not waited for */
  UsherAccount *main_account; /* (owned) (nullable): which it shows, or is about to */
  GPtrArray *sides;        /* (owned) (element-type UsherSide): windows beside it */
  guint present_source;    /* while the window waits for what it will show */
  guint sync_source;       /* until what is cached was drawn */
  guint trim_source;       /* until the start is over */

  UsherSearchProvider *search; /* (owned) (nullable): while on a bus */
  char *place;             /* (owned) (nullable): where to go when a session is there */
  char *place_id;          /* (owned) (nullable) */
  char *place_account;     /* (owned) (nullable) */

  /* What is open, and what is to be: see usher-application-sessions.c */
  UsherOpenAccounts *open;      /* (owned) (nullable): from start-up on; what is open for any window, or none */
  UsherSession *session;        /* (owned) (nullable): taken from there for the main window, or for the background */
  UsherSandboxProcess *sandbox; /* (owned) (nullable) */
  UsherAccount *wanted;         /* (owned) (nullable) */
  char *open_notice;            /* (owned) (nullable): what to tell with the session that is being opened */
  gboolean want_ephemeral;
  gboolean want_sandbox;
  gboolean begun_early;         /* before the toolkit, which is the first thing to be activated */
  gboolean working;             /* a step is under way; the application is held meanwhile */
  gboolean leaving;             /* the last window is gone */
  gboolean quitting;            /* asked to end, not only to close a window */
  gboolean in_background;       /* there is no window; the application is held */
  GPtrArray *quiet;             /* (owned) (element-type UsherSession): taken for the background only */
  gboolean quieting;            /* another one is being taken for it, or asked */
  guint n_quieted;              /* so many accounts were looked at */
  gboolean clear_caches;        /* before what is wanted is opened */
  GCancellable *clearing;       /* (owned) (nullable): while they are deleted */
  UsherPreferences *preferences; /* (weak) (nullable): which say so */
  GCancellable *choosing;       /* (owned) (nullable): closes the dialog that asks for a log */
  GCancellable *cancellable;    /* (owned) (nullable): of the step that may be cancelled */
  UsherAccount *to_remove;      /* (owned) (nullable) */
  UsherAccountsWindow *remover; /* (owned) (nullable): who removes it */
};

/* Opens what is wanted, after closing what is open: at once, or when the step under way has ended. */
void usher_application_want_account   (UsherApplication *self, UsherAccount *account);
void usher_application_want_ephemeral (UsherApplication *self);
void usher_application_want_sandbox   (UsherApplication *self);
void usher_application_watch_opening   (UsherApplication *self, UsherWindow *window);
void usher_application_reopen         (UsherApplication *self);
void usher_application_remove_account (UsherApplication *self, UsherAccountsWindow *remover,
                                       UsherAccount *account);
void usher_application_leave          (UsherApplication *self);
void usher_application_want_clear_caches (UsherApplication *self);
void usher_application_stop_clearing     (UsherApplication *self);
void usher_application_sessions_init  (UsherApplication *self);

/* usher-application-windows.c: windows beside the main one. */
void          usher_application_windows_init      (UsherApplication *self);
UsherSide    *usher_application_find_side         (UsherApplication *self, UsherAccount *account);
UsherWindow  *usher_application_find_window       (UsherApplication *self, UsherAccount *account);
void          usher_application_watch             (UsherApplication *self);
void          usher_application_follow_window     (UsherApplication *self);
void          usher_application_choose_account    (UsherApplication *self, UsherAccount *account);
gboolean      usher_application_end_side          (UsherApplication *self, GtkWindow *window);
void          usher_application_close_sides       (UsherApplication *self, UsherAccount *account);
UsherSession *usher_application_get_front_session (UsherApplication *self);
/* One of them is gone: what waited for that goes on. */
void          usher_application_side_closed       (UsherApplication *self);

/* usher-application-places.c: where notifications and the desktop's search lead. */
void usher_application_go             (UsherApplication *self, const char *account_id, const char *place,
                                       const char *id);
void usher_application_go_on          (UsherApplication *self);
/* Exported logs: see usher-application-logs.c */
void usher_application_logs_init      (UsherApplication *self);
void usher_application_open           (GApplication *application, GFile **files, int n, const char *hint);

/* usher-application-settings.c: what the preferences mean. */
void     usher_application_settings_init    (UsherApplication *self);
void     usher_application_ask_to_clear     (UsherApplication *self, UsherDialog *dialog);
void     usher_application_caches_cleared   (UsherApplication *self, const GError *error);
void     usher_application_watch_preferences (UsherApplication *self, UsherPreferences *preferences);

/* usher-application-background.c: going on without a window. */
void     usher_application_background_init  (UsherApplication *self);
gboolean usher_application_begin_background (UsherApplication *self);
void     usher_application_leave_background (UsherApplication *self);
void     usher_application_end_background   (UsherApplication *self);

/* usher-application-state.c: what windows and lists come back with. */
void usher_application_restore_window (UsherApplication *self, UsherWindow *window);
void usher_application_save_window    (UsherApplication *self, UsherWindow *window);
void usher_application_restore_review (UsherApplication *self, UsherReviewWindow *window);
void usher_application_save_review    (UsherApplication *self, UsherReviewWindow *window);
void usher_application_restore_list   (UsherApplication *self, UsherSession *session);

/* usher-application-present.c: when the window comes to the screen, and the first sync after that. */
void usher_application_present        (UsherApplication *self);
void usher_application_present_soon   (UsherApplication *self);
void usher_application_sync_soon      (UsherApplication *self);
void usher_application_present_stop   (UsherApplication *self);

G_END_DECLS
