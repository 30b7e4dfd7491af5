/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The seam between the floor and newer toolkits: nothing else in this project asks for a version. */

/* verb is the button's label, with a mnemonic ("_Revoke"); Cancel is default and close response. */
void     usher_compat_confirm_async   (GtkWindow *parent, const char *heading, const char *body,
                                       const char *verb, gboolean destructive,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
/* TRUE: the person chose the verb. FALSE without an error: cancelled by the person. */
gboolean usher_compat_confirm_finish  (GtkWindow *parent, GAsyncResult *result, GError **error);
/* A message with nothing but Close; ends by itself. */
void     usher_compat_tell            (GtkWindow *parent, const char *heading, const char *body);
/* For tests and the tour: answers the dialog that is open over parent; FALSE when there is none. */
gboolean usher_compat_answer          (GtkWindow *parent, gboolean yes);
/* (transfer full) (nullable): heading and body of the dialog that is open over parent. */
char    *usher_compat_dup_question    (GtkWindow *parent);
/* (transfer full) (nullable): what had the focus before that dialog took it. */
GtkWidget *usher_compat_dup_behind    (GtkWindow *parent);

/* Only http and https; anything else is G_IO_ERROR_INVALID_ARGUMENT. */
void     usher_compat_open_uri_async  (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean usher_compat_open_uri_finish (GtkWindow *parent, GAsyncResult *result, GError **error);

/* help: and mailto: addresses of our own making; ends with open_uri_finish(). */
void     usher_compat_open_program_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);

void     usher_compat_show_about      (GtkWindow *parent);

/* Once, before the first widget: names without the underscores of mnemonics. */
void     usher_compat_init_names      (void);

/* The colour of text in that widget now. */
void     usher_compat_get_color       (GtkWidget *widget, GdkRGBA *color);
void     usher_compat_lookup_color    (GtkWidget *widget, const char *name, GdkRGBA *color);

void     usher_compat_scroll_to       (GtkColumnView *view, guint position);

/* A screen reader says it, wherever the focus is: what changed without the person's doing. */
void     usher_compat_announce        (GtkWidget *widget, const char *text);
/* toast: (transfer full). Shows it, and says it. */
void     usher_compat_toast           (AdwToastOverlay *overlay, AdwToast *toast);
void     usher_compat_toast_take_away (AdwToastOverlay *overlay, AdwToast *toast);
/* For tests. (nullable): what was said last in that window. */
const char *usher_compat_get_announced (GtkWidget *root);

G_END_DECLS
