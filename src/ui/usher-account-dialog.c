/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Name, server, key. The server is asked before anything is kept, and what it refuses is told at the field
 * it is about, with nothing that was typed lost. The key lives in the entry's own memory (GtkPasswordEntry
 * uses the secure buffer) and is given on by pointer. Main thread. */
#include "ui/usher-account-dialog.h"

#include <glib/gi18n.h>

#include "model/usher-model-error.h"
#include "model/usher-text.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-discard.h"
#include "ui/usher-ui.h"

struct _UsherAccountDialog
{
  UsherDialog parent_instance;

  /* Template children */
  GtkStack *apply_stack;
  GtkButton *apply_button;
  GtkSpinner *spinner;
  GtkWidget *form;
  AdwPreferencesGroup *group;
  GtkWidget *name_row;
  GtkWidget *server_row;
  GtkWidget *key_row;
  GtkLabel *error_label;
  GtkWidget *hint_label;

  UsherAccounts *accounts;     /* (owned) */
  UsherAccount *account;       /* (owned) (nullable): what it is about, not for ADD */
  UsherAccountDialogMode mode;
  char *offered_server;        /* (owned) (nullable): what stood there before anything was typed */
  GCancellable *cancellable;   /* (owned): cancelled when the window goes */
  GCancellable *asking;        /* (owned) (nullable): ends what is asked of the server */
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherAccountDialog, usher_account_dialog, USHER_TYPE_DIALOG)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_filled (GtkWidget *row)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (row)));

  return *text != '\0';
}

static void
clear_error (UsherAccountDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  gtk_widget_remove_css_class (self->name_row, "error");
  gtk_widget_remove_css_class (self->server_row, "error");
  gtk_widget_remove_css_class (self->key_row, "error");
}

/* row: the field it is about; (nullable) */
static void
show_error (UsherAccountDialog *self, GtkWidget *row, const char *message)
{
  gtk_label_set_label (self->error_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  if (row == NULL)
    return;
  gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->error_label, NULL, -1);
  gtk_widget_grab_focus (row);
}

static GtkWidget *
find_row (UsherAccountDialog *self, const GError *error)
{
  if (g_error_matches (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_BAD_KEY)
      || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_AUTH)
      || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_FORBIDDEN))
    return self->key_row;
  if (self->mode == USHER_ACCOUNT_DIALOG_ADD
      && (error->domain == USHER_API_ERROR
          || g_error_matches (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL)))
    return self->server_row;
  return NULL;
}

static void
set_busy (UsherAccountDialog *self, gboolean busy)
{
  /* An entry that loses its focus by becoming insensitive complains (GTK 4.8). */
  if (busy)
    usher_dialog_set_focus (USHER_DIALOG (self), NULL);
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_stack_set_visible_child (self->apply_stack, busy ? GTK_WIDGET (self->spinner)
                                                       : GTK_WIDGET (self->apply_button));
}

static void
on_changed (UsherAccountDialog *self)
{
  gboolean ready = FALSE;

  clear_error (self);
  switch (self->mode)
    {
    case USHER_ACCOUNT_DIALOG_ADD:
      ready = is_filled (self->name_row) && is_filled (self->server_row) && is_filled (self->key_row);
      break;
    case USHER_ACCOUNT_DIALOG_RENAME:
      ready = is_filled (self->name_row);
      break;
    case USHER_ACCOUNT_DIALOG_REPLACE_KEY:
      ready = is_filled (self->key_row);
      break;
    default:
      g_assert_not_reached ();
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply_button), ready);
}

/* key_notice: why the keyring would not keep the key; told over the window that stays. */
static void
finish (UsherAccountDialog *self, UsherAccount *account, const char *key_notice)
{
  GtkWindow *parent = usher_dialog_get_parent (USHER_DIALOG (self));

  g_clear_object (&self->asking);
  /* Closed at the moment the answer came: it is done, and the list of accounts shows it. */
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  /* The key has done its work: not one turn longer in memory than it must be. */
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), "");
  if (key_notice != NULL)
    usher_compat_tell (parent, _("The Key Was Not Saved"), key_notice);
  g_signal_emit (self, signals[SIGNAL_DONE], 0, account);
  usher_dialog_force_close (USHER_DIALOG (self));
}

static void
fail (UsherAccountDialog *self, const GError *error)
{
  g_clear_object (&self->asking);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_busy (self, FALSE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_grab_focus (self->key_row);
  else
    show_error (self, find_row (self, error), error->message);
}

static GCancellable *
begin_asking (UsherAccountDialog *self)
{
  set_busy (self, TRUE);
  self->asking = g_cancellable_new ();
  return self->asking;
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherAccountDialog) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAccount) account = NULL;
  g_autofree char *key_notice = NULL;
  gboolean key_saved = TRUE;
  guint n_companies = 0;

  account = usher_accounts_add_finish (USHER_ACCOUNTS (source), result, &n_companies, &key_saved, &key_notice, &error);
  if (account != NULL)
    finish (self, account, key_saved ? NULL : key_notice);
  else
    fail (self, error);
}

static void
on_key_replaced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherAccountDialog) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *key_notice = NULL;
  gboolean key_saved = TRUE;

  if (usher_accounts_replace_key_finish (USHER_ACCOUNTS (source), result, &key_saved, &key_notice, &error))
    finish (self, self->account, key_saved ? NULL : key_notice);
  else
    fail (self, error);
}

static void
on_apply_clicked (UsherAccountDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strstrip (g_strdup (get_text (self->name_row)));

  clear_error (self);
  switch (self->mode)
    {
    case USHER_ACCOUNT_DIALOG_ADD:
      {
        g_autofree char *server = usher_server_url_normalise (get_text (self->server_row), &error);

        if (server == NULL)
          {
            show_error (self, self->server_row, error->message);
            return;
          }
        usher_accounts_add_async (self->accounts, name, server, get_text (self->key_row), FALSE,
                                  begin_asking (self), on_added, g_object_ref (self));
      }
      break;
    case USHER_ACCOUNT_DIALOG_RENAME:
      if (usher_accounts_rename (self->accounts, self->account, name, &error))
        finish (self, self->account, NULL);
      else
        show_error (self, self->name_row, error->message);
      break;
    case USHER_ACCOUNT_DIALOG_REPLACE_KEY:
      usher_accounts_replace_key_async (self->accounts, self->account, get_text (self->key_row), begin_asking (self),
                                        on_key_replaced, g_object_ref (self));
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Not by way of the window's default widget: it forgets that when it is not seen for a while, as the button is while the
 * server is asked, and after a refusal Return did nothing. */
static void
on_entry_activated (UsherAccountDialog *self)
{
  if (gtk_widget_is_sensitive (GTK_WIDGET (self->apply_button)))
    on_apply_clicked (self);
}

/* An address that was offered and a name that it has are not typed. */
static gboolean
is_typed (UsherAccountDialog *self)
{
  const char *name = self->mode == USHER_ACCOUNT_DIALOG_RENAME ? usher_account_get_name (self->account) : "";

  return !g_str_equal (get_text (self->name_row), name) || *get_text (self->key_row) != '\0'
         || g_strcmp0 (get_text (self->server_row), self->offered_server) != 0;
}

static gboolean
usher_account_dialog_query_close (UsherDialog *dialog)
{
  UsherAccountDialog *self = USHER_ACCOUNT_DIALOG (dialog);

  /* First it stops waiting for the server: what was typed is for a second thought. */
  if (self->asking != NULL)
    {
      g_cancellable_cancel (self->asking);
      return TRUE;
    }
  if (!is_typed (self))
    return FALSE;
  switch (self->mode)
    {
    case USHER_ACCOUNT_DIALOG_ADD:
      usher_discard_ask (dialog, _("Discard This Account?"),
                         _("What you have entered is lost. No account has been added."), self->cancellable);
      break;
    case USHER_ACCOUNT_DIALOG_RENAME:
      usher_discard_ask (dialog, _("Discard This Name?"),
                         _("What you have entered is lost. The account keeps the name it has."), self->cancellable);
      break;
    case USHER_ACCOUNT_DIALOG_REPLACE_KEY:
      usher_discard_ask (dialog, _("Discard This Key?"),
                         _("What you have entered is lost. The account keeps the key it has."), self->cancellable);
      break;
    default:
      g_assert_not_reached ();
    }
  return TRUE;
}

static void
stop (UsherAccountDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->asking);
}

static void
usher_account_dialog_closed (UsherDialog *dialog)
{
  stop (USHER_ACCOUNT_DIALOG (dialog));
}

static void
usher_account_dialog_dispose (GObject *object)
{
  UsherAccountDialog *self = USHER_ACCOUNT_DIALOG (object);

  stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_ACCOUNT_DIALOG);
  G_OBJECT_CLASS (usher_account_dialog_parent_class)->dispose (object);
}

static void
usher_account_dialog_finalize (GObject *object)
{
  UsherAccountDialog *self = USHER_ACCOUNT_DIALOG (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->asking);
  g_free (self->offered_server);
  G_OBJECT_CLASS (usher_account_dialog_parent_class)->finalize (object);
}

static void
usher_account_dialog_class_init (UsherAccountDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_account_dialog_dispose;
  object_class->finalize = usher_account_dialog_finalize;
  USHER_DIALOG_CLASS (klass)->closed = usher_account_dialog_closed;
  USHER_DIALOG_CLASS (klass)->query_close = usher_account_dialog_query_close;

  /**
   * UsherAccountDialog::done:
   * @account: the account that was added or changed
   *
   * It worked.
   */
  signals[SIGNAL_DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, USHER_TYPE_ACCOUNT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, apply_stack);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, form);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, group);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, key_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, UsherAccountDialog, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
}

static void
usher_account_dialog_init (UsherAccountDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
}

/**
 * usher_account_dialog_new:
 * @accounts: the accounts
 * @mode: what is to be done
 * @account: (nullable): whom it is about; %NULL for an account that is added
 *
 * Returns: (transfer none): a dialog, owned by the toolkit until it is closed
 */
UsherAccountDialog *
usher_account_dialog_new (UsherAccounts *accounts, UsherAccountDialogMode mode, UsherAccount *account)
{
  UsherAccountDialog *self;
  const char *title = NULL;
  const char *verb = NULL;

  g_return_val_if_fail (USHER_IS_ACCOUNTS (accounts), NULL);
  g_return_val_if_fail ((account == NULL) == (mode == USHER_ACCOUNT_DIALOG_ADD), NULL);

  self = g_object_new (USHER_TYPE_ACCOUNT_DIALOG, NULL);
  self->accounts = g_object_ref (accounts);
  self->mode = mode;
  self->offered_server = g_strdup ("");
  g_set_object (&self->account, account);
  switch (mode)
    {
    case USHER_ACCOUNT_DIALOG_ADD:
      title = _("Add Account");
      verb = _("_Add");
      usher_account_dialog_set_server (self, USHER_SERVER_DEFAULT);
      break;
    case USHER_ACCOUNT_DIALOG_RENAME:
      title = _("Rename Account");
      verb = _("_Rename");
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), usher_account_get_name (account));
      break;
    case USHER_ACCOUNT_DIALOG_REPLACE_KEY:
      title = _("Replace API Key");
      verb = _("_Replace");
      {
        /* A group's title is read as markup. */
        g_autofree char *escaped = g_markup_escape_text (usher_account_get_name (account), -1);

        adw_preferences_group_set_title (self->group, escaped);
      }
      break;
    default:
      g_assert_not_reached ();
    }
  g_object_set (self, "title", title, NULL);
  /* With room for a refusal in a few lines: a window does not grow by itself. */
  usher_dialog_set_size (USHER_DIALOG (self), 440, mode == USHER_ACCOUNT_DIALOG_ADD ? 400 : 280);
  gtk_button_set_label (self->apply_button, verb);
  gtk_widget_set_visible (self->name_row, mode != USHER_ACCOUNT_DIALOG_REPLACE_KEY);
  gtk_widget_set_visible (self->server_row, mode == USHER_ACCOUNT_DIALOG_ADD);
  gtk_widget_set_visible (self->key_row, mode != USHER_ACCOUNT_DIALOG_RENAME);
  gtk_widget_set_visible (self->hint_label, mode != USHER_ACCOUNT_DIALOG_RENAME);
  usher_dialog_set_focus (USHER_DIALOG (self),
                          mode == USHER_ACCOUNT_DIALOG_REPLACE_KEY ? self->key_row : self->name_row);
  on_changed (self);
  return self;
}

/**
 * usher_account_dialog_set_server:
 * @self: a dialog that adds an account
 * @server: the address that is offered
 */
void
usher_account_dialog_set_server (UsherAccountDialog *self, const char *server)
{
  g_return_if_fail (USHER_IS_ACCOUNT_DIALOG (self));

  g_free (self->offered_server);
  self->offered_server = g_strdup (server);
  gtk_editable_set_text (GTK_EDITABLE (self->server_row), server);
}
