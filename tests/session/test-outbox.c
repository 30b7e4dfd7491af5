/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox against a server that takes requests and keeps its answers to itself. */

#include "usher-test-outbox.h"

#include "model/usher-time.h"
#include "session/usher-accounts.h"
#include "store/usher-journal.h"

static void
assert_state (UsherSession *session, UsherIntentState state)
{
  UsherIntent *intent = usher_test_session_get_intent (session, 0);

  g_assert_nonnull (intent);
  g_assert_cmpint (usher_intent_get_state (intent), ==, state);
  if (state != USHER_INTENT_QUEUED)
    g_assert_nonnull (usher_intent_get_message (intent));
}

/* It is on the disk as SENDING when the server hears of it, and gone from the list when it is done. */
static void
test_journal_first (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server->n_posts, ==, 1);
  g_assert_cmpint (server->journal_state, ==, USHER_INTENT_SENDING);
  g_assert_cmpint (usher_test_outbox_read_state (server->dir), ==, USHER_INTENT_DONE);
  g_assert_null (usher_test_session_get_intent (session, 0));
  usher_test_session_close (session);
}

/* The answer is lost, and what was made is found; sent once all the same. */
static void
test_found (void)
{
  static const gint64 offsets[] = { 0, G_TIME_SPAN_HOUR, -G_TIME_SPAN_HOUR };

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
      UsherSession *session = usher_test_outbox_open (server);
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
      g_autoptr (UsherInvitation) made = NULL;
      g_autoptr (GError) error = NULL;

      server->clock_offset = offsets[i];
      server->drop = TRUE;
      usher_invitation_draft_set_expires_in (draft, 3600);
      usher_invitation_draft_set_country (draft, "us");
      made = usher_test_session_create (session, draft, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (server->n_posts, ==, 1);
      g_assert_null (usher_test_session_get_intent (session, 0));
      usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (session)) == 1);
      usher_test_session_close (session);
    }
}

static void
test_found_reconnect (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  server->drop = TRUE;
  usher_invitation_draft_set_connection_id (draft, USHER_TEST_CONNECTION);
  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_invitation_get_connection_id (made), ==, USHER_TEST_CONNECTION);
  usher_test_session_close (session);
}

/* Nothing like it, or too much like it: the person decides, and nothing is sent again. */
static void
test_unclear (void)
{
  static const guint makes[] = { 0, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (makes); i++)
    {
      g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
      UsherSession *session = usher_test_outbox_open (server);
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
      g_autoptr (GError) error = NULL;

      server->drop = TRUE;
      server->makes = makes[i];
      g_assert_null (usher_test_session_create (session, draft, NULL, &error));
      g_assert_true (usher_api_error_is_unclear (error));
      assert_state (session, USHER_INTENT_UNCLEAR);
      g_assert_true (usher_test_session_sync (session, NULL));
      usher_test_settle ();
      assert_state (session, USHER_INTENT_UNCLEAR);
      g_assert_cmpuint (server->n_posts, ==, 1);
      usher_test_session_close (session);
      session = usher_test_outbox_open (server);
      assert_state (session, USHER_INTENT_UNCLEAR);
      g_assert_true (usher_test_session_sync (session, NULL));
      g_assert_cmpuint (server->n_posts, ==, 1);
      usher_test_session_close (session);
    }
}

/* The one that another create has made is not taken for the one that is missing; after a restart
 * neither. */
static void
test_claimed (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  server->drop = TRUE;
  server->makes = 0;
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  assert_state (session, USHER_INTENT_UNCLEAR);
  usher_test_session_close (session);
  session = usher_test_outbox_open (server);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_settle ();
  assert_state (session, USHER_INTENT_UNCLEAR);
  usher_test_session_close (session);
}

static void
test_cancelled (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) early = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) early_error = NULL;

  /* Before it was sent: it never was. */
  g_cancellable_cancel (early);
  g_assert_null (usher_test_session_create (session, draft, early, &early_error));
  g_assert_error (early_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (usher_test_session_get_intent (session, 0));
  g_assert_cmpuint (server->n_posts, ==, 0);

  server->hold = TRUE;
  server->makes = 0;
  usher_session_create_async (session, draft, cancellable, usher_test_keep_result, &slot);
  usher_test_wait_for (g_atomic_int_get (&server->n_posts) == 1);
  g_cancellable_cancel (cancellable);
  usher_test_wait_for (slot != NULL);
  g_assert_null (usher_session_create_finish (session, slot, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&slot);
  assert_state (session, USHER_INTENT_UNCLEAR);
  usher_fixture_release (server->fixture);
  usher_test_session_close (session);
}

static void
copy_file (const char *from, const char *to, const char *name)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autofree char *data = NULL;
  gsize length;

  if (g_file_get_contents (source, &data, &length, NULL))
    g_assert_true (g_file_set_contents (target, data, (gssize) length, NULL));
}

/* The disk as it is while a request is under way, as a power cut leaves it: the next run finds out. */
static void
test_crash (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  g_autofree char *dir = usher_test_make_dir ();
  UsherSession *session = usher_test_outbox_open (server);
  UsherSession *next;
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;

  server->hold = TRUE;
  usher_session_create_async (session, draft, cancellable, usher_test_keep_result, &slot);
  usher_test_wait_for (g_atomic_int_get (&server->n_posts) == 1);
  copy_file (server->dir, dir, "journal.db");
  copy_file (server->dir, dir, "journal.db-wal");
  next = usher_test_session_open (usher_fixture_get_base (server->fixture), "key", dir);
  g_assert_cmpint (usher_intent_get_state (usher_test_session_get_intent (next, 0)), ==,
                   USHER_INTENT_UNCLEAR);
  g_assert_true (usher_test_session_sync (next, NULL));
  usher_test_wait_for (usher_test_session_get_intent (next, 0) == NULL);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (next);
  usher_fixture_release (server->fixture);
  usher_test_wait_for (slot != NULL);
  g_clear_object (&slot);
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

/* What was written down and never sent is shown, and never sent by itself. */
static void
test_queued (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  g_autofree char *path = g_build_filename (server->dir, "journal.db", NULL);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherIntent) intent = usher_intent_new_create (draft);
  GAsyncResult *slot = NULL;
  UsherJournal *journal;
  UsherSession *session;

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

  session = usher_test_outbox_open (server);
  assert_state (session, USHER_INTENT_QUEUED);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_settle ();
  assert_state (session, USHER_INTENT_QUEUED);
  g_assert_cmpuint (server->n_posts, ==, 0);
  usher_test_session_close (session);
}

static void
test_refused (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (GError) error = NULL;

  server->makes = 0;
  server->status = 400;
  server->answer = "{\"prefill\": {\"country\": [\"Not there.\"]}}";
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  g_assert_nonnull (usher_field_errors_lookup (usher_api_error_get_field_errors (error),
                                               USHER_FIELD_COUNTRY));
  assert_state (session, USHER_INTENT_REFUSED);
  usher_test_session_close (session);
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

/* The detail tells whether a revoke without an answer has happened. */
static void
test_unclear_revoke (void)
{
  for (guint happens = 0; happens < 2; happens++)
    {
      g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
      UsherSession *session = usher_test_outbox_open (server);
      g_autofree char *id = make_invitation (server, session);
      g_autoptr (UsherInvitation) revoked = NULL;
      g_autoptr (GError) error = NULL;

      server->drop = TRUE;
      server->makes = happens;
      revoked = usher_test_session_revoke (session, id, &error);
      g_assert_cmpuint (server->n_posts, ==, 1);
      if (happens)
        {
          g_assert_no_error (error);
          g_assert_cmpint (usher_invitation_get_status (revoked), ==,
                           USHER_INVITATION_STATUS_REVOKED);
          g_assert_null (usher_test_session_get_intent (session, 0));
        }
      else
        {
          g_assert_true (usher_api_error_is_unclear (error));
          assert_state (session, USHER_INTENT_REFUSED);
        }
      usher_test_session_close (session);
    }
}

static void
test_unclear_resend (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autofree char *id = make_invitation (server, session);
  g_autoptr (GError) error = NULL;

  server->drop = TRUE;
  g_assert_null (usher_test_session_resend (session, id, &error));
  assert_state (session, USHER_INTENT_UNCLEAR);
  g_assert_cmpstr (usher_intent_get_summary (usher_test_session_get_intent (session, 0)), ==,
                   "a@example.com");
  g_assert_true (usher_test_session_sync (session, NULL));
  assert_state (session, USHER_INTENT_UNCLEAR);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (session);
}

/* An empty answer (contract 3.8) is as good as one with the invitation. */
static void
test_empty_answer (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  UsherSession *session = usher_test_outbox_open (server);
  g_autofree char *id = make_invitation (server, session);
  g_autoptr (UsherInvitation) revoked = NULL;
  g_autoptr (UsherInvitation) loaded = NULL;
  g_autoptr (GError) error = NULL;

  server->status = 204;
  server->answer = "";
  revoked = usher_test_session_revoke (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_status (revoked), ==, USHER_INVITATION_STATUS_REVOKED);
  loaded = usher_test_session_load (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_status (loaded), ==, USHER_INVITATION_STATUS_REVOKED);
  usher_test_session_close (session);
}

static UsherSession *
open_ephemeral (UsherTestOutbox *server, const char *key, UsherEphemeralFlags flags, const char *dir)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session;

  usher_session_open_ephemeral_async (usher_fixture_get_base (server->fixture), key, flags, dir, NULL,
                                      usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  session = usher_session_open_ephemeral_finish (result, &error);
  g_assert_no_error (error);
  return session;
}

static guint
count_mailed (UsherSession *session)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) mailed = NULL;

  usher_session_find_mailed_async (session, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  mailed = usher_session_find_mailed_finish (session, result, NULL);
  g_assert_nonnull (mailed);
  return g_hash_table_size (mailed);
}

/* Without an account, what was asked for is known to the next program all the same, to that with this server and key
 * alone; who only reads leaves nothing behind. */
static void
test_ephemeral (void)
{
  g_autoptr (UsherTestOutbox) server = usher_test_outbox_new ();
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *servers = g_build_filename (dir, "servers", NULL);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (USHER_TEST_COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  const char *const emails[] = { "ada@example.com", NULL };
  UsherSession *session = open_ephemeral (server, "a-key", USHER_EPHEMERAL_READS, dir);

  usher_test_session_close (session);
  g_assert_false (g_file_test (servers, G_FILE_TEST_EXISTS));

  session = open_ephemeral (server, "a-key", USHER_EPHEMERAL_CHANGES, dir);
  server->makes = 0;
  server->drop = TRUE;
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_send_email (draft, TRUE);
  made = usher_test_session_create (session, draft, NULL, NULL);
  g_assert_null (made);
  usher_test_session_close (session);

  session = open_ephemeral (server, "a-key", USHER_EPHEMERAL_CHANGES, dir);
  assert_state (session, USHER_INTENT_UNCLEAR);
  g_assert_cmpuint (count_mailed (session), ==, 1);
  usher_test_session_close (session);
  session = open_ephemeral (server, "another-key", USHER_EPHEMERAL_CHANGES, dir);
  g_assert_null (usher_test_session_get_intent (session, 0));
  g_assert_cmpuint (count_mailed (session), ==, 0);
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/outbox/journal-first", test_journal_first);
  g_test_add_func ("/session/outbox/found", test_found);
  g_test_add_func ("/session/outbox/found-reconnect", test_found_reconnect);
  g_test_add_func ("/session/outbox/unclear", test_unclear);
  g_test_add_func ("/session/outbox/claimed", test_claimed);
  g_test_add_func ("/session/outbox/cancelled", test_cancelled);
  g_test_add_func ("/session/outbox/crash", test_crash);
  g_test_add_func ("/session/outbox/queued", test_queued);
  g_test_add_func ("/session/outbox/refused", test_refused);
  g_test_add_func ("/session/outbox/unclear-revoke", test_unclear_revoke);
  g_test_add_func ("/session/outbox/unclear-resend", test_unclear_resend);
  g_test_add_func ("/session/outbox/empty-answer", test_empty_answer);
  g_test_add_func ("/session/outbox/ephemeral", test_ephemeral);
  return g_test_run ();
}
