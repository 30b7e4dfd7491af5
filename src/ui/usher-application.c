/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-application.h"

#include "ui/usher-ui.h"

#include "usher-config.h"

struct _UsherApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (UsherApplication, usher_application, ADW_TYPE_APPLICATION)

static void
usher_application_class_init (UsherApplicationClass *klass)
{
}

static void
usher_application_init (UsherApplication *self)
{
}

/**
 * usher_application_new:
 *
 * Returns: (transfer full): the application, one a session bus
 */
UsherApplication *
usher_application_new (void)
{
  return g_object_new (USHER_TYPE_APPLICATION, "application-id", USHER_APP_ID, NULL);
}
