/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The middle pane: a column view over the session's list. The model is sorted and filtered by SQL; this
 * widget turns what the person does into queries, and keeps what is selected by identity, not by
 * position: a row that slides under a selection sits beside a Revoke button. Main thread. */
#include "ui/usher-invitation-pane-private.h"

#include "ui/compat/usher-compat.h"

typedef enum
{
  PROP_SESSION = 1,
  PROP_SELECTED,
  PROP_N_SELECTED,
  PROP_SEARCH_MODE,
} UsherInvitationPaneProperty;

static GParamSpec *properties[PROP_SEARCH_MODE + 1];

enum
{
  SIGNAL_ITEM_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherInvitationPane, usher_invitation_pane, ADW_TYPE_BIN)

/* --- Selection --- */

static void
announce_selection (UsherInvitationPane *self)
{
  UsherInvitationItem *only = NULL;
  guint n = g_hash_table_size (self->kept);

  if (n == 1)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->kept);
      if (g_hash_table_iter_next (&iter, &key, NULL))
        only = key;
    }
  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->selected, only))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
  /* Several others are as many, and not the same. */
  if (self->n_announced != n || n > 1)
    {
      self->n_announced = n;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whether exactly the kept items are selected now. */
static gboolean
selection_agrees (UsherInvitationPane *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_get_size (selected) != g_hash_table_size (self->kept))
    return FALSE;
  for (gboolean valid = gtk_bitset_iter_init_first (&iter, selected, &position); valid;
       valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      if (!g_hash_table_contains (self->kept, item))
        return FALSE;
    }
  return TRUE;
}

static void
keep_selected (UsherInvitationPane *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  g_hash_table_remove_all (self->kept);
  for (gboolean valid = gtk_bitset_iter_init_first (&iter, selected, &position); valid;
       valid = gtk_bitset_iter_next (&iter, &position))
    g_hash_table_add (self->kept, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
  announce_selection (self);
}

/* So many rows are in the first frame. GTK makes widgets for some 200 rows of a longer list, seen or not, which is
 * most of what a start costs; the others follow when the first ones are on the screen. */
#define FIRST_ROWS 32
#define GROW_DELAY 32 /* ms: two frames */

/* Where it stands among the rows that are in the view. */
static guint
find_row (UsherInvitationPane *self, const char *id)
{
  guint position = usher_session_find_invitation (self->session, id);

  return position < g_list_model_get_n_items (G_LIST_MODEL (self->rows)) ? position : GTK_INVALID_LIST_POSITION;
}

static gboolean
on_grow (gpointer user_data)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (user_data);

  self->grow_source = 0;
  gtk_slice_list_model_set_size (self->rows, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

/* So far down a new invitation is looked for: an item is made of every row on the way. */
#define MAX_LOOK 500

/* Where one stands that was just made, and that nobody holds yet. */
static guint
look_for (UsherInvitationPane *self, const char *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = find_row (self, id);

  for (guint i = 0; position == GTK_INVALID_LIST_POSITION && i < MIN (n, MAX_LOOK); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (g_strcmp0 (usher_invitation_item_get_id (item), id) == 0)
        position = i;
    }
  return position;
}

/* Selects what was selected, wherever the rows went; what is not listed any more is let go. */
static gboolean
on_reconcile (gpointer user_data)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (user_data);
  guint scroll_to = GTK_INVALID_LIST_POSITION;

  if (self->session != NULL && usher_session_get_loading (self->session))
    {
      /* The rows of the answer are yet to come: on_loading_changed() does it then. */
      self->reconcile_source = 0;
      return G_SOURCE_REMOVE;
    }
  if (self->wanted_id != NULL && self->session != NULL)
    {
      guint position = look_for (self, self->wanted_id);

      if (position != GTK_INVALID_LIST_POSITION)
        {
          g_clear_pointer (&self->wanted_id, g_free);
          g_hash_table_remove_all (self->kept);
          g_hash_table_add (self->kept, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
          scroll_to = position;
        }
    }
  if (!selection_agrees (self))
    {
      g_autoptr (GtkBitset) found = gtk_bitset_new_empty ();
      g_autoptr (GtkBitset) all = NULL;
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->kept);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          guint position = GTK_INVALID_LIST_POSITION;

          if (self->session != NULL)
            position = find_row (self, usher_invitation_item_get_id (key));

          if (position == GTK_INVALID_LIST_POSITION)
            g_hash_table_iter_remove (&iter);
          else
            gtk_bitset_add (found, position);
        }
      all = gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (self->selection)));
      gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), found, all);
      if (gtk_bitset_get_size (found) == 1)
        scroll_to = gtk_bitset_get_minimum (found);
    }
  self->reconcile_source = 0;
  announce_selection (self);
  /* Rows that come in above push the view down, which is right for who reads further down, and wrong for
   * who looks at the newest or asked for another order. */
  if (scroll_to == GTK_INVALID_LIST_POSITION && self->to_top && g_hash_table_size (self->kept) == 0
      && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    scroll_to = 0;
  self->to_top = FALSE;
  if (scroll_to != GTK_INVALID_LIST_POSITION)
    usher_compat_scroll_to (self->view, scroll_to);
  return G_SOURCE_REMOVE;
}

/* A refresh may take rows out in one signal and put them back in the next: only what is there when the
 * turn is over counts. Before input is handled, so that no click meets a selection that is astray. */
static void
queue_reconcile (UsherInvitationPane *self)
{
  if (self->reconcile_source == 0)
    self->reconcile_source = g_idle_add_full (G_PRIORITY_HIGH, on_reconcile, self, NULL);
}

static void
on_selection_changed (UsherInvitationPane *self)
{
  if (self->reconcile_source != 0)
    return;
  g_clear_pointer (&self->wanted_id, g_free);
  keep_selected (self);
}

static void
on_items_changed (UsherInvitationPane *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  /* Not laid out anew yet: this is what the person sees. */
  if (gtk_adjustment_get_value (adjustment) < 1)
    self->to_top = TRUE;
  if (self->grow_source == 0 && gtk_slice_list_model_get_size (self->rows) == FIRST_ROWS)
    self->grow_source = g_timeout_add_full (G_PRIORITY_LOW, GROW_DELAY, on_grow, self, NULL);
  queue_reconcile (self);
  usher_invitation_pane_state_update (self);
}

static void
on_loading_changed (UsherInvitationPane *self)
{
  if (!usher_session_get_loading (self->session))
    queue_reconcile (self);
  usher_invitation_pane_state_update (self);
}

/* --- What the person does --- */

static void
on_search_changed (UsherInvitationPane *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autoptr (UsherQuery) query = NULL;

  if (self->session == NULL)
    return;
  query = usher_query_with_text (usher_session_get_query (self->session), *text != '\0' ? text : NULL);
  usher_session_set_query (self->session, query);
}

static void
on_query_changed (UsherInvitationPane *self)
{
  const char *text = usher_query_get_text (usher_session_get_query (self->session));

  self->to_top = TRUE;
  usher_invitation_pane_columns_mirror (self);
  usher_invitation_pane_columns_adapt (self);
  if (text != NULL)
    gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  /* Only a search that was taken away empties the entry: what is being typed has not come to the query yet. */
  if (text == NULL && self->searched)
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  self->searched = text != NULL;
  usher_invitation_pane_state_update (self);
}

static void
on_view_activated (UsherInvitationPane *self, guint position)
{
  if (g_hash_table_size (self->kept) == 1)
    g_signal_emit (self, signals[SIGNAL_ITEM_ACTIVATED], 0);
}

/* The row at that place of the view; NULL on the header and beneath the last row. */
static GtkWidget *
pick_row (UsherInvitationPane *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && widget != GTK_WIDGET (self->view))
    {
      if (g_str_equal (gtk_widget_get_css_name (widget), "row"))
        return widget;
      widget = gtk_widget_get_parent (widget);
    }
  return NULL;
}

static void
show_menu (UsherInvitationPane *self, double x, double y)
{
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->context_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self->stack));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_pressed (UsherInvitationPane *self, int n_press, double x, double y)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (self->click));
  GtkWidget *row;

  if (event == NULL || !gdk_event_triggers_context_menu (event))
    return;
  row = pick_row (self, x, y);
  if (row == NULL)
    return;
  /* A menu is about the row it was opened on, or about all that are selected if that is one of them. */
  if (!(gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED))
    gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  gtk_gesture_set_state (GTK_GESTURE (self->click), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, x, y);
}

static void
on_released (UsherInvitationPane *self, int n_press, double x, double y)
{
  GdkModifierType modifiers;

  modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (self->click));
  if (!self->click_activates || n_press != 1
      || gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (self->click)) != GDK_BUTTON_PRIMARY
      || (modifiers & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0)
    return;
  if (pick_row (self, x, y) != NULL && g_hash_table_size (self->kept) == 1)
    g_signal_emit (self, signals[SIGNAL_ITEM_ACTIVATED], 0);
}

static void
on_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (widget);

  if (g_hash_table_size (self->kept) > 0)
    show_menu (self, gtk_widget_get_width (GTK_WIDGET (self->view)) / 2.0, 48);
}

/* --- GObject --- */

static void
usher_invitation_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (object);

  switch ((UsherInvitationPaneProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_N_SELECTED:
      g_value_set_uint (value, g_hash_table_size (self->kept));
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_invitation_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (object);

  switch ((UsherInvitationPaneProperty) id)
    {
    case PROP_SESSION:
      usher_invitation_pane_set_session (self, g_value_get_object (value));
      break;
    case PROP_SEARCH_MODE:
      gtk_search_bar_set_search_mode (self->search_bar, g_value_get_boolean (value));
      break;
    case PROP_SELECTED:
    case PROP_N_SELECTED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
on_search_mode_changed (UsherInvitationPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_MODE]);
}

static void
usher_invitation_pane_dispose (GObject *object)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (object);

  g_clear_handle_id (&self->reconcile_source, g_source_remove);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->adapt_source, g_source_remove);
  g_clear_handle_id (&self->grow_source, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->signals);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->session);
  g_clear_object (&self->selected);
  g_hash_table_remove_all (self->kept);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_INVITATION_PANE);
  G_OBJECT_CLASS (usher_invitation_pane_parent_class)->dispose (object);
}

static void
usher_invitation_pane_finalize (GObject *object)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (object);

  g_hash_table_unref (self->kept);
  g_free (self->wanted_id);
  G_OBJECT_CLASS (usher_invitation_pane_parent_class)->finalize (object);
}

static void
usher_invitation_pane_class_init (UsherInvitationPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_invitation_pane_get_property;
  object_class->set_property = usher_invitation_pane_set_property;
  object_class->dispose = usher_invitation_pane_dispose;
  object_class->finalize = usher_invitation_pane_finalize;

  /**
   * UsherInvitationPane:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  /**
   * UsherInvitationPane:selected: (nullable)
   *
   * The invitation that is selected, when it is exactly one.
   */
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, USHER_TYPE_INVITATION_ITEM,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * UsherInvitationPane:n-selected:
   *
   * How many are selected.
   */
  properties[PROP_N_SELECTED] = g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * UsherInvitationPane:search-mode:
   *
   * Whether the search bar is shown.
   */
  properties[PROP_SEARCH_MODE] = g_param_spec_boolean ("search-mode", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                         | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherInvitationPane::item-activated:
   *
   * The person goes into the selected row: by Return, a double click, or a click in a narrow window.
   */
  signals[SIGNAL_ITEM_ACTIVATED] = g_signal_new ("item-activated", G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);

  g_type_ensure (USHER_TYPE_FILTER_BUTTON);
  g_type_ensure (USHER_TYPE_FILTER_CHIPS);
  g_type_ensure (USHER_TYPE_SYNC_NOTICE);
  g_type_ensure (USHER_TYPE_INTENTS_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-invitation-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, filter_button);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, filter_chips);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, sync_notice);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, intents_notice);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, view);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, click);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, status_page);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, status_button);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, context_menu);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, recipients_column);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, status_column);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, expires_column);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, company_column);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, kind_column);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, uses_column);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, created_column);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, activity_column);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_view_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_released);
  usher_invitation_pane_columns_class_init (widget_class);
  gtk_widget_class_install_action (widget_class, "invitations.menu", NULL, on_menu_action);
}

static void
usher_invitation_pane_init (UsherInvitationPane *self)
{
  self->kept = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled",
                           G_CALLBACK (on_search_mode_changed), self, G_CONNECT_SWAPPED);
  self->rows = gtk_slice_list_model_new (NULL, 0, FIRST_ROWS);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_selection_changed), self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (on_items_changed), self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::loading", G_CALLBACK (on_loading_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::query", G_CALLBACK (on_query_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::state",
                                  G_CALLBACK (usher_invitation_pane_state_update), self);
  g_signal_group_connect_swapped (self->signals, "notify::last-sync",
                                  G_CALLBACK (usher_invitation_pane_state_update), self);
  usher_invitation_pane_columns_init (self);
  usher_invitation_pane_state_update (self);
}

/**
 * usher_invitation_pane_new:
 *
 * Returns: (transfer floating): a pane without a session
 */
GtkWidget *
usher_invitation_pane_new (void)
{
  return g_object_new (USHER_TYPE_INVITATION_PANE, NULL);
}

/**
 * usher_invitation_pane_set_session:
 * @self: a pane
 * @session: (nullable): the account at work
 */
void
usher_invitation_pane_set_session (UsherInvitationPane *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (self->session == session)
    return;
  g_hash_table_remove_all (self->kept);
  g_clear_pointer (&self->wanted_id, g_free);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  g_clear_handle_id (&self->grow_source, g_source_remove);
  gtk_slice_list_model_set_model (self->rows, NULL);
  gtk_slice_list_model_set_size (self->rows, FIRST_ROWS);
  gtk_slice_list_model_set_model (self->rows, session != NULL ? usher_session_get_invitations (session) : NULL);
  usher_filter_button_set_session (self->filter_button, session);
  usher_filter_chips_set_session (self->filter_chips, session);
  usher_sync_notice_set_session (self->sync_notice, session);
  usher_intents_notice_set_session (self->intents_notice, session);
  announce_selection (self);
  if (session != NULL)
    on_query_changed (self);
  usher_invitation_pane_state_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_invitation_pane_get_selected:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the selected invitation, when it is exactly one
 */
UsherInvitationItem *
usher_invitation_pane_get_selected (UsherInvitationPane *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), NULL);

  return self->selected;
}

/**
 * usher_invitation_pane_get_n_selected:
 * @self: a pane
 *
 * Returns: how many invitations are selected
 */
guint
usher_invitation_pane_get_n_selected (UsherInvitationPane *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), 0);

  return g_hash_table_size (self->kept);
}

/**
 * usher_invitation_pane_dup_selection:
 * @self: a pane
 *
 * Returns: (transfer full) (element-type UsherInvitationItem): what is selected, in no order
 */
GPtrArray *
usher_invitation_pane_dup_selection (UsherInvitationPane *self)
{
  g_autoptr (GPtrArray) items = NULL;
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), NULL);

  items = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (items, g_object_ref (key));
  return g_steal_pointer (&items);
}

/**
 * usher_invitation_pane_select_id:
 * @self: a pane
 * @id: the id of an invitation
 *
 * Selects that invitation alone, now or as soon as it is listed; the person's own choice meanwhile wins.
 */
void
usher_invitation_pane_select_id (UsherInvitationPane *self, const char *id)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));
  g_return_if_fail (id != NULL);

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (id);
  queue_reconcile (self);
}

/**
 * usher_invitation_pane_set_key_capture:
 * @self: a pane
 * @widget: (nullable): where typing starts a search
 */
void
usher_invitation_pane_set_key_capture (UsherInvitationPane *self, GtkWidget *widget)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));

  gtk_search_bar_set_key_capture_widget (self->search_bar, widget);
}

/**
 * usher_invitation_pane_set_click_activates:
 * @self: a pane
 * @activates: whether a plain click goes into the row, as is right when the detail is behind the list
 */
void
usher_invitation_pane_set_click_activates (UsherInvitationPane *self, gboolean activates)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));

  self->click_activates = activates;
}

/**
 * usher_invitation_pane_clear_search:
 * @self: a pane
 *
 * Empties and closes the search.
 */
void
usher_invitation_pane_clear_search (UsherInvitationPane *self)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

/**
 * usher_invitation_pane_set_has_filter_button:
 * @self: a pane
 * @has: whether the filters are chosen beside the search, as is right when the header bar has no room
 */
void
usher_invitation_pane_set_has_filter_button (UsherInvitationPane *self, gboolean has)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->filter_button), has);
}

/**
 * usher_invitation_pane_show_filters:
 * @self: a pane
 *
 * Opens the filters beside the search.
 */
void
usher_invitation_pane_show_filters (UsherInvitationPane *self)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  usher_filter_button_popup (self->filter_button);
}
