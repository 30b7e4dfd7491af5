/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two panes of which a narrow window shows one. At the floor that is a leaflet, which folds when its children do not
 * fit; from libadwaita 1.4 on, where leaflets are deprecated, a split view that a breakpoint folds: the kind that
 * slides over the content for a sidebar, and the kind that one goes through for a list and what is chosen in it.
 * How wide they are side by side stands in usher-panes-edge.c. Main thread. */
#include "ui/compat/usher-panes-private.h"

#if SPLIT
/* No window of ours is smaller. */
#define MIN_WIDTH 360
#define MIN_HEIGHT 200
#endif

typedef enum
{
  PROP_START = 1,
  PROP_END,
  PROP_START_TITLE,
  PROP_END_TITLE,
  PROP_FOLD_WIDTH,
  PROP_SIDEBAR,
  PROP_SIDE_WIDTH,
  PROP_ALONE_WIDTH,
  PROP_WIDTH,
  PROP_FOLDED,
  PROP_FRONT,
} UsherPanesProperty;

static GParamSpec *properties[PROP_FRONT + 1];

G_DEFINE_FINAL_TYPE (UsherPanes, usher_panes, ADW_TYPE_BIN)

/* --- Widths ------------------------------------------------------------------------------------ */

static gboolean
has_both (UsherPanes *self)
{
  return !usher_panes_get_folded (self) && usher_panes_get_start_visible (self);
}

static void
usher_panes_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (usher_panes_parent_class)->root (widget);
  usher_panes_edge_watch_keys (USHER_PANES (widget));
}

static void
usher_panes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  UsherPanes *self = USHER_PANES (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child == NULL)
    return;
  gtk_widget_measure (child, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  /* What was chosen is a wish: it gives way. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->start != NULL && self->end != NULL)
    *minimum = MIN (*minimum, MAX (usher_panes_edge_get_least (self->start), usher_panes_edge_get_least (self->end)));
}

static void
usher_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UsherPanes *self = USHER_PANES (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (child == NULL)
    return;
  if (self->start != NULL && self->end != NULL)
    {
      self->size = usher_panes_edge_get_size (self, width);
      usher_panes_edge_set_size (self, usher_panes_get_folded (self) ? 0 : self->size);
    }
  gtk_widget_allocate (child, width, height, baseline, NULL);
  gtk_widget_set_child_visible (GTK_WIDGET (self->handle), has_both (self));
  if (has_both (self))
    {
      int line = self->sidebar != rtl ? self->size : width - LINE - self->size;
      int x = rtl ? line + LINE - HANDLE_WIDTH : line;
      int least, most;

      gtk_widget_allocate (GTK_WIDGET (self->handle), HANDLE_WIDTH, height, -1,
                           gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, 0)));
      usher_panes_edge_get_bounds (self, width, &least, &most);
      usher_pane_handle_set_value (self->handle, self->size, least, most);
    }
}

static gboolean
on_fold_settled (gpointer user_data)
{
  UsherPanes *self = USHER_PANES (user_data);

  self->fold_source = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
on_folded (UsherPanes *self)
{
  /* Widths are being given out just now, by what was asked for before: once more, when that is over. */
  usher_panes_edge_set_size (self, usher_panes_get_folded (self) ? 0 : self->size);
  if (self->fold_source == 0)
    self->fold_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fold_settled, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

/* --- Building ---------------------------------------------------------------------------------- */

static void
on_front (UsherPanes *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRONT]);
}

static AdwClamp *
new_clamp (GtkWidget *child)
{
  AdwClamp *clamp = ADW_CLAMP (adw_clamp_new ());

  adw_clamp_set_child (clamp, child);
  /* The other one takes what a wide window has to spare. */
  gtk_widget_set_hexpand (GTK_WIDGET (clamp), FALSE);
  return clamp;
}

#if SPLIT

static GtkWidget *
new_sidebar_view (UsherPanes *self)
{
  AdwOverlaySplitView *view = ADW_OVERLAY_SPLIT_VIEW (adw_overlay_split_view_new ());

  adw_overlay_split_view_set_sidebar (view, self->start);
  adw_overlay_split_view_set_content (view, self->end);
  adw_overlay_split_view_set_sidebar_width_unit (view, ADW_LENGTH_UNIT_PX);
  g_signal_connect_object (view, "notify::show-sidebar", G_CALLBACK (gtk_widget_queue_resize), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::show-sidebar", G_CALLBACK (on_front), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (view);
}

static GtkWidget *
new_list_view (UsherPanes *self)
{
  AdwNavigationSplitView *view = ADW_NAVIGATION_SPLIT_VIEW (adw_navigation_split_view_new ());

  adw_navigation_split_view_set_sidebar (view, adw_navigation_page_new (self->start, self->start_title));
  self->clamp = new_clamp (self->end);
  adw_navigation_split_view_set_content (view, adw_navigation_page_new (GTK_WIDGET (self->clamp), self->end_title));
  /* The list takes all that what is chosen in it does not need. */
  adw_navigation_split_view_set_max_sidebar_width (view, G_MAXINT16);
  adw_navigation_split_view_set_sidebar_width_fraction (view, 1.0);
  g_signal_connect_object (view, "notify::show-content", G_CALLBACK (on_front), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (view);
}

static void
build (UsherPanes *self)
{
  GtkWidget *bin = adw_breakpoint_bin_new ();
  AdwBreakpoint *breakpoint = NULL;
  g_auto (GValue) yes = G_VALUE_INIT;

  self->split = self->sidebar ? new_sidebar_view (self) : new_list_view (self);
  g_signal_connect_object (self->split, "notify::collapsed", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);
  breakpoint = adw_breakpoint_new (adw_breakpoint_condition_new_length (ADW_BREAKPOINT_CONDITION_MAX_WIDTH,
                                                                        self->fold_width, ADW_LENGTH_UNIT_SP));
  g_value_init (&yes, G_TYPE_BOOLEAN);
  g_value_set_boolean (&yes, TRUE);
  adw_breakpoint_add_setter (breakpoint, G_OBJECT (self->split), "collapsed", &yes);
  gtk_widget_set_size_request (bin, MIN_WIDTH, MIN_HEIGHT);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (bin), self->split);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (bin), breakpoint);
  adw_bin_set_child (ADW_BIN (self), bin);
}

#else

static void
build (UsherPanes *self)
{
  self->clamp = new_clamp (usher_panes_edge_get_sized (self));
  self->start_child = self->sidebar ? GTK_WIDGET (self->clamp) : self->start;
  self->end_child = self->sidebar ? self->end : GTK_WIDGET (self->clamp);
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  /* The handle above it is what can be known by a screen reader. */
  self->separator = g_object_new (GTK_TYPE_SEPARATOR, "orientation", GTK_ORIENTATION_VERTICAL, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  /* The others cut off what is covered. GTK, 4.18 still (gtk_snapshot_collect_clip), loses all that was drawn where what
   * is left has no width, as it has when a move begins: a whole pane, each time. */
  adw_leaflet_set_transition_type (self->leaflet, ADW_LEAFLET_TRANSITION_TYPE_SLIDE);
  adw_leaflet_append (self->leaflet, self->start_child);
  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, self->separator), FALSE);
  adw_leaflet_append (self->leaflet, self->end_child);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::visible-child", G_CALLBACK (on_front), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
}

#endif

static void
usher_panes_constructed (GObject *object)
{
  UsherPanes *self = USHER_PANES (object);

  G_OBJECT_CLASS (usher_panes_parent_class)->constructed (object);
  if (self->start != NULL && self->end != NULL)
    build (self);
  usher_panes_edge_init (self);
}

static void
usher_panes_dispose (GObject *object)
{
  UsherPanes *self = USHER_PANES (object);

  g_clear_handle_id (&self->fold_source, g_source_remove);
  g_clear_weak_pointer (&self->focus_before);
  adw_bin_set_child (ADW_BIN (self), NULL);
  if (self->handle != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->handle));
  self->handle = NULL;
  self->clamp = NULL;
#if SPLIT
  self->split = NULL;
#else
  self->leaflet = NULL;
#endif
  g_clear_object (&self->start);
  g_clear_object (&self->end);
  G_OBJECT_CLASS (usher_panes_parent_class)->dispose (object);
}

static void
usher_panes_finalize (GObject *object)
{
  UsherPanes *self = USHER_PANES (object);

  g_free (self->start_title);
  g_free (self->end_title);
  G_OBJECT_CLASS (usher_panes_parent_class)->finalize (object);
}

static void
usher_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherPanes *self = USHER_PANES (object);

  switch ((UsherPanesProperty) id)
    {
    case PROP_START:
      g_value_set_object (value, self->start);
      break;
    case PROP_END:
      g_value_set_object (value, self->end);
      break;
    case PROP_START_TITLE:
      g_value_set_string (value, self->start_title);
      break;
    case PROP_END_TITLE:
      g_value_set_string (value, self->end_title);
      break;
    case PROP_FOLD_WIDTH:
      g_value_set_int (value, self->fold_width);
      break;
    case PROP_SIDEBAR:
      g_value_set_boolean (value, self->sidebar);
      break;
    case PROP_SIDE_WIDTH:
      g_value_set_int (value, self->side_width);
      break;
    case PROP_ALONE_WIDTH:
      g_value_set_int (value, self->alone_width);
      break;
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, usher_panes_get_folded (self));
      break;
    case PROP_FRONT:
      g_value_set_int (value, usher_panes_get_front (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherPanes *self = USHER_PANES (object);

  switch ((UsherPanesProperty) id)
    {
    case PROP_START:
      g_set_object (&self->start, g_value_get_object (value));
      break;
    case PROP_END:
      g_set_object (&self->end, g_value_get_object (value));
      break;
    case PROP_START_TITLE:
      self->start_title = g_value_dup_string (value);
      break;
    case PROP_END_TITLE:
      self->end_title = g_value_dup_string (value);
      break;
    case PROP_FOLD_WIDTH:
      self->fold_width = g_value_get_int (value);
      break;
    case PROP_SIDEBAR:
      self->sidebar = g_value_get_boolean (value);
      break;
    case PROP_SIDE_WIDTH:
      self->side_width = g_value_get_int (value);
      break;
    case PROP_ALONE_WIDTH:
      self->alone_width = g_value_get_int (value);
      break;
    case PROP_WIDTH:
      usher_panes_set_width (self, g_value_get_int (value));
      break;
    case PROP_FOLDED:
    case PROP_FRONT:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_panes_class_init (UsherPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = usher_panes_constructed;
  object_class->dispose = usher_panes_dispose;
  object_class->finalize = usher_panes_finalize;
  object_class->get_property = usher_panes_get_property;
  object_class->set_property = usher_panes_set_property;
  widget_class->root = usher_panes_root;
  widget_class->measure = usher_panes_measure;
  widget_class->size_allocate = usher_panes_size_allocate;

  /**
   * UsherPanes:start: (nullable)
   *
   * The sidebar, or the list.
   */
  properties[PROP_START] = g_param_spec_object ("start", NULL, NULL, GTK_TYPE_WIDGET, once);
  /**
   * UsherPanes:end: (nullable)
   *
   * The content.
   */
  properties[PROP_END] = g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET, once);
  /**
   * UsherPanes:start-title: (nullable)
   *
   * What the start is called.
   */
  properties[PROP_START_TITLE] = g_param_spec_string ("start-title", NULL, NULL, NULL, once);
  /**
   * UsherPanes:end-title: (nullable)
   *
   * What the end is called.
   */
  properties[PROP_END_TITLE] = g_param_spec_string ("end-title", NULL, NULL, NULL, once);
  /**
   * UsherPanes:fold-width:
   *
   * In scaled pixels, so that large text folds earlier: up to that width one pane is shown. A leaflet finds out by
   * itself.
   */
  properties[PROP_FOLD_WIDTH] = g_param_spec_int ("fold-width", NULL, NULL, 1, G_MAXINT16, 600, once);
  /**
   * UsherPanes:sidebar:
   *
   * Whether the start is a sidebar.
   */
  properties[PROP_SIDEBAR] = g_param_spec_boolean ("sidebar", NULL, NULL, FALSE, once);
  /**
   * UsherPanes:side-width:
   *
   * How wide what is chosen in a list is beside it, in pixels, when nobody chose.
   */
  properties[PROP_SIDE_WIDTH] = g_param_spec_int ("side-width", NULL, NULL, 1, G_MAXINT16, 400, once);
  /**
   * UsherPanes:alone-width:
   *
   * How wide that may be alone, in pixels.
   */
  properties[PROP_ALONE_WIDTH] = g_param_spec_int ("alone-width", NULL, NULL, 1, G_MAXINT16, G_MAXINT16, once);
  /**
   * UsherPanes:width:
   *
   * How wide the person wants the sidebar, or what is chosen in a list, to be, in pixels; 0: nobody chose. It gets that
   * much within what both panes need.
   */
  properties[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT16, 0,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * UsherPanes:folded:
   *
   * Whether there is room for one only.
   */
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, told);
  /**
   * UsherPanes:front:
   *
   * Which is seen when there is room for one: a value of [enum@Pane].
   */
  properties[PROP_FRONT] = g_param_spec_int ("front", NULL, NULL, USHER_PANE_START, USHER_PANE_END,
                                             USHER_PANE_START, told);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_panes_init (UsherPanes *self)
{
  /* Measured and allocated here. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}

/**
 * usher_panes_get_folded:
 * @self: the panes
 *
 * Returns: whether there is room for one only
 */
gboolean
usher_panes_get_folded (UsherPanes *self)
{
  g_return_val_if_fail (USHER_IS_PANES (self), FALSE);

#if SPLIT
  if (self->split == NULL)
    return FALSE;
  if (self->sidebar)
    return adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->split));
  return adw_navigation_split_view_get_collapsed (ADW_NAVIGATION_SPLIT_VIEW (self->split));
#else
  return self->leaflet != NULL && adw_leaflet_get_folded (self->leaflet);
#endif
}

/**
 * usher_panes_get_front:
 * @self: the panes
 *
 * Returns: which of them is seen when there is room for one
 */
UsherPane
usher_panes_get_front (UsherPanes *self)
{
  gboolean start = FALSE;

  g_return_val_if_fail (USHER_IS_PANES (self), USHER_PANE_START);

#if SPLIT
  if (self->split == NULL)
    start = TRUE;
  else if (self->sidebar)
    start = usher_panes_get_folded (self)
            && adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split));
  else
    start = !adw_navigation_split_view_get_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->split));
#else
  start = self->leaflet == NULL || adw_leaflet_get_visible_child (self->leaflet) == self->start_child;
#endif
  return start ? USHER_PANE_START : USHER_PANE_END;
}

/**
 * usher_panes_show:
 * @self: the panes
 * @pane: which
 *
 * Brings one of them to the front. Does nothing to be seen while there is room for both.
 */
void
usher_panes_show (UsherPanes *self, UsherPane pane)
{
  g_return_if_fail (USHER_IS_PANES (self));

#if SPLIT
  if (self->split == NULL)
    return;
  if (!self->sidebar)
    adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->split), pane == USHER_PANE_END);
  else if (pane == USHER_PANE_START || usher_panes_get_folded (self))
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split), pane == USHER_PANE_START);
#else
  if (self->leaflet != NULL)
    adw_leaflet_set_visible_child (self->leaflet, pane == USHER_PANE_START ? self->start_child : self->end_child);
#endif
}

/**
 * usher_panes_get_start_visible:
 * @self: the panes, with a sidebar
 *
 * Returns: whether the sidebar was not hidden
 */
gboolean
usher_panes_get_start_visible (UsherPanes *self)
{
  g_return_val_if_fail (USHER_IS_PANES (self), FALSE);

#if SPLIT
  if (self->sidebar && self->split != NULL && !usher_panes_get_folded (self))
    return adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split));
  return self->start != NULL && gtk_widget_get_visible (self->start);
#else
  return self->leaflet != NULL && gtk_widget_get_visible (self->start_child);
#endif
}

/**
 * usher_panes_set_start_visible:
 * @self: the panes, with a sidebar
 * @visible: whether it shall be there beside the content
 */
void
usher_panes_set_start_visible (UsherPanes *self, gboolean visible)
{
  g_return_if_fail (USHER_IS_PANES (self));

#if SPLIT
  /* In a narrow window it is shown for a moment, and never gone for good. */
  if (self->sidebar && self->split != NULL && !usher_panes_get_folded (self))
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split), visible);
#else
  if (self->leaflet == NULL)
    return;
  gtk_widget_set_visible (self->start_child, visible);
  gtk_widget_set_visible (self->separator, visible);
#endif
}

/**
 * usher_panes_get_width:
 * @self: the panes
 *
 * Returns: how wide the person made the sidebar, or what is chosen in a list, in pixels; 0: nobody did
 */
int
usher_panes_get_width (UsherPanes *self)
{
  g_return_val_if_fail (USHER_IS_PANES (self), 0);

  return self->width;
}

/**
 * usher_panes_set_width:
 * @self: the panes
 * @width: in pixels; what is no width is taken for 0, as if nobody chose
 */
void
usher_panes_set_width (UsherPanes *self, int width)
{
  g_return_if_fail (USHER_IS_PANES (self));

  if (width < 0 || width > G_MAXINT16)
    width = 0;
  if (width == self->width)
    return;
  self->width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH]);
}

/**
 * usher_panes_get_size:
 * @self: the panes
 *
 * Returns: how wide the sidebar, or what is chosen in a list, is beside the other, in pixels
 */
int
usher_panes_get_size (UsherPanes *self)
{
  g_return_val_if_fail (USHER_IS_PANES (self), 0);

  return self->size;
}

/**
 * usher_panes_own_way_back:
 * @bar: a header bar in a pane
 *
 * Keeps the toolkit from adding a button that goes back: there is one, with a name and a shortcut of its own.
 */
void
usher_panes_own_way_back (AdwHeaderBar *bar)
{
  g_return_if_fail (ADW_IS_HEADER_BAR (bar));

#if SPLIT
  adw_header_bar_set_show_back_button (bar, FALSE);
#endif
}
