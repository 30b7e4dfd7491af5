/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
  GtkSpinner *opening_spinner;
  UsherNotice *welcome_notice;
  UsherWelcome *welcome;
  UsherShell *shell;

  /* Owned */
  UsherSession *session;       /* (owned) (nullable) */
  GSignalGroup *signals;       /* (owned): on the session */
  GSignalGroup *item_signals;  /* (owned): on the selected item */
  GCancellable *cancellable;   /* (owned): cancelled when session or window goes */
  GHashTable *busy;            /* (owned): ids of invitations that something is being asked about */
  guint follow_source;         /* on a sandbox: the selected invitation is read again and again */
  gboolean following;          /* its answer is awaited */
};

void usher_window_actions_init   (UsherWindow *self);
/* Enables what can work now, and shows the query in the stateful ones. */
void usher_window_actions_update (UsherWindow *self);

/* Only for an account on the sandbox. */
void  usher_window_sandbox_update      (UsherWindow *self);
void  usher_window_sandbox_open_outbox (GSimpleAction *action, GVariant *parameter, gpointer user_data);
char *usher_window_sandbox_dup_outbox  (const char *server);

G_END_DECLS
