/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the focus goes when what had it is gone. The toolkit leaves it in a popover that is closed by what was chosen in
 * it: keys then go to what nobody sees, and a screen reader says nothing. Main thread. */
#include "ui/usher-focus.h"

#define HOME_KEY "usher-focus-home"
#define INDENT 24 /* px from where the row begins */

static gboolean
on_closed (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GtkWidget *popover = g_value_get_object (&values[0]);
  GtkRoot *root = gtk_widget_get_root (popover);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *home = g_object_get_data (G_OBJECT (popover), HOME_KEY);

  /* What is below it: mostly the button that it hangs on. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, popover))
    {
      if (home != NULL && gtk_widget_get_mapped (home) && gtk_widget_grab_focus (home))
        return TRUE;
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

/**
 * usher_focus_set_home:
 * @popover: a popover that hangs on no button
 * @home: what gets the focus when it closes; a widget around it, or one that lives as long
 *
 * The menu of a row gives the focus back to the row, not to whatever comes first around it.
 */
void
usher_focus_set_home (GtkWidget *popover, GtkWidget *home)
{
  g_return_if_fail (GTK_IS_POPOVER (popover));
  g_return_if_fail (GTK_IS_WIDGET (home));

  g_object_set_data (G_OBJECT (popover), HOME_KEY, home);
}

/**
 * usher_focus_get_place:
 * @list: a list
 * @relative_to: what @at is about, around the list
 * @at: (out caller-allocates): a point just within the row that has the focus, where its menu opens
 *
 * Returns: whether a row of @list has the focus
 */
gboolean
usher_focus_get_place (GtkWidget *list, GtkWidget *relative_to, GdkRectangle *at)
{
  GtkRoot *root;
  GtkWidget *focus;
  graphene_rect_t bounds;
  gboolean backwards;

  g_return_val_if_fail (GTK_IS_WIDGET (list), FALSE);
  g_return_val_if_fail (GTK_IS_WIDGET (relative_to), FALSE);
  g_return_val_if_fail (at != NULL, FALSE);

  root = gtk_widget_get_root (list);
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus == NULL || focus == list || !gtk_widget_is_ancestor (focus, list)
      || !gtk_widget_compute_bounds (focus, relative_to, &bounds))
    return FALSE;
  backwards = gtk_widget_get_direction (list) == GTK_TEXT_DIR_RTL;
  at->x = (int) (backwards ? bounds.origin.x + bounds.size.width - INDENT : bounds.origin.x + INDENT);
  at->y = (int) (bounds.origin.y + bounds.size.height / 2);
  at->width = 1;
  at->height = 1;
  return TRUE;
}

/**
 * usher_focus_stop_search:
 * @entry: a search entry, of which this handles #GtkSearchEntry::stop-search
 *
 * Escape, which the entry keeps from what it stands in: takes away what was typed, and if there is nothing closes the
 * popover or dialog, as Escape does elsewhere in them.
 */
void
usher_focus_stop_search (GtkSearchEntry *entry)
{
  GtkWidget *popover;

  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry));

  popover = gtk_widget_get_ancestor (GTK_WIDGET (entry), GTK_TYPE_POPOVER);
  if (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  else if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  else
    gtk_widget_activate_action (GTK_WIDGET (entry), "dialog.close", NULL);
}
