/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many at once, against the real sandbox. */

#include "usher-test-session.h"

#include "session/usher-batch.h"

static const char *const demo[] = { "--demo", "120", "--seed", "7", NULL };
static const char *const demo_slow[] = { "--demo", "120", "--seed", "7", "--latency", "60", NULL };
static const char *const demo_no_resend[] = { "--demo", "120", "--seed", "7", "--no-resend", NULL };

static UsherSession *
open_synced (UsherTestSandbox *sandbox)
{
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  usher_test_wait_for (!usher_session_get_loading (session)
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == 120);
  return session;
}

/* The first that may be mailed again, so that everything can be done to them. */
static GPtrArray *
pick (UsherSession *session, guint n)
{
  GListModel *model = usher_session_get_invitations (session);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model) && items->len < n; i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i);

      if (usher_invitation_why_not_resend (usher_invitation_item_get_invitation (item)) == NULL)
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  g_assert_cmpuint (items->len, ==, n);
  return g_steal_pointer (&items);
}

static UsherBatchRow *
row_at (UsherBatch *batch, guint i)
{
  g_autoptr (UsherBatchRow) row = g_list_model_get_item (G_LIST_MODEL (batch), i);

  return row;
}

static UsherInvitationStatus
status_of (GPtrArray *items, guint i)
{
  return usher_invitation_get_status (usher_invitation_item_get_invitation (g_ptr_array_index (items, i)));
}

static void
on_finished (UsherBatch *batch, gpointer user_data)
{
  g_assert_false (usher_batch_get_running (batch));
  g_assert_cmpuint (usher_batch_get_n_finished (batch), ==, g_list_model_get_n_items (G_LIST_MODEL (batch)));
  (*(guint *) user_data)++;
}

static void
run (UsherBatch *batch)
{
  guint n_finished = 0;
  gulong handler = g_signal_connect (batch, "finished", G_CALLBACK (on_finished), &n_finished);

  usher_batch_start (batch);
  usher_test_wait_for (n_finished == 1);
  g_signal_handler_disconnect (batch, handler);
}

static void
revoke_elsewhere (UsherTestSandbox *sandbox, const char *id)
{
  UsherSession *other = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) revoked = usher_test_session_revoke (other, id, &error);

  g_assert_no_error (error);
  usher_test_session_close (other);
}

static guint
count_intents (UsherSession *session)
{
  return g_list_model_get_n_items (usher_session_get_intents (session));
}

static void
on_told (UsherBatch *batch, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* Five are revoked; one of them was revoked by someone else meanwhile. */
static void
test_revoke (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = open_synced (sandbox);
  g_autoptr (GPtrArray) items = pick (session, 5);
  UsherBatch *batch = usher_batch_new (session, USHER_BATCH_REVOKE, items);
  guint n_told = 0;
  GPtrArray *copy = g_ptr_array_copy (items, (GCopyFunc) g_object_ref, NULL);

  revoke_elsewhere (sandbox, usher_invitation_item_get_id (g_ptr_array_index (items, 2)));
  g_assert_cmpint (usher_batch_row_get_state (row_at (batch, 0)), ==, USHER_BATCH_WAITING);
  g_signal_connect (batch, "notify::n-to-retry", G_CALLBACK (on_told), &n_told);
  run (batch);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (usher_batch_row_get_state (row_at (batch, i)), ==,
                     i == 2 ? USHER_BATCH_REFUSED : USHER_BATCH_DONE);
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_DONE), ==, 4);
  g_assert_nonnull (usher_batch_row_get_message (row_at (batch, 2)));
  g_assert_null (usher_batch_row_get_message (row_at (batch, 1)));
  for (guint i = 0; i < 5; i++)
    usher_test_wait_for (status_of (copy, i) == USHER_INVITATION_STATUS_REVOKED);
  /* Known to be revoked by now: there is nothing to try again. */
  g_assert_cmpuint (usher_batch_get_n_to_retry (batch), ==, 0);
  /* Told at the end, and when what was refused was read again. */
  usher_test_wait_for (n_told >= 2);

  g_assert_cmpuint (count_intents (session), ==, 1);
  usher_batch_forget_refusals (batch);
  usher_test_wait_for (count_intents (session) == 0);
  g_assert_finalize_object (batch);
  g_ptr_array_unref (copy);
  g_clear_pointer (&items, g_ptr_array_unref);
  usher_test_session_close (session);
}

/* What is already known to make no sense when its turn comes is not sent. */
static void
test_looked_at_again (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = open_synced (sandbox);
  GPtrArray *items = pick (session, 2);
  UsherBatch *batch = usher_batch_new (session, USHER_BATCH_RESEND, items);
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (UsherInvitation) revoked =
      usher_test_session_revoke (session, usher_invitation_item_get_id (g_ptr_array_index (items, 0)), &error);

    g_assert_no_error (error);
  }
  usher_test_wait_for (status_of (items, 0) == USHER_INVITATION_STATUS_REVOKED);
  run (batch);
  g_assert_cmpint (usher_batch_row_get_state (row_at (batch, 0)), ==, USHER_BATCH_REFUSED);
  g_assert_cmpstr (usher_batch_row_get_message (row_at (batch, 0)), ==,
                   usher_invitation_why_not_resend (
                     usher_invitation_item_get_invitation (g_ptr_array_index (items, 0))));
  g_assert_cmpint (usher_batch_row_get_state (row_at (batch, 1)), ==, USHER_BATCH_DONE);
  g_assert_cmpuint (count_intents (session), ==, 0);
  g_assert_finalize_object (batch);
  g_ptr_array_unref (items);
  usher_test_session_close (session);
}

static void
on_two_done (UsherBatch *batch, GParamSpec *pspec, gpointer user_data)
{
  guint *most = user_data;

  *most = MAX (*most, usher_batch_get_n_in_state (batch, USHER_BATCH_RUNNING));
  if (usher_batch_get_n_in_state (batch, USHER_BATCH_DONE) >= 2)
    usher_batch_cancel (batch);
}

/* Stopped half-way: what was sent is done, the rest is left alone until it is tried again. */
static void
test_cancel (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo_slow);
  UsherSession *session = open_synced (sandbox);
  GPtrArray *items = pick (session, 12);
  UsherBatch *batch = usher_batch_new (session, USHER_BATCH_REVOKE, items);
  guint most = 0;
  gulong handler = g_signal_connect (batch, "notify::n-finished", G_CALLBACK (on_two_done), &most);
  guint n_done;

  run (batch);
  g_signal_handler_disconnect (batch, handler);
  n_done = usher_batch_get_n_in_state (batch, USHER_BATCH_DONE);
  g_assert_true (usher_batch_get_cancelled (batch));
  g_assert_cmpuint (most, ==, 4);
  g_assert_cmpuint (n_done, >=, 2);
  g_assert_cmpuint (n_done, <=, 6);
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_NOT_TRIED), ==, 12 - n_done);
  for (guint i = 0; i < 12; i++)
    {
      gboolean done = usher_batch_row_get_state (row_at (batch, i)) == USHER_BATCH_DONE;

      if (done)
        usher_test_wait_for (status_of (items, i) == USHER_INVITATION_STATUS_REVOKED);
      else
        g_assert_cmpint (status_of (items, i), ==, USHER_INVITATION_STATUS_ACTIVE);
    }
  g_assert_cmpuint (count_intents (session), ==, 0);
  g_assert_cmpuint (usher_batch_get_n_to_retry (batch), ==, 12 - n_done);

  usher_batch_retry (batch);
  g_assert_true (usher_batch_get_running (batch));
  g_assert_false (usher_batch_get_cancelled (batch));
  usher_test_wait_for (!usher_batch_get_running (batch));
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_DONE), ==, 12);
  g_assert_cmpuint (usher_batch_get_n_to_retry (batch), ==, 0);
  g_assert_finalize_object (batch);
  g_ptr_array_unref (items);
  usher_test_session_close (session);
}

/* The server goes away: one failure is enough, and none is sent in vain. */
static void
test_offline (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = open_synced (sandbox);
  GPtrArray *items = pick (session, 12);
  UsherBatch *batch = usher_batch_new (session, USHER_BATCH_REVOKE, items);
  guint n_tried;

  usher_test_sandbox_kill (sandbox);
  run (batch);
  n_tried = usher_batch_get_n_in_state (batch, USHER_BATCH_FAILED)
            + usher_batch_get_n_in_state (batch, USHER_BATCH_UNCLEAR);
  g_assert_cmpuint (n_tried, >=, 1);
  g_assert_cmpuint (n_tried, <=, 4);
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_NOT_TRIED), ==, 12 - n_tried);
  g_assert_false (usher_batch_get_cancelled (batch));
  g_assert_nonnull (usher_batch_row_get_message (row_at (batch, 11)));
  g_assert_cmpuint (usher_batch_get_n_to_retry (batch), ==, 12);
  g_assert_finalize_object (batch);
  g_ptr_array_unref (items);
  usher_test_session_close (session);
}

/* A server without that endpoint says so once. */
static void
test_no_resend (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo_no_resend);
  UsherSession *session = open_synced (sandbox);
  GPtrArray *items = pick (session, 8);
  UsherBatch *batch = usher_batch_new (session, USHER_BATCH_RESEND, items);

  run (batch);
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_DONE), ==, 0);
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_NOT_TRIED), >=, 4);
  g_assert_cmpuint (usher_batch_get_n_to_retry (batch), ==, 0);
  usher_batch_forget_refusals (batch);
  usher_test_wait_for (count_intents (session) == 0);
  g_assert_finalize_object (batch);
  g_ptr_array_unref (items);
  usher_test_session_close (session);
}

static void
test_links (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = open_synced (sandbox);
  GPtrArray *items = pick (session, 6);
  UsherBatch *batch = usher_batch_new (session, USHER_BATCH_GET_LINKS, items);
  g_autofree char *links = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_null (usher_batch_dup_links (batch));
  run (batch);
  links = usher_batch_dup_links (batch);
  lines = g_strsplit (links, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *link =
        usher_test_session_get_link (session, usher_invitation_item_get_id (g_ptr_array_index (items, i)), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (lines[i], ==, link);
    }
  g_assert_finalize_object (batch);
  g_ptr_array_unref (items);
  usher_test_session_close (session);
}

static guint
count_done (UsherBatch *batch)
{
  return usher_batch_get_n_in_state (batch, USHER_BATCH_DONE);
}

/* What is held is held as one, all of it in the journal, and is taken back as one. */
static void
test_held (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = open_synced (sandbox);
  g_autoptr (GPtrArray) items = pick (session, 12);
  UsherBatch *batch = usher_batch_new (session, USHER_BATCH_REVOKE, items);
  guint n_finished = 0;
  gulong handler = g_signal_connect (batch, "finished", G_CALLBACK (on_finished), &n_finished);

  usher_session_set_hold (session, 30 * 1000);
  usher_batch_start (batch);
  usher_test_wait_for (count_intents (session) == 12);
  usher_test_settle ();
  g_assert_cmpuint (usher_batch_get_n_finished (batch), ==, 0);
  usher_batch_cancel (batch);
  usher_test_wait_for (n_finished == 1);
  g_assert_cmpuint (usher_batch_get_n_in_state (batch, USHER_BATCH_NOT_TRIED), ==, 12);
  g_assert_cmpuint (count_intents (session), ==, 0);
  for (guint i = 0; i < items->len; i++)
    g_assert_cmpint (status_of (items, i), ==, USHER_INVITATION_STATUS_ACTIVE);

  /* One that is taken back takes the others with it: it was one decision. */
  usher_batch_retry (batch);
  usher_test_wait_for (count_intents (session) == 12);
  usher_test_settle ();
  g_assert_true (usher_session_undo (session, usher_test_session_get_intent (session, 3)));
  usher_test_wait_for (n_finished == 2);
  g_assert_cmpuint (count_done (batch), ==, 0);
  g_assert_cmpuint (count_intents (session), ==, 0);

  /* And what nobody takes back is done, also when nobody looks at it any more. */
  usher_session_set_hold (session, 200);
  usher_batch_retry (batch);
  usher_test_wait_for (count_intents (session) == 12);
  usher_batch_leave (batch);
  usher_test_wait_for (n_finished == 3);
  g_assert_cmpuint (count_done (batch), ==, 12);
  g_signal_handler_disconnect (batch, handler);
  g_assert_finalize_object (batch);
  g_clear_pointer (&items, g_ptr_array_unref);
  usher_test_session_close (session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/batch/revoke", test_revoke);
  g_test_add_func ("/session/batch/held", test_held);
  g_test_add_func ("/session/batch/looked-at-again", test_looked_at_again);
  g_test_add_func ("/session/batch/cancel", test_cancel);
  g_test_add_func ("/session/batch/offline", test_offline);
  g_test_add_func ("/session/batch/no-resend", test_no_resend);
  g_test_add_func ("/session/batch/links", test_links);
  return g_test_run ();
}
