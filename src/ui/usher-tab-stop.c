/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK's lists go from row to row with Tab, too (up to 4.12, and later unless they are told), so that a list of ten thousand
 * lets nobody out to what stands behind it. Here Tab comes in at the row that had the focus last, and leaves with the
 * next one, as the ARIA Authoring Practices have it for lists and grids. Main thread. */
#include "ui/usher-tab-stop.h"

struct _UsherTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (UsherTabStop, usher_tab_stop, ADW_TYPE_BIN)

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static gboolean
has_focus_within (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static gboolean
usher_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *list;

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    {
      if (has_focus_within (widget))
        return FALSE;
      list = find_list (widget);
      if (list != NULL && gtk_widget_grab_focus (list))
        return TRUE;
    }
  return GTK_WIDGET_CLASS (usher_tab_stop_parent_class)->focus (widget, direction);
}

static void
usher_tab_stop_class_init (UsherTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = usher_tab_stop_focus;
}

static void
usher_tab_stop_init (UsherTabStop *self)
{
}
