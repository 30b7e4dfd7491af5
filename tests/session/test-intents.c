/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits and what did not end well: held and taken back, left by an earlier run, chosen among several,
 * sent again, and seen from a second program. */

#include "usher-test-outbox.h"

#include "model/usher-time.h"
#include "session/usher-accounts.h"
#include "session/usher-session-private.h"
#include "store/usher-journal.h"

#define LONG_HOLD (30 * 1000)

static UsherIntent *
assert_standing (UsherSession *session, UsherIntentStanding standing)
{
  UsherIntent *intent = usher_test_session_get_intent (session, 0);

  g_assert_nonnull (intent);
  g_assert_cmpint (usher_session_get_standing (session, intent), ==, standing);
  return intent;
}

static UsherInvitation *
retry (UsherSession *session, UsherIntent *intent, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_retry_async (session, intent, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_retry_finish (session, result, error);
}

static gboolean
choose (UsherSession *session, UsherIntent *intent, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_choose_async (session, intent, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_choose_finish (session, result, error);
}

static char *
make_invitation (UsherTestOutbox *server, UsherSession *session)
{
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = usher_test_session_create (session, draft, NULL, NULL);

  g_assert_nonnull (made);
  server->n_posts = 0;
  return g_strdup (usher_invitation_get_id (made));
}

/* Whoever thinks better of it in time has sent nothing, and nothing is left of it. */
static void
test_undo (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autofree char *id = make_invitation (server, session);

  usher_session_set_hold (session, LONG_HOLD);
  for (guint i = 0; i < 3; i++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      UsherIntent *intent;

      if (i == 0)
        usher_session_resend_async (session, id, NULL, usher_test_keep_result, &slot);
      else if (i == 1)
        usher_session_revoke_async (session, id, NULL, usher_test_keep_result, &slot);
      else
        usher_session_create_async (session, draft, NULL, usher_test_keep_result, &slot);
      usher_test_wait_for (usher_test_session_get_intent (session, 0) != NULL);
      intent = assert_standing (session, USHER_STANDING_WAITING);
      g_assert_cmpint (usher_intent_get_due_at (intent), >, usher_time_now ());
      g_assert_cmpint (usher_test_outbox_read_state (server->dir), ==, USHER_INTENT_QUEUED);
      g_assert_true (usher_session_undo (session, intent));
      result = usher_test_take_result (&slot);
      if (i == 0)
        g_assert_null (usher_session_resend_finish (session, result, &error));
      else if (i == 1)
        g_assert_null (usher_session_revoke_finish (session, result, &error));
      else
        g_assert_null (usher_session_create_finish (session, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (usher_test_session_get_intent (session, 0));
      g_assert_cmpuint (server->n_posts, ==, 0);
    }
  usher_test_session_close (session);
}

/* What mails nobody and can be revoked is not held. */
static void
test_not_held (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  usher_session_set_hold (session, LONG_HOLD);
  usher_invitation_draft_set_send_email (draft, FALSE);
  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  usher_test_session_close (session);
}

static void
test_held_then_sent (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autofree char *id = make_invitation (server, session);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UsherInvitation) resent = NULL;
  g_autoptr (UsherInvitation) revoked = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_monotonic_time ();

  /* By itself, and not early. */
  usher_session_set_hold (session, 200);
  resent = usher_test_session_resend (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 190 * 1000);
  g_assert_cmpuint (server->n_posts, ==, 1);
  g_assert_cmpint (server->journal_state, ==, USHER_INTENT_SENDING);

  /* Or when the person has no doubt. */
  usher_session_set_hold (session, LONG_HOLD);
  usher_session_revoke_async (session, id, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (usher_test_session_get_intent (session, 0) != NULL);
  g_assert_true (usher_session_send_now (session, assert_standing (session, USHER_STANDING_WAITING)));
  result = usher_test_take_result (&slot);
  revoked = usher_session_revoke_finish (session, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_cmpuint (server->n_posts, ==, 2);
  usher_test_session_close (session);
}

/* Closing neither hurries it nor drops it. */
static void
test_close_while_held (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autofree char *id = make_invitation (server, session);
  GAsyncResult *slot = NULL;
  gint64 before = g_get_monotonic_time ();

  usher_session_set_hold (session, 300);
  usher_session_revoke_async (session, id, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (usher_test_session_get_intent (session, 0) != NULL);
  g_assert_cmpuint (server->n_posts, ==, 0);
  usher_session_close_async (session, NULL, NULL);
  usher_test_wait_for (slot != NULL);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 290 * 1000);
  g_assert_cmpuint (server->n_posts, ==, 1);
  g_assert_cmpint (usher_test_outbox_read_state (server->dir), ==, USHER_INTENT_DONE);
  {
    g_autoptr (UsherInvitation) revoked = usher_session_revoke_finish (session, slot, NULL);

    g_assert_nonnull (revoked);
  }
  g_clear_object (&slot);
  usher_test_settle ();
  g_object_unref (session);
}

/* Puts an intent into the journal as a run leaves it that ended before it was sent. */
static void
leave_behind (UsherTestOutbox *server, UsherIntent *intent)
{
  g_autofree char *path = g_build_filename (server->dir, "journal.db", NULL);
  GAsyncResult *slot = NULL;
  UsherJournal *journal;

  usher_journal_open_async (path, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  journal = usher_journal_open_finish (slot, NULL);
  g_clear_object (&slot);
  usher_journal_write_async (journal, intent, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_assert_true (usher_journal_write_finish (journal, slot, NULL));
  g_clear_object (&slot);
  usher_journal_close_async (journal, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_clear_object (&slot);
  g_object_unref (journal);
}

/* What an earlier run was about to send is sent once, by whoever is there for that; what is old waits for a
 * word. */
static void
test_left (void)
{
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);

  for (guint old = 0; old < 2; old++)
    {
      g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (UsherIntent) intent =
        usher_intent_new_from_journal (id, USHER_INTENT_CREATE, USHER_INTENT_QUEUED,
                                       usher_time_now () - (old ? 2 * G_TIME_SPAN_HOUR : G_TIME_SPAN_MINUTE),
                                       NULL, "a@example.com", NULL, draft);
      g_autoptr (UsherInvitation) made = NULL;
      g_autoptr (GError) error = NULL;
      UsherSession *session;

      leave_behind (server, intent);
      session = usher_test_outbox_open (server);
      g_assert_true (usher_test_session_sync (session, NULL));
      usher_test_settle ();
      assert_standing (session, USHER_STANDING_LEFT);
      g_assert_cmpuint (server->n_posts, ==, 0);

      usher_session_set_resumes (session, TRUE);
      g_assert_true (usher_test_session_sync (session, NULL));
      if (!old)
        {
          usher_test_wait_for (usher_test_session_get_intent (session, 0) == NULL);
        }
      else
        {
          usher_test_settle ();
          g_assert_cmpuint (server->n_posts, ==, 0);
          made = retry (session, assert_standing (session, USHER_STANDING_LEFT), &error);
          g_assert_no_error (error);
        }
      g_assert_cmpuint (server->n_posts, ==, 1);
      g_assert_cmpuint (server->made->len, ==, 1);
      usher_test_session_close (session);
    }
}

/* None, and the person sends it again: looked for once more, and sent once more. */
static void
test_not_found (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  server->drop = TRUE;
  server->makes = 0;
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  g_clear_error (&error);
  assert_standing (session, USHER_STANDING_NOT_FOUND);
  /* What was looked for stays known. */
  usher_test_session_close (session);
  session = usher_test_outbox_open (server);
  assert_standing (session, USHER_STANDING_NOT_FOUND);
  server->drop = FALSE;
  server->makes = 1;
  made = retry (session, usher_test_session_get_intent (session, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server->n_posts, ==, 2);
  g_assert_cmpuint (server->made->len, ==, 1);
  g_assert_null (usher_test_session_get_intent (session, 0));
  usher_test_session_close (session);
}

/* It turned up late, after the person was told that it was not there: nothing is sent. */
static void
test_late (void)
{
  for (guint by_person = 0; by_person < 2; by_person++)
    {
      g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
      UsherSession *session = usher_test_outbox_open (server);
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
      g_autoptr (GError) error = NULL;

      server->drop = TRUE;
      server->hide_list = TRUE;
      g_assert_null (usher_test_session_create (session, draft, NULL, &error));
      g_clear_error (&error);
      assert_standing (session, USHER_STANDING_NOT_FOUND);
      server->hide_list = FALSE;
      if (by_person)
        {
          g_autoptr (UsherInvitation) found =
            retry (session, usher_test_session_get_intent (session, 0), &error);

          g_assert_no_error (error);
          g_assert_nonnull (found);
        }
      else
        {
          g_assert_true (usher_test_session_sync (session, NULL));
          usher_test_wait_for (usher_test_session_get_intent (session, 0) == NULL);
        }
      g_assert_cmpuint (server->n_posts, ==, 1);
      usher_test_session_close (session);
    }
}

/* Several: shown, chosen by the person, and not given to another request. */
static void
test_several (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const char *const *candidates;
  UsherIntent *intent;

  server->drop = TRUE;
  server->makes = 2;
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  g_clear_error (&error);
  intent = assert_standing (session, USHER_STANDING_SEVERAL);
  candidates = usher_intent_get_candidates (intent);
  g_assert_cmpuint (g_strv_length ((char **) candidates), ==, 2);
  first = g_strdup (candidates[0]);
  second = g_strdup (candidates[1]);
  /* Nothing is sent before the person has told. */
  g_assert_null (retry (session, intent, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (choose (session, intent, USHER_TEST_CONNECTION, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_true (choose (session, intent, first, &error));
  g_assert_no_error (error);
  g_assert_null (usher_test_session_get_intent (session, 0));

  /* The next one has only the other left; a third has none, and the person may say so of the second. */
  server->makes = 1;
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  g_clear_error (&error);
  intent = assert_standing (session, USHER_STANDING_SEVERAL);
  g_assert_false (g_strv_contains (usher_intent_get_candidates (intent), first));
  g_assert_true (g_strv_contains (usher_intent_get_candidates (intent), second));
  g_assert_true (choose (session, intent, NULL, &error));
  g_assert_no_error (error);
  assert_standing (session, USHER_STANDING_NOT_FOUND);
  usher_test_session_close (session);
}

/* None of those, said the person: that stands, also after a restart, and it is sent again when asked for. */
static void
test_none_of_these (void)
{
  for (guint restart = 0; restart < 2; restart++)
    {
      g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
      UsherSession *session = usher_test_outbox_open (server);
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
      g_autoptr (UsherInvitation) made = NULL;
      g_autoptr (GError) error = NULL;

      server->drop = TRUE;
      server->makes = 2;
      g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
      g_assert_true (choose (session, assert_standing (session, USHER_STANDING_SEVERAL), NULL, &error));
      g_assert_no_error (error);
      if (restart)
        {
          usher_test_session_close (session);
          session = usher_test_outbox_open (server);
        }
      g_assert_true (usher_test_session_sync (session, NULL));
      usher_test_wait_for (!session->reconciling);
      assert_standing (session, USHER_STANDING_NOT_FOUND);
      server->drop = FALSE;
      server->makes = 1;
      made = retry (session, usher_test_session_get_intent (session, 0), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (server->n_posts, ==, 2);
      g_assert_null (usher_test_session_get_intent (session, 0));
      usher_test_session_close (session);
    }
}

/* It was not there once, and cannot be looked for now: it may have turned up since, so nothing is sent. */
static void
test_look_fails (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) found = NULL;
  g_autoptr (GError) error = NULL;

  server->drop = TRUE;
  server->hide_list = TRUE;
  g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
  assert_standing (session, USHER_STANDING_NOT_FOUND);
  server->drop = FALSE;
  server->break_list = TRUE;
  g_assert_null (retry (session, usher_test_session_get_intent (session, 0), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpuint (server->n_posts, ==, 1);
  server->break_list = FALSE;
  server->hide_list = FALSE;
  found = retry (session, usher_test_session_get_intent (session, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (session);
}

/* One was not there when it was looked for; then it was, while another that asks for the very same is on its way: which
 * of the two made it is told when that has its answer, without waiting for a sync, and nothing is sent before. */
static void
test_waits_for_other (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  GListModel *intents = usher_session_get_intents (session);
  g_autoptr (UsherIntent) first = NULL;
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  server->drop = TRUE;
  server->hide_list = TRUE;
  g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
  first = g_object_ref (assert_standing (session, USHER_STANDING_NOT_FOUND));
  server->drop = FALSE;
  server->hide_list = FALSE;
  server->hold = TRUE;
  usher_session_create_async (session, draft, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (g_atomic_int_get (&server->n_posts) == 2);

  g_assert_null (retry (session, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (usher_session_get_standing (session, first), ==, USHER_STANDING_UNCLEAR);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (!session->reconciling);
  g_assert_cmpint (usher_session_get_standing (session, first), ==, USHER_STANDING_UNCLEAR);
  g_assert_cmpuint (server->n_posts, ==, 2);

  usher_fixture_release (server->fixture);
  usher_test_wait_for (slot != NULL);
  made = usher_session_create_finish (session, slot, &error);
  g_assert_no_error (error);
  g_clear_object (&slot);
  usher_test_wait_for (g_list_model_get_n_items (intents) == 0);
  g_assert_cmpint (usher_intent_get_state (first), ==, USHER_INTENT_DONE);
  g_assert_cmpstr (usher_intent_get_invitation_id (first), !=, usher_invitation_get_id (made));
  g_assert_cmpuint (server->n_posts, ==, 2);
  usher_test_session_close (session);
}

/* Two presses, two requests that ask for the very same, and no answer to either. */
static void
test_alike (void)
{
  for (guint n_made = 0; n_made <= 2; n_made++)
    {
      g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
      UsherSession *session = usher_test_outbox_open (server);
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
      guint n_left = 2 - n_made;

      server->drop = TRUE;
      server->hide_list = TRUE;
      for (guint i = 0; i < 2; i++)
        {
          server->makes = i < n_made ? 1 : 0;
          g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
        }
      server->hide_list = FALSE;
      g_assert_true (usher_test_session_sync (session, NULL));
      usher_test_wait_for (g_list_model_get_n_items (usher_session_get_intents (session)) == n_left);
      for (guint i = 0; i < n_left; i++)
        g_assert_cmpint (usher_session_get_standing (session, usher_test_session_get_intent (session, i)), ==,
                         USHER_STANDING_NOT_FOUND);
      g_assert_cmpuint (server->n_posts, ==, 2);
      usher_test_session_close (session);
    }
}

/* However many there are, each company is listed once to tell of all of them. */
static void
test_one_list (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);

  server->drop = TRUE;
  server->hide_list = TRUE;
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *email = g_strdup_printf ("p%u@example.com", i);
      const char *const emails[] = { email, NULL };

      usher_invitation_draft_set_allowed_emails (draft, emails);
      server->makes = i < 3 ? 1 : 0;
      g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
    }
  server->hide_list = FALSE;
  server->n_lists = 0;
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_intents (session)) == 2
                       && !session->reconciling);
  g_assert_cmpuint (server->n_lists, ==, 2);
  g_assert_cmpuint (server->n_posts, ==, 5);
  usher_test_session_close (session);
}

/* What differs only in what cannot be seen from outside is not guessed. */
static void
test_unlike (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);

  server->drop = TRUE;
  server->hide_list = TRUE;
  g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
  usher_invitation_draft_set_send_email (draft, FALSE);
  server->makes = 0;
  g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
  server->hide_list = FALSE;
  g_assert_true (usher_test_session_sync (session, NULL));
  for (guint i = 0; i < 2; i++)
    usher_test_wait_for (usher_session_get_standing (session, usher_test_session_get_intent (session, i)) ==
                         USHER_STANDING_SEVERAL);
  usher_test_session_close (session);
}

/* A second program beside one that sends: what is on its way is not unclear, and not the other's. */
static void
test_second_program (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *first = usher_test_outbox_open (server);
  UsherSession *second;
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  UsherIntent *intent;

  server->hold = TRUE;
  usher_session_create_async (first, draft, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (g_atomic_int_get (&server->n_posts) == 1);
  second = usher_test_outbox_open (server);
  usher_session_set_resumes (second, TRUE);
  intent = assert_standing (second, USHER_STANDING_ELSEWHERE);
  g_assert_cmpint (usher_intent_get_state (intent), ==, USHER_INTENT_SENDING);
  g_assert_true (usher_test_session_sync (second, NULL));
  usher_test_settle ();
  intent = assert_standing (second, USHER_STANDING_ELSEWHERE);
  g_assert_false (usher_test_session_forget (second, intent, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_null (retry (second, intent, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);
  usher_fixture_release (server->fixture);
  usher_test_wait_for (slot != NULL);
  made = usher_session_create_finish (first, slot, &error);
  g_assert_no_error (error);
  g_clear_object (&slot);
  g_assert_true (usher_test_session_sync (second, NULL));
  usher_test_wait_for (usher_test_session_get_intent (second, 0) == NULL);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (second);
  usher_test_session_close (first);
}

/* Two programs find the same thing lying about, and one picks it up. */
static void
test_picked_up_once (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherIntent) intent = usher_intent_new_create (draft);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *first;
  UsherSession *second;

  leave_behind (server, intent);
  first = usher_test_outbox_open (server);
  second = usher_test_outbox_open (server);
  made = retry (first, assert_standing (first, USHER_STANDING_LEFT), &error);
  g_assert_no_error (error);
  g_assert_null (retry (second, assert_standing (second, USHER_STANDING_LEFT), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  usher_test_wait_for (usher_test_session_get_intent (second, 0) == NULL);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (second);
  usher_test_session_close (first);
}

/* An unclear resend is sent again only by the person. */
static void
test_resend_again (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autofree char *id = make_invitation (server, session);
  g_autoptr (UsherInvitation) resent = NULL;
  g_autoptr (GError) error = NULL;

  server->drop = TRUE;
  g_assert_null (usher_test_session_resend (session, id, NULL));
  assert_standing (session, USHER_STANDING_UNKNOWABLE);
  usher_test_session_close (session);
  session = usher_test_outbox_open (server);
  usher_session_set_resumes (session, TRUE);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_settle ();
  g_assert_cmpuint (server->n_posts, ==, 1);
  server->drop = FALSE;
  resent = retry (session, assert_standing (session, USHER_STANDING_UNKNOWABLE), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server->n_posts, ==, 2);
  usher_test_session_close (session);
}

static GHashTable *
find_mailed (UsherSession *session)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_find_mailed_async (session, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_find_mailed_finish (session, result, NULL);
}

/* Who was mailed within the hour, in whatever order and case, also before a restart; not who was refused. */
static void
test_mailed (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  const char *const two[] = { "b@example.com", "A@Example.com", NULL };
  const char *const turned[] = { "a@example.com", " B@example.com", NULL };
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (UsherInvitation) quiet = NULL;
  g_autoptr (GHashTable) mailed = NULL;
  g_autofree char *key = usher_recipients_to_key (turned);

  usher_invitation_draft_set_allowed_emails (draft, two);
  usher_invitation_draft_set_send_email (draft, FALSE);
  quiet = usher_test_session_create (session, draft, NULL, NULL);
  mailed = find_mailed (session);
  g_assert_cmpint (usher_session_was_mailed (mailed, quiet), ==, USHER_TIME_NONE);
  usher_invitation_draft_set_send_email (draft, TRUE);
  made = usher_test_session_create (session, draft, NULL, NULL);
  usher_test_session_close (session);
  session = usher_test_outbox_open (server);
  g_clear_pointer (&mailed, g_hash_table_unref);
  mailed = find_mailed (session);
  g_assert_true (g_hash_table_contains (mailed, key));
  g_assert_cmpint (usher_session_was_mailed (mailed, quiet), >, usher_time_now () - G_TIME_SPAN_HOUR);

  server->status = 400;
  server->answer = "{\"detail\": \"No.\"}";
  {
    const char *const other[] = { "c@example.com", NULL };

    usher_invitation_draft_set_allowed_emails (draft, other);
    g_assert_null (usher_test_session_create (session, draft, NULL, NULL));
  }
  g_clear_pointer (&mailed, g_hash_table_unref);
  mailed = find_mailed (session);
  g_assert_false (g_hash_table_contains (mailed, "c@example.com"));
  usher_test_session_close (session);
}

/* An earlier run did not come to mail them again. It is sent by itself, but not when somebody has mailed them since. */
static void
test_left_resend (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autofree char *id = make_invitation (server, session);
  g_autoptr (UsherIntent) left = usher_intent_new_resend (id, "ada@example.com");
  g_autoptr (UsherIntent) again = usher_intent_new_resend (id, "ada@example.com");
  g_autoptr (GHashTable) mailed = NULL;
  UsherIntent *intent;

  usher_test_session_close (session);
  usher_intent_set_mails_to (left, "ada@example.com");
  leave_behind (server, left);
  session = usher_test_outbox_open (server);
  intent = assert_standing (session, USHER_STANDING_LEFT);
  mailed = find_mailed (session);
  /* It was never sent. */
  g_assert_cmpint (usher_session_was_mailed_for (mailed, intent), ==, USHER_TIME_NONE);
  usher_session_set_resumes (session, TRUE);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (server->n_posts == 1 && usher_test_session_get_intent (session, 0) == NULL);
  usher_test_session_close (session);

  usher_intent_set_mails_to (again, "ada@example.com");
  leave_behind (server, again);
  session = usher_test_outbox_open (server);
  usher_session_set_resumes (session, TRUE);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (!session->reconciling);
  g_clear_pointer (&mailed, g_hash_table_unref);
  mailed = find_mailed (session);
  usher_test_settle ();
  intent = assert_standing (session, USHER_STANDING_LEFT);
  g_assert_cmpint (usher_session_was_mailed_for (mailed, intent), !=, USHER_TIME_NONE);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/intents/undo", test_undo);
  g_test_add_func ("/session/intents/not-held", test_not_held);
  g_test_add_func ("/session/intents/held-then-sent", test_held_then_sent);
  g_test_add_func ("/session/intents/close-while-held", test_close_while_held);
  g_test_add_func ("/session/intents/left", test_left);
  g_test_add_func ("/session/intents/not-found", test_not_found);
  g_test_add_func ("/session/intents/late", test_late);
  g_test_add_func ("/session/intents/several", test_several);
  g_test_add_func ("/session/intents/none-of-these", test_none_of_these);
  g_test_add_func ("/session/intents/look-fails", test_look_fails);
  g_test_add_func ("/session/intents/waits-for-other", test_waits_for_other);
  g_test_add_func ("/session/intents/alike", test_alike);
  g_test_add_func ("/session/intents/one-list", test_one_list);
  g_test_add_func ("/session/intents/unlike", test_unlike);
  g_test_add_func ("/session/intents/second-program", test_second_program);
  g_test_add_func ("/session/intents/picked-up-once", test_picked_up_once);
  g_test_add_func ("/session/intents/resend-again", test_resend_again);
  g_test_add_func ("/session/intents/mailed", test_mailed);
  g_test_add_func ("/session/intents/left-resend", test_left_resend);
  return g_test_run ();
}
