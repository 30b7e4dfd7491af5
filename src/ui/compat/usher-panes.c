/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two panes of which a narrow window shows one. At the floor that is a leaflet, which folds when its children do not
 * fit; from libadwaita 1.4 on, where leaflets are deprecated, a split view that a breakpoint folds: the kind that
 * slides over the content for a sidebar, and the kind that one goes through for a list and what is chosen in it.
 * Main thread. */
#undef GDK_VERSION_MAX_ALLOWED
#undef ADW_VERSION_MAX_ALLOWED

#include "ui/compat/usher-panes.h"

#define SPLIT ADW_CHECK_VERSION (1, 4, 0)

#if SPLIT
/* A sidebar is as wide as its words need; a window that is wide has more for the rest. */
#define SIDEBAR_MIN 230
#define SIDEBAR_MAX 270
#define SIDEBAR_FRACTION 0.2
#define SIDEBAR_CAP 330.0
/* No window of ours is smaller. */
#define MIN_WIDTH 360
#define MIN_HEIGHT 200
#endif

struct _UsherPanes
{
  AdwBin parent_instance;

  GtkWidget *start;  /* (owned) (nullable) */
  GtkWidget *end;    /* (owned) (nullable) */
  char *start_title; /* (owned) (nullable) */
  char *end_title;   /* (owned) (nullable) */
  int fold_width;
  gboolean sidebar;
  gboolean fold_late;

#if SPLIT
  GtkWidget *split;  /* (unowned): within */
#else
  AdwLeaflet *leaflet;  /* (unowned): within */
  GtkWidget *separator; /* (unowned): within */
#endif
};

typedef enum
{
  PROP_START = 1,
  PROP_END,
  PROP_START_TITLE,
  PROP_END_TITLE,
  PROP_FOLD_WIDTH,
  PROP_SIDEBAR,
  PROP_FOLD_LATE,
  PROP_FOLDED,
  PROP_FRONT,
} UsherPanesProperty;

static GParamSpec *properties[PROP_FRONT + 1];

G_DEFINE_FINAL_TYPE (UsherPanes, usher_panes, ADW_TYPE_BIN)

static void
on_folded (UsherPanes *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
on_front (UsherPanes *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRONT]);
}

#if SPLIT

/* As wide as its text asks for, but with the largest text still within a phone. */
static void
fit_sidebar (AdwOverlaySplitView *view)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (view));
  double min = adw_length_unit_to_px (ADW_LENGTH_UNIT_SP, SIDEBAR_MIN, settings);
  double max = adw_length_unit_to_px (ADW_LENGTH_UNIT_SP, SIDEBAR_MAX, settings);

  adw_overlay_split_view_set_min_sidebar_width (view, MIN (min, SIDEBAR_CAP));
  adw_overlay_split_view_set_max_sidebar_width (view, MIN (max, SIDEBAR_CAP));
}

static GtkWidget *
new_sidebar_view (UsherPanes *self)
{
  AdwOverlaySplitView *view = ADW_OVERLAY_SPLIT_VIEW (adw_overlay_split_view_new ());

  adw_overlay_split_view_set_sidebar (view, self->start);
  adw_overlay_split_view_set_content (view, self->end);
  adw_overlay_split_view_set_sidebar_width_unit (view, ADW_LENGTH_UNIT_PX);
  fit_sidebar (view);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (view)), "notify::gtk-xft-dpi",
                           G_CALLBACK (fit_sidebar), view, G_CONNECT_SWAPPED);
  adw_overlay_split_view_set_sidebar_width_fraction (view, SIDEBAR_FRACTION);
  g_signal_connect_object (view, "notify::show-sidebar", G_CALLBACK (on_front), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (view);
}

static GtkWidget *
new_list_view (UsherPanes *self)
{
  AdwNavigationSplitView *view = ADW_NAVIGATION_SPLIT_VIEW (adw_navigation_split_view_new ());

  adw_navigation_split_view_set_sidebar (view, adw_navigation_page_new (self->start, self->start_title));
  adw_navigation_split_view_set_content (view, adw_navigation_page_new (self->end, self->end_title));
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
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  if (self->fold_late)
    adw_leaflet_set_fold_threshold_policy (self->leaflet, ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  adw_leaflet_append (self->leaflet, self->start);
  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, self->separator), FALSE);
  adw_leaflet_append (self->leaflet, self->end);
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
}

static void
usher_panes_dispose (GObject *object)
{
  UsherPanes *self = USHER_PANES (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
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
    case PROP_FOLD_LATE:
      g_value_set_boolean (value, self->fold_late);
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
    case PROP_FOLD_LATE:
      self->fold_late = g_value_get_boolean (value);
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
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = usher_panes_constructed;
  object_class->dispose = usher_panes_dispose;
  object_class->finalize = usher_panes_finalize;
  object_class->get_property = usher_panes_get_property;
  object_class->set_property = usher_panes_set_property;

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
   * UsherPanes:fold-late:
   *
   * For a leaflet: whether it folds only when not even the least width of both is there.
   */
  properties[PROP_FOLD_LATE] = g_param_spec_boolean ("fold-late", NULL, NULL, FALSE, once);
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
  start = self->leaflet == NULL || adw_leaflet_get_visible_child (self->leaflet) == self->start;
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
    adw_leaflet_set_visible_child (self->leaflet, pane == USHER_PANE_START ? self->start : self->end);
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
#endif
  return self->start != NULL && gtk_widget_get_visible (self->start);
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
  gtk_widget_set_visible (self->start, visible);
  gtk_widget_set_visible (self->separator, visible);
#endif
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
