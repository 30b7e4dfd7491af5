/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links on the clipboard. Whoever has a link can open the form behind it, so it is for the one place that it is pasted
 * to, and not for the history that some desktops keep of the clipboard, on the disk even. Main thread. */
#include "ui/usher-secret-clipboard.h"

/* What password managers say, and what Klipper and the history extensions of GNOME Shell listen to. */
#define HINT_TYPE "x-kde-passwordManagerHint"
#define HINT "secret"

/**
 * usher_secret_clipboard_set:
 * @widget: a widget of the display whose clipboard is meant
 * @secret: a link, or several, one a line
 *
 * Puts links onto the clipboard as text, with the hint that they are secret. The primary selection, which the middle
 * button pastes, is left alone.
 */
void
usher_secret_clipboard_set (GtkWidget *widget, const char *secret)
{
  g_autoptr (GBytes) hint = g_bytes_new_static (HINT, sizeof HINT - 1);
  g_autoptr (GdkContentProvider) provider = NULL;
  GdkContentProvider *parts[2];

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (secret != NULL);

  parts[0] = gdk_content_provider_new_typed (G_TYPE_STRING, secret);
  parts[1] = gdk_content_provider_new_for_bytes (HINT_TYPE, hint);
  /* It takes the parts. */
  provider = gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), provider);
}
