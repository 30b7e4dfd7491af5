/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account choice: a button with name and server, and a menu of the others; of many a list with a search. Main
 * thread. */
#include "ui/usher-account-button.h"

#include <glib/gi18n.h>

#include "ui/usher-choice-list.h"
#include "ui/usher-ui.h"

/* So many do not fit into a menu at a glance. */
#define MANY 8

struct _UsherAccountButton
{
  UsherSessionBin parent_instance;

  /* Template children */
  GtkMenuButton *button;
  GtkWidget *face;
  GtkLabel *name_label;
  GtkLabel *host_label;

  GListModel *accounts;       /* (owned) (nullable) */
  gboolean stale;             /* the list was made for another session */
  GSignalGroup *signals;      /* (owned): on the session's account */
  GSignalGroup *list_signals; /* (owned): on the accounts */
};

G_DEFINE_FINAL_TYPE (UsherAccountButton, usher_account_button, USHER_TYPE_SESSION_BIN)

/**
 * usher_account_dup_host:
 * @account: an account
 *
 * Returns: (transfer full): the host of its server, "Sandbox on this computer" for the one that comes
 *   with Usher
 */
char *
usher_account_dup_host (UsherAccount *account)
{
  g_autofree char *host = NULL;
  int port = -1;

  g_return_val_if_fail (USHER_IS_ACCOUNT (account), NULL);

  if (usher_account_get_is_sandbox (account))
    return g_strdup (_("Sandbox on this computer"));
  if (!g_uri_split_network (usher_account_get_server (account), G_URI_FLAGS_NONE, NULL, &host, &port, NULL)
      || host == NULL)
    return g_strdup (usher_account_get_server (account));
  return port > 0 ? g_strdup_printf ("%s:%d", host, port) : g_steal_pointer (&host);
}

static void
update (UsherAccountButton *self)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));
  UsherAccount *account = session != NULL ? usher_session_get_account (session) : NULL;
  g_autofree char *host = account != NULL ? usher_account_dup_host (account) : NULL;

  const char *name = account != NULL ? usher_account_get_name (account) : _("No Account");

  /* An account that was given on the command line has no name but its server's. */
  if (account != NULL && g_strcmp0 (name, usher_account_get_server (account)) == 0)
    name = host;
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->host_label, host != NULL ? host : "");
  gtk_widget_set_visible (GTK_WIDGET (self->host_label), g_strcmp0 (name, host) != 0 && host != NULL);
}

/* An underscore in a name is not a mnemonic. */
static char *
dup_menu_label (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
rebuild_menu (UsherAccountButton *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) accounts = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();
  guint n = self->accounts != NULL ? g_list_model_get_n_items (self->accounts) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (self->accounts, i);
      g_autofree char *label = dup_menu_label (usher_account_get_name (account));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "app.account", "s", usher_account_get_id (account));
      g_menu_append_item (accounts, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (accounts));
  g_menu_append (more, _("_Add Account…"), "app.add-account");
  g_menu_append (more, _("_Manage Accounts…"), "app.accounts");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (self->button, G_MENU_MODEL (menu));
}

/* --- Many --- */

static void
on_picked (UsherChoiceList *list, UsherChoice *choice, UsherAccountButton *self)
{
  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), "app.account", "s", usher_choice_get_id (choice));
}

static GListModel *
make_choices (UsherAccountButton *self)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));
  UsherAccount *open = session != NULL ? usher_session_get_account (session) : NULL;
  GListStore *choices = g_list_store_new (USHER_TYPE_CHOICE);
  guint n = g_list_model_get_n_items (self->accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (self->accounts, i);
      g_autofree char *host = usher_account_dup_host (account);
      g_autoptr (UsherChoice) choice =
        usher_choice_new (usher_account_get_id (account), usher_account_get_name (account), host, NULL);

      usher_choice_set_selected (choice, account == open);
      g_list_store_append (choices, choice);
    }
  return G_LIST_MODEL (choices);
}

static void
rebuild_list (UsherAccountButton *self)
{
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GListModel) choices = make_choices (self);
  GtkPopover *popover;
  UsherChoiceList *list;

  g_type_ensure (USHER_TYPE_CHOICE_LIST);
  builder = gtk_builder_new_from_resource (USHER_RESOURCE_PATH "/ui/usher-account-list.ui");
  popover = GTK_POPOVER (gtk_builder_get_object (builder, "popover"));
  list = USHER_CHOICE_LIST (gtk_builder_get_object (builder, "list"));
  usher_choice_list_set_choices (list, choices);
  g_signal_connect_object (list, "picked", G_CALLBACK (on_picked), self, 0);
  g_signal_connect_object (popover, "show", G_CALLBACK (usher_choice_list_start), list, G_CONNECT_SWAPPED);
  for (guint i = 0; i < 2; i++)
    g_signal_connect_object (gtk_builder_get_object (builder, i == 0 ? "add_button" : "manage_button"), "clicked",
                             G_CALLBACK (gtk_popover_popdown), popover, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->button, GTK_WIDGET (popover));
}

static void
rebuild (UsherAccountButton *self)
{
  if (self->accounts != NULL && g_list_model_get_n_items (self->accounts) >= MANY)
    rebuild_list (self);
  else
    rebuild_menu (self);
}

/* Its widgets are made when it is first opened, and anew when it is opened after a change. */
static void
on_menu_changed (UsherAccountButton *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->button);

  if (popover != NULL && gtk_widget_get_visible (GTK_WIDGET (popover)))
    rebuild (self);
  else
    gtk_menu_button_set_popover (self->button, NULL);
}

static void
on_create_popup (GtkMenuButton *button, gpointer user_data)
{
  UsherAccountButton *self = USHER_ACCOUNT_BUTTON (user_data);

  if (gtk_menu_button_get_popover (button) == NULL || self->stale)
    rebuild (self);
  self->stale = FALSE;
}

static void
usher_account_button_session_changed (UsherSessionBin *bin)
{
  UsherAccountButton *self = USHER_ACCOUNT_BUTTON (bin);
  UsherSession *session = usher_session_bin_get_session (bin);

  g_signal_group_set_target (self->signals, session != NULL ? usher_session_get_account (session) : NULL);
  update (self);
  /* Another one is to be marked. What was picked from is still at work. */
  self->stale = TRUE;
}

static void
usher_account_button_dispose (GObject *object)
{
  UsherAccountButton *self = USHER_ACCOUNT_BUTTON (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->accounts);
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_ACCOUNT_BUTTON);
  G_OBJECT_CLASS (usher_account_button_parent_class)->dispose (object);
}

static void
usher_account_button_class_init (UsherAccountButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_account_button_dispose;
  USHER_SESSION_BIN_CLASS (klass)->session_changed = usher_account_button_session_changed;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-account-button.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherAccountButton, button);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountButton, face);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountButton, name_label);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountButton, host_label);
}

static void
usher_account_button_init (UsherAccountButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_fill_button (self->button, self->face);
  self->signals = g_signal_group_new (USHER_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (on_menu_changed), self);
  self->list_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->list_signals, "items-changed", G_CALLBACK (on_menu_changed), self);
  gtk_menu_button_set_create_popup_func (self->button, on_create_popup, self, NULL);
  update (self);
}

/**
 * usher_account_button_new:
 *
 * Returns: (transfer floating): a button without a session
 */
GtkWidget *
usher_account_button_new (void)
{
  return g_object_new (USHER_TYPE_ACCOUNT_BUTTON, NULL);
}

/**
 * usher_account_button_set_accounts:
 * @self: the button
 * @accounts: (nullable): a list of [class@Account]
 */
void
usher_account_button_set_accounts (UsherAccountButton *self, GListModel *accounts)
{
  g_return_if_fail (USHER_IS_ACCOUNT_BUTTON (self));
  g_return_if_fail (accounts == NULL || G_IS_LIST_MODEL (accounts));

  if (!g_set_object (&self->accounts, accounts))
    return;
  g_signal_group_set_target (self->list_signals, accounts);
  on_menu_changed (self);
}
