/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One account at work: what it holds and what it tells. Opening and closing stand in
 * usher-session-open.c, syncing in usher-session-sync.c, reading in usher-session-reads.c, and what changes
 * the server in usher-outbox.c. Main thread. */

#include "session/usher-session-private.h"

#include "model/usher-text.h"
#include "model/usher-time.h"

G_DEFINE_FINAL_TYPE (UsherSession, usher_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_ACCOUNT = 1,
  PROP_STATE,
  PROP_ERROR,
  PROP_LAST_SYNC,
  PROP_CAN_RESEND,
  PROP_QUERY,
  PROP_COUNTS,
  PROP_HAS_KEY,
  PROP_NOTICE,
  PROP_LOADING,
} UsherSessionProperty;

static GParamSpec *properties[PROP_LOADING + 1];

static void count_invitations (UsherSession *self);

static void
usher_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UsherSession *self = USHER_SESSION (object);
  UsherSession *shared = _usher_session_get_shared (self);

  switch ((UsherSessionProperty) prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_STATE:
      g_value_set_int (value, shared->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, shared->error);
      break;
    case PROP_LAST_SYNC:
      g_value_set_int64 (value, shared->last_sync);
      break;
    case PROP_CAN_RESEND:
      g_value_set_boolean (value, usher_session_get_can_resend (self));
      break;
    case PROP_QUERY:
      g_value_set_boxed (value, usher_session_get_query (self));
      break;
    case PROP_COUNTS:
      g_value_set_pointer (value, &self->counts);
      break;
    case PROP_HAS_KEY:
      g_value_set_boolean (value, usher_session_get_has_key (self));
      break;
    case PROP_NOTICE:
      g_value_set_string (value, shared->notice);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, usher_session_get_loading (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_session_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UsherSession *self = USHER_SESSION (object);

  switch ((UsherSessionProperty) prop_id)
    {
    case PROP_QUERY:
      usher_session_set_query (self, g_value_get_boxed (value));
      break;
    case PROP_ACCOUNT:
    case PROP_STATE:
    case PROP_ERROR:
    case PROP_LAST_SYNC:
    case PROP_CAN_RESEND:
    case PROP_COUNTS:
    case PROP_HAS_KEY:
    case PROP_NOTICE:
    case PROP_LOADING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_session_dispose (GObject *object)
{
  UsherSession *self = USHER_SESSION (object);

  g_clear_handle_id (&self->sync_timer, g_source_remove);
  g_clear_pointer (&self->wake, usher_wake_free);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->sync);
  g_clear_object (&self->list);
  /* Whoever forgot to close gets the files closed all the same, only without hearing of it. */
  if (!self->closed && self->store != NULL && self->shared == NULL)
    {
      self->closed = TRUE;
      usher_store_close_async (self->store, NULL, NULL);
      usher_journal_close_async (self->journal, NULL, NULL);
    }
  g_clear_object (&self->store);
  g_clear_object (&self->journal);
  g_clear_object (&self->client);
  g_clear_object (&self->shared);
  G_OBJECT_CLASS (usher_session_parent_class)->dispose (object);
}

static void
usher_session_finalize (GObject *object)
{
  UsherSession *self = USHER_SESSION (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->key, secret_value_unref);
  g_clear_object (&self->companies);
  g_clear_pointer (&self->links, usher_links_free);
  g_clear_pointer (&self->activity, usher_activity_free);
  g_clear_pointer (&self->to_read, g_ptr_array_unref);
  g_free (self->selected);
  g_clear_error (&self->error);
  g_free (self->notice);
  g_free (self->unwritable);
  g_clear_object (&self->reading);
  g_clear_object (&self->writing);
  g_clear_pointer (&self->claimed, g_hash_table_unref);
  g_clear_pointer (&self->looked_at, g_hash_table_unref);
  g_clear_pointer (&self->round, g_hash_table_unref);
  g_clear_pointer (&self->round_lists, g_hash_table_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->in_hand, g_hash_table_unref);
  g_clear_pointer (&self->settled, g_hash_table_unref);
  g_clear_pointer (&self->awaited, g_hash_table_unref);
  G_OBJECT_CLASS (usher_session_parent_class)->finalize (object);
}

static void
usher_session_class_init (UsherSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_session_get_property;
  object_class->set_property = usher_session_set_property;
  object_class->dispose = usher_session_dispose;
  object_class->finalize = usher_session_finalize;

  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, USHER_TYPE_ACCOUNT, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_LAST_SYNC] = g_param_spec_int64 ("last-sync", NULL, NULL, G_MININT64, G_MAXINT64,
                                                   USHER_TIME_NONE, flags);
  properties[PROP_CAN_RESEND] = g_param_spec_boolean ("can-resend", NULL, NULL, TRUE, flags);
  properties[PROP_QUERY] =
    g_param_spec_boxed ("query", NULL, NULL, USHER_TYPE_QUERY,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COUNTS] = g_param_spec_pointer ("counts", NULL, NULL, flags);
  properties[PROP_HAS_KEY] = g_param_spec_boolean ("has-key", NULL, NULL, FALSE, flags);
  properties[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherSession::invitation-changed:
   * @self: a session
   * @id: an invitation
   *
   * Something became of an invitation that is worth reading again.
   */
  g_signal_new ("invitation-changed", USHER_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * UsherSession::waiting-changed:
   * @self: a session
   *
   * usher_session_get_standing() of an intent begins or ceases to be %USHER_STANDING_WAITING.
   */
  g_signal_new ("waiting-changed", USHER_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
usher_session_init (UsherSession *self)
{
  self->last_sync = USHER_TIME_NONE;
  self->companies = g_list_store_new (USHER_TYPE_COMPANY);
  self->links = usher_links_new ();
  self->activity = usher_activity_new ();
  self->reading = g_cancellable_new ();
  self->writing = g_cancellable_new ();
  self->claimed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->looked_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->round = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->round_lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_ptr_array_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->in_hand = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->awaited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
on_list_loading (UsherSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* A file that turns out to be damaged while it is in use. */
static void
on_moved_aside (GObject *file, GParamSpec *pspec, UsherSession *self)
{
  _usher_session_tell_moved_aside (self, USHER_IS_STORE (file)
                                           ? usher_store_get_moved_aside (USHER_STORE (file))
                                           : NULL,
                                   USHER_IS_JOURNAL (file)
                                     ? usher_journal_get_moved_aside (USHER_JOURNAL (file))
                                     : NULL);
}

UsherSession *
_usher_session_new (UsherAccount *account, SecretValue *key, UsherStore *store,
                    UsherJournal *journal)
{
  UsherSession *self = g_object_new (USHER_TYPE_SESSION, NULL);

  self->account = g_object_ref (account);
  self->store = g_object_ref (store);
  self->journal = g_object_ref (journal);
  self->list = usher_invitation_list_new (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (count_invitations), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_list_loading), self,
                           G_CONNECT_SWAPPED);
  /* When it is opened, the opener tells. */
  g_signal_connect_object (store, "notify::moved-aside", G_CALLBACK (on_moved_aside), self, 0);
  g_signal_connect_object (journal, "notify::moved-aside", G_CALLBACK (on_moved_aside), self, 0);
  _usher_session_set_key (self, key);
  if (!usher_store_get_first_counts (store, &self->counts))
    count_invitations (self);
  return self;
}

/* What belongs to the account comes from there; what is looked at is the view's own. */
static void
on_shared_notify (UsherSession *shared, GParamSpec *pspec, UsherSession *self)
{
  if (pspec != properties[PROP_QUERY] && pspec != properties[PROP_COUNTS] && pspec != properties[PROP_LOADING])
    g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
on_shared_invitation_changed (UsherSession *self, const char *id)
{
  g_signal_emit_by_name (self, "invitation-changed", id);
}

static void
on_shared_waiting_changed (UsherSession *self)
{
  g_signal_emit_by_name (self, "waiting-changed");
}

/**
 * usher_session_new_view:
 * @self: a session
 *
 * Another look at the same account, for a window of its own: query, list, counts and loading are the view's, and all
 * else, from the sync to what waits to be sent, is @self's. A view is not closed: it is let go of before @self is.
 *
 * Returns: (transfer full): a view that shows all invitations
 */
UsherSession *
usher_session_new_view (UsherSession *self)
{
  UsherSession *view;

  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  self = _usher_session_get_shared (self);

  view = g_object_new (USHER_TYPE_SESSION, NULL);
  view->shared = g_object_ref (self);
  view->account = g_object_ref (self->account);
  view->store = g_object_ref (self->store);
  view->list = usher_invitation_list_new (self->store);
  g_signal_connect_object (self, "notify", G_CALLBACK (on_shared_notify), view, 0);
  g_signal_connect_object (self, "invitation-changed", G_CALLBACK (on_shared_invitation_changed), view,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "waiting-changed", G_CALLBACK (on_shared_waiting_changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (count_invitations), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (view->list, "notify::loading", G_CALLBACK (on_list_loading), view, G_CONNECT_SWAPPED);
  count_invitations (view);
  return view;
}

/* Itself, if it is no view. */
UsherSession *
_usher_session_get_shared (UsherSession *self)
{
  return self->shared != NULL ? self->shared : self;
}

void
_usher_session_set_counts (UsherSession *self, const UsherCounts *counts)
{
  if (memcmp (counts, &self->counts, sizeof *counts) == 0)
    return;
  self->counts = *counts;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNTS]);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSession) self = user_data;
  g_autoptr (GError) error = NULL;
  UsherCounts counts = { 0 };

  self->counting = FALSE;
  if (!usher_store_count_finish (USHER_STORE (source), result, &counts, &error))
    return;
  _usher_session_set_counts (self, &counts);
  if (self->count_again)
    count_invitations (self);
}

/* One count at a time: during a sync the store changes with every company. */
static void
count_invitations (UsherSession *self)
{
  self->count_again = self->counting;
  if (self->counting || _usher_session_get_shared (self)->closed)
    return;
  self->counting = TRUE;
  usher_store_count_async (self->store, usher_query_get_company_id (usher_session_get_query (self)),
                           self->reading, on_counted, g_object_ref (self));
}

void
_usher_session_set_state (UsherSession *self, UsherSyncState state, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (error != self->error)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
_usher_session_set_last_sync (UsherSession *self, gint64 time)
{
  if (self->last_sync == time)
    return;
  self->last_sync = time;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_SYNC]);
}

void
_usher_session_set_resend_refused (UsherSession *self, gboolean refused)
{
  self->resend_refused = refused;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_RESEND]);
}

void
_usher_session_set_client (UsherSession *self, UsherClient *client)
{
  g_set_object (&self->client, client);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_KEY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_RESEND]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
_usher_session_add_notice (UsherSession *self, const char *text)
{
  g_autofree char *notice = NULL;

  if (text == NULL)
    return;
  notice = self->notice != NULL ? g_strconcat (self->notice, "\n", text, NULL) : g_strdup (text);
  if (usher_set_str (&self->notice, notice))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

/**
 * usher_session_tell:
 * @self: a session
 * @text: something the person must know about what this session shows; plain text
 *
 * Adds it to the notice.
 */
void
usher_session_tell (UsherSession *self, const char *text)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (text != NULL);
  self = _usher_session_get_shared (self);

  _usher_session_add_notice (self, text);
}

static int
compare_companies (gconstpointer a, gconstpointer b)
{
  UsherCompany *a_company = *(UsherCompany *const *) a;
  UsherCompany *b_company = *(UsherCompany *const *) b;
  int order = g_utf8_collate (usher_company_get_name (a_company),
                              usher_company_get_name (b_company));

  return order != 0 ? order
                    : g_strcmp0 (usher_company_get_id (a_company), usher_company_get_id (b_company));
}

static gboolean
are_same_companies (UsherCompany *a, UsherCompany *b)
{
  g_autoptr (JsonNode) a_node = NULL;
  g_autoptr (JsonNode) b_node = NULL;

  if (!g_str_equal (usher_company_get_id (a), usher_company_get_id (b)))
    return FALSE;
  a_node = usher_company_to_json (a);
  b_node = usher_company_to_json (b);
  return json_node_equal (a_node, b_node);
}

/* Sorted by name, as the person's language does. Only the stretch that is different is replaced, so that
 * a choice in the sidebar outlives a refresh without news. */
void
_usher_session_set_companies (UsherSession *self, GPtrArray *companies)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GListModel *model = G_LIST_MODEL (self->companies);
  guint n_old = g_list_model_get_n_items (model);
  guint first = 0;
  guint last = 0;

  for (guint i = 0; i < companies->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (companies, i));
  g_ptr_array_sort (sorted, compare_companies);
  for (; first < MIN (n_old, sorted->len); first++)
    {
      g_autoptr (UsherCompany) old = g_list_model_get_item (model, first);

      if (!are_same_companies (old, g_ptr_array_index (sorted, first)))
        break;
    }
  for (; last < MIN (n_old, sorted->len) - first; last++)
    {
      g_autoptr (UsherCompany) old = g_list_model_get_item (model, n_old - 1 - last);

      if (!are_same_companies (old, g_ptr_array_index (sorted, sorted->len - 1 - last)))
        break;
    }
  if (first + last < MAX (n_old, sorted->len))
    g_list_store_splice (self->companies, first, n_old - first - last, sorted->pdata + first,
                         sorted->len - first - last);
}

/**
 * usher_session_get_account:
 * @self: a session
 *
 * Returns: (transfer none): whose session it is; one of its own for an ephemeral session
 */
UsherAccount *
usher_session_get_account (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  return self->account;
}

/**
 * usher_session_get_state:
 * @self: a session
 *
 * Returns: how the last sync went, or that one is running
 */
UsherSyncState
usher_session_get_state (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), USHER_SYNC_IDLE);
  self = _usher_session_get_shared (self);
  return self->state;
}

/**
 * usher_session_get_error:
 * @self: a session
 *
 * Returns: (nullable) (transfer none): why the state is OFFLINE, KEY_NEEDED or FAILED, in words for people
 */
const GError *
usher_session_get_error (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  self = _usher_session_get_shared (self);
  return self->error;
}

/**
 * usher_session_get_last_sync:
 * @self: a session
 *
 * Returns: how old the shown data is at most: when the last sync that brought something ended, in
 *   microseconds of UTC; %USHER_TIME_NONE if there was none
 */
gint64
usher_session_get_last_sync (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), USHER_TIME_NONE);
  self = _usher_session_get_shared (self);
  return self->last_sync;
}

/**
 * usher_session_get_can_resend:
 * @self: a session
 *
 * Returns: %FALSE once this server has said that it cannot resend (contract 3.9), in this run or before
 */
gboolean
usher_session_get_can_resend (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), FALSE);
  self = _usher_session_get_shared (self);
  return !self->resend_refused &&
         (self->client == NULL || usher_client_get_can_resend (self->client));
}

/**
 * usher_session_get_has_key:
 * @self: a session
 *
 * Returns: %TRUE when the server can be asked at all
 */
gboolean
usher_session_get_has_key (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), FALSE);
  self = _usher_session_get_shared (self);
  return self->client != NULL;
}

/**
 * usher_session_get_notice:
 * @self: a session
 *
 * Returns: (nullable) (transfer none): something the person must know, in one line or more
 */
const char *
usher_session_get_notice (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  self = _usher_session_get_shared (self);
  return self->notice;
}

/**
 * usher_session_dismiss_notice:
 * @self: a session
 *
 * The person has read it.
 */
void
usher_session_dismiss_notice (UsherSession *self)
{
  g_return_if_fail (USHER_IS_SESSION (self));
  self = _usher_session_get_shared (self);
  if (usher_set_str (&self->notice, NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

/**
 * usher_session_get_companies:
 * @self: a session
 *
 * Returns: (transfer none): the `UsherCompany` objects, by name
 */
GListModel *
usher_session_get_companies (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  self = _usher_session_get_shared (self);
  return G_LIST_MODEL (self->companies);
}

/**
 * usher_session_find_company:
 * @self: a session
 * @id: (nullable): a company's id
 *
 * Returns: (nullable) (transfer none): the company
 */
UsherCompany *
usher_session_find_company (UsherSession *self, const char *id)
{
  GListModel *model;
  guint n_items;

  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  self = _usher_session_get_shared (self);

  model = G_LIST_MODEL (self->companies);
  n_items = g_list_model_get_n_items (model);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (UsherCompany) company = g_list_model_get_item (model, i);

      if (g_strcmp0 (usher_company_get_id (company), id) == 0)
        return company; /* the model holds it */
    }
  return NULL;
}

/**
 * usher_session_get_invitations:
 * @self: a session
 *
 * Returns: (transfer none): the `UsherInvitationItem` objects of the query
 */
GListModel *
usher_session_get_invitations (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  return G_LIST_MODEL (self->list);
}

/**
 * usher_session_get_intents:
 * @self: a session
 *
 * Returns: (transfer none): the `UsherIntent` objects that are not done, newest first
 */
GListModel *
usher_session_get_intents (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  self = _usher_session_get_shared (self);
  return G_LIST_MODEL (self->journal);
}

/**
 * usher_session_find_invitation:
 * @self: a session
 * @id: the id of an invitation whose item somebody holds
 *
 * Returns: its position in usher_session_get_invitations(), or %G_MAXUINT
 */
guint
usher_session_find_invitation (UsherSession *self, const char *id)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), G_MAXUINT);

  return self->list != NULL ? usher_invitation_list_find (self->list, id) : G_MAXUINT;
}

/**
 * usher_session_get_loading:
 * @self: a session
 *
 * Returns: %TRUE while the query runs
 */
gboolean
usher_session_get_loading (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), FALSE);
  return self->list != NULL && usher_invitation_list_get_loading (self->list);
}

/**
 * usher_session_get_query:
 * @self: a session
 *
 * Returns: (transfer none): what the list shows
 */
UsherQuery *
usher_session_get_query (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  return usher_invitation_list_get_query (self->list);
}

/**
 * usher_session_set_query:
 * @self: a session
 * @query: what the list is to show
 */
void
usher_session_set_query (UsherSession *self, UsherQuery *query)
{
  g_autoptr (UsherQuery) old = NULL;

  g_return_if_fail (USHER_IS_SESSION (self));
  g_return_if_fail (query != NULL);

  old = usher_query_ref (usher_session_get_query (self));
  if (usher_query_equal (old, query))
    return;
  usher_invitation_list_set_query (self->list, query);
  if (g_strcmp0 (usher_query_get_company_id (old), usher_query_get_company_id (query)) != 0)
    count_invitations (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

/**
 * usher_session_get_counts:
 * @self: a session
 *
 * Returns: (transfer none): how many invitations each list has, for the query's company
 */
const UsherCounts *
usher_session_get_counts (UsherSession *self)
{
  g_return_val_if_fail (USHER_IS_SESSION (self), NULL);
  return &self->counts;
}
