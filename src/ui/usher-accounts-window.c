/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts and what can be done with them. Main thread. */
#include "ui/usher-accounts-window.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-account-row.h"
#include "ui/usher-ui.h"

struct _UsherAccountsWindow
{
  UsherDialog parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkListBox *list;

  UsherAccounts *accounts;   /* (owned) */
  UsherAccount *in_question; /* (owned) (nullable): to be removed, if the person says yes */
  GCancellable *cancellable; /* (owned): cancelled when the window goes */
  GCancellable *removing;    /* (owned) (nullable): while a removal can be stopped; not cancelled with the window */
  UsherAccount *removed;     /* (owned) (nullable): which */
  guint slow_source;         /* until that is shown */
};

enum
{
  SIGNAL_REMOVING,
  SIGNAL_KEY_REPLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherAccountsWindow, usher_accounts_window, USHER_TYPE_DIALOG)

static void
present_over (UsherAccountsWindow *self, UsherAccountDialog *dialog)
{
  usher_dialog_present (USHER_DIALOG (dialog), GTK_WIDGET (self));
}

static void
on_add_clicked (UsherAccountsWindow *self)
{
  present_over (self, usher_account_dialog_new (self->accounts, USHER_ACCOUNT_DIALOG_ADD, NULL));
}

static void
on_rename (UsherAccountRow *row, UsherAccountsWindow *self)
{
  present_over (self, usher_account_dialog_new (self->accounts, USHER_ACCOUNT_DIALOG_RENAME,
                                                usher_account_row_get_account (row)));
}

static void
on_key_done (UsherAccountDialog *dialog, UsherAccount *account, UsherAccountsWindow *self)
{
  g_signal_emit (self, signals[SIGNAL_KEY_REPLACED], 0, account);
}

static void
on_replace_key (UsherAccountRow *row, UsherAccountsWindow *self)
{
  UsherAccountDialog *dialog;

  dialog = usher_account_dialog_new (self->accounts, USHER_ACCOUNT_DIALOG_REPLACE_KEY,
                                     usher_account_row_get_account (row));
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_key_done), self, 0);
  present_over (self, dialog);
}

/* Quick it mostly is: a spinner would be gone before anybody saw what it is. */
#define SLOW 400

/* (nullable) (transfer none) */
static UsherAccountRow *
find_row (UsherAccountsWindow *self, UsherAccount *account)
{
  GtkListBoxRow *row;

  for (int i = 0; self->list != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (usher_account_row_get_account (USHER_ACCOUNT_ROW (row)) == account)
        return USHER_ACCOUNT_ROW (row);
    }
  return NULL;
}

static void
show_removing (UsherAccountsWindow *self, gboolean removing)
{
  UsherAccountRow *row = self->removed != NULL ? find_row (self, self->removed) : NULL;

  if (row != NULL)
    usher_account_row_set_removing (row, removing, self->removing != NULL);
}

static gboolean
on_slow (gpointer user_data)
{
  UsherAccountsWindow *self = USHER_ACCOUNTS_WINDOW (user_data);

  self->slow_source = 0;
  show_removing (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* Its key goes now: an account without would be half of one. */
static void
on_removal_begun (UsherAccountsWindow *self, UsherAccount *account)
{
  if (account != self->removed)
    return;
  g_clear_object (&self->removing);
  if (self->slow_source == 0)
    show_removing (self, TRUE);
}

static void
end_removing (UsherAccountsWindow *self)
{
  g_clear_handle_id (&self->slow_source, g_source_remove);
  show_removing (self, FALSE);
  g_clear_object (&self->removing);
  g_clear_object (&self->removed);
}

static void
on_stop (UsherAccountRow *row, UsherAccountsWindow *self)
{
  if (self->removing != NULL)
    g_cancellable_cancel (self->removing);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherAccountsWindow) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  end_removing (self);
  if (usher_accounts_remove_finish (USHER_ACCOUNTS (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  usher_compat_tell (gtk_widget_get_mapped (GTK_WIDGET (self)) ? usher_dialog_get_window (USHER_DIALOG (self)) : NULL,
                     _("The Account Was Not Removed Completely"), error->message);
}

static void
on_remove_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherAccountsWindow) self = g_steal_pointer (&user_data);
  g_autoptr (UsherAccount) account = g_steal_pointer (&self->in_question);

  if (usher_compat_confirm_finish (GTK_WINDOW (source), result, NULL) && account != NULL)
    g_signal_emit (self, signals[SIGNAL_REMOVING], 0, account);
}

static void
on_remove (UsherAccountRow *row, UsherAccountsWindow *self)
{
  UsherAccount *account = usher_account_row_get_account (row);
  g_autofree char *heading = NULL;
  const char *body;

  /* Translators: %s is the name of an account. */
  heading = g_strdup_printf (_("Remove “%s”?"), usher_account_get_name (account));
  if (usher_account_get_is_sandbox (account))
    body = _("What Usher keeps of it on this computer goes. The sandbox itself keeps its invitations, and "
             "can be tried again at any time.");
  else
    body = _("Its API key is taken out of the keyring and what Usher keeps of it on this computer goes. "
             "Invitations on the server stay as they are, and the key stays valid there until it is "
             "deleted in the dashboard.");
  g_set_object (&self->in_question, account);
  usher_compat_confirm_async (usher_dialog_get_window (USHER_DIALOG (self)), heading, body, _("_Remove"), TRUE,
                              self->cancellable, on_remove_answered, g_object_ref (self));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = usher_account_row_new (USHER_ACCOUNT (item));

  g_signal_connect_object (row, "rename", G_CALLBACK (on_rename), user_data, 0);
  g_signal_connect_object (row, "replace-key", G_CALLBACK (on_replace_key), user_data, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), user_data, 0);
  g_signal_connect_object (row, "stop", G_CALLBACK (on_stop), user_data, 0);
  return row;
}

static void
on_accounts_changed (UsherAccountsWindow *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "none");
}

static void
usher_accounts_window_dispose (GObject *object)
{
  UsherAccountsWindow *self = USHER_ACCOUNTS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  /* A bound list box keeps the model's handler, and that this window, alive. */
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->in_question);
  g_clear_handle_id (&self->slow_source, g_source_remove);
  g_clear_object (&self->removed);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_ACCOUNTS_WINDOW);
  G_OBJECT_CLASS (usher_accounts_window_parent_class)->dispose (object);
}

static void
usher_accounts_window_finalize (GObject *object)
{
  UsherAccountsWindow *self = USHER_ACCOUNTS_WINDOW (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->removing);
  G_OBJECT_CLASS (usher_accounts_window_parent_class)->finalize (object);
}

static void
usher_accounts_window_class_init (UsherAccountsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_accounts_window_dispose;
  object_class->finalize = usher_accounts_window_finalize;

  /**
   * UsherAccountsWindow::removing:
   * @account: the account
   *
   * The person wants it gone. The handler closes what uses it and calls
   * [method@AccountsWindow.remove].
   */
  signals[SIGNAL_REMOVING] = g_signal_new ("removing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, USHER_TYPE_ACCOUNT);
  /**
   * UsherAccountsWindow::key-replaced:
   * @account: the account
   *
   * It has another key now.
   */
  signals[SIGNAL_KEY_REPLACED] = g_signal_new ("key-replaced", G_TYPE_FROM_CLASS (klass),
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                               USHER_TYPE_ACCOUNT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-accounts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherAccountsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountsWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
}

static void
usher_accounts_window_init (UsherAccountsWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
}

/**
 * usher_accounts_window_new:
 * @accounts: the accounts
 *
 * Returns: (transfer none): a dialog, owned by the toolkit until it is closed
 */
UsherAccountsWindow *
usher_accounts_window_new (UsherAccounts *accounts)
{
  UsherAccountsWindow *self;

  g_return_val_if_fail (USHER_IS_ACCOUNTS (accounts), NULL);

  self = g_object_new (USHER_TYPE_ACCOUNTS_WINDOW, NULL);
  self->accounts = g_object_ref (accounts);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (accounts), create_row, self, NULL);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "removal-begun", G_CALLBACK (on_removal_begun), self, G_CONNECT_SWAPPED);
  on_accounts_changed (self);
  return self;
}

/**
 * usher_accounts_window_remove:
 * @self: the window
 * @account: an account that nothing uses any more
 *
 * Removes an account, its key and its data, and tells when that fails.
 */
void
usher_accounts_window_remove (UsherAccountsWindow *self, UsherAccount *account)
{
  g_return_if_fail (USHER_IS_ACCOUNTS_WINDOW (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));

  end_removing (self);
  /* Not cancelled with the window: half a removal is worse than none. A person can stop it while a keyring lets it wait,
   * which comes first. */
  self->removing = g_cancellable_new ();
  self->removed = g_object_ref (account);
  self->slow_source = g_timeout_add (SLOW, on_slow, self);
  usher_accounts_remove_async (self->accounts, account, self->removing, on_removed, g_object_ref (self));
}
