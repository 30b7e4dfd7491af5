/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Something a person asked for that changes the server, and what became of it. Main thread. */

#include "model/usher-intent.h"

#include "model/usher-text.h"
#include "model/usher-time.h"

struct _UsherIntent
{
  GObject parent_instance;

  char *id; /* (owned) (not nullable) */
  UsherIntentKind kind;
  UsherIntentState state;
  gint64 created_at;
  char *invitation_id;         /* (owned) (nullable) */
  char *summary;               /* (owned) (nullable) */
  char *message;               /* (owned) (nullable) */
  UsherInvitationDraft *draft; /* (owned) (nullable) */
  gint64 due_at;
  gint64 sent_at;
  gint64 clock_offset;
  UsherIntentFound found;
  char **candidates;           /* (owned) (nullable) */
  char *mails_to;              /* (owned) (nullable) */
  gboolean elsewhere;
};

G_DEFINE_FINAL_TYPE (UsherIntent, usher_intent, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_KIND,
  PROP_STATE,
  PROP_MESSAGE,
  PROP_DUE_AT,
  PROP_ELSEWHERE,
} UsherIntentProperty;

static GParamSpec *properties[PROP_ELSEWHERE + 1];

static void
usher_intent_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UsherIntent *self = USHER_INTENT (object);

  switch ((UsherIntentProperty) prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_DUE_AT:
      g_value_set_int64 (value, self->due_at);
      break;
    case PROP_ELSEWHERE:
      g_value_set_boolean (value, self->elsewhere);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_intent_finalize (GObject *object)
{
  UsherIntent *self = USHER_INTENT (object);

  g_free (self->id);
  g_free (self->invitation_id);
  g_free (self->summary);
  g_free (self->message);
  g_clear_object (&self->draft);
  g_strfreev (self->candidates);
  g_free (self->mails_to);
  G_OBJECT_CLASS (usher_intent_parent_class)->finalize (object);
}

static void
usher_intent_class_init (UsherIntentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_intent_get_property;
  object_class->finalize = usher_intent_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_DUE_AT] = g_param_spec_int64 ("due-at", NULL, NULL, G_MININT64, G_MAXINT64,
                                                USHER_TIME_NONE, flags);
  properties[PROP_ELSEWHERE] = g_param_spec_boolean ("elsewhere", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_intent_init (UsherIntent *self)
{
  self->due_at = USHER_TIME_NONE;
  self->sent_at = USHER_TIME_NONE;
  self->clock_offset = USHER_INTENT_NO_OFFSET;
}

static UsherIntent *
new_intent (UsherIntentKind kind)
{
  UsherIntent *self = g_object_new (USHER_TYPE_INTENT, NULL);

  self->id = g_uuid_string_random ();
  self->kind = kind;
  self->state = USHER_INTENT_QUEUED;
  self->created_at = usher_time_now ();
  return self;
}

/**
 * usher_intent_new_create:
 * @draft: a draft that was checked; it must not be changed any more
 *
 * Returns: (transfer full): the wish to create an invitation
 */
UsherIntent *
usher_intent_new_create (UsherInvitationDraft *draft)
{
  UsherIntent *self;

  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (draft), NULL);

  self = new_intent (USHER_INTENT_CREATE);
  self->draft = g_object_ref (draft);
  self->summary = usher_recipients_to_text (usher_invitation_draft_get_allowed_emails (draft));
  if (usher_invitation_draft_get_send_email (draft))
    self->mails_to = usher_recipients_to_key (usher_invitation_draft_get_allowed_emails (draft));
  return self;
}

/**
 * usher_intent_new_resend:
 * @invitation_id: an invitation
 * @summary: (nullable): its recipients, for people
 *
 * Returns: (transfer full): the wish to mail an invitation again
 */
UsherIntent *
usher_intent_new_resend (const char *invitation_id, const char *summary)
{
  UsherIntent *self;

  g_return_val_if_fail (invitation_id != NULL, NULL);

  self = new_intent (USHER_INTENT_RESEND);
  self->invitation_id = g_strdup (invitation_id);
  self->summary = g_strdup (summary);
  return self;
}

/**
 * usher_intent_new_revoke:
 * @invitation_id: an invitation
 * @summary: (nullable): its recipients, for people
 *
 * Returns: (transfer full): the wish to revoke an invitation
 */
UsherIntent *
usher_intent_new_revoke (const char *invitation_id, const char *summary)
{
  UsherIntent *self;

  g_return_val_if_fail (invitation_id != NULL, NULL);

  self = new_intent (USHER_INTENT_REVOKE);
  self->invitation_id = g_strdup (invitation_id);
  self->summary = g_strdup (summary);
  return self;
}

/**
 * usher_intent_new_from_journal:
 * @id: its id
 * @kind: what was asked for
 * @state: what became of it
 * @created_at: when it was asked for, in microseconds of UTC
 * @invitation_id: (nullable): the invitation it is about
 * @summary: (nullable): its recipients, for people
 * @message: (nullable): why it failed
 * @draft: (nullable): the draft of a create
 *
 * Returns: (transfer full): an intent as the journal has it
 */
UsherIntent *
usher_intent_new_from_journal (const char *id, UsherIntentKind kind, UsherIntentState state,
                               gint64 created_at, const char *invitation_id, const char *summary,
                               const char *message, UsherInvitationDraft *draft)
{
  UsherIntent *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (USHER_TYPE_INTENT, NULL);
  self->id = g_strdup (id);
  self->kind = kind;
  self->state = state;
  self->created_at = created_at;
  self->invitation_id = g_strdup (invitation_id);
  self->summary = g_strdup (summary);
  self->message = g_strdup (message);
  g_set_object (&self->draft, draft);
  return self;
}

/**
 * usher_intent_get_id:
 * @self: an intent
 *
 * Returns: (transfer none): its id, a UUID of ours
 */
const char *
usher_intent_get_id (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), NULL);
  return self->id;
}

/**
 * usher_intent_get_kind:
 * @self: an intent
 *
 * Returns: what was asked for
 */
UsherIntentKind
usher_intent_get_kind (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), USHER_INTENT_CREATE);
  return self->kind;
}

/**
 * usher_intent_get_state:
 * @self: an intent
 *
 * Returns: what became of it
 */
UsherIntentState
usher_intent_get_state (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), USHER_INTENT_QUEUED);
  return self->state;
}

/**
 * usher_intent_get_created_at:
 * @self: an intent
 *
 * Returns: when it was asked for, in microseconds of UTC, by the clock of this computer
 */
gint64
usher_intent_get_created_at (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), USHER_TIME_NONE);
  return self->created_at;
}

/**
 * usher_intent_get_invitation_id:
 * @self: an intent
 *
 * Returns: (nullable) (transfer none): the invitation it is about; for a create, the one that was made
 */
const char *
usher_intent_get_invitation_id (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), NULL);
  return self->invitation_id;
}

/**
 * usher_intent_get_summary:
 * @self: an intent
 *
 * Returns: (nullable) (transfer none): the recipients, for people
 */
const char *
usher_intent_get_summary (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), NULL);
  return self->summary;
}

/**
 * usher_intent_get_message:
 * @self: an intent
 *
 * Returns: (nullable) (transfer none): why it failed, for people
 */
const char *
usher_intent_get_message (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), NULL);
  return self->message;
}

/**
 * usher_intent_get_draft:
 * @self: an intent
 *
 * Returns: (nullable) (transfer none): what was to be created
 */
UsherInvitationDraft *
usher_intent_get_draft (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), NULL);
  return self->draft;
}

/**
 * usher_intent_get_due_at:
 * @self: an intent
 *
 * Returns: until when it is held, in microseconds of UTC, or %USHER_TIME_NONE
 */
gint64
usher_intent_get_due_at (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), USHER_TIME_NONE);
  return self->due_at;
}

/**
 * usher_intent_set_due_at:
 * @self: an intent
 * @due_at: until when it is held, in microseconds of UTC, or %USHER_TIME_NONE
 */
void
usher_intent_set_due_at (UsherIntent *self, gint64 due_at)
{
  g_return_if_fail (USHER_IS_INTENT (self));
  if (self->due_at == due_at)
    return;
  self->due_at = due_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DUE_AT]);
}

/**
 * usher_intent_get_sent_at:
 * @self: an intent
 *
 * Returns: when it left this computer, in microseconds of UTC, or %USHER_TIME_NONE
 */
gint64
usher_intent_get_sent_at (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), USHER_TIME_NONE);
  return self->sent_at;
}

/**
 * usher_intent_get_clock_offset:
 * @self: an intent
 *
 * Returns: the server's clock minus ours when it left, in microseconds, or %USHER_INTENT_NO_OFFSET
 */
gint64
usher_intent_get_clock_offset (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), USHER_INTENT_NO_OFFSET);
  return self->clock_offset;
}

/**
 * usher_intent_set_sent:
 * @self: an intent
 * @sent_at: when it leaves, in microseconds of UTC, by the clock of this computer
 * @clock_offset: the server's clock minus ours, or %USHER_INTENT_NO_OFFSET
 */
void
usher_intent_set_sent (UsherIntent *self, gint64 sent_at, gint64 clock_offset)
{
  g_return_if_fail (USHER_IS_INTENT (self));
  self->sent_at = sent_at;
  self->clock_offset = clock_offset;
}

/**
 * usher_intent_get_found:
 * @self: an intent
 *
 * Returns: what the server had, when it was asked about a create without an answer
 */
UsherIntentFound
usher_intent_get_found (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), USHER_INTENT_NOT_ASKED);
  return self->found;
}

/**
 * usher_intent_get_candidates:
 * @self: an intent
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): ids of the invitations that may be it; when it is not
 *   %USHER_INTENT_FOUND_SEVERAL, of those that the person said it is none of
 */
const char *const *
usher_intent_get_candidates (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), NULL);
  return (const char *const *) self->candidates;
}

/**
 * usher_intent_set_found:
 * @self: an intent
 * @found: what the server had
 * @candidates: (nullable): ids of the invitations that may be it; copied
 */
void
usher_intent_set_found (UsherIntent *self, UsherIntentFound found, const char *const *candidates)
{
  char **copy;

  g_return_if_fail (USHER_IS_INTENT (self));
  copy = g_strdupv ((char **) candidates);
  g_strfreev (self->candidates);
  self->candidates = copy;
  self->found = found;
}

/**
 * usher_intent_get_mails_to:
 * @self: an intent
 *
 * Returns: (nullable) (transfer none): whom it mails, as usher_recipients_to_key() writes it
 */
const char *
usher_intent_get_mails_to (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), NULL);
  return self->mails_to;
}

/**
 * usher_intent_set_mails_to:
 * @self: an intent
 * @key: (nullable): whom it mails, as usher_recipients_to_key() writes it
 */
void
usher_intent_set_mails_to (UsherIntent *self, const char *key)
{
  g_return_if_fail (USHER_IS_INTENT (self));
  usher_set_str (&self->mails_to, key);
}

/**
 * usher_intent_get_elsewhere:
 * @self: an intent
 *
 * Returns: %TRUE when another program that is running has it in hand
 */
gboolean
usher_intent_get_elsewhere (UsherIntent *self)
{
  g_return_val_if_fail (USHER_IS_INTENT (self), FALSE);
  return self->elsewhere;
}

/**
 * usher_intent_set_elsewhere:
 * @self: an intent
 * @elsewhere: whether another program that is running has it in hand
 */
void
usher_intent_set_elsewhere (UsherIntent *self, gboolean elsewhere)
{
  g_return_if_fail (USHER_IS_INTENT (self));
  elsewhere = elsewhere != FALSE;
  if (self->elsewhere == elsewhere)
    return;
  self->elsewhere = elsewhere;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ELSEWHERE]);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * usher_recipients_to_key:
 * @emails: (nullable) (array zero-terminated=1): addresses
 *
 * The same people give the same key, whatever the order and the case (contract 13.14).
 *
 * Returns: (nullable) (transfer full): a text to compare, one address a line; %NULL for nobody
 */
char *
usher_recipients_to_key (const char *const *emails)
{
  g_autoptr (GPtrArray) folded = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) key = g_string_new (NULL);
  const char *last = NULL;

  for (gsize i = 0; emails != NULL && emails[i] != NULL; i++)
    {
      g_autofree char *trimmed = g_strstrip (g_strdup (emails[i]));

      if (*trimmed != '\0')
        g_ptr_array_add (folded, g_utf8_casefold (trimmed, -1));
    }
  g_ptr_array_sort (folded, compare_texts);
  for (guint i = 0; i < folded->len; i++)
    {
      const char *email = g_ptr_array_index (folded, i);

      if (g_strcmp0 (email, last) == 0)
        continue;
      if (last != NULL)
        g_string_append_c (key, '\n');
      g_string_append (key, email);
      last = email;
    }
  return last != NULL ? g_string_free (g_steal_pointer (&key), FALSE) : NULL;
}

/**
 * usher_intent_set_outcome:
 * @self: an intent
 * @state: what became of it
 * @invitation_id: (nullable): the invitation that was made; %NULL keeps what is known
 * @message: (nullable): why it failed, for people
 *
 * Changes the object only; the caller writes it to the journal.
 */
void
usher_intent_set_outcome (UsherIntent *self, UsherIntentState state, const char *invitation_id,
                          const char *message)
{
  g_return_if_fail (USHER_IS_INTENT (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (invitation_id != NULL)
    usher_set_str (&self->invitation_id, invitation_id);
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  if (usher_set_str (&self->message, message))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
  g_object_thaw_notify (G_OBJECT (self));
}
