/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What status and kind of an invitation are called, in the window and on the command line. Any thread. */
#include "model/usher-invitation-words.h"

/**
 * usher_invitation_dup_status_words:
 * @self: an invitation
 *
 * The raw word of a status that this version does not know is better than "unknown".
 *
 * Returns: (transfer full): its status in words
 */
char *
usher_invitation_dup_status_words (UsherInvitation *self)
{
  UsherInvitationStatus status;

  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);

  status = usher_invitation_get_status (self);
  return status == USHER_INVITATION_STATUS_UNKNOWN ? usher_humanise_word (usher_invitation_get_status_name (self))
                                                   : g_strdup (usher_invitation_status_get_label (status));
}

/**
 * usher_invitation_dup_kind_words:
 * @self: an invitation
 *
 * Returns: (transfer full): its kind in words, as above
 */
char *
usher_invitation_dup_kind_words (UsherInvitation *self)
{
  UsherInvitationKind kind;

  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);

  kind = usher_invitation_get_kind (self);
  return kind == USHER_INVITATION_KIND_UNKNOWN ? usher_humanise_word (usher_invitation_get_kind_name (self))
                                               : g_strdup (usher_invitation_kind_get_label (kind));
}
