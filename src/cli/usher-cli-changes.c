/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create, resend and revoke. Each request is sent once; where it is not known what became of it,
 * the message says how to find out. Main thread. */
#include "cli/usher-cli-changes.h"

#include <glib/gi18n.h>

#include "cli/usher-cli-confirm.h"
#include "cli/usher-cli-create.h"
#include "cli/usher-cli-error.h"
#include "cli/usher-cli-intents.h"
#include "cli/usher-cli-output.h"
#include "cli/usher-cli-show.h"

/* For a request that may have been acted on. */
static gboolean
add_hint_if_unclear (UsherCliRun *run, const GError *error, const char *hint)
{
  if (usher_api_error_is_unclear (error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    run->hint = hint;
  return FALSE;
}

static gboolean
send_draft (UsherCliRun *run, UsherInvitationDraft *draft, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UsherInvitation) invitation = NULL;

  usher_session_create_async (run->session, draft, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  invitation = usher_session_create_finish (run->session, result, error);
  if (invitation == NULL)
    return add_hint_if_unclear (run, *error,
                                _("The invitation may have been created. Look at “usherctl "
                                   "intents” before you try again."));
  return usher_cli_print_invitation (run, invitation, _("The invitation was created."), error);
}

/**
 * usher_cli_run_create:
 * @run: a run
 * @error: return location
 *
 * Checks the draft before anything else is done, so that a wrong command line needs no server.
 *
 * Returns: %TRUE when the invitation was created, or checked only, and printed
 */
gboolean
usher_cli_run_create (UsherCliRun *run, GError **error)
{
  g_autoptr (UsherInvitationDraft) draft = usher_cli_create_draft (run->options, error);
  gboolean done;

  if (draft == NULL)
    return FALSE;
  if (run->options->dry_run)
    {
      g_autoptr (JsonNode) node = usher_cli_create_draft_to_json (draft);

      return usher_cli_output_json (node, error);
    }

  done = usher_cli_session_open (run, error) && send_draft (run, draft, error);
  usher_cli_session_close (run);
  return done;
}

static gboolean
refuse (const char *reason, GError **error)
{
  g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_REFUSED, reason);
  return FALSE;
}

/**
 * usher_cli_run_resend:
 * @run: a run with a session
 * @error: return location
 *
 * Returns: %TRUE when the invitation was mailed again
 */
gboolean
usher_cli_run_resend (UsherCliRun *run, GError **error)
{
  const char *id = run->options->arguments[0];
  g_autoptr (UsherInvitation) before = NULL;
  g_autoptr (UsherInvitation) after = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const char *reason;

  if (!usher_cli_check_id (id, error))
    return FALSE;
  before = usher_cli_fetch_invitation (run, id, error);
  if (before == NULL)
    return FALSE;
  reason = usher_invitation_why_not_resend (before);
  if (reason != NULL)
    return refuse (reason, error);
  if (!usher_cli_confirm_mail (run, before, error))
    return FALSE;

  usher_session_resend_async (run->session, id, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  after = usher_session_resend_finish (run->session, result, error);
  if (after == NULL)
    return add_hint_if_unclear (run, *error,
                                _("The mail may have been sent. Look at the log with "
                                   "“usherctl show” before you try again."));
  return usher_cli_print_invitation (run, after, _("The invitation was sent again."), error);
}

static gboolean
confirm_revoke (UsherCliRun *run, UsherInvitation *invitation, GError **error)
{
  g_autofree char *recipients = NULL;
  g_autofree char *question = NULL;
  g_autoptr (GError) ask_error = NULL;

  if (run->options->yes || !usher_cli_can_ask ())
    return TRUE;

  recipients = usher_invitation_dup_recipients (invitation);
  /* Translators: %s says who may use the invitation: an address, or "Anyone with the link". */
  question = g_strdup_printf (_("Revoke this invitation (%s)? Its link stops working for good."),
                              recipients);
  if (usher_cli_ask (question, run->cancellable, &ask_error))
    return TRUE;
  if (ask_error != NULL)
    g_propagate_error (error, g_steal_pointer (&ask_error));
  else
    refuse (_("Nothing was revoked."), error);
  return FALSE;
}

/**
 * usher_cli_run_revoke:
 * @run: a run with a session
 * @error: return location
 *
 * Returns: %TRUE when the invitation was revoked
 */
gboolean
usher_cli_run_revoke (UsherCliRun *run, GError **error)
{
  const char *id = run->options->arguments[0];
  g_autoptr (UsherInvitation) before = NULL;
  g_autoptr (UsherInvitation) after = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const char *reason;

  if (!usher_cli_check_id (id, error))
    return FALSE;
  before = usher_cli_fetch_invitation (run, id, error);
  if (before == NULL)
    return FALSE;
  reason = usher_invitation_why_not_revoke (before);
  if (reason != NULL)
    return refuse (reason, error);
  if (!confirm_revoke (run, before, error))
    return FALSE;

  usher_session_revoke_async (run->session, id, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  after = usher_session_revoke_finish (run->session, result, error);
  if (after == NULL)
    return add_hint_if_unclear (run, *error,
                                _("The invitation may have been revoked. Look at it with "
                                   "“usherctl show”."));
  return usher_cli_print_invitation (run, after, _("The invitation was revoked."), error);
}
