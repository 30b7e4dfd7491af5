/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: three panes when there is a session, a welcome when there is no account. What its actions
 * do stands in usher-window-actions.c. Main thread. */
#include "ui/usher-window-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "usher-config.h"

enum
{
  STOP_OPENING,
  OPEN_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef enum
{
  PROP_SESSION = 1,
} UsherWindowProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherWindow, usher_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_selection_changed (UsherWindow *self)
{
  UsherInvitationPane *list = usher_shell_get_list (self->shell);
  UsherInvitationItem *item = usher_invitation_pane_get_selected (list);

  g_signal_group_set_target (self->item_signals, item);
  if (self->session != NULL)
    usher_session_set_selected (self->session, item != NULL ? usher_invitation_item_get_id (item) : NULL);
  usher_window_actions_update (self);
}

/* Most starts show neither of these pages: they are made when they are seen. */
static GtkBuilder *
make_page (UsherWindow *self, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/io/github/usher/Usher/ui/usher-window-%s.ui", name);
  GtkBuilder *builder = gtk_builder_new_from_resource (path);

  gtk_stack_add_named (self->stack, GTK_WIDGET (gtk_builder_get_object (builder, "page")), name);
  return builder;
}

static void
ensure_opening (UsherWindow *self)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (self->opening_spinner != NULL)
    return;
  builder = make_page (self, "opening");
  self->opening_spinner = GTK_SPINNER (gtk_builder_get_object (builder, "opening_spinner"));
}

static void
ensure_welcome (UsherWindow *self)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (self->welcome != NULL)
    return;
  builder = make_page (self, "welcome");
  self->welcome_notice = USHER_NOTICE (gtk_builder_get_object (builder, "welcome_notice"));
  self->welcome = USHER_WELCOME (gtk_builder_get_object (builder, "welcome"));
}

/* Nowhere, on what can do nothing, or on a page that is not seen: a dialog within the window (libadwaita 1.5) gives it back to what had it, also
 * when that went meanwhile. */
static gboolean
is_focus_lost (UsherWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus == NULL || !gtk_widget_get_mapped (focus) || !gtk_widget_is_sensitive (focus);
}

static gboolean
on_focus_lost (gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);

  self->focus_source = 0;
  if (!is_focus_lost (self) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_REMOVE;
  if (!usher_invitation_pane_focus (usher_shell_get_list (self->shell)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

/* What had the focus went, with its page or by itself. Whoever has a keyboard, or listens, would have to begin outside of
 * everything: the next place is the list. */
static void
keep_focus (UsherWindow *self)
{
  if (is_focus_lost (self) && self->focus_source == 0)
    self->focus_source = g_idle_add (on_focus_lost, self);
}

static void
show_page (UsherWindow *self, const char *name)
{
  gboolean opening = g_str_equal (name, "opening");

  self->opening_due = FALSE;
  if (opening)
    ensure_opening (self);
  if (self->opening_spinner != NULL)
    gtk_spinner_set_spinning (self->opening_spinner, opening);
  gtk_stack_set_visible_child_name (self->stack, name);
  keep_focus (self);
}

static void
usher_window_map (GtkWidget *widget)
{
  UsherWindow *self = USHER_WINDOW (widget);

  if (self->opening_due)
    show_page (self, "opening");
  GTK_WIDGET_CLASS (usher_window_parent_class)->map (widget);
}

static void
usher_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherWindowProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_WINDOW (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherWindowProperty) id)
    {
    case PROP_SESSION:
      usher_window_set_session (USHER_WINDOW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_window_dispose (GObject *object)
{
  UsherWindow *self = USHER_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->follow_source, g_source_remove);
  g_clear_handle_id (&self->focus_source, g_source_remove);
  usher_window_batch_stop (self);
  g_clear_object (&self->held_toast);
  g_clear_object (&self->signals);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_WINDOW);
  G_OBJECT_CLASS (usher_window_parent_class)->dispose (object);
}

static void
usher_window_finalize (GObject *object)
{
  UsherWindow *self = USHER_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->busy, g_hash_table_unref);
  G_OBJECT_CLASS (usher_window_parent_class)->finalize (object);
}

/* Who opens accounts does it. */
static void
on_opening_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[g_str_equal (name, "opening.cancel") ? STOP_OPENING : OPEN_AGAIN], 0);
}

static void
usher_window_class_init (UsherWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_window_get_property;
  object_class->set_property = usher_window_set_property;
  object_class->dispose = usher_window_dispose;
  object_class->finalize = usher_window_finalize;
  widget_class->map = usher_window_map;

  /**
   * UsherWindow:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherWindow::stop-opening:
   * @self: the window
   *
   * The person does not want to wait for the account any longer.
   */
  signals[STOP_OPENING] = g_signal_new ("stop-opening", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  /**
   * UsherWindow::open-again:
   * @self: the window
   *
   * The account that was not waited for is wanted after all.
   */
  signals[OPEN_AGAIN] = g_signal_new ("open-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "opening.cancel", NULL, on_opening_action);
  gtk_widget_class_install_action (widget_class, "opening.again", NULL, on_opening_action);
  g_type_ensure (USHER_TYPE_NOTICE);
  g_type_ensure (USHER_TYPE_WELCOME);
  g_type_ensure (USHER_TYPE_SHELL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/usher/Usher/ui/usher-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, UsherWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherWindow, shell);
}

static void
usher_window_init (UsherWindow *self)
{
  UsherInvitationPane *list;

  self->cancellable = g_cancellable_new ();
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  self->item_signals = g_signal_group_new (USHER_TYPE_INVITATION_ITEM);
  usher_window_actions_init (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_window_export_init (self);
  if (g_str_equal (USHER_PROFILE, "development"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");

  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (usher_window_actions_update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (usher_window_actions_update),
                                  self);
  list = usher_shell_get_list (self->shell);
  usher_invitation_pane_set_key_capture (list, GTK_WIDGET (self->shell));
  g_signal_connect_object (list, "notify::selected", G_CALLBACK (on_selection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::n-selected", G_CALLBACK (on_selection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (keep_focus), NULL);
  usher_window_actions_update (self);
}

/**
 * usher_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window, owned by the toolkit until it is closed
 */
UsherWindow *
usher_window_new (GtkApplication *application)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  return g_object_new (USHER_TYPE_WINDOW, "application", application, NULL);
}

/**
 * usher_window_get_session:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the account at work
 */
UsherSession *
usher_window_get_session (UsherWindow *self)
{
  g_return_val_if_fail (USHER_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * usher_window_set_session:
 * @self: the window
 * @session: (nullable): the account at work
 *
 * Shows a session, and gives up what was still under way for the one before.
 */
void
usher_window_set_session (UsherWindow *self, UsherSession *session)
{
  g_autoptr (UsherSession) old = NULL;

  g_return_if_fail (USHER_IS_WINDOW (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  old = self->session != NULL ? g_object_ref (self->session) : NULL;
  if (!g_set_object (&self->session, session))
    return;
  usher_window_held_watch (self, old);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  usher_window_batch_stop (self);
  g_hash_table_remove_all (self->busy);
  g_signal_group_set_target (self->signals, session);
  usher_shell_set_session (self->shell, session);
  if (session != NULL)
    show_page (self, "main");
  usher_window_actions_update (self);
  usher_window_sandbox_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_window_set_accounts:
 * @self: the window
 * @accounts: (nullable): a list of [class@Account]
 */
void
usher_window_set_accounts (UsherWindow *self, GListModel *accounts)
{
  g_return_if_fail (USHER_IS_WINDOW (self));

  usher_shell_set_accounts (self->shell, accounts);
}

/**
 * usher_window_get_shell:
 * @self: the window
 *
 * Returns: (transfer none): its panes
 */
UsherShell *
usher_window_get_shell (UsherWindow *self)
{
  g_return_val_if_fail (USHER_IS_WINDOW (self), NULL);

  return self->shell;
}

/**
 * usher_window_show_opening:
 * @self: the window
 *
 * Shows that a session is being opened.
 */
void
usher_window_show_opening (UsherWindow *self)
{
  g_return_if_fail (USHER_IS_WINDOW (self));

  /* An account that is open before the window is on the screen needs no spinner. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_page (self, "opening");
  else
    self->opening_due = TRUE;
}

/**
 * usher_window_show_welcome:
 * @self: the window
 * @message: (nullable): why nothing could be opened; plain text
 * @busy: whether the sandbox is being started
 *
 * Shows the ways to begin.
 */
void
usher_window_show_welcome (UsherWindow *self, const char *message, gboolean busy)
{
  g_return_if_fail (USHER_IS_WINDOW (self));

  ensure_welcome (self);
  usher_welcome_set_busy (self->welcome, busy);
  if (message != NULL)
    usher_notice_show (self->welcome_notice, "dialog-warning-symbolic", message, NULL, NULL);
  else
    usher_notice_hide (self->welcome_notice);
  show_page (self, "welcome");
}

/**
 * usher_window_show_stopped:
 * @self: the window
 * @again: whether there is an account that can be opened again
 *
 * Shows that the person did not wait for the account, and the ways to begin.
 */
void
usher_window_show_stopped (UsherWindow *self, gboolean again)
{
  g_return_if_fail (USHER_IS_WINDOW (self));

  usher_window_show_welcome (self, NULL, FALSE);
  usher_notice_show (self->welcome_notice, "dialog-information-symbolic", _("Opening the account was cancelled."),
                     again ? _("_Open Again") : NULL, again ? "opening.again" : NULL);
}

/**
 * usher_window_toast:
 * @self: the window
 * @text: what was done; plain text
 */
void
usher_window_toast (UsherWindow *self, const char *text)
{
  /* A toast reads its title as markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_return_if_fail (USHER_IS_WINDOW (self));

  usher_compat_toast (self->toasts, adw_toast_new (escaped));
}
