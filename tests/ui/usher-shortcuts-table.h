/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What each line of the window of shortcuts promises: where its keys are pressed, and what comes of it. */

#include "ui/usher-ui-test-app.h"

G_BEGIN_DECLS

typedef struct
{
  UsherApplication *application;
  UsherWindow *window;
  UsherSession *session;
  UsherInvitationPane *pane;
  GtkWidget *view;
  GtkWidget *wizard;    /* (nullable) */
  GtkWidget *review;    /* (nullable) */
  const char *dir;
  const char *opened;   /* the file in which the viewer writes what it was to open */
  char *id;             /* (owned): of the invitation that is selected */
  guint n_active;
  const char *key;      /* the accelerator that is pressed */
  gint64 since;         /* of the list, before it */
  guint row;            /* of the log, before it */
  gboolean shown;       /* before it */
} UsherShortcutParts;

typedef struct
{
  const char *section;
  const char *title;
  void (*before) (UsherShortcutParts *parts);
  GType (*opens) (void);              /* a window or dialog, which Escape closes */
  const char *address;                /* what is opened elsewhere */
  gboolean (*happened) (UsherShortcutParts *parts);
  void (*after) (UsherShortcutParts *parts);
} UsherShortcut;

/* In this order: what changes more comes later. Each ends with a line without a title. */
extern const UsherShortcut usher_shortcuts_of_main[];
extern const UsherShortcut usher_shortcuts_of_logs[];
extern const UsherShortcut usher_shortcuts_of_end[];

/* Any that is seen in there. */
gboolean usher_shortcuts_is_mapped (GtkWidget *root, GType type);
/* In the main window, on the row of an invitation with which all can be done. */
void     usher_shortcuts_be_at_row (UsherShortcutParts *parts);
/* Another list. */
void     usher_shortcuts_show_list (UsherShortcutParts *parts, const char *name, UsherInvitationStatus status);

G_END_DECLS
