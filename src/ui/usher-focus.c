/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the focus goes when what had it is gone. The toolkit leaves it in a popover that is closed by what was chosen in
 * it: keys then go to what nobody sees, and a screen reader says nothing. Main thread. */
#include "ui/usher-focus.h"

static gboolean
on_closed (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GtkWidget *popover = g_value_get_object (&values[0]);
  GtkRoot *root = gtk_widget_get_root (popover);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* What is below it: mostly the button that it hangs on. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, popover))
    {
      for (GtkWidget *widget = gtk_widget_get_parent (popover); widget != NULL; widget = gtk_widget_get_parent (widget))
        if (gtk_widget_grab_focus (widget))
          break;
    }
  return TRUE;
}

/**
 * usher_focus_init:
 *
 * Lets every popover that closes give the focus to what it hangs on. To be called once, after the toolkit was
 * initialized.
 */
void
usher_focus_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;
  /* Signals come with the class. */
  g_type_class_unref (g_type_class_ref (GTK_TYPE_POPOVER));
  g_signal_add_emission_hook (g_signal_lookup ("closed", GTK_TYPE_POPOVER), 0, on_closed, NULL, NULL);
}
