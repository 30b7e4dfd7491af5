/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done to an invitation that was just made: copy, resend, revoke. */

#include "tour/usher-tour.h"

#include "ui/compat/usher-compat.h"

static UsherInvitation *
get_invitation (UsherTour *tour)
{
  UsherInvitationItem *item =
    usher_invitation_pane_get_selected (usher_shell_get_list (usher_window_get_shell (tour->window)));

  return item != NULL ? usher_invitation_item_get_invitation (item) : NULL;
}

static gboolean
has_toast (UsherTour *tour)
{
  return usher_ui_test_find (GTK_WIDGET (tour->window), g_type_from_name ("AdwToastWidget"), 0) != NULL;
}

static gboolean
has_question (UsherTour *tour)
{
  g_autofree char *question = usher_compat_dup_question (GTK_WINDOW (tour->window));

  return question != NULL;
}

/* The detail has read the log again: created, mailed, revoked. */
static gboolean
is_revoked (UsherTour *tour)
{
  return get_invitation (tour) != NULL &&
         usher_invitation_get_status (get_invitation (tour)) == USHER_INVITATION_STATUS_REVOKED &&
         usher_tour_find_text (GTK_WIDGET (tour->window), "The invitation was revoked") != NULL;
}

static gboolean
can_revoke (UsherTour *tour)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (tour->window), "revoke");
}

void
usher_tour_act (UsherTour *tour)
{
  GtkWidget *question;
  gboolean ok;

  ok = usher_tour_wait (can_revoke, tour) && usher_tour_action (tour, "win.copy-link", NULL) &&
       usher_tour_wait (has_toast, tour);
  usher_tour_picture (tour, NULL, "copied", "The link is on the clipboard", ok);
  ok = usher_tour_action (tour, "win.revoke", NULL) && usher_tour_wait (has_question, tour);
  /* None where the question is within the window. */
  question = usher_tour_dialog (tour, ADW_TYPE_MESSAGE_DIALOG);
  usher_tour_picture (tour, question, "revoke-question", "Revoking says whom it concerns, and asks", ok);
  ok = usher_compat_answer (GTK_WINDOW (tour->window), TRUE) && usher_tour_wait (is_revoked, tour);
  usher_tour_picture (tour, NULL, "revoked-now", "It is revoked, and its log says so", ok);
}
