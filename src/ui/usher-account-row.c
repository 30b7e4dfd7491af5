/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the accounts window: name, server, and a menu of what can be done with it. Main thread. */
#include "ui/usher-account-row.h"

#include "ui/usher-account-button.h"

struct _UsherAccountRow
{
  AdwActionRow parent_instance;

  /* Template children */
  GtkWidget *menu_button;
  GtkSpinner *spinner;
  GtkWidget *stop_button;

  UsherAccount *account; /* (owned) */
};

enum
{
  SIGNAL_RENAME,
  SIGNAL_REPLACE_KEY,
  SIGNAL_REMOVE,
  SIGNAL_STOP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherAccountRow, usher_account_row, ADW_TYPE_ACTION_ROW)

static void
update (UsherAccountRow *self)
{
  g_autofree char *host = usher_account_dup_host (self->account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), usher_account_get_name (self->account));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), host);
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "account.rename"))
    g_signal_emit (widget, signals[SIGNAL_RENAME], 0);
  else if (g_str_equal (name, "account.replace-key"))
    g_signal_emit (widget, signals[SIGNAL_REPLACE_KEY], 0);
  else if (g_str_equal (name, "account.remove"))
    g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);
  else
    g_signal_emit (widget, signals[SIGNAL_STOP], 0);
}

static void
usher_account_row_dispose (GObject *object)
{
  g_clear_object (&USHER_ACCOUNT_ROW (object)->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_ACCOUNT_ROW);
  G_OBJECT_CLASS (usher_account_row_parent_class)->dispose (object);
}

static void
usher_account_row_class_init (UsherAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *names[N_SIGNALS] = { "rename", "replace-key", "remove", "stop" };

  G_OBJECT_CLASS (klass)->dispose = usher_account_row_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherAccountRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountRow, stop_button);
  gtk_widget_class_install_action (widget_class, "account.rename", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "account.replace-key", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "account.remove", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "account.stop", NULL, on_action);
}

static void
usher_account_row_init (UsherAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_account_row_new:
 * @account: an account
 *
 * Returns: (transfer floating): a row about it
 */
GtkWidget *
usher_account_row_new (UsherAccount *account)
{
  UsherAccountRow *self;

  g_return_val_if_fail (USHER_IS_ACCOUNT (account), NULL);

  self = g_object_new (USHER_TYPE_ACCOUNT_ROW, NULL);
  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  /* The key of the sandbox is its own affair. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.replace-key",
                                 !usher_account_get_is_sandbox (account));
  update (self);
  return GTK_WIDGET (self);
}

/**
 * usher_account_row_get_account:
 * @self: a row
 *
 * Returns: (transfer none): the account it is about
 */
UsherAccount *
usher_account_row_get_account (UsherAccountRow *self)
{
  g_return_val_if_fail (USHER_IS_ACCOUNT_ROW (self), NULL);

  return self->account;
}

/**
 * usher_account_row_set_removing:
 * @self: a row
 * @removing: whether it is being removed
 * @can_stop: whether that can still be stopped
 *
 * Shows that, and the way to stop it, in place of the menu.
 */
void
usher_account_row_set_removing (UsherAccountRow *self, gboolean removing, gboolean can_stop)
{
  g_return_if_fail (USHER_IS_ACCOUNT_ROW (self));

  gtk_widget_set_visible (self->menu_button, !removing);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), removing);
  gtk_widget_set_visible (self->stop_button, removing && can_stop);
  gtk_spinner_set_spinning (self->spinner, removing);
}
