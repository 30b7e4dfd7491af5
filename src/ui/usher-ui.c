/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the whole room needs before its first widget: the resources. A static library's constructor
 * would be dropped by the linker, so they are registered by a call. Main thread only. */
#include "ui/usher-ui.h"

#include "ui/usher-resources.h"

/**
 * usher_ui_init:
 *
 * Registers the templates, icons and style of this room. May be called any number of times; must be
 * called before the first widget of this room is made.
 */
void
usher_ui_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  usher_register_resource ();
  done = TRUE;
}

/**
 * usher_ui_init_style:
 * @display: the display
 *
 * Loads style sheet and icons as [class@Adw.Application] does from the resource base path, for programs
 * that show widgets of this room without an application.
 */
void
usher_ui_init_style (GdkDisplay *display)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  usher_ui_init ();
  gtk_css_provider_load_from_resource (provider, USHER_RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    USHER_RESOURCE_PATH "/icons");
}

/**
 * usher_ui_fill_button:
 * @button: a menu button
 * @child: what was put in it
 *
 * Lets @child take the whole width of @button: the toolkit puts it in the middle, which is right for a
 * word and wrong for a choice that looks like a row.
 */
void
usher_ui_fill_button (GtkMenuButton *button, GtkWidget *child)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  for (GtkWidget *widget = child; widget != NULL && widget != GTK_WIDGET (button);
       widget = gtk_widget_get_parent (widget))
    {
      gtk_widget_set_halign (widget, GTK_ALIGN_FILL);
      gtk_widget_set_hexpand (widget, TRUE);
    }
}
