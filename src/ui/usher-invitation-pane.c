/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The middle pane: a column view over the session's list. The model is sorted and filtered by SQL; this
 * widget turns what the person does into queries. Main thread. */
#include "ui/usher-invitation-pane-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"

typedef enum
{
  PROP_SESSION = 1,
  PROP_SELECTED,
  PROP_N_SELECTED,
  PROP_SEARCH_MODE,
  PROP_EMPTY,
} UsherInvitationPaneProperty;

static GParamSpec *properties[PROP_EMPTY + 1];

G_DEFINE_FINAL_TYPE (UsherInvitationPane, usher_invitation_pane, ADW_TYPE_BIN)

/* So many rows are in the first frame. GTK makes widgets for some 200 rows of a longer list, seen or not, which is
 * most of what a start costs; the others follow when the first ones are on the screen. */
#define FIRST_ROWS 32
#define GROW_DELAY 32 /* ms: two frames */

static gboolean
on_grow (gpointer user_data)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (user_data);

  self->grow_source = 0;
  usher_invitation_rows_set_limit (self->rows, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static void
on_items_changed (UsherInvitationPane *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  /* Not laid out anew yet: this is what the person sees. */
  if (gtk_adjustment_get_value (adjustment) < 1)
    self->to_top = TRUE;
  if (self->grow_source == 0 && usher_invitation_rows_get_limit (self->rows) == FIRST_ROWS)
    self->grow_source = g_timeout_add_full (G_PRIORITY_LOW, GROW_DELAY, on_grow, self, NULL);
  usher_cell_painter_look (self->painter);
  usher_invitation_pane_selection_reconcile (self);
  usher_invitation_pane_state_update (self);
}

/* Without a row: other invitations stand in all of them. */
static void
on_row_changed (UsherInvitationPane *self, UsherInvitationRow *row)
{
  usher_cell_painter_refresh (self->painter, row);
  if (row == NULL)
    on_items_changed (self);
}

/* Who sees the list sees that it is another one. */
static void
tell_found (UsherInvitationPane *self)
{
  guint n = g_list_model_get_n_items (usher_session_get_invitations (self->session));
  /* Translators: read aloud when a search, a filter or another list was chosen */
  g_autofree char *text = g_strdup_printf (ngettext ("%'u invitation found", "%'u invitations found", n), n);

  usher_compat_announce (GTK_WIDGET (self), text);
}

static void
on_loading_changed (UsherInvitationPane *self)
{
  if (!usher_session_get_loading (self->session))
    usher_invitation_pane_selection_reconcile (self);
  usher_invitation_pane_state_update (self);
  if (self->asked && !usher_session_get_loading (self->session))
    {
      self->asked = FALSE;
      tell_found (self);
    }
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
  self->asked = TRUE;
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

/* --- GObject --- */

/* Down goes from what is searched to what was found, over what stands between. */
static gboolean
on_search_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, UsherInvitationPane *self)
{
  return (key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && usher_invitation_pane_focus (self);
}

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
      g_value_set_uint (value, usher_invitation_pane_get_n_selected (self));
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
      break;
    case PROP_EMPTY:
      g_value_set_boolean (value, usher_invitation_pane_get_empty (self));
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
    case PROP_EMPTY:
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
  if (self->rows != NULL)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_clear_object (&self->rows);
  g_clear_object (&self->session);
  g_clear_object (&self->selected);
  usher_invitation_pane_selection_forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_INVITATION_PANE);
  g_clear_object (&self->painter);
  G_OBJECT_CLASS (usher_invitation_pane_parent_class)->dispose (object);
}

static void
usher_invitation_pane_finalize (GObject *object)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (object);

  g_hash_table_unref (self->kept);
  g_clear_pointer (&self->kept_keys, gtk_bitset_unref);
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
  /**
   * UsherInvitationPane:empty:
   *
   * Whether a text stands where the list would be: there is nothing to select.
   */
  properties[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherInvitationPane::item-activated:
   *
   * The person goes into the selected row: by Return, a double click, or a click in a narrow window.
   */
  g_signal_new ("item-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);

  g_type_ensure (USHER_TYPE_FILTER_BUTTON);
  g_type_ensure (USHER_TYPE_FILTER_CHIPS);
  g_type_ensure (USHER_TYPE_SUMMARY_STRIP);
  g_type_ensure (USHER_TYPE_SYNC_NOTICE);
  g_type_ensure (USHER_TYPE_INTENTS_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-invitation-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, filter_button);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, filter_chips);
  gtk_widget_class_bind_template_child (widget_class, UsherInvitationPane, summary_strip);
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
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  usher_invitation_pane_clicks_class_init (widget_class);
}

static void
usher_invitation_pane_init (UsherInvitationPane *self)
{
  self->kept = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled",
                           G_CALLBACK (on_search_mode_changed), self, G_CONNECT_SWAPPED);
  self->painter = usher_cell_painter_new (GTK_WIDGET (self->view), gtk_scrolled_window_get_vadjustment (self->scroller));
  self->rows = usher_invitation_rows_new ();
  usher_invitation_rows_set_limit (self->rows, FIRST_ROWS);
  usher_invitation_pane_selection_init (self);
  g_signal_connect_swapped (self->rows, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect_swapped (self->rows, "row-changed", G_CALLBACK (on_row_changed), self);
  g_signal_connect_object (self->rows, "come", G_CALLBACK (usher_cell_painter_come), self->painter, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "stale", G_CALLBACK (usher_cell_painter_stale), self->painter,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->rows));
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
 * usher_invitation_pane_get_empty:
 * @self: a pane
 *
 * Returns: whether a text stands where the list would be
 */
gboolean
usher_invitation_pane_get_empty (UsherInvitationPane *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "status") == 0;
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
  usher_invitation_pane_selection_forget (self);
  g_clear_pointer (&self->wanted_id, g_free);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  g_clear_handle_id (&self->grow_source, g_source_remove);
  usher_invitation_rows_set_items (self->rows, NULL);
  usher_invitation_rows_set_limit (self->rows, FIRST_ROWS);
  usher_invitation_rows_set_items (self->rows, session != NULL ? usher_session_get_invitations (session) : NULL);
  usher_filter_button_set_session (self->filter_button, session);
  usher_session_bin_set_session (USHER_SESSION_BIN (self->filter_chips), session);
  usher_session_bin_set_session (USHER_SESSION_BIN (self->summary_strip), session);
  usher_sync_notice_set_session (self->sync_notice, session);
  usher_intents_notice_set_session (self->intents_notice, session);
  usher_invitation_pane_selection_announce (self);
  if (session != NULL)
    on_query_changed (self);
  usher_invitation_pane_state_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
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

/**
 * usher_invitation_pane_focus:
 * @self: a pane
 *
 * Puts the focus on a row: on the one that had it last, else on the first.
 *
 * Returns: whether there is one
 */
gboolean
usher_invitation_pane_focus (UsherInvitationPane *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), FALSE);

  return gtk_widget_get_mapped (GTK_WIDGET (self->view)) && gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
