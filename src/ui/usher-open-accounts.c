/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One session an account in this program, so that store and journal have one owner: windows, the background and the
 * desktop's search take it and give it back, and with the last of them it is closed. The first window has the session
 * itself, which was read along with opening; each other one has a view of it. Main thread. */
#include "ui/usher-open-accounts.h"

#include "session/usher-log-reader.h"

/* Nobody looks: a server is asked no more often than that, in seconds. */
#define QUIET_INTERVAL 900
/* Logs of active invitations that are read again after each sync: a dozen every five minutes is little for the
 * server, and a hundred active ones are all seen within the hour. */
#define LOGS_A_SYNC 12

typedef struct
{
  UsherAccount *account;      /* (owned) */
  UsherSession *session;      /* (owned) (nullable): while it is open */
  UsherLogReader *log_reader; /* (owned) (nullable): while it is at work */
  UsherNotifier *notifier;    /* (owned) */
  guint n_users[USHER_N_OPEN];
  gboolean lent;              /* a window has the session itself */
  gboolean telling;           /* its news */
  GCancellable *cancellable;  /* (owned) (nullable): while it is being opened */
  gboolean closing;
  GPtrArray *takers;          /* (owned) (element-type GTask): until it is open */
  GPtrArray *givers;          /* (owned) (element-type GTask): until it is closed */
} Open;

struct _UsherOpenAccounts
{
  GObject parent_instance;

  GApplication *application; /* (weak) (nullable): held while files are being opened or closed */
  UsherAccounts *accounts;   /* (owned) (nullable) */
  GSettings *settings;       /* (owned) */
  GPtrArray *all;            /* (owned) (element-type Open) */
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherOpenAccounts, usher_open_accounts, G_TYPE_OBJECT)

static void open_account (UsherOpenAccounts *self, Open *open);
static void close_if_unused (UsherOpenAccounts *self, Open *open);

static void
open_free (Open *open)
{
  g_clear_object (&open->account);
  g_clear_object (&open->session);
  g_clear_pointer (&open->log_reader, usher_log_reader_stop);
  g_clear_object (&open->notifier);
  g_clear_object (&open->cancellable);
  g_clear_pointer (&open->takers, g_ptr_array_unref);
  g_clear_pointer (&open->givers, g_ptr_array_unref);
  g_free (open);
}

/* (nullable) (transfer none) */
static Open *
find (UsherOpenAccounts *self, UsherAccount *account)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      Open *open = g_ptr_array_index (self->all, i);

      if (open->account == account)
        return open;
    }
  return NULL;
}

/* Of what is being opened or closed: it stays among them until that came to its end. */
static Open *
get_busy (UsherOpenAccounts *self, GTask *task)
{
  Open *open = find (self, g_task_get_task_data (task));

  g_assert (open != NULL);
  return open;
}

static gboolean
is_kept (UsherOpenAccounts *self, UsherAccount *account)
{
  return self->accounts != NULL && usher_accounts_find (self->accounts, usher_account_get_id (account)) == account;
}

/* Where there are several, a notification says whose it is. */
static void
follow_names (UsherOpenAccounts *self, Open *open)
{
  gboolean several = self->accounts != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 1;

  usher_notifier_set_names_account (open->notifier, several && is_kept (self, open->account));
}

static Open *
add (UsherOpenAccounts *self, UsherAccount *account)
{
  Open *open = g_new0 (Open, 1);

  open->account = g_object_ref (account);
  open->notifier = usher_notifier_new (self->application, self->settings);
  /* One that was given on the command line is the only one, and has another id each time. */
  if (is_kept (self, account))
    usher_notifier_set_scope (open->notifier, usher_account_get_id (account));
  follow_names (self, open);
  open->takers = g_ptr_array_new_with_free_func (g_object_unref);
  open->givers = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->all, open);
  return open;
}

static guint
count_users (Open *open)
{
  guint n = 0;

  for (guint i = 0; i < USHER_N_OPEN; i++)
    n += open->n_users[i];
  return n;
}

static guint
get_interval (UsherOpenAccounts *self, Open *open)
{
  guint seconds = g_settings_get_uint (self->settings, "sync-interval");

  if (open->n_users[USHER_OPEN_WINDOW] == 0 && open->n_users[USHER_OPEN_BACKGROUND] == 0)
    return 0;
  /* 0 is only when asked to, anywhere. */
  return open->n_users[USHER_OPEN_WINDOW] == 0 && seconds != 0 ? MAX (seconds, QUIET_INTERVAL) : seconds;
}

static void
end_news (Open *open)
{
  open->telling = FALSE;
  usher_notifier_set_session (open->notifier, NULL);
}

/* What it does by itself follows from what it is used for. */
static void
follow_use (UsherOpenAccounts *self, Open *open)
{
  gboolean at_work = open->n_users[USHER_OPEN_WINDOW] + open->n_users[USHER_OPEN_BACKGROUND] > 0;

  if (open->session == NULL || open->closing)
    return;
  if (at_work && open->log_reader == NULL)
    {
      open->log_reader = usher_log_reader_new (open->session);
      usher_session_set_hold (open->session, 1000 * g_settings_get_uint (self->settings, "undo-seconds"));
      usher_session_set_resumes (open->session, TRUE);
      usher_session_set_activity_budget (open->session, LOGS_A_SYNC);
    }
  else if (!at_work && open->log_reader != NULL)
    {
      g_clear_pointer (&open->log_reader, usher_log_reader_stop);
      end_news (open);
      usher_session_set_resumes (open->session, FALSE);
      usher_session_set_activity_budget (open->session, 0);
    }
  usher_session_set_sync_interval (open->session, get_interval (self, open));
}

/* --- Taking --- */

typedef struct
{
  UsherOpenFor use;
  GSource *cancelled; /* (owned) (nullable): while it waits */
} Taker;

static void
taker_free (Taker *taker)
{
  if (taker->cancelled != NULL)
    {
      g_source_destroy (taker->cancelled);
      g_source_unref (taker->cancelled);
    }
  g_free (taker);
}

/* (transfer full) */
static UsherSession *
lend (UsherOpenAccounts *self, Open *open, UsherOpenFor use)
{
  open->n_users[use]++;
  follow_use (self, open);
  if (use != USHER_OPEN_WINDOW)
    return g_object_ref (open->session);
  if (open->lent)
    return usher_session_new_view (open->session);
  open->lent = TRUE;
  return g_object_ref (open->session);
}

/* One of those who wait does so no longer. */
static gboolean
on_taker_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  UsherOpenAccounts *self = g_task_get_source_object (task);

  for (guint i = 0; i < self->all->len; i++)
    {
      Open *open = g_ptr_array_index (self->all, i);

      if (!g_ptr_array_remove (open->takers, task))
        continue;
      if (open->takers->len == 0 && open->cancellable != NULL)
        g_cancellable_cancel (open->cancellable);
      g_task_return_error_if_cancelled (task);
      break;
    }
  return G_SOURCE_REMOVE;
}

static void
remove_open (UsherOpenAccounts *self, Open *open)
{
  g_ptr_array_remove (self->all, open);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* After it was opened or closed. */
static void
settle (UsherOpenAccounts *self, Open *open)
{
  if (open->session != NULL)
    close_if_unused (self, open);
  /* Who came while it was given up, or closed, wants it all the same. */
  else if (open->takers->len > 0)
    open_account (self, open);
  else
    remove_open (self, open);
  if (self->application != NULL)
    g_application_release (self->application);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) opening = g_steal_pointer (&user_data);
  g_autoptr (UsherOpenAccounts) self = g_object_ref (g_task_get_source_object (opening));
  Open *open = get_busy (self, opening);
  g_autoptr (GPtrArray) takers = NULL;
  g_autoptr (GError) error = NULL;
  gboolean given_up = g_cancellable_is_cancelled (open->cancellable);

  g_clear_object (&open->cancellable);
  open->session = usher_accounts_open_session_finish (USHER_ACCOUNTS (source), result, &error);
  /* It is given up only when nobody waits any longer: who waits now came after that. */
  if (open->session == NULL && given_up)
    {
      settle (self, open);
      return;
    }
  takers = g_steal_pointer (&open->takers);
  open->takers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < takers->len; i++)
    {
      GTask *task = g_ptr_array_index (takers, i);
      Taker *taker = g_task_get_task_data (task);

      if (open->session != NULL)
        g_task_return_pointer (task, lend (self, open, taker->use), g_object_unref);
      else
        g_task_return_error (task, g_error_copy (error));
    }
  settle (self, open);
}

static void
open_account (UsherOpenAccounts *self, Open *open)
{
  GTask *opening = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (opening, open_account);
  g_task_set_task_data (opening, g_object_ref (open->account), g_object_unref);
  open->cancellable = g_cancellable_new ();
  if (self->application != NULL)
    g_application_hold (self->application);
  usher_accounts_open_session_async (self->accounts, open->account, open->cancellable, on_opened, opening);
}

/**
 * usher_open_accounts_take_async:
 * @self: the open accounts
 * @account: one of the accounts, or one that was adopted
 * @use: what for
 * @cancellable: (nullable): to wait no longer
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the account unless it is open.
 */
void
usher_open_accounts_take_async (UsherOpenAccounts *self, UsherAccount *account, UsherOpenFor use,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Taker *taker;
  Open *open;

  g_return_if_fail (USHER_IS_OPEN_ACCOUNTS (self));
  g_return_if_fail (USHER_IS_ACCOUNT (account));
  g_return_if_fail (use < USHER_N_OPEN);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_open_accounts_take_async);
  taker = g_new0 (Taker, 1);
  taker->use = use;
  g_task_set_task_data (task, taker, (GDestroyNotify) taker_free);
  open = find (self, account);
  if (open == NULL && !is_kept (self, account))
    {
      g_task_return_new_error (task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_NO_SUCH_ACCOUNT,
                               "The account is not one of those that are kept");
      return;
    }
  if (open == NULL)
    {
      open = add (self, account);
      open_account (self, open);
    }
  else if (open->session != NULL && !open->closing)
    {
      /* From here on there is somebody who has to give it back. */
      g_task_set_check_cancellable (task, FALSE);
      g_task_return_pointer (task, lend (self, open, use), g_object_unref);
      return;
    }
  g_task_set_check_cancellable (task, FALSE);
  if (cancellable != NULL)
    {
      taker->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (taker->cancelled, G_SOURCE_FUNC (on_taker_cancelled), task, NULL);
      g_source_attach (taker->cancelled, g_main_context_get_thread_default ());
    }
  g_ptr_array_add (open->takers, g_steal_pointer (&task));
}

/**
 * usher_open_accounts_take_finish:
 * @self: the open accounts
 * @result: what the callback got
 * @error: return location: also %USHER_SESSION_ERROR_STORE
 *
 * Returns: (transfer full): the session; who has it gives it back
 */
UsherSession *
usher_open_accounts_take_finish (UsherOpenAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_open_accounts_adopt:
 * @self: the open accounts
 * @session: (transfer full): a session of an account that is not open here
 *
 * Returns: (transfer full): what the window that it was opened for shows
 */
UsherSession *
usher_open_accounts_adopt (UsherOpenAccounts *self, UsherSession *session)
{
  Open *open;

  g_return_val_if_fail (USHER_IS_OPEN_ACCOUNTS (self), NULL);
  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);

  open = add (self, usher_session_get_account (session));
  open->session = session;
  return lend (self, open, USHER_OPEN_WINDOW);
}

/* --- Giving back --- */

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) closing = g_steal_pointer (&user_data);
  g_autoptr (UsherOpenAccounts) self = g_object_ref (g_task_get_source_object (closing));
  Open *open = get_busy (self, closing);
  g_autoptr (GPtrArray) givers = g_steal_pointer (&open->givers);
  g_autoptr (GError) error = NULL;
  gboolean well = usher_session_close_finish (USHER_SESSION (source), result, &error);

  open->givers = g_ptr_array_new_with_free_func (g_object_unref);
  open->closing = FALSE;
  g_clear_object (&open->session);
  for (guint i = 0; i < givers->len; i++)
    {
      if (well)
        g_task_return_boolean (g_ptr_array_index (givers, i), TRUE);
      else
        g_task_return_error (g_ptr_array_index (givers, i), g_error_copy (error));
    }
  if (!well && givers->len == 0)
    g_warning ("A session did not close well: %s", error->message);
  settle (self, open);
}

static void
close_if_unused (UsherOpenAccounts *self, Open *open)
{
  GTask *closing;

  if (count_users (open) > 0 || open->closing)
    return;
  open->closing = TRUE;
  g_clear_pointer (&open->log_reader, usher_log_reader_stop);
  end_news (open);
  closing = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (closing, close_if_unused);
  g_task_set_task_data (closing, g_object_ref (open->account), g_object_unref);
  if (self->application != NULL)
    g_application_hold (self->application);
  usher_session_close_async (open->session, on_closed, closing);
}

/**
 * usher_open_accounts_give_back_async:
 * @self: the open accounts
 * @session: what was taken
 * @use: what for
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * When nobody else uses the account it is closed first.
 */
void
usher_open_accounts_give_back_async (UsherOpenAccounts *self, UsherSession *session, UsherOpenFor use,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Open *open;

  g_return_if_fail (USHER_IS_OPEN_ACCOUNTS (self));
  g_return_if_fail (USHER_IS_SESSION (session));
  open = find (self, usher_session_get_account (session));
  g_return_if_fail (open != NULL && open->n_users[use] > 0);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, usher_open_accounts_give_back_async);
  open->n_users[use]--;
  if (use == USHER_OPEN_WINDOW && session == open->session)
    open->lent = FALSE;
  if (count_users (open) > 0)
    {
      follow_use (self, open);
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_ptr_array_add (open->givers, g_steal_pointer (&task));
  close_if_unused (self, open);
}

/**
 * usher_open_accounts_give_back_finish:
 * @self: the open accounts
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether all was written
 */
gboolean
usher_open_accounts_give_back_finish (UsherOpenAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_open_accounts_change_use:
 * @self: the open accounts
 * @account: (nullable): one that is open
 * @from: what it was taken for
 * @to: what it is used for now
 */
void
usher_open_accounts_change_use (UsherOpenAccounts *self, UsherAccount *account, UsherOpenFor from, UsherOpenFor to)
{
  Open *open;

  g_return_if_fail (USHER_IS_OPEN_ACCOUNTS (self));
  open = find (self, account);
  g_return_if_fail (open != NULL && open->n_users[from] > 0);

  open->n_users[from]--;
  open->n_users[to]++;
  follow_use (self, open);
}

/* --- News --- */

/**
 * usher_open_accounts_begin_news:
 * @self: the open accounts
 * @account: one that is open
 *
 * Tells its news from now on; does nothing when that was begun already.
 */
void
usher_open_accounts_begin_news (UsherOpenAccounts *self, UsherAccount *account)
{
  Open *open;

  g_return_if_fail (USHER_IS_OPEN_ACCOUNTS (self));

  open = find (self, account);
  if (open == NULL || open->session == NULL || open->closing || open->telling)
    return;
  open->telling = TRUE;
  usher_notifier_set_session (open->notifier, open->session);
}

/**
 * usher_open_accounts_set_watched:
 * @self: the open accounts
 * @account: (nullable): which the person looks at
 */
void
usher_open_accounts_set_watched (UsherOpenAccounts *self, UsherAccount *account)
{
  g_return_if_fail (USHER_IS_OPEN_ACCOUNTS (self));

  for (guint i = 0; i < self->all->len; i++)
    {
      Open *open = g_ptr_array_index (self->all, i);

      usher_notifier_set_watched (open->notifier, open->account == account);
    }
}

/* --- Life --- */

static void
on_interval_changed (UsherOpenAccounts *self)
{
  for (guint i = 0; i < self->all->len; i++)
    follow_use (self, g_ptr_array_index (self->all, i));
}

static void
on_undo_changed (UsherOpenAccounts *self)
{
  guint seconds = g_settings_get_uint (self->settings, "undo-seconds");

  for (guint i = 0; i < self->all->len; i++)
    {
      Open *open = g_ptr_array_index (self->all, i);

      if (open->session != NULL)
        usher_session_set_hold (open->session, 1000 * seconds);
    }
}

static void
on_accounts_changed (UsherOpenAccounts *self)
{
  for (guint i = 0; i < self->all->len; i++)
    follow_names (self, g_ptr_array_index (self->all, i));
}

static void
usher_open_accounts_dispose (GObject *object)
{
  UsherOpenAccounts *self = USHER_OPEN_ACCOUNTS (object);

  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (usher_open_accounts_parent_class)->dispose (object);
}

static void
usher_open_accounts_class_init (UsherOpenAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = usher_open_accounts_dispose;

  /**
   * UsherOpenAccounts::closed:
   * @self: the open accounts
   *
   * One of them is open no longer.
   */
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
usher_open_accounts_init (UsherOpenAccounts *self)
{
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) open_free);
}

/**
 * usher_open_accounts_new:
 * @application: who sends notifications, and is held while files are open
 * @accounts: (nullable): what can be opened
 * @settings: how often servers are asked, and which news are told
 *
 * Returns: (transfer full): none open yet
 */
UsherOpenAccounts *
usher_open_accounts_new (GApplication *application, UsherAccounts *accounts, GSettings *settings)
{
  UsherOpenAccounts *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (accounts == NULL || USHER_IS_ACCOUNTS (accounts), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (USHER_TYPE_OPEN_ACCOUNTS, NULL);
  g_set_weak_pointer (&self->application, application);
  g_set_object (&self->accounts, accounts);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::sync-interval", G_CALLBACK (on_interval_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::undo-seconds", G_CALLBACK (on_undo_changed), self, G_CONNECT_SWAPPED);
  if (accounts != NULL)
    g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * usher_open_accounts_get_n_kept:
 * @self: the open accounts
 *
 * Returns: how many that have files are open, or being opened or closed
 */
guint
usher_open_accounts_get_n_kept (UsherOpenAccounts *self)
{
  guint n = 0;

  g_return_val_if_fail (USHER_IS_OPEN_ACCOUNTS (self), 0);

  for (guint i = 0; i < self->all->len; i++)
    n += is_kept (self, ((Open *) g_ptr_array_index (self->all, i))->account) ? 1 : 0;
  return n;
}

/**
 * usher_open_accounts_is_open:
 * @self: the open accounts
 * @account: (nullable): an account
 *
 * Returns: whether it is open, or being opened or closed
 */
gboolean
usher_open_accounts_is_open (UsherOpenAccounts *self, UsherAccount *account)
{
  g_return_val_if_fail (USHER_IS_OPEN_ACCOUNTS (self), FALSE);

  return find (self, account) != NULL;
}

/**
 * usher_open_accounts_find:
 * @self: the open accounts
 * @account: (nullable): an account
 *
 * Returns: (transfer none) (nullable): its session, when it is open
 */
UsherSession *
usher_open_accounts_find (UsherOpenAccounts *self, UsherAccount *account)
{
  Open *open;

  g_return_val_if_fail (USHER_IS_OPEN_ACCOUNTS (self), NULL);

  open = find (self, account);
  return open != NULL && !open->closing ? open->session : NULL;
}

/**
 * usher_open_accounts_count:
 * @self: the open accounts
 * @account: (nullable): an account
 * @use: what for
 *
 * Returns: how many have it for that
 */
guint
usher_open_accounts_count (UsherOpenAccounts *self, UsherAccount *account, UsherOpenFor use)
{
  Open *open;

  g_return_val_if_fail (USHER_IS_OPEN_ACCOUNTS (self), 0);
  g_return_val_if_fail (use < USHER_N_OPEN, 0);

  open = find (self, account);
  return open != NULL ? open->n_users[use] : 0;
}

/**
 * usher_open_accounts_find_notifier:
 * @self: the open accounts
 * @account: (nullable): an account
 *
 * Returns: (transfer none) (nullable): who tells its news, when it is open
 */
UsherNotifier *
usher_open_accounts_find_notifier (UsherOpenAccounts *self, UsherAccount *account)
{
  Open *open;

  g_return_val_if_fail (USHER_IS_OPEN_ACCOUNTS (self), NULL);

  open = find (self, account);
  return open != NULL ? open->notifier : NULL;
}

/**
 * usher_open_accounts_get_interval:
 * @self: the open accounts
 * @account: (nullable): an account
 *
 * Returns: how many seconds lie between two of its syncs; 0 for never
 */
guint
usher_open_accounts_get_interval (UsherOpenAccounts *self, UsherAccount *account)
{
  Open *open;

  g_return_val_if_fail (USHER_IS_OPEN_ACCOUNTS (self), 0);

  open = find (self, account);
  return open != NULL ? get_interval (self, open) : 0;
}
