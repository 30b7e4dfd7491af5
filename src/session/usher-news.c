/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new in an account. After each change of the store four questions are asked again: what is fulfilled,
 * opened, expiring, which connections are broken; what was not in the answer before is news, and what is in it
 * no more is none any longer. The first answer is what was known before. Requests that failed are looked at in
 * the session's own list. Main thread; the store answers on its own. */
#include "session/usher-news.h"

#include "model/usher-time.h"
#include "session/usher-session-private.h"
#include "store/usher-store-private.h"

/* Changes come in flocks, one a company. */
#define DELAY_MS 700
/* Time passes without a change, too. */
#define INTERVAL_SECONDS 900
#define EXPIRING G_TIME_SPAN_DAY
/* Whoever opened it a moment ago may be at it. */
#define STUCK G_TIME_SPAN_HOUR
/* Which were told to expire, so that a new start does not tell them again. */
#define FACT_EXPIRING "news-expiring"

typedef struct
{
  gint64 row; /* 0 for connections and intents */
  char *id;   /* (owned) (nullable) */
  char *name; /* (owned) (nullable) */
} Entry;

struct _UsherNews
{
  GObject parent_instance;

  UsherSession *session;     /* (unowned): outlives this */
  UsherStore *store;         /* (owned) */
  GListModel *intents;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GArray *known[3];          /* (owned) (nullable) (element-type gint64): sorted; NULL before the first answer */
  GArray *candidates;        /* (owned) (element-type gint64): opened, and perhaps being finished */
  GHashTable *broken;        /* (owned) (nullable): ids of connections */
  GPtrArray *told[USHER_N_NEWS_KINDS]; /* (owned) (element-type Entry) */
  guint delay;
  guint timer;
  guint n_asked;             /* questions that have no answer yet */
  gboolean again;
  gboolean connections_read; /* by this run: an empty answer is one */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherNews, usher_news, G_TYPE_OBJECT)

static void
entry_free (Entry *entry)
{
  g_free (entry->id);
  g_free (entry->name);
  g_free (entry);
}

static void
tell (UsherNews *self, UsherNewsKind kind, gboolean more)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, kind, more);
}

static void
add (UsherNews *self, UsherNewsKind kind, gint64 row, const char *id, const char *name)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->row = row;
  entry->id = g_strdup (id);
  entry->name = g_strdup (name);
  g_ptr_array_add (self->told[kind], entry);
}

/* --- Rows of the store --- */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static gboolean
has_row (GArray *rows, gint64 row)
{
  return g_array_binary_search (rows, &row, compare_rows, NULL);
}

static void
add_row (UsherNews *self, UsherNewsKind kind, gint64 row, UsherInvitationItem *item)
{
  UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
  /* "Anyone with the link" is nobody's name. */
  g_autofree char *name = usher_invitation_is_open (invitation) ? NULL : usher_invitation_dup_recipients (invitation);

  add (self, kind, row, usher_invitation_item_get_id (item), name);
}

/* Whoever opened it has had time to finish. */
static gboolean
look_at_candidates (UsherNews *self, GArray *opened, GHashTable *read)
{
  gboolean more = FALSE;

  for (guint i = self->candidates->len; i > 0; i--)
    {
      gint64 row = g_array_index (self->candidates, gint64, i - 1);
      g_autoptr (UsherInvitationItem) item = NULL;
      gint64 last;

      if (has_row (opened, row))
        {
          item = usher_store_peek_item (self->store, row, g_hash_table_lookup (read, &row));
          last = item != NULL ? usher_invitation_item_get_last_event_at (item) : USHER_TIME_NONE;
          if (item == NULL || last == USHER_TIME_NONE || usher_time_now () - last < STUCK)
            continue;
          add_row (self, USHER_NEWS_STUCK, row, item);
          more = TRUE;
        }
      g_array_remove_index (self->candidates, i - 1);
    }
  return more;
}

static void
keep_expiring (UsherNews *self, GArray *rows)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (rows, gint64, i));
  usher_store_put_fact_async (self->store, FACT_EXPIRING, text->str, NULL, NULL, NULL);
}

/* read: (element-type gint64 UsherStoreRow) what list_wanted() asked for. */
static void
take_rows (UsherNews *self, UsherNewsKind kind, GArray *rows, GHashTable *read)
{
  GArray *known = self->known[kind];
  guint n_before = self->told[kind]->len;
  gboolean more = FALSE;

  if (kind != USHER_NEWS_FULFILLED)
    {
      for (guint i = n_before; i > 0; i--)
        {
          Entry *entry = g_ptr_array_index (self->told[kind], i - 1);

          if (!has_row (rows, entry->row))
            g_ptr_array_remove_index (self->told[kind], i - 1);
        }
    }
  for (guint i = 0; known != NULL && i < rows->len; i++)
    {
      gint64 row = g_array_index (rows, gint64, i);
      g_autoptr (UsherInvitationItem) item = NULL;

      if (has_row (known, row))
        continue;
      if (kind == USHER_NEWS_STUCK)
        {
          g_array_append_val (self->candidates, row);
          continue;
        }
      item = usher_store_peek_item (self->store, row, g_hash_table_lookup (read, &row));
      if (item == NULL)
        continue;
      add_row (self, kind, row, item);
      more = TRUE;
    }
  if (kind == USHER_NEWS_STUCK)
    more = look_at_candidates (self, rows, read);
  if (kind == USHER_NEWS_EXPIRING && known != NULL && more)
    keep_expiring (self, rows);
  g_clear_pointer (&self->known[kind], g_array_unref);
  self->known[kind] = g_array_ref (rows);
  if (more || self->told[kind]->len != n_before)
    tell (self, kind, more);
}

/* Which of them take_rows() is going to look at. */
static GArray *
list_wanted (UsherNews *self, UsherNewsKind kind, GArray *rows)
{
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray *known = self->known[kind];

  for (guint i = 0; known != NULL && i < rows->len; i++)
    {
      if (!has_row (known, g_array_index (rows, gint64, i)))
        g_array_append_val (wanted, g_array_index (rows, gint64, i));
    }
  if (kind == USHER_NEWS_STUCK)
    g_array_append_vals (wanted, self->candidates->data, self->candidates->len);
  return wanted;
}

/* --- Questions --- */

typedef struct
{
  UsherNews *news; /* (owned) */
  UsherNewsKind kind;
  GArray *rows;    /* (owned) (nullable) (element-type gint64) the answer, sorted */
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->news);
  g_clear_pointer (&question->rows, g_array_unref);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static Question *
question_new (UsherNews *self, UsherNewsKind kind)
{
  Question *question = g_new0 (Question, 1);

  question->news = g_object_ref (self);
  question->kind = kind;
  self->n_asked++;
  return question;
}

static void
answered (UsherNews *self)
{
  self->n_asked--;
  if (self->n_asked == 0 && self->again)
    {
      self->again = FALSE;
      usher_news_check (self);
    }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) read = g_hash_table_new (g_int64_hash, g_int64_equal);
  UsherStoreJob *job = usher_store_finish (USHER_STORE (source), result, on_read, &error);

  for (guint i = 0; job != NULL && i < job->list->len; i++)
    {
      UsherStoreRow *row = g_ptr_array_index (job->list, i);

      g_hash_table_insert (read, &row->row_id, row);
    }
  if (job != NULL && question->news->session != NULL)
    take_rows (question->news, question->kind, question->rows, read);
  answered (question->news);
}

/* Those that are looked at are read on the store's thread, which also says so when they have gone since. */
static void
on_rows (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherStoreJob *job;

  question->rows = usher_store_query_finish (USHER_STORE (source), result, &error);
  if (question->rows == NULL || question->news->session == NULL)
    {
      answered (question->news);
      return;
    }
  g_array_sort (question->rows, compare_rows);
  job = usher_store_job_new (usher_store_engine_read_rows);
  job->wanted_rows = list_wanted (question->news, question->kind, question->rows);
  usher_store_push (USHER_STORE (source), job, NULL, on_read, g_steal_pointer (&question), on_read);
}

/* What only its owner can mend (contract 5.3: the statuses that a reconnect invitation is for). */
static gboolean
is_broken (UsherConnection *connection)
{
  switch (usher_connection_get_status (connection))
    {
    case USHER_CONNECTION_STATUS_PASSWORD_INCORRECT:
    case USHER_CONNECTION_STATUS_MFA_TOKEN_EXPIRED:
    case USHER_CONNECTION_STATUS_NEW_PASSWORD_NEEDED:
    case USHER_CONNECTION_STATUS_ADDITIONAL_CREDENTIALS_NEEDED:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_connections (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = g_steal_pointer (&user_data);
  UsherNews *self = question->news;
  GPtrArray *told = self->told[USHER_NEWS_BROKEN];
  g_autoptr (GPtrArray) connections = usher_store_get_connections_finish (USHER_STORE (source), result, NULL);
  g_autoptr (GHashTable) broken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_before = told->len;
  gboolean more = FALSE;

  for (guint i = 0; connections != NULL && self->session != NULL && i < connections->len; i++)
    {
      UsherConnection *connection = g_ptr_array_index (connections, i);
      const char *id = usher_connection_get_id (connection);

      if (!is_broken (connection))
        continue;
      g_hash_table_add (broken, g_strdup (id));
      if (self->broken != NULL && !g_hash_table_contains (self->broken, id))
        {
          g_autofree char *title = usher_connection_dup_title (connection);

          add (self, USHER_NEWS_BROKEN, 0, id, title);
          more = TRUE;
        }
    }
  /* Before they were read for the first time there are none, which tells nothing. */
  if (connections != NULL && self->session != NULL && (connections->len > 0 || self->connections_read))
    {
      for (guint i = told->len; i > 0; i--)
        {
          if (!g_hash_table_contains (broken, ((Entry *) g_ptr_array_index (told, i - 1))->id))
            g_ptr_array_remove_index (told, i - 1);
        }
      g_clear_pointer (&self->broken, g_hash_table_unref);
      self->broken = g_steal_pointer (&broken);
      if (more || told->len != n_before)
        tell (self, USHER_NEWS_BROKEN, more);
    }
  answered (self);
}

/**
 * usher_news_check:
 * @self: the news
 *
 * Asks the store what is new. It is asked by itself after each change, a moment later.
 */
void
usher_news_check (UsherNews *self)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) fulfilled = usher_query_with_status (all, USHER_INVITATION_STATUS_FULFILLED);
  g_autoptr (UsherQuery) opened = usher_query_with_progress (all, USHER_PROGRESS_OPENED);
  g_autoptr (UsherQuery) active = usher_query_with_status (all, USHER_INVITATION_STATUS_ACTIVE);
  g_autoptr (UsherQuery) expiring = usher_query_with_expires_within (active, EXPIRING);

  g_return_if_fail (USHER_IS_NEWS (self));

  if (self->session == NULL)
    return;
  if (self->n_asked > 0)
    {
      self->again = TRUE;
      return;
    }
  usher_store_query_async (self->store, fulfilled, self->cancellable, on_rows,
                           question_new (self, USHER_NEWS_FULFILLED));
  usher_store_query_async (self->store, opened, self->cancellable, on_rows, question_new (self, USHER_NEWS_STUCK));
  /* Before what was told in earlier runs is known, everything would be news. */
  if (self->known[USHER_NEWS_EXPIRING] != NULL)
    usher_store_query_async (self->store, expiring, self->cancellable, on_rows,
                             question_new (self, USHER_NEWS_EXPIRING));
  usher_store_get_connections_async (self->store, NULL, self->cancellable, on_connections,
                                     question_new (self, USHER_NEWS_BROKEN));
}

static void
on_expiring_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = g_steal_pointer (&user_data);
  UsherNews *self = question->news;
  g_autofree char *fact = usher_store_get_fact_finish (USHER_STORE (source), result, NULL);
  g_auto (GStrv) words = g_strsplit (fact != NULL ? fact : "", " ", -1);

  if (self->session != NULL)
    {
      self->known[USHER_NEWS_EXPIRING] = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (gsize i = 0; words[i] != NULL; i++)
        {
          gint64 row = g_ascii_strtoll (words[i], NULL, 10);

          if (row > 0)
            g_array_append_val (self->known[USHER_NEWS_EXPIRING], row);
        }
      g_array_sort (self->known[USHER_NEWS_EXPIRING], compare_rows);
      /* As in on_delay(): before the first sync nothing is known, and all of that would be news. */
      self->again = self->again || usher_session_get_last_sync (self->session) != USHER_TIME_NONE;
    }
  answered (self);
}

static gboolean
on_delay (gpointer user_data)
{
  UsherNews *self = USHER_NEWS (user_data);

  self->delay = 0;
  /* A refresh of many pages is told of once, when it is over; that comes back here. */
  if (self->session == NULL || usher_session_get_state (self->session) == USHER_SYNC_RUNNING)
    return G_SOURCE_REMOVE;
  /* An account that was never read has no old news: its first sync is what was known before. */
  if (usher_session_get_last_sync (self->session) != USHER_TIME_NONE)
    usher_news_check (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (UsherNews *self)
{
  if (self->delay == 0 && self->session != NULL)
    self->delay = g_timeout_add (DELAY_MS, on_delay, self);
}

static void
on_connections_read (UsherNews *self)
{
  self->connections_read = TRUE;
  on_changed (self);
}

static gboolean
on_timer (gpointer user_data)
{
  on_changed (USHER_NEWS (user_data));
  return G_SOURCE_CONTINUE;
}

/* --- Requests --- */

static void
on_intents_changed (UsherNews *self)
{
  GPtrArray *told = self->told[USHER_NEWS_FAILED];
  guint n = g_list_model_get_n_items (self->intents);
  guint n_before = told->len;
  gboolean more = FALSE;
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->told[USHER_NEWS_FAILED]);

  self->told[USHER_NEWS_FAILED] = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (self->intents, i);
      UsherIntentState state = usher_intent_get_state (intent);
      gboolean known = FALSE;

      if (state != USHER_INTENT_REFUSED && state != USHER_INTENT_UNCLEAR)
        continue;
      for (guint k = 0; k < old->len; k++)
        known = known || g_str_equal (((Entry *) g_ptr_array_index (old, k))->id, usher_intent_get_id (intent));
      add (self, USHER_NEWS_FAILED, 0, usher_intent_get_id (intent), usher_intent_get_summary (intent));
      more = more || !known;
    }
  if (more || self->told[USHER_NEWS_FAILED]->len != n_before)
    tell (self, USHER_NEWS_FAILED, more);
}

static void
on_intents_items_changed (GListModel *model, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (model, i);

      g_signal_handlers_disconnect_by_func (intent, on_intents_changed, user_data);
      g_signal_connect_object (intent, "notify::state", G_CALLBACK (on_intents_changed), user_data,
                               G_CONNECT_SWAPPED);
    }
  on_intents_changed (USHER_NEWS (user_data));
}

/* --- Life --- */

static void
usher_news_dispose (GObject *object)
{
  UsherNews *self = USHER_NEWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->delay, g_source_remove);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->intents);
  G_OBJECT_CLASS (usher_news_parent_class)->dispose (object);
}

static void
usher_news_finalize (GObject *object)
{
  UsherNews *self = USHER_NEWS (object);

  g_clear_weak_pointer (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->broken, g_hash_table_unref);
  g_array_unref (self->candidates);
  for (guint i = 0; i < G_N_ELEMENTS (self->known); i++)
    g_clear_pointer (&self->known[i], g_array_unref);
  for (guint i = 0; i < USHER_N_NEWS_KINDS; i++)
    g_ptr_array_unref (self->told[i]);
  G_OBJECT_CLASS (usher_news_parent_class)->finalize (object);
}

static void
usher_news_class_init (UsherNewsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = usher_news_dispose;
  object_class->finalize = usher_news_finalize;

  /**
   * UsherNews::changed:
   * @self: the news
   * @kind: an [enum@NewsKind]
   * @more: whether something came; if not, something is news no more
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", USHER_TYPE_NEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
usher_news_init (UsherNews *self)
{
  self->cancellable = g_cancellable_new ();
  self->candidates = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < USHER_N_NEWS_KINDS; i++)
    self->told[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
}

/**
 * usher_news_new:
 * @session: the account; before its first sync, so that what that brings is news
 *
 * Returns: (transfer full): what is new in it
 */
UsherNews *
usher_news_new (UsherSession *session)
{
  UsherNews *self;

  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);

  self = g_object_new (USHER_TYPE_NEWS, NULL);
  g_set_weak_pointer (&self->session, session);
  self->store = g_object_ref (session->store);
  self->intents = g_object_ref (usher_session_get_intents (session));
  g_signal_connect_object (self->store, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::last-sync", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  if (session->sync != NULL)
    g_signal_connect_object (session->sync, "connections-read", G_CALLBACK (on_connections_read), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->intents, "items-changed", G_CALLBACK (on_intents_items_changed), self, 0);
  self->timer = g_timeout_add_seconds (INTERVAL_SECONDS, on_timer, self);
  if (usher_session_get_last_sync (session) != USHER_TIME_NONE)
    usher_news_check (self);
  usher_store_get_fact_async (self->store, FACT_EXPIRING, self->cancellable, on_expiring_known,
                              question_new (self, USHER_NEWS_EXPIRING));
  on_intents_items_changed (self->intents, 0, 0, g_list_model_get_n_items (self->intents), self);
  return self;
}

/**
 * usher_news_get_ready:
 * @self: the news
 *
 * Returns: whether what was before is known, so that what comes now is news
 */
gboolean
usher_news_get_ready (UsherNews *self)
{
  g_return_val_if_fail (USHER_IS_NEWS (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (self->known); i++)
    {
      if (self->known[i] == NULL)
        return FALSE;
    }
  return self->broken != NULL && self->n_asked == 0;
}

static Entry *
get_newest (UsherNews *self, UsherNewsKind kind)
{
  return self->told[kind]->len > 0 ? g_ptr_array_index (self->told[kind], self->told[kind]->len - 1) : NULL;
}

/**
 * usher_news_get_n:
 * @self: the news
 * @kind: which
 *
 * Returns: how many there are of that kind
 */
guint
usher_news_get_n (UsherNews *self, UsherNewsKind kind)
{
  g_return_val_if_fail (USHER_IS_NEWS (self) && kind < USHER_N_NEWS_KINDS, 0);

  return self->told[kind]->len;
}

/**
 * usher_news_get_id:
 * @self: the news
 * @kind: which
 *
 * Returns: (transfer none) (nullable): the id of the newest invitation, connection or intent
 */
const char *
usher_news_get_id (UsherNews *self, UsherNewsKind kind)
{
  Entry *entry;

  g_return_val_if_fail (USHER_IS_NEWS (self) && kind < USHER_N_NEWS_KINDS, NULL);

  entry = get_newest (self, kind);
  return entry != NULL ? entry->id : NULL;
}

/**
 * usher_news_get_name:
 * @self: the news
 * @kind: which
 *
 * Returns: (transfer none) (nullable): the recipients of the newest, or the name of the connection
 */
const char *
usher_news_get_name (UsherNews *self, UsherNewsKind kind)
{
  Entry *entry;

  g_return_val_if_fail (USHER_IS_NEWS (self) && kind < USHER_N_NEWS_KINDS, NULL);

  entry = get_newest (self, kind);
  return entry != NULL ? entry->name : NULL;
}

/**
 * usher_news_forget:
 * @self: the news
 * @kind: which
 *
 * The person has seen them: they are news no more. What failed stays until it is dealt with.
 */
void
usher_news_forget (UsherNews *self, UsherNewsKind kind)
{
  g_return_if_fail (USHER_IS_NEWS (self) && kind < USHER_N_NEWS_KINDS);

  if (kind == USHER_NEWS_FAILED || self->told[kind]->len == 0)
    return;
  g_ptr_array_set_size (self->told[kind], 0);
  tell (self, kind, FALSE);
}
