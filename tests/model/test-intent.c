/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-intent.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  GString *log = user_data;

  g_string_append_printf (log, "%s ", pspec->name);
}

static void
test_create (void)
{
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *const emails[] = { "a@example.com", "b@example.com", NULL };
  gint64 before = usher_time_now ();
  UsherIntent *intent;

  usher_invitation_draft_set_allowed_emails (draft, emails);
  intent = usher_intent_new_create (draft);
  g_assert_true (usher_uuid_is_valid (usher_intent_get_id (intent)));
  g_assert_cmpint (usher_intent_get_kind (intent), ==, USHER_INTENT_CREATE);
  g_assert_cmpint (usher_intent_get_state (intent), ==, USHER_INTENT_QUEUED);
  g_assert_cmpint (usher_intent_get_created_at (intent), >=, before);
  g_assert_true (usher_intent_get_draft (intent) == draft);
  g_assert_null (usher_intent_get_invitation_id (intent));
  g_assert_cmpstr (usher_intent_get_summary (intent), ==, "a@example.com and 1 more");
  g_assert_finalize_object (intent);
}

static void
test_others (void)
{
  g_autoptr (UsherIntent) resend = usher_intent_new_resend ("i1", "a@example.com");
  g_autoptr (UsherIntent) revoke = usher_intent_new_revoke ("i2", NULL);

  g_assert_cmpint (usher_intent_get_kind (resend), ==, USHER_INTENT_RESEND);
  g_assert_cmpstr (usher_intent_get_invitation_id (resend), ==, "i1");
  g_assert_cmpint (usher_intent_get_kind (revoke), ==, USHER_INTENT_REVOKE);
  g_assert_null (usher_intent_get_summary (revoke));
  g_assert_null (usher_intent_get_draft (revoke));
  g_assert_cmpstr (usher_intent_get_id (resend), !=, usher_intent_get_id (revoke));
}

static void
test_outcome (void)
{
  UsherIntent *intent = usher_intent_new_from_journal (
    "x", USHER_INTENT_CREATE, USHER_INTENT_SENDING, 5, NULL, "a@example.com", NULL, NULL);
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (intent, "notify", G_CALLBACK (on_notify), log);
  usher_intent_set_outcome (intent, USHER_INTENT_SENDING, NULL, NULL);
  g_assert_cmpstr (log->str, ==, "");
  usher_intent_set_outcome (intent, USHER_INTENT_UNCLEAR, NULL, "No answer");
  g_assert_nonnull (strstr (log->str, "state"));
  g_assert_nonnull (strstr (log->str, "message"));
  usher_intent_set_outcome (intent, USHER_INTENT_DONE, "i1", NULL);
  usher_intent_set_outcome (intent, USHER_INTENT_DONE, NULL, NULL);
  g_assert_cmpint (usher_intent_get_state (intent), ==, USHER_INTENT_DONE);
  g_assert_cmpstr (usher_intent_get_invitation_id (intent), ==, "i1");
  g_assert_null (usher_intent_get_message (intent));
  g_assert_cmpint (usher_intent_get_created_at (intent), ==, 5);
  g_assert_finalize_object (intent);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/intent/create", test_create);
  g_test_add_func ("/model/intent/others", test_others);
  g_test_add_func ("/model/intent/outcome", test_outcome);
  return g_test_run ();
}
