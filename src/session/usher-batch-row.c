/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of a batch: an invitation, whom it concerns, and what became of it. Main thread. */

#include "session/usher-batch-row.h"

#include "model/usher-text.h"

struct _UsherBatchRow
{
  GObject parent_instance;

  UsherInvitationItem *item; /* (owned) */
  char *recipients;          /* (owned) */
  UsherBatchState state;
  char *message;             /* (owned) (nullable) */
};

typedef enum
{
  PROP_ITEM = 1,
  PROP_RECIPIENTS,
  PROP_STATE,
  PROP_MESSAGE,
} UsherBatchRowProperty;

static GParamSpec *properties[PROP_MESSAGE + 1];

G_DEFINE_FINAL_TYPE (UsherBatchRow, usher_batch_row, G_TYPE_OBJECT)

static void
usher_batch_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherBatchRow *self = USHER_BATCH_ROW (object);

  switch ((UsherBatchRowProperty) id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    case PROP_RECIPIENTS:
      g_value_set_string (value, self->recipients);
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_batch_row_finalize (GObject *object)
{
  UsherBatchRow *self = USHER_BATCH_ROW (object);

  g_clear_object (&self->item);
  g_free (self->recipients);
  g_free (self->message);
  G_OBJECT_CLASS (usher_batch_row_parent_class)->finalize (object);
}

static void
usher_batch_row_class_init (UsherBatchRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_batch_row_get_property;
  object_class->finalize = usher_batch_row_finalize;

  /** UsherBatchRow:item: The invitation. */
  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, USHER_TYPE_INVITATION_ITEM, flags);
  /** UsherBatchRow:recipients: Whom it concerns, for people. */
  properties[PROP_RECIPIENTS] = g_param_spec_string ("recipients", NULL, NULL, NULL, flags);
  /** UsherBatchRow:state: A [enum@BatchState]. */
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, USHER_BATCH_WAITING,
                                             USHER_BATCH_NOT_TRIED, USHER_BATCH_WAITING, flags);
  /** UsherBatchRow:message: (nullable): Why it is not done. */
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_batch_row_init (UsherBatchRow *self)
{
}

/**
 * usher_batch_row_new:
 * @item: an invitation; holding it keeps it up to date
 *
 * Returns: (transfer full): a row that waits
 */
UsherBatchRow *
usher_batch_row_new (UsherInvitationItem *item)
{
  UsherBatchRow *self = NULL;

  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (item), NULL);

  self = g_object_new (USHER_TYPE_BATCH_ROW, NULL);
  self->item = g_object_ref (item);
  self->recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
  return self;
}

/**
 * usher_batch_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): its invitation
 */
UsherInvitationItem *
usher_batch_row_get_item (UsherBatchRow *self)
{
  g_return_val_if_fail (USHER_IS_BATCH_ROW (self), NULL);

  return self->item;
}

/**
 * usher_batch_row_get_id:
 * @self: a row
 *
 * Returns: the id of its invitation
 */
const char *
usher_batch_row_get_id (UsherBatchRow *self)
{
  g_return_val_if_fail (USHER_IS_BATCH_ROW (self), NULL);

  return usher_invitation_item_get_id (self->item);
}

/**
 * usher_batch_row_get_recipients:
 * @self: a row
 *
 * Returns: whom it concerns, as it was when the row was made
 */
const char *
usher_batch_row_get_recipients (UsherBatchRow *self)
{
  g_return_val_if_fail (USHER_IS_BATCH_ROW (self), NULL);

  return self->recipients;
}

/**
 * usher_batch_row_get_state:
 * @self: a row
 *
 * Returns: what became of it so far
 */
UsherBatchState
usher_batch_row_get_state (UsherBatchRow *self)
{
  g_return_val_if_fail (USHER_IS_BATCH_ROW (self), USHER_BATCH_WAITING);

  return self->state;
}

/**
 * usher_batch_row_get_message:
 * @self: a row
 *
 * Returns: (nullable): why it is not done: a whole sentence, often the server's
 */
const char *
usher_batch_row_get_message (UsherBatchRow *self)
{
  g_return_val_if_fail (USHER_IS_BATCH_ROW (self), NULL);

  return self->message;
}

/**
 * usher_batch_row_set_outcome:
 * @self: a row
 * @state: what became of it
 * @message: (nullable): why
 */
void
usher_batch_row_set_outcome (UsherBatchRow *self, UsherBatchState state, const char *message)
{
  g_return_if_fail (USHER_IS_BATCH_ROW (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (usher_set_str (&self->message, message))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}
