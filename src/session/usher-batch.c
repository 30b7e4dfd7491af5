/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One thing done to many invitations: each by the session's own call, so journalled as a single one is,
 * but only a few on their way at a time (contract 7), and none sent again by itself. Whether it still
 * makes sense is looked at again right before each is sent: minutes may have passed since the person
 * said yes. What was sent is never cancelled, as nobody would know then what became of it. Main thread. */

#include "session/usher-batch.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "session/usher-accounts.h"

#define MAX_RUNNING 4

#define N_STATES (USHER_BATCH_NOT_TRIED + 1)

struct _UsherBatch
{
  GObject parent_instance;

  UsherSession *session;     /* (owned) */
  UsherBatchKind kind;
  GPtrArray *rows;           /* (owned) (element-type UsherBatchRow) */
  GPtrArray *links;          /* (owned) (element-type utf8) as many as rows, or NULL where none */
  GCancellable *cancellable; /* (owned): of what only reads */
  guint counts[N_STATES];
  guint next;                /* before it no row waits */
  guint n_running;
  gint64 started_at;         /* or USHER_TIME_NONE */
  gboolean running;
  gboolean cancelled;
  char *given_up;            /* (owned) (nullable): why the rest is not tried */
};

typedef enum
{
  PROP_RUNNING = 1,
  PROP_N_FINISHED,
  PROP_N_DONE,
  PROP_N_TO_RETRY,
} UsherBatchProperty;

static GParamSpec *properties[PROP_N_TO_RETRY + 1];

static guint finished_signal;

typedef struct
{
  UsherBatch *batch; /* (owned) */
  guint index;
} Call;

static Call *
call_new (UsherBatch *self, guint index)
{
  Call *call = g_new0 (Call, 1);

  call->batch = g_object_ref (self);
  call->index = index;
  return call;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->batch);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static GType
usher_batch_get_item_type (GListModel *model)
{
  return USHER_TYPE_BATCH_ROW;
}

static guint
usher_batch_get_n_items (GListModel *model)
{
  return USHER_BATCH (model)->rows->len;
}

static gpointer
usher_batch_get_item (GListModel *model, guint position)
{
  GPtrArray *rows = USHER_BATCH (model)->rows;

  return position < rows->len ? g_object_ref (g_ptr_array_index (rows, position)) : NULL;
}

static void
usher_batch_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = usher_batch_get_item_type;
  iface->get_n_items = usher_batch_get_n_items;
  iface->get_item = usher_batch_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherBatch, usher_batch, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, usher_batch_list_model_init))

static UsherBatchRow *
get_row (UsherBatch *self, guint index)
{
  return g_ptr_array_index (self->rows, index);
}

static void
on_refused_changed (UsherBatch *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TO_RETRY]);
}

/* After a refusal the session reads the invitation again: then it may turn out that another try is in vain. */
static void
watch_refused (UsherBatch *self, UsherInvitationItem *item)
{
  g_signal_handlers_disconnect_by_func (item, on_refused_changed, self);
  g_signal_connect_object (item, "notify::invitation", G_CALLBACK (on_refused_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
set_outcome (UsherBatch *self, guint index, UsherBatchState state, const char *message)
{
  UsherBatchRow *row = get_row (self, index);

  self->counts[usher_batch_row_get_state (row)]--;
  self->counts[state]++;
  if (state == USHER_BATCH_WAITING)
    self->next = MIN (self->next, index);
  else if (state == USHER_BATCH_REFUSED)
    watch_refused (self, usher_batch_row_get_item (row));
  usher_batch_row_set_outcome (row, state, message);
}

static void
announce_counts (UsherBatch *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FINISHED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
}

/* --- Sending --- */

static void fill (UsherBatch *self);
static void on_link (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_resent (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_revoked (GObject *source, GAsyncResult *result, gpointer user_data);

static const char *
why_not (UsherBatch *self, guint index)
{
  UsherInvitationItem *item = usher_batch_row_get_item (get_row (self, index));

  return usher_batch_why_not (self->kind, usher_invitation_item_get_invitation (item));
}

static void
send_one (UsherBatch *self, guint index)
{
  const char *id = usher_batch_row_get_id (get_row (self, index));
  Call *call = call_new (self, index);

  self->n_running++;
  set_outcome (self, index, USHER_BATCH_RUNNING, NULL);
  switch (self->kind)
    {
    case USHER_BATCH_GET_LINKS:
      usher_session_get_link_async (self->session, id, self->cancellable, on_link, call);
      break;
    case USHER_BATCH_RESEND:
      usher_session_resend_async (self->session, id, NULL, on_resent, call);
      break;
    case USHER_BATCH_REVOKE:
    default:
      usher_session_revoke_async (self->session, id, NULL, on_revoked, call);
      break;
    }
}

/* What the session holds can be taken back as one: all of them wait for the same moment, in the journal. */
static gboolean
is_held (UsherBatch *self)
{
  return self->kind != USHER_BATCH_GET_LINKS && usher_session_get_hold (self->session) > 0;
}

/* What was written down and is not on its way. Each call ends a moment later. */
static void
take_back (UsherBatch *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (usher_batch_row_get_state (get_row (self, i)) == USHER_BATCH_RUNNING)
      usher_session_undo_for (self->session, usher_batch_row_get_id (get_row (self, i)));
}

static UsherBatchState
judge (UsherBatch *self, const GError *error)
{
  if ((self->kind == USHER_BATCH_GET_LINKS || is_held (self)) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return USHER_BATCH_NOT_TRIED;
  /* What only reads is never in doubt. */
  if (self->kind != USHER_BATCH_GET_LINKS && usher_api_error_is_unclear (error))
    return USHER_BATCH_UNCLEAR;
  if (g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_CONFLICT)
      || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND)
      || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_FORBIDDEN)
      || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST)
      || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED))
    return USHER_BATCH_REFUSED;
  return USHER_BATCH_FAILED;
}

/* What went wrong with this one will go wrong with all the others. That includes a server that asks to be
 * left alone: nothing that changes it is sent again by itself (contract 7). */
static gboolean
is_hopeless (const GError *error)
{
  return error->domain == USHER_SESSION_ERROR
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_AUTH)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_RATE_LIMITED)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_TLS)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED);
}

static void
end_call (UsherBatch *self, guint index, const GError *error)
{
  gboolean by_person = self->cancelled && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  self->n_running--;
  if (error == NULL)
    set_outcome (self, index, USHER_BATCH_DONE, NULL);
  else
    {
      set_outcome (self, index, judge (self, error), by_person ? NULL : error->message);
      if (self->given_up == NULL && !by_person && is_hopeless (error))
        {
          self->given_up = g_strdup (error->message);
          if (is_held (self))
            take_back (self);
        }
    }
  fill (self);
}

static void
on_link (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  char *link = usher_session_get_link_finish (USHER_SESSION (source), result, &error);

  call->batch->links->pdata[call->index] = link;
  end_call (call->batch, call->index, error);
}

static void
on_resent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_resend_finish (USHER_SESSION (source), result, &error);

  end_call (call->batch, call->index, error);
}

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_revoke_finish (USHER_SESSION (source), result, &error);

  end_call (call->batch, call->index, error);
}

static guint
get_max_running (UsherBatch *self)
{
  return is_held (self) ? G_MAXUINT : MAX_RUNNING;
}

static void
drop_waiting (UsherBatch *self)
{
  for (guint i = self->next; i < self->rows->len; i++)
    {
      if (usher_batch_row_get_state (get_row (self, i)) == USHER_BATCH_WAITING)
        set_outcome (self, i, USHER_BATCH_NOT_TRIED, self->given_up);
    }
  self->next = self->rows->len;
}

/* Begins with as many as may be on their way, and ends when there is nothing left. */
static void
fill (UsherBatch *self)
{
  if (self->cancelled || self->given_up != NULL)
    drop_waiting (self);
  while (self->n_running < get_max_running (self) && self->next < self->rows->len)
    {
      guint index = self->next++;
      const char *reason;

      if (usher_batch_row_get_state (get_row (self, index)) != USHER_BATCH_WAITING)
        continue;
      reason = why_not (self, index);
      if (reason != NULL)
        set_outcome (self, index, USHER_BATCH_REFUSED, reason);
      else
        send_one (self, index);
    }
  announce_counts (self);
  if (!self->running || self->n_running > 0 || self->counts[USHER_BATCH_WAITING] > 0)
    return;
  self->running = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TO_RETRY]);
  g_signal_emit (self, finished_signal, 0);
}

/* --- The object --- */

static void
free_link (gpointer data)
{
  char *secret = data;

  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
usher_batch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherBatch *self = USHER_BATCH (object);

  switch ((UsherBatchProperty) id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_N_FINISHED:
      g_value_set_uint (value, usher_batch_get_n_finished (self));
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->counts[USHER_BATCH_DONE]);
      break;
    case PROP_N_TO_RETRY:
      g_value_set_uint (value, usher_batch_get_n_to_retry (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_batch_finalize (GObject *object)
{
  UsherBatch *self = USHER_BATCH (object);

  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_free (self->given_up);
  G_OBJECT_CLASS (usher_batch_parent_class)->finalize (object);
}

static void
usher_batch_class_init (UsherBatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_batch_get_property;
  object_class->finalize = usher_batch_finalize;

  /** UsherBatch:running: Whether something is under way. */
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  /** UsherBatch:n-finished: How many rows have an outcome. */
  properties[PROP_N_FINISHED] = g_param_spec_uint ("n-finished", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /** UsherBatch:n-done: How many rows are done. */
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /** UsherBatch:n-to-retry: How many rows another try would begin with. Notified when none is running. */
  properties[PROP_N_TO_RETRY] = g_param_spec_uint ("n-to-retry", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherBatch::finished:
   *
   * Every row has an outcome. Comes again after a retry.
   */
  finished_signal = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
usher_batch_init (UsherBatch *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->links = g_ptr_array_new_with_free_func (free_link);
  self->started_at = USHER_TIME_NONE;
}

/**
 * usher_batch_why_not:
 * @kind: what is to be done
 * @invitation: an invitation
 *
 * What the invitation itself forbids (contract 3.8, 3.9); what the server cannot do is the session's to
 * know. A link that the server says is dead is not handed out.
 *
 * Returns: (nullable): a translated sentence, or %NULL when it makes sense
 */
const char *
usher_batch_why_not (UsherBatchKind kind, UsherInvitation *invitation)
{
  g_return_val_if_fail (USHER_IS_INVITATION (invitation), NULL);

  switch (kind)
    {
    case USHER_BATCH_GET_LINKS:
      switch (usher_invitation_get_status (invitation))
        {
        case USHER_INVITATION_STATUS_ACTIVE:
        case USHER_INVITATION_STATUS_UNKNOWN:
          return NULL;
        case USHER_INVITATION_STATUS_EXPIRED:
        case USHER_INVITATION_STATUS_REVOKED:
        case USHER_INVITATION_STATUS_FULFILLED:
        default:
          return _("The link of this invitation no longer works.");
        }
    case USHER_BATCH_RESEND:
      return usher_invitation_why_not_resend (invitation);
    case USHER_BATCH_REVOKE:
    default:
      return usher_invitation_why_not_revoke (invitation);
    }
}

/**
 * usher_batch_new:
 * @session: the session that does it
 * @kind: what is to be done
 * @items: (element-type UsherInvitationItem): to what, in order; copied
 *
 * Returns: (transfer full): a batch that waits for usher_batch_start()
 */
UsherBatch *
usher_batch_new (UsherSession *session, UsherBatchKind kind, GPtrArray *items)
{
  UsherBatch *self = NULL;

  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);
  g_return_val_if_fail (items != NULL, NULL);

  self = g_object_new (USHER_TYPE_BATCH, NULL);
  self->session = g_object_ref (session);
  self->kind = kind;
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (self->rows, usher_batch_row_new (g_ptr_array_index (items, i)));
  g_ptr_array_set_size (self->links, (int) items->len);
  self->counts[USHER_BATCH_WAITING] = items->len;
  return self;
}

/**
 * usher_batch_get_kind:
 * @self: a batch
 *
 * Returns: what is done
 */
UsherBatchKind
usher_batch_get_kind (UsherBatch *self)
{
  g_return_val_if_fail (USHER_IS_BATCH (self), USHER_BATCH_GET_LINKS);

  return self->kind;
}

/**
 * usher_batch_start:
 * @self: a batch
 *
 * Begins with the rows that wait. Does nothing while something is under way. The batch holds itself until
 * then.
 */
void
usher_batch_start (UsherBatch *self)
{
  g_autoptr (UsherBatch) held = NULL;

  g_return_if_fail (USHER_IS_BATCH (self));

  if (self->running)
    return;
  /* A handler of "finished" may drop the last reference. */
  held = g_object_ref (self);
  if (self->started_at == USHER_TIME_NONE)
    self->started_at = usher_time_now ();
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->given_up, g_free);
  self->cancelled = FALSE;
  self->running = TRUE;
  self->next = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  fill (self);
}

/**
 * usher_batch_cancel:
 * @self: a batch
 *
 * Tries no more rows. What was sent is waited for, because it cannot be taken back: "finished" comes when
 * the last answer is there.
 */
void
usher_batch_cancel (UsherBatch *self)
{
  g_autoptr (UsherBatch) held = NULL;

  g_return_if_fail (USHER_IS_BATCH (self));

  if (!self->running || self->cancelled)
    return;
  held = g_object_ref (self);
  self->cancelled = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (is_held (self))
    take_back (self);
  fill (self);
}

/**
 * usher_batch_leave:
 * @self: a batch
 *
 * Nobody looks at it any more: as usher_batch_cancel(), but what is held is sent when its time comes.
 */
void
usher_batch_leave (UsherBatch *self)
{
  g_return_if_fail (USHER_IS_BATCH (self));

  if (self->running && is_held (self))
    return;
  usher_batch_cancel (self);
}

/* Whether another try could end otherwise, and does no harm: an e-mail that may have gone out is not sent
 * twice (contract 7), while what is revoked stays revoked. */
static gboolean
can_retry (UsherBatch *self, guint index)
{
  switch (usher_batch_row_get_state (get_row (self, index)))
    {
    case USHER_BATCH_FAILED:
    case USHER_BATCH_NOT_TRIED:
    case USHER_BATCH_REFUSED:
      break;
    case USHER_BATCH_UNCLEAR:
      if (self->kind == USHER_BATCH_RESEND)
        return FALSE;
      break;
    case USHER_BATCH_WAITING:
    case USHER_BATCH_RUNNING:
    case USHER_BATCH_DONE:
    default:
      return FALSE;
    }
  if (self->kind == USHER_BATCH_RESEND && !usher_session_get_can_resend (self->session))
    return FALSE;
  return why_not (self, index) == NULL;
}

/**
 * usher_batch_get_n_to_retry:
 * @self: a batch
 *
 * Returns: how many rows usher_batch_retry() would begin with
 */
guint
usher_batch_get_n_to_retry (UsherBatch *self)
{
  guint n = 0;

  g_return_val_if_fail (USHER_IS_BATCH (self), 0);

  for (guint i = 0; i < self->rows->len; i++)
    n += can_retry (self, i) ? 1 : 0;
  return n;
}

/**
 * usher_batch_retry:
 * @self: a batch
 *
 * Begins anew with all that are not done where it makes sense. Does nothing while something is under way.
 */
void
usher_batch_retry (UsherBatch *self)
{
  g_return_if_fail (USHER_IS_BATCH (self));

  if (self->running)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (can_retry (self, i))
        set_outcome (self, i, USHER_BATCH_WAITING, NULL);
    }
  usher_batch_start (self);
}

/**
 * usher_batch_get_running:
 * @self: a batch
 *
 * Returns: whether something is under way
 */
gboolean
usher_batch_get_running (UsherBatch *self)
{
  g_return_val_if_fail (USHER_IS_BATCH (self), FALSE);

  return self->running;
}

/**
 * usher_batch_get_cancelled:
 * @self: a batch
 *
 * Returns: whether the person stopped it, since it was last started
 */
gboolean
usher_batch_get_cancelled (UsherBatch *self)
{
  g_return_val_if_fail (USHER_IS_BATCH (self), FALSE);

  return self->cancelled;
}

/**
 * usher_batch_get_n_finished:
 * @self: a batch
 *
 * Returns: how many rows have an outcome, whichever
 */
guint
usher_batch_get_n_finished (UsherBatch *self)
{
  g_return_val_if_fail (USHER_IS_BATCH (self), 0);

  return self->rows->len - self->counts[USHER_BATCH_WAITING] - self->counts[USHER_BATCH_RUNNING];
}

/**
 * usher_batch_get_n_in_state:
 * @self: a batch
 * @state: an outcome
 *
 * Returns: how many rows have it
 */
guint
usher_batch_get_n_in_state (UsherBatch *self, UsherBatchState state)
{
  g_return_val_if_fail (USHER_IS_BATCH (self), 0);
  g_return_val_if_fail ((guint) state < N_STATES, 0);

  return self->counts[state];
}

/**
 * usher_batch_dup_links:
 * @self: a batch of [enum@BatchKind] GET_LINKS
 *
 * Returns: (transfer full) (nullable): the links that were got, one a line, in the order of the rows; a
 *   secret. %NULL when there are none
 */
char *
usher_batch_dup_links (UsherBatch *self)
{
  GString *text = NULL;

  g_return_val_if_fail (USHER_IS_BATCH (self), NULL);

  for (guint i = 0; i < self->links->len; i++)
    {
      const char *link = g_ptr_array_index (self->links, i);

      if (link == NULL)
        continue;
      if (text == NULL)
        text = g_string_new (NULL);
      else
        g_string_append_c (text, '\n');
      g_string_append (text, link);
    }
  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!usher_session_forget_intent_finish (USHER_SESSION (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("A request could not be taken out of the journal: %s", error->message);
}

/* Whether this batch wrote it down, and its row told the outcome. */
static gboolean
is_ours (UsherBatch *self, GHashTable *ids, UsherIntent *intent)
{
  UsherIntentKind kind =
    self->kind == USHER_BATCH_REVOKE ? USHER_INTENT_REVOKE : USHER_INTENT_RESEND;
  const char *id = usher_intent_get_invitation_id (intent);

  return usher_intent_get_state (intent) == USHER_INTENT_REFUSED
         && usher_intent_get_kind (intent) == kind && usher_intent_get_created_at (intent) >= self->started_at
         && id != NULL && g_hash_table_contains (ids, id);
}

/**
 * usher_batch_forget_refusals:
 * @self: a batch that was started
 *
 * Takes what the server refused out of the session's intents, because the person has read it here. What is
 * unclear stays, as it still has to be looked at.
 */
void
usher_batch_forget_refusals (UsherBatch *self)
{
  g_autoptr (GHashTable) ids = NULL;
  g_autoptr (GPtrArray) ours = NULL;
  GListModel *intents = NULL;

  g_return_if_fail (USHER_IS_BATCH (self));

  if (self->kind == USHER_BATCH_GET_LINKS || self->started_at == USHER_TIME_NONE)
    return;
  ids = g_hash_table_new (g_str_hash, g_str_equal);
  ours = g_ptr_array_new_with_free_func (g_object_unref);
  intents = usher_session_get_intents (self->session);
  for (guint i = 0; i < self->rows->len; i++)
    g_hash_table_add (ids, (gpointer) usher_batch_row_get_id (get_row (self, i)));
  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      if (is_ours (self, ids, intent))
        g_ptr_array_add (ours, g_steal_pointer (&intent));
    }
  /* The list changes with each that goes. */
  for (guint i = 0; i < ours->len; i++)
    usher_session_forget_intent_async (self->session, g_ptr_array_index (ours, i), NULL, on_forgotten, NULL);
}
