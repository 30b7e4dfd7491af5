/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the toolkit with one style sheet in place of two. GTK reads its own theme as soon as somebody asks for the
 * settings of the display; libadwaita then puts its own sheet in place of that, and nobody has seen the first one.
 * Reading it takes an eighth of the time of an empty window (GTK 4.8, libadwaita 1.2). So that theme is an empty
 * file for the moment in which the settings are made. Main thread. */
#include "ui/compat/usher-compat-theme.h"

#include <adwaita.h>

#include "ui/usher-theme-resources.h"

#define THEME_FILE "/org/gtk/libgtk/theme/Default/gtk.css"

/**
 * usher_compat_init_toolkit:
 *
 * Does what gtk_init() does; without a display the program ends with a message. With a theme that somebody asked for
 * by GTK_THEME, libadwaita leaves the toolkit's alone, and so does this.
 */
void
usher_compat_init_toolkit (void)
{
  if (gtk_is_initialized ())
    return;
  gtk_init ();
  /* What is asked for first registers the toolkit's own files; what is registered later is found first. */
  if (g_getenv ("GTK_THEME") != NULL
      || !g_resources_get_info (THEME_FILE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    return;
  usher_theme_register_resource ();
  gtk_settings_get_default ();
  usher_theme_unregister_resource ();
}
