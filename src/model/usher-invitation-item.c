/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of the list, which keeps its identity while the invitation inside is replaced. Main thread. */

#include "model/usher-invitation-item.h"

#include "model/usher-text.h"
#include "model/usher-time.h"

struct _UsherInvitationItem
{
  GObject parent_instance;

  UsherInvitation *invitation; /* (owned) (not nullable) */
  char *company_name;          /* (owned) (nullable) */
  gint64 last_event_at;
  int n_viewed;                /* or -1 */
};

G_DEFINE_FINAL_TYPE (UsherInvitationItem, usher_invitation_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_INVITATION,
  PROP_COMPANY_NAME,
  PROP_LAST_EVENT_AT,
} UsherInvitationItemProperty;

static GParamSpec *properties[PROP_LAST_EVENT_AT + 1];

static void
usher_invitation_item_get_property (GObject *object, guint prop_id, GValue *value,
                                    GParamSpec *pspec)
{
  UsherInvitationItem *self = USHER_INVITATION_ITEM (object);

  switch ((UsherInvitationItemProperty) prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, usher_invitation_item_get_id (self));
      break;
    case PROP_INVITATION:
      g_value_set_object (value, self->invitation);
      break;
    case PROP_COMPANY_NAME:
      g_value_set_string (value, self->company_name);
      break;
    case PROP_LAST_EVENT_AT:
      g_value_set_int64 (value, self->last_event_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_invitation_item_finalize (GObject *object)
{
  UsherInvitationItem *self = USHER_INVITATION_ITEM (object);

  g_clear_object (&self->invitation);
  g_free (self->company_name);
  G_OBJECT_CLASS (usher_invitation_item_parent_class)->finalize (object);
}

static void
usher_invitation_item_class_init (UsherInvitationItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_invitation_item_get_property;
  object_class->finalize = usher_invitation_item_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_INVITATION] =
    g_param_spec_object ("invitation", NULL, NULL, USHER_TYPE_INVITATION, flags);
  properties[PROP_COMPANY_NAME] = g_param_spec_string ("company-name", NULL, NULL, NULL, flags);
  properties[PROP_LAST_EVENT_AT] = g_param_spec_int64 (
    "last-event-at", NULL, NULL, G_MININT64, G_MAXINT64, USHER_TIME_NONE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_invitation_item_init (UsherInvitationItem *self)
{
  self->n_viewed = -1;
}

/**
 * usher_invitation_item_new:
 * @invitation: what the row shows
 * @company_name: (nullable): whose it is
 * @last_event_at: when something last happened to it, or %USHER_TIME_NONE
 *
 * Returns: (transfer full): a row
 */
UsherInvitationItem *
usher_invitation_item_new (UsherInvitation *invitation, const char *company_name,
                           gint64 last_event_at)
{
  UsherInvitationItem *self;

  g_return_val_if_fail (USHER_IS_INVITATION (invitation), NULL);

  self = g_object_new (USHER_TYPE_INVITATION_ITEM, NULL);
  self->invitation = g_object_ref (invitation);
  self->company_name = g_strdup (company_name);
  self->last_event_at = last_event_at;
  return self;
}

/**
 * usher_invitation_item_update:
 * @self: a row
 * @invitation: the newer answer about the same invitation
 * @company_name: (nullable): whose it is
 * @last_event_at: when something last happened to it, or %USHER_TIME_NONE
 *
 * Notifies only the properties that are different, so that a refresh without news redraws nothing.
 *
 * Returns: %TRUE when something that is shown changed
 */
gboolean
usher_invitation_item_update (UsherInvitationItem *self, UsherInvitation *invitation,
                              const char *company_name, gint64 last_event_at)
{
  gboolean changed = FALSE;

  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (self), FALSE);
  g_return_val_if_fail (USHER_IS_INVITATION (invitation), FALSE);
  g_return_val_if_fail (g_strcmp0 (usher_invitation_get_id (invitation), usher_invitation_item_get_id (self)) == 0,
                        FALSE);

  g_object_freeze_notify (G_OBJECT (self));
  if (!usher_invitation_equal (self->invitation, invitation))
    {
      g_set_object (&self->invitation, invitation);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVITATION]);
      changed = TRUE;
    }
  if (usher_set_str (&self->company_name, company_name))
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPANY_NAME]);
      changed = TRUE;
    }
  if (self->last_event_at != last_event_at)
    {
      self->last_event_at = last_event_at;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_EVENT_AT]);
      changed = TRUE;
    }
  g_object_thaw_notify (G_OBJECT (self));
  return changed;
}

/**
 * usher_invitation_item_get_id:
 * @self: a row
 *
 * Returns: (transfer none): the invitation's id, which never changes
 */
const char *
usher_invitation_item_get_id (UsherInvitationItem *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (self), NULL);
  return usher_invitation_get_id (self->invitation);
}

/**
 * usher_invitation_item_get_invitation:
 * @self: a row
 *
 * Returns: (transfer none): the newest answer
 */
UsherInvitation *
usher_invitation_item_get_invitation (UsherInvitationItem *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (self), NULL);
  return self->invitation;
}

/**
 * usher_invitation_item_get_company_name:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): the company's name, if it is known
 */
const char *
usher_invitation_item_get_company_name (UsherInvitationItem *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (self), NULL);
  return self->company_name;
}

/**
 * usher_invitation_item_get_last_event_at:
 * @self: a row
 *
 * Returns: when something last happened to it, in microseconds of UTC, or %USHER_TIME_NONE
 */
gint64
usher_invitation_item_get_last_event_at (UsherInvitationItem *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (self), USHER_TIME_NONE);
  return self->last_event_at;
}

/**
 * usher_invitation_item_get_n_viewed:
 * @self: an item
 *
 * Returns: how often the link was opened, as far as its log was read; -1 when it was not read
 */
int
usher_invitation_item_get_n_viewed (UsherInvitationItem *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (self), -1);

  return self->n_viewed;
}

/**
 * usher_invitation_item_set_n_viewed:
 * @self: an item
 * @n_viewed: as above
 *
 * Nothing is notified: it is set before the rest, whose notifications it goes with.
 */
void
usher_invitation_item_set_n_viewed (UsherInvitationItem *self, int n_viewed)
{
  g_return_if_fail (USHER_IS_INVITATION_ITEM (self));

  self->n_viewed = MAX (n_viewed, -1);
}
