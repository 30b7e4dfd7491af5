/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A notification service on the private bus that writes down what it is told: a desktop's own, or, with portal, that
 * which a program in a Flatpak reaches. */

#include "ui/usher-application.h"
#include "ui/usher-ui-test.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean portal;             /* set before it starts */
  GDBusConnection *connection; /* (owned) */
  GHashTable *shown;           /* (owned) id → GVariant a{sv} */
  guint n_added;
  GHashTable *counts;          /* (owned) id → how often it was added */
  guint registration;
  guint name;
  gboolean owned;
} UsherUiService;

void     usher_ui_service_start (UsherUiService *service);
void     usher_ui_service_stop  (UsherUiService *service);
/* Whether it shows that notification, with this in its text. */
gboolean usher_ui_service_shows (UsherUiService *service, const char *id, const char *text);
/* How often that one was added. */
guint    usher_ui_service_count (UsherUiService *service, const char *id);
/* What clicking does: the service sends the action that it was given. */
void     usher_ui_service_click (UsherApplication *application, UsherUiService *service, const char *id);

G_END_DECLS
