/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a session (its files, what they remember, the key) and closing it in order: what is being read
 * is dropped, what is being written is waited for, and the files come last. Main thread. */

#include "session/usher-session-private.h"

#include <errno.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "keys/usher-keyring.h"
#include "model/usher-text.h"
#include "model/usher-time.h"
#include "session/usher-accounts.h"
#include "session/usher-outbox.h"
#include "usher-config.h"

/* How long a request that changes the server may take when the person has already closed the window. */
#define CLOSING_SECONDS 5

typedef struct
{
  UsherAccount *account; /* (owned) */
  SecretValue *key;      /* (owned) (nullable) */
  char *dir;             /* (owned) (nullable) of the store; NULL: in memory */
  char *journal_dir;     /* (owned) (nullable) of the journal; NULL: in memory */
  char *unwritable;      /* (owned) (nullable) why the journal is in memory, though it should not be */
  GString *notice;       /* (owned) for the person */
  UsherStore *store;     /* (owned) (nullable) */
  UsherJournal *journal; /* (owned) (nullable) */
  UsherSession *session; /* (owned) (nullable) */
  GError *store_error;   /* (owned) (nullable) why there is no store */
  GError *journal_error; /* (owned) (nullable) why there is no journal */
  guint n_files;         /* that are being opened */
  guint n_reads;         /* of what the store remembers, under way */
} Opening;

static void
drop_store (Opening *opening)
{
  if (opening->store != NULL)
    usher_store_close_async (opening->store, NULL, NULL);
  g_clear_object (&opening->store);
}

static void
drop_journal (Opening *opening)
{
  if (opening->journal != NULL)
    usher_journal_close_async (opening->journal, NULL, NULL);
  g_clear_object (&opening->journal);
}

static void
opening_free (Opening *opening)
{
  /* Files of an opening that failed half-way. */
  if (opening->session == NULL)
    {
      drop_store (opening);
      drop_journal (opening);
    }
  g_clear_object (&opening->account);
  g_clear_pointer (&opening->key, secret_value_unref);
  g_free (opening->dir);
  g_free (opening->journal_dir);
  g_free (opening->unwritable);
  g_string_free (opening->notice, TRUE);
  g_clear_object (&opening->store);
  g_clear_object (&opening->journal);
  g_clear_object (&opening->session);
  g_clear_error (&opening->store_error);
  g_clear_error (&opening->journal_error);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void on_store_opened (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_journal_opened (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_got_companies (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_got_last_sync (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_got_resend (GObject *source, GAsyncResult *result, gpointer user_data);

static void
add_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static char *
dup_path (const char *dir, const char *name)
{
  return dir != NULL ? g_build_filename (dir, name, NULL) : NULL;
}

static void
open_store (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *path = dup_path (opening->dir, "store.db");

  opening->n_files++;
  usher_store_open_async (path, g_task_get_cancellable (task), on_store_opened, g_object_ref (task));
}

static void
open_journal (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *path = dup_path (opening->journal_dir, "journal.db");

  opening->n_files++;
  usher_journal_open_async (path, g_task_get_cancellable (task), on_journal_opened, g_object_ref (task));
}

/* A folder that cannot be written is no reason not to look: nothing is kept then, and that is told. What would have
 * to be written down before it is sent is not sent. */
static void
go_without_files (Opening *opening, const char *why)
{
  g_autofree char *line =
    /* Translators: %s is a whole sentence that tells why. */
    g_strdup_printf (_("Nothing can be saved on this computer, so Usher forgets everything when it "
                       "ends. %s"),
                     why);

  add_line (opening->notice, line);
  g_free (opening->unwritable);
  opening->unwritable = g_strdup (why);
  g_clear_pointer (&opening->dir, g_free);
  g_clear_pointer (&opening->journal_dir, g_free);
}

static gboolean
is_about_writing (const GError *error)
{
  return g_error_matches (error, USHER_STORE_ERROR, USHER_STORE_ERROR_READ_ONLY) ||
         g_error_matches (error, USHER_STORE_ERROR, USHER_STORE_ERROR_FULL);
}

static void
return_store_error (GTask *task, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_new_error (task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE, "%s",
                             error->message);
}

static void
open_files (UsherAccount *account, SecretValue *key, const char *dir, const char *journal_dir,
            const char *notice, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, _usher_session_open_async);
  opening->account = g_object_ref (account);
  opening->key = key != NULL ? secret_value_ref (key) : NULL;
  opening->dir = g_strdup (dir);
  opening->journal_dir = g_strdup (journal_dir);
  opening->notice = g_string_new (notice);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  if (journal_dir != NULL && g_mkdir_with_parents (journal_dir, 0700) != 0)
    go_without_files (opening, g_strerror (errno));
  /* Side by side, each on its own thread. */
  open_store (task);
  open_journal (task);
}

/**
 * _usher_session_open_async:
 * @account: whose session
 * @key: (nullable): its key
 * @dir: (nullable): the folder of its files, made if need be; %NULL to keep everything in memory
 * @notice: (nullable): what the person must know already
 * @cancellable: (nullable): to give up
 * @callback: called when it is open
 * @user_data: for @callback
 */
void
_usher_session_open_async (UsherAccount *account, SecretValue *key, const char *dir,
                           const char *notice, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  open_files (account, key, dir, dir, notice, cancellable, callback, user_data);
}

void
_usher_session_tell_moved_aside (UsherSession *self, const char *store, const char *journal)
{
  g_autofree char *about_store = NULL;
  g_autofree char *about_journal = NULL;

  if (store != NULL)
    about_store = g_strdup_printf (
      /* Translators: %s is the name of a file. */
      _("The local data was damaged. It is read from the server again; the old file was kept as %s."),
      store);
  if (journal != NULL)
    about_journal = g_strdup_printf (
      /* Translators: %s is the name of a file. */
      _("The record of what was sent was damaged, so look through the list for what you created last. "
        "The old file was kept as %s."),
      journal);
  _usher_session_add_notice (self, about_store);
  _usher_session_add_notice (self, about_journal);
}

static void
take_last_sync (Opening *opening, const char *fact)
{
  if (fact != NULL)
    _usher_session_set_last_sync (opening->session, usher_time_parse (fact));
}

static void
take_resend (Opening *opening, const char *fact)
{
  /* The fact names the server: the sandbox may be started anew, as one that can. */
  if (g_strcmp0 (fact, usher_account_get_server (opening->account)) == 0)
    _usher_session_set_resend_refused (opening->session, TRUE);
}

static void
return_session (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  _usher_session_watch_network (opening->session);
  /* The files are the session's now. */
  g_clear_object (&opening->store);
  g_clear_object (&opening->journal);
  g_task_return_pointer (task, g_steal_pointer (&opening->session), g_object_unref);
}

/* What the store remembers was read along with its opening, and is asked for only if that could not be. */
static void
begin_session (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  GPtrArray *companies = usher_store_get_first_companies (opening->store);

  opening->session =
    _usher_session_new (opening->account, opening->key, opening->store, opening->journal);
  opening->session->unwritable = g_steal_pointer (&opening->unwritable);
  if (opening->notice->len > 0)
    _usher_session_add_notice (opening->session, opening->notice->str);
  _usher_session_tell_moved_aside (opening->session, usher_store_get_moved_aside (opening->store),
                                   usher_journal_get_moved_aside (opening->journal));
  if (companies != NULL)
    {
      _usher_session_set_companies (opening->session, companies);
      take_last_sync (opening, usher_store_get_first_fact (opening->store, USHER_FACT_LAST_SYNC));
      take_resend (opening, usher_store_get_first_fact (opening->store, USHER_FACT_NO_RESEND));
      return_session (task);
      return;
    }
  opening->n_reads = 3;
  usher_store_get_companies_async (opening->store, NULL, on_got_companies, g_object_ref (task));
  usher_store_get_fact_async (opening->store, USHER_FACT_LAST_SYNC, NULL, on_got_last_sync,
                              g_object_ref (task));
  usher_store_get_fact_async (opening->store, USHER_FACT_NO_RESEND, NULL, on_got_resend,
                              g_object_ref (task));
}

/* One of the files is open, or cannot be. Where nothing can be written both are kept in memory, but a store that is
 * open stays. */
static void
end_file (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  opening->n_files--;
  if (opening->n_files > 0)
    return;
  if (opening->store != NULL && opening->journal != NULL)
    {
      begin_session (task);
      return;
    }
  if (opening->store_error != NULL)
    {
      error = g_steal_pointer (&opening->store_error);
      drop_journal (opening);
      g_clear_error (&opening->journal_error);
    }
  else
    error = g_steal_pointer (&opening->journal_error);
  if (opening->journal_dir == NULL || !is_about_writing (error))
    {
      return_store_error (task, error);
      return;
    }
  go_without_files (opening, error->message);
  if (opening->store == NULL)
    open_store (task);
  open_journal (task);
}

static void
on_store_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);

  opening->store = usher_store_open_finish (result, &opening->store_error);
  end_file (task);
}

static void
on_journal_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);

  opening->journal = usher_journal_open_finish (result, &opening->journal_error);
  end_file (task);
}

/* What the store remembers is asked for at once, as the window waits for it. Without it the session works
 * as well, so failures are passed over. */
static void
end_read (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  opening->n_reads--;
  if (opening->n_reads == 0)
    return_session (task);
}

static void
on_got_companies (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GPtrArray) companies =
    usher_store_get_companies_finish (USHER_STORE (source), result, NULL);

  if (companies != NULL)
    _usher_session_set_companies (opening->session, companies);
  end_read (task);
}

static void
on_got_last_sync (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *fact = usher_store_get_fact_finish (USHER_STORE (source), result, NULL);

  take_last_sync (opening, fact);
  end_read (task);
}

static void
on_got_resend (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *fact = usher_store_get_fact_finish (USHER_STORE (source), result, NULL);

  take_resend (opening, fact);
  end_read (task);
}

UsherSession *
_usher_session_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Nothing else tells one customer of a server from another; half of a checksum leads nobody back to the key. */
static char *
dup_ephemeral_dir (const char *data_dir, const char *base, const char *api_key)
{
  g_autofree char *usual = g_build_filename (g_get_user_data_dir (), USHER_DATA_NAME, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *name = NULL;

  g_checksum_update (checksum, (const guchar *) base, -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) api_key, -1);
  name = g_strndup (g_checksum_get_string (checksum), 32);
  return g_build_filename (data_dir != NULL ? data_dir : usual, "servers", name, NULL);
}

/**
 * usher_session_open_ephemeral_async:
 * @server: the server's base address
 * @api_key: a key; copied into memory that is wiped
 * @flags: whether it will change the server
 * @data_dir: (nullable): the folder in which everything of this person is kept; %NULL for the usual one
 * @cancellable: (nullable): to give up
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens a session without an account, for scripts. What was read is in memory and gone with it. What is asked
 * for must not be lost when the program is killed: with %USHER_EPHEMERAL_CHANGES the journal is on the disk, one for
 * each server and key.
 */
void
usher_session_open_ephemeral_async (const char *server, const char *api_key,
                                    UsherEphemeralFlags flags, const char *data_dir, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = usher_server_url_normalise (server, &error);
  g_autoptr (SecretValue) key = NULL;
  g_autoptr (UsherAccount) account = NULL;
  g_autofree char *journal_dir = NULL;

  if (base == NULL)
    {
      g_task_report_error (NULL, callback, user_data, usher_session_open_ephemeral_async,
                           g_steal_pointer (&error));
      return;
    }
  key = usher_key_value_new (api_key);
  if (key == NULL)
    {
      g_task_report_new_error (NULL, callback, user_data, usher_session_open_ephemeral_async,
                               USHER_SESSION_ERROR, USHER_SESSION_ERROR_BAD_KEY, "%s",
                               _("This cannot be an API key. Copy the whole key, without line breaks."));
      return;
    }
  account = usher_account_new (NULL, base, base);
  if ((flags & USHER_EPHEMERAL_CHANGES) != 0)
    journal_dir = dup_ephemeral_dir (data_dir, base, secret_value_get_text (key));
  open_files (account, key, NULL, journal_dir, NULL, cancellable, callback, user_data);
}

/**
 * usher_session_open_ephemeral_finish:
 * @result: what the callback got
 * @error: return location: %USHER_MODEL_ERROR_INVALID_URL, %USHER_SESSION_ERROR_BAD_KEY or
 *   %USHER_SESSION_ERROR_STORE
 *
 * Returns: (transfer full): a session, which has read nothing yet
 */
UsherSession *
usher_session_open_ephemeral_finish (GAsyncResult *result, GError **error)
{
  return _usher_session_open_finish (result, error);
}

/* The end of an operation: if the session waits for it to close, and it was the last, it closes. */
static void close_when_idle (UsherSession *self);

static void
on_task_completed (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  UsherSession *self = g_task_get_source_object (G_TASK (object));

  self->n_busy--;
  close_when_idle (self);
}

GTask *
_usher_session_begin (UsherSession *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data, gpointer source_tag, const char *name)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_name (task, name);
  self->n_busy++;
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_task_completed), NULL);
  return task;
}

typedef struct
{
  GCancellable *linked;  /* (owned) */
  GCancellable *caller;  /* (owned) (nullable) */
  GCancellable *reading; /* (owned) */
  gulong caller_id;
  gulong reading_id;
} Link;

static void
link_free (Link *link)
{
  g_cancellable_disconnect (link->caller, link->caller_id);
  g_cancellable_disconnect (link->reading, link->reading_id);
  g_clear_object (&link->linked);
  g_clear_object (&link->caller);
  g_clear_object (&link->reading);
  g_free (link);
}

static void
cancel_linked (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

GCancellable *
_usher_session_link_reading (UsherSession *self, GTask *task)
{
  Link *link = g_new0 (Link, 1);

  link->linked = g_cancellable_new ();
  g_set_object (&link->caller, g_task_get_cancellable (task));
  link->reading = g_object_ref (self->reading);
  if (link->caller != NULL)
    link->caller_id =
      g_cancellable_connect (link->caller, G_CALLBACK (cancel_linked), link->linked, NULL);
  link->reading_id =
    g_cancellable_connect (link->reading, G_CALLBACK (cancel_linked), link->linked, NULL);
  g_object_set_data_full (G_OBJECT (task), "usher-link", link, (GDestroyNotify) link_free);
  return link->linked;
}

gboolean
_usher_session_check_online (UsherSession *self, GTask *task)
{
  if (self->closed || self->closing != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The session was closed");
  else if (self->client == NULL)
    g_task_return_new_error (
      task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_KEY_MISSING, "%s",
      _("There is no API key for this account, so the server cannot be asked. Enter the key again."));
  else
    return TRUE;
  return FALSE;
}

static void
on_journal_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSession) self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);
  g_autoptr (GError) error = NULL;

  if (usher_journal_close_finish (USHER_JOURNAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_store_error (task, error);
}

static void
on_store_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UsherSession *self = user_data;

  /* A cache that could not be closed cleanly is read again from the server; the journal counts. */
  usher_store_close_finish (USHER_STORE (source), result, NULL);
  usher_journal_close_async (self->journal, on_journal_closed, self);
}

static void
close_when_idle (UsherSession *self)
{
  if (self->closing == NULL || self->n_busy > 0 || self->closed)
    return;
  self->closed = TRUE;
  g_clear_handle_id (&self->closing_timer, g_source_remove);
  usher_store_close_async (self->store, on_store_closed, g_object_ref (self));
}

static gboolean
on_closing_timer (gpointer user_data)
{
  UsherSession *self = user_data;

  guint n_waiting = self->waiting->len;

  self->closing_timer = 0;
  /* As long as it goes on, what waits has its turn. */
  if (n_waiting > 0 && n_waiting < self->n_waiting_before)
    {
      self->n_waiting_before = n_waiting;
      self->closing_timer = g_timeout_add_seconds (CLOSING_SECONDS, on_closing_timer, self);
      return G_SOURCE_REMOVE;
    }
  g_cancellable_cancel (self->writing);
  _usher_outbox_leave_waiting (self);
  return G_SOURCE_REMOVE;
}

/**
 * usher_session_close_async:
 * @self: a session that is no view of another
 * @callback: (nullable): called when its files are closed
 * @user_data: for @callback
 *
 * Stops reading at once. What is held is sent when its time comes, and no earlier. A request that changes
 * the server has five more seconds to be answered; after that it is unclear, and looked after when the
 * account is opened again.
 */
void
usher_session_close_async (UsherSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (self->shared == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, usher_session_close_async);
  if (self->closed || self->closing != NULL)
    {
      g_task_return_new_error (task, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED,
                               "The session was closed already");
      return;
    }
  self->closing = g_steal_pointer (&task);
  g_clear_handle_id (&self->sync_timer, g_source_remove);
  g_clear_pointer (&self->wake, usher_wake_free);
  if (self->sync != NULL)
    usher_sync_stop (self->sync);
  g_cancellable_cancel (self->reading);
  usher_links_clear (self->links);
  if (self->n_busy > 0)
    {
      self->n_waiting_before = self->waiting->len;
      self->closing_timer = g_timeout_add_seconds (CLOSING_SECONDS + _usher_outbox_get_patience (self),
                                                   on_closing_timer, self);
    }
  close_when_idle (self);
}

/**
 * usher_session_close_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when everything was written
 */
gboolean
usher_session_close_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
