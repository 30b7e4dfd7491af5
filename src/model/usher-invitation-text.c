/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said about an invitation: the rules behind the buttons, and the short texts of a row. Pure
 * functions over immutable values; any thread. */

#include "model/usher-invitation.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"

#define SHOWN_CHARS 100

/**
 * usher_invitation_why_not_revoke:
 * @self: an invitation
 *
 * Only an active invitation can be revoked: the other states are final (contract 3.2, 3.8).
 *
 * Returns: (nullable) (transfer none): a translated reason, or %NULL when it may be revoked
 */
const char *
usher_invitation_why_not_revoke (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);

  switch (usher_invitation_get_status (self))
    {
    case USHER_INVITATION_STATUS_ACTIVE:
      return NULL;
    case USHER_INVITATION_STATUS_EXPIRED:
      return _("This invitation has expired, so its link no longer works.");
    case USHER_INVITATION_STATUS_REVOKED:
      return _("This invitation is already revoked.");
    case USHER_INVITATION_STATUS_FULFILLED:
      return _("This invitation was used as often as it allows, so its link no longer works.");
    case USHER_INVITATION_STATUS_UNKNOWN:
    default:
      return _("Only active invitations can be revoked.");
    }
}

/**
 * usher_invitation_why_not_resend:
 * @self: an invitation
 *
 * Only an active invitation with an allow-list can be sent again (contract 3.9). Whether the server can
 * resend at all is the session's to know.
 *
 * Returns: (nullable) (transfer none): a translated reason, or %NULL when it may be sent again
 */
const char *
usher_invitation_why_not_resend (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);

  switch (usher_invitation_get_status (self))
    {
    case USHER_INVITATION_STATUS_ACTIVE:
      break;
    case USHER_INVITATION_STATUS_EXPIRED:
      return _("This invitation has expired. Create a new one instead.");
    case USHER_INVITATION_STATUS_REVOKED:
      return _("This invitation is revoked. Create a new one instead.");
    case USHER_INVITATION_STATUS_FULFILLED:
      return _("This invitation was used as often as it allows. Create a new one instead.");
    case USHER_INVITATION_STATUS_UNKNOWN:
    default:
      return _("Only active invitations can be sent again.");
    }
  if (usher_invitation_is_open (self))
    return _("This invitation has no email addresses to send it to. Copy its link instead.");
  return NULL;
}

/**
 * usher_recipients_to_text:
 * @emails: (array zero-terminated=1): an allow-list
 *
 * Returns: (transfer full): whom it is for, in one short, safe line
 */
char *
usher_recipients_to_text (const char *const *emails)
{
  guint length;
  g_autofree char *first = NULL;

  g_return_val_if_fail (emails != NULL, NULL);

  length = g_strv_length ((char **) emails);
  if (length == 0)
    return g_strdup (_("Anyone with the link"));
  first = usher_text_dup_safe (emails[0], SHOWN_CHARS);
  if (length == 1)
    return g_steal_pointer (&first);
  /* Translators: %1$s is an email address. */
  return g_strdup_printf (ngettext ("%1$s and %2$'u more", "%1$s and %2$'u more", length - 1), first,
                          length - 1);
}

/**
 * usher_invitation_dup_recipients:
 * @self: an invitation
 *
 * Returns: (transfer full): "a@example.com and 2 more"
 */
char *
usher_invitation_dup_recipients (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return usher_recipients_to_text (usher_invitation_get_allowed_emails (self));
}

/**
 * usher_invitation_dup_uses:
 * @self: an invitation
 *
 * Returns: (transfer full): "1 of 3", or "2, no limit"
 */
char *
usher_invitation_dup_uses (UsherInvitation *self)
{
  gint64 max;
  g_autofree char *uses = NULL;
  g_autofree char *limit = NULL;

  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);

  /* Numbers as text, because a 64-bit format cannot stand in a text to be translated. */
  uses = g_strdup_printf ("%" G_GINT64_FORMAT, usher_invitation_get_use_count (self));
  max = usher_invitation_get_max_uses (self);
  if (max == USHER_USES_UNLIMITED)
    /* Translators: how often an invitation was used, which has no limit. */
    return g_strdup_printf (C_("uses", "%s, no limit"), uses);
  limit = g_strdup_printf ("%" G_GINT64_FORMAT, max);
  /* Translators: how often an invitation was used, of how often it may be used. */
  return g_strdup_printf (C_("uses", "%1$s of %2$s"), uses, limit);
}
