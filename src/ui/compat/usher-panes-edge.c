/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The edge between two panes: which of them is sized (the sidebar, or what is chosen in a list) gets its width here, each
 * time that widths are given out: what the person wants, within what both panes need. A GtkPaned folds in neither a leaflet
 * nor a split view; so what is dragged is a handle of its own above them. Main thread. */
#include "ui/compat/usher-panes-private.h"

/* A sidebar is as wide as its words need; a window that is wide has more for the rest. At text of the usual size, in
 * pixels; with the largest it still is within a phone. */
#define SIDEBAR_MIN 230
#define SIDEBAR_MAX 270
#define SIDEBAR_FRACTION 0.2
#define SIDEBAR_CAP 330
/* Wider would be empty. */
#define SIDEBAR_MOST 480
/* A key moves the edge by that. */
#define STEP 10
#define PAGE 75

static int
scale (UsherPanes *self, int length)
{
  int dpi = 96 * 1024;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? (int) ((double) length * dpi / (96 * 1024)) : length;
}

int
usher_panes_edge_get_least (GtkWidget *widget)
{
  int least = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

GtkWidget *
usher_panes_edge_get_sized (UsherPanes *self)
{
  return self->sidebar ? self->start : self->end;
}

static int
get_least (UsherPanes *self)
{
  int least = usher_panes_edge_get_least (usher_panes_edge_get_sized (self));

  return self->sidebar ? MAX (least, MIN (scale (self, SIDEBAR_MIN), SIDEBAR_CAP)) : least;
}

/* For both side by side. */
static int
get_least_unfolded (UsherPanes *self)
{
  int least = usher_panes_edge_get_least (self->start) + LINE + usher_panes_edge_get_least (self->end);

#if SPLIT
  least = MAX (least, scale (self, self->fold_width) + 1);
#endif
  return least;
}

/* (out) what the sized one may have of that. A sidebar does not take the room that two panes beside it need, as long as
 * there is enough for all. */
void
usher_panes_edge_get_bounds (UsherPanes *self, int total, int *least, int *most)
{
  GtkWidget *other = self->sidebar ? self->end : self->start;

  *least = get_least (self);
  *most = total - LINE - usher_panes_edge_get_least (other);
  if (USHER_IS_PANES (other) && total - LINE - get_least_unfolded (USHER_PANES (other)) >= *least)
    *most = total - LINE - get_least_unfolded (USHER_PANES (other));
  if (self->sidebar)
    *most = MIN (*most, SIDEBAR_MOST);
  *most = MAX (*most, *least);
}

static int
get_default (UsherPanes *self, int total)
{
  if (!self->sidebar)
    return self->side_width;
  return CLAMP ((int) (total * SIDEBAR_FRACTION), MIN (scale (self, SIDEBAR_MIN), SIDEBAR_CAP),
                MIN (scale (self, SIDEBAR_MAX), SIDEBAR_CAP));
}

int
usher_panes_edge_get_size (UsherPanes *self, int total)
{
  int least, most;

  usher_panes_edge_get_bounds (self, total, &least, &most);
  return CLAMP (self->width > 0 ? self->width : get_default (self, total), least, most);
}

/* size: 0 lets it have what there is. */
void
usher_panes_edge_set_size (UsherPanes *self, int size)
{
  if (self->clamp != NULL)
    {
      int widest = size > 0 ? size : self->alone_width;

      /* Each of them lays all out anew, so not without need. */
      if (adw_clamp_get_maximum_size (self->clamp) != widest)
        {
          adw_clamp_set_maximum_size (self->clamp, widest);
          adw_clamp_set_tightening_threshold (self->clamp, widest);
        }
      gtk_widget_set_size_request (GTK_WIDGET (self->clamp), size > 0 ? size : -1, -1);
    }
#if SPLIT
  else
    {
      AdwOverlaySplitView *view = ADW_OVERLAY_SPLIT_VIEW (self->split);
      int width = size > 0 ? size : MIN (scale (self, SIDEBAR_MAX), SIDEBAR_CAP);

      adw_overlay_split_view_set_min_sidebar_width (view, width);
      adw_overlay_split_view_set_max_sidebar_width (view, width);
    }
#endif
}

static void
choose (UsherPanes *self, int width)
{
  int least, most;

  usher_panes_edge_get_bounds (self, gtk_widget_get_width (GTK_WIDGET (self)), &least, &most);
  usher_panes_set_width (self, CLAMP (width, least, most));
}

static void
on_move_to (UsherPanes *self, int x)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  /* That is the handle's left; the line is where the start ends. */
  if (rtl)
    x += HANDLE_WIDTH - LINE;
  choose (self, self->sidebar != rtl ? x : total - LINE - x);
}

static void
on_move (UsherPanes *self, GtkScrollType how)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int sign = self->sidebar != rtl ? 1 : -1;
  int step = 0;

  switch (how)
    {
    case GTK_SCROLL_STEP_LEFT:
      step = -STEP;
      break;
    case GTK_SCROLL_STEP_RIGHT:
      step = STEP;
      break;
    case GTK_SCROLL_PAGE_LEFT:
      step = -PAGE;
      break;
    case GTK_SCROLL_PAGE_RIGHT:
      step = PAGE;
      break;
    case GTK_SCROLL_START:
      step = rtl ? G_MAXINT16 : -G_MAXINT16;
      break;
    case GTK_SCROLL_END:
      step = rtl ? -G_MAXINT16 : G_MAXINT16;
      break;
    case GTK_SCROLL_NONE:
    case GTK_SCROLL_JUMP:
    case GTK_SCROLL_STEP_BACKWARD:
    case GTK_SCROLL_STEP_FORWARD:
    case GTK_SCROLL_PAGE_BACKWARD:
    case GTK_SCROLL_PAGE_FORWARD:
    case GTK_SCROLL_STEP_UP:
    case GTK_SCROLL_STEP_DOWN:
    case GTK_SCROLL_PAGE_UP:
    case GTK_SCROLL_PAGE_DOWN:
    default:
      return;
    }
  /* Not what it has: the key before may wait for a frame to be seen. */
  choose (self, usher_panes_edge_get_size (self, gtk_widget_get_width (GTK_WIDGET (self))) + sign * step);
}

static void
on_leave (UsherPanes *self, gboolean accept)
{
  GtkWidget *before = self->focus_before;

  if (!accept)
    usher_panes_set_width (self, self->width_before);
  if (before == NULL || !gtk_widget_get_mapped (before) || !gtk_widget_grab_focus (before))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
on_handle_focus (UsherPanes *self)
{
  if (gtk_widget_has_focus (GTK_WIDGET (self->handle)))
    self->width_before = self->width;
}

static gboolean
is_handle (GtkWidget *widget)
{
  return USHER_IS_PANE_HANDLE (widget)
         || (GTK_IS_PANED (gtk_widget_get_parent (widget))
             && g_str_equal (gtk_widget_get_css_name (widget), "separator"));
}

static void
add_handles (GtkWidget *widget, GPtrArray *handles)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_mapped (child))
        continue;
      if (is_handle (child))
        g_ptr_array_add (handles, child);
      else
        add_handles (child, handles);
    }
}

/* As in a GtkPaned: from edge to edge, and back to where the person was. */
static gboolean
on_cycle (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  UsherPanes *self = USHER_PANES (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *before = focus;
  g_autoptr (GPtrArray) handles = g_ptr_array_new ();
  guint next = 0;

  add_handles (widget, handles);
  if (handles->len == 0)
    return FALSE;
  if (g_ptr_array_find (handles, focus, &next))
    {
      next++;
      before = self->focus_before;
    }
  g_set_weak_pointer (&self->focus_before, before);
  if (next >= handles->len)
    {
      on_leave (self, TRUE);
      return TRUE;
    }
  for (guint i = 0; i < handles->len; i++)
    {
      GtkWidget *panes = gtk_widget_get_parent (g_ptr_array_index (handles, i));

      if (USHER_IS_PANES (panes))
        g_set_weak_pointer (&USHER_PANES (panes)->focus_before, before);
    }
  gtk_widget_grab_focus (g_ptr_array_index (handles, next));
  return TRUE;
}

/* The outermost sees the key first, also before a GtkPaned within. */
void
usher_panes_edge_watch_keys (UsherPanes *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkEventController *keys;

  if (self->watches_keys || parent == NULL || gtk_widget_get_ancestor (parent, USHER_TYPE_PANES) != NULL)
    return;
  self->watches_keys = TRUE;
  keys = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F8, 0),
                                                          gtk_callback_action_new (on_cycle, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* Makes the handle. Last of all, so that it lies above what was made before. */
void
usher_panes_edge_init (UsherPanes *self)
{
  self->handle = USHER_PANE_HANDLE (usher_pane_handle_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->handle), GTK_WIDGET (self));
  g_signal_connect_object (self->handle, "move-to", G_CALLBACK (on_move_to), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->handle, "move", G_CALLBACK (on_move), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->handle, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->handle, "notify::has-focus", G_CALLBACK (on_handle_focus), self, G_CONNECT_SWAPPED);
}
