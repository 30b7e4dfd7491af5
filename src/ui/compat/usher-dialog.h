/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What stands over a window until it is dealt with: a dialog within that window where libadwaita has those (1.5), else
 * a modal window. In a template: title, view (the widget that it shows), content-width, content-height,
 * default-widget. Its action dialog.close, and Escape, close it. */
#define USHER_TYPE_DIALOG (usher_dialog_get_type ())
#if ADW_CHECK_VERSION (1, 5, 0)
G_DECLARE_DERIVABLE_TYPE (UsherDialog, usher_dialog, USHER, DIALOG, AdwDialog)
typedef AdwDialogClass UsherDialogParentClass;
#else
G_DECLARE_DERIVABLE_TYPE (UsherDialog, usher_dialog, USHER, DIALOG, AdwWindow)
typedef AdwWindowClass UsherDialogParentClass;
#endif

struct _UsherDialogClass
{
  UsherDialogParentClass parent_class;

  /* The person wants it closed; TRUE: it stays. May be NULL. */
  gboolean (*query_close) (UsherDialog *self);
  /* It was closed, once. May be NULL. */
  void     (*closed)      (UsherDialog *self);
};

/* One that needs no class of its own. */
#define USHER_TYPE_PLAIN_DIALOG (usher_plain_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UsherPlainDialog, usher_plain_dialog, USHER, PLAIN_DIALOG, UsherDialog)

void       usher_dialog_present     (UsherDialog *self, GtkWidget *parent);
/* As the person would. */
void       usher_dialog_close       (UsherDialog *self);
/* Without asking. */
void       usher_dialog_force_close (UsherDialog *self);
void       usher_dialog_set_size    (UsherDialog *self, int width, int height);
void       usher_dialog_set_focus   (UsherDialog *self, GtkWidget *widget);
/* (nullable): where a question about the dialog stands */
GtkWindow *usher_dialog_get_window  (UsherDialog *self);
/* (nullable): what it stands over */
GtkWindow *usher_dialog_get_parent  (UsherDialog *self);

/* (nullable): the dialog in front of what is in that window, when it is no window itself */
GtkWidget *usher_dialog_find_over    (GtkWindow *window);
/* As the person would; FALSE: there is none */
gboolean   usher_dialog_close_over   (GtkWindow *window);
/* With the dialogs over it, each of which may want to stay. */
void       usher_dialog_close_window (GtkWindow *window);

G_END_DECLS
