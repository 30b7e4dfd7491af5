/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal of secrets as a program, for test-sandboxed.sh: says "ready", then, when it is ended by SIGTERM, how often it
 * was asked. */
#include <glib-unix.h>

#include "keys/usher-test-portal.h"

static gboolean
on_end (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

int
main (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (UsherTestPortal) portal = usher_test_portal_start (FALSE);
  guint source = g_unix_signal_add (SIGTERM, on_end, loop);

  g_print ("ready\n");
  g_main_loop_run (loop);
  g_source_remove (source);
  g_print ("%u\n", usher_test_portal_get_n_asked (portal));
  return 0;
}
