/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three panes, two within two: [sidebar | [list | detail]]. The inner one folds first, then the
 * outer one, so that all of it works from 360 pixels. Main thread. */
#include "ui/usher-shell.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-panes.h"
#include "ui/usher-detail-reasons.h"
#include "ui/usher-filter-button.h"
#include "ui/usher-several-page.h"
#include "ui/usher-sidebar-row.h"
#include "ui/usher-sidebar.h"
#include "ui/usher-ui.h"

struct _UsherShell
{
  AdwBin parent_instance;

  /* Template children */
  UsherPanes *outer_panes;
  UsherPanes *inner_panes;
  GtkWidget *list_box;
  GtkWidget *detail_box;
  AdwHeaderBar *sidebar_header;
  AdwHeaderBar *list_header;
  AdwHeaderBar *detail_header;
  AdwWindowTitle *list_title;
  AdwWindowTitle *detail_title;
  GtkWidget *list_back_button;
  GtkMenuButton *menu_button;
  GtkWidget *new_button;
  GtkMenuButton *sort_button;
  UsherFilterButton *filter_button;
  UsherSidebar *sidebar;
  UsherInvitationPane *pane;
  GtkStack *detail_stack;
  GtkWidget *none_page;
  GtkWidget *none_box;

  UsherDetailPane *detail; /* (owned by the stack) (nullable): made when it is first needed */
  UsherSeveralPage *several_page; /* (owned by the stack) (nullable): likewise */
  guint detail_source;     /* until it is made, for whoever selects first */

  UsherSession *session; /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): on the session */
  GListModel *companies; /* (owned) (nullable): whose changes are watched */
  gboolean sidebar_hidden; /* by the person, in a wide window */
};

typedef enum
{
  PROP_SESSION = 1,
} UsherShellProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherShell, usher_shell, ADW_TYPE_BIN)

static void
update_title (UsherShell *self)
{
  UsherQuery *query;
  UsherCompany *company = NULL;
  const char *id;

  if (self->session == NULL)
    return;
  query = usher_session_get_query (self->session);
  id = usher_query_get_company_id (query);
  if (id != NULL)
    company = usher_session_find_company (self->session, id);
  /* Alone in a narrow window the title has little room beside the buttons. */
  adw_window_title_set_title (self->list_title,
                              usher_query_get_status (query) == USHER_INVITATION_STATUS_UNKNOWN
                                  && !usher_panes_get_folded (self->outer_panes)
                                ? _("All Invitations")
                                : usher_list_get_title (usher_query_get_status (query)));
  adw_window_title_set_subtitle (self->list_title,
                                 company != NULL ? usher_company_get_name (company) : "");
}

/* Why there can be no new invitation now, where one would begin it. */
static void
update_new_button (UsherShell *self)
{
  const char *reason = usher_detail_why_not_reach (self->session);

  gtk_widget_set_tooltip_text (self->new_button, reason != NULL ? reason : _("New Invitation"));
}

/* Most of the widgets of the window are in the detail, and nothing is selected when it comes to the screen: made
 * along with the window, they were a good part of what a start took. */
#define DETAIL_DELAY 400

static UsherDetailPane *
ensure_detail (UsherShell *self)
{
  g_clear_handle_id (&self->detail_source, g_source_remove);
  if (self->detail == NULL)
    {
      self->detail = USHER_DETAIL_PANE (usher_detail_pane_new ());
      gtk_stack_add_child (self->detail_stack, GTK_WIDGET (self->detail));
      usher_detail_pane_set_session (self->detail, self->session);
    }
  return self->detail;
}

static gboolean
on_detail_due (gpointer user_data)
{
  UsherShell *self = USHER_SHELL (user_data);

  self->detail_source = 0;
  ensure_detail (self);
  return G_SOURCE_REMOVE;
}

static void
on_selection_changed (UsherShell *self)
{
  guint n = usher_invitation_pane_get_n_selected (self->pane);
  UsherInvitationItem *item = usher_invitation_pane_get_selected (self->pane);
  g_autofree char *recipients = NULL;

  if (item != NULL)
    ensure_detail (self);
  if (self->detail != NULL)
    usher_detail_pane_set_item (self->detail, item);
  if (n > 1)
    {
      if (self->several_page == NULL)
        {
          self->several_page = USHER_SEVERAL_PAGE (usher_several_page_new ());
          gtk_stack_add_child (self->detail_stack, GTK_WIDGET (self->several_page));
        }
      usher_several_page_set_n (self->several_page, n);
      gtk_stack_set_visible_child (self->detail_stack, GTK_WIDGET (self->several_page));
    }
  else
    gtk_stack_set_visible_child (self->detail_stack,
                                 item != NULL ? GTK_WIDGET (self->detail) : self->none_page);
  if (item != NULL)
    recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
  adw_window_title_set_title (self->detail_title, recipients != NULL ? recipients : "");
  if (n == 0)
    usher_panes_show (self->inner_panes, USHER_PANE_START);
}

static gboolean
focus_detail (gpointer user_data)
{
  UsherShell *self = USHER_SHELL (user_data);

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (ensure_detail (self)), GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

static void
on_item_activated (UsherShell *self)
{
  usher_shell_show (self, USHER_SHELL_DETAIL);
  /* Not yet: a row of a later toolkit takes the focus when it was activated by a click. */
  g_idle_add_full (G_PRIORITY_DEFAULT, focus_detail, g_object_ref (self), g_object_unref);
}

static void
on_list_activated (UsherShell *self)
{
  usher_shell_show (self, USHER_SHELL_LIST);
}

/* Only the outermost of the panes that are seen have window buttons. */
static void
on_folded (UsherShell *self)
{
  gboolean outer = usher_panes_get_folded (self->outer_panes);
  gboolean inner = usher_panes_get_folded (self->inner_panes);
  gboolean sidebar = usher_panes_get_start_visible (self->outer_panes) && !outer;

  adw_header_bar_set_show_end_title_buttons (self->sidebar_header, outer);
  adw_header_bar_set_show_start_title_buttons (self->list_header, !sidebar);
  adw_header_bar_set_show_end_title_buttons (self->list_header, inner);
  adw_header_bar_set_show_start_title_buttons (self->detail_header, !sidebar && inner);
  usher_invitation_pane_set_click_activates (self->pane, inner);
  gtk_widget_set_visible (GTK_WIDGET (self->filter_button), !outer);
  usher_invitation_pane_set_has_filter_button (self->pane, outer);
  gtk_widget_set_visible (self->list_back_button, outer || !sidebar);
  update_title (self);
}

static void
on_show_filters (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UsherShell *self = USHER_SHELL (widget);

  if (self->session == NULL)
    return;
  usher_shell_show (self, USHER_SHELL_LIST);
  if (gtk_widget_get_visible (GTK_WIDGET (self->filter_button)))
    usher_filter_button_popup (self->filter_button);
  else
    usher_invitation_pane_show_filters (self->pane);
}

static void
usher_shell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherShellProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_SHELL (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_shell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherShellProperty) id)
    {
    case PROP_SESSION:
      usher_shell_set_session (USHER_SHELL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_shell_dispose (GObject *object)
{
  UsherShell *self = USHER_SHELL (object);

  g_clear_handle_id (&self->detail_source, g_source_remove);
  g_clear_object (&self->signals);
  if (self->companies != NULL)
    g_signal_handlers_disconnect_by_data (self->companies, self);
  g_clear_object (&self->companies);
  g_clear_object (&self->session);
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SHELL);
  G_OBJECT_CLASS (usher_shell_parent_class)->dispose (object);
}

static void
usher_shell_class_init (UsherShellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_shell_get_property;
  object_class->set_property = usher_shell_set_property;
  object_class->dispose = usher_shell_dispose;

  /**
   * UsherShell:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (USHER_TYPE_PANES);
  g_type_ensure (USHER_TYPE_FILTER_BUTTON);
  g_type_ensure (USHER_TYPE_SIDEBAR);
  g_type_ensure (USHER_TYPE_INVITATION_PANE);
  g_type_ensure (USHER_TYPE_DETAIL_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/usher/Usher/ui/usher-shell.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherShell, outer_panes);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, inner_panes);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, list_box);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, detail_box);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, sidebar_header);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, list_header);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, detail_header);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, list_title);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, detail_title);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, list_back_button);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, menu_button);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, new_button);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, sort_button);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, filter_button);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, sidebar);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, pane);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, detail_stack);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, none_page);
  gtk_widget_class_bind_template_child (widget_class, UsherShell, none_box);
  gtk_widget_class_install_action (widget_class, "shell.show-filters", NULL, on_show_filters);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "shell.show-filters", NULL);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_item_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
}

/* Their widgets are made when they are first opened, not along with the window. */
static void
on_create_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GtkBuilder) menus = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  menus = gtk_builder_new_from_resource ("/io/github/usher/Usher/ui/usher-shell-menus.ui");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (menus, user_data)));
}

static void
usher_shell_init (UsherShell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, on_create_menu, (gpointer) "main_menu", NULL);
  gtk_menu_button_set_create_popup_func (self->sort_button, on_create_menu, (gpointer) "sort_menu", NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "filter",
                                  usher_filter_button_get_actions (self->filter_button));
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::query", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update_new_button), self);
  g_signal_group_connect_swapped (self->signals, "notify::has-key", G_CALLBACK (update_new_button), self);
  usher_panes_own_way_back (self->list_header);
  usher_panes_own_way_back (self->detail_header);
  g_signal_connect_object (self->outer_panes, "notify::folded", G_CALLBACK (on_folded), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inner_panes, "notify::folded", G_CALLBACK (on_folded), self,
                           G_CONNECT_SWAPPED);
  /* Where nothing can be selected, nobody is asked to. */
  g_object_bind_property (self->pane, "empty", self->none_box, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  usher_panes_show (self->outer_panes, USHER_PANE_END);
  on_folded (self);
}

/**
 * usher_shell_new:
 *
 * Returns: (transfer floating): the panes, without a session
 */
GtkWidget *
usher_shell_new (void)
{
  return g_object_new (USHER_TYPE_SHELL, NULL);
}

/**
 * usher_shell_set_session:
 * @self: the panes
 * @session: (nullable): the account at work
 */
void
usher_shell_set_session (UsherShell *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_SHELL (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  if (self->companies != NULL)
    g_signal_handlers_disconnect_by_data (self->companies, self);
  g_clear_object (&self->companies);
  if (session != NULL)
    {
      self->companies = g_object_ref (usher_session_get_companies (session));
      g_signal_connect_swapped (self->companies, "items-changed", G_CALLBACK (update_title), self);
    }
  usher_filter_button_set_session (self->filter_button, session);
  usher_session_bin_set_session (USHER_SESSION_BIN (self->sidebar), session);
  usher_invitation_pane_set_session (self->pane, session);
  if (self->detail != NULL)
    usher_detail_pane_set_session (self->detail, session);
  else if (session != NULL && self->detail_source == 0)
    self->detail_source = g_timeout_add_full (G_PRIORITY_LOW, DETAIL_DELAY, on_detail_due, self, NULL);
  update_title (self);
  update_new_button (self);
  on_selection_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_shell_set_accounts:
 * @self: the panes
 * @accounts: (nullable): a list of [class@Account]
 */
void
usher_shell_set_accounts (UsherShell *self, GListModel *accounts)
{
  g_return_if_fail (USHER_IS_SHELL (self));

  usher_sidebar_set_accounts (self->sidebar, accounts);
}

/**
 * usher_shell_get_list:
 * @self: the panes
 *
 * Returns: (transfer none): the list
 */
UsherInvitationPane *
usher_shell_get_list (UsherShell *self)
{
  g_return_val_if_fail (USHER_IS_SHELL (self), NULL);

  return self->pane;
}

/**
 * usher_shell_get_detail:
 * @self: the panes
 *
 * Returns: (transfer none): the detail
 */
UsherDetailPane *
usher_shell_get_detail (UsherShell *self)
{
  g_return_val_if_fail (USHER_IS_SHELL (self), NULL);

  return ensure_detail (self);
}

/**
 * usher_shell_set_several_kinds:
 * @self: the panes
 * @kinds: bits of [enum@BatchKind]
 *
 * Tells what can be done to one at least of several that are selected, so that the buttons can say why not.
 */
void
usher_shell_set_several_kinds (UsherShell *self, guint kinds)
{
  g_return_if_fail (USHER_IS_SHELL (self));

  if (self->several_page != NULL)
    usher_several_page_set_kinds (self->several_page, kinds, self->session);
}

/**
 * usher_shell_show:
 * @self: the panes
 * @pane: which
 *
 * Brings a pane to the front where not all of them fit.
 */
void
usher_shell_show (UsherShell *self, UsherShellPane pane)
{
  g_return_if_fail (USHER_IS_SHELL (self));

  if (pane == USHER_SHELL_SIDEBAR)
    {
      usher_panes_show (self->outer_panes, USHER_PANE_START);
      return;
    }
  usher_panes_show (self->outer_panes, USHER_PANE_END);
  usher_panes_show (self->inner_panes, pane == USHER_SHELL_LIST ? USHER_PANE_START : USHER_PANE_END);
}

/**
 * usher_shell_toggle_sidebar:
 * @self: the panes
 *
 * Shows or hides the sidebar where there is room for it beside the others; else goes to it, or back.
 */
void
usher_shell_toggle_sidebar (UsherShell *self)
{
  g_return_if_fail (USHER_IS_SHELL (self));

  if (usher_panes_get_folded (self->outer_panes))
    {
      /* It is gone to: that says nothing about a wide window. */
      usher_panes_set_start_visible (self->outer_panes, TRUE);
      usher_shell_show (self, usher_shell_is_shown (self, USHER_SHELL_SIDEBAR) ? USHER_SHELL_LIST
                                                                              : USHER_SHELL_SIDEBAR);
      on_folded (self);
    }
  else
    usher_shell_set_sidebar_visible (self, !usher_panes_get_start_visible (self->outer_panes));
}

/**
 * usher_shell_get_sidebar_visible:
 * @self: the panes
 *
 * Returns: whether the person left the sidebar where it was
 */
gboolean
usher_shell_get_sidebar_visible (UsherShell *self)
{
  g_return_val_if_fail (USHER_IS_SHELL (self), FALSE);

  return !self->sidebar_hidden;
}

/**
 * usher_shell_set_sidebar_visible:
 * @self: the panes
 * @visible: whether the sidebar is to be there beside the others
 */
void
usher_shell_set_sidebar_visible (UsherShell *self, gboolean visible)
{
  g_return_if_fail (USHER_IS_SHELL (self));

  self->sidebar_hidden = !visible;
  usher_panes_set_start_visible (self->outer_panes, visible);
  on_folded (self);
}

/**
 * usher_shell_is_shown:
 * @self: the panes
 * @pane: which
 *
 * Returns: whether it can be seen now
 */
gboolean
usher_shell_is_shown (UsherShell *self, UsherShellPane pane)
{
  UsherPane wanted = pane == USHER_SHELL_LIST ? USHER_PANE_START : USHER_PANE_END;

  g_return_val_if_fail (USHER_IS_SHELL (self), FALSE);

  if (pane == USHER_SHELL_SIDEBAR)
    return usher_panes_get_start_visible (self->outer_panes)
           && (!usher_panes_get_folded (self->outer_panes)
               || usher_panes_get_front (self->outer_panes) == USHER_PANE_START);
  if (usher_panes_get_folded (self->outer_panes)
      && usher_panes_get_front (self->outer_panes) == USHER_PANE_START)
    return FALSE;
  return !usher_panes_get_folded (self->inner_panes) || usher_panes_get_front (self->inner_panes) == wanted;
}

/**
 * usher_shell_get_width:
 * @self: the panes
 * @pane: the sidebar or the detail
 *
 * Returns: how wide the person made it, in pixels; 0: nobody did
 */
int
usher_shell_get_width (UsherShell *self, UsherShellPane pane)
{
  g_return_val_if_fail (USHER_IS_SHELL (self), 0);
  g_return_val_if_fail (pane != USHER_SHELL_LIST, 0);

  return usher_panes_get_width (pane == USHER_SHELL_SIDEBAR ? self->outer_panes : self->inner_panes);
}

/**
 * usher_shell_set_width:
 * @self: the panes
 * @pane: the sidebar or the detail; the list has what they leave
 * @width: in pixels; 0: as wide as it is by itself
 *
 * It gets as much of that as there is room for.
 */
void
usher_shell_set_width (UsherShell *self, UsherShellPane pane, int width)
{
  g_return_if_fail (USHER_IS_SHELL (self));
  g_return_if_fail (pane != USHER_SHELL_LIST);

  usher_panes_set_width (pane == USHER_SHELL_SIDEBAR ? self->outer_panes : self->inner_panes, width);
}
