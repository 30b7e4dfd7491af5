/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-batch.h"
#include "ui/compat/usher-dialog.h"
#include "ui/usher-notice.h"
#include "ui/usher-welcome.h"
#include "ui/usher-window.h"

G_BEGIN_DECLS

struct _UsherWindow
{
  AdwApplicationWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  UsherShell *shell;

  /* Owned by the stack, and made when they are seen */
  GtkSpinner *opening_spinner; /* (nullable) */
  UsherNotice *welcome_notice; /* (nullable) */
  UsherWelcome *welcome;       /* (nullable) */
  gboolean opening_due;        /* with the window, if there is no session by then */

  /* Owned */
  UsherSession *session;       /* (owned) (nullable) */
  GSignalGroup *signals;       /* (owned): on the session */
  GSignalGroup *item_signals;  /* (owned): on the selected item */
  GCancellable *cancellable;   /* (owned): cancelled when session or window goes */
  GHashTable *busy;            /* (owned): ids of invitations that something is being asked about */
  guint follow_source;         /* on a sandbox: the selected invitation is read again and again */
  gboolean following;          /* its answer is awaited */
  guint focus_source;          /* source id: until the focus, which went, gets a place */

  AdwToast *held_toast;        /* (owned) (nullable): what waits to be sent can be taken back */
  guint n_held;                /* how many it told of */

  UsherBatch *batch;           /* (owned) (nullable): what is done to several, until its outcome was read */
  UsherDialog *batch_window;   /* (weak) (nullable) */
  guint batch_left_out;        /* how many of the selection it leaves out, if nobody was told yet */
  gboolean batch_asking;       /* what its question says is being looked up */
  guint batch_delay;           /* source id: until it gets a window */
};

void usher_window_actions_init   (UsherWindow *self);
/* Enables what can work now, and shows the query in the stateful ones. */
void usher_window_actions_update (UsherWindow *self);
/* (nullable) What is selected, if that is one. */
UsherInvitationItem *usher_window_get_item    (UsherWindow *self);
/* draft: (nullable) what to begin with. */
void                 usher_window_open_wizard (UsherWindow *self, UsherInvitationDraft *draft);

/* usher-window-find.c: which invitations are shown, and which pane. */
void usher_window_find_init   (UsherWindow *self);
void usher_window_find_update (UsherWindow *self);

/* usher-window-retry.c */
void usher_window_retry_intent (GSimpleAction *action, GVariant *parameter, gpointer user_data);

/* Only for an account on the sandbox. */
void  usher_window_sandbox_update      (UsherWindow *self);
void  usher_window_sandbox_open_outbox (GSimpleAction *action, GVariant *parameter, gpointer user_data);
char *usher_window_sandbox_dup_outbox  (const char *server);

/* usher-window-export.c: of_selected: even if it is one. */
void  usher_window_export_begin        (UsherWindow *self, gboolean of_selected);
void  usher_window_export_init         (UsherWindow *self);

/* usher-window-held.c: what waits to be sent. */
void  usher_window_held_watch        (UsherWindow *self, UsherSession *old);
void  usher_window_held_undo         (GSimpleAction *action, GVariant *parameter, gpointer user_data);
void  usher_window_held_show_intents (GSimpleAction *action, GVariant *parameter, gpointer user_data);

/* usher-window-batch.c: asks about what is selected, and does it. */
void  usher_window_batch_begin     (UsherWindow *self, UsherBatchKind kind);
/* A bit, 1 << UsherBatchKind, for each that makes sense for one of the selected at least. */
guint usher_window_batch_get_kinds (UsherWindow *self);
/* Session or window goes. */
void  usher_window_batch_stop      (UsherWindow *self);

/* usher-window-share.c: the link as a QR code, and in a draft. */
void        usher_window_share_show_code   (GSimpleAction *action, GVariant *parameter, gpointer user_data);
void        usher_window_share_write_email (GSimpleAction *action, GVariant *parameter, gpointer user_data);
GdkTexture *usher_window_share_make_code   (const char *link);
char       *usher_window_share_dup_draft   (UsherInvitation *invitation, const char *link);

G_END_DECLS
