/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps that need no session: flow, delivery and review. */
#include "ui/usher-create-delivery-step.h"
#include "ui/usher-create-flow-step.h"
#include "ui/usher-create-review-step.h"
#include "ui/usher-ui-test.h"

static void
on_count (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
test_flow (void)
{
  UsherCreateFlowStep *step = USHER_CREATE_FLOW_STEP (g_object_ref_sink (usher_create_flow_step_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (step), 360, 500);
  GtkWidget *row = usher_ui_test_find_id (GTK_WIDGET (step), "reconnect_row");
  GtkWidget *check = usher_ui_test_find_id (GTK_WIDGET (step), "reconnect_check");

  g_assert_cmpint (usher_create_flow_step_get_kind (step), ==, USHER_INVITATION_KIND_CONTRIBUTOR);
  g_assert_cmpstr (usher_create_step_get_title (USHER_CREATE_STEP (step)), ==, "New Invitation");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_ROLE_RADIO);
  usher_ui_test_picture (window, "step-flow-narrow");
  gtk_widget_activate (row);
  usher_test_wait_for (usher_create_flow_step_get_kind (step) == USHER_INVITATION_KIND_RECONNECT);
  usher_create_flow_step_set_kind (step, USHER_INVITATION_KIND_CONTRIBUTOR);
  g_assert_cmpint (usher_create_flow_step_get_kind (step), ==, USHER_INVITATION_KIND_CONTRIBUTOR);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (step);
}

static void
test_delivery (void)
{
  UsherCreateStep *step = USHER_CREATE_STEP (g_object_ref_sink (usher_create_delivery_step_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (step), 360, 500);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherFieldErrors) errors = usher_field_errors_new ();
  const char *emails[] = { "ada@example.com", NULL };
  GtkWidget *email_row = usher_ui_test_find_id (GTK_WIDGET (step), "email_row");
  GtkWidget *link_check = usher_ui_test_find_id (GTK_WIDGET (step), "link_check");
  guint edits = 0;

  g_signal_connect_swapped (step, "edited", G_CALLBACK (on_count), &edits);
  /* Nobody to send it to: only the link, and why. */
  usher_create_step_load (step, draft);
  g_assert_false (gtk_widget_get_sensitive (email_row));
  usher_create_step_store (step, draft);
  g_assert_false (usher_invitation_draft_get_send_email (draft));
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "step-delivery-none");

  /* The guide's default as soon as there is somebody. */
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_create_step_load (step, draft);
  g_assert_true (gtk_widget_get_sensitive (email_row));
  usher_create_step_store (step, draft);
  g_assert_true (usher_invitation_draft_get_send_email (draft));
  g_assert_cmpuint (edits, ==, 0);
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "step-delivery");

  /* What was chosen stays chosen. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (link_check), TRUE);
  g_assert_cmpuint (edits, ==, 1);
  usher_create_step_load (step, draft);
  usher_create_step_store (step, draft);
  g_assert_false (usher_invitation_draft_get_send_email (draft));

  g_assert_true (usher_create_step_owns_field (step, USHER_FIELD_SEND_EMAIL));
  g_assert_false (usher_create_step_owns_field (step, USHER_FIELD_COUNTRY));
  usher_field_errors_add (errors, USHER_FIELD_COUNTRY, "Not here.");
  g_assert_false (usher_create_step_show_errors (step, errors));
  usher_field_errors_add (errors, USHER_FIELD_SEND_EMAIL, "Here.");
  g_assert_true (usher_create_step_show_errors (step, errors));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (step), "Here."));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (step);
}

static void
test_duplicate_is_not_mailed (void)
{
  UsherCreateStep *step = USHER_CREATE_STEP (g_object_ref_sink (usher_create_delivery_step_new ()));
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *emails[] = { "ada@example.com", NULL };

  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_create_delivery_step_keep (USHER_CREATE_DELIVERY_STEP (step));
  usher_create_step_load (step, draft);
  usher_create_step_store (step, draft);
  g_assert_false (usher_invitation_draft_get_send_email (draft));
  usher_ui_test_assert_finalize (step);
}

static void
test_review (void)
{
  UsherCreateReviewStep *step = USHER_CREATE_REVIEW_STEP (g_object_ref_sink (usher_create_review_step_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (step), 360, 640);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *types[] = { "ELECTRICITY", "GAS", NULL };
  GtkWidget *prefill = usher_ui_test_find_id (GTK_WIDGET (step), "prefill_group");

  usher_create_review_step_set_names (step, "Example & Sons", NULL);
  usher_create_step_load (USHER_CREATE_STEP (step), draft);
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (step),
                                             "The link works for anyone who has it, forever."));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (step), "Example & Sons"));
  g_assert_false (gtk_widget_get_visible (prefill));
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "step-review-open");

  usher_invitation_draft_set_utility_types (draft, types);
  usher_invitation_draft_set_expires_in (draft, 7 * 24 * 60 * 60);
  usher_create_review_step_set_names (step, "Example & Sons", "North\nSouth");
  usher_create_step_load (USHER_CREATE_STEP (step), draft);
  g_assert_null (usher_ui_test_find_text (GTK_WIDGET (step),
                                          "The link works for anyone who has it, forever."));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (step), "Electricity, Gas"));
  g_assert_true (gtk_widget_get_visible (prefill));
  g_assert_null (usher_create_review_step_get_problem (step));
  usher_create_review_step_set_problem (step, "The server said no.");
  g_assert_cmpstr (usher_create_review_step_get_problem (step), ==, "The server said no.");
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "step-review");
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (step);
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/create-steps/flow", test_flow);
  g_test_add_func ("/ui/create-steps/delivery", test_delivery);
  g_test_add_func ("/ui/create-steps/duplicate-is-not-mailed", test_duplicate_is_not_mailed);
  g_test_add_func ("/ui/create-steps/review", test_review);
  return g_test_run ();
}
