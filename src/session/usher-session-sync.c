/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a session reads from the server, and what it makes of the outcome: on demand, on a timer, when
 * the network comes back, and when there is a new key. Main thread. */

#include "session/usher-session-private.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "session/usher-accounts.h"

/* Milliseconds: how soon after waking up it is read again. */
#define WAKE_INTERVAL (15 * 1000)

static void on_synced (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_counted (GObject *source, GAsyncResult *result, gpointer user_data);

static void
on_sync_companies (UsherSession *self, GPtrArray *companies)
{
  _usher_session_set_companies (self, companies);
}

static void
on_sync_invitations (UsherSession *self, GPtrArray *invitations)
{
  usher_activity_note (self->activity, invitations);
  for (guint i = 0; i < invitations->len; i++)
    usher_links_remember (self->links, g_ptr_array_index (invitations, i));
}

static void
connect_client (UsherSession *self)
{
  g_autoptr (UsherClient) client = NULL;
  g_autoptr (GError) error = NULL;

  if (self->sync != NULL)
    usher_sync_stop (self->sync);
  g_clear_object (&self->sync);
  /* Links of another key or server may not be this one's to hand out. */
  usher_links_clear (self->links);
  if (self->key != NULL)
    client = usher_client_new (usher_account_get_server (self->account), self->key, &error);
  if (client != NULL)
    {
      self->sync = usher_sync_new (client, self->store);
      g_signal_connect_object (self->sync, "companies", G_CALLBACK (on_sync_companies), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->sync, "invitations", G_CALLBACK (on_sync_invitations), self,
                               G_CONNECT_SWAPPED);
    }
  _usher_session_set_client (self, client);
  _usher_session_set_state (self, client != NULL ? USHER_SYNC_IDLE : USHER_SYNC_KEY_NEEDED, error);
}

static void
on_server_changed (UsherSession *self)
{
  connect_client (self);
  _usher_session_set_resend_refused (self, FALSE);
}

void
_usher_session_set_key (UsherSession *self, SecretValue *key)
{
  g_clear_pointer (&self->key, secret_value_unref);
  self->key = key != NULL ? secret_value_ref (key) : NULL;
  g_signal_handlers_disconnect_by_func (self->account, on_server_changed, self);
  g_signal_connect_object (self->account, "notify::server", G_CALLBACK (on_server_changed), self,
                           G_CONNECT_SWAPPED);
  connect_client (self);
}

static void
on_network_changed (UsherSession *self, gboolean available)
{
  /* A page to sign in on, which stands before some networks, may have failed it in another way. */
  if (available && (self->state == USHER_SYNC_OFFLINE || self->state == USHER_SYNC_FAILED))
    _usher_session_sync_soon (self);
}

static void
on_connectivity_changed (UsherSession *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  on_network_changed (self, g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_FULL);
}

void
_usher_session_note_woken (gpointer session)
{
  UsherSession *self = session;

  if (self->state != USHER_SYNC_KEY_NEEDED && self->state != USHER_SYNC_RUNNING)
    _usher_session_sync_soon (self);
}

void
_usher_session_watch_sleep (UsherSession *self, guint interval_ms, UsherWakeSlept slept)
{
  g_clear_pointer (&self->wake, usher_wake_free);
  self->wake = usher_wake_new (interval_ms, slept, _usher_session_note_woken, self);
}

void
_usher_session_watch_network (UsherSession *self)
{
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (), "notify::connectivity",
                           G_CALLBACK (on_connectivity_changed), self, G_CONNECT_SWAPPED);
}

/* Some networks let nobody through before a page of theirs was signed in on: then no answer is the server's,
 * and what went wrong in which way is of no use to anybody. */
static GError *
dup_explained (const GError *error)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  if (error == NULL)
    return NULL;
  if (error->domain == USHER_API_ERROR &&
      g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_PORTAL &&
      (error->code == USHER_API_ERROR_NETWORK || error->code == USHER_API_ERROR_TLS ||
       error->code == USHER_API_ERROR_PROTOCOL))
    return usher_api_error_new (USHER_API_ERROR_NETWORK,
                                _("This network asks you to sign in first. Open any page in a browser, sign in "
                                  "there, and try again."),
                                NULL, -1);
  return g_error_copy (error);
}

static UsherSyncState
get_state_for (const GError *error)
{
  if (error == NULL)
    return USHER_SYNC_IDLE;
  if (g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_AUTH))
    return USHER_SYNC_KEY_NEEDED;
  if (g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK))
    return USHER_SYNC_OFFLINE;
  return USHER_SYNC_FAILED;
}

/* An answer outside of a sync: a refused key and a lost network concern everything; that a single
 * request was refused does not. Any answer at all means that the network is back. */
void
_usher_session_note_result (UsherSession *self, const GError *error)
{
  UsherSyncState state = get_state_for (error);

  if (self->closing != NULL || self->closed || self->state == USHER_SYNC_RUNNING)
    return;
  if (state == USHER_SYNC_KEY_NEEDED || (state == USHER_SYNC_OFFLINE && self->state != USHER_SYNC_KEY_NEEDED))
    _usher_session_set_state (self, state, error);
  else if (state == USHER_SYNC_IDLE && self->state == USHER_SYNC_OFFLINE)
    _usher_session_sync_soon (self);
}

static gboolean
on_sync_timer (gpointer user_data)
{
  UsherSession *self = user_data;

  if (self->state != USHER_SYNC_KEY_NEEDED && self->state != USHER_SYNC_RUNNING)
    _usher_session_sync_soon (self);
  return G_SOURCE_CONTINUE;
}

/**
 * usher_session_set_sync_interval:
 * @self: a session
 * @seconds: seconds between two syncs by themselves; 0 for never
 */
void
usher_session_set_sync_interval (UsherSession *self, guint seconds)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);

  g_clear_handle_id (&self->sync_timer, g_source_remove);
  g_clear_pointer (&self->wake, usher_wake_free);
  self->sync_interval = seconds;
  if (seconds > 0 && self->closing == NULL && !self->closed)
    {
      self->sync_timer = g_timeout_add_seconds (seconds, on_sync_timer, self);
      g_source_set_name_by_id (self->sync_timer, "[usher] sync");
      /* The timer has slept, too. */
      _usher_session_watch_sleep (self, WAKE_INTERVAL, NULL);
    }
}

void
_usher_session_sync_soon (UsherSession *self)
{
  if (self->sync == NULL || self->closing != NULL || self->closed)
    return;
  /* Nobody asked: what seldom changes need not be read each time. */
  usher_sync_set_lazy (self->sync, TRUE);
  usher_session_sync_async (self, NULL, NULL, NULL);
  usher_sync_set_lazy (self->sync, FALSE);
}

static void read_next_log (UsherSession *self);

static void
on_log_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UsherSession *self = USHER_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation = usher_session_fetch_invitation_finish (self, result, &error);

  self->reading_log = FALSE;
  /* One that is gone is no reason to stop; a server that has enough is. */
  if (invitation == NULL && !g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND))
    g_clear_pointer (&self->to_read, g_ptr_array_unref);
  read_next_log (self);
}

/* One at a time, so that a person's own requests are not behind them. */
static void
read_next_log (UsherSession *self)
{
  g_autofree char *id = NULL;

  if (self->reading_log || self->to_read == NULL || self->closing != NULL || self->client == NULL)
    return;
  if (self->to_read->len == 0)
    {
      g_clear_pointer (&self->to_read, g_ptr_array_unref);
      return;
    }
  id = g_ptr_array_steal_index (self->to_read, 0);
  self->reading_log = TRUE;
  usher_session_fetch_invitation_async (self, id, self->reading, on_log_read, NULL);
}

static void
read_logs (UsherSession *self)
{
  g_clear_pointer (&self->to_read, g_ptr_array_unref);
  if (self->activity_budget == 0)
    return;
  self->to_read = usher_activity_choose (self->activity, self->selected, usher_time_now (),
                                         self->activity_budget);
  read_next_log (self);
}

/**
 * usher_session_set_activity_budget:
 * @self: a session
 * @requests: how many logs of active invitations are read again after each sync
 *
 * The one that is selected comes first, then those that expire soon, then those that were looked at longest
 * ago.
 */
void
usher_session_set_activity_budget (UsherSession *self, guint requests)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);
  self->activity_budget = requests;
}

/**
 * usher_session_set_selected:
 * @self: a session
 * @id: (nullable): the invitation that the person looks at
 */
void
usher_session_set_selected (UsherSession *self, const char *id)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);
  usher_set_str (&self->selected, id);
}

/**
 * usher_session_sync_async:
 * @self: a session
 * @cancellable: (nullable): to stop waiting
 * @callback: (nullable): called when companies and invitations are in the store
 * @user_data: for @callback
 *
 * Reads everything from the server into the store, or joins a sync that is running. Connections follow
 * when nobody waits any more.
 */
void
usher_session_sync_async (UsherSession *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);

  task = _usher_session_begin (self, cancellable, callback, user_data, usher_session_sync_async,
                               "[usher] sync");
  if (!_usher_session_check_online (self, task))
    return;
  _usher_session_set_state (self, USHER_SYNC_RUNNING, NULL);
  if (!usher_sync_get_running (self->sync))
    usher_activity_begin (self->activity);
  usher_sync_run_async (self->sync, cancellable, on_synced, g_steal_pointer (&task));
}

static void
remember_sync (UsherSession *self)
{
  gint64 now = usher_time_now ();
  g_autofree char *fact = usher_time_to_string (now);

  _usher_session_set_last_sync (self, now);
  usher_store_put_fact_async (self->store, USHER_FACT_LAST_SYNC, fact, NULL, NULL, NULL);
}

static void
tell_skipped (UsherSession *self, guint n_skipped)
{
  g_autofree char *text = NULL;

  if (n_skipped == self->n_skipped)
    return;
  self->n_skipped = n_skipped;
  if (n_skipped == 0)
    return;
  text = g_strdup_printf (ngettext ("The server sent %'u item that Usher cannot read. It is left out.",
                                    "The server sent %'u items that Usher cannot read. They are left out.",
                                    n_skipped),
                          n_skipped);
  _usher_session_add_notice (self, text);
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherSession *self = g_task_get_source_object (task);
  UsherSync *sync = USHER_SYNC (source);
  g_autoptr (GError) cause = NULL;
  gboolean whole = usher_sync_run_finish (sync, result, &cause);
  g_autoptr (GError) error = dup_explained (cause);

  /* A sync of a key or server that was replaced meanwhile has nothing to say about this one; nor has
   * one that others still wait for. */
  if (sync == self->sync && !usher_sync_get_running (sync) && self->closing == NULL)
    {
      UsherSyncState state = get_state_for (error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        _usher_session_set_state (self, USHER_SYNC_IDLE, NULL);
      else
        {
          gboolean useful = whole || (usher_sync_get_useful (sync) && state == USHER_SYNC_FAILED);

          if (useful)
            remember_sync (self);
          tell_skipped (self, usher_sync_get_n_skipped (sync));
          _usher_session_set_state (self, state, error);
          if (useful)
            {
              _usher_session_reconcile (self);
              read_logs (self);
            }
        }
    }
  if (whole && self->closing == NULL)
    /* Whoever waited finds the counts as they are now. */
    usher_store_count_async (self->store, usher_query_get_company_id (usher_session_get_query (self)),
                             self->reading, on_counted, g_steal_pointer (&task));
  else if (whole)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UsherCounts counts = { 0 };

  if (usher_store_count_finish (USHER_STORE (source), result, &counts, NULL))
    _usher_session_set_counts (g_task_get_source_object (task), &counts);
  g_task_return_boolean (task, TRUE);
}

/**
 * usher_session_sync_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location: an %USHER_API_ERROR, also when only some companies failed; the state and
 *   usher_session_get_error() tell the same
 *
 * Returns: %TRUE when everything was read
 */
gboolean
usher_session_sync_finish (UsherSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, _usher_session_get_shared (self)), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_session_stop_sync:
 * @self: a session
 *
 * Ends the sync that runs, if one does: who waits for it is told %G_IO_ERROR_CANCELLED. What it has read so far stays in
 * the store.
 */
void
usher_session_stop_sync (UsherSession *self)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);

  if (self->sync != NULL)
    usher_sync_stop (self->sync);
}
