/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: options, actions and their keys, and the windows that belong to no session. Which session is
 * open stands in usher-application-sessions.c. Main thread. */
#include "ui/usher-application-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/usher-text.h"
#include "ui/compat/usher-compat-theme.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-help.h"
#include "ui/usher-log-drag.h"
#include "ui/usher-preferences.h"
#include "ui/usher-shortcuts.h"
#include "ui/usher-ui.h"
#include "usher-config.h"

G_DEFINE_FINAL_TYPE (UsherApplication, usher_application, ADW_TYPE_APPLICATION)

/* --- Accounts --- */

static void
present (UsherApplication *self, UsherDialog *dialog)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  usher_dialog_present (dialog, window != NULL ? GTK_WIDGET (window) : NULL);
}

static void
on_account_added (UsherAccountDialog *dialog, UsherAccount *account, UsherApplication *self)
{
  usher_application_want_account (self, account);
}

static void
add_account (UsherApplication *self, const char *server)
{
  UsherAccountDialog *dialog;

  if (self->accounts == NULL)
    return;
  dialog = usher_account_dialog_new (self->accounts, USHER_ACCOUNT_DIALOG_ADD, NULL);
  if (server != NULL)
    usher_account_dialog_set_server (dialog, server);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_account_added), self, 0);
  present (self, USHER_DIALOG (dialog));
}

static void
on_key_replaced (gpointer source, UsherAccount *account, UsherApplication *self)
{
  UsherSession *session = usher_open_accounts_find (self->open, account);
  UsherSide *side = usher_application_find_side (self, account);

  /* The session goes on with the new key. One that several windows share is only asked; else it begins anew, without
   * what it said about the key. */
  if (session != NULL && usher_open_accounts_count (self->open, account, USHER_OPEN_WINDOW) > 1)
    {
      usher_session_dismiss_notice (session);
      usher_session_sync_async (session, NULL, NULL, NULL);
    }
  else if (self->session != NULL && usher_session_get_account (self->session) == account)
    usher_application_reopen (self);
  else if (side != NULL)
    usher_side_open (side, account);
}

/**
 * usher_application_replace_key:
 * @self: the application
 *
 * Asks for another key for the account of the window in front, and opens it anew with that. An account that was
 * given on the command line is not kept, so there is nothing to replace: one is added instead.
 */
void
usher_application_replace_key (UsherApplication *self)
{
  UsherSession *session;
  UsherAccount *account;
  UsherAccountDialog *dialog;

  g_return_if_fail (USHER_IS_APPLICATION (self));

  session = usher_application_get_front_session (self);
  account = session != NULL ? usher_session_get_account (session) : NULL;
  if (account == NULL || self->accounts == NULL)
    return;
  if (usher_accounts_find (self->accounts, usher_account_get_id (account)) != account)
    {
      add_account (self, usher_account_get_server (account));
      return;
    }
  dialog = usher_account_dialog_new (self->accounts, USHER_ACCOUNT_DIALOG_REPLACE_KEY, account);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_key_replaced), self, 0);
  present (self, USHER_DIALOG (dialog));
}

static void
on_removing (UsherAccountsWindow *window, UsherAccount *account, UsherApplication *self)
{
  usher_application_remove_account (self, window, account);
}

/* --- Actions --- */

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  self->quitting = TRUE;
  /* The application ends when the last is gone and what it had open is closed. */
  for (GList *window = windows; window != NULL; window = window->next)
    usher_dialog_close_window (GTK_WINDOW (window->data));
  /* It may stand alone, and keeps the program running. */
  g_cancellable_cancel (self->choosing);
  usher_application_end_background (self);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_compat_show_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);
  UsherPreferences *window = usher_preferences_new (self->settings, usher_application_get_front_session (self));

  usher_application_watch_preferences (self, window);
  present (self, USHER_DIALOG (window));
}

static void
on_accounts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);
  UsherAccountsWindow *window;

  if (self->accounts == NULL)
    return;
  window = usher_accounts_window_new (self->accounts);
  g_signal_connect_object (window, "removing", G_CALLBACK (on_removing), self, 0);
  g_signal_connect_object (window, "key-replaced", G_CALLBACK (on_key_replaced), self, 0);
  present (self, USHER_DIALOG (window));
}

static void
on_add_account (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  add_account (USHER_APPLICATION (user_data), NULL);
}

static void
on_account (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);
  UsherAccount *account = usher_accounts_find (self->accounts, g_variant_get_string (value, NULL));

  /* The state follows when it is open. */
  if (account != NULL)
    usher_application_choose_account (self, account);
}

static void
on_try_sandbox (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_application_want_sandbox (USHER_APPLICATION (user_data));
}

static void
on_new_invitation (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);

  g_application_activate (G_APPLICATION (self));
  if (self->window == NULL && self->sides->len > 0)
    g_action_group_activate_action (
      G_ACTION_GROUP (usher_side_get_window (g_ptr_array_index (self->sides, 0))), "new-invitation", NULL);
  else if (self->session != NULL && self->window != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "new-invitation", NULL);
  else
    self->new_invitation = TRUE;
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);

  if (self->window != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "show-help-overlay", NULL);
}

static void
on_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_help_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
on_show_place (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *account;
  const char *place;
  const char *id;

  g_variant_get (parameter, "(&s&s&s)", &account, &place, &id);
  usher_application_go (USHER_APPLICATION (user_data), account, place, id);
}

static const GActionEntry entries[] = {
  { .name = "show-place", .activate = on_show_place, .parameter_type = "(sss)" },
  { .name = "help", .activate = on_help },
  { .name = "shortcuts", .activate = on_shortcuts },
  { .name = "quit", .activate = on_quit },
  { .name = "about", .activate = on_about },
  { .name = "preferences", .activate = on_preferences },
  { .name = "accounts", .activate = on_accounts },
  { .name = "add-account", .activate = on_add_account },
  { .name = "account", .parameter_type = "s", .state = "''", .change_state = on_account },
  { .name = "try-sandbox", .activate = on_try_sandbox },
  { .name = "new-invitation", .activate = on_new_invitation },
};

/* Copy (Ctrl+C) and Revoke (Delete) are not here but in usher-shell.ui: an accelerator comes before an
 * entry that has the focus. */
static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.help", { "F1" } },
  { "app.quit", { "<Control>q" } },
  { "app.about", { "<Shift>F1" } },
  { "app.accounts", { "<Control><Alt>a" } },
  { "app.add-account", { "<Control><Alt>n" } },
  { "app.new-window", { "<Control><Shift>n" } }, /* <Control>n is the new invitation, as a mail program's new mail */
  { "app.try-sandbox", { "<Control><Alt>s" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.new-invitation", { "<Control>n" } },
  { "win.search", { "<Control>f" } },
  { "win.resend", { "<Control>r" } },
  { "win.duplicate", { "<Control>d" } },
  { "win.open-in-browser", { "<Control><Shift>o" } },
  { "win.show-code", { "<Control>k" } },
  { "win.write-email", { "<Control>m" } },
  { "win.export", { "<Control>e" } },
  { "win.export-selected", { "<Control><Shift>e" } },
  { "win.open-outbox", { "<Control><Shift>b" } },
  { "win.refresh", { "F5" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.replace-key", { "<Control><Alt>k" } },
  { "win.show-intents", { "<Control><Shift>w" } },
  { "win.show-list::all", { "<Alt>1" } },
  { "win.show-list::active", { "<Alt>2" } },
  { "win.show-list::expired", { "<Alt>3" } },
  { "win.show-list::revoked", { "<Alt>4" } },
  { "win.show-list::fulfilled", { "<Alt>5" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
};

/* --- Life --- */

static void
open_window (UsherApplication *self)
{
  UsherWindow *window = usher_window_new (GTK_APPLICATION (self));

  g_set_weak_pointer (&self->window, window);
  usher_application_restore_window (self, window);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (usher_application_watch), self, G_CONNECT_SWAPPED);
  usher_window_set_accounts (window, G_LIST_MODEL (self->accounts));
  usher_application_watch_opening (self, window);
}

/* The account that was open last, else the first. */
static UsherAccount *
dup_first_account (UsherApplication *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "last-account");
  UsherAccount *account = *id != '\0' ? usher_accounts_find (self->accounts, id) : NULL;

  if (account != NULL)
    return g_object_ref (account);
  return g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);
}

/* Opens what the program was started for, if it can be told without asking the person. */
static void
begin (UsherApplication *self)
{
  g_autoptr (UsherAccount) account = NULL;

  if (self->server != NULL && self->api_key != NULL)
    usher_application_want_ephemeral (self);
  else if (self->server == NULL && self->accounts != NULL && (account = dup_first_account (self)) != NULL)
    usher_application_want_account (self, account);
}

static void
usher_application_activate (GApplication *application)
{
  UsherApplication *self = USHER_APPLICATION (application);

  if (self->window != NULL)
    {
      usher_application_present (self);
      return;
    }
  for (guint i = 0; i < self->sides->len; i++)
    {
      UsherWindow *window = usher_side_get_window (g_ptr_array_index (self->sides, i));

      /* Those beside it went on when it was closed. */
      if (window != NULL && !self->in_background)
        {
          gtk_window_present (GTK_WINDOW (window));
          return;
        }
    }
  self->leaving = FALSE;
  self->quitting = FALSE;
  if (self->in_background)
    {
      open_window (self);
      usher_window_set_session (self->window, self->session);
      usher_application_leave_background (self);
      usher_application_present (self);
      return;
    }
  /* Before the window is built: files are read meanwhile. */
  if (!self->begun_early)
    begin (self);
  self->begun_early = FALSE;
  open_window (self);
  if (self->session != NULL)
    usher_window_set_session (self->window, self->session);
  else if (!self->working)
    usher_window_show_welcome (self->window, self->accounts_message, FALSE);
  else if (self->wanted != NULL)
    usher_window_show_welcome (self->window, NULL, TRUE); /* the sandbox is started first */
  else
    usher_window_show_opening (self->window);
  usher_application_present_soon (self);
  if (self->server != NULL && self->api_key == NULL)
    add_account (self, self->server);
}

static void
usher_application_startup (GApplication *application)
{
  UsherApplication *self = USHER_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  self->settings = g_settings_new (USHER_BASE_ID);
  self->accounts = usher_accounts_new (self->data_dir, &error);
  if (error != NULL)
    self->accounts_message = g_strdup (error->message);
  usher_application_sessions_init (self);
  /* The store is opened and read on its own thread while this one starts the toolkit, which takes longer. A program
   * that is to show files, or to answer a desktop, opens no account. */
  if (!self->has_files && (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) == 0)
    {
      self->begun_early = TRUE;
      begin (self);
    }

  usher_ui_init ();
  usher_compat_init_toolkit ();
  G_APPLICATION_CLASS (usher_application_parent_class)->startup (application);
  usher_help_init ();
  usher_log_drag_clean_up ();
  gtk_window_set_default_icon_name (USHER_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].keys);
  usher_application_logs_init (self);
  usher_application_settings_init (self);
  usher_application_background_init (self);
  usher_application_windows_init (self);
  usher_application_follow_window (self);
  g_signal_connect (self, "notify::active-window", G_CALLBACK (usher_application_follow_window), NULL);
  if (self->accounts == NULL)
    {
      /* Nothing can be kept, but a server given on the command line can be worked with. */
      g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "add-account")), FALSE);
      g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "try-sandbox")), FALSE);
      g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "accounts")), FALSE);
    }
}

static void
usher_application_window_added (GtkApplication *application, GtkWindow *window)
{
  GTK_APPLICATION_CLASS (usher_application_parent_class)->window_added (application, window);
  if (GTK_IS_APPLICATION_WINDOW (window))
    usher_shortcuts_attach (GTK_APPLICATION_WINDOW (window));
}

static void
usher_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  UsherApplication *self = USHER_APPLICATION (application);

  /* Before the parent lets go of the application: what is begun here holds it. */
  usher_application_end_side (self, window);
  if (USHER_IS_REVIEW_WINDOW (window))
    usher_application_save_review (self, USHER_REVIEW_WINDOW (window));
  if (window == GTK_WINDOW (self->window))
    {
      usher_application_save_window (self, self->window);
      g_clear_weak_pointer (&self->window);
      usher_application_watch (self);
      usher_application_present_stop (self);
      if (!usher_application_begin_background (self))
        usher_application_leave (self);
    }
  GTK_APPLICATION_CLASS (usher_application_parent_class)->window_removed (application, window);
}

/* Looks whether there are files to open: words that are neither options nor what belongs to one. The program starts
 * up before it is told of them. */
static gboolean
usher_application_local_command_line (GApplication *application, char ***arguments, int *exit_status)
{
  UsherApplication *self = USHER_APPLICATION (application);
  char **words = *arguments;

  for (guint i = 1; words[0] != NULL && words[i] != NULL && !self->has_files; i++)
    {
      if (g_str_equal (words[i], "--server") || g_str_equal (words[i], "--data-dir"))
        i += words[i + 1] != NULL ? 1 : 0;
      else
        self->has_files = words[i][0] != '-';
    }
  return G_APPLICATION_CLASS (usher_application_parent_class)->local_command_line (application, arguments,
                                                                                    exit_status);
}

static int
usher_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  UsherApplication *self = USHER_APPLICATION (application);
  g_autofree char *server = NULL;
  const char *key = g_getenv ("USHER_API_KEY");
  gboolean version = FALSE;

  if (g_variant_dict_lookup (options, "version", "b", &version) && version)
    {
      g_print ("usher %s\n", USHER_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "data-dir", "^ay", &self->data_dir);
  g_variant_dict_lookup (options, "new-invitation", "b", &self->new_invitation);
  if (g_variant_dict_lookup (options, "server", "s", &server))
    {
      g_autoptr (GError) error = NULL;

      self->server = usher_server_url_normalise (server, &error);
      if (self->server == NULL)
        {
          g_printerr ("usher: %s\n", error->message);
          return 2;
        }
      self->api_key = key != NULL && *key != '\0' ? g_strdup (key) : NULL;
    }
  /* Programs that are started from here, a browser, have no business with it. */
  g_unsetenv ("USHER_API_KEY");
  /* Its own process, whatever else runs: it was told of a server or folder that others were not. */
  if (self->server != NULL || self->data_dir != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  else if (self->new_invitation && g_application_register (application, NULL, NULL)
           && g_application_get_is_remote (application))
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "new-invitation", NULL);
      return 0;
    }
  return -1;
}

static void
usher_application_shutdown (GApplication *application)
{
  UsherApplication *self = USHER_APPLICATION (application);

  if (self->sandbox != NULL)
    usher_sandbox_process_stop (self->sandbox);
  g_clear_object (&self->sandbox);
  usher_log_drag_clean_up ();
  G_APPLICATION_CLASS (usher_application_parent_class)->shutdown (application);
}

static gboolean
usher_application_dbus_register (GApplication *application, GDBusConnection *connection, const char *path,
                                 GError **error)
{
  UsherApplication *self = USHER_APPLICATION (application);

  if (!G_APPLICATION_CLASS (usher_application_parent_class)->dbus_register (application, connection, path, error))
    return FALSE;
  self->search = usher_search_provider_new (self);
  return usher_search_provider_export (self->search, connection, path, error);
}

static void
usher_application_dbus_unregister (GApplication *application, GDBusConnection *connection, const char *path)
{
  UsherApplication *self = USHER_APPLICATION (application);

  if (self->search != NULL)
    usher_search_provider_unexport (self->search);
  G_APPLICATION_CLASS (usher_application_parent_class)->dbus_unregister (application, connection, path);
}

static void
usher_application_dispose (GObject *object)
{
  UsherApplication *self = USHER_APPLICATION (object);

  usher_application_present_stop (self);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->search);
  g_clear_object (&self->session);
  g_clear_object (&self->wanted);
  g_clear_object (&self->main_account);
  g_clear_object (&self->stopped);
  g_clear_pointer (&self->sides, g_ptr_array_unref);
  g_clear_pointer (&self->quiet, g_ptr_array_unref);
  g_clear_object (&self->open);
  g_clear_object (&self->to_remove);
  g_clear_object (&self->remover);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->choosing);
  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (usher_application_parent_class)->dispose (object);
}

static void
usher_application_finalize (GObject *object)
{
  UsherApplication *self = USHER_APPLICATION (object);

  if (self->api_key != NULL)
    explicit_bzero (self->api_key, strlen (self->api_key));
  g_free (self->api_key);
  g_free (self->server);
  g_free (self->data_dir);
  g_free (self->accounts_message);
  g_free (self->place);
  g_free (self->place_id);
  g_free (self->place_account);
  g_free (self->open_notice);
  G_OBJECT_CLASS (usher_application_parent_class)->finalize (object);
}

static void
usher_application_class_init (UsherApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = usher_application_dispose;
  object_class->finalize = usher_application_finalize;
  application_class->startup = usher_application_startup;
  application_class->activate = usher_application_activate;
  application_class->open = usher_application_open;
  application_class->shutdown = usher_application_shutdown;
  application_class->dbus_register = usher_application_dbus_register;
  application_class->dbus_unregister = usher_application_dbus_unregister;
  application_class->local_command_line = usher_application_local_command_line;
  application_class->handle_local_options = usher_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_added = usher_application_window_added;
  GTK_APPLICATION_CLASS (klass)->window_removed = usher_application_window_removed;
}

static void
usher_application_init (UsherApplication *self)
{
  const GOptionEntry options[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_("Open on this server; the API key is taken from USHER_API_KEY, or asked for"), N_("URL") },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_("Keep accounts and data in this folder"), N_("FOLDER") },
    { "new-invitation", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Begin a new invitation"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL },
  };

  self->sides = g_ptr_array_new_with_free_func (g_object_unref);
  self->quiet = g_ptr_array_new_with_free_func (g_object_unref);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * usher_application_new:
 *
 * Returns: (transfer full): the application, one a session bus
 */
UsherApplication *
usher_application_new (void)
{
  return g_object_new (USHER_TYPE_APPLICATION,
                       "application-id", USHER_APP_ID,
                       "resource-base-path", USHER_RESOURCE_PATH,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

/**
 * usher_application_get_accounts:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): the accounts; %NULL before start-up and when there is no place to
 *   keep them
 */
UsherAccounts *
usher_application_get_accounts (UsherApplication *self)
{
  g_return_val_if_fail (USHER_IS_APPLICATION (self), NULL);

  return self->accounts;
}

/**
 * usher_application_get_window:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): its window
 */
UsherWindow *
usher_application_get_window (UsherApplication *self)
{
  g_return_val_if_fail (USHER_IS_APPLICATION (self), NULL);

  return self->window;
}

/**
 * usher_application_get_session:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): the account at work
 */
UsherSession *
usher_application_get_session (UsherApplication *self)
{
  g_return_val_if_fail (USHER_IS_APPLICATION (self), NULL);

  return self->session;
}

/**
 * usher_application_get_settings:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): its settings; %NULL before start-up
 */
GSettings *
usher_application_get_settings (UsherApplication *self)
{
  g_return_val_if_fail (USHER_IS_APPLICATION (self), NULL);

  return self->settings;
}
