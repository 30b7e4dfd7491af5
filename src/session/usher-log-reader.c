/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Opened, not finished" is what a person wants to see in the morning, and no list of the server says it:
 * the log comes with the detail of one invitation. So the logs that were never read, of those that may be
 * opened any day, are read after each sync, two at a time and so many at once, which leaves the other
 * requests their room (contract 7). Which of the known ones are read again is usher-activity.c's to choose.
 * The first error that the next request would meet too ends it until the next sync. Main thread. */
#include "session/usher-log-reader.h"

#include "model/usher-time.h"
#include "session/usher-session-private.h"

#define MAX_READING 2
#define MAX_A_SYNC 200

struct _UsherLogReader
{
  GObject parent_instance;

  UsherSession *session;     /* (owned) (not nullable) */
  GCancellable *cancellable; /* (owned) (not nullable) */
  char **ids;                /* (owned) (nullable) of this round */
  guint next;                /* which of them is asked for next */
  guint n_asked;             /* on their way */
  gboolean listing;
  gboolean synced;           /* a sync was seen to run */
  GHashTable *refused;       /* (owned) ids whose log could not be read: not tried again in this run */
};

typedef enum
{
  PROP_SESSION = 1,
  PROP_READING,
} UsherLogReaderProperty;

static GParamSpec *properties[PROP_READING + 1];

G_DEFINE_FINAL_TYPE (UsherLogReader, usher_log_reader, G_TYPE_OBJECT)

/* One question. */
typedef struct
{
  UsherLogReader *reader; /* (owned) */
  char *id;               /* (owned) */
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->reader);
  g_free (question->id);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void on_fetched (GObject *source, GAsyncResult *result, gpointer user_data);

static void
end_round (UsherLogReader *self)
{
  g_clear_pointer (&self->ids, g_strfreev);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

static void
ask_next (UsherLogReader *self)
{
  while (self->n_asked < MAX_READING && self->ids[self->next] != NULL)
    {
      const char *id = self->ids[self->next++];
      Question *question;

      if (g_hash_table_contains (self->refused, id))
        continue;
      question = g_new0 (Question, 1);
      question->reader = g_object_ref (self);
      question->id = g_strdup (id);
      self->n_asked++;
      usher_session_fetch_invitation_async (self->session, id, self->cancellable, on_fetched, question);
    }
  if (self->n_asked == 0)
    end_round (self);
}

/* The next question would fare no better, or is not wanted. */
static gboolean
is_hopeless (const GError *error)
{
  return error->domain != USHER_API_ERROR || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_AUTH)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_TLS)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_SERVER)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_RATE_LIMITED);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = g_steal_pointer (&user_data);
  UsherLogReader *self = question->reader;
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_fetch_invitation_finish (USHER_SESSION (source), result, &error);

  self->n_asked--;
  if (error != NULL && is_hopeless (error))
    {
      g_debug ("Logs are read no further: %s", error->message);
      self->next += g_strv_length (self->ids + self->next);
    }
  else if (error != NULL || usher_invitation_get_events (invitation) == NULL)
    g_hash_table_add (self->refused, g_strdup (question->id));
  ask_next (self);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherLogReader) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  self->listing = FALSE;
  self->ids = usher_store_list_unread_finish (USHER_STORE (source), result, &error);
  self->next = 0;
  if (self->ids != NULL && !g_cancellable_is_cancelled (self->cancellable))
    ask_next (self);
  else
    end_round (self);
}

static void
on_state_changed (UsherLogReader *self)
{
  UsherSyncState state = usher_session_get_state (self->session);
  gboolean ended = self->synced && state == USHER_SYNC_IDLE;

  self->synced = state == USHER_SYNC_RUNNING;
  if (!ended || usher_log_reader_get_reading (self) || self->session->closed)
    return;
  self->listing = TRUE;
  usher_store_list_unread_async (self->session->store, USHER_TIME_NONE + 1, MAX_A_SYNC, self->cancellable,
                                 on_listed, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

static void
usher_log_reader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherLogReader *self = USHER_LOG_READER (object);

  switch ((UsherLogReaderProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_READING:
      g_value_set_boolean (value, usher_log_reader_get_reading (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_log_reader_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherLogReader *self = USHER_LOG_READER (object);

  switch ((UsherLogReaderProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_READING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_log_reader_constructed (GObject *object)
{
  UsherLogReader *self = USHER_LOG_READER (object);

  G_OBJECT_CLASS (usher_log_reader_parent_class)->constructed (object);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  self->synced = usher_session_get_state (self->session) == USHER_SYNC_RUNNING;
}

static void
usher_log_reader_finalize (GObject *object)
{
  UsherLogReader *self = USHER_LOG_READER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->refused, g_hash_table_unref);
  G_OBJECT_CLASS (usher_log_reader_parent_class)->finalize (object);
}

static void
usher_log_reader_class_init (UsherLogReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_log_reader_get_property;
  object_class->set_property = usher_log_reader_set_property;
  object_class->constructed = usher_log_reader_constructed;
  object_class->finalize = usher_log_reader_finalize;

  /**
   * UsherLogReader:session:
   *
   * Whose invitations' logs are read.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                    | G_PARAM_STATIC_STRINGS);
  /**
   * UsherLogReader:reading:
   *
   * Whether a round is under way.
   */
  properties[PROP_READING] = g_param_spec_boolean ("reading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_log_reader_init (UsherLogReader *self)
{
  self->cancellable = g_cancellable_new ();
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * usher_log_reader_new:
 * @session: an open session
 *
 * Returns: (transfer full): a reader that waits for the end of a sync
 */
UsherLogReader *
usher_log_reader_new (UsherSession *session)
{
  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);

  return g_object_new (USHER_TYPE_LOG_READER, "session", session, NULL);
}

/**
 * usher_log_reader_stop:
 * @self: (transfer full): a reader
 *
 * Gives up what is under way and lets go of the reader, which lets go of the session when the last answer
 * has been dropped.
 */
void
usher_log_reader_stop (UsherLogReader *self)
{
  g_return_if_fail (USHER_IS_LOG_READER (self));

  g_signal_handlers_disconnect_by_data (self->session, self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self);
}

/**
 * usher_log_reader_get_reading:
 * @self: a reader
 *
 * Returns: whether a round is under way
 */
gboolean
usher_log_reader_get_reading (UsherLogReader *self)
{
  g_return_val_if_fail (USHER_IS_LOG_READER (self), FALSE);

  return self->listing || self->ids != NULL;
}
