/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a button cannot be pressed now: first what the invitation itself forbids, then what the server
 * cannot do, then what keeps the server out of reach. Main thread. */
#include "ui/usher-detail-reasons.h"

#include <glib/gi18n.h>

#include "session/usher-batch.h"

/**
 * usher_detail_why_not_reach:
 * @session: (nullable): the session
 *
 * Returns: (nullable): what stands in the way of anything that has to reach the server
 */
const char *
usher_detail_why_not_reach (UsherSession *session)
{
  if (session == NULL)
    return NULL;
  if (!usher_session_get_has_key (session))
    return _("The API key of this account is needed first.");
  switch (usher_session_get_state (session))
    {
    case USHER_SYNC_KEY_NEEDED:
      return _("The server did not accept the API key of this account.");
    /* That was the last try. The next may get through, and says so if it does not. */
    case USHER_SYNC_OFFLINE:
    case USHER_SYNC_IDLE:
    case USHER_SYNC_RUNNING:
    case USHER_SYNC_FAILED:
    default:
      return NULL;
    }
}

/**
 * usher_detail_why_not_resend:
 * @session: (nullable): the session
 * @invitation: an invitation
 *
 * Returns: (nullable): why the email cannot be sent again now (contract 3.9)
 */
const char *
usher_detail_why_not_resend (UsherSession *session, UsherInvitation *invitation)
{
  const char *reason = usher_invitation_why_not_resend (invitation);

  if (reason != NULL)
    return reason;
  if (session != NULL && !usher_session_get_can_resend (session))
    return _("This server cannot send an email again. Copy the link and send it yourself.");
  return usher_detail_why_not_reach (session);
}

/**
 * usher_detail_why_not_revoke:
 * @session: (nullable): the session
 * @invitation: an invitation
 *
 * Returns: (nullable): why it cannot be revoked now (contract 3.8)
 */
const char *
usher_detail_why_not_revoke (UsherSession *session, UsherInvitation *invitation)
{
  const char *reason = usher_invitation_why_not_revoke (invitation);

  return reason != NULL ? reason : usher_detail_why_not_reach (session);
}

/**
 * usher_detail_why_not_copy:
 * @session: (nullable): the session
 * @invitation: an invitation
 *
 * Returns: (nullable): why its link is not to be had now; a dead one is not handed out. Offline it may
 *   be at hand, so that is no reason.
 */
const char *
usher_detail_why_not_copy (UsherSession *session, UsherInvitation *invitation)
{
  const char *reason = usher_batch_why_not (USHER_BATCH_GET_LINKS, invitation);

  if (reason != NULL)
    return reason;
  return session != NULL && !usher_session_get_has_key (session) ? usher_detail_why_not_reach (session) : NULL;
}

/**
 * usher_detail_why_not_act:
 * @session: (nullable): the session
 * @invitation: an invitation
 * @action: an action of the window, with its group
 *
 * Returns: (nullable): why that cannot be done now, for any of them
 */
const char *
usher_detail_why_not_act (UsherSession *session, UsherInvitation *invitation, const char *action)
{
  if (g_str_equal (action, "win.resend"))
    return usher_detail_why_not_resend (session, invitation);
  if (g_str_equal (action, "win.revoke"))
    return usher_detail_why_not_revoke (session, invitation);
  if (g_str_equal (action, "win.duplicate"))
    return usher_detail_why_not_reach (session);
  if (g_str_equal (action, "win.copy-link") || g_str_equal (action, "win.open-in-browser")
      || g_str_equal (action, "win.show-code") || g_str_equal (action, "win.write-email"))
    return usher_detail_why_not_copy (session, invitation);
  return NULL;
}
