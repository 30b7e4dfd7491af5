/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-application.h"

G_BEGIN_DECLS

/* org.gnome.Shell.SearchProvider2: invitations in the overview of the desktop, from the store alone. */
#define USHER_TYPE_SEARCH_PROVIDER (usher_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (UsherSearchProvider, usher_search_provider, USHER, SEARCH_PROVIDER, GObject)

/* application is not kept alive. */
UsherSearchProvider *usher_search_provider_new      (UsherApplication *application);
/* path: the application's own; the provider is below it. */
gboolean             usher_search_provider_export   (UsherSearchProvider *self, GDBusConnection *connection,
                                                     const char *path, GError **error);
void                 usher_search_provider_unexport (UsherSearchProvider *self);

/* Gives back the accounts that it has open for searching. */
void                 usher_search_provider_let_go   (UsherSearchProvider *self);

G_END_DECLS
