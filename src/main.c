/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include <glib/gi18n.h>

#include "model/usher-process.h"
#include "ui/usher-application.h"
#include "usher-config.h"

int
main (int argc, char *argv[])
{
  g_autoptr (UsherApplication) application = NULL;

  usher_process_forbid_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, USHER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = usher_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
