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
};

G_DEFINE_FINAL_TYPE (UsherIntent, usher_intent, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_KIND,
  PROP_STATE,
  PROP_MESSAGE,
} UsherIntentProperty;

static GParamSpec *properties[PROP_MESSAGE + 1];

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
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_intent_init (UsherIntent *self)
{
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
