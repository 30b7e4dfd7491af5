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
};

void usher_window_actions_init   (UsherWindow *self);
/* Enables what can work now, and shows the query in the stateful ones. */
void usher_window_actions_update (UsherWindow *self);

G_END_DECLS
