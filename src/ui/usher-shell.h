/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"
#include "ui/usher-detail-pane.h"
#include "ui/usher-invitation-pane.h"

G_BEGIN_DECLS

/* The three panes and how they fold: sidebar, list, detail.
 * Properties: session, accounts; selected and n-selected follow the list. */
#define USHER_TYPE_SHELL (usher_shell_get_type ())
G_DECLARE_FINAL_TYPE (UsherShell, usher_shell, USHER, SHELL, AdwBin)

typedef enum
{
  USHER_SHELL_SIDEBAR,
  USHER_SHELL_LIST,
  USHER_SHELL_DETAIL,
} UsherShellPane;

GtkWidget           *usher_shell_new                (void);
void                 usher_shell_set_session        (UsherShell *self, UsherSession *session);
void                 usher_shell_set_accounts       (UsherShell *self, GListModel *accounts);
UsherInvitationPane *usher_shell_get_list           (UsherShell *self);
UsherDetailPane     *usher_shell_get_detail         (UsherShell *self);
/* Bits of UsherBatchKind: what can be done to one of several that are selected at least. */
void                 usher_shell_set_several_kinds  (UsherShell *self, guint kinds);
/* Brings a pane to the front where not all fit. */
void                 usher_shell_show               (UsherShell *self, UsherShellPane pane);
/* Where there is room for it: shows or hides it; else goes to it or back. */
void                 usher_shell_toggle_sidebar     (UsherShell *self);
/* Whether it is there at all where there is room for it. */
gboolean             usher_shell_get_sidebar_visible (UsherShell *self);
void                 usher_shell_set_sidebar_visible (UsherShell *self, gboolean visible);
/* How wide the person made the sidebar or the detail, in pixels; 0: nobody did. */
int                  usher_shell_get_width          (UsherShell *self, UsherShellPane pane);
void                 usher_shell_set_width          (UsherShell *self, UsherShellPane pane, int width);
/* Whether that pane can be seen now. */
gboolean             usher_shell_is_shown           (UsherShell *self, UsherShellPane pane);

G_END_DECLS
